//! A ballot on the wire: an answer, and the bytes that tell a participant from all others.

use serde::{Deserialize, Serialize};

use crate::ballot::Answer;
use crate::safe_text::SafeText;

/// As [`Answer`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Given {
    Choices(Vec<u32>),
    Ranking(Vec<u32>),
    Value(f64),
    Words(Vec<String>),
    Text(String),
    Hands(Vec<u32>),
}

impl Given {
    pub(super) fn of(answer: Answer) -> Self {
        match answer {
            Answer::Choices(picks) => Self::Choices(picks),
            Answer::Ranking(ranks) => Self::Ranking(ranks),
            Answer::Value(value) => Self::Value(value),
            Answer::Words(words) => {
                Self::Words(words.iter().map(|word| word.as_str().to_owned()).collect())
            }
            Answer::Text(text) => Self::Text(text.as_str().to_owned()),
            Answer::Hands(counts) => Self::Hands(counts),
        }
    }

    pub(super) fn answer(self) -> Answer {
        match self {
            Self::Choices(picks) => Answer::Choices(picks),
            Self::Ranking(ranks) => Answer::Ranking(ranks),
            Self::Value(value) => Answer::Value(value),
            Self::Words(words) => {
                Answer::Words(words.iter().map(|word| SafeText::new(word)).collect())
            }
            Self::Text(text) => Answer::Text(SafeText::new(&text)),
            Self::Hands(counts) => Answer::Hands(counts),
        }
    }
}

/// Bytes, two digits each.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// The bytes that such digits stand for.
pub(super) fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = hex.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    });
    pairs.collect()
}
