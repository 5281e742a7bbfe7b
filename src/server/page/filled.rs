//! What stands in the fields of a ballot: the recorded answer, or what somebody filled in that could not be recorded.

use crate::ballot::Answer;
use crate::poll::PollKind;
use crate::safe_text::SafeText;

use super::words::{Words, fill};

/// The fields of a ballot as they are filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The choices, in their order; for dots one for each dot.
    pub choices: Vec<u32>,
    /// The choices of a ranking, best first.
    pub ranks: Vec<u32>,
    /// A number as it was typed.
    pub value: Option<SafeText>,
    /// Words, or a text.
    pub texts: Vec<SafeText>,
}

impl Filled {
    /// The fields of a posted form. What is left empty, as an unused place of a ranking is, and what is none of a
    /// ballot's fields is left out.
    pub fn of_form<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut filled = Self::default();
        for (name, value) in fields {
            match name {
                "choice" => filled.choices.extend(value.trim().parse::<u32>().ok()),
                "rank" => filled.ranks.extend(value.trim().parse::<u32>().ok()),
                "value" => filled.value = Some(SafeText::new(value)),
                "text" => filled.texts.push(SafeText::new(value)),
                _ => {}
            }
        }
        filled
    }
}

impl From<&Answer> for Filled {
    fn from(answer: &Answer) -> Self {
        let empty = Self::default();
        match answer {
            Answer::Choices(choices) => Self { choices: choices.clone(), ..empty },
            Answer::Ranking(ranks) => Self { ranks: ranks.clone(), ..empty },
            Answer::Value(value) => {
                Self { value: Some(SafeText::new(&value.to_string())), ..empty }
            }
            Answer::Words(texts) => Self { texts: texts.clone(), ..empty },
            Answer::Text(text) => Self { texts: vec![text.clone()], ..empty },
            Answer::Hands(_) => empty,
        }
    }
}

/// An answer in words, for the one who gave it.
pub(super) fn in_words(answer: &Answer, kind: &PollKind, words: &Words) -> String {
    let choices = kind.choices();
    let name = |pick: u32| {
        let index = usize::try_from(pick).unwrap_or(usize::MAX).wrapping_sub(1);
        choices.get(index).cloned().unwrap_or_else(|| pick.to_string())
    };
    let names: Vec<String> = match answer {
        Answer::Choices(picks) => {
            let mut counted: Vec<(u32, usize)> = Vec::new();
            for pick in picks {
                match counted.iter_mut().find(|(other, _)| other == pick) {
                    Some((_, times)) => *times += 1,
                    None => counted.push((*pick, 1)),
                }
            }
            let one = |(pick, times): (u32, usize)| match times {
                1 => name(pick),
                _ => fill(words.times, &[("choice", &name(pick)), ("n", &times.to_string())]),
            };
            counted.into_iter().map(one).collect()
        }
        Answer::Ranking(ranks) => (1..)
            .zip(ranks)
            .map(|(place, pick): (u32, _)| format!("{place}. {}", name(*pick)))
            .collect(),
        Answer::Value(value) => vec![value.to_string()],
        Answer::Words(texts) => texts.iter().map(|text| text.as_str().to_owned()).collect(),
        Answer::Text(text) => vec![format!("“{}”", text.as_str())],
        Answer::Hands(_) => Vec::new(),
    };
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::words::ENGLISH;
    use super::*;

    #[test]
    fn a_form_is_kept_as_it_was_filled_in() {
        let fields = [("round", "7"), ("rank", "2"), ("rank", ""), ("rank", "x"), ("rank", "1")];
        assert_eq!(Filled::of_form(fields).ranks, [2, 1]);
        let filled =
            Filled::of_form([("text", " <b>\u{202e} "), ("value", "1,5"), ("choice", "3")]);
        assert_eq!(filled.texts, [SafeText::new("<b>")]);
        assert_eq!((filled.value, filled.choices), (Some(SafeText::new("1,5")), vec![3]));
    }

    #[test]
    fn an_answer_is_said_in_the_words_of_its_poll() {
        let choices = vec!["core".to_owned(), "team".to_owned()];
        let dots = PollKind::Dots { choices: choices.clone(), dots: 3 };
        let said = |answer, kind| in_words(&answer, kind, &ENGLISH);
        assert_eq!(said(Answer::Choices(vec![1, 2, 2]), &dots), "core, team × 2");
        let ranking = PollKind::Ranking { choices };
        assert_eq!(said(Answer::Ranking(vec![2, 1]), &ranking), "1. team, 2. core");
        assert_eq!(said(Answer::Value(2.5), &PollKind::Fist), "2.5");
        let text = Answer::Text(SafeText::new("why not"));
        assert_eq!(said(text, &PollKind::Fist), "“why not”");
    }
}
