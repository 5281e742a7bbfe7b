//! How the room voted, once it may see it: bars, what they say in words, and who moved where.

use super::card::{Label, dim, framed, spaced, strong, within};
use super::foot::Foot;
use super::row::Row;
use super::stack::{Space, Without};
use super::wrap::Prose;
use crate::deck::Results;
use crate::round::Counted;
use crate::tally::float;
use crate::theme::Role;

mod chart;
mod counts;
mod histogram;
mod matrix;
mod said;
pub mod told;
mod wall;

use self::chart::Chart;
use self::told::Told;

/// The parts of a card that show a revealed round, beside the one revealed before it if there is one.
pub(super) fn revealed(counted: &Counted, space: Space<'_>) -> Vec<Vec<Row>> {
    told::poll(counted, space.setting.live.votes).map_or_else(Vec::new, |told| parts(told, space))
}

/// What stands at the foot of a revealed round: how many voted.
pub(super) fn foot(counted: &Counted, space: Space<'_>) -> Foot {
    let left = told::voters(counted, space.setting.live.votes);
    let waiting = match wall::waiting(counted) {
        0 => String::new(),
        waiting => format!("{waiting} waiting"),
    };
    Foot { left, right: waiting, ..Foot::default() }
}

/// A block of results: what is revealed of the polls it names.
pub(super) fn results(results: &Results, space: Space<'_>) -> Vec<Row> {
    let label = Label { text: "Results", right: "", role: Role::Accent };
    let told = told::results(results, space.setting.live.votes);
    let foot = Foot { left: told.voters.clone(), ..Foot::default() };
    let parts = compared(told, within(space));
    framed(&label, &foot, spaced(parts, space), space)
}

/// What is revealed of some polls, and a sentence on what is not.
pub(super) fn compared(told: Told<'_>, inner: Space<'_>) -> Vec<Vec<Row>> {
    let mut parts = Vec::new();
    if let Some(question) = told.question
        && question.trim() != inner.setting.title_text.trim()
    {
        parts.push(strong(question, inner));
    }
    let missing = told.missing.clone();
    parts.extend(self::parts(told, inner));
    if !missing.is_empty() {
        parts.push(dim(&missing, inner));
    }
    parts
}

/// Some rounds as bars beside each other, and what there is to say of each kind of count.
fn parts(told: Told<'_>, space: Space<'_>) -> Vec<Vec<Row>> {
    let mut parts = Vec::new();
    parts.extend(told.chart.map(|chart| drawn(chart, told.are_words, space)));
    parts.extend(told.walls.iter().map(|wall| wall::drawn(wall, space)));
    if space.setting.without < Without::Sentences {
        parts.push(sentences(&told.said, space));
    }
    if space.setting.without < Without::Matrix {
        parts.extend(told.moves.map(|moves| matrix::drawn(&moves, space)));
    }
    parts
}

/// The chart; words only as many as there is room for.
fn drawn(mut chart: Chart, are_words: bool, space: Space<'_>) -> Vec<Row> {
    let items = chart.items.len();
    if items == 0 {
        return dim("Nobody answered.", space);
    }
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
