//! Boxes, the lines that join them, and the words beside the lines.

use crate::deck::{Align, Link, Look, Node, Shape};
use crate::layout::row::Row;
use crate::layout::stack::{Space, align_lines};
use crate::layout::wrap::Prose;
use crate::theme::{Ink, Role};

bitflags::bitflags! {
    /// Where a line goes on from a place.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(super) struct Sides: u8 {
        const UP = 1;
        const DOWN = 1 << 1;
        const LEFT = 1 << 2;
        const RIGHT = 1 << 3;
    }
}

/// Columns that a frame takes, with a blank beside each of its borders.
pub(super) const FRAME: usize = 4;

/// The ink of lines and of the words beside them.
pub(super) const LINE: Ink = Ink::of(Role::Dim);

/// The texts of a box, before it is known how wide it will be.
pub(super) struct Sketch {
    title: Prose,
    text: Prose,
    pub(super) shape: Shape,
}

impl Sketch {
    pub(super) fn of(node: &Node, space: Space<'_>) -> Self {
        Self {
            title: Prose::of(&node.title, Ink::of(Role::Heading).with(Look::STRONG), space.from),
            text: Prose::of(&node.text, space.ink(), space.from),
            shape: node.shape,
        }
    }

    /// The fewest columns that its texts look well in.
    pub(super) fn least(&self) -> usize {
        /// Running text in a narrower column is a list of words.
        const READABLE: usize = 10;
        let words = self.title.longest_word().max(self.text.longest_word());
        words.max(self.text.natural().min(READABLE)).max(1)
    }

    /// The columns that its texts would like to have, where they wrap at `most`.
    pub(super) fn natural(&self, most: usize) -> usize {
        self.title.natural().max(self.text.natural()).min(most).max(self.least())
    }

    /// Its texts, each line in the middle; at least one line.
    pub(super) fn lines(&self, width: usize) -> Vec<Row> {
        let mut rows = even(&self.title, width);
        rows.extend(even(&self.text, width));
        rows.resize(rows.len().max(1), Row::default());
        align_lines(rows, Align::Center, width)
    }
}

/// Text in no more lines than it needs, all of them about as long as the others.
fn even(text: &Prose, width: usize) -> Vec<Row> {
    let rows = text.wrap(width);
    if rows.len() < 2 {
        return rows;
    }
    let (mut too_narrow, mut fits) = (text.longest_word().min(width).saturating_sub(1), width);
    while too_narrow + 1 < fits {
        let middle = usize::midpoint(too_narrow, fits);
        if text.wrap(middle).len() <= rows.len() { fits = middle } else { too_narrow = middle }
    }
    text.wrap(fits)
}

/// Lines in a box, joined in the middle of some of its sides.
pub(super) fn boxed(
    lines: Vec<Row>,
    shape: Shape,
    width: usize,
    joined: Sides,
    space: Space<'_>,
) -> Vec<Row> {
    let corners = match shape {
        Shape::Square => ["┌", "┐", "└", "┘"],
        Shape::Round => ["╭", "╮", "╰", "╯"],
    };
    let [top_left, top_right, bottom_left, bottom_right] = corners;
    let border = |left: &str, side: Sides, right: &str| {
        let before = "─".repeat((width / 2).saturating_sub(1));
        let after = "─".repeat(width.saturating_sub(width / 2 + 2));
        let middle = stroke(Sides::LEFT | Sides::RIGHT | (joined & side));
        Row::of(&format!("{left}{before}{middle}{after}{right}"), LINE, space.from)
    };
    let upright = |side: Sides| stroke(Sides::UP | Sides::DOWN | (joined & side));
    let middle = middle(lines.len());
    let mut rows = vec![border(top_left, Sides::UP, top_right)];
    for (index, line) in lines.into_iter().enumerate() {
        let sides = if index == middle { [Sides::LEFT, Sides::RIGHT] } else { [Sides::empty(); 2] };
        let [left, right] = sides.map(upright);
        let mut row = Row::of(left, LINE, space.from);
        row.pad_to(2);
        row.append(line);
        row.pad_to(width.saturating_sub(1));
        row.write(right, LINE, space.from);
        rows.push(row);
    }
    rows.push(border(bottom_left, Sides::DOWN, bottom_right));
    rows
}

/// The middle one of so many lines, the upper one of two.
pub(super) fn middle(lines: usize) -> usize {
    lines.saturating_sub(1) / 2
}

/// The columns of a frame with this title around something that wide, where it may be joined above.
pub(super) fn frame_width(title: &str, inside: usize, joined: bool, space: Space<'_>) -> usize {
    let title = one_line(title, LINE, space).cells;
    let least = if joined { 2 * (title + 5) + 1 } else { title + 7 };
    odd_from(inside + FRAME).max(odd_from(least))
}

/// Rows in a frame that is so wide, with its title on the upper border; where that is too short, inside.
pub(super) fn framed(
    title: &str,
    rows: Vec<Row>,
    width: usize,
    joined: Sides,
    space: Space<'_>,
) -> Vec<Row> {
    let ink = Ink::of(Role::Accent);
    let name = one_line(title, ink, space);
    let room = if joined.contains(Sides::UP) { width / 2 } else { width - 1 };
    let fits = name.cells + 5 <= room;
    let inside = width.saturating_sub(FRAME);
    let mut lines = Vec::new();
    if !fits {
        lines = align_lines(Prose::of(title, ink, space.from).wrap(inside), Align::Center, inside);
    }
    lines.extend(rows);
    let mut framed = boxed(lines, Shape::Square, width, joined & (Sides::UP | Sides::DOWN), space);
    if let Some(top) = framed.first_mut().filter(|_| fits) {
        let mut titled = Row::of("┌─ ", LINE, space.from);
        titled.append(name);
        titled.write(" ", LINE, space.from);
        let border = top.pieces.first().map_or("", |border| &border.text);
        let rest: String = border.chars().skip(titled.cells).collect();
        titled.write(&rest, LINE, space.from);
        *top = titled;
    }
    framed
}

/// The character that goes on to these sides.
pub(super) fn stroke(sides: Sides) -> &'static str {
    let [up, down, left, right] =
        [Sides::UP, Sides::DOWN, Sides::LEFT, Sides::RIGHT].map(|side| sides.contains(side));
    match (up, down, left, right) {
        (true, true, true, true) => "┼",
        (true, true, true, false) => "┤",
        (true, true, false, true) => "├",
        (true, false, true, true) => "┴",
        (false, true, true, true) => "┬",
        (true, false, true, false) => "┘",
        (true, false, false, true) => "└",
        (false, true, true, false) => "┐",
        (false, true, false, true) => "┌",
        (false, false, _, _) => "─",
        (_, _, false, false) => "│",
    }
}

/// A line across that joins what comes from above at some columns to what goes on below at others.
pub(super) fn bus(from: &[usize], to: &[usize], space: Space<'_>) -> Row {
    let ends = || from.iter().chain(to).copied();
    let (first, last) = (ends().min().unwrap_or(0), ends().max().unwrap_or(0));
    let mut row = Row::default();
    row.pad_to(first);
    for column in first..=last {
        let mut sides = Sides::empty();
        sides.set(Sides::UP, from.contains(&column));
        sides.set(Sides::DOWN, to.contains(&column));
        sides.set(Sides::LEFT, column > first);
        sides.set(Sides::RIGHT, column < last);
        row.write(stroke(sides), LINE, space.from);
    }
    row
}

/// A line downwards, and how far words beside it may go.
#[derive(Clone, Copy)]
pub(super) struct Wire {
    pub(super) at: usize,
    /// The first column they may use.
    pub(super) first: usize,
    /// The first column they may not use.
    pub(super) end: usize,
}

/// Lines downwards with the same words beside each, in as many rows as those need.
pub(super) fn wires(link: &Link, wires: &[Wire], space: Space<'_>) -> Vec<Row> {
    let (left, right) = (words(&link.left, space), words(&link.right, space));
    let mut rows = vec![Row::default()];
    let beside: Vec<(Vec<Row>, Vec<Row>)> = wires
        .iter()
        .map(|wire| {
            let before = wire.at.saturating_sub(wire.first + 1);
            let after = wire.end.saturating_sub(wire.at + 2);
            (even(&left, before), even(&right, after))
        })
        .collect();
    let height = beside.iter().map(|(left, right)| left.len().max(right.len())).max();
    rows.resize(height.unwrap_or(1).max(1), Row::default());
    for (wire, (left, right)) in wires.iter().zip(beside) {
        let mut left = left.into_iter();
        let mut right = right.into_iter();
        for row in &mut rows {
            if let Some(words) = left.next() {
                row.pad_to(wire.at.saturating_sub(words.cells + 1));
                row.append(words);
            }
            row.pad_to(wire.at);
            row.write("│", LINE, space.from);
            if let Some(words) = right.next() {
                row.pad_to(wire.at + 2);
                row.append(words);
            }
        }
    }
    rows
}

/// The words beside a line.
pub(super) fn words(text: &str, space: Space<'_>) -> Prose {
    Prose::of(text, LINE, space.from)
}

/// How wide a box must be at least for words beside the line in its middle, if they have `cells` columns.
pub(super) fn room_for(cells: usize) -> usize {
    if cells == 0 { 0 } else { 2 * (cells + 1) + 1 }
}

/// A text that is not wrapped.
pub(super) fn one_line(text: &str, ink: Ink, space: Space<'_>) -> Row {
    let prose = Prose::of(text, ink, space.from);
    let mut line = Row::default();
    for row in prose.wrap(prose.natural()) {
        if line.cells > 0 {
            line.write(" ", ink, space.from);
        }
        line.append(row);
    }
    line
}

/// The next odd number: what is odd has a middle column.
pub(super) fn odd_from(number: usize) -> usize {
    number | 1
}

/// The odd number at or below another.
pub(super) fn odd_to(number: usize) -> usize {
    if number % 2 == 1 { number } else { number.saturating_sub(1) }
}
