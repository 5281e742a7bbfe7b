//! Blocks one below the other, and the kinds of block that are little more than that.

use super::row::{Row, hang, widest};
use super::width::{clip, width};
use super::wrap::Prose;
use super::{
    Live, card, code, columns, discussion, happened, inline, list, picture, poll, table, votes,
};
use crate::deck::{Alert, Align, Block, BlockKind, Definition, Look, Step};
use crate::highlight::Colours;
use crate::theme::{Ink, Role};

/// What is the same for every block of a page.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) step: Step,
    /// The rows there are for the whole page.
    pub(super) height: usize,
    pub(super) colours: &'a Colours,
    pub(super) live: Live<'a>,
    /// What is left out because the page is too long with it.
    pub(super) without: Without,
    /// By how many rows the page is still too long: lists that have an end to cut lose that many.
    pub(super) cut: usize,
    /// The heading that is the slide's title.
    pub(super) title: Option<&'a Block>,
    /// The slide's title as plain text.
    pub(super) title_text: &'a str,
    /// The polls that it names and the deck does not have.
    pub(super) unknown_polls: &'a [String],
}

/// What polls, their results and discussions that run do without where a page is too long, the least missed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Without {
    Nothing,
    /// The blank lines along frames.
    Air,
    /// And those inside them.
    BlankLines,
    /// And the code to join by, which can be typed.
    Code,
    /// And the table of who moved where, and the large figures of a clock.
    Matrix,
    /// And what is said of the count in words, or of what to do.
    Sentences,
}

impl Without {
    /// All that leave something out.
    pub(super) const MORE_AND_MORE: [Self; 5] =
        [Self::Air, Self::BlankLines, Self::Code, Self::Matrix, Self::Sentences];
}

/// The room that a block has, and what it takes over from the blocks around it.
#[derive(Clone, Copy)]
pub(super) struct Space<'a> {
    pub(super) setting: &'a Setting<'a>,
    /// At least 1.
    pub(super) width: usize,
    /// Nothing in it is seen before this step.
    pub(super) from: Step,
    /// What running text is for.
    pub(super) role: Role,
    /// How many lists it stands in.
    pub(super) lists: usize,
    /// How many blocks it stands in.
    pub(super) depth: usize,
}

impl<'a> Space<'a> {
    /// Blocks nested deeper than this are left out: no screen is wide enough to tell them apart, and
    /// the stack of a thread ends somewhere.
    const DEEPEST: usize = 100;

    pub(super) fn new(setting: &'a Setting<'a>, width: usize) -> Self {
        Self { setting, width: width.max(1), from: 1, role: Role::Text, lists: 0, depth: 0 }
    }

    /// The room inside this one that begins some columns to the right, from a step on.
    pub(super) fn inside(self, indent: usize, from: Step) -> Self {
        let width = self.width.saturating_sub(indent).max(1);
        Self { width, from: self.from.max(from), depth: self.depth + 1, ..self }
    }

    /// The ink of running text.
    pub(super) fn ink(self) -> Ink {
        Ink::of(self.role)
    }
}

/// Lays out blocks one below the other, with that many blank lines between two. Blank lines that the
/// author has set stand in place of those.
pub(super) fn stack(blocks: &[Block], space: Space<'_>, gap: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut blanks = None;
    for block in blocks {
        if let BlockKind::Blank(lines) = block.kind {
            blanks = Some(blanks.unwrap_or(0) + usize::from(lines));
            continue;
        }
        let laid = lay_out_block(block, space);
        if laid.is_empty() {
            continue;
        }
        let between = if rows.is_empty() { 0 } else { gap };
        rows.resize(rows.len() + blanks.take().unwrap_or(between), Row::default());
        rows.extend(laid);
    }
    rows.resize(rows.len() + blanks.unwrap_or(0), Row::default());
    rows
}

fn lay_out_block(block: &Block, space: Space<'_>) -> Vec<Row> {
    let space = space.inside(0, block.from);
    if space.depth > Space::DEEPEST {
        return vec![Row::of("…", Ink::of(Role::Dim), space.from)];
    }
    let by_line = |rows| align_lines(rows, block.align, space.width);
    let as_whole = |rows| align_whole(rows, block.align, space.width);
    match &block.kind {
        BlockKind::Heading { level, text } => {
            let is_title = space.setting.title.is_some_and(|title| std::ptr::eq(title, block));
            let role = if is_title || *level <= 2 { Role::Heading } else { Role::Accent };
            let ink = Ink::of(role).with(Look::STRONG);
            by_line(inline::prose(text, ink, space.from).wrap(space.width))
        }
        BlockKind::Paragraph(text) => {
            by_line(inline::prose(text, space.ink(), space.from).wrap(space.width))
        }
        BlockKind::Code(code) => as_whole(code::code(code, block.from, space)),
        BlockKind::List(list) => as_whole(list::list(list, space)),
        BlockKind::Table(table) => as_whole(table::table(table, space)),
        BlockKind::Quote { alert, blocks } => as_whole(quote(*alert, blocks, space)),
        BlockKind::Definitions(definitions) => as_whole(define(definitions, space)),
        BlockKind::Columns(sides) => columns::columns(sides, space),
        BlockKind::Rule => {
            vec![Row::of(&"─".repeat(space.width), Ink::of(Role::Dim), space.from)]
        }
        // Blank lines are for the stack to set, the middle is for the page to find.
        BlockKind::Blank(_) | BlockKind::Middle => Vec::new(),
        BlockKind::Poll(poll) => as_whole(poll::poll(poll, space)),
        BlockKind::Discussion(prompt) => as_whole(discussion::discussion(prompt, space)),
        BlockKind::Results(results) => as_whole(votes::results(results, space)),
        BlockKind::Happened(happened) => as_whole(happened::happened(happened, space)),
        BlockKind::Picture(picture) => as_whole(picture::picture(picture, space)),
        BlockKind::Broken { what, problem } => as_whole(card::broken(what, problem, space)),
    }
}

/// Content with a label at its left from which it hangs, or below it where there is too little room.
pub(super) fn labelled(
    label: &str,
    ink: Ink,
    hanging: usize,
    space: Space<'_>,
    content: impl FnOnce(Space<'_>) -> Vec<Row>,
) -> Vec<Row> {
    /// The fewest columns that content must have beside its label.
    const NARROWEST: usize = 4;
    if space.width < hanging + NARROWEST {
        let mut rows = vec![Row::of(&clip(label, space.width), ink, space.from)];
        rows.extend(content(space.inside(0, space.from)));
        return rows;
    }
    let mut rows = content(space.inside(hanging, space.from));
    if rows.is_empty() {
        rows.push(Row::default());
    }
    let mut first = Row::of(label, ink, space.from);
    first.pad_to(hanging);
    let mut rest = Row::default();
    rest.pad_to(hanging);
    hang(rows, first, &rest)
}

/// Aligns each line by itself.
pub(super) fn align_lines(mut rows: Vec<Row>, align: Align, width: usize) -> Vec<Row> {
    for row in &mut rows {
        row.indent(offset(width.saturating_sub(row.cells), align));
    }
    rows
}

/// Aligns lines together, so that they stay one shape.
fn align_whole(mut rows: Vec<Row>, align: Align, width: usize) -> Vec<Row> {
    let by = offset(width.saturating_sub(widest(&rows)), align);
    for row in &mut rows {
        row.indent(by);
    }
    rows
}

/// How much of the free room stands at the left.
pub(super) fn offset(free: usize, align: Align) -> usize {
    match align {
        Align::Left => 0,
        Align::Center => free / 2,
        Align::Right => free,
    }
}

/// A quotation with a bar at its left, or an alert with its name above it.
fn quote(alert: Option<Alert>, blocks: &[Block], space: Space<'_>) -> Vec<Row> {
    let bar = if space.width >= 6 { "▎ " } else { "" };
    let (role, name) = match alert {
        None => (Role::Dim, None),
        Some(Alert::Note) => (Role::Accent, Some("Note")),
        Some(Alert::Tip) => (Role::Success, Some("Tip")),
        Some(Alert::Important) => (Role::Accent, Some("Important")),
        Some(Alert::Warning) => (Role::Warning, Some("Warning")),
        Some(Alert::Caution) => (Role::Error, Some("Caution")),
    };
    let inner = Space { role: Role::Quote, ..space.inside(width(bar), space.from) };
    let mut rows = Vec::new();
    if let Some(name) = name {
        rows.extend(
            Prose::of(name, Ink::of(role).with(Look::STRONG), space.from).wrap(inner.width),
        );
    }
    rows.extend(stack(blocks, inner, 1));
    // A bar comes with its line; on a blank line it comes with what stands below.
    let mut from = space.from;
    let mut barred: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows.into_iter().rev() {
        from = row.from().unwrap_or(from);
        let mut whole = Row::default();
        whole.write(bar, Ink::of(role), from);
        whole.append(row);
        barred.push(whole);
    }
    barred.reverse();
    barred
}

/// Terms, each with its meanings below it, a little to the right.
fn define(definitions: &[Definition], space: Space<'_>) -> Vec<Row> {
    let indent = if space.width >= 6 { 2 } else { 0 };
    let mut rows: Vec<Row> = Vec::new();
    for definition in definitions {
        let inner = space.inside(indent, definition.from);
        let term = space.ink().with(Look::STRONG);
        let mut laid = inline::prose(&definition.term, term, inner.from).wrap(space.width);
        for detail in &definition.details {
            let mut pad = Row::default();
            pad.pad_to(indent);
            laid.extend(hang(stack(detail, inner, 1), pad.clone(), &pad));
        }
        if !rows.is_empty() && !laid.is_empty() {
            rows.push(Row::default());
        }
        rows.extend(laid);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::samples::{
        block, drawn, heading, ink_of, item, later, list, page, paragraph, slide, texts, words,
    };

    fn quoted(alert: Option<Alert>, blocks: Vec<Block>) -> Block {
        block(BlockKind::Quote { alert, blocks })
    }

    #[test]
    fn a_quote_has_its_bar_on_every_line() {
        let quote = quoted(None, vec![paragraph("one two three"), paragraph("four")]);
        assert_eq!(drawn(&[quote], 9), ["▎ one two", "▎ three", "▎", "▎ four"]);
    }

    #[test]
    fn quotes_in_lists_and_in_quotes_nest_their_bars() {
        let inner = quoted(None, vec![paragraph("one two")]);
        let quote = quoted(None, vec![paragraph("a"), inner]);
        let list = list(None, vec![item(vec![paragraph("b"), quote])]);
        assert_eq!(drawn(&[list], 11), ["• b", "  ▎ a", "  ▎", "  ▎ ▎ one", "  ▎ ▎ two"]);
    }

    #[test]
    fn an_alert_is_named_in_its_colour() {
        for (alert, name, role) in [
            (Alert::Note, "Note", Role::Accent),
            (Alert::Tip, "Tip", Role::Success),
            (Alert::Important, "Important", Role::Accent),
            (Alert::Warning, "Warning", Role::Warning),
            (Alert::Caution, "Caution", Role::Error),
        ] {
            let slide = slide(vec![quoted(Some(alert), vec![paragraph("text")])]);
            let page = page(&slide, 1, 20, 9);
            assert_eq!(texts(&page), [format!("▎ {name}"), "▎ text".to_owned()]);
            assert_eq!(ink_of(&page, "▎"), Ink::of(role));
            assert_eq!(ink_of(&page, name), Ink::of(role).with(Look::STRONG));
            assert_eq!(ink_of(&page, "text"), Ink::of(Role::Quote));
        }
    }

    #[test]
    fn a_bar_comes_with_its_line() {
        let slide = slide(vec![quoted(None, vec![paragraph("a"), later(2, paragraph("b"))])]);
        assert_eq!(texts(&page(&slide, 1, 20, 9)), ["▎ a", "", ""]);
        assert_eq!(texts(&page(&slide, 2, 20, 9)), ["▎ a", "▎", "▎ b"]);
    }

    #[test]
    fn a_term_is_strong_and_its_meanings_hang() {
        let define = |term: &str, details: &[&str]| Definition {
            from: 1,
            term: words(term),
            details: details.iter().map(|detail| vec![paragraph(detail)]).collect(),
        };
        let definitions = vec![define("core", &["one team"]), define("edge", &["x", "y"])];
        let block = block(BlockKind::Definitions(definitions));
        let lines = ["core", "  one", "  team", "", "edge", "  x", "  y"];
        assert_eq!(drawn(std::slice::from_ref(&block), 7), lines);
        let page = page(&slide(vec![block]), 1, 7, 9);
        assert_eq!(ink_of(&page, "edge"), Ink::of(Role::Text).with(Look::STRONG));
    }

    #[test]
    fn a_rule_takes_the_whole_width() {
        assert_eq!(drawn(&[block(BlockKind::Rule)], 5), ["─────"]);
    }

    #[test]
    fn what_is_nested_too_deep_ends_in_an_ellipsis() {
        let mut deep = paragraph("bottom");
        for _ in 0..1_000 {
            deep = quoted(None, vec![deep]);
        }
        let lines = drawn(&[heading(1, "T"), deep], 300);
        assert_eq!(lines.len(), 3);
        assert!(lines[2].ends_with("▎ …"));
    }

    #[test]
    fn a_narrow_room_does_without_bars_and_indents() {
        let quote = quoted(None, vec![paragraph("one")]);
        assert_eq!(drawn(&[quote], 5), ["one"]);
        assert_eq!(drawn(&[list(Some(10), vec![item(vec![paragraph("one")])])], 6), ["10.", "one"]);
    }
}
