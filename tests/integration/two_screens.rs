//! Stage and console in two pseudo-terminals, through a whole talk: kills, restarts, resizes, who drives. Nothing of
//! the notes ever reaches the stage.

use std::path::Path;
use std::process::Command;

use portable_pty::CommandBuilder;

use crate::pty::{Terminal, wait_until};

/// Where a talk keeps its data, its socket and its deck.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("deck/deck.toml", include_str!("console/deck.toml")),
            ("deck/slides.md", include_str!("console/slides.md")),
            ("notes/notes.md", include_str!("console/notes.md")),
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn start(&self, arguments: &[&str], width: u16, height: u16) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_roundtable"));
        command.args(arguments);
        command.env("ROUNDTABLE_CONFIG", "/dev/null");
        command.env("ROUNDTABLE_DATA_DIR", self.path().join("data"));
        command.env("XDG_RUNTIME_DIR", self.path());
        Terminal::start_command(command, width, height)
    }

    fn stage(&self, more: &[&str]) -> Terminal {
        let deck = self.path().join("deck");
        let mut stage = self.start(&[&[deck.to_str().unwrap()], more].concat(), 80, 24);
        stage.wait("the first frame", |stage| !stage.screen().trim().is_empty());
        stage
    }

    fn console(&self, name: &str) -> Terminal {
        self.start(&["console", "--name", name], 100, 30)
    }

    fn remote(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
        command.arg("remote").args(arguments);
        command.env("XDG_RUNTIME_DIR", self.path());
        command.env("ROUNDTABLE_DATA_DIR", self.path().join("data"));
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", text(output.stderr));
        text(output.stdout)
    }

    /// Waits until the talk that was killed is not found any more.
    fn is_gone(&self) {
        wait_until("the talk is gone", || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
            command.args(["remote", "state"]);
            command.env("XDG_RUNTIME_DIR", self.path());
            command.env("ROUNDTABLE_DATA_DIR", self.path().join("data"));
            !command.output().unwrap().status.success()
        });
    }
}

/// Words of the notes, and of what only the speaker reads.
const SECRETS: [&str; 5] =
    ["Ask who has worked", "Say that both", "asymmetry", "who is paged", "for you alone"];

#[track_caller]
fn tells_no_secret(stage: &Terminal) {
    let drawn = String::from_utf8_lossy(&stage.drawn);
    for secret in SECRETS {
        assert!(!drawn.contains(secret), "`{secret}` was on the stage");
    }
}

#[test]
fn a_console_drives_a_talk_from_its_first_slide_to_its_last() {
    let place = Place::new();
    // It comes first, and waits.
    let mut console = place.console("Ada");
    console.wait_for("Waiting for a talk");
    let mut stage = place.stage(&[]);
    console.wait_for("Ask who has worked in both.");
    console.press(" ");
    stage.wait_for("closeness and speed");
    console.wait_for("Say that both are honest.");
    console.press("nv");
    stage.wait_for("0 answered");
    console.wait_for("OPEN");
    console.press("H");
    console.wait_for("Hands, from");
    console.press("7 2 4\r");
    console.wait_for("for you alone");
    stage.wait_for("13 answered");
    assert!(!stage.screen().contains('█'));
    console.press("v");
    console.wait_for("CLOSED");
    console.press("v");
    stage.wait_for("█");
    console.wait_for("REVEALED");
    // What the stage's own keys do is seen here.
    stage.press("\x1b[C");
    console.wait_for("Listen for: who is paged");
    console.press("d");
    stage.wait_for("THINK");
    console.wait_for("d goes on");
    console.press("cp who pays?\r");
    console.wait_for("written down");
    console.press("D\x1b[C");
    stage.wait_for("That was it.");
    console.wait_for("this is the end");
    console.press("b");
    stage.wait("a blank screen", |stage| stage.screen().trim().is_empty());
    console.wait_for("the stage is blank");
    console.resize(60, 20);
    console.wait_for("this is the end");
    console.resize(120, 40);
    console.wait_for("the stage is blank");
    console.press("bt");
    stage.wait_for("That was it.");
    assert!(place.remote(&["state"]).contains("\"slide\":\"end\""));
    console.press("q");
    assert!(console.end().success());
    console.assert_given_back();
    // The talk goes on without it.
    stage.press("\x1b[D");
    stage.wait_for("Write the contract");
    stage.press("q");
    let _ = stage.end();
    tells_no_secret(&stage);
}

#[test]
fn either_side_may_be_killed_and_all_is_right_again() {
    let place = Place::new();
    let mut stage = place.stage(&[]);
    let mut console = place.console("Ada");
    console.wait_for("Ask who has worked in both.");
    console.press("nn");
    stage.wait_for("Where do you sit?");
    console.signal("KILL");
    let _ = console.end();
    // Another one has all there is, and drives.
    let mut console = place.console("Ada");
    console.wait_for("Open the poll at once.");
    console.press("v");
    stage.wait_for("0 answered");
    stage.signal("KILL");
    let _ = stage.end();
    tells_no_secret(&stage);
    place.is_gone();
    console.wait_for("the talk is gone");
    assert!(console.screen().contains("Open the poll at once."));
    console.press("n");
    console.wait_for("No talk is running");
    let mut stage = place.stage(&["--resume"]);
    console.wait("the talk is back", |console| !console.screen().contains("is gone"));
    console.wait_for("OPEN");
    console.press("v");
    console.wait_for("CLOSED");
    stage.signal("TERM");
    let _ = stage.end();
    console.wait_for("the talk is gone");
    console.press("\x03");
    assert!(console.end().success());
    tells_no_secret(&stage);
}

#[test]
fn the_console_shows_the_deck_that_the_stage_shows() {
    let place = Place::new();
    let slides = place.path().join("deck/slides.md");
    let mut stage = place.stage(&[]);
    // It has changed on the disk since the stage has read it.
    std::fs::write(&slides, "# Two honest answers {#two-answers}\n\nQuite other words.\n").unwrap();
    let mut console = place.console("Ada");
    console.wait_for("depth and reuse");
    console.press("r");
    console.wait_for("Quite other words.");
    stage.wait_for("Quite other words.");
    assert!(!console.screen().contains("depth and reuse"));
    tells_no_secret(&stage);
}

#[test]
fn a_deck_from_standard_input_is_shown_too() {
    let place = Place::new();
    let deck =
        "printf '# Piped\\n\\nThrough a pipe.\\n\\n<!-- speaker_note: Say so. -->\\n' | \"$0\" -";
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", deck, env!("CARGO_BIN_EXE_roundtable")]);
    command.env("ROUNDTABLE_CONFIG", "/dev/null");
    command.env("ROUNDTABLE_DATA_DIR", place.path().join("data"));
    command.env("XDG_RUNTIME_DIR", place.path());
    let mut stage = Terminal::start_command(command, 80, 24);
    stage.wait_for("Through a pipe.");
    let mut console = place.console("Ada");
    console.wait_for("Say so.");
    assert!(console.screen().contains("Through a pipe."));
    stage.press("q");
    let _ = stage.end();
}

#[test]
fn one_console_drives_at_a_time_and_is_told_when_another_takes_over() {
    let place = Place::new();
    let mut stage = place.stage(&[]);
    let mut ada = place.console("Ada");
    ada.wait_for("Ask who has worked in both.");
    let mut ben = place.console("Ben");
    ben.wait_for("Ada drives");
    ada.wait_for("you drive");
    ben.press("n");
    ben.wait_for("Ada drives: i takes the wheel");
    assert_eq!(place.remote(&["consoles"]), "drives   Ada\nwatches  Ben\n");
    ben.press("i");
    ben.wait_for("you drive");
    ada.wait_for("Ben drives now: i takes the wheel back");
    ben.press("n");
    stage.wait_for("closeness and speed");
    // A script is not asked, and may hand the wheel on.
    place.remote(&["next"]);
    stage.wait_for("Where do you sit?");
    place.remote(&["drive", "Ada"]);
    ada.wait_for("You drive now");
    ada.press("I");
    ada.wait_for("Ben drives now");
    ben.wait_for("you drive");
    ben.signal("KILL");
    let _ = ben.end();
    ada.wait_for("nobody drives");
    ada.press("i");
    ada.wait_for("You drive now");
    ada.press("p");
    stage.wait_for("closeness and speed");
    // Both come back to the next talk as what they were.
    let mut cem = place.console("Cem");
    cem.wait_for("Ada drives");
    stage.signal("KILL");
    let _ = stage.end();
    cem.wait_for("the talk is gone");
    ada.wait_for("the talk is gone");
    let again = place.stage(&[]);
    ada.wait_for("you drive");
    cem.wait_for("Ada drives");
    tells_no_secret(&stage);
    tells_no_secret(&again);
}
