//! Rehearsals from outside: what is measured on stage is told once it ends, adds up over runs, and leaves no session.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::pty::Terminal;

fn run(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
    command.args(arguments).env("ROUNDTABLE_CONFIG", "/dev/null");
    command.env("ROUNDTABLE_DATA_DIR", data).output().unwrap()
}

fn json(data: &Path, arguments: &[&str]) -> Value {
    let output = run(data, &[&["rehearsals", "--format", "json"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn begin(data: &Path) -> Terminal {
    let mut stage = Terminal::start_at(data, &["--rehearse", "--agenda", "talk25"]);
    stage.wait_for("A rehearsal: times are kept, votes and notes are not");
    stage
}

#[test]
fn a_rehearsal_is_measured_told_and_kept_apart_from_sessions() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let mut stage = begin(data);
    stage.press("\x1b[C");
    stage.wait_for("2/21");
    // Nothing is voted on.
    stage.press("v");
    stage.wait_for("Votes cannot be recorded: this is a rehearsal");
    stage.press("21G");
    stage.wait_for("21/21");
    stage.press("q");
    assert_eq!(stage.end().exit_code(), 0);
    stage.assert_given_back();
    let drawn = String::from_utf8_lossy(&stage.drawn).into_owned();
    let (_, told) = drawn.rsplit_once("agenda talk25: 1 rehearsal").unwrap();
    for text in ["where-today", "minutes = ", "[[agenda.talk25.part]]", "Opening"] {
        assert!(told.contains(text), "no {text} in\n{told}");
    }
    assert!(!told.contains("broke off"), "{told}");
    let kept: Vec<_> =
        fs::read_dir(data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(kept, ["rehearsals"]);

    // One that ends early, by a signal, is kept as such.
    let mut stage = begin(data);
    stage.press("\x1b[C");
    stage.wait_for("2/21");
    stage.signal("TERM");
    stage.end();
    stage.assert_given_back();

    let told = json(data, &[]);
    assert_eq!(told["agenda"], "talk25");
    assert_eq!(told["planned_ms"], 25 * 60_000);
    let stops: Vec<&Value> =
        told["runs"].as_array().unwrap().iter().map(|run| &run["stopped_at"]).collect();
    assert_eq!(stops, [&Value::Null, &Value::from("where-today")]);
    let slides = told["slides"].as_array().unwrap();
    let ids: Vec<&str> = slides.iter().map(|slide| slide["id"].as_str().unwrap()).collect();
    assert_eq!((ids.len(), &ids[..2]), (3, &["title", "where-today"][..]));
    assert_eq!(slides[0]["trend"], "steady");
    assert_eq!(slides[1]["trend"], Value::Null);
    let text = run(data, &["rehearsals"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("2 rehearsals") && text.contains("broke off at where-today"), "{text}");
    let sessions = run(data, &["sessions", "--format", "json"]).stdout;
    assert_eq!(String::from_utf8(sessions).unwrap().trim(), "[]");
}

#[test]
fn what_was_not_rehearsed_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["rehearsals"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("was not rehearsed yet: `roundtable present --rehearse`"), "{said}");
    let wrong = run(folder.path(), &["present", "--rehearse", "--resume"]);
    assert_eq!(wrong.status.code(), Some(2));
}
