//! Decks with one fault each, and where `check` says that it stands.

use std::fmt::Write as _;

use super::*;
use crate::source::Extent;

fn check_text(text: &str, sizes: &[Size]) -> Vec<Finding> {
    let source = Source::Text(text.as_bytes().to_vec());
    let assembled = source.load(Extent::Whole).unwrap();
    check(&source, assembled, sizes)
}

/// The code, the line, the column and the marked width of each finding.
fn places(text: &str) -> Vec<(&'static str, u32, u32, u32)> {
    let place = |finding: Finding| {
        let Diagnostic { code, place, width, .. } = finding.diagnostic;
        place.map(|place| (code, place.line, place.column, width))
    };
    check_text(text, &[]).into_iter().filter_map(place).collect()
}

#[test]
fn a_finding_about_a_slide_as_a_whole_points_to_its_first_line() {
    let text = "# A\n\nx\n\n<!-- speaker_note: hm -->\n\n---\n\n# Cab\n\nbad cab\n";
    assert_eq!(places(text), [("no-notes", 9, 1, 1)]);
}

#[test]
fn the_words_at_fault_are_looked_for_in_their_own_slide_alone() {
    let text = "# A\n\n[x](a&amp;b.md)\n\n---\n\n# B\n\na&b.md\n";
    assert_eq!(places(text), [("missing-file", 1, 1, 1)]);
    let text = "# A {#a}\n\n---\n\n# Bad a {#a}\n";
    assert_eq!(places(text), [("duplicate-id", 5, 10, 2)]);
}

#[test]
fn each_of_several_faults_has_its_own_place() {
    let text = "# A\n\n[x](gone.md) and [y](gone.md)\n\n[z](gone.md)\n";
    let expected =
        [("missing-file", 3, 5, 7), ("missing-file", 3, 22, 7), ("missing-file", 5, 5, 7)];
    assert_eq!(places(text), expected);
}

#[test]
fn a_long_deck_full_of_faults_is_checked_in_time_that_grows_with_it() {
    let mut text = String::new();
    for slide in 0..5_000 {
        let _ = write!(text, "# Slide {slide}\n\n[x](gone{slide}.md) [@K{slide}]\n\n---\n\n");
    }
    let found = places(&text);
    assert_eq!(found.len(), 10_000);
    assert_eq!(found[4_999], ("missing-file", 4_999 * 6 + 3, 5, 11));
    let line = "[x](gone.md) ".repeat(10_000);
    assert_eq!(places(&format!("# A\n\n{line}\n")).len(), 10_000);
}

#[test]
fn an_overflow_names_the_first_step_that_has_it() {
    let step = "Line.\n\n<!-- pause -->\n\n";
    let text = format!("# A\n\n{}Last.\n", step.repeat(30));
    let size = Size { width: 80, height: 24 };
    let [found] = check_text(&text, &[size]).try_into().unwrap();
    let before = found.step.unwrap();
    assert!((5..15).contains(&before), "step {before}");
    assert!(
        found.diagnostic.message.starts_with("2 rows too many"),
        "{}",
        found.diagnostic.message
    );
}

#[test]
fn a_link_may_write_its_file_with_percent_signs() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a b ü.md", "");
    write("100%.md", "");
    write(
        "talk.md",
        "# A\n\n[x](a%20b%20%C3%BC.md#there) ![y](a%20b%20ü.md) [z](100%.md) [w](a%2.md)\n",
    );
    let source = Source::find(Some(&folder.path().join("talk.md"))).unwrap();
    let found = check(&source, source.load(Extent::Whole).unwrap(), &[]);
    let told: Vec<&str> = found.iter().map(|found| found.diagnostic.message.as_str()).collect();
    assert_eq!(told, ["`a%2.md` leads to no file"]);
}

#[test]
fn a_link_to_a_slide_needs_the_slide() {
    let text = "# A {#ä}\n\n[x](#ä) [x](#%C3%A4) [x](#b) [x](#)\n\n---\n\n# B\n\n[x](#nowhere)\n";
    assert_eq!(places(text), [("link-leads-nowhere", 9, 5, 8)]);
}

/// A deck folder with these files, and what is found in it.
fn check_folder(files: &[(&str, &str)]) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let source = Source::find(Some(folder.path())).unwrap();
    check(&source, source.load(Extent::Whole).unwrap(), &[])
}

/// What tells one finding from another: its code, the name of its file, line, column and slide.
type Told<'f> = (&'static str, &'f str, u32, u32, Option<&'f str>);

fn told(findings: &[Finding]) -> Vec<Told<'_>> {
    let mut told = Vec::new();
    for Finding { diagnostic: Diagnostic { code, place, slide, .. }, .. } in findings {
        let place = place.as_ref().unwrap();
        let file = place.file.rsplit('/').next().unwrap();
        told.push((*code, file, place.line, place.column, slide.as_deref()));
    }
    told
}

const SOURCES: &str = "[K1]\ntitle = \"T\"\nauthor = \"A\"\nlink = \"https://example.org\"\n[K2]\ntitle = \"T\"\nauthor = \"A\"\nlink = \"gone.pdf\"\n[K3]\ntitle = \"T\"\nauthor = \"A\"\nlink = \"\"\n[K4]\ntitle = \"T\"\nauthor = \"A\"\nlink = \"\"\n[K5]\ntitle = \"T\"\nauthor = \"A\"\nlink = \"\"\n";

#[test]
fn the_list_of_sources_is_no_use_of_a_source() {
    let slides =
        "# A {#a}\n\n[@K1] [@K2] [@K3] [@K5] [x](#s)\n\n---\n\n# S {#s}\n\n<!-- sources -->\n";
    let deck = "sections = [\"a.md\"]\n";
    let found = check_folder(&[("deck.toml", deck), ("sources.toml", SOURCES), ("a.md", slides)]);
    let expected = [
        ("missing-file", "a.md", 7, 1, Some("s-1")),
        ("unused-source", "sources.toml", 13, 1, None),
    ];
    assert_eq!(told(&found), expected);
}

#[test]
fn slides_that_the_list_of_sources_makes_need_no_notes_and_one_id() {
    let slides = "# A {#a}\n\n<!-- speaker_note: x -->\n\n[@K1] [@K2] [@K3] [@K4] [@K5]\n\n---\n\n# S\n\n<!-- sources -->\n";
    let sources = SOURCES.replace("gone.pdf", "");
    let deck = "sections = [\"a.md\"]\n";
    let found = check_folder(&[("deck.toml", deck), ("sources.toml", &sources), ("a.md", slides)]);
    assert_eq!(told(&found), [("no-id", "a.md", 9, 1, Some("s-1"))]);
    assert!(found[0].diagnostic.message.contains("write `{#s}`"));
}

#[test]
fn a_file_of_its_own_has_no_sources_to_list() {
    assert_eq!(places("# S\n\n<!-- sources -->\n"), [("no-sources", 3, 6, 7)]);
}

#[test]
fn the_self_assessment_names_sources_as_slides_do() {
    let sources = include_str!("../../slides/sources.toml");
    let assessment = include_str!("../../slides/assessment.toml");
    let assessment = assessment.replace("\"HBR16\"", "\"HBR17\"").replace("\"ours\"", "\"uors\"");
    let found = check_folder(&[
        ("deck.toml", "sections = [\"a.md\"]\n"),
        ("sources.toml", sources),
        ("assessment.toml", &assessment),
        ("a.md", "# A {#a}\n"),
    ]);
    let line_of = |text: &str, words: &str| {
        let at = text.lines().position(|line| line.contains(words)).unwrap();
        u32::try_from(at).unwrap() + 1
    };
    let told = told(&found);
    let unknown: Vec<u32> =
        told.iter().filter(|one| one.0 == "unknown-source").map(|one| one.2).collect();
    let expected = assessment.lines().enumerate().filter(|(_, line)| line.contains("\"uors\""));
    let expected = expected.map(|(at, _)| u32::try_from(at).unwrap() + 1);
    let mut expected: Vec<u32> = expected.chain([line_of(&assessment, "\"HBR17\"")]).collect();
    expected.sort_unstable();
    assert_eq!(unknown, expected);
    assert!(told.iter().all(|one| one.0 != "unknown-source" || one.1 == "assessment.toml"));
    let is_unused = |key: &str| {
        let line = line_of(sources, &format!("[{key}]"));
        told.iter().any(|one| (one.0, one.2) == ("unused-source", line))
    };
    assert!(is_unused("HBR16") && is_unused("SKY16"));
    assert!(!is_unused("FBL16") && !is_unused("DOR25"));
}

#[test]
fn a_slide_must_fit_while_the_room_votes_and_after_it() {
    let size = Size { width: 80, height: 24 };
    let told = |lines: usize, kind: &str| {
        let poll = format!("```poll\nid = \"a\"\nquestion = \"B?\"\n{kind}\n```");
        let text = format!("# A\n\n{}{poll}\n", "Line.\n\n".repeat(lines));
        let found = check_text(&text, &[size]);
        found.into_iter().map(|found| found.diagnostic.message).collect::<Vec<_>>()
    };
    let fist = "kind = \"fist\"";
    assert_eq!(told(4, fist), Vec::<String>::new());
    let size = "too many at 80x24, step 1 of 1";
    let found = |rows, when| [format!("{rows} {size}, {when}: split the slide or say less")];
    assert_eq!(told(5, fist), found("1 row", "when revealed after two rounds"));
    assert_eq!(told(7, fist), found("4 rows", "when revealed"));
    // A long list of words is cut, not too long.
    assert_eq!(told(6, "kind = \"words\""), Vec::<String>::new());
}
