//! The wait for whatever comes first: a key, the mouse, a message from another thread, the end of a time.

use std::fs::File;
use std::io::{self, IsTerminal as _, PipeReader, Read as _};
use std::os::fd::AsFd as _;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::Event;
use crate::keyboard::{Decoder, Typed};

/// Where keys come from, and the pipe that ends the wait for them.
#[derive(Debug)]
pub(super) struct Keyboard {
    tty: File,
    bell: PipeReader,
    decoder: Decoder,
}

/// How long an escape byte may stand alone before it is the key.
const ESCAPE: Duration = Duration::from_millis(30);

impl Keyboard {
    /// The terminal's keys: those of standard input, else, where the deck came from there, of the terminal
    /// that controls the program. A byte in the pipe `bell` ends a wait.
    pub(super) fn open(bell: PipeReader) -> io::Result<Self> {
        let stdin = io::stdin();
        let tty = if stdin.is_terminal() {
            File::from(stdin.as_fd().try_clone_to_owned()?)
        } else {
            File::open("/dev/tty")?
        };
        Ok(Self { tty, bell, decoder: Decoder::default() })
    }

    /// Waits until something comes, for as long as given or without end, and takes all there is.
    pub(super) fn wait(&mut self, time: Option<Duration>) -> io::Result<Vec<Event>> {
        let waits = self.decoder.waits();
        let time = if waits { Some(time.unwrap_or(ESCAPE).min(ESCAPE)) } else { time };
        let (typed, rung) = self.look(time)?;
        if rung {
            // What the bytes are is of no matter: whoever rang left a message elsewhere.
            let _ = self.bell.read(&mut [0; 256])?;
        }
        let typed = if typed {
            self.read()?
        } else if waits && !rung {
            self.decoder.give_up()
        } else {
            Vec::new()
        };
        Ok(typed.into_iter().map(event).collect())
    }

    /// Waits for keys and for the bell; which of them came.
    fn look(&self, time: Option<Duration>) -> io::Result<(bool, bool)> {
        let time = time.and_then(|time| Timespec::try_from(time).ok());
        let mut ready =
            [PollFd::new(&self.tty, PollFlags::IN), PollFd::new(&self.bell, PollFlags::IN)];
        match poll(&mut ready, time.as_ref()) {
            Ok(_) => {
                let [tty, bell] = ready;
                Ok((!tty.revents().is_empty(), !bell.revents().is_empty()))
            }
            // A signal came, which another thread tells of.
            Err(Errno::INTR) => Ok((false, false)),
            Err(error) => Err(error.into()),
        }
    }

    fn read(&mut self) -> io::Result<Vec<Typed>> {
        let mut bytes = [0; 4096];
        let count = self.tty.read(&mut bytes)?;
        if count == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the terminal is gone"));
        }
        Ok(self.decoder.take(bytes.get(..count).unwrap_or_default()))
    }
}

fn event(typed: Typed) -> Event {
    match typed {
        Typed::Key(key) => Event::Key(key),
        Typed::Pasted(text) => Event::Pasted(text),
        Typed::Wheel(lines) => Event::Wheel(lines),
        Typed::Click { x, y } => Event::Click { x, y },
    }
}

#[cfg(test)]
impl Keyboard {
    /// A keyboard that is a file.
    pub(super) fn of(tty: File) -> Self {
        let (bell, _) = io::pipe().unwrap();
        Self { tty, bell, decoder: Decoder::default() }
    }
}
