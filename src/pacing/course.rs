//! A plan beside what became of it: when each part began and ended.

use std::ops::Range;

use super::{Plan, PlannedPart};

/// Where a talk was. It is held together with the time at which it came there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// At the slide with this id.
    Slide(&'a str),
    /// In a break.
    Break,
}

/// A part of a plan, and when it took place. Times are milliseconds on the talk's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its title.
    pub title: String,
    /// From when to when it was planned.
    pub planned_ms: Range<i64>,
    /// From when to when it was; none for a part that was left out.
    pub actual_ms: Option<Range<i64>>,
}

impl Stretch {
    /// How much longer than planned it took; below 0 it was shorter.
    pub fn over_ms(&self) -> Option<i64> {
        let actual = self.actual_ms.as_ref()?;
        Some((actual.end - actual.start) - (self.planned_ms.end - self.planned_ms.start))
    }
}

/// Visits shorter than this are a way to somewhere else.
const GLANCE_MS: i64 = 5_000;

/// Tells a plan beside a talk that was at these places and ended at a time. A part begins with the first stay at one of
/// its slides and ends where a later one begins; a break ends with itself.
pub fn course(plan: &Plan, places: &[(i64, Place<'_>)], end_ms: i64) -> Vec<Stretch> {
    let visits: Vec<(Range<i64>, Place<'_>)> = places
        .iter()
        .enumerate()
        .map(|(at, (began, place))| {
            let ended = places.get(at + 1).map_or(end_ms, |(next, _)| *next);
            (*began..ended.max(*began), *place)
        })
        .collect();
    let mut begun = 0;
    let mut actual: Vec<Option<Range<i64>>> = Vec::new();
    for (number, part) in plan.parts.iter().enumerate() {
        let before = number.checked_sub(1).and_then(|before| plan.parts.get(before));
        let found =
            if part.is_break() { break_after(before, &visits) } else { first_stay(part, &visits) };
        let found = found.map(|found| found.start.max(begun)..found.end.max(begun));
        begun = found.as_ref().map_or(begun, |found| found.start);
        actual.push(found);
    }
    let mut planned_ms = 0;
    let told = plan.parts.iter().enumerate().map(|(number, part)| {
        let planned = planned_ms..planned_ms + part.length_ms;
        planned_ms = planned.end;
        let found = actual.get(number).cloned().flatten();
        let next = actual.iter().skip(number + 1).flatten().next().map(|next| next.start);
        let ended = |found: Range<i64>| match (part.is_break(), next) {
            (true, _) => found,
            (false, next) => found.start..next.unwrap_or(end_ms).max(found.start),
        };
        let title = part.title.clone();
        Stretch { title, planned_ms: planned, actual_ms: found.map(ended) }
    });
    told.collect()
}

fn first_stay(part: &PlannedPart, visits: &[(Range<i64>, Place<'_>)]) -> Option<Range<i64>> {
    let is_in = |place: &Place<'_>| matches!(place, Place::Slide(id) if part.slides.iter().any(|slide| slide.id == *id));
    let mut found = visits.iter().filter(|(_, place)| is_in(place)).map(|(visit, _)| visit);
    // The talk's clock may start as its first slide is left.
    found.find(|visit| visit.start == 0 || visit.end - visit.start >= GLANCE_MS).cloned()
}

/// The first break that was taken at a slide of the part before.
fn break_after(
    before: Option<&PlannedPart>,
    visits: &[(Range<i64>, Place<'_>)],
) -> Option<Range<i64>> {
    let before = before?;
    let is_in = |id: &str| before.slides.iter().any(|slide| slide.id == id);
    let mut pairs = visits.iter().zip(visits.iter().skip(1));
    pairs.find_map(|((_, from), (visit, to))| match (from, to) {
        (Place::Slide(id), Place::Break) if is_in(id) => Some(visit.clone()),
        _ => None,
    })
}
