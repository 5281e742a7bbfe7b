//! What the sheets of several people come to: no names, every point, and what they disagree about.

use super::findings::lean;
use crate::assessment::{Answer, Assessment, Bounds, Level, Score, widest_spread};

/// What the sheets of a group come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// How many sheets there are.
    pub sheets: usize,
    /// How many of them have no score.
    pub unscored: usize,
    /// The pulls of those that have one: to the core, to the feature teams.
    pub points: Vec<(f64, f64)>,
    /// Their mean, with the bounds of what it would be without one of them, whichever it is.
    pub mean: Option<Score>,
    /// The statement that they disagree about most, if they do.
    pub widest: Option<Widest>,
}

/// A statement that people disagree about.
#[derive(Clone, Debug, PartialEq)]
pub struct Widest {
    /// Its index.
    pub statement: usize,
    /// How many gave each answer, from the lowest level to the highest.
    pub counts: [usize; 5],
    /// How many did not know.
    pub open: usize,
}

impl Group {
    /// What some sheets come to.
    pub fn of(assessment: &Assessment, sheets: &[Vec<Answer>]) -> Self {
        let scores = sheets.iter().filter_map(|sheet| assessment.score(sheet).ok());
        let points: Vec<(f64, f64)> = scores.map(|score| (score.core, score.embedded)).collect();
        let widest = widest_spread(sheets).map(|spread| {
            let answers = sheets.iter().map(|sheet| sheet.get(spread.statement).copied().flatten());
            let answers: Vec<Answer> = answers.collect();
            let count = |level: Level| answers.iter().filter(|one| **one == Some(level)).count();
            let open = answers.iter().filter(|answer| answer.is_none()).count();
            Widest { statement: spread.statement, counts: Level::ALL.map(count), open }
        });
        let mean = mean_of(assessment, &points);
        Self { sheets: sheets.len(), unscored: sheets.len() - points.len(), points, mean, widest }
    }

    /// What the mean comes to, to the nearest 5.
    pub fn lean(&self, assessment: &Assessment) -> Option<String> {
        self.mean.as_ref().map(|mean| lean(assessment, mean))
    }
}

impl Widest {
    /// How many gave each answer, in words; answers that nobody gave are left out.
    pub fn says(&self) -> String {
        let levels = Level::ALL.iter().zip(self.counts).filter(|(_, count)| *count > 0);
        let levels = levels.map(|(level, count)| format!("{count} {}", level.words()));
        let open = (self.open > 0).then(|| format!("{} don't know", self.open));
        levels.chain(open).collect::<Vec<_>>().join(" · ")
    }
}

fn mean_of(assessment: &Assessment, points: &[(f64, f64)]) -> Option<Score> {
    let without = |left_out: Option<usize>, axis: fn(&(f64, f64)) -> f64| {
        let kept = points.iter().enumerate().filter(|(index, _)| Some(*index) != left_out);
        mean(&kept.map(|(_, point)| axis(point)).collect::<Vec<_>>())
    };
    let of = |axis: fn(&(f64, f64)) -> f64| {
        let mean = without(None, axis)?;
        let others = (0..points.len()).filter_map(|index| without(Some(index), axis));
        let bounds = others.fold(Bounds { min: mean, max: mean }, |bounds, other| Bounds {
            min: bounds.min.min(other),
            max: bounds.max.max(other),
        });
        Some((mean, bounds))
    };
    let ((core, core_bounds), (embedded, embedded_bounds)) =
        (of(|point| point.0)?, of(|point| point.1)?);
    let outcome = assessment.thresholds.outcome(core, embedded);
    Some(Score { core, embedded, outcome, core_bounds, embedded_bounds, influences: Vec::new() })
}

/// The mean of numbers, if there are any.
fn mean(values: &[f64]) -> Option<f64> {
    let count = u32::try_from(values.len()).ok().filter(|count| *count > 0)?;
    Some(values.iter().sum::<f64>() / f64::from(count))
}
