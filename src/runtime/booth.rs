//! What every small loop beside the stage needs: a terminal, its keys, signals, and frames.

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

/// A terminal that is ours, while this lives.
pub(super) struct Booth {
    guest: Guest,
    keyboard: Keyboard,
    messages: Receiver<Message>,
    size: Size,
    /// What the terminal shows.
    shown: Frame,
    /// The next screen, while it is drawn.
    next: Frame,
    /// Whether every cell must be sent, whatever is thought to be shown.
    afresh: bool,
}

impl Booth {
    /// Takes over the terminal; the mailbox ends a wait.
    pub(super) fn open() -> Result<(Self, Mailbox), String> {
        let signals =
            signals::listen().map_err(|error| format!("cannot listen to signals: {error}"))?;
        let guest = Guest::enter(Output::stdout()).map_err(|error| terminal::cannot_use(&error))?;
        let (sender, messages) = mpsc::channel();
        let opened = io::pipe().and_then(|(rings, bell)| Ok((Keyboard::open(rings)?, bell)));
        let (keyboard, bell) = opened.map_err(|error| terminal::cannot_use(&error))?;
        let mailbox = Mailbox { sender, bell: bell.into() };
        signals::spawn(signals, mailbox.clone())
            .map_err(|error| format!("cannot start a thread: {error}"))?;
        let booth = Self {
            guest,
            keyboard,
            messages,
            size: terminal::size().unwrap_or(Size { width: 80, height: 24 }),
            shown: Frame::default(),
            next: Frame::default(),
            afresh: true,
        };
        Ok((booth, mailbox))
    }

    /// The measure of the screen.
    pub(super) fn size(&self) -> Size {
        self.size
    }

    /// Brings the terminal up to date with what is drawn.
    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<()> {
        if self.guest.is_away() {
            return Ok(());
        }
        draw(&mut self.next);
        let known = Some(&self.shown).filter(|_| !self.afresh);
        let changes = ui::paint::changes(known, &self.next);
        self.afresh = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        self.guest.send(&changes)
    }

    /// Waits until something comes, for as long as given or without end.
    pub(super) fn wait(&mut self, time: Option<Duration>) -> io::Result<Vec<Event>> {
        self.keyboard.wait(time)
    }

    /// Does what signals ask for; how it ends, if it does.
    pub(super) fn obey(&mut self) -> Option<End> {
        let messages: Vec<Message> = self.messages.try_iter().collect();
        for message in messages {
            match message {
                Message::End(signal) => return Some(End::Signal(signal)),
                Message::Resized => self.size = terminal::size().unwrap_or(self.size),
                Message::Stop => self.stop(),
                Message::Continue => {
                    if let Err(error) = self.guest.enter_again() {
                        return Some(End::Failed(terminal::cannot_use(&error)));
                    }
                    self.afresh = true;
                }
                Message::Event(_) | Message::Voted | Message::Ordered(..) => {}
            }
        }
        None
    }

    /// Stops for a while, where a shell can let it go on.
    pub(super) fn stop(&mut self) {
        if signals::has_shell() {
            self.guest.leave();
            signals::stop();
        }
    }
}

/// Runs a loop to its end: the exit code, or a sentence. The terminal is given back with what the loop owns.
pub(super) fn run(talk: impl FnOnce() -> io::Result<End>) -> Result<ExitCode, String> {
    let guard = Guard::install();
    match panic::catch_unwind(AssertUnwindSafe(talk)) {
        Ok(Ok(End::Quit)) => Ok(ExitCode::SUCCESS),
        // What a shell reports of a program that a signal ended.
        Ok(Ok(End::Signal(number))) => Ok(ExitCode::from(128 + number)),
        Ok(Ok(End::Failed(why))) => Err(why),
        Ok(Err(error)) => Err(format!("no more keys can be read: {error}")),
        Err(panic) => Err(format!("roundtable made a mistake: {}", guard.describe(&*panic))),
    }
}
