//! Rows of boxes, joined from top to bottom.
//!
//! Whatever is centred on something else is an odd number of columns wide, so that lines meet middles.

use std::cmp::Ordering;
use std::ops::Range;

use super::boxes::{
    FRAME, LINE, Sides, Sketch, Wire, boxed, bus, frame_width, framed, middle, odd_from, odd_to,
    room_for, wires, words,
};
use crate::deck::{Link, Org, OrgRow};
use crate::layout::row::Row;
use crate::layout::stack::Space;

/// Columns at a side of a band for the line that leads past its boxes to those below.
const RAIL: usize = 2;

/// A page with at least so many rows has some for air between rows that are not joined.
const AIRY: usize = 28;

/// Draws rows of boxes.
pub(super) fn org(org: &Org, space: Space<'_>) -> Vec<Row> {
    let room = odd_to(space.width - if org.frame.is_some() { FRAME } else { 0 });
    let bands = bands(&org.rows, room, space);
    let width = bands.iter().map(|band| band.wish(space)).max().unwrap_or(0).min(room);
    let inside = Space { width, ..space };
    let mut rows: Vec<Row> = Vec::new();
    let mut outs: Vec<usize> = Vec::new();
    for (index, band) in bands.iter().enumerate() {
        let drawn = band.draw(inside);
        if let Some(link) = band.link {
            rows.extend(join(&outs, &drawn.ins, link, inside));
        } else if index > 0 && space.setting.height >= AIRY {
            rows.push(Row::default());
        }
        rows.extend(drawn.rows);
        outs = drawn.outs;
    }
    let Some(title) = &org.frame else { return rows };
    let outer = frame_width(title, width, false, space).min(odd_to(space.width));
    for row in &mut rows {
        row.indent((outer - FRAME - width) / 2);
    }
    framed(title, rows, outer, Sides::empty(), space)
}

/// Rows of as many boxes, each joined to the one above it box by box: a grid of boxes.
struct Band<'a> {
    rows: Vec<&'a OrgRow>,
    sketches: Vec<Vec<Sketch>>,
    /// How it is joined to the band above.
    link: Option<&'a Link>,
    /// Whether it is joined to its neighbours.
    joined: Sides,
    /// The columns of a box and of the gap between two.
    cell: usize,
    gap: usize,
    /// How many boxes stand side by side.
    per_line: usize,
    /// The columns of its boxes, with its frame if it has one.
    outer: usize,
}

/// What a band has become: its rows, and at which columns lines enter it and leave it.
#[derive(Default)]
struct Drawn {
    rows: Vec<Row>,
    ins: Vec<usize>,
    outs: Vec<usize>,
}

fn bands<'a>(rows: &'a [OrgRow], room: usize, space: Space<'_>) -> Vec<Band<'a>> {
    let goes_on = |above: &OrgRow, row: &OrgRow| {
        let is_framed = above.frame.is_some() || row.frame.is_some();
        row.link.is_some() && above.boxes.len() == row.boxes.len() && !is_framed
    };
    let groups: Vec<&[OrgRow]> = rows.chunk_by(goes_on).collect();
    let mut bands = Vec::with_capacity(groups.len());
    for (index, group) in groups.iter().enumerate() {
        let link = group.first().and_then(|row| row.link.as_ref()).filter(|_| index > 0);
        let below = groups.get(index + 1).and_then(|next| next.first());
        let mut joined = Sides::empty();
        joined.set(Sides::UP, link.is_some());
        joined.set(Sides::DOWN, below.is_some_and(|row| row.link.is_some()));
        bands.push(Band::of(group, link, joined, room, space));
    }
    bands
}

impl<'a> Band<'a> {
    fn of(
        rows: &'a [OrgRow],
        link: Option<&'a Link>,
        joined: Sides,
        room: usize,
        space: Space<'_>,
    ) -> Self {
        let sketch = |row: &OrgRow| row.boxes.iter().map(|node| Sketch::of(node, space)).collect();
        let mut band = Self {
            rows: rows.iter().collect(),
            sketches: rows.iter().map(sketch).collect(),
            link,
            joined,
            cell: 0,
            gap: 1,
            per_line: 1,
            outer: 0,
        };
        band.measure(room, space);
        band
    }

    /// Finds how wide its boxes are and how many of them stand side by side.
    fn measure(&mut self, room: usize, space: Space<'_>) {
        let count = self.count();
        let air = match space.width {
            ..60 => 0,
            60..100 => 1,
            _ => 2,
        };
        let frame = if self.frame().is_some() { FRAME } else { 0 };
        let most = (room / count).clamp(16, 36);
        let boxes = || self.sketches.iter().flatten();
        let least = boxes().map(Sketch::least).max().unwrap_or(0) + FRAME;
        let wish = boxes().map(|sketch| sketch.natural(most)).max().unwrap_or(0) + FRAME + 2 * air;
        // Words beside a line in the middle of a box have half of it.
        let words_of = |measure: fn(&Link, Space<'_>) -> usize| {
            let links = self.rows.iter().skip(1).filter_map(|row| row.link.as_ref());
            let widest = links.map(|link| room_for(measure(link, space))).max().unwrap_or(0);
            if count > 1 { widest } else { 0 }
        };
        let least = odd_from(least.max(words_of(longest_word)));
        let wish = odd_from(wish.max(words_of(natural)));
        let mut room = room.saturating_sub(frame);
        self.per_line = count;
        if count * least + count - 1 > room {
            if frame == 0 {
                room = room.saturating_sub(self.rails().iter().sum());
            }
            let most = ((room + 1) / (least + 1)).max(1);
            self.per_line = count.div_ceil(count.div_ceil(most));
        }
        let gaps = self.per_line - 1;
        self.gap = if self.per_line * wish + 3 * gaps <= room { 3 } else { 1 };
        let share = room.saturating_sub(self.gap * gaps) / self.per_line;
        self.cell = odd_to(share).min(wish);
        self.outer = self.grid_width(self.per_line);
        if let Some(title) = self.frame() {
            let joined = self.joined.contains(Sides::UP);
            self.outer = frame_width(title, self.outer, joined, space).min(room + frame);
        }
    }

    fn count(&self) -> usize {
        self.rows.first().map_or(1, |row| row.boxes.len().max(1))
    }

    fn frame(&self) -> Option<&'a str> {
        self.rows.first().and_then(|row| row.frame.as_deref())
    }

    /// The columns of so many boxes side by side.
    fn grid_width(&self, boxes: usize) -> usize {
        boxes * self.cell + boxes.saturating_sub(1) * self.gap
    }

    /// The columns it would like to have, with the words beside the lines that lead to it.
    fn wish(&self, space: Space<'_>) -> usize {
        let whole = self.outer + if self.has_rails() { 2 * RAIL } else { 0 };
        let inner = self.rows.iter().skip(1).filter_map(|row| row.link.as_ref());
        let links = self.link.into_iter().chain(inner.filter(|_| self.count() == 1));
        whole.max(links.map(|link| room_for(natural(link, space))).max().unwrap_or(0))
    }

    /// Whether lines lead past some of its boxes to others.
    fn has_rails(&self) -> bool {
        self.per_line < self.count() && self.frame().is_none() && !self.joined.is_empty()
    }

    /// The columns at its left and at its right for lines that lead past boxes.
    fn rails(&self) -> [usize; 2] {
        let rail = |side| if self.joined.contains(side) { RAIL } else { 0 };
        [Sides::UP, Sides::DOWN].map(rail)
    }

    /// Draws it in the middle of the room.
    fn draw(&self, space: Space<'_>) -> Drawn {
        let left = (space.width - self.outer) / 2;
        if self.has_rails() {
            let drawn = if self.per_line == 1 { self.ladder(space) } else { self.shelves(space) };
            let [before, after] = self.rails();
            let most = space.width.saturating_sub(self.outer + before + after);
            return drawn.moved(left.saturating_sub(before).min(most));
        }
        let Some(title) = self.frame() else {
            return self.stacked(left, self.outer, self.joined, space);
        };
        let drawn = self.stacked(0, self.outer - FRAME, Sides::empty(), space);
        let rows = framed(title, drawn.rows, self.outer, self.joined, space);
        let middle = vec![self.outer / 2];
        Drawn { rows, ins: middle.clone(), outs: middle }.moved(left)
    }

    /// Its boxes on as many lines as they need, in the middle of some columns.
    fn stacked(&self, left: usize, width: usize, joined: Sides, space: Space<'_>) -> Drawn {
        let mut whole = Drawn::default();
        for columns in self.lines() {
            let left = left + (width - self.grid_width(columns.len())) / 2;
            let drawn = self.grid(&columns, left, joined, space);
            whole.rows.extend(drawn.rows);
            whole.ins = drawn.ins;
            whole.outs = drawn.outs;
        }
        whole
    }

    /// The columns of boxes that stand on each line.
    fn lines(&self) -> Vec<Range<usize>> {
        let count = self.count();
        let starts = (0..count).step_by(self.per_line);
        starts.map(|start| start..(start + self.per_line).min(count)).collect()
    }

    /// How many lines of text stand in some boxes of each row.
    fn heights(&self, columns: &Range<usize>) -> Vec<usize> {
        let heights = self.sketches.iter().map(|sketches| {
            let boxes = sketches.iter().skip(columns.start).take(columns.len());
            boxes.map(|sketch| sketch.lines(self.inside()).len()).max().unwrap_or(1)
        });
        heights.collect()
    }

    /// The columns for the text of a box.
    fn inside(&self) -> usize {
        self.cell.saturating_sub(FRAME).max(1)
    }

    /// Some of its boxes, all rows of them, from a column of the screen on. What is joined is the first row
    /// above or at the left, and the last row below or at the right.
    fn grid(&self, columns: &Range<usize>, left: usize, joined: Sides, space: Space<'_>) -> Drawn {
        let left_of = |index: usize| left + index * (self.cell + self.gap);
        let at: Vec<usize> =
            (0..columns.len()).map(|index| left_of(index) + self.cell / 2).collect();
        let wire = |(index, at): (usize, &usize)| match self.count() {
            1 => Wire { at: *at, first: 0, end: space.width },
            _ => Wire { at: *at, first: left_of(index), end: left_of(index) + self.cell },
        };
        let down: Vec<Wire> = at.iter().enumerate().map(wire).collect();
        let mut rows = Vec::new();
        let last = self.rows.len().saturating_sub(1);
        let heights = self.heights(columns);
        for (index, (row, height)) in self.rows.iter().zip(heights).enumerate() {
            let mut sides = joined;
            if let Some(link) = row.link.as_ref().filter(|_| index > 0) {
                rows.extend(wires(link, &down, space));
                sides = (sides - Sides::LEFT) | Sides::UP;
            }
            if index < last {
                sides = (sides - Sides::RIGHT) | Sides::DOWN;
            }
            let mut line = vec![Row::default(); height + 2];
            let sketches = self.sketches.get(index).into_iter().flatten();
            for (place, sketch) in sketches.skip(columns.start).take(columns.len()).enumerate() {
                let mut texts = sketch.lines(self.inside());
                texts.resize(height, Row::default());
                let boxed = boxed(texts, sketch.shape, self.cell, sides, space);
                for (row, part) in line.iter_mut().zip(boxed) {
                    row.pad_to(left_of(place));
                    row.append(part);
                }
            }
            rows.extend(line);
        }
        Drawn { rows, ins: at.clone(), outs: at }
    }

    /// Its boxes one below the other, between a line at the left that leads to each and one at the right
    /// that leads away from each.
    fn ladder(&self, space: Space<'_>) -> Drawn {
        let is_entered = self.joined.contains(Sides::UP);
        let is_left = self.joined.contains(Sides::DOWN);
        let mut sides = Sides::empty();
        sides.set(Sides::LEFT, is_entered);
        sides.set(Sides::RIGHT, is_left);
        let last_box = self.count() - 1;
        let mut rows = Vec::new();
        for index in 0..=last_box {
            let columns = index..index + 1;
            let heights = self.heights(&columns);
            let last = heights.last().copied().unwrap_or(1);
            let boxes = self.grid(&columns, 0, sides, space).rows;
            let entry = 1 + middle(heights.first().copied().unwrap_or(1));
            let exit = boxes.len().saturating_sub(last + 1) + middle(last);
            for (line, boxes) in boxes.into_iter().enumerate() {
                let before = match line.cmp(&entry) {
                    _ if !is_entered => "",
                    Ordering::Equal if index < last_box => "├─",
                    Ordering::Equal => "└─",
                    Ordering::Greater if index == last_box => "  ",
                    _ => "│ ",
                };
                let after = match line.cmp(&exit) {
                    _ if !is_left => "",
                    Ordering::Equal if index > 0 => "─┤",
                    Ordering::Equal => "─┐",
                    Ordering::Less if index == 0 => "",
                    _ => " │",
                };
                rows.push(self.between(before, boxes, after, space));
            }
        }
        Drawn { rows, ins: vec![0], outs: vec![self.right_rail()] }
    }

    /// Its boxes on several lines, with a line at the left that leads past the upper ones and one at the
    /// right that leads past the lower ones.
    fn shelves(&self, space: Space<'_>) -> Drawn {
        let is_entered = self.joined.contains(Sides::UP);
        let is_left = self.joined.contains(Sides::DOWN);
        let lines = self.lines();
        let last = lines.len().saturating_sub(1);
        let mut whole = Drawn::default();
        for (index, columns) in lines.iter().enumerate() {
            let left = (self.outer - self.grid_width(columns.len())) / 2;
            let boxes = self.grid(columns, left, self.joined, space);
            let [rail, _] = self.rails();
            let before = match index {
                _ if !is_entered => "",
                _ if index < last => "│ ",
                _ => "  ",
            };
            let after = if is_left && index > 0 { " │" } else { "" };
            let mut ins: Vec<usize> = boxes.ins.iter().map(|column| column + rail).collect();
            ins.extend((index < last).then_some(0));
            if is_entered && index > 0 {
                whole.rows.push(self.between("", bus(&[0], &ins, space), after, space));
            }
            let rows = boxes.rows.into_iter().map(|row| self.between(before, row, after, space));
            whole.rows.extend(rows);
            let mut outs = boxes.outs;
            outs.extend((index > 0).then_some(self.outer + 1));
            if is_left && index < last {
                let bus = bus(&outs, &[self.outer + 1], space);
                whole.rows.push(self.between(before, bus, "", space));
            }
            if index == 0 {
                whole.ins = ins;
            }
            whole.outs = outs.iter().map(|column| column + rail).collect();
        }
        whole
    }

    /// The column of the line at the right, counted from that at the left.
    fn right_rail(&self) -> usize {
        let [left, _] = self.rails();
        left + self.outer + 1
    }

    /// A row between what stands at its left and at its right.
    fn between(&self, before: &str, row: Row, after: &str, space: Space<'_>) -> Row {
        let mut whole = Row::of(before, LINE, space.from);
        whole.append(row);
        if !after.is_empty() {
            whole.pad_to(self.right_rail() - 1);
            whole.write(after, LINE, space.from);
        }
        whole
    }
}

impl Drawn {
    /// The same, further to the right.
    fn moved(mut self, by: usize) -> Self {
        for row in &mut self.rows {
            row.indent(by);
        }
        for column in self.ins.iter_mut().chain(&mut self.outs) {
            *column += by;
        }
        self
    }
}

/// The rows between two bands that are joined.
fn join(from: &[usize], to: &[usize], link: &Link, space: Space<'_>) -> Vec<Row> {
    if link.left.is_empty() && link.right.is_empty() {
        return vec![bus(from, to, space)];
    }
    let middle = [space.width / 2];
    let mut rows = Vec::new();
    if from != middle {
        rows.push(bus(from, &middle, space));
    }
    let [at] = middle;
    rows.extend(wires(link, &[Wire { at, first: 0, end: space.width }], space));
    if to != middle {
        rows.push(bus(&middle, to, space));
    }
    rows
}

fn natural(link: &Link, space: Space<'_>) -> usize {
    words(&link.left, space).natural().max(words(&link.right, space).natural())
}

fn longest_word(link: &Link, space: Space<'_>) -> usize {
    words(&link.left, space).longest_word().max(words(&link.right, space).longest_word())
}
