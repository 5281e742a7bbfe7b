//! Moving through the talk: by step, by number, by pick, by search, by click.

use super::areas;
use super::{App, Effect, Screen};
use crate::deck::Step;

impl App {
    /// Goes to a step of a slide; both are brought within the deck.
    pub fn go_to(&mut self, slide: usize, step: Step) -> Vec<Effect> {
        let slide = slide.min(self.deck.slides.len().saturating_sub(1));
        let steps = self.deck.slides.get(slide).map_or(1, |slide| slide.steps);
        let moved = slide != self.slide;
        let mut effects = if moved { self.end_break() } else { Vec::new() };
        if step <= 1 {
            self.scroll = 0;
        }
        if moved {
            self.scroll = 0;
            if let Some(notes) = &mut self.notes {
                notes.scroll = 0;
            }
        }
        let step = step.clamp(1, steps.max(1));
        self.slide = slide;
        self.step = step;
        self.follow = self.step > 1;
        self.stale = true;
        if moved {
            effects.extend(self.come_to_slide());
            effects.extend(self.colour());
        }
        effects
    }

    pub(super) fn next(&mut self) -> Vec<Effect> {
        if self.recess().is_some() {
            return self.end_break();
        }
        match self.following() {
            Some((slide, step)) => self.go_to(slide, step),
            None => self.say("This is the last slide"),
        }
    }

    /// The slide and the step that → brings; after a break, those that stood there before.
    pub(super) fn following(&self) -> Option<(usize, Step)> {
        if self.recess().is_some() {
            return Some((self.slide, self.step));
        }
        let steps = self.current().map_or(1, |slide| slide.steps);
        if self.step < steps {
            return Some((self.slide, self.step + 1));
        }
        let mut slides = self.deck.slides.iter().enumerate().skip(self.slide + 1);
        slides.find(|(_, slide)| !self.skips(&slide.id)).map(|(next, _)| (next, 1))
    }

    pub(super) fn back(&mut self) -> Vec<Effect> {
        if self.recess().is_some() {
            return self.end_break();
        }
        if self.step > 1 {
            return self.go_to(self.slide, self.step - 1);
        }
        let slides = self.deck.slides.iter().enumerate().take(self.slide);
        let before = slides.map(|(at, slide)| (at, &slide.id)).rfind(|(_, id)| !self.skips(id));
        match before {
            Some((before, _)) => self.go_to(before, Step::MAX),
            None => {
                self.notify("This is the first slide");
                Vec::new()
            }
        }
    }

    pub(super) fn go_to_number(&mut self, number: usize) -> Vec<Effect> {
        let slides = self.deck.slides.len();
        if number > slides || number == 0 {
            self.notify(format!("There is no slide {number}: they run from 1 to {slides}"));
            return Vec::new();
        }
        self.go_to(number - 1, 1)
    }

    /// Goes to the picked line of a list and closes it.
    pub(super) fn pick(&mut self) -> Vec<Effect> {
        let Screen::Picker(picker) = &self.screen else { return self.change_picked() };
        let Some(hit) = picker.picked().cloned() else { return Vec::new() };
        if picker.scope == super::picker::Scope::Search {
            self.hits = (picker.rows.clone(), picker.selected);
        }
        self.screen = Screen::Stage;
        self.go_to(hit.slide, hit.step)
    }

    /// Goes on through what the last search found, round and round.
    pub(super) fn go_to_hit(&mut self, by: isize) -> Vec<Effect> {
        let (hits, at) = &mut self.hits;
        if hits.is_empty() {
            self.notify("Nothing was searched for yet: / searches");
            return Vec::new();
        }
        *at = (*at + hits.len()).saturating_add_signed(by) % hits.len();
        let (number, total) = (*at + 1, hits.len());
        let Some(hit) = hits.get(*at).cloned() else { return Vec::new() };
        self.notify(format!("Place {number} of {total}"));
        self.go_to(hit.slide, hit.step)
    }

    /// A click picks a line of a list, and on the footer's bar goes to the slide at that place.
    pub(super) fn click(&mut self, x: u16, y: u16) -> Vec<Effect> {
        match &mut self.screen {
            Screen::Picker(picker) => {
                let row = usize::from(y).checked_sub(areas::LIST_TOP);
                let row = row.filter(|row| *row < areas::list_height(self.size));
                let row = row.map(|row| picker.top + row);
                match row.filter(|row| *row < picker.rows.len()) {
                    Some(row) => picker.selected = row,
                    None => return Vec::new(),
                }
                self.pick()
            }
            Screen::Stage => {
                let footer = self.areas().footer.filter(|footer| footer.y == y);
                let bar = footer.and_then(|_| self.footer().bar).filter(|bar| bar.contains(&x));
                let Some(bar) = bar else { return Vec::new() };
                let across = usize::from(x - bar.start) * self.deck.slides.len();
                self.go_to(across / bar.len().max(1), 1)
            }
            Screen::Captures(list) => {
                let row = usize::from(y).checked_sub(areas::LIST_TOP);
                let row = row.filter(|row| *row < areas::list_height(self.size));
                list.selected = row.map_or(list.selected, |row| list.top + row);
                self.move_in_captures(0);
                Vec::new()
            }
            Screen::Hands(_) | Screen::Break(_) | Screen::Kiosk => Vec::new(),
            Screen::Help(_) | Screen::Join | Screen::Blank => {
                self.screen = Screen::Stage;
                Vec::new()
            }
        }
    }
}
