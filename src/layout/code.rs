//! Code blocks: a panel as wide as its longest line, nothing of which is ever cut off.

use std::borrow::Cow;

use super::row::Row;
use super::stack::Space;
use super::width::{MARK_BEARER, graphemes, is_mark, is_plain, shown};
use crate::deck::{Code, Lines, Step};
use crate::highlight::ColouredLine;
use crate::theme::{Ground, Ink, Role};

/// Columns from one tab stop to the next.
const TAB: usize = 4;

/// The blanks of a tab, of which one takes what it needs.
const BLANKS: &str = "    ";

/// What stands before the rest of a line that was too long.
const CONTINUED: (&str, usize) = ("↪ ", 2);

/// A character as a reader sees it.
struct Glyph<'a> {
    text: &'a str,
    cells: usize,
    role: Role,
}

/// How the panel's columns are shared.
struct Panel {
    /// Blank columns at each side.
    margin: usize,
    /// The columns of line numbers with the blanks after them.
    gutter: usize,
    /// The columns of code.
    code: usize,
    /// The columns before the rest of a long line.
    continued: usize,
    from: Step,
}

/// Lays out a code block. `own` is the step from which its sets of highlighted lines are counted.
pub(super) fn code(code: &Code, own: Step, space: Space<'_>) -> Vec<Row> {
    let coloured = space.setting.colours.get(&code.language, &code.source);
    let source: Vec<Cow<'_, str>> = code.source.split('\n').map(clean).collect();
    let roles = |index: usize| coloured.and_then(|lines| lines.get(index));
    let lines: Vec<Vec<Glyph<'_>>> = (0..)
        .zip(&source)
        .map(|(index, line)| match line {
            Cow::Borrowed(line) => glyphs(line, roles(index)),
            Cow::Owned(line) => glyphs(line, None),
        })
        .collect();
    let longest = lines.iter().map(|line| cells(line)).max().unwrap_or(0);
    let panel = Panel::new(code, lines.len(), longest, space);
    let set = usize::from(space.setting.step.saturating_sub(own));
    let set = set.min(code.highlights.len().saturating_sub(1));
    let lines_lit = code.highlights.get(set).unwrap_or(&Lines::All);
    // The first set comes with the block itself.
    let is_new = set > 0 && usize::from(own) + set == usize::from(space.setting.step);
    let mut rows = Vec::new();
    for (number, line) in (1..).zip(&lines) {
        let is_lit = lines_lit.contains(number);
        let label = code.numbered_from.map(|first| first.saturating_add(number - 1).to_string());
        let before = rows.len();
        panel.lay_out(line, label.as_deref().unwrap_or_default(), is_lit, &mut rows);
        for row in rows.iter_mut().skip(before) {
            row.lit = is_new && is_lit;
        }
    }
    rows
}

impl Panel {
    fn new(code: &Code, lines: usize, longest: usize, space: Space<'_>) -> Self {
        let margin = usize::from(space.width >= 4);
        let room = space.width - 2 * margin;
        let last = |first: u32| u64::from(first) + (lines as u64).saturating_sub(1);
        let digits = code.numbered_from.map_or(0, |first| last(first).to_string().len() + 2);
        let gutter = if room >= digits + 8 { digits } else { 0 };
        let room = room - gutter;
        let continued = if room >= 8 { CONTINUED.1 } else { 0 };
        Self { margin, gutter, code: longest.min(room), continued, from: space.from }
    }

    fn lay_out(&self, line: &[Glyph<'_>], number: &str, is_lit: bool, rows: &mut Vec<Row>) {
        let mut row = self.begin(number);
        let mut left = self.code;
        for glyph in line {
            let (text, cells) =
                if glyph.cells > self.code { ("…", 1) } else { (glyph.text, glyph.cells) };
            if cells > left {
                rows.push(self.end(row));
                row = self.begin("");
                if self.continued > 0 {
                    row.push(
                        CONTINUED.0,
                        CONTINUED.1,
                        Ink::of(Role::Dim).on(Ground::Panel),
                        self.from,
                    );
                }
                left = self.code - self.continued;
            }
            let role = if is_lit { glyph.role } else { Role::Dim };
            row.push(text, cells, Ink::of(role).on(Ground::Panel), self.from);
            left = left.saturating_sub(cells);
        }
        rows.push(self.end(row));
    }

    fn begin(&self, number: &str) -> Row {
        let mut row = Row::default();
        self.blank(&mut row, self.margin);
        if self.gutter > 0 {
            let digits = self.gutter - 2;
            let number = format!("{number:>digits$}  ");
            row.push(&number, self.gutter, Ink::of(Role::Dim).on(Ground::Panel), self.from);
        }
        row
    }

    fn end(&self, mut row: Row) -> Row {
        let whole = self.margin + self.gutter + self.code + self.margin;
        let missing = whole.saturating_sub(row.cells);
        self.blank(&mut row, missing);
        row
    }

    fn blank(&self, row: &mut Row, cells: usize) {
        row.push(&" ".repeat(cells), cells, Ink::of(Role::Code).on(Ground::Panel), self.from);
    }
}

/// The line as it is shown. Where that is not as it is written, it is not coloured: the roles count
/// the bytes that are written.
fn clean(line: &str) -> Cow<'_, str> {
    if is_plain(line) || line.chars().all(|c| shown(c) == Some(c)) && !line.starts_with(is_mark) {
        return Cow::Borrowed(line);
    }
    let mut clean: String = line.chars().filter_map(shown).filter(|c| *c != '\n').collect();
    if clean.starts_with(is_mark) {
        clean.insert(0, MARK_BEARER);
    }
    Cow::Owned(clean)
}

fn glyphs<'a>(line: &'a str, coloured: Option<&ColouredLine>) -> Vec<Glyph<'a>> {
    let mut glyphs = Vec::with_capacity(line.len());
    let mut runs = coloured.into_iter().flatten();
    let (mut role, mut role_ends) = (Role::Code, 0);
    let (mut at, mut column) = (0, 0);
    for (text, cells) in graphemes(line) {
        while at >= role_ends {
            let Some((next, bytes)) = runs.next() else {
                (role, role_ends) = (Role::Code, usize::MAX);
                break;
            };
            (role, role_ends) = (*next, role_ends + bytes);
        }
        at += text.len();
        let (text, cells) = if text.contains('\t') {
            let cells = TAB - column % TAB;
            (BLANKS.get(..cells).unwrap_or(BLANKS), cells)
        } else {
            (text, usize::from(cells))
        };
        column += cells;
        glyphs.push(Glyph { text, cells, role });
    }
    glyphs
}

fn cells(glyphs: &[Glyph<'_>]) -> usize {
    glyphs.iter().map(|glyph| glyph.cells).sum()
}
