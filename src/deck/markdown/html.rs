//! HTML within a line of text: the tags with a plain meaning, and comments.

use std::ops::Range;
use std::sync::Arc;

use html5gum::{DefaultEmitter, HtmlString, StartTag, StringReader, Token, Tokenizer};

use super::builder::Builder;
use super::colour;
use super::directive::{self, Comment, Directive};
use super::inline::{Script, Style, named};
use super::text::{Excerpt, Problem, Text};
use crate::deck::{Look, SpanKind};
use crate::safe_text;

/// Splits HTML into tags, text and comments, each with its bytes.
pub(super) fn tokens(html: &str) -> impl Iterator<Item = Token<usize>> + '_ {
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    let tokens: Tokenizer<StringReader<'_>, DefaultEmitter<usize>> =
        Tokenizer::new_with_emitter(html, emitter);
    tokens.filter_map(Result::ok)
}

/// Whether an `end_slide` comment is among some HTML.
pub(super) fn has_end_slide(html: &str) -> bool {
    let ends = |content: &str| directive::read(content) == Comment::Directive(Directive::EndSlide);
    html.contains("end_slide")
        && tokens(html).any(|token| match token {
            Token::Comment(comment) => ends(&string(&comment.value)),
            _ => false,
        })
}

/// What stands between `<!--` and `-->`, if that is all there is.
pub(super) fn comment_alone(html: &str) -> Option<&str> {
    let content = html.strip_prefix("<!--")?.trim_end().strip_suffix("-->")?;
    (!content.contains("-->") && !content.starts_with('>') && !content.starts_with("->"))
        .then_some(content)
}

/// Reads one tag or comment in a line of text.
pub(super) fn inline(builder: &mut Builder<'_>, text: &Text<'_>, html: &str, range: &Range<usize>) {
    if let Some(content) = comment_alone(html) {
        let mut excerpt = Excerpt::default();
        excerpt.push(content, text.excerpt.offset(range.start) + "<!--".len());
        builder.comment(text, &excerpt);
        return;
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        if !html.starts_with("<!--") {
            builder.drop_html(text, text.excerpt.range(range));
        }
        return;
    }
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => open(builder, text, &tag),
            Token::EndTag(tag) => close(builder, &string(&tag.name)),
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
}

impl Builder<'_> {
    /// Says that some HTML is left out.
    pub(super) fn drop_html(&mut self, text: &Text<'_>, at: Range<usize>) {
        let message = "this HTML has no meaning on a slide: it is left out";
        self.findings.report(text.source, Problem::warning("html-dropped", message, at));
    }
}

/// Does what a start tag means for the text that follows; one of no meaning vanishes.
pub(super) fn open(builder: &mut Builder<'_>, text: &Text<'_>, tag: &StartTag<usize>) {
    let name = string(&tag.name);
    match name.as_str() {
        "br" => {
            let (inline, step) = builder.inline();
            inline.piece(SpanKind::Break, step);
        }
        "img" => image(builder, text, tag),
        _ if tag.self_closing => {}
        name => {
            if let Some(change) = change(name, tag) {
                builder.inline().0.open_tag(named(name), change);
            }
        }
    }
}

/// Ends what a start tag began.
pub(super) fn close(builder: &mut Builder<'_>, name: &str) {
    if !named(name).is_empty() {
        builder.inline().0.close_tag(name);
    }
}

/// How a tag changes the style.
fn change(name: &str, tag: &StartTag<usize>) -> Option<impl FnOnce(&mut Style) + use<>> {
    let mut look = Look::empty();
    let (mut script, mut colour, mut link) = (None, None, None);
    match name {
        "b" | "strong" | "mark" => look = Look::STRONG,
        "i" | "em" => look = Look::EMPHASIS,
        "u" | "ins" => look = Look::UNDERLINE,
        "s" | "del" | "strike" => look = Look::STRIKE,
        "code" => look = Look::CODE,
        "kbd" => look = Look::KEY,
        "sup" => script = Some(Script::Super),
        "sub" => script = Some(Script::Sub),
        "a" => link = attribute(tag, "href").filter(|href| !href.is_empty()),
        "span" => colour = attribute(tag, "style").and_then(|style| colour::of_style(&style)),
        "font" => colour = attribute(tag, "color").and_then(|colour| colour::parse(&colour)),
        _ => return None,
    }
    Some(move |style: &mut Style| {
        style.look |= look;
        style.script = script.unwrap_or(style.script);
        style.colour = colour.or(style.colour);
        if let Some(link) = link {
            style.link = Some(Arc::from(safe_text::clean(&link).as_ref()));
        }
    })
}

fn image(builder: &mut Builder<'_>, text: &Text<'_>, tag: &StartTag<usize>) {
    let cleaned = |name: &str| {
        let value = attribute(tag, name).unwrap_or_default();
        safe_text::clean(&value).into_owned()
    };
    let (alt, target) = (cleaned("alt"), cleaned("src"));
    if alt.is_empty() && target.is_empty() {
        return;
    }
    let (inline, step) = builder.touch_inline(text);
    inline.piece(SpanKind::Image { alt, target }, step);
}

/// The value of an attribute, its entities decoded.
pub(super) fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| string(value))
}

pub(super) fn string(html: &HtmlString) -> String {
    String::from_utf8_lossy(html).into_owned()
}
