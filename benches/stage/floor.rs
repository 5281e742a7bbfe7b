//! The least that a presenter can do: a ready frame at the start, a ready frame for the keys that came.
//!
//! No program that draws in a pseudo-terminal is faster; what it takes belongs to the system.

use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};

use crossterm::terminal;

use crate::decks;
use crate::terminal::{COLUMNS, ROWS};

/// The argument that makes the benchmark the floor.
pub(crate) const ARGUMENT: &str = "--floor";

/// The rows that a key changes; with their colours they take about a kilobyte.
const CHANGED: u16 = 9;

/// Presents numbers until no more keys can come.
pub(crate) fn run() -> io::Result<()> {
    let mut out = io::stdout().lock();
    terminal::enable_raw_mode()?;
    out.write_all(frame(1, ROWS).as_bytes())?;
    out.flush()?;
    let mut keys = [0; 1 << 12];
    let mut shown = 1;
    loop {
        let pressed = io::stdin().lock().read(&mut keys)?;
        if pressed == 0 {
            return Ok(());
        }
        shown += pressed;
        out.write_all(frame(shown, CHANGED).as_bytes())?;
        out.flush()?;
    }
}

/// The title of a slide and so many rows of coloured text.
fn frame(slide: usize, rows: u16) -> String {
    let mut frame = "\x1b[H".to_owned();
    let width = usize::from(COLUMNS);
    for row in 1..=rows {
        let text = if row == 1 { decks::title(slide) } else { format!("row {row} of {slide}") };
        let colour = 100 + row;
        // Writing to a string cannot fail.
        let _ = write!(
            frame,
            "\x1b[{row}H\x1b[38;2;{colour};200;220;48;2;17;19;26m{text:width$}\x1b[m"
        );
    }
    frame
}
