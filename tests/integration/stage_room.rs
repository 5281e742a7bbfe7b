//! The stage with a room that people join: opened by a key or from the beginning, shown on a card and beside a poll.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;

use crate::pty::{Terminal, wait_until};
use crate::web::{Guest, command, get};

const DECK: &str = "# One {#one}\n\nWords.\n\n---\n\n# Who decides? {#who}\n\n```poll\nid = \"who\"\nkind = \"single\"\n\
    question = \"Who decides?\"\nchoices = [\"core\", \"team\", \"both\"]\n```\n";

struct Venue(tempfile::TempDir);

impl Venue {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("talk.md"), DECK).unwrap();
        Self(folder)
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// How many have joined, as other processes are told.
    fn joined(&self) -> u64 {
        let state = command(&self.data()).args(["remote", "state"]).output().unwrap();
        let state: serde_json::Value = serde_json::from_slice(&state.stdout).unwrap();
        state["joined"].as_u64().unwrap()
    }

    fn stage(&self, arguments: &[&str]) -> Terminal {
        let deck = self.0.path().join("talk.md");
        let deck = deck.to_str().unwrap();
        let mut stage = Terminal::start_at(&self.data(), &[&[deck], arguments].concat());
        stage.wait_for("One");
        stage
    }
}

/// The room's address and code, as the card says them.
fn sign(stage: &mut Terminal) -> (SocketAddr, String) {
    stage.press("i");
    stage.wait_for("/j/");
    let screen = stage.screen();
    let (before, after) = screen.split_once("/j/").unwrap();
    let host = before.rsplit([' ', '\n']).next().unwrap().parse().unwrap();
    (host, after.chars().take(8).collect())
}

fn join((address, code): &(SocketAddr, String)) -> Guest {
    let answer = get(*address, &format!("/j/{code}"), "");
    let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    Guest { address: *address, cookie }
}

#[test]
fn people_who_join_vote_and_the_stage_counts_them() {
    let venue = Venue::new();
    let mut stage = venue.stage(&["--serve", "127.0.0.1:0"]);
    stage.wait_for("The room is open");
    let sign = sign(&mut stage);
    stage.wait_for("Nobody has joined yet");
    assert!(stage.screen().contains('█'), "{}", stage.screen());
    let (ada, bob) = (join(&sign), join(&sign));
    assert_eq!(
        (ada.state()["phase"].clone(), bob.state()["slide"].clone()),
        ("idle".into(), "one".into())
    );
    stage.wait_for("2 have joined");
    assert_eq!(venue.joined(), 2);
    // Any key that does something on stage does it, and the card is gone.
    stage.press("\x1b[C");
    stage.wait_for("Who decides?");
    stage.press("v");
    stage.wait_for("0 of 2 answered");
    stage.wait_for(&sign.1);
    assert!(stage.screen().contains('▀'), "{}", stage.screen());
    assert_eq!(ada.vote(&format!("round={}&choice=2", ada.round())).status, 200);
    stage.wait_for("1 of 2 answered");
    stage.press("v");
    stage.wait_for("Closed");
    assert!(!stage.screen().contains(&sign.1), "{}", stage.screen());
    stage.press("v");
    stage.wait_for("█");
    assert_eq!(bob.state()["tally"]["choices"][1]["count"], 1);
    stage.press("q");
    assert!(stage.end().success());
    stage.assert_given_back();
    assert!(TcpStream::connect(sign.0).is_err());
}

#[test]
fn a_room_that_cannot_be_opened_costs_a_notice_and_is_tried_again() {
    let venue = Venue::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut stage = venue.stage(&["--serve", &address]);
    stage.wait_for("cannot be joined just now");
    stage.press("\x1b[C");
    stage.wait_for("Who decides?");
    drop(taken);
    stage.wait_for("The room is open at");
    assert_eq!(get(address.parse().unwrap(), "/health", "").status, 200);
}

#[test]
fn a_talk_whose_room_is_open_asks_before_it_stops() {
    let venue = Venue::new();
    let mut stage = venue.stage(&["--serve", "127.0.0.1:0"]);
    stage.wait_for("The room is open");
    stage.press("\x1a");
    stage.wait_for("y stops it");
    // Any other key is taken as ever.
    stage.press("\x1b[C");
    stage.wait_for("Who decides?");
    assert!(!stage.screen().contains("y stops it"));
    stage.press("q");
    assert!(stage.end().success());
}

#[test]
fn nobody_listens_before_it_is_asked_for() {
    let venue = Venue::new();
    let mut stage = venue.stage(&[]);
    stage.press("\x1b[C");
    stage.wait_for("Who decides?");
    stage.press("v");
    stage.wait_for("0 answered");
    assert!(!stage.screen().contains("join"), "{}", stage.screen());
    assert_eq!(venue.joined(), 0);
}

#[test]
fn a_talk_that_is_resumed_is_joined_as_before() {
    let venue = Venue::new();
    let mut stage = venue.stage(&["--serve", "127.0.0.1:0"]);
    stage.wait_for("The room is open");
    let first = sign(&mut stage);
    let ada = join(&first);
    stage.press("\x1b[C");
    stage.wait_for("Who decides?");
    stage.press("v");
    stage.wait_for(&first.1);
    let round = ada.round();
    assert_eq!(ada.vote(&format!("round={round}&choice=3")).status, 200);
    stage.signal("KILL");
    stage.end();
    let mut stage = venue.stage(&["--resume", "--serve", "127.0.0.1"]);
    stage.wait_for("1 answered");
    wait_until("the room is open again", || TcpStream::connect(first.0).is_ok());
    let state = ada.state();
    assert_eq!(
        (state["mine"]["choice"][0].clone(), state["round"].clone()),
        (3.into(), round.into())
    );
    assert_eq!(sign(&mut stage), first);
}
