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

use crate::action::Order;
use crate::app::{App, Effect, Event, Reading};
use crate::remote::Reply;
use crate::source::Source;
use crate::store::Door;
use crate::theme::Depth;
use crate::ui;

mod assess;
mod audience;
mod browse;
mod clock;
mod console;
mod guard;
mod headless;
mod input;
mod kiosk;
mod room;
mod session;
mod signals;
mod talk;
pub mod terminal;
mod worker;

pub use assess::{Study, assess, write};
pub use browse::{Left, browse};
use clock::Clock;
pub use clock::{unix_ms, utc_offset};
pub use console::console;
use guard::{Failure, Guard};
pub use headless::{Told, serve};
pub use kiosk::vote;
pub use room::Desk;
use room::Room;
use session::Session;
use worker::Job;

/// What other threads tell the one that owns the talk.
#[derive(Debug)]
enum Message {
    /// Something that the talk takes in.
    Event(Event),
    /// There are newer votes.
    Voted,
    /// How the room comes in.
    Door(Door),
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

/// Gives a talk on this terminal until it ends; how it ended, and the talk as it was then, once the terminal is given
/// back.
/// Without a desk, a sentence says why, the talk is given without votes.
pub fn present(
    app: App,
    source: Source,
    depth: Depth,
    desk: Result<Desk, String>,
) -> Result<Given, String> {
    let (session, mailbox) = Session::open()?;
    let (orders, jobs) = mpsc::channel();
    let threads = Threads { source, jobs, mailbox, desk };
    let mut stage = Stage::new(app, depth, session, orders);
    let end = stage.run(threads);
    // The clock of a talk that ends stands where it ended.
    stage.app.now = Some(stage.clock.now());
    // The stage's end gives the terminal back.
    let Stage { app, .. } = stage;
    Ok(Given { end: end.told(), app })
}

/// A talk that was given.
#[derive(Debug)]
pub struct Given {
    /// The exit code, or a sentence for the speaker.
    pub end: Result<ExitCode, String>,
    /// The talk as it was at its end.
    pub app: App,
}

/// What the other threads are made of.
struct Threads {
    source: Source,
    jobs: Receiver<Job>,
    mailbox: Mailbox,
    desk: Result<Desk, String>,
}

/// The talk, the terminal, and what connects them.
struct Stage {
    app: App,
    depth: Depth,
    session: Session,
    orders: Sender<Job>,
    clock: Arc<Clock>,
    guard: Guard,
    room: Option<Room>,
}

impl Stage {
    fn new(app: App, depth: Depth, session: Session, orders: Sender<Job>) -> Self {
        let (clock, guard) = (Arc::new(Clock::start()), Guard::install());
        Self { app, depth, session, orders, clock, guard, room: None }
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
        let Threads { source, jobs, mailbox, desk } = threads;
        self.app.now = Some(self.clock.now());
        self.app.size = self.session.size;
        if let Some(end) = self.draw() {
            return Ok(Some(end));
        }
        worker::spawn(Some(source), jobs, mailbox.clone())?;
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
            let events = self.session.wait(self.time_left())?;
            let mut taken: Vec<Message> = events.into_iter().map(Message::Event).collect();
            taken.extend(self.session.messages());
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
                Message::Door(door) => {
                    if let Some(room) = &mut self.room {
                        room.take_door(door);
                    }
                }
                Message::Event(_) | Message::Voted | Message::Ordered(..) => {
                    let event = self.event_of(message);
                    match event.map_or(Ok(Vec::new()), |event| self.update(event)) {
                        Ok(more) => effects.extend(more),
                        Err(end) => return Some(end),
                    }
                }
                // What has come before it is carried out first.
                Message::Stop => effects.push(Effect::Suspend),
                Message::End(_) | Message::Resized | Message::Continue => {
                    if let Some(end) = self.session.obey(&message) {
                        return Some(end);
                    }
                    let resized = Event::Resized(self.session.size);
                    effects.extend(self.app.update(self.clock.now(), resized));
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
            Message::Door(_)
            | Message::Resized
            | Message::End(_)
            | Message::Stop
            | Message::Continue => None,
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
        let (app, session, depth) = (&mut self.app, &mut self.session, self.depth);
        let drawn = self.guard.run(|| {
            session.show(|frame| {
                app.settle();
                ui::draw(app, depth, frame);
            })
        });
        match drawn {
            Ok(end) => end,
            Err(failure) => self.recover(failure).or_else(|| self.draw()),
        }
    }

    /// Carries out effects, with one frame among them: what the worker is to do comes after it, so that
    /// it does not take the processor from the frame that somebody waits for.
    fn act(&mut self, effects: Vec<Effect>) -> Option<End> {
        if let Some(room) = &mut self.room {
            // Who is answered may look at once: what they see must be there before.
            room.tell(&self.app);
            for effect in &effects {
                room.act(effect);
            }
        }
        for effect in &effects {
            match effect {
                Effect::Quit => return Some(End::Quit),
                Effect::Suspend => {
                    if !self.session.suspend() {
                        self.app.notify("There is no shell to go back to");
                    }
                }
                Effect::Redraw => self.session.redraw(),
                Effect::Read(_)
                | Effect::Colour(_)
                | Effect::Command(..)
                | Effect::Cast { .. }
                | Effect::Capture { .. }
                | Effect::Note { .. }
                | Effect::OpenRoom
                | Effect::Resume
                | Effect::Reply(..)
                | Effect::Said(..)
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
                | Effect::Capture { .. }
                | Effect::Note { .. }
                | Effect::OpenRoom
                | Effect::Resume
                | Effect::Reply(..)
                | Effect::Said(..)
                | Effect::Texts(..) => continue,
            };
            let _ = self.orders.send(job);
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
        let (orders, _) = mpsc::channel();
        Stage::new(app, Depth::None, Session::in_file(file), orders)
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
        stage.session.leave();
        let left = std::fs::read(file.path()).unwrap().len();
        assert!(stage.draw().is_none());
        assert_eq!(std::fs::read(file.path()).unwrap().len(), left);
    }
}
