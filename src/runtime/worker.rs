//! A thread for what takes long: reading the deck, highlighting code.

use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::{Event, Message, Reading};
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

/// Starts the thread; it ends when nobody can order anything any more.
pub(super) fn spawn(source: Source, messages: Sender<Message>) -> Sender<Job> {
    let (orders, jobs) = mpsc::channel();
    let worker = Worker { source, messages, jobs, highlighter: None };
    // Without the thread the talk goes on, uncoloured; it cannot be told apart from one that is slow.
    let _ = thread::Builder::new().name("worker".to_owned()).spawn(move || worker.run());
    orders
}

struct Worker {
    source: Source,
    messages: Sender<Message>,
    jobs: Receiver<Job>,
    /// Made when the first code block asks for it.
    highlighter: Option<Highlighter>,
}

impl Worker {
    fn run(mut self) {
        let mut reads = VecDeque::new();
        let mut blocks = VecDeque::new();
        while let Ok(job) = self.jobs.recv() {
            sort(job, &mut reads, &mut blocks);
            while !(reads.is_empty() && blocks.is_empty()) {
                while let Ok(job) = self.jobs.try_recv() {
                    sort(job, &mut reads, &mut blocks);
                }
                let event = match reads.pop_front() {
                    Some(reading) => Some(self.read(reading)),
                    None => blocks
                        .pop_front()
                        .and_then(|(language, source)| self.colour(language, source)),
                };
                if event.is_some_and(|event| self.messages.send(Message::Event(event)).is_err()) {
                    return;
                }
            }
        }
    }

    fn read(&self, reading: Reading) -> Event {
        let read = panic::catch_unwind(AssertUnwindSafe(|| self.source.load(Extent::Whole)));
        let read = read.unwrap_or_else(|_| {
            Err("the deck could not be read: roundtable made a mistake".to_owned())
        });
        Event::Read(reading, Box::new(read))
    }

    /// A block's colours; none where a grammar fails, which leaves the block plain.
    fn colour(&mut self, language: String, source: String) -> Option<Event> {
        let highlighter = self.highlighter.get_or_insert_with(Highlighter::default);
        let colour = AssertUnwindSafe(|| highlighter.colour(&language, &source));
        let lines = panic::catch_unwind(colour).ok()?;
        Some(Event::Coloured { language, source, lines })
    }
}

/// Puts a job where it belongs; reading the deck twice in a row would read the same.
fn sort(job: Job, reads: &mut VecDeque<Reading>, blocks: &mut VecDeque<(String, String)>) {
    match job {
        Job::Read(reading) if reads.contains(&reading) => {}
        Job::Read(reading) => reads.push_back(reading),
        Job::Colour(wanted) => *blocks = wanted.into(),
    }
}
