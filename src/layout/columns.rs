//! Blocks side by side, as long as each side stays wide enough to read.

use super::row::Row;
use super::stack::{Space, stack};
use crate::deck::Column;

/// The fewest columns of the terminal that a side may have.
const NARROWEST: usize = 18;

/// Lays out columns, or one below the other where there is too little room.
pub(super) fn columns(columns: &[Column], space: Space<'_>) -> Vec<Row> {
    let gap = if space.width >= 100 { 4 } else { 3 };
    let gaps = gap * columns.len().saturating_sub(1);
    let weights: Vec<usize> = columns.iter().map(|c| usize::from(c.weight.max(1))).collect();
    let widths = share(space.width.saturating_sub(gaps), &weights);
    // A side that holds nothing is there to keep a distance.
    let held = columns.iter().zip(&widths).filter(|(column, _)| !column.blocks.is_empty());
    if held.into_iter().any(|(_, width)| *width < NARROWEST) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Block, BlockKind};
    use crate::layout::samples::{block, drawn, heading, later, page, paragraph, slide, texts};

    fn sides(columns: Vec<(u16, Vec<Block>)>) -> Block {
        let columns = columns.into_iter().map(|(weight, blocks)| Column { weight, blocks });
        block(BlockKind::Columns(columns.collect()))
    }

    #[test]
    fn columns_stand_side_by_side() {
        let left = vec![paragraph("a"), paragraph("b")];
        let block = sides(vec![(1, left), (1, vec![paragraph("c")])]);
        assert_eq!(
            drawn(&[block], 51),
            [format!("a{}c", " ".repeat(26)), String::new(), "b".into()]
        );
    }

    #[test]
    fn weights_share_the_width_to_the_last_column() {
        assert_eq!(share(100, &[2, 1]), [67, 33]);
        assert_eq!(share(101, &[1, 1, 1]), [34, 34, 33]);
        let block = sides(vec![(2, vec![paragraph("a")]), (1, vec![paragraph("b")])]);
        assert_eq!(drawn(&[block], 100), [format!("a{}b", " ".repeat(67))], "a gap of 4 from 100");
    }

    #[test]
    fn columns_collapse_where_one_would_be_too_narrow() {
        let block = sides(vec![(1, vec![paragraph("a")]), (1, vec![]), (1, vec![paragraph("b")])]);
        assert_eq!(drawn(std::slice::from_ref(&block), 59), ["a", "", "b"]);
        assert_eq!(drawn(&[block], 60), [format!("a{}b", " ".repeat(41))]);
        let spaced = sides(vec![(1, vec![]), (9, vec![paragraph("a")]), (1, vec![])]);
        assert_eq!(drawn(&[spaced], 60), [format!("{}a", " ".repeat(8))], "nothing needs no room");
    }

    #[test]
    fn a_column_that_comes_later_keeps_its_room() {
        let columns = sides(vec![(1, vec![later(2, paragraph("a"))]), (1, vec![paragraph("b")])]);
        let slide = slide(vec![heading(1, "T"), columns]);
        let line = |step| texts(&page(&slide, step, 60, 9))[2].clone();
        assert_eq!(line(1), format!("{}b", " ".repeat(32)));
        assert_eq!(line(2), format!("a{}b", " ".repeat(31)));
    }
}
