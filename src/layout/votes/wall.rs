//! The texts of the room that the speaker has released, the newest first.

use super::super::card::{dim, spaced};
use super::super::row::Row;
use super::super::stack::{Space, labelled};
use super::super::width::{clip, width};
use super::super::wrap::Prose;
use super::more;
use crate::round::{Counted, WallText};
use crate::theme::{Ink, Role};

/// As many texts as there is room for.
pub(super) fn wall(counted: &Counted, space: Space<'_>) -> Vec<Row> {
    let released = counted.texts.iter().rev().filter(|text| text.released);
    let texts: Vec<Vec<Row>> = released.map(|text| quoted(text, space)).collect();
    if texts.is_empty() {
        let nothing = if counted.texts.is_empty() {
            "Nobody wrote anything."
        } else {
            "No text is released yet."
        };
        return dim(nothing, space);
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

fn quoted(text: &WallText, space: Space<'_>) -> Vec<Row> {
    labelled("▎", Ink::of(Role::Accent), 2, space, |inner| {
        Prose::of(&format!("“{}”", text.text.as_str()), Ink::of(Role::Quote), inner.from)
            .wrap(inner.width)
    })
}

/// How many texts wait to be released.
pub(super) fn waiting(counted: &Counted) -> usize {
    counted.texts.iter().filter(|text| !text.released).count()
}
