//! Rehearsals for people and for scripts: times beside the plan, what deserves a look, and budgets to paste.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;

use super::time;
use crate::layout::width;
use crate::pacing::{Plan, clock};
use crate::rehearsal::{Run, SlideTimes, Trend, budgets, review};

/// How many runs stand in a line.
const SHOWN: usize = 6;

/// The runs of a plan as text, the earliest first. With `is_agenda` the plan is an agenda of the deck and has minutes.
pub fn text(title: &str, runs: &[Run], plan: &Plan, is_agenda: bool) -> String {
    let review = review(runs, plan);
    let mut text = String::new();
    let follows = if is_agenda { format!(", agenda {}", plan.agenda) } else { String::new() };
    let times = if runs.len() == 1 {
        "1 rehearsal".to_owned()
    } else {
        format!("{} rehearsals", runs.len())
    };
    let _ = writeln!(text, "{title}{follows}: {times}");
    for run in runs.iter().rev().take(SHOWN).rev() {
        let stopped = run.stopped_at.as_ref();
        let stopped = stopped.map_or_else(String::new, |at| format!("  broke off at {at}"));
        let _ = writeln!(text, "{}  {:>7}{stopped}", time(run.began_ms), clock(run.length_ms()));
    }
    let names = review.slides.iter().map(|slide| width(&slide.id));
    let names = names.chain(review.parts.iter().map(|part| width(&part.title)));
    let name = names.max().unwrap_or(0).clamp(5, 40);
    if !review.slides.is_empty() {
        let _ = writeln!(text, "\n{:name$}     last   median    runs", "slide");
    }
    for slide in &review.slides {
        let (last, median) = (clock(slide.last_ms()), clock(slide.median_ms()));
        let pad = name.saturating_sub(width(&slide.id));
        let line = format!("{}{:pad$}  {last:>7}  {median:>7}    {}", slide.id, "", history(slide));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let planned = if is_agenda { "  planned" } else { "" };
    let _ = writeln!(text, "\n{:name$}{planned}  measured", "part");
    let mut row = |title: &str, planned_ms: i64, measured_ms: i64| {
        let pad = name.saturating_sub(width(title));
        let _ = write!(text, "{title}{:pad$}", "");
        if is_agenda {
            let _ = write!(text, "  {:>7}", clock(planned_ms));
        }
        let _ = write!(text, "  {:>8}", clock(measured_ms));
        if is_agenda {
            let sign = if measured_ms < planned_ms { "−" } else { "+" };
            let _ = write!(text, "  {:>7}", format!("{sign}{}", clock(measured_ms - planned_ms)));
        }
        text.push('\n');
    };
    for part in &review.parts {
        row(&part.title, part.planned_ms, part.measured_ms);
    }
    row("all", review.planned_ms, review.measured_ms);
    if !review.warnings.is_empty() {
        text.push('\n');
    }
    for warning in &review.warnings {
        let _ = writeln!(text, "! {warning}");
    }
    let _ =
        writeln!(text, "\nAs measured, for deck.toml:\n\n{}", budgets(&review, plan).trim_end());
    text
}

/// The last runs of a slide, and where they go.
fn history(slide: &SlideTimes) -> String {
    let skipped = slide.runs_ms.len().saturating_sub(SHOWN);
    let mut words: Vec<String> = slide.runs_ms.iter().skip(skipped).map(|ms| clock(*ms)).collect();
    words.extend(slide.trend().map(|trend| {
        match trend {
            Trend::Longer => "↑",
            Trend::Shorter => "↓",
            Trend::Steady => "→",
        }
        .to_owned()
    }));
    words.join(" ")
}

#[derive(Serialize)]
struct JsonRehearsals<'a> {
    deck: &'a str,
    agenda: Option<&'a str>,
    runs: Vec<JsonRun<'a>>,
    slides: Vec<JsonSlide<'a>>,
    parts: Vec<JsonPart<'a>>,
    planned_ms: Option<i64>,
    measured_ms: i64,
    warnings: &'a [String],
    budgets: String,
}

#[derive(Serialize)]
struct JsonRun<'a> {
    began: String,
    ms: i64,
    stopped_at: Option<&'a str>,
    slides: Vec<JsonTime<'a>>,
}

#[derive(Serialize)]
struct JsonTime<'a> {
    id: &'a str,
    ms: i64,
}

#[derive(Serialize)]
struct JsonSlide<'a> {
    id: &'a str,
    title: &'a str,
    last_ms: i64,
    median_ms: i64,
    trend: Option<&'static str>,
    share_ms: Option<i64>,
}

#[derive(Serialize)]
struct JsonPart<'a> {
    title: &'a str,
    planned_ms: Option<i64>,
    measured_ms: i64,
}

/// The same as JSON.
pub fn json(
    title: &str,
    runs: &[Run],
    (plan, is_agenda): (&Plan, bool),
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let review = review(runs, plan);
    let planned = |ms: i64| is_agenda.then_some(ms);
    let json = JsonRehearsals {
        deck: title,
        agenda: is_agenda.then_some(plan.agenda.as_str()),
        runs: runs.iter().map(json_run).collect(),
        slides: review
            .slides
            .iter()
            .map(|slide| JsonSlide {
                id: &slide.id,
                title: &slide.title,
                last_ms: slide.last_ms(),
                median_ms: slide.median_ms(),
                trend: slide.trend().map(Trend::name),
                share_ms: planned(slide.share_ms),
            })
            .collect(),
        parts: review
            .parts
            .iter()
            .map(|part| JsonPart {
                title: &part.title,
                planned_ms: planned(part.planned_ms),
                measured_ms: part.measured_ms,
            })
            .collect(),
        planned_ms: planned(review.planned_ms),
        measured_ms: review.measured_ms,
        warnings: &review.warnings,
        budgets: budgets(&review, plan),
    };
    serde_json::to_writer_pretty(&mut *out, &json).map_err(io::Error::from)?;
    writeln!(out)
}

fn json_run(run: &Run) -> JsonRun<'_> {
    let times = run.slides.iter().map(|(id, ms)| JsonTime { id, ms: *ms });
    JsonRun {
        began: time(run.began_ms),
        ms: run.length_ms(),
        stopped_at: run.stopped_at.as_deref(),
        slides: times.collect(),
    }
}
