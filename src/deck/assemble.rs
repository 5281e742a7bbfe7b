//! Files to a deck: a folder with its manifest, sections, notes and sources, or one document.
//!
//! It reads nothing itself; whoever calls it says how a file is read.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use memchr::memmem;

use super::ids::{self, Ids};
use super::manifest::{self, Manifest};
use super::markdown::{self, Context, Parsed, Split};
use super::{Align, Block, BlockKind, Deck, Section, Slide, assessment, notes};
use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::safe_text;

mod agendas;

/// How the files of a deck are reached. Paths are relative to the deck's folder.
pub struct Files<'a> {
    /// The folder, as people know it; it leads the names of files in diagnostics.
    pub root: &'a Path,
    /// The bytes of a file. The error is a sentence.
    pub read: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
    /// The names of the files in a folder; none if there is no such folder.
    pub list: &'a dyn Fn(&str) -> Vec<String>,
}

/// A deck and what is wrong with its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assembled {
    /// The deck; it has at least one slide.
    pub deck: Deck,
    /// Everything that is wrong, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether this is all of it. If not, it has the first slides alone, and no notes.
    pub whole: bool,
}

/// How much is read when only the first slide is wanted. A deck of this size takes a millisecond.
const HEAD: usize = 64 * 1024;

/// The first piece of a longer text that is tried for its first slide.
const FIRST_PIECE: usize = 16 * 1024;

/// Reads the folder that `deck.toml` describes; with `head`, only as much as its first slide needs.
pub fn folder(files: &Files<'_>, head: bool) -> Result<Assembled, String> {
    let bytes = (files.read)("deck.toml")?;
    let mut assembly = Assembly::new(files);
    let text = assembly.decode("deck.toml", &bytes);
    let source = SourceText::new(&files.name("deck.toml"), &text);
    let (manifest, findings) = manifest::parse(&source);
    let broken = findings.iter().find(|finding| finding.severity == Severity::Error).cloned();
    assembly.diagnostics.extend(findings);
    if let Some(problem) = broken {
        let slide = broken_slide("deck", "deck.toml", files, problem);
        assembly.ids.claim(&slide, 0);
        assembly.deck.slides.push(slide);
    }
    assembly.deck.meta = manifest.meta.clone();
    assembly.citations();
    let whole = assembly.sections(&manifest, &source, head);
    assembly.ids.give(&mut assembly.deck.slides);
    if whole {
        assembly.notes(manifest.notes.as_deref());
        assembly.assessment();
    }
    assembly.agendas(&manifest, &source, whole);
    Ok(assembly.finish(whole))
}

/// Reads one markdown document; with `head`, only as much as its first slide needs.
pub fn document(name: &str, bytes: &[u8], files: &Files<'_>, head: bool) -> Assembled {
    let mut assembly = Assembly::new(files);
    let reading = Reading { split: Split::Auto, front_matter: true, head };
    let (parsed, whole) = assembly.parse(name, bytes, reading);
    assembly.deck.meta.clone_from(&parsed.meta);
    let title = parsed.meta.title.clone();
    assembly.add_section(name, parsed);
    assembly.ids.give(&mut assembly.deck.slides);
    if let (Some(section), Some(title)) = (assembly.deck.sections.first_mut(), title) {
        section.title = title;
    }
    assembly.finish(whole)
}

/// How a file of slides is to be read.
#[derive(Clone, Copy)]
struct Reading {
    split: Split,
    front_matter: bool,
    head: bool,
}

struct Assembly<'a> {
    files: &'a Files<'a>,
    deck: Deck,
    diagnostics: Vec<Diagnostic>,
    ids: Ids,
}

impl<'a> Assembly<'a> {
    fn new(files: &'a Files<'a>) -> Self {
        Self { files, deck: Deck::default(), diagnostics: Vec::new(), ids: Ids::default() }
    }

    fn finish(mut self, whole: bool) -> Assembled {
        if self.deck.slides.is_empty() {
            self.deck.slides.push(Slide { id: "slide".to_owned(), steps: 1, ..Slide::default() });
        }
        if self.deck.sections.is_empty() {
            let slides = 0..self.deck.slides.len();
            self.deck.sections.push(Section {
                id: "deck".to_owned(),
                title: String::new(),
                slides,
            });
        }
        if self.deck.meta.title.is_none() {
            let titled = self.deck.slides.iter().find(|slide| !slide.title.is_empty());
            self.deck.meta.title = titled.map(|slide| slide.title.clone());
        }
        if whole {
            self.deck.note_unknown_polls();
        }
        Assembled { deck: self.deck, diagnostics: self.diagnostics, whole }
    }

    /// Reads the sections in order; whether all of them were read.
    fn sections(&mut self, manifest: &Manifest, source: &SourceText<'_>, head: bool) -> bool {
        let listed: Vec<(String, std::ops::Range<usize>)> =
            if let Some(sections) = &manifest.sections {
                sections.iter().map(|s| (s.get_ref().clone(), s.span())).collect()
            } else {
                let names = (self.files.list)(".").into_iter();
                names.filter(|name| is_markdown(name)).map(|name| (name, 0..0)).collect()
            };
        let mut left = HEAD;
        let mut seen = HashSet::new();
        for (name, span) in listed {
            if !seen.insert(tidy(Path::new(&name))) {
                let message = format!("the section `{name}` is listed twice: it is read once");
                let found = source.diagnose(Severity::Error, "duplicate-section", message, span);
                self.diagnostics.push(found);
                continue;
            }
            let bytes = match (self.files.read)(&name) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let problem = source.diagnose(Severity::Error, "missing-file", error, span);
                    self.diagnostics.push(problem.clone());
                    self.add_slides(
                        &name,
                        vec![broken_slide("section", &name, self.files, problem)],
                    );
                    continue;
                }
            };
            if head && left == 0 {
                return false;
            }
            let reading = Reading { split: manifest.split, front_matter: false, head };
            let (parsed, whole) = self.parse(&name, &bytes, reading);
            self.add_section(&name, parsed);
            if !whole {
                return false;
            }
            left = left.saturating_sub(bytes.len());
        }
        true
    }

    /// Parses one file, or with `head` a piece from its beginning that holds its first slide. Whether
    /// it is all of the file.
    fn parse(&mut self, name: &str, bytes: &[u8], reading: Reading) -> (Parsed, bool) {
        let piece = if reading.head { first_piece(bytes, reading.split) } else { None };
        if let Some(piece) = piece {
            let text = safe_text::decode(piece).text;
            let mut parsed = self.parse_text(name, &text, reading);
            if parsed.slides.len() > 1 && is_settled(parsed.slides.first(), bytes) {
                // What was cut is read again in a moment: nothing is to be said of it now.
                parsed.slides.pop();
                parsed.diagnostics.clear();
                return (parsed, false);
            }
        }
        let text = self.decode(name, bytes);
        (self.parse_text(name, &text, reading), true)
    }

    fn parse_text(&self, name: &str, text: &str, reading: Reading) -> Parsed {
        let folder = Path::new(name).parent().unwrap_or_else(|| Path::new(""));
        let read = |path: &str| {
            let bytes = (self.files.read)(&tidy(&folder.join(path)).display().to_string())?;
            Ok(safe_text::decode(&bytes))
        };
        let file = self.files.name(name);
        let Reading { split, front_matter, head: _ } = reading;
        let sources = &self.deck.citations;
        markdown::parse(text, &Context { file: &file, split, front_matter, read: &read, sources })
    }

    fn add_section(&mut self, name: &str, parsed: Parsed) {
        self.diagnostics.extend(parsed.diagnostics);
        self.add_slides(name, parsed.slides);
    }

    fn add_slides(&mut self, name: &str, slides: Vec<Slide>) {
        let from = self.deck.slides.len();
        for slide in slides {
            self.diagnostics.extend(self.ids.claim(&slide, self.deck.slides.len()));
            self.deck.slides.push(slide);
        }
        let added = self.deck.slides.get(from..).unwrap_or_default();
        let titled = added.iter().find(|slide| !slide.title.is_empty());
        let title = |slide: &Slide| {
            slide.made_from.as_ref().map_or(&slide.title, |template| &template.title).clone()
        };
        let title = titled.map(title).unwrap_or_default();
        let slides = from..self.deck.slides.len();
        self.deck.sections.push(Section { id: section_id(name), title, slides });
    }

    fn notes(&mut self, folder: Option<&str>) {
        let Some(folder) = folder else { return };
        let mut positions: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, slide) in self.deck.slides.iter().enumerate() {
            let template = slide.made_from.as_ref().map(|template| &template.id);
            let template = template.filter(|id| **id != slide.id);
            for id in template.into_iter().chain([&slide.id]) {
                positions.entry(id.clone()).or_default().push(at);
            }
        }
        let names = (self.files.list)(folder);
        if names.is_empty() {
            let name = self.files.name("deck.toml");
            let message = format!("the folder `{folder}` has no notes: is there such a folder?");
            let finding = Diagnostic::new(Severity::Error, "missing-file", message);
            self.diagnostics.push(finding.quoting(folder).on_line(&name, 1));
        }
        for name in names.into_iter().filter(|name| is_markdown(name)) {
            let path = format!("{folder}/{name}");
            let bytes = match (self.files.read)(&path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let finding = Diagnostic::new(Severity::Error, "missing-file", error);
                    self.diagnostics.push(finding.on_line(&self.files.name(&path), 1));
                    continue;
                }
            };
            let text = self.decode(&path, &bytes);
            let (found, findings) = notes::parse(&text, &self.files.name(&path));
            self.diagnostics.extend(findings);
            for note in found {
                let Some(positions) = positions.get(&note.id) else {
                    self.diagnostics.push(leads_nowhere(&note));
                    continue;
                };
                for at in positions {
                    if let Some(slide) = self.deck.slides.get_mut(*at) {
                        slide.notes.extend_from_slice(&note.blocks);
                    }
                }
            }
        }
    }

    fn citations(&mut self) {
        let Ok(bytes) = (self.files.read)("sources.toml") else { return };
        let text = self.decode("sources.toml", &bytes);
        let source = SourceText::new(&self.files.name("sources.toml"), &text);
        let (citations, findings) = manifest::citations(&source);
        self.deck.citations = citations;
        self.diagnostics.extend(findings);
    }

    fn assessment(&mut self) {
        let Ok(bytes) = (self.files.read)("assessment.toml") else { return };
        let text = self.decode("assessment.toml", &bytes);
        let source = SourceText::new(&self.files.name("assessment.toml"), &text);
        let (assessment, findings) = assessment::parse(&source);
        self.deck.assessment = assessment;
        self.diagnostics.extend(findings);
    }

    /// The text of a file, with a word about what could not be shown as it is.
    fn decode(&mut self, name: &str, bytes: &[u8]) -> String {
        let decoded = safe_text::decode(bytes);
        let source = SourceText::new(&self.files.name(name), &decoded.text);
        self.diagnostics.extend(source.unprintable(&decoded.replaced));
        decoded.text
    }
}

impl Files<'_> {
    /// A file's name for people: under the root, without detours through `..`, safe to print.
    fn name(&self, path: &str) -> String {
        name(&self.root.join(path))
    }
}

/// What people call a file: its path without detours, safe to print.
pub fn name(path: &Path) -> String {
    safe_text::clean(&tidy(path).display().to_string()).into_owned()
}

/// Resolves `.` and `..` by their letters alone.
pub fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(tidy.components().next_back(), Some(Component::Normal(_))) =>
            {
                tidy.pop();
            }
            Component::ParentDir
            | Component::Normal(_)
            | Component::RootDir
            | Component::Prefix(_) => {
                tidy.push(component);
            }
        }
    }
    tidy
}

/// `definitions` for `10-definitions.md`.
fn section_id(name: &str) -> String {
    let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let stem = safe_text::clean(&stem.unwrap_or_default()).into_owned();
    let id = stem
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start_matches(['-', '_', '.', ' ']);
    if id.is_empty() { stem } else { id.to_owned() }
}

fn is_markdown(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| matches!(extension, "md" | "markdown"))
}

/// The beginning of a long text, cut at a line's end; none where the text is short, or where what ends
/// its slides can only be known from all of it.
fn first_piece(bytes: &[u8], split: Split) -> Option<&[u8]> {
    let piece = bytes.get(..FIRST_PIECE).filter(|_| bytes.len() > HEAD)?;
    let end = piece.iter().rposition(|byte| *byte == b'\n')? + 1;
    let piece = piece.get(..end)?;
    let ends_slides = |text| memmem::find(text, b"end_slide").is_some();
    let certain = split != Split::Auto || ends_slides(piece) || !ends_slides(bytes);
    certain.then_some(piece)
}

/// Whether no heading of the text can take the id that follows the title of its first slide, which is
/// the one that is shown before the rest is read.
fn is_settled(first: Option<&Slide>, text: &[u8]) -> bool {
    first.is_some_and(|slide| {
        let id = if slide.id.is_empty() { ids::NAMELESS } else { &slide.id };
        slide.id_is_written || memmem::find(text, format!("#{id}").as_bytes()).is_none()
    })
}

fn leads_nowhere(note: &notes::NoteFor) -> Diagnostic {
    let message = format!("these notes are for the slide `{}`, which there is none of", note.id);
    let finding = Diagnostic::new(Severity::Error, "note-leads-nowhere", message);
    finding.quoting(&format!("#{}", note.id)).on_line(&note.place.file, note.place.line)
}

/// A slide that says what could not be read.
fn broken_slide(what: &'static str, name: &str, files: &Files<'_>, problem: Diagnostic) -> Slide {
    let kind = BlockKind::Broken { what, problem: Box::new(problem) };
    Slide {
        id: section_id(name),
        title: safe_text::clean(name).into_owned(),
        blocks: vec![Block { from: 1, align: Align::Left, kind }],
        steps: 1,
        file: std::sync::Arc::from(files.name(name)),
        line: 1,
        ..Slide::default()
    }
}

#[cfg(test)]
mod tests;
