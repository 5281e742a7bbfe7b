//! The agenda beside what became of it, by the talk's clock: pauses do not count.

use super::Material;
use crate::happening::{Change, Happening};
use crate::pacing::{Place, Plan, Stretch, TalkClock, clock, course};

/// The agenda that a talk followed, and how it did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The agenda's name.
    pub agenda: String,
    /// Each part: its title, when it was planned, when it was, how much longer it took.
    pub parts: Vec<[String; 4]>,
    /// When the talk ended, in a sentence.
    pub end: String,
}

/// What became of the agenda; none where the talk followed none.
pub(super) fn kept(material: &Material<'_>) -> Option<Kept> {
    let Material { happenings, session, .. } = *material;
    let starts = happenings.iter().enumerate().filter_map(|(at, happening)| match happening {
        Happening::Clock { at_ms, clock, plan: Some(plan) } => {
            Some((at, plan, clock.elapsed_ms(*at_ms) < 1_000))
        }
        _ => None,
    });
    // The last start at 0 counts: what was before it was a rehearsal, or a look at the microphone.
    let from_zero = starts.clone().rfind(|(.., is_zero)| *is_zero);
    let (begun, ..) = from_zero.or_else(|| starts.clone().next())?;
    let plan = starts.map(|(_, plan, _)| plan).next_back()?;
    let (places, last) = places(happenings, begun);
    let end_ms = session.ended_ms.or(happenings.last().map(Happening::at_ms)).unwrap_or(0);
    let end_ms = last.elapsed_ms(end_ms);
    let parts = course(plan, &places, end_ms).iter().map(row).collect();
    Some(Kept { agenda: plan.agenda.clone(), parts, end: ended(plan, end_ms) })
}

/// Where the talk was since its clock was started, and what the clock did last.
fn places(happenings: &[Happening], begun: usize) -> (Vec<(i64, Place<'_>)>, TalkClock) {
    let mut runs = TalkClock::Waiting;
    let mut here = None;
    let mut places = Vec::new();
    for (at, happening) in happenings.iter().enumerate() {
        let elapsed_ms = runs.elapsed_ms(happening.at_ms());
        match happening {
            Happening::Slide { id, .. } => here = Some(Place::Slide(id)),
            Happening::Clock { clock, .. } => runs = *clock,
            Happening::Break { change: Change::Begun, .. } if at > begun => {
                places.push((elapsed_ms, Place::Break));
                continue;
            }
            Happening::Break { change: Change::Ended, .. } => {}
            _ => continue,
        }
        let is_news = places.last().map(|(_, place)| *place) != here;
        if at >= begun && is_news {
            places.extend(here.map(|here| (runs.elapsed_ms(happening.at_ms()), here)));
        }
    }
    (places, runs)
}

fn row(stretch: &Stretch) -> [String; 4] {
    let span =
        |span: &std::ops::Range<i64>| format!("{} to {}", clock(span.start), clock(span.end));
    let actual = stretch.actual_ms.as_ref().map_or_else(|| "left out".to_owned(), span);
    let over = stretch.over_ms().map(signed).unwrap_or_default();
    [stretch.title.clone(), span(&stretch.planned_ms), actual, over]
}

fn signed(ms: i64) -> String {
    let ms = (ms + 500).div_euclid(1_000) * 1_000;
    match ms {
        0 => "0:00".to_owned(),
        1.. => format!("+{}", clock(ms)),
        _ => format!("−{}", clock(ms)),
    }
}

fn ended(plan: &Plan, end_ms: i64) -> String {
    let (end, length) = (clock(end_ms), clock(plan.length_ms()));
    let off_ms = end_ms - plan.length_ms();
    match off_ms / 1_000 {
        0 => format!("It ended on time, after {end}."),
        1.. => format!("It ended after {end}, {} later than the {length} planned.", clock(off_ms)),
        _ => format!("It ended after {end}, {} earlier than the {length} planned.", clock(off_ms)),
    }
}
