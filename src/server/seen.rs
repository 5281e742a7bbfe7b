//! What the room may see of a talk: the talk leaves its newest picture, and all who look take the newest.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use super::page::Trail;
use crate::capture::Capture;
use crate::deck::{Deck, Slide, Step};
use crate::discussion::Running;
use crate::highlight::Colours;
use crate::layout::Live;
use crate::recess::Recess;
use crate::round::{Counted, Phase, Votes};
use crate::theme::Theme;

/// A talk at one moment, owned, so that any thread can draw it. It holds counts that the room may not see yet:
/// whoever shows them asks [`Seen::shown`] first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// The talk.
    pub deck: Arc<Deck>,
    /// The index of the slide on stage.
    pub slide: usize,
    /// The step of it that is shown, from 1.
    pub step: Step,
    /// The colours of the stage.
    pub theme: &'static Theme,
    /// The highlighting done so far.
    pub colours: Arc<Colours>,
    /// Every round of the session, with its count.
    pub votes: Arc<Votes>,
    /// What was written down, for the slide that tells what happened.
    pub captures: Arc<[Capture]>,
    /// The discussion that runs.
    pub discussion: Option<Running>,
    /// The break that the room has.
    pub recess: Option<Recess>,
    /// Whether the speaker has emptied the stage.
    pub is_blank: bool,
    /// How many people have joined the room.
    pub joined: u32,
    /// When this was so, in milliseconds since 1970 in UTC.
    pub now_ms: i64,
    /// How far the stage's clock is ahead of UTC, in seconds.
    pub utc_offset: i32,
}

impl Seen {
    /// The slide on stage; none while that is empty, or before a deck was read.
    pub fn slide(&self) -> Option<&Slide> {
        self.deck.slides.get(self.slide).filter(|_| !self.is_blank)
    }

    /// What a page is laid out with.
    pub fn live(&self) -> Live<'_> {
        Live {
            votes: &self.votes,
            captures: &self.captures,
            discussion: self.discussion.as_ref(),
            now_ms: self.now_ms,
            joined: Some(self.joined),
            join: None,
        }
    }

    /// The round that concerns the room: the one that takes ballots, wherever the stage is; else, of the polls that
    /// the stage shows, the one opened last.
    pub fn asked(&self) -> Option<&Counted> {
        self.votes.open().or_else(|| {
            let polls = self.slide()?.asked().into_iter().filter(|(from, _)| *from <= self.step);
            let latest = polls.filter_map(|(_, poll)| self.votes.latest(&poll.id));
            latest.max_by_key(|counted| counted.round.id)
        })
    }

    /// The round of [`Self::asked`] if the room may see its count.
    pub fn shown(&self) -> Option<&Counted> {
        self.asked().filter(|counted| counted.round.phase == Phase::Revealed)
    }
}

/// Where the talk and the store leave what is newest. Nobody waits for who reads it.
#[derive(Clone, Debug, Default)]
pub struct Board {
    seen: watch::Sender<Arc<Seen>>,
    votes: watch::Sender<Arc<Votes>>,
    /// What was shown so far.
    trail: Arc<Mutex<Arc<Trail>>>,
}

impl Board {
    /// Shows where the talk is.
    pub fn show(&self, seen: Seen) {
        let mut trail = self.trail.lock().unwrap_or_else(PoisonError::into_inner);
        if !trail.has(&seen) {
            Arc::make_mut(&mut trail).note(&seen);
        }
        drop(trail);
        self.seen.send_replace(Arc::new(seen));
    }

    /// Shows the counts as they are on disk. They come from the store itself, so that whoever was told "recorded" finds
    /// their ballot counted.
    pub fn count(&self, votes: Arc<Votes>) {
        self.votes.send_replace(votes);
    }

    /// The talk as it is now, after this many have joined.
    pub(super) fn seen(&self, joined: u32, now_ms: i64) -> Seen {
        let votes = Arc::clone(&self.votes.borrow());
        Seen { votes, joined, now_ms, ..Seen::clone(&self.seen.borrow()) }
    }

    /// What was shown so far.
    pub(super) fn trail(&self) -> Arc<Trail> {
        Arc::clone(&self.trail.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// To be told when the talk and when the counts change.
    pub(super) fn watch(&self) -> (watch::Receiver<Arc<Seen>>, watch::Receiver<Arc<Votes>>) {
        (self.seen.subscribe(), self.votes.subscribe())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::{Countdown, Round, RoundId};
    use crate::source::{Extent, Source};
    use crate::tally::Tally;

    const DECK: &str = "# One\n\n<!-- pause -->\n\n```poll\nid = \"a\"\nkind = \"fist\"\nquestion = \"A?\"\n```\n\n---\n\n\
                        # Two\n\n```poll\nid = \"b\"\nkind = \"fist\"\nquestion = \"B?\"\n```\n";

    /// The deck at a step of a slide, after these rounds: (id, poll, phase).
    fn seen(slide: usize, step: Step, rounds: &[(RoundId, &str, Phase)]) -> Seen {
        let deck = Source::Text(DECK.into()).load(Extent::Whole).unwrap().deck;
        let polls: Vec<_> =
            deck.slides.iter().flat_map(Slide::asked).map(|(_, p)| p.clone()).collect();
        let counted = |(id, poll, phase): &(RoundId, &str, Phase)| {
            let poll = polls.iter().find(|other| other.id == *poll).unwrap().clone();
            let tally = Tally::new(&poll.kind);
            let (poll, countdown) = (Arc::new(poll), Countdown::None);
            let round = Round { id: *id, number: 1, poll, phase: *phase, countdown, opened_ms: 0 };
            Arc::new(Counted { round, tally, shift: None, beside: Vec::new(), texts: Vec::new() })
        };
        let votes = Votes { rounds: rounds.iter().map(counted).collect() };
        Seen { deck: Arc::new(deck), slide, step, votes: Arc::new(votes), ..Seen::default() }
    }

    fn asked(seen: &Seen) -> Option<RoundId> {
        seen.asked().map(|counted| counted.round.id)
    }

    #[test]
    fn the_room_is_asked_what_is_open_and_else_what_the_stage_shows() {
        let (a, b) = ((1, "a", Phase::Closed), (2, "b", Phase::Revealed));
        assert_eq!(asked(&seen(0, 1, &[a, b])), None);
        assert_eq!(asked(&seen(0, 2, &[a, b])), Some(1));
        assert_eq!(asked(&seen(1, 1, &[a, b])), Some(2));
        assert_eq!(asked(&seen(1, 1, &[b, (3, "a", Phase::Open)])), Some(3));
        assert_eq!(asked(&seen(1, 1, &[b, (3, "b", Phase::Closed)])), Some(3));
        assert_eq!(asked(&seen(9, 1, &[b])), None);
    }

    #[test]
    fn an_empty_stage_shows_no_slide_but_takes_ballots() {
        let (b, open) = ((2, "b", Phase::Revealed), (3, "a", Phase::Open));
        let blank = Seen { is_blank: true, ..seen(1, 1, &[b]) };
        assert!(blank.slide().is_none() && blank.asked().is_none());
        assert_eq!(asked(&Seen { is_blank: true, ..seen(1, 1, &[b, open]) }), Some(3));
    }

    #[test]
    fn a_count_is_shown_once_it_is_revealed() {
        let shown = |phase| seen(1, 1, &[(2, "b", phase)]).shown().is_some();
        assert_eq!([Phase::Open, Phase::Closed, Phase::Revealed].map(shown), [false, false, true]);
    }
}
