//! The count of a round: answers in, counts out. It knows no participant; whoever keeps the ballots takes
//! an old answer out before a new one of the same participant comes in.

use std::collections::BTreeMap;

use crate::ballot::Answer;
use crate::poll::PollKind;
use crate::safe_text::SafeText;

/// From so many voters on, shares say more than they hide: below it results are counts only.
pub const FEW: u64 = 10;

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
    /// For each choice.
    Choices {
        counts: Vec<u64>,
        each_once: bool,
    },
    /// For each choice, how often it came on each place; the last is "not ranked".
    Ranking {
        places: Vec<Vec<u64>>,
    },
    Values {
        counts: BTreeMap<Value, u64>,
        first: i64,
    },
    /// By folded word: how often it was given in each spelling.
    Words(BTreeMap<String, BTreeMap<String, u64>>),
    Texts,
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
        let counts = match kind {
            PollKind::Single { choices } => {
                Counts::Choices { counts: vec![0; choices.len()], each_once: true }
            }
            PollKind::Multiple { choices, .. } | PollKind::Dots { choices, .. } => {
                Counts::Choices { counts: vec![0; choices.len()], each_once: false }
            }
            PollKind::Ranking { choices } => {
                Counts::Ranking { places: vec![vec![0; choices.len() + 1]; choices.len()] }
            }
            PollKind::Scale { min, .. } => {
                Counts::Values { counts: BTreeMap::new(), first: i64::from(*min) }
            }
            PollKind::Fist | PollKind::Number { .. } => {
                Counts::Values { counts: BTreeMap::new(), first: 0 }
            }
            PollKind::Words { .. } => Counts::Words(BTreeMap::new()),
            PollKind::Text { .. } => Counts::Texts,
        };
        Self { participants: 0, hands: None, counts }
    }

    /// Counts an accepted answer, given by so many participants. Of hands, the last count stands.
    pub fn add(&mut self, answer: &Answer, times: u64) {
        if let Answer::Hands(counts) = answer {
            self.hands = Some(counts.clone());
            return;
        }
        self.participants += times;
        self.change(answer, |count| *count += times);
    }

    /// Takes out an answer that was counted for one participant.
    pub fn remove(&mut self, answer: &Answer) {
        if let Answer::Hands(_) = answer {
            self.hands = None;
            return;
        }
        self.participants = self.participants.saturating_sub(1);
        self.change(answer, |count| *count = count.saturating_sub(1));
    }

    fn change(&mut self, answer: &Answer, by: impl Fn(&mut u64)) {
        match (&mut self.counts, answer) {
            (Counts::Choices { counts, .. }, Answer::Choices(picks)) => {
                for pick in picks {
                    if let Some(count) = counts.get_mut((*pick as usize).wrapping_sub(1)) {
                        by(count);
                    }
                }
            }
            (Counts::Ranking { places }, Answer::Ranking(ranks)) => {
                for (choice, places) in (1..).zip(places) {
                    let unranked = places.len().saturating_sub(1);
                    let place = ranks.iter().position(|rank| *rank == choice).unwrap_or(unranked);
                    if let Some(count) = places.get_mut(place) {
                        by(count);
                    }
                }
            }
            (Counts::Values { counts, .. }, Answer::Value(value)) => {
                let count = counts.entry(Value(*value)).or_default();
                by(count);
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
        let several = matches!(self.counts, Counts::Choices { each_once: false, .. });
        self.participants + if several { hands.max().unwrap_or(0) } else { hands.sum() }
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
            Counts::Choices { counts, .. } => {
                let hand = |at: usize| self.hands.as_ref().and_then(|hands| hands.get(at)).copied();
                let both = |(at, count): (usize, &u64)| count + u64::from(hand(at).unwrap_or(0));
                counts.iter().enumerate().map(both).collect()
            }
            Counts::Ranking { .. } => self.ranking().iter().map(|ranked| ranked.firsts).collect(),
            Counts::Values { .. } | Counts::Words(_) | Counts::Texts => Vec::new(),
        }
    }

    /// For each choice of a ranking, how it fared; empty for other kinds.
    pub fn ranking(&self) -> Vec<Ranked> {
        let Counts::Ranking { places } = &self.counts else { return Vec::new() };
        let choices = places.len();
        // Ballots by how many they rank: those that rank k leave the places from k + 1 on.
        let ranked_at =
            |place: usize| -> u64 { places.iter().filter_map(|places| places.get(place)).sum() };
        places
            .iter()
            .map(|own| {
                let borda = own
                    .iter()
                    .take(choices)
                    .enumerate()
                    .map(|(place, count)| count * (choices - 1 - place) as u64)
                    .sum();
                let firsts = own.first().copied().unwrap_or(0);
                Ranked { firsts, borda, mean_rank: mean_rank(own, &ranked_at, self.participants) }
            })
            .collect()
    }

    /// The values given, ascending, each with how often, hands included.
    pub fn values(&self) -> Vec<(f64, u64)> {
        let Counts::Values { counts, first } = &self.counts else { return Vec::new() };
        let mut all = counts.clone();
        for (point, count) in (*first..).zip(self.hands.iter().flatten()) {
            if *count > 0 {
                *all.entry(Value(point as f64)).or_default() += u64::from(*count);
            }
        }
        all.into_iter().map(|(value, count)| (value.0, count)).collect()
    }

    /// The value that half of the answers lie at or below: of an even number, the mean of the middle two.
    pub fn median(&self) -> Option<f64> {
        quantile(&self.values(), 0.5)
    }

    /// The values below and above which a quarter of the answers lie.
    pub fn quartiles(&self) -> Option<(f64, f64)> {
        let values = self.values();
        Some((quantile(&values, 0.25)?, quantile(&values, 0.75)?))
    }

    /// Whether a fist-to-five passes: the lowest is 3 or more. None without answers.
    pub fn passes(&self) -> Option<bool> {
        self.values().first().map(|(lowest, _)| *lowest >= 3.0)
    }

    /// The words given, most often first, each in its most frequent spelling.
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

fn change_word(
    words: &mut BTreeMap<String, BTreeMap<String, u64>>,
    word: &SafeText,
    by: &impl Fn(&mut u64),
) {
    let key = word.folded();
    let spellings = words.entry(key.clone()).or_default();
    let count = spellings.entry(word.as_str().to_owned()).or_default();
    by(count);
    if *count == 0 {
        spellings.remove(word.as_str());
    }
    if spellings.is_empty() {
        words.remove(&key);
    }
}

fn mean_rank(own: &[u64], ranked_at: &impl Fn(usize) -> u64, ballots: u64) -> Option<f64> {
    if ballots == 0 {
        return None;
    }
    let choices = own.len().saturating_sub(1);
    let mut sum: f64 =
        (1..=choices).zip(own).map(|(place, count)| (place as u64 * count) as f64).sum();
    // All ballots that leave this choice out are among those that stop early; spread over their lengths alike.
    let unranked = own.last().copied().unwrap_or(0) as f64;
    let mut stops = Vec::new();
    for length in 1..choices {
        stops.push((length, ranked_at(length - 1).saturating_sub(ranked_at(length))));
    }
    let early: f64 = stops.iter().map(|(_, count)| *count as f64).sum();
    if unranked > 0.0 && early > 0.0 {
        let middle: f64 = stops
            .iter()
            .map(|(length, count)| *count as f64 * (length + 1 + choices) as f64 / 2.0)
            .sum();
        sum += unranked * middle / early;
    }
    Some(sum / ballots as f64)
}

/// The value below which a share of the counted answers lies; between two answers, their mean.
fn quantile(values: &[(f64, u64)], share: f64) -> Option<f64> {
    let total: u64 = values.iter().map(|(_, count)| count).sum();
    let last = total.checked_sub(1)? as f64;
    let at = |index: u64| -> Option<f64> {
        let mut before = 0;
        values
            .iter()
            .find(|(_, count)| {
                before += count;
                before > index
            })
            .map(|(value, _)| *value)
    };
    let place = share * last;
    let (low, high) = (at(place.floor() as u64)?, at(place.ceil() as u64)?);
    Some(f64::midpoint(low, high)).filter(|_| place.fract() != 0.0).or(Some(low))
}
