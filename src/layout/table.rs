//! Tables: columns set apart by room, not by lines; each gets what it needs or its share of it.

use super::inline;
use super::row::Row;
use super::stack::{Space, offset};
use super::wrap::Prose;
use crate::deck::{Align, Look, Table, Text, plain};
use crate::theme::{Ink, Role};

/// Columns between two columns of the table.
const GAP: usize = 3;

/// Where there are fewer columns of the terminal for each of the table's, rows are stacked.
const NARROWEST: usize = 8;

/// Lays out a table; its columns always fit.
pub(super) fn table(table: &Table, space: Space<'_>) -> Vec<Row> {
    let count = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(table.head.len());
    let head: Vec<Prose> = cells(&table.head, count, head_ink(), space);
    let body: Vec<Vec<Prose>> =
        table.rows.iter().map(|row| cells(row, count, space.ink(), space)).collect();
    let of_column = |measure: fn(&Prose) -> usize| -> Vec<usize> {
        let widest = |column: usize| {
            let cells = std::iter::once(&head).chain(&body).filter_map(|row| row.get(column));
            cells.map(measure).max().unwrap_or(0)
        };
        (0..count).map(widest).collect()
    };
    let natural = of_column(Prose::natural);
    let room = space.width.saturating_sub(GAP * count.saturating_sub(1));
    let fits = natural.iter().sum::<usize>() <= room;
    if !fits && space.width < NARROWEST * count {
        return stacked(table, space);
    }
    let widths =
        if fits { natural } else { share(room, &natural, &of_column(Prose::longest_word)) };
    assemble(&head, &body, &widths, table, space)
}

fn head_ink() -> Ink {
    Ink::of(Role::Heading).with(Look::STRONG)
}

/// The prose of each cell of a row, with empty ones where the author has written too few.
fn cells(row: &[Text], count: usize, ink: Ink, space: Space<'_>) -> Vec<Prose> {
    let empty = Text::new();
    let texts = row.iter().chain(std::iter::repeat(&empty)).take(count);
    texts.map(|text| inline::prose(text, ink, space.from)).collect()
}

fn assemble(
    head: &[Prose],
    body: &[Vec<Prose>],
    widths: &[usize],
    table: &Table,
    space: Space<'_>,
) -> Vec<Row> {
    let whole = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let rule = |stroke: &str| Row::of(&stroke.repeat(whole), Ink::of(Role::Dim), space.from);
    let mut rows = beside(head, widths, &table.aligns);
    if rows.iter().all(|row| row.pieces.is_empty()) {
        rows.clear();
    } else {
        rows.push(rule("─"));
    }
    let body: Vec<Vec<Row>> =
        body.iter().map(|cells| beside(cells, widths, &table.aligns)).collect();
    let set_apart = body.iter().any(|row| row.len() > 1);
    for (index, row) in body.into_iter().enumerate() {
        if set_apart && index > 0 {
            rows.push(rule("╌"));
        }
        rows.extend(row);
    }
    rows
}

/// The cells of one row beside each other; at least one line.
fn beside(cells: &[Prose], widths: &[usize], aligns: &[Align]) -> Vec<Row> {
    let mut rows = vec![Row::default()];
    let mut left = 0;
    let aligns = aligns.iter().copied().chain(std::iter::repeat(Align::Left));
    for ((cell, width), align) in cells.iter().zip(widths).zip(aligns) {
        let lines = cell.wrap(*width);
        rows.resize(rows.len().max(lines.len()), Row::default());
        for (row, line) in rows.iter_mut().zip(lines) {
            if !line.pieces.is_empty() {
                row.pad_to(left + offset(width.saturating_sub(line.cells), align));
                row.append(line);
            }
        }
        left += width + GAP;
    }
    rows
}

/// Each row as lines of `head: value`.
fn stacked(table: &Table, space: Space<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for cells in &table.rows {
        let before = rows.len();
        if before > 0 {
            rows.push(Row::default());
        }
        let empty = Text::new();
        let heads = table.head.iter().chain(std::iter::repeat(&empty));
        for (head, value) in heads.zip(cells) {
            let mut prose = inline::prose(head, head_ink(), space.from);
            if !plain(head).is_empty() {
                prose.push(": ", head_ink(), space.from);
            }
            inline::append(&mut prose, value, space.ink(), space.from);
            rows.extend(prose.wrap(space.width));
        }
        if rows.len() == before + 1 && before > 0 {
            rows.pop();
        }
    }
    if table.rows.is_empty() {
        for head in &table.head {
            rows.extend(inline::prose(head, head_ink(), space.from).wrap(space.width));
        }
    }
    rows
}

/// Shares out a width that is too small for all columns: first its longest word for each, as far as
/// that goes, then the rest in proportion to what each would like to have.
fn share(room: usize, natural: &[usize], longest_words: &[usize]) -> Vec<usize> {
    let mut widths = level(room, longest_words);
    loop {
        let left = room - widths.iter().sum::<usize>().min(room);
        let open: Vec<bool> = widths.iter().zip(natural).map(|(has, wants)| has < wants).collect();
        let claims: usize =
            natural.iter().zip(&open).filter(|(_, open)| **open).map(|(wants, _)| wants).sum();
        if left == 0 || claims == 0 {
            return widths;
        }
        let mut given = 0;
        for ((width, wants), _) in
            widths.iter_mut().zip(natural).zip(&open).filter(|(_, open)| **open)
        {
            let part = (left * wants / claims).min(wants - *width);
            *width += part;
            given += part;
        }
        // What rounding has left goes out one by one, so that every round gives something.
        for ((width, wants), _) in
            widths.iter_mut().zip(natural).zip(&open).filter(|(_, open)| **open)
        {
            if given == 0 && *width < *wants {
                *width += 1;
                given = 1;
            }
        }
    }
}

/// The wishes, all cut to one level where they are too much together; nobody gets nothing.
fn level(room: usize, wishes: &[usize]) -> Vec<usize> {
    let cut = |level: usize| wishes.iter().map(move |wish| (*wish).clamp(1, level.max(1)));
    let most = wishes.iter().copied().max().unwrap_or(0);
    let (mut fits, mut too_much) = (1, most + 1);
    while fits + 1 < too_much {
        let middle = usize::midpoint(fits, too_much);
        if cut(middle).sum::<usize>() <= room { fits = middle } else { too_much = middle }
    }
    cut(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Block, BlockKind};
    use crate::layout::samples::{block, drawn, ink_of, page, slide, words};
    use crate::layout::width;

    fn sample(aligns: &[Align], rows: &[&[&str]]) -> Block {
        let texts = |row: &&[&str]| row.iter().map(|cell| words(cell)).collect();
        let mut rows: Vec<Vec<Text>> = rows.iter().map(texts).collect();
        let head = rows.remove(0);
        block(BlockKind::Table(Table { aligns: aligns.to_vec(), head, rows }))
    }

    #[test]
    fn columns_are_as_wide_as_their_cells_where_there_is_room() {
        let table = sample(
            &[Align::Left, Align::Right, Align::Center],
            &[&["name", "n", "mark"], &["a", "1234", "x"], &["日本", "5"]],
        );
        let lines = ["name      n   mark", "──────────────────", "a      1234    x", "日本      5"];
        assert_eq!(drawn(std::slice::from_ref(&table), 40), lines);
        let page = page(&slide(vec![table]), 1, 40, 9);
        assert_eq!(ink_of(&page, "name"), Ink::of(Role::Heading).with(Look::STRONG));
        assert_eq!(ink_of(&page, "──").role, Role::Dim);
    }

    #[test]
    fn columns_share_a_width_that_is_too_small_and_rows_are_set_apart() {
        let long = "several words that go on and on";
        let table = sample(&[], &[&["a", "b"], &["Centralized", long], &["c", "d"]]);
        let lines = [
            "a             b",
            "──────────────────────────────",
            "Centralized   several words",
            "              that go on and",
            "              on",
            "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌",
            "c             d",
        ];
        assert_eq!(drawn(&[table], 30), lines);
    }

    #[test]
    fn a_table_fits_exactly_at_every_width() {
        let long = "several words that go on and on";
        let table =
            sample(&[], &[&["a", long, "c"], &["Centralized", long, "antidisestablishment"]]);
        for columns in 24..80_u16 {
            let lines = drawn(std::slice::from_ref(&table), columns);
            let rule = lines.iter().find(|line| line.starts_with('─')).unwrap();
            assert_eq!(width(rule), usize::from(columns).min(11 + 31 + 20 + 2 * GAP), "{columns}");
        }
    }

    #[test]
    fn a_table_that_is_much_too_wide_becomes_lines() {
        let table = sample(&[], &[&["name", "", "why"], &["a", "b", "c d"], &["e", "f", "g"]]);
        let lines = ["name: a", "b", "why: c d", "", "name: e", "f", "why: g"];
        assert_eq!(drawn(&[table], 9), lines);
    }

    #[test]
    fn a_table_without_a_head_has_no_rule() {
        let table = sample(&[], &[&["", ""], &["a", "b"]]);
        assert_eq!(drawn(&[table], 20), ["a   b"]);
        assert_eq!(drawn(&[sample(&[], &[&[]])], 20), Vec::<String>::new());
    }

    #[test]
    fn what_is_left_goes_to_those_who_want_it_in_proportion() {
        assert_eq!(share(20, &[10, 40], &[4, 6]), [6, 14]);
        assert_eq!(share(10, &[30, 30], &[12, 12]), [5, 5]);
        assert_eq!(share(12, &[2, 100], &[2, 40]), [2, 10]);
    }
}
