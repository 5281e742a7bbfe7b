//! What a program costs while the speaker speaks: how often it wakes, and the memory it holds.

use std::fs;
use std::time::Duration;

use super::keys::ready;
use crate::decks::Kind;
use crate::programs::{Bench, NEXT, OURS, Program};
use crate::table::{self, Line, Row};
use crate::terminal::{self, Patience, Terminal};

/// Long enough for a slide and its colours.
const KEY: Patience =
    Patience { first: Duration::from_secs(1), silence: Duration::from_millis(20) };

/// Where memory is looked at while a program goes on and on.
const MARKS: [usize; 3] = [100, 500, 1_000];

/// How often the threads of each program let go of the processor by themselves, in a second.
pub(crate) fn idle(bench: &Bench) {
    let time = Duration::from_secs(if bench.quick { 1 } else { 10 });
    let open = |program| ready(bench, program, (Kind::Prose, 40));
    let mut terminals: Vec<_> = bench.programs.iter().map(open).collect();
    let before: Vec<_> = terminals.iter().map(switches).collect();
    let until = terminal::now() + time;
    // Whatever comes meanwhile is on its thread's channel: one after the other is soon enough.
    let bytes: Vec<usize> =
        terminals.iter_mut().map(|t| t.as_mut().map_or(0, |t| t.watch(until))).collect();
    let after: Vec<_> = terminals.iter().map(switches).collect();
    let mut lines = Vec::new();
    for (index, (program, terminal)) in bench.programs.iter().zip(&terminals).enumerate() {
        let at = |counts: &[Option<f64>]| counts.get(index).copied().flatten();
        let woken = at(&after).zip(at(&before)).map(|(after, before)| after - before);
        let cells = vec![
            program.name.to_owned(),
            table::number(woken.map(|woken| woken / time.as_secs_f64())),
            bytes.get(index).copied().unwrap_or(0).to_string(),
        ];
        let note = terminal.as_ref().err().cloned().unwrap_or_default();
        lines.push(Line { cells, note });
    }
    let title = format!("idle: voluntary context switches a second, over {} s", time.as_secs());
    table::print(&title, &["", "a second", "bytes sent"], &lines);
}

/// The most memory that a talk takes, and whether it grows.
pub(crate) fn memory(bench: &Bench) {
    for slides in [40, 2_000, 10_000] {
        let peak = |program: &Program| {
            let mut row = Row::of(program.name);
            row.take(peak(bench, program, slides));
            row
        };
        let rows: Vec<Row> = bench.programs.iter().map(peak).collect();
        let title = format!("memory: MiB at most, after 20 slide changes, {slides} slides");
        table::compare(&title, &rows, &[]);
    }
    let Some(ours) = bench.programs.iter().find(|program| program.name == OURS) else { return };
    let lines = [
        growth(bench, ours, "slide changes", (NEXT, 2_000)),
        growth(bench, ours, "reloads", (b"r", 40)),
    ];
    let title = format!("memory: MiB that {OURS} holds after so many");
    let marks: Vec<String> = MARKS.iter().map(ToString::to_string).collect();
    let mut head = vec!["", "0"];
    head.extend(marks.iter().map(String::as_str));
    table::print(&title, &head, &lines);
}

fn peak(bench: &Bench, program: &Program, slides: usize) -> Result<f64, String> {
    let mut terminal = ready(bench, program, (Kind::Brief, slides))?;
    for _ in 0..20 {
        terminal.press(NEXT, KEY)?;
    }
    memory_of(&terminal, "VmHWM")
}

/// The memory held at each mark while a key is pressed over and over.
fn growth(bench: &Bench, program: &Program, what: &str, (key, slides): (&[u8], usize)) -> Line {
    let mut line = Line { cells: vec![what.to_owned()], ..Line::default() };
    let last = if bench.quick { 3 } else { MARKS.into_iter().max().unwrap_or(0) };
    let mut run = || -> Result<(), String> {
        let mut terminal = ready(bench, program, (Kind::Brief, slides))?;
        line.cells.push(table::number(Some(memory_of(&terminal, "VmRSS")?)));
        for count in 1..=last {
            terminal.press(key, KEY)?;
            if MARKS.contains(&count) {
                line.cells.push(table::number(Some(memory_of(&terminal, "VmRSS")?)));
            }
        }
        Ok(())
    };
    line.note = run().err().unwrap_or_default();
    line
}

fn memory_of(terminal: &Terminal, field: &str) -> Result<f64, String> {
    let path = format!("/proc/{}/status", terminal.process());
    let status = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let kibibytes = count_of(&status, field).ok_or_else(|| format!("{path}: no {field}"))?;
    Ok(kibibytes / 1_024.0)
}

/// How often all threads of a program have waited for something so far.
fn switches(terminal: &Result<Terminal, String>) -> Option<f64> {
    let terminal = terminal.as_ref().ok()?;
    let threads = fs::read_dir(format!("/proc/{}/task", terminal.process())).ok()?;
    let waited = threads.flatten().filter_map(|thread| {
        let status = fs::read_to_string(thread.path().join("status")).ok()?;
        count_of(&status, "voluntary_ctxt_switches")
    });
    Some(waited.sum())
}

/// A number in a file of lines such as `VmRSS:   1234 kB`.
fn count_of(status: &str, field: &str) -> Option<f64> {
    let value = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    value.split_whitespace().next()?.parse().ok()
}
