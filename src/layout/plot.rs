//! A plot of two axes from 0 to 100: regions with names, points, and a box around what is uncertain.

use super::width::{columns, graphemes, width};
use super::{Line, Run, Size, clip, wrap};
use crate::assessment::{Assessment, Outcome, Score};
use crate::deck::Look;
use crate::theme::{Ground, Ink, Role};

/// What is plotted. The first number of a pair goes across, the second up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plot<'a> {
    /// What the two axes measure.
    pub titles: (&'a str, &'a str),
    /// Where the dotted lines are, on both axes: the lower and the upper limit.
    pub limits: (f64, f64),
    /// What the regions are called.
    pub regions: Regions<'a>,
    /// Where each of some sheets lies: an open circle, or how many lie at one place.
    pub circles: &'a [(f64, f64)],
    /// The point that it is about.
    pub point: Option<(f64, f64)>,
    /// The ends of what is uncertain, across and up.
    pub around: Option<[(f64, f64); 2]>,
}

/// The names of the corners and of the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Regions<'a> {
    /// Low across, high up.
    pub top_left: &'a str,
    /// High on both.
    pub top_right: &'a str,
    /// Low on both.
    pub bottom_left: &'a str,
    /// High across, low up.
    pub bottom_right: &'a str,
    /// Between the limits.
    pub middle: &'a str,
}

/// The columns of the numbers at the left and of the axis.
const LEFT: u16 = 4;

/// The rows besides the grid: a title above, the axis, its numbers and its title below.
const BESIDES: u16 = 4;

impl<'a> Plot<'a> {
    /// A sheet, or the mean of those that are circles, among the outcomes of an assessment: the pull to the core
    /// goes across.
    pub fn of(
        assessment: &'a Assessment,
        score: Option<&Score>,
        circles: &'a [(f64, f64)],
    ) -> Self {
        let label = |outcome| assessment.outcomes.of(outcome).label.as_str();
        Self {
            titles: (&assessment.core.name, &assessment.embedded.name),
            limits: (assessment.thresholds.low, assessment.thresholds.high),
            regions: Regions {
                top_left: label(Outcome::Embedded),
                top_right: label(Outcome::Hybrid),
                bottom_left: label(Outcome::LeaveIt),
                bottom_right: label(Outcome::Core),
                middle: label(Outcome::Unclear),
            },
            circles,
            point: score.map(|score| (score.core, score.embedded)),
            around: score.map(|score| {
                let (core, embedded) = (score.core_bounds, score.embedded_bounds);
                [(core.min, core.max), (embedded.min, embedded.max)]
            }),
        }
    }
}

/// Draws a plot on lines of at most the width of a room, as many as it is high. With less than a few columns and
/// rows there is nothing to see on them.
pub fn plot(plot: &Plot<'_>, size: Size) -> Vec<Line> {
    if size.width <= LEFT || size.height <= BESIDES {
        return vec![Line::default(); usize::from(size.height)];
    }
    let mut grid = Grid::new(size.width - LEFT, size.height - BESIDES);
    dots(plot, &mut grid);
    names(plot, &mut grid);
    if let Some(around) = plot.around {
        frame(around, &mut grid);
    }
    circles(plot.circles, &mut grid);
    if let Some((across, up)) = plot.point {
        let at = (grid.column(across), grid.row(up));
        let ground = grid.ink(at).map_or(Ground::Slide, |ink| ink.ground);
        grid.set(at, "●", Ink::of(Role::Accent).with(Look::STRONG).on(ground));
    }
    with_axes(plot, &grid, usize::from(size.width))
}

/// The inside of a plot, cell by cell from the top left.
struct Grid {
    columns: u16,
    rows: u16,
    /// Each a character, or nothing where the character before it is two columns wide.
    cells: Vec<(String, Ink)>,
}

impl Grid {
    fn new(columns: u16, rows: u16) -> Self {
        let empty = (" ".to_owned(), Ink::default());
        let cells = vec![empty; usize::from(columns) * usize::from(rows)];
        Self { columns, rows, cells }
    }

    fn column(&self, points: f64) -> u16 {
        at(points, self.columns)
    }

    fn row(&self, points: f64) -> u16 {
        self.rows.saturating_sub(1 + at(points, self.rows))
    }

    fn index(&self, (column, row): (u16, u16)) -> Option<usize> {
        let inside = column < self.columns && row < self.rows;
        inside.then(|| usize::from(row) * usize::from(self.columns) + usize::from(column))
    }

    fn ink(&self, at: (u16, u16)) -> Option<Ink> {
        Some(self.cells.get(self.index(at)?)?.1)
    }

    /// Puts a character that is one column wide into a cell. Half a wide one is none: what is left is blank.
    fn set(&mut self, at: (u16, u16), text: &str, ink: Ink) {
        let Some(index) = self.index(at) else { return };
        let is_half = |cell: Option<&(String, Ink)>| cell.is_some_and(|cell| cell.0.is_empty());
        if is_half(self.cells.get(index))
            && let Some(before) = index.checked_sub(1).and_then(|before| self.cells.get_mut(before))
        {
            " ".clone_into(&mut before.0);
        }
        if at.0 + 1 < self.columns
            && is_half(self.cells.get(index + 1))
            && let Some(after) = self.cells.get_mut(index + 1)
        {
            " ".clone_into(&mut after.0);
        }
        if let Some(cell) = self.cells.get_mut(index) {
            *cell = (text.to_owned(), ink);
        }
    }

    /// Writes a text from a cell on.
    fn write(&mut self, (mut column, row): (u16, u16), text: &str, ink: Ink) {
        for (cluster, wide) in graphemes(text) {
            if column + wide > self.columns {
                return;
            }
            self.set((column, row), cluster, ink);
            if wide == 2 {
                self.set((column + 1, row), " ", ink);
                if let Some(half) =
                    self.index((column + 1, row)).and_then(|at| self.cells.get_mut(at))
                {
                    half.0.clear();
                }
            }
            column += wide;
        }
    }

    fn line(&self, row: u16, before: Run) -> Line {
        let start = usize::from(row) * usize::from(self.columns);
        let cells = self.cells.get(start..start + usize::from(self.columns)).unwrap_or_default();
        let mut runs = vec![before];
        for (text, ink) in cells {
            match runs.last_mut() {
                Some(last) if last.ink == *ink => last.text.push_str(text),
                _ => runs.push(Run::new(text, *ink)),
            }
        }
        Line { runs }
    }
}

/// The cell of a value from 0 to 100 among so many.
fn at(points: f64, cells: u16) -> u16 {
    let last = f64::from(cells.saturating_sub(1));
    let part = if points.is_nan() { 0.0 } else { points.clamp(0.0, 100.0) / 100.0 };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number of cells, which came from a u16"
    )]
    let cell = (part * last).round() as u16;
    cell
}

fn dots(plot: &Plot<'_>, grid: &mut Grid) {
    let dim = Ink::of(Role::Dim);
    let limits = [plot.limits.0, plot.limits.1];
    for row in limits.map(|limit| grid.row(limit)) {
        for column in 0..grid.columns {
            grid.set((column, row), "┈", dim);
        }
    }
    for column in limits.map(|limit| grid.column(limit)) {
        for row in 0..grid.rows {
            grid.set((column, row), "┊", dim);
        }
    }
}

/// The names of the regions, each where it has room.
fn names(plot: &Plot<'_>, grid: &mut Grid) {
    let (low, high) = plot.limits;
    let (left, right) = (grid.column(low), grid.column(high) + 1);
    let (top, bottom) = (grid.row(high), grid.row(low) + 1);
    let regions = &plot.regions;
    let corners = [
        (regions.top_left, (0, left), (0, top)),
        (regions.top_right, (right, grid.columns), (0, top)),
        (regions.bottom_left, (0, left), (bottom, grid.rows)),
        (regions.bottom_right, (right, grid.columns), (bottom, grid.rows)),
    ];
    let taken = taken(plot, grid);
    for (name, (from, to), rows) in corners {
        // A column of air on both sides.
        name_in(name, (from + 1, to.saturating_sub(1)), rows, (grid, &taken));
    }
    if bottom.saturating_sub(top) >= 3 {
        let half = columns(regions.middle) / 2 + 1;
        let middle = grid.columns / 2;
        let across = (middle.saturating_sub(half), (middle + half + 1).min(grid.columns));
        name_in(regions.middle, across, (top + 1, bottom - 1), (grid, &taken));
    }
}

/// Cells from one corner to the opposite one.
type Area = [(u16, u16); 2];

/// Where something is drawn that a name must leave room for.
fn taken(plot: &Plot<'_>, grid: &Grid) -> Vec<Area> {
    let cell = |(across, up): (f64, f64)| (grid.column(across), grid.row(up));
    let points = plot.circles.iter().copied().chain(plot.point);
    let points = points.map(|point| [cell(point), cell(point)]);
    let around = plot.around.map(|[across, up]| [cell((across.0, up.1)), cell((across.1, up.0))]);
    points.chain(around).collect()
}

/// Writes a name into some columns and rows, if it fits there word by word and beside what is taken: in the
/// middle, else at the top or the bottom.
fn name_in(
    name: &str,
    (from, to): (u16, u16),
    (first, end): (u16, u16),
    (grid, taken): (&mut Grid, &[Area]),
) {
    let room = to.saturating_sub(from);
    let longest = name.split(' ').map(columns).max().unwrap_or(0);
    if longest > room || room == 0 {
        return;
    }
    let dim = Ink::of(Role::Dim);
    let lines = wrap(&[Run::new(name, dim)], usize::from(room));
    let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let rows = end.saturating_sub(first);
    if count > rows || count == 0 {
        return;
    }
    let widest = lines.iter().map(Line::columns).max().unwrap_or(0);
    let left = from + (room - widest.min(room)) / 2;
    let is_free = |top: &u16| {
        taken.iter().all(|[start, end]| {
            let beside = end.0 < left || start.0 >= left + widest;
            beside || end.1 < *top || start.1 >= top + count
        })
    };
    let tops = [first + (rows - count) / 2, first, end - count];
    let Some(top) = tops.into_iter().find(is_free) else { return };
    for (row, line) in (top..).zip(&lines) {
        let column = from + room.saturating_sub(line.columns()) / 2;
        let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
        grid.write((column, row), text.trim_end(), dim);
    }
}

/// A box with nothing in it; where it is no more than a line, a line with ends; a cell alone is none.
fn frame([across, up]: [(f64, f64); 2], grid: &mut Grid) {
    let (left, right) = (grid.column(across.0), grid.column(across.1));
    let (top, bottom) = (grid.row(up.1), grid.row(up.0));
    let ink = Ink::of(Role::Accent).on(Ground::Panel);
    for row in top..=bottom {
        for column in left..=right {
            let is_side = column == left || column == right;
            let is_level = row == top || row == bottom;
            let mark = match (is_side, is_level) {
                _ if left == right && top == bottom => " ",
                _ if left == right && row == top => "┬",
                _ if left == right && row == bottom => "┴",
                _ if top == bottom && column == left => "├",
                _ if top == bottom && column == right => "┤",
                (true, true) => match (column == left, row == top) {
                    (true, true) => "┌",
                    (false, true) => "┐",
                    (true, false) => "└",
                    (false, false) => "┘",
                },
                (true, false) => "│",
                (false, true) => "─",
                (false, false) => " ",
            };
            grid.set((column, row), mark, ink);
        }
    }
}

fn circles(circles: &[(f64, f64)], grid: &mut Grid) {
    let cells = circles.iter().map(|(across, up)| (grid.column(*across), grid.row(*up)));
    let mut counts: Vec<((u16, u16), usize)> = Vec::new();
    for cell in cells {
        match counts.iter_mut().find(|(at, _)| *at == cell) {
            Some((_, count)) => *count += 1,
            None => counts.push((cell, 1)),
        }
    }
    for (at, count) in counts {
        let mark = match count {
            1 => "○".to_owned(),
            2..=9 => count.to_string(),
            _ => "+".to_owned(),
        };
        let ground = grid.ink(at).map_or(Ground::Slide, |ink| ink.ground);
        grid.set(at, &mark, Ink::of(Role::Text).with(Look::STRONG).on(ground));
    }
}

/// The grid between its axes.
fn with_axes(plot: &Plot<'_>, grid: &Grid, wide: usize) -> Vec<Line> {
    let dim = Ink::of(Role::Dim);
    let text = Ink::of(Role::Text);
    let (low, high) = plot.limits;
    let ticks = [100.0, high, low, 0.0];
    let line = |text: &str, ink| Line { runs: vec![Run::new(clip(text, wide), ink)] };
    let mut lines = vec![line(&format!("  ↑ {}", plot.titles.1), text)];
    for row in 0..grid.rows {
        let tick = ticks.iter().find(|tick| grid.row(**tick) == row);
        let (number, axis) = match tick {
            Some(tick) => (format!("{tick:.0}"), "┤"),
            None => (String::new(), "│"),
        };
        lines.push(grid.line(row, Run::new(format!("{number:>3}{axis}"), dim)));
    }
    let mut axis = "─".repeat(usize::from(grid.columns));
    let mut numbers = String::new();
    for tick in ticks.iter().rev() {
        let column = usize::from(grid.column(*tick));
        axis = axis.chars().enumerate().map(|(at, c)| if at == column { '┬' } else { c }).collect();
        let number = format!("{tick:.0}");
        let middle = usize::from(LEFT) + column;
        let start = middle.saturating_sub(number.len() / 2).min(wide.saturating_sub(number.len()));
        if start > numbers.len() || numbers.is_empty() {
            numbers = format!("{numbers:start$}{number}");
        }
    }
    lines.push(line(&format!("   └{axis}"), dim));
    lines.push(line(&numbers, dim));
    let title = format!("{} →", clip(plot.titles.0, wide.saturating_sub(2)));
    let pad = " ".repeat(wide.saturating_sub(width(&title)));
    lines.push(line(&format!("{pad}{title}"), text));
    lines
}

#[cfg(test)]
mod tests;
