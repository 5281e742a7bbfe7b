//! Clients that send what nobody understands, too much, or do not listen.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde_json::json;

use super::*;

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
        server.publish(&at(&format!("{number:01000}")), &Arc::default());
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
    server.publish(&at("first"), &Arc::default());
    let stalled = Raw::connect(&place);
    let mut number = 0_u64;
    while !has_ended(&stalled) {
        number += 1;
        server.publish(&at(&format!("{number:010000}")), &Arc::default());
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
    server.publish(&at("first"), &Arc::default());
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
    server.publish(&at("last"), &Arc::default());
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
fn a_mistake_while_asking_costs_that_client_its_connection() {
    let place = place();
    let panics = Mutex::new(true);
    let server = Server::start(&place.socket, move |_, reply| {
        let is_first = std::mem::take(&mut *panics.lock().unwrap());
        assert!(!is_first, "a mistake");
        reply.done(Ok(Done::Order));
    });
    let server = server.unwrap();
    server.publish(&at("first"), &Arc::default());
    let mut client = connect(&place);
    assert_eq!(client.order(Order::Next).unwrap_err(), "the talk did not do this");
    assert_eq!(client.order(Order::Next).unwrap_err(), "the talk ended before it answered");
    assert_eq!(connect(&place).order(Order::Next), Ok(()));
}
