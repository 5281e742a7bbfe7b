//! What the README promises is what the program does.

use roundtable::deck::BlockKind;
use roundtable::keymap::{BINDINGS, Context};

use crate::commands::run;

const README: &str = include_str!("../../README.md");

/// The block of text between two fences that begins after a line.
fn block_after(line: &str) -> &'static str {
    let (_, rest) = README.split_once(line).unwrap();
    let (_, rest) = rest.split_once("```text\n").unwrap();
    rest.split_once("```").unwrap().0
}

/// An example of markdown, counted from 1.
fn example(number: usize) -> &'static str {
    let rest = README.split("````markdown\n").nth(number).unwrap();
    rest.split_once("````").unwrap().0
}

#[test]
fn the_frame_is_what_the_program_shows() {
    let shown = run(&["show", "--slide", "centralized-model", "--size", "80x24"]).out;
    assert_eq!(block_after("<!-- roundtable show"), shown);
}

#[test]
fn the_keys_are_those_of_the_table() {
    let shown = |context| matches!(context, Context::Stage | Context::Console);
    for binding in BINDINGS.iter().filter(|binding| shown(binding.context)) {
        let names: Vec<String> = binding.keys.iter().map(|key| format!("`{key}`")).collect();
        let row = format!("| {} | {} |", names.join(" "), binding.help);
        assert!(README.contains(&row), "the README lacks\n{row}");
    }
}

#[test]
fn the_example_deck_has_no_findings() {
    let read = crate::keys::read(example(1));
    assert_eq!(read.diagnostics, []);
    assert_eq!(read.deck.slides.len(), 2);
    assert_eq!(read.deck.slides[0].steps, 4);
}

#[test]
fn the_example_pictures_have_no_findings() {
    let read = crate::keys::read(example(2));
    assert_eq!(read.diagnostics, []);
    let pictures = read.deck.slides[0].blocks.iter();
    assert_eq!(pictures.filter(|b| matches!(b.kind, BlockKind::Picture(_))).count(), 3);
}
