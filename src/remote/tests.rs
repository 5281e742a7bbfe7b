//! Both ends of real sockets, and clients that do not behave.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::app::status::Status;
use crate::ballot::Via;

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
    server.publish(&at("first"));
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
    server.publish(&at("first"));
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
    server.publish(&at("second"));
    assert_eq!(reader.next(), Some(Ok(Heard::State(Box::new(at("second"))))));
    // What is known already is not told again.
    server.publish(&at("second"));
    server.publish(&at("third"));
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
                        server.publish(&at("second"));
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
fn a_line_that_is_no_request_costs_an_answer() {
    let place = place();
    let _server = willing(&place);
    let mut client = Raw::greeted(&place);
    for (line, id, why) in [
        ("hello", Value::Null, "this line is not JSON"),
        ("{\"id\":1,\"do\":\"next\"", Value::Null, "this line is not JSON"),
        ("[]", Value::Null, "a request needs an `id`"),
        ("{\"do\":\"next\"}", Value::Null, "a request needs an `id`"),
        ("{\"id\":-1,\"do\":\"next\"}", Value::Null, "a request needs an `id`"),
        ("{\"id\":1}", json!(1), "missing field `do`"),
        (
            "{\"id\":2,\"do\":\"dance\"}",
            json!(2),
            "unknown variant `dance`, expected one of `next`",
        ),
        ("{\"id\":3,\"do\":\"goto\"}", json!(3), "missing field `slide`"),
        (
            r#"{"id":4,"do":"cast","round":1,"via":"fax","participant":"","answer":{"value":1}}"#,
            json!(4),
            "`via` is one of kiosk, hands, web, ssh",
        ),
        (
            r#"{"id":5,"do":"cast","round":1,"via":"ssh","participant":"0","answer":{"value":1}}"#,
            json!(5),
            "bytes in hexadecimal",
        ),
    ] {
        client.send(format!("{line}\n").as_bytes());
        let answer = client.line();
        assert_eq!(answer["id"], id, "{line}");
        assert!(answer["error"].as_str().unwrap().contains(why), "{answer}");
    }
    client.send(b"\xff\xfe\x00\n");
    assert!(client.line()["error"].is_string());
    client.send(&[b"[".repeat(60_000), b"\n".to_vec()].concat());
    assert!(client.line()["error"].is_string());
    // Of a line without end the talk keeps nothing, and says so at once.
    client.send(&b"x".repeat(200_000));
    assert_eq!(client.line(), json!({"error": "a line has at most 65536 bytes"}));
    client.send(&[b"x".repeat(1_000_000), b"\n".to_vec()].concat());
    // Half a line waits for the other; an empty one is nothing.
    client.send(b"\n \r\n{\"id\": 9, \"do\":");
    client.send(b"\"next\", \"more\": 1}\r\n");
    assert_eq!(client.line(), json!({"id": 9, "ok": true}));
}

#[test]
fn a_client_that_has_said_all_hears_all_the_answers() {
    let place = place();
    let (_server, asked) = talk(&place);
    let mut client = Raw::greeted(&place);
    client.send(b"{\"id\":1,\"do\":\"next\"}\n{\"id\":2,\"do\":\"blank\"}\n{\"id\":3,\"do\":\"qu");
    client.0.get_mut().shutdown(Shutdown::Write).unwrap();
    for order in [Order::Next, Order::Blank] {
        let (asked, reply) = asked.recv_timeout(PATIENCE).unwrap();
        assert_eq!(asked, Asked::Order(order));
        reply.done(Ok(Done::Order));
    }
    assert_eq!(client.rest(), "{\"id\":1,\"ok\":true}\n{\"id\":2,\"ok\":true}\n");
}

#[test]
fn a_stalled_client_costs_neither_time_nor_memory_and_hears_the_newest_in_the_end() {
    const STATES: usize = 10_000;
    let place = place();
    let server = willing(&place);
    let stalled = Raw::connect(&place);
    let (reader, _writer) = connect(&place).split().unwrap();
    let newest = at(&format!("{STATES:01000}"));
    for number in 1..=STATES {
        server.publish(&at(&format!("{number:01000}")));
    }
    // The other client has heard it while this one is stalled.
    assert!(
        reader.map(Result::unwrap).any(|heard| heard == Heard::State(Box::new(newest.clone())))
    );
    let mut stalled = stalled;
    let mut heard = 0;
    while stalled.line()["state"]["slide"] != newest.slide {
        heard += 1;
    }
    // What the kernel keeps for it, and one that was on its way.
    assert!(heard < STATES / 2, "{heard} states were kept");
}

#[test]
fn a_client_that_does_not_read_is_dropped() {
    let place = place();
    let impatient = Duration::from_millis(20);
    let server = Server::start_with(&place.socket, impatient, Arc::new(|_, _| {})).unwrap();
    server.publish(&at("first"));
    let stalled = Raw::connect(&place);
    let mut number = 0_u64;
    while !has_ended(&stalled) {
        number += 1;
        server.publish(&at(&format!("{number:010000}")));
        thread::yield_now();
    }
    // It finds what the kernel kept.
    assert!(stalled.rest().starts_with("{\"roundtable\":1"));
    Raw::greeted(&place);
}

/// Whether the talk has hung up, without reading.
fn has_ended(client: &Raw) -> bool {
    let mut ready = [PollFd::new(client.0.get_ref(), PollFlags::empty())];
    poll(&mut ready, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })).unwrap();
    ready[0].revents().contains(PollFlags::HUP)
}

#[test]
fn a_client_is_not_listened_to_while_it_is_owed_many_answers() {
    const REQUESTS: usize = 500;
    let place = place();
    let (unanswered, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (sender, asked) = mpsc::channel();
    let ask = {
        let (unanswered, most) = (Arc::clone(&unanswered), Arc::clone(&most));
        move |_, reply| {
            most.fetch_max(unanswered.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            sender.send(reply).unwrap();
        }
    };
    let server = Server::start(&place.socket, ask).unwrap();
    server.publish(&at("first"));
    let mut client = Raw::greeted(&place);
    client.send("{\"id\":1,\"do\":\"next\"}\n".repeat(REQUESTS).as_bytes());
    for _ in 0..REQUESTS {
        let reply: Reply = asked.recv_timeout(PATIENCE).unwrap();
        // Counted before: the next request may come as soon as this is done.
        unanswered.fetch_sub(1, Ordering::SeqCst);
        reply.done(Ok(Done::Order));
        assert_eq!(client.line()["ok"], true);
    }
    assert!(most.load(Ordering::SeqCst) <= 32, "{most:?} requests waited at a time");
}

#[test]
fn many_clients_are_served_and_too_many_are_told() {
    let place = place();
    let server = willing(&place);
    let clients: Vec<Talk> = (0..50).map(|_| connect(&place)).collect();
    let clients: Vec<Talk> = thread::scope(|scope| {
        let asking = clients.into_iter().map(|mut client| {
            scope.spawn(move || {
                for _ in 0..20 {
                    assert_eq!(client.order(Order::Next), Ok(()));
                    assert_eq!(client.cast(cast()), Ok(1));
                }
                client
            })
        });
        let asking: Vec<_> = asking.collect();
        asking.into_iter().map(|client| client.join().unwrap()).collect()
    });
    server.publish(&at("last"));
    let mut readers: Vec<_> = clients.into_iter().map(|client| client.split().unwrap()).collect();
    for (reader, _) in &mut readers {
        assert_eq!(reader.next(), Some(Ok(Heard::State(Box::new(at("last"))))));
    }
    let more: Vec<Talk> = (50..64).map(|_| connect(&place)).collect();
    let error = Talk::connect(&place.socket).unwrap_err().to_string();
    assert_eq!(error, "64 others are connected already: end one first");
    drop(more);
    // There is room again as soon as the talk has seen them go.
    while Talk::connect(&place.socket).is_err() {
        thread::yield_now();
    }
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

#[test]
fn a_mistake_while_asking_costs_that_client_its_connection() {
    let place = place();
    let panics = Mutex::new(true);
    let server = Server::start(&place.socket, move |_, reply| {
        if std::mem::take(&mut *panics.lock().unwrap()) {
            panic!("a mistake");
        }
        reply.done(Ok(Done::Order));
    });
    let server = server.unwrap();
    server.publish(&at("first"));
    let mut client = connect(&place);
    assert_eq!(client.order(Order::Next).unwrap_err(), "the talk did not do this");
    assert_eq!(client.order(Order::Next).unwrap_err(), "the talk ended before it answered");
    assert_eq!(connect(&place).order(Order::Next), Ok(()));
}
