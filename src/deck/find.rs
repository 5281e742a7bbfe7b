//! Finding a slide by what somebody types, and the polls that slides refer to.

use std::collections::HashSet;

use super::{BlockKind, Deck, Slide, toml_keys};

impl Deck {
    /// The index of a slide by its id or its number, from 1. An id that the author wrote wins over a number, a
    /// number over an id that was made of a title. The error is a sentence.
    pub fn find(&self, wanted: &str) -> Result<usize, String> {
        let by_number = || {
            let number: usize = wanted.parse().ok()?;
            (1..=self.slides.len()).contains(&number).then(|| number - 1)
        };
        let by_id = self.position(wanted);
        let written = by_id.filter(|at| self.slides.get(*at).is_some_and(|one| one.id_is_written));
        written.or_else(by_number).or(by_id).ok_or_else(|| {
            let ids: Vec<&str> = self.slides.iter().map(|slide| slide.id.as_str()).collect();
            let hint = match toml_keys::nearest(wanted, &ids) {
                Some(id) => format!("did you mean `{id}`?"),
                None => format!("`roundtable outline` lists all {}", ids.len()),
            };
            format!("the deck has no slide `{wanted}`: {hint}")
        })
    }

    /// Notes on each slide which of the polls that it refers to are not in the deck.
    pub(super) fn note_unknown_polls(&mut self) {
        let polls = self.slides.iter().flat_map(Slide::polls);
        let polls: HashSet<String> = polls.map(str::to_owned).collect();
        for slide in &mut self.slides {
            let named = slide.polls_referred_to().into_iter();
            let unknown = named.filter(|id| !polls.contains(*id)).map(str::to_owned);
            slide.unknown_polls = unknown.collect();
        }
    }
}

impl Slide {
    /// The ids of the polls that its discussions, results and what happened name.
    pub fn polls_referred_to(&self) -> Vec<&str> {
        let mut polls = Vec::new();
        for block in self.all_blocks() {
            match &block.kind {
                BlockKind::Discussion(discussion) => polls.extend(discussion.poll.as_deref()),
                BlockKind::Results(results) => {
                    polls.extend(results.polls.iter().map(String::as_str));
                }
                BlockKind::Happened(happened) => {
                    polls.extend(happened.compare.iter().map(String::as_str));
                }
                _ => {}
            }
        }
        polls
    }
}
