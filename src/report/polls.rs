//! What the room was asked and how it voted, round by round, as tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::times::Clock;
use super::{FreeText, moves};
use crate::layout::{self, figure};
use crate::poll::{Poll, PollKind};
use crate::round::{Counted, Phase, Votes};
use crate::shift;
use crate::tally::{self, Tally};

/// A poll with its rounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Its id in the deck.
    pub id: String,
    /// What was asked, as it stood in the first round.
    pub question: String,
    /// How it was answered, in a few words.
    pub rule: String,
    /// First to last.
    pub rounds: Vec<Round>,
    /// The highest count of all rounds: the longest bar.
    pub most: u64,
}

/// One round of a poll.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Its number among the rounds of the poll, from 1.
    pub number: u32,
    /// What was asked, where that is no longer what was asked first.
    pub question: Option<String>,
    /// When it was opened, whether it was shown, and how many answered.
    pub facts: String,
    /// What was counted; without rows for texts and where nothing was.
    pub counts: Counts,
    /// What the counts say, in sentences.
    pub said: Vec<String>,
    /// Who moved where since the round before, and since earlier polls with the same choices.
    pub moves: Vec<Moves>,
    /// The texts that the room saw.
    pub texts: Vec<String>,
}

/// A table of counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// What stands above the labels.
    pub what: &'static str,
    /// What stands above the cells.
    pub heads: Vec<&'static str>,
    /// What could be chosen, or was.
    pub rows: Vec<Bar>,
}

/// One row of counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// Its number, or nothing.
    pub mark: String,
    /// What was chosen.
    pub label: String,
    /// Whether it is a right answer.
    pub is_right: bool,
    /// What the bar is as long as.
    pub count: u64,
    /// How many of them were counted by hand.
    pub by_hand: u64,
    /// The numbers, one for each head.
    pub cells: Vec<String>,
}

/// A table of who moved where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moves {
    /// What it tells.
    pub caption: String,
    /// What stands above the rows.
    pub corner: &'static str,
    /// What stands above the cells.
    pub heads: Vec<String>,
    /// A name and its cells; none where the number is hidden.
    pub rows: Vec<(String, Vec<Option<u64>>)>,
}

impl Asked {
    /// Whether its rounds can stand in one table: few, and with the same rows.
    pub fn is_one_table(&self) -> bool {
        let rows = |round: &Round| -> Vec<(String, String)> {
            round.counts.rows.iter().map(|row| (row.mark.clone(), row.label.clone())).collect()
        };
        let Some((first, others)) = self.rounds.split_first() else { return false };
        let names = rows(first);
        let same = |round: &Round| round.counts.what == first.counts.what && rows(round) == names;
        !names.is_empty() && (1..4).contains(&others.len()) && others.iter().all(same)
    }
}

impl Moves {
    /// Whether a number is hidden.
    pub fn hides(&self) -> bool {
        self.rows.iter().any(|(_, cells)| cells.iter().any(Option::is_none))
    }
}

/// The polls of a session, each where its first round was opened.
pub(super) fn asked(votes: &Votes, clock: Clock, free: FreeText) -> Vec<Asked> {
    let mut order: Vec<&str> = Vec::new();
    let mut by_id: BTreeMap<&str, Vec<&Counted>> = BTreeMap::new();
    for counted in votes.rounds.iter().map(Arc::as_ref) {
        let id = counted.round.poll.id.as_str();
        let rounds = by_id.entry(id).or_default();
        if rounds.is_empty() {
            order.push(id);
        }
        rounds.push(counted);
    }
    let rounds = order.into_iter().filter_map(|id| by_id.remove(id));
    rounds.filter_map(|rounds| poll(&rounds, votes, clock, free)).collect()
}

fn poll(rounds: &[&Counted], votes: &Votes, clock: Clock, free: FreeText) -> Option<Asked> {
    let first = &rounds.first()?.round.poll;
    let before = std::iter::once(None).chain(rounds.iter().copied().map(Some));
    let each = rounds.iter().zip(before).map(|(counted, before)| {
        let mut round = round(counted, before, clock, free);
        let question = &counted.round.poll.question;
        round.moves = moves::tables(counted, votes);
        round.question = (*question != first.question).then(|| question.clone());
        round
    });
    let rounds: Vec<Round> = each.collect();
    let counts = rounds.iter().flat_map(|round| &round.counts.rows).map(|row| row.count);
    Some(Asked {
        id: first.id.clone(),
        question: first.question.clone(),
        rule: layout::rule_of(&first.kind),
        most: counts.max().unwrap_or(0),
        rounds,
    })
}

fn round(counted: &Counted, before: Option<&Counted>, clock: Clock, free: FreeText) -> Round {
    let Counted { round, tally, texts, .. } = counted;
    let mut said = layout::said(&[counted]);
    let before = before.filter(|before| before.round.number + 1 == round.number);
    let pair = before.map(|before| layout::said(&[before, counted])).unwrap_or_default();
    let more: Vec<String> = pair.into_iter().filter(|one| !said.contains(one)).collect();
    said.extend(more);
    let mut counts = counts(&round.poll, tally);
    let mut texts: Vec<String> = texts
        .iter()
        .filter(|text| text.released)
        .map(|text| text.text.as_str().to_owned())
        .collect();
    let held_back = counted.texts.len() - texts.len();
    if held_back > 0 {
        let held_back = were(held_back, "text");
        said.push(format!("{held_back} not shown to the room, and not here either."));
    }
    if free == FreeText::LeftOut {
        if !texts.is_empty() {
            said.push(format!("{} left out here.", were(texts.len(), "text")));
            texts.clear();
        }
        if matches!(round.poll.kind, PollKind::Words { .. }) && !counts.rows.is_empty() {
            let words: u64 = counts.rows.iter().map(|row| row.count).sum();
            let words = were(usize::try_from(words).unwrap_or(usize::MAX), "word");
            said.push(format!("{words} left out here, {} of them different.", counts.rows.len()));
            counts.rows.clear();
        }
    }
    Round {
        number: round.number,
        question: None,
        facts: facts(counted, clock),
        counts,
        said,
        moves: Vec::new(),
        texts,
    }
}

/// When it was opened, where it stands, how many answered and how they were counted.
fn facts(counted: &Counted, clock: Clock) -> String {
    let Counted { round, tally, .. } = counted;
    let state = match round.phase {
        Phase::Open => ", still open",
        Phase::Closed => ", not shown to the room",
        Phase::Revealed => "",
    };
    let hands = tally.voters().saturating_sub(tally.participants());
    let by_hand = match (tally.hands(), tally.participants()) {
        (None, _) => String::new(),
        (Some(_), 0) => ", all counted by hand".to_owned(),
        (Some(_), _) => format!(", {hands} of them counted by hand"),
    };
    format!("Opened {}{state}. {} answered{by_hand}.", clock.time(round.opened_ms), tally.voters())
}

/// The table of a round.
fn counts(poll: &Poll, tally: &Tally) -> Counts {
    match &poll.kind {
        PollKind::Single { choices } | PollKind::Multiple { choices, .. } => {
            chosen("Choice", "votes", choices, poll, tally)
        }
        PollKind::Dots { choices, .. } => chosen("Choice", "dots", choices, poll, tally),
        PollKind::Ranking { choices } => ranked(choices, tally),
        PollKind::Scale { min, max, labels } => {
            let points = usize::try_from(i64::from(*max) - i64::from(*min) + 1).unwrap_or(0);
            if (1..=shift::MOST_POINTS).contains(&points) {
                points_of(*min, points, labels, tally)
            } else {
                stretches("Point", tally)
            }
        }
        PollKind::Fist => points_of(0, 6, &[], tally),
        PollKind::Number { unit, .. } => {
            let mut counts = stretches("Number", tally);
            if let Some(unit) = unit {
                counts.rows.iter_mut().for_each(|row| row.label = format!("{} {unit}", row.label));
            }
            counts
        }
        PollKind::Words { .. } => {
            let row = |(label, count): (String, u64)| Bar { label, count, ..Bar::default() };
            finished("Word", "times", tally.words().into_iter().map(row).collect(), &[])
        }
        PollKind::Text { .. } => Counts::default(),
    }
}

fn chosen(
    what: &'static str,
    unit: &'static str,
    choices: &[String],
    poll: &Poll,
    tally: &Tally,
) -> Counts {
    let hands = tally.hands().unwrap_or_default();
    let rows = (1..).zip(choices).zip(tally.choices()).map(|((number, label), count)| Bar {
        mark: number.to_string(),
        label: label.clone(),
        is_right: poll.answer.contains(&number),
        count,
        by_hand: hand(hands, number as usize - 1),
        cells: Vec::new(),
    });
    finished(what, unit, rows.collect(), &tally.shares().unwrap_or_default())
}

/// The choices of a ranking, those with the most points first.
fn ranked(choices: &[String], tally: &Tally) -> Counts {
    let ranking = tally.ranking();
    let mut order: Vec<_> = (1_u32..).zip(choices).zip(&ranking).collect();
    order.sort_by_key(|(_, ranked)| std::cmp::Reverse(ranked.borda));
    let rows = order.into_iter().map(|((number, label), ranked)| Bar {
        mark: number.to_string(),
        label: label.clone(),
        count: ranked.borda,
        cells: vec![
            ranked.borda.to_string(),
            ranked.firsts.to_string(),
            ranked.mean_rank.map_or_else(|| "–".to_owned(), |mean| format!("{mean:.1}")),
        ],
        ..Bar::default()
    });
    let heads = vec!["points", "first places", "mean place"];
    Counts { what: "Choice", heads, rows: rows.collect() }
}

/// Every point of a scale.
fn points_of(min: i32, points: usize, labels: &[String], tally: &Tally) -> Counts {
    let (values, shares) = (tally.values(), tally.shares());
    let hands = tally.hands().unwrap_or_default();
    let each_has_one = labels.len() > 2 || labels.len() == points;
    let place = |point: f64| values.iter().position(|(value, _)| value.total_cmp(&point).is_eq());
    let mut percents = Vec::new();
    let mut rows = Vec::new();
    for (at, point) in (min..).take(points).enumerate() {
        let label = match at {
            _ if each_has_one => labels.get(at),
            0 => labels.first(),
            _ if at + 1 == points => labels.get(1),
            _ => None,
        };
        let found = place(f64::from(point) + 0.0);
        let of = |shares: &Vec<u64>| found.and_then(|place| shares.get(place).copied());
        percents.extend(shares.as_ref().map(|shares| of(shares).unwrap_or(0)));
        let (mark, label) = match label.cloned() {
            _ if labels.is_empty() => (String::new(), point.to_string()),
            label => (point.to_string(), label.unwrap_or_default()),
        };
        rows.push(Bar {
            mark,
            label,
            count: found.and_then(|place| values.get(place)).map_or(0, |(_, count)| *count),
            by_hand: hand(hands, at),
            ..Bar::default()
        });
    }
    finished("Point", "votes", rows, &percents)
}

/// Numbers as they are where they are few, else in stretches of one length.
fn stretches(what: &'static str, tally: &Tally) -> Counts {
    let (values, shares) = (tally.values(), tally.shares().unwrap_or_default());
    let are_whole = values.iter().all(|(value, _)| value.fract().abs() < f64::EPSILON);
    let mut percents = Vec::new();
    let mut rows = Vec::new();
    for (from, to, count) in tally::histogram(&values) {
        let is_one = from.total_cmp(&to).is_eq();
        let is_in = |value: f64| {
            if is_one { value.total_cmp(&from).is_eq() } else { from <= value && value < to }
        };
        let label = match is_one {
            true => figure(from),
            false if are_whole && to - from <= 1.0 => figure(from),
            false if are_whole => format!("{} to {}", figure(from), figure(to - 1.0)),
            false => format!("{} to below {}", figure(from), figure(to)),
        };
        let within = values.iter().zip(&shares).filter(|((value, _), _)| is_in(*value));
        percents.push(within.map(|(_, share)| share).sum());
        rows.push(Bar { label, count, ..Bar::default() });
    }
    let percents = if shares.is_empty() { Vec::new() } else { percents };
    finished(what, "answers", rows, &percents)
}

/// The table with a column for the counts, one for what was counted by hand, and one for shares, if there are any.
fn finished(what: &'static str, unit: &'static str, mut rows: Vec<Bar>, shares: &[u64]) -> Counts {
    let mixed = |row: &Bar| row.by_hand > 0 && row.by_hand < row.count;
    let has_hands = rows.iter().any(mixed)
        || rows.iter().any(|row| row.by_hand > 0) && rows.iter().any(|row| row.count > row.by_hand);
    let mut heads = vec![unit];
    heads.extend(has_hands.then_some("by hand"));
    heads.extend((!shares.is_empty()).then_some("share"));
    for (at, row) in rows.iter_mut().enumerate() {
        row.cells.push(row.count.to_string());
        row.cells.extend(has_hands.then(|| row.by_hand.to_string()));
        row.cells.extend(shares.get(at).map(|share| format!("{share}%")));
    }
    Counts { what, heads, rows }
}

fn hand(hands: &[u32], at: usize) -> u64 {
    hands.get(at).copied().map_or(0, u64::from)
}

/// How many of something, with its verb: `1 text was`, `3 texts were`.
pub(super) fn were(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what} was") } else { format!("{count} {what}s were") }
}
