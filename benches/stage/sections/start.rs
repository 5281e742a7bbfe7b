//! From the start of the program to its first frame.

use std::time::Duration;

use super::milliseconds;
use crate::decks::{self, Kind};
use crate::programs::{Bench, OURS, Program};
use crate::table::{self, Row};
use crate::terminal::Manners;

/// Slides and runs.
const DECKS: [(usize, usize); 3] = [(40, 15), (2_000, 15), (10_000, 5)];

const LIMIT: Duration = Duration::from_secs(20);

/// How long a speaker would wait for a terminal that does not answer.
const SILENT_LIMIT: Duration = Duration::from_secs(5);

/// The time to the title of the first slide, for decks of three lengths.
pub(crate) fn start(bench: &Bench) {
    let mut programs: Vec<(String, Program)> =
        bench.programs.iter().map(|program| (program.name.to_owned(), program.clone())).collect();
    let ours = bench.programs.iter().find(|program| program.name == OURS);
    if let Some(ours) = ours {
        let voters = if bench.quick { 1_000 } else { 1_000_000 };
        match bench.decks.data(voters) {
            Ok(data) => {
                let mut with_data = ours.clone();
                with_data.data = Some(data);
                programs.push((format!("the same, {voters} ballots"), with_data));
            }
            Err(fault) => table::say(&format!("start: no ballots: {fault}")),
        }
    }
    for (slides, runs) in DECKS {
        let rows = first_frames(bench, &programs, (slides, bench.few_or(runs)), Manners::Answers);
        let title = format!("start: milliseconds to the first frame, {slides} slides");
        table::compare(&title, &rows, &[]);
    }
}

/// The same on a terminal that answers no question.
pub(crate) fn silent(bench: &Bench) {
    let programs: Vec<(String, Program)> =
        bench.programs.iter().map(|program| (program.name.to_owned(), program.clone())).collect();
    let rows = first_frames(bench, &programs, (40, bench.few_or(5)), Manners::Silent);
    let title = "silent: milliseconds to the first frame where the terminal answers nothing";
    table::compare(title, &rows, &[]);
}

fn first_frames(
    bench: &Bench,
    programs: &[(String, Program)],
    (slides, runs): (usize, usize),
    manners: Manners,
) -> Vec<Row> {
    let mut rows: Vec<Row> = programs.iter().map(|(name, _)| Row::of(name)).collect();
    let limit = if manners == Manners::Silent { SILENT_LIMIT } else { LIMIT };
    for _ in 0..runs {
        for (row, (_, program)) in rows.iter_mut().zip(programs) {
            if row.fault.is_some() {
                continue;
            }
            let shown = bench
                .open(program, (Kind::Brief, slides), manners)
                .and_then(|mut terminal| terminal.wait_for(&decks::title(1), limit));
            row.take(shown.map(milliseconds));
        }
    }
    rows
}
