//! The stage in a real terminal: it presents, and gives the terminal back however it ends.

use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::pty::Terminal;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use roundtable::runtime;

const RIGHT: &str = "\x1b[C";
const LEFT: &str = "\x1b[D";

/// A folder with one deck in it.
fn deck(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talk.md");
    fs::write(&path, text).unwrap();
    (folder, path.display().to_string())
}

fn numbered(slides: usize) -> String {
    (1..=slides)
        .fold(String::new(), |text, n| text + &format!("# Slide {n}\n\nWords {n}.\n\n---\n\n"))
}

/// The numbers of steps of each slide, as `outline` tells them.
fn steps() -> Vec<u64> {
    let output = Command::new(env!("CARGO_BIN_EXE_roundtable"))
        .args(["outline", "--format", "json"])
        .output()
        .unwrap();
    let outline: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let sections = outline["sections"].as_array().unwrap();
    let slides = sections.iter().flat_map(|section| section["slides"].as_array().unwrap());
    slides.map(|slide| slide["steps"].as_u64().unwrap()).collect()
}

#[test]
fn the_whole_talk_is_given_key_by_key_on_changing_screens() {
    let steps = steps();
    let sizes = [(80, 24), (120, 40), (40, 12), (100, 30), (60, 20)];
    let mut terminal = Terminal::start(&[], 80, 24);
    let slides = steps.len();
    for (index, steps) in steps.iter().enumerate() {
        let (width, height) = sizes[index % sizes.len()];
        terminal.resize(width, height);
        let position = format!("{}/{slides}", index + 1);
        terminal.wait("the footer at its place", |terminal| {
            let screen = terminal.screen();
            screen.lines().nth(usize::from(height) - 1).is_some_and(|row| row.contains(&position))
        });
        for _ in 0..*steps {
            terminal.press(RIGHT);
        }
    }
    terminal.wait_for("This is the last slide");
    // All the way back: every step is reversible.
    terminal.press(&LEFT.repeat(usize::try_from(steps.iter().sum::<u64>()).unwrap()));
    terminal.wait_for("This is the first slide");
    terminal.press("q");
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn quitting_gives_the_terminal_back() {
    for keys in ["q", "\x03", "?\x03", "/words\x03", "bq"] {
        let (_folder, path) = deck(&numbered(3));
        let mut terminal = Terminal::start(&[&path], 80, 24);
        terminal.wait_for("Words 1.");
        assert!(terminal.modes().alternate_screen() && !terminal.is_cooked());
        terminal.press(keys);
        assert_eq!(terminal.end().exit_code(), 0, "{keys:?}");
        terminal.assert_given_back();
    }
}

#[test]
fn a_signal_gives_the_terminal_back_and_is_told_to_the_shell() {
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1), ("QUIT", 3), ("USR1", 10)] {
        let (_folder, path) = deck(&numbered(3));
        let mut terminal = Terminal::start(&[&path], 80, 24);
        terminal.wait_for("Words 1.");
        terminal.press(RIGHT);
        terminal.wait_for("Words 2.");
        terminal.signal(name);
        assert_eq!(terminal.end().exit_code(), 128 + number, "{name}");
        terminal.assert_given_back();
    }
}

#[test]
fn a_talk_stops_and_goes_on_as_the_shell_wishes() {
    let (_folder, path) = deck(&numbered(3));
    let mut terminal = Terminal::start_in_shell(&[&path]);
    terminal.wait_for("Words 1.");
    terminal.press(RIGHT);
    terminal.wait_for("Words 2.");
    for stop in ["\x1a", "TSTP"] {
        if stop == "TSTP" {
            terminal.signal(stop);
        } else {
            terminal.press(stop);
        }
        terminal.wait_for_state('T');
        terminal.wait("the screen given back", |terminal| !terminal.modes().alternate_screen());
        terminal.assert_given_back();
        terminal.signal("CONT");
        terminal.wait("the stage", |terminal| terminal.modes().alternate_screen());
        terminal.wait_for("Words 2.");
        assert!(!terminal.is_cooked());
    }
    terminal.press(&format!("{RIGHT}q"));
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn a_talk_that_no_shell_could_let_go_on_does_not_stop() {
    let (_folder, path) = deck(&numbered(3));
    let mut terminal = Terminal::start(&[&path], 80, 24);
    terminal.wait_for("Words 1.");
    terminal.press("\x1a");
    terminal.wait_for("There is no shell to go back to");
    terminal.press("q");
    assert_eq!(terminal.end().exit_code(), 0);
}

#[test]
fn a_talk_that_hangs_on_its_terminal_still_ends_by_signal() {
    let (_folder, path) = deck(&numbered(3));
    let mut terminal = Terminal::start(&[&path], 1_000, 400);
    terminal.wait_for("Words 1.");
    // Nobody reads what is drawn from now on, and a theme draws every cell of this large screen anew.
    terminal.stop_reading();
    terminal.press("t");
    terminal.signal("TERM");
    assert_ne!(terminal.wait_without_reading().exit_code(), 0);
}

#[test]
fn a_terminal_that_hangs_up_ends_the_talk() {
    // In a session of its own no signal tells the program of the end of its terminal.
    let (_folder, path) = deck(&numbered(3));
    let mut command = CommandBuilder::new("setsid");
    command.args(["--wait", env!("CARGO_BIN_EXE_roundtable"), &path]);
    command.env("ROUNDTABLE_CONFIG", "/dev/null");
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut started = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut shown = String::new();
    while !shown.contains("Words 1.") {
        let mut bytes = [0; 4096];
        let count = reader.read(&mut bytes).unwrap();
        assert!(count > 0, "{shown}");
        shown.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    drop((reader, pair.master));
    started.wait().unwrap();
    crate::pty::wait_until("the talk has ended", || !is_running(&path));
}

/// Whether any process has this argument.
fn is_running(argument: &str) -> bool {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let lines = entries.filter_map(|entry| fs::read_to_string(entry.path().join("cmdline")).ok());
    lines.into_iter().any(|line| line.split('\0').any(|word| word == argument))
}

#[test]
fn a_screen_of_any_size_is_survived() {
    let (_folder, path) = deck(&numbered(3));
    let mut terminal = Terminal::start(&[&path], 3, 2);
    for (width, height) in [(1, 1), (10, 3), (20, 5), (200, 60), (80, 24)] {
        terminal.resize(width, height);
        terminal.press("j");
    }
    terminal.wait_for("Words 1.");
    terminal.press("q");
    assert_eq!(terminal.end().exit_code(), 0);
}

#[test]
fn a_deck_that_was_edited_is_read_again_at_the_same_place() {
    let (_folder, path) = deck("# One {#one}\n\n---\n\n# Two {#two}\n");
    let mut terminal = Terminal::start(&[&path, "--start", "two"], 80, 24);
    terminal.wait_for("Two");
    fs::write(&path, "# One {#one}\n\n---\n\n# Between\n\n---\n\n# Two {#two}\n\nEdited.\n")
        .unwrap();
    terminal.press("r");
    terminal.wait_for("Edited.");
    terminal.wait_for("Read 3 slides");
    fs::remove_file(&path).unwrap();
    terminal.press("r");
    terminal.wait_for("The deck stays as it was");
    assert!(terminal.screen().contains("Edited."));
    terminal.press("q");
    assert_eq!(terminal.end().exit_code(), 0);
}

#[test]
fn a_talk_can_be_cut_to_an_agenda() {
    let mut terminal = Terminal::start(&["--agenda", "talk25"], 80, 24);
    terminal.wait_for("1/21");
    terminal.press("G");
    terminal.wait_for("21/21");
    terminal.press("r");
    terminal.wait_for("Read 77 slides");
    terminal.press("g");
    terminal.wait_for("1/21");
    terminal.press("q");
    assert_eq!(terminal.end().exit_code(), 0);
    let mut terminal = Terminal::start(&["--agenda", "talk52"], 80, 24);
    assert_eq!(terminal.end().exit_code(), 2);
    assert!(terminal.screen().contains("the deck has talk25, talk45, workshop90"));
}

#[test]
fn keys_that_come_before_a_long_deck_is_read_are_not_lost() {
    let (_folder, path) = deck(&numbered(20_000));
    let mut terminal = Terminal::start(&[&path], 80, 24);
    terminal.press("G");
    terminal.wait_for("Words 20000.");
    terminal.press("123G");
    terminal.wait_for("Words 123.");
    terminal.press("/words 777\r");
    terminal.wait_for("Words 777.");
    terminal.press("q");
    assert_eq!(terminal.end().exit_code(), 0);
}

#[test]
fn escape_bytes_of_a_deck_never_reach_the_terminal() {
    let (_folder, path) = deck(
        "# A\x1b]0;owned\x07 &#27;[31m&#x9b;5m\n\n```sh\n\x1b[2J\u{9b}1m\n```\n\n<b>\x1bc</b>\n",
    );
    let mut terminal = Terminal::start(&[&path], 80, 24);
    terminal.wait_for("owned");
    terminal.press("q");
    terminal.end();
    let drawn = String::from_utf8(terminal.drawn.clone()).unwrap();
    for sequence in ["\x1b]", "\x1bc", "\x1b[31m", "\u{9b}", "\x07"] {
        assert!(!drawn.contains(sequence), "{sequence:?}");
    }
    // Once by us at the start, and never by the deck.
    assert_eq!(drawn.matches("\x1b[2J").count(), 1);
}

#[test]
fn what_is_no_terminal_is_told_so_without_escape_codes() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_roundtable")).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("standard output is none"), "{told}");
    assert!(!told.contains('\x1b'));
}

#[test]
fn a_deck_from_standard_input_is_presented_with_keys_from_the_terminal() {
    let mut command = CommandBuilder::new("sh");
    command.args([
        "-c",
        &format!("printf '# Piped\\n\\nIn.\\n' | {} -", env!("CARGO_BIN_EXE_roundtable")),
    ]);
    let mut terminal = Terminal::start_command(command, 80, 24);
    terminal.wait_for("In.");
    terminal.press("q");
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn a_panic_gives_the_terminal_back() {
    // The test runs itself once more in a terminal, and that one panics.
    const ROLE: &str = "ROUNDTABLE_TEST_PANICS";
    #[expect(clippy::disallowed_methods, reason = "it tells the two roles apart")]
    if std::env::var_os(ROLE).is_some() {
        let _guest = runtime::terminal::Guest::enter(runtime::terminal::Output::stdout()).unwrap();
        panic!("as planned");
    }
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "terminal::a_panic_gives_the_terminal_back", "--nocapture"]);
    command.env(ROLE, "1");
    let mut terminal = Terminal::start_command(command, 80, 24);
    assert_ne!(terminal.end().exit_code(), 0);
    assert!(String::from_utf8_lossy(&terminal.drawn).contains("\x1b[?1049h"));
    terminal.assert_given_back();
}
