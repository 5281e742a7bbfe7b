//! Measurements as aligned plain text, each beside the floor and beside presenterm.

use std::io::{self, Write as _};

/// The programs that all others are compared with.
pub(crate) const FLOOR: &str = "floor";
/// The other one.
pub(crate) const PEER: &str = "presenterm";

/// Fewer measurements than this have no 95th percentile worth telling.
const FEW: usize = 10;

/// What was measured of one program.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) samples: Vec<f64>,
    /// Further columns.
    pub(crate) more: Vec<String>,
    /// Why there are no more samples.
    pub(crate) fault: Option<String>,
}

/// One printed line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) cells: Vec<String>,
    /// Stands after the columns.
    pub(crate) note: String,
}

impl Row {
    pub(crate) fn of(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Takes in a measurement, or the fault that ends them.
    pub(crate) fn take(&mut self, measured: Result<f64, String>) {
        match measured {
            Ok(sample) => self.samples.push(sample),
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// Half the samples are smaller.
    pub(crate) fn median(&self) -> Option<f64> {
        quantile(&self.samples, 50)
    }
}

/// Prints minimum, median, 95th percentile and the ratios of the medians.
pub(crate) fn compare(title: &str, rows: &[Row], more: &[&str]) {
    let median_of = |name: &str| rows.iter().find(|row| row.name == name).and_then(Row::median);
    let (floor, peer) = (median_of(FLOOR), median_of(PEER));
    let lines = rows.iter().map(|row| {
        let samples = &row.samples;
        let high = if samples.len() < FEW { None } else { quantile(samples, 95) };
        let mut cells = vec![
            row.name.clone(),
            samples.len().to_string(),
            number(quantile(samples, 0)),
            number(row.median()),
            number(high),
            ratio(row.median(), floor),
            ratio(row.median(), peer),
        ];
        cells.extend(row.more.iter().cloned());
        Line { cells, note: row.fault.clone().unwrap_or_default() }
    });
    let mut head = vec!["", "runs", "min", "median", "p95", "x floor", "x presenterm"];
    head.extend(more);
    print(title, &head, &lines.collect::<Vec<_>>());
}

/// Prints columns, the first to the left, the others to the right.
pub(crate) fn print(title: &str, head: &[&str], lines: &[Line]) {
    let cell = |line: &Line, column: usize| line.cells.get(column).cloned().unwrap_or_default();
    let mut text = format!("\n{title}\n");
    let head =
        Line { cells: head.iter().map(|cell| (*cell).to_owned()).collect(), ..Line::default() };
    let all: Vec<&Line> = std::iter::once(&head).chain(lines).collect();
    let widths: Vec<usize> = (0..head.cells.len())
        .map(|column| all.iter().map(|line| cell(line, column).chars().count()).max().unwrap_or(0))
        .collect();
    for line in all {
        let padded = widths.iter().enumerate().map(|(column, width)| {
            let cell = cell(line, column);
            if column == 0 { format!("  {cell:width$}") } else { format!("  {cell:>width$}") }
        });
        let row = format!("{}  {}", padded.collect::<String>(), line.note);
        text = text + row.trim_end() + "\n";
    }
    say(&text);
}

/// Prints a text as it is.
pub(crate) fn say(text: &str) {
    // Whoever reads this has had enough: nobody is left to tell.
    let _ = writeln!(io::stdout().lock(), "{}", text.trim_end_matches('\n'));
}

/// A number as people read it; `-` for none.
pub(crate) fn number(value: Option<f64>) -> String {
    match value {
        None => "-".to_owned(),
        Some(value) if value < 1.0 => format!("{value:.3}"),
        Some(value) if value < 10.0 => format!("{value:.2}"),
        Some(value) if value < 100.0 => format!("{value:.1}"),
        Some(value) => format!("{value:.0}"),
    }
}

/// One value in terms of another.
pub(crate) fn ratio(value: Option<f64>, of: Option<f64>) -> String {
    number(value.zip(of).filter(|(_, of)| *of > 0.0).map(|(value, of)| value / of))
}

/// The smallest sample that this many hundredths do not exceed.
fn quantile(samples: &[f64], hundredths: usize) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * hundredths).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}
