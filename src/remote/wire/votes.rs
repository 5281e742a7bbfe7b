//! Rounds with their counts on the wire, for consoles: the speaker sees them before the room does.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Open, Written};
use crate::round::{self, Phase, RoundId, Votes};
use crate::safe_text::clean;
use crate::shift;
use crate::tally::{self, SumOf, Sums, Tally};

/// As [`round::Counted`].
#[derive(Serialize, Deserialize)]
pub(super) struct Counted {
    #[serde(flatten)]
    round: Open,
    phase: String,
    /// The right answers, which nobody who votes is told.
    right: Vec<u32>,
    participants: u64,
    hands: Option<Vec<u32>>,
    count: Count,
    shift: Option<Shift>,
    /// The same since rounds of other polls, by their ids.
    #[serde(default)]
    beside: Vec<(RoundId, Shift)>,
    texts: Vec<Written>,
}

/// As [`SumOf`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Count {
    Picks(Vec<u64>),
    /// First places, Borda points, twice the sum of places.
    Ranking(Vec<[u64; 3]>),
    Values(Vec<(f64, u64)>),
    /// Folded, as given, how often.
    Words(Vec<(String, String, u64)>),
    Texts,
}

/// As [`shift::Shift`].
#[derive(Serialize, Deserialize)]
struct Shift {
    both: u64,
    changed: Option<u64>,
    matrix: Vec<Vec<Option<u64>>>,
    arrivals: Vec<Option<u64>>,
    /// Kept, dropped, added.
    picks: Vec<Option<[u64; 3]>>,
    /// Up, down.
    steps: Option<[u64; 2]>,
}

/// All rounds of a session.
pub(super) fn votes(rounds: Vec<Counted>) -> Result<Arc<Votes>, String> {
    let rounds: Result<_, _> =
        rounds.into_iter().map(|counted| counted.counted().map(Arc::new)).collect();
    Ok(Arc::new(Votes { rounds: rounds? }))
}

impl Counted {
    pub(super) fn of(counted: &round::Counted) -> Self {
        let sums = counted.tally.sums();
        Self {
            round: Open::of(&counted.round),
            phase: counted.round.phase.name().to_owned(),
            right: counted.round.poll.answer.clone(),
            participants: sums.participants,
            hands: sums.hands,
            count: Count::of(sums.of),
            shift: counted.shift.as_ref().map(Shift::of),
            beside: counted.beside.iter().map(|(id, shift)| (*id, Shift::of(shift))).collect(),
            texts: counted.texts.iter().map(Written::of).collect(),
        }
    }

    fn counted(self) -> Result<round::Counted, String> {
        let mut round = self.round.round();
        let phases = [Phase::Open, Phase::Closed, Phase::Revealed];
        let phase = phases.into_iter().find(|phase| phase.name() == self.phase);
        round.phase = phase.ok_or("a round is in a phase that this program does not know")?;
        Arc::make_mut(&mut round.poll).answer = self.right;
        let sums =
            Sums { participants: self.participants, hands: self.hands, of: self.count.sums() };
        Ok(round::Counted {
            tally: Tally::of_sums(&round.poll.kind, sums),
            round,
            shift: self.shift.map(Shift::shift),
            beside: self.beside.into_iter().map(|(id, shift)| (id, shift.shift())).collect(),
            texts: self.texts.into_iter().map(Written::text).collect(),
        })
    }
}

impl Count {
    fn of(sums: SumOf) -> Self {
        match sums {
            SumOf::Picks(counts) => Self::Picks(counts),
            SumOf::Ranking(all) => {
                Self::Ranking(all.iter().map(|one| [one.firsts, one.borda, one.doubled]).collect())
            }
            SumOf::Values(values) => Self::Values(values),
            SumOf::Words(words) => Self::Words(
                words.into_iter().map(|word| (word.folded, word.spelled, word.count)).collect(),
            ),
            SumOf::Texts => Self::Texts,
        }
    }

    fn sums(self) -> SumOf {
        match self {
            Self::Picks(counts) => SumOf::Picks(counts),
            Self::Ranking(all) => {
                let standing =
                    |[firsts, borda, doubled]: [u64; 3]| tally::Standing { firsts, borda, doubled };
                SumOf::Ranking(all.into_iter().map(standing).collect())
            }
            Self::Values(values) => SumOf::Values(values),
            Self::Words(words) => {
                let spelling = |(folded, spelled, count): (String, String, u64)| tally::Spelling {
                    folded: clean(&folded).into_owned(),
                    spelled: clean(&spelled).into_owned(),
                    count,
                };
                SumOf::Words(words.into_iter().map(spelling).collect())
            }
            Self::Texts => SumOf::Texts,
        }
    }
}

impl Shift {
    fn of(shift: &shift::Shift) -> Self {
        let shift::Shift { both, changed, matrix, arrivals, picks, steps } = shift.clone();
        let fate = |fate: shift::Fate| [fate.kept, fate.dropped, fate.added];
        Self {
            both,
            changed,
            matrix,
            arrivals,
            picks: picks.into_iter().map(|one| one.map(fate)).collect(),
            steps: steps.map(|steps| [steps.up, steps.down]),
        }
    }

    fn shift(self) -> shift::Shift {
        let fate = |[kept, dropped, added]: [u64; 3]| shift::Fate { kept, dropped, added };
        shift::Shift {
            both: self.both,
            changed: self.changed,
            matrix: self.matrix,
            arrivals: self.arrivals,
            picks: self.picks.into_iter().map(|one| one.map(fate)).collect(),
            steps: self.steps.map(|[up, down]| shift::Steps { up, down }),
        }
    }
}
