//! What the talk, its clients' readers and their writers share: the newest state, and the answers owed.

use std::collections::BTreeMap;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::app::status::{Backstage, ConsoleAt, Status};

mod wheel;

/// The most clients at a time.
pub(super) const CLIENTS: usize = 64;

/// The most answers that a client is owed; then it is not listened to until it has read some.
const OWED: usize = 32;

/// Tells clients apart.
pub(super) type ClientId = u64;

/// The board, and the bell that tells of every change on it.
#[derive(Debug, Default)]
pub(super) struct Board {
    notes: Mutex<Notes>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Notes {
    state: Option<Arc<Status>>,
    backstage: Arc<Backstage>,
    /// How many states there were.
    version: u64,
    /// How often what consoles are told besides has changed.
    backstage_version: u64,
    /// The console that drives.
    driver: Option<ClientId>,
    closing: bool,
    clients: BTreeMap<ClientId, Client>,
    last_client: ClientId,
}

#[derive(Debug)]
struct Client {
    stream: Arc<UnixStream>,
    /// Lines that are ready to be sent.
    answers: Vec<String>,
    /// How many answers it waits for, sent or not.
    owed: usize,
    /// Whether more requests may come.
    asks: bool,
    /// What people call it, where it has joined as a console.
    console: Option<String>,
}

/// What a client has been told.
#[derive(Debug, Default)]
pub(super) struct Known {
    version: u64,
    backstage_version: u64,
}

/// What a writer sends next: a state, then answers, so that whoever hears that something is done knows what
/// came of it.
#[derive(Debug)]
pub(super) struct News {
    pub(super) state: Option<Arc<Status>>,
    /// Whether it is the first that this client hears.
    pub(super) is_first: bool,
    /// What consoles are told with it, and who they are.
    pub(super) backstage: Option<(Arc<Backstage>, Vec<ConsoleAt>)>,
    pub(super) answers: Vec<String>,
}

impl Board {
    /// Takes in a new state.
    pub(super) fn publish(&self, status: &Status, backstage: &Arc<Backstage>) {
        let mut notes = self.notes();
        let is_known = notes.state.as_deref() == Some(status);
        if is_known && notes.backstage.is_same_as(backstage) {
            return;
        }
        if !is_known {
            notes.state = Some(Arc::new(status.clone()));
            notes.version += 1;
        }
        notes.backstage = Arc::clone(backstage);
        notes.backstage_version += 1;
        drop(notes);
        self.changed.notify_all();
    }

    /// A new client's number, if there is room for it.
    pub(super) fn enter(&self, stream: &Arc<UnixStream>) -> Option<ClientId> {
        let mut notes = self.notes();
        if notes.clients.len() >= CLIENTS {
            return None;
        }
        notes.last_client += 1;
        let id = notes.last_client;
        let stream = Arc::clone(stream);
        let client = Client { stream, answers: Vec::new(), owed: 0, asks: true, console: None };
        notes.clients.insert(id, client);
        Some(id)
    }

    /// Forgets a client.
    pub(super) fn leave(&self, client: ClientId) {
        self.notes().leave(client);
        self.changed.notify_all();
    }

    /// Waits while a client is owed many answers; whether it may ask again.
    pub(super) fn may_ask(&self, client: ClientId) -> bool {
        let waits = |notes: &mut Notes| {
            !notes.closing && notes.clients.get(&client).is_some_and(|client| client.owed >= OWED)
        };
        let notes = self.changed.wait_while(self.notes(), waits);
        let notes = notes.unwrap_or_else(PoisonError::into_inner);
        !notes.closing && notes.clients.contains_key(&client)
    }

    /// An answer will come for this client.
    pub(super) fn owe(&self, client: ClientId) {
        self.change(client, |client| client.owed += 1);
    }

    /// It has come.
    pub(super) fn answer(&self, client: ClientId, line: String) {
        self.change(client, |client| client.answers.push(line));
        self.changed.notify_all();
    }

    /// So many are sent.
    pub(super) fn paid(&self, client: ClientId, answers: usize) {
        self.change(client, |client| client.owed = client.owed.saturating_sub(answers));
        self.changed.notify_all();
    }

    /// The client has said all it wanted.
    pub(super) fn no_more_requests(&self, client: ClientId) {
        self.change(client, |client| client.asks = false);
        self.changed.notify_all();
    }

    /// Waits for what a client that knows so many states does not know yet; none once nothing more can come.
    pub(super) fn news(&self, client: ClientId, known: &mut Known) -> Option<News> {
        let mut notes = self.notes();
        loop {
            if let Some(news) = notes.news(client, known) {
                return Some(news);
            }
            if notes.is_over_for(client) {
                return None;
            }
            notes = self.changed.wait(notes).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets all writers send what is ready and end; those that have not after this time are cut off.
    pub(super) fn close(&self, grace: Duration) {
        let mut notes = self.notes();
        notes.closing = true;
        self.changed.notify_all();
        let waited =
            self.changed.wait_timeout_while(notes, grace, |notes| !notes.clients.is_empty());
        let (notes, _) = waited.unwrap_or_else(PoisonError::into_inner);
        for client in notes.clients.values() {
            let _ = client.stream.shutdown(Shutdown::Both);
        }
    }

    fn change(&self, client: ClientId, how: impl FnOnce(&mut Client)) {
        if let Some(client) = self.notes().clients.get_mut(&client) {
            how(client);
        }
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Notes {
    /// What a client does not know yet, if there is something.
    fn news(&mut self, client: ClientId, known: &mut Known) -> Option<News> {
        let consoles = self.consoles_seen_by(client);
        let Self { state, backstage, version, backstage_version, clients, .. } = self;
        let client = clients.get_mut(&client)?;
        let newest = state.as_ref()?;
        let is_first = known.version == 0;
        let backstage = (client.console.is_some() && known.backstage_version < *backstage_version)
            .then(|| (Arc::clone(backstage), consoles));
        let is_new = known.version < *version || backstage.is_some();
        let state = is_new.then(|| Arc::clone(newest));
        let answers = std::mem::take(&mut client.answers);
        known.version = *version;
        if backstage.is_some() {
            known.backstage_version = *backstage_version;
        }
        let has_news = is_new || !answers.is_empty();
        has_news.then_some(News { state, is_first, backstage, answers })
    }

    fn is_over_for(&self, client: ClientId) -> bool {
        let listens = |client: &Client| client.asks || client.owed > 0;
        self.closing || !self.clients.get(&client).is_some_and(listens)
    }
}
