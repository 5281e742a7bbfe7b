//! Files in memory, and the deck that becomes of them.

use std::path::Path;

use super::{Assembled, Files, document, folder};
use crate::deck::Slide;
use crate::diagnostic::Diagnostic;
use crate::safe_text::is_unsafe;

/// Reads a deck folder `talk` that holds these files.
fn assembled(files: &[(&str, &str)]) -> Assembled {
    let read = |path: &str| {
        let found = files.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| format!("no {path}"))
    };
    let list = |folder: &str| {
        let within = files.iter().filter_map(|(name, _)| name.strip_prefix(folder));
        within.filter_map(|name| name.strip_prefix('/')).map(str::to_owned).collect()
    };
    folder(&Files { root: Path::new("talk"), read: &read, list: &list }, false).unwrap()
}

#[test]
fn nothing_that_an_author_writes_reaches_a_terminal_as_a_control_character() {
    let hostile = "\
title = \"\\u001b]0;T\\u0007\"
theme = \"\\u001b[31mX\"
authors = [\"\\u202eA\"]
notes = \"notes\"
sections = [\"\\u001b[31mX\\u0007.md\", \"1-\\u001b[2Jgone\\u202e.md\"]
\"\\u001b[5mkey\" = 1
[agenda.\"\\u001b[1mshort\\u009b\"]
[[agenda.\"\\u001b[1mshort\\u009b\".part]]
title = \"\\u001b[31mPart\"
minutes = 5
slides = [\"\\u001b[31mslide\"]
section = \"\\u001b[31msection\"
optional = [\"\\u001b[31moptional\"]
";
    let assembled = assembled(&[
        ("deck.toml", hostile),
        ("\u{1b}[31mX\u{7}.md", "# One\n\n<!-- pawse -->\n\n---\n\n# One\n"),
        ("notes/\u{1b}[7mnotes.md", "## {#nobody}\n\nx\n\n## No id\n"),
        (
            "sources.toml",
            "[\"\\u001b[31mkey\"]\ntitle = \"\\u001bT\"\nauthor = \"\"\nlink = \"\"\n",
        ),
    ]);
    let deck = format!("{:?}", assembled.deck);
    for escaped in ["u{1b}", "u{7}", "u{9b}", "u{202e}"] {
        assert!(!deck.contains(escaped), "{escaped} in {deck}");
    }
    assert!(assembled.diagnostics.len() >= 6, "{:?}", assembled.diagnostics);
    for found in assembled.diagnostics {
        let shown = found.to_string();
        assert!(!shown.contains(|c| is_unsafe(c) && c != '\n'), "{shown:?}");
        assert!(!format!("{found:?}").contains("u{1b}"), "{found:?}");
    }
}

#[test]
fn the_name_of_a_document_is_cleaned_too() {
    let read = |path: &str| Err(format!("no {path}"));
    let files = Files { root: Path::new("\u{1b}[31m"), read: &read, list: &|_| Vec::new() };
    let assembled = document("\u{1b}c.md", b"# A\n\n<!-- pawse -->\n", &files, false);
    assert_eq!(assembled.deck.slides[0].file.as_ref(), "\u{fffd}[31m/\u{fffd}c.md");
    assert_eq!(assembled.deck.sections[0].id, "\u{fffd}c");
    assert!(!assembled.diagnostics[0].to_string().contains('\u{1b}'));
}

fn ids(slides: &[Slide]) -> Vec<&str> {
    slides.iter().map(|slide| slide.id.as_str()).collect()
}

#[test]
fn an_id_that_is_written_in_a_later_file_wins_over_a_slug() {
    let assembled = assembled(&[
        ("deck.toml", "sections = [\"a.md\", \"b.md\"]"),
        ("a.md", "# Core\n\n---\n\n# Core\n"),
        ("b.md", "# Y {#core}\n\n---\n\n# Z {#core-2}\n"),
    ]);
    assert_eq!(ids(&assembled.deck.slides), ["core-3", "core-4", "core", "core-2"]);
    assert_eq!(assembled.diagnostics, []);
}

#[test]
fn the_first_slide_keeps_its_id_when_the_rest_is_read() {
    let rest = "# A\n\nText.\n\n---\n\n".repeat(10_000);
    let text = format!("# Core\n\n---\n\n{rest}# Y {{#core}}\n");
    let read = |path: &str| Err(format!("no {path}"));
    let files = Files { root: Path::new(""), read: &read, list: &|_| Vec::new() };
    let head = document("a.md", text.as_bytes(), &files, true);
    let whole = document("a.md", text.as_bytes(), &files, false);
    assert_eq!(head.deck.slides[0].id, whole.deck.slides[0].id);
    assert_eq!(whole.deck.slides[0].id, "core-2");
}

#[test]
fn what_cannot_be_shown_of_an_included_file_is_told() {
    let read = |path: &str| match path {
        "b.md" => Ok(b"# B\n\nx\xff\x1b[2J\n".to_vec()),
        _ => Err(format!("no {path}")),
    };
    let files = Files { root: Path::new(""), read: &read, list: &|_| Vec::new() };
    let text = b"# A\n\n<!-- pawse -->\n\n<!-- include: b.md -->\n";
    let assembled = document("a.md", text, &files, false);
    let told = assembled.diagnostics.iter().map(|found| {
        let place = found.place.as_ref().unwrap();
        (found.code, place.file.as_ref(), place.line, place.column)
    });
    let expected = [
        ("unknown-directive", "a.md", 3, 6),
        ("unprintable", "b.md", 3, 2),
        ("unprintable", "b.md", 3, 3),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

/// The code, the line and the column of each finding.
fn told(assembled: &Assembled) -> Vec<(&'static str, u32, u32)> {
    let place = |found: &Diagnostic| {
        let place = found.place.as_ref().unwrap();
        (found.code, place.line, place.column)
    };
    assembled.diagnostics.iter().map(place).collect()
}

#[test]
fn minutes_that_are_no_time_are_told_and_count_as_none() {
    let mut manifest = "sections = [\"a.md\"]\n".to_owned();
    for minutes in ["nan", "inf", "-2.5", "0", "0.5", "5"] {
        manifest.push_str("[[agenda.x.part]]\ntitle = \"T\"\nslides = [\"a\"]\nminutes = ");
        manifest.push_str(minutes);
        manifest.push('\n');
    }
    let assembled = assembled(&[("deck.toml", &manifest), ("a.md", "# A {#a}\n")]);
    assert_eq!(told(&assembled), [5, 9, 13, 17].map(|line| ("bad-minutes", line, 11)));
    let minutes: Vec<f64> = assembled.deck.agendas[0].parts.iter().map(|p| p.minutes).collect();
    assert_eq!(minutes, [0.0, 0.0, 0.0, 0.0, 0.5, 5.0]);
}

#[test]
fn an_agenda_that_shows_no_slide_is_told() {
    let manifest = "sections = [\"a.md\"]\n[[agenda.pause.part]]\ntitle = \"T\"\nminutes = 5\n[agenda.none]\n[[agenda.all.part]]\ntitle = \"T\"\nminutes = 5\nsection = \"a\"\n";
    let assembled = assembled(&[("deck.toml", manifest), ("a.md", "# A {#a}\n")]);
    assert_eq!(told(&assembled), [("empty-agenda", 5, 9), ("empty-agenda", 2, 10)]);
}

#[test]
fn a_file_that_is_listed_twice_is_read_once() {
    let manifest = "sections = [\"a.md\", \"b.md\", \"./a.md\"]\n";
    let files = [("deck.toml", manifest), ("a.md", "# A {#a}\n"), ("b.md", "# B {#b}\n")];
    let assembled = assembled(&files);
    assert_eq!(told(&assembled), [("duplicate-section", 1, 29)]);
    assert_eq!(ids(&assembled.deck.slides), ["a", "b"]);
}

#[test]
fn the_slide_of_what_cannot_be_read_names_its_file_as_others_do() {
    let missing = assembled(&[("deck.toml", "sections = [\"./b.md\"]\n")]);
    assert_eq!(missing.deck.slides[0].file.as_ref(), "talk/b.md");
    let broken = assembled(&[("deck.toml", "title =\n")]);
    assert_eq!(broken.deck.slides[0].file.as_ref(), "talk/deck.toml");
}

#[test]
fn what_names_a_slide_that_lists_sources_means_all_that_become_of_it() {
    let source = |n: usize| {
        format!("[K{n}]\ntitle = \"T\"\nauthor = \"A\"\nlink = \"https://example.org/{n}\"\n")
    };
    let sources: String = (1..=9).map(source).collect();
    let manifest = "notes = \"notes\"\nsections = [\"a.md\", \"b.md\"]\n[[agenda.x.part]]\ntitle = \"T\"\nminutes = 5\nslides = [\"a\", \"s\"]\noptional = [\"s\"]\n[[agenda.y.part]]\ntitle = \"T\"\nminutes = 5\nsection = \"b\"\n";
    let assembled = assembled(&[
        ("deck.toml", manifest),
        ("sources.toml", &sources),
        ("a.md", "# A {#a}\n\n[Where from?](#s)\n"),
        ("b.md", "# Sources {#s}\n\n<!-- sources -->\n"),
        ("notes/a.md", "## {#s}\n\nSkip it.\n"),
    ]);
    assert_eq!(assembled.diagnostics, []);
    let deck = &assembled.deck;
    assert_eq!(ids(&deck.slides), ["a", "s-1", "s-2", "s-3"]);
    assert_eq!(deck.position("s"), Some(1));
    assert_eq!(deck.sections[1].title, "Sources");
    let noted: Vec<usize> = deck.slides.iter().map(|slide| slide.notes.len()).collect();
    assert_eq!(noted, [0, 1, 1, 1]);
    assert_eq!(deck.agendas[0].slides(), ["a", "s-1", "s-2", "s-3"]);
    assert_eq!(deck.agendas[0].parts[0].optional, ["s-1", "s-2", "s-3"]);
    assert_eq!(deck.agendas[1].slides(), ["s-1", "s-2", "s-3"]);
}

#[test]
fn the_id_of_a_slide_that_lists_sources_is_taken_as_any() {
    let assembled = assembled(&[
        ("deck.toml", "sections = [\"a.md\"]\n"),
        ("sources.toml", "[K]\ntitle = \"T\"\nauthor = \"A\"\nlink = \"\"\n"),
        ("a.md", "# S {#s}\n\n<!-- sources -->\n\n---\n\n# S {#s}\n"),
    ]);
    assert_eq!(told(&assembled), [("duplicate-id", 7, 1)]);
}
