//! How the room voted, once it may see it: bars, what they say in words, and who moved where.

use std::sync::Arc;

use super::card::{Label, dim, framed, spaced, strong, within};
use super::foot::Foot;
use super::row::Row;
use super::stack::{Space, Without};
use super::wrap::Prose;
use crate::deck::Results;
use crate::poll::PollKind;
use crate::round::{Counted, Phase, Round};
use crate::shift::{self, Shift};
use crate::theme::Role;

mod chart;
mod counts;
mod histogram;
mod matrix;
mod wall;

use self::chart::Chart;
use self::histogram::figure;

/// The parts of a card that show a revealed round, beside the one revealed before it if there is one.
pub(super) fn revealed(counted: &Counted, space: Space<'_>) -> Vec<Vec<Row>> {
    let Some(before) = before(counted, space) else {
        return parts(&[counted], &[String::new()], space);
    };
    parts(&[before, counted], &["before".to_owned(), "after".to_owned()], space)
}

/// What stands at the foot of a revealed round: how many voted.
pub(super) fn foot(counted: &Counted, space: Space<'_>) -> Foot {
    let left = match before(counted, space) {
        Some(before) => voters(&[before, counted]),
        None if counted.round.number > 1 => {
            format!("round {} · {}", counted.round.number, voters(&[counted]))
        }
        None => voters(&[counted]),
    };
    let waiting = match wall::waiting(counted) {
        0 => String::new(),
        waiting => format!("{waiting} waiting"),
    };
    Foot { left, right: waiting, ..Foot::default() }
}

/// The revealed round of the same poll before this one.
fn before<'a>(counted: &Counted, space: Space<'a>) -> Option<&'a Counted> {
    let rounds = revealed_rounds(&counted.round.poll.id, space).into_iter().rev();
    let mut earlier = rounds.filter(|other| other.round.number < counted.round.number);
    earlier.next().filter(|other| is_counted(other))
}

/// The rounds of a poll that the room may see, first to last.
fn revealed_rounds<'a>(poll: &str, space: Space<'a>) -> Vec<&'a Counted> {
    let all = space.setting.live.votes.rounds.iter().map(Arc::as_ref);
    let is_shown = |round: &Round| round.phase == Phase::Revealed && round.poll.id == poll;
    all.filter(|counted| is_shown(&counted.round)).collect()
}

/// Whether it is counted at all: texts are only collected.
fn is_counted(counted: &Counted) -> bool {
    !matches!(counted.round.poll.kind, PollKind::Text { .. })
}

/// A block of results: what is revealed of the polls it names.
pub(super) fn results(results: &Results, space: Space<'_>) -> Vec<Row> {
    let inner = within(space);
    let label = Label { text: "Results", right: "", role: Role::Accent };
    let (shown, missing) = asked_for(results, space);
    let mut parts = Vec::new();
    let mut foot = Foot::default();
    if let Some(first) = shown.first() {
        let question = &first.round.poll.question;
        let one_poll = shown.iter().all(|counted| counted.round.poll.id == first.round.poll.id);
        if one_poll && question.trim() != space.setting.title_text.trim() {
            parts.push(strong(question, inner));
        }
        let head = |counted: &&Counted| match (one_poll, shown.len()) {
            (true, 1) => String::new(),
            (true, _) => format!("round {}", counted.round.number),
            (false, _) => counted.round.poll.question.clone(),
        };
        let heads: Vec<String> = shown.iter().map(head).collect();
        parts.extend(self::parts(&shown, &heads, inner));
        foot.left = voters(&shown);
    }
    if !missing.is_empty() {
        parts.push(dim(&missing, inner));
    }
    framed(&label, &foot, spaced(parts, space), space)
}

/// The revealed rounds that a block of results asks for, and a sentence on what is not revealed yet.
fn asked_for<'a>(results: &Results, space: Space<'a>) -> (Vec<&'a Counted>, String) {
    let revealed = |poll: &str, number: Option<u32>| {
        let rounds = revealed_rounds(poll, space).into_iter().rev();
        let mut wanted =
            rounds.filter(|one| number.is_none_or(|number| one.round.number == number));
        wanted.next()
    };
    let mut shown = Vec::new();
    let mut missing_polls = Vec::new();
    let mut missing_rounds = Vec::new();
    for poll in &results.polls {
        let wanted: Vec<Option<u32>> = match results.rounds.as_slice() {
            [] => vec![None],
            rounds => rounds.iter().copied().map(Some).collect(),
        };
        let before = shown.len();
        for number in wanted {
            match revealed(poll, number) {
                Some(counted) => shown.push(counted),
                None => missing_rounds.extend(number.map(|number| number.to_string())),
            }
        }
        if shown.len() == before {
            missing_polls.push(poll.clone());
        }
    }
    let sentence = if missing_polls.is_empty() {
        let of = if missing_rounds.len() == 1 { "round" } else { "rounds" };
        match missing_rounds.as_slice() {
            [] => String::new(),
            some => {
                format!("The votes of {of} {} will stand here once they are revealed.", list(some))
            }
        }
    } else {
        let which = match missing_rounds.as_slice() {
            [] => String::new(),
            [one] => format!(", round {one},"),
            several => format!(", rounds {},", list(several)),
        };
        let beside = if results.polls.len() > 1 { " side by side" } else { "" };
        let polls = list(&missing_polls);
        if shown.is_empty() {
            format!("The votes on {polls}{which} will stand here{beside} once the room has voted.")
        } else {
            format!("The votes on {polls}{which} will stand beside these once they are revealed.")
        }
    };
    (shown, sentence)
}

/// Some rounds as bars beside each other, and what there is to say of each kind of count.
fn parts(rounds: &[&Counted], heads: &[String], space: Space<'_>) -> Vec<Vec<Row>> {
    let mut parts = Vec::new();
    let counted: Vec<&Counted> = rounds.iter().copied().filter(|one| is_counted(one)).collect();
    let mut chart = counts::chart(&counted);
    let named = rounds.iter().zip(heads).filter(|(one, _)| is_counted(one));
    for (series, (_, head)) in chart.series.iter_mut().zip(named) {
        series.head.clone_from(head);
    }
    if !counted.is_empty() {
        parts.push(drawn(chart, &counted, space));
    }
    for texts in rounds.iter().filter(|one| !is_counted(one)) {
        parts.push(wall::wall(texts, space));
    }
    if space.setting.without < Without::Sentences {
        parts.push(sentences(&said(&counted), space));
    }
    if let [before, after] = counted.as_slice()
        && follows(before, after)
        && let Some(shift) = &after.shift
        && space.setting.without < Without::Matrix
    {
        parts.push(matrix::matrix(shift, space));
    }
    parts
}

/// The chart; words only as many as there is room for.
fn drawn(mut chart: Chart, rounds: &[&Counted], space: Space<'_>) -> Vec<Row> {
    let items = chart.items.len();
    if items == 0 {
        return dim("Nobody answered.", space);
    }
    let are_words = rounds.iter().any(|one| matches!(one.round.poll.kind, PollKind::Words { .. }));
    if !are_words {
        return chart::draw(&chart, space);
    }
    let most = (space.setting.height / 2).max(5);
    let kept = items.min(most);
    let cut = space.setting.cut;
    let kept =
        if cut > 0 { kept.saturating_sub(cut + usize::from(kept == items)).max(1) } else { kept };
    chart.items.truncate(kept);
    let mut rows = chart::draw(&chart, space);
    rows.extend(more(items - kept, space));
    rows
}

/// Says how many are left out.
fn more(count: usize, space: Space<'_>) -> Vec<Row> {
    if count == 0 { Vec::new() } else { dim(&format!("and {count} more"), space) }
}

fn sentences(sentences: &[String], space: Space<'_>) -> Vec<Row> {
    Prose::of(&sentences.join("\n"), space.ink(), space.from).wrap(space.width)
}

/// What a count says in words.
fn said(rounds: &[&Counted]) -> Vec<String> {
    let mut said = Vec::new();
    let [first, others @ ..] = rounds else { return said };
    let kind = &first.round.poll.kind;
    let all_alike = others.iter().all(|other| {
        std::mem::discriminant(&other.round.poll.kind) == std::mem::discriminant(kind)
    });
    if !all_alike {
        return said;
    }
    let unit = match kind {
        PollKind::Number { unit: Some(unit), .. } => format!(" {unit}"),
        _ => String::new(),
    };
    if matches!(kind, PollKind::Scale { .. } | PollKind::Number { .. }) {
        let medians: Option<Vec<String>> =
            rounds.iter().map(|one| one.tally.median().map(figure)).collect();
        match (medians.as_deref(), first.tally.quartiles()) {
            (Some([median]), Some((low, high))) => {
                let (low, high) = (figure(low), figure(high));
                said.push(format!("median {median}{unit}, half between {low} and {high}"));
            }
            (Some(medians), _) => said.push(format!("median {}{unit}", medians.join(" → "))),
            (None, _) => {}
        }
    }
    if matches!(kind, PollKind::Fist) {
        said.extend(rounds.last().and_then(|last| verdict(last)));
    }
    let [before, after] = rounds else { return said };
    if !follows(before, after) {
        return said;
    }
    said.extend(after.shift.as_ref().and_then(|shift| moves(shift, after)));
    if let (Some(before), Some(after)) = (right(before), right(after))
        && let Some(gain) = shift::gain(before, after)
    {
        said.push(format!("gain {} of what was possible", figure(gain)));
    }
    said
}

/// Whether it is the next round of the same poll.
fn follows(before: &Counted, after: &Counted) -> bool {
    before.round.poll.id == after.round.poll.id && before.round.number + 1 == after.round.number
}

/// Whether a fist-to-five passes, and if not, because of how many.
fn verdict(counted: &Counted) -> Option<String> {
    if counted.tally.passes()? {
        return Some("passes: nobody below 3".to_owned());
    }
    let below = counted.tally.values().into_iter().filter(|(value, _)| *value < 3.0);
    let below: u64 = below.map(|(_, count)| count).sum();
    Some(format!("{} below 3", people(below)))
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
fn moves(shift: &Shift, counted: &Counted) -> Option<String> {
    if shift.both == 0 {
        return None;
    }
    if shift.changed == 0 {
        return Some("Nobody changed their mind.".to_owned());
    }
    let changed = people(shift.changed);
    let choices = match &counted.round.poll.kind {
        PollKind::Single { choices } | PollKind::Ranking { choices } => choices.as_slice(),
        _ => &[],
    };
    let came = |to: usize| -> u64 {
        let from = shift.matrix.iter().enumerate().filter(|(from, _)| *from != to);
        from.filter_map(|(_, cells)| cells.get(to).copied().flatten()).sum()
    };
    let largest = choices.iter().enumerate().map(|(to, choice)| (came(to), choice));
    let largest = largest.rev().max_by_key(|(people, _)| *people).filter(|(people, _)| *people > 0);
    Some(match largest {
        Some((people, choice)) if people == shift.changed => {
            let all = if people == 1 { "" } else { "all " };
            format!("{changed} changed their mind, {all}to “{choice}”.")
        }
        Some((people, choice)) => {
            format!("{changed} changed their mind; {people} of them to “{choice}”.")
        }
        None => format!("{changed} changed their mind."),
    })
}

/// How many voted in each round: `n = 22`, `31 → 30 votes`.
fn voters(rounds: &[&Counted]) -> String {
    let one = |counted: &Counted| {
        let ballots = counted.tally.participants();
        let hands = counted.tally.voters().saturating_sub(ballots);
        match (hands, ballots) {
            (0, ballots) => format!("n = {ballots}"),
            (hands, 0) => format!("{hands} counted by hand"),
            (hands, ballots) => format!("{hands} counted by hand, {}", votes(ballots)),
        }
    };
    match rounds {
        [only] => one(only),
        [first, .., last] if first.round.poll.id != last.round.poll.id => {
            let all: Vec<String> = rounds.iter().map(|counted| one(counted)).collect();
            list(&all)
        }
        [.., last] if rounds.iter().all(|counted| counted.tally.hands().is_none()) => {
            let earlier = rounds.iter().rev().skip(1).rev();
            let earlier = earlier.map(|counted| format!("{} → ", counted.tally.voters()));
            format!("{}{}", earlier.collect::<String>(), votes(last.tally.voters()))
        }
        several => several.iter().map(|counted| one(counted)).collect::<Vec<_>>().join(" → "),
    }
}

fn votes(count: u64) -> String {
    format!("{count} {}", if count == 1 { "vote" } else { "votes" })
}

fn people(count: u64) -> String {
    format!("{count} {}", if count == 1 { "person" } else { "people" })
}

fn share(count: u64, whole: u64) -> f64 {
    let number = |count| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { number(count) / number(whole) }
}

/// Names in a row: `a, b and c`.
fn list(names: &[String]) -> String {
    match names.split_last() {
        None => "no poll".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::BlockKind;
    use crate::layout::samples::{block, drawn};

    fn showing(polls: &[&str], rounds: &[u32]) -> String {
        let polls = polls.iter().map(|poll| (*poll).to_owned()).collect();
        let results = Results { polls, rounds: rounds.to_vec() };
        drawn(&[block(BlockKind::Results(results))], 88)[1].trim_matches(['│', ' ']).to_owned()
    }

    #[test]
    fn results_name_what_will_stand_there() {
        let cases = [
            (showing(&["a"], &[]), "The votes on a will stand here once the room has voted."),
            (
                showing(&["a"], &[2]),
                "The votes on a, round 2, will stand here once the room has voted.",
            ),
            (
                showing(&["a"], &[1, 2]),
                "The votes on a, rounds 1 and 2, will stand here once the room has voted.",
            ),
            (
                showing(&["a", "b"], &[]),
                "The votes on a and b will stand here side by side once the room has voted.",
            ),
        ];
        for (shown, expected) in cases {
            assert_eq!(shown, expected);
        }
    }
}
