//! The loop for one person who reads discussion points and writes answers: nothing that was typed is lost, however
//! it ends.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use super::clock::{self, Clock};
use super::session::{self, Session};
use super::worker::{self, Job};
use super::{End, Mailbox, Message};
use crate::answers;
use crate::app;
use crate::browse::{Browse, Effect, Event, OwnAnswer, Past};
use crate::source::Source;
use crate::store::Archive;
use crate::theme::Depth;
use crate::ui;

/// How the reading of points ended.
#[derive(Debug)]
pub struct Left {
    /// The exit code, or a sentence.
    pub end: Result<ExitCode, String>,
    /// The answers that could not be saved.
    pub unsaved: Vec<OwnAnswer>,
    /// Why they could not.
    pub why: Option<String>,
}

/// Shows points on this terminal until somebody leaves. Without a folder for data, a sentence says why, answers are
/// not saved.
pub fn browse(
    browse: Browse,
    source: Source,
    depth: Depth,
    folder: Result<PathBuf, String>,
) -> Left {
    let (session, mailbox) = match Session::open() {
        Ok(opened) => opened,
        Err(why) => return Left { end: Err(why), unsaved: Vec::new(), why: None },
    };
    let (orders, jobs) = mpsc::channel();
    let (tell, told) = mpsc::channel();
    let clock = Clock::start();
    let mut reader = Reader { browse, session, depth, folder, clock, orders, told, why: None };
    let aids = Aids { source, jobs, tell, mailbox };
    let end = session::run(|| reader.run(aids));
    // Whatever ended it, also a mistake or a terminal that is gone.
    let rest = reader.browse.save();
    let _ = reader.carry_out(rest);
    let (unsaved, why) = (reader.browse.unsaved(), reader.why.take());
    // This gives the terminal back.
    drop(reader);
    Left { end: end.told(), unsaved, why }
}

/// What other threads begin with once the first frame is out.
struct Aids {
    source: Source,
    jobs: Receiver<Job>,
    tell: Sender<Vec<Past>>,
    mailbox: Mailbox,
}

struct Reader {
    browse: Browse,
    session: Session,
    depth: Depth,
    folder: Result<PathBuf, String>,
    clock: Clock,
    orders: Sender<Job>,
    /// What earlier talks gave, once it is read.
    told: Receiver<Vec<Past>>,
    /// Why the answers could not be saved when it was tried last.
    why: Option<String>,
}

impl Reader {
    fn run(&mut self, aids: Aids) -> io::Result<End> {
        self.take_in(Event::Resized(self.session.size));
        if let Some(end) = self.draw() {
            return Ok(end);
        }
        self.start(aids)?;
        loop {
            let events = self.session.wait(self.time_left())?;
            let mut taken: Vec<Event> = events.into_iter().filter_map(translate).collect();
            taken.extend(self.told.try_iter().map(Event::Past));
            let messages = self.session.messages();
            let mut end = None;
            for message in messages {
                // Whoever stops it may never let it go on.
                if matches!(message, Message::Stop) {
                    let rest = self.browse.save();
                    self.carry_out(rest);
                }
                end = end.or_else(|| self.session.obey(&message));
                match message {
                    Message::Event(event) => taken.extend(translate(event)),
                    Message::Resized => taken.push(Event::Resized(self.session.size)),
                    Message::Voted
                    | Message::Door(_)
                    | Message::Ordered(..)
                    | Message::End(_)
                    | Message::Stop
                    | Message::Continue => {}
                }
            }
            if self.time_left() == Some(Duration::ZERO) {
                taken.push(Event::Pause);
            }
            for event in taken {
                if let Some(end) = self.take_in(event) {
                    return Ok(end);
                }
            }
            if let Some(end) = end.or_else(|| self.draw()) {
                return Ok(end);
            }
        }
    }

    /// Starts what nobody should wait for.
    fn start(&self, aids: Aids) -> io::Result<()> {
        let Aids { source, jobs, tell, mailbox } = aids;
        worker::spawn(Some(source), jobs, mailbox.clone())?;
        let Some(folder) = self.folder.clone().ok().filter(|_| self.browse.has_polls()) else {
            return Ok(());
        };
        let title = self.browse.title().to_owned();
        let read = move || {
            let past = past(&folder, &title);
            // Nobody waits any more where this fails.
            let _ = tell.send(past).is_ok() && mailbox.ring().is_ok();
        };
        thread::Builder::new().name("past".to_owned()).spawn(read).map(drop)
    }

    fn draw(&mut self) -> Option<End> {
        let Self { browse, session, depth, .. } = self;
        browse.settle();
        session.show(|frame| ui::browse::draw(browse, *depth, frame))
    }

    fn time_left(&self) -> Option<Duration> {
        Some(self.browse.deadline()?.saturating_sub(self.clock.now().monotonic))
    }

    fn take_in(&mut self, event: Event) -> Option<End> {
        let effects = self.browse.update(self.clock.now().monotonic, event);
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Option<End> {
        for effect in effects {
            match effect {
                Effect::Quit => return Some(End::Quit),
                Effect::Save(changes) => {
                    let saved = match &self.folder {
                        Ok(folder) => answers::save(folder, &changes),
                        Err(why) => Err(why.clone()),
                    };
                    self.why = saved.as_ref().err().cloned();
                    // What is saved asks for nothing more.
                    self.browse.update(self.clock.now().monotonic, Event::Saved(saved));
                }
                // Without the worker code stays plain.
                Effect::Colour(blocks) => {
                    let _ = self.orders.send(Job::Colour(blocks));
                }
                Effect::Redraw => self.session.redraw(),
                Effect::Suspend => {
                    if !self.session.suspend() {
                        self.browse.notify("There is no shell to go back to");
                    }
                }
            }
        }
        None
    }
}

fn translate(event: app::Event) -> Option<Event> {
    match event {
        app::Event::Key(key) => Some(Event::Key(key)),
        app::Event::Pasted(text) => Some(Event::Pasted(text)),
        app::Event::Wheel(lines) => Some(Event::Wheel(lines)),
        app::Event::Click { y, .. } => Some(Event::Click(y)),
        app::Event::Coloured { language, source, lines } => {
            Some(Event::Coloured(language, source, lines))
        }
        _ => None,
    }
}

/// What the talks of this title gave, the latest first. They are an extra: a file that cannot be read gives none.
fn past(folder: &Path, title: &str) -> Vec<Past> {
    let Ok(Some(archive)) = Archive::open(folder) else { return Vec::new() };
    let sessions = archive.sessions().unwrap_or_default();
    let same = sessions.into_iter().filter(|session| session.title == title && session.rounds > 0);
    let past = same.filter_map(|session| {
        let date = clock::date(session.started_ms);
        let name = match &session.name {
            Some(name) => format!("{name}, {date}"),
            None => format!("Session {}, {date}", session.id),
        };
        Some(Past { name, votes: archive.votes(session.id).ok()? })
    });
    past.collect()
}
