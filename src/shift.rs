//! Two rounds of one poll compared: who moved where.

use crate::ballot::Answer;
use crate::poll::PollKind;

/// Cells that count fewer people than this are hidden where a poll is anonymous.
pub const SMALLEST: u64 = 3;

/// Who moved where between two rounds, counted over the participants who answered both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// How many answered both rounds.
    pub both: u64,
    /// How many of them gave another answer.
    pub changed: u64,
    /// For each choice before, how many chose each one after. A cell is none where it is hidden.
    pub matrix: Vec<Vec<Option<u64>>>,
}

impl Shift {
    /// Compares answers before and after, each pair with how many participants gave it. Kinds without one
    /// choice to move from have no matrix: for a ranking, the first place counts.
    pub fn of(
        _kind: &PollKind,
        _anonymous: bool,
        _pairs: &[(Answer, Answer, u64)],
    ) -> Option<Self> {
        None
    }
}

/// The normalised gain (p2 - p1) / (1 - p1) of the shares of right answers before and after; none where all
/// were right before. Method: Hake, "Interactive-engagement versus traditional methods", 1998.
pub fn gain(before: f64, after: f64) -> Option<f64> {
    (before < 1.0).then(|| (after - before) / (1.0 - before))
}
