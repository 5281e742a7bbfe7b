//! The loop that gives a talk: events in, frames out, effects carried out. The only place that reads the
//! clock.
//!
//! One thread owns the state and the screen. It waits on one channel, takes in all that has come, then
//! draws once, and sends nothing if nothing that can be seen has changed. Keys, signals and work on files
//! and code come from threads of their own.

use std::any::Any;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};

use ratatui::buffer::Buffer;

use crate::app::{App, Effect, Event, Reading};
use crate::source::Source;
use crate::theme::Depth;
use crate::ui;

mod clock;
mod input;
mod signals;
pub mod terminal;
mod worker;

use clock::Clock;
use terminal::{Guest, Output};

/// What comes in on the channel.
#[derive(Debug)]
enum Message {
    /// Something that the talk takes in.
    Event(Event),
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
    let panics = Panics::caught();
    let outcome =
        Guest::enter(Output::stdout()).map_err(|error| terminal::cannot_use(&error)).map(|guest| {
            let mut stage = Stage::new(app, source, depth, guest, panics.clone());
            let end = stage.run();
            stage.guest.leave();
            end
        });
    // From now on panics are printed as usual.
    drop(panic::take_hook());
    match outcome? {
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
    /// What the terminal shows, as far as it is known.
    shown: Option<Buffer>,
    clock: Clock,
    messages: Receiver<Message>,
    sender: Sender<Message>,
    worker: Sender<worker::Job>,
    panics: Panics,
    /// Whether the last thing done failed.
    failed: bool,
}

impl Stage {
    fn new(app: App, source: Source, depth: Depth, guest: Guest, panics: Panics) -> Self {
        let (sender, messages) = mpsc::channel();
        let worker = worker::spawn(source, sender.clone());
        let clock = Clock::start();
        Self {
            app,
            depth,
            guest,
            shown: None,
            clock,
            messages,
            sender,
            worker,
            panics,
            failed: false,
        }
    }

    fn run(&mut self) -> End {
        self.app.now = Some(self.clock.now());
        if let Some(size) = terminal::size() {
            self.app.size = size;
        }
        if let Some(end) = self.draw() {
            return end;
        }
        signals::spawn(self.sender.clone());
        input::spawn(self.sender.clone());
        let opening = self.app.opening();
        self.carry_out(opening).unwrap_or_else(|| self.go_on())
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
            let end = self.carry_out(effects).or_else(|| self.draw());
            if let Some(end) = end {
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
            Message::Continue => {
                self.guest.enter_again();
                self.shown = None;
                match terminal::size() {
                    Some(size) => self.update(Event::Resized(size)),
                    None => Ok(Vec::new()),
                }
            }
        }
    }

    fn update(&mut self, event: Event) -> Result<Vec<Effect>, End> {
        let now = self.clock.now();
        let app = &mut self.app;
        match panic::catch_unwind(AssertUnwindSafe(|| app.update(now, event))) {
            Ok(effects) => {
                self.failed = false;
                Ok(effects)
            }
            Err(panic) => self.recover(panic.as_ref()).map_or(Ok(Vec::new()), Err),
        }
    }

    /// Puts an error on the slide where a panic left nothing to show. After two in a row there is no
    /// hope that a third frame would be better.
    fn recover(&mut self, panic: &(dyn Any + Send)) -> Option<End> {
        let why = self.panics.describe(panic);
        if std::mem::replace(&mut self.failed, true) {
            return Some(End::Failed(format!("roundtable made a mistake twice in a row: {why}")));
        }
        self.app.update(self.clock.now(), Event::Fault(why));
        None
    }

    /// Brings the terminal up to date.
    fn draw(&mut self) -> Option<End> {
        if self.guest.is_away() {
            return None;
        }
        let (app, depth) = (&mut self.app, self.depth);
        let drawn = panic::catch_unwind(AssertUnwindSafe(|| {
            app.settle();
            ui::draw(app, depth)
        }));
        let screen = match drawn {
            Ok(screen) => screen,
            Err(panic) => return self.recover(panic.as_ref()).or_else(|| self.draw()),
        };
        let changes = ui::paint::changes(self.shown.as_ref(), &screen);
        self.shown = Some(screen);
        match self.guest.send(&changes) {
            Ok(()) => None,
            Err(error) => Some(End::Failed(format!("the terminal is gone: {error}"))),
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Option<End> {
        let mut colour = None;
        for effect in effects {
            match effect {
                Effect::Quit => return Some(End::Quit),
                Effect::Suspend => {
                    self.guest.leave();
                    signals::stop();
                }
                Effect::Redraw => self.shown = None,
                Effect::Read(reading) => self.order(worker::Job::Read(reading)),
                // Only the last wish counts.
                Effect::Colour(blocks) => colour = Some(blocks),
            }
        }
        if let Some(blocks) = colour {
            self.order(worker::Job::Colour(blocks));
        }
        None
    }

    fn order(&self, job: worker::Job) {
        // The worker lives as long as the talk: it catches its own panics.
        let _ = self.worker.send(job);
    }
}

/// Keeps what panics say off the screen, to be shown where the talk can show it.
#[derive(Clone, Default)]
struct Panics {
    last: Arc<Mutex<Option<String>>>,
}

impl Panics {
    /// From now on panics are kept instead of printed.
    fn caught() -> Self {
        let panics = Self::default();
        let last = Arc::clone(&panics.last);
        panic::set_hook(Box::new(move |info| {
            if let Ok(mut last) = last.lock() {
                *last = info.location().map(ToString::to_string);
            }
        }));
        panics
    }

    /// What a panic said, and where.
    fn describe(&self, panic: &(dyn Any + Send)) -> String {
        let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
        let said = said.or_else(|| panic.downcast_ref::<String>().cloned());
        let said = said.unwrap_or_else(|| "no reason given".to_owned());
        let place = self.last.lock().ok().and_then(|mut last| last.take());
        let told = place.map_or_else(|| said.clone(), |place| format!("{said} ({place})"));
        crate::safe_text::clean(&told).into_owned()
    }
}
