//! Blocks side by side, as long as each side stays wide enough to read.

use super::row::Row;
use super::stack::{Space, stack};
use crate::deck::Column;

/// The fewest columns of the terminal that a side may have.
const NARROWEST: usize = 24;

/// Lays out columns, or one below the other where there is too little room.
pub(super) fn columns(columns: &[Column], space: Space<'_>) -> Vec<Row> {
    let gap = if space.width >= 100 { 4 } else { 3 };
    let gaps = gap * columns.len().saturating_sub(1);
    let weights: Vec<usize> = columns.iter().map(|c| usize::from(c.weight.max(1))).collect();
    let widths = share(space.width.saturating_sub(gaps), &weights);
    if widths.iter().any(|width| *width < NARROWEST) {
        return below(columns, space);
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut left = 0;
    for (column, width) in columns.iter().zip(widths) {
        let side = stack(&column.blocks, Space { width, ..space.inside(0, 1) }, 1);
        let height = rows.len().max(side.len());
        rows.resize(height, Row::default());
        for (row, addition) in rows.iter_mut().zip(side) {
            if !addition.pieces.is_empty() {
                row.pad_to(left);
                row.append(addition);
            }
        }
        left += width + gap;
    }
    rows
}

fn below(columns: &[Column], space: Space<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for column in columns {
        let side = stack(&column.blocks, space.inside(0, 1), 1);
        if !rows.is_empty() && !side.is_empty() {
            rows.push(Row::default());
        }
        rows.extend(side);
    }
    rows
}

/// Shares a width by weight, to the last column.
fn share(width: usize, weights: &[usize]) -> Vec<usize> {
    let total: usize = weights.iter().sum::<usize>().max(1);
    let mut widths: Vec<usize> = weights.iter().map(|weight| width * weight / total).collect();
    let left = width - widths.iter().sum::<usize>();
    for width in widths.iter_mut().take(left) {
        *width += 1;
    }
    widths
}
