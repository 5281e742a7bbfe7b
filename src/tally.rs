//! The count of a round: answers in, counts out. It knows no participant; whoever keeps the ballots takes
//! an old answer out before a new one of the same participant comes in.

use std::collections::BTreeMap;

use crate::ballot::Answer;
use crate::poll::PollKind;
use crate::safe_text::SafeText;

mod statistics;
mod sums;

pub(crate) use statistics::float;
use statistics::quantile;
pub use statistics::{CLASSES, histogram, percentages};
pub use sums::{Spelling, Standing, SumOf, Sums};

/// From so many voters on, shares say more than they hide: below it results are counts only.
pub const FEW: u64 = 10;

/// A fist-to-five passes where nobody shows fewer fingers than this.
pub const PASSING: f64 = 3.0;

/// The count of a round.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// How many participants answered; those whose hands were counted are not among them.
    participants: u64,
    /// The last show of hands.
    hands: Option<Vec<u32>>,
    counts: Counts,
}

#[derive(Clone, Debug, PartialEq)]
enum Counts {
    /// How many took each choice.
    Picks {
        counts: Vec<u64>,
        how: How,
    },
    /// How each choice fared.
    Ranking(Vec<Standing>),
    /// How often each value was given. Hands are counted from `first` on.
    Values {
        counts: BTreeMap<Value, u64>,
        first: f64,
        how: How,
    },
    /// By folded word: how often it was given in each spelling.
    Words(BTreeMap<String, BTreeMap<String, u64>>),
    Texts,
}

/// How one participant may spread over the counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// One count, once.
    One,
    /// Several counts, each once.
    Several,
    /// Several counts, each as often as wished.
    Dots,
    /// One count, a number of fingers.
    Fingers,
}

/// A finite number that has an order.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Value(f64);

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// How a choice fared in a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// How many put it first.
    pub firsts: u64,
    /// Borda points: with n choices, n - 1 for a first place down to 0 for the last or none.
    pub borda: u64,
    /// The mean place, from 1; who did not rank a choice is taken to put it in the middle of the places left.
    /// None without ballots.
    pub mean_rank: Option<f64>,
}

impl Tally {
    /// A count of nothing, for answers to this kind of poll.
    pub fn new(kind: &PollKind) -> Self {
        let picks = |choices: &[String], how| Counts::Picks { counts: vec![0; choices.len()], how };
        let values = |first, how| Counts::Values { counts: BTreeMap::new(), first, how };
        let counts = match kind {
            PollKind::Single { choices } => picks(choices, How::One),
            PollKind::Multiple { choices, .. } => picks(choices, How::Several),
            PollKind::Dots { choices, .. } => picks(choices, How::Dots),
            PollKind::Ranking { choices } => {
                Counts::Ranking(vec![Standing::default(); choices.len()])
            }
            PollKind::Scale { min, .. } => values(f64::from(*min), How::One),
            PollKind::Fist => values(0.0, How::Fingers),
            PollKind::Number { .. } => values(0.0, How::One),
            PollKind::Words { .. } => Counts::Words(BTreeMap::new()),
            PollKind::Text { .. } => Counts::Texts,
        };
        Self { participants: 0, hands: None, counts }
    }

    /// Counts an accepted answer, given by so many participants. A round has one show of hands: a new one
    /// stands in place of the last.
    pub fn add(&mut self, answer: &Answer, times: u64) {
        if let Answer::Hands(counts) = answer {
            self.hands = Some(counts.clone());
        } else if times > 0 {
            self.participants += times;
            self.change(answer, |count, weight| *count += weight * times);
        }
    }

    /// Takes out an answer that was counted for one participant.
    pub fn remove(&mut self, answer: &Answer) {
        if let Answer::Hands(_) = answer {
            self.hands = None;
            return;
        }
        self.participants = self.participants.saturating_sub(1);
        self.change(answer, |count, weight| *count = count.saturating_sub(weight));
    }

    /// Changes each count that an answer touches by its weight there.
    fn change(&mut self, answer: &Answer, by: impl Fn(&mut u64, u64)) {
        match (&mut self.counts, answer) {
            (Counts::Picks { counts, .. }, Answer::Choices(picks)) => {
                for pick in picks {
                    if let Some(count) = counts.get_mut((*pick as usize).wrapping_sub(1)) {
                        by(count, 1);
                    }
                }
            }
            (Counts::Ranking(standings), Answer::Ranking(ranks)) => {
                change_ranking(standings, ranks, by);
            }
            (Counts::Values { counts, .. }, Answer::Value(value)) => {
                let count = counts.entry(Value(*value)).or_default();
                by(count, 1);
                if *count == 0 {
                    counts.remove(&Value(*value));
                }
            }
            (Counts::Words(words), Answer::Words(given)) => {
                for word in given {
                    change_word(words, word, &by);
                }
            }
            _ => {}
        }
    }

    /// How many people answered, those whose hands were counted among them. Where one may choose several,
    /// as many raised a hand as at the fullest choice, at least.
    pub fn voters(&self) -> u64 {
        let hands = self.hands.iter().flatten().map(|count| u64::from(*count));
        let raised = match &self.counts {
            Counts::Picks { how: How::Several | How::Dots, .. } => hands.max().unwrap_or(0),
            Counts::Picks { how: How::One | How::Fingers, .. }
            | Counts::Ranking(_)
            | Counts::Values { .. }
            | Counts::Words(_)
            | Counts::Texts => hands.sum(),
        };
        self.participants + raised
    }

    /// How many answered by a ballot of their own.
    pub fn participants(&self) -> u64 {
        self.participants
    }

    /// What the speaker counted in a show of hands, if they did.
    pub fn hands(&self) -> Option<&[u32]> {
        self.hands.as_deref()
    }

    /// For each choice, how often it was taken, hands included; empty for kinds without choices. For a
    /// ranking: how often it came first.
    pub fn choices(&self) -> Vec<u64> {
        match &self.counts {
            Counts::Picks { counts, .. } => {
                let hands = self.hands.iter().flatten().map(|count| u64::from(*count));
                let hands = hands.chain(std::iter::repeat(0));
                counts.iter().zip(hands).map(|(count, hands)| count + hands).collect()
            }
            Counts::Ranking(standings) => standings.iter().map(|choice| choice.firsts).collect(),
            Counts::Values { .. } | Counts::Words(_) | Counts::Texts => Vec::new(),
        }
    }

    /// For each choice of a ranking, how it fared; empty for other kinds.
    pub fn ranking(&self) -> Vec<Ranked> {
        let Counts::Ranking(standings) = &self.counts else { return Vec::new() };
        let ballots = self.participants;
        let mean = |doubled| (ballots > 0).then(|| float(doubled) / float(2 * ballots));
        let ranked = |choice: &Standing| Ranked {
            firsts: choice.firsts,
            borda: choice.borda,
            mean_rank: mean(choice.doubled),
        };
        standings.iter().map(ranked).collect()
    }

    /// The values given, ascending, each with how often, hands included; empty for kinds without values.
    pub fn values(&self) -> Vec<(f64, u64)> {
        let Counts::Values { counts, first, .. } = &self.counts else { return Vec::new() };
        let mut all = counts.clone();
        for (step, count) in (0_u32..).zip(self.hands.iter().flatten()) {
            if *count > 0 {
                *all.entry(Value(first + f64::from(step))).or_default() += u64::from(*count);
            }
        }
        all.into_iter().map(|(value, count)| (value.0, count)).collect()
    }

    /// For each of [`Self::choices`] or [`Self::values`], its share of the voters in whole percent, of the
    /// dots where dots were placed. They add to 100 except where one may choose several. None for fewer
    /// than [`FEW`] voters, where counts are shown instead, and for words and texts.
    pub fn shares(&self) -> Option<Vec<u64>> {
        let voters = self.voters();
        if voters < FEW {
            return None;
        }
        let of_voters = |count: u64| (count * 100 + voters / 2) / voters;
        match &self.counts {
            Counts::Picks { how: How::Several, .. } => {
                Some(self.choices().into_iter().map(of_voters).collect())
            }
            Counts::Picks { .. } | Counts::Ranking(_) => Some(percentages(&self.choices())),
            Counts::Values { .. } => {
                let counts: Vec<u64> = self.values().into_iter().map(|(_, count)| count).collect();
                Some(percentages(&counts))
            }
            Counts::Words(_) | Counts::Texts => None,
        }
    }

    /// The arithmetic mean of the values.
    pub fn mean(&self) -> Option<f64> {
        let values = self.values();
        let total: u64 = values.iter().map(|(_, count)| count).sum();
        let sum: f64 = values.iter().map(|(value, count)| value * float(*count)).sum();
        (total > 0).then(|| sum / float(total))
    }

    /// The value in the middle of the answers: of an even number, the mean of the middle two.
    pub fn median(&self) -> Option<f64> {
        quantile(&self.values(), 2)
    }

    /// The values below and above which a quarter of the answers lie. Where a quarter of them is a whole
    /// number, halfway to the next answer. Definition 2 in Hyndman and Fan, "Sample Quantiles in Statistical
    /// Packages", The American Statistician 50 (4), 1996, 361–365: it needs answers only, no interpolation.
    pub fn quartiles(&self) -> Option<(f64, f64)> {
        let values = self.values();
        Some((quantile(&values, 1)?, quantile(&values, 3)?))
    }

    /// The lowest and the highest value given.
    pub fn range(&self) -> Option<(f64, f64)> {
        let values = self.values();
        Some((values.first()?.0, values.last()?.0))
    }

    /// How many show too few fingers for a fist-to-five to pass. None without answers, and for other kinds.
    pub fn doubtful(&self) -> Option<u64> {
        let values = self.values();
        let Counts::Values { how: How::Fingers, .. } = self.counts else { return None };
        let below = values.iter().filter(|(value, _)| *value < PASSING).map(|(_, count)| count);
        (!values.is_empty()).then(|| below.sum())
    }

    /// Whether a fist-to-five passes: nobody shows fewer than [`PASSING`] fingers. None without answers, and
    /// for other kinds.
    pub fn passes(&self) -> Option<bool> {
        self.doubtful().map(|doubtful| doubtful == 0)
    }

    /// The words given, most often first, then by the alphabet; each in its most frequent spelling, of two
    /// equally frequent the first by code points, which is the one with the capital.
    pub fn words(&self) -> Vec<(String, u64)> {
        let Counts::Words(words) = &self.counts else { return Vec::new() };
        let mut all: Vec<(String, u64)> = words
            .values()
            .filter_map(|spellings| {
                let best = spellings.iter().rev().max_by_key(|(_, count)| **count)?.0.clone();
                Some((best, spellings.values().sum()))
            })
            .collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all
    }
}

fn change_ranking(standings: &mut [Standing], ranks: &[u32], by: impl Fn(&mut u64, u64)) {
    let (choices, ranked) = (standings.len() as u64, ranks.len() as u64);
    for (choice, standing) in (1..).zip(standings) {
        let place = (1..).zip(ranks).find(|(_, rank)| **rank == choice).map(|(place, _)| place);
        // Who is not ranked shares the places from the next one to the last.
        by(&mut standing.doubled, place.map_or(ranked + 1 + choices, |place| 2 * place));
        by(&mut standing.borda, place.map_or(0, |place| choices.saturating_sub(place)));
        by(&mut standing.firsts, u64::from(place == Some(1)));
    }
}

fn change_word(
    words: &mut BTreeMap<String, BTreeMap<String, u64>>,
    word: &SafeText,
    by: &impl Fn(&mut u64, u64),
) {
    let key = word.folded();
    let spellings = words.entry(key.clone()).or_default();
    let count = spellings.entry(word.as_str().to_owned()).or_default();
    by(count, 1);
    if *count == 0 {
        spellings.remove(word.as_str());
    }
    if spellings.is_empty() {
        words.remove(&key);
    }
}

#[cfg(test)]
mod tests;
