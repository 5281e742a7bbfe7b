//! Footnotes: collected wherever they stand, then given to each slide that refers to them.

use std::collections::hash_map::Entry;
use std::ops::Range;
use std::sync::Arc;

use super::builder::Builder;
use super::slide::{Reference, shift};
use super::text::{Problem, Text};
use crate::deck::{Block, BlockKind, Footnote, Step};
use crate::diagnostic::Diagnostic;

/// A footnote, wherever it is referred to.
pub(super) struct Note {
    pub(super) blocks: Vec<Block>,
    /// What to say if nothing refers to it.
    pub(super) unused: Option<Diagnostic>,
}

impl Builder<'_> {
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

    pub(super) fn add_footnote(
        &mut self,
        text: &Text<'_>,
        label: String,
        at: Range<usize>,
        blocks: Vec<Block>,
    ) {
        self.detached = self.detached.saturating_sub(1);
        let message = format!("nothing refers to the footnote `{label}`: it is not shown");
        let problem = Problem::warning("unused-footnote", message, at).within(&text.excerpt);
        let place = problem.at.clone();
        let unused = Some(self.findings.make(text.source, problem));
        match self.footnotes.entry((text.scope, label)) {
            Entry::Vacant(entry) => {
                entry.insert(Note { blocks, unused });
            }
            Entry::Occupied(entry) => {
                let message = format!("a second footnote `{}`: it is not shown", entry.key().1);
                let problem = Problem::warning("duplicate-footnote", message, place);
                self.findings.report(text.source, problem);
            }
        }
    }

    /// Gives each slide the footnotes that it refers to, and names those that none does.
    pub(super) fn resolve_footnotes(&mut self) {
        for (index, references) in std::mem::take(&mut self.references) {
            for Reference { scope, label, from } in references {
                let mut blocks = Vec::new();
                let found = self.footnotes.get_mut(&(scope, label.clone()));
                if let Some(found) = found {
                    found.unused = None;
                    blocks.clone_from(&found.blocks);
                }
                let Some(slide) = self.slides.get_mut(index) else { continue };
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
