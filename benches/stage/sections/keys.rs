//! From a key to the settled screen, and what is sent for it.

use std::time::Duration;

use super::milliseconds;
use crate::decks::{self, Kind};
use crate::programs::{Bench, NEXT, Program};
use crate::table::{self, Line, Row};
use crate::terminal::{Manners, Patience, Terminal};

const START: Duration = Duration::from_secs(20);

/// After a byte, 40 ms without another make it the last.
const KEY: Patience =
    Patience { first: Duration::from_secs(1), silence: Duration::from_millis(40) };

/// Where nothing is expected to come.
const NOTHING: Patience =
    Patience { first: Duration::from_millis(300), silence: Duration::from_millis(40) };

/// Many keys may have pauses in their answer.
const HELD: Patience =
    Patience { first: Duration::from_secs(5), silence: Duration::from_millis(400) };

/// As many as a key that is held for a quarter of a minute gives.
const MANY: usize = 500;

/// One key at a time, on slides of prose, of code, and on slides with pauses.
pub(crate) fn keys(bench: &Bench) {
    for (kind, what, presses) in [
        (Kind::Prose, "to the next slide, prose", 100),
        (Kind::Code, "to the next slide, 60 lines of code", 100),
        (Kind::Steps, "to the next step of a slide", 40),
    ] {
        one_by_one(bench, kind, what, bench.few_or(presses));
    }
    let lines: Vec<Line> =
        bench.programs.iter().filter_map(|program| to_first(bench, program)).collect();
    let title = "keys: bytes for the first slide's key on the first slide";
    table::print(title, &["", "bytes"], &lines);
}

/// All keys at once, as from a key that is held while nobody takes them in.
pub(crate) fn held(bench: &Bench) {
    let mut rows = Vec::new();
    for program in &bench.programs {
        let mut row = Row::of(program.name);
        let answer = ready(bench, program, (Kind::Prose, MANY + 100)).and_then(|mut terminal| {
            let answer = terminal.press(&NEXT.repeat(MANY), HELD)?;
            Ok((answer, terminal.shows(&decks::title(MANY + 1))))
        });
        match answer {
            Ok((answer, right)) => {
                row.take(answer.took.map(milliseconds).ok_or_else(|| "no answer".to_owned()));
                row.more.push(answer.bytes.to_string());
                row.more.push(if right { "yes" } else { "no" }.to_owned());
            }
            Err(fault) => row.fault = Some(fault),
        }
        rows.push(row);
    }
    let title = format!("held: milliseconds to rest after {MANY} keys at once");
    table::compare(&title, &rows, &["bytes", "right slide"]);
}

/// A program that shows its first slide and has nothing more to say.
pub(super) fn ready(
    bench: &Bench,
    program: &Program,
    deck: (Kind, usize),
) -> Result<Terminal, String> {
    let mut terminal = bench.open(program, deck, Manners::Answers)?;
    terminal.wait_for(&decks::title(1), START)?;
    terminal.come_to_rest()?;
    Ok(terminal)
}

/// A program under way, and what is measured of it.
struct Run {
    terminal: Option<Terminal>,
    time: Row,
    /// The time to the first byte.
    first: Row,
    bytes: Row,
}

fn one_by_one(bench: &Bench, kind: Kind, what: &str, presses: usize) {
    let begin = |program: &Program| {
        let mut time = Row::of(program.name);
        let terminal = ready(bench, program, (kind, presses + 20));
        let terminal = terminal.map_err(|fault| time.fault = Some(fault)).ok();
        Run { terminal, time, first: Row::default(), bytes: Row::default() }
    };
    let mut runs: Vec<Run> = bench.programs.iter().map(begin).collect();
    for _ in 0..presses {
        runs.iter_mut().for_each(press);
    }
    let last = decks::title(presses + 1);
    let rows = runs.into_iter().map(|run| {
        let mut row = run.time;
        let bytes = run.bytes.median().map(|bytes| format!("{bytes:.0}"));
        row.more = vec![table::number(run.first.median()), bytes.unwrap_or_default()];
        if kind != Kind::Steps && run.terminal.is_some_and(|terminal| !terminal.shows(&last)) {
            row.fault = Some("ends at the wrong slide".to_owned());
        }
        row
    });
    let title = format!("keys: milliseconds {what}");
    table::compare(&title, &rows.collect::<Vec<_>>(), &["first byte", "bytes"]);
}

fn press(run: &mut Run) {
    let Some(terminal) = &mut run.terminal else { return };
    match terminal.press(NEXT, KEY) {
        Ok(answer) => {
            // A key without an answer has no time, but it counts among the bytes.
            run.time.samples.extend(answer.took.map(milliseconds));
            run.first.samples.extend(answer.first.map(milliseconds));
            run.bytes.samples.push(f64::from(u32::try_from(answer.bytes).unwrap_or(u32::MAX)));
        }
        Err(fault) => {
            run.time.fault = Some(fault);
            run.terminal = None;
        }
    }
}

/// What comes of a key that changes nothing.
fn to_first(bench: &Bench, program: &Program) -> Option<Line> {
    let keys = program.first?;
    let answer = ready(bench, program, (Kind::Prose, 40))
        .and_then(|mut terminal| terminal.press(keys, NOTHING));
    let name = program.name.to_owned();
    Some(match answer {
        Ok(answer) => Line { cells: vec![name, answer.bytes.to_string()], note: String::new() },
        Err(fault) => Line { cells: vec![name, "-".to_owned()], note: fault },
    })
}
