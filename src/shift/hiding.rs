//! Which cells of a matrix must stay hidden so that no small one can be worked out.
//!
//! A small cell is safe if another matrix of people fits all that is shown and known, and has another number
//! there. Such a matrix is made by an exchange: some cells get one more, as many others one less, so that each
//! row and column keeps its total. If all cells of the exchange are hidden, nobody can tell the two apart.
//! So for each small cell the exchange is hidden that costs the room least. What is hidden later takes nothing
//! from a cell that is safe.

use std::collections::BTreeSet;

use super::SMALLEST;

/// A place in the matrix: row, then column.
type Cell = (usize, usize);

/// A matrix of which some cells are hidden.
type Shown = Vec<Vec<Option<u64>>>;

/// What is known besides the cells that are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// The total of each row and column.
    Totals,
    /// That, and the sum of the cells off the diagonal.
    TotalsAndChanged,
}

/// Cells that get one more and cells that get one less; no total changes by that.
struct Exchange {
    more: Vec<Cell>,
    less: Vec<Cell>,
}

/// Whether a number of people is so small that it could name somebody.
pub(super) fn is_small(people: u64) -> bool {
    (1..SMALLEST).contains(&people)
}

/// A square matrix with nothing hidden.
pub(super) fn show(matrix: &[Vec<u64>]) -> Shown {
    matrix.iter().map(|row| row.iter().copied().map(Some).collect()).collect()
}

/// A square matrix with a none for each cell that is hidden, and whether the number of changes may be told
/// beside it. None if a small cell cannot be kept safe.
pub(super) fn hide(matrix: &[Vec<u64>]) -> Option<(Shown, bool)> {
    if let Some(shown) = hide_from(matrix, Known::TotalsAndChanged) {
        return Some((shown, true));
    }
    let shown = hide_from(matrix, Known::Totals)?;
    // The number of changes is all without the diagonal: where that is shown, it tells nothing more.
    let mut diagonal = shown.iter().enumerate().filter_map(|(at, row)| row.get(at));
    let tells_changed = diagonal.all(Option::is_some);
    Some((shown, tells_changed))
}

fn hide_from(matrix: &[Vec<u64>], known: Known) -> Option<Shown> {
    let count = |(row, column): Cell| matrix.get(row).and_then(|row| row.get(column)).copied();
    let places = 0..matrix.len();
    let small: Vec<Cell> = places
        .clone()
        .flat_map(|row| places.clone().map(move |column| (row, column)))
        .filter(|cell| count(*cell).is_some_and(is_small))
        .collect();
    let mut hidden: BTreeSet<Cell> = small.iter().copied().collect();
    for cell in small {
        let possible =
            |exchange: &Exchange| exchange.less.iter().all(|less| count(*less) > Some(0));
        let price = |exchange: &Exchange| -> u64 {
            let cells = exchange.more.iter().chain(&exchange.less);
            cells
                .filter(|cell| !hidden.contains(cell))
                .filter_map(|cell| Some(count(*cell)? + 1))
                .sum()
        };
        let all = exchanges(cell, matrix.len(), known);
        let best = all.into_iter().filter(possible).min_by_key(price)?;
        hidden.extend(best.more.into_iter().chain(best.less));
    }
    let shown = |cell: Cell| count(cell).filter(|_| !hidden.contains(&cell));
    Some(
        places
            .clone()
            .map(|row| places.clone().map(|column| shown((row, column))).collect())
            .collect(),
    )
}

/// The exchanges that a cell has part in.
fn exchanges((row, column): Cell, places: usize, known: Known) -> Vec<Exchange> {
    let mut found = Vec::new();
    let mut both_ways = |one: Vec<Cell>, other: Vec<Cell>| {
        found.push(Exchange { more: one.clone(), less: other.clone() });
        found.push(Exchange { more: other, less: one });
    };
    // Two rows and two columns. If a corner lies on the diagonal, the number of changes tells.
    for other_row in (0..places).filter(|other| *other != row) {
        for other_column in (0..places).filter(|other| *other != column) {
            let one = vec![(row, column), (other_row, other_column)];
            let other = vec![(row, other_column), (other_row, column)];
            let diagonal = one.iter().chain(&other).any(|(row, column)| row == column);
            if known == Known::Totals || !diagonal {
                both_ways(one, other);
            }
        }
    }
    for third in (0..places).filter(|third| *third != row && *third != column) {
        if row != column {
            // Three who go round one way instead of the other.
            both_ways(
                vec![(row, column), (column, third), (third, row)],
                vec![(column, row), (third, column), (row, third)],
            );
            // Two who swap while a third stays, and another pair with another third.
            for (stays, swaps) in [(row, column), (column, row)] {
                both_ways(
                    vec![(third, third), (row, column), (column, row)],
                    vec![(stays, stays), (third, swaps), (swaps, third)],
                );
            }
        }
        for fourth in (0..places).filter(|fourth| row == column && ![row, third].contains(fourth)) {
            both_ways(
                vec![(row, row), (third, fourth), (fourth, third)],
                vec![(third, third), (row, fourth), (fourth, row)],
            );
        }
    }
    found
}
