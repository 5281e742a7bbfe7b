//! Keys and the mouse, as the terminal tells of them, and the wait for them.

use std::io;
use std::time::Duration;

use crossterm::event::{
    self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use signal_hook::consts::SIGWINCH;

use super::Event;
use crate::keymap::{Code, Key};
use crate::layout::Size;

/// From now on no key and no change of the screen's measure is missed.
pub(super) fn listen() -> io::Result<()> {
    event::poll(Duration::ZERO).map(drop)
}

/// Waits until something comes in, or for that long; as long as it takes where no time is given.
pub(super) fn wait(time: Option<Duration>) -> io::Result<()> {
    /// The system's own wait takes no time without end.
    const DAY: Duration = Duration::from_hours(24);
    event::poll(time.unwrap_or(DAY)).map(drop)
}

/// Ends the wait from another thread: as if the screen had another measure.
pub(super) fn end_wait() {
    // It can fail for signals that do not exist: this one does.
    let _ = signal_hook::low_level::raise(SIGWINCH);
}

/// What has come in.
pub(super) fn take() -> io::Result<Vec<Event>> {
    let mut events = Vec::new();
    while event::poll(Duration::ZERO)? {
        events.extend(translate(event::read()?));
    }
    Ok(events)
}

fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => {
            self::key(key).map(Event::Key)
        }
        event::Event::Mouse(mouse) => self::mouse(mouse),
        // A wait that was ended says the measure once more.
        event::Event::Resize(width, height) if width > 0 && height > 0 => {
            Some(Event::Resized(Size { width, height }))
        }
        event::Event::Paste(text) => Some(Event::Pasted(text)),
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
