//! The loop that gives a talk: events in, frames out, effects carried out. The only place that reads the
//! clock.
//!
//! One thread owns the state and the screen. It waits on one channel, takes in all that has come, then
//! draws once, and sends nothing if nothing that can be seen has changed. Keys, signals and work on files
//! and code come from threads of their own.

use std::io;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};

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

/// What comes in on the channel.
#[derive(Debug)]
enum Message {
    /// Something that the talk takes in.
    Event(Event),
    /// The screen has a new measure.
    Resized,
    /// Another program, or the keyboard, wants this one to end.
    End(Signal),
    /// Another program wants this one to stop for a while.
    Stop,
    /// The program goes on after it was stopped.
    Continue,
    /// No more keys can come.
    InputLost(io::Error),
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
    // Its end gives the terminal back.
    let end = Stage::new(app, source, depth, guest).run(signals);
    match end {
        End::Quit => Ok(ExitCode::SUCCESS),
        // What a shell reports of a program that a signal ended.
        End::Signal(number) => Ok(ExitCode::from(128 + number)),
        End::Failed(why) => Err(why),
    }
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
    sender: Sender<Message>,
    worker: Sender<worker::Job>,
    guard: Guard,
}

impl Stage {
    fn new(app: App, source: Source, depth: Depth, guest: Guest) -> Self {
        let (sender, messages) = mpsc::channel();
        let worker = worker::spawn(source, sender.clone());
        let (clock, guard) = (Clock::start(), Guard::install());
        Self {
            app,
            depth,
            guest,
            shown: Frame::default(),
            next: Frame::default(),
            afresh: true,
            clock,
            messages,
            sender,
            worker,
            guard,
        }
    }

    fn run(&mut self, signals: Signals) -> End {
        self.app.now = Some(self.clock.now());
        if let Some(size) = terminal::size() {
            self.app.size = size;
        }
        if let Some(end) = self.draw() {
            return end;
        }
        let listening = signals::spawn(signals, self.sender.clone())
            .and_then(|()| input::spawn(self.sender.clone()));
        if let Err(error) = listening {
            return End::Failed(format!("cannot start a thread: {error}"));
        }
        self.order(self.app.opening());
        self.go_on()
    }

    fn go_on(&mut self) -> End {
        loop {
            let mut effects = Vec::new();
            let mut message = self.wait();
            // Whatever has come meanwhile is taken in before the one frame that shows it all.
            while let Some(taken) = message {
                match self.take_in(taken) {
                    Ok(more) => effects.extend(more),
                    Err(end) => return end,
                }
                message = self.messages.try_recv().ok();
            }
            if let Some(end) = self.act(effects) {
                return end;
            }
        }
    }

    /// The next message; a tick where the screen changes by itself before one comes.
    fn wait(&self) -> Option<Message> {
        let tick = Message::Event(Event::Tick);
        let Some(deadline) = self.app.deadline() else { return self.messages.recv().ok() };
        let left = deadline.saturating_sub(self.clock.now().monotonic);
        match self.messages.recv_timeout(left) {
            Ok(message) => Some(message),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Some(tick),
        }
    }

    fn take_in(&mut self, message: Message) -> Result<Vec<Effect>, End> {
        match message {
            Message::Event(event) => self.update(event),
            Message::End(signal) => Err(End::Signal(signal)),
            Message::InputLost(error) => {
                Err(End::Failed(format!("no more keys can be read: {error}")))
            }
            Message::Stop => Ok(vec![Effect::Suspend]),
            Message::Resized => self.measure(),
            Message::Continue => {
                self.guest.enter_again();
                self.afresh = true;
                self.measure()
            }
        }
    }

    /// Takes in the measure that the screen has now.
    fn measure(&mut self) -> Result<Vec<Effect>, End> {
        match terminal::size() {
            Some(size) if size != self.app.size => self.update(Event::Resized(size)),
            _ => Ok(Vec::new()),
        }
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
                Effect::Read(reading) => worker::Job::Read(reading),
                Effect::Colour(blocks) => worker::Job::Colour(blocks),
                Effect::Quit | Effect::Suspend | Effect::Redraw => continue,
            };
            let _ = self.worker.send(job);
        }
    }
}
