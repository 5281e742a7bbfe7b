//! Lists: opening, narrowing, moving about, picking.

use super::picker::{self, Picker, Scope};
use super::{App, Effect, Screen, areas};
use crate::action::Action;
use crate::keymap::Context;
use crate::safe_text;

/// The list of what was written down, while it is on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The index of the picked line.
    pub selected: usize,
    /// The index of the first line on the screen.
    pub top: usize,
}

impl List {
    /// Moves the pick by some lines and keeps it on a screen of `height` lines.
    pub fn move_by(&mut self, lines: isize, rows: usize, height: usize) {
        self.selected = self.selected.saturating_add_signed(lines);
        self.keep_in_sight(rows, height);
    }

    /// Brings the picked line among those that are there, and onto a screen of `height` lines.
    pub fn keep_in_sight(&mut self, rows: usize, height: usize) {
        self.selected = self.selected.min(rows.saturating_sub(1));
        let lowest = (self.selected + 1).saturating_sub(height);
        self.top = self.top.clamp(lowest, self.selected).min(rows.saturating_sub(height));
    }
}

impl App {
    pub(super) fn open(&mut self, scope: Scope) {
        let picker = Picker::new(scope, &self.deck, self.slide);
        self.screen = Screen::Picker(picker);
        self.keep_pick_in_sight();
    }

    pub(super) fn leave(&mut self) -> Vec<Effect> {
        match &mut self.screen {
            // Leaving the field of an overview leaves the list there; elsewhere the field is all.
            Screen::Picker(picker) if picker.typing && picker.scope == Scope::Overview => {
                picker.typing = false;
            }
            Screen::Picker(_)
            | Screen::Help(_)
            | Screen::Blank
            | Screen::Captures(_)
            | Screen::Break(_)
            | Screen::Join
            | Screen::Kiosk => self.screen = Screen::Stage,
            Screen::Hands(_) => return self.leave_hands(),
            Screen::Stage => {
                if self.notes.take().is_some() {
                    self.stale = true;
                }
            }
        }
        Vec::new()
    }

    pub(super) fn edit(&mut self, action: Action) {
        let Screen::Picker(picker) = &mut self.screen else {
            let all = action == Action::EraseAll;
            self.erase_break(all);
            return self.erase_hands(all);
        };
        match action {
            Action::Filter => picker.typing = true,
            Action::Erase => picker.edit(&self.deck, |query| {
                query.pop();
            }),
            _ => picker.edit(&self.deck, String::clear),
        }
    }

    pub(super) fn type_in(&mut self, text: &str) {
        match &mut self.screen {
            Screen::Picker(picker) if picker.typing => {
                let text = safe_text::clean(text);
                picker.edit(&self.deck, |query| query.push_str(&text));
            }
            Screen::Break(_) => self.type_break(text),
            _ => self.type_hands(text),
        }
    }

    /// Pasted text is text where there is a field, and nothing elsewhere: it must not act as keys.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if matches!(self.screen, Screen::Kiosk) {
            let deed = self.kiosk.paste(text);
            return self.do_deed(deed);
        }
        if self.notebook.writing.is_some() {
            self.type_capture(text);
        } else if matches!(self.context(), Context::Field | Context::Hands | Context::Break) {
            self.type_in(text.lines().next().unwrap_or_default());
        }
        Vec::new()
    }

    pub(super) fn move_pick(&mut self, action: Action) {
        let height = areas::list_height(self.size);
        match &mut self.screen {
            Screen::Picker(picker) => picker.move_for(action, height),
            _ => self.move_in_captures(picker::lines(action, height)),
        }
    }

    pub(super) fn keep_pick_in_sight(&mut self) {
        let height = areas::list_height(self.size);
        if let Screen::Picker(picker) = &mut self.screen {
            picker.keep_in_sight(height);
        }
    }
}
