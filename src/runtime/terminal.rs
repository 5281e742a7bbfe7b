//! The terminal is a guest room: it is given back as it was found, however the program leaves.

use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::os::fd::AsFd as _;
use std::time::Duration;

use crossterm::terminal;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use crate::layout::Size;

/// Takes the alternate screen, hides the cursor, asks for wheel and clicks (1000, 1006) and for pasted
/// text to be marked as such (2004).
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[m\x1b[H\x1b[2J";

/// Undoes each of these, last first, and ends a frame that was cut off.
const LEAVE: &str = "\x1b[?2026l\x1b[m\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[?25h\x1b[?1049l";

/// Marks the beginning and the end of what is to appear at once (synchronised output, 2026).
const TOGETHER: (&str, &str) = ("\x1b[?2026h", "\x1b[?2026l");

/// Frames shorter than this are drawn in one go anyway.
const SHORT: usize = 400;

/// How long a terminal that takes nothing may hold up the end of the program.
const GOODBYE: Duration = Duration::from_secs(1);

/// Where frames go.
#[derive(Debug)]
pub struct Output {
    file: File,
}

impl Output {
    /// Standard output, unbuffered: a frame is one write.
    pub fn stdout() -> io::Result<Self> {
        let file = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        Ok(Self { file })
    }

    /// Writes all of it. Any program that shares the terminal may have told it not to block: then this
    /// waits until it takes more, at most as long as given.
    fn write(&mut self, text: &str, at_most: Option<Duration>) -> io::Result<()> {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            match self.file.write(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.wait(at_most)?,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn wait(&self, at_most: Option<Duration>) -> io::Result<()> {
        let time = at_most.and_then(|time| Timespec::try_from(time).ok());
        let mut ready = [PollFd::new(&self.file, PollFlags::OUT)];
        match poll(&mut ready, time.as_ref()) {
            Ok(0) => Err(io::ErrorKind::TimedOut.into()),
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The terminal, while it is ours. Dropping it gives it back.
#[derive(Debug)]
pub struct Guest {
    output: Output,
    away: bool,
}

impl Guest {
    /// Takes over the terminal.
    pub fn enter(output: io::Result<Output>) -> io::Result<Self> {
        let mut guest = Self { output: output?, away: true };
        guest.take()?;
        Ok(guest)
    }

    fn take(&mut self) -> io::Result<()> {
        terminal::enable_raw_mode()?;
        self.away = false;
        self.output.write(ENTER, None)
    }

    /// Takes over the terminal once more, whether or not it was given back meanwhile: a shell may have
    /// changed its modes.
    pub fn enter_again(&mut self) -> io::Result<()> {
        // The modes to come back to are those of the first time; the shell's own are the same.
        terminal::disable_raw_mode()?;
        self.take()
    }

    /// Gives the terminal back.
    pub fn leave(&mut self) {
        if std::mem::replace(&mut self.away, true) {
            return;
        }
        // A terminal that is gone needs nothing back.
        let _ = self.output.write(LEAVE, Some(GOODBYE));
        let _ = terminal::disable_raw_mode();
    }

    /// Whether the terminal is not ours at the moment.
    pub fn is_away(&self) -> bool {
        self.away
    }

    /// Sends a frame's changes; nothing where there are none.
    pub fn send(&mut self, changes: &str) -> io::Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        if changes.len() < SHORT {
            return self.output.write(changes, None);
        }
        let (begin, end) = TOGETHER;
        self.output.write(&[begin, changes, end].concat(), None)
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.leave();
    }
}

/// The measure of the screen, if the terminal tells one.
pub fn size() -> Option<Size> {
    let (width, height) = terminal::size().ok()?;
    (width > 0 && height > 0).then_some(Size { width, height })
}

/// Whether there is a terminal to present on; else a sentence about what is none. Keys can come from
/// the controlling terminal where the deck came from standard input.
pub fn check(what: &str, deck_from_stdin: bool) -> Result<(), String> {
    let instead = "`roundtable show` prints a slide, `roundtable outline` the whole talk";
    if !io::stdout().is_terminal() {
        return Err(format!("{what} needs a terminal, and standard output is none: {instead}"));
    }
    let keys =
        if deck_from_stdin { File::open("/dev/tty").is_ok() } else { io::stdin().is_terminal() };
    if !keys {
        return Err(format!(
            "{what} needs a terminal for its keys, and standard input is none: {instead}"
        ));
    }
    Ok(())
}

/// The sentence for a terminal that cannot be taken over.
pub fn cannot_use(error: &io::Error) -> String {
    format!("cannot use this terminal: {error}")
}

#[cfg(test)]
impl Guest {
    /// A terminal that is a file: what would be drawn can be read there.
    pub(super) fn in_file(file: File) -> Self {
        Self { output: Output { file }, away: false }
    }
}
