//! The points of a scale: in boxes side by side, below each other with their labels, or as a line where there
//! are too many.

use super::choices::{self, Choice, Columns};
use super::edges::Edges;
use super::{Body, Item, typed};
use crate::deck::Look;
use crate::layout::{self, Line, Run, Size};
use crate::theme::{Ground, Ink, Role};
use crate::voter::{Ballot, Field, is_listed};

/// A line from end to end that is wider than this is not seen as one.
const WIDEST: usize = 60;

pub(super) fn body(ballot: &Ballot, ends: (i32, i32), labels: &[String], room: Size) -> Body {
    let width = usize::from(room.width);
    let (low, high) = (i64::from(ends.0), i64::from(ends.1.max(ends.0)));
    let typed = ballot.draft.field.text();
    let picked: Option<i64> = typed.as_str().parse().ok().filter(|at| (low..=high).contains(at));
    if is_listed(ends.0, ends.1, labels) {
        return listed(low, labels, picked, room);
    }
    let count = usize::try_from(high - low + 1).unwrap_or(usize::MAX);
    let digits = low.to_string().len().max(high.to_string().len());
    let (mut lines, across) = if count.saturating_mul(digits + 4) <= width {
        let points: Vec<i64> = (low..=high).collect();
        boxes(&points, digits, picked, width)
    } else {
        line((low, high), typed.as_str(), picked, width)
    };
    lines.extend(meanings(labels, across));
    Body { items: vec![Item { lines, ground: Ground::Slide }], focus: None }
}

fn listed(low: i64, labels: &[String], picked: Option<i64>, room: Size) -> Body {
    let choice = |(point, text): (i64, &String)| Choice {
        key: point.to_string(),
        mark: if picked == Some(point) { "●" } else { "○" }.to_owned(),
        text: text.clone(),
        is_picked: picked == Some(point),
        is_focused: false,
    };
    let choices: Vec<Choice> = (low..).zip(labels).map(choice).collect();
    let keys = choices.iter().map(|choice| choice.key.len()).max().unwrap_or(1);
    let columns = Columns { marks: 1, keys, all: usize::from(room.width) };
    let focus = picked.and_then(|point| usize::try_from(point - low).ok());
    Body { items: choices::list(&choices, columns, room), focus }
}

/// Each point in a box, and the columns that all of them take.
fn boxes(points: &[i64], digits: usize, picked: Option<i64>, width: usize) -> (Vec<Line>, usize) {
    let each = digits + 4;
    let between = points.len().saturating_sub(1);
    let gap = (width.saturating_sub(each * points.len()) / between.max(1)).min(4);
    let (mut top, mut middle, mut bottom) = (Vec::new(), Vec::new(), Vec::new());
    for (index, point) in points.iter().enumerate() {
        let is_picked = picked == Some(*point);
        let edges = Edges::of(is_picked);
        let (edge, text) = if is_picked {
            (ink(Role::Accent, Ground::Picked), ink(Role::Text, Ground::Picked))
        } else {
            (Ink::of(Role::Dim), ink(Role::Accent, Ground::Slide))
        };
        let before = Run::new(" ".repeat(if index == 0 { 0 } else { gap }), Ink::default());
        top.extend([before.clone(), Run::new(edges.above(digits + 2), edge)]);
        middle.extend([
            before.clone(),
            Run::new(edges.side, edge),
            Run::new(format!(" {point:>digits$} "), text),
            Run::new(edges.side, edge),
        ]);
        bottom.extend([before, Run::new(edges.below(digits + 2), edge)]);
    }
    let lines = [top, middle, bottom].map(|runs| Line { runs });
    (lines.into(), each * points.len() + gap * between)
}

/// What was typed, over a line from end to end with the point on it, and the columns of the line.
fn line(ends: (i64, i64), typed: &str, picked: Option<i64>, width: usize) -> (Vec<Line>, usize) {
    let (low, high) = (ends.0.to_string(), ends.1.to_string());
    let stroke = width.min(WIDEST).saturating_sub(low.len() + high.len() + 2).max(1);
    let longest = low.len().max(high.len());
    let typed = Field::of(typed);
    let mut lines = typed::boxed(&typed, 1, (longest + 6).min(width));
    let at = picked.map(|point| {
        let part = (point - ends.0).saturating_mul(i64::try_from(stroke - 1).unwrap_or(0));
        usize::try_from(part / (ends.1 - ends.0).max(1)).unwrap_or(0)
    });
    let dim = Ink::of(Role::Dim);
    let mut runs = vec![Run::new(format!("{low} "), dim)];
    match at {
        Some(at) => {
            runs.push(Run::new("━".repeat(at), Ink::of(Role::Accent)));
            runs.push(Run::new("●", ink(Role::Accent, Ground::Slide)));
            runs.push(Run::new("─".repeat(stroke.saturating_sub(at + 1)), dim));
        }
        None => runs.push(Run::new("─".repeat(stroke), dim)),
    }
    runs.push(Run::new(format!(" {high}"), dim));
    lines.push(Line { runs });
    (lines, low.len() + high.len() + 2 + stroke)
}

/// What the two ends mean, below them.
fn meanings(labels: &[String], across: usize) -> Vec<Line> {
    let part = across.saturating_sub(2) / 2;
    let end = |index: usize| {
        let label = labels.get(index).map_or("", String::as_str);
        layout::wrap(&[Run::new(label, Ink::of(Role::Text))], part)
    };
    let (left, right) = (end(0), end(1));
    let line = |index: usize| {
        let mut line = left.get(index).cloned().unwrap_or_default();
        if let Some(right) = right.get(index) {
            let taken = usize::from(line.columns()) + usize::from(right.columns());
            line.runs.push(Run::new(" ".repeat(across.saturating_sub(taken)), Ink::default()));
            line.runs.extend(right.runs.iter().cloned());
        }
        line
    };
    (0..left.len().max(right.len())).map(line).collect()
}

fn ink(role: Role, ground: Ground) -> Ink {
    Ink::of(role).on(ground).with(Look::STRONG)
}
