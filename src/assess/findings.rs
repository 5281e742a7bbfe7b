//! What a sheet comes to, in sentences: the same on every screen and in every file.

use super::Sheet;
use crate::assessment::{Answer, Assessment, Axis, Fact, Score, Verdict};

/// What a sheet comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    /// The numbers, where both axes have a score.
    pub score: Option<Score>,
    /// A few words.
    pub label: String,
    /// What that means.
    pub about: String,
    /// The lean to the nearest 5, or for each axis without a score a sentence that says so.
    pub lean: Vec<String>,
    /// The indices of the statements whose answers are missed for a score.
    pub open: Vec<usize>,
    /// The answers that moved the result most.
    pub moved: Vec<Moved>,
    /// What was answered to the gates.
    pub gates: Vec<GateLine>,
}

/// An answer that moved the result.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The index of the statement.
    pub statement: usize,
    /// By how much, in points: above 0 towards the feature teams.
    pub change: f64,
    /// What was answered, and where that pulls.
    pub says: String,
}

/// A gate that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateLine {
    /// The index of the gate.
    pub gate: usize,
    /// What the answer means.
    pub verdict: Verdict,
}

impl Findings {
    /// What a sheet that somebody filled in comes to.
    pub fn of_sheet(assessment: &Assessment, sheet: &Sheet) -> Self {
        Self::of(assessment, &sheet.answers(), &sheet.facts)
    }

    /// What answers come to, with those to the gates beside them.
    pub fn of(assessment: &Assessment, answers: &[Answer], facts: &[Option<Fact>]) -> Self {
        let gates = assessment.gates.iter().zip(facts).enumerate();
        let gates = gates.filter_map(|(index, (gate, fact))| {
            Some(GateLine { gate: index, verdict: gate.verdict((*fact)?)? })
        });
        let gates = gates.collect();
        match assessment.score(answers) {
            Ok(score) => {
                let words = assessment.outcomes.of(score.outcome);
                Self {
                    label: words.label.clone(),
                    about: words.about.clone(),
                    lean: vec![lean(assessment, &score)],
                    open: Vec::new(),
                    moved: moved(assessment, &score, answers),
                    gates,
                    score: Some(score),
                }
            }
            Err(open) => Self {
                score: None,
                label: "No score".to_owned(),
                about: "Too much is not known. What it would take to answer these may be worth more than a score."
                    .to_owned(),
                lean: unscored(assessment, answers, &open),
                open,
                moved: Vec::new(),
                gates,
            },
        }
    }
}

/// The lean in words, to the nearest 5.
pub(super) fn lean(assessment: &Assessment, score: &Score) -> String {
    let axis = match score.rounded_lean() {
        0 => return "The two pulls are about even: a lean of 0.".to_owned(),
        ..0 => Axis::Core,
        1.. => Axis::Embedded,
    };
    let side = &assessment.pull(axis).side;
    format!("A lean of about {} out of 100 towards {side}.", score.rounded_lean().abs())
}

fn unscored(assessment: &Assessment, answers: &[Answer], open: &[usize]) -> Vec<String> {
    let axes = [Axis::Core, Axis::Embedded].into_iter();
    let axes = axes.filter(|axis| assessment.axis_score(*axis, answers).is_none());
    let sentence = |axis: Axis| {
        let own = open.iter().filter_map(|index| assessment.statements.get(*index));
        let count = own.filter(|statement| statement.axis == axis).count();
        let name = &assessment.pull(axis).name;
        format!("{name}: no score, {count} statements open on this axis.")
    };
    axes.map(sentence).collect()
}

fn moved(assessment: &Assessment, score: &Score, answers: &[Answer]) -> Vec<Moved> {
    let moved = score.influences.iter().map(|influence| {
        let axis = if influence.change > 0.0 { Axis::Embedded } else { Axis::Core };
        let level = answers.get(influence.statement).copied().flatten();
        let answer = level.map_or("", |level| level.words());
        let side = &assessment.pull(axis).side;
        Moved {
            statement: influence.statement,
            change: influence.change,
            says: format!("You answered “{answer}”, which pulls towards {side}."),
        }
    });
    moved.collect()
}
