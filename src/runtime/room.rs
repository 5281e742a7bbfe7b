//! What connects the talk with votes on disk and with other processes: the data folder's lock, the store, the
//! control socket. Without them the talk is given all the same.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::audience::Audience;
use super::clock::Clock;
use super::{Event, Mailbox, Message};
use crate::action::Order;
use crate::app::status::{Backstage, Status};
use crate::app::{App, Effect, Offer, Opened, Place, RoomNews};
use crate::ballot::{Answer, Participant};
use crate::pacing::TalkClock;
use crate::remote::{Asked, Cast, Done, Reply, Server};
use crate::round::{RoundId, Votes};
use crate::server::ssh::{self, Terminals};
use crate::server::{Board, Wish};
use crate::store::{self, Ballot, Door, Lock, News, Opening, Position, Store};

/// Where votes are kept, and what for.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The data folder.
    pub folder: PathBuf,
    /// Where the control socket lies; else a sentence says why there is none.
    pub socket: Result<PathBuf, String>,
    /// The deck's title.
    pub title: String,
    /// Whether to take up the last talk.
    pub resume: bool,
    /// The address at which people may join, as it was asked for.
    pub wish: Wish,
    /// The same for terminals.
    pub ssh: ssh::Asked,
    /// Whether they can from the beginning.
    pub open: bool,
    /// After how many days votes are to be deleted.
    pub keep_days: u32,
}

/// The talk's connections, while it is given.
pub(super) struct Room {
    store: Store,
    server: Option<Server>,
    /// Holds the folder for this talk as long as it lives.
    _lock: Lock,
    mailbox: Mailbox,
    clock: Arc<Clock>,
    news: Newest,
    /// The orders that wait for their answer.
    waiting: Vec<(u64, Reply)>,
    orders: u64,
    told: Option<Status>,
    shown: Arc<Backstage>,
    audience: Audience,
}

/// The newest votes that the talk has not taken in yet: one message waits for it, however many come.
type Newest = Arc<Mutex<Option<Arc<Votes>>>>;

impl Room {
    /// Opens the store and the socket. The error is a sentence: then there are neither.
    pub(super) fn open(desk: Desk, mailbox: Mailbox, clock: Arc<Clock>) -> Result<Self, String> {
        let held = Lock::take(&desk.folder).map_err(|error| error.to_string())?;
        let news = Newest::default();
        let Desk { folder, socket, title, resume, wish, ssh, open, keep_days } = desk;
        let board = Board::default();
        let terminals = Terminals { asked: ssh, folder: folder.clone() };
        let audience = Audience::new((wish, terminals, open), board.clone(), keep_days);
        let opening = Opening { folder, title, resume, at_ms: clock.now().unix_ms };
        let (letters, newest) = (mailbox.clone(), Arc::clone(&news));
        let store = Store::start(opening, move |told| {
            if let News::Votes(votes) = &told {
                board.count(Arc::clone(votes));
            }
            tell(told, &letters, &newest);
        })
        .map_err(|error| format!("the store's thread cannot start: {error}"))?;
        let server = socket.and_then(|path| {
            let (letters, store, clock) = (mailbox.clone(), store.clone(), Arc::clone(&clock));
            Server::start(&path, move |asked, reply| match asked {
                Asked::Order(order) => {
                    // A talk that is over answers nobody.
                    let _ = letters.post(Message::Ordered(order, reply));
                }
                Asked::Cast(cast) => take(&store, cast, clock.now().unix_ms, reply),
            })
        });
        let server = match server {
            Ok(server) => Some(server),
            Err(why) => {
                let why = format!("No other process can join: {why}");
                let _ = mailbox.post(Message::Event(Event::Trouble(why)));
                None
            }
        };
        Ok(Self {
            store,
            server,
            _lock: held,
            mailbox,
            clock,
            news,
            waiting: Vec::new(),
            orders: 0,
            told: None,
            shown: Arc::default(),
            audience,
        })
    }

    /// The newest votes, once.
    pub(super) fn votes(&self) -> Option<Arc<Votes>> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps the one to answer, and makes an event of what they ask.
    pub(super) fn ordered(&mut self, order: Order, reply: Reply) -> Event {
        self.orders += 1;
        self.waiting.push((self.orders, reply));
        Event::Ordered(self.orders, order)
    }

    /// Carries out what concerns votes and other processes; others' effects it leaves alone.
    pub(super) fn act(&mut self, effect: &Effect) {
        match effect {
            Effect::Command(ticket, command) => {
                let (mailbox, ticket) = (self.mailbox.clone(), *ticket);
                self.store.command(command.clone(), self.clock.now().unix_ms, move |result| {
                    let _ = mailbox.post(Message::Event(Event::Done(ticket, result)));
                });
            }
            Effect::Capture { ticket, change, at_ms } => {
                let (mailbox, ticket) = (self.mailbox.clone(), *ticket);
                self.store.capture(change.clone(), *at_ms, move |result| {
                    let _ = mailbox.post(Message::Event(Event::Done(ticket, result)));
                });
            }
            Effect::Cast { turn, round, answer } => self.cast(*turn, *round, answer),
            Effect::Note { at_ms, note } => self.store.note(*at_ms, note.clone()),
            Effect::OpenRoom => self.open_room(),
            Effect::Resume => self.store.resume(),
            Effect::Reply(order, result) => {
                self.reply(*order, result.clone().map(|()| Done::Order));
            }
            Effect::Said(order, said) => self.reply(*order, Ok(Done::Said(said.clone()))),
            Effect::Texts(order, texts) => self.reply(*order, Ok(Done::Texts(texts.clone()))),
            Effect::Quit
            | Effect::Suspend
            | Effect::Redraw
            | Effect::Read(_)
            | Effect::Colour(_) => {}
        }
    }

    fn reply(&mut self, order: u64, result: Result<Done, String>) {
        let at = self.waiting.iter().position(|(waiting, _)| *waiting == order);
        if let Some(at) = at {
            let (_, reply) = self.waiting.swap_remove(at);
            reply.done(result);
        }
    }

    fn cast(&self, turn: u64, round: RoundId, answer: &Answer) {
        let participant = Participant::at_kiosk(std::process::id(), self.clock.began_ms(), turn);
        let (answer, at_ms) = (answer.clone(), self.clock.now().unix_ms);
        let mailbox = self.mailbox.clone();
        self.store.cast(Ballot { round, participant, answer, seq: None, at_ms }, move |result| {
            let result = result.map(drop).map_err(|error| error.to_string());
            let _ = mailbox.post(Message::Event(Event::Cast(turn, result)));
        });
    }

    /// Takes in how the room comes in; opens it where that was asked for.
    pub(super) fn take_door(&mut self, door: Door) {
        if self.audience.take_door(door) {
            self.open_room();
        }
    }

    /// The number of the session, which it bears once there is something to keep.
    pub(super) fn session(&self) -> i64 {
        self.audience.session()
    }

    fn open_room(&mut self) {
        let (store, mailbox, clock) = (&self.store, &self.mailbox, &self.clock);
        if let Err(why) = self.audience.open(store, mailbox, clock) {
            let notice = RoomNews::Trouble(format!("Nobody can join: {why}"));
            let _ = mailbox.post(Message::Event(Event::Room(notice)));
        }
    }

    /// Tells the others where the talk is, and the disk, if that has changed; and consoles what the speaker sees.
    pub(super) fn tell(&mut self, app: &App) {
        self.audience.show(app);
        let (status, backstage) = (app.status(), app.backstage());
        let is_told = self.told.as_ref() == Some(&status);
        if is_told && self.shown.is_same_as(&backstage) {
            return;
        }
        let place = |status: &Status| (status.slide.clone(), status.step);
        if self.told.as_ref().map(place) != Some(place(&status)) {
            let (slide, step) = place(&status);
            let at_ms = self.clock.now().unix_ms;
            let begun = status.clock != TalkClock::Waiting;
            let elapsed_ms = begun.then(|| status.clock.elapsed_ms(at_ms));
            self.store.position(Position { slide, step, elapsed_ms, at_ms });
        }
        self.shown = Arc::new(backstage);
        if let Some(server) = &self.server {
            server.publish(&status, &self.shown);
        }
        self.told = Some(status);
    }

    /// Ends the session; returns when that is on disk.
    pub(super) fn end(self) {
        self.store.end(self.clock.now().unix_ms);
    }
}

/// Passes on what the store tells.
fn tell(news: News, mailbox: &Mailbox, newest: &Newest) {
    let event = match news {
        News::Opened(opened) => Event::Opened(Ok(opened_of(opened))),
        News::Unusable(why) => Event::Opened(Err(why)),
        News::Trouble(why) => Event::Trouble(why),
        News::Captures(captures) => Event::Captures(captures),
        News::Door(door) => {
            let _ = mailbox.post(Message::Door(door));
            return;
        }
        News::Votes(votes) => {
            let waiting = newest.lock().unwrap_or_else(PoisonError::into_inner).replace(votes);
            if waiting.is_none() {
                let _ = mailbox.post(Message::Voted);
            }
            return;
        }
    };
    let _ = mailbox.post(Message::Event(event));
}

fn opened_of(opened: store::Opened) -> Opened {
    let place = |position: Position| Place { slide: position.slide, step: position.step };
    Opened {
        resumed: opened.resumed.map(place),
        offer: opened
            .offer
            .map(|offer| Offer { place: place(offer.position), ballots: offer.ballots }),
        under_way: *opened.under_way,
        notice: opened.notice,
    }
}

/// Records another process's ballot, and tells it what became of it.
fn take(store: &Store, cast: Cast, at_ms: i64, reply: Reply) {
    let Cast { round, participant, answer, seq } = cast;
    store.cast(Ballot { round, participant, answer, seq, at_ms }, move |result| {
        let done = result.map(|recorded| Done::Recorded { revision: recorded.revision });
        reply.done(done.map_err(|error| error.to_string()));
    });
}
