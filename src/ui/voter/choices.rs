//! Choices below each other, each with its key and what the voter did with it.

use super::{Body, Item};
use crate::deck::Look;
use crate::layout::{self, Line, Run};
use crate::poll::PollKind;
use crate::theme::{Ground, Ink, Role};
use crate::voter::{Ballot, choice_key};

/// More dots on a choice than these are written as a number.
const MOST_DOTS: usize = 10;

pub(super) fn body(ballot: &Ballot, choices: &[String], width: usize) -> Body {
    let draft = &ballot.draft;
    let kind = &ballot.round.poll.kind;
    let room = room_for_marks(kind, width);
    // Where one picks by moving, the pick shows where one is.
    let cursor = draft.cursor.filter(|_| !matches!(kind, PollKind::Single { .. }));
    let item = |(index, text): (usize, &String)| {
        let mark = mark(kind, &draft.picks, index, room);
        let key = choice_key(index).map(String::from).unwrap_or_default();
        let picked = draft.picks.iter().any(|pick| *pick as usize == index + 1);
        let row = Choice { key: &key, mark: &mark, text, picked, focused: cursor == Some(index) };
        row.item(1, room, width)
    };
    Body { items: choices.iter().enumerate().map(item).collect(), focus: draft.cursor }
}

/// A row to choose.
pub(super) struct Choice<'a> {
    pub(super) key: &'a str,
    pub(super) mark: &'a str,
    pub(super) text: &'a str,
    pub(super) picked: bool,
    /// Whether the keys that move have moved here.
    pub(super) focused: bool,
}

impl Choice<'_> {
    /// The row, wrapped behind its key. Keys have so many columns, and marks.
    pub(super) fn item(&self, keys: usize, marks: usize, width: usize) -> Item {
        let ground = if self.picked { Ground::Picked } else { Ground::Slide };
        let set_off = if self.picked { Look::STRONG } else { Look::empty() };
        let ink = |role| Ink::of(role).on(ground);
        let accent = ink(Role::Accent).with(Look::STRONG);
        let cursor = if self.focused { "▸" } else { " " };
        let mark = format!("{cursor}{}", padded(self.mark, marks));
        let key = match self.key {
            "" => " ".repeat(keys + 2),
            key => format!("[{key:>keys$}]"),
        };
        let lead = 1 + marks + 1 + keys + 2 + 2;
        let text = ink(Role::Text).with(set_off);
        let room = width.saturating_sub(lead).max(1);
        let mut lines = layout::wrap(&[Run::new(self.text, text)], room);
        if lines.is_empty() {
            lines.push(Line::default());
        }
        for (index, line) in lines.iter_mut().enumerate() {
            let lead = if index == 0 {
                vec![
                    Run::new(&mark, accent),
                    Run::new(" ", text),
                    Run::new(&key, accent),
                    Run::new("  ", text),
                ]
            } else {
                vec![Run::new(" ".repeat(lead), text)]
            };
            line.runs.splice(0..0, lead);
        }
        Item { lines, ground }
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
