//! Where polls stand, as far as the room may know: the only part of the page that reads votes. What it hands on has no
//! count before its time, and no right answer.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::ballot::Answer;
use crate::capture::State;
use crate::countdown::Countdown;
use crate::deck::{Happened, Results};
use crate::discussion::{Discussion, Running};
use crate::layout::told::{self, Told};
use crate::layout::{WhatHappened, what_happened};
use crate::poll::{Poll, PollKind};
use crate::round::{Counted, Phase, RoundId};
use crate::server::Seen;

/// What the room may know of the votes.
pub(super) struct Room<'a> {
    seen: &'a Seen,
    /// What this participant answered to the round that concerns the room.
    mine: Option<&'a Answer>,
}

/// A question without its right answer.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) id: &'a str,
    pub(super) question: &'a str,
    pub(super) kind: &'a PollKind,
    /// Whether an answer may change.
    pub(super) change: bool,
    /// What this participant answered.
    pub(super) mine: Option<&'a Answer>,
}

/// Where a poll stands.
pub(super) enum Stand<'a> {
    /// No round was opened yet.
    Idle,
    /// It takes ballots.
    Open(Turnout),
    /// It takes none any more, and its count is not shown yet.
    Closed(Turnout),
    /// The room may see how it voted.
    Revealed(Box<Told<'a>>),
}

/// What is known of a round before its count is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turnout {
    pub(super) round: RoundId,
    pub(super) number: u32,
    pub(super) answered: u64,
    /// How many joined, where that many could have answered.
    pub(super) joined: Option<u64>,
    pub(super) countdown: Countdown,
    pub(super) now_ms: i64,
}

impl<'a> Room<'a> {
    pub(super) fn new(seen: &'a Seen, mine: Option<&'a Answer>) -> Self {
        Self { seen, mine }
    }

    /// The poll that takes ballots, if one does.
    pub(super) fn open(&self) -> Option<(Asked<'a>, Turnout)> {
        let counted = self.seen.votes.open()?;
        Some((self.asked_in(&counted.round.poll, Some(counted)), self.turnout(counted)))
    }

    /// A poll of the deck. Once there is a round, its own copy of the question stands.
    pub(super) fn poll(&self, poll: &'a Poll) -> (Asked<'a>, Stand<'a>) {
        let votes = self.seen.votes.as_ref();
        let Some(counted) = votes.latest(&poll.id) else {
            return (self.asked_in(poll, None), Stand::Idle);
        };
        let asked = self.asked_in(&counted.round.poll, Some(counted));
        let stand = match (counted.round.phase, told::poll(counted, votes)) {
            (Phase::Revealed, Some(told)) => Stand::Revealed(Box::new(told)),
            (Phase::Open, _) => Stand::Open(self.turnout(counted)),
            (Phase::Closed | Phase::Revealed, _) => Stand::Closed(self.turnout(counted)),
        };
        (asked, stand)
    }

    /// What is revealed of the polls that a block of results names.
    pub(super) fn results(&self, results: &Results) -> Told<'a> {
        told::results(results, &self.seen.votes, &self.unknown())
    }

    /// What happened so far.
    pub(super) fn happened(&self, happened: &Happened) -> WhatHappened<'a> {
        what_happened(happened, &self.seen.votes, &self.seen.captures, &self.unknown())
    }

    /// The polls that slides name and the deck does not have.
    fn unknown(&self) -> Vec<String> {
        self.seen.deck.slides.iter().flat_map(|slide| slide.unknown_polls.iter().cloned()).collect()
    }

    /// This discussion, if it runs.
    pub(super) fn running(&self, discussion: &Discussion) -> Option<&'a Running> {
        self.seen.discussion.as_ref().filter(|running| running.standing.id == discussion.id)
    }

    /// Now, in milliseconds since 1970 in UTC.
    pub(super) fn now_ms(&self) -> i64 {
        self.seen.now_ms
    }

    fn asked_in(&self, poll: &'a Poll, counted: Option<&Counted>) -> Asked<'a> {
        let Poll { id, question, kind, change, .. } = poll;
        let concerns =
            counted.is_some() && self.seen.asked().map(self::id) == counted.map(self::id);
        let mine = self.mine.filter(|_| concerns);
        Asked { id, question, kind, change: *change, mine }
    }

    fn turnout(&self, counted: &Counted) -> Turnout {
        let answered = counted.tally.voters();
        Turnout {
            round: counted.round.id,
            number: counted.round.number,
            answered,
            joined: Some(u64::from(self.seen.joined)).filter(|joined| answered <= *joined),
            countdown: counted.round.countdown,
            now_ms: self.seen.now_ms,
        }
    }
}

fn id(counted: &Counted) -> RoundId {
    counted.round.id
}

/// A word that changes with what the page shows, except how many answered, how many joined and the time that is left.
pub fn key(seen: &Seen) -> String {
    let mut hasher = DefaultHasher::new();
    // All of the slide: after an edit it is another page.
    seen.slide().map(|slide| (format!("{slide:?}"), seen.step)).hash(&mut hasher);
    for counted in &seen.votes.rounds {
        let released = counted.texts.iter().filter(|text| text.released).count();
        let is_shown = counted.round.phase == Phase::Revealed;
        let shown = is_shown.then_some((released, counted.texts.len()));
        let ends = ends(counted.round.countdown);
        (id(counted), counted.round.phase, ends, shown).hash(&mut hasher);
    }
    for capture in seen.captures.iter() {
        let owed = (&capture.owner, &capture.due, capture.state == State::Open);
        (capture.id, &capture.text, owed).hash(&mut hasher);
    }
    if let Some(running) = &seen.discussion {
        let standing = &running.standing;
        (&standing.id, standing.phase, ends(standing.countdown)).hash(&mut hasher);
    }
    seen.recess.map(|recess| (recess.began_ms, recess.ends_ms)).hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

/// A countdown as what it depends on.
fn ends(countdown: Countdown) -> (u8, i64) {
    match countdown {
        Countdown::None => (0, 0),
        Countdown::Until(end) => (1, end),
        Countdown::Paused(left) => (2, left),
    }
}
