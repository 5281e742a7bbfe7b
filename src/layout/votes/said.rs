//! What counts say in words: the middle of the answers, whether a vote passes, who changed their mind.

use super::histogram::figure;
use super::{list, share};
use crate::poll::PollKind;
use crate::round::Counted;
use crate::shift::{self, Shift};

/// What is to be said of some rounds, of two that follow each other also who changed their mind.
pub fn said(rounds: &[&Counted]) -> Vec<String> {
    let Some(last) = rounds.last() else { return Vec::new() };
    let kind = std::mem::discriminant(&last.round.poll.kind);
    if rounds.iter().any(|one| std::mem::discriminant(&one.round.poll.kind) != kind) {
        return Vec::new();
    }
    let mut said: Vec<String> = match last.round.poll.kind {
        PollKind::Scale { .. } | PollKind::Number { .. } => {
            middle(rounds, last).into_iter().collect()
        }
        PollKind::Fist => verdict(last).into_iter().collect(),
        _ => Vec::new(),
    };
    let [before, after] = rounds else { return said };
    let kind = &after.round.poll.kind;
    if !after.follows(before) {
        said.extend(after.since(before).and_then(|shift| differ(shift, kind)));
        return said;
    }
    said.extend(after.shift.as_ref().and_then(|shift| moves(shift, kind)));
    if let (Some(before), Some(after)) = (right(before), right(after))
        && let Some(gain) = shift::gain(before, after)
    {
        said.push(format!("gain {} of what was possible", figure(gain)));
    }
    said
}

/// How many voted in each round: `n = 22`, `31 → 30 votes`.
pub(super) fn voters(rounds: &[&Counted]) -> String {
    let one = |counted: &&Counted| {
        let ballots = counted.tally.participants();
        let hands = counted.tally.voters().saturating_sub(ballots);
        match (hands, ballots) {
            (0, ballots) => format!("n = {ballots}"),
            (hands, 0) => format!("{hands} counted by hand"),
            (hands, ballots) => format!("{hands} counted by hand, {}", votes(ballots)),
        }
    };
    match rounds {
        [before, after] if before.round.poll.id == after.round.poll.id => {
            let (before, after) = (&before.tally, &after.tally);
            let by_hand = before.hands().is_some() || after.hands().is_some();
            let hands = if by_hand { ", some counted by hand" } else { "" };
            format!("{} → {}{hands}", before.voters(), votes(after.voters()))
        }
        several => list(&several.iter().map(one).collect::<Vec<_>>()),
    }
}

/// The median, and of a single round the middle half of the answers.
fn middle(rounds: &[&Counted], last: &Counted) -> Option<String> {
    let unit = match &last.round.poll.kind {
        PollKind::Number { unit: Some(unit), .. } => format!(" {unit}"),
        _ => String::new(),
    };
    let medians: Option<Vec<String>> =
        rounds.iter().map(|one| one.tally.median().map(figure)).collect();
    let medians = medians?.join(" → ");
    if rounds.len() > 1 {
        return Some(format!("median {medians}{unit}"));
    }
    let (low, high) = last.tally.quartiles()?;
    Some(format!("median {medians}{unit}, half between {} and {}", figure(low), figure(high)))
}

/// Whether a fist-to-five passes, and if not, because of how many.
fn verdict(counted: &Counted) -> Option<String> {
    match counted.tally.doubtful()? {
        0 => Some("passes: nobody below 3".to_owned()),
        below => Some(format!("{} below 3", people(below))),
    }
}

/// The share of right answers, where there is one to each ballot.
fn right(counted: &Counted) -> Option<f64> {
    let poll = &counted.round.poll;
    let whole = counted.tally.voters();
    if poll.answer.is_empty() || whole == 0 || !matches!(poll.kind, PollKind::Single { .. }) {
        return None;
    }
    let choices = (1_u32..).zip(counted.tally.choices());
    let right = choices.filter(|(number, _)| poll.answer.contains(number));
    Some(share(right.map(|(_, count)| count).sum(), whole))
}

/// How many changed their mind, and where most of them went.
fn moves(shift: &Shift, kind: &PollKind) -> Option<String> {
    let changed = shift.changed.filter(|_| shift.both > 0)?;
    if changed == 0 {
        return Some("Nobody changed their mind.".to_owned());
    }
    if let Some(steps) = shift.steps {
        let (up, down) = (steps.up, steps.down);
        return Some(format!("{} changed their mind: {up} went up, {down} down.", people(changed)));
    }
    let what = if matches!(kind, PollKind::Ranking { .. }) {
        "put another choice first"
    } else {
        "changed their mind"
    };
    Some(match largest(shift, kind) {
        Some((choice, came)) if came == changed => {
            let all = if came == 1 { "" } else { "all " };
            format!("{} {what}, {all}to {choice}.", people(changed))
        }
        Some((choice, came)) => format!("{} {what}; {came} of them to {choice}.", people(changed)),
        None => format!("{} {what}.", people(changed)),
    })
}

/// How many answered two polls with the same choices differently, and with what most of them.
fn differ(shift: &Shift, kind: &PollKind) -> Option<String> {
    let both = format!("Of {} who answered both,", people(shift.both));
    Some(match (shift.changed?, largest(shift, kind)) {
        (0, _) => format!("{both} everybody answered both alike."),
        (changed, Some((choice, came))) if came == changed => {
            format!("{both} {changed} answered the second otherwise: with {choice}.")
        }
        (changed, Some((choice, came))) => {
            format!("{both} {changed} answered the second otherwise, {came} of them with {choice}.")
        }
        (changed, None) => format!("{both} {changed} answered the second otherwise."),
    })
}

/// The choice to which most came from others, and how many.
fn largest(shift: &Shift, kind: &PollKind) -> Option<(String, u64)> {
    let (place, came) = shift.biggest_move()?;
    let choice = match kind {
        PollKind::Single { choices } | PollKind::Ranking { choices } => {
            let index = usize::try_from(place.checked_sub(1)?).ok()?;
            format!("“{}”", choices.get(index)?)
        }
        PollKind::Scale { min, .. } => (i64::from(*min) + i64::from(place) - 1).to_string(),
        PollKind::Fist => place.checked_sub(1)?.to_string(),
        _ => return None,
    };
    Some((choice, came))
}

fn votes(count: u64) -> String {
    format!("{count} {}", if count == 1 { "vote" } else { "votes" })
}

fn people(count: u64) -> String {
    format!("{count} {}", if count == 1 { "person" } else { "people" })
}
