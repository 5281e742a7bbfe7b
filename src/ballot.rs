//! What one participant answers in one round, and whether a poll takes it.

use std::fmt;

use crate::poll::{Poll, PollKind};
use crate::safe_text::SafeText;

/// An answer as it was given. Choices are positions in the poll's list, from 1.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// For single one, for multiple several, for dots one for each dot: then a choice may repeat.
    Choices(Vec<u32>),
    /// For ranking, best first; it may stop early.
    Ranking(Vec<u32>),
    /// For scale, fist and number.
    Value(f64),
    /// For words.
    Words(Vec<SafeText>),
    /// For text.
    Text(SafeText),
    /// What the speaker counted in a show of hands: a number for each choice, or for each point of a scale.
    /// One such ballot stands for as many people as it counts.
    Hands(Vec<u32>),
}

/// How a participant came to vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Via {
    /// On the speaker's own machine, one after another.
    Kiosk,
    /// Counted by the speaker.
    Hands,
    /// With a browser.
    Web,
    /// With a terminal over SSH.
    Ssh,
}

impl Via {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Kiosk, Self::Hands, Self::Web, Self::Ssh];

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kiosk => "kiosk",
            Self::Hands => "hands",
            Self::Web => "web",
            Self::Ssh => "ssh",
        }
    }
}

/// Who votes: a pseudonym, nothing that names a person or a machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Participant {
    /// How they vote.
    pub via: Via,
    /// What tells them from all others of the session: a keyed hash, or a kiosk's turn.
    pub key: Vec<u8>,
}

/// Why an answer is not one to this poll: a sentence for the voter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid(pub String);

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Invalid {}

/// Takes an answer to a poll, in its normal form: picks of a multiple in ascending order, dots too, words
/// without repeats.
pub fn accept(poll: &Poll, answer: Answer) -> Result<Answer, Invalid> {
    match (&poll.kind, answer) {
        (PollKind::Single { choices }, Answer::Choices(picks)) => match picks.as_slice() {
            [pick] => known(*pick, choices).map(|()| Answer::Choices(picks)),
            _ => Err(Invalid("Choose one.".to_owned())),
        },
        (PollKind::Multiple { choices, min, max }, Answer::Choices(mut picks)) => {
            picks.sort_unstable();
            picks.iter().try_for_each(|pick| known(*pick, choices))?;
            if picks.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
                return Err(Invalid("Each choice counts once.".to_owned()));
            }
            let count = u32::try_from(picks.len()).unwrap_or(u32::MAX);
            if count < *min || count > *max {
                return Err(Invalid(format!("Choose {}.", between(*min, *max))));
            }
            Ok(Answer::Choices(picks))
        }
        (PollKind::Dots { choices, dots }, Answer::Choices(mut picks)) => {
            picks.sort_unstable();
            picks.iter().try_for_each(|pick| known(*pick, choices))?;
            let count = u32::try_from(picks.len()).unwrap_or(u32::MAX);
            if count == 0 || count > *dots {
                return Err(Invalid(format!("Place {} dots.", between(1, *dots))));
            }
            Ok(Answer::Choices(picks))
        }
        (PollKind::Ranking { choices }, Answer::Ranking(ranks)) => {
            ranks.iter().try_for_each(|pick| known(*pick, choices))?;
            let repeats =
                ranks.iter().enumerate().any(|(at, pick)| ranks.iter().take(at).any(|r| r == pick));
            if ranks.is_empty() || repeats {
                return Err(Invalid("Rank at least one, each only once.".to_owned()));
            }
            Ok(Answer::Ranking(ranks))
        }
        (PollKind::Scale { min, max, .. }, Answer::Value(value)) => {
            whole_within(value, f64::from(*min), f64::from(*max))
        }
        (PollKind::Fist, Answer::Value(value)) => whole_within(value, 0.0, 5.0),
        (PollKind::Number { min, max, .. }, Answer::Value(value)) => {
            let low = min.unwrap_or(f64::MIN);
            let high = max.unwrap_or(f64::MAX);
            if !value.is_finite() || value < low || value > high {
                return Err(Invalid("That number is outside the limits.".to_owned()));
            }
            // Minus zero is zero.
            Ok(Answer::Value(value + 0.0))
        }
        (PollKind::Words { max }, Answer::Words(words)) => {
            let mut kept: Vec<SafeText> = Vec::new();
            for word in words {
                let is_new = !kept.iter().any(|other| other.folded() == word.folded());
                if is_new && !word.is_blank() {
                    kept.push(word);
                }
            }
            if kept.is_empty() || kept.len() > *max as usize {
                return Err(Invalid(format!("Give {} words.", between(1, *max))));
            }
            Ok(Answer::Words(kept))
        }
        (PollKind::Text { max_chars, .. }, Answer::Text(text)) => {
            if text.is_blank() {
                return Err(Invalid("Write something first.".to_owned()));
            }
            if text.graphemes() > *max_chars as usize {
                return Err(Invalid(format!("At most {max_chars} characters.")));
            }
            Ok(Answer::Text(text))
        }
        (kind, Answer::Hands(counts)) => match countable(kind) {
            Some(places) if places == counts.len() && counts.iter().any(|count| *count > 0) => {
                Ok(Answer::Hands(counts))
            }
            Some(places) => Err(Invalid(format!("Count hands for each of the {places}."))),
            None => Err(Invalid("This kind of poll cannot be counted by hands.".to_owned())),
        },
        _ => Err(Invalid("That is not an answer to this question.".to_owned())),
    }
}

/// How many numbers a show of hands needs for this kind of poll; none where hands cannot answer it.
pub fn countable(kind: &PollKind) -> Option<usize> {
    match kind {
        PollKind::Single { choices }
        | PollKind::Multiple { choices, .. }
        | PollKind::Dots { choices, .. } => Some(choices.len()),
        PollKind::Scale { min, max, .. } => {
            let points = i64::from(*max) - i64::from(*min) + 1;
            usize::try_from(points).ok().filter(|points| *points <= 100)
        }
        PollKind::Fist => Some(6),
        PollKind::Ranking { .. }
        | PollKind::Number { .. }
        | PollKind::Words { .. }
        | PollKind::Text { .. } => None,
    }
}

fn known(pick: u32, choices: &[String]) -> Result<(), Invalid> {
    if pick >= 1 && pick as usize <= choices.len() {
        return Ok(());
    }
    Err(Invalid(format!("There is no choice {pick}: they run from 1 to {}.", choices.len())))
}

fn whole_within(value: f64, min: f64, max: f64) -> Result<Answer, Invalid> {
    if value.fract() == 0.0 && value >= min && value <= max {
        return Ok(Answer::Value(value + 0.0));
    }
    Err(Invalid(format!("Give a whole number from {min} to {max}.")))
}

fn between(min: u32, max: u32) -> String {
    if min >= max { max.to_string() } else { format!("{min} to {max}") }
}
