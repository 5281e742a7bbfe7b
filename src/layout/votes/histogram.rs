//! Numbers in stretches of one length, the same for all counts beside each other.

use crate::poll::PollKind;
use crate::round::Counted;
use crate::tally;

/// A stretch of numbers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bin {
    pub(super) label: String,
    from: f64,
    /// Where the next one begins; none where it is a single value.
    to: Option<f64>,
}

impl Bin {
    pub(super) fn holds(&self, value: f64) -> bool {
        match self.to {
            Some(to) => self.from <= value && value < to,
            None => self.from.total_cmp(&value).is_eq(),
        }
    }
}

/// The stretches that hold all numbers of some rounds.
pub(super) fn bins(rounds: &[&Counted]) -> Vec<Bin> {
    let is_number = |counted: &&&Counted| {
        matches!(counted.round.poll.kind, PollKind::Number { .. } | PollKind::Scale { .. })
    };
    let values = rounds.iter().filter(is_number).flat_map(|counted| counted.tally.values());
    let mut values: Vec<(f64, u64)> = values.map(|(value, _)| (value, 1)).collect();
    values.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    values.dedup_by(|(a, _), (b, _)| a.total_cmp(b).is_eq());
    let are_whole = values.iter().all(|(value, _)| value.fract().abs() < f64::EPSILON);
    let bin = |(from, to, _): (f64, f64, u64)| match (to - from, are_whole) {
        (..=0.0, _) => Bin { label: figure(from), from, to: None },
        (1.0..1.5, true) => Bin { label: figure(from), from, to: Some(to) },
        (1.5.., true) => {
            Bin { label: format!("{} to {}", figure(from), figure(to - 1.0)), from, to: Some(to) }
        }
        _ => Bin { label: format!("{} to {}", figure(from), figure(to)), from, to: Some(to) },
    };
    tally::histogram(&values).into_iter().map(bin).collect()
}

/// A number as people write it: at most two decimals, none where there are none.
pub fn figure(value: f64) -> String {
    if value != 0.0 && !(5e-3..1e15).contains(&value.abs()) {
        return format!("{value:.2e}");
    }
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
