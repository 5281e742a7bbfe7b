//! Those who joined: how many, how fast each of them votes, and what each answered last. In memory only.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::time::Instant;

use super::identity::Key;
use crate::ballot::Answer;
use crate::round::RoundId;

/// How many ballots somebody may cast at once, and how long each takes to be forgotten.
const BURST: u32 = 5;
const PACE: Duration = Duration::from_millis(500);

/// How many people are told apart. More than a hall holds: what comes beyond them is not counted.
const MOST: usize = 100_000;

/// What somebody's ballot is recorded as.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mine {
    /// The answer.
    pub(super) answer: Answer,
    /// How often it was written.
    pub(super) revision: u64,
}

#[derive(Debug, Default)]
pub(super) struct People {
    joined: HashSet<Key>,
    /// When each who voted lately has all of their burst again.
    busy: HashMap<Key, Instant>,
    /// How many of these there may be before those who rest are forgotten.
    room: usize,
    /// The round that answers are remembered of, and the answers.
    round: RoundId,
    answers: HashMap<Key, Option<Mine>>,
}

impl People {
    /// Counts somebody in; whether they are new.
    pub(super) fn join(&mut self, who: Key) -> bool {
        self.joined.len() < MOST && self.joined.insert(who)
    }

    pub(super) fn joined(&self) -> u32 {
        u32::try_from(self.joined.len()).unwrap_or(u32::MAX)
    }

    /// Whether somebody may cast a ballot at this time; one that they may counts.
    pub(super) fn may_vote(&mut self, who: Key, now: Instant) -> bool {
        if self.busy.len() > self.room {
            self.busy.retain(|_, until| *until > now);
            self.room = self.busy.len() * 2 + 1_000;
        }
        let until = self.busy.entry(who).or_insert(now);
        let free = (*until).max(now);
        let may = free - now <= PACE * (BURST - 1);
        if may {
            *until = free + PACE;
        }
        may
    }

    /// Remembers what somebody answered in a round, or that they did not; only the latest round is remembered.
    pub(super) fn answered(&mut self, who: Key, round: RoundId, mine: Option<Mine>) {
        if round > self.round {
            self.round = round;
            self.answers.clear();
        }
        if round != self.round {
            return;
        }
        let revision = |mine: &Option<Mine>| mine.as_ref().map_or(0, |mine| mine.revision);
        if self.answers.get(&who).is_none_or(|known| revision(known) < revision(&mine)) {
            self.answers.insert(who, mine);
        }
    }

    /// Whether it is remembered if somebody answered in a round.
    pub(super) fn remembers(&self, who: Key, round: RoundId) -> bool {
        round == self.round && self.answers.contains_key(&who)
    }

    /// What somebody answered in a round, as far as that is remembered.
    pub(super) fn answer(&self, who: Key, round: RoundId) -> Option<&Mine> {
        self.answers.get(&who).filter(|_| round == self.round)?.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mine(revision: u64) -> Mine {
        Mine { answer: Answer::Choices(vec![1]), revision }
    }

    #[test]
    fn a_burst_of_five_then_two_a_second() {
        let mut people = People::default();
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let burst: Vec<bool> = (0..7).map(|_| people.may_vote([1; 16], at(0))).collect();
        assert_eq!(burst, [true, true, true, true, true, false, false]);
        assert!(people.may_vote([2; 16], at(0)), "others are not slowed down");
        assert!(!people.may_vote([1; 16], at(499)));
        assert!(people.may_vote([1; 16], at(500)));
        assert!(!people.may_vote([1; 16], at(500)));
        let later = (0..20).filter(|at| people.may_vote([1; 16], start + PACE * (2 + at))).count();
        assert_eq!(later, 20);
        let rested = (0..9).filter(|_| people.may_vote([1; 16], at(60_000))).count();
        assert_eq!(rested, 5);
    }

    #[test]
    fn those_who_rest_are_forgotten() {
        let mut people = People::default();
        let start = Instant::now();
        for at in 0..10_000_u32 {
            let mut who = [0; 16];
            who[..4].copy_from_slice(&at.to_be_bytes());
            assert!(people.may_vote(who, start + PACE * at));
        }
        assert!(people.busy.len() < 1_100, "{}", people.busy.len());
    }

    #[test]
    fn the_last_answer_of_the_latest_round_is_remembered() {
        let mut people = People::default();
        assert!(people.join([1; 16]) && !people.join([1; 16]) && people.join([2; 16]));
        assert_eq!(people.joined(), 2);
        people.answered([1; 16], 7, Some(mine(2)));
        people.answered([1; 16], 7, Some(mine(1)));
        people.answered([1; 16], 7, None);
        assert_eq!(people.answer([1; 16], 7), Some(&mine(2)));
        assert!(!people.remembers([2; 16], 7));
        people.answered([2; 16], 7, None);
        assert!(people.remembers([2; 16], 7) && people.answer([2; 16], 7).is_none());
        people.answered([2; 16], 8, Some(mine(1)));
        people.answered([1; 16], 7, Some(mine(3)));
        assert!(!people.remembers([1; 16], 7) && people.answer([1; 16], 7).is_none());
        assert_eq!(people.answer([2; 16], 8), Some(&mine(1)));
    }
}
