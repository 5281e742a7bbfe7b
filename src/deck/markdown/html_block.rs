//! Blocks of HTML: comments, and text whose tags begin paragraphs, headings and lists.

use html5gum::{EndTag, Error, StartTag, Token};

use super::blocks::{FrameKind, OpenKind};
use super::builder::Builder;
use super::html::{self, attribute, string};
use super::text::{Excerpt, Problem, Text};
use crate::deck::{BlockKind, Code};
use crate::safe_text;

/// Reads a block of HTML.
pub(super) fn block(builder: &mut Builder<'_>, text: &Text<'_>, html: &Excerpt<'_>) {
    let whole = html.as_str();
    let trimmed = whole.trim_start();
    if let Some(content) = html::comment_alone(trimmed) {
        let start = whole.len() - trimmed.len() + "<!--".len();
        builder.comment(text, &html.part(start..start + content.len()));
        return;
    }
    let mut reader =
        Reader { builder, text, html, opened: Vec::new(), code: None, dropping: false };
    for token in html::tokens(whole) {
        reader.token(token);
    }
    reader.end();
}

struct Reader<'r, 'b, 't> {
    builder: &'r mut Builder<'b>,
    text: &'r Text<'t>,
    html: &'r Excerpt<'r>,
    /// The containers that tags of this block opened.
    opened: Vec<&'static str>,
    /// What a `pre` holds so far.
    code: Option<String>,
    /// Whether what comes is no text.
    dropping: bool,
}

/// Tags that begin a paragraph of their own.
const BLOCKS: [&str; 36] = [
    "address",
    "article",
    "aside",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "head",
    "header",
    "html",
    "legend",
    "main",
    "nav",
    "optgroup",
    "option",
    "p",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "title",
    "tr",
];

/// Tags that are looked through for the one that an end tag belongs to.
const MOST_OPENED: usize = 128;

impl Reader<'_, '_, '_> {
    fn token(&mut self, token: Token<usize>) {
        match token {
            Token::StartTag(tag) => self.start_tag(&tag),
            Token::EndTag(tag) => self.end_tag(&tag),
            Token::String(words) => self.words(&string(&words.value)),
            Token::Comment(comment) => self.comment(comment.span.start..comment.span.end),
            Token::Error(error) if error.value == Error::EofInComment => {
                let at = self.html.as_str().rfind("<!--").unwrap_or(0);
                let message = "this comment has no end: all that follows is left out";
                let problem = Problem::warning("unclosed-comment", message, at..at + 4);
                self.builder.findings.report(self.text.source, problem.within(self.html));
            }
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn comment(&mut self, span: std::ops::Range<usize>) {
        let whole = self.html.as_str();
        let written = whole.get(span.clone()).unwrap_or_default();
        match html::comment_alone(written) {
            Some(content) => {
                let start = span.start + "<!--".len();
                let content = self.html.part(start..start + content.len());
                self.builder.comment(self.text, &content);
            }
            None if written.starts_with("<!--") => {}
            None => self.builder.drop_html(self.text, self.html.range(&span)),
        }
    }

    fn start_tag(&mut self, tag: &StartTag<usize>) {
        let name = string(&tag.name);
        match name.as_str() {
            "script" | "style" if !tag.self_closing => {
                self.dropping = true;
                let at = self.html.range(&(tag.span.start..tag.span.end));
                self.builder.drop_html(self.text, at);
            }
            "pre" => {
                self.builder.close_inline();
                self.code = Some(String::new());
            }
            "hr" => self.builder.push_content(self.text, BlockKind::Rule),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes().get(1).map_or(1, |digit| digit - b'0');
                let id = attribute(tag, "id").map(|id| safe_text::clean(&id).trim().to_owned());
                self.builder.open_inline(OpenKind::Heading { level, id });
            }
            "ul" | "menu" => self.open("ul", list(None), tag),
            "ol" => {
                let start = attribute(tag, "start").and_then(|start| start.parse().ok());
                self.open("ol", list(Some(start.unwrap_or(1))), tag);
            }
            "li" => self.item(tag),
            "blockquote" => self.open("blockquote", FrameKind::Quote(None), tag),
            "td" | "th" if self.builder.has_words() => {
                let (inline, step) = self.builder.inline();
                inline.words(" | ", step);
            }
            "br" if self.code.is_some() => self.words("\n"),
            _ if BLOCKS.contains(&name.as_str()) => self.builder.close_inline(),
            _ if self.code.is_some() => {}
            _ => html::open(self.builder, self.text, tag),
        }
    }

    fn end_tag(&mut self, tag: &EndTag<usize>) {
        let name = string(&tag.name);
        match name.as_str() {
            "script" | "style" => self.dropping = false,
            "pre" => self.end_code(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.builder.close_inline(),
            "ul" | "menu" => self.close("ul"),
            "ol" => self.close("ol"),
            "li" => self.close("li"),
            "blockquote" => self.close("blockquote"),
            _ if BLOCKS.contains(&name.as_str()) => self.builder.close_inline(),
            _ if self.code.is_some() => {}
            name => html::close(self.builder, name),
        }
    }

    fn words(&mut self, words: &str) {
        if self.dropping {
            return;
        }
        if let Some(code) = &mut self.code {
            code.push_str(words);
            return;
        }
        // A tab or a line end is a blank here, and must not be taken for a control character.
        let visible = |c: char| c.is_ascii_whitespace() || !safe_text::is_bidi_control(c);
        let words: String = words.chars().filter(|c| visible(*c)).collect();
        let mut parts = words.split_ascii_whitespace();
        let Some(first) = parts.next() else {
            self.builder.blank(" ");
            return;
        };
        let mut line = first.to_owned();
        for part in parts {
            line.push(' ');
            line.push_str(part);
        }
        if words.starts_with(|c: char| c.is_ascii_whitespace()) {
            self.builder.blank(" ");
        }
        let (inline, step) = self.builder.touch_inline(self.text);
        inline.words(&line, step);
        if words.ends_with(|c: char| c.is_ascii_whitespace()) {
            inline.words(" ", step);
        }
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let code = code.strip_prefix('\n').unwrap_or(&code);
        let source = code.strip_suffix('\n').unwrap_or(code);
        if source.is_empty() {
            return;
        }
        let code = Code {
            language: String::new(),
            source: safe_text::clean_lines(source).into_owned(),
            numbered_from: None,
            highlights: Vec::new(),
        };
        self.builder.push_content(self.text, BlockKind::Code(code));
    }

    fn open(&mut self, name: &'static str, kind: FrameKind, tag: &StartTag<usize>) {
        let at = tag.span.start..tag.span.end;
        self.builder.push_frame(self.text, kind, &at);
        self.opened.push(name);
    }

    fn item(&mut self, tag: &StartTag<usize>) {
        let around = self.opened.iter().rev().take(MOST_OPENED).position(|name| *name != "li");
        let in_list = around.is_some_and(|depth| {
            let at = self.opened.len() - 1 - depth;
            self.opened.get(at).is_some_and(|name| matches!(*name, "ul" | "ol"))
        });
        if self.opened.last() == Some(&"li") {
            self.close("li");
        }
        if !in_list {
            self.open("ul", list(None), tag);
        }
        self.open("li", FrameKind::Item { task: None }, tag);
    }

    /// Closes the container of this name and those in it; nothing where there is none.
    fn close(&mut self, name: &str) {
        self.builder.close_inline();
        let opened = self.opened.iter().rev().take(MOST_OPENED);
        let Some(depth) = opened.enumerate().find(|(_, opened)| **opened == name).map(|(d, _)| d)
        else {
            return;
        };
        for _ in 0..=depth {
            self.opened.pop();
            self.builder.pop_frame(self.text);
        }
    }

    fn end(mut self) {
        self.end_code();
        self.builder.close_inline();
        for _ in 0..self.opened.len() {
            self.builder.pop_frame(self.text);
        }
    }
}

fn list(start: Option<u64>) -> FrameKind {
    FrameKind::List { start, loose: false, incremental: false, items: Vec::new() }
}
