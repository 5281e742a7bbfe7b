//! What is open while a text is read: containers, a table, a line of text; and the blocks they become.

use std::ops::Range;
use std::sync::Arc;

use super::builder::{Builder, Mode};
use super::inline::Inline;
use super::text::{Problem, Text};
use crate::deck::{
    Alert, Align, Block, BlockKind, Definition, Item, List, Picture, Step, Table, plain,
};

/// The most containers within one another, a list with its item being two. Whoever walks over a deck
/// calls itself for each.
const DEEPEST: usize = 64;

/// A container that is open.
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    from: Option<Step>,
    align: Align,
    blocks: Vec<Block>,
}

/// What a container will be.
pub(super) enum FrameKind {
    Quote(Option<Alert>),
    List { start: Option<u64>, loose: bool, incremental: bool, items: Vec<Item> },
    Item { task: Option<bool> },
    Definitions(Vec<Definition>),
    Detail,
    Footnote { label: String, at: Range<usize> },
}

/// A text that is open.
pub(super) struct Open {
    pub(super) kind: OpenKind,
    pub(super) from: Option<Step>,
    pub(super) text: Inline,
}

/// What an open text will be.
pub(super) enum OpenKind {
    Paragraph,
    Heading { level: u8, id: Option<String> },
    Cell,
    Term,
}

/// A table that is open.
pub(super) struct OpenTable {
    pub(super) from: Option<Step>,
    pub(super) table: Table,
    pub(super) row: Vec<crate::deck::Text>,
    /// Where the last cell ends.
    pub(super) end: usize,
}

impl Builder<'_> {
    /// The step from which content that comes now is seen; everything open is seen from there too.
    pub(super) fn touch(&mut self, text: &Text<'_>) -> Step {
        let step = if self.is_detached() {
            1
        } else {
            if !self.draft.has_content {
                self.draft.slide.line = text.line(self.at);
                self.draft.slide.file = Arc::clone(text.source.file());
            }
            self.draft.reveal()
        };
        if let Some(table) = &mut self.table {
            table.from.get_or_insert(step);
        }
        for frame in self.stack.iter_mut().rev().take_while(|frame| frame.from.is_none()) {
            frame.from = Some(step);
        }
        step
    }

    /// The text that is open, or a new paragraph, and the step from which content in it is seen.
    pub(super) fn touch_inline(&mut self, text: &Text<'_>) -> (&mut Inline, Step) {
        // Words that describe an image are seen when the image is.
        if self.open.as_ref().is_some_and(|open| open.text.in_image()) {
            return self.inline();
        }
        let step = self.touch(text);
        let open = self.open.get_or_insert_with(|| Open::new(OpenKind::Paragraph));
        open.from.get_or_insert(step);
        (&mut open.text, step)
    }

    /// Adds the image whose description ends.
    pub(super) fn close_image(&mut self, text: &Text<'_>) {
        let Some(Open { text: inline, .. }) = &mut self.open else { return };
        let Some(image) = inline.end_image() else { return };
        let (inline, step) = self.touch_inline(text);
        inline.piece(image, step);
    }

    /// A heading stands on the slide even where it has no words.
    pub(super) fn touch_heading(&mut self, text: &Text<'_>) {
        if self.open.as_ref().is_some_and(|open| open.from.is_none()) {
            self.touch_inline(text);
        }
    }

    /// The text that is open, or a new paragraph, which shows nothing yet.
    pub(super) fn inline(&mut self) -> (&mut Inline, Step) {
        let step = if self.is_detached() { 1 } else { self.draft.shown };
        let open = self.open.get_or_insert_with(|| Open::new(OpenKind::Paragraph));
        (&mut open.text, step)
    }

    /// Whether a text is open that holds something.
    pub(super) fn has_words(&self) -> bool {
        self.open.as_ref().is_some_and(|open| !open.text.is_empty())
    }

    pub(super) fn open_inline(&mut self, kind: OpenKind) {
        self.close_inline();
        self.open = Some(Open::new(kind));
    }

    /// Finishes the text that is open.
    pub(super) fn close_inline(&mut self) {
        let Some(Open { kind, from, text }) = self.open.take() else { return };
        let spans = text.finish();
        let align = self.align();
        let shown = if self.is_detached() { 1 } else { self.draft.shown };
        let from = from.unwrap_or(shown);
        match kind {
            OpenKind::Paragraph => {
                let breaks =
                    spans.iter().filter(|s| s.kind == crate::deck::SpanKind::Break).count();
                if breaks < spans.len() {
                    self.push_block(Block { from, align, kind: BlockKind::Paragraph(spans) });
                } else if breaks > 0 {
                    let lines = u16::try_from(breaks).unwrap_or(u16::MAX).min(200);
                    self.push_block(Block { from, align, kind: BlockKind::Blank(lines) });
                }
            }
            OpenKind::Heading { level, id } => {
                if !self.is_detached() && self.mode == Mode::Slides {
                    self.draft.entitle(plain(&spans), id);
                }
                let kind = BlockKind::Heading { level, text: spans };
                self.push_block(Block { from, align, kind });
            }
            OpenKind::Cell => {
                if let Some(table) = &mut self.table {
                    table.row.push(spans);
                }
            }
            OpenKind::Term => {
                if let Some(FrameKind::Definitions(list)) = self.top() {
                    list.push(Definition { from, term: spans, details: Vec::new() });
                }
            }
        }
    }

    fn top(&mut self) -> Option<&mut FrameKind> {
        self.stack.last_mut().map(|frame| &mut frame.kind)
    }

    /// The item whose beginning this is, if any.
    pub(super) fn set_task(&mut self, done: bool) {
        if let Some(FrameKind::Item { task }) = self.top() {
            *task = Some(done);
        }
    }

    /// A paragraph with tags of its own makes the list loose.
    pub(super) fn loosen(&mut self) {
        if let [.., list, item] = self.stack.as_mut_slice()
            && matches!(item.kind, FrameKind::Item { .. })
            && let FrameKind::List { loose, .. } = &mut list.kind
        {
            *loose = true;
        }
    }

    /// Where the next block stands. Only a block of the slide or of a column stands by itself: a list or a
    /// quotation is aligned as a whole.
    fn align(&self) -> Align {
        let written = self.draft.align.filter(|_| self.stack.is_empty());
        written.unwrap_or_default()
    }

    pub(super) fn push_block(&mut self, block: Block) {
        let from = block.from;
        match self.stack.last_mut() {
            // HTML may have something between items.
            Some(Frame { kind: FrameKind::List { items, .. }, .. }) => {
                items.push(Item { from, task: None, blocks: vec![block] });
            }
            Some(Frame { kind: FrameKind::Definitions(_), .. }) => {
                self.add_detail(from, vec![block]);
            }
            Some(frame) => frame.blocks.push(block),
            None => self.draft.push(block),
        }
    }

    /// Adds a block that is content.
    pub(super) fn push_content(&mut self, text: &Text<'_>, kind: BlockKind) {
        self.close_inline();
        let from = self.touch(text);
        let drawn = matches!(kind, BlockKind::Picture(Picture::Org(_) | Picture::Flow(_)));
        // A drawing has no lines to read from the margin on: it stands in the middle unless told otherwise.
        let align = if drawn && self.draft.align.is_none() { Align::Center } else { self.align() };
        self.push_block(Block { from, align, kind });
    }

    /// Adds a block that stands for what could not be read.
    pub(super) fn push_broken(&mut self, text: &Text<'_>, what: &'static str, problem: Problem) {
        let finding = self.findings.make(text.source, problem);
        self.findings.list.push(finding.clone());
        self.push_content(text, BlockKind::Broken { what, problem: Box::new(finding) });
    }

    /// Opens a container; one that is nested too deeply only parts its text from the rest.
    pub(super) fn push_frame(&mut self, text: &Text<'_>, kind: FrameKind, range: &Range<usize>) {
        self.close_inline();
        // What holds others only through its parts needs room for a part.
        let room = usize::from(matches!(kind, FrameKind::List { .. } | FrameKind::Definitions(_)));
        if self.overflow > 0 || self.stack.len() + room >= DEEPEST {
            self.overflow += 1;
            self.say_too_deep(text, range);
            return;
        }
        let mut from = None;
        match &kind {
            FrameKind::Item { .. } if self.draft.incremental && !self.is_detached() => {
                self.draft.pause_quietly();
            }
            FrameKind::Footnote { .. } => {
                self.detached += 1;
                from = Some(1);
            }
            _ => {}
        }
        let align = self.align();
        self.stack.push(Frame { kind, from, align, blocks: Vec::new() });
    }

    fn say_too_deep(&mut self, text: &Text<'_>, range: &Range<usize>) {
        if std::mem::replace(&mut self.draft.too_deep, true) {
            return;
        }
        let message = "this is nested too deeply: it stands in the block around it";
        let at = range.start..range.start + 1;
        let problem = Problem::warning("too-deep", message, at).within(&text.excerpt);
        self.findings.report(text.source, problem);
    }

    /// Closes the container that was opened last.
    pub(super) fn pop_frame(&mut self, text: &Text<'_>) {
        self.close_inline();
        if self.overflow > 0 {
            self.overflow -= 1;
            return;
        }
        // An empty item has a bullet and an empty quotation a bar, but a meaning has nothing to see.
        let shows =
            |frame: &Frame| frame.from.is_none() && !matches!(frame.kind, FrameKind::Detail);
        if self.stack.last().is_some_and(shows) {
            self.touch(text);
        }
        let Some(Frame { kind, from, align, mut blocks }) = self.stack.pop() else { return };
        let from = from.unwrap_or(1);
        blocks.shrink_to_fit();
        match kind {
            FrameKind::Quote(alert) => {
                self.push_block(Block { from, align, kind: BlockKind::Quote { alert, blocks } });
            }
            FrameKind::List { start, loose, incremental, mut items } => {
                items.shrink_to_fit();
                let kind = BlockKind::List(List { start, loose, items });
                self.push_block(Block { from, align, kind });
                if incremental && !self.is_detached() {
                    self.draft.pause_quietly();
                }
            }
            FrameKind::Item { task } => {
                if let Some(FrameKind::List { items, .. }) = self.top() {
                    items.push(Item { from, task, blocks });
                }
            }
            FrameKind::Definitions(list) => {
                self.push_block(Block { from, align, kind: BlockKind::Definitions(list) });
            }
            FrameKind::Detail => self.add_detail(from, blocks),
            FrameKind::Footnote { label, at } => self.add_footnote(text, label, at, blocks),
        }
    }

    fn add_detail(&mut self, from: Step, blocks: Vec<Block>) {
        let Some(FrameKind::Definitions(list)) = self.top() else { return };
        if list.is_empty() {
            list.push(Definition { from, term: Vec::new(), details: Vec::new() });
        }
        if let Some(last) = list.last_mut() {
            last.details.push(blocks);
        }
    }
}

impl Open {
    fn new(kind: OpenKind) -> Self {
        Self { kind, from: None, text: Inline::default() }
    }
}
