//! Markdown to slides and diagnostics. Parsing never fails.

use crate::deck::{Meta, Slide};
use crate::diagnostic::Diagnostic;

/// What ends a slide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// `end_slide` comments where there are any, else rules.
    #[default]
    Auto,
    /// A thematic break written `---`.
    Rule,
    /// An `end_slide` comment.
    EndSlide,
}

/// Where a text comes from and how to read it.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The file's name, for people; it may hold folders.
    pub file: &'a str,
    /// What ends a slide.
    pub split: Split,
    /// Whether the text may begin with front matter.
    pub front_matter: bool,
    /// Reads a file that is included, by its path relative to the deck's folder. The error is a
    /// sentence.
    pub read: &'a dyn Fn(&str) -> Result<String, String>,
}

/// What became of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What the front matter says.
    pub meta: Meta,
    /// The slides, in order; at least one. Ids may repeat: whoever puts texts together sees to that.
    pub slides: Vec<Slide>,
    /// All that is wrong with the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a text as slides.
pub fn parse(_text: &str, _context: &Context<'_>) -> Parsed {
    Parsed { slides: vec![Slide::default()], ..Parsed::default() }
}
