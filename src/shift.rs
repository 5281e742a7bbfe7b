//! Two rounds of one poll compared: who moved where, and who stayed. Only participants who answered both
//! rounds count.
//!
//! A small number can name somebody: who knows how a neighbour voted, and sees that one person went from
//! there to B, knows the neighbour's new vote. So for an anonymous poll cells of 1 or 2 people are hidden,
//! and with them as many others as it takes that none of them can be worked out from the totals of both
//! rounds and the number of people who changed their mind; where no hiding helps against that number, it is
//! hidden instead. A cell of nobody stays zero unless it has to hide another.
//!
//! What this does not protect against: a hidden cell lies within the totals of its row and column, so it can
//! be narrowed down; who knows some of the answers can take them out first; who is alone with an answer shows
//! in that round's own count; and a row with all its people in one cell says of each of them where they went.

use crate::ballot::Answer;
use crate::poll::PollKind;

mod hiding;

use hiding::is_small;

/// Cells that count fewer people than this are hidden where a poll is anonymous.
pub const SMALLEST: u64 = 3;

/// A scale of more points has no matrix.
pub const MOST_POINTS: usize = 11;

/// Who moved where between two rounds, counted over the participants who answered both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// How many answered both rounds.
    pub both: u64,
    /// How many of them gave another answer; for a ranking, put another choice first. None where hidden.
    pub changed: Option<u64>,
    /// For each choice or point before, how many chose each one after. A cell is none where it is hidden.
    /// Empty for kinds that take several picks, and for scales of more than [`MOST_POINTS`].
    pub matrix: Vec<Vec<Option<u64>>>,
    /// For each choice or point of the matrix, how many came to it from another. None where hidden.
    pub arrivals: Vec<Option<u64>>,
    /// Where one may take several choices: what became of each one. None where hidden; empty for other kinds.
    pub picks: Vec<Option<Fate>>,
    /// For scales without a matrix: how many moved up and down. None where hidden, and for other kinds.
    pub steps: Option<Steps>,
}

/// What became of one choice, in people. Who put several dots on it is one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// How many took it in both rounds.
    pub kept: u64,
    /// How many took it before only.
    pub dropped: u64,
    /// How many took it after only.
    pub added: u64,
}

/// How many moved which way on a scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// To a higher point.
    pub up: u64,
    /// To a lower point.
    pub down: u64,
}

/// An answer before, one after, and how many participants gave this pair.
type Pair = (Answer, Answer, u64);

/// The place of an answer before and of one after, from 0, and how many people moved so.
type Move = (usize, usize, u64);

impl Shift {
    /// Compares answers before and after, each pair with how many participants gave it. For a ranking, the
    /// first place counts. None if nobody answered both rounds, for numbers, words and texts, and where all
    /// would be hidden.
    pub fn of(kind: &PollKind, anonymous: bool, pairs: &[(Answer, Answer, u64)]) -> Option<Self> {
        let shift = match kind {
            PollKind::Single { choices } | PollKind::Ranking { choices } => {
                between_places(choices.len(), anonymous, &moves(1, pairs))
            }
            PollKind::Multiple { choices, .. } | PollKind::Dots { choices, .. } => {
                Some(of_picks(choices.len(), anonymous, pairs))
            }
            PollKind::Scale { min, max, .. } => on_scale(*min, *max, anonymous, pairs),
            PollKind::Fist => on_scale(0, 5, anonymous, pairs),
            PollKind::Number { .. } | PollKind::Words { .. } | PollKind::Text { .. } => None,
        };
        shift.filter(|shift| shift.both > 0)
    }

    /// How many gave the same answer again. None where hidden.
    pub fn stayed(&self) -> Option<u64> {
        Some(self.both.saturating_sub(self.changed?))
    }

    /// The choice or point of the matrix, by position from 1, that most of those who changed came to, and how
    /// many: "8 of them to B". None where nobody is known to have moved, where several are equal, and where a
    /// hidden one may be as big.
    pub fn biggest_move(&self) -> Option<(u32, u64)> {
        let shown = || (1_u32..).zip(&self.arrivals).filter_map(|(to, came)| Some((to, (*came)?)));
        let (to, most) = shown().max_by_key(|(_, came)| *came)?;
        let rivals = shown().filter(|(_, came)| *came == most).count();
        let elsewhere = if self.arrivals.iter().all(Option::is_some) {
            0
        } else {
            self.changed?.saturating_sub(shown().map(|(_, came)| came).sum())
        };
        (most > elsewhere && rivals == 1).then_some((to, most))
    }
}

/// The normalised gain (p2 - p1) / (1 - p1) of the shares of right answers before and after, 0 to 1 each; none
/// where all were right before. Below zero where fewer were right after. Method: Hake, "Interactive-engagement
/// versus traditional methods", American Journal of Physics 66 (1), 1998, 64–74.
pub fn gain(before: f64, after: f64) -> Option<f64> {
    (before < 1.0).then(|| (after - before) / (1.0 - before))
}

/// The moves between answers that name one place each; the first place of the poll has this number.
fn moves(first: i32, pairs: &[Pair]) -> Vec<Move> {
    let place = |answer: &Answer| {
        let from_first = match answer {
            Answer::Choices(picks) => f64::from(*picks.first()?) - f64::from(first),
            Answer::Ranking(ranks) => f64::from(*ranks.first()?) - f64::from(first),
            Answer::Value(value) => value - f64::from(first),
            Answer::Words(_) | Answer::Text(_) | Answer::Hands(_) => return None,
        };
        whole(from_first)
    };
    let both = |(before, after, people): &Pair| Some((place(before)?, place(after)?, *people));
    pairs.iter().filter_map(both).collect()
}

/// The matrix of moves between so many places. None if all of it would be hidden.
fn between_places(count: usize, anonymous: bool, moves: &[Move]) -> Option<Shift> {
    let mut matrix = vec![vec![0; count]; count];
    for (before, after, people) in moves {
        if let Some(cell) = matrix.get_mut(*before).and_then(|row| row.get_mut(*after)) {
            *cell += people;
        }
    }
    let both: u64 = matrix.iter().flatten().sum();
    let stayed: u64 = matrix.iter().enumerate().filter_map(|(at, row)| row.get(at)).sum();
    let (shown, tells_changed) =
        if anonymous { hiding::hide(&matrix)? } else { (hiding::show(&matrix), true) };
    let changed = tells_changed.then_some(both - stayed);
    let any = changed.is_some() || shown.iter().flatten().any(Option::is_some);
    let arrivals = (0..count).map(|to| arrivals(&matrix, &shown, to)).collect();
    any.then(|| Shift { both, changed, matrix: shown, arrivals, ..Shift::default() })
}

/// How many came to a place from another. With the column's total it tells how many stayed: where that is
/// hidden, this is.
fn arrivals(matrix: &[Vec<u64>], shown: &[Vec<Option<u64>>], to: usize) -> Option<u64> {
    let stayed = (*shown.get(to)?.get(to)?)?;
    let column: u64 = matrix.iter().filter_map(|row| row.get(to)).sum();
    let came = column - stayed;
    let has_hidden = shown.iter().any(|row| row.get(to).is_some_and(Option::is_none));
    (came >= SMALLEST || !has_hidden).then_some(came)
}

/// Moves on a scale: its matrix, or of a long one how many went up and down.
fn on_scale(min: i32, max: i32, anonymous: bool, pairs: &[Pair]) -> Option<Shift> {
    let moves = moves(min, pairs);
    let points = whole(f64::from(max) - f64::from(min))? + 1;
    if points <= MOST_POINTS {
        return between_places(points, anonymous, &moves);
    }
    let people = |moved: fn(&&Move) -> bool| moves.iter().filter(moved).map(|one| one.2).sum();
    let (up, down) =
        (people(|(before, after, _)| after > before), people(|(before, after, _)| after < before));
    // Both add to the number of changes: they hide together.
    let hidden = anonymous && (is_small(up) || is_small(down));
    Some(Shift {
        both: people(|_| true),
        changed: Some(up + down),
        steps: (!hidden).then_some(Steps { up, down }),
        ..Shift::default()
    })
}

/// What became of each of so many choices, where one may take several.
fn of_picks(count: usize, anonymous: bool, pairs: &[Pair]) -> Shift {
    let (mut both, mut changed) = (0, 0);
    let mut all = vec![Fate::default(); count];
    for (before, after, people) in pairs {
        let (Answer::Choices(before), Answer::Choices(after)) = (before, after) else { continue };
        both += people;
        changed += if before == after { 0 } else { *people };
        for (choice, fate) in (1..).zip(&mut all) {
            match (before.contains(&choice), after.contains(&choice)) {
                (true, true) => fate.kept += people,
                (true, false) => fate.dropped += people,
                (false, true) => fate.added += people,
                (false, false) => {}
            }
        }
    }
    // With the totals of both rounds, each of the three tells the other two: they hide together.
    let small = |fate: &Fate| [fate.kept, fate.dropped, fate.added].into_iter().any(is_small);
    let picks = all.into_iter().map(|fate| Some(fate).filter(|fate| !(anonymous && small(fate))));
    Shift { both, changed: Some(changed), picks: picks.collect(), ..Shift::default() }
}

/// A whole number that is not below zero, as one to count with.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and within 32 bits"
)]
fn whole(number: f64) -> Option<usize> {
    let fits = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    fits.then_some(number as usize)
}

#[cfg(test)]
mod tests;
