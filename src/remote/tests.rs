//! Both ends of real sockets.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::*;
use crate::app::status::Status;
use crate::ballot::Via;

mod consoles;
mod unruly;

/// How long anything may take before a test gives up. Nothing waits this long when all is well.
const PATIENCE: Duration = Duration::from_secs(30);

struct Place {
    _folder: TempDir,
    socket: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let socket = socket_path(folder.path(), &folder.path().join("data")).unwrap();
    Place { _folder: folder, socket }
}

fn at(slide: &str) -> Status {
    Status { slide: slide.to_owned(), step: 1, phase: "idle", ..Status::default() }
}

/// A talk at a slide, and what it is asked.
fn talk(place: &Place) -> (Server, Receiver<(Asked, Reply)>) {
    let (sender, asked) = mpsc::channel();
    let server = Server::start(&place.socket, move |asked, reply| {
        // A test that asks no more may have left.
        let _ = sender.send((asked, reply));
    });
    let server = server.unwrap();
    server.publish(&at("first"), &Arc::default());
    (server, asked)
}

/// A talk that says yes to everything.
fn willing(place: &Place) -> Server {
    let server = Server::start(&place.socket, |asked, reply| {
        reply.done(Ok(match asked {
            Asked::Order(_) => Done::Order,
            Asked::Cast(_) => Done::Recorded { revision: 1 },
        }));
    });
    let server = server.unwrap();
    server.publish(&at("first"), &Arc::default());
    server
}

fn connect(place: &Place) -> Talk {
    Talk::connect(&place.socket).unwrap().expect("a talk")
}

/// A client that sends and reads bytes.
struct Raw(BufReader<UnixStream>);

impl Raw {
    fn connect(place: &Place) -> Self {
        let stream = UnixStream::connect(&place.socket).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self(BufReader::new(stream))
    }

    /// One that has heard the greeting.
    fn greeted(place: &Place) -> Self {
        let mut client = Self::connect(place);
        assert_eq!(client.line()["roundtable"], 1);
        client
    }

    fn send(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).unwrap();
    }

    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// Reads until the talk hangs up.
    fn rest(mut self) -> String {
        let mut rest = String::new();
        self.0.read_to_string(&mut rest).unwrap();
        rest
    }
}

fn cast() -> Cast {
    let participant = Participant { via: Via::Kiosk, key: vec![0, 255] };
    Cast { round: 7, participant, answer: Answer::Choices(vec![2]), seq: Some(1) }
}

#[test]
fn a_client_hears_where_the_talk_is_and_then_every_change() {
    let place = place();
    let (server, _asked) = talk(&place);
    let talk = connect(&place);
    assert_eq!(talk.status(), &at("first"));
    let (mut reader, _writer) = talk.split().unwrap();
    server.publish(&at("second"), &Arc::default());
    assert_eq!(reader.next(), Some(Ok(Heard::State(Box::new(at("second"))))));
    // What is known already is not told again.
    server.publish(&at("second"), &Arc::default());
    server.publish(&at("third"), &Arc::default());
    assert_eq!(reader.next(), Some(Ok(Heard::State(Box::new(at("third"))))));
    drop(server);
    assert_eq!(reader.next(), None);
}

#[test]
fn what_is_asked_reaches_the_talk_and_what_became_of_it_the_client() {
    let place = place();
    let (server, asked) = talk(&place);
    let mut client = connect(&place);
    let server = &server;
    thread::scope(|scope| {
        scope.spawn(move || {
            for (asked, reply) in asked.into_iter().take(4) {
                reply.done(match asked {
                    Asked::Order(Order::Next) => {
                        server.publish(&at("second"), &Arc::default());
                        Ok(Done::Order)
                    }
                    Asked::Order(Order::GoTo(slide)) => Err(format!("no slide `{slide}`")),
                    Asked::Cast(given) if given == cast() => Ok(Done::Recorded { revision: 3 }),
                    // Dropped without an answer.
                    _ => return,
                });
            }
        });
        assert_eq!(client.order(Order::Next), Ok(()));
        assert_eq!(client.status(), &at("second"), "the state comes before the answer");
        let error = client.order(Order::GoTo("a\u{1b}[2J".to_owned())).unwrap_err();
        assert_eq!(error, "no slide `a\u{fffd}[2J`");
        assert_eq!(client.cast(cast()), Ok(3));
        assert_eq!(client.order(Order::Blank).unwrap_err(), "the talk did not do this");
    });
}

#[test]
fn the_last_answer_is_sent_before_the_talk_ends() {
    let place = place();
    let (server, asked) = talk(&place);
    let quit = thread::spawn({
        let mut client = connect(&place);
        move || client.order(Order::Quit)
    });
    let (order, reply) = asked.recv_timeout(PATIENCE).unwrap();
    assert_eq!(order, Asked::Order(Order::Quit));
    reply.done(Ok(Done::Order));
    drop(server);
    assert_eq!(quit.join().unwrap(), Ok(()));
    assert!(!place.socket.exists());
    assert!(Talk::connect(&place.socket).unwrap().is_none());
}

#[test]
fn a_talk_that_ends_before_it_answers_has_quit_but_done_nothing_else() {
    for (order, expected) in
        [(Order::Quit, Ok(())), (Order::Next, Err("the talk ended before it answered".to_owned()))]
    {
        let place = place();
        let (server, asked) = talk(&place);
        let mut client = connect(&place);
        let waits = thread::spawn(move || client.order(order));
        let _unanswered = asked.recv_timeout(PATIENCE).unwrap();
        drop(server);
        assert_eq!(waits.join().unwrap(), expected);
    }
}

#[test]
fn a_socket_left_behind_is_removed_but_not_one_that_a_talk_listens_to() {
    let place = place();
    drop(willing(&place));
    // As after a crash: the file is there, and nobody listens.
    drop(UnixListener::bind(&place.socket).unwrap());
    assert!(Talk::connect(&place.socket).unwrap().is_none());
    let server = willing(&place);
    let error = Server::start(&place.socket, |_, _| {}).unwrap_err();
    assert!(error.contains("another talk with the same data listens at"), "{error}");
    assert_eq!(connect(&place).status(), &at("first"));
    drop(server);
    fs::write(&place.socket, "precious").unwrap();
    let error = Server::start(&place.socket, |_, _| {}).unwrap_err();
    assert!(error.contains("is not a socket: remove it"), "{error}");
    assert_eq!(fs::read_to_string(&place.socket).unwrap(), "precious");
}

#[test]
fn a_talk_whose_socket_was_replaced_leaves_the_other_alone() {
    let place = place();
    let first = willing(&place);
    fs::remove_file(&place.socket).unwrap();
    let second = willing(&place);
    drop(first);
    assert_eq!(connect(&place).order(Order::Next), Ok(()));
    drop(second);
    assert!(!place.socket.exists());
}

#[test]
fn a_folder_that_others_can_enter_is_refused_at_both_ends() {
    let place = place();
    let server = willing(&place);
    let folder = place.socket.parent().unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(folder), mode(&place.socket)), (0o700, 0o600));
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let error = Talk::connect(&place.socket).unwrap_err().to_string();
    assert!(error.contains("can be entered by other users"), "{error}");
    drop(server);
    let error = Server::start(&place.socket, |_, _| {}).unwrap_err();
    assert!(error.contains("can be entered by other users: remove it"), "{error}");
}

#[test]
fn a_talk_that_is_stopped_does_not_answer_for_ever() {
    let place = place();
    drop(willing(&place));
    let _stopped = UnixListener::bind(&place.socket).unwrap();
    let error = Talk::connect_within(&place.socket, Duration::from_millis(20)).unwrap_err();
    assert!(error.to_string().contains("perhaps it is stopped"), "{error}");
}

#[test]
fn something_else_than_a_talk_of_this_version_is_not_spoken_to() {
    for (greeting, why) in [
        ("{\"roundtable\":2,\"state\":null}", "speaks version 2 of the protocol"),
        ("{\"hello\":\"there\"}", "this is not a talk of roundtable"),
        ("220 mail ready", "the talk cannot be understood"),
    ] {
        let place = place();
        drop(willing(&place));
        let other = UnixListener::bind(&place.socket).unwrap();
        let greets = thread::spawn(move || {
            let (mut client, _) = other.accept().unwrap();
            writeln!(client, "{greeting}").unwrap();
        });
        let error = Talk::connect(&place.socket).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
        greets.join().unwrap();
    }
}

#[test]
fn dropping_the_writer_ends_the_reader_in_another_thread() {
    let place = place();
    let (_server, _asked) = talk(&place);
    let (reader, writer) = connect(&place).split().unwrap();
    let reads = thread::spawn(move || reader.count());
    drop(writer);
    assert_eq!(reads.join().unwrap(), 0);
}
