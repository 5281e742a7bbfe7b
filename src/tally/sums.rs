//! A count as plain sums, for whoever hands it on and takes it in again.

use super::{Counts, Tally, Value};
use crate::poll::PollKind;

/// All that a count is made of besides the kind of poll.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    /// How many answered by a ballot of their own.
    pub participants: u64,
    /// The last show of hands.
    pub hands: Option<Vec<u32>>,
    /// The sums that belong to the kind.
    pub of: SumOf,
}

/// What is summed up, by kind of poll.
#[derive(Clone, Debug, PartialEq)]
pub enum SumOf {
    /// How many took each choice.
    Picks(Vec<u64>),
    /// How each choice of a ranking fared.
    Ranking(Vec<Standing>),
    /// The values given, ascending, each with how often.
    Values(Vec<(f64, u64)>),
    /// The words given.
    Words(Vec<Spelling>),
    /// Nothing: texts are kept, not counted.
    Texts,
}

/// What is summed up for one choice of a ranking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many put it first.
    pub firsts: u64,
    /// Its Borda points.
    pub borda: u64,
    /// Twice the sum of its places, so that the middle of an even number of places is whole.
    pub doubled: u64,
}

/// One way in which a word was spelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// The word without what spellings differ in.
    pub folded: String,
    /// The word as it was given.
    pub spelled: String,
    /// How often.
    pub count: u64,
}

impl Tally {
    /// What it is made of.
    pub fn sums(&self) -> Sums {
        let of = match &self.counts {
            Counts::Picks { counts, .. } => SumOf::Picks(counts.clone()),
            Counts::Ranking(standings) => SumOf::Ranking(standings.clone()),
            Counts::Values { counts, .. } => {
                SumOf::Values(counts.iter().map(|(value, count)| (value.0, *count)).collect())
            }
            Counts::Words(words) => {
                let spellings = words.iter().flat_map(|(folded, spellings)| {
                    spellings.iter().map(|(spelled, count)| Spelling {
                        folded: folded.clone(),
                        spelled: spelled.clone(),
                        count: *count,
                    })
                });
                SumOf::Words(spellings.collect())
            }
            Counts::Texts => SumOf::Texts,
        };
        Sums { participants: self.participants, hands: self.hands.clone(), of }
    }

    /// The count of a poll of this kind that is made of these sums; sums of another kind are passed over.
    pub fn of_sums(kind: &PollKind, sums: Sums) -> Self {
        let Sums { participants, hands, of } = sums;
        let mut tally = Self { participants, hands, ..Self::new(kind) };
        match (&mut tally.counts, of) {
            (Counts::Picks { counts, .. }, SumOf::Picks(given)) => {
                counts.iter_mut().zip(given).for_each(|(count, given)| *count = given);
            }
            (Counts::Ranking(standings), SumOf::Ranking(given)) => {
                standings.iter_mut().zip(given).for_each(|(standing, given)| *standing = given);
            }
            (Counts::Values { counts, .. }, SumOf::Values(given)) => {
                let finite = given.into_iter().filter(|(value, _)| value.is_finite());
                counts.extend(finite.map(|(value, count)| (Value(value), count)));
            }
            (Counts::Words(words), SumOf::Words(given)) => {
                for Spelling { folded, spelled, count } in given {
                    words.entry(folded).or_default().insert(spelled, count);
                }
            }
            _ => {}
        }
        tally
    }
}
