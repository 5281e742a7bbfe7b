//! Keys and the mouse, as the terminal tells of them.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use crossterm::event::{
    self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::{Event, Message};
use crate::keymap::{Code, Key};

/// Starts to read, on a thread of its own.
pub(super) fn spawn(messages: Sender<Message>) -> io::Result<()> {
    let read = move || {
        loop {
            let message = match event::read() {
                Ok(event) => match translate(event) {
                    Some(event) => Message::Event(event),
                    None => continue,
                },
                Err(error) => Message::InputLost(error),
            };
            let last = matches!(message, Message::InputLost(_));
            if messages.send(message).is_err() || last {
                return;
            }
        }
    };
    thread::Builder::new().name("input".to_owned()).spawn(read).map(drop)
}

fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => {
            self::key(key).map(Event::Key)
        }
        event::Event::Mouse(mouse) => self::mouse(mouse),
        event::Event::Paste(text) => Some(Event::Pasted(text)),
        // The screen's measure comes as a signal.
        event::Event::Key(_)
        | event::Event::Resize(..)
        | event::Event::FocusGained
        | event::Event::FocusLost => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let KeyEvent { code, modifiers, .. } = event;
    if modifiers.intersects(KeyModifiers::ALT | KeyModifiers::SUPER | KeyModifiers::META) {
        return None;
    }
    let code = match code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::F(number) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
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
    let ctrl = modifiers.contains(KeyModifiers::CONTROL);
    let arrow = matches!(code, Code::Left | Code::Right | Code::Up | Code::Down);
    Some(Key { code, ctrl, shift: arrow && modifiers.contains(KeyModifiers::SHIFT) })
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
