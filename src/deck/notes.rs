//! Speaker notes, found by the id of their slide.

use super::markdown::{Builder, Excerpt, Mode, Split, Text};
use crate::deck::Block;
use crate::diagnostic::{Diagnostic, Place, Severity, SourceText};

/// The notes of one slide.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteFor {
    /// The slide's id.
    pub id: String,
    /// The notes.
    pub blocks: Vec<Block>,
    /// Where they begin.
    pub place: Place,
}

/// Reads a file of notes.
pub fn parse(text: &str, file: &str) -> (Vec<NoteFor>, Vec<Diagnostic>) {
    let source = SourceText::new(file, text);
    let unread = |_: &str| Err(String::new());
    let mut builder = Builder::new(Mode::NotesFile, &unread);
    builder.feed(&Text::first(&source, Excerpt::whole(text, 0), Split::EndSlide));
    let (slides, mut diagnostics) = builder.finish();
    let mut notes = Vec::new();
    for slide in slides {
        if !slide.id_is_written {
            diagnostics.extend(stray(&source, slide.line, &slide.blocks));
            continue;
        }
        let place = Place { file: slide.file, line: slide.line, column: 1 };
        notes.push(NoteFor { id: slide.id, blocks: slide.blocks, place });
    }
    (notes, diagnostics)
}

/// A word about what stands before the first slide's notes, if anything does.
fn stray(source: &SourceText<'_>, line: u32, blocks: &[Block]) -> Option<Diagnostic> {
    if blocks.is_empty() {
        return None;
    }
    let before = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let at: usize = source.text().split_inclusive('\n').take(before).map(str::len).sum();
    let end = source.text().get(at..).and_then(|rest| rest.find('\n')).map_or(at, |len| at + len);
    let message = "these notes are for no slide: write `## {#id}` above them";
    Some(source.diagnose(Severity::Warning, "note-without-id", message, at..end))
}
