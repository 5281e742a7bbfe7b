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
            diagnostics.splice(0..0, stray(&source, slide.line, &slide.blocks));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{BlockKind, plain};

    /// The id, the words and the line of each note; the code and the line of each finding.
    type Short = (Vec<(String, String, u32)>, Vec<(&'static str, u32)>);

    fn read(text: &str) -> Short {
        let (notes, found) = parse(text, "notes/a.md");
        let words = |block: &Block| match &block.kind {
            BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } => {
                format!("{}:{}", block.from, plain(text))
            }
            BlockKind::Rule => "rule".to_owned(),
            other => format!("{other:?}"),
        };
        let note = |note: NoteFor| {
            let words: Vec<String> = note.blocks.iter().map(words).collect();
            (note.id, words.join(" "), note.place.line)
        };
        let line = |d: &Diagnostic| d.place.as_ref().map_or(0, |place| place.line);
        let codes = found.iter().map(|d| (d.code, line(d))).collect();
        (notes.into_iter().map(note).collect(), codes)
    }

    fn owned(notes: &[(&str, &str, u32)]) -> Vec<(String, String, u32)> {
        notes.iter().map(|(id, text, line)| ((*id).to_owned(), (*text).to_owned(), *line)).collect()
    }

    #[test]
    fn a_heading_with_an_id_begins_the_notes_of_a_slide() {
        let text =
            "# Notes\n\n## Opening {#a}\n\none\n\n---\n\n### two {#x}\n\n## {#b}\n\n## {#c}\nthree";
        let expected = owned(&[("a", "1:one rule 1:two", 3), ("b", "", 11), ("c", "1:three", 13)]);
        assert_eq!(read(text), (expected, vec![]));
    }

    #[test]
    fn a_pause_follows_the_steps_of_the_slide() {
        let text = "## {#a}\n<!-- pause -->\none\n\n<!-- pause -->\n<!-- pause -->\n\ntwo\n\n## {#b}\nthree";
        assert_eq!(read(text), (owned(&[("a", "2:one 4:two", 1), ("b", "1:three", 10)]), vec![]));
    }

    #[test]
    fn notes_for_no_slide_are_named_and_kept_where_they_can_be() {
        let text = "# Title\n\nstray\n\n## No id\n\n## {#a}\none\n\n## Also none\n\ntwo";
        let expected = owned(&[("a", "1:one 1:Also none 1:two", 7)]);
        let codes = vec![("note-without-id", 3), ("note-without-id", 5), ("note-without-id", 10)];
        assert_eq!(read(text), (expected, codes));
    }

    #[test]
    fn directives_of_slides_have_no_meaning_in_notes() {
        let (notes, codes) = read(
            "## {#a}\n<!-- end_slide -->\none\n\n<!-- column_layout: [1] -->\n\n```poll\nx\n```\n<!-- sources -->\n",
        );
        assert_eq!(codes, [2, 5, 10].map(|line| ("misplaced-directive", line)));
        assert!(notes[0].1.contains("language: \"poll\""), "{notes:?}");
    }

    #[test]
    fn an_empty_file_has_no_notes() {
        assert_eq!(read(""), (vec![], vec![]));
        assert_eq!(read("# Only a title\n"), (vec![], vec![]));
    }
}
