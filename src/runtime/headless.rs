//! A talk without a stage: the room and the orders of other processes, on a machine where nobody looks.

use std::io::{self, PipeReader, Read as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::clock::Clock;
use super::room::{Desk, Room};
use super::{End, Mailbox, Message, session, signals};
use crate::app::{App, Effect, Event, RoomNews};
use crate::layout::Join;

/// What happens while nobody looks, for whoever started it.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// The room can be joined.
    Open {
        /// How.
        join: &'a Join,
        /// The number of the session in the data file, once there is something to keep.
        session: i64,
    },
    /// A sentence for whoever reads errors.
    Notice(&'a str),
}

/// Serves a talk until it is told to end; the exit code, or a sentence.
pub fn serve(
    app: App,
    desk: Desk,
    tell: impl FnMut(Told<'_>) -> io::Result<()>,
) -> Result<ExitCode, String> {
    let signals =
        signals::listen().map_err(|error| format!("cannot listen to signals: {error}"))?;
    let (sender, messages) = mpsc::channel();
    let (rings, bell) = io::pipe().map_err(|error| format!("cannot make a pipe: {error}"))?;
    let mailbox = Mailbox { sender, bell: bell.into() };
    signals::spawn(signals, mailbox.clone())
        .map_err(|error| format!("cannot start a thread: {error}"))?;
    let clock = Arc::new(Clock::start());
    let room = Room::open(desk, mailbox, Arc::clone(&clock))?;
    let mut talk = Headless { app, room, clock, rings, messages, tell, opened: false, told: None };
    let end = session::run(|| talk.run());
    talk.room.end();
    match end {
        // Who serves a room ends it by a signal.
        End::Signal(_) | End::Quit => Ok(ExitCode::SUCCESS),
        failed @ End::Failed(_) => failed.told(),
    }
}

struct Headless<F> {
    app: App,
    room: Room,
    clock: Arc<Clock>,
    rings: PipeReader,
    messages: Receiver<Message>,
    tell: F,
    /// Whether the room was ever open.
    opened: bool,
    /// The notice that was told last.
    told: Option<String>,
}

impl<F: FnMut(Told<'_>) -> io::Result<()>> Headless<F> {
    fn run(&mut self) -> io::Result<End> {
        self.app.now = Some(self.clock.now());
        self.room.tell(&self.app);
        loop {
            self.wait()?;
            let mut effects = Vec::new();
            let messages: Vec<Message> = self.messages.try_iter().collect();
            for message in messages {
                let event = match message {
                    Message::Event(Event::Opened(Err(why))) => return Ok(End::Failed(why)),
                    // Nobody looks here for a second attempt.
                    Message::Event(Event::Room(RoomNews::Trouble(why))) if !self.opened => {
                        return Ok(End::Failed(why));
                    }
                    Message::Event(event) => Some(event),
                    Message::Voted => self.room.votes().map(Event::Votes),
                    Message::Ordered(order, reply) => Some(self.room.ordered(order, reply)),
                    Message::Door(door) => {
                        self.room.take_door(door);
                        None
                    }
                    Message::End(signal) => return Ok(End::Signal(signal)),
                    Message::Resized | Message::Stop | Message::Continue => None,
                };
                if let Some(event) = event {
                    self.say(&event)?;
                    effects.extend(self.app.update(self.clock.now(), event));
                }
            }
            if self.time_left() == Some(Duration::ZERO) {
                effects.extend(self.app.update(self.clock.now(), Event::Tick));
            }
            self.room.tell(&self.app);
            for effect in &effects {
                self.room.act(effect);
            }
            if effects.contains(&Effect::Quit) {
                return Ok(End::Quit);
            }
        }
    }

    /// Tells what whoever started this must know.
    fn say(&mut self, event: &Event) -> io::Result<()> {
        let notice = match event {
            // After a fault it is open again where it was.
            Event::Room(RoomNews::Open(_)) if self.opened => None,
            Event::Room(RoomNews::Open(join)) => {
                self.opened = true;
                let session = self.room.session();
                return (self.tell)(Told::Open { join, session });
            }
            Event::Room(RoomNews::Trouble(why) | RoomNews::Notice(why)) | Event::Trouble(why) => {
                Some(why.clone())
            }
            Event::Opened(Ok(opened)) => opened.notice.clone(),
            _ => None,
        };
        match notice {
            Some(notice) if self.told.as_ref() != Some(&notice) => {
                (self.tell)(Told::Notice(&notice))?;
                self.told = Some(notice);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The time until something is due.
    fn time_left(&self) -> Option<Duration> {
        let deadline = self.app.deadline()?;
        Some(deadline.saturating_sub(self.clock.now().monotonic))
    }

    /// Waits for a message, or until something is due.
    fn wait(&mut self) -> io::Result<()> {
        let time = self.time_left().and_then(|time| Timespec::try_from(time).ok());
        let mut ready = [PollFd::new(&self.rings, PollFlags::IN)];
        match poll(&mut ready, time.as_ref()) {
            Ok(0) | Err(Errno::INTR) => Ok(()),
            Ok(_) => self.rings.read(&mut [0; 4096]).map(drop),
            Err(error) => Err(error.into()),
        }
    }
}
