//! The ballot screen as a voter sees it, at three sizes: every kind of poll, empty and filled in.

use std::sync::Arc;

use roundtable::keymap::Key;
use roundtable::layout::Size;
use roundtable::poll::{Poll, PollKind};
use roundtable::round::{Countdown, Phase, Round};
use roundtable::theme::{Depth, Theme};
use roundtable::ui::voter::{Sight, draw};
use roundtable::ui::{self, Frame};
use roundtable::voter::{Seat, Voter};

use crate::keys::keys;

/// 2023-11-14, 22:13 in UTC.
const NOW_MS: i64 = 1_700_000_000_000;

fn frame(voter: &Voter, size: Size, depth: Depth) -> Frame {
    let [theme, ..] = Theme::ALL;
    let mut frame = Frame::default();
    let leave = "ctrl-t returns to the talk";
    draw(voter, &Sight { now_ms: NOW_MS, size, theme, depth, leave }, &mut frame);
    frame
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn round_of(question: &str, kind: PollKind, countdown: Countdown) -> Round {
    let poll = Poll {
        id: "p".to_owned(),
        question: question.to_owned(),
        kind,
        anonymous: true,
        change: true,
        seconds: None,
        answer: vec![],
    };
    Round { id: 1, number: 1, poll: Arc::new(poll), phase: Phase::Open, countdown, opened_ms: 0 }
}

fn voter(seat: Seat, question: &str, kind: PollKind) -> Voter {
    let mut voter = Voter::new(seat);
    voter.show(Some(&round_of(question, kind, Countdown::Until(NOW_MS + 17_500))));
    voter
}

/// Presses keys as [`keys`] names them, separated by blanks.
fn press(voter: &mut Voter, names: &str) {
    for name in names.split(' ').filter(|name| !name.is_empty()) {
        for key in keys(name) {
            let _ = voter.press(key);
        }
    }
}

const TODAY: &str = "Where do the ML scientists you work with sit today?";

fn today() -> PollKind {
    PollKind::Single {
        choices: names(&[
            "All in one core team",
            "Mostly core, a few embedded",
            "About half and half",
            "Mostly embedded, a small core",
            "All embedded in feature teams",
        ]),
    }
}

fn strings() -> Vec<String> {
    names(&[
        "Who hires",
        "Who sets priorities",
        "Who reviews the model",
        "Who is paged",
        "Who may roll back",
        "Who writes the review",
        "Who owns the data, from its source to the day on which it is deleted",
    ])
}

/// Voters at every kind of poll, at what may happen to them.
fn voters() -> Vec<Voter> {
    let mut all = Vec::new();
    let mut add = |question: &str, kind: PollKind, keys: &str| {
        let mut voter = voter(Seat::Kiosk, question, kind);
        press(&mut voter, keys);
        all.push(voter);
    };
    add(TODAY, today(), "");
    add(TODAY, today(), "2");
    add("Who decides?", PollKind::Single { choices: names(&["The core", "The team"]) }, "enter");
    add("Which strings do you pull?", PollKind::Single { choices: letters() }, "b");
    let question = "Which of these does your own team hold?";
    add(question, PollKind::Multiple { choices: strings(), min: 2, max: 3 }, "3 ↓ ↓");
    add(question, PollKind::Dots { choices: strings(), dots: 5 }, "1 1 3 1");
    add(question, PollKind::Ranking { choices: strings() }, "4 2 7");
    let scale = |min, max, labels: &[&str]| PollKind::Scale { min, max, labels: names(labels) };
    let trust = "How much do you trust the model that you shipped last?";
    add(trust, scale(1, 5, &["not at all", "with my own money"]), "");
    add(trust, scale(1, 5, &["not at all", "with my own money"]), "4 9");
    add(trust, scale(-1, 1, &["less than before", "as before", "more than before"]), "→ →");
    add(trust, scale(0, 100, &["not at all", "fully"]), "6 0");
    add("Shall we go on?", PollKind::Fist, "3");
    let weeks =
        PollKind::Number { min: Some(0.0), max: Some(52.0), unit: Some("weeks".to_owned()) };
    add("How long does a model take from idea to users?", weeks, "1 2");
    add("What would you miss first?", PollKind::Words { max: 3 }, "trust space time");
    let text = PollKind::Text { max_chars: 280, moderated: true };
    add("What should the two teams write down?", text.clone(), "");
    add("What should the two teams write down?", text, "");
    if let Some(last) = all.last_mut() {
        let _ = last.paste("Who is paged at night, who may roll back, and who tells the users about it the next day — in five lines that both teams have signed");
        press(last, "← ← ←");
    }
    all
}

fn letters() -> Vec<String> {
    ('A'..='N').map(|letter| format!("String {letter}")).collect()
}

/// Voters whose vote is on its way, recorded, not recorded, or closed.
fn afterwards() -> Vec<Voter> {
    let cast = |seat| {
        let mut voter = voter(seat, TODAY, today());
        press(&mut voter, "2 enter");
        voter
    };
    let mut thanked = cast(Seat::Kiosk);
    let _ = thanked.told(1, Ok(()));
    let mut late = thanked.clone();
    late.show(None);
    let mut failed = cast(Seat::Kiosk);
    let _ = failed.told(1, Err("cannot write to the session's file: no space left".to_owned()));
    let mut recorded = cast(Seat::Own);
    let _ = recorded.told(1, Ok(()));
    let mut closed = voter(Seat::Kiosk, TODAY, today());
    closed.show(None);
    vec![cast(Seat::Kiosk), thanked, late, failed, recorded, closed, Voter::new(Seat::Kiosk)]
}

fn screens(voters: &[Voter], width: u16, height: u16) -> String {
    let mut screens = String::new();
    for voter in voters {
        let frame = frame(voter, Size { width, height }, Depth::True);
        screens.push_str(&ui::paint::lines(&frame, false));
        screens.push_str(&"═".repeat(usize::from(width)));
        screens.push('\n');
    }
    screens
}

#[test]
fn ballots_on_a_small_screen() {
    insta::assert_snapshot!(screens(&voters(), 40, 12));
}

#[test]
fn ballots_on_a_common_screen() {
    insta::assert_snapshot!(screens(&voters(), 80, 24));
}

#[test]
fn ballots_on_a_large_screen() {
    insta::assert_snapshot!(screens(&voters(), 120, 40));
}

#[test]
fn what_becomes_of_a_vote() {
    let small = screens(&afterwards(), 40, 12);
    insta::assert_snapshot!(small + &screens(&afterwards(), 80, 24));
}

#[test]
fn a_pick_is_seen_without_colours() {
    let mut voter = voter(Seat::Kiosk, TODAY, today());
    press(&mut voter, "2");
    let frame = frame(&voter, Size { width: 80, height: 24 }, Depth::None);
    let lines = ui::paint::lines(&frame, true);
    let picked = lines.lines().find(|line| line.contains("Mostly core")).unwrap();
    assert!(picked.contains('●') && picked.contains(";7"), "no bar in {picked:?}");
    assert!(lines.lines().filter(|line| line.contains('●')).count() == 1);
}

#[test]
fn no_screen_is_too_small_to_draw_on() {
    for voter in voters().iter().chain(&afterwards()) {
        for (width, height) in [(0, 0), (1, 1), (5, 3), (12, 6), (20, 9), (400, 3), (9, 100)] {
            let _ = frame(voter, Size { width, height }, Depth::Ansi);
        }
    }
}

#[test]
fn nothing_that_is_typed_drives_the_terminal() {
    let text = PollKind::Text { max_chars: 280, moderated: false };
    let mut voter = voter(Seat::Own, "What?", text);
    let _ = voter.paste("a\u{1b}[2Jb\u{202e}c\u{9b}31m\td");
    let _ = voter.press(Key::char('\u{2066}'));
    let screen =
        ui::paint::lines(&frame(&voter, Size { width: 80, height: 24 }, Depth::True), false);
    assert!(screen.contains("a[2Jbc31m d"), "{screen}");
    assert!(!screen.contains(|c| roundtable::safe_text::is_unsafe(c) && c != '\n'));
}
