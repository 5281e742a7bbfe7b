//! Discussion points at home: screens at three sizes, a real terminal, and what is written without one.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use roundtable::ballot::Answer;
use roundtable::browse::{Browse, Event, OwnAnswer, Past, PointId};
use roundtable::layout::Size;
use roundtable::poll::{Poll, PollKind};
use roundtable::round::{Countdown, Counted, Phase, Round, Votes};
use roundtable::tally::Tally;
use roundtable::theme::{Depth, Theme};
use roundtable::ui::{self, Frame};

use crate::keys::{keys, read};
use crate::pty::Terminal;

const DECK: &str = "---\ntitle: A talk\n---\n\n# Strings {#strings}\n\nWho pulls which?\n\n```discuss\nid = \"paged\"\nmethod = \"show-of-hands\"\nminutes = 3\n\
    prompt = \"Who gets paged, who may roll back, who writes the review of an incident that began in somebody else's model?\"\n\
    listen_for = \"Three different answers.\"\n```\n\n<!-- speaker_note: Let it be silent for a while. -->\n\n---\n\n\
    # Queue {#queue}\n\n```rust\nlet queue = Vec::new();\n```\n\n```discuss\nid = \"queue\"\nmethod = \"vote-discuss-revote\"\nminutes = 6\npoll = \"wait\"\nprompt = \"Component or queue?\"\n```\n\n---\n\n\
    # Wait {#wait}\n\n```poll\nid = \"wait\"\nkind = \"single\"\nquestion = \"How long do you wait?\"\nchoices = [\"days\", \"weeks\"]\n```\n";

const OWN: &str = "The team that shipped it, at night too.\n\nThe core writes the review; who may roll back is still open.";

fn own(id: &str, text: &str) -> OwnAnswer {
    let id = PointId::Discussion(id.to_owned());
    OwnAnswer { deck: "A talk".into(), id, prompt: "Asked before?".into(), text: text.into() }
}

fn past() -> Past {
    let poll = Poll {
        id: "wait".into(),
        question: "How long do you wait?".into(),
        kind: PollKind::Single { choices: vec!["days".into(), "weeks".into()] },
        anonymous: true,
        change: true,
        seconds: None,
        answer: vec![],
    };
    let mut tally = Tally::new(&poll.kind);
    for pick in [1, 2, 2, 2, 1, 2, 2, 2, 2, 2, 1, 2] {
        tally.add(&Answer::Choices(vec![pick]), 1);
    }
    let round = Round {
        id: 1,
        number: 1,
        poll: Arc::new(poll),
        phase: Phase::Revealed,
        countdown: Countdown::None,
        opened_ms: 0,
    };
    let mut hidden = round.clone();
    (hidden.number, hidden.phase) = (2, Phase::Closed);
    let counted = |round| {
        Arc::new(Counted {
            round,
            tally: tally.clone(),
            shift: None,
            beside: Vec::new(),
            texts: vec![],
        })
    };
    let votes = Votes { rounds: vec![counted(round), counted(hidden)] };
    Past { name: "Lisbon, 2025-05-03".into(), votes }
}

/// A screen after some keys, as [`keys`] names them, separated by blanks.
fn screen(names: &str, width: u16, height: u16) -> String {
    let [theme, ..] = Theme::ALL;
    let kept = [own("paged", OWN)];
    let mut browse = Browse::new(read(DECK).deck, (&kept, None), theme, Size { width, height });
    browse.update(Duration::ZERO, Event::Past(vec![past()]));
    for key in names.split(' ').filter(|name| !name.is_empty()).flat_map(keys) {
        browse.update(Duration::ZERO, Event::Key(key));
        browse.settle();
    }
    let mut frame = Frame::default();
    ui::browse::draw(&browse, Depth::True, &mut frame);
    ui::paint::lines(&frame, false)
}

fn screens(width: u16, height: u16) -> String {
    let all = ["", "/ queue", "/ zz", "enter", "enter end", "↓ enter end", "e", "? PgDn"];
    let rule = format!("{}\n", "═".repeat(usize::from(width)));
    all.map(|names| screen(names, width, height)).join(&rule)
}

#[test]
fn points_on_a_small_screen() {
    insta::assert_snapshot!(screens(60, 20));
}

#[test]
fn points_on_a_common_screen() {
    insta::assert_snapshot!(screens(80, 24));
}

#[test]
fn points_on_a_large_screen() {
    insta::assert_snapshot!(screens(120, 40));
}

#[test]
fn only_a_count_that_its_room_has_seen_is_shown() {
    let shown = screen("↓ enter end", 80, 24);
    assert!(shown.contains("Lisbon") && shown.contains('█'), "{shown}");
    assert!(!shown.contains("Round 2") && !shown.contains("Closed"), "{shown}");
}

#[test]
fn no_screen_is_too_small_to_draw_on() {
    for names in ["", "/ who", "enter", "e", "?"] {
        for (width, height) in [(0, 0), (1, 1), (5, 3), (12, 6), (20, 9), (400, 3), (9, 100)] {
            let _ = screen(names, width, height);
        }
    }
}

/// A deck and room for answers.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("talk.md"), DECK).unwrap();
        Self(folder)
    }

    fn data(&self) -> std::path::PathBuf {
        self.0.path().join("data")
    }

    fn deck(&self) -> String {
        self.0.path().join("talk.md").to_str().unwrap().to_owned()
    }

    fn open(&self) -> Terminal {
        let mut terminal = Terminal::start_at(&self.data(), &["browse", &self.deck()]);
        terminal.wait_for("Discussion points");
        terminal
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let deck = self.deck();
        let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
        command.args(["browse", &deck]).args(arguments).stdin(Stdio::null());
        command.env("ROUNDTABLE_CONFIG", "/dev/null").env("ROUNDTABLE_DATA_DIR", self.data());
        command.output().unwrap()
    }

    fn keep(&self, text: &str) {
        fs::create_dir_all(self.data()).unwrap();
        fs::write(self.data().join("answers.toml"), text).unwrap();
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn an_answer_is_there_when_the_points_are_opened_again() {
    let home = Home::new();
    let mut terminal = home.open();
    assert!(!home.data().exists(), "a look makes nothing");
    terminal.press("/component");
    terminal.wait_for("1 of 3");
    terminal.press("\x1b");
    terminal.wait_for("e write your answer");
    terminal.press("e");
    terminal.wait_for("esc done");
    terminal.press("A queue, mostly.\rSee [the \"slide\"].");
    terminal.wait_for("[the \"slide\"].");
    // The pause after it.
    terminal.wait_for("  saved");
    assert!(
        fs::read_to_string(home.data().join("answers.toml"))
            .unwrap()
            .contains("A queue, mostly.\nSee")
    );
    terminal.press("\x1b");
    terminal.wait_for("✓");
    terminal.press("q");
    assert!(terminal.end().success());
    terminal.assert_given_back();
    let mut terminal = home.open();
    terminal.press("\x1b[B");
    terminal.wait_for("Your answer: A queue, mostly.");
    terminal.press("\r");
    terminal.wait_for("Slide 2");
    terminal.press("\x03");
    assert!(terminal.end().success());
    terminal.assert_given_back();
}

#[test]
fn what_was_typed_survives_whatever_ends_the_program() {
    for (name, code) in [("HUP", 129), ("TERM", 143), ("", 0)] {
        let home = Home::new();
        let mut terminal = home.open();
        terminal.press("e");
        terminal.wait_for("esc done");
        terminal.press("Half a sent");
        terminal.wait_for("Half a sent");
        terminal.resize(60, 20);
        terminal.wait("the small screen", |terminal| {
            terminal.screen().contains("every pause saves it")
        });
        match name {
            "" => terminal.press("ence\x03"),
            name => terminal.signal(name),
        }
        assert_eq!(terminal.end().exit_code(), code, "{name}");
        let mut terminal = home.open();
        terminal.wait_for("Your answer: Half a sent");
        terminal.press("q");
        terminal.end();
    }
}

#[test]
fn what_cannot_be_saved_is_told_and_stands_on_the_terminal_in_the_end() {
    let home = Home::new();
    fs::write(home.data(), "a file, where a folder should be").unwrap();
    let mut terminal = home.open();
    terminal.press("eNot lost.\x1b");
    terminal.wait_for("Not saved");
    terminal.wait_for("Your answer: Not lost.");
    terminal.press("q");
    assert_eq!(terminal.end().exit_code(), 1);
    terminal.assert_given_back();
    let screen = terminal.screen();
    assert!(
        screen.contains("Your answer: Not lost.") && screen.contains("could not be saved"),
        "{screen}"
    );
}

#[test]
fn a_damaged_file_is_kept_aside_and_told() {
    let home = Home::new();
    home.keep("no = [answers");
    let mut terminal = home.open();
    terminal.wait_for("answers.toml is damaged");
    terminal.press("e");
    terminal.press("New.\x1b");
    terminal.wait_for("it is kept as answers.toml.damaged-1");
    terminal.press("q");
    assert!(terminal.end().success());
    let kept = fs::read_to_string(home.data().join("answers.toml.damaged-1")).unwrap();
    assert_eq!(kept, "no = [answers");
}

#[test]
fn what_is_no_terminal_gets_plain_text() {
    let home = Home::new();
    home.keep(&format!("[[answer]]\ndeck = \"A talk\"\ndiscussion = \"paged\"\ntext = \"\"\"\n{OWN}\\u001b[2J\"\"\"\n"));
    let output = home.run(&[]);
    assert!(output.status.success());
    assert_eq!(text(&output.stderr), "");
    let printed = text(&output.stdout);
    assert!(!printed.contains('\x1b'), "{printed}");
    for part in [
        "A talk\n",
        "  Who gets paged, who may roll back",
        "    show of hands · 3 minutes · slide 1, Strings\n",
        "    Your answer: The team that shipped it, at night too.\n",
        "    vote · discuss · vote again · 6 minutes · slide 2, Queue\n",
    ] {
        assert!(printed.contains(part), "no `{part}` in\n{printed}");
    }
    home.keep("no = [answers");
    let output = home.run(&[]);
    assert!(output.status.success());
    assert!(text(&output.stderr).contains("is damaged"));
}

#[test]
fn the_export_holds_every_prompt_and_answer_also_to_what_is_no_longer_asked() {
    let home = Home::new();
    let kept = |id: &str, deck: &str, text: &str| {
        format!(
            "[[answer]]\ndeck = \"{deck}\"\ndiscussion = \"{id}\"\nprompt = \"Asked *before*?\"\ntext = \"{text}\"\n"
        )
    };
    let all = [
        kept("paged", "A talk", "# Us"),
        kept("gone", "A talk", "1. x"),
        kept("paged", "B", "other"),
    ];
    home.keep(&all.concat());
    let output = home.run(&["--export", "-"]);
    assert!(output.status.success());
    let markdown = text(&output.stdout);
    insta::assert_snapshot!(markdown);
    let file = home.0.path().join("mine.md");
    assert!(home.run(&["--export", file.to_str().unwrap()]).status.success());
    assert_eq!(fs::read_to_string(file).unwrap(), markdown);
    let output = home.run(&["--export", "/no/such/folder/mine.md"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("cannot write /no/such/folder/mine.md"));
}

#[test]
fn the_built_in_points_need_no_folder() {
    let nowhere = Path::new("/no/such/home");
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
    command.arg("browse").env("HOME", nowhere).env_remove("XDG_DATA_HOME");
    command.env_remove("ROUNDTABLE_DATA_DIR").env("ROUNDTABLE_CONFIG", "/dev/null");
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success());
    assert!(text(&output.stdout).lines().count() > 30);
    assert!(!nowhere.exists());
}
