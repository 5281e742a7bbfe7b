//! The self-assessment: its screens at three sizes, what it prints, and a person at a real terminal.

use std::fs;
use std::process::{Command, Output};

use roundtable::assess::{Assess, Effect, Seat};
use roundtable::assessment::Assessment;
use roundtable::layout::Size;
use roundtable::source::{Extent, Source};
use roundtable::theme::{Depth, Theme};
use roundtable::ui::assess::{Room, draw, most};
use roundtable::ui::{self, Frame};
use roundtable::voter::Said;

use crate::keys::keys;
use crate::pty::Terminal;

/// That of the built-in talk.
fn assessment() -> Assessment {
    let loaded = Source::find(None).unwrap().load(Extent::Whole).unwrap();
    loaded.deck.assessment.unwrap()
}

/// Presses keys as [`keys`] names them, separated by blanks; whatever is handed in is kept.
fn press(assess: &mut Assess, names: &str) {
    for name in names.split(' ') {
        for key in keys(name) {
            if let Some(Effect::Record(sheet)) = assess.press(key) {
                let text = "Your sheet is recorded.".to_owned();
                assess.recorded(sheet, Ok(Said { text, is_problem: false }));
            }
        }
    }
}

fn screen(assess: &Assess, size: Size) -> String {
    let [theme, ..] = Theme::ALL;
    let mut frame = Frame::default();
    draw(assess, &Room { size, theme, depth: Depth::None }, &mut frame);
    ui::paint::lines(&frame, false)
}

/// Answers that lean towards the core.
const SHEET: &str = "enter 454222312434";

/// Every screen of somebody's way through it, and of a group's.
fn screens(width: u16, height: u16) -> String {
    let size = Size { width, height };
    let mut seen = String::new();
    let mut see = |assess: &Assess| {
        seen += &screen(assess, size);
        seen += &"═".repeat(usize::from(width));
        seen.push('\n');
    };
    let mut assess = Assess::new(assessment(), Seat::Alone);
    see(&assess);
    press(&mut assess, "enter 45 ←");
    see(&assess);
    press(&mut assess, "q");
    see(&assess);
    let mut assess = Assess::new(assessment(), Seat::Alone);
    press(&mut assess, SHEET);
    press(&mut assess, "7 enter 4");
    see(&assess);
    press(&mut assess, "enter");
    see(&assess);
    press(&mut assess, "n 6 enter");
    see(&assess);
    press(&mut assess, "PgDn PgDn PgDn PgDn PgDn");
    assess.settle(most(&assess, size));
    see(&assess);
    press(&mut assess, "a");
    see(&assess);
    let mut assess = Assess::new(assessment(), Seat::Alone);
    press(&mut assess, "enter 454ddd312434 d d d");
    see(&assess);
    let mut group = Assess::new(assessment(), Seat::Group);
    press(&mut group, SHEET);
    see(&group);
    press(&mut group, "enter");
    see(&group);
    press(
        &mut group,
        "enter 222333444555 enter enter 154222555111 enter enter 454222312434 enter ctrl-t",
    );
    see(&group);
    seen
}

#[test]
fn a_small_screen() {
    insta::assert_snapshot!(screens(60, 20));
}

#[test]
fn a_common_screen() {
    insta::assert_snapshot!(screens(80, 24));
}

#[test]
fn a_large_screen() {
    insta::assert_snapshot!(screens(120, 40));
}

#[test]
fn no_screen_is_too_small_to_draw_on() {
    let mut assess = Assess::new(assessment(), Seat::Alone);
    let mut group = Assess::new(assessment(), Seat::Group);
    press(&mut group, SHEET);
    press(&mut group, "enter ctrl-t");
    for names in ["enter", "4", "54222312434", "7 enter 4 enter", "n", "6 enter", "a"] {
        press(&mut assess, names);
        for (width, height) in [(1, 1), (5, 3), (20, 6), (30, 8), (200, 4), (12, 60)] {
            let size = Size { width, height };
            assert_eq!(screen(&assess, size).lines().count(), usize::from(height));
            assert_eq!(screen(&group, size).lines().count(), usize::from(height));
        }
    }
}

/// What the first screen must say at any common size, without scrolling.
#[test]
fn nobody_answers_before_the_warning_is_told() {
    for (width, height) in [(60, 20), (80, 24), (120, 40)] {
        let seen = screen(&Assess::new(assessment(), Seat::Alone), Size { width, height });
        let seen = seen.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "A heuristic, never tested",
            "36 % random sheets",
            "64 % random sheets",
            "enter begins",
        ] {
            assert!(seen.contains(words), "{words}: {seen}");
        }
    }
}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
    command.arg("assess").args(arguments).env("ROUNDTABLE_CONFIG", "/dev/null");
    command.output().unwrap()
}

#[track_caller]
fn prints(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn fails(arguments: &[&str], code: i32, words: &str) {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.stdout.is_empty() && said.contains(words), "{said}");
}

const ANSWERS: &str = "4 5 4 2 2 2 3 1 2 4 3 4";

#[test]
fn answers_on_the_command_line_are_scored_at_once() {
    insta::assert_snapshot!("printed", prints(&["--answers", ANSWERS]));
    insta::assert_snapshot!("json", prints(&["--answers", ANSWERS, "--format", "json"]));
    insta::assert_snapshot!("markdown", prints(&["--answers", ANSWERS, "--export", "-"]));
    let unscored = prints(&["--answers", "d d d 1 1 1 2 2 2 2 2 2", "--format", "json"]);
    let unscored: serde_json::Value = serde_json::from_str(&unscored).unwrap();
    assert_eq!(unscored["lean"], serde_json::Value::Null);
    assert_eq!(unscored["open"], serde_json::json!(["C1", "C2", "C3"]));
    let text = prints(&["--answers", "d d d 1 1 1 2 2 2 2 2 2"]);
    assert!(text.contains("no score, 3 statements open on this axis"), "{text}");
}

#[test]
fn without_a_terminal_it_says_how_to_answer() {
    let text = prints(&[]);
    assert!(text.contains("  1. The same kind of model"), "{text}");
    assert!(text.contains("roundtable assess --answers \"4 2 d 5 4 2 d 5 4 2 d 5\""), "{text}");
}

#[test]
fn what_cannot_be_done_is_a_sentence() {
    fails(&["--answers", "1 2"], 2, "there are 12 statements, and 2 answers");
    fails(&["--answers", "1 2 3 4 5 6 1 2 3 4 5 1"], 2, "`6` is no answer");
    fails(&["--group"], 2, "needs a terminal");
    fails(&["--format", "json"], 2, "--answers");
    let folder = tempfile::tempdir().unwrap();
    let talk = folder.path().join("talk.md");
    fs::write(&talk, "# One\n").unwrap();
    fails(&[talk.to_str().unwrap()], 1, "brings no self-assessment");
    let file = folder.path().join("result.md");
    let export = ["--answers", ANSWERS, "--export", file.to_str().unwrap()];
    assert!(prints(&export).contains("Towards a core"));
    let written = fs::read_to_string(&file).unwrap();
    assert!(written.starts_with("# Core or feature teams?") && written.contains("●"));
    fails(&export, 1, "is there already and is left as it is");
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
}

#[test]
fn one_person_answers_twelve_statements_and_sees_where_they_lean() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("result.md");
    let mut terminal =
        Terminal::start_at(folder.path(), &["assess", "--export", file.to_str().unwrap()]);
    terminal.wait_for("never tested against outcomes");
    terminal.press("\r");
    terminal.wait_for("1 of 12");
    terminal.press("454222312");
    terminal.wait_for("10 of 12");
    terminal.press("434");
    terminal.wait_for("How many ML scientists");
    terminal.press("7\r4\rn6\r");
    terminal.wait_for("Towards a core");
    terminal.wait_for("●");
    terminal.press("a");
    terminal.wait_for("What was measured of this sum");
    terminal.press("a");
    terminal.wait_for("Towards a core");
    assert!(!file.exists(), "nothing is written unless asked");
    terminal.press("w");
    terminal.wait_for("Written to");
    terminal.press("q");
    assert!(terminal.end().success());
    terminal.assert_given_back();
    assert!(fs::read_to_string(&file).unwrap().contains("1 of 7 scientists sit alone"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_named_file_is_written_on_leaving_and_an_unfinished_sheet_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("result.md");
    let arguments = ["assess", "--export", file.to_str().unwrap()];
    let mut terminal = Terminal::start_at(folder.path(), &arguments);
    terminal.wait_for("enter begins");
    terminal.press("\r4q");
    terminal.wait_for("q again");
    terminal.press("q");
    assert!(terminal.end().success() && !file.exists());
    let mut terminal = Terminal::start_at(folder.path(), &arguments);
    terminal.wait_for("enter begins");
    terminal.press("\r333333333333ddd");
    terminal.wait_for("No clear lean");
    terminal.press("\x03");
    assert!(terminal.end().success());
    terminal.assert_given_back();
    assert!(fs::read_to_string(&file).unwrap().contains("## No clear lean"));
}

#[test]
fn a_group_loses_nothing_when_its_program_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start_at(folder.path(), &["assess", "--group"]);
    terminal.wait_for("enter begins");
    terminal.press("\r444444444444\r");
    terminal.wait_for("Your sheet is recorded");
    terminal.press("\r2222222222d2\r");
    terminal.wait_for("2 sheets so far");
    terminal.press("\r55");
    terminal.wait_for("3 of 12");
    terminal.signal("KILL");
    let _ = terminal.end();
    let files: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).collect();
    let [file] = files.as_slice() else { panic!("{files:?}") };
    let kept = fs::read_to_string(file).unwrap();
    assert_eq!(kept, "4 4 4 4 4 4 4 4 4 4 4 4\n2 2 2 2 2 2 2 2 2 2 d 2\n");
    let mut terminal = Terminal::start_at(folder.path(), &["assess", "--group", "--resume"]);
    terminal.wait_for("enter begins");
    terminal.press("\r111111111111\r");
    terminal.wait_for("3 sheets so far");
    terminal.press("\x14");
    terminal.wait_for("You disagree most");
    terminal.press("q");
    assert!(terminal.end().success());
    terminal.assert_given_back();
    assert_eq!(fs::read_to_string(file).unwrap().lines().count(), 3);
}
