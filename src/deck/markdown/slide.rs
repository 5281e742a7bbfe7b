//! A slide while it is read: its steps, its columns and what the directives say of it.

use std::ops::Range;
use std::sync::Arc;

use crate::deck::{Align, Block, BlockKind, Column, Lines, Slide, Step};
use crate::diagnostic::Diagnostic;

/// A slide that is not finished.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) slide: Slide,
    /// The step from which what is read now is seen.
    pub(super) shown: Step,
    /// The highest step that anything is seen from.
    pub(super) last: Step,
    pub(super) pending: Option<Pause>,
    /// Whether anything is seen on it yet.
    pub(super) has_content: bool,
    /// Whether it is none at all if nothing comes before its end.
    pub(super) may_vanish: bool,
    pub(super) has_title: bool,
    /// What the last directive said of it.
    pub(super) align: Option<Align>,
    pub(super) incremental: bool,
    pub(super) skipped: bool,
    pub(super) lists_sources: bool,
    /// Whether it was already said that something is nested too deeply.
    pub(super) too_deep: bool,
    pub(super) columns: Option<Columns>,
    /// The footnotes referred to, in order.
    pub(super) references: Vec<Reference>,
}

/// A pause that waits for something to reveal.
#[derive(Debug)]
pub(super) enum Pause {
    /// Made by an incremental list.
    Implied,
    /// Written at these bytes of the file that is being read.
    Written(Range<usize>),
    /// Written in another file; what to say if nothing follows.
    Elsewhere(Box<Diagnostic>),
}

/// Blocks side by side that are not finished.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) columns: Vec<Column>,
    /// The column that blocks go to; before the first is named, they stand above the columns.
    pub(super) current: Option<usize>,
}

/// A footnote that a slide refers to.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) scope: usize,
    pub(super) label: String,
    pub(super) from: Step,
}

impl Draft {
    pub(super) fn new(file: &Arc<str>, line: u32) -> Self {
        let slide = Slide { file: Arc::clone(file), line, ..Slide::default() };
        Self { slide, shown: 1, last: 1, ..Self::default() }
    }

    /// Whether nothing has been read that would be lost with it.
    pub(super) fn is_empty(&self) -> bool {
        !self.has_content && self.slide.notes.is_empty()
    }

    /// The step from which content that comes now is seen.
    pub(super) fn reveal(&mut self) -> Step {
        if self.pending.take().is_some() {
            self.shown = self.last.saturating_add(1);
            self.last = self.shown;
        }
        self.has_content = true;
        self.shown
    }

    /// The step that a note read now belongs to.
    pub(super) fn note_step(&self) -> Step {
        match self.pending {
            Some(_) => self.last.saturating_add(1),
            None => self.shown,
        }
    }

    /// A pause that an incremental list makes: where there is nothing to part, it is none.
    pub(super) fn pause_quietly(&mut self) {
        if self.has_content && self.pending.is_none() {
            self.pending = Some(Pause::Implied);
        }
    }

    /// Counts the steps of a code block seen from the current one. A second one in the same stretch
    /// waits, with its first lines lit, until the earlier one is through.
    pub(super) fn step_through(&mut self, highlights: &mut Vec<Lines>) {
        /// No speaker waits for longer.
        const LONGEST_WAIT: Step = 500;
        if highlights.len() < 2 {
            return;
        }
        let wait = self.last.saturating_sub(self.shown);
        if let Some(first) = highlights.first().cloned()
            && wait <= LONGEST_WAIT
        {
            highlights.splice(0..0, std::iter::repeat_n(first, usize::from(wait)));
        }
        let steps = Step::try_from(highlights.len() - 1).unwrap_or(Step::MAX);
        self.last = self.last.max(self.shown.saturating_add(steps));
    }

    /// Adds a block at the top level.
    pub(super) fn push(&mut self, block: Block) {
        let column = self.columns.as_mut().and_then(|open| {
            let current = open.current?;
            open.columns.get_mut(current)
        });
        match column {
            Some(column) => column.blocks.push(block),
            None => self.slide.blocks.push(block),
        }
    }

    /// Ends the columns, if there are any.
    pub(super) fn close_columns(&mut self) {
        let Some(mut open) = self.columns.take() else { return };
        let blocks = open.columns.iter().flat_map(|column| &column.blocks);
        let Some(from) = blocks.map(|block| block.from).min() else { return };
        for column in &mut open.columns {
            column.blocks.shrink_to_fit();
        }
        let kind = BlockKind::Columns(open.columns);
        self.slide.blocks.push(Block { from, align: Align::Left, kind });
    }

    /// Takes a heading's text and id, if it is the first with either.
    pub(super) fn entitle(&mut self, title: String, id: Option<String>) {
        if !self.has_title {
            self.has_title = true;
            self.slide.title = title;
        }
        if let Some(id) = id.filter(|id| !id.is_empty() && !self.slide.id_is_written) {
            self.slide.id = id;
            self.slide.id_is_written = true;
        }
    }

    /// The finished slide; its footnotes are still missing.
    pub(super) fn finish(mut self) -> Slide {
        self.close_columns();
        let mut slide = self.slide;
        slide.steps = self.last.max(1);
        if !slide.id_is_written {
            slide.id = slug(&slide.title);
        }
        clamp(&mut slide.notes, slide.steps);
        slide.id.shrink_to_fit();
        slide.title.shrink_to_fit();
        slide.blocks.shrink_to_fit();
        slide.notes.shrink_to_fit();
        slide
    }
}

/// Lower-case letters and digits, with single hyphens for all else.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Notes may pause more often than their slide: what is left is seen from its last step.
fn clamp(notes: &mut [Block], steps: Step) {
    shift(notes, &|from| from.min(steps));
}

/// Changes the step from which anything in these blocks is seen.
pub(super) fn shift(blocks: &mut [Block], change: &dyn Fn(Step) -> Step) {
    for block in blocks {
        block.from = change(block.from);
        shift_texts(&mut block.kind, change);
        match &mut block.kind {
            BlockKind::List(list) => {
                for item in &mut list.items {
                    item.from = change(item.from);
                    shift(&mut item.blocks, change);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    definition.from = change(definition.from);
                    definition.details.iter_mut().for_each(|detail| shift(detail, change));
                }
            }
            BlockKind::Quote { blocks, .. } => shift(blocks, change),
            BlockKind::Columns(columns) => {
                for column in columns {
                    shift(&mut column.blocks, change);
                }
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Code(_)
            | BlockKind::Table(_)
            | BlockKind::Rule
            | BlockKind::Blank(_)
            | BlockKind::Middle
            | BlockKind::Poll(_)
            | BlockKind::Discussion(_)
            | BlockKind::Results(_)
            | BlockKind::Happened(_)
            | BlockKind::Picture(_)
            | BlockKind::Broken { .. } => {}
        }
    }
}

fn shift_texts(kind: &mut BlockKind, change: &dyn Fn(Step) -> Step) {
    let texts: Vec<&mut crate::deck::Text> = match kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => vec![text],
        BlockKind::Table(table) => {
            table.head.iter_mut().chain(table.rows.iter_mut().flatten()).collect()
        }
        BlockKind::Definitions(definitions) => {
            definitions.iter_mut().map(|definition| &mut definition.term).collect()
        }
        _ => Vec::new(),
    };
    for span in texts.into_iter().flatten() {
        span.from = change(span.from);
    }
}
