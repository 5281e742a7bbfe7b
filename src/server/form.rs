//! A posted form to a ballot.

use super::page::Filled;
use crate::ballot::{self, Answer};
use crate::poll::{Poll, PollKind};
use crate::round::RoundId;
use crate::safe_text::SafeText;

/// A ballot's fields as they were posted.
#[derive(Debug)]
pub(super) struct Form {
    fields: Vec<(String, String)>,
}

/// What a form must say before anything else is looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) round: RoundId,
    /// The voter's own number of this ballot.
    pub(super) seq: Option<u64>,
}

/// The fields that a ballot can have.
const FIELDS: [&str; 6] = ["round", "seq", "choice", "rank", "value", "text"];

impl Form {
    pub(super) fn read(body: &[u8]) -> Self {
        Self { fields: form_urlencoded::parse(body).into_owned().collect() }
    }

    /// Which round the ballot is for; a sentence where it does not say.
    pub(super) fn address(&self) -> Result<Address, String> {
        if let Some((name, _)) =
            self.fields.iter().find(|(name, _)| !FIELDS.contains(&name.as_str()))
        {
            let name: String = name.chars().take(40).collect();
            return Err(format!("A ballot has no field “{}”.", SafeText::new(&name).as_str()));
        }
        let round = self.one("round")?.ok_or("A ballot says for which round it is.")?;
        let round = round.parse().ok().ok_or("A round is a number.")?;
        let seq = match self.one("seq")? {
            None | Some("") => None,
            Some(seq) => Some(seq.parse().ok().ok_or("The number of a ballot is a whole number.")?),
        };
        Ok(Address { round, seq })
    }

    /// The answer to a poll in its normal form, or a sentence for the voter.
    pub(super) fn answer(&self, poll: &Poll) -> Result<Answer, String> {
        let (field, answer) = match &poll.kind {
            PollKind::Single { .. } | PollKind::Multiple { .. } | PollKind::Dots { .. } => {
                ("choice", Answer::Choices(self.numbers("choice")?))
            }
            PollKind::Ranking { .. } => ("rank", Answer::Ranking(self.numbers("rank")?)),
            PollKind::Scale { .. } | PollKind::Fist | PollKind::Number { .. } => {
                ("value", Answer::Value(self.value()?))
            }
            PollKind::Words { .. } => {
                ("text", Answer::Words(self.all("text").map(SafeText::new).collect()))
            }
            PollKind::Text { .. } => {
                ("text", Answer::Text(SafeText::new(self.one("text")?.unwrap_or_default())))
            }
        };
        let others =
            ["choice", "rank", "value", "text"].into_iter().filter(|other| *other != field);
        for other in others {
            if self.all(other).any(|value| !value.is_empty()) {
                return Err(format!("This question is answered by “{field}”, not by “{other}”."));
            }
        }
        ballot::accept(poll, answer).map_err(|invalid| invalid.0)
    }

    /// What was filled in, to be shown again.
    pub(super) fn filled(&self) -> Filled {
        Filled::of_form(self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.trim())
    }

    fn one<'a>(&'a self, name: &'a str) -> Result<Option<&'a str>, String> {
        let mut all = self.all(name);
        let first = all.next();
        match all.next() {
            None => Ok(first),
            Some(_) => Err(format!("A ballot has one “{name}”.")),
        }
    }

    /// Positions; those left empty are passed over, as unused places of a ranking are.
    fn numbers<'a>(&'a self, name: &'a str) -> Result<Vec<u32>, String> {
        let given = self.all(name).filter(|value| !value.is_empty());
        let numbers: Option<Vec<u32>> = given.map(|value| value.parse().ok()).collect();
        numbers.ok_or_else(|| "A choice is a number.".to_owned())
    }

    /// A number, with a decimal point or a comma.
    fn value(&self) -> Result<f64, String> {
        let value = self.one("value")?.filter(|value| !value.is_empty());
        let value = value.ok_or("Give a number.")?;
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
        let value = value.replace(',', ".");
        let parsed = value.parse().ok().filter(|_| value.chars().all(is_number));
        parsed.ok_or_else(|| "Give a number.".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poll(kind: PollKind) -> Poll {
        Poll {
            id: "p".to_owned(),
            question: "Who?".to_owned(),
            kind,
            anonymous: true,
            change: true,
            seconds: None,
            answer: Vec::new(),
        }
    }

    fn choices() -> Vec<String> {
        ["a", "b", "c"].map(str::to_owned).to_vec()
    }

    fn answer(kind: PollKind, body: &str) -> Result<Answer, String> {
        Form::read(body.as_bytes()).answer(&poll(kind))
    }

    #[test]
    fn a_form_says_for_which_round_it_is() {
        let address = |body: &str| Form::read(body.as_bytes()).address();
        assert_eq!(address("round=7&choice=1"), Ok(Address { round: 7, seq: None }));
        assert_eq!(address("seq=3&round=+7"), Ok(Address { round: 7, seq: Some(3) }));
        assert_eq!(address("round=7&seq="), Ok(Address { round: 7, seq: None }));
        for wrong in [
            "",
            "choice=1",
            "round=",
            "round=x",
            "round=1&round=2",
            "round=1&seq=-1",
            "round=1&seq=1&seq=2",
            "round=1&admin=1",
            "\u{0}\u{ff}=%ff%00&&&==",
        ] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_kind_is_answered_by_its_own_field() {
        let single = || PollKind::Single { choices: choices() };
        let multiple = || PollKind::Multiple { choices: choices(), min: 1, max: 2 };
        let ranking = || PollKind::Ranking { choices: choices() };
        let dots = || PollKind::Dots { choices: choices(), dots: 3 };
        let number = || PollKind::Number { min: None, max: None, unit: None };
        let text = || PollKind::Text { max_chars: 5, moderated: true };
        assert_eq!(answer(single(), "choice=2"), Ok(Answer::Choices(vec![2])));
        assert_eq!(answer(multiple(), "choice=3&choice=1"), Ok(Answer::Choices(vec![1, 3])));
        assert_eq!(answer(dots(), "choice=1&choice=1&choice="), Ok(Answer::Choices(vec![1, 1])));
        assert_eq!(answer(ranking(), "rank=2&rank=&rank=1"), Ok(Answer::Ranking(vec![2, 1])));
        assert_eq!(answer(PollKind::Fist, "value=4"), Ok(Answer::Value(4.0)));
        assert_eq!(answer(number(), "value=1%2C5"), Ok(Answer::Value(1.5)));
        let words = ["x", "y"].map(SafeText::new).to_vec();
        assert_eq!(
            answer(PollKind::Words { max: 3 }, "text=x&text=+y&text="),
            Ok(Answer::Words(words))
        );
        assert_eq!(answer(text(), "text=%1b[2Jé"), Ok(Answer::Text(SafeText::new("[2Jé"))));
        for (kind, wrong) in [
            (single(), "choice=1&choice=2"),
            (single(), ""),
            (single(), "choice=0"),
            (single(), "choice=99999999999"),
            (single(), "value=1"),
            (single(), "choice=1&text=x"),
            (ranking(), "rank=1&rank=1"),
            (PollKind::Fist, "value=6"),
            (PollKind::Fist, "value=1&value=2"),
            (number(), "value=nan"),
            (number(), "value=inf"),
            (number(), "value=x"),
            (text(), "text=123456"),
            (text(), "text=+"),
        ] {
            assert!(answer(kind, wrong).is_err(), "{wrong}");
        }
    }
}
