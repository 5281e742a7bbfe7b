//! Breaks and what is written down: typed here, sent as orders.

use super::{Console, Effect, Screen};
use crate::action::{Action, Order};
use crate::app::areas::list_height;
use crate::app::{self, Length, List, Writing};
use crate::keymap::{self, Code, Context, Key};
use crate::recess::Recess;
use crate::voter::Field;

/// The most characters of a line that is written down.
const LONGEST_LINE: usize = 1_000;

const MINUTE_MS: i64 = 60_000;

impl Console {
    /// Opens the field for the length of a break, or ends the one there is.
    pub(super) fn ask_for_break(&mut self, count: Option<usize>) -> Vec<Effect> {
        let has_break = self.talk.as_ref().is_some_and(|talk| talk.backstage.recess.is_some());
        if has_break {
            return self.order(Order::Act(Action::Break));
        }
        let talk = self.talk.as_ref();
        let planned = || {
            let talk = talk?;
            app::planned_break(&talk.deck, talk.status.agenda.as_deref()?, &talk.current()?.id)
        };
        self.screen = Screen::Break(Length::proposed(count.or_else(planned)));
        Vec::new()
    }

    pub(super) fn begin_break(&mut self, typed: &str) -> Vec<Effect> {
        let now = self.now.unwrap_or_default();
        match Recess::typed(typed, now.unix_ms, now.utc_offset) {
            Ok(recess) => {
                self.screen = Screen::Desk;
                let length = recess.ends_ms.saturating_sub(now.unix_ms);
                let minutes = length.saturating_add(MINUTE_MS / 2) / MINUTE_MS;
                self.order(Order::Break(u32::try_from(minutes).unwrap_or(1).max(1)))
            }
            Err(why) => self.say(&why),
        }
    }

    /// Opens the line in which something is written down.
    pub(super) fn write(&mut self) {
        let field = std::mem::take(&mut self.aside);
        self.screen = Screen::Writing(Writing { field, changes: None });
    }

    pub(super) fn press_writing(&mut self, key: Key) -> Vec<Effect> {
        let action = keymap::resolve(Context::Writing, key);
        let Screen::Writing(writing) = &mut self.screen else { return Vec::new() };
        match (action, key.code) {
            (Some(Action::Record), _) => return self.write_down(),
            (Some(Action::Leave), _) => {
                self.aside = std::mem::take(&mut writing.field);
                self.screen = Screen::Desk;
                if !self.aside.text().is_blank() {
                    self.notify("Not written down: c goes on with that line");
                }
            }
            (Some(Action::EraseAll), _) => writing.field = Field::default(),
            (Some(Action::Erase), _) => {
                writing.field.edit(Key::plain(Code::Backspace));
            }
            // What was typed to its end is not lost by leaving.
            (Some(Action::Quit), _) => {
                let mut effects = self.write_down();
                effects.push(Effect::Quit);
                return effects;
            }
            (Some(Action::Suspend), _) => return vec![Effect::Suspend],
            (Some(Action::Redraw), _) => return vec![Effect::Redraw],
            (None, Code::Char(c)) if !key.ctrl => self.type_line(c.encode_utf8(&mut [0; 4])),
            _ => {
                writing.field.edit(key);
            }
        }
        Vec::new()
    }

    pub(super) fn type_line(&mut self, text: &str) {
        let Screen::Writing(writing) = &mut self.screen else { return };
        if !writing.field.insert(text, LONGEST_LINE) {
            self.notify(format!("A line has at most {LONGEST_LINE} characters"));
        }
    }

    /// Sends the line that was typed. Where it cannot go, it stays.
    fn write_down(&mut self) -> Vec<Effect> {
        let Screen::Writing(writing) = &self.screen else { return Vec::new() };
        let line = format!("{}{}", writing.field.before, writing.field.after);
        if writing.field.text().is_blank() {
            self.screen = Screen::Desk;
            return Vec::new();
        }
        if writing.draft().text.is_blank() {
            return self.say("There is no text yet: what is it about?");
        }
        let effects = self.order(Order::Capture(line));
        if !effects.is_empty() {
            self.screen = Screen::Desk;
        }
        effects
    }

    pub(super) fn list_captures(&mut self) {
        let captures = self.talk.as_ref().map_or(0, |talk| talk.backstage.captures.len());
        let mut list = List { selected: captures.saturating_sub(1), top: 0 };
        list.keep_in_sight(captures, list_height(self.size));
        self.screen = Screen::Captures(list);
    }

    /// Has the picked capture settled or dropped, or opened again.
    pub(super) fn put_picked(&mut self, order: impl FnOnce(i64) -> Order) -> Vec<Effect> {
        let Screen::Captures(list) = &self.screen else { return Vec::new() };
        let captures = self.talk.as_ref().map(|talk| &*talk.backstage.captures);
        let picked = captures.and_then(|captures| captures.get(list.selected));
        match picked.map(|picked| picked.id) {
            Some(id) => self.order(order(id)),
            None => Vec::new(),
        }
    }
}
