//! The room over SSH, with the client that everybody has, in a real terminal.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use portable_pty::CommandBuilder;
use serde_json::Value;

use crate::pty::{Terminal, wait_until};
use crate::web::Hall;

const DECK: &str = "# One {#one}\n\nWords to read.\n\n---\n\n# Two {#two}\n\nMore of them.\n\n---\n\n# Who decides? {#who}\n\n\
    ```poll\nid = \"who\"\nkind = \"single\"\nquestion = \"Who decides?\"\nchoices = [\"core\", \"team\", \"both\"]\n```\n\n\
    ---\n\n# Say {#say}\n\n```poll\nid = \"say\"\nkind = \"words\"\nmax = 3\nquestion = \"What is missing?\"\n```\n";

/// A room, and what people bring who come in by a terminal.
struct Venue {
    folder: tempfile::TempDir,
    hall: Hall,
}

impl Venue {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("talk.md"), DECK).unwrap();
        for name in ["ada", "ben"] {
            let key = folder.path().join(name);
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(&key)
                .status();
            assert!(made.expect("OpenSSH is needed").success());
        }
        let hall = hall(folder.path(), &[]);
        Self { folder, hall }
    }

    /// What `ssh` is told so that it depends on nothing of this machine.
    fn options(&self, key: &str) -> Vec<String> {
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        let known = format!("UserKnownHostsFile={}", path("known"));
        let set = [
            "HostKeyAlias=roundtable",
            "StrictHostKeyChecking=accept-new",
            "IdentitiesOnly=yes",
            "LogLevel=INFO",
            &known,
        ];
        let mut options = vec!["-F".to_owned(), "/dev/null".to_owned(), "-i".to_owned(), path(key)];
        options.extend(set.iter().flat_map(|set| ["-o".to_owned(), (*set).to_owned()]));
        options
    }

    fn at(&self, code: &str) -> [String; 3] {
        let (port, ip) = (self.hall.ssh.port(), self.hall.ssh.ip());
        ["-p".to_owned(), port.to_string(), format!("{code}@{ip}")]
    }

    /// Somebody who comes in.
    fn visit_as(&self, code: &str, key: &str, width: u16, height: u16) -> Terminal {
        let mut command = CommandBuilder::new("ssh");
        command.args(self.options(key));
        command.args(self.at(code));
        Terminal::start_command(command, width, height)
    }

    fn visit(&self, key: &str) -> Terminal {
        self.visit_as(&self.hall.code, key, 80, 24)
    }

    /// What becomes of a command that asks for something else.
    fn ask(&self, program: &str, options: &[&str], then: &[&str]) -> Output {
        let mut command = Command::new(program);
        command.args(self.options("ada")).args(options);
        let [port, number, at] = self.at(&self.hall.code);
        let port = if program == "sftp" { "-P".to_owned() } else { port };
        command.args([port, number, at]).args(then).stdin(Stdio::null()).output().unwrap()
    }

    #[track_caller]
    fn remote(&self, arguments: &[&str]) {
        assert!(self.hall.remote(arguments), "{arguments:?}");
    }

    /// The counts of the only poll, and how many answered.
    fn counts(&self) -> (Vec<u64>, u64) {
        let results = self.hall.results();
        let round = &results["polls"][0]["rounds"][0];
        let counts = round["choices"].as_array().unwrap();
        let count = |choice: &Value| choice["count"].as_u64().unwrap();
        (counts.iter().map(count).collect(), round["ballots"].as_u64().unwrap())
    }
}

fn hall(folder: &Path, arguments: &[&str]) -> Hall {
    let deck: PathBuf = folder.join("talk.md");
    let arguments = [&["--bind", "127.0.0.1:0", "--ssh", "127.0.0.1:0"], arguments].concat();
    Hall::open_with(&deck, &folder.join("data"), &arguments)
}

fn vote(terminal: &mut Terminal, key: &str) {
    terminal.press(key);
    terminal.wait_for("Enter casts your vote");
    terminal.press("\r");
    terminal.wait_for("Recorded. You can change it until the poll closes.");
}

#[test]
fn somebody_follows_the_talk_votes_changes_their_mind_and_gets_their_terminal_back() {
    let venue = Venue::open();
    let mut ada = venue.visit("ada");
    ada.wait_for("Words to read.");
    assert!(ada.screen().contains("q leaves"), "{}", ada.screen());
    venue.remote(&["next"]);
    ada.wait_for("More of them.");
    assert!(!ada.screen().contains("Words to read."));

    venue.remote(&["poll", "open", "who"]);
    ada.wait_for("Press 1–3, then Enter");
    vote(&mut ada, "2");
    assert_eq!(venue.counts(), (vec![0, 1, 0], 1));
    vote(&mut ada, "1");
    assert_eq!(venue.counts(), (vec![1, 0, 0], 1));
    ada.press("\t");
    ada.wait_for("tab returns to your ballot");
    ada.wait_for("1 answered");
    assert!(!ada.screen().contains('█'), "{}", ada.screen());
    ada.press("\t");
    ada.wait_for("Recorded.");

    ada.resize(50, 14);
    ada.wait("the smaller screen", |ada| {
        let screen = ada.screen();
        screen.contains("core")
            && screen.lines().last().is_some_and(|line| line.contains("q leaves"))
    });
    ada.resize(100, 30);
    ada.wait("the larger screen", |ada| {
        ada.screen().lines().nth(29).is_some_and(|line| line.contains("q leaves"))
    });

    venue.remote(&["poll", "close"]);
    ada.wait_for("This vote is closed. Your answer is recorded.");
    assert!(!ada.screen().contains('█'), "{}", ada.screen());
    venue.remote(&["poll", "reveal"]);
    ada.wait_for("█");
    ada.press("q");
    assert_eq!(ada.end().exit_code(), 0);
    ada.assert_given_back();
}

#[test]
fn who_comes_back_with_the_same_key_has_one_ballot_and_finds_it() {
    let venue = Venue::open();
    venue.remote(&["poll", "open", "who"]);
    for (key, leave) in [("2", "\x03"), ("3", "\x04")] {
        let mut ada = venue.visit("ada");
        let next =
            if key == "2" { "Press 1–3, then Enter" } else { "Recorded. You can change it" };
        ada.wait_for(next);
        vote(&mut ada, key);
        ada.press(leave);
        assert_eq!(ada.end().exit_code(), 0);
    }
    assert_eq!(venue.counts(), (vec![0, 0, 1], 1));
    let mut ben = venue.visit("ben");
    ben.wait_for("Press 1–3, then Enter");
    vote(&mut ben, "1");
    assert_eq!(venue.counts(), (vec![1, 0, 1], 2));
    // And the one who asks.
    assert_eq!(venue.hall.join().state()["joined"], 3);
}

#[test]
fn who_has_no_key_may_vote_and_is_somebody_new_each_time() {
    let venue = Venue::open();
    venue.remote(&["poll", "open", "who"]);
    for _ in 0..2 {
        let mut stranger = venue.visit_as(&venue.hall.code.to_lowercase(), "nobody", 80, 24);
        stranger.wait_for("Press 1–3, then Enter");
        vote(&mut stranger, "2");
    }
    assert_eq!(venue.counts(), (vec![0, 2, 0], 2));
}

#[test]
fn a_wrong_code_is_told_and_opens_nothing() {
    let venue = Venue::open();
    let mut lost = venue.visit_as("root", "ada", 80, 24);
    lost.wait_for("This room has another code.");
    assert_eq!(lost.end().exit_code(), 1);
    lost.assert_given_back();
    assert!(!String::from_utf8_lossy(&lost.drawn).contains("Words to read."));
    // Only the one who asks.
    assert_eq!(venue.hall.join().state()["joined"], 1);
}

#[test]
fn there_is_one_terminal_and_nothing_else() {
    let venue = Venue::open();
    let wanted: &[(&str, &[&str], &[&str], &str)] = &[
        ("ssh", &[], &["ls"], "exec request failed"),
        ("ssh", &["-T"], &[], "The room needs a terminal"),
        ("ssh", &["-s"], &["netconf"], "subsystem request failed"),
        ("sftp", &[], &[], "subsystem request failed"),
        (
            "ssh",
            &["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:9"],
            &[],
            "forwarding failed",
        ),
        ("ssh", &["-W", "127.0.0.1:9"], &[], "administratively prohibited"),
    ];
    for (program, options, then, why) in wanted {
        let output = venue.ask(program, options, then);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(said.contains(why) && !output.status.success(), "{program} {options:?}: {said}");
    }
}

#[test]
fn the_host_is_known_again_after_a_restart() {
    let mut venue = Venue::open();
    venue.visit("ada").wait_for("Words to read.");
    let known = std::fs::read(venue.folder.path().join("known")).unwrap();
    venue.hall.end("TERM");
    venue.hall = hall(venue.folder.path(), &["--resume"]);
    // With another key, `ssh` would refuse.
    let mut ada = venue.visit("ada");
    ada.wait_for("Words to read.");
    assert_eq!(std::fs::read(venue.folder.path().join("known")).unwrap(), known);
    venue.hall.end("TERM");
    ada.wait_for("The room is closed.");
    assert_eq!(ada.end().exit_code(), 0);
    ada.assert_given_back();
}

#[test]
fn whoever_stops_reading_holds_up_nobody() {
    let venue = Venue::open();
    let mut stuck = venue.visit("ada");
    stuck.wait_for("Words to read.");
    stuck.signal("STOP");
    let mut ben = venue.visit("ben");
    ben.wait_for("Words to read.");
    for _ in 0..20 {
        venue.remote(&["goto", "two"]);
        ben.wait_for("More of them.");
        venue.remote(&["goto", "one"]);
        ben.wait_for("Words to read.");
    }
    venue.remote(&["goto", "two"]);
    stuck.signal("CONT");
    stuck.wait_for("More of them.");
}

#[test]
fn what_the_room_writes_reaches_a_terminal_as_letters_only() {
    let venue = Venue::open();
    venue.remote(&["poll", "open", "say"]);
    let mut ada = venue.visit("ada");
    ada.wait_for("Type up to 3 words");
    // Colours, a title, a bell, C1's CSI, an override of direction, tags, marks in a pile.
    let hostile =
        "a\x1b[31mb\x1b]0;title\x07c\u{9b}2Jd\u{202e}e\u{e0041}f\u{300}\u{301}\u{302}\u{303}";
    ada.press(&format!("\x1b[200~{hostile}\x1b[201~"));
    ada.wait_for("Enter casts");
    ada.press("\r");
    ada.wait_for("Recorded.");
    let mut ben = venue.visit_as(&venue.hall.code, "ben", 100, 30);
    venue.remote(&["goto", "say"]);
    ben.wait_for("What is missing?");
    venue.remote(&["poll", "close"]);
    venue.remote(&["poll", "reveal"]);
    ben.wait_for("n = 1");
    for terminal in [&ada, &ben] {
        let text = String::from_utf8(terminal.drawn.clone()).unwrap();
        let bad = |c: char| {
            c.is_control() && !matches!(c, '\x1b' | '\r' | '\n')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
        };
        assert_eq!(text.chars().find(|c| bad(*c)), None);
        for sequence in text.split('\x1b').skip(1) {
            let end = sequence.chars().find(|c| !matches!(c, '[' | '?' | '0'..='9' | ';')).unwrap();
            assert!(sequence.starts_with('['), "{sequence:?}");
            assert!(matches!(end, 'm' | 'H' | 'C' | 'J' | 'h' | 'l'), "{sequence:?}");
        }
        assert!(!text.contains("\x1b[31m"));
    }
}

#[test]
fn a_room_without_terminals_has_no_door_for_them() {
    let venue = Venue::open();
    let data = venue.folder.path().join("other");
    let hall = Hall::open_with(
        &venue.folder.path().join("talk.md"),
        &data,
        &["--bind", "127.0.0.1:0", "--ssh", "off"],
    );
    assert_eq!(hall.ssh.port(), 0);
    assert!(!data.join("ssh_host_ed25519_key").exists());
    wait_until("the room to be open", || !hall.join().cookie.is_empty());
}
