//! Sessions, rounds and ballots on disk. One thread owns the file, and nobody is told "recorded" before a ballot is
//! on it.
//!
//! The thread takes all that waits, writes it in one transaction, tells the news, then answers everybody. So a
//! room that votes at once costs one wait for the disk, and a single vote waits for nobody. What cannot be written
//! is answered as such, and no count changes.
//!
//! Whoever starts a store holds the folder's [`Lock`] meanwhile. `tell` and every `done` are called on the store's
//! thread: they leave a message somewhere and return, since all other voters wait for them.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use crate::ballot::{Answer, Participant};
use crate::capture::{Capture, CaptureChange};
use crate::happening::{Note, UnderWay};
use crate::round::{Command, RoundId, Votes};

mod archive;
mod ballots;
mod book;
mod captures;
mod door;
mod fault;
mod file;
mod happenings;
mod json;
mod load;
mod lock;
mod rounds;
mod schema;
mod sheets;
mod thread;

pub use archive::{Archive, BallotRow, SessionInfo, delete, purge, rename};
pub use door::{Door, Sign};
pub use lock::{Lock, LockError};
pub use sheets::Sheets;
use thread::Request;

/// What a store is opened for.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The folder of the data file; made where it is missing.
    pub folder: PathBuf,
    /// The deck's title: only its own sessions are resumed.
    pub title: String,
    /// Whether the latest session of this deck goes on.
    pub resume: bool,
    /// The time, in milliseconds since 1970 in UTC: when the session starts, and what "passed" means on resuming.
    pub at_ms: i64,
}

/// What the store's thread has to say.
#[derive(Clone, Debug)]
pub enum News {
    /// Ballots can be kept.
    Opened(Opened),
    /// They cannot: a sentence that says what, where, what to do. The talk goes on without.
    Unusable(String),
    /// How the room comes in: once the file is open, and when another session is taken up.
    Door(Door),
    /// The counts after a commit that changed something one can see; the newest wins. Rounds that did not change
    /// are shared with the counts before.
    Votes(Arc<Votes>),
    /// All that is written down in this session, in the order in which it was, after a commit that changed it.
    Captures(Arc<[Capture]>),
    /// Something could not be written: a sentence.
    Trouble(String),
}

/// What was found on opening.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    /// Where the resumed session was, if that was asked and there was one.
    pub resumed: Option<Position>,
    /// A session that stopped without an end in the last hours, for the speaker to take up.
    pub offer: Option<Offer>,
    /// What was under way in the session that is resumed or offered.
    pub under_way: Box<UnderWay>,
    /// A sentence to show: a damaged file was kept aside, there was nothing to resume.
    pub notice: Option<String>,
}

/// A session that could go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The deck's title.
    pub title: String,
    /// Where it was.
    pub position: Position,
    /// How many ballots it has.
    pub ballots: u64,
    /// When it started, in milliseconds since 1970 in UTC.
    pub started_ms: i64,
}

/// Where a talk is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The slide's id; empty where none was ever noted.
    pub slide: String,
    /// Its step, from 1.
    pub step: u16,
    /// What the talk's clock shows, if it runs.
    pub elapsed_ms: Option<i64>,
    /// When that was, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
}

/// A vote on its way to the disk.
#[derive(Clone, Debug, PartialEq)]
pub struct Ballot {
    /// The round it is for.
    pub round: RoundId,
    /// Who votes.
    pub participant: Participant,
    /// What they answer.
    pub answer: Answer,
    /// The voter's own number of this ballot: one that is not above the recorded one is a repetition and changes
    /// nothing. Without a number it is the next.
    pub seq: Option<u64>,
    /// When it arrived, in milliseconds since 1970 in UTC: what the round's closing time is held against.
    pub at_ms: i64,
}

/// The ballot is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// How often this participant's ballot in this round was written, from 1.
    pub revision: u64,
}

/// What a participant has on disk in a round.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The answer.
    pub answer: Answer,
    /// How often it was written, from 1.
    pub revision: u64,
}

/// Why a ballot was not recorded; as text, a sentence for the voter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRecorded {
    /// Its round takes none, or no more.
    NotOpen,
    /// The poll does not take this answer: a sentence.
    Invalid(String),
    /// The poll takes one answer, and this participant gave another.
    NoChange,
    /// It could not be written: a sentence for the speaker.
    Failed(String),
    /// Too many wait already.
    Busy,
}

impl fmt::Display for NotRecorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOpen => "Voting is closed.",
            Self::Invalid(why) => why,
            Self::NoChange => "You have answered already, and an answer here is final.",
            Self::Failed(_) => "Your answer could not be recorded. Try again, or tell the speaker.",
            Self::Busy => "Too many vote at this moment. Try again.",
        })
    }
}

impl std::error::Error for NotRecorded {}

/// How many ballots may wait for the disk.
const QUEUE: usize = 8_192;

/// How long the end of a talk waits for the disk.
const PATIENCE: Duration = Duration::from_secs(5);

/// The way to the thread that owns the file. When the last one is gone the thread ends, and the session can be
/// resumed.
#[derive(Clone, Debug)]
pub struct Store {
    /// Never full, so that the talk itself waits for nothing; ballots are bounded by their count.
    requests: Sender<Request>,
    waiting: Arc<AtomicUsize>,
}

impl Store {
    /// Starts the thread and returns at once; the file is opened on it, and told through `tell`. It fails only
    /// where there can be no thread.
    pub fn start(opening: Opening, tell: impl Fn(News) + Send + 'static) -> io::Result<Self> {
        let (requests, inbox) = mpsc::channel();
        thread::spawn(opening, inbox, Box::new(tell))?;
        Ok(Self { requests, waiting: Arc::default() })
    }

    /// Takes up the session that was offered, as long as this one has no round.
    pub fn resume(&self) {
        self.ask(Request::Resume);
    }

    /// Does something with rounds. `done` hears of it after the commit and after the counts were told; an error
    /// is a sentence for the speaker.
    pub fn command(
        &self,
        command: Command,
        at_ms: i64,
        done: impl FnOnce(Result<(), String>) + Send + 'static,
    ) {
        self.ask(Request::Command(command, at_ms, Reply::new(done)));
    }

    /// Writes something down, or changes what is. `done` hears of it after the commit and after the news of it; an
    /// error is a sentence for the speaker.
    pub fn capture(
        &self,
        change: CaptureChange,
        at_ms: i64,
        done: impl FnOnce(Result<(), String>) + Send + 'static,
    ) {
        self.ask(Request::Capture(change, at_ms, Reply::new(done)));
    }

    /// Records a ballot. `done` hears of it once it is on disk, or why it is not.
    pub fn cast(
        &self,
        ballot: Ballot,
        done: impl FnOnce(Result<Recorded, NotRecorded>) + Send + 'static,
    ) {
        let Some(place) = Place::take(&self.waiting) else { return done(Err(NotRecorded::Busy)) };
        self.ask(Request::Cast(ballot, Reply::new(done), place));
    }

    /// Looks up what a participant has on disk in a round; an error is a sentence.
    pub fn answer(
        &self,
        round: RoundId,
        participant: Participant,
        done: impl FnOnce(Result<Option<Kept>, String>) + Send + 'static,
    ) {
        self.ask(Request::Answer(round, participant, Reply::new(done)));
    }

    /// Keeps by which code and port people join, for as long as this session is held and for when it is resumed.
    pub fn sign(&self, sign: Sign) {
        self.ask(Request::Sign(sign));
    }

    /// Notes where the talk is, for resuming. The latest wins; it is written at most once a second.
    pub fn position(&self, position: Position) {
        self.ask(Request::Position(position));
    }

    /// Keeps what became of a discussion or a break, for what is told of the session and for resuming it. What
    /// cannot be written is told as trouble.
    pub fn note(&self, at_ms: i64, note: Note) {
        self.ask(Request::Note(at_ms, note));
    }

    /// Ends the session: writes what is pending, marks it as ended, and returns once that is on disk, or after a
    /// few seconds if the disk does not answer. Nothing is recorded after it.
    pub fn end(&self, at_ms: i64) {
        let (ended, end) = mpsc::channel();
        self.ask(Request::End(at_ms, ended));
        let _ = end.recv_timeout(PATIENCE);
    }

    /// Where the thread is gone, what was asked is dropped, and dropping answers it.
    fn ask(&self, request: Request) {
        let _ = self.requests.send(request);
    }
}

/// A ballot's place in the queue, free again when it is dropped.
#[derive(Debug)]
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>) -> Option<Self> {
        let place = Self(Arc::clone(waiting));
        (waiting.fetch_add(1, Ordering::Relaxed) < QUEUE).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Somebody who waits for an answer, and gets one whatever happens: one that is dropped says that nothing was
/// written.
struct Reply<T, E: Unwritten>(Option<Done<T, E>>);

type Done<T, E> = Box<dyn FnOnce(Result<T, E>) + Send>;

impl<T, E: Unwritten> Reply<T, E> {
    fn new(done: impl FnOnce(Result<T, E>) + Send + 'static) -> Self {
        Self(Some(Box::new(done)))
    }

    fn give(mut self, result: Result<T, E>) {
        if let Some(done) = self.0.take() {
            done(result);
        }
    }
}

impl<T, E: Unwritten> Drop for Reply<T, E> {
    fn drop(&mut self) {
        if let Some(done) = self.0.take() {
            done(Err(E::unwritten("votes are not kept in this talk any more".to_owned())));
        }
    }
}

impl<T, E: Unwritten> fmt::Debug for Reply<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reply")
    }
}

/// An answer that says: it was not written, and why.
trait Unwritten {
    fn unwritten(why: String) -> Self;
}

impl Unwritten for String {
    fn unwritten(why: String) -> Self {
        why
    }
}

impl Unwritten for NotRecorded {
    fn unwritten(why: String) -> Self {
        Self::Failed(why)
    }
}

#[cfg(test)]
mod tests;
