//! A heading in letters that the last row can read, drawn from the dots of an 8 × 8 font.

use font8x8::UnicodeFonts;

use super::Size;
use super::inline;
use super::row::Row;
use super::stack::{align_lines, offset};
use super::width::clip;
use super::wrap::Prose;
use crate::deck::{Align, Look, Span, Step, plain};
use crate::theme::{Ink, Role};

/// The rows of the screen that a line of letters takes.
const ROWS: usize = 4;

/// The part of the height that letters may take: 3 of 5.
const SHARE: (usize, usize) = (3, 5);

/// Dots between two words.
const WORD_GAP: usize = 4;

/// The short line under the letters.
const RULE: &str = "━━━━";

/// How dots become cells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dots {
    /// Two dots a cell, one above the other.
    Half,
    /// Four dots a cell.
    Quadrant,
}

/// A word as columns of dots; the lowest bit is the highest dot.
type Word = Vec<u8>;

/// A slide that is nothing but this heading: large letters where they fit, else bold text; below
/// them a short line and, under letters, the heading as text.
pub(super) fn banner(heading: &[Span], from: Step, size: Size) -> Vec<Row> {
    let (width, height) = (usize::from(size.width).max(1), usize::from(size.height));
    let accent = Row::of(&clip(RULE, width), Ink::of(Role::Accent), from);
    let mut rows;
    // Letters cannot come one by one.
    let whole = heading.iter().map(|span| span.from).fold(from, Step::max);
    if let Some(drawn) = letters(&plain(heading), whole, width, height) {
        rows = drawn;
        rows.push(Row::default());
        rows.push(accent);
        rows.extend(balanced(&inline::prose(heading, Ink::of(Role::Dim), from), width));
    } else {
        let ink = Ink::of(Role::Heading).with(Look::STRONG);
        rows = balanced(&inline::prose(heading, ink, from), width);
        rows.push(accent);
    }
    rows = align_lines(rows, Align::Center, width);
    let above = offset(height.saturating_sub(rows.len()), Align::Center);
    rows.splice(0..0, std::iter::repeat_n(Row::default(), above));
    rows
}

/// Wraps into as few rows as possible that are as even as possible.
fn balanced(prose: &Prose, width: usize) -> Vec<Row> {
    /// More rows than these are no heading any more.
    const MOST: usize = 4;
    let rows = prose.wrap(width);
    if rows.len() < 2 || rows.len() > MOST {
        return rows;
    }
    let (mut too_narrow, mut enough) = (0, width);
    while too_narrow + 1 < enough {
        let middle = usize::midpoint(too_narrow, enough);
        let fits = prose.wrap(middle).len() <= rows.len();
        if fits { enough = middle } else { too_narrow = middle }
    }
    prose.wrap(enough)
}

/// The heading in the largest letters that fit, line below line.
pub(super) fn letters(heading: &str, from: Step, width: usize, height: usize) -> Option<Vec<Row>> {
    let words: Vec<Word> = heading.split_whitespace().map(word).collect::<Option<_>>()?;
    let highest = height * SHARE.0 / SHARE.1;
    let broken = |dots: Dots| {
        let lines = break_lines(&words, dots.across(width))?;
        let fits = lines.len() <= dots.most_lines() && lines.len() * (ROWS + 1) - 1 <= highest;
        fits.then_some(lines)
    };
    let (dots, lines) =
        [Dots::Half, Dots::Quadrant].into_iter().find_map(|dots| Some((dots, broken(dots)?)))?;
    let mut rows = Vec::new();
    for line in lines {
        if !rows.is_empty() {
            rows.push(Row::default());
        }
        let ink = Ink::of(Role::Heading);
        rows.extend((0..ROWS).map(|row| dots.row(&line, row, ink, from)));
    }
    Some(rows)
}

/// A time in the largest letters that fit. All figures are equally wide, so that none moves when one changes.
pub(super) fn figures(text: &str, ink: Ink, from: Step, width: usize) -> Option<Vec<Row>> {
    let widest =
        ('0'..='9').filter_map(|c| word(c.encode_utf8(&mut [0; 4]))).map(|w| w.len()).max()?;
    let mut columns = Word::new();
    for c in text.chars() {
        let letter = word(c.encode_utf8(&mut [0; 4]))?;
        let missing = if c.is_ascii_digit() { widest.saturating_sub(letter.len()) } else { 0 };
        columns.extend(std::iter::repeat_n(0, missing / 2 + usize::from(!columns.is_empty())));
        columns.extend(letter);
        columns.extend(std::iter::repeat_n(0, missing - missing / 2));
    }
    let fits = |dots: &Dots| !columns.is_empty() && columns.len() <= dots.across(width);
    let dots = [Dots::Half, Dots::Quadrant].into_iter().find(fits)?;
    Some((0..ROWS).map(|row| dots.row(&columns, row, ink, from)).collect())
}

/// The words in as few lines as they need; none if there are no words or one is too long.
fn break_lines(words: &[Word], width: usize) -> Option<Vec<Word>> {
    let mut lines: Vec<Word> = Vec::new();
    for word in words {
        if word.len() > width {
            return None;
        }
        match lines.last_mut() {
            Some(line) if line.len() + WORD_GAP + word.len() <= width => {
                line.extend([0; WORD_GAP]);
                line.extend(word);
            }
            _ => lines.push(word.clone()),
        }
    }
    (!lines.is_empty()).then_some(lines)
}

/// The dots of a word, if the font has all its letters.
fn word(text: &str) -> Option<Word> {
    let mut columns = Word::new();
    for letter in text.chars() {
        let glyph = glyph(letter)?;
        // The font has a letter's leftmost dot in the lowest bit of each of its rows.
        let column = |x: usize| {
            let dots = glyph.iter().enumerate().filter(|(_, row)| *row >> x & 1 == 1);
            dots.fold(0, |column, (y, _)| column | 1 << y)
        };
        let all: Vec<u8> = (0..8).map(column).collect();
        let first = all.iter().position(|column| *column != 0)?;
        let last = all.iter().rposition(|column| *column != 0)?;
        if !columns.is_empty() {
            columns.push(0);
        }
        columns.extend(all.get(first..=last)?);
    }
    Some(columns)
}

fn glyph(letter: char) -> Option<[u8; 8]> {
    let letter = match letter {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '–' | '—' | '‐' | '‑' => '-',
        other => other,
    };
    font8x8::BASIC_FONTS
        .get(letter)
        .or_else(|| font8x8::LATIN_FONTS.get(letter))
        .or_else(|| font8x8::GREEK_FONTS.get(letter))
}

impl Dots {
    /// The dots that fit side by side into that many columns.
    fn across(self, columns: usize) -> usize {
        match self {
            Self::Half => columns,
            Self::Quadrant => 2 * columns,
        }
    }

    /// With more lines of letters than this, plain text is read sooner.
    fn most_lines(self) -> usize {
        match self {
            Self::Half => 3,
            Self::Quadrant => 2,
        }
    }

    /// One of the four rows of a line of letters.
    fn row(self, line: &[u8], row: usize, ink: Ink, from: Step) -> Row {
        let pair = |column: &u8| column >> (2 * row) & 3;
        let text: String = match self {
            Self::Half => line.iter().map(|column| half(pair(column))).collect(),
            Self::Quadrant => {
                let cells = line.chunks(2).map(|cell| {
                    let left = cell.first().map_or(0, pair);
                    let right = cell.get(1).map_or(0, pair);
                    quadrant(left, right)
                });
                cells.collect()
            }
        };
        Row::of(&text, ink, from)
    }
}

fn half(dots: u8) -> char {
    match dots {
        0 => ' ',
        1 => '▀',
        2 => '▄',
        _ => '█',
    }
}

fn quadrant(left: u8, right: u8) -> char {
    const CELLS: [[char; 4]; 4] =
        [[' ', '▝', '▗', '▐'], ['▘', '▀', '▚', '▜'], ['▖', '▞', '▄', '▟'], ['▌', '▛', '▙', '█']];
    let row = CELLS.get(usize::from(left));
    row.and_then(|row| row.get(usize::from(right))).copied().unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::samples::{heading, ink_of, page, paragraph, slide, texts};

    fn drawn(text: &str, width: u16, height: u16) -> Vec<String> {
        texts(&page(&slide(vec![heading(1, text)]), 1, width, height))
    }

    #[test]
    fn a_heading_alone_is_drawn_in_large_letters_and_stands_below_as_text() {
        let lines = [
            "",
            "   ██  ██  ▀▀",
            "   ██▄▄██ ▀██",
            "   ██  ██  ██",
            "   ▀▀  ▀▀ ▀▀▀▀",
            "",
            "       ━━━━",
            "        Hi",
        ];
        assert_eq!(drawn("Hi", 18, 9), lines);
        let page = page(&slide(vec![heading(1, "Hi")]), 1, 18, 9);
        assert_eq!(ink_of(&page, "█").role, Role::Heading);
        assert_eq!(ink_of(&page, "━").role, Role::Accent);
        assert_eq!(ink_of(&page, "Hi").role, Role::Dim);
    }

    #[test]
    fn letters_are_the_largest_that_fit() {
        let is_half = |lines: &[String]| !lines.concat().contains(['▌', '▐', '▘', '▝', '▟', '▛']);
        let large = drawn("Models", 76, 20);
        assert!(is_half(&large) && large.concat().contains('█'));
        let small = drawn("Models", 30, 20);
        assert!(!is_half(&small) && small.concat().contains('▙'));
        let plain = drawn("Models", 14, 20);
        assert_eq!(plain.iter().filter(|line| !line.is_empty()).count(), 2);
        assert!(plain.iter().any(|line| line.trim() == "Models"));
    }

    #[test]
    fn letters_take_at_most_three_fifths_of_the_height() {
        let rows = |height| {
            let lines = drawn("Centralized vs Embedded", 40, height);
            lines.iter().filter(|line| line.contains(['▀', '▄', '█'])).count()
        };
        assert_eq!(rows(20), 8);
        assert_eq!(rows(15), 8);
        assert_eq!(rows(14), 0);
    }

    #[test]
    fn figures_stay_where_they_are_whatever_the_time() {
        let drawn = |text: &str, width| figures(text, Ink::of(Role::Heading), 1, width);
        let columns = |text| drawn(text, 76).unwrap().iter().map(|row| row.cells).max().unwrap();
        assert_eq!(columns("1:11"), columns("8:88"));
        assert!(drawn("1:02", 16).is_some() && drawn("1:02", 9).is_none());
        assert!(drawn("1 02", 76).is_none());
    }

    #[test]
    fn a_letter_that_the_font_lacks_makes_it_plain() {
        assert!(drawn("日本語", 76, 20).iter().any(|line| line.trim() == "日本語"));
        assert!(!drawn("日本語", 76, 20).concat().contains('█'));
        assert!(drawn("Ärger’s", 76, 20).concat().contains('█'), "umlauts and quotes are there");
    }

    #[test]
    fn plain_lines_are_as_even_as_they_can_be() {
        let lines = drawn("One heading that is a little too long in 日本", 36, 9);
        assert_eq!(lines[3..5], ["       One heading that is a", "      little too long in 日本"]);
    }

    #[test]
    fn a_slide_that_shows_more_has_no_large_letters() {
        let lines = texts(&page(&slide(vec![heading(1, "Hi"), paragraph("a")]), 1, 40, 20));
        assert_eq!(lines, ["Hi", "", "a"]);
    }
}
