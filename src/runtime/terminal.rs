//! The terminal is a guest room: it is given back as it was found, however the program leaves.

use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};

use crossterm::terminal;

use crate::layout::Size;

/// Takes the alternate screen, hides the cursor, asks for wheel and clicks (1000, 1006) and for pasted
/// text to be marked as such (2004).
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[m\x1b[H\x1b[2J";

/// Undoes each of these, last first.
const LEAVE: &str = "\x1b[m\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[?25h\x1b[?1049l";

/// Marks the beginning and the end of what is to appear at once (synchronised output, 2026).
const TOGETHER: (&str, &str) = ("\x1b[?2026h", "\x1b[?2026l");

/// Frames shorter than this are drawn in one go anyway.
const SHORT: usize = 400;

/// Where frames go.
#[derive(Debug)]
pub struct Output {
    file: File,
}

impl Output {
    /// Standard output, unbuffered: a frame is one write.
    pub fn stdout() -> io::Result<Self> {
        use std::os::fd::AsFd as _;
        let file = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        Ok(Self { file })
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
        self.output.file.write_all(ENTER.as_bytes())
    }

    /// Takes over the terminal once more, whether or not it was given back meanwhile: a shell may have
    /// changed its modes.
    pub fn enter_again(&mut self) {
        // The modes to come back to are those of the first time; the shell's own are the same.
        let _ = terminal::disable_raw_mode();
        // A terminal that cannot be taken shows at the next frame.
        let _ = self.take();
    }

    /// Gives the terminal back.
    pub fn leave(&mut self) {
        if std::mem::replace(&mut self.away, true) {
            return;
        }
        // A terminal that is gone needs nothing back.
        let _ = self.output.file.write_all(LEAVE.as_bytes());
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
            return self.output.file.write_all(changes.as_bytes());
        }
        let (begin, end) = TOGETHER;
        self.output.file.write_all([begin, changes, end].concat().as_bytes())
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
pub fn check(deck_from_stdin: bool) -> Result<(), String> {
    let instead = "`roundtable show` prints a slide, `roundtable outline` the whole talk";
    if !io::stdout().is_terminal() {
        return Err(format!("the stage needs a terminal, and standard output is none: {instead}"));
    }
    let keys =
        if deck_from_stdin { File::open("/dev/tty").is_ok() } else { io::stdin().is_terminal() };
    if !keys {
        return Err(format!(
            "the stage needs a terminal for its keys, and standard input is none: {instead}"
        ));
    }
    Ok(())
}

/// The sentence for a terminal that cannot be taken over.
pub fn cannot_use(error: &io::Error) -> String {
    format!("cannot use this terminal: {error}")
}
