//! Bytes to what was typed: keys, the mouse, text from the clipboard.

use termina::Parser;
use termina::event::{
    Event as Input, KeyCode, KeyEvent, KeyEventKind, Modifiers, MouseButton, MouseEvent,
    MouseEventKind,
};

use crate::keymap::{Code, Key};

/// What somebody did at a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A key.
    Key(Key),
    /// Text from the clipboard.
    Pasted(String),
    /// The wheel, by so many lines downwards.
    Wheel(i16),
    /// A click with the first button, from the upper left corner.
    Click {
        /// The column.
        x: u16,
        /// The row.
        y: u16,
    },
}

/// What the keyboard sends for ctrl-c.
const CTRL_C: &[u8] = b"\x03";

/// What ends a text from the clipboard.
const PASTE_END: &[u8] = b"\x1b[201~";

/// More bytes than this are no key, and no text that anybody would paste into a line.
const MOST: usize = 64 << 10;

/// Takes a terminal's bytes as they come: a sequence may come in pieces.
#[derive(Debug, Default)]
pub struct Decoder {
    parser: Parser,
    /// Whether an escape byte was the last that came: the key of that name, or the beginning of another.
    escaped: bool,
    /// How many bytes have come since something was typed whole.
    pending: usize,
    /// The last bytes of what is too long to be kept, while its end has not come.
    lost: Option<Vec<u8>>,
}

impl Decoder {
    /// Takes in bytes; what they complete.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Typed> {
        if bytes == CTRL_C {
            // It leaves whatever may be waiting for its end: a paste that was cut off.
            *self = Self::default();
        }
        let Some(bytes) = self.found(bytes) else { return Vec::new() };
        self.parser.parse(&bytes, true);
        self.escaped = bytes.ends_with(b"\x1b");
        let typed = self.typed();
        self.pending = if typed.is_empty() { self.pending + bytes.len() } else { 0 };
        if self.pending > MOST {
            *self = Self { lost: Some(Vec::new()), ..Self::default() };
        }
        typed
    }

    /// What is to be read of these bytes: all, or what follows the end of what was too long.
    fn found(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        let Some(mut lost) = self.lost.take() else { return Some(bytes.to_vec()) };
        lost.extend(bytes);
        let end = lost.windows(PASTE_END.len()).position(|part| part == PASTE_END);
        if let Some(end) = end {
            return Some(lost.split_off(end + PASTE_END.len())).filter(|rest| !rest.is_empty());
        }
        self.lost = Some(lost.split_off(lost.len().saturating_sub(PASTE_END.len() - 1)));
        None
    }

    /// Whether an escape byte waits for what it begins. If nothing comes soon it was the key.
    pub fn waits(&self) -> bool {
        self.escaped
    }

    /// Waits no longer; what that completes.
    pub fn give_up(&mut self) -> Vec<Typed> {
        self.escaped = false;
        self.parser.parse(&[], false);
        self.typed()
    }

    fn typed(&mut self) -> Vec<Typed> {
        std::iter::from_fn(|| self.parser.pop()).filter_map(translate).collect()
    }
}

fn translate(input: Input) -> Option<Typed> {
    match input {
        Input::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(Typed::Key),
        Input::Mouse(mouse) => self::mouse(mouse),
        Input::Paste(text) => Some(Typed::Pasted(text)),
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

fn mouse(event: MouseEvent) -> Option<Typed> {
    /// How far one notch of the wheel scrolls.
    const LINES: i16 = 3;
    match event.kind {
        MouseEventKind::ScrollDown => Some(Typed::Wheel(LINES)),
        MouseEventKind::ScrollUp => Some(Typed::Wheel(-LINES)),
        MouseEventKind::Down(MouseButton::Left) => {
            Some(Typed::Click { x: event.column, y: event.row })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What bytes come to, all at once and one by one.
    #[track_caller]
    fn check(bytes: &str, expected: &[Typed]) {
        for pieces in [bytes.len().max(1), 1] {
            let mut decoder = Decoder::default();
            let mut typed: Vec<Typed> =
                bytes.as_bytes().chunks(pieces).flat_map(|piece| decoder.take(piece)).collect();
            typed.extend(decoder.give_up());
            assert_eq!(typed, expected, "{bytes:?} in pieces of {pieces}");
        }
    }

    #[test]
    fn what_terminals_send_is_what_was_pressed() {
        let plain = |code| Typed::Key(Key::plain(code));
        check("\x1b[C", &[plain(Code::Right)]);
        check("\x1bOD", &[plain(Code::Left)]);
        check("\x1b[5~\x1b[6~", &[plain(Code::PageUp), plain(Code::PageDown)]);
        check(
            "\x1b[H\x1b[F\x1b[1~\x1b[4~",
            &[Code::Home, Code::End, Code::Home, Code::End].map(plain),
        );
        check("\r\t\x7f\x1b", &[Code::Enter, Code::Tab, Code::Backspace, Code::Esc].map(plain));
        check("\x1bOP\x1b[15~", &[plain(Code::F(1)), plain(Code::F(5))]);
        check("aG/日", &['a', 'G', '/', '日'].map(|c| Typed::Key(Key::char(c))));
        check("\x03\x1a\x0e", &['c', 'z', 'n'].map(|c| Typed::Key(Key::ctrl(c))));
        let down = Key { code: Code::Down, ctrl: false, shift: true };
        check("\x1b[1;2B", &[Typed::Key(down)]);
    }

    #[test]
    fn the_mouse_and_the_clipboard_are_told_apart_from_keys() {
        check("\x1b[<64;3;4M\x1b[<65;3;4M", &[Typed::Wheel(-3), Typed::Wheel(3)]);
        check("\x1b[<0;11;4M\x1b[<0;11;4m", &[Typed::Click { x: 10, y: 3 }]);
        check("\x1b[200~q\nq\x1b[201~", &[Typed::Pasted("q\nq".into())]);
        check("\x1bq\x1b[99;99q", &[]);
    }

    #[test]
    fn nothing_of_a_paste_that_is_too_long_is_taken_for_keys() {
        let mut decoder = Decoder::default();
        assert!(decoder.take(b"\x1b[200~").is_empty());
        for _ in 0..3 * MOST / 1_000 {
            assert!(decoder.take(&[b'q'; 1_000]).is_empty());
            assert!(decoder.pending <= MOST);
        }
        assert!(decoder.take(b"q\x1b[20").is_empty());
        assert_eq!(decoder.take(b"1~q"), [Typed::Key(Key::char('q'))]);
    }

    #[test]
    fn ctrl_c_ends_a_paste_that_was_cut_off() {
        for length in [10, 2 * MOST] {
            let mut decoder = Decoder::default();
            decoder.take(b"\x1b[200~");
            decoder.take(&vec![b'a'; length]);
            assert_eq!(decoder.take(b"\x03"), [Typed::Key(Key::ctrl('c'))]);
            assert_eq!(decoder.take(b"q"), [Typed::Key(Key::char('q'))]);
        }
    }
}
