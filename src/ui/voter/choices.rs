//! Choices below each other, each with its key and what the voter did with it.

use super::edges::Edges;
use super::{Body, Item};
use crate::deck::Look;
use crate::layout::{self, Line, Run, Size};
use crate::poll::PollKind;
use crate::theme::{Ground, Ink, Role};
use crate::voter::{Ballot, choice_key};

/// More dots on a choice than these are written as a number.
const MOST_DOTS: usize = 10;

pub(super) fn body(ballot: &Ballot, choices: &[String], room: Size) -> Body {
    let draft = &ballot.draft;
    let kind = &ballot.round.poll.kind;
    let width = usize::from(room.width);
    let marks = room_for_marks(kind, width);
    // Where one picks by moving, the pick shows where one is.
    let cursor = draft.cursor.filter(|_| !matches!(kind, PollKind::Single { .. }));
    let choice = |(index, text): (usize, &String)| Choice {
        key: choice_key(index).map(String::from).unwrap_or_default(),
        mark: mark(kind, &draft.picks, index, marks),
        text: text.clone(),
        is_picked: draft.picks.iter().any(|pick| *pick as usize == index + 1),
        is_focused: cursor == Some(index),
    };
    let choices: Vec<Choice> = choices.iter().enumerate().map(choice).collect();
    Body {
        items: list(&choices, Columns { marks, keys: 1, all: width }, room),
        focus: draft.cursor,
    }
}

/// A row to choose.
pub(super) struct Choice {
    pub(super) key: String,
    pub(super) mark: String,
    pub(super) text: String,
    pub(super) is_picked: bool,
    /// Whether the keys that move have moved here.
    pub(super) is_focused: bool,
}

/// The columns that marks take, keys, and all of a row.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) marks: usize,
    pub(super) keys: usize,
    pub(super) all: usize,
}

/// Choices below each other, their keys in boxes where there is room for that.
pub(super) fn list(choices: &[Choice], columns: Columns, room: Size) -> Vec<Item> {
    let items = |draw: fn(&Choice, Columns) -> Item| -> Vec<Item> {
        choices.iter().map(|choice| draw(choice, columns)).collect()
    };
    let large = items(Choice::large);
    let rows: usize = large.iter().map(|item| item.lines.len()).sum();
    if rows <= usize::from(room.height) { large } else { items(Choice::plain) }
}

impl Choice {
    fn ink(&self, role: Role) -> Ink {
        let set_off = if self.is_picked { Look::STRONG } else { Look::empty() };
        Ink::of(role).on(self.ground()).with(set_off)
    }

    fn accent(&self) -> Ink {
        self.ink(Role::Accent).with(Look::STRONG)
    }

    fn ground(&self) -> Ground {
        if self.is_picked { Ground::Picked } else { Ground::Slide }
    }

    /// The text wrapped, at least one line of it.
    fn texts(&self, columns: usize) -> Vec<Line> {
        let run = Run::new(&self.text, self.ink(Role::Text));
        let mut lines = layout::wrap(&[run], columns.max(1));
        lines.resize(lines.len().max(1), Line::default());
        lines
    }

    /// Where one is and what one did, before the key.
    fn lead(&self, columns: Columns) -> Run {
        let cursor = if self.is_focused { "▸" } else { " " };
        Run::new(format!("{cursor}{} ", padded(&self.mark, columns.marks)), self.accent())
    }

    /// A row with its key in brackets.
    fn plain(&self, columns: Columns) -> Item {
        let Columns { marks, keys, all } = columns;
        let key = match self.key.as_str() {
            "" => " ".repeat(keys + 2),
            key => format!("[{key:>keys$}]"),
        };
        let before = marks + keys + 6;
        let text = self.ink(Role::Text);
        let mut lines = self.texts(all.saturating_sub(before));
        for (index, line) in lines.iter_mut().enumerate() {
            let lead = if index == 0 {
                vec![self.lead(columns), Run::new(&key, self.accent()), Run::new("  ", text)]
            } else {
                vec![Run::new(" ".repeat(before), text)]
            };
            line.runs.splice(0..0, lead);
        }
        Item { lines, ground: self.ground() }
    }

    /// A row with its key in a box.
    fn large(&self, columns: Columns) -> Item {
        let Columns { marks, keys, all } = columns;
        let edges = Edges::of(self.is_picked);
        let edge = if self.is_picked { self.accent() } else { self.ink(Role::Dim) };
        let text = self.ink(Role::Text);
        let blank = Run::new(" ".repeat(marks + 2), text);
        let mut lines = vec![Line::default()];
        lines.extend(self.texts(all.saturating_sub(marks + keys + 8)));
        lines.resize(lines.len().max(3), Line::default());
        for (index, line) in lines.iter_mut().enumerate() {
            let lead = match index {
                0 => vec![blank.clone(), Run::new(edges.above(keys + 2), edge)],
                1 => vec![
                    self.lead(columns),
                    Run::new(edges.side, edge),
                    Run::new(format!(" {:>keys$} ", self.key), self.accent()),
                    Run::new(edges.side, edge),
                    Run::new("  ", text),
                ],
                2 => {
                    vec![blank.clone(), Run::new(edges.below(keys + 2), edge), Run::new("  ", text)]
                }
                _ => vec![Run::new(" ".repeat(marks + keys + 8), text)],
            };
            line.runs.splice(0..0, lead);
        }
        Item { lines, ground: self.ground() }
    }
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(layout::width(text))))
}

/// The columns that the marks of a kind take.
fn room_for_marks(kind: &PollKind, width: usize) -> usize {
    match kind {
        PollKind::Dots { dots, .. } => (*dots as usize).clamp(2, MOST_DOTS).min(width / 4).max(2),
        PollKind::Ranking { choices } => choices.len().to_string().len() + 1,
        PollKind::Single { .. }
        | PollKind::Multiple { .. }
        | PollKind::Scale { .. }
        | PollKind::Fist
        | PollKind::Number { .. }
        | PollKind::Words { .. }
        | PollKind::Text { .. } => 1,
    }
}

/// What the voter did with a choice.
fn mark(kind: &PollKind, picks: &[u32], index: usize, room: usize) -> String {
    let is_it = |pick: &u32| *pick as usize == index + 1;
    let count = picks.iter().filter(|pick| is_it(pick)).count();
    match kind {
        PollKind::Multiple { .. } => if count > 0 { "■" } else { "□" }.to_owned(),
        PollKind::Dots { .. } if count <= room => "●".repeat(count),
        PollKind::Dots { .. } => format!("●{count}"),
        PollKind::Ranking { .. } => match picks.iter().position(is_it) {
            Some(place) => format!("{:>width$}.", place + 1, width = room - 1),
            None => String::new(),
        },
        PollKind::Single { .. }
        | PollKind::Scale { .. }
        | PollKind::Fist
        | PollKind::Number { .. }
        | PollKind::Words { .. }
        | PollKind::Text { .. } => if count > 0 { "●" } else { "○" }.to_owned(),
    }
}
