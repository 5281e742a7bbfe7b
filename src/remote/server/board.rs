//! What the talk, its clients' readers and their writers share: the newest state, and the answers owed.

use std::collections::BTreeMap;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::app::status::Status;

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
    /// How many states there were.
    version: u64,
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
}

/// What a writer sends next: a state, then answers, so that whoever hears that something is done knows what
/// came of it.
#[derive(Debug)]
pub(super) struct News {
    pub(super) state: Option<Arc<Status>>,
    /// Whether it is the first that this client hears.
    pub(super) is_first: bool,
    pub(super) answers: Vec<String>,
}

impl Board {
    /// Takes in a new state.
    pub(super) fn publish(&self, status: &Status) {
        let mut notes = self.notes();
        if notes.state.as_deref() == Some(status) {
            return;
        }
        notes.state = Some(Arc::new(status.clone()));
        notes.version += 1;
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
        notes.clients.insert(id, Client { stream, answers: Vec::new(), owed: 0, asks: true });
        Some(id)
    }

    /// Forgets a client.
    pub(super) fn leave(&self, client: ClientId) {
        self.notes().clients.remove(&client);
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
    pub(super) fn news(&self, client: ClientId, known: &mut u64) -> Option<News> {
        let mut notes = self.notes();
        loop {
            let Notes { state, version, closing, clients, .. } = &mut *notes;
            let client = clients.get_mut(&client)?;
            if let Some(newest) = state {
                let (is_first, is_new) = (*known == 0, *known < *version);
                let state = is_new.then(|| Arc::clone(newest));
                let answers = std::mem::take(&mut client.answers);
                *known = *version;
                if is_new || !answers.is_empty() {
                    return Some(News { state, is_first, answers });
                }
            }
            if *closing || (!client.asks && client.owed == 0) {
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
