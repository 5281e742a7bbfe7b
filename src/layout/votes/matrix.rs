//! Who moved where between two rounds, as a table.

use super::super::card::dim;
use super::super::row::Row;
use super::super::stack::Space;
use crate::deck::Look;
use crate::shift::{SMALLEST, Shift};
use crate::theme::{Ink, Role};

/// Columns between two columns of the table.
const GAP: usize = 2;

/// A row for each choice before, a column for each after; empty where it has nothing to tell or no room.
pub(super) fn matrix(shift: &Shift, space: Space<'_>) -> Vec<Row> {
    let count = shift.matrix.len();
    let shown = shift.matrix.iter().flatten().copied().flatten().max().unwrap_or(0);
    let column = shown.to_string().len().max(count.to_string().len()) + GAP;
    let lead = "before ↓  after →";
    let lead_cells = lead.chars().count();
    if shift.changed == 0 || shown == 0 || lead_cells + count * column > space.width {
        return Vec::new();
    }
    let (quiet, from) = (Ink::of(Role::Dim), space.from);
    let mut head = Row::of(lead, quiet, from);
    for number in 1..=count {
        head.write(&format!("{number:>column$}"), Ink::of(Role::Accent), from);
    }
    let mut rows = vec![head];
    for (before, cells) in (1_usize..).zip(&shift.matrix) {
        let mut row = Row::default();
        row.write(&format!("{before:>lead_cells$}"), Ink::of(Role::Accent), from);
        for (after, cell) in (1_usize..).zip(cells) {
            let (text, ink) = match cell {
                None => ("·".to_owned(), quiet),
                Some(0) => ("0".to_owned(), quiet),
                Some(people) if before == after => (people.to_string(), Ink::default()),
                Some(people) => (people.to_string(), Ink::default().with(Look::STRONG)),
            };
            row.write(&format!("{text:>column$}"), ink, from);
        }
        rows.push(row);
    }
    if shift.matrix.iter().flatten().any(Option::is_none) {
        rows.extend(dim(&format!("· fewer than {SMALLEST}"), space));
    }
    rows
}
