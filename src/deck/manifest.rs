//! `deck.toml` and `sources.toml`: what holds a deck folder together.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::markdown::Split;
use super::{Citation, Meta, toml_keys};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::safe_text;

/// What `deck.toml` says.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) meta: Meta,
    /// The folder of the notes, relative to the deck's.
    pub(super) notes: Option<String>,
    /// The files of the sections, in order, each with its place in the manifest.
    pub(super) sections: Option<Vec<Spanned<String>>>,
    pub(super) split: Split,
    /// The named plans, each name with its place in the manifest.
    pub(super) agendas: Vec<(Spanned<String>, Vec<RawPart>)>,
}

#[derive(Debug, Deserialize)]
struct RawManifest {
    title: Option<String>,
    subtitle: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
    event: Option<String>,
    date: Option<Written>,
    license: Option<String>,
    theme: Option<String>,
    notes: Option<String>,
    split: Option<RawSplit>,
    sections: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    agenda: BTreeMap<Spanned<String>, RawAgenda>,
}

const KEYS: [&str; 11] = [
    "title", "subtitle", "authors", "event", "date", "license", "theme", "notes", "split",
    "sections", "agenda",
];

/// What an author may write with or without quotes.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Number(i64),
    Date(toml::value::Datetime),
}

impl Written {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawSplit {
    Rule,
    EndSlide,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAgenda {
    #[serde(default)]
    part: Vec<RawPart>,
}

/// A part of an agenda, its ids with their places in the manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPart {
    pub(super) title: String,
    pub(super) minutes: Spanned<f64>,
    #[serde(default)]
    pub(super) slides: Vec<Spanned<String>>,
    pub(super) section: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) optional: Vec<Spanned<String>>,
}

/// Reads `deck.toml`. A manifest that cannot be read is empty but for its diagnostic.
pub(super) fn parse(source: &SourceText<'_>) -> (Manifest, Vec<Diagnostic>) {
    let (raw, findings) = toml_keys::read(source, "bad-manifest", &[(&[], &KEYS)]);
    let Some(raw): Option<RawManifest> = raw else { return (Manifest::default(), findings) };
    let clean = |text: String| safe_text::clean(&text).into_owned();
    let meta = Meta {
        title: raw.title.map(clean),
        subtitle: raw.subtitle.map(clean),
        authors: raw.authors.into_iter().map(clean).collect(),
        event: raw.event.map(clean),
        date: raw.date.map(|date| clean(date.text())),
        license: raw.license.map(clean),
        theme: raw.theme.map(clean),
    };
    let split = match raw.split {
        None => Split::Auto,
        Some(RawSplit::Rule) => Split::Rule,
        Some(RawSplit::EndSlide) => Split::EndSlide,
    };
    let agendas = raw.agenda.into_iter();
    let agendas = agendas
        .map(|(name, agenda)| (cleaned(&name), agenda.part.iter().map(cleaned_part).collect()));
    let manifest = Manifest {
        meta,
        notes: raw.notes,
        sections: raw.sections,
        split,
        agendas: agendas.collect(),
    };
    (manifest, findings)
}

fn cleaned(written: &Spanned<String>) -> Spanned<String> {
    Spanned::new(written.span(), safe_text::clean(written.get_ref()).into_owned())
}

/// A part, safe to show; where it stands in the manifest stays known.
fn cleaned_part(part: &RawPart) -> RawPart {
    RawPart {
        title: safe_text::clean(&part.title).into_owned(),
        minutes: part.minutes.clone(),
        slides: part.slides.iter().map(cleaned).collect(),
        section: part.section.as_ref().map(cleaned),
        optional: part.optional.iter().map(cleaned).collect(),
    }
}

#[derive(Debug, Deserialize)]
struct RawCitation {
    title: String,
    author: String,
    year: Option<Written>,
    link: String,
}

const CITATION: [&str; 4] = ["title", "author", "year", "link"];

/// Reads `sources.toml`: a table for each key.
pub(super) fn citations(source: &SourceText<'_>) -> (BTreeMap<String, Citation>, Vec<Diagnostic>) {
    let (raw, findings) = toml_keys::read(source, "bad-sources", &[(&["*"], &CITATION)]);
    let raw: BTreeMap<String, RawCitation> = raw.unwrap_or_default();
    let clean = |text: &str| safe_text::clean(text).into_owned();
    let citation = |raw: RawCitation| Citation {
        title: clean(&raw.title),
        author: clean(&raw.author),
        year: raw.year.map_or_else(String::new, |year| clean(&year.text())),
        link: clean(&raw.link),
    };
    let citations = raw.into_iter().map(|(key, raw)| (clean(&key), citation(raw))).collect();
    (citations, findings)
}
