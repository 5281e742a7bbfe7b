//! A talk with its votes, as people use it: the stage in one terminal, the ballot in another, orders from a
//! shell, and whatever can end a talk before its time.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use crate::pty::{PATIENCE, Terminal};

const DECK: &str = "# One {#one}\n\nWords.\n\n---\n\n# Who decides? {#who}\n\n```poll\nid = \"who\"\nkind = \"single\"\n\
    question = \"Who decides?\"\nchoices = [\"core\", \"team\", \"both\"]\n```\n\n---\n\n# Three {#three}\n\nMore words.\n";

/// A folder with a deck and room for votes.
struct Venue(tempfile::TempDir);

impl Venue {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("talk.md"), DECK).unwrap();
        Self(folder)
    }

    fn data(&self) -> std::path::PathBuf {
        self.0.path().join("data")
    }

    fn stage(&self, arguments: &[&str]) -> Terminal {
        let deck = self.0.path().join("talk.md");
        let deck = deck.to_str().unwrap();
        let mut terminal = Terminal::start_at(&self.data(), &[&[deck], arguments].concat());
        terminal.wait_for("One");
        terminal
    }

    /// Runs a command on the same data.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
        command.args(arguments).env("ROUNDTABLE_CONFIG", "/dev/null");
        command.env("ROUNDTABLE_DATA_DIR", self.data()).output().unwrap()
    }

    #[track_caller]
    fn prints(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// What `remote state` tells, once a talk can be reached.
    fn state(&self) -> serde_json::Value {
        serde_json::from_str(&self.prints(&["remote", "state"])).unwrap()
    }

    /// Waits until the talk can be reached from outside.
    fn wait_for_talk(&self) {
        let now = || std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
        let deadline = now() + PATIENCE;
        while !self.run(&["remote", "state"]).status.success() {
            assert!(now() < deadline, "no talk can be reached");
        }
    }

    fn results(&self) -> serde_json::Value {
        serde_json::from_str(&self.prints(&["results", "--format", "json"])).unwrap()
    }
}

#[test]
fn a_ballot_beside_the_stage_takes_one_voter_after_another() {
    let venue = Venue::new();
    // It waits for a talk.
    let mut ballot = Terminal::start_at(&venue.data(), &["vote"]);
    ballot.wait_for("Waiting");
    let mut stage = venue.stage(&[]);
    venue.wait_for_talk();
    venue.prints(&["remote", "poll", "open", "who"]);
    stage.wait_for("0 answered");
    ballot.wait_for("Who decides?");
    // As fast as it can be typed; a lone enter casts nothing.
    ballot.press("\r2\r\r2\r\r3\r");
    stage.wait_for("3 answered");
    assert_eq!(venue.state()["ballots"], 3);
    venue.prints(&["remote", "poll", "close"]);
    ballot.press("\r");
    ballot.wait_for("Waiting");
    assert!(venue.fails(&["remote", "poll", "close"]).contains("no poll is open"));
    venue.prints(&["remote", "poll", "reveal"]);
    stage.wait_for("█");
    let round = &venue.results()["polls"][0]["rounds"][0];
    assert_eq!(round["state"], "revealed");
    assert_eq!(
        (&round["choices"][0]["count"], &round["choices"][1]["count"]),
        (&0.into(), &2.into())
    );
    ballot.press("q");
    ballot.press("\x14");
    assert!(ballot.end().success());
    ballot.assert_given_back();
    venue.prints(&["remote", "quit"]);
    assert!(stage.end().success());
    stage.assert_given_back();
    assert!(venue.fails(&["remote", "state"]).contains("no talk"));
}

#[test]
fn the_ballot_joins_again_when_the_talk_is_started_again() {
    let venue = Venue::new();
    let mut stage = venue.stage(&[]);
    let mut ballot = Terminal::start_at(&venue.data(), &["vote"]);
    venue.wait_for_talk();
    venue.prints(&["remote", "poll", "open", "who"]);
    ballot.wait_for("Who decides?");
    stage.signal("KILL");
    stage.end();
    ballot.wait_for("Waiting");
    let mut stage = venue.stage(&["--resume"]);
    ballot.wait_for("Who decides?");
    ballot.press("1\r");
    ballot.wait_for("pass it on");
    stage.wait_for("1 answered");
}

#[test]
fn a_talk_that_was_killed_goes_on_where_it_was_with_every_vote() {
    let venue = Venue::new();
    let mut stage = venue.stage(&[]);
    venue.wait_for_talk();
    venue.prints(&["remote", "poll", "open", "who"]);
    stage.press("B");
    stage.wait_for("ctrl-t");
    stage.press("1\r");
    stage.wait_for("pass it on");
    stage.signal("KILL");
    stage.end();
    // A new talk offers it for a moment, and takes it up at a key.
    let mut stage = venue.stage(&[]);
    stage.wait_for("broke off at `who` with 1 ballot");
    stage.press("R");
    stage.wait_for("1 answered");
    stage.signal("KILL");
    stage.end();
    let mut stage = venue.stage(&["--resume"]);
    stage.wait_for("1 answered");
    let state = venue.state();
    assert_eq!((&state["slide"], &state["phase"]), (&"who".into(), &"open".into()));
    stage.press("v");
    stage.wait_for("Closed");
    stage.press("q");
    assert!(stage.end().success());
    // One session, whatever happened to it.
    assert_eq!(venue.prints(&["sessions"]).lines().count(), 2);
    let mut stage = venue.stage(&[]);
    venue.wait_for_talk();
    stage.press("q");
    stage.end();
    assert_eq!(venue.results()["polls"][0]["rounds"][0]["ballots"], 1);
}

#[test]
fn a_second_talk_on_the_same_folder_is_given_without_votes_and_says_so() {
    let venue = Venue::new();
    let mut first = venue.stage(&[]);
    venue.wait_for_talk();
    let mut second = venue.stage(&[]);
    second.wait_for("No votes in this talk");
    second.press("\x1b[Cv");
    second.wait_for("Votes cannot be recorded");
    second.press("q");
    assert!(second.end().success());
    assert!(venue.fails(&["purge"]).contains("talk"));
    first.press("\x1b[Cv");
    first.wait_for("0 answered");
    assert_eq!(venue.state()["slide"], "who");
}

#[test]
fn a_folder_that_cannot_be_written_costs_the_votes_and_not_the_talk() {
    let venue = Venue::new();
    fs::write(venue.data(), "a file, where a folder should be").unwrap();
    let mut stage = venue.stage(&[]);
    stage.wait_for("No votes in this talk");
    stage.press("\x1b[C");
    stage.wait_for("Who decides?");
    stage.press("q");
    assert!(stage.end().success());
}

#[test]
fn a_damaged_file_is_kept_aside() {
    let venue = Venue::new();
    fs::create_dir(venue.data()).unwrap();
    fs::set_permissions(venue.data(), fs::Permissions::from_mode(0o700)).unwrap();
    let damaged = "no database at all".repeat(1_000);
    fs::write(venue.data().join("roundtable.db"), &damaged).unwrap();
    let mut stage = venue.stage(&[]);
    stage.wait_for("damaged");
    stage.press("\x1b[Cv");
    stage.wait_for("0 answered");
    let kept = |path: &Path| fs::read_to_string(path).is_ok_and(|text| text == damaged);
    let files = fs::read_dir(venue.data()).unwrap().map(|entry| entry.unwrap().path());
    assert_eq!(files.filter(|path| kept(path)).count(), 1);
}

#[test]
fn sessions_are_named_listed_and_deleted() {
    let venue = Venue::new();
    assert!(venue.prints(&["sessions"]).contains("No talk was recorded yet"));
    assert!(venue.fails(&["results"]).contains("no talk was recorded yet"));
    for _ in 0..2 {
        let mut stage = venue.stage(&[]);
        venue.wait_for_talk();
        venue.prints(&["remote", "poll", "open", "who"]);
        stage.press("H12 0 3\r");
        stage.wait_for("15 answered");
        stage.press("v");
        stage.wait_for("Closed");
        stage.press("q");
        assert!(stage.end().success());
    }
    venue.prints(&["sessions", "name", "1", "Lisbon"]);
    let listed = venue.prints(&["sessions"]);
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert!(listed.lines().last().unwrap().contains("Lisbon"));
    let csv = venue.prints(&["results", "--session", "Lisbon", "--format", "csv"]);
    assert!(csv.lines().nth(1).unwrap().starts_with("1,Lisbon,who,single,1,"), "{csv}");
    assert!(csv.contains(",hands,1,") && csv.contains("12 0 3"), "{csv}");
    let line = venue.prints(&["results", "--format", "jsonl"]);
    let ballot: serde_json::Value = serde_json::from_str(line.trim()).unwrap();
    assert_eq!((&ballot["via"], &ballot["session"]), (&"hands".into(), &2.into()));
    assert!(venue.prints(&["results", "who"]).contains("█"));
    assert!(venue.fails(&["results", "none"]).contains("no round of a poll `none`"));
    venue.prints(&["sessions", "delete", "Lisbon"]);
    assert!(venue.fails(&["results", "--session", "Lisbon"]).contains("no session `Lisbon`"));
    assert!(venue.prints(&["purge"]).contains("Deleted 0 sessions older than 30 days"));
    assert!(venue.prints(&["purge", "--older-than", "0"]).contains("Deleted 1 session"));
    assert!(venue.fails(&["results"]).contains("no talk was recorded yet"));
}

#[test]
fn a_talk_that_is_only_looked_at_leaves_no_session() {
    let venue = Venue::new();
    let mut stage = venue.stage(&[]);
    venue.wait_for_talk();
    stage.press("q");
    assert!(stage.end().success());
    assert!(venue.prints(&["sessions"]).contains("No talk was recorded yet"));
}

#[test]
fn what_was_written_down_outlives_a_talk_that_was_killed() {
    let venue = Venue::new();
    let mut stage = venue.stage(&[]);
    venue.wait_for_talk();
    stage.press("\x1b[Cca send it @Ada !Fri");
    stage.wait_for("action · owner Ada · due Fri");
    stage.press("\r");
    stage.wait_for("Action written down");
    venue.prints(&["remote", "capture", "p who pays?"]);
    stage.signal("KILL");
    stage.end();
    let mut stage = venue.stage(&["--resume"]);
    stage.wait_for("Taken up");
    stage.press("C");
    stage.wait_for("send it");
    stage.wait_for("who pays?");
    stage.wait_for("Ada · Fri · slide 2");
    assert!(
        venue.fails(&["remote", "capture", "a @Ada"]).contains("there is no text to write down")
    );
    // Words need no quotes around them.
    venue.prints(&["remote", "capture", "d", "one", "for", "Ada"]);
    stage.wait_for("one for Ada");
}
