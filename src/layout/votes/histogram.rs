//! Numbers in stretches of one length, with ends that are easy to read.

use crate::poll::PollKind;
use crate::round::Counted;

/// So many different values, at most, are shown one by one.
const ONE_BY_ONE: usize = 8;

/// A histogram aims at so many stretches.
const STRETCHES: f64 = 8.0;

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
    let mut values: Vec<f64> = values.map(|(value, _)| value).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let one = |value: &f64| Bin { label: figure(*value), from: *value, to: None };
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return Vec::new() };
    let step = step((last / STRETCHES) - (first / STRETCHES));
    let start = (first / step).floor() * step;
    if values.len() <= ONE_BY_ONE || !step.is_normal() || !start.is_finite() {
        return values.iter().map(one).collect();
    }
    let are_whole = step >= 1.0 && values.iter().all(|value| value.fract() == 0.0);
    // From one multiple of the step to the next; at most one more on each side than the aim, twice over.
    let edges = (0_u32..=24).map(|index| start + f64::from(index) * step);
    let edges: Vec<f64> = edges.take_while(|edge| edge <= last).collect();
    let bin = |edge: &f64| {
        let to = edge + step;
        let label = match (are_whole, step < 2.0) {
            (true, true) => figure(*edge),
            (true, false) => format!("{} to {}", figure(*edge), figure(to - 1.0)),
            (false, _) => format!("{} to {}", figure(*edge), figure(to)),
        };
        Bin { label, from: *edge, to: Some(to) }
    };
    edges.iter().map(bin).collect()
}

/// The next larger of 1, 2, 5, 10, 20, 50 and so on.
fn step(length: f64) -> f64 {
    let power = 10_f64.powf(length.log10().floor());
    let candidates = [1.0, 2.0, 5.0].map(|factor| factor * power);
    candidates.into_iter().find(|step| length <= *step * 1.000_001).unwrap_or(10.0 * power)
}

/// A number as people write it: at most two decimals, none where there are none.
pub(super) fn figure(value: f64) -> String {
    if value != 0.0 && !(1e-2..1e15).contains(&value.abs()) {
        return format!("{value:.2e}");
    }
    let text = format!("{value:.2}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    text.to_owned()
}
