//! A question for the room, as the deck asks it.

/// A question in the deck.
#[derive(Clone, Debug, PartialEq)]
pub struct Poll {
    /// Unique in the deck.
    pub id: String,
    /// What is asked.
    pub question: String,
    /// How it is answered.
    pub kind: PollKind,
    /// Whether results hide who answered what. True unless the deck says otherwise.
    pub anonymous: bool,
    /// Whether an answer may change while the round is open. True unless the deck says otherwise.
    pub change: bool,
    /// How many seconds a round stays open; until the speaker closes it where absent.
    pub seconds: Option<u32>,
    /// The right choices, by position from 1, where there are any.
    pub answer: Vec<u32>,
}

/// How a poll is answered, with the keys of that kind.
#[derive(Clone, Debug, PartialEq)]
pub enum PollKind {
    /// Exactly one choice.
    Single {
        /// At least two.
        choices: Vec<String>,
    },
    /// Between `min` and `max` choices.
    Multiple {
        /// At least two.
        choices: Vec<String>,
        /// The fewest picks, at least 1.
        min: u32,
        /// The most picks, at most the number of choices.
        max: u32,
    },
    /// The choices in an order of preference, best first.
    Ranking {
        /// At least two.
        choices: Vec<String>,
    },
    /// A whole number between two ends.
    Scale {
        /// The lower end.
        min: i32,
        /// The upper end.
        max: i32,
        /// None, one for each end, or one for each point.
        labels: Vec<String>,
    },
    /// 0 to 5 fingers.
    Fist,
    /// A number, within limits where they are given.
    Number {
        /// The smallest allowed.
        min: Option<f64>,
        /// The largest allowed.
        max: Option<f64>,
        /// What is counted, to be written after the number.
        unit: Option<String>,
    },
    /// Up to `max` single words.
    Words {
        /// The most words of one participant.
        max: u32,
    },
    /// Free text.
    Text {
        /// The most characters of one answer.
        max_chars: u32,
        /// Whether the speaker releases each text before the room sees it.
        moderated: bool,
    },
    /// A number of dots to put on the choices, several on one if wished.
    Dots {
        /// At least two.
        choices: Vec<String>,
        /// How many each participant places.
        dots: u32,
    },
}

impl PollKind {
    /// The name as it is written in a deck.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Single { .. } => "single",
            Self::Multiple { .. } => "multiple",
            Self::Ranking { .. } => "ranking",
            Self::Scale { .. } => "scale",
            Self::Fist => "fist",
            Self::Number { .. } => "number",
            Self::Words { .. } => "words",
            Self::Text { .. } => "text",
            Self::Dots { .. } => "dots",
        }
    }

    /// What there is to choose from; empty for kinds without choices.
    pub fn choices(&self) -> &[String] {
        match self {
            Self::Single { choices }
            | Self::Multiple { choices, .. }
            | Self::Ranking { choices }
            | Self::Dots { choices, .. } => choices,
            Self::Scale { .. }
            | Self::Fist
            | Self::Number { .. }
            | Self::Words { .. }
            | Self::Text { .. } => &[],
        }
    }
}
