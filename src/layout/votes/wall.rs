//! The texts of the room that the speaker has released, the newest first.

use super::super::card::{dim, spaced};
use super::super::row::Row;
use super::super::stack::{Space, labelled};
use super::super::width::{clip, width};
use super::super::wrap::Prose;
use super::more;
use crate::round::Counted;
use crate::safe_text::SafeText;
use crate::theme::{Ink, Role};

/// The texts of a round that the room may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wall<'a> {
    /// Those that are released, the newest first.
    pub texts: Vec<&'a SafeText>,
    /// How many wait to be released.
    pub waiting: usize,
}

impl<'a> Wall<'a> {
    pub(super) fn of(counted: &'a Counted) -> Self {
        let released = counted.texts.iter().rev().filter(|text| text.released);
        Self { texts: released.map(|text| &text.text).collect(), waiting: waiting(counted) }
    }

    /// Why there is no text to read.
    pub fn nothing(&self) -> &'static str {
        if self.waiting == 0 { "Nobody wrote anything." } else { "No text is released yet." }
    }
}

/// As many texts as there is room for.
pub(super) fn drawn(wall: &Wall<'_>, space: Space<'_>) -> Vec<Row> {
    let texts: Vec<Vec<Row>> = wall.texts.iter().map(|text| quoted(text, space)).collect();
    if texts.is_empty() {
        return dim(wall.nothing(), space);
    }
    let rows: usize = texts.iter().map(Vec::len).sum();
    let cut = space.setting.cut;
    if cut == 0 {
        return spaced(texts, space);
    }
    // One line says how many more there are.
    let room = rows.saturating_sub(cut + usize::from(texts.len() > 1)).max(1);
    let mut kept: Vec<Row> = Vec::new();
    let mut left = texts.len();
    for text in texts {
        if !kept.is_empty() && kept.len() + text.len() > room {
            break;
        }
        kept.extend(text);
        left -= 1;
    }
    if kept.len() > room {
        kept.truncate(room);
        break_off(&mut kept, space);
    }
    kept.extend(more(left, space));
    kept
}

/// Says at the end of the last row that a text goes on.
fn break_off(rows: &mut [Row], space: Space<'_>) {
    let Some(row) = rows.last_mut() else { return };
    if row.cells < space.width {
        row.write("…", Ink::of(Role::Quote), space.from);
    } else if let Some(piece) = row.pieces.last_mut() {
        row.cells -= piece.cells;
        piece.text = clip(&piece.text, piece.cells.saturating_sub(1));
        piece.cells = width(&piece.text);
        row.cells += piece.cells;
    }
}

fn quoted(text: &SafeText, space: Space<'_>) -> Vec<Row> {
    labelled("▎", Ink::of(Role::Accent), 2, space, |inner| {
        Prose::of(&format!("“{}”", text.as_str()), Ink::of(Role::Quote), inner.from)
            .wrap(inner.width)
    })
}

/// How many texts wait to be released.
pub(super) fn waiting(counted: &Counted) -> usize {
    counted.texts.iter().filter(|text| !text.released).count()
}
