//! Text to rows: where lines may break is for Unicode's annex 14 to say, over the whole paragraph.

use std::iter::Peekable;
use std::slice::Iter;

use unicode_linebreak::linebreaks;

use super::row::Row;
use super::width::{
    MARK_BEARER, forbids_break_at, graphemes, is_mark, is_plain, may_break_at, shown,
};
use crate::deck::Step;
use crate::theme::Ink;

/// A paragraph's text with the inks of its stretches.
#[derive(Clone, Debug, Default)]
pub(super) struct Prose {
    /// What is shown, lines separated by line feeds.
    text: String,
    stretches: Vec<Stretch>,
    /// Where characters that are not shown allow a break or forbid it, by byte.
    hints: Vec<(usize, bool)>,
}

#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// The byte at which it ends.
    end: usize,
    ink: Ink,
    from: Step,
}

/// A character as a reader sees it.
#[derive(Clone, Copy)]
struct Unit<'a> {
    text: &'a str,
    cells: usize,
    ink: Ink,
    from: Step,
    /// Whether a line may end after it.
    ends_word: bool,
}

impl Prose {
    /// Text of one ink.
    pub(super) fn of(text: &str, ink: Ink, from: Step) -> Self {
        let mut prose = Self::default();
        prose.push(text, ink, from);
        prose
    }

    /// Adds text; a line feed in it begins a new line.
    pub(super) fn push(&mut self, text: &str, ink: Ink, from: Step) {
        if is_plain(text) {
            self.text.push_str(text);
        } else {
            text.chars().for_each(|c| self.push_char(c));
        }
        self.stretches.push(Stretch { end: self.text.len(), ink, from });
    }

    fn push_char(&mut self, c: char) {
        let Some(shown) = shown(c) else {
            if may_break_at(c) || forbids_break_at(c) {
                self.hints.push((self.text.len(), may_break_at(c)));
            }
            return;
        };
        if (self.text.is_empty() || self.text.ends_with('\n')) && is_mark(shown) {
            self.text.push(MARK_BEARER);
        }
        self.text.push(if shown == '\t' { ' ' } else { shown });
    }

    /// The columns of the longest line, if nothing is wrapped.
    pub(super) fn natural(&self) -> usize {
        let lines = self.lines();
        let widths = lines.iter().map(|line| cells(without_blank_end(line)));
        widths.max().unwrap_or(0)
    }

    /// The columns of the longest word.
    pub(super) fn longest_word(&self) -> usize {
        let lines = self.lines();
        let words = lines.iter().flat_map(|line| line.split_inclusive(|unit| unit.ends_word));
        words.map(|word| cells(without_blank_end(word))).max().unwrap_or(0)
    }

    /// Wraps it: no row is wider than `width`, which counts as 1 where it is 0. A word that is longer
    /// than a line is broken between characters, and a character that is wider than a line becomes
    /// `…`. Blanks at a wrap and empty lines at both ends are dropped.
    pub(super) fn wrap(&self, width: usize) -> Vec<Row> {
        let mut filler = Filler { width: width.max(1), ..Filler::default() };
        for line in self.lines() {
            for word in line.split_inclusive(|unit| unit.ends_word) {
                filler.place(word);
            }
            filler.end_line();
        }
        let mut rows = filler.rows;
        let empty = |row: &Row| row.pieces.is_empty();
        while rows.last().is_some_and(empty) {
            rows.pop();
        }
        let lead = rows.iter().take_while(|row| empty(row)).count();
        rows.drain(..lead);
        rows
    }

    /// The characters of each line that the author has ended.
    fn lines(&self) -> Vec<Vec<Unit<'_>>> {
        let mut stretches = self.stretches.iter().peekable();
        let mut hints = self.hints.iter().peekable();
        let mut start = 0;
        let lines = self.text.split('\n').map(|line| {
            let units = units(line, start, &mut stretches, &mut hints);
            start += line.len() + 1;
            units
        });
        lines.collect()
    }
}

/// The characters of a line that begins at byte `start`, each with the ink of its first byte.
fn units<'a>(
    line: &'a str,
    start: usize,
    stretches: &mut Peekable<Iter<'_, Stretch>>,
    hints: &mut Peekable<Iter<'_, (usize, bool)>>,
) -> Vec<Unit<'a>> {
    let mut units = Vec::with_capacity(line.len());
    let mut breaks = linebreaks(line).map(|(place, _)| start + place).peekable();
    let mut at = start;
    for (text, cells) in graphemes(line) {
        while stretches.next_if(|stretch| stretch.end <= at).is_some() {}
        let Some(Stretch { ink, from, .. }) = stretches.peek().copied().copied() else { break };
        at += text.len();
        while breaks.next_if(|place| *place < at).is_some() {}
        let mut ends_word = breaks.next_if_eq(&at).is_some();
        while let Some((place, allowed)) = hints.next_if(|(place, _)| *place <= at) {
            ends_word = if *place == at { *allowed } else { ends_word };
        }
        units.push(Unit { text, cells: usize::from(cells), ink, from, ends_word });
    }
    units
}

/// Fills rows with words.
#[derive(Default)]
struct Filler<'a> {
    rows: Vec<Row>,
    row: Row,
    /// Blanks that are kept if the next word comes on the same row.
    blanks: Vec<Unit<'a>>,
    width: usize,
}

impl<'a> Filler<'a> {
    fn place(&mut self, word: &[Unit<'a>]) {
        let core = without_blank_end(word);
        if !core.is_empty() {
            if self.row.cells + cells(&self.blanks) + cells(core) <= self.width {
                for blank in std::mem::take(&mut self.blanks) {
                    self.put(&blank);
                }
            } else {
                self.wrap();
            }
            for unit in core {
                self.put(unit);
            }
        }
        self.blanks.extend_from_slice(word.get(core.len()..).unwrap_or_default());
    }

    fn put(&mut self, unit: &Unit<'_>) {
        let (text, cells) =
            if unit.cells > self.width { ("…", 1) } else { (unit.text, unit.cells) };
        if self.row.cells + cells > self.width {
            self.wrap();
        }
        self.row.push(text, cells, unit.ink, unit.from);
    }

    fn wrap(&mut self) {
        self.blanks.clear();
        if !self.row.pieces.is_empty() {
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    fn end_line(&mut self) {
        self.blanks.clear();
        self.rows.push(std::mem::take(&mut self.row));
    }
}

fn without_blank_end<'a, 'b>(units: &'b [Unit<'a>]) -> &'b [Unit<'a>] {
    let end = units.iter().rposition(|unit| !is_blank(unit.text)).map_or(0, |last| last + 1);
    units.get(..end).unwrap_or(units)
}

/// Whether it is a blank at which a line may break, unlike a no-break space.
fn is_blank(text: &str) -> bool {
    let glue = |c| matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}');
    text.chars().all(|c| c.is_whitespace() && !glue(c))
}

fn cells(units: &[Unit<'_>]) -> usize {
    units.iter().map(|unit| unit.cells).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deck::Look;
    use crate::layout::width::width;
    use crate::theme::Role;

    fn wrapped(text: &str, columns: usize) -> Vec<String> {
        texts(&Prose::of(text, Ink::default(), 1).wrap(columns))
    }

    fn texts(rows: &[Row]) -> Vec<String> {
        rows.iter().map(|row| row.pieces.iter().map(|p| p.text.as_str()).collect()).collect()
    }

    #[test]
    fn lines_break_where_annex_14_allows_it() {
        let cases: &[(&str, usize, &[&str])] = &[
            ("one two three", 7, &["one two", "three"]),
            ("one two three", 8, &["one two", "three"]),
            ("one  two", 3, &["one", "two"]),
            ("a-b-c", 3, &["a-", "b-c"]),
            ("10\u{a0}km far", 5, &["10\u{a0}km", "far"]),
            ("(one) two", 5, &["(one)", "two"]),
            ("日本語のテキスト", 6, &["日本語", "のテキ", "スト"]),
            ("日本。語", 4, &["日", "本。", "語"]),
            ("a\u{200b}b", 1, &["a", "b"]),
            ("multi\u{ad}user", 6, &["multi", "user"]),
            ("שלום עולם", 5, &["שלום", "עולם"]),
            ("one\ntwo three", 20, &["one", "two three"]),
            ("one\n\ntwo\n", 20, &["one", "", "two"]),
            ("", 5, &[]),
            ("   ", 2, &[]),
        ];
        for (text, columns, lines) in cases {
            assert_eq!(wrapped(text, *columns), *lines, "{text:?} in {columns}");
        }
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken_between_characters() {
        assert_eq!(wrapped("x abcdefgh y", 3), ["x", "abc", "def", "gh", "y"]);
        assert_eq!(wrapped("e\u{301}e\u{301}e\u{301}", 2), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(wrapped("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3), ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"]);
    }

    #[test]
    fn a_character_wider_than_the_line_becomes_an_ellipsis() {
        assert_eq!(wrapped("日a", 1), ["…", "a"]);
    }

    #[test]
    fn a_mark_without_a_character_stands_on_a_circle() {
        assert_eq!(wrapped("\u{301}a", 5), ["◌\u{301}a"]);
    }

    #[test]
    fn a_word_that_is_half_bold_does_not_break() {
        let mut prose = Prose::of("so half", Ink::default(), 1);
        prose.push("bold", Ink::default().with(Look::STRONG), 1);
        prose.push(" it is", Ink::of(Role::Accent), 1);
        let rows = prose.wrap(8);
        assert_eq!(texts(&rows), ["so", "halfbold", "it is"]);
        assert_eq!(rows[1].pieces[1].ink.look, Look::STRONG);
        assert_eq!(rows[2].pieces[0].ink.role, Role::Accent);
    }

    #[test]
    fn a_long_word_takes_time_in_proportion_to_its_length() {
        let rows = Prose::of(&"ä".repeat(100_000), Ink::default(), 1).wrap(50);
        assert_eq!(rows.len(), 2_000);
        assert_eq!(wrapped(&"\u{301}".repeat(100_000), 5).len(), 1);
    }

    fn solid(text: &str) -> String {
        text.chars().filter_map(shown).filter(|c| !c.is_whitespace()).collect()
    }

    proptest! {
        #[test]
        fn wrapped_text_loses_no_character_and_fits(
            text in "(\\PC|[a-z日\u{301}\u{200d}\u{200b} -]|👩‍🚀){0,60}",
            columns in 2_usize..200,
        ) {
            let rows = Prose::of(&text, Ink::default(), 1).wrap(columns);
            for row in &rows {
                let text: String = row.pieces.iter().map(|piece| piece.text.as_str()).collect();
                prop_assert!(row.cells <= columns);
                prop_assert_eq!(row.cells, width(&text));
            }
            let bare = |text: &str| solid(text).replace(MARK_BEARER, "");
            let lines: String = texts(&rows).concat();
            prop_assert_eq!(bare(&lines), bare(&text));
        }

        #[test]
        fn any_text_fits_any_width(text in any::<String>(), columns in 1_usize..200) {
            for row in Prose::of(&text, Ink::default(), 1).wrap(columns) {
                let text: String = row.pieces.iter().map(|piece| piece.text.as_str()).collect();
                prop_assert!(width(&text) <= columns);
            }
        }
    }
}
