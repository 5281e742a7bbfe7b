//! A field to type in: a number, words, a text.

use super::{Body, Item};
use crate::deck::Look;
use crate::layout::{self, Line, Run, Size};
use crate::poll::PollKind;
use crate::theme::{Ground, Ink, Role};
use crate::voter::{Ballot, Field};

/// The columns of a field for a number.
const NUMBER: usize = 22;

pub(super) fn body(ballot: &Ballot, room: Size) -> Body {
    let draft = &ballot.draft;
    let kind = &ballot.round.poll.kind;
    let width = usize::from(room.width);
    let height = usize::from(room.height);
    let mut lines = Vec::new();
    match kind {
        PollKind::Number { unit, .. } => {
            lines.extend(boxed(&draft.field, 1, NUMBER.min(width)));
            if let (Some(unit), Some(line)) = (unit, lines.get_mut(1)) {
                line.runs.push(Run::new(format!(" {unit}"), Ink::of(Role::Text)));
            }
            lines.extend(note(&layout::how_to_answer(kind), Role::Dim, width));
        }
        PollKind::Words { max } => {
            let inner = height.saturating_sub(3).clamp(1, 2);
            lines.extend(boxed(&draft.field, inner, width));
            lines.extend(words(ballot, *max, width));
        }
        PollKind::Text { max_chars, .. } => {
            let inner = height.saturating_sub(3).clamp(1, 6);
            lines.extend(boxed(&draft.field, inner, width));
            let left = (*max_chars as usize).saturating_sub(draft.field.text().graphemes());
            let role = if left == 0 { Role::Warning } else { Role::Dim };
            lines.extend(note(&format!("{left} characters left"), role, width));
        }
        PollKind::Single { .. }
        | PollKind::Multiple { .. }
        | PollKind::Ranking { .. }
        | PollKind::Scale { .. }
        | PollKind::Fist
        | PollKind::Dots { .. } => {}
    }
    Body { items: vec![Item { lines, ground: Ground::Slide }], focus: None }
}

/// A field in a frame with so many rows inside it, the cursor in sight.
pub(super) fn boxed(field: &Field, rows: usize, width: usize) -> Vec<Line> {
    let cursor = Ink::of(Role::Accent).with(Look::STRONG);
    let text = Ink::of(Role::Text);
    let inner = width.saturating_sub(4).max(1);
    let runs = [Run::new(&field.before, text), Run::new("▏", cursor), Run::new(&field.after, text)];
    let lines = layout::wrap(&runs, inner);
    let at = lines.iter().position(|line| line.runs.iter().any(|run| run.ink == cursor));
    let top = at.map_or(0, |at| (at + 1).saturating_sub(rows));
    let frame = Ink::of(Role::Accent);
    let edge = |left: &str, right: &str| {
        let stroke = "─".repeat(width.saturating_sub(2));
        Line { runs: vec![Run::new(format!("{left}{stroke}{right}"), frame)] }
    };
    let mut shown: Vec<Line> = lines.into_iter().skip(top).take(rows).collect();
    shown.resize(rows, Line::default());
    let mut boxed = vec![edge("╭", "╮")];
    boxed.extend(shown.into_iter().map(|line| {
        let missing = inner.saturating_sub(usize::from(line.columns()));
        let mut runs = vec![Run::new("│ ", frame)];
        runs.extend(line.runs);
        runs.push(Run::new(" ".repeat(missing), text));
        runs.push(Run::new(" │", frame));
        Line { runs }
    }));
    boxed.push(edge("╰", "╯"));
    boxed
}

/// The words as they will count.
fn words(ballot: &Ballot, max: u32, width: usize) -> Vec<Line> {
    let words = ballot.draft.words();
    let role = if words.len() > max as usize { Role::Warning } else { Role::Dim };
    let ink = Ink::of(role);
    let count = format!("{} of {max}", words.len());
    let mut runs = vec![Run::new(count, ink)];
    for (index, word) in words.iter().enumerate() {
        runs.push(Run::new(if index == 0 { ":  " } else { " · " }, ink));
        runs.push(Run::new(word.as_str(), Ink::of(Role::Text).with(Look::STRONG)));
    }
    layout::wrap(&runs, width)
}

fn note(text: &str, role: Role, width: usize) -> Vec<Line> {
    layout::wrap(&[Run::new(text, Ink::of(role))], width)
}
