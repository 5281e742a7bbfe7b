//! Text while it is read: looks, links and images become spans.

use std::sync::Arc;

use super::marks;
use crate::deck::{Look, Rgb, Span, SpanKind, Step};
use crate::safe_text;

/// A text that is not finished.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pub(super) spans: Vec<Span>,
    style: Style,
    /// What was opened and not closed, with the style to go back to.
    opened: Vec<(Opener, Style)>,
    links: Vec<Link>,
    /// The images whose alt text is being read.
    images: Vec<(String, String)>,
    /// Brackets that the author escaped: the index of the span, the byte offset in it.
    literal: Vec<(usize, usize)>,
}

/// How words that come now look.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Style {
    pub(super) look: Look,
    pub(super) colour: Option<Rgb>,
    pub(super) link: Option<Arc<str>>,
    pub(super) script: Script,
}

/// Where words stand on their line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Script {
    #[default]
    Plain,
    Super,
    Sub,
}

/// What changed the style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opener {
    Markdown,
    Html(&'static str),
}

#[derive(Debug)]
struct Link {
    target: Arc<str>,
    /// What was there when it began.
    before: (usize, usize),
}

/// Tags that are open at once; more change nothing.
const MOST_TAGS: usize = 64;

impl Inline {
    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty() && self.images.is_empty()
    }

    /// Adds words as they come from the parser, in the current style.
    pub(super) fn words(&mut self, words: &str, from: Step) {
        let clean = safe_text::clean(words);
        if let Some((_, alt)) = self.images.last_mut() {
            alt.push_str(&clean);
            return;
        }
        match self.style.script {
            Script::Plain => self.add(&clean, from),
            script => self.add(&scripted(&clean, script), from),
        }
    }

    /// Adds words that begin with an escaped bracket, which begins no badge.
    pub(super) fn literal_words(&mut self, words: &str, from: Step) {
        let (spans, bytes) = self.extent();
        let joins = self.images.is_empty() && self.last_matches(from);
        let at = if joins { (spans.saturating_sub(1), bytes) } else { (spans, 0) };
        self.literal.push(at);
        self.words(words, from);
    }

    /// Adds words with a look of their own.
    pub(super) fn words_with(&mut self, words: &str, look: Look, from: Step) {
        let before = self.style.look;
        self.style.look |= look;
        self.words(words, from);
        self.style.look = before;
    }

    /// Adds anything but words.
    pub(super) fn piece(&mut self, kind: SpanKind, from: Step) {
        match (self.images.last_mut(), kind) {
            (Some((_, alt)), SpanKind::Break) => alt.push(' '),
            (Some((_, alt)), SpanKind::Image { alt: inner, .. }) => alt.push_str(&inner),
            (Some(_), SpanKind::FootnoteRef(_) | SpanKind::Badge(_)) => {}
            (Some((_, alt)), SpanKind::Words { text, .. }) => alt.push_str(&text),
            (None, kind) => {
                if kind == SpanKind::Break {
                    trim_end(&mut self.spans);
                }
                self.spans.push(Span { from, kind });
            }
        }
    }

    /// Begins what markdown closes again.
    pub(super) fn open(&mut self, look: Look) {
        self.opened.push((Opener::Markdown, self.style.clone()));
        self.style.look |= look;
    }

    /// Ends what markdown opened last, and the tags in it.
    pub(super) fn close(&mut self) {
        while let Some((opener, style)) = self.opened.pop() {
            if opener == Opener::Markdown {
                self.style = style;
                return;
            }
        }
    }

    pub(super) fn open_link(&mut self, target: &str) {
        self.open(Look::empty());
        let target: Arc<str> = Arc::from(safe_text::clean(target).as_ref());
        self.links.push(Link { target: Arc::clone(&target), before: self.extent() });
        if !target.is_empty() {
            self.style.link = Some(target);
        }
    }

    /// Whether the link that ends now has no words, so that it shows where it leads.
    pub(super) fn shows_target(&self) -> bool {
        let link = self.links.last();
        self.images.is_empty()
            && link.is_some_and(|link| link.before == self.extent() && !link.target.is_empty())
    }

    pub(super) fn close_link(&mut self, from: Step) {
        let shows_target = self.shows_target();
        if let Some(link) = self.links.pop()
            && shows_target
        {
            self.words(&link.target, from);
        }
        self.close();
    }

    pub(super) fn open_image(&mut self, target: &str) {
        self.images.push((safe_text::clean(target).into_owned(), String::new()));
    }

    /// The image whose alt text ends.
    pub(super) fn end_image(&mut self) -> Option<SpanKind> {
        self.images.pop().map(|(target, alt)| {
            let alt = if is_size(&alt) { String::new() } else { alt };
            SpanKind::Image { alt, target }
        })
    }

    /// Whether what comes now is alt text.
    pub(super) fn in_image(&self) -> bool {
        !self.images.is_empty()
    }

    /// Begins what an HTML tag closes again.
    pub(super) fn open_tag(&mut self, name: &'static str, change: impl FnOnce(&mut Style)) {
        if self.opened.len() < MOST_TAGS {
            self.opened.push((Opener::Html(name), self.style.clone()));
            change(&mut self.style);
        }
    }

    /// Ends the tag of this name and those in it; nothing where there is none.
    pub(super) fn close_tag(&mut self, name: &str) {
        let tags = self.opened.iter().rev().take(MOST_TAGS);
        let tags = tags.take_while(|(opener, _)| *opener != Opener::Markdown);
        let found = tags.enumerate().find(|(_, (opener, _))| *opener == Opener::Html(named(name)));
        let Some((depth, _)) = found else { return };
        let at = self.opened.len() - 1 - depth;
        if let Some((_, style)) = self.opened.drain(at..).next() {
            self.style = style;
        }
    }

    /// The finished text, with badges and bare addresses made out.
    pub(super) fn finish(self) -> Vec<Span> {
        let mut spans = marks::mark(self.spans, &self.literal);
        trim(&mut spans);
        for span in &mut spans {
            if let SpanKind::Words { text, .. } = &mut span.kind {
                text.shrink_to_fit();
            }
        }
        spans.shrink_to_fit();
        spans
    }

    fn add(&mut self, words: &str, from: Step) {
        // What stood between two blanks, such as a comment, leaves one.
        let bare = self.ends_with_blank() && !self.style.look.contains(Look::CODE);
        let words = if bare { words.trim_start_matches(' ') } else { words };
        if words.is_empty() {
            return;
        }
        if self.last_matches(from)
            && let Some(SpanKind::Words { text, .. }) = self.spans.last_mut().map(|s| &mut s.kind)
        {
            text.push_str(words);
            return;
        }
        let Style { look, colour, link, script: _ } = self.style.clone();
        let kind = SpanKind::Words { text: words.to_owned(), look, colour, link };
        self.spans.push(Span { from, kind });
    }

    /// Whether words that come now continue the last span.
    fn last_matches(&self, from: Step) -> bool {
        let Some(last) = self.spans.last().filter(|span| span.from == from) else { return false };
        match &last.kind {
            SpanKind::Words { look, colour, link, .. } => {
                *look == self.style.look && *colour == self.style.colour && *link == self.style.link
            }
            _ => false,
        }
    }

    /// Whether a blank would be one too many.
    fn ends_with_blank(&self) -> bool {
        match self.spans.last().map(|span| &span.kind) {
            Some(SpanKind::Words { text, look, .. }) => {
                text.ends_with(' ') && !look.contains(Look::CODE)
            }
            Some(SpanKind::Break) => true,
            Some(SpanKind::Image { .. } | SpanKind::Badge(_) | SpanKind::FootnoteRef(_)) | None => {
                false
            }
        }
    }

    /// How many spans there are, and how long the last one is.
    fn extent(&self) -> (usize, usize) {
        let last = self.spans.last().map_or(0, |span| match &span.kind {
            SpanKind::Words { text, .. } => text.len(),
            _ => 0,
        });
        (self.spans.len(), last)
    }
}

/// The tags that change the style, so that a name need not be copied.
const NAMES: [&str; 17] = [
    "kbd", "b", "strong", "i", "em", "u", "ins", "s", "del", "strike", "sub", "sup", "code",
    "mark", "a", "span", "font",
];

/// The name as it is kept; empty for a tag that changes nothing.
pub(super) fn named(name: &str) -> &'static str {
    NAMES.iter().find(|known| **known == name).copied().unwrap_or_default()
}

/// Whether an alt text is presenterm's way to say how wide an image is.
fn is_size(alt: &str) -> bool {
    let size = alt.strip_prefix("image:").unwrap_or_default();
    size.starts_with("width:") || size.starts_with("w:")
}

/// No blanks at either end of a text.
fn trim(spans: &mut Vec<Span>) {
    trim_end(spans);
    let blank = |span: &&Span| match &span.kind {
        SpanKind::Words { text, look, .. } => {
            !look.contains(Look::CODE) && text.bytes().all(|byte| byte == b' ')
        }
        _ => false,
    };
    let lead = spans.iter().take_while(blank).count();
    spans.drain(..lead);
    if let Some(text) = spans.first_mut().and_then(trimmable) {
        let blanks = text.len() - text.trim_start_matches(' ').len();
        text.drain(..blanks);
    }
}

/// No blanks at the end of a text.
fn trim_end(spans: &mut Vec<Span>) {
    while let Some(text) = spans.last_mut().and_then(trimmable) {
        text.truncate(text.trim_end_matches(' ').len());
        if !text.is_empty() {
            return;
        }
        spans.pop();
    }
}

/// The words of a span whose blanks mean nothing.
fn trimmable(span: &mut Span) -> Option<&mut String> {
    match &mut span.kind {
        SpanKind::Words { text, look, .. } if !look.contains(Look::CODE) => Some(text),
        _ => None,
    }
}

/// `x²` for `x<sup>2</sup>`, or `x^n` where there is no such character.
fn scripted(words: &str, script: Script) -> String {
    let (table, sign) = match script {
        Script::Super => (SUPER, '^'),
        Script::Sub => (SUB, '_'),
        Script::Plain => return words.to_owned(),
    };
    let map = |c: char| table.iter().find(|(plain, _)| *plain == c).map(|(_, small)| *small);
    let small: Option<String> = words.chars().map(map).collect();
    small.unwrap_or_else(|| format!("{sign}{words}"))
}

const SUPER: &[(char, char)] = &[
    (' ', ' '),
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('-', '⁻'),
    ('−', '⁻'),
    ('=', '⁼'),
    ('(', '⁽'),
    (')', '⁾'),
    ('n', 'ⁿ'),
    ('i', 'ⁱ'),
];

const SUB: &[(char, char)] = &[
    (' ', ' '),
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('+', '₊'),
    ('-', '₋'),
    ('−', '₋'),
    ('=', '₌'),
    ('(', '₍'),
    (')', '₎'),
    ('a', 'ₐ'),
    ('e', 'ₑ'),
    ('o', 'ₒ'),
    ('x', 'ₓ'),
    ('h', 'ₕ'),
    ('k', 'ₖ'),
    ('l', 'ₗ'),
    ('m', 'ₘ'),
    ('n', 'ₙ'),
    ('p', 'ₚ'),
    ('s', 'ₛ'),
    ('t', 'ₜ'),
    ('i', 'ᵢ'),
    ('r', 'ᵣ'),
    ('u', 'ᵤ'),
    ('v', 'ᵥ'),
    ('j', 'ⱼ'),
];
