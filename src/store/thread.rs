//! The thread that owns the file: it takes what waits, writes it as one, and answers.

use std::io;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::book::Book;
use super::{Ballot, Kept, News, NotRecorded, Opening, Place, Position, Recorded, Reply, Sign};
use crate::ballot::Participant;
use crate::capture::CaptureChange;
use crate::happening::Note;
use crate::round::{Command, RoundId};

/// What the thread is asked for.
#[derive(Debug)]
pub(super) enum Request {
    Cast(Ballot, Reply<Recorded, NotRecorded>, Place),
    Command(Command, i64, Reply<(), String>),
    Capture(CaptureChange, i64, Reply<(), String>),
    Note(i64, Note),
    Position(Position),
    Sign(Sign),
    Answer(RoundId, Participant, Reply<Option<Kept>, String>),
    Resume,
    End(i64, Sender<()>),
}

/// Something for the next transaction.
#[derive(Debug)]
pub(super) enum Write {
    Cast(Ballot, Reply<Recorded, NotRecorded>, Place),
    Command(Command, i64, Reply<(), String>),
    Capture(CaptureChange, i64, Reply<(), String>),
    Note(i64, Note),
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Outcome {
    Cast(Result<Recorded, NotRecorded>),
    /// Of a capture too.
    Command(Result<(), String>),
    Noted,
}

/// How much goes into one transaction at most.
const BATCH: usize = 4_096;

const MISTAKE: &str = "roundtable made a mistake while recording votes: those of that moment may be missing. \
                       Voters who were not thanked can vote again";

const MISTAKE_OPENING: &str = "votes are not kept in this talk: roundtable made a mistake while opening their file. \
                               Start the talk again with another folder, given with --data-dir";

type Tell = Box<dyn Fn(News) + Send>;

/// Starts the thread. It ends after [`Request::End`], or when nobody can ask any more.
pub(super) fn spawn(opening: Opening, inbox: Receiver<Request>, tell: Tell) -> io::Result<()> {
    let run = move || {
        let opened = panic::catch_unwind(AssertUnwindSafe(|| Book::open(&opening)));
        let opened = opened.unwrap_or_else(|_| Err(MISTAKE_OPENING.to_owned()));
        match opened {
            Ok((book, opened)) => {
                tell(News::Opened(opened));
                Desk { book, inbox, tell }.run();
            }
            Err(why) => tell(News::Unusable(why)),
        }
    };
    thread::Builder::new().name("store".to_owned()).spawn(run).map(drop)
}

struct Desk {
    book: Book,
    inbox: Receiver<Request>,
    tell: Tell,
}

impl Desk {
    fn run(mut self) {
        self.tell_news();
        loop {
            // A mistake costs those who wait for this transaction, not the talk.
            match panic::catch_unwind(AssertUnwindSafe(|| self.serve())) {
                Ok(ControlFlow::Break(ended)) => {
                    // Closing leaves one file.
                    drop(self.book);
                    if let Some(ended) = ended {
                        let _ = ended.send(());
                    }
                    return;
                }
                Ok(ControlFlow::Continue(())) => {}
                Err(_) => (self.tell)(News::Trouble(MISTAKE.to_owned())),
            }
        }
    }

    /// Serves what waits; at the end, says who waits for that.
    fn serve(&mut self) -> ControlFlow<Option<Sender<()>>> {
        let first = match self.book.due() {
            None => self.inbox.recv().map_err(RecvTimeoutError::from),
            Some(ms) => self.inbox.recv_timeout(Duration::from_millis(ms)),
        };
        let (mut writes, mut questions) = (Vec::new(), Vec::new());
        let mut next = match first {
            Ok(request) => Some(request),
            // The position has waited long enough.
            Err(RecvTimeoutError::Timeout) => {
                self.write(writes);
                return ControlFlow::Continue(());
            }
            Err(RecvTimeoutError::Disconnected) => {
                self.write(writes);
                return ControlFlow::Break(None);
            }
        };
        while let Some(request) = next.take() {
            match request {
                Request::Cast(ballot, reply, place) => {
                    writes.push(Write::Cast(ballot, reply, place));
                }
                Request::Command(command, at_ms, reply) => {
                    writes.push(Write::Command(command, at_ms, reply));
                }
                Request::Capture(change, at_ms, reply) => {
                    writes.push(Write::Capture(change, at_ms, reply));
                }
                Request::Note(at_ms, note) => writes.push(Write::Note(at_ms, note)),
                Request::Position(position) => self.book.position(position),
                Request::Sign(sign) => self.book.held.put_up(sign),
                Request::Answer(round, who, reply) => questions.push((round, who, reply)),
                Request::Resume => {
                    self.write(std::mem::take(&mut writes));
                    self.resume();
                }
                Request::End(at_ms, ended) => {
                    self.write(writes);
                    self.end(at_ms);
                    return ControlFlow::Break(Some(ended));
                }
            }
            if writes.len() < BATCH {
                next = self.inbox.try_recv().ok();
            }
        }
        if !writes.is_empty() || self.book.due() == Some(0) || self.book.owes_sign() {
            self.write(writes);
        }
        for (round, who, reply) in questions {
            reply.give(self.book.answer(round, &who));
        }
        ControlFlow::Continue(())
    }

    /// Writes, tells, answers: in this order.
    fn write(&mut self, writes: Vec<Write>) {
        let written = self.book.write(&writes);
        let outcomes = match written {
            Ok(outcomes) => outcomes,
            Err(fault) => {
                if fault.is_damage() {
                    self.book.distrust();
                }
                let why = fault.sentence(&self.book.path);
                (self.tell)(News::Trouble(why.clone()));
                for write in writes {
                    write.fail(&why);
                }
                return;
            }
        };
        self.tell_news();
        for (write, outcome) in writes.into_iter().zip(outcomes) {
            write.answer(outcome);
        }
    }

    fn resume(&mut self) {
        match self.book.resume() {
            Ok(()) => self.tell_news(),
            Err(why) => (self.tell)(News::Trouble(why)),
        }
    }

    fn end(&mut self, at_ms: i64) {
        if let Err(fault) = self.book.end(at_ms) {
            (self.tell)(News::Trouble(fault.sentence(&self.book.path)));
        }
    }

    fn tell_news(&mut self) {
        if let Some(door) = self.book.door() {
            (self.tell)(News::Door(door));
        }
        if let Some(votes) = self.book.news() {
            (self.tell)(News::Votes(votes));
        }
        if let Some(captures) = self.book.captures() {
            (self.tell)(News::Captures(captures));
        }
    }
}

impl Write {
    fn answer(self, outcome: Outcome) {
        match (self, outcome) {
            (Self::Cast(_, reply, place), Outcome::Cast(result)) => {
                drop(place);
                reply.give(result);
            }
            (Self::Command(_, _, reply) | Self::Capture(_, _, reply), Outcome::Command(result)) => {
                reply.give(result);
            }
            // Outcomes stand in the order of what was written; another one would say that nothing was.
            (Self::Cast(..) | Self::Command(..) | Self::Capture(..) | Self::Note(..), _) => {}
        }
    }

    fn fail(self, why: &str) {
        match self {
            Self::Cast(_, reply, place) => {
                drop(place);
                reply.give(Err(NotRecorded::Failed(why.to_owned())));
            }
            Self::Command(_, _, reply) | Self::Capture(_, _, reply) => {
                reply.give(Err(why.to_owned()));
            }
            // The trouble was told.
            Self::Note(..) => {}
        }
    }
}
