//! A thread for what takes long: reading the deck, highlighting code.

use std::collections::VecDeque;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::{Event, Mailbox, Message, Reading};
use crate::highlight::Highlighter;
use crate::source::{Extent, Source};

/// Something to do.
#[derive(Debug)]
pub(super) enum Job {
    /// Read all of the deck.
    Read(Reading),
    /// Highlight these blocks, (language, text), in this order; earlier wishes are void.
    Colour(Vec<(String, String)>),
}

/// Starts the thread; it ends when nobody can order anything any more. Without a source it reads nothing.
pub(super) fn spawn(
    source: Option<Source>,
    jobs: Receiver<Job>,
    mailbox: Mailbox,
) -> io::Result<()> {
    let worker = Worker { source, mailbox, jobs, highlighter: None };
    thread::Builder::new().name("worker".to_owned()).spawn(move || worker.run()).map(drop)
}

struct Worker {
    source: Option<Source>,
    mailbox: Mailbox,
    jobs: Receiver<Job>,
    /// Made when the first code block asks for it.
    highlighter: Option<Highlighter>,
}

/// How long a wish to highlight waits for a later one, which makes it void. Until then the processors are
/// the terminal's, which draws the frame just sent, and a held key has nothing highlighted on its way.
const MOMENT: Duration = Duration::from_millis(10);

impl Worker {
    fn run(mut self) {
        let mut blocks = VecDeque::new();
        let mut patience = MOMENT;
        loop {
            let job = if blocks.is_empty() {
                self.jobs.recv().map_err(RecvTimeoutError::from)
            } else {
                self.jobs.recv_timeout(patience)
            };
            let event = match job {
                Ok(Job::Read(reading)) => self.source.as_ref().map(|source| read(source, reading)),
                Ok(Job::Colour(wanted)) => {
                    blocks = VecDeque::from(wanted);
                    patience = MOMENT;
                    None
                }
                Err(RecvTimeoutError::Timeout) => {
                    patience = Duration::ZERO;
                    blocks.pop_front().and_then(|(language, source)| self.colour(language, source))
                }
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if event.is_some_and(|event| self.mailbox.post(Message::Event(event)).is_err()) {
                return;
            }
        }
    }

    /// A block's colours; none where a grammar fails, which leaves the block plain.
    fn colour(&mut self, language: String, source: String) -> Option<Event> {
        let highlighter = self.highlighter.get_or_insert_with(Highlighter::default);
        let colour = AssertUnwindSafe(|| highlighter.colour(&language, &source));
        let lines = panic::catch_unwind(colour).ok()?;
        Some(Event::Coloured { language, source, lines })
    }
}

fn read(source: &Source, reading: Reading) -> Event {
    let read = panic::catch_unwind(AssertUnwindSafe(|| source.load(Extent::Whole)));
    let read = read.unwrap_or_else(|_| {
        Err("the deck could not be read: roundtable made a mistake".to_owned())
    });
    Event::Read(reading, Box::new(read))
}
