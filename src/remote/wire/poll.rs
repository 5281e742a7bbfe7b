//! A poll on the wire: what a ballot is drawn from, never the right answer.

use serde::{Deserialize, Serialize};

use crate::poll::{self, PollKind};
use crate::safe_text::clean_lines;

/// As [`poll::Poll`], without its `answer`.
#[derive(Serialize, Deserialize)]
pub(super) struct Poll {
    id: String,
    question: String,
    #[serde(flatten)]
    kind: Kind,
    change: bool,
    anonymous: bool,
    seconds: Option<u32>,
}

/// As [`PollKind`].
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Kind {
    Single { choices: Vec<String> },
    Multiple { choices: Vec<String>, min: u32, max: u32 },
    Ranking { choices: Vec<String> },
    Scale { min: i32, max: i32, labels: Vec<String> },
    Fist,
    Number { min: Option<f64>, max: Option<f64>, unit: Option<String> },
    Words { max: u32 },
    Text { max_chars: u32, moderated: bool },
    Dots { choices: Vec<String>, dots: u32 },
}

impl Poll {
    pub(super) fn of(poll: &poll::Poll) -> Self {
        Self {
            id: poll.id.clone(),
            question: poll.question.clone(),
            kind: Kind::of(poll.kind.clone()),
            change: poll.change,
            anonymous: poll.anonymous,
            seconds: poll.seconds,
        }
    }

    pub(super) fn poll(self) -> poll::Poll {
        poll::Poll {
            id: safe(&self.id),
            question: safe(&self.question),
            kind: self.kind.kind(),
            anonymous: self.anonymous,
            change: self.change,
            seconds: self.seconds,
            answer: Vec::new(),
        }
    }
}

impl Kind {
    fn of(kind: PollKind) -> Self {
        match kind {
            PollKind::Single { choices } => Self::Single { choices },
            PollKind::Multiple { choices, min, max } => Self::Multiple { choices, min, max },
            PollKind::Ranking { choices } => Self::Ranking { choices },
            PollKind::Scale { min, max, labels } => Self::Scale { min, max, labels },
            PollKind::Fist => Self::Fist,
            PollKind::Number { min, max, unit } => Self::Number { min, max, unit },
            PollKind::Words { max } => Self::Words { max },
            PollKind::Text { max_chars, moderated } => Self::Text { max_chars, moderated },
            PollKind::Dots { choices, dots } => Self::Dots { choices, dots },
        }
    }

    fn kind(self) -> PollKind {
        match self {
            Self::Single { choices } => PollKind::Single { choices: all_safe(&choices) },
            Self::Multiple { choices, min, max } => {
                PollKind::Multiple { choices: all_safe(&choices), min, max }
            }
            Self::Ranking { choices } => PollKind::Ranking { choices: all_safe(&choices) },
            Self::Scale { min, max, labels } => {
                PollKind::Scale { min, max, labels: all_safe(&labels) }
            }
            Self::Fist => PollKind::Fist,
            Self::Number { min, max, unit } => {
                PollKind::Number { min, max, unit: unit.as_deref().map(safe) }
            }
            Self::Words { max } => PollKind::Words { max },
            Self::Text { max_chars, moderated } => PollKind::Text { max_chars, moderated },
            Self::Dots { choices, dots } => PollKind::Dots { choices: all_safe(&choices), dots },
        }
    }
}

fn safe(text: &str) -> String {
    clean_lines(text).into_owned()
}

fn all_safe(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| safe(text)).collect()
}
