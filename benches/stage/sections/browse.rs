//! From the start of the program to the list of discussion points, beside one printed frame of the same talk.

use std::time::Duration;

use super::milliseconds;
use crate::decks::{self, Kind};
use crate::programs::{Bench, OURS};
use crate::table::{self, FLOOR, Row};
use crate::terminal::Manners;

const LIMIT: Duration = Duration::from_secs(5);

/// Both read all of the built-in talk. The floor is that of a deck, and prints its first title.
pub(crate) fn browse(bench: &Bench) {
    let named = |name: &str| bench.programs.iter().find(|program| program.name == name);
    let (Some(floor), Some(ours)) = (named(FLOOR), named(OURS)) else { return };
    let programs = [
        (FLOOR, floor.clone(), decks::title(1)),
        ("show", ours.on_its_own(&["show", "--slide", "seven-strings"]), "not one dial".to_owned()),
        ("browse", ours.on_its_own(&["browse"]), "Discussion points".to_owned()),
    ];
    let mut rows: Vec<Row> = programs.iter().map(|(name, ..)| Row::of(name)).collect();
    for _ in 0..bench.few_or(20) {
        for (row, (_, program, text)) in rows.iter_mut().zip(&programs) {
            if row.fault.is_none() {
                let shown = bench
                    .open(program, (Kind::Brief, 40), Manners::Answers)
                    .and_then(|mut terminal| terminal.wait_for(text, LIMIT));
                row.take(shown.map(milliseconds));
            }
        }
    }
    table::compare("browse: milliseconds to the list of points, built-in talk", &rows, &[]);
}
