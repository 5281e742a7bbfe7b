//! A line while it is being laid out: every piece still knows the step that brings it.

use super::width::width;
use super::{Line, Page, Run};
use crate::deck::Step;
use crate::theme::{Ground, Ink};

/// Text of one ink that is seen from one step on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// The columns it takes.
    pub(super) cells: usize,
    pub(super) ink: Ink,
    /// The step that brings it; 0 for padding, which no step brings.
    pub(super) from: Step,
}

/// A line before its later pieces are masked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) pieces: Vec<Piece>,
    /// The columns of all pieces.
    pub(super) cells: usize,
    /// Whether the step shown has put the light on it, as on lines of code that were seen before.
    pub(super) lit: bool,
}

impl Row {
    /// A row of one piece.
    pub(super) fn of(text: &str, ink: Ink, from: Step) -> Self {
        let mut row = Self::default();
        row.push(text, width(text), ink, from);
        row
    }

    /// A row of so many blanks.
    pub(super) fn blank(cells: usize) -> Self {
        let mut row = Self::default();
        row.pad_to(cells);
        row
    }

    /// Adds text at the right end.
    pub(super) fn push(&mut self, text: &str, cells: usize, ink: Ink, from: Step) {
        self.cells += cells;
        if let Some(last) = self.pieces.last_mut()
            && last.ink == ink
            && last.from == from
        {
            last.text.push_str(text);
            last.cells += cells;
        } else if !text.is_empty() {
            self.pieces.push(Piece { text: text.to_owned(), cells, ink, from });
        }
    }

    /// Adds text whose width is not known yet.
    pub(super) fn write(&mut self, text: &str, ink: Ink, from: Step) {
        self.push(text, width(text), ink, from);
    }

    /// Adds another row at the right end.
    pub(super) fn append(&mut self, other: Self) {
        self.cells += other.cells;
        self.lit |= other.lit;
        self.pieces.extend(other.pieces);
    }

    /// Adds blanks until it is that wide.
    pub(super) fn pad_to(&mut self, cells: usize) {
        let missing = cells.saturating_sub(self.cells);
        self.push(&" ".repeat(missing), missing, Ink::default(), 0);
    }

    /// Moves it to the right.
    pub(super) fn indent(&mut self, by: usize) {
        if by > 0 && !self.pieces.is_empty() {
            let pad = Piece { text: " ".repeat(by), cells: by, ink: Ink::default(), from: 0 };
            self.pieces.insert(0, pad);
            self.cells += by;
        }
    }

    /// The first step at which anything is seen on it.
    pub(super) fn from(&self) -> Option<Step> {
        self.pieces.iter().filter(|piece| piece.is_visible()).map(|piece| piece.from).min()
    }
}

impl Piece {
    fn is_visible(&self) -> bool {
        self.from > 0 && (self.ink.ground != Ground::Slide || !self.text.trim().is_empty())
    }
}

/// The columns of the widest row.
pub(super) fn widest(rows: &[Row]) -> usize {
    rows.iter().map(|row| row.cells).max().unwrap_or(0)
}

/// Puts `first` before the first row and `rest` before all others; blank rows stay blank.
pub(super) fn hang(rows: Vec<Row>, first: Row, rest: &Row) -> Vec<Row> {
    let mut first = Some(first);
    let hung = rows.into_iter().map(|row| {
        let mut whole = first.take().unwrap_or_else(|| rest.clone());
        whole.append(row);
        whole
    });
    hung.collect()
}

/// Hides what a later step will bring, and says which lines the step shown has brought.
pub(super) fn mask(rows: Vec<Row>, step: Step) -> Page {
    let is_new = |row: &Row| {
        row.lit || row.pieces.iter().any(|piece| piece.from == step && piece.is_visible())
    };
    let first = rows.iter().position(is_new).filter(|_| step > 1);
    let last = rows.iter().rposition(is_new);
    let revealed = first.zip(last).map(|(first, last)| first..last + 1);
    Page { lines: rows.into_iter().map(|row| line(row, step)).collect(), title: 0, revealed }
}

fn line(row: Row, step: Step) -> Line {
    let mut runs: Vec<Run> = Vec::with_capacity(row.pieces.len());
    for piece in row.pieces {
        let seen = piece.from <= step;
        let text = if seen { piece.text } else { " ".repeat(piece.cells) };
        let ink = if seen { piece.ink } else { Ink::default() };
        match runs.last_mut() {
            Some(last) if last.ink == ink => last.text.push_str(&text),
            _ => runs.push(Run { text, ink }),
        }
    }
    trim_end(&mut runs);
    Line { runs }
}

/// Drops the blanks at the end of a line that nobody could see.
fn trim_end(runs: &mut Vec<Run>) {
    while let Some(last) = runs.last_mut() {
        if last.ink.ground != Ground::Slide {
            return;
        }
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if !last.text.is_empty() {
            return;
        }
        runs.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Role;

    fn two() -> Vec<Row> {
        let mut second = Row::of("now", Ink::of(Role::Text), 1);
        second.write(" later", Ink::of(Role::Accent), 2);
        second.write(" end", Ink::of(Role::Text), 1);
        vec![Row::of("first", Ink::of(Role::Text), 1), second]
    }

    #[test]
    fn what_comes_later_keeps_its_room() {
        let texts = |page: &Page| -> Vec<String> {
            page.lines.iter().map(|l| l.runs.iter().map(|r| r.text.as_str()).collect()).collect()
        };
        assert_eq!(texts(&mask(two(), 1)), ["first", "now       end"]);
        assert_eq!(texts(&mask(two(), 2)), ["first", "now later end"]);
    }

    #[test]
    fn the_step_shown_names_the_lines_it_brought() {
        assert_eq!(mask(two(), 1).revealed, None);
        assert_eq!(mask(two(), 2).revealed, Some(1..2));
        assert_eq!(mask(two(), 3).revealed, None);
    }

    #[test]
    fn blanks_at_the_end_are_dropped_unless_their_ground_is_seen() {
        let mut row = Row::of("a ", Ink::default(), 1);
        assert_eq!(mask(vec![row.clone()], 1).lines[0].runs[0].text, "a");
        row.write("  ", Ink::default().on(Ground::Panel), 1);
        row.pad_to(9);
        let line = &mask(vec![row], 1).lines[0];
        assert_eq!(line.runs.last().unwrap().text, "  ");
    }
}
