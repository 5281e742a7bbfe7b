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

/// What stands before the rest of a line that was too long.
const CONTINUED: (&str, usize) = ("↪ ", 2);

/// A character as a reader sees it.
#[derive(Clone, Copy)]
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
    let step = space.setting.step;
    let set = usize::from(step.saturating_sub(own));
    let set = set.min(code.highlights.len().saturating_sub(1));
    let lines_lit = code.highlights.get(set).unwrap_or(&Lines::All);
    // The first set comes with the block itself.
    let is_new = set > 0 && space.from <= step && usize::from(own) + set == usize::from(step);
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
        if text.contains('\t') {
            let cells = TAB - column % TAB;
            column += cells;
            glyphs.extend(std::iter::repeat_n(Glyph { text: " ", cells: 1, role }, cells));
        } else {
            column += usize::from(cells);
            glyphs.push(Glyph { text, cells: usize::from(cells), role });
        }
    }
    glyphs
}

fn cells(glyphs: &[Glyph<'_>]) -> usize {
    glyphs.iter().map(|glyph| glyph.cells).sum()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::deck::{Align, Block, BlockKind};
    use crate::highlight::Colours;
    use crate::layout::samples::{block, drawn, later, page, slide, texts};
    use crate::layout::{Live, Page, Size, View, lay_out, width};

    fn sample(source: &str) -> Code {
        let (language, source) = ("rust".to_owned(), source.to_owned());
        Code { language, source, numbered_from: None, highlights: Vec::new() }
    }

    fn lines(code: Code, columns: u16) -> Vec<String> {
        drawn(&[block(BlockKind::Code(code))], columns)
    }

    /// The roles of the lines, each once in a row.
    fn roles(page: &Page) -> Vec<Vec<Role>> {
        let of_line = |line: &crate::layout::Line| -> Vec<Role> {
            let inked = line.runs.iter().filter(|run| !run.text.trim().is_empty());
            inked.map(|run| run.ink.role).collect()
        };
        page.lines.iter().map(of_line).collect()
    }

    #[test]
    fn the_panel_is_as_wide_as_the_longest_line() {
        let code = Block { align: Align::Center, ..block(BlockKind::Code(sample("abc\n\nx"))) };
        let page = page(&slide(vec![code]), 1, 11, 9);
        assert_eq!(texts(&page), ["    abc ", "        ", "    x   "]);
        let panel = |line: &crate::layout::Line| -> usize {
            let panel = line.runs.iter().filter(|run| run.ink.ground == Ground::Panel);
            panel.map(|run| width(&run.text)).sum()
        };
        assert!(page.lines.iter().all(|line| panel(line) == 5));
    }

    #[test]
    fn a_long_line_goes_on_below_and_nothing_is_cut() {
        let cases: &[(&str, u16, &[&str])] = &[
            ("abcdefghijkl", 12, &[" abcdefghij ", " ↪ kl       "]),
            ("日本語日本語", 13, &[" 日本語日本  ", " ↪ 語        "]),
            ("abcdef", 6, &[" abcd ", " ef   "]),
            ("abcd", 3, &["abc", "d  "]),
            ("日a", 1, &["…", "a"]),
        ];
        for (source, columns, shown) in cases {
            assert_eq!(lines(sample(source), *columns), *shown, "{source}");
        }
    }

    #[test]
    fn a_tab_goes_to_the_next_stop() {
        assert_eq!(lines(sample("\ta\nab\tc\n日\td"), 40), ["     a ", " ab  c ", " 日  d "]);
    }

    #[test]
    fn numbers_stand_at_the_right_of_their_gutter() {
        let code = Code { numbered_from: Some(9), ..sample("a\nbcdefghijk") };
        let shown = ["  9  a          ", " 10  bcdefghijk "];
        assert_eq!(lines(code.clone(), 40), shown);
        let shown = ["  9  a        ", " 10  bcdefghi ", "     ↪ jk     "];
        assert_eq!(lines(code.clone(), 14), shown);
        assert_eq!(lines(code, 13)[0], " a          ", "no room for numbers");
    }

    #[test]
    fn the_roles_of_the_highlighter_are_taken_where_they_are_known() {
        let source = "fn ä\nx";
        let mut colours = Colours::default();
        let coloured = [
            vec![(Role::Keyword, 2), (Role::Code, 1), (Role::Function, 2)],
            vec![(Role::Literal, 1)],
        ];
        let slide = slide(vec![block(BlockKind::Code(sample(source)))]);
        let shown = |colours: &Colours| {
            let size = Size { width: 20, height: 9 };
            roles(&lay_out(&slide, &View { step: 1, size, colours, live: Live::none() }))
        };
        assert_eq!(shown(&colours), [vec![Role::Code], vec![Role::Code]]);
        colours.insert("rust", source, Arc::from(coloured));
        assert_eq!(shown(&colours), [vec![Role::Keyword, Role::Function], vec![Role::Literal]]);
    }

    #[test]
    fn each_step_puts_the_light_on_its_lines() {
        let highlights = vec![Lines::Ranges(vec![(1, 1)]), Lines::Ranges(vec![(2, 3)])];
        let code = Code { highlights, ..sample("a\nb\nc\nx") };
        let slide = slide(vec![later(2, block(BlockKind::Code(code)))]);
        let at = |step| {
            let page = page(&slide, step, 20, 9);
            let lit = |roles: &Vec<Role>| roles == &[Role::Code];
            let lit: Vec<bool> = roles(&page).iter().map(lit).collect();
            (lit, page.revealed)
        };
        assert_eq!(at(1), (vec![false; 4], None));
        assert_eq!(texts(&page(&slide, 1, 20, 9)), [""; 4]);
        assert_eq!(at(2), (vec![true, false, false, false], Some(0..4)));
        assert_eq!(at(3), (vec![false, true, true, false], Some(1..3)));
        assert_eq!(at(4), (vec![false, true, true, false], None));
    }

    #[test]
    fn what_a_terminal_may_not_get_does_not_come_through_code() {
        assert_eq!(lines(sample("a\u{1b}b\u{202e}c\u{200b}"), 20), [" a\u{fffd}bc "]);
        assert_eq!(lines(sample("\u{301}a"), 20), [" ◌\u{301}a "]);
    }

    #[test]
    fn an_empty_block_is_an_empty_panel() {
        assert_eq!(lines(sample(""), 20), ["  "]);
    }
}
