//! The loop that gives a talk: events in, frames out, effects carried out. The only place that reads the
//! clock.
//!
//! One thread owns the state and the screen. It waits for the terminal and for its mailbox, takes in all that
//! has come, then draws once, and sends nothing if nothing that can be seen has changed. Keys it reads itself:
//! to have them from another thread would cost each of them a change of threads. Signals, and work on files
//! and code, come from threads of their own by way of the mailbox.

use std::io::{self, PipeWriter, Write as _};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use signal_hook::iterator::Signals;

use crate::action::Order;
use crate::app::{App, Effect, Event, Reading};
use crate::remote::Reply;
use crate::source::Source;
use crate::theme::Depth;
use crate::ui::{self, Frame};

mod assess;
mod browse;
mod clock;
mod guard;
mod input;
mod kiosk;
mod room;
mod session;
mod signals;
pub mod terminal;
mod worker;

pub use assess::{Study, assess, write};
pub use browse::{Left, browse};
use clock::Clock;
pub use clock::unix_ms;
use guard::{Failure, Guard};
use input::Keyboard;
pub use kiosk::vote;
pub use room::Desk;
use room::Room;
use terminal::{Guest, Output};
use worker::Job;

/// What other threads tell the one that owns the talk.
#[derive(Debug)]
enum Message {
    /// Something that the talk takes in.
    Event(Event),
    /// There are newer votes.
    Voted,
    /// Another process asks for something.
    Ordered(Order, Reply),
    /// The screen has another measure.
    Resized,
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
    /// Ends the wait of the one who reads them.
    bell: Arc<PipeWriter>,
}

impl Mailbox {
    /// Leaves a message and wakes the one who waits for it. It fails when nobody does any more.
    fn post(&self, message: Message) -> io::Result<()> {
        self.sender.send(message).map_err(|error| io::Error::other(error.to_string()))?;
        self.ring()
    }

    /// Wakes the one who waits, for a message that was left elsewhere.
    fn ring(&self) -> io::Result<()> {
        (&*self.bell).write_all(&[0])
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
/// Without a desk, a sentence says why, the talk is given without votes.
pub fn present(
    app: App,
    source: Source,
    depth: Depth,
    desk: Result<Desk, String>,
) -> Result<ExitCode, String> {
    let signals =
        signals::listen().map_err(|error| format!("cannot listen to signals: {error}"))?;
    let guest = Guest::enter(Output::stdout()).map_err(|error| terminal::cannot_use(&error))?;
    let (orders, jobs) = mpsc::channel();
    let (sender, messages) = mpsc::channel();
    let opened = io::pipe().and_then(|(rings, bell)| Ok((Keyboard::open(rings)?, Arc::new(bell))));
    let (keyboard, bell) = opened.map_err(|error| terminal::cannot_use(&error))?;
    let mailbox = Mailbox { sender, bell };
    let threads = Threads { signals, source, jobs, mailbox, desk };
    let ends = Ends { guest, keyboard, messages, orders };
    // The stage's end gives the terminal back.
    Stage::new(app, depth, ends).run(threads).told()
}

/// What the other threads are made of.
struct Threads {
    signals: Signals,
    source: Source,
    jobs: Receiver<Job>,
    mailbox: Mailbox,
    desk: Result<Desk, String>,
}

/// The ends of everything that the talk holds in its hands.
struct Ends {
    guest: Guest,
    keyboard: Keyboard,
    messages: Receiver<Message>,
    orders: Sender<Job>,
}

/// The talk, the terminal, and what connects them.
struct Stage {
    app: App,
    depth: Depth,
    ends: Ends,
    /// What the terminal shows.
    shown: Frame,
    /// The next screen, while it is drawn.
    next: Frame,
    /// Whether every cell must be sent, whatever is thought to be shown.
    afresh: bool,
    clock: Arc<Clock>,
    guard: Guard,
    room: Option<Room>,
}

impl Stage {
    fn new(app: App, depth: Depth, ends: Ends) -> Self {
        let (clock, guard) = (Arc::new(Clock::start()), Guard::install());
        let (shown, next) = (Frame::default(), Frame::default());
        Self { app, depth, ends, shown, next, afresh: true, clock, guard, room: None }
    }

    fn run(&mut self, threads: Threads) -> End {
        let talk = || match self.begin(threads) {
            Ok(None) => self.go_on(),
            Ok(Some(end)) => Ok(end),
            Err(error) => Err(error),
        };
        match panic::catch_unwind(AssertUnwindSafe(talk)) {
            Ok(Ok(end)) => {
                if let (End::Quit, Some(room)) = (&end, self.room.take()) {
                    room.end();
                }
                end
            }
            Ok(Err(error)) => End::Failed(format!("no more keys can be read: {error}")),
            // It was not where one is expected, so there is no slide to put it on.
            Err(panic) => {
                End::Failed(format!("roundtable made a mistake: {}", self.guard.describe(&*panic)))
            }
        }
    }

    /// Shows the first frame, then starts what takes time.
    fn begin(&mut self, threads: Threads) -> io::Result<Option<End>> {
        let Threads { signals, source, jobs, mailbox, desk } = threads;
        // Even the first frame can hang on a terminal that takes nothing.
        signals::spawn(signals, mailbox.clone())?;
        self.app.now = Some(self.clock.now());
        if let Some(size) = terminal::size() {
            self.app.size = size;
        }
        if let Some(end) = self.draw() {
            return Ok(Some(end));
        }
        worker::spawn(source, jobs, mailbox.clone())?;
        self.order(self.app.opening());
        match desk.and_then(|desk| Room::open(desk, mailbox, Arc::clone(&self.clock))) {
            Ok(room) => self.room = Some(room),
            Err(why) => {
                let effects = self.app.update(self.clock.now(), Event::Opened(Err(why)));
                return Ok(self.act(effects));
            }
        }
        Ok(self.act(Vec::new()))
    }

    fn go_on(&mut self) -> io::Result<End> {
        loop {
            // Whatever has come meanwhile is taken in before the one frame that shows it all.
            let events = self.ends.keyboard.wait(self.time_left())?;
            let mut taken: Vec<Message> = events.into_iter().map(Message::Event).collect();
            taken.extend(self.ends.messages.try_iter());
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
                Message::Event(_) | Message::Voted | Message::Ordered(..) => {
                    let event = self.event_of(message);
                    match event.map_or(Ok(Vec::new()), |event| self.update(event)) {
                        Ok(more) => effects.extend(more),
                        Err(end) => return Some(end),
                    }
                }
                Message::End(signal) => return Some(End::Signal(signal)),
                Message::Resized => {
                    if let Some(size) = terminal::size() {
                        effects.extend(self.app.update(self.clock.now(), Event::Resized(size)));
                    }
                }
                Message::Stop => effects.push(Effect::Suspend),
                Message::Continue => {
                    if let Err(error) = self.ends.guest.enter_again() {
                        return Some(End::Failed(terminal::cannot_use(&error)));
                    }
                    self.afresh = true;
                }
            }
        }
        self.act(effects)
    }

    /// What a message means to the talk.
    fn event_of(&mut self, message: Message) -> Option<Event> {
        match message {
            Message::Event(event) => Some(event),
            Message::Voted => Some(Event::Votes(self.room.as_ref()?.votes()?)),
            Message::Ordered(order, reply) => Some(self.room.as_mut()?.ordered(order, reply)),
            Message::Resized | Message::End(_) | Message::Stop | Message::Continue => None,
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
        if self.ends.guest.is_away() {
            return None;
        }
        let (app, next, depth) = (&mut self.app, &mut self.next, self.depth);
        let known = Some(&self.shown).filter(|_| !self.afresh);
        let drawn = self.guard.run(|| {
            app.settle();
            ui::draw(app, depth, next);
            ui::paint::changes(known, next)
        });
        let changes = match drawn {
            Ok(changes) => changes,
            Err(failure) => return self.recover(failure).or_else(|| self.draw()),
        };
        self.afresh = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        match self.ends.guest.send(&changes) {
            Ok(()) => None,
            Err(error) => Some(End::Failed(format!("the terminal is gone: {error}"))),
        }
    }

    /// Carries out effects, with one frame among them: what the worker is to do comes after it, so that
    /// it does not take the processor from the frame that somebody waits for.
    fn act(&mut self, effects: Vec<Effect>) -> Option<End> {
        if let Some(room) = &mut self.room {
            // Who is answered may look at once: what they see must be there before.
            room.tell(self.app.status());
            for effect in &effects {
                room.act(effect);
            }
        }
        for effect in &effects {
            match effect {
                Effect::Quit => return Some(End::Quit),
                Effect::Suspend if signals::has_shell() => {
                    self.ends.guest.leave();
                    signals::stop();
                }
                Effect::Suspend => self.app.notify("There is no shell to go back to"),
                Effect::Redraw => self.afresh = true,
                Effect::Read(_)
                | Effect::Colour(_)
                | Effect::Command(..)
                | Effect::Cast { .. }
                | Effect::Resume
                | Effect::Reply(..)
                | Effect::Texts(..) => {}
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
                Effect::Quit
                | Effect::Suspend
                | Effect::Redraw
                | Effect::Command(..)
                | Effect::Cast { .. }
                | Effect::Resume
                | Effect::Reply(..)
                | Effect::Texts(..) => continue,
            };
            let _ = self.ends.orders.send(job);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::assemble::Assembled;
    use crate::deck::{Deck, Slide};
    use crate::layout::Size;
    use crate::theme::Theme;

    /// A talk of two slides whose terminal is a file.
    fn stage(file: &tempfile::NamedTempFile) -> Stage {
        let slide = |id: &str| Slide { id: id.to_owned(), steps: 1, ..Slide::default() };
        let deck = Deck { slides: vec![slide("a"), slide("b")], ..Deck::default() };
        let assembled = Assembled { deck, whole: true, ..Assembled::default() };
        let [theme, ..] = Theme::ALL;
        let app = App::new(assembled, theme, Size { width: 80, height: 24 });
        let guest = Guest::in_file(file.reopen().unwrap());
        let keyboard = Keyboard::of(file.reopen().unwrap());
        let (orders, _) = mpsc::channel();
        let (_, messages) = mpsc::channel();
        Stage::new(app, Depth::None, Ends { guest, keyboard, messages, orders })
    }

    #[test]
    fn a_panic_is_told_on_its_slide_and_two_in_a_row_end_the_talk() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut stage = stage(&file);
        let failure = stage.guard.run(|| panic!("first")).unwrap_err();
        assert!(stage.recover(failure).is_none() && stage.draw().is_none());
        let drawn = std::fs::read_to_string(file.path()).unwrap();
        assert!(drawn.contains("This slide could not be shown") && drawn.contains("first"));
        // A frame that was drawn forgives the failure before it.
        let failure = stage.guard.run(|| panic!("second")).unwrap_err();
        assert!(stage.recover(failure).is_none());
        let failure = stage.guard.run(|| panic!("third")).unwrap_err();
        let Some(End::Failed(why)) = stage.recover(failure) else { panic!("the talk goes on") };
        assert!(why.contains("twice in a row") && why.contains("third"), "{why}");
    }

    #[test]
    fn a_stopped_talk_draws_nothing_until_it_goes_on() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut stage = stage(&file);
        stage.ends.guest.leave();
        let left = std::fs::read(file.path()).unwrap().len();
        assert!(stage.draw().is_none());
        assert_eq!(std::fs::read(file.path()).unwrap().len(), left);
    }
}
