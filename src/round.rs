//! Rounds: one opening of a poll, from its first ballot to its reveal, and what the room has answered so far.

use std::sync::Arc;

pub use crate::countdown::Countdown;
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
    /// Opens the next round of a poll although its last one is not revealed: the room votes again before it sees a
    /// count.
    OpenUnseen(Arc<Poll>),
    /// Takes no more ballots.
    Close(RoundId),
    /// Shows the count, and with it those of closed rounds of the same poll before it.
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
}
