//! Breaks: how long, typed in the bottom row; when to be back, in large letters; and on with the talk.

use super::{App, Effect, Screen};
use crate::action::Action;
use crate::deck::Deck;
use crate::happening::{Change, Note};
use crate::layout::{self, BreakView, Page, Size};
use crate::recess::Recess;

/// More characters than the longest time has are a slip of the finger.
const LONGEST: usize = 5;

/// The length of a break while it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Minutes, or a time of day.
    pub typed: String,
    /// Whether that is a proposal: the first figure takes its place.
    pub is_proposed: bool,
}

impl Length {
    /// A field with these minutes as a proposal.
    pub fn proposed(minutes: Option<usize>) -> Self {
        let typed = minutes.map_or_else(String::new, |minutes| minutes.to_string());
        let typed: String = typed.chars().take(LONGEST).collect();
        let is_proposed = !typed.is_empty();
        Self { typed, is_proposed }
    }

    /// Adds figures.
    pub fn type_in(&mut self, text: &str) {
        let mut figures = text.chars().filter(|c| c.is_ascii_digit() || *c == ':').peekable();
        if figures.peek().is_some() && std::mem::take(&mut self.is_proposed) {
            self.typed.clear();
        }
        self.typed.extend(figures.take(LONGEST.saturating_sub(self.typed.len())));
    }

    /// Takes back the last figure, or all.
    pub fn erase(&mut self, all: bool) {
        let keep = if all { 0 } else { self.typed.len().saturating_sub(1) };
        self.typed.truncate(keep);
        self.is_proposed = false;
    }
}

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
                let agenda = self.agenda.as_deref();
                let planned = || planned_break(&self.deck, agenda?, &self.current()?.id);
                self.screen = Screen::Break(Length::proposed(count.or_else(planned)));
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
        if let Screen::Break(length) = &mut self.screen {
            length.type_in(text);
        }
    }

    pub(super) fn erase_break(&mut self, all: bool) {
        if let Screen::Break(length) = &mut self.screen {
            length.erase(all);
        }
    }

    /// Takes what was typed: counts of hands, or when a break is over.
    pub(super) fn record(&mut self) -> Vec<Effect> {
        let Screen::Break(Length { typed, .. }) = &self.screen else {
            return self.record_hands();
        };
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
        self.rest();
        self.stale = true;
        vec![Effect::Note { at_ms: self.now_ms(), note: Note::Break { change, recess } }]
    }

    /// Ends the break, if there is one.
    pub(super) fn end_break(&mut self) -> Vec<Effect> {
        let Some(recess) = self.course.recess.take() else { return Vec::new() };
        self.rest();
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
}

/// The minutes of the break that an agenda has after the part with this slide.
pub fn planned_break(deck: &Deck, agenda: &str, slide: &str) -> Option<usize> {
    let agenda = deck.agendas.iter().find(|one| one.name == agenda)?;
    let at = agenda.parts.iter().rposition(|part| part.slides.iter().any(|id| id == slide))?;
    let planned = agenda.parts.iter().skip(at).find(|part| part.slides.is_empty())?;
    let minutes = (1..=720_u16).find(|minutes| f64::from(*minutes) >= planned.minutes)?;
    Some(minutes.into())
}
