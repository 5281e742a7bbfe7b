//! Blocks to lines: a slide, laid out for a size.
//!
//! The only module that knows how wide text is. Everything is laid out in full; what a later step
//! brings is blanked at the very end, so that nothing moves when it comes.

use std::ops::Range;

use self::row::Row;
use self::stack::{Setting, Space, stack};
use crate::deck::{Block, BlockKind, Footnote, Slide, Step};
use crate::highlight::Colours;
use crate::theme::{Ground, Ink, Role};

mod banner;
mod card;
mod code;
mod columns;
mod inline;
mod list;
mod row;
mod stack;
mod table;
mod width;
mod wrap;

pub use self::width::{clip, graphemes, width};

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
}

/// A slide, laid out: lines of inked text, as many as it needs, perhaps more than there is room for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The lines, from the top of the room.
    pub lines: Vec<Line>,
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
    {
        let text = crate::deck::plain(text);
        return row::mask(banner::banner(&text, heading.from, view.size), step);
    }
    let setting = Setting { title, title_text: &slide.title, ..setting(step, view) };
    let space = Space::new(&setting, usize::from(view.size.width));
    let foot = foot(&slide.footnotes, space);
    let room = match foot.len() {
        0 => setting.height,
        rows => setting.height.saturating_sub(rows + 1),
    };
    let mut rows = body(&slide.blocks, space, room);
    if !foot.is_empty() {
        rows.resize(
            (rows.len() + 1).max(setting.height.saturating_sub(foot.len())),
            Row::default(),
        );
        rows.extend(foot);
    }
    row::mask(rows, step)
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

impl Line {
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

/// The blocks of a page, those after a jump to the middle centred in the rows that are left.
fn body(blocks: &[Block], space: Space<'_>, height: usize) -> Vec<Row> {
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
        let hanging = if space.width >= 8 { width(&number) + 1 } else { 0 };
        let inside = Space { role: Role::Dim, ..space.inside(hanging, footnote.from) };
        let mut first = Row::default();
        let mut rest = Row::default();
        if hanging > 0 {
            first.write(&number, Ink::of(Role::Accent), inside.from);
            first.pad_to(hanging);
            rest.pad_to(hanging);
        }
        rows.extend(row::hang(stack(&footnote.blocks, inside, 1), first, &rest));
    }
    let first = footnotes.iter().map(|footnote| footnote.from).min();
    if let Some(from) = first.filter(|_| !rows.is_empty()) {
        rows.insert(0, Row::of(&"─".repeat(RULE.min(space.width)), Ink::of(Role::Dim), from));
    }
    rows
}
