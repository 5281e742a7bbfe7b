//! Markdown to slides and diagnostics. Parsing never fails.

use std::collections::BTreeMap;

use memchr::memmem;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::deck::{Citation, Meta, Slide};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::safe_text::Decoded;

mod blocks;
mod builder;
mod code;
mod colour;
mod comment;
mod directive;
mod events;
mod footnotes;
mod front_matter;
mod html;
mod html_block;
mod inline;
mod interaction;
mod marks;
mod picture;
mod slide;
mod sources;
mod text;
mod toml_fields;

pub(super) use builder::{Builder, Mode};
pub(super) use text::{Excerpt, Text};

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
    /// Reads a file that is included, by its path relative to the folder of `file`. The error is a
    /// sentence.
    pub read: &'a dyn Fn(&str) -> Result<Decoded, String>,
    /// What a list of sources shows, by key; none where the deck has no sources.
    pub sources: &'a BTreeMap<String, Citation>,
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
pub fn parse(text: &str, context: &Context<'_>) -> Parsed {
    let source = SourceText::new(context.file, text);
    let front = if context.front_matter { front_matter::read(&source) } else { None };
    let front = front.unwrap_or_default();
    let body = Excerpt::whole(text.get(front.end..).unwrap_or_default(), front.end);
    let split = resolve(context.split, body.as_str());
    let mut builder = Builder::new(Mode::Slides, context.read);
    builder.included_split = context.split;
    builder.sources = Some(context.sources);
    builder.feed(&Text::first(&source, body, split));
    let (slides, found) = builder.finish();
    let mut diagnostics = front.diagnostics;
    diagnostics.extend(found);
    Parsed { meta: front.meta, slides, diagnostics }
}

/// Everything of CommonMark and GFM that can stand on a slide.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// What ends a slide in this text.
fn resolve(split: Split, text: &str) -> Split {
    match split {
        Split::Auto if has_end_slide(text) => Split::EndSlide,
        Split::Auto | Split::Rule => Split::Rule,
        Split::EndSlide => Split::EndSlide,
    }
}

/// Whether an `end_slide` comment stands anywhere outside code. Only a text with the letters in it is
/// parsed: up to the end of the paragraph they stand in, which what follows cannot change, and as a
/// whole only if that is none.
fn has_end_slide(text: &str) -> bool {
    let Some(at) = memmem::find(text.as_bytes(), b"end_slide") else { return false };
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find("\n\n").map_or(text.len(), |len| at + len + 2);
    let beginning = text.get(..end).unwrap_or_default();
    parses_to_end_slide(beginning) || (end < text.len() && parses_to_end_slide(text))
}

fn parses_to_end_slide(text: &str) -> bool {
    let mut block: Option<String> = None;
    for event in Parser::new_ext(text, OPTIONS) {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(String::new()),
            Event::Html(html) => block.get_or_insert_default().push_str(&html),
            Event::End(TagEnd::HtmlBlock)
                if block.take().is_some_and(|html| html::has_end_slide(&html)) =>
            {
                return true;
            }
            Event::InlineHtml(html) if html::has_end_slide(&html) => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests;
