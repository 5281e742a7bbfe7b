//! How a talk stands against its plan at a moment.

use super::cut::{self, Cut};
use super::{Plan, PlannedPart, Progress};

/// How a talk stands. Times are milliseconds on the talk's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    /// What the talk's clock shows.
    pub elapsed_ms: i64,
    /// The plan's length.
    pub length_ms: i64,
    /// How late the talk will end if each slide that is left takes its share; below 0 it is ahead.
    pub late_ms: i64,
    /// Until when `late_ms` stays as it is: what is shown has used up its share then, or the break is over.
    pub due_ms: i64,
    /// How far it may be off without a word.
    pub calm_ms: i64,
    /// The part that it is in.
    pub part: PartPace,
    /// What to skip in order to end on time; nothing while that is not needed.
    pub cut: Cut,
}

/// The part that a talk is in. It may be a break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartPace {
    /// Its title.
    pub title: String,
    /// Its number, from 1.
    pub number: usize,
    /// How many parts there are.
    pub parts: usize,
    /// Its time in the plan.
    pub length_ms: i64,
    /// How much of that was used.
    pub spent_ms: i64,
    /// The time that what is left of it has, once a delay is spread over all slides that are left: who keeps to this in
    /// every part ends on time without skipping anything.
    pub left_ms: i64,
}

impl Pace {
    /// Works out how a talk stands. None for a plan without slides.
    ///
    /// What is left is what → would show from here: the rest of the slide's share, the shares of the slides after it as
    /// far as they were not shown yet, the breaks among them in their length. A break that begins late is as long
    /// as it was meant to be, or as it was announced. Slides that were jumped over are not left, until the talk goes back.
    pub fn of(plan: &Plan, progress: &Progress, now_ms: i64) -> Option<Self> {
        let here = here(plan, progress)?;
        let left: Vec<i64> = plan
            .parts
            .iter()
            .enumerate()
            .map(|(part, _)| part_left(plan, progress, (part, here), now_ms))
            .collect();
        let is_planned = rests_as_planned(plan, progress, here.part);
        let announced = progress.recess.and_then(|recess| recess.length_ms);
        let unplanned = match announced {
            Some(length) if !is_planned => (length - (now_ms - progress.since_ms)).max(0),
            _ => 0,
        };
        let rest_ms = match progress.recess {
            Some(_) if is_planned => left.get(here.part + 1).copied().unwrap_or(0),
            Some(_) => unplanned,
            None => here.shown_left(plan, progress, now_ms),
        };
        let length_ms = plan.length_ms();
        let late_ms = now_ms + unplanned + left.iter().sum::<i64>() - length_ms;
        let calm_ms = plan.calm_ms();
        let is_late = late_ms > calm_ms;
        let cut = if is_late { cut::advise(plan, progress, here, late_ms) } else { Cut::default() };
        let slides: i64 =
            plan.parts.iter().zip(&left).map(|(part, left)| talked(part, *left)).sum();
        let spread = Spread { late_ms: if is_late { late_ms } else { 0 }, slides_ms: slides };
        let at = here.part + usize::from(is_planned);
        let part = plan.parts.get(at)?;
        let part_left = left.get(at).copied().unwrap_or(0);
        let spent = |id: &str| progress.spent(id, now_ms) + progress.rested(id, now_ms);
        let spent_ms = match plan.parts.get(here.part).filter(|_| is_planned) {
            Some(before) => before.slides.iter().map(|s| progress.rested(&s.id, now_ms)).sum(),
            None => part.slides.iter().map(|slide| spent(&slide.id)).sum(),
        };
        Some(Self {
            elapsed_ms: now_ms,
            length_ms,
            late_ms,
            due_ms: now_ms + rest_ms,
            calm_ms,
            part: PartPace {
                title: part.title.clone(),
                number: at + 1,
                parts: plan.parts.len(),
                length_ms: part.length_ms,
                spent_ms,
                left_ms: if part.is_break() { part_left } else { spread.of(part_left) },
            },
            cut,
        })
    }

    /// How a talk stands, as other programs are told: as it was when it came to where it is, so that it changes only when
    /// the talk does; with what to skip now.
    pub fn told(plan: &Plan, progress: &Progress, now_ms: i64) -> Option<Self> {
        let cut = Self::of(plan, progress, now_ms)?.cut;
        let mut pace = Self::of(plan, progress, progress.since_ms.min(now_ms))?;
        let over_ms = (pace.late_ms - cut.saves_ms()).max(0);
        pace.cut = Cut { over_ms, ..cut };
        Some(pace)
    }

    /// How the talk stands later, if nothing happens meanwhile. What to skip then stays what it is.
    #[must_use]
    pub fn later(&self, now_ms: i64) -> Self {
        let mut pace = self.clone();
        let passed = (now_ms - self.elapsed_ms).max(0);
        pace.elapsed_ms = self.elapsed_ms + passed;
        pace.late_ms += (pace.elapsed_ms - self.due_ms.max(self.elapsed_ms)).max(0);
        pace.part.spent_ms += passed;
        pace.part.left_ms = (pace.part.left_ms - passed).max(0);
        pace.cut.over_ms = (pace.late_ms - pace.cut.saves_ms()).max(0);
        if !pace.is_late() {
            pace.cut = Cut::default();
        }
        pace
    }

    /// When the plan is as far as the talk is now.
    pub fn planned_ms(&self) -> i64 {
        self.elapsed_ms - self.late_ms
    }

    /// When the talk will end if each slide that is left takes its share.
    pub fn ends_ms(&self) -> i64 {
        self.length_ms + self.late_ms
    }

    /// Whether it is so late that the speaker should know.
    pub fn is_late(&self) -> bool {
        self.late_ms > self.calm_ms
    }

    /// Whether it is so far ahead that the speaker should know.
    pub fn is_ahead(&self) -> bool {
        self.late_ms < -self.calm_ms
    }
}

/// A slide of a plan, by the numbers of its part and of itself in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Here {
    pub(super) part: usize,
    pub(super) slide: usize,
}

impl Here {
    /// What the slide shown has left of its share; nothing where the plan has no such slide.
    fn shown_left(self, plan: &Plan, progress: &Progress, now_ms: i64) -> i64 {
        let slide = plan.parts.get(self.part).and_then(|part| part.slides.get(self.slide));
        let slide = slide.filter(|slide| slide.id == progress.slide);
        slide.map_or(0, |slide| (slide.share_ms - progress.spent(&slide.id, now_ms)).max(0))
    }
}

/// A delay, and the time of the slides over which it is spread.
struct Spread {
    late_ms: i64,
    slides_ms: i64,
}

impl Spread {
    /// What is left of so much once each slide gives its share of the delay.
    fn of(&self, left_ms: i64) -> i64 {
        let kept = i128::from((self.slides_ms - self.late_ms).max(0));
        let spread = (i128::from(left_ms) * kept).checked_div(self.slides_ms.into());
        i64::try_from(spread.unwrap_or(0)).unwrap_or(0)
    }
}

fn talked(part: &PlannedPart, left_ms: i64) -> i64 {
    if part.is_break() { 0 } else { left_ms }
}

/// The slide shown; where the plan has no such slide, the last one of it that was shown.
fn here(plan: &Plan, progress: &Progress) -> Option<Here> {
    let find = |wanted: &str| {
        plan.parts.iter().enumerate().find_map(|(part, planned)| {
            let slide = planned.slides.iter().position(|slide| slide.id == wanted)?;
            Some(Here { part, slide })
        })
    };
    let first = || {
        let part = plan.parts.iter().position(|part| !part.is_break())?;
        Some(Here { part, slide: 0 })
    };
    find(&progress.slide)
        .or_else(|| progress.seen.iter().filter_map(|seen| find(&seen.id)).max())
        .or_else(first)
}

/// Whether there is a break now, and the plan has one after the part shown.
fn rests_as_planned(plan: &Plan, progress: &Progress, part: usize) -> bool {
    progress.recess.is_some() && plan.parts.get(part + 1).is_some_and(PlannedPart::is_break)
}

/// The time that a part has left at a place of the talk.
fn part_left(plan: &Plan, progress: &Progress, place: (usize, Here), now_ms: i64) -> i64 {
    let (part, here) = place;
    let Some(planned) = plan.parts.get(part) else { return 0 };
    if part < here.part {
        return 0;
    }
    if planned.is_break() {
        let before = plan.parts.get(part.wrapping_sub(1));
        let rested: i64 = before.map_or(0, |before| {
            before.slides.iter().map(|slide| progress.rested(&slide.id, now_ms)).sum()
        });
        let announced = progress.recess.filter(|_| part == here.part + 1);
        let announced = announced.and_then(|recess| recess.length_ms);
        return match announced {
            Some(length) => (length - (now_ms - progress.since_ms)).max(0),
            None => (planned.length_ms - rested).max(0),
        };
    }
    // Who has the break after a slide is done with it.
    let done = rests_as_planned(plan, progress, here.part)
        && here.slide + 1 == planned.slides.len()
        && part == here.part;
    let passed = match (part == here.part, done) {
        (true, true) => here.slide + 1,
        (true, false) => here.slide,
        _ => 0,
    };
    let left = planned.slides.iter().enumerate().skip(passed);
    let left = left.filter(|(slide, planned)| {
        (Here { part, slide: *slide }) == here || !progress.skips(&planned.id)
    });
    left.map(|(_, slide)| (slide.share_ms - progress.spent(&slide.id, now_ms)).max(0)).sum()
}
