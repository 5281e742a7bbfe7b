//! Blocks to lines: a slide, laid out for a size.
//!
//! The only module that knows how wide text is. Everything is laid out in full; what a later step
//! brings is blanked at the very end, so that nothing moves when it comes.

use std::ops::Range;

use self::row::Row;
use self::stack::{Setting, Space, Without, labelled, stack};
use self::wrap::Prose;
use crate::capture::Capture;
use crate::deck::{Block, BlockKind, Footnote, Slide, Step, plain};
use crate::discussion::Running;
use crate::highlight::Colours;
use crate::round::Votes;
use crate::theme::{Ground, Ink, Role};

mod banner;
mod bar;
mod card;
mod code;
mod columns;
mod discussion;
mod field;
mod foot;
mod happened;
mod inline;
mod join;
mod list;
mod picture;
mod plot;
mod poll;
mod recess;
mod row;
mod stack;
mod table;
mod votes;
mod width;
mod wrap;

pub use self::field::typed_lines;
pub use self::happened::{WhatHappened, what_happened};
pub use self::join::{Join, join_card};
pub use self::plot::{Plot, Regions, plot};
pub use self::poll::{how_to_answer, rule_of};
pub use self::recess::{BreakView, lay_out_break};
pub use self::votes::told;
pub use self::width::{clip, columns, graphemes, width};

/// The measure of a screen or of a part of it, in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// All that a page depends on besides its slide.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The step to show, from 1; more than the slide has means its last.
    pub step: Step,
    /// The room there is.
    pub size: Size,
    /// The highlighting done so far.
    pub colours: &'a Colours,
    /// What the room has done so far.
    pub live: Live<'a>,
}

/// What a deck does not hold: what the room does and says, and the time.
#[derive(Clone, Copy, Debug)]
pub struct Live<'a> {
    /// Every round of the session.
    pub votes: &'a Votes,
    /// What was written down in it.
    pub captures: &'a [Capture],
    /// The discussion that runs.
    pub discussion: Option<&'a Running>,
    /// Now, in milliseconds since 1970 in UTC.
    pub now_ms: i64,
    /// How many people have joined, where that is known.
    pub joined: Option<u32>,
    /// How to join, where an open poll is to say so.
    pub join: Option<&'a Join>,
}

/// What nobody has voted on.
static NO_VOTES: Votes = Votes { rounds: Vec::new() };

impl Live<'static> {
    /// A page that nobody votes on.
    pub fn none() -> Self {
        Self {
            votes: &NO_VOTES,
            captures: &[],
            discussion: None,
            now_ms: 0,
            joined: None,
            join: None,
        }
    }
}

/// A slide, laid out: lines of inked text, as many as it needs, perhaps more than there is room for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The lines, from the top of the room.
    pub lines: Vec<Line>,
    /// How many of the first lines are the slide's title and the blank below it, which stay in sight
    /// while the rest is scrolled.
    pub title: usize,
    /// The lines that the step shown has brought, if any.
    pub revealed: Option<Range<usize>>,
}

/// One line of a page, from its left edge; never wider than the room it was laid out for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its runs, from left to right.
    pub runs: Vec<Run>,
}

/// Text of one ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Free of control characters.
    pub text: String,
    /// How it looks.
    pub ink: Ink,
}

/// Lays out a slide. What a later step will bring keeps its room, so that nothing moves when it comes.
pub fn lay_out(slide: &Slide, view: &View<'_>) -> Page {
    let step = view.step.clamp(1, slide.steps.max(1));
    let content = slide.blocks.iter().find(|block| is_content(block));
    let title = content.filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
    if view.size.width == 0 {
        return Page::default();
    }
    if let Some(heading) = title.filter(|_| is_bare(slide))
        && let BlockKind::Heading { text, .. } = &heading.kind
        && !plain(text).is_empty()
    {
        return row::mask(banner::banner(text, heading.from, view.size), step);
    }
    let setting = Setting { title, title_text: &slide.title, ..setting(step, view) };
    let space = Space::new(&setting, usize::from(view.size.width));
    let foot = foot(&slide.footnotes, space);
    let room = match foot.len() {
        0 => setting.height,
        rows => setting.height.saturating_sub(rows + 1),
    };
    let title_rows = match slide.blocks.split_first() {
        Some((first, _)) if title.is_some_and(|title| std::ptr::eq(first, title)) => {
            stack(std::slice::from_ref(first), space, 1).len() + 1
        }
        _ => 0,
    };
    let mut rows = body(&slide.blocks, space, room);
    if !foot.is_empty() {
        rows.resize(
            (rows.len() + 1).max(setting.height.saturating_sub(foot.len())),
            Row::default(),
        );
        rows.extend(foot);
    }
    Page { title: title_rows, ..row::mask(rows, step) }
}

/// Lays out blocks that stand alone, such as speaker notes: no banner, no footnotes.
pub fn lay_out_blocks(blocks: &[Block], view: &View<'_>) -> Page {
    if view.size.width == 0 {
        return Page::default();
    }
    let step = view.step.max(1);
    let setting = setting(step, view);
    let space = Space::new(&setting, usize::from(view.size.width));
    row::mask(body(blocks, space, setting.height), step)
}

/// Wraps runs of text as one paragraph; no line is wider than `width`.
pub fn wrap(runs: &[Run], width: usize) -> Vec<Line> {
    let mut prose = Prose::default();
    for run in runs {
        prose.push(&run.text, run.ink, 1);
    }
    row::mask(prose.wrap(width), 1).lines
}

/// A text in letters that the last row can read, if they fit: they take up to 3/5 of the height.
pub fn large(text: &str, size: Size) -> Option<Vec<Line>> {
    let rows = banner::letters(text, 1, usize::from(size.width), usize::from(size.height))?;
    Some(row::mask(rows, 1).lines)
}

impl Page {
    /// The number of lines from the first to the last that has something to see.
    pub fn seen_lines(&self) -> usize {
        self.lines.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1)
    }

    /// How many of the first lines stay in sight while the others are scrolled through so many rows: the title, where
    /// there is room enough for both.
    pub fn pinned(&self, height: u16) -> usize {
        Some(self.title).filter(|title| title * 2 <= usize::from(height)).unwrap_or(0)
    }
}

impl Run {
    /// Text of one ink.
    pub fn new(text: impl Into<String>, ink: Ink) -> Self {
        Self { text: text.into(), ink }
    }
}

impl Line {
    /// The columns it takes.
    pub fn columns(&self) -> u16 {
        self.runs.iter().map(|run| columns(&run.text)).fold(0, u16::saturating_add)
    }

    /// Whether there is nothing to see on it.
    pub fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.ink.ground == Ground::Slide && run.text.trim().is_empty())
    }
}

fn setting<'a>(step: Step, view: &View<'a>) -> Setting<'a> {
    Setting {
        step,
        height: usize::from(view.size.height),
        colours: view.colours,
        live: view.live,
        without: Without::Nothing,
        cut: 0,
        title: None,
        title_text: "",
    }
}

/// Whether it shows anything by itself.
fn is_content(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Blank(_) | BlockKind::Middle)
}

/// Whether a slide has one block to show and nothing else.
fn is_bare(slide: &Slide) -> bool {
    slide.footnotes.is_empty() && slide.blocks.iter().filter(|block| is_content(block)).count() == 1
}

/// The blocks of a page. Where they are too long, what the room takes part in does without what is missed least.
fn body(blocks: &[Block], space: Space<'_>, height: usize) -> Vec<Row> {
    let mut rows = placed(blocks, space, height);
    if rows.len() <= height || !can_be_shorter(blocks, space) {
        return rows;
    }
    let mut setting = *space.setting;
    for without in Without::MORE_AND_MORE {
        setting.without = without;
        rows = placed(blocks, Space { setting: &setting, ..space }, height);
        if rows.len() <= height {
            return rows;
        }
    }
    setting.cut = rows.len() - height;
    placed(blocks, Space { setting: &setting, ..space }, height)
}

/// Whether polls, their results, what happened or a discussion that runs stand among them.
fn can_be_shorter(blocks: &[Block], space: Space<'_>) -> bool {
    blocks.iter().any(|block| match &block.kind {
        BlockKind::Poll(_) | BlockKind::Results(_) | BlockKind::Happened(_) => true,
        BlockKind::Discussion(one) => discussion::running(one, space).is_some(),
        _ => block.children().into_iter().any(|children| can_be_shorter(children, space)),
    })
}

/// The blocks below each other, those after a jump to the middle centred in the rows that are left.
fn placed(blocks: &[Block], space: Space<'_>, height: usize) -> Vec<Row> {
    let middle = blocks.iter().position(|block| matches!(block.kind, BlockKind::Middle));
    let Some((above, below)) = middle.and_then(|at| blocks.split_at_checked(at)) else {
        return stack(blocks, space, 1);
    };
    let mut rows = stack(above, space, 1);
    let below = stack(below, space, 1);
    let gap = usize::from(!rows.is_empty() && !below.is_empty());
    let free = height.saturating_sub(rows.len() + below.len());
    rows.resize(rows.len() + gap.max(free / 2), Row::default());
    rows.extend(below);
    rows
}

/// The footnotes under a short line.
fn foot(footnotes: &[Footnote], space: Space<'_>) -> Vec<Row> {
    /// Columns of the line above them.
    const RULE: usize = 8;
    let mut rows = Vec::new();
    for (number, footnote) in (1..).zip(footnotes) {
        let number = inline::superscript(number);
        let space = Space { role: Role::Dim, ..space.inside(0, footnote.from) };
        let hanging = width(&number) + 1;
        rows.extend(labelled(&number, Ink::of(Role::Accent), hanging, space, |inner| {
            stack(&footnote.blocks, inner, 1)
        }));
    }
    let first = footnotes.iter().map(|footnote| footnote.from).min();
    if let Some(from) = first.filter(|_| !rows.is_empty()) {
        rows.insert(0, Row::of(&"─".repeat(RULE.min(space.width)), Ink::of(Role::Dim), from));
    }
    rows
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod samples;

#[cfg(test)]
mod tests {
    use super::samples::{
        aligned, block, drawn, heading, ink_of, item, later, list, page, paragraph, slide, span,
        texts, words,
    };
    use super::*;
    use crate::deck::{Align, Look, Span, SpanKind};

    fn noted(text: &str) -> Footnote {
        Footnote { label: "a".to_owned(), from: 1, blocks: vec![paragraph(text)] }
    }

    #[test]
    fn the_first_heading_at_the_top_is_the_title() {
        let blocks = vec![heading(4, "Title"), heading(3, "Small"), heading(2, "Large")];
        let page = page(&slide(blocks), 1, 20, 10);
        assert_eq!(texts(&page), ["Title", "", "Small", "", "Large"]);
        let strong = |role| Ink::of(role).with(Look::STRONG);
        assert_eq!(ink_of(&page, "Title"), strong(Role::Heading));
        assert_eq!(ink_of(&page, "Small"), strong(Role::Accent));
        assert_eq!(ink_of(&page, "Large"), strong(Role::Heading));
    }

    #[test]
    fn a_heading_below_other_text_is_no_title() {
        let page = page(&slide(vec![paragraph("a"), heading(3, "b")]), 1, 20, 10);
        assert_eq!(ink_of(&page, "b").role, Role::Accent);
    }

    #[test]
    fn blank_lines_of_the_author_stand_in_place_of_the_gap() {
        let blank = |lines| block(BlockKind::Blank(lines));
        let cases: &[(Vec<Block>, &[&str])] = &[
            (vec![paragraph("a"), paragraph("b")], &["a", "", "b"]),
            (vec![paragraph("a"), blank(2), paragraph("b")], &["a", "", "", "b"]),
            (vec![paragraph("a"), blank(1), blank(2), paragraph("b")], &["a", "", "", "", "b"]),
            (vec![blank(1), paragraph("a"), blank(2)], &["", "a", "", ""]),
            (vec![paragraph("a"), paragraph(" "), paragraph("b")], &["a", "", "b"]),
        ];
        for (blocks, lines) in cases {
            assert_eq!(drawn(blocks, 20), *lines);
        }
    }

    #[test]
    fn lines_are_aligned_one_by_one_and_shapes_as_a_whole() {
        let two = || list(None, vec![item(vec![paragraph("ab")]), item(vec![paragraph("c")])]);
        let lines = words("one");
        let broken =
            [lines, vec![Span { from: 1, kind: SpanKind::Break }], words("three")].concat();
        let cases: &[(Align, Block, &[&str])] = &[
            (Align::Center, block(BlockKind::Paragraph(broken.clone())), &["    one", "   three"]),
            (Align::Right, block(BlockKind::Paragraph(broken)), &["        one", "      three"]),
            (Align::Center, two(), &["   • ab", "   • c"]),
            (Align::Right, two(), &["       • ab", "       • c"]),
        ];
        for (align, block, lines) in cases {
            assert_eq!(drawn(&[aligned(*align, block.clone())], 11), *lines);
        }
    }

    #[test]
    fn what_comes_later_keeps_its_room_and_is_named_when_it_comes() {
        let mut second = words("c ");
        second.push(Span { from: 3, ..span("d", Look::empty()) });
        let blocks =
            vec![paragraph("a"), later(2, paragraph("b")), block(BlockKind::Paragraph(second))];
        let slide = slide(blocks);
        let shown = |step| {
            let page = page(&slide, step, 20, 10);
            (texts(&page).join("|"), page.revealed)
        };
        assert_eq!(shown(1), ("a||||c".to_owned(), None));
        assert_eq!(shown(2), ("a||b||c".to_owned(), Some(2..3)));
        assert_eq!(shown(3), ("a||b||c d".to_owned(), Some(4..5)));
        assert_eq!(shown(99), shown(9));
        assert_eq!(shown(0), shown(1));
    }

    #[test]
    fn what_follows_a_jump_to_the_middle_is_centred_below_what_stands_before() {
        let blocks = vec![heading(1, "T"), block(BlockKind::Middle), paragraph("m")];
        let at = |height| texts(&page(&slide(blocks.clone()), 1, 9, height)).join("|");
        assert_eq!(at(9), "T||||m");
        assert_eq!(at(3), "T||m");
        assert_eq!(at(0), "T||m");
    }

    #[test]
    fn the_middle_counts_what_is_not_yet_seen() {
        let blocks = vec![block(BlockKind::Middle), paragraph("m"), later(2, paragraph("later"))];
        assert_eq!(texts(&page(&slide(blocks), 1, 9, 9)).join("|"), "|||m||");
    }

    #[test]
    fn footnotes_stand_at_the_foot_or_right_below_where_there_is_no_room() {
        let mut text = words("claim");
        text.push(Span { from: 1, kind: SpanKind::FootnoteRef(1) });
        let slide = Slide {
            footnotes: vec![noted("where it comes from"), noted("b")],
            ..slide(vec![block(BlockKind::Paragraph(text))])
        };
        let foot = ["────────", "¹ where it", "  comes from", "² b"];
        let at = |height| texts(&page(&slide, 1, 12, height));
        assert_eq!(at(8)[..4], ["claim¹", "", "", ""]);
        assert_eq!(at(8)[4..], foot);
        assert_eq!(at(3)[..2], ["claim¹", ""]);
        assert_eq!(at(3)[2..], foot);
        assert_eq!(ink_of(&page(&slide, 1, 12, 8), "where").role, Role::Dim);
    }

    #[test]
    fn notes_have_no_banner() {
        assert_eq!(drawn(&[heading(1, "Hi")], 60), ["Hi"]);
    }

    #[test]
    fn a_room_without_columns_has_an_empty_page() {
        assert_eq!(page(&slide(vec![paragraph("a")]), 1, 0, 9), Page::default());
    }
}
