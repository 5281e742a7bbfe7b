//! Everything that could surprise a speaker, found before the talk: the text's own faults, references
//! that lead nowhere, and slides that do not fit.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::app::areas;
use crate::assessment::Assessment;
use crate::config;
use crate::deck::assemble::Assembled;
use crate::deck::{BlockKind, Deck, Slide, SpanKind, Step};
use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::highlight::Colours;
use crate::layout::{self, Size, View};
use crate::poll::Poll;
use crate::source::Source;
use crate::theme::Theme;

mod states;

use states::State;

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
    let has_notes = deck.slides.iter().any(|slide| !slide.notes.is_empty());
    let mut ids: HashSet<&str> = deck.slides.iter().map(|slide| slide.id.as_str()).collect();
    let templates = deck.slides.iter().filter_map(|slide| slide.made_from.as_ref());
    ids.extend(templates.map(|template| template.id.as_str()));
    for (index, slide) in deck.slides.iter().enumerate() {
        check_links(source, slide, &ids, &mut diagnostics);
        // Of several slides that are made from one, the first stands for what the author wrote.
        let written = slide.made_from.as_ref();
        if written.is_none_or(|template| deck.position(&template.id) == Some(index)) {
            check_presence(source, slide, has_notes, &mut diagnostics);
        }
    }
    check_references(source, deck, &mut diagnostics);
    diagnostics.extend(unknown_theme(source, deck));
    let plain = |diagnostic| Finding { diagnostic, step: None, size: None };
    let mut findings: Vec<Finding> = diagnostics.into_iter().map(plain).collect();
    let polls = states::polls(deck);
    for slide in &deck.slides {
        let shown = slide.polls().into_iter().chain(polls_referred_to(slide));
        let shown: BTreeSet<&str> = shown.collect();
        let shown: Vec<&Poll> = shown.into_iter().filter_map(|id| polls.get(id).copied()).collect();
        let states = states::states(&shown);
        for size in sizes {
            findings.extend(states.iter().find_map(|state| overflow(slide, *size, state)));
        }
    }
    name_slides(deck, &mut findings);
    point_out(source, deck, &mut findings);
    findings
}

/// Says on which slide a finding stands, for those that only know their line.
fn name_slides(deck: &Deck, findings: &mut [Finding]) {
    let mut slides: HashMap<&str, Vec<(u32, &str)>> = HashMap::new();
    for slide in &deck.slides {
        slides.entry(slide.file.as_ref()).or_default().push((slide.line, &slide.id));
    }
    for lines in slides.values_mut() {
        lines.sort_unstable();
        lines.dedup_by_key(|(line, _)| *line);
    }
    for Finding { diagnostic, .. } in findings {
        let Some(place) = diagnostic.place.as_ref().filter(|_| diagnostic.slide.is_none()) else {
            continue;
        };
        let before = slides.get(place.file.as_ref()).and_then(|lines| {
            let after = lines.partition_point(|(line, _)| *line <= place.line);
            lines.get(after.checked_sub(1)?)
        });
        diagnostic.slide = before.map(|(_, id)| (*id).to_owned());
    }
}

/// The first step at which a slide needs more rows than a screen of this size has for it. What a later step
/// brings keeps its room, so a slide that fits at its last step fits at each.
fn overflow(slide: &Slide, size: Size, state: &State) -> Option<Finding> {
    let body = areas::areas(size, !slide.no_footer, false).body.size;
    let colours = Colours::default();
    let over = |step: Step| {
        let view = View { step, size: body, colours: &colours, live: state.live() };
        let page = layout::lay_out(slide, &view);
        let used = page.seen_lines();
        Some((step, used.checked_sub(usize::from(body.height)).filter(|over| *over > 0)?))
    };
    let last = over(slide.steps)?;
    let (step, over) = (1..slide.steps).find_map(over).unwrap_or(last);
    let rows = if over == 1 { "row" } else { "rows" };
    let when = state.name.map_or_else(String::new, |name| format!(", {name}"));
    let message = format!(
        "{over} {rows} too many at {}x{}, step {step} of {}{when}: split the slide or say less",
        size.width, size.height, slide.steps
    );
    let diagnostic = about(slide, Severity::Error, "overflow", message);
    Some(Finding { diagnostic, step: Some(step), size: Some(size) })
}

/// A deck that asks for a theme there is none of is presented in the default one.
fn unknown_theme(source: &Source, deck: &Deck) -> Option<Diagnostic> {
    let name = deck.meta.theme.as_deref().filter(|name| Theme::named(name).is_none())?;
    let found = Diagnostic::new(Severity::Warning, "unknown-theme", config::no_such_theme(name));
    Some(found.quoting(name).on_line(&source.name_of("deck.toml"), 1))
}

/// Local files that a slide links to or shows, and slides that it links to.
fn check_links(
    source: &Source,
    slide: &Slide,
    ids: &HashSet<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) {
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
            let finding = match target.strip_prefix('#') {
                Some(id) if id.is_empty() || ids.contains(decoded(id).as_ref()) => continue,
                Some(_) => {
                    let message = format!("`{target}` leads to no slide of the deck");
                    about(slide, Severity::Error, "link-leads-nowhere", message)
                }
                None if leads_to_file(source, slide, target) => continue,
                None => {
                    let message = format!("`{target}` leads to no file");
                    about(slide, Severity::Error, "missing-file", message)
                }
            };
            diagnostics.push(finding.quoting(target));
        }
    }
}

/// Whether a target is a file that exists, or nothing that could be one.
fn leads_to_file(source: &Source, slide: &Slide, target: &str) -> bool {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    path.is_empty() || has_scheme(path) || source.has(&slide.file, &decoded(path))
}

/// A target with its `%20` and the like read; what is no such escape stays as it is.
fn decoded(target: &str) -> Cow<'_, str> {
    if !target.contains('%') {
        return Cow::Borrowed(target);
    }
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |at: usize| tail.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        let escaped = match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => u8::try_from(high * 16 + low).ok(),
            _ => None,
        };
        bytes.push(escaped.unwrap_or(*first));
        rest = tail.get(if escaped.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
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
fn check_presence(
    source: &Source,
    slide: &Slide,
    has_notes: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if has_notes && slide.notes.is_empty() && slide.made_from.is_none() {
        let message = format!("the slide `{}` has no notes", slide.id);
        diagnostics.push(about(slide, Severity::Warning, "no-notes", message));
    }
    let is_folder = matches!(source, Source::BuiltIn | Source::Folder(_));
    if is_folder && !slide.id_is_written {
        let id = slide.made_from.as_ref().map_or(&slide.id, |template| &template.id);
        let message =
            format!("the slide has no id of its own: write `{{#{id}}}` after its heading");
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
        let named = slide.polls().into_iter().map(|id| ("poll", id));
        for (kind, id) in named.chain(slide.discussions().into_iter().map(|id| ("discuss", id))) {
            if !ids.insert((kind, id)) {
                let message = format!("the id `{id}` is taken by an earlier poll or discussion");
                let found = about(slide, Severity::Error, "duplicate-id", message);
                diagnostics.push(found.quoting(&format!("\"{id}\"")));
            }
        }
        for id in polls_referred_to(slide).into_iter().filter(|id| !polls.contains(id)) {
            let message = format!("there is no poll `{id}` in the deck");
            let found = about(slide, Severity::Error, "unknown-poll", message);
            diagnostics.push(found.quoting(&format!("\"{id}\"")));
        }
        for key in badges(slide) {
            // The list of all sources is no claim that comes from any.
            if slide.made_from.is_none() {
                keys.insert(key);
            }
            if !is_origin(deck, key) {
                let message = format!("`[@{key}]` is no key of sources.toml");
                let found = about(slide, Severity::Error, "unknown-source", message);
                diagnostics.push(found.quoting(&format!("[@{key}]")));
            }
        }
    }
    for key in deck.assessment.iter().flat_map(Assessment::sources) {
        keys.insert(key);
        if !is_origin(deck, key) {
            let message = format!("`{key}` is no key of sources.toml");
            let found = Diagnostic::new(Severity::Error, "unknown-source", message);
            let found = found.quoting(&format!("\"{key}\""));
            diagnostics.push(found.on_line(&source.name_of("assessment.toml"), 1));
        }
    }
    for key in deck.citations.keys().filter(|key| !keys.contains(key.as_str())) {
        let message = format!("nothing in the deck refers to the source `{key}`");
        let found = Diagnostic::new(Severity::Warning, "unused-source", message);
        let found = found.quoting(&format!("[{key}]"));
        diagnostics.push(found.on_line(&source.name_of("sources.toml"), 1));
    }
}

/// Whether a claim may name this as where it comes from.
fn is_origin(deck: &Deck, key: &str) -> bool {
    matches!(key, "abstract" | "ours" | "speaker") || deck.citations.contains_key(key)
}

fn polls_referred_to(slide: &Slide) -> Vec<&str> {
    let mut polls = Vec::new();
    for block in slide.all_blocks() {
        match &block.kind {
            BlockKind::Discussion(discussion) => polls.extend(discussion.poll.as_deref()),
            BlockKind::Results(results) => polls.extend(results.polls.iter().map(String::as_str)),
            BlockKind::Happened(happened) => {
                polls.extend(happened.compare.iter().map(String::as_str));
            }
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

/// Beyond this many bytes, findings name their line and do not repeat it: a very long line may be full of
/// faults.
const COPIED: usize = 1 << 20;

/// Gives each finding about a slide as a whole the line at fault and a caret: the words it is about, where
/// the slide has them, else the slide's first line.
fn point_out(source: &Source, deck: &Deck, findings: &mut [Finding]) {
    let unplaced = |finding: &Finding| {
        let place = finding.diagnostic.place.as_ref();
        place.filter(|_| finding.diagnostic.excerpt.is_empty()).map(|place| Arc::clone(&place.file))
    };
    let files: BTreeSet<Arc<str>> = findings.iter().filter_map(unplaced).collect();
    let texts = files.into_iter().filter_map(|file| Some((source.text_of(&file)?, file)));
    let texts: Vec<(String, Arc<str>)> = texts.collect();
    let texts = texts.iter().map(|(text, file)| (file.as_ref(), SourceText::new(file, text)));
    let texts: HashMap<&str, SourceText<'_>> = texts.collect();
    let beginnings = beginnings(deck);
    let mut copied = 0;
    let mut searched = HashMap::new();
    for Finding { diagnostic, .. } in findings {
        let Some(place) = diagnostic.place.take_if(|_| diagnostic.excerpt.is_empty()) else {
            continue;
        };
        let Some(text) = texts.get(place.file.as_ref()).filter(|_| copied <= COPIED) else {
            diagnostic.place = Some(place);
            continue;
        };
        let slide = own_lines(text, place.line, beginnings.get(place.file.as_ref()));
        let from = searched.entry((place.file, place.line, diagnostic.code)).or_insert(0);
        let words = diagnostic.words.as_deref().unwrap_or_default();
        let range = fault(text.text().get(slide.clone()).unwrap_or_default(), words, from);
        let range = slide.start + range.start..slide.start + range.end;
        let pointed = text.diagnose(diagnostic.severity, diagnostic.code, "", range);
        copied += pointed.excerpt.len();
        diagnostic.place = pointed.place;
        diagnostic.excerpt = pointed.excerpt;
        diagnostic.width = pointed.width;
    }
}

/// The lines on which the slides of each file begin, in order.
fn beginnings(deck: &Deck) -> HashMap<&str, Vec<u32>> {
    let mut beginnings: HashMap<&str, Vec<u32>> = HashMap::new();
    for slide in &deck.slides {
        beginnings.entry(slide.file.as_ref()).or_default().push(slide.line);
    }
    for lines in beginnings.values_mut() {
        lines.sort_unstable();
    }
    beginnings
}

/// The bytes from a line to the next slide of the file.
fn own_lines(text: &SourceText<'_>, line: u32, beginnings: Option<&Vec<u32>>) -> Range<usize> {
    let next = beginnings.and_then(|lines| lines.get(lines.partition_point(|next| *next <= line)));
    let end = next.map_or(text.text().len(), |next| text.start_of(*next));
    text.start_of(line).min(end)..end
}

/// The bytes of a slide that hold some words, looked for behind those found before, at `from`; its first
/// character where it does not have them.
fn fault(slide: &str, words: &str, from: &mut usize) -> Range<usize> {
    let rest = slide.get(*from..).unwrap_or_default();
    let found = if words.is_empty() { None } else { rest.find(words).map(|at| *from + at) };
    let found = found.or_else(|| slide.find(words).filter(|_| !words.is_empty()));
    if let Some(at) = found {
        *from = at + words.len();
        return at..at + words.len();
    }
    // A slide begins with the line after the break that ended the one before it.
    let blank = slide.len() - slide.trim_start().len();
    blank..blank + 1
}

#[cfg(test)]
mod tests;
