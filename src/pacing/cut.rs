//! What to skip: whole optional slides that are still ahead, in their order, as few as suffice.

use super::pace::Here;
use super::{Plan, Progress};

/// What to skip in order to end on time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// The slides, the next one to come first.
    pub slides: Vec<Skip>,
    /// How late the talk still ends without them; 0 where skipping them is enough.
    pub over_ms: i64,
}

impl Cut {
    /// The time that skipping them saves.
    pub fn saves_ms(&self) -> i64 {
        self.slides.iter().map(|skip| skip.saves_ms).sum()
    }
}

/// A slide to skip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skip {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The time that this saves.
    pub saves_ms: i64,
}

/// The optional slides of a part that are ahead, in the order in which they go.
struct Offer {
    slides: Vec<(usize, Skip)>,
    /// What the first so many of them save together.
    saves_ms: Vec<i64>,
}

impl Offer {
    fn saved(&self, count: usize) -> i64 {
        self.saves_ms.get(count).copied().unwrap_or(0)
    }
}

/// What a talk that is so late should skip. Among choices of equally few slides it is the one that skips most in the
/// nearest part: what is further ahead stays in reserve.
pub(super) fn advise(plan: &Plan, progress: &Progress, here: Here, late_ms: i64) -> Cut {
    let offers: Vec<Offer> =
        (0..plan.parts.len()).map(|part| offer(plan, progress, part, here)).collect();
    let most: usize = offers.iter().map(|offer| offer.slides.len()).sum();
    let best = best(&offers, most);
    let saved_from = |part: usize, count: usize| -> i64 {
        best.get(part).and_then(|row| row.get(count)).copied().unwrap_or(0)
    };
    let count = (0..=most).find(|count| saved_from(0, *count) >= late_ms).unwrap_or(most);
    let (mut left, mut wanted_ms) = (count, late_ms.min(saved_from(0, count)));
    let mut slides = Vec::new();
    for (part, offer) in offers.iter().enumerate() {
        let fits =
            |taken: &usize| offer.saved(*taken) + saved_from(part + 1, left - taken) >= wanted_ms;
        let taken = (0..=offer.slides.len().min(left)).rev().find(fits).unwrap_or(0);
        left -= taken;
        wanted_ms -= offer.saved(taken);
        let mut chosen: Vec<_> = offer.slides.iter().take(taken).cloned().collect();
        chosen.sort_by_key(|(slide, _)| *slide);
        slides.extend(chosen.into_iter().map(|(_, skip)| skip));
    }
    let saved: i64 = slides.iter().map(|skip| skip.saves_ms).sum();
    Cut { slides, over_ms: (late_ms - saved).max(0) }
}

fn offer(plan: &Plan, progress: &Progress, part: usize, here: Here) -> Offer {
    let planned = plan.parts.get(part).map(|part| part.slides.as_slice()).unwrap_or_default();
    let ahead = planned.iter().enumerate().filter(|(slide, planned)| {
        let is_ahead = Here { part, slide: *slide } > here;
        is_ahead && !progress.has_seen(&planned.id) && !progress.skips(&planned.id)
    });
    let mut slides: Vec<_> = ahead
        .filter_map(|(at, slide)| {
            let (id, title) = (slide.id.clone(), slide.title.clone());
            slide.optional.map(|rank| (rank, at, Skip { id, title, saves_ms: slide.share_ms }))
        })
        .collect();
    slides.sort_by_key(|(rank, ..)| *rank);
    let mut saves_ms = vec![0];
    for (.., skip) in &slides {
        saves_ms.push(saves_ms.last().unwrap_or(&0) + skip.saves_ms);
    }
    Offer { slides: slides.into_iter().map(|(_, at, skip)| (at, skip)).collect(), saves_ms }
}

/// For each part, and one beyond the last: the most that so many slides save from there on.
fn best(offers: &[Offer], most: usize) -> Vec<Vec<i64>> {
    let mut rows = vec![vec![0; most + 1]];
    for offer in offers.iter().rev() {
        let later = rows.last().cloned().unwrap_or_default();
        let row = (0..=most).map(|count| {
            let choices = (0..=offer.slides.len().min(count))
                .map(|taken| offer.saved(taken) + later.get(count - taken).copied().unwrap_or(0));
            choices.max().unwrap_or(0)
        });
        rows.push(row.collect());
    }
    rows.reverse();
    rows
}
