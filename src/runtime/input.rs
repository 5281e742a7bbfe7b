//! The wait for whatever comes first: a key, the mouse, a message from another thread, the end of a time.

use std::fs::File;
use std::io::{self, IsTerminal as _, PipeReader, Read as _};
use std::os::fd::AsFd as _;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use termina::Parser;
use termina::event::{
    Event as Input, KeyCode, KeyEvent, KeyEventKind, Modifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use super::Event;
use crate::keymap::{Code, Key};

/// Where keys come from, and the pipe that ends the wait for them.
#[derive(Debug)]
pub(super) struct Keyboard {
    tty: File,
    bell: PipeReader,
    parser: Parser,
    /// Whether an escape byte was the last that came: the key of that name, or the beginning of another.
    escaped: bool,
}

/// What the keyboard sends for ctrl-c.
const CTRL_C: &[u8] = b"\x03";

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
        Ok(Self { tty, bell, parser: Parser::default(), escaped: false })
    }

    /// Waits until something comes, for as long as given or without end, and takes all there is.
    pub(super) fn wait(&mut self, time: Option<Duration>) -> io::Result<Vec<Event>> {
        let time = if self.escaped { Some(time.unwrap_or(ESCAPE).min(ESCAPE)) } else { time };
        let (typed, rung) = self.look(time)?;
        if rung {
            // What the bytes are is of no matter: whoever rang left a message elsewhere.
            let _ = self.bell.read(&mut [0; 256])?;
        }
        if typed {
            self.read()?;
        } else if self.escaped && !rung {
            self.parser.parse(&[], false);
            self.escaped = false;
        }
        let inputs = std::iter::from_fn(|| self.parser.pop());
        Ok(inputs.filter_map(translate).collect())
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

    fn read(&mut self) -> io::Result<()> {
        let mut bytes = [0; 4096];
        let count = self.tty.read(&mut bytes)?;
        if count == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the terminal is gone"));
        }
        let read = bytes.get(..count).unwrap_or_default();
        if read == CTRL_C {
            // It leaves whatever the parser may be waiting for the end of: a paste that was cut off.
            self.parser = Parser::default();
        }
        self.parser.parse(read, true);
        self.escaped = read.ends_with(b"\x1b");
        Ok(())
    }
}

fn translate(input: Input) -> Option<Event> {
    match input {
        Input::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(Event::Key),
        Input::Mouse(mouse) => self::mouse(mouse),
        Input::Paste(text) => Some(Event::Pasted(text)),
        _ => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let KeyEvent { code, modifiers, .. } = event;
    if modifiers.intersects(Modifiers::ALT | Modifiers::SUPER | Modifiers::HYPER) {
        return None;
    }
    let code = match code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Function(number) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Escape => Code::Esc,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    };
    let ctrl = modifiers.contains(Modifiers::CONTROL);
    let arrow = matches!(code, Code::Left | Code::Right | Code::Up | Code::Down);
    Some(Key { code, ctrl, shift: arrow && modifiers.contains(Modifiers::SHIFT) })
}

fn mouse(event: MouseEvent) -> Option<Event> {
    /// How far one notch of the wheel scrolls.
    const LINES: i16 = 3;
    match event.kind {
        MouseEventKind::ScrollDown => Some(Event::Wheel(LINES)),
        MouseEventKind::ScrollUp => Some(Event::Wheel(-LINES)),
        MouseEventKind::Down(MouseButton::Left) => {
            Some(Event::Click { x: event.column, y: event.row })
        }
        _ => None,
    }
}

#[cfg(test)]
impl Keyboard {
    /// A keyboard that is a file.
    pub(super) fn of(tty: File) -> Self {
        let (bell, _) = io::pipe().unwrap();
        Self { tty, bell, parser: Parser::default(), escaped: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &str, expected: &[Event]) {
        let mut parser = Parser::default();
        parser.parse(bytes.as_bytes(), false);
        let inputs = std::iter::from_fn(|| parser.pop());
        assert_eq!(inputs.filter_map(translate).collect::<Vec<_>>(), expected, "{bytes:?}");
    }

    #[test]
    fn what_terminals_send_is_what_was_pressed() {
        let plain = |code| Event::Key(Key::plain(code));
        check("\x1b[C", &[plain(Code::Right)]);
        check("\x1bOD", &[plain(Code::Left)]);
        check("\x1b[5~\x1b[6~", &[plain(Code::PageUp), plain(Code::PageDown)]);
        check(
            "\x1b[H\x1b[F\x1b[1~\x1b[4~",
            &[Code::Home, Code::End, Code::Home, Code::End].map(plain),
        );
        check("\r\t\x7f\x1b", &[Code::Enter, Code::Tab, Code::Backspace, Code::Esc].map(plain));
        check("\x1bOP\x1b[15~", &[plain(Code::F(1)), plain(Code::F(5))]);
        check("aG/日", &['a', 'G', '/', '日'].map(|c| Event::Key(Key::char(c))));
        check("\x03\x1a\x0e", &['c', 'z', 'n'].map(|c| Event::Key(Key::ctrl(c))));
        let down = Key { code: Code::Down, ctrl: false, shift: true };
        check("\x1b[1;2B", &[Event::Key(down)]);
    }

    #[test]
    fn the_mouse_and_the_clipboard_are_told_apart_from_keys() {
        check("\x1b[<64;3;4M\x1b[<65;3;4M", &[Event::Wheel(-3), Event::Wheel(3)]);
        check("\x1b[<0;11;4M\x1b[<0;11;4m", &[Event::Click { x: 10, y: 3 }]);
        check("\x1b[200~q\nq\x1b[201~", &[Event::Pasted("q\nq".into())]);
        check("\x1bq\x1b[99;99q", &[]);
    }
}
