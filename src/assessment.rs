//! The self-assessment: statements about an organisation, and the rules by which answers are summed up.

mod gate;
mod scoring;
mod sheet;

pub use gate::{Ask, Fact, Gate, Verdict, alone};
pub use scoring::{Answer, Bounds, Influence, Level, Score, Spread, widest_spread};
pub use sheet::{read_sheet, sheet_text};

/// A self-assessment as a deck holds it. It is a heuristic: nothing in it was tested against outcomes. It has
/// two axes and not one scale because both pulls can be strong at once, an idea of the
/// integration-responsiveness framework (Prahalad and Doz). Weights and limits are the deck's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// What it is called.
    pub title: String,
    /// How little the result is worth; to be read before the first statement.
    pub warning: String,
    /// What pulls scientists into a core team.
    pub core: Pull,
    /// What pulls scientists into feature teams.
    pub embedded: Pull,
    /// What is answered, in order; at least one of each axis, each id once.
    pub statements: Vec<Statement>,
    /// Where one outcome ends and another begins.
    pub thresholds: Thresholds,
    /// The outcomes in words.
    pub outcomes: Outcomes,
    /// What is asked and shown beside the result, and never counted.
    pub gates: Vec<Gate>,
    /// How the sum was seen to behave.
    pub behaviour: Behaviour,
}

/// One of the two directions that a statement counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// The need for ML that is shared, deep or governed: `C` in the file.
    Core,
    /// The need for ML that is local, fast or rich in context: `E` in the file.
    Embedded,
}

/// An axis in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pull {
    /// Its name.
    pub name: String,
    /// Where it pulls to, in a sentence: "the core".
    pub side: String,
    /// What makes it strong.
    pub about: String,
}

/// Something to agree or disagree with.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Unique in the assessment.
    pub id: String,
    /// What it counts for.
    pub axis: Axis,
    /// Whether agreeing counts against its axis.
    pub reversed: bool,
    /// How good the evidence behind it is, above 0; no guess at how much it matters.
    pub weight: f64,
    /// The statement.
    pub text: String,
    /// Why it says anything about its axis.
    pub why: String,
    /// Where that is known from: `abstract`, `ours` or keys of the deck's sources.
    pub sources: Vec<String>,
    /// What to ask at home if the statement moved the result.
    pub question: String,
}

/// The limits between outcomes. A limit that is met counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// A pull of so many points out of 100 is strong.
    pub high: f64,
    /// A pull of at most so many points out of 100 is weak.
    pub low: f64,
    /// So many points between the two pulls are a lean.
    pub lean: f64,
}

/// What a sheet of answers comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Both pulls are strong.
    Hybrid,
    /// Both pulls are weak.
    LeaveIt,
    /// The feature teams pull harder.
    Embedded,
    /// The core pulls harder.
    Core,
    /// None of these.
    Unclear,
}

impl Outcome {
    /// Every outcome, in the order in which they are tried.
    pub const ALL: [Self; 5] =
        [Self::Hybrid, Self::LeaveIt, Self::Embedded, Self::Core, Self::Unclear];
}

/// The outcomes in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcomes {
    /// For [`Outcome::Hybrid`].
    pub hybrid: OutcomeWords,
    /// For [`Outcome::LeaveIt`].
    pub leave_it: OutcomeWords,
    /// For [`Outcome::Embedded`].
    pub embedded: OutcomeWords,
    /// For [`Outcome::Core`].
    pub core: OutcomeWords,
    /// For [`Outcome::Unclear`].
    pub unclear: OutcomeWords,
}

impl Outcomes {
    /// The words for an outcome.
    pub fn of(&self, outcome: Outcome) -> &OutcomeWords {
        match outcome {
            Outcome::Hybrid => &self.hybrid,
            Outcome::LeaveIt => &self.leave_it,
            Outcome::Embedded => &self.embedded,
            Outcome::Core => &self.core,
            Outcome::Unclear => &self.unclear,
        }
    }
}

/// An outcome in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeWords {
    /// A few words.
    pub label: String,
    /// What that means, and what to ask next.
    pub about: String,
}

/// How the sum was seen to behave, whatever the truth about an organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Behaviour {
    /// How it was measured.
    pub about: String,
    /// What came out.
    pub figures: Vec<Figure>,
}

/// A figure that was measured, and that the tests measure again.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Unique in the assessment.
    pub id: String,
    /// What was counted.
    pub what: String,
    /// How much it was, in `unit`.
    pub value: f64,
    /// `%` of sheets, or `points` out of 100.
    pub unit: String,
    /// By how much another measurement may differ, in `unit`.
    pub within: f64,
    /// Whether it is told before the first statement.
    pub is_up_front: bool,
}

impl Assessment {
    /// The origins of all its claims, as often as they are named.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        let statements = self.statements.iter().map(|statement| &statement.sources);
        let sources = statements.chain(self.gates.iter().map(|gate| &gate.sources));
        sources.flatten().map(String::as_str)
    }

    /// An axis in words.
    pub fn pull(&self, axis: Axis) -> &Pull {
        match axis {
            Axis::Core => &self.core,
            Axis::Embedded => &self.embedded,
        }
    }
}
