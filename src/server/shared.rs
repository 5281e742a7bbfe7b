//! What every connection shares: the talk's newest picture, those who joined, the way to the store.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot, watch};
use tokio::time::{Instant, sleep};

use super::identity::{Identity, Key, participant};
use super::page::Trail;
use super::people::{Mine, People};
use super::state::Frame;
use super::{Board, Clock, News, Seen, Tell};
use crate::ballot::{Answer, Via};
use crate::round::{Round, Votes};
use crate::store::{Ballot, Kept, NotRecorded, Recorded, Store};

/// How long a change waits for others, so that listeners hear of at most ten in a second.
pub(super) const PACE: Duration = Duration::from_millis(100);

/// How many may listen at once.
const LISTENERS: usize = 6_000;

pub(super) struct Shared {
    pub(super) identity: Identity,
    pub(super) clock: Clock,
    store: Store,
    tell: Tell,
    people: Mutex<People>,
    /// After how many days answers are to be deleted.
    pub(super) keep_days: u32,
    /// When it began: what was answered in rounds that were opened since is remembered here.
    began_ms: i64,
    board: Board,
    joined: watch::Sender<u32>,
    frames: watch::Sender<Arc<Frame>>,
    /// A place for each listener.
    pub(super) places: Arc<Semaphore>,
}

/// A ballot as it came in.
#[derive(Debug)]
pub(super) struct Cast {
    pub(super) who: Key,
    pub(super) via: Via,
    pub(super) answer: Answer,
    pub(super) seq: Option<u64>,
}

/// What changes.
pub(super) struct Changes {
    seen: watch::Receiver<Arc<Seen>>,
    votes: watch::Receiver<Arc<Votes>>,
    joined: watch::Receiver<u32>,
}

impl Changes {
    /// Waits for the next change; whether there can be one.
    pub(super) async fn next(&mut self) -> bool {
        let changed = tokio::select! {
            changed = self.seen.changed() => changed,
            changed = self.votes.changed() => changed,
            changed = self.joined.changed() => changed,
        };
        changed.is_ok()
    }
}

impl Shared {
    pub(super) fn new(
        (identity, keep_days): (Identity, u32),
        store: Store,
        clock: Clock,
        tell: Tell,
        board: Board,
    ) -> Self {
        let newest = Frame::of(&board.seen(0, clock()));
        Self {
            began_ms: clock(),
            identity,
            clock,
            store,
            tell,
            people: Mutex::default(),
            keep_days,
            board,
            joined: watch::Sender::new(0),
            frames: watch::Sender::new(Arc::new(newest)),
            places: Arc::new(Semaphore::new(LISTENERS)),
        }
    }

    /// The talk as it is now.
    pub(super) fn seen(&self) -> Seen {
        self.board.seen(*self.joined.borrow(), (self.clock)())
    }

    /// To be told when the talk, the counts and who has joined change.
    pub(super) fn watch(&self) -> Changes {
        let (seen, votes) = self.board.watch();
        Changes { seen, votes, joined: self.joined.subscribe() }
    }

    /// What the stage has shown until now.
    pub(super) fn trail(&self) -> Arc<Trail> {
        self.board.trail()
    }

    /// Counts somebody in.
    pub(super) fn join(&self, who: Key) {
        let mut people = self.people();
        if people.join(who) {
            let joined = people.joined();
            drop(people);
            self.joined
                .send_if_modified(|known| std::mem::replace(known, joined.max(*known)) < joined);
            (self.tell)(News::Joined(joined));
        }
    }

    /// Whether somebody may cast another ballot already; one that they may counts.
    pub(super) fn may_vote(&self, who: Key) -> bool {
        self.people().may_vote(who, Instant::now())
    }

    /// Records a ballot; returns once it is on disk, or with the reason why it is not.
    pub(super) async fn cast(&self, cast: Cast, round: &Round) -> Result<Recorded, NotRecorded> {
        let Cast { who, via, answer, seq } = cast;
        let at_ms = (self.clock)();
        // What is on disk already is remembered first: a repetition is not taken for something new.
        self.mine(who, via, round).await;
        let (done, recorded) = oneshot::channel();
        let (participant, kept) = (participant(via, who), answer.clone());
        let ballot = Ballot { round: round.id, participant, answer, seq, at_ms };
        self.store.cast(ballot, move |result| {
            // Who hung up is recorded all the same.
            let _ = done.send(result);
        });
        let gone = |_| Err(NotRecorded::Failed("the store is gone".to_owned()));
        let recorded = recorded.await.unwrap_or_else(gone)?;
        let mine = Mine { answer: kept, revision: recorded.revision };
        self.people().answered(who, round.id, Some(mine));
        Ok(recorded)
    }

    /// What somebody answered in a round: what is remembered, else, of a round that is older than this server, what
    /// is on disk.
    pub(super) async fn mine(&self, who: Key, via: Via, round: &Round) -> Option<Mine> {
        let remembered = {
            let people = self.people();
            let knows = round.opened_ms >= self.began_ms || people.remembers(who, round.id);
            knows.then(|| people.answer(who, round.id).cloned())
        };
        if let Some(mine) = remembered {
            return mine;
        }
        let (done, found) = oneshot::channel();
        self.store.answer(round.id, participant(via, who), move |found| {
            let _ = done.send(found);
        });
        let found = found.await.ok()?.ok()?;
        let mine = found.map(|Kept { answer, revision }| Mine { answer, revision });
        self.people().answered(who, round.id, mine.clone());
        mine
    }

    /// Somebody's way to hear of changes, newest only.
    pub(super) fn listen(&self) -> watch::Receiver<Arc<Frame>> {
        self.frames.subscribe()
    }

    /// Makes frames of what changes, at most ten a second, for as long as the talk goes on.
    pub(super) async fn keep_up(&self) {
        let mut changes = self.watch();
        while changes.next().await {
            let frame = Frame::of(&self.seen());
            let is_new = self.frames.send_if_modified(|known| {
                let is_new = **known != frame;
                if is_new {
                    *known = Arc::new(frame);
                }
                is_new
            });
            if is_new {
                sleep(PACE).await;
            }
        }
    }

    fn people(&self) -> MutexGuard<'_, People> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
