//! What the room discussed: each prompt with the phases as they went, and what was written down meanwhile.

use super::Material;
use super::times::length;
use super::written::{self, Written};
use crate::capture::Capture;
use crate::deck::{BlockKind, Deck};
use crate::discussion::Discussion;
use crate::happening::{Change, Happening};

/// A discussion that took place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talked {
    /// What the room was asked; the discussion's id where no deck has it.
    pub prompt: String,
    /// The method, its poll and the time that was planned, as far as a deck says them.
    pub facts: Option<String>,
    /// What its phases were called and how long they took, where that is known.
    pub phases: Vec<(String, Option<String>)>,
    /// What was written down.
    pub written: Vec<Written>,
    /// What is left out.
    pub left_out: Option<String>,
}

/// The prompt of a discussion, or its id.
pub(super) fn prompt<'a>(deck: Option<&'a Deck>, id: &'a str) -> &'a str {
    deck.and_then(|deck| find(deck, id)).map_or(id, |discussion| &discussion.prompt)
}

/// The discussions that took place, in the order in which they began; then those on whose slides something was
/// written down. `homes` has the discussion of each capture.
pub(super) fn talked(material: &Material<'_>, homes: &[Option<&str>]) -> Vec<Talked> {
    let mut ids: Vec<&str> = Vec::new();
    let began = material.happenings.iter().filter_map(|happening| match happening {
        Happening::Discussion { id, change: Change::Begun, .. } => Some(id.as_str()),
        _ => None,
    });
    for id in began.chain(homes.iter().copied().flatten()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.into_iter().map(|id| one(material, homes, id)).collect()
}

/// For each capture the discussion in which it was written down: the one on its slide, of several the one that went
/// on; the one that went on where no deck has it.
pub(super) fn homes<'a>(material: &Material<'a>) -> Vec<Option<&'a str>> {
    let prompts: Vec<(&str, &Discussion)> =
        material.deck.map(|deck| all(deck).collect()).unwrap_or_default();
    let home = |capture: &Capture| {
        let here = || {
            prompts
                .iter()
                .filter(|(slide, _)| *slide == capture.slide)
                .map(|(_, one)| one.id.as_str())
        };
        let takes = |current: &&str| {
            here().any(|id| id == *current) || prompts.iter().all(|(_, one)| one.id != **current)
        };
        going_on(material.happenings, capture.at_ms).filter(takes).or_else(|| here().next())
    };
    material.captures.iter().map(home).collect()
}

/// The discussion that went on at a time.
fn going_on(happenings: &[Happening], at_ms: i64) -> Option<&str> {
    let mut current = None;
    for happening in happenings.iter().take_while(|one| one.at_ms() <= at_ms) {
        match happening {
            Happening::Discussion { change: Change::Ended, .. } => current = None,
            Happening::Discussion { id, .. } => current = Some(id.as_str()),
            Happening::Slide { .. }
            | Happening::Round { .. }
            | Happening::Break { .. }
            | Happening::Clock { .. } => {}
        }
    }
    current
}

fn one(material: &Material<'_>, homes: &[Option<&str>], id: &str) -> Talked {
    let known = material.deck.and_then(|deck| find(deck, id));
    let made = material.captures.iter().zip(homes).filter(|(_, home)| **home == Some(id));
    let made: Vec<&Capture> = made.map(|(capture, _)| capture).collect();
    let (written, left_out) = written::list(&made, material, "thing");
    Talked {
        prompt: prompt(material.deck, id).to_owned(),
        facts: known.map(|known| facts(known, material)),
        phases: phases(material.happenings, id, material.session.ended_ms),
        written,
        left_out,
    }
}

fn facts(discussion: &Discussion, material: &Material<'_>) -> String {
    let method = discussion.method.name();
    let minutes = match discussion.minutes {
        0 => String::new(),
        minutes => format!(", {minutes} min planned"),
    };
    let round = discussion.poll.as_deref().and_then(|poll| material.votes.latest(poll));
    let poll = round.map_or_else(String::new, |counted| {
        format!(", on the poll “{}”", counted.round.poll.question)
    });
    format!("Discussion, {method}{minutes}{poll}.")
}

/// The phases of a discussion in the order in which they began, each with the time in which its clock ran.
fn phases(
    happenings: &[Happening],
    id: &str,
    ended_ms: Option<i64>,
) -> Vec<(String, Option<String>)> {
    let mut phases: Vec<(String, i64, bool)> = Vec::new();
    let mut since: Option<i64> = None;
    for happening in happenings {
        let (at_ms, name, change) = match happening {
            Happening::Discussion { at_ms, id: one, name, change, .. } if one == id => {
                (*at_ms, name, *change)
            }
            // There is one discussion at a time.
            Happening::Discussion { at_ms, name, change: Change::Begun, .. } => {
                (*at_ms, name, Change::Ended)
            }
            _ => continue,
        };
        let stops = matches!(change, Change::Begun | Change::Paused | Change::Ended);
        if let (true, Some(phase)) = (stops, phases.last_mut()) {
            phase.1 += since.take().map_or(0, |since| (at_ms - since).max(0));
            phase.2 |= change != Change::Paused;
        }
        match change {
            Change::Begun => {
                phases.push((name.clone(), 0, false));
                since = Some(at_ms);
            }
            Change::WentOn => since = since.or((!phases.is_empty()).then_some(at_ms)),
            Change::Paused | Change::Extended | Change::Ended => {}
        }
    }
    if let (Some(ended_ms), Some(phase)) = (ended_ms, phases.last_mut()) {
        phase.1 += since.map_or(0, |since| (ended_ms - since).max(0));
        phase.2 = true;
    }
    phases.into_iter().map(|(name, ran, is_over)| (name, is_over.then(|| length(ran)))).collect()
}

fn find<'a>(deck: &'a Deck, id: &str) -> Option<&'a Discussion> {
    all(deck).map(|(_, discussion)| discussion).find(|discussion| discussion.id == id)
}

/// The discussions of a deck, each with the id of its slide.
fn all(deck: &Deck) -> impl Iterator<Item = (&str, &Discussion)> {
    deck.slides.iter().flat_map(|slide| {
        let blocks = slide.all_blocks().into_iter();
        blocks.filter_map(|block| match &block.kind {
            BlockKind::Discussion(discussion) => Some((slide.id.as_str(), discussion)),
            _ => None,
        })
    })
}
