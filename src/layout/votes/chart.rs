//! Bars beside each other: what can be chosen, and for each of several counts a bar and its numbers.

use super::super::bar::bar;
use super::super::row::{Row, hang};
use super::super::stack::{Space, labelled};
use super::super::width::width;
use super::super::wrap::Prose;
use crate::deck::Look;
use crate::theme::{Ink, Role};

/// Columns between a choice and its bar.
const GAP: usize = 2;

/// Columns between two counts.
const BETWEEN: usize = 3;

/// A bar with fewer cells than this tells nothing.
const SHORTEST: usize = 8;

/// A bar with so many cells tells enough.
const LONG: usize = 12;

/// A chart so wide has room for shares.
const WIDE: usize = 48;

/// A label beside a bar has at least so many columns, if it needs them.
const NARROWEST: usize = 12;

/// What is drawn as bars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// What was chosen from.
    pub items: Vec<Item>,
    /// The counts, each with as many numbers as there are items.
    pub series: Vec<Series>,
    /// Whether a bar is a row of dots, one for each that was placed, where they fit.
    pub dots: bool,
}

/// One line of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Its number, or nothing.
    pub mark: String,
    /// What it is called.
    pub label: String,
    /// Whether it is the right answer.
    pub is_right: bool,
}

/// One count of the items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// What stands above its bars.
    pub head: String,
    /// For each item; none where this count does not have it.
    pub counts: Vec<Option<u64>>,
    /// What a bar is a share of.
    pub whole: u64,
    /// The columns of numbers after its bars.
    pub numbers: Vec<Numbers>,
}

/// A column of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// What stands above it; empty where the count itself stands in it.
    pub head: &'static str,
    /// One for each item.
    pub cells: Vec<String>,
    /// Whether it is left out where it would take the room of labels or bars.
    pub is_extra: bool,
}

impl Chart {
    /// Columns of the marks with the blanks after them.
    fn lead(&self) -> usize {
        let marks = self.items.iter().map(|item| width(&item.mark)).max().unwrap_or(0);
        if marks > 0 { marks + 2 } else { 0 }
    }

    /// What an item is called; that it is right is said here where no number stands before it to say so.
    fn name(&self, item: &Item) -> String {
        let tick = if item.is_right && self.lead() == 0 { " ✓" } else { "" };
        format!("{}{tick}", item.label)
    }
}

/// Draws a chart. No line is wider than the space; nothing is left out but shares.
pub(super) fn draw(chart: &Chart, space: Space<'_>) -> Vec<Row> {
    let grid = |with_extra| Grid::drawn(chart, with_extra, space);
    match (grid(true), grid(false)) {
        (Some((whole, bar)), Some((bare, _))) => {
            // Beside each other or in little room, shares may not cost a line; nor may bars be short for them.
            let several = chart.series.len() > 1;
            let costs_lines = whole.len() > bare.len() && (several || space.width < WIDE);
            if costs_lines || (several && bar < LONG) { bare } else { whole }
        }
        (Some((rows, _)), None) | (None, Some((rows, _))) => rows,
        (None, None) => in_words(chart, space),
    }
}

/// Where things stand in a chart.
struct Grid<'a> {
    chart: &'a Chart,
    space: Space<'a>,
    /// Columns of the marks with the blanks after them.
    lead: usize,
    /// Columns of the labels, where they stand beside the bars.
    label: Option<usize>,
    /// Columns of a bar.
    bar: usize,
    /// For each series its columns of numbers, each with its width.
    numbers: Vec<Vec<(&'a Numbers, usize)>>,
}

impl<'a> Grid<'a> {
    /// The shorter of both ways to draw it, with the labels beside the bars or above them, of two equal ones that
    /// with longer bars; and the columns of a bar. None where there is no room for either.
    fn drawn(chart: &'a Chart, with_extra: bool, space: Space<'a>) -> Option<(Vec<Row>, usize)> {
        let columns = |series: &'a Series| -> Vec<(&'a Numbers, usize)> {
            let kept = series.numbers.iter().filter(|numbers| with_extra || !numbers.is_extra);
            kept.map(|numbers| (numbers, numbers.width())).collect()
        };
        let grid = Self {
            chart,
            space,
            lead: chart.lead(),
            label: None,
            bar: 0,
            numbers: chart.series.iter().map(columns).collect(),
        };
        let beside = grid.beside().map(|grid| (grid.rows(), grid.bar));
        let above = grid.above().map(|grid| (grid.rows(), grid.bar));
        match (beside, above) {
            (Some((beside, bar)), Some(above))
                if above.0.len() < beside.len() + usize::from(bar < LONG) =>
            {
                Some(above)
            }
            (beside, above) => beside.or(above),
        }
    }

    /// The columns that all but labels and bars take.
    fn fixed(&self) -> usize {
        let between = BETWEEN * self.chart.series.len().saturating_sub(1);
        let numbers = self.numbers.iter().flatten().map(|(_, cells)| cells + GAP).sum::<usize>();
        self.lead + between + numbers
    }

    fn beside(&self) -> Option<Self> {
        let count = self.chart.series.len().max(1);
        let natural = self.chart.items.iter().map(|item| self.prose(item, false).natural());
        let natural = natural.max().unwrap_or(0);
        let gap = if natural > 0 { GAP } else { 0 };
        let free = self.space.width.checked_sub(self.fixed() + gap)?;
        let label = natural.min(free.checked_sub(count * SHORTEST)?);
        if label < natural.min(NARROWEST) {
            return None;
        }
        Some(Self {
            label: Some(label),
            bar: (free - label) / count,
            numbers: self.numbers.clone(),
            ..*self
        })
    }

    fn above(&self) -> Option<Self> {
        let count = self.chart.series.len().max(1);
        let bar = self.space.width.checked_sub(self.fixed())? / count;
        (bar >= SHORTEST).then(|| Self { bar, numbers: self.numbers.clone(), ..*self })
    }

    fn prose(&self, item: &Item, is_first: bool) -> Prose {
        let ink = if is_first { self.space.ink().with(Look::STRONG) } else { self.space.ink() };
        let ink = if item.is_right { Ink { role: Role::Success, ..ink } } else { ink };
        Prose::of(&self.chart.name(item), ink, self.space.from)
    }

    /// Where the bars of a series begin.
    fn left(&self, series: usize) -> usize {
        let label = self.label.map_or(0, |label| if label > 0 { label + GAP } else { 0 });
        let before: usize = (0..series).map(|series| self.columns(series) + BETWEEN).sum();
        self.lead + label + before
    }

    /// The columns of a series.
    fn columns(&self, series: usize) -> usize {
        let numbers = self.numbers.get(series).into_iter().flatten();
        self.bar + numbers.map(|(_, cells)| cells + GAP).sum::<usize>()
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = self.heads();
        rows.extend(self.heads_of_numbers());
        let longest = self.chart.series.iter().map(Series::longest).fold(0.0, f64::max);
        for (index, item) in self.chart.items.iter().enumerate() {
            let is_first = self.chart.series.last().is_some_and(|series| series.leads(index));
            let columns = self.label.unwrap_or(self.space.width.saturating_sub(self.lead));
            let mut label = self.prose(item, is_first).wrap(columns);
            if label.is_empty() {
                label.push(Row::default());
            }
            let mut rest = Row::default();
            rest.pad_to(self.lead);
            let mut lines = hang(label, self.mark(item), &rest);
            if self.label.is_none() {
                lines.push(Row::default());
            }
            let at = if self.label.is_none() { lines.len() - 1 } else { 0 };
            if let Some(line) = lines.get_mut(at) {
                self.write_counts(line, index, longest);
            }
            rows.extend(lines);
        }
        rows
    }

    /// The number of a choice, ticked if it is right.
    fn mark(&self, item: &Item) -> Row {
        let from = self.space.from;
        let mut row = Row::default();
        if self.lead == 0 {
            return row;
        }
        row.pad_to(self.lead.saturating_sub(2 + width(&item.mark)));
        row.write(&item.mark, Ink::of(Role::Accent), from);
        if item.is_right {
            row.write("✓", Ink::of(Role::Success).with(Look::STRONG), from);
        }
        row.pad_to(self.lead);
        row
    }

    fn write_counts(&self, row: &mut Row, index: usize, longest: f64) {
        let is_right = self.chart.items.get(index).is_some_and(|item| item.is_right);
        for (at, series) in self.chart.series.iter().enumerate() {
            let leads = series.leads(index);
            let role = match (is_right, leads) {
                (true, _) => Role::Success,
                (false, true) => Role::Accent,
                (false, false) => Role::Dim,
            };
            row.pad_to(self.left(at));
            row.write(&self.bar_of(series, index, longest), Ink::of(role), self.space.from);
            row.pad_to(self.left(at) + self.bar);
            let mut right = self.left(at) + self.bar;
            for (numbers, cells) in self.numbers.get(at).into_iter().flatten() {
                right += cells + GAP;
                let text = numbers.cells.get(index).map_or("", String::as_str);
                row.pad_to(right - width(text));
                let ink = if leads { Ink::default().with(Look::STRONG) } else { Ink::default() };
                row.write(text, ink, self.space.from);
            }
        }
    }

    fn bar_of(&self, series: &Series, index: usize, longest: f64) -> String {
        let most = series.counts.iter().copied().flatten().max().unwrap_or(0);
        let count = series.counts.get(index).copied().flatten().unwrap_or(0);
        match usize::try_from(count) {
            Ok(dots) if self.chart.dots && usize::try_from(most).is_ok_and(|m| m <= self.bar) => {
                "●".repeat(dots)
            }
            _ => bar(series.share(index), longest, self.bar),
        }
    }

    /// What stands above the bars, its last line right above them.
    fn heads(&self) -> Vec<Row> {
        let ink = Ink::of(Role::Heading).with(Look::STRONG);
        let heads: Vec<Vec<Row>> = (0..)
            .zip(&self.chart.series)
            .map(|(at, series)| {
                Prose::of(&series.head, ink, self.space.from).wrap(self.columns(at))
            })
            .collect();
        let height = heads.iter().map(Vec::len).max().unwrap_or(0);
        let mut rows = vec![Row::default(); height];
        for (at, head) in heads.into_iter().enumerate() {
            let above = height - head.len();
            for (row, line) in rows.iter_mut().skip(above).zip(head) {
                row.pad_to(self.left(at));
                row.append(line);
            }
        }
        rows
    }

    fn heads_of_numbers(&self) -> Option<Row> {
        let has_head = |(numbers, _): &(&Numbers, usize)| !numbers.head.is_empty();
        if !self.numbers.iter().flatten().any(has_head) {
            return None;
        }
        let mut row = Row::default();
        for (at, columns) in self.numbers.iter().enumerate() {
            let mut right = self.left(at) + self.bar;
            for (numbers, cells) in columns {
                right += cells + GAP;
                row.pad_to(right - width(numbers.head));
                row.write(numbers.head, Ink::of(Role::Dim), self.space.from);
            }
        }
        Some(row)
    }
}

impl Numbers {
    fn width(&self) -> usize {
        let cells = self.cells.iter().map(|cell| width(cell)).max().unwrap_or(0);
        cells.max(width(self.head))
    }
}

impl Series {
    fn share(&self, index: usize) -> f64 {
        let count = self.counts.get(index).copied().flatten().unwrap_or(0);
        super::share(count, self.whole)
    }

    fn longest(&self) -> f64 {
        (0..self.counts.len()).map(|index| self.share(index)).fold(0.0, f64::max)
    }

    /// Whether no item has more than this one, and it has any.
    fn leads(&self, index: usize) -> bool {
        let most = self.counts.iter().copied().flatten().max().filter(|most| *most > 0);
        most.is_some() && self.counts.get(index).copied().flatten() == most
    }
}

/// The same without bars, for a room too narrow for them.
fn in_words(chart: &Chart, space: Space<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    let lead = chart.lead();
    for (index, item) in chart.items.iter().enumerate() {
        let mut text = chart.name(item);
        for series in &chart.series {
            let cells = series.numbers.iter().filter_map(|numbers| {
                let cell = numbers.cells.get(index)?;
                Some(format!("{} {cell}", numbers.head).trim().to_owned())
            });
            let numbers = cells.collect::<Vec<_>>().join(", ");
            text.push_str(if text.is_empty() { "" } else { "\n" });
            text.push_str(format!("{} {numbers}", series.head).trim());
        }
        let tick = if item.is_right && lead > 0 { "✓" } else { "" };
        let mark = format!("{}{tick}", item.mark);
        rows.extend(labelled(&mark, Ink::of(Role::Accent), lead, space, |inner| {
            Prose::of(&text, inner.ink(), inner.from).wrap(inner.width)
        }));
    }
    rows
}
