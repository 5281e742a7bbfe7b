//! A terminal and its keyboard, signals and frames, for every loop that draws on one.

use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use super::guard::Guard;
use super::input::Keyboard;
use super::terminal::{self, Guest, Output};
use super::{End, Mailbox, Message, signals};
use crate::app::Event;
use crate::layout::Size;
use crate::ui::{self, Frame};

/// What a loop holds of the terminal. Dropping it gives the terminal back.
pub(super) struct Session {
    /// The measure of the screen.
    pub(super) size: Size,
    guest: Guest,
    keyboard: Keyboard,
    messages: Receiver<Message>,
    /// What the terminal shows, and the next screen while it is drawn.
    shown: Frame,
    next: Frame,
    /// Whether every cell must be sent, whatever is thought to be shown.
    afresh: bool,
}

impl Session {
    /// Takes over the terminal and listens to signals. Other threads can leave messages in the mailbox.
    pub(super) fn open() -> Result<(Self, Mailbox), String> {
        let signals =
            signals::listen().map_err(|error| format!("cannot listen to signals: {error}"))?;
        let guest = Guest::enter(Output::stdout()).map_err(|error| terminal::cannot_use(&error))?;
        let (sender, messages) = mpsc::channel();
        let opened = io::pipe().and_then(|(rings, bell)| Ok((Keyboard::open(rings)?, bell)));
        let (keyboard, bell) = opened.map_err(|error| terminal::cannot_use(&error))?;
        let mailbox = Mailbox { sender, bell: bell.into() };
        let started = signals::spawn(signals, mailbox.clone());
        started.map_err(|error| format!("cannot start a thread: {error}"))?;
        let session = Self {
            size: terminal::size().unwrap_or(Size { width: 80, height: 24 }),
            guest,
            keyboard,
            messages,
            shown: Frame::default(),
            next: Frame::default(),
            afresh: true,
        };
        Ok((session, mailbox))
    }

    /// Brings the terminal up to date.
    pub(super) fn show(&mut self, draw: impl FnOnce(&mut Frame)) -> Option<End> {
        if self.guest.is_away() {
            return None;
        }
        draw(&mut self.next);
        let known = Some(&self.shown).filter(|_| !self.afresh);
        let changes = ui::paint::changes(known, &self.next);
        self.afresh = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        let sent = self.guest.send(&changes);
        sent.err().map(|error| End::Failed(format!("the terminal is gone: {error}")))
    }

    /// From now on nothing is thought to be shown.
    pub(super) fn redraw(&mut self) {
        self.afresh = true;
    }

    /// Waits for a key, for a message, or for so long.
    pub(super) fn wait(&mut self, time: Option<Duration>) -> io::Result<Vec<Event>> {
        self.keyboard.wait(time)
    }

    /// What other threads have left.
    pub(super) fn messages(&self) -> Vec<Message> {
        self.messages.try_iter().collect()
    }

    /// Does what signals ask for; how it ends, if it does.
    pub(super) fn obey(&mut self, message: &Message) -> Option<End> {
        match message {
            Message::End(signal) => return Some(End::Signal(*signal)),
            Message::Resized => self.size = terminal::size().unwrap_or(self.size),
            Message::Stop => {
                self.suspend();
            }
            Message::Continue => {
                if let Err(error) = self.guest.enter_again() {
                    return Some(End::Failed(terminal::cannot_use(&error)));
                }
                self.afresh = true;
            }
            Message::Event(_) | Message::Voted | Message::Door(_) | Message::Ordered(..) => {}
        }
        None
    }

    /// Gives the terminal back and stops until the shell lets the program go on; whether there is a shell.
    pub(super) fn suspend(&mut self) -> bool {
        let has_shell = signals::has_shell();
        if has_shell {
            self.guest.leave();
            signals::stop();
        }
        has_shell
    }
}

#[cfg(test)]
impl Session {
    /// A terminal of 80x24 that is a file: what would be drawn can be read there.
    pub(super) fn in_file(file: &tempfile::NamedTempFile) -> Self {
        let (_, messages) = mpsc::channel();
        Self {
            size: Size { width: 80, height: 24 },
            guest: Guest::in_file(file.reopen().unwrap()),
            keyboard: Keyboard::of(file.reopen().unwrap()),
            messages,
            shown: Frame::default(),
            next: Frame::default(),
            afresh: true,
        }
    }

    /// Gives the terminal back without a stop.
    pub(super) fn leave(&mut self) {
        self.guest.leave();
    }
}

/// Runs a loop; how it ended, also where it made a mistake.
pub(super) fn run(what: impl FnOnce() -> io::Result<End>) -> End {
    let guard = Guard::install();
    match panic::catch_unwind(AssertUnwindSafe(what)) {
        Ok(Ok(end)) => end,
        Ok(Err(error)) => End::Failed(format!("no more keys can be read: {error}")),
        Err(panic) => {
            End::Failed(format!("roundtable made a mistake: {}", guard.describe(&*panic)))
        }
    }
}

impl End {
    /// What the program exits with, or a sentence for its user.
    pub(super) fn told(self) -> Result<ExitCode, String> {
        match self {
            Self::Quit => Ok(ExitCode::SUCCESS),
            // What a shell reports of a program that a signal ended.
            Self::Signal(number) => Ok(ExitCode::from(128 + number)),
            Self::Failed(why) => Err(why),
        }
    }
}
