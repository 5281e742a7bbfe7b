//! Scrolling what is larger than its room: the slide, its notes, the help; by key and by wheel.

use super::{App, Screen, areas};
use crate::action::Action;
use crate::keymap;

impl App {
    pub(super) fn scroll_by(&mut self, action: Action) {
        self.settle();
        if let Screen::Help(top) = &mut self.screen {
            let last = keymap::help().len().saturating_sub(areas::list_height(self.size));
            *top = match action {
                Action::ScrollDown | Action::HalfDown => (*top + 1).min(last),
                _ => top.saturating_sub(1),
            };
            return;
        }
        let half = usize::from(self.areas().body.size.height / 2).max(1);
        match action {
            Action::ScrollDown => self.scroll += 1,
            Action::HalfDown => self.scroll += half,
            Action::ScrollUp => self.scroll = self.scroll.saturating_sub(1),
            _ => self.scroll = self.scroll.saturating_sub(half),
        }
        self.scroll = self.scroll.min(self.scroll_limit());
    }

    pub(super) fn scroll_notes(&mut self, action: Action) {
        self.settle();
        let height = self.areas().notes.map_or(0, |area| usize::from(area.size.height));
        let Some(notes) = &mut self.notes else { return };
        let last = notes.page.seen_lines().saturating_sub(height);
        notes.scroll = match action {
            Action::NotesDown => notes.scroll + 1,
            _ => notes.scroll.saturating_sub(1),
        };
        notes.scroll = notes.scroll.min(last);
    }

    pub(super) fn turn(&mut self, lines: i16) {
        let down = lines > 0;
        for _ in 0..lines.unsigned_abs().min(1_000) {
            match (&self.screen, down) {
                (Screen::Picker(_), true) => self.move_pick(Action::Down),
                (Screen::Picker(_), false) => self.move_pick(Action::Up),
                (Screen::Stage | Screen::Help(_), true) => self.scroll_by(Action::ScrollDown),
                (Screen::Stage | Screen::Help(_), false) => self.scroll_by(Action::ScrollUp),
                (Screen::Captures(_), true) => self.move_in_captures(1),
                (Screen::Captures(_), false) => self.move_in_captures(-1),
                (
                    Screen::Blank
                    | Screen::Hands(_)
                    | Screen::Break(_)
                    | Screen::Join
                    | Screen::Kiosk,
                    _,
                ) => {}
            }
        }
    }
}
