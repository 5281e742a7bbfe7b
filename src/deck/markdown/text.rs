//! A piece of a file that is read as markdown, with the way back to its place in the file.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::Split;
use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::safe_text;

/// Text that stands in a file, perhaps with something left out of each line.
#[derive(Clone, Debug, Default)]
pub(in crate::deck) struct Excerpt<'t> {
    text: Cow<'t, str>,
    /// The byte offset in the file at which it begins.
    at: usize,
    /// Where each further stretch begins: the byte offset in `text` and in the file.
    stretches: Vec<(usize, usize)>,
}

impl<'t> Excerpt<'t> {
    /// A text that stands in its file as it is, from the byte offset `at`.
    pub(in crate::deck) fn whole(text: &'t str, at: usize) -> Self {
        Self { text: Cow::Borrowed(text), at, stretches: Vec::new() }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn into_string(self) -> String {
        self.text.into_owned()
    }

    /// Appends what stands in the file at the byte offset `at`.
    pub(super) fn push(&mut self, text: &str, at: usize) {
        let here = self.text.len();
        if here == 0 {
            self.at = at;
            self.stretches.clear();
        } else if self.offset(here) != at {
            self.stretches.push((here, at));
        }
        self.text.to_mut().push_str(text);
    }

    /// The byte offset in the file of a byte offset in the text.
    pub(super) fn offset(&self, at: usize) -> usize {
        let index = self.stretches.partition_point(|(start, _)| *start <= at);
        let stretch = index.checked_sub(1).and_then(|index| self.stretches.get(index));
        let (start, file) = stretch.copied().unwrap_or((0, self.at));
        file + (at - start)
    }

    /// The bytes in the file of some bytes of the text.
    pub(super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        let last = self.offset(range.end.saturating_sub(1).max(range.start));
        start..last.saturating_add(usize::from(range.end > range.start)).max(start)
    }

    /// A part of the text.
    pub(super) fn part(&self, range: Range<usize>) -> Excerpt<'_> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let at = self.offset(range.start);
        let within = self.stretches.iter();
        let within = within.filter(|(start, _)| range.start < *start && *start < range.end);
        let stretches = within.map(|(start, file)| (start - range.start, *file)).collect();
        Excerpt { text: Cow::Borrowed(text), at, stretches }
    }
}

/// A text on its way into a deck.
pub(in crate::deck) struct Text<'t> {
    pub(super) source: &'t SourceText<'t>,
    pub(super) excerpt: Excerpt<'t>,
    /// What ends a slide; never [`Split::Auto`].
    pub(super) split: Split,
    /// Tells the footnotes of one text from those of another.
    pub(super) scope: usize,
    /// What leads the names of files that are included, for people.
    pub(super) root: String,
    /// The paths of the files that led here through `include`, the text's own last.
    pub(super) trail: Vec<String>,
}

impl<'t> Text<'t> {
    /// The text that everything begins with.
    pub(in crate::deck) fn first(
        source: &'t SourceText<'t>,
        excerpt: Excerpt<'t>,
        split: Split,
    ) -> Self {
        let (root, name) = source.file().split_at(source.file().rfind('/').map_or(0, |at| at + 1));
        let (root, trail) = (root.to_owned(), vec![name.to_owned()]);
        Self { source, excerpt, split, scope: 0, root, trail }
    }

    /// The line, from 1, of a byte offset in the excerpt.
    pub(super) fn line(&self, at: usize) -> u32 {
        self.source.line(self.excerpt.offset(at))
    }
}

/// What is wrong with the texts.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) list: Vec<Diagnostic>,
    /// How many bytes of lines have been copied into findings.
    copied: usize,
}

/// Beyond this many bytes, findings name their line and do not repeat it: a very long line may be full
/// of faults.
const COPIED: usize = 1 << 20;

impl Findings {
    /// A finding about some bytes of the file that `source` is.
    pub(super) fn make(&mut self, source: &SourceText<'_>, problem: Problem) -> Diagnostic {
        let Problem { severity, code, message, at } = problem;
        if self.copied > COPIED {
            let line = source.line(at.start);
            return Diagnostic::new(severity, code, message).on_line(source.file(), line);
        }
        let mut finding = source.diagnose(severity, code, message, at);
        self.copied += finding.excerpt.len();
        if let Cow::Owned(clean) = safe_text::clean(&finding.excerpt) {
            finding.excerpt = clean;
        }
        finding
    }

    /// The findings file by file, in the order of their places.
    pub(super) fn in_order(mut self) -> Vec<Diagnostic> {
        let mut files: Vec<Arc<str>> = Vec::new();
        self.list.sort_by_cached_key(|finding| {
            let place = finding.place.as_ref()?;
            let known = files.iter().position(|file| *file == place.file);
            let file = known.unwrap_or_else(|| {
                files.push(Arc::clone(&place.file));
                files.len() - 1
            });
            Some((file, place.line, place.column))
        });
        self.list
    }

    /// Makes and keeps a finding.
    pub(super) fn report(&mut self, source: &SourceText<'_>, problem: Problem) {
        let finding = self.make(source, problem);
        self.list.push(finding);
    }
}

/// Something wrong, before its line is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) message: String,
    /// The bytes it is about.
    pub(super) at: Range<usize>,
}

impl Problem {
    pub(super) fn warning(
        code: &'static str,
        message: impl Into<String>,
        at: Range<usize>,
    ) -> Self {
        Self { severity: Severity::Warning, code, message: message.into(), at }
    }

    pub(super) fn error(code: &'static str, message: impl Into<String>, at: Range<usize>) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), at }
    }

    /// The same problem, its bytes counted in the file.
    pub(super) fn within(mut self, excerpt: &Excerpt<'_>) -> Self {
        self.at = excerpt.range(&self.at);
        self
    }
}
