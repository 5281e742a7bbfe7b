//! Words in a line: their looks, links that lead somewhere safe, badges that lead to their source.

use super::Writer;
use crate::deck::{Look, Span, SpanKind};
use crate::server::page::html::{Html, address_of};
use crate::server::page::sources;

/// The element of each look, from the outermost.
const ELEMENTS: [(Look, &str); 7] = [
    (Look::STRONG, "strong"),
    (Look::EMPHASIS, "em"),
    (Look::STRIKE, "s"),
    (Look::UNDERLINE, "u"),
    (Look::CODE, "code"),
    (Look::KEY, "kbd"),
    (Look::MATH, "i"),
];

impl Writer<'_> {
    /// A text, as much of it as the step shows.
    pub(super) fn text(&mut self, text: &[Span], html: &mut Html) {
        for span in text.iter().filter(|span| span.from <= self.reading.step) {
            match &span.kind {
                SpanKind::Words { text, look, colour: _, link } => {
                    let href = link.as_ref().and_then(|link| self.address(link));
                    match href {
                        Some(href) => {
                            let attributes = [("href", href.as_str()), ("rel", "noreferrer")];
                            html.within("a", &attributes, |html| words(text, *look, html));
                        }
                        None => words(text, *look, html),
                    }
                }
                SpanKind::Break => html.own("<br>"),
                SpanKind::Image { alt, target } => {
                    let shown = if alt.trim().is_empty() { target } else { alt };
                    html.within("span", &[("class", "image")], |html| {
                        html.unseen(html.words.image);
                        html.text(shown);
                    });
                }
                SpanKind::Badge(key) => {
                    let known = self.keys.iter().position(|other| other == key);
                    let at = known.unwrap_or_else(|| {
                        self.keys.push(key.clone());
                        self.keys.len() - 1
                    });
                    sources::badge(key, at, html);
                }
                SpanKind::FootnoteRef(number) => {
                    let number = number.to_string();
                    let href = format!("#note-{number}");
                    html.within("sup", &[], |html| html.element("a", &[("href", &href)], &number));
                }
            }
        }
    }

    /// Where a link may lead: to other sites, and to slides that were shown.
    fn address(&self, link: &str) -> Option<String> {
        if let Some(id) = link.strip_prefix('#') {
            return self.reading.trail.step(id).map(|_| address_of(id));
        }
        let schemes = ["https://", "http://", "mailto:"];
        let leads_out = |scheme: &str| {
            link.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        schemes.iter().any(|scheme| leads_out(scheme)).then(|| link.to_owned())
    }
}

fn words(text: &str, look: Look, html: &mut Html) {
    let outermost = ELEMENTS.iter().find(|(one, _)| look.contains(*one));
    match outermost {
        Some((one, tag)) => html.within(tag, &[], |html| words(text, look - *one, html)),
        None => html.text(text),
    }
}
