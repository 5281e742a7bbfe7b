//! The loop that gives a talk: events in, frames out, effects carried out. The only place that reads the
//! clock.
//!
//! One thread owns the state and the screen. It waits for the terminal and for its mailbox, takes in all that
//! has come, then draws once, and sends nothing if nothing that can be seen has changed. Keys it reads itself:
//! to have them from another thread would cost each of them a change of threads. Signals, and work on files
//! and code, come from threads of their own by way of the mailbox.

use std::io;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, SendError, Sender};
use std::time::Duration;

use signal_hook::iterator::Signals;

use crate::app::{App, Effect, Event, Reading};
use crate::source::Source;
use crate::theme::Depth;
use crate::ui::{self, Frame};

mod clock;
mod guard;
mod input;
mod signals;
pub mod terminal;
mod worker;

use clock::Clock;
use guard::{Failure, Guard};
use terminal::{Guest, Output};
use worker::Job;

/// What other threads tell the one that owns the talk.
#[derive(Debug)]
enum Message {
    /// Something that the talk takes in.
    Event(Event),
    /// Another program wants this one to end.
    End(Signal),
    /// Another program wants this one to stop for a while.
    Stop,
    /// The program goes on after it was stopped.
    Continue,
}

/// Where other threads leave their messages.
#[derive(Clone, Debug)]
struct Mailbox {
    sender: Sender<Message>,
}

impl Mailbox {
    /// Leaves a message and wakes the one who waits for it.
    fn post(&self, message: Message) -> Result<(), SendError<Message>> {
        self.sender.send(message)?;
        input::end_wait();
        Ok(())
    }
}

/// A signal that ends the program, by its number.
type Signal = u8;

/// How a talk ended.
#[derive(Debug)]
enum End {
    Quit,
    Signal(Signal),
    Failed(String),
}

/// Gives a talk on this terminal until it ends; the exit code, or a sentence for the speaker once the
/// terminal is given back.
pub fn present(app: App, source: Source, depth: Depth) -> Result<ExitCode, String> {
    let signals =
        signals::listen().map_err(|error| format!("cannot listen to signals: {error}"))?;
    let guest = Guest::enter(Output::stdout()).map_err(|error| terminal::cannot_use(&error))?;
    let (orders, jobs) = mpsc::channel();
    let (sender, messages) = mpsc::channel();
    let helpers = Helpers { signals, source, jobs, mailbox: Mailbox { sender } };
    // The stage's end gives the terminal back.
    match Stage::new(app, depth, guest, messages, orders).run(helpers) {
        End::Quit => Ok(ExitCode::SUCCESS),
        // What a shell reports of a program that a signal ended.
        End::Signal(number) => Ok(ExitCode::from(128 + number)),
        End::Failed(why) => Err(why),
    }
}

/// What the other threads are made of. They are started when the first frame is out.
struct Helpers {
    signals: Signals,
    source: Source,
    jobs: Receiver<Job>,
    mailbox: Mailbox,
}

/// The talk, the terminal, and what connects them.
struct Stage {
    app: App,
    depth: Depth,
    guest: Guest,
    /// What the terminal shows.
    shown: Frame,
    /// The next screen, while it is drawn.
    next: Frame,
    /// Whether every cell must be sent, whatever is thought to be shown.
    afresh: bool,
    clock: Clock,
    messages: Receiver<Message>,
    orders: Sender<Job>,
    guard: Guard,
}

impl Stage {
    fn new(
        app: App,
        depth: Depth,
        guest: Guest,
        messages: Receiver<Message>,
        orders: Sender<Job>,
    ) -> Self {
        let (clock, guard) = (Clock::start(), Guard::install());
        let (shown, next) = (Frame::default(), Frame::default());
        Self { app, depth, guest, shown, next, afresh: true, clock, messages, orders, guard }
    }

    fn run(&mut self, helpers: Helpers) -> End {
        let ended = match self.begin(helpers) {
            Ok(None) => self.go_on(),
            Ok(Some(end)) => Ok(end),
            Err(error) => Err(error),
        };
        ended.unwrap_or_else(|error| End::Failed(format!("no more keys can be read: {error}")))
    }

    /// Shows the first frame, then starts what takes time.
    fn begin(&mut self, helpers: Helpers) -> io::Result<Option<End>> {
        input::listen()?;
        self.app.now = Some(self.clock.now());
        if let Some(size) = terminal::size() {
            self.app.size = size;
        }
        if let Some(end) = self.draw() {
            return Ok(Some(end));
        }
        let Helpers { signals, source, jobs, mailbox } = helpers;
        signals::spawn(signals, mailbox.clone())?;
        worker::spawn(source, jobs, mailbox)?;
        self.order(self.app.opening());
        Ok(None)
    }

    fn go_on(&mut self) -> io::Result<End> {
        loop {
            input::wait(self.time_left())?;
            // Whatever has come meanwhile is taken in before the one frame that shows it all. Who posts a
            // message ends the wait after it: so the mailbox is looked into last.
            let mut taken: Vec<Message> = input::take()?.into_iter().map(Message::Event).collect();
            taken.extend(self.messages.try_iter());
            if self.time_left() == Some(Duration::ZERO) {
                taken.push(Message::Event(Event::Tick));
            }
            if let Some(end) = self.take_in(taken) {
                return Ok(end);
            }
        }
    }

    /// The time until the screen changes by itself, if it does.
    fn time_left(&self) -> Option<Duration> {
        let deadline = self.app.deadline()?;
        Some(deadline.saturating_sub(self.clock.now().monotonic))
    }

    /// Takes in what has come and shows what became of it.
    fn take_in(&mut self, messages: Vec<Message>) -> Option<End> {
        let mut effects = Vec::new();
        for message in messages {
            match message {
                Message::Event(event) => match self.update(event) {
                    Ok(more) => effects.extend(more),
                    Err(end) => return Some(end),
                },
                Message::End(signal) => return Some(End::Signal(signal)),
                Message::Stop => effects.push(Effect::Suspend),
                Message::Continue => {
                    self.guest.enter_again();
                    self.afresh = true;
                }
            }
        }
        self.act(effects)
    }

    fn update(&mut self, event: Event) -> Result<Vec<Effect>, End> {
        let now = self.clock.now();
        let app = &mut self.app;
        match self.guard.run(|| app.update(now, event)) {
            Ok(effects) => Ok(effects),
            Err(failure) => self.recover(failure).map_or(Ok(Vec::new()), Err),
        }
    }

    /// Puts an error on the slide where a panic left nothing to show.
    fn recover(&mut self, failure: Failure) -> Option<End> {
        match failure {
            Failure::Single(why) => {
                self.app.update(self.clock.now(), Event::Fault(why));
                None
            }
            Failure::Repeated(why) => {
                Some(End::Failed(format!("roundtable made a mistake twice in a row: {why}")))
            }
        }
    }

    /// Brings the terminal up to date.
    fn draw(&mut self) -> Option<End> {
        if self.guest.is_away() {
            return None;
        }
        let (app, next, depth) = (&mut self.app, &mut self.next, self.depth);
        let drawn = self.guard.run(|| {
            app.settle();
            ui::draw(app, depth, next);
        });
        if let Err(failure) = drawn {
            return self.recover(failure).or_else(|| self.draw());
        }
        let known = Some(&self.shown).filter(|_| !std::mem::take(&mut self.afresh));
        let changes = ui::paint::changes(known, &self.next);
        std::mem::swap(&mut self.shown, &mut self.next);
        match self.guest.send(&changes) {
            Ok(()) => None,
            Err(error) => Some(End::Failed(format!("the terminal is gone: {error}"))),
        }
    }

    /// Carries out effects, with one frame among them: what the worker is to do comes after it, so that
    /// it does not take the processor from the frame that somebody waits for.
    fn act(&mut self, effects: Vec<Effect>) -> Option<End> {
        for effect in &effects {
            match effect {
                Effect::Quit => return Some(End::Quit),
                Effect::Suspend => {
                    self.guest.leave();
                    signals::stop();
                }
                Effect::Redraw => self.afresh = true,
                Effect::Read(_) | Effect::Colour(_) => {}
            }
        }
        let end = self.draw();
        self.order(effects);
        end
    }

    /// Gives the worker its part of the effects. It lives as long as the talk: it catches its own panics.
    fn order(&self, effects: Vec<Effect>) {
        for effect in effects {
            let job = match effect {
                Effect::Read(reading) => Job::Read(reading),
                Effect::Colour(blocks) => Job::Colour(blocks),
                Effect::Quit | Effect::Suspend | Effect::Redraw => continue,
            };
            let _ = self.orders.send(job);
        }
    }
}
