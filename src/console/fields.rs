//! Lists and fields of the console: opening, typing, picking.

use super::{Console, Effect, Screen, driving};
use crate::action::{Action, Order};
use crate::app::areas::{LIST_TOP, list_height};
use crate::app::picker::{self, Picker, Scope};
use crate::app::search::Hit;
use crate::safe_text;

impl Console {
    pub(super) fn open(&mut self, scope: Scope) {
        let Some(talk) = &self.talk else { return };
        self.screen = Screen::Picker(Picker::new(scope, &talk.deck, talk.slide));
        self.keep_pick_in_sight();
    }

    pub(super) fn leave(&mut self) {
        match &mut self.screen {
            // Leaving the field of an overview leaves the list there; elsewhere the field is all.
            Screen::Picker(picker) if picker.typing && picker.scope == Scope::Overview => {
                picker.typing = false;
            }
            _ => self.screen = Screen::Desk,
        }
    }

    pub(super) fn edit(&mut self, action: Action) {
        let Some(talk) = &self.talk else { return };
        match (&mut self.screen, action) {
            (Screen::Picker(picker), Action::Filter) => picker.typing = true,
            (Screen::Picker(picker), Action::Erase) => picker.edit(&talk.deck, |query| {
                query.pop();
            }),
            (Screen::Picker(picker), _) => picker.edit(&talk.deck, String::clear),
            (Screen::Hands(hands), _) => hands.erase(action == Action::EraseAll),
            (Screen::Break(length), _) => length.erase(action == Action::EraseAll),
            _ => {}
        }
    }

    pub(super) fn type_in(&mut self, text: &str) {
        let Some(talk) = &self.talk else { return };
        match &mut self.screen {
            Screen::Picker(picker) if picker.typing => {
                let text = safe_text::clean(text);
                picker.edit(&talk.deck, |query| query.push_str(&text));
            }
            Screen::Hands(hands) => hands.type_in(text),
            Screen::Break(length) => length.type_in(text),
            Screen::Writing(_) => self.type_line(text),
            Screen::Picker(_) | Screen::Captures(_) | Screen::Desk | Screen::Help(_) => {}
        }
    }

    /// Pasted text is text where there is a field, and nothing elsewhere: it must not act as keys.
    pub(super) fn paste(&mut self, text: &str) {
        self.type_in(text.lines().next().unwrap_or_default());
    }

    pub(super) fn move_pick(&mut self, action: Action) {
        let height = list_height(self.size);
        let captures = self.talk.as_ref().map_or(0, |talk| talk.backstage.captures.len());
        match &mut self.screen {
            Screen::Picker(picker) => picker.move_for(action, height),
            Screen::Captures(list) => {
                list.move_by(picker::lines(action, height), captures, height);
            }
            _ => {}
        }
    }

    pub(super) fn keep_pick_in_sight(&mut self) {
        let height = list_height(self.size);
        let captures = self.talk.as_ref().map_or(0, |talk| talk.backstage.captures.len());
        match &mut self.screen {
            Screen::Picker(picker) => picker.keep_in_sight(height),
            Screen::Captures(list) => list.keep_in_sight(captures, height),
            _ => {}
        }
    }

    /// Has the talk go to the picked line.
    pub(super) fn pick(&mut self) -> Vec<Effect> {
        let Screen::Picker(picker) = &self.screen else { return Vec::new() };
        let Some(hit) = picker.picked().cloned() else { return Vec::new() };
        if picker.scope == Scope::Search {
            self.hits = (picker.rows.clone(), picker.selected);
        }
        self.screen = Screen::Desk;
        self.go_to(&hit)
    }

    /// Goes on through what the last search found, round and round.
    pub(super) fn go_to_hit(&mut self, by: isize) -> Vec<Effect> {
        let (hits, at) = &mut self.hits;
        if hits.is_empty() {
            return self.say("Nothing was searched for yet: / searches");
        }
        *at = (*at + hits.len()).saturating_add_signed(by) % hits.len();
        let text = format!("Place {} of {}", *at + 1, hits.len());
        let Some(hit) = hits.get(*at).cloned() else { return Vec::new() };
        self.notify(text);
        self.go_to(&hit)
    }

    fn go_to(&mut self, hit: &Hit) -> Vec<Effect> {
        let slide = self.talk.as_ref().and_then(|talk| talk.deck.slides.get(hit.slide));
        let Some(slide) = slide.map(|slide| slide.id.clone()) else { return Vec::new() };
        self.order(Order::Place { slide, step: hit.step })
    }

    /// A click picks a line of a list.
    pub(super) fn click(&mut self, row: u16) -> Vec<Effect> {
        let Screen::Picker(picker) = &mut self.screen else { return Vec::new() };
        let row = usize::from(row).checked_sub(LIST_TOP);
        let row = row.filter(|row| *row < list_height(self.size)).map(|row| picker.top + row);
        match row.filter(|row| *row < picker.rows.len()) {
            Some(row) => picker.selected = row,
            None => return Vec::new(),
        }
        self.pick()
    }

    pub(super) fn turn(&mut self, lines: i16) {
        let down = lines > 0;
        for _ in 0..lines.unsigned_abs().min(1_000) {
            match &self.screen {
                Screen::Picker(_) | Screen::Captures(_) => {
                    self.move_pick(if down { Action::Down } else { Action::Up });
                }
                Screen::Help(_) => self.scroll_help(down),
                _ => self.scroll_notes(down),
            }
        }
    }

    pub(super) fn scroll_help(&mut self, down: bool) {
        let last = driving::help().len().saturating_sub(list_height(self.size));
        if let Screen::Help(top) = &mut self.screen {
            *top = if down { (*top + 1).min(last) } else { top.saturating_sub(1) };
        }
    }
}
