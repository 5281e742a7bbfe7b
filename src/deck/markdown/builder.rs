//! The parser's events to blocks: a stack of what is open, and the slide that all of it goes to.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::Parser;

use super::inline::Inline;
use super::slide::{Draft, Reference, shift};
use super::text::{Excerpt, Findings, Problem, Text};
use super::{OPTIONS, Split};
use crate::deck::{
    Alert, Align, Block, BlockKind, Definition, Footnote, Item, List, Slide, Step, Table, plain,
};
use crate::diagnostic::Diagnostic;

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::deck) enum Mode {
    /// Slides.
    Slides,
    /// The note of one slide.
    Note,
    /// A file of notes, a heading for each slide.
    NotesFile,
}

/// The most containers within one another, a list with its item being two. Whoever walks over a deck
/// calls itself for each.
const DEEPEST: usize = 64;

/// Reads texts into slides.
pub(in crate::deck) struct Builder<'c> {
    pub(super) mode: Mode,
    pub(super) read: &'c dyn Fn(&str) -> Result<String, String>,
    /// How an included file's slides end.
    pub(super) included_split: Split,
    pub(super) findings: Findings,
    pub(super) draft: Draft,
    slides: Vec<Slide>,
    /// The footnotes that finished slides refer to, by the slide's index; skipped slides have none.
    references: Vec<(usize, Vec<Reference>)>,
    /// The footnotes by text and label.
    footnotes: HashMap<(usize, String), Definitive>,
    pub(super) scopes: usize,
    stack: Vec<Frame>,
    /// How many open containers are nested too deeply to be kept.
    overflow: usize,
    /// How many of the open containers are footnotes.
    detached: usize,
    open: Option<Open>,
    pub(super) table: Option<OpenTable>,
    /// The code or HTML that is being collected.
    pub(super) leaf: Option<Excerpt<'static>>,
    /// What follows the fence of the code that is being collected.
    pub(super) info: String,
    pub(super) includes: Vec<(String, Range<usize>)>,
    /// Whether the slide ends once no block is open.
    pub(super) end_pending: bool,
    /// Where the event that is being handled begins.
    pub(super) at: usize,
}

/// A footnote's text.
struct Definitive {
    blocks: Vec<Block>,
    /// What to say if nothing refers to it.
    unused: Option<Diagnostic>,
}

/// A container that is open.
struct Frame {
    kind: FrameKind,
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
struct Open {
    kind: OpenKind,
    from: Option<Step>,
    text: Inline,
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

impl<'c> Builder<'c> {
    pub(in crate::deck) fn new(
        mode: Mode,
        read: &'c dyn Fn(&str) -> Result<String, String>,
    ) -> Self {
        Self {
            mode,
            read,
            included_split: Split::Auto,
            findings: Findings::default(),
            draft: Draft::new(&Arc::from(""), 1),
            slides: Vec::new(),
            references: Vec::new(),
            footnotes: HashMap::new(),
            scopes: 0,
            stack: Vec::new(),
            overflow: 0,
            detached: 0,
            open: None,
            table: None,
            leaf: None,
            info: String::new(),
            includes: Vec::new(),
            end_pending: false,
            at: 0,
        }
    }

    /// Reads a text to its end.
    pub(in crate::deck) fn feed(&mut self, text: &Text<'_>) {
        if self.slides.is_empty() && self.draft.is_empty() && self.mode != Mode::Note {
            self.draft.slide.file = Arc::clone(text.source.file());
            self.draft.may_vanish = true;
        }
        for (event, range) in Parser::new_ext(text.excerpt.as_str(), OPTIONS).into_offset_iter() {
            self.at = range.start;
            self.event(text, event, range);
        }
        self.close_inline();
        self.settle(text);
        if self.stack.is_empty() && text.trail.len() == 1 {
            self.drop_pause(text.source);
        }
    }

    /// The slides, and what is wrong with the texts.
    pub(in crate::deck) fn finish(mut self) -> (Vec<Slide>, Vec<Diagnostic>) {
        if self.slides.is_empty() || !self.draft.is_empty() {
            let draft = std::mem::take(&mut self.draft);
            self.keep(draft);
        }
        self.resolve_footnotes();
        if self.slides.is_empty() {
            let file = Arc::from("");
            self.slides.push(Draft::new(&file, 1).finish());
        }
        self.slides.shrink_to_fit();
        (self.slides, self.findings.list)
    }

    fn keep(&mut self, mut draft: Draft) {
        let references = std::mem::take(&mut draft.references);
        if draft.skipped {
            self.references.push((usize::MAX, references));
            return;
        }
        if !references.is_empty() {
            self.references.push((self.slides.len(), references));
        }
        self.slides.push(draft.finish());
    }

    fn resolve_footnotes(&mut self) {
        for (index, references) in std::mem::take(&mut self.references) {
            for Reference { scope, label, from } in references {
                let Some(found) = self.footnotes.get_mut(&(scope, label.clone())) else { continue };
                found.unused = None;
                let Some(slide) = self.slides.get_mut(index) else { continue };
                let mut blocks = found.blocks.clone();
                shift(&mut blocks, &|_| from);
                let through = blocks.iter().map(last_step).max().unwrap_or(from);
                slide.steps = slide.steps.max(through);
                slide.footnotes.push(Footnote { label, from, blocks });
            }
        }
        let unused = self.footnotes.drain().filter_map(|(_, footnote)| footnote.unused);
        let mut unused: Vec<Diagnostic> = unused.collect();
        unused.sort_by_key(|finding| {
            finding.place.as_ref().map(|place| (Arc::clone(&place.file), place.line, place.column))
        });
        self.findings.list.extend(unused);
    }

    /// Whether what comes now stands on the slide itself.
    pub(super) fn is_top_level(&self) -> bool {
        self.stack.is_empty() && self.overflow == 0 && self.table.is_none()
    }

    pub(super) fn in_paragraph(&self) -> bool {
        self.table.is_some() || self.open.is_some()
    }

    /// Whether what comes now is part of a footnote, and so of no step.
    pub(super) fn is_detached(&self) -> bool {
        self.detached > 0
    }

    /// Does what had to wait for the end of a block.
    pub(super) fn settle(&mut self, text: &Text<'_>) {
        if self.table.is_some() || self.in_paragraph() {
            return;
        }
        if !self.includes.is_empty() {
            self.include_waiting(text);
        }
        if self.end_pending && self.is_top_level() {
            self.end_slide(text);
        }
    }

    /// Ends the slide. A break before anything or after everything parts nothing.
    pub(super) fn end_slide(&mut self, text: &Text<'_>) {
        self.end_pending = false;
        self.close_inline();
        if self.draft.may_vanish && self.draft.is_empty() {
            return;
        }
        self.drop_pause(text.source);
        let next = Draft::new(text.source.file(), text.line(self.at));
        let draft = std::mem::replace(&mut self.draft, next);
        self.keep(draft);
    }

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

    /// In a file of notes, a heading with an id begins the notes of a slide and is no part of them; a
    /// title before the first is none either. Whether this heading was one of those.
    pub(super) fn begin_note(&mut self, text: &Text<'_>, range: &Range<usize>) -> bool {
        let Some(Open { kind: OpenKind::Heading { level, id }, .. }) = &self.open else {
            return false;
        };
        if self.mode != Mode::NotesFile || !self.is_top_level() {
            return false;
        }
        match (*level, id.clone()) {
            (2, Some(id)) => {
                self.open = None;
                let mut next = Draft::new(text.source.file(), text.line(range.start));
                next.slide.id = id;
                next.slide.id_is_written = true;
                next.has_content = true;
                let draft = std::mem::replace(&mut self.draft, next);
                if draft.slide.id_is_written || !draft.slide.blocks.is_empty() {
                    self.keep(draft);
                }
                true
            }
            (2, None) => {
                let message =
                    "these notes are for no slide: write its id as `{#id}` after the heading";
                let problem = Problem::warning("note-without-id", message, range.clone());
                self.findings.report(text.source, problem.within(&text.excerpt));
                false
            }
            (1, _) if !self.draft.slide.id_is_written => {
                self.open = None;
                self.draft.has_content = !self.draft.slide.blocks.is_empty();
                true
            }
            _ => false,
        }
    }

    /// Finishes the text that is open.
    pub(super) fn close_inline(&mut self) {
        let Some(Open { kind, from, text }) = self.open.take() else { return };
        let spans = text.finish();
        let align = self.draft.align;
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
        let align = self.draft.align;
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
        let align = self.draft.align;
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

    fn add_footnote(
        &mut self,
        text: &Text<'_>,
        label: String,
        at: Range<usize>,
        blocks: Vec<Block>,
    ) {
        self.detached = self.detached.saturating_sub(1);
        let message = format!("nothing refers to the footnote `{label}`: it is not shown");
        let problem = Problem::warning("unused-footnote", message, at).within(&text.excerpt);
        let unused = Some(self.findings.make(text.source, problem));
        self.footnotes.entry((text.scope, label)).or_insert(Definitive { blocks, unused });
    }

    /// The number of a footnote on this slide.
    pub(super) fn refer(&mut self, scope: usize, label: &str, from: Step) -> u16 {
        let references = &mut self.draft.references;
        let known = references.iter().position(|r| r.scope == scope && r.label == label);
        let index = known.unwrap_or_else(|| {
            references.push(Reference { scope, label: label.to_owned(), from });
            references.len() - 1
        });
        u16::try_from(index + 1).unwrap_or(u16::MAX)
    }
}

impl Open {
    fn new(kind: OpenKind) -> Self {
        Self { kind, from: None, text: Inline::default() }
    }
}

/// The last step of a footnote's block, whose code may be gone through in steps.
fn last_step(block: &Block) -> Step {
    let own = match &block.kind {
        BlockKind::Code(code) => {
            let steps = code.highlights.len().saturating_sub(1);
            block.from.saturating_add(Step::try_from(steps).unwrap_or(Step::MAX))
        }
        _ => block.from,
    };
    let nested = block.children().into_iter().flatten().map(last_step);
    nested.max().unwrap_or(own).max(own)
}
