//! Polls and answers as JSON in the file. Equal answers become equal texts, so that the database can count them.

use serde::{Deserialize, Serialize};

use super::fault::Fault;
use crate::ballot::Answer;
use crate::poll::{Poll, PollKind};
use crate::safe_text::SafeText;

/// An answer's text.
pub(super) fn write_answer(answer: &Answer) -> Result<String, Fault> {
    let texts = |words: &[SafeText]| words.iter().map(|word| word.as_str().to_owned()).collect();
    let stored = match answer {
        Answer::Choices(picks) => StoredAnswer::Choices(picks.clone()),
        Answer::Ranking(ranks) => StoredAnswer::Ranking(ranks.clone()),
        Answer::Value(value) => StoredAnswer::Value(*value),
        Answer::Words(words) => StoredAnswer::Words(texts(words)),
        Answer::Text(text) => StoredAnswer::Text(text.as_str().to_owned()),
        Answer::Hands(counts) => StoredAnswer::Hands(counts.clone()),
    };
    Ok(serde_json::to_string(&stored)?)
}

/// An answer from its text.
pub(super) fn read_answer(text: &str) -> Result<Answer, Fault> {
    Ok(match serde_json::from_str(text)? {
        StoredAnswer::Choices(picks) => Answer::Choices(picks),
        StoredAnswer::Ranking(ranks) => Answer::Ranking(ranks),
        StoredAnswer::Value(value) => Answer::Value(value),
        StoredAnswer::Words(words) => {
            Answer::Words(words.iter().map(|word| SafeText::new(word)).collect())
        }
        StoredAnswer::Text(text) => Answer::Text(SafeText::new(&text)),
        StoredAnswer::Hands(counts) => Answer::Hands(counts),
    })
}

/// A poll's text.
pub(super) fn write_poll(poll: &Poll) -> Result<String, Fault> {
    Ok(serde_json::to_string(&StoredPoll::from(poll))?)
}

/// A poll from its text.
pub(super) fn read_poll(text: &str) -> Result<Poll, Fault> {
    Ok(serde_json::from_str::<StoredPoll>(text)?.into())
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredAnswer {
    Choices(Vec<u32>),
    Ranking(Vec<u32>),
    Value(f64),
    Words(Vec<String>),
    Text(String),
    Hands(Vec<u32>),
}

#[derive(Serialize, Deserialize)]
struct StoredPoll {
    id: String,
    question: String,
    #[serde(flatten)]
    kind: StoredKind,
    anonymous: bool,
    change: bool,
    seconds: Option<u32>,
    answer: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum StoredKind {
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

impl From<&Poll> for StoredPoll {
    fn from(poll: &Poll) -> Self {
        let kind = match poll.kind.clone() {
            PollKind::Single { choices } => StoredKind::Single { choices },
            PollKind::Multiple { choices, min, max } => StoredKind::Multiple { choices, min, max },
            PollKind::Ranking { choices } => StoredKind::Ranking { choices },
            PollKind::Scale { min, max, labels } => StoredKind::Scale { min, max, labels },
            PollKind::Fist => StoredKind::Fist,
            PollKind::Number { min, max, unit } => StoredKind::Number { min, max, unit },
            PollKind::Words { max } => StoredKind::Words { max },
            PollKind::Text { max_chars, moderated } => StoredKind::Text { max_chars, moderated },
            PollKind::Dots { choices, dots } => StoredKind::Dots { choices, dots },
        };
        Self {
            id: poll.id.clone(),
            question: poll.question.clone(),
            kind,
            anonymous: poll.anonymous,
            change: poll.change,
            seconds: poll.seconds,
            answer: poll.answer.clone(),
        }
    }
}

impl From<StoredPoll> for Poll {
    fn from(stored: StoredPoll) -> Self {
        let kind = match stored.kind {
            StoredKind::Single { choices } => PollKind::Single { choices },
            StoredKind::Multiple { choices, min, max } => PollKind::Multiple { choices, min, max },
            StoredKind::Ranking { choices } => PollKind::Ranking { choices },
            StoredKind::Scale { min, max, labels } => PollKind::Scale { min, max, labels },
            StoredKind::Fist => PollKind::Fist,
            StoredKind::Number { min, max, unit } => PollKind::Number { min, max, unit },
            StoredKind::Words { max } => PollKind::Words { max },
            StoredKind::Text { max_chars, moderated } => PollKind::Text { max_chars, moderated },
            StoredKind::Dots { choices, dots } => PollKind::Dots { choices, dots },
        };
        Self {
            id: stored.id,
            question: stored.question,
            kind,
            anonymous: stored.anonymous,
            change: stored.change,
            seconds: stored.seconds,
            answer: stored.answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answers() -> impl Strategy<Value = Answer> {
        let numbers = || proptest::collection::vec(any::<u32>(), 0..4);
        let text = || any::<String>().prop_map(|text| SafeText::new(&text));
        prop_oneof![
            numbers().prop_map(Answer::Choices),
            numbers().prop_map(Answer::Ranking),
            numbers().prop_map(Answer::Hands),
            proptest::num::f64::NORMAL.prop_map(Answer::Value),
            proptest::collection::vec(text(), 0..3).prop_map(Answer::Words),
            text().prop_map(Answer::Text),
        ]
    }

    proptest! {
        #[test]
        fn an_answer_comes_back_as_it_was_given(answer in answers()) {
            prop_assert_eq!(read_answer(&write_answer(&answer).unwrap()).unwrap(), answer);
        }
    }

    #[test]
    fn a_poll_of_every_kind_comes_back_as_it_was_asked() {
        let choices = vec!["a".to_owned(), "\"b\"".to_owned()];
        let kinds = [
            PollKind::Single { choices: choices.clone() },
            PollKind::Multiple { choices: choices.clone(), min: 1, max: 2 },
            PollKind::Ranking { choices: choices.clone() },
            PollKind::Scale { min: -3, max: 3, labels: choices.clone() },
            PollKind::Fist,
            PollKind::Number { min: Some(0.1), max: None, unit: Some("ms".to_owned()) },
            PollKind::Words { max: 3 },
            PollKind::Text { max_chars: 280, moderated: true },
            PollKind::Dots { choices, dots: 3 },
        ];
        for kind in kinds {
            let poll = Poll {
                id: "id".to_owned(),
                question: "Which?\nWhy?".to_owned(),
                kind,
                anonymous: false,
                change: true,
                seconds: Some(30),
                answer: vec![1],
            };
            assert_eq!(read_poll(&write_poll(&poll).unwrap()).unwrap(), poll);
        }
    }
}
