//! What stands in plain words without a mark-up of its own: badges such as `[@abstract]` and bare
//! addresses.

use std::sync::Arc;

use linkify::{LinkFinder, LinkKind};
use memchr::{memchr, memmem};

use crate::deck::{Look, Span, SpanKind};

/// Makes badges and links out of words. `literal` names escaped brackets: the index of the span, the
/// byte offset in it.
pub(super) fn mark(spans: Vec<Span>, literal: &[(usize, usize)]) -> Vec<Span> {
    if !spans.iter().any(may_hold_any) {
        return spans;
    }
    let mut marked = Vec::with_capacity(spans.len() + 2);
    for (index, span) in spans.into_iter().enumerate() {
        if may_hold_any(&span) {
            let from = literal.partition_point(|(at, _)| *at < index);
            let to = literal.partition_point(|(at, _)| *at <= index);
            badges(&span, literal.get(from..to).unwrap_or_default(), &mut marked);
        } else {
            marked.push(span);
        }
    }
    marked
}

fn may_hold_any(span: &Span) -> bool {
    match &span.kind {
        SpanKind::Words { text, look, .. } if !look.intersects(Look::CODE | Look::MATH) => {
            may_hold_address(text)
        }
        _ => false,
    }
}

fn may_hold_address(text: &str) -> bool {
    memchr(b'@', text.as_bytes()).is_some() || memmem::find(text.as_bytes(), b"://").is_some()
}

fn badges(span: &Span, escaped: &[(usize, usize)], marked: &mut Vec<Span>) {
    let SpanKind::Words { text, .. } = &span.kind else { return };
    let mut done = 0;
    for at in memmem::find_iter(text.as_bytes(), b"[@") {
        let Some(key) = text.get(at + 2..).and_then(key) else { continue };
        if escaped.binary_search_by_key(&at, |(_, byte)| *byte).is_ok() {
            continue;
        }
        addresses(span, text.get(done..at).unwrap_or_default(), marked);
        marked.push(Span { from: span.from, kind: SpanKind::Badge(key.to_owned()) });
        done = at + 2 + key.len() + 1;
    }
    addresses(span, text.get(done..).unwrap_or_default(), marked);
}

/// The key before the first `]`, if it is one.
fn key(rest: &str) -> Option<&str> {
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')))?;
    let (key, tail) = rest.split_at_checked(end)?;
    (!key.is_empty() && tail.starts_with(']')).then_some(key)
}

fn addresses(span: &Span, text: &str, marked: &mut Vec<Span>) {
    let SpanKind::Words { look, colour, link, .. } = &span.kind else { return };
    let words = |text: &str, link: Option<Arc<str>>| {
        let kind = SpanKind::Words { text: text.to_owned(), look: *look, colour: *colour, link };
        Span { from: span.from, kind }
    };
    let mut done = 0;
    if link.is_none() && may_hold_address(text) {
        for found in LinkFinder::new().links(text) {
            let Some(target) = target(found.as_str(), found.kind()) else { continue };
            let before = text.get(done..found.start()).unwrap_or_default();
            if !before.is_empty() {
                marked.push(words(before, None));
            }
            marked.push(words(found.as_str(), Some(target)));
            done = found.end();
        }
    }
    let rest = text.get(done..).unwrap_or_default();
    if !rest.is_empty() {
        marked.push(words(rest, link.clone()));
    }
}

/// Where an address leads, if it is of a kind that people follow.
fn target(text: &str, kind: &LinkKind) -> Option<Arc<str>> {
    match kind {
        LinkKind::Email => Some(Arc::from(format!("mailto:{text}"))),
        LinkKind::Url => {
            let (scheme, _) = text.split_once("://")?;
            let known = ["http", "https", "ftp"];
            known.iter().any(|k| scheme.eq_ignore_ascii_case(k)).then(|| Arc::from(text))
        }
        _ => None,
    }
}
