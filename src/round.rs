//! Rounds: one opening of a poll, from its first ballot to its reveal, and what the room has answered so far.

use std::sync::Arc;

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

    /// The countdown with so many milliseconds more; one that had none gets that much from now on.
    #[must_use]
    pub fn extended(self, by_ms: i64, now_ms: i64) -> Self {
        match self {
            Self::None => Self::Until(now_ms.saturating_add(by_ms)),
            Self::Until(end) => Self::Until(end.max(now_ms).saturating_add(by_ms)),
            Self::Paused(left) => Self::Paused(left.saturating_add(by_ms)),
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
