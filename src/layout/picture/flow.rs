//! Boxes one after the other, joined by arrows: from left to right, or from top to bottom.

use super::boxes::{
    FRAME, LINE, Sides, Sketch, boxed, bus, middle, odd_from, odd_to, one_line, room_for, words,
};
use crate::deck::{Flow, Shape};
use crate::layout::row::Row;
use crate::layout::stack::Space;
use crate::layout::wrap::Prose;
use std::ops::RangeInclusive;

/// Columns from the boxes to the line that leads back at their right, with its arrow.
const BACK: usize = 3;

/// Texts below each other wrap at this column.
const WIDEST: usize = 36;

/// Draws a flow.
pub(super) fn flow(flow: &Flow, space: Space<'_>) -> Vec<Row> {
    let sketches: Vec<Sketch> = flow.boxes.iter().map(|node| Sketch::of(node, space)).collect();
    match line_up(flow, &sketches, space) {
        Some((widths, arrows)) => across(flow, &sketches, &widths, arrows, space),
        None => down(flow, &sketches, space),
    }
}

/// The columns of the boxes side by side and the arrows between them, if they fit: with as little
/// wrapping as may be, then with as much air; all boxes alike, else each as it needs.
fn line_up(flow: &Flow, sketches: &[Sketch], space: Space<'_>) -> Option<(Vec<usize>, Vec<Row>)> {
    /// Texts wrap at one of these columns.
    const WRAP: [usize; 4] = [32, 24, 18, 12];
    /// How far an arrow goes at each side of its words, and the air in a box.
    const AIR: [(usize, usize); 4] = [(3, 2), (2, 2), (2, 0), (1, 0)];
    let skipped = usize::from(space.width < 100);
    let styles = || AIR.into_iter().skip(skipped);
    let mut tries = WRAP.into_iter().flat_map(|wrap| styles().map(move |style| (wrap, style)));
    tries.find_map(|(wrap, (stroke, air))| {
        let extra = if flow.plain { 0 } else { FRAME + air };
        let own: Vec<usize> = sketches.iter().map(|sketch| sketch.natural(wrap) + extra).collect();
        let alike = vec![own.iter().copied().max().unwrap_or(0); own.len()];
        let arrows = arrows(flow, stroke, space);
        let room = space.width.checked_sub(arrows.iter().map(|arrow| arrow.cells).sum())?;
        let candidates = if flow.plain { vec![own] } else { vec![alike, own] };
        let fits = |widths: &Vec<usize>| widths.iter().sum::<usize>() <= room;
        Some((candidates.into_iter().find(fits)?, arrows))
    })
}

/// The arrows between the boxes, with the words on them.
fn arrows(flow: &Flow, stroke: usize, space: Space<'_>) -> Vec<Row> {
    let (stroke, gap) = ("─".repeat(stroke), if flow.plain { " " } else { "" });
    let links = flow.links.iter().map(String::as_str).chain(std::iter::repeat(""));
    let arrows = links.take(flow.boxes.len().saturating_sub(1)).map(|link| {
        let mut arrow = Row::of(&format!("{gap}{stroke}"), LINE, space.from);
        if !link.is_empty() {
            arrow.write(" ", LINE, space.from);
            arrow.append(one_line(link, LINE, space));
            arrow.write(&format!(" {stroke}"), LINE, space.from);
        }
        arrow.write(&format!("▶{gap}"), LINE, space.from);
        arrow
    });
    arrows.collect()
}

/// From left to right.
fn across(
    flow: &Flow,
    sketches: &[Sketch],
    widths: &[usize],
    arrows: Vec<Row>,
    space: Space<'_>,
) -> Vec<Row> {
    let inside = |width: usize| if flow.plain { width } else { width - FRAME };
    let texts = sketches.iter().zip(widths);
    let texts: Vec<Vec<Row>> = texts.map(|(sketch, width)| sketch.lines(inside(*width))).collect();
    let height = texts.iter().map(Vec::len).max().unwrap_or(1);
    let border = usize::from(!flow.plain);
    let mut rows = vec![Row::default(); height + 2 * border];
    let arrow_row = border + middle(height);
    let mut arrows = arrows.into_iter();
    let last = sketches.len().saturating_sub(1);
    let mut middles = Vec::with_capacity(sketches.len());
    let mut left = 0;
    for (index, ((sketch, texts), width)) in sketches.iter().zip(texts).zip(widths).enumerate() {
        let mut sides = Sides::empty();
        sides.set(Sides::RIGHT, index < last);
        sides.set(Sides::DOWN, index == last && flow.back.is_some());
        let above = height.saturating_sub(texts.len()) / 2;
        let mut lines = vec![Row::default(); above];
        lines.extend(texts);
        lines.resize(height, Row::default());
        let drawn = frame(flow, lines, sketch.shape, (*width, sides), space);
        for (row, part) in rows.iter_mut().zip(drawn) {
            row.pad_to(left);
            row.append(part);
        }
        middles.push(left + width / 2);
        left += width;
        if let Some(row) = rows.get_mut(arrow_row)
            && let Some(arrow) = arrows.next()
        {
            row.pad_to(left);
            left += arrow.cells;
            row.append(arrow);
        }
    }
    if let (Some(words), Some(first), Some(last)) = (&flow.back, middles.first(), middles.last()) {
        rows.extend(back_below(words, (*first, *last), space));
    }
    rows
}

/// A box, or its lines alone.
fn frame(
    flow: &Flow,
    lines: Vec<Row>,
    shape: Shape,
    (width, sides): (usize, Sides),
    space: Space<'_>,
) -> Vec<Row> {
    if flow.plain {
        return lines;
    }
    boxed(lines, shape, width, sides, space)
}

/// The arrow from the last box back to the first, below boxes that stand side by side.
fn back_below(text: &str, (first, last): (usize, usize), space: Space<'_>) -> Vec<Row> {
    let mut ends = Row::blank(first);
    ends.write("▲", LINE, space.from);
    ends.pad_to(last);
    ends.write("│", LINE, space.from);
    let label = one_line(text, LINE, space);
    let inside = last.saturating_sub(first + 1);
    if label.cells == 0 || label.cells + 4 > inside {
        let mut rows = vec![ends, bus(&[first, last], &[], space)];
        let middle = usize::midpoint(first, last);
        for mut line in words(text, space).wrap(space.width) {
            let left = middle.saturating_sub(line.cells / 2);
            line.indent(left.min(space.width.saturating_sub(line.cells)));
            rows.push(line);
        }
        return rows;
    }
    let strokes = inside - label.cells - 2;
    let mut line = Row::blank(first);
    line.write(&format!("└{} ", "─".repeat(strokes / 2)), LINE, space.from);
    line.append(label);
    line.write(&format!(" {}┘", "─".repeat(strokes.div_ceil(2))), LINE, space.from);
    vec![ends, line]
}

/// From top to bottom.
fn down(flow: &Flow, sketches: &[Sketch], space: Space<'_>) -> Vec<Row> {
    let back = flow.back.as_ref().map(|text| words(text, space));
    let label = back.as_ref().map_or(0, |words| label_beside(words, flow, sketches, space));
    let side = match &back {
        None => 0,
        Some(_) if label == 0 => BACK,
        Some(_) => BACK + 1 + label,
    };
    let width = width_below(flow, sketches, space).min(odd_to(space.width.saturating_sub(side)));
    let border = usize::from(!flow.plain);
    let last = sketches.len().saturating_sub(1);
    let end = if back.is_some() { width } else { space.width };
    let mut links = flow.links.iter().map(String::as_str).chain(std::iter::repeat(""));
    let mut rows: Vec<Row> = Vec::new();
    let mut middles = Vec::with_capacity(sketches.len());
    for (index, sketch) in sketches.iter().enumerate() {
        let mut sides = Sides::empty();
        sides.set(Sides::DOWN, index < last);
        sides.set(Sides::RIGHT, index == last && back.is_some());
        let inside = if flow.plain { width } else { width.saturating_sub(FRAME).max(1) };
        let lines = sketch.lines(inside);
        middles.push(rows.len() + border + middle(lines.len()));
        rows.extend(frame(flow, lines, sketch.shape, (width, sides), space));
        if index < last {
            rows.extend(arrow_down(links.next().unwrap_or(""), width / 2, end, space));
        }
    }
    let (Some(words), Some(first), Some(last)) = (back, middles.first(), middles.last()) else {
        return rows;
    };
    back_beside(&mut rows, *first..=*last, flow.plain, width, space);
    if label == 0 {
        rows.extend(words.wrap(space.width).into_iter().map(|mut line| {
            line.indent((width + BACK).saturating_sub(line.cells));
            line
        }));
        return rows;
    }
    let words = words.wrap(label);
    let from = first + 1 + (last - first).saturating_sub(words.len() + 1) / 2;
    rows.resize(rows.len().max(from + words.len()), Row::default());
    for (row, words) in rows.iter_mut().skip(from).zip(words) {
        row.pad_to(width + BACK + 1);
        row.append(words);
    }
    rows
}

/// The columns for the words beside the line that leads back; none where they have to stand below.
fn label_beside(words: &Prose, flow: &Flow, sketches: &[Sketch], space: Space<'_>) -> usize {
    let label = words.natural().min(space.width / 3);
    let frame = if flow.plain { 0 } else { FRAME };
    let least = sketches.iter().map(Sketch::least).max().unwrap_or(0) + frame;
    let fits = label >= words.longest_word() && least + BACK + 1 + label <= space.width;
    if fits { label } else { 0 }
}

/// The columns that boxes below each other would like to have.
fn width_below(flow: &Flow, sketches: &[Sketch], space: Space<'_>) -> usize {
    let extra = match space.width {
        _ if flow.plain => 0,
        ..30 => FRAME,
        _ => FRAME + 2,
    };
    let links = flow.links.iter().map(|link| room_for(words(link, space).natural().min(WIDEST)));
    let boxes = sketches.iter().map(|sketch| sketch.natural(WIDEST) + extra);
    odd_from(boxes.chain(links).max().unwrap_or(1))
}

/// An arrow to the box below, with words at its right that end before a column.
fn arrow_down(text: &str, at: usize, end: usize, space: Space<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    if !text.is_empty() {
        rows = words(text, space).wrap(end.saturating_sub(at + 2));
    }
    rows.resize(rows.len().max(1), Row::default());
    let last = rows.len() - 1;
    let arrow = |(index, words): (usize, Row)| {
        let mut row = Row::blank(at);
        row.write(if index == last { "▼" } else { "│" }, LINE, space.from);
        if words.cells > 0 {
            row.pad_to(at + 2);
            row.append(words);
        }
        row
    };
    rows.into_iter().enumerate().map(arrow).collect()
}

/// The arrow from the last box back to the first, at the right of boxes that stand below each other.
fn back_beside(
    rows: &mut [Row],
    range: RangeInclusive<usize>,
    is_plain: bool,
    width: usize,
    space: Space<'_>,
) {
    let (first, last) = (*range.start(), *range.end());
    let rail = width + BACK - 1;
    for (index, row) in rows.iter_mut().enumerate().filter(|(index, _)| range.contains(index)) {
        if index != first && index != last {
            row.pad_to(rail);
            row.write("│", LINE, space.from);
            continue;
        }
        row.pad_to(if is_plain { row.cells + 1 } else { width });
        let free = rail.saturating_sub(row.cells);
        let line = if index == first {
            format!("◀{}┐", "─".repeat(free.saturating_sub(1)))
        } else {
            format!("{}┘", "─".repeat(free))
        };
        row.write(&line, LINE, space.from);
    }
}
