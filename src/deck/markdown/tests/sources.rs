//! The list of sources, and the slides that it needs.

use super::*;
use crate::deck::{Citation, Template};

/// Reads a text in a deck that has this many sources.
fn listing(text: &str, number: usize) -> Parsed {
    reading(text, &sources_of(number))
}

fn reading(text: &str, sources: &BTreeMap<String, Citation>) -> Parsed {
    let read = |path: &str| Err(format!("no {path}"));
    let (file, split) = ("slides/talk.md", Split::Auto);
    parse(text, &Context { file, split, front_matter: false, read: &read, sources })
}

#[test]
fn a_slide_that_lists_sources_becomes_as_many_as_it_takes() {
    let parsed = listing("# All of them {#all}\n\n<!-- sources -->\n\n---\n\n# B\n", 9);
    assert_eq!(codes(&parsed), []);
    let named = |slide: &Slide| (slide.id.clone(), slide.title.clone(), slide.id_is_written);
    let named: Vec<_> = parsed.slides.iter().map(named).collect();
    let named: Vec<_> =
        named.iter().map(|(id, title, w)| (id.as_str(), title.as_str(), *w)).collect();
    let expected = [
        ("all-1", "All of them, 1 of 3", true),
        ("all-2", "All of them, 2 of 3", true),
        ("all-3", "All of them, 3 of 3", true),
        ("b", "B", false),
    ];
    assert_eq!(named, expected);
    let template = Template { id: "all".to_owned(), title: "All of them".to_owned() };
    assert!(parsed.slides[..3].iter().all(|slide| slide.made_from.as_ref() == Some(&template)));
    assert_eq!(parsed.slides[3].made_from, None);
    let last = "1 h1 All of them, 3 of 3\n1 ul loose\n  1 -\n    1 p [@K09] ⟨STRONG T9⟩ — A9, 2009⏎⟨https://example.org/9→https://example.org/9⟩";
    assert_eq!(blocks(&parsed.slides[2].blocks), last);
}

#[test]
fn a_list_that_fits_on_one_slide_is_not_numbered() {
    let parsed = listing("# S {#s}\n\n<!-- sources -->\n", 4);
    assert_eq!(parsed.slides.len(), 1);
    let slide = &parsed.slides[0];
    assert_eq!((slide.id.as_str(), slide.title.as_str()), ("s", "S"));
    assert!(slide.is_made_from("s"));
}

#[test]
fn what_else_stands_on_the_slide_is_seen_once_and_its_notes_on_all() {
    let text = "# S[^a] {#s}\n\nWords.\n\n<!-- pause -->\n\n<!-- sources -->\n\n<!-- speaker_note: Hm. -->\n<!-- no_footer -->\n\n[^a]: A.\n";
    let parsed = listing(text, 5);
    assert_eq!(codes(&parsed), []);
    let [first, second] = parsed.slides.as_slice() else { panic!("{:?}", parsed.slides) };
    assert_eq!((first.steps, first.footnotes.len(), first.notes.len()), (2, 1, 1));
    assert!(blocks(&first.blocks).contains("1 p Words.\n2 ul"), "{}", blocks(&first.blocks));
    assert_eq!((second.steps, second.footnotes.len(), second.notes.len()), (1, 0, 1));
    assert!(blocks(&second.blocks).starts_with("1 h1 S, 2 of 2\n1 ul"));
    assert!(first.no_footer && second.no_footer);
}

#[test]
fn a_slide_without_a_title_is_numbered_in_its_id_alone() {
    let parsed = listing("<!-- sources -->\n", 5);
    let ids: Vec<&str> = parsed.slides.iter().map(|slide| slide.id.as_str()).collect();
    assert_eq!(ids, ["sources-1", "sources-2"]);
    assert_eq!(parsed.slides[1].title, "");
}

#[test]
fn what_a_source_lacks_leaves_no_trace() {
    let source = Citation { title: "T".to_owned(), ..Citation::default() };
    let parsed = reading("<!-- sources -->\n", &BTreeMap::from([("K".to_owned(), source)]));
    assert!(blocks(&parsed.slides[0].blocks).ends_with("1 p [@K] ⟨STRONG T⟩"));
}

#[test]
fn a_text_without_sources_says_that_there_is_nothing_to_list() {
    let parsed = listing("# S\n\n<!-- sources -->\n", 0);
    assert_eq!(codes(&parsed), [("no-sources", 3)]);
    assert_eq!(blocks(&parsed.slides[0].blocks), "1 h1 S\n1 broken sources no-sources");
}

#[test]
fn a_list_within_a_block_or_a_second_one_is_left_out_with_a_word() {
    for text in [
        "- a\n\n  <!-- sources -->",
        "a <!-- sources --> b",
        "<!-- column_layout: [1, 1] -->\n<!-- column: 0 -->\n<!-- sources -->\n",
        "<!-- sources -->\n\n<!-- sources -->\n",
    ] {
        let parsed = listing(text, 3);
        let told: Vec<_> = parsed.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(told, ["misplaced-directive"], "{text}");
    }
}
