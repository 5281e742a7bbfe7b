//! One id for each slide: those that authors wrote first, then slugs of titles from what is left.

use std::collections::{HashMap, HashSet};

use super::Slide;
use crate::diagnostic::{Diagnostic, Severity};

/// What the id of a slide without a title is made of.
pub(super) const NAMELESS: &str = "slide";

/// The ids of a deck while its files are read.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: HashSet<String>,
    /// The indices of the slides whose own id is no claim.
    left: Vec<usize>,
}

impl Ids {
    /// Takes the id of the deck's slide at `index` for it, if the author wrote it there first. Only a
    /// clash of written ids is worth a word.
    pub(super) fn claim(&mut self, slide: &Slide, index: usize) -> Option<Diagnostic> {
        if slide.id_is_written && self.taken.insert(slide.id.clone()) {
            return None;
        }
        self.left.push(index);
        slide.id_is_written.then(|| {
            let message = format!("two slides have the id `{}`: give one another", slide.id);
            let finding = Diagnostic::new(Severity::Error, "duplicate-id", message);
            let finding = finding.quoting(&format!("#{}", slide.id));
            finding.on_line(&slide.file, slide.line).on_slide(&slide.id)
        })
    }

    /// Gives each slide that has no claim the id that it would have, with a number where that is taken.
    pub(super) fn give(&mut self, slides: &mut [Slide]) {
        // The number that was last appended to an id, so that many slides of one title cost no search.
        let mut suffixes: HashMap<String, u32> = HashMap::new();
        for index in std::mem::take(&mut self.left) {
            let Some(slide) = slides.get_mut(index) else { continue };
            if slide.id.is_empty() {
                NAMELESS.clone_into(&mut slide.id);
            }
            if self.taken.insert(slide.id.clone()) {
                continue;
            }
            let base = slide.id.clone();
            let suffix = suffixes.entry(base.clone()).or_insert(1);
            while self.taken.contains(&slide.id) {
                *suffix += 1;
                slide.id = format!("{base}-{suffix}");
            }
            self.taken.insert(slide.id.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ids that slides get which have these, written where they begin with `#`; and the findings.
    fn given(ids: &[&str]) -> (Vec<String>, usize) {
        let slide = |id: &&str| {
            let written = id.strip_prefix('#');
            let id = written.unwrap_or(id).to_owned();
            Slide { id, id_is_written: written.is_some(), ..Slide::default() }
        };
        let mut slides: Vec<Slide> = ids.iter().map(slide).collect();
        let mut ids = Ids::default();
        let claims = slides.iter().enumerate();
        let found = claims.filter_map(|(index, slide)| ids.claim(slide, index)).count();
        ids.give(&mut slides);
        (slides.into_iter().map(|slide| slide.id).collect(), found)
    }

    #[track_caller]
    fn check(ids: &[&str], expected: &[&str], findings: usize) {
        let expected = expected.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(given(ids), (expected, findings), "{ids:?}");
    }

    #[test]
    fn a_written_id_wins_over_an_earlier_slug() {
        check(&["core", "#core"], &["core-2", "core"], 0);
        check(&["a", "a", "#a-2"], &["a", "a-3", "a-2"], 0);
    }

    #[test]
    fn the_later_of_two_written_ids_gets_another_and_a_word() {
        check(&["#x", "#x", "x"], &["x", "x-2", "x-3"], 1);
        check(&["x", "#x", "#x", "#x-2"], &["x-3", "x", "x-4", "x-2"], 1);
    }

    #[test]
    fn a_slide_without_a_title_has_an_id() {
        check(&["", "#slide", ""], &["slide-2", "slide", "slide-3"], 0);
    }

    #[test]
    fn ten_thousand_slides_of_one_title_cost_no_search() {
        let (ids, found) = given(&vec!["a"; 10_000]);
        assert_eq!((ids[9_999].as_str(), found), ("a-10000", 0));
    }
}
