//! Who moved where between two rounds, as a table.

use super::super::card::dim;
use super::super::row::Row;
use super::super::stack::Space;
use super::super::width::width;
use crate::deck::Look;
use crate::poll::PollKind;
use crate::shift::Shift;
use crate::theme::{Ink, Role};

/// Columns between two columns of the table.
const GAP: usize = 2;

/// What stands above the rows and before the columns.
const CORNER: &str = "before ↓  after →";

/// Who moved where between two rounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moves<'a> {
    /// What each place is called: the number of a choice, or the point of a scale.
    pub places: Vec<String>,
    /// For each place before, how many chose each one after; none where that is hidden.
    pub cells: &'a [Vec<Option<u64>>],
}

impl Moves<'_> {
    /// Whether something is hidden.
    pub fn hides(&self) -> bool {
        self.cells.iter().flatten().any(Option::is_none)
    }
}

/// The moves of a shift, where they tell something.
pub(super) fn moves<'a>(shift: &'a Shift, kind: &PollKind) -> Option<Moves<'a>> {
    let first = match kind {
        PollKind::Scale { min, .. } => i64::from(*min),
        PollKind::Fist => 0,
        _ => 1,
    };
    let any = shift.matrix.iter().flatten().flatten().any(|people| *people > 0);
    let places = (first..).zip(&shift.matrix).map(|(place, _)| place.to_string());
    (any && shift.changed != Some(0))
        .then(|| Moves { places: places.collect(), cells: &shift.matrix })
}

/// A row for each choice before, a column for each after; empty where it has no room.
pub(super) fn drawn(moves: &Moves<'_>, space: Space<'_>) -> Vec<Row> {
    let Moves { places, cells } = moves;
    let shown = cells.iter().flatten().copied().flatten().max().unwrap_or(0);
    let longest = places.iter().map(|place| width(place)).max().unwrap_or(0);
    let column = longest.max(width(&shown.to_string())) + GAP;
    let corner = width(CORNER);
    if corner + places.len() * column > space.width {
        return Vec::new();
    }
    let (quiet, from) = (Ink::of(Role::Dim), space.from);
    let mut head = Row::of(CORNER, quiet, from);
    for place in places {
        head.write(&format!("{place:>column$}"), Ink::of(Role::Accent), from);
    }
    let mut rows = vec![head];
    for (before, cells) in places.iter().zip(*cells) {
        let mut row = Row::of(&format!("{before:>corner$}"), Ink::of(Role::Accent), from);
        for (after, cell) in places.iter().zip(cells) {
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
    if moves.hides() {
        rows.extend(dim("· hidden: so few that it could name somebody", space));
    }
    rows
}
