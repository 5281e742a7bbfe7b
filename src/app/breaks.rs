//! Breaks: how long, typed in the bottom row; when to be back, in large letters; and on with the talk.

use super::{App, Effect, Screen};
use crate::action::Action;
use crate::happening::{Change, Note};
use crate::layout::{self, BreakView, Page, Size};
use crate::recess::Recess;

/// More characters than the longest time has are a slip of the finger.
const LONGEST: usize = 5;

impl App {
    /// The break that the room has, if it has one.
    pub fn recess(&self) -> Option<Recess> {
        self.course.recess
    }

    /// What discussions, breaks and their clocks are asked for by a key.
    pub(super) fn steer(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let done = match action {
            Action::Break if self.course.recess.is_some() => return self.end_break(),
            Action::Break => {
                let minutes = count.or_else(|| self.planned_break());
                let typed = minutes.map_or_else(String::new, |minutes| minutes.to_string());
                self.screen = Screen::Break(typed.chars().take(LONGEST).collect());
                return Vec::new();
            }
            Action::DiscussForward | Action::DiscussBack if self.course.recess.is_some() => {
                Err("The break goes on: → ends it")
            }
            Action::DiscussForward => self.discuss_forward(),
            Action::DiscussBack => self.discuss_back(),
            _ => return self.change_time(action),
        };
        done.unwrap_or_else(|why| self.say(why))
    }

    pub(super) fn type_break(&mut self, text: &str) {
        let Screen::Break(typed) = &mut self.screen else { return };
        let digits = text.chars().filter(|c| c.is_ascii_digit() || *c == ':');
        typed.extend(digits.take(LONGEST.saturating_sub(typed.len())));
    }

    pub(super) fn erase_break(&mut self, all: bool) {
        if let Screen::Break(typed) = &mut self.screen {
            let keep = if all { 0 } else { typed.len().saturating_sub(1) };
            typed.truncate(keep);
        }
    }

    /// Takes what was typed: counts of hands, or when a break is over.
    pub(super) fn record(&mut self) -> Vec<Effect> {
        let Screen::Break(typed) = &self.screen else { return self.record_hands() };
        let now = self.now.unwrap_or_default();
        match Recess::typed(typed, now.unix_ms, now.utc_offset) {
            Ok(recess) => self.begin_break(recess),
            Err(why) => self.say(&why),
        }
    }

    pub(super) fn begin_break(&mut self, recess: Recess) -> Vec<Effect> {
        self.show_stage();
        self.scroll = 0;
        self.put_break(recess, Change::Begun)
    }

    pub(super) fn put_break(&mut self, recess: Recess, change: Change) -> Vec<Effect> {
        self.course.recess = Some(recess);
        self.stale = true;
        vec![Effect::Note { at_ms: self.now_ms(), note: Note::Break { change, recess } }]
    }

    /// Ends the break, if there is one.
    pub(super) fn end_break(&mut self) -> Vec<Effect> {
        let Some(recess) = self.course.recess.take() else { return Vec::new() };
        self.stale = true;
        self.follow = self.step > 1;
        let note = Note::Break { change: Change::Ended, recess };
        vec![Effect::Note { at_ms: self.now_ms(), note }]
    }

    /// What stands in the slide's place while there is a break.
    pub(super) fn break_page(&self, size: Size) -> Option<Page> {
        let recess = self.course.recess?;
        let now = self.now.unwrap_or_default();
        let view = BreakView { recess, now_ms: now.unix_ms, utc_offset: now.utc_offset, size };
        Some(layout::lay_out_break(&view))
    }

    /// The minutes of the break that the agenda has after the part with the slide shown.
    fn planned_break(&self) -> Option<usize> {
        let agenda =
            self.deck.agendas.iter().find(|one| Some(&one.name) == self.agenda.as_ref())?;
        let here = &self.current()?.id;
        let at = agenda.parts.iter().rposition(|part| part.slides.contains(here))?;
        let planned = agenda.parts.iter().skip(at).find(|part| part.slides.is_empty())?;
        let minutes = (1..=720_u16).find(|minutes| f64::from(*minutes) >= planned.minutes)?;
        Some(minutes.into())
    }
}
