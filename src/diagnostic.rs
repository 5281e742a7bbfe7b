//! What is wrong with a deck's text, and where: file, line, column, and the line with a caret.

use std::fmt;
use std::sync::Arc;

use unicode_width::UnicodeWidthStr as _;

use crate::safe_text::{self, Replaced};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The talk works, yet not quite as written.
    Warning,
    /// Something the author wrote does not reach the room.
    Error,
}

impl Severity {
    /// The word for people and for JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A position in a file of the deck. Lines and columns count from 1; a column is a character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as the author would name it.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u32,
    /// The character within the line, from 1.
    pub column: u32,
}

/// One problem in the deck's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable kebab-case name for scripts, such as `unknown-directive`.
    pub code: &'static str,
    /// What is wrong and what to do, one sentence without a full stop.
    pub message: String,
    /// Where, if a place in a file is to blame.
    pub place: Option<Place>,
    /// The line at fault, without its line break; empty where there is none to show.
    pub excerpt: String,
    /// How many characters the caret underlines, at least 1.
    pub width: u32,
    /// The id of the slide it stands on, if known.
    pub slide: Option<String>,
    /// The words at fault, where only the line is known from which on they stand.
    pub words: Option<String>,
}

impl Diagnostic {
    /// A finding that is nobody's line: a missing file, an agenda.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        let message = safe_text::clean(&message.into()).into_owned();
        Self {
            severity,
            code,
            message,
            place: None,
            excerpt: String::new(),
            width: 1,
            slide: None,
            words: None,
        }
    }

    /// The same finding, on a slide.
    #[must_use]
    pub fn on_slide(mut self, id: &str) -> Self {
        self.slide = Some(safe_text::clean(id).into_owned());
        self
    }

    /// The same finding, about these words.
    #[must_use]
    pub fn quoting(mut self, words: &str) -> Self {
        self.words = Some(safe_text::clean(words).into_owned());
        self
    }

    /// The same finding, on a line of a file.
    #[must_use]
    pub fn on_line(mut self, file: &str, line: u32) -> Self {
        let file = Arc::from(safe_text::clean(file).as_ref());
        self.place = Some(Place { file, line, column: 1 });
        self
    }
}

impl fmt::Display for Diagnostic {
    /// ```text
    /// warning: unknown directive `pawse`: did you mean `pause`? [unknown-directive]
    ///   --> slides/20-centralized.md:14:6
    ///    |
    /// 14 | <!-- pawse -->
    ///    |      ^^^^^
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", self.severity.word(), self.message, self.code)?;
        let Some(place) = &self.place else {
            return self.slide.as_ref().map_or(Ok(()), |id| write!(f, "\n  --> slide {id}"));
        };
        write!(f, "\n  --> {}:{}:{}", place.file, place.line, place.column)?;
        if let Some(id) = &self.slide {
            write!(f, " (slide {id})")?;
        }
        if self.excerpt.is_empty() {
            return Ok(());
        }
        let number = place.line.to_string();
        let gutter = " ".repeat(number.len());
        let (lead, rest) = shortened(&self.excerpt, place.column as usize);
        let marked: String = rest.chars().take(self.width.max(1) as usize).collect();
        let (blank, carets) = (" ".repeat(lead.width()), "^".repeat(marked.width().max(1)));
        write!(f, "\n {gutter} |\n {number} | {lead}{rest}\n {gutter} | {blank}{carets}")
    }
}

/// The stretch of a long line before a column, and the one from there on.
fn shortened(line: &str, column: usize) -> (String, String) {
    const BEFORE: usize = 60;
    const SHOWN: usize = 100;
    let at = column.saturating_sub(1);
    let from = at.saturating_sub(BEFORE);
    let mut lead: String = line.chars().skip(from).take(at - from).collect();
    let mut rest: String = line.chars().skip(at).take(SHOWN - (at - from)).collect();
    if from > 0 {
        lead.insert(0, '…');
    }
    if line.chars().nth(from + SHOWN).is_some() {
        rest.push('…');
    }
    (safe_text::clean(&lead).into_owned(), safe_text::clean(&rest).into_owned())
}

/// A text with the means to turn a byte offset into a [`Place`].
#[derive(Clone, Debug)]
pub struct SourceText<'a> {
    file: Arc<str>,
    text: &'a str,
    /// The byte offset at which each line begins.
    starts: Vec<usize>,
}

impl<'a> SourceText<'a> {
    /// Indexes the lines of a text.
    pub fn new(file: &str, text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { file: Arc::from(safe_text::clean(file).as_ref()), text, starts }
    }

    /// The file's name, made safe to print.
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// The whole text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The line, from 1, in which a byte offset lies.
    pub fn line(&self, offset: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    /// The byte offset at which a line begins, counted from 1; the end of the text where it has no such line.
    pub fn start_of(&self, line: u32) -> usize {
        self.starts.get((line as usize).saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// The place of a byte offset and the text of its line.
    pub fn locate(&self, offset: usize) -> (Place, &'a str) {
        let line = self.line(offset);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(0);
        let rest = self.text.get(start..).unwrap_or_default();
        let excerpt = rest.split('\n').next().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        let column = u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX);
        (Place { file: Arc::clone(&self.file), line, column }, excerpt)
    }

    /// A finding for each kind of thing that was replaced in this text because it cannot be shown.
    pub fn unprintable(&self, replaced: &[Replaced]) -> Vec<Diagnostic> {
        let finding = |Replaced { what, count, first }: &Replaced| {
            let message = format!("{count} {what} replaced: save the file as plain UTF-8 text");
            self.diagnose(Severity::Warning, "unprintable", message, *first..first + 1)
        };
        replaced.iter().map(finding).collect()
    }

    /// A finding about the bytes `range` of this text.
    pub fn diagnose(
        &self,
        severity: Severity,
        code: &'static str,
        message: impl Into<String>,
        range: std::ops::Range<usize>,
    ) -> Diagnostic {
        let (place, excerpt) = self.locate(range.start);
        let marked = self.text.get(range).unwrap_or_default();
        let width = marked.split('\n').next().unwrap_or_default().chars().count();
        Diagnostic {
            place: Some(place),
            excerpt: excerpt.to_owned(),
            width: u32::try_from(width).unwrap_or(u32::MAX).max(1),
            ..Diagnostic::new(severity, code, message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_shows_its_line_with_a_caret() {
        let text = "# One\n\n<!-- pawse -->\n";
        let source = SourceText::new("talk.md", text);
        let at = text.find("pawse").unwrap();
        let found =
            source.diagnose(Severity::Warning, "unknown-directive", "unknown `pawse`", at..at + 5);
        assert_eq!(
            found.to_string(),
            "warning: unknown `pawse` [unknown-directive]\n  --> talk.md:3:6\n   |\n 3 | <!-- pawse -->\n   |      ^^^^^"
        );
    }

    #[test]
    fn a_column_counts_characters_not_bytes() {
        let source = SourceText::new("talk.md", "äöü!");
        assert_eq!(source.locate(6).0.column, 4);
    }

    #[test]
    fn a_long_line_is_shown_around_its_fault() {
        let text = format!("{}X{}", "a".repeat(500), "b".repeat(500));
        let found = SourceText::new("t", &text).diagnose(Severity::Error, "x", "x", 500..501);
        let shown = found.to_string();
        let caret = shown.lines().last().unwrap();
        let line = shown.lines().nth_back(1).unwrap();
        assert!(line.chars().count() < 120);
        assert_eq!(line.chars().nth(caret.chars().count() - 1), Some('X'));
    }

    #[track_caller]
    fn check_caret(line: &str, marked: &str, caret: &str) {
        let at = line.find(marked).unwrap();
        let source = SourceText::new("t", line);
        let found = source.diagnose(Severity::Error, "x", "x", at..at + marked.len());
        let shown = found.to_string();
        assert_eq!(shown.lines().last().unwrap(), format!("   | {caret}"), "{line}");
    }

    #[test]
    fn a_caret_stands_below_its_words_whatever_their_width() {
        check_caret("日本語 bad", "bad", "       ^^^");
        check_caret("a 日本 b", "日本", "  ^^^^");
        check_caret("e\u{301}👩\u{200d}🔬 bad", "bad", "    ^^^");
        check_caret("a\tbad", "bad", "  ^^^");
    }

    #[test]
    fn an_escape_in_the_line_is_not_printed() {
        let found = SourceText::new("t", "a\u{1b}[31mb").diagnose(Severity::Error, "x", "x", 0..1);
        assert!(!found.to_string().contains('\u{1b}'));
    }
}
