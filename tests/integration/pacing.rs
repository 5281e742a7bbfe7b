//! Talks of the built-in deck against their agendas: whoever is late and does as advised ends on time, or was told.

use roundtable::deck::Deck;
use roundtable::pacing::{Pace, Plan, PlannedSlide, Progress};
use roundtable::source::{Extent, Source};

const MINUTE: i64 = 60_000;

fn deck() -> Deck {
    Source::find(None).unwrap().load(Extent::Whole).unwrap().deck
}

/// A speaker who gives each slide its share, loses time once, and asks for advice before each next slide.
struct Speaker<'a> {
    plan: &'a Plan,
    progress: Progress,
    now_ms: i64,
    /// The most that was said to be over in spite of all skipping, after time was lost.
    told_over_ms: i64,
}

impl<'a> Speaker<'a> {
    fn new(plan: &'a Plan) -> Self {
        let first = plan.parts.iter().flat_map(|part| &part.slides).next().unwrap();
        Self { plan, progress: Progress::at(&first.id, 0), now_ms: 0, told_over_ms: 0 }
    }

    /// Gives the talk, with `loses` milliseconds lost in the middle of its slide number `at`, from 0.
    fn gives(mut self, at: usize, loses_ms: i64) -> Self {
        let mut number = 0;
        for part in &self.plan.parts {
            if part.is_break() {
                self.progress.rest(Some(part.length_ms), self.now_ms);
                self.now_ms += part.length_ms;
            }
            for slide in &part.slides {
                let lost = if number == at { loses_ms } else { 0 };
                number += 1;
                if lost > 0 || !self.progress.skips(&slide.id) {
                    self.shows(slide, lost);
                }
            }
        }
        self
    }

    fn shows(&mut self, slide: &PlannedSlide, loses_ms: i64) {
        self.progress.go_to(&slide.id, self.now_ms);
        self.now_ms += slide.share_ms + loses_ms;
        let pace = Pace::of(self.plan, &self.progress, self.now_ms).unwrap();
        for skip in &pace.cut.slides {
            assert!(!self.progress.has_seen(&skip.id), "{} was shown", skip.id);
            let mut all = self.plan.parts.iter().flat_map(|part| &part.slides);
            let named = all.find(|slide| slide.id == skip.id).unwrap();
            assert!(named.optional.is_some(), "{} is not optional", skip.id);
            self.progress.skip(&skip.id);
        }
        self.told_over_ms = self.told_over_ms.max(pace.cut.over_ms);
    }
}

#[test]
fn ten_minutes_lost_anywhere_are_caught_up_or_the_truth_is_told() {
    let deck = deck();
    for name in ["talk25", "talk45", "workshop90"] {
        let plan = deck.plan(name).unwrap();
        let slides: Vec<&PlannedSlide> = plan.parts.iter().flat_map(|part| &part.slides).collect();
        let undisturbed = Speaker::new(&plan).gives(usize::MAX, 0);
        assert_eq!(undisturbed.now_ms, plan.length_ms(), "{name}");
        for at in 0..slides.len() {
            for lost in [3 * MINUTE, 10 * MINUTE] {
                let speaker = Speaker::new(&plan).gives(at, lost);
                let ahead: i64 = slides[at + 1..]
                    .iter()
                    .filter(|slide| slide.optional.is_some())
                    .map(|slide| slide.share_ms)
                    .sum();
                let over = (lost - ahead).max(0);
                let ended = speaker.now_ms - plan.length_ms();
                assert_eq!(speaker.told_over_ms, over, "{name}, {}", slides[at].id);
                // What can be caught up is, what cannot was said to the millisecond.
                assert!(if over > 0 { ended == over } else { ended <= 0 }, "{name}: {ended}");
            }
        }
    }
}

#[test]
fn every_agenda_of_the_talk_shares_out_its_time() {
    let deck = deck();
    let lengths = ["talk25", "talk45", "workshop90"].map(|name| {
        let plan = deck.plan(name).unwrap();
        let shared: i64 = plan.parts.iter().flat_map(|part| &part.slides).map(|s| s.share_ms).sum();
        let breaks: i64 =
            plan.parts.iter().filter(|part| part.is_break()).map(|part| part.length_ms).sum();
        assert_eq!(shared + breaks, plan.length_ms(), "{name}");
        plan.length_ms() / MINUTE
    });
    assert_eq!(lengths, [25, 45, 90]);
    assert_eq!(deck.plan("nowhere"), None);
}
