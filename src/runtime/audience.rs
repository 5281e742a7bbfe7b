//! The room of people who join: opened when it is asked for and the store is ready, shown where the talk is.

use std::sync::Arc;

use super::clock::Clock;
use super::{Event, Mailbox, Message};
use crate::app::{App, RoomNews, Screen};
use crate::layout::Join;
use crate::server::ssh::Terminals;
use crate::server::{self, Board, Choice, Code, Identity, News, Seen, Server, Wish};
use crate::store::{Door, Sign, Store};

/// The talk's way to its audience.
#[derive(Debug)]
pub(super) struct Audience {
    /// The address that was asked for.
    wish: Wish,
    terminals: Terminals,
    /// How the room comes in; none before the store is open.
    door: Option<Door>,
    /// Whether the room is to be open.
    wanted: bool,
    server: Option<Server>,
    board: Board,
    keep_days: u32,
}

impl Audience {
    /// An audience that cannot join yet; with `wanted`, it can as soon as the store is open.
    pub(super) fn new(
        (wish, terminals, wanted): (Wish, Terminals, bool),
        board: Board,
        keep_days: u32,
    ) -> Self {
        Self { wish, terminals, door: None, wanted, server: None, board, keep_days }
    }

    /// Takes in what the store says of the door; whether the room is now to be opened, or opened anew.
    pub(super) fn take_door(&mut self, door: Door) -> bool {
        self.door = Some(door);
        self.wanted
    }

    /// Opens the room, or does so once the store is ready. An error is a sentence.
    pub(super) fn open(
        &mut self,
        store: &Store,
        mailbox: &Mailbox,
        clock: &Arc<Clock>,
    ) -> Result<(), String> {
        self.wanted = true;
        let Some(door) = &self.door else { return Ok(()) };
        // Another session was taken up: its people are known by another salt.
        self.server = None;
        let choice = server::choose(self.wish.ip)?;
        let sign = door.sign.as_ref();
        let code = match sign.and_then(|sign| Code::read(&sign.code)) {
            Some(code) => code,
            None => Code::random()?,
        };
        // Port 0 is any: the one that people know is the best of them.
        let asked = self.wish.port.filter(|port| *port > 0);
        let port = asked.or(sign.map(|sign| sign.port)).or(self.wish.port);
        let identity = Identity { salt: door.salt.clone(), code: code.clone() };
        let (keep_days, terminals) = (self.keep_days, self.terminals.clone());
        let opening = server::Opening { ip: choice.ip, port, identity, keep_days, terminals };
        let (letters, signs, elsewhere) = (mailbox.clone(), store.clone(), elsewhere(&choice));
        let post = move |news| {
            // A talk that is over needs no news.
            let _ = letters.post(Message::Event(Event::Room(news)));
        };
        let tell = move |news| {
            let news = match news {
                News::Open(address, door) => {
                    let code = code.as_str().to_owned();
                    signs.sign(Sign { code: code.clone(), port: address.port() });
                    let ssh = door.as_ref().map(|door| door.command(&code));
                    let fingerprint = door.map(|door| door.fingerprint);
                    let host = address.to_string();
                    post(RoomNews::Open(Join { host, code, ssh, fingerprint }));
                    let Some(notice) = elsewhere.clone() else { return };
                    RoomNews::Notice(notice)
                }
                News::Joined(joined) => RoomNews::Joined(joined),
                News::Trouble(why) => RoomNews::Trouble(why),
                News::Notice(why) => RoomNews::Notice(why),
            };
            post(news);
        };
        let now = Arc::clone(clock);
        let now = Arc::new(move || now.now().unix_ms);
        self.server = Some(Server::start(opening, store.clone(), now, self.board.clone(), tell)?);
        Ok(())
    }

    /// The number of the session; 0 before the store is open.
    pub(super) fn session(&self) -> i64 {
        self.door.as_ref().map_or(0, |door| door.session)
    }

    /// Shows the room where the talk is.
    pub(super) fn show(&self, app: &App) {
        self.board.show(seen(app));
    }
}

/// What to say where this machine has other addresses, too.
fn elsewhere(choice: &Choice) -> Option<String> {
    let others: Vec<String> = choice.others.iter().map(ToString::to_string).collect();
    let (ip, others) = (choice.ip, others.join(", "));
    (!others.is_empty()).then(|| {
        format!("The room is at {ip}; this machine is also {others}: --serve ADDR chooses")
    })
}

/// What the room may see of the talk.
fn seen(app: &App) -> Seen {
    let now = app.now.unwrap_or_default();
    Seen {
        deck: Arc::clone(&app.deck),
        slide: app.slide,
        step: app.step,
        theme: app.theme,
        colours: Arc::clone(app.colours()),
        votes: Arc::clone(&app.votes),
        captures: Arc::clone(&app.notebook.captures),
        discussion: app.running().cloned(),
        recess: app.recess(),
        is_blank: matches!(app.screen, Screen::Blank),
        joined: app.joined(),
        now_ms: now.unix_ms,
        utc_offset: now.utc_offset,
    }
}
