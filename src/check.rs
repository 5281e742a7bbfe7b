//! Everything that could surprise a speaker, found before the talk: the text's own faults, references
//! that lead nowhere, and slides that do not fit.

use std::collections::{HashMap, HashSet};

use crate::app::areas;
use crate::config;
use crate::deck::assemble::Assembled;
use crate::deck::{BlockKind, Deck, Slide, SpanKind, Step};
use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::highlight::Colours;
use crate::layout::{self, Size, View};
use crate::source::Source;
use crate::theme::Theme;

/// One thing that `check` has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What and where.
    pub diagnostic: Diagnostic,
    /// The step at which it shows, for what depends on the screen.
    pub step: Option<Step>,
    /// The screen on which it shows.
    pub size: Option<Size>,
}

/// Everything that is wrong with a deck that was read from `source`, at each size of screen.
pub fn check(source: &Source, assembled: Assembled, sizes: &[Size]) -> Vec<Finding> {
    let deck = &assembled.deck;
    let mut diagnostics = assembled.diagnostics;
    for (index, slide) in deck.slides.iter().enumerate() {
        check_links(source, slide, &mut diagnostics);
        check_presence(source, deck, index, &mut diagnostics);
    }
    check_references(source, deck, &mut diagnostics);
    diagnostics.extend(unknown_theme(source, deck));
    let plain = |diagnostic| Finding { diagnostic, step: None, size: None };
    let mut findings: Vec<Finding> = diagnostics.into_iter().map(plain).collect();
    for slide in &deck.slides {
        findings.extend(sizes.iter().filter_map(|size| overflow(slide, *size)));
    }
    let mut texts = HashMap::new();
    for finding in &mut findings {
        point_out(source, &mut finding.diagnostic, &mut texts);
    }
    findings
}

/// The first step at which a slide needs more rows than a screen of this size has for it.
fn overflow(slide: &Slide, size: Size) -> Option<Finding> {
    let body = areas::areas(size, !slide.no_footer, false).body.size;
    let colours = Colours::default();
    for step in 1..=slide.steps {
        let page = layout::lay_out(slide, &View { step, size: body, colours: &colours });
        let used = page.lines.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
        if used > usize::from(body.height) {
            let over = used - usize::from(body.height);
            let rows = if over == 1 { "row" } else { "rows" };
            let message = format!(
                "{over} {rows} too many at {}x{}, step {step} of {}: split the slide or say less",
                size.width, size.height, slide.steps
            );
            let found = Diagnostic::new(Severity::Error, "overflow", message);
            let diagnostic = found.on_line(&slide.file, slide.line).on_slide(&slide.id);
            return Some(Finding { diagnostic, step: Some(step), size: Some(size) });
        }
    }
    None
}

/// A deck that asks for a theme there is none of is presented in the default one.
fn unknown_theme(source: &Source, deck: &Deck) -> Option<Diagnostic> {
    let name = deck.meta.theme.as_deref().filter(|name| Theme::named(name).is_none())?;
    let found = Diagnostic::new(Severity::Warning, "unknown-theme", config::no_such_theme(name));
    Some(found.on_line(&source.name_of("deck.toml"), 1))
}

/// Local files that a slide links to or shows.
fn check_links(source: &Source, slide: &Slide, diagnostics: &mut Vec<Diagnostic>) {
    for text in slide.all_blocks().into_iter().flat_map(|block| block.texts()) {
        for span in text {
            let target = match &span.kind {
                SpanKind::Words { link: Some(link), .. } => link.as_ref(),
                SpanKind::Image { target, .. } => target.as_str(),
                SpanKind::Words { link: None, .. }
                | SpanKind::Break
                | SpanKind::Badge(_)
                | SpanKind::FootnoteRef(_) => continue,
            };
            let path = target.split(['#', '?']).next().unwrap_or_default();
            if path.is_empty() || has_scheme(path) || source.has(&slide.file, path) {
                continue;
            }
            let message = format!("`{target}` leads to no file");
            diagnostics.push(about(slide, Severity::Error, "missing-file", message));
        }
    }
}

/// `https:`, `mailto:`, `//host`: not a path of this machine.
fn has_scheme(target: &str) -> bool {
    target.starts_with("//")
        || target.split_once(':').is_some_and(|(scheme, _)| {
            scheme.len() > 1
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        })
}

/// Notes and ids that are missing where the deck has them elsewhere.
fn check_presence(source: &Source, deck: &Deck, index: usize, diagnostics: &mut Vec<Diagnostic>) {
    let Some(slide) = deck.slides.get(index) else { return };
    let has_notes = deck.slides.iter().any(|slide| !slide.notes.is_empty());
    if has_notes && slide.notes.is_empty() {
        let message = format!("the slide `{}` has no notes", slide.id);
        diagnostics.push(about(slide, Severity::Warning, "no-notes", message));
    }
    let is_folder = matches!(source, Source::BuiltIn | Source::Folder(_));
    if is_folder && !slide.id_is_written {
        let message =
            format!("the slide has no id of its own: write `{{#{}}}` after its heading", slide.id);
        diagnostics.push(about(slide, Severity::Warning, "no-id", message));
    }
    let last = slide.notes.iter().map(|note| note.from).max().unwrap_or(1);
    if last > slide.steps {
        let message =
            format!("the notes pause {} times, the slide has {} steps", last - 1, slide.steps);
        diagnostics.push(about(slide, Severity::Warning, "note-steps", message));
    }
}

/// Ids of polls and discussions, the polls that blocks refer to, and the keys of badges.
fn check_references(source: &Source, deck: &Deck, diagnostics: &mut Vec<Diagnostic>) {
    let polls: HashSet<&str> = deck.slides.iter().flat_map(Slide::polls).collect();
    let mut ids = HashSet::new();
    let mut keys = HashSet::new();
    for slide in &deck.slides {
        for id in slide.polls().into_iter().chain(slide.discussions()) {
            if !ids.insert((slide.polls().contains(&id), id)) {
                let message = format!("the id `{id}` is taken by an earlier poll or discussion");
                diagnostics.push(about(slide, Severity::Error, "duplicate-id", message));
            }
        }
        for id in polls_referred_to(slide).into_iter().filter(|id| !polls.contains(id)) {
            let message = format!("there is no poll `{id}` in the deck");
            diagnostics.push(about(slide, Severity::Error, "unknown-poll", message));
        }
        for key in badges(slide) {
            keys.insert(key);
            let known =
                matches!(key, "abstract" | "ours" | "speaker") || deck.citations.contains_key(key);
            if !known {
                let message = format!("`[@{key}]` is no key of sources.toml");
                diagnostics.push(about(slide, Severity::Error, "unknown-source", message));
            }
        }
    }
    for key in deck.citations.keys().filter(|key| !keys.contains(key.as_str())) {
        let message = format!("the source `{key}` is referred to by no slide");
        let found = Diagnostic::new(Severity::Warning, "unused-source", message);
        diagnostics.push(found.on_line(&source.name_of("sources.toml"), 1));
    }
}

fn polls_referred_to(slide: &Slide) -> Vec<&str> {
    let mut polls = Vec::new();
    for block in slide.all_blocks() {
        match &block.kind {
            BlockKind::Discussion(discussion) => polls.extend(discussion.poll.as_deref()),
            BlockKind::Results(results) => polls.extend(results.polls.iter().map(String::as_str)),
            _ => {}
        }
    }
    polls
}

fn badges(slide: &Slide) -> Vec<&str> {
    let texts = slide.all_blocks().into_iter().flat_map(|block| block.texts());
    let badges = texts.flatten().filter_map(|span| match &span.kind {
        SpanKind::Badge(key) => Some(key.as_str()),
        _ => None,
    });
    badges.collect()
}

fn about(slide: &Slide, severity: Severity, code: &'static str, message: String) -> Diagnostic {
    Diagnostic::new(severity, code, message).on_line(&slide.file, slide.line).on_slide(&slide.id)
}

/// Gives a finding about a slide as a whole the line at fault and a caret: the text it quotes in
/// backticks, where the slide has it, else the slide's first line.
fn point_out(
    source: &Source,
    diagnostic: &mut Diagnostic,
    texts: &mut HashMap<String, Option<String>>,
) {
    let Some(place) = diagnostic.place.as_ref().filter(|_| diagnostic.excerpt.is_empty()) else {
        return;
    };
    let text = texts.entry(place.file.to_string()).or_insert_with(|| source.text_of(&place.file));
    let Some(text) = text else { return };
    let lines: usize = place.line.saturating_sub(1) as usize;
    let start: usize = text.split_inclusive('\n').take(lines).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    // A slide begins with the line after the break that ended the one before it.
    let blank = rest.len() - rest.trim_start().len();
    let quoted = diagnostic.message.split('`').nth(1).filter(|quoted| !quoted.is_empty());
    let found = quoted.and_then(|quoted| Some((rest.find(quoted)?, quoted.len())));
    let (at, width) = found.unwrap_or((blank, 1));
    let text = SourceText::new(&place.file, text);
    let range = start + at..start + at + width;
    let pointed = text.diagnose(diagnostic.severity, diagnostic.code, "", range);
    diagnostic.place = pointed.place;
    diagnostic.excerpt = pointed.excerpt;
    diagnostic.width = pointed.width;
}
