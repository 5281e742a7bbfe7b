//! A deck that was read: taking it in without losing the place, and what must be highlighted.

use std::sync::Arc;

use super::picker::Picker;
use super::{App, Effect, Reading, Screen};
use crate::deck::assemble::Assembled;
use crate::deck::{Deck, Slide};

impl App {
    pub(super) fn read_again(&mut self) -> Vec<Effect> {
        self.notify("Reading the deck again …");
        vec![Effect::Read(Reading::Again)]
    }

    pub(super) fn shows_code(&self, source: &str) -> bool {
        let code = self.current().map(Slide::code).unwrap_or_default();
        code.iter().any(|code| code.source == source)
    }

    /// What the world must do when the first frame is out.
    pub fn opening(&self) -> Vec<Effect> {
        let mut effects = self.colour();
        if !self.whole {
            effects.push(Effect::Read(Reading::Rest));
        }
        effects
    }

    pub(super) fn take_deck(
        &mut self,
        reading: Reading,
        read: Result<Assembled, String>,
    ) -> Vec<Effect> {
        let assembled = match read {
            Ok(assembled) => assembled,
            Err(error) => {
                self.whole = true;
                self.notify(format!("The deck stays as it was: {error}"));
                return self.replay();
            }
        };
        self.whole |= assembled.whole;
        if reading == Reading::Again {
            let problems = match assembled.diagnostics.len() {
                0 => String::new(),
                1 => ", 1 problem: see `roundtable check`".to_owned(),
                some => format!(", {some} problems: see `roundtable check`"),
            };
            let slides = match assembled.deck.slides.len() {
                1 => "1 slide".to_owned(),
                some => format!("{some} slides"),
            };
            self.notify(format!("Read {slides}{problems}"));
        }
        self.texts = assembled.texts;
        self.replace(assembled.deck);
        let mut effects = self.colour();
        effects.extend(self.replay());
        effects
    }

    /// Puts another deck in place of this one and stays at the slide shown: the one of the same id, else
    /// the one of the same number.
    pub(super) fn replace(&mut self, mut deck: Deck) {
        if deck.slides.is_empty() {
            return;
        }
        if let Some(agenda) = &self.agenda
            && !deck.keep_agenda(agenda)
        {
            self.notify(format!("The agenda `{agenda}` shows no slide any more: all are shown"));
        }
        let id = self.current().map(|slide| slide.id.as_str());
        let same = id.and_then(|id| deck.position(id));
        self.slide = same.unwrap_or(self.slide).min(deck.slides.len() - 1);
        self.deck = Arc::new(deck);
        self.step = self.step.min(self.current().map_or(1, |slide| slide.steps));
        self.fault = None;
        self.stale = true;
        self.hits = (Vec::new(), 0);
        if let Screen::Picker(picker) = &self.screen {
            let (scope, query, typing) = (picker.scope, picker.query.clone(), picker.typing);
            let mut picker = Picker::new(scope, &self.deck, self.slide);
            picker.typing = typing;
            if !query.is_empty() {
                picker.edit(&self.deck, |field| *field = query);
            }
            self.screen = Screen::Picker(picker);
            self.keep_pick_in_sight();
        }
    }

    /// Presses the keys that came too early.
    pub(super) fn replay(&mut self) -> Vec<Effect> {
        let waiting = std::mem::take(&mut self.waiting);
        let mut effects: Vec<Effect> =
            waiting.into_iter().flat_map(|key| self.press(key)).collect();
        effects.extend(self.pick_up_waiting());
        effects.extend(self.obey_waiting());
        effects
    }

    /// A wish for every code block of this slide and its neighbours that has no colours yet.
    pub(super) fn colour(&self) -> Vec<Effect> {
        let near = [Some(self.slide), self.slide.checked_add(1), self.slide.checked_sub(1)];
        let slides = near.into_iter().flatten().filter_map(|index| self.deck.slides.get(index));
        let plain = slides
            .flat_map(Slide::code)
            .filter(|code| self.colours.get(&code.language, &code.source).is_none());
        let wishes: Vec<(String, String)> =
            plain.map(|code| (code.language.clone(), code.source.clone())).collect();
        if wishes.is_empty() { Vec::new() } else { vec![Effect::Colour(wishes)] }
    }
}
