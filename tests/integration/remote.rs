//! `remote` from outside: what it asks of a talk, what it prints, and what it exits with.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};

use roundtable::action::{Discuss, Order};
use roundtable::app::status::Status;
use roundtable::remote::{Asked, Done, Server, socket_path};
use tempfile::TempDir;

/// A folder with the data and the socket of a talk.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// A talk that does what it is asked, but has one slide only; and what it was asked.
    fn talk(&self) -> (Server, Receiver<Order>) {
        let (sender, orders) = mpsc::channel();
        let path = socket_path(self.0.path(), &self.data()).unwrap();
        let server = Server::start(&path, move |asked, reply| {
            let Asked::Order(order) = asked else { panic!("a ballot") };
            sender.send(order.clone()).unwrap();
            reply.done(match order {
                Order::GoTo(slide) if slide != "only" => Err(format!("no slide `{slide}`")),
                _ => Ok(Done::Order),
            });
        });
        let server = server.unwrap();
        server.publish(&Status {
            slide: "only".to_owned(),
            step: 2,
            poll: Some("where".to_owned()),
            round: Some(1),
            phase: "revealed",
            ballots: 3,
            joined: 4,
            open: None,
            discussion: None,
        });
        (server, orders)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
        command.arg("remote").args(arguments).stdin(Stdio::null());
        command.env("XDG_RUNTIME_DIR", self.0.path()).env("ROUNDTABLE_DATA_DIR", self.data());
        command
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        outcome(&mut self.command(arguments))
    }
}

/// The exit code, what was printed, and what was complained of.
fn outcome(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn silence() -> (i32, String, String) {
    (0, String::new(), String::new())
}

#[test]
fn each_command_is_an_order_that_is_done_when_it_exits() {
    let place = Place::new();
    let (_server, orders) = place.talk();
    for (arguments, order) in [
        (&["next"] as &[&str], Order::Next),
        (&["prev"], Order::Previous),
        (&["goto", "only"], Order::GoTo("only".to_owned())),
        (&["blank"], Order::Blank),
        (&["poll", "open"], Order::Open(None)),
        (&["poll", "open", "where"], Order::Open(Some("where".to_owned()))),
        (&["poll", "close"], Order::Close),
        (&["poll", "reveal"], Order::Reveal),
        (&["poll", "again"], Order::Again),
        (&["discuss", "next"], Order::Discuss(Discuss::Next)),
        (&["discuss", "back"], Order::Discuss(Discuss::Back)),
        (&["discuss", "stop"], Order::Discuss(Discuss::Stop)),
        (&["break", "10"], Order::Break(10)),
    ] {
        assert_eq!(place.run(arguments), silence(), "{arguments:?}");
        assert_eq!(orders.try_recv(), Ok(order));
    }
}

#[test]
fn quit_exits_when_the_talk_has_ended() {
    let place = Place::new();
    let (server, orders) = place.talk();
    let quit = place.command(&["quit"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut quit = quit.unwrap();
    assert_eq!(orders.recv(), Ok(Order::Quit));
    // The talk has answered, but goes on for a moment.
    assert!(quit.try_wait().unwrap().is_none());
    drop(server);
    assert!(quit.wait().unwrap().success());
}

#[test]
fn state_is_one_line_of_json_with_the_keys_that_are_promised() {
    let place = Place::new();
    let (_server, orders) = place.talk();
    let expected = "{\"slide\":\"only\",\"step\":2,\"poll\":\"where\",\"round\":1,\
                    \"phase\":\"revealed\",\"ballots\":3,\"joined\":4,\"discussion\":null}\n";
    assert_eq!(place.run(&["state"]), (0, expected.to_owned(), String::new()));
    assert!(orders.try_recv().is_err());
}

#[test]
fn what_the_talk_cannot_do_is_a_sentence_and_a_failure() {
    let place = Place::new();
    let (_server, _orders) = place.talk();
    let complaint = "roundtable: no slide `gone`\n".to_owned();
    assert_eq!(place.run(&["goto", "gone"]), (1, String::new(), complaint));
}

#[test]
fn without_a_talk_it_fails_at_once_and_names_the_folder() {
    let place = Place::new();
    for arguments in [&["state"] as &[&str], &["next"], &["quit"]] {
        let (code, out, complaint) = place.run(arguments);
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(complaint.contains("no talk with its data in"), "{complaint}");
        assert!(complaint.contains(place.data().to_str().unwrap()), "{complaint}");
    }
}

#[test]
fn the_folder_for_data_says_which_talk_is_meant() {
    let place = Place::new();
    let (_server, _orders) = place.talk();
    let elsewhere = place.0.path().join("elsewhere");
    let at = |data: &Path, arguments: &[&str]| {
        let mut command = place.command(arguments);
        outcome(command.arg("--data-dir").arg(data)).0
    };
    assert_eq!(at(&place.data(), &["next"]), 0);
    assert_eq!(at(&place.data(), &["poll", "open"]), 0);
    assert_eq!(at(&elsewhere, &["next"]), 1);
    // What is typed wins over the environment.
    let mut command = place.command(&["next"]);
    command.env("ROUNDTABLE_DATA_DIR", &elsewhere);
    assert_eq!(outcome(&mut command).0, 1);
    assert_eq!(outcome(command.arg("--data-dir").arg(place.data())).0, 0);
    let none = place
        .command(&["next"])
        .env_remove("ROUNDTABLE_DATA_DIR")
        .env_remove("HOME")
        .env_remove("XDG_DATA_HOME")
        .output();
    assert_eq!(none.unwrap().status.code(), Some(2));
}

#[test]
fn wrong_usage_exits_with_two() {
    let place = Place::new();
    for arguments in [
        &[] as &[&str],
        &["poll"],
        &["goto"],
        &["next", "2"],
        &["poll", "openn"],
        &["fly"],
        &["break", "0"],
        &["break"],
    ] {
        let (code, out, complaint) = place.run(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(!complaint.is_empty());
    }
}
