//! From a sheet of answers to two pulls, a lean and an outcome, and how far each single answer carries.

use super::{Assessment, Axis, Outcome, Thresholds};

/// How much somebody agrees, from 1, not at all, to 5, wholly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(u8);

impl Level {
    /// Every level, the lowest first.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// The level of this number, if there is one.
    pub fn new(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.0 == number)
    }

    /// Its number, from 1 to 5.
    pub fn number(self) -> u8 {
        self.0
    }

    /// What it is called.
    pub fn words(self) -> &'static str {
        match self.0 {
            ..=1 => "strongly disagree",
            2 => "disagree",
            3 => "neither",
            4 => "agree",
            5.. => "strongly agree",
        }
    }
}

/// An answer to one statement; none for "I don't know".
pub type Answer = Option<Level>;

/// What a sheet of answers comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The pull to the core, in points from 0 to 100.
    pub core: f64,
    /// The pull to the feature teams, in points from 0 to 100.
    pub embedded: f64,
    /// What that means.
    pub outcome: Outcome,
    /// Where the pull to the core would lie if one of its answers were missing, whichever it is: the
    /// estimates of a jackknife, from the lowest to the highest.
    pub core_bounds: Bounds,
    /// Where the pull to the feature teams would lie if one of its answers were missing.
    pub embedded_bounds: Bounds,
    /// The answers that moved the result most: those without which the lean would change most, the strongest
    /// first, at most three, and none that moved nothing.
    pub influences: Vec<Influence>,
}

/// A stretch of an axis, in points from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Its lower end.
    pub min: f64,
    /// Its upper end.
    pub max: f64,
}

/// How much of the lean is due to one answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Influence {
    /// The index of the statement.
    pub statement: usize,
    /// The lean less what it would be without this answer, in points: above 0 the answer speaks for the
    /// feature teams, below 0 for the core.
    pub change: f64,
}

/// How much the people of a group disagree about a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The index of the statement.
    pub statement: usize,
    /// The standard deviation of the answers to it, in steps between two levels.
    pub deviation: f64,
}

/// An axis with more statements than this left open has no score. Of six, most are then still answered; the
/// number is our own.
const MOST_OPEN: usize = 2;

/// How many answers are named as those that moved the result.
const NAMED: usize = 3;

/// Sums of weights are not exact: what is so close to a limit has met it.
const CLOSE: f64 = 1e-9;

impl Score {
    /// The pull to the feature teams less that to the core: from -100, all core, to 100, all embedded.
    pub fn lean(&self) -> f64 {
        self.embedded - self.core
    }

    /// The lean as it is shown, to the nearest 5: the sum is no more exact than that. What meets a limit is the
    /// lean itself: 23 is shown as 25 and yet is no lean where 25 are asked for.
    #[expect(clippy::cast_possible_truncation, reason = "a lean is between -100 and 100")]
    pub fn rounded_lean(&self) -> i32 {
        5 * (self.lean() / 5.0).round() as i32
    }
}

impl Thresholds {
    /// What two pulls, in points from 0 to 100, come to. The outcomes are tried in their order.
    pub fn outcome(&self, core: f64, embedded: f64) -> Outcome {
        let met = |points: f64, limit: f64| points >= limit - CLOSE;
        match embedded - core {
            _ if met(core, self.high) && met(embedded, self.high) => Outcome::Hybrid,
            _ if met(self.low, core) && met(self.low, embedded) => Outcome::LeaveIt,
            lean if met(lean, self.lean) => Outcome::Embedded,
            lean if met(-lean, self.lean) => Outcome::Core,
            _ => Outcome::Unclear,
        }
    }
}

impl Assessment {
    /// What a sheet comes to. It has an answer for each statement, in their order; what is missing at its end
    /// counts as not known. Where an axis has too many open statements for a score, the error is the
    /// indices of these.
    pub fn score(&self, answers: &[Answer]) -> Result<Score, Vec<usize>> {
        let pulls =
            (self.axis_score(Axis::Core, answers), self.axis_score(Axis::Embedded, answers));
        let (Some(core), Some(embedded)) = pulls else {
            return Err(self.open_on_unscored(answers));
        };
        Ok(Score {
            core,
            embedded,
            outcome: self.thresholds.outcome(core, embedded),
            core_bounds: self.bounds(Axis::Core, core, answers),
            embedded_bounds: self.bounds(Axis::Embedded, embedded, answers),
            influences: self.influences(core, embedded, answers),
        })
    }

    /// The points of an axis, from 0 to 100; none where more than two of its statements are open.
    pub fn axis_score(&self, axis: Axis, answers: &[Answer]) -> Option<f64> {
        if self.open(axis, answers).count() > MOST_OPEN {
            return None;
        }
        self.mean(axis, answers, None)
    }

    /// The weighted mean of the answers on an axis, in points from 0, all against it, to 100, all for it, with
    /// the five levels a quarter of that apart. One statement may be left out. None where no answer is left.
    fn mean(&self, axis: Axis, answers: &[Answer], without: Option<usize>) -> Option<f64> {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (index, (statement, answer)) in self.statements.iter().zip(answers).enumerate() {
            let Some(Level(level)) = *answer else { continue };
            if statement.axis != axis || without == Some(index) {
                continue;
            }
            let steps = if statement.reversed { 5 - level } else { level - 1 };
            sum += statement.weight * f64::from(steps) / 4.0;
            weights += statement.weight;
        }
        (weights > 0.0).then(|| (100.0 * sum / weights).clamp(0.0, 100.0))
    }

    /// The indices of the statements of an axis that have no answer.
    fn open(&self, axis: Axis, answers: &[Answer]) -> impl Iterator<Item = usize> {
        let statements = self.statements.iter().enumerate();
        let open = statements.filter(move |(index, statement)| {
            statement.axis == axis && answers.get(*index).copied().flatten().is_none()
        });
        open.map(|(index, _)| index)
    }

    /// The open statements of the axes that have no score, in their order.
    fn open_on_unscored(&self, answers: &[Answer]) -> Vec<usize> {
        let axes = [Axis::Core, Axis::Embedded];
        let unscored = axes.into_iter().filter(|axis| self.axis_score(*axis, answers).is_none());
        let mut open: Vec<usize> = unscored.flat_map(|axis| self.open(axis, answers)).collect();
        open.sort_unstable();
        open
    }

    /// What the points of an axis would be without each of its answers, in turn.
    fn left_out(&self, axis: Axis, answers: &[Answer]) -> Vec<(usize, f64)> {
        let answered = self.statements.iter().zip(answers).enumerate();
        let answered = answered
            .filter(|(_, (statement, answer))| statement.axis == axis && answer.is_some())
            .map(|(index, _)| index);
        let without =
            answered.filter_map(|index| Some((index, self.mean(axis, answers, Some(index))?)));
        without.collect()
    }

    fn bounds(&self, axis: Axis, points: f64, answers: &[Answer]) -> Bounds {
        let only = Bounds { min: points, max: points };
        self.left_out(axis, answers).into_iter().fold(only, |bounds, (_, points)| Bounds {
            min: bounds.min.min(points),
            max: bounds.max.max(points),
        })
    }

    /// The answers that change the lean most when they are left out.
    fn influences(&self, core: f64, embedded: f64, answers: &[Answer]) -> Vec<Influence> {
        let of_core = self.left_out(Axis::Core, answers).into_iter();
        let of_core = of_core.map(|(statement, without)| (statement, without - core));
        let of_embedded = self.left_out(Axis::Embedded, answers).into_iter();
        let of_embedded = of_embedded.map(|(statement, without)| (statement, embedded - without));
        let all = of_core.chain(of_embedded);
        let all = all.map(|(statement, change)| Influence { statement, change });
        let mut moved: Vec<Influence> = all.filter(|one| one.change.abs() > CLOSE).collect();
        // Equal changes stand in the order of their statements, however they were summed up.
        moved.sort_by_key(|one| one.statement);
        let strength = |one: &Influence| (one.change.abs() / CLOSE).round();
        moved.sort_by(|a, b| strength(b).total_cmp(&strength(a)));
        moved.truncate(NAMED);
        moved
    }
}

/// The statement that the people of a group disagree about most, by the standard deviation of their answers;
/// the first of several. None where nobody disagrees. Open answers are left out.
pub fn widest_spread(sheets: &[Vec<Answer>]) -> Option<Spread> {
    let statements = sheets.iter().map(Vec::len).max().unwrap_or(0);
    let spreads = (0..statements).map(|statement| {
        let answers = sheets.iter().filter_map(|sheet| sheet.get(statement).copied().flatten());
        let levels: Vec<f64> = answers.map(|level| f64::from(level.0)).collect();
        Spread { statement, deviation: deviation(&levels) }
    });
    let spreads = spreads.filter(|spread| spread.deviation > CLOSE);
    spreads.reduce(
        |widest, next| {
            if next.deviation > widest.deviation + CLOSE { next } else { widest }
        },
    )
}

/// The standard deviation of all of a population; 0 where there is nobody.
fn deviation(values: &[f64]) -> f64 {
    let count = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX).max(1));
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / count).sqrt()
}

#[cfg(test)]
mod tests;
