//! A talk against its plan: how late it is, when it will end, what to skip.
//!
//! [`Pace::of`] works it out from a [`Plan`], the talk's [`Progress`] and its clock. Every time here is in milliseconds on
//! that clock: it is 0 where the talk begins and stands while the clock is paused.

use crate::agenda::Agenda;

mod course;
mod cut;
mod pace;
mod talk_clock;
mod words;

pub use course::{Place, Stretch, course};
pub use cut::{Cut, Skip};
pub use pace::{Pace, PartPace};
pub use talk_clock::TalkClock;
pub use words::clock;

/// The time that a talk means to take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The agenda that it was made of.
    pub agenda: String,
    /// Its parts, in order.
    pub parts: Vec<PlannedPart>,
}

/// A part of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlannedPart {
    /// What the speaker calls it.
    pub title: String,
    /// The time for it.
    pub length_ms: i64,
    /// Its slides, in order; none in a break.
    pub slides: Vec<PlannedSlide>,
}

/// A slide of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlannedSlide {
    /// Its id.
    pub id: String,
    /// What the room sees above it.
    pub title: String,
    /// Its share of its part's time.
    pub share_ms: i64,
    /// When it goes if the talk is late, from 0 within its part; none where it must be shown.
    pub optional: Option<usize>,
}

/// What a plan must know of a slide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Its title.
    pub title: String,
    /// The time that its discussions ask for.
    pub asks_ms: i64,
}

/// More than a part can mean: numbers beyond it are slips of the finger, and sums of them must still be numbers.
const LONGEST_MINUTES: f64 = 10_000.0;

impl Plan {
    /// The plan of an agenda. `content` tells what a slide is by its id; slides that it does not know are left out, and
    /// so are parts that have no others. A slide that is named twice counts where it is first.
    ///
    /// A part's time is shared so: each slide gets what its discussions ask for, all together at most three quarters of
    /// the part, and the rest is divided evenly among all slides.
    pub fn of(agenda: &Agenda, content: impl Fn(&str) -> Option<Content>) -> Self {
        let mut parts: Vec<PlannedPart> = Vec::new();
        for part in &agenda.parts {
            let is_new = |id: &str| {
                let mut before = parts.iter().flat_map(|part| &part.slides);
                before.all(|slide| slide.id != id)
            };
            let known = part.slides.iter().filter(|id| is_new(id));
            let known = known.filter_map(|id| content(id).map(|content| (id.as_str(), content)));
            let mut held: Vec<(&str, Content)> = Vec::new();
            for (id, content) in known {
                if held.iter().all(|(before, _)| *before != id) {
                    held.push((id, content));
                }
            }
            let length_ms = milliseconds(part.minutes);
            let slides = shared(length_ms, held, &part.optional);
            if part.slides.is_empty() || !slides.is_empty() {
                parts.push(PlannedPart { title: part.title.clone(), length_ms, slides });
            }
        }
        Self { agenda: agenda.name.clone(), parts }
    }

    /// The time for the whole.
    pub fn length_ms(&self) -> i64 {
        self.parts.iter().map(|part| part.length_ms).sum()
    }

    /// How far a talk may be off its plan without anything being said: a minute, and in plans of more than 45
    /// minutes a 45th of them.
    pub fn calm_ms(&self) -> i64 {
        (self.length_ms() / 45).max(60_000)
    }
}

impl PlannedPart {
    /// Whether nothing is shown in it.
    pub fn is_break(&self) -> bool {
        self.slides.is_empty()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it is held within what fits before")]
fn milliseconds(minutes: f64) -> i64 {
    (minutes.clamp(0.0, LONGEST_MINUTES) * 60_000.0).round() as i64
}

/// Divides a part's time among its slides; every millisecond of it is somebody's.
fn shared(length_ms: i64, held: Vec<(&str, Content)>, optional: &[String]) -> Vec<PlannedSlide> {
    let Ok(count) = i64::try_from(held.len()) else { return Vec::new() };
    let limit = length_ms - length_ms / 4;
    let asked: i64 = held.iter().map(|(_, content)| content.asks_ms.clamp(0, limit)).sum();
    let own = |content: &Content| match content.asks_ms.clamp(0, limit) {
        asks if asked > limit => asks * limit / asked,
        asks => asks,
    };
    let mut rest = length_ms - held.iter().map(|(_, content)| own(content)).sum::<i64>();
    let mut slides = Vec::new();
    for ((id, content), left) in held.into_iter().zip((1..=count).rev()) {
        let even = rest / left;
        rest -= even;
        slides.push(PlannedSlide {
            id: id.to_owned(),
            share_ms: own(&content) + even,
            title: content.title,
            optional: optional.iter().position(|one| one == id),
        });
    }
    slides
}

/// Where a talk is, and how long it was where. It is told of each move by the talk's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    slide: String,
    /// A break at this slide.
    recess: Option<Recess>,
    /// When it came to the slide, or the break began.
    since_ms: i64,
    /// The slides that were shown, in the order in which they were first.
    seen: Vec<Seen>,
    skipped: Vec<String>,
}

/// A break that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Recess {
    /// Its length, if one was announced.
    length_ms: Option<i64>,
}

/// A slide that was shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Seen {
    id: String,
    /// How long, before the visit that goes on.
    ms: i64,
    /// How long there was a break at it, the same.
    recess_ms: i64,
}

impl Progress {
    /// A talk that begins at a slide, or goes on there.
    pub fn at(slide: &str, now_ms: i64) -> Self {
        let seen = vec![Seen { id: slide.to_owned(), ..Seen::default() }];
        Self { slide: slide.to_owned(), since_ms: now_ms, seen, ..Self::default() }
    }

    /// Comes to a slide, by whatever way. A break is over then.
    pub fn go_to(&mut self, slide: &str, now_ms: i64) {
        if self.slide == slide && self.recess.is_none() {
            return;
        }
        self.close(now_ms);
        slide.clone_into(&mut self.slide);
        if self.seen.iter().all(|seen| seen.id != slide) {
            self.seen.push(Seen { id: slide.to_owned(), ..Seen::default() });
        }
    }

    /// A break begins, or gets another length: so long from its beginning, if that was announced. A break in the part
    /// before one that is planned is that one.
    pub fn rest(&mut self, length_ms: Option<i64>, now_ms: i64) {
        if self.recess.is_none() {
            self.close(now_ms);
        }
        self.recess = Some(Recess { length_ms });
    }

    /// Notes what was under way until now.
    fn close(&mut self, now_ms: i64) {
        let passed = (now_ms - self.since_ms).max(0);
        let is_recess = self.recess.take().is_some();
        if let Some(seen) = self.seen.iter_mut().find(|seen| seen.id == self.slide) {
            *if is_recess { &mut seen.recess_ms } else { &mut seen.ms } += passed;
        }
        self.since_ms = now_ms;
    }

    /// Leaves a slide out.
    pub fn skip(&mut self, slide: &str) {
        if !self.skips(slide) {
            self.skipped.push(slide.to_owned());
        }
    }

    /// Shows a slide after all.
    pub fn keep(&mut self, slide: &str) {
        self.skipped.retain(|skipped| skipped != slide);
    }

    /// Whether a slide is left out.
    pub fn skips(&self, slide: &str) -> bool {
        self.skipped.iter().any(|skipped| skipped == slide)
    }

    /// Whether a slide was ever shown.
    pub fn has_seen(&self, slide: &str) -> bool {
        self.seen.iter().any(|seen| seen.id == slide)
    }

    /// The slides that were shown, in the order in which they were first, each with how long. Breaks do not count.
    pub fn times(&self, now_ms: i64) -> Vec<(&str, i64)> {
        let seen = self.seen.iter().map(|seen| seen.id.as_str());
        seen.map(|id| (id, self.spent(id, now_ms))).collect()
    }

    /// How long a slide was shown. Breaks do not count.
    pub fn spent(&self, slide: &str, now_ms: i64) -> i64 {
        let before = self.seen.iter().find(|seen| seen.id == slide).map_or(0, |seen| seen.ms);
        let is_shown = slide == self.slide && self.recess.is_none();
        before + if is_shown { (now_ms - self.since_ms).max(0) } else { 0 }
    }

    /// How long there were breaks at a slide.
    fn rested(&self, slide: &str, now_ms: i64) -> i64 {
        let before = self.seen.iter().find(|seen| seen.id == slide).map_or(0, |one| one.recess_ms);
        let is_here = slide == self.slide && self.recess.is_some();
        before + if is_here { (now_ms - self.since_ms).max(0) } else { 0 }
    }
}

#[cfg(test)]
mod tests;
