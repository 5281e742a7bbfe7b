//! What happened when: sections and slides, rounds, discussions, breaks, each with how long it took.

use std::collections::{BTreeMap, HashMap};

use super::times::{Clock, length};
use super::{Material, Moment, Rank, discussions};
use crate::deck::{Deck, Section, Slide};
use crate::happening::{Change, Happening};
use crate::round::Phase;

/// Tells a session from its beginning to its end. Steps of one slide are one moment.
pub(super) fn timeline(material: &Material<'_>, clock: Clock) -> Vec<Moment> {
    let mut told = Told { material, clock, moments: Vec::new(), open: Vec::new() };
    let slides = material.deck.map(by_id).unwrap_or_default();
    let mut shown: Option<&str> = None;
    let mut section = None;
    let mut phases: BTreeMap<(&str, u32), Phase> = BTreeMap::new();
    for happening in material.happenings {
        match happening {
            Happening::Slide { at_ms, id, .. } if shown != Some(id) => {
                shown = Some(id);
                let place = slides.get(id.as_str()).copied();
                let now = place.and_then(|place| material.deck?.section_of(place));
                let slide = place.and_then(|place| material.deck?.slides.get(place));
                let slide = slide.map_or(id.as_str(), title);
                let is_new = |now: &&Section| section != Some(&now.id) && !now.title.is_empty();
                let mut is_told = false;
                if let Some(now) = now.filter(is_new) {
                    told.begin(*at_ms, Rank::Section, now.title.clone());
                    section = Some(&now.id);
                    // A section is called as its first heading is.
                    is_told = now.title == slide;
                }
                if !is_told {
                    told.begin(*at_ms, Rank::Slide, slide.to_owned());
                }
            }
            Happening::Slide { .. } | Happening::Clock { .. } => {}
            Happening::Round { at_ms, poll, round, phase } => {
                let before = phases.insert((poll, *round), *phase);
                told.round(*at_ms, (poll, *round), before, *phase);
            }
            Happening::Discussion { at_ms, id, name, change, .. } => match change {
                Change::Begun => {
                    let prompt = discussions::prompt(material.deck, id);
                    told.begin(*at_ms, Rank::Phase, format!("Discussion, {name}: {prompt}"));
                }
                Change::Ended => told.end(*at_ms, Rank::Phase),
                Change::Paused | Change::WentOn | Change::Extended => {}
            },
            Happening::Break { at_ms, change, .. } => match change {
                Change::Begun => told.begin(*at_ms, Rank::Break, "Break".to_owned()),
                Change::Ended => told.end(*at_ms, Rank::Break),
                Change::Paused | Change::WentOn | Change::Extended => {}
            },
        }
    }
    told.finished()
}

/// The places of slides by their ids.
fn by_id(deck: &Deck) -> HashMap<&str, usize> {
    deck.slides.iter().enumerate().map(|(place, slide)| (slide.id.as_str(), place)).collect()
}

/// What a slide is called.
pub(super) fn title(slide: &Slide) -> &str {
    if slide.title.is_empty() { &slide.id } else { &slide.title }
}

/// The moments so far, and which of them go on.
struct Told<'a> {
    material: &'a Material<'a>,
    clock: Clock,
    moments: Vec<Moment>,
    /// The place of a moment, when it began, what it is.
    open: Vec<(usize, i64, Rank)>,
}

impl Told<'_> {
    /// Something begins; what it takes the place of is over.
    fn begin(&mut self, at_ms: i64, rank: Rank, what: String) {
        self.end(at_ms, rank);
        if rank == Rank::Section {
            self.end(at_ms, Rank::Slide);
        }
        self.open.push((self.moments.len(), at_ms, rank));
        self.say(at_ms, rank, what);
    }

    fn say(&mut self, at_ms: i64, rank: Rank, what: String) {
        self.moments.push(Moment { time: self.clock.time(at_ms), what, lasted: None, rank });
    }

    fn end(&mut self, at_ms: i64, rank: Rank) {
        let ended = self.open.extract_if(.., |(_, _, open)| *open == rank);
        for (place, began_ms, _) in ended {
            if let Some(moment) = self.moments.get_mut(place) {
                moment.lasted = Some(length(at_ms - began_ms));
            }
        }
    }

    /// How long a round was open says when it was closed.
    fn round(&mut self, at_ms: i64, round: (&str, u32), before: Option<Phase>, now: Phase) {
        let (poll, number) = round;
        let mut rounds = self.material.votes.of(poll);
        let Some(counted) = rounds.find(|counted| counted.round.number == number) else { return };
        let question = &counted.round.poll.question;
        let again = if number > 1 { format!(", round {number}") } else { String::new() };
        match (before, now) {
            (None, Phase::Open) => {
                self.begin(at_ms, Rank::Poll, format!("Poll opened{again}: {question}"));
            }
            (Some(_), Phase::Open) => {
                self.begin(at_ms, Rank::Poll, format!("Poll opened again{again}: {question}"));
            }
            (Some(Phase::Revealed), Phase::Closed) => {
                self.say(at_ms, Rank::Poll, format!("Count hidden again{again}: {question}"));
            }
            (_, Phase::Closed) => self.end(at_ms, Rank::Poll),
            (_, Phase::Revealed) => {
                self.say(at_ms, Rank::Poll, format!("Count shown{again}: {question}"));
            }
        }
    }

    /// What still goes on at the end of the session is over with it, where that is known.
    fn finished(mut self) -> Vec<Moment> {
        if let Some(ended_ms) = self.material.session.ended_ms {
            for rank in [Rank::Section, Rank::Slide] {
                self.end(ended_ms, rank);
            }
        }
        self.moments
    }
}
