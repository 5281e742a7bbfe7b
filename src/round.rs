//! Rounds: one opening of a poll, from its first ballot to its reveal, and what the room has answered so far.

use std::sync::Arc;
use std::time::Duration;

use crate::poll::Poll;
use crate::safe_text::SafeText;
use crate::shift::Shift;
use crate::tally::Tally;

/// A round's name, unique in the data file.
pub type RoundId = i64;

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// It takes ballots; nobody sees a count but the speaker.
    Open,
    /// It takes none any more; nobody has seen the count yet.
    Closed,
    /// The room sees the count.
    Revealed,
}

impl Phase {
    /// The name in files and on the wire; a poll without a round is "idle".
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Revealed => "revealed",
        }
    }
}

/// One opening of a poll.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Unique in the data file.
    pub id: RoundId,
    /// Its number among the rounds of its poll in this session, from 1.
    pub number: u32,
    /// The question as it stood when the round was opened.
    pub poll: Arc<Poll>,
    /// Where it stands.
    pub phase: Phase,
    /// When it closes by itself.
    pub countdown: Countdown,
    /// When it was opened, in milliseconds since 1970 in UTC.
    pub opened_ms: i64,
}

/// The time that a round has left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Countdown {
    /// It stays open until the speaker closes it.
    #[default]
    None,
    /// It closes at this time, in milliseconds since 1970 in UTC.
    Until(i64),
    /// It is paused with so many milliseconds left.
    Paused(i64),
}

impl Countdown {
    /// The milliseconds left at a time, never below 0; none without a countdown.
    pub fn left(self, now_ms: i64) -> Option<i64> {
        match self {
            Self::None => None,
            Self::Until(end) => Some(end.saturating_sub(now_ms).max(0)),
            Self::Paused(left) => Some(left.max(0)),
        }
    }

    /// The time until a running countdown shows another second or is over; none where none runs.
    pub fn next_change(self, now_ms: i64) -> Option<Duration> {
        let Self::Until(_) = self else { return None };
        let left = u64::try_from(self.left(now_ms)?).ok()?;
        Some(Duration::from_millis(left.min((left + 999) % 1_000 + 1)))
    }

    /// The countdown with so many milliseconds more; one that had none, or has run out, gets that much from now on.
    #[must_use]
    pub fn extended(self, by_ms: i64, now_ms: i64) -> Self {
        match self {
            Self::None => Self::Until(now_ms.saturating_add(by_ms)),
            Self::Until(end) => Self::Until(end.max(now_ms).saturating_add(by_ms)),
            Self::Paused(left) => Self::Paused(left.max(0).saturating_add(by_ms)),
        }
    }

    /// Paused if it ran, running if it was paused.
    #[must_use]
    pub fn toggled(self, now_ms: i64) -> Self {
        match self {
            Self::None => Self::None,
            Self::Until(end) => Self::Paused(end.saturating_sub(now_ms).max(0)),
            Self::Paused(left) => Self::Until(now_ms.saturating_add(left)),
        }
    }
}

/// A round with its count.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// The round.
    pub round: Round,
    /// The count of its ballots.
    pub tally: Tally,
    /// Who moved where since the round before, once this one is closed.
    pub shift: Option<Shift>,
    /// The texts given, in the order in which they came; empty for other kinds.
    pub texts: Vec<WallText>,
}

/// A text from the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WallText {
    /// The participant's number in the data file, to name the text by.
    pub participant: i64,
    /// The text.
    pub text: SafeText,
    /// Whether the speaker has released it; always true where the poll is not moderated.
    pub released: bool,
}

/// All rounds of a session, in the order in which they were opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Votes {
    /// The rounds, each with its count.
    pub rounds: Vec<Arc<Counted>>,
}

impl Votes {
    /// The round that takes ballots, if one does. There is never more than one.
    pub fn open(&self) -> Option<&Counted> {
        self.rounds.iter().find(|counted| counted.round.phase == Phase::Open).map(Arc::as_ref)
    }

    /// The rounds of a poll, by the poll's id, first to last.
    pub fn of<'a>(&'a self, poll: &'a str) -> impl DoubleEndedIterator<Item = &'a Counted> {
        self.rounds.iter().map(Arc::as_ref).filter(move |counted| counted.round.poll.id == poll)
    }

    /// The latest round of a poll.
    pub fn latest(&self, poll: &str) -> Option<&Counted> {
        self.rounds.iter().rev().map(Arc::as_ref).find(|counted| counted.round.poll.id == poll)
    }
}

/// What the speaker does with rounds. Each is done by the store, in order, and logged with its time.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Opens the next round of a poll. One that is not revealed yet, or an open round anywhere, forbids it.
    Open(Arc<Poll>),
    /// Takes no more ballots.
    Close(RoundId),
    /// Shows the count.
    Reveal(RoundId),
    /// One step back: hides a revealed count, opens a closed round again, withdraws an open one without ballots.
    Back(RoundId),
    /// Gives an open round another countdown.
    Countdown(RoundId, Countdown),
    /// Takes the count of hands of an open or closed round; none takes it back.
    Hands(RoundId, Option<Vec<u32>>),
    /// Releases a text to the room, or takes it back, by its participant.
    Release(RoundId, i64, bool),
    /// Forgets all rounds of a poll and their ballots.
    Reset(String),
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::poll::PollKind;

    fn round(id: RoundId, poll: &str, phase: Phase) -> Arc<Counted> {
        let kind = PollKind::Fist;
        let tally = Tally::new(&kind);
        let poll = Poll {
            id: poll.to_owned(),
            question: "How sure are you?".to_owned(),
            kind,
            anonymous: true,
            change: true,
            seconds: None,
            answer: Vec::new(),
        };
        let countdown = Countdown::None;
        let round = Round { id, number: 1, poll: Arc::new(poll), phase, countdown, opened_ms: 0 };
        Arc::new(Counted { round, tally, shift: None, texts: Vec::new() })
    }

    #[test]
    fn a_countdown_changes_with_each_whole_second_and_at_its_end() {
        let next = |left: i64| Countdown::Until(10_000 + left).next_change(10_000);
        let wait = |left: i64| next(left).map(|time| time.as_millis());
        assert_eq!([2_500, 2_000, 1, 0, -5].map(wait), [500, 1_000, 1, 0, 0].map(Some));
        assert_eq!(Countdown::Paused(500).next_change(0), None);
        assert_eq!(Countdown::None.next_change(0), None);
    }

    #[test]
    fn rounds_are_found_by_phase_and_by_poll() {
        let rounds = vec![
            round(1, "a", Phase::Revealed),
            round(2, "b", Phase::Closed),
            round(3, "a", Phase::Open),
        ];
        let votes = Votes { rounds };
        assert_eq!(votes.open().unwrap().round.id, 3);
        assert_eq!(votes.of("a").map(|counted| counted.round.id).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(votes.latest("a").unwrap().round.id, 3);
        assert_eq!(votes.latest("b").unwrap().round.id, 2);
        assert!(votes.latest("c").is_none() && Votes::default().open().is_none());
    }

    #[test]
    fn a_countdown_that_ran_out_is_extended_from_now() {
        assert_eq!(Countdown::Until(1_000).left(5_000), Some(0));
        assert_eq!(Countdown::Until(1_000).extended(30_000, 5_000).left(5_000), Some(30_000));
        assert_eq!(Countdown::None.extended(30_000, 5_000).left(5_000), Some(30_000));
        assert_eq!(Countdown::None.left(5_000), None);
    }

    fn countdown() -> impl Strategy<Value = Countdown> {
        prop_oneof![
            Just(Countdown::None),
            (-9_999..9_999_i64).prop_map(Countdown::Until),
            (0..9_999_i64).prop_map(Countdown::Paused),
        ]
    }

    proptest! {
        #[test]
        fn pausing_and_running_again_loses_no_time(
            countdown in countdown(), now in -9_999..9_999_i64, pause in 0..9_999_i64
        ) {
            let paused = countdown.toggled(now);
            prop_assert_eq!(paused.left(now), countdown.left(now));
            if let Countdown::Paused(_) = paused {
                prop_assert_eq!(paused.toggled(now + pause).left(now + pause), countdown.left(now));
            }
        }

        #[test]
        fn an_extension_adds_what_it_says(
            countdown in countdown(), now in -9_999..9_999_i64, by in 0..9_999_i64
        ) {
            let before = countdown.left(now).unwrap_or(0);
            prop_assert_eq!(countdown.extended(by, now).left(now), Some(before + by));
        }
    }
}
