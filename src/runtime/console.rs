//! The loop of the speaker's second terminal.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use super::clock::Clock;
use super::session::{self, Session};
use super::talk::{Talks, Told};
use super::worker::{self, Job};
use super::{End, Message};
use crate::app;
use crate::console::{Console, Effect, Event};
use crate::remote::{Asked, Done, Heard, TalkWriter, Wheel};
use crate::theme::{Depth, Theme};
use crate::ui;

/// Shows the speaker the talk that runs, on this terminal, until they close it; the exit code, or a sentence. The
/// other consoles know this one by its name.
pub fn console(
    socket: PathBuf,
    name: Option<String>,
    theme: &'static Theme,
    depth: Depth,
) -> Result<ExitCode, String> {
    let (session, mailbox) = Session::open()?;
    let talks = Talks::find(socket, mailbox.clone())?;
    let (orders, jobs) = mpsc::channel();
    let started = worker::spawn(None, jobs, mailbox);
    started.map_err(|error| format!("cannot start a thread: {error}"))?;
    let console = Console::new(theme, session.size);
    let clock = Clock::start();
    let mut desk = Desk { console, name, depth, clock, session, talks, orders, talk: None };
    session::run(|| desk.run()).told()
}

struct Desk {
    console: Console,
    name: Option<String>,
    depth: Depth,
    clock: Clock,
    session: Session,
    talks: Talks,
    orders: Sender<Job>,
    /// Where the talk is asked, while there is one.
    talk: Option<TalkWriter>,
}

impl Desk {
    fn run(&mut self) -> io::Result<End> {
        loop {
            if let Some(end) = self.draw() {
                return Ok(end);
            }
            let events = self.session.wait(self.time_left())?;
            let mut taken: Vec<Event> = events.into_iter().filter_map(translate).collect();
            let told = self.talks.told();
            taken.extend(told.into_iter().filter_map(|told| self.event_of(told)));
            for message in self.session.messages() {
                if let Some(end) = self.session.obey(&message) {
                    return Ok(end);
                }
                match message {
                    Message::Event(event) => taken.extend(translate(event)),
                    Message::Resized | Message::Continue => {
                        taken.push(Event::Resized(self.session.size));
                    }
                    Message::Voted
                    | Message::Door(_)
                    | Message::Ordered(..)
                    | Message::End(_)
                    | Message::Stop => {}
                }
            }
            if self.time_left() == Some(Duration::ZERO) {
                taken.push(Event::Tick);
            }
            for event in taken {
                if let Some(end) = self.take_in(event) {
                    return Ok(end);
                }
            }
        }
    }

    fn draw(&mut self) -> Option<End> {
        let Self { console, session, depth, .. } = self;
        console.settle();
        session.show(|frame| ui::console::draw(console, *depth, frame))
    }

    fn time_left(&self) -> Option<Duration> {
        Some(self.console.deadline()?.saturating_sub(self.clock.now().monotonic))
    }

    /// What the talk tells, as an event; and where it is asked from now on.
    fn event_of(&mut self, told: Told) -> Option<Event> {
        Some(match told {
            Told::Joined(writer, _) => {
                self.talk = Some(writer);
                Event::Joined
            }
            // It is told again as to a console.
            Told::Heard(Heard::State(_)) => return None,
            Told::Heard(Heard::Stage { status, backstage, consoles }) => {
                Event::Told { status, backstage, consoles }
            }
            Told::Heard(Heard::Answer { result, .. }) => Event::Answered(result.map(said)),
            Told::Gone(why) => {
                self.talk = None;
                Event::Gone(why)
            }
        })
    }

    fn take_in(&mut self, event: Event) -> Option<End> {
        let effects = self.console.update(self.clock.now(), event);
        for effect in effects {
            match effect {
                Effect::Quit => return Some(End::Quit),
                Effect::Redraw => self.session.redraw(),
                Effect::Suspend => {
                    if !self.session.suspend() {
                        self.console.notify("There is no shell to go back to");
                    }
                }
                Effect::Colour(blocks) => {
                    // Without the worker code stays plain.
                    let _ = self.orders.send(Job::Colour(blocks));
                }
                Effect::Follow { drive } => {
                    let name = self.name.clone();
                    self.ask(|talk| talk.agree(Wheel::Follow { name, drive }));
                }
                Effect::TakeWheel => self.ask(|talk| talk.agree(Wheel::Drive(None))),
                Effect::GiveWheel(to) => self.ask(|talk| talk.agree(Wheel::Drive(Some(to)))),
                Effect::Order(order) => self.ask(|talk| talk.ask(Asked::Order(order))),
            }
        }
        None
    }

    fn ask(&mut self, ask: impl FnOnce(&mut TalkWriter) -> io::Result<u64>) {
        let asked = match &mut self.talk {
            Some(talk) => ask(talk).map(drop).map_err(|error| format!("The talk is gone: {error}")),
            None => Err("No talk is running".to_owned()),
        };
        if let Err(why) = asked {
            self.console.notify(why);
        }
    }
}

/// What the stage would have said.
fn said(done: Done) -> Option<String> {
    match done {
        Done::Said(said) => Some(said),
        Done::Order | Done::Texts(_) | Done::Consoles(_) | Done::Recorded { .. } => None,
    }
}

fn translate(event: app::Event) -> Option<Event> {
    match event {
        app::Event::Key(key) => Some(Event::Key(key)),
        app::Event::Pasted(text) => Some(Event::Pasted(text)),
        app::Event::Wheel(lines) => Some(Event::Wheel(lines)),
        app::Event::Click { y, .. } => Some(Event::Click(y)),
        app::Event::Coloured { language, source, lines } => {
            Some(Event::Coloured { language, source, lines })
        }
        _ => None,
    }
}
