//! Finding a slide by what somebody types.

use super::{Deck, toml_keys};

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
}
