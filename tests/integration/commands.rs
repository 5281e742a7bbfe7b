//! The commands from outside: what they print, where, and what they exit with.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What a run of the program gave.
pub(crate) struct Run {
    code: i32,
    pub(crate) out: String,
    err: String,
}

fn run_in(folder: &Path, arguments: &[&str], input: Option<&[u8]>) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
    command.args(arguments).current_dir(folder).env("ROUNDTABLE_CONFIG", "/dev/null");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that ends before it reads all is no fault of the test.
    let _ = stdin.write_all(input.unwrap_or_default());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn run(arguments: &[&str]) -> Run {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, None)
}

fn run_on(text: &str, arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("talk.md"), text).unwrap();
    run_in(folder.path(), arguments, None)
}

fn findings(text: &str, more: &[&str]) -> (i32, Vec<Value>) {
    let arguments = [&["check", "talk.md", "--format", "json"], more].concat();
    let run = run_on(text, &arguments);
    assert_eq!(run.err, "");
    (run.code, serde_json::from_str(&run.out).unwrap())
}

#[track_caller]
fn check_finds(text: &str, code: &str, severity: &str, line: u64) {
    let (exit, found) = findings(text, &[]);
    let wanted = found.iter().find(|finding| finding["code"] == code);
    let Some(finding) = wanted else { panic!("no {code} in {found:#?}") };
    assert_eq!(finding["severity"], severity, "{code}");
    assert_eq!(finding["line"], line, "{code}");
    assert_eq!(finding["file"], "talk.md");
    assert!(finding["column"].as_u64().unwrap() >= 1);
    assert_eq!(exit, i32::from(severity == "error"), "{code}");
    if severity == "warning" {
        assert_eq!(findings(text, &["--strict"]).0, 1);
    }
}

#[test]
fn show_prints_the_cells_of_the_stage_and_nothing_else() {
    let run = run_on(
        "# Hello\n\n- one\n<!-- pause -->\n- two\n",
        &["show", "talk.md", "--size", "60x14"],
    );
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.out.lines().count(), 14);
    assert!(run.out.contains("Hello") && run.out.contains("two"));
    assert!(!run.out.contains('\x1b'));
    assert!(run.out.lines().all(|line| line.chars().count() <= 60));
}

#[test]
fn show_takes_a_slide_by_id_or_number_and_a_step() {
    let text = "# A {#a}\n\n---\n\n# B {#b}\n\nx\n\n<!-- pause -->\n\ny\n";
    for slide in ["b", "2"] {
        let first = run_on(text, &["show", "talk.md", "--slide", slide, "--step", "1"]);
        assert!(first.out.contains('x') && !first.out.contains('y'), "{}", first.out);
        let last = run_on(text, &["show", "talk.md", "--slide", slide, "--step", "last"]);
        assert!(last.out.contains('y'));
    }
    let wrong = run_on(text, &["show", "talk.md", "--slide", "bb"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("has no slide `bb`"), "{}", wrong.err);
    let wrong = run_on(text, &["show", "talk.md", "--slide", "2", "--step", "3"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("no step 3: they run from 1 to 2"), "{}", wrong.err);
}

#[test]
fn show_colours_when_asked_to() {
    let text = "# A\n\n```rust\nfn main() {}\n```\n";
    let run = run_on(text, &["show", "talk.md", "--color", "always"]);
    assert!(run.out.contains("\x1b[") && run.out.ends_with("\x1b[m\n"));
    let plain = run_on(text, &["show", "talk.md", "--color", "never"]);
    assert!(!plain.out.contains('\x1b'));
}

#[test]
fn a_deck_can_come_from_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let run = run_in(folder.path(), &["show", "-"], Some(b"\xef\xbb\xbf# Hi\r\n\r\nthere\r\n"));
    assert_eq!(run.code, 0);
    assert!(run.out.contains("Hi") && run.out.contains("there"));
}

#[test]
fn a_deck_can_come_from_a_pipe_or_a_device_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let text = b"# Hi\n\nthere [x](gone.md)\n";
    let run = run_in(folder.path(), &["show", "/dev/stdin"], Some(text));
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.contains("Hi") && run.out.contains("there"), "{}", run.out);
    let run = run_in(folder.path(), &["check", "/dev/stdin"], Some(text));
    assert_eq!(run.code, 1);
    assert!(run.out.contains("--> standard input:3:11"), "{}", run.out);
    assert_eq!(run_in(folder.path(), &["show", "/dev/null"], None).code, 0);
}

#[test]
fn a_settings_file_that_is_named_must_exist() {
    let folder = tempfile::tempdir().unwrap();
    let run = |variable: &str, value: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
        command.args(["show", "--size", "40x10"]).current_dir(folder.path());
        command.env_remove("ROUNDTABLE_CONFIG").env("HOME", folder.path());
        let output = command.env(variable, value).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, sentence) = run("ROUNDTABLE_CONFIG", "gone.toml");
    assert_eq!(code, 2);
    assert!(
        sentence.contains("cannot read gone.toml, which ROUNDTABLE_CONFIG names"),
        "{sentence}"
    );
    assert_eq!(run("ROUNDTABLE_CONFIG", "/dev/null"), (0, String::new()));
    assert_eq!(run("XDG_CONFIG_HOME", "gone"), (0, String::new()));
}

#[test]
fn outline_has_the_shape_that_scripts_rely_on() {
    let run = run(&["outline", "--format", "json"]);
    assert_eq!(run.code, 0);
    let outline: Value = serde_json::from_str(&run.out).unwrap();
    assert!(outline["title"].as_str().unwrap().contains("Centralized"));
    let sections = outline["sections"].as_array().unwrap();
    let ids: Vec<&str> = sections.iter().map(|section| section["id"].as_str().unwrap()).collect();
    let expected = [
        "opening",
        "definitions",
        "centralized",
        "amazon-music",
        "embedded",
        "skyscanner",
        "hybrids",
        "close",
    ];
    assert_eq!(ids, expected);
    let mut number = 0;
    for slide in sections.iter().flat_map(|section| section["slides"].as_array().unwrap()) {
        number += 1;
        assert_eq!(slide["number"], number);
        assert!(slide["id"].is_string() && slide["title"].is_string());
        assert!(slide["steps"].as_u64().unwrap() >= 1);
        assert_eq!(slide["notes"], true);
        assert!(slide["polls"].is_array() && slide["discussions"].is_array());
    }
    assert!(number >= 16, "{number} slides");
    for (name, minutes) in [("talk25", 25), ("talk45", 45), ("workshop90", 90)] {
        let agenda = &outline["agendas"][name];
        assert_eq!(agenda["minutes"], minutes, "{name}");
        assert!(agenda["slides"].as_array().unwrap().len() > 5);
        assert!(agenda["parts"].is_array());
    }
}

#[test]
fn outline_lists_the_talk_for_people() {
    let run = run_on("# A {#a}\n\nx\n\n<!-- pause -->\n\ny\n", &["outline", "talk.md"]);
    assert_eq!(run.out, "A\n\nA (talk)\n   1  a  A  [2 steps]\n");
}

#[test]
fn outline_shows_what_the_deck_says_of_itself() {
    let front = "---\ntitle: T\nsub_title: S\nauthors: [A, B]\nevent: E\ndate: 2025-01-02\nlicense: MIT\n---\n\n# A {#a}\n";
    let run = run_on(front, &["outline", "talk.md"]);
    assert_eq!(run.out, "T\nS\nA, B\nE\n2025-01-02\n\nT (talk)\n   1  a  A\n");
    let json = |text: &str| -> Value {
        let run = run_on(text, &["outline", "talk.md", "--format", "json"]);
        serde_json::from_str(&run.out).unwrap()
    };
    let said = json(front);
    for (key, value) in [
        ("title", "T"),
        ("subtitle", "S"),
        ("event", "E"),
        ("date", "2025-01-02"),
        ("license", "MIT"),
    ] {
        assert_eq!(said[key], value, "{key}");
    }
    assert_eq!(said["authors"], serde_json::json!(["A", "B"]));
    let silent = json("# A\n");
    let keys = silent.as_object().unwrap();
    assert!(["subtitle", "event", "date", "license"].iter().all(|key| keys[*key].is_null()));
    assert_eq!(keys["authors"], serde_json::json!([]));
}

#[test]
fn outline_stands_in_columns_whatever_the_width_of_ids() {
    let run = run_on("# A {#日本}\n\n---\n\n# B {#b}\n", &["outline", "talk.md"]);
    assert!(run.out.ends_with("   1  日本  A\n   2  b     B\n"), "{}", run.out);
}

#[test]
fn the_built_in_talk_has_no_findings_at_either_size() {
    let run = run(&["check", "--strict", "--size", "80x24", "--size", "120x40"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("no errors, no warnings"), "{}", run.out);
}

#[test]
fn check_finds_what_would_surprise_a_speaker() {
    let long = "# A\n\n".to_owned() + &"Line.\n\n".repeat(30);
    check_finds(&long, "overflow", "error", 1);
    check_finds("# A {#a}\n\n---\n\n# B {#a}\n", "duplicate-id", "error", 5);
    check_finds("# A\n\n<!-- pawse -->\n\nx\n", "unknown-directive", "warning", 3);
    check_finds("# A\n\n[x](no-such-file.md)\n", "missing-file", "error", 3);
    check_finds("# A\n\n![x](no-such-file.png)\n", "missing-file", "error", 3);
    check_finds("# A\n\n<!-- include: nothing.md -->\n", "missing-file", "error", 3);
    check_finds("# A\n\nSo it is [@NOBODY].\n", "unknown-source", "error", 3);
    check_finds("# A\n\nx\n\n<!-- speaker_note: hm -->\n\n---\n\n# B\n", "no-notes", "warning", 9);
    check_finds("---\ntheme: neon\n---\n\n# A\n", "unknown-theme", "warning", 2);
    let poll = |body: &str| format!("# A\n\n```poll\n{body}\n```\n");
    let few = poll("id = \"p\"\nkind = \"single\"\nquestion = \"q\"\nchoices = [\"one\"]");
    check_finds(&few, "few-choices", "error", 7);
    let (exit, found) = findings(&poll("id = \n"), &[]);
    assert_eq!((exit, found.len()), (1, 1));
}

#[test]
fn check_prints_every_finding_with_its_line_and_a_caret() {
    let run = run_on("# A\n\n<!-- pawse -->\n\n[x](gone.md)\n", &["check", "talk.md"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("did you mean `pause`?"), "{}", run.out);
    assert!(run.out.contains("--> talk.md:3:6") && run.out.contains("^^^^^"), "{}", run.out);
    assert!(run.out.contains("--> talk.md:5:"), "{}", run.out);
    assert!(
        run.out.contains("1 slide, 1 step at 80x24 and 120x40: 1 error, 1 warning"),
        "{}",
        run.out
    );
}

#[test]
fn an_overflow_is_told_for_the_screens_and_the_step_that_have_it() {
    let text = "# A\n\n".to_owned()
        + &"Line.\n\n".repeat(8)
        + "<!-- pause -->\n\n"
        + &"Line.\n\n".repeat(5);
    let (exit, found) = findings(&text, &[]);
    assert_eq!(exit, 1);
    let told: Vec<_> = found.iter().map(|f| (f["size"].clone(), f["step"].clone())).collect();
    assert_eq!(told, [(Value::from("80x24"), Value::from(2))]);
    assert_eq!(findings(&text, &["--size", "120x40"]), (0, Vec::new()));
}

#[test]
fn broken_files_give_a_clear_message_or_a_sensible_slide() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("empty.md", b"");
    write("bytes.md", b"# A\x00\xff\x1b[2J\n");
    write("long.md", &b"word ".repeat(40_000));
    write("one-word.md", &b"x".repeat(200_000));
    fs::create_dir(folder.path().join("bare")).unwrap();
    for name in ["empty.md", "bytes.md", "long.md", "one-word.md"] {
        let run = run_in(folder.path(), &["show", name], None);
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        assert!(!run.out.contains(['\x1b', '\0']), "{name}");
    }
    let checked = run_in(folder.path(), &["check", "bytes.md"], None);
    assert!(checked.out.contains("invalid UTF-8"), "{}", checked.out);
    for (name, sentence) in [("gone.md", "cannot open gone.md"), ("bare", "has no deck.toml")] {
        let run = run_in(folder.path(), &["show", name], None);
        assert_eq!((run.code, run.out.as_str()), (1, ""), "{name}");
        assert!(run.err.contains(sentence), "{}", run.err);
    }
}

#[test]
fn wrong_usage_exits_with_two_and_help_teaches() {
    for arguments in [
        &["show", "--size", "80"] as &[&str],
        &["show", "--step", "0"],
        &["check", "--format", "xml"],
        &["--no-such-flag"],
        &["show", "--theme", "neon"],
    ] {
        let run = run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.err.is_empty());
    }
    let help = run(&["--help"]);
    assert_eq!(help.code, 0);
    let all = [
        "present", "console", "serve", "browse", "vote", "assess", "results", "report", "sessions",
        "purge", "show", "outline", "check", "remote",
    ];
    for word in all.into_iter().chain(["DECK", "NO_COLOR", "Exit codes"]) {
        assert!(help.out.contains(word), "{word}");
    }
    let later = ["export  "];
    assert!(later.iter().all(|word| !help.out.contains(word)), "{}", help.out);
    assert!(run(&["chek"]).err.contains("did you mean `roundtable check`?"));
}

#[test]
fn a_card_that_names_no_poll_of_the_deck_says_so_on_its_slide() {
    let deck = "# One\n\n```results\ncompare = [\"who\", \"nobody\"]\n```\n\n---\n\n# Two\n\n```discuss\nid = \"talk\"\n\
        method = \"vote-discuss-revote\"\nprompt = \"Why?\"\nminutes = 5\npoll = \"gone\"\n```\n\n---\n\n# Three\n\n```poll\nid = \"who\"\n\
        kind = \"fist\"\nquestion = \"Who?\"\n```\n";
    let run = run_on(deck, &["show", "talk.md", "--slide", "1"]);
    assert!(run.out.contains("There is no poll `nobody` in this deck."), "{}", run.out);
    assert!(run.out.contains("The votes on who will stand here"), "{}", run.out);
    let run = run_on(deck, &["show", "talk.md", "--slide", "2"]);
    assert!(run.out.contains("There is no poll `gone` in this deck."), "{}", run.out);
    assert!(run.out.contains("Why?"), "{}", run.out);
    check_finds(deck, "unknown-poll", "error", 4);
}
