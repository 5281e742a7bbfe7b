//! Badges, and the list of sources that they lead to.

use std::collections::BTreeMap;

use super::html::Html;
use super::slide::heading;
use crate::deck::Citation;

/// A badge that leads to the entry with this index.
pub(super) fn badge(key: &str, at: usize, html: &mut Html) {
    let href = format!("#source-{}", at + 1);
    html.element("a", &[("class", "badge"), ("href", &href)], name(key));
}

fn name(key: &str) -> &str {
    if key == "abstract" { "A" } else { key }
}

/// What the badges of a slide stand for, in the order in which they came.
pub(super) fn list(
    keys: &[String],
    citations: &BTreeMap<String, Citation>,
    level: u8,
    html: &mut Html,
) {
    if keys.is_empty() {
        return;
    }
    let words = html.words;
    html.within("section", &[("class", "sources")], |html| {
        html.element(heading(level), &[], words.sources);
        html.within("dl", &[], |html| {
            for (number, key) in (1_u32..).zip(keys) {
                let id = format!("source-{number}");
                html.element("dt", &[("id", &id)], name(key));
                html.within("dd", &[("dir", "auto")], |html| {
                    match (key.as_str(), citations.get(key)) {
                        ("abstract", _) => html.text(words.from_abstract),
                        ("ours", _) => html.text(words.from_ours),
                        ("speaker", _) => html.text(words.from_speaker),
                        (_, Some(citation)) => cited(citation, html),
                        (_, None) => html.text(words.from_unknown),
                    }
                });
            }
        });
    });
}

fn cited(citation: &Citation, html: &mut Html) {
    let Citation { title, author, year, link } = citation;
    let about: Vec<&str> =
        [author, year].into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    if !about.is_empty() {
        html.text(&about.join(", "));
        html.text(": ");
    }
    let is_address = link.starts_with("https://") || link.starts_with("http://");
    if is_address {
        html.element("a", &[("href", link), ("rel", "noreferrer")], title);
    } else {
        html.text(title);
    }
}
