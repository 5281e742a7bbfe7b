//! The stage as the room sees it, at three sizes: a deck with everything on it, and slides of the talk.

use crate::keys::Talk;

const EVERYTHING: &str = include_str!("everything.md");

/// Every slide of the deck at its last step, on one screen size.
fn frames(width: u16, height: u16) -> String {
    let mut talk = Talk::sized(EVERYTHING, width, height);
    let mut frames = String::new();
    for slide in 0..talk.app.deck.slides.len() {
        let _ = talk.app.go_to(slide, u16::MAX);
        talk.app.settle();
        frames.push_str(&talk.screen());
        frames.push_str(&"═".repeat(usize::from(width)));
        frames.push('\n');
    }
    frames
}

#[test]
fn a_small_screen() {
    insta::assert_snapshot!(frames(40, 12));
}

#[test]
fn a_common_screen() {
    insta::assert_snapshot!(frames(80, 24));
}

#[test]
fn a_large_screen() {
    insta::assert_snapshot!(frames(120, 40));
}

#[test]
fn lists_and_help() {
    let talk = Talk::new(EVERYTHING).press("o j j");
    let overview = talk.screen();
    let search = Talk::new(EVERYTHING).press("/ core").screen();
    let help = Talk::new(EVERYTHING).press("?").screen();
    let notes = Talk::new(EVERYTHING).press("2G s").screen();
    insta::assert_snapshot!([overview, search, help, notes].join(&format!("{}\n", "═".repeat(80))));
}
