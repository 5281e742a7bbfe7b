//! The parser's events to blocks: a stack of what is open, and the slide that all of it goes to.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::Parser;

use super::blocks::{Frame, Open, OpenKind, OpenTable};
use super::footnotes::Note;
use super::slide::{Draft, Reference};
use super::text::{Excerpt, Findings, Problem, Text};
use super::{OPTIONS, Split, sources};
use crate::deck::{Citation, Slide};
use crate::diagnostic::Diagnostic;
use crate::safe_text::Decoded;

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

/// Reads texts into slides.
pub(in crate::deck) struct Builder<'c> {
    pub(super) mode: Mode,
    pub(super) read: &'c dyn Fn(&str) -> Result<Decoded, String>,
    /// How an included file's slides end.
    pub(super) included_split: Split,
    /// What a list of sources shows; notes have none.
    pub(super) sources: Option<&'c BTreeMap<String, Citation>>,
    pub(super) findings: Findings,
    pub(super) draft: Draft,
    pub(super) slides: Vec<Slide>,
    /// The footnotes that finished slides refer to, by the slide's index; skipped slides have none.
    pub(super) references: Vec<(usize, Vec<Reference>)>,
    /// The footnotes by text and label.
    pub(super) footnotes: HashMap<(usize, String), Note>,
    pub(super) scopes: usize,
    pub(super) stack: Vec<Frame>,
    /// How many open containers are nested too deeply to be kept.
    pub(super) overflow: usize,
    /// How many of the open containers are footnotes.
    pub(super) detached: usize,
    pub(super) open: Option<Open>,
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
    /// Where the event before it ends.
    pub(super) previous_end: usize,
}

impl<'c> Builder<'c> {
    pub(in crate::deck) fn new(
        mode: Mode,
        read: &'c dyn Fn(&str) -> Result<Decoded, String>,
    ) -> Self {
        Self {
            mode,
            read,
            included_split: Split::Auto,
            sources: None,
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
            previous_end: 0,
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
            let end = range.end;
            self.event(text, event, range);
            self.previous_end = end;
        }
        self.close_inline();
        self.settle(text);
        if self.stack.is_empty() && text.trail.len() == 1 {
            self.drop_pause(text.source);
        }
    }

    /// The slides, and what is wrong with the texts.
    pub(in crate::deck) fn finish(mut self) -> (Vec<Slide>, Vec<Diagnostic>) {
        let file = Arc::clone(&self.draft.slide.file);
        if self.slides.is_empty() || !self.draft.is_empty() {
            let draft = std::mem::take(&mut self.draft);
            self.keep(draft);
        }
        self.resolve_footnotes();
        if self.slides.is_empty() {
            self.slides.push(Draft::new(&file, 1).finish());
        }
        self.slides.shrink_to_fit();
        (self.slides, self.findings.in_order())
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
        let lists_sources = draft.lists_sources;
        let mut slide = draft.finish();
        let further = match self.sources.filter(|_| lists_sources) {
            Some(all) => sources::further_slides(&mut slide, all),
            None => Vec::new(),
        };
        self.slides.push(slide);
        self.slides.extend(further);
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
        let vanishes = self.draft.may_vanish && self.draft.is_empty();
        self.drop_pause(text.source);
        let next = Draft::new(text.source.file(), text.line(self.at));
        let draft = std::mem::replace(&mut self.draft, next);
        if vanishes {
            self.draft.may_vanish = true;
        } else {
            self.keep(draft);
        }
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
}
