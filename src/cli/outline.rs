//! `outline`: the talk as a list, for people and for scripts.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use serde::Serialize;

use super::{Failure, Format, OutlineArguments};
use crate::agenda::{Agenda, Part};
use crate::deck::{Deck, Slide};
use crate::layout::width;

#[derive(Serialize)]
struct JsonOutline<'a> {
    title: &'a str,
    subtitle: Option<&'a str>,
    authors: &'a [String],
    event: Option<&'a str>,
    date: Option<&'a str>,
    license: Option<&'a str>,
    sections: Vec<JsonSection<'a>>,
    agendas: BTreeMap<&'a str, JsonAgenda<'a>>,
}

#[derive(Serialize)]
struct JsonSection<'a> {
    id: &'a str,
    title: &'a str,
    slides: Vec<JsonSlide<'a>>,
}

#[derive(Serialize)]
struct JsonSlide<'a> {
    number: usize,
    id: &'a str,
    title: &'a str,
    steps: u16,
    notes: bool,
    polls: Vec<&'a str>,
    discussions: Vec<&'a str>,
}

#[derive(Serialize)]
struct JsonAgenda<'a> {
    minutes: serde_json::Number,
    slides: Vec<&'a str>,
    parts: Vec<JsonPart<'a>>,
}

#[derive(Serialize)]
struct JsonPart<'a> {
    title: &'a str,
    minutes: serde_json::Number,
    slides: &'a [String],
    optional: &'a [String],
}

pub(super) fn run(arguments: &OutlineArguments) -> Result<ExitCode, Failure> {
    let (_, loaded) = super::load(arguments.deck.as_ref())?;
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &json(&loaded.deck)).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Text => text(&loaded.deck, &mut out)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The slides of each section with their numbers, from 1.
fn numbered(deck: &Deck) -> impl Iterator<Item = (&str, &str, Vec<(usize, &Slide)>)> {
    deck.sections.iter().map(|section| {
        let slides = deck.slides.get(section.slides.clone()).unwrap_or_default();
        let slides = (section.slides.start + 1..).zip(slides).collect();
        (section.id.as_str(), section.title.as_str(), slides)
    })
}

fn json(deck: &Deck) -> JsonOutline<'_> {
    let sections = numbered(deck).map(|(id, title, slides)| JsonSection {
        id,
        title,
        slides: slides.into_iter().map(|(number, slide)| json_slide(number, slide)).collect(),
    });
    let meta = &deck.meta;
    JsonOutline {
        title: meta.title.as_deref().unwrap_or_default(),
        subtitle: meta.subtitle.as_deref(),
        authors: &meta.authors,
        event: meta.event.as_deref(),
        date: meta.date.as_deref(),
        license: meta.license.as_deref(),
        sections: sections.collect(),
        agendas: deck
            .agendas
            .iter()
            .map(|agenda| (agenda.name.as_str(), json_agenda(agenda)))
            .collect(),
    }
}

fn json_slide(number: usize, slide: &Slide) -> JsonSlide<'_> {
    JsonSlide {
        number,
        id: &slide.id,
        title: &slide.title,
        steps: slide.steps,
        notes: !slide.notes.is_empty(),
        polls: slide.polls(),
        discussions: slide.discussions(),
    }
}

fn json_agenda(agenda: &Agenda) -> JsonAgenda<'_> {
    JsonAgenda {
        minutes: number(agenda.minutes()),
        slides: agenda.slides(),
        parts: agenda.parts.iter().map(json_part).collect(),
    }
}

fn json_part(part: &Part) -> JsonPart<'_> {
    JsonPart {
        title: &part.title,
        minutes: number(part.minutes),
        slides: &part.slides,
        optional: &part.optional,
    }
}

/// Minutes, without a fraction where there is none.
#[expect(clippy::cast_possible_truncation, reason = "whole minutes of a talk fit")]
fn number(minutes: f64) -> serde_json::Number {
    let whole = serde_json::Number::from(minutes as i64);
    if minutes.fract() == 0.0 {
        whole
    } else {
        serde_json::Number::from_f64(minutes).unwrap_or(whole)
    }
}

fn text(deck: &Deck, out: &mut impl Write) -> io::Result<()> {
    let meta = &deck.meta;
    writeln!(out, "{}", meta.title.as_deref().unwrap_or("Untitled"))?;
    let authors = Some(meta.authors.join(", ")).filter(|authors| !authors.is_empty());
    for line in [&meta.subtitle, &authors, &meta.event, &meta.date].into_iter().flatten() {
        writeln!(out, "{line}")?;
    }
    let ids = deck.slides.iter().map(|slide| width(&slide.id)).max().unwrap_or(0).min(32);
    for (id, title, slides) in numbered(deck) {
        writeln!(out, "\n{title} ({id})")?;
        for (number, slide) in slides {
            let pad = ids.saturating_sub(width(&slide.id));
            write!(out, "{number:4}  {}{:pad$}  {}", slide.id, "", slide.title)?;
            let mut marks = Vec::new();
            if slide.steps > 1 {
                marks.push(format!("{} steps", slide.steps));
            }
            marks.extend(slide.polls().iter().map(|id| format!("poll {id}")));
            marks.extend(slide.discussions().iter().map(|id| format!("discussion {id}")));
            if !marks.is_empty() {
                write!(out, "  [{}]", marks.join(", "))?;
            }
            writeln!(out)?;
        }
    }
    for agenda in &deck.agendas {
        writeln!(
            out,
            "\n{}: {} minutes, {} slides",
            agenda.name,
            agenda.minutes(),
            agenda.slides().len()
        )?;
        for part in &agenda.parts {
            writeln!(out, "{:6}  {}", part.minutes, part.title)?;
        }
    }
    Ok(())
}
