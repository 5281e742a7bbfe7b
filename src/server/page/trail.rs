//! Which slides the room has been shown, and how much of each: as far as a reader may look back.

use std::collections::BTreeMap;

use crate::deck::{Deck, Slide, Step};
use crate::server::Seen;

/// What was shown so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail(BTreeMap<String, Step>);

impl Trail {
    /// Takes in what the stage shows now.
    pub fn note(&mut self, seen: &Seen) {
        if let Some(slide) = seen.slide() {
            let step = self.0.entry(slide.id.clone()).or_default();
            *step = (*step).max(seen.step);
        }
    }

    /// Whether it has taken that in already.
    pub fn has(&self, seen: &Seen) -> bool {
        seen.slide().is_none_or(|slide| self.step(&slide.id) >= Some(seen.step))
    }

    /// The last step that was shown of a slide; none where it was not shown.
    pub fn step(&self, id: &str) -> Option<Step> {
        self.0.get(id).copied()
    }

    /// The slides shown right before and right after one, in the order of the deck.
    pub(super) fn beside<'a>(
        &self,
        deck: &'a Deck,
        id: &str,
    ) -> (Option<&'a Slide>, Option<&'a Slide>) {
        let is_shown = |slide: &&Slide| self.0.contains_key(&slide.id);
        let before = deck.slides.iter().take_while(|slide| slide.id != id).filter(is_shown).last();
        let after = deck.slides.iter().skip_while(|slide| slide.id != id).skip(1).find(is_shown);
        (before, after)
    }
}
