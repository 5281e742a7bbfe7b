//! Lines to a room, by clients that do what no honest one does.

use std::collections::BTreeMap;
use std::time::Duration;

use russh::client::{self, Handle, Msg};
use russh::keys::PublicKeyOrCertificate;
use russh::{Channel, ChannelMsg};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;
use crate::deck::Deck;
use crate::deck::markdown::{Context, Split, parse};
use crate::server::identity::{Code, Identity};
use crate::server::{Board, Clock};
use crate::store::{Opening, Store};

/// Nothing waits this long when all is well.
const PATIENT: Patience = Patience {
    silent: Duration::from_mins(1),
    login: Duration::from_mins(1),
    leaving: Duration::from_mins(1),
};

const CODE: &str = "K7Q2M9XD";

/// A room for terminals.
struct Hall {
    address: SocketAddr,
    board: Board,
    shared: Arc<Shared>,
    ends: watch::Sender<bool>,
    _folder: TempDir,
}

impl Hall {
    fn open(patience: Patience, capacity: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let opening = Opening {
            folder: folder.path().to_owned(),
            title: String::new(),
            resume: false,
            at_ms: 0,
        };
        let store = Store::start(opening, |_| {}).unwrap();
        let identity = Identity { salt: vec![1; 32], code: Code::read(CODE).unwrap() };
        let board = Board::default();
        let clock: Clock = Arc::new(|| 0);
        let tell: crate::server::Tell = Arc::new(|_| {});
        let shared = Arc::new(Shared::new((identity, 30), store, clock, tell, board.clone()));
        let at = Wish { ip: None, port: Some(0) };
        let terminals = Terminals { asked: Asked::At(at), folder: folder.path().to_owned() };
        let entrance = Entrance::open(&terminals, "127.0.0.1".parse().unwrap()).unwrap().unwrap();
        let address = entrance.door().unwrap().address;
        let (ends, ended) = watch::channel(false);
        tokio::spawn(entrance.attend(Arc::clone(&shared), ended, capacity, patience));
        Self { address, board, shared, ends, _folder: folder }
    }

    fn show(&self, text: &str) {
        let (read, sources) = (|_: &str| Err(String::new()), BTreeMap::new());
        let file = "talk.md";
        let context = Context {
            file,
            split: Split::Auto,
            front_matter: false,
            read: &read,
            sources: &sources,
        };
        let deck = Deck { slides: parse(text, &context).slides, ..Deck::default() };
        self.board.show(Seen { deck: Arc::new(deck), step: 1, ..Seen::default() });
    }

    /// A client before its login.
    async fn call(&self, config: client::Config) -> Handle<Trusting> {
        let stream = TcpStream::connect(self.address).await.unwrap();
        client::connect_stream(Arc::new(config), stream, Trusting).await.unwrap()
    }

    /// A client that sits before the slide.
    async fn enter(
        &self,
        config: client::Config,
        width: u32,
        height: u32,
    ) -> (Handle<Trusting>, Channel<Msg>) {
        let mut handle = self.call(config).await;
        handle.authenticate_keyboard_interactive_start(CODE, None).await.unwrap();
        let channel = handle.channel_open_session().await.unwrap();
        channel.request_pty(true, "xterm", width, height, 0, 0, &[]).await.unwrap();
        channel.request_shell(true).await.unwrap();
        (handle, channel)
    }
}

/// A client that asks nobody whether it knows the host.
struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

/// A terminal that takes what is sent until it shows a text.
struct Emulator {
    channel: Channel<Msg>,
    screen: vt100::Parser,
}

impl Emulator {
    fn new(channel: Channel<Msg>) -> Self {
        Self { channel, screen: vt100::Parser::new(200, 300, 0) }
    }

    async fn wait_for(&mut self, text: &str) {
        while !self.screen.screen().contents().contains(text) {
            match self.channel.wait().await {
                Some(ChannelMsg::Data { data }) => self.screen.process(&data),
                Some(_) => {}
                None => panic!("gone before {text}: {}", self.screen.screen().contents()),
            }
        }
    }
}

#[tokio::test]
async fn who_says_nothing_or_hardly_anything_is_cut_off() {
    let silent = Duration::from_millis(50);
    let hall = Hall::open(Patience { silent, ..PATIENT }, 9);
    for greeting in ["", "SSH-2.0-nobody\r\n"] {
        let mut stream = TcpStream::connect(hall.address).await.unwrap();
        stream.write_all(greeting.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // It may end with a reset.
        let _ = stream.read_to_end(&mut answer).await;
        assert!(answer.starts_with(b"SSH-2.0-roundtable\r\n"));
    }
}

#[tokio::test]
async fn who_never_logs_in_or_never_sits_down_is_cut_off() {
    let login = Duration::from_millis(300);
    let hall = Hall::open(Patience { login, ..PATIENT }, 9);
    let shy = hall.call(client::Config::default()).await;
    let _ = shy.await;
    let mut idle = hall.call(client::Config::default()).await;
    if idle.authenticate_keyboard_interactive_start(CODE, None).await.is_ok() {
        let _ = idle.await;
    }
    assert_eq!(hall.shared.seen().joined, 0);
}

#[tokio::test]
async fn there_is_no_second_terminal_on_a_line_and_none_larger_than_can_be_paid_for() {
    let hall = Hall::open(PATIENT, 9);
    hall.show("# A title\n\nSome words.\n");
    let (handle, channel) = hall.enter(client::Config::default(), 65_535, 65_535).await;
    let mut emulator = Emulator::new(channel);
    emulator.wait_for("1/1").await;
    let rows: Vec<String> = emulator.screen.screen().rows(0, 300).collect();
    let last = rows.iter().rposition(|row| !row.trim().is_empty()).unwrap();
    assert!(last == 49 && rows[last].chars().count() <= 160, "{last}");
    assert!(handle.channel_open_session().await.is_err());
    assert!(handle.channel_open_direct_tcpip("127.0.0.1", 9, "127.0.0.1", 9).await.is_err());
    emulator.channel.request_shell(true).await.unwrap();
    emulator.channel.window_change(40, 10, 0, 0).await.unwrap();
    emulator.wait_for("A title").await;
}

#[tokio::test]
async fn whoever_takes_nothing_is_not_sent_more_and_sees_the_newest_in_the_end() {
    let hall = Hall::open(PATIENT, 9);
    hall.show("# First\n");
    let narrow =
        client::Config { window_size: 1_500, channel_buffer_size: 1, ..Default::default() };
    let (_handle, channel) = hall.enter(narrow, 80, 24).await;
    let (_other, other) = hall.enter(client::Config::default(), 80, 24).await;
    let (mut stuck, mut other) = (Emulator::new(channel), Emulator::new(other));
    for number in 0..30 {
        let words = format!("{number} words ").repeat(90);
        hall.show(&format!("- slide {number}.\n\n{words}\n"));
        other.wait_for(&format!("slide {number}.")).await;
    }
    stuck.wait_for("slide 29.").await;
}

#[tokio::test]
async fn a_full_room_closes_the_door_and_opens_it_when_somebody_leaves() {
    let hall = Hall::open(PATIENT, 1);
    hall.show("# A title\n");
    let (handle, channel) = hall.enter(client::Config::default(), 80, 24).await;
    let mut first = Emulator::new(channel);
    first.wait_for("1/1").await;
    let mut stream = TcpStream::connect(hall.address).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.is_empty());
    first.channel.data(&b"q"[..]).await.unwrap();
    while first.channel.wait().await.is_some() {}
    handle.disconnect(russh::Disconnect::ByApplication, "", "").await.unwrap();
    loop {
        let mut stream = TcpStream::connect(hall.address).await.unwrap();
        let mut greeting = [0; 4];
        if stream.read_exact(&mut greeting).await.is_ok() {
            break;
        }
    }
}

#[tokio::test]
async fn who_is_inside_when_the_room_closes_is_told() {
    let hall = Hall::open(PATIENT, 9);
    hall.show("# A title\n");
    let (_handle, channel) = hall.enter(client::Config::default(), 80, 24).await;
    let mut emulator = Emulator::new(channel);
    emulator.wait_for("1/1").await;
    assert_eq!(hall.shared.seen().joined, 1);
    hall.ends.send_replace(true);
    emulator.wait_for("The room is closed.").await;
    while emulator.channel.wait().await.is_some() {}
}

#[test]
fn a_door_says_what_to_type() {
    let door =
        |address: &str| Door { address: address.parse().unwrap(), fingerprint: String::new() };
    assert_eq!(door("10.0.0.7:2222").command(CODE), "ssh -p 2222 K7Q2M9XD@10.0.0.7");
    assert_eq!(door("10.0.0.7:22").command(CODE), "ssh K7Q2M9XD@10.0.0.7");
    assert_eq!(door("[::1]:2222").command(CODE), "ssh -p 2222 K7Q2M9XD@::1");
    assert_eq!("off".parse(), Ok(Asked::Off));
    let at = Wish { ip: None, port: Some(2200) };
    assert_eq!(":2200".parse(), Ok(Asked::At(at)));
    assert!("on".parse::<Asked>().is_err());
}

#[test]
fn a_clock_that_runs_is_drawn_anew_and_one_that_stands_is_not() {
    let recess = crate::recess::Recess { began_ms: 0, ends_ms: 10_500 };
    let at = |now_ms| Seen { recess: Some(recess), now_ms, ..Seen::default() };
    assert_eq!(next_change(&at(0)), Some(Duration::from_millis(500)));
    assert_eq!(next_change(&Seen::default()), None);
    let same = Seen::default();
    assert!(!differs(&Seen { now_ms: 1, ..same.clone() }, &same));
    assert!(differs(&Seen { joined: 1, ..same.clone() }, &same));
}
