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
use crate::tally::float;
use crate::theme::Role;

mod chart;
mod counts;
mod histogram;
mod matrix;
mod said;
mod wall;

use self::chart::Chart;

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
        Some(before) => said::voters(&[before, counted]),
        None if counted.round.number > 1 => {
            format!("round {} · {}", counted.round.number, said::voters(&[counted]))
        }
        None => said::voters(&[counted]),
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
    let label = Label { text: "Results", right: "", role: Role::Accent };
    let (parts, left) = compared(results, within(space));
    let foot = Foot { left, ..Foot::default() };
    framed(&label, &foot, spaced(parts, space), space)
}

/// What is revealed of some polls, a sentence on what is not, and how many voted; that is empty where nothing is
/// revealed.
pub(super) fn compared(results: &Results, inner: Space<'_>) -> (Vec<Vec<Row>>, String) {
    let (shown, missing) = asked_for(results, inner);
    let mut parts = Vec::new();
    let mut voters = String::new();
    if let Some(first) = shown.first() {
        let question = &first.round.poll.question;
        let one_poll = shown.iter().all(|counted| counted.round.poll.id == first.round.poll.id);
        if one_poll && question.trim() != inner.setting.title_text.trim() {
            parts.push(strong(question, inner));
        }
        let head = |counted: &&Counted| match (one_poll, shown.len()) {
            (true, 1) => String::new(),
            (true, _) => format!("round {}", counted.round.number),
            (false, _) => counted.round.poll.question.clone(),
        };
        let heads: Vec<String> = shown.iter().map(head).collect();
        parts.extend(self::parts(&shown, &heads, inner));
        voters = said::voters(&shown);
    }
    if !missing.is_empty() {
        parts.push(dim(&missing, inner));
    }
    (parts, voters)
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
        parts.push(sentences(&said::said(&counted), space));
    }
    if let [before, after] = counted.as_slice()
        && said::follows(before, after)
        && let Some(shift) = &after.shift
        && space.setting.without < Without::Matrix
    {
        parts.push(matrix::matrix(shift, &after.round.poll.kind, space));
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

fn share(count: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { float(count) / float(whole) }
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
mod tests;
