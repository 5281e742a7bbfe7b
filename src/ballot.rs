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

impl Participant {
    /// A turn at a kiosk: the process, when it began in milliseconds since 1970 in UTC, and which voter there.
    pub fn at_kiosk(process: u32, began_ms: i64, turn: u64) -> Self {
        Self { via: Via::Kiosk, key: format!("{process}-{began_ms}-{turn}").into_bytes() }
    }
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

/// The most characters of one word.
pub const LONGEST_WORD: usize = 40;

/// The largest number that is taken, either side of zero: it can still be written out, and all whole numbers
/// up to it are told apart.
pub const LARGEST: f64 = 1e15;

/// Takes an answer to a poll, in its normal form: picks of a multiple in ascending order, dots too, words
/// without repeats. What is taken is taken again as it is.
pub fn accept(poll: &Poll, answer: Answer) -> Result<Answer, Invalid> {
    match (&poll.kind, answer) {
        (kind, Answer::Hands(counts)) => hands(kind, counts),
        (PollKind::Single { choices }, Answer::Choices(picks)) => single(picks, choices),
        (PollKind::Multiple { choices, min, max }, Answer::Choices(picks)) => {
            multiple(picks, choices, *min, *max)
        }
        (PollKind::Dots { choices, dots: most }, Answer::Choices(picks)) => {
            dots(picks, choices, *most)
        }
        (PollKind::Ranking { choices }, Answer::Ranking(ranks)) => ranking(ranks, choices),
        (PollKind::Scale { min, max, .. }, Answer::Value(value)) => {
            point(value, f64::from(*min), f64::from(*max))
        }
        (PollKind::Fist, Answer::Value(value)) => point(value, 0.0, 5.0),
        (PollKind::Number { min, max, .. }, Answer::Value(value)) => number(value, *min, *max),
        (PollKind::Words { max }, Answer::Words(words)) => single_words(words, *max),
        (PollKind::Text { max_chars, .. }, Answer::Text(answer)) => text(answer, *max_chars),
        (kind, _) => invalid(format!("This question asks for {}.", asked(kind))),
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

fn invalid<T>(sentence: impl Into<String>) -> Result<T, Invalid> {
    Err(Invalid(sentence.into()))
}

/// What a poll of this kind asks for.
fn asked(kind: &PollKind) -> &'static str {
    match kind {
        PollKind::Single { .. } => "one choice",
        PollKind::Multiple { .. } => "choices",
        PollKind::Ranking { .. } => "choices in an order, best first",
        PollKind::Scale { .. } => "a point on a scale",
        PollKind::Fist => "0 to 5 fingers",
        PollKind::Number { .. } => "a number",
        PollKind::Words { .. } => "words",
        PollKind::Text { .. } => "a text",
        PollKind::Dots { .. } => "dots on choices",
    }
}

fn hands(kind: &PollKind, counts: Vec<u32>) -> Result<Answer, Invalid> {
    let Some(places) = countable(kind) else {
        return invalid("This question cannot be answered by a show of hands.");
    };
    if counts.len() != places {
        return invalid(format!("Count the hands for each of the {places}."));
    }
    if counts.iter().all(|count| *count == 0) {
        return invalid("Count at least one hand.");
    }
    Ok(Answer::Hands(counts))
}

fn single(picks: Vec<u32>, choices: &[String]) -> Result<Answer, Invalid> {
    let [pick] = picks.as_slice() else { return invalid("Choose one.") };
    known(*pick, choices)?;
    Ok(Answer::Choices(picks))
}

/// Picks in ascending order, if they are choices.
fn sorted(mut picks: Vec<u32>, choices: &[String]) -> Result<Vec<u32>, Invalid> {
    picks.iter().try_for_each(|pick| known(*pick, choices))?;
    picks.sort_unstable();
    Ok(picks)
}

fn multiple(picks: Vec<u32>, choices: &[String], min: u32, max: u32) -> Result<Answer, Invalid> {
    let picks = sorted(picks, choices)?;
    let count = picks.len();
    if picks.iter().zip(picks.iter().skip(1)).any(|(pick, next)| pick == next) {
        return invalid("Each choice counts once.");
    }
    if count < min as usize || count > max as usize {
        return invalid(format!("Choose {}, not {count}.", between(min, max)));
    }
    Ok(Answer::Choices(picks))
}

fn dots(picks: Vec<u32>, choices: &[String], most: u32) -> Result<Answer, Invalid> {
    let picks = sorted(picks, choices)?;
    let count = picks.len();
    if count == 0 || count > most as usize {
        let dots = if most == 1 { "dot" } else { "dots" };
        return invalid(format!("Place {} {dots}, not {count}.", between(1, most)));
    }
    Ok(Answer::Choices(picks))
}

fn ranking(ranks: Vec<u32>, choices: &[String]) -> Result<Answer, Invalid> {
    ranks.iter().try_for_each(|pick| known(*pick, choices))?;
    if ranks.is_empty() {
        return invalid("Rank at least one.");
    }
    if (1..).zip(&ranks).any(|(later, pick)| ranks.iter().skip(later).any(|other| other == pick)) {
        return invalid("Rank each choice once.");
    }
    Ok(Answer::Ranking(ranks))
}

fn known(pick: u32, choices: &[String]) -> Result<(), Invalid> {
    let count = choices.len();
    if (1..=count).contains(&(pick as usize)) {
        return Ok(());
    }
    invalid(format!("There is no choice {pick}: they run from 1 to {count}."))
}

fn point(value: f64, min: f64, max: f64) -> Result<Answer, Invalid> {
    if value.fract() == 0.0 && (min..=max).contains(&value) {
        return Ok(Answer::Value(positive_zero(value)));
    }
    invalid(format!("Give a whole number from {min} to {max}."))
}

fn number(value: f64, min: Option<f64>, max: Option<f64>) -> Result<Answer, Invalid> {
    let fits = min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max);
    if !fits || value.is_nan() {
        return invalid(match (min, max) {
            (Some(min), Some(max)) => format!("Give a number from {min} to {max}."),
            (Some(min), None) => format!("Give a number, {min} or more."),
            (None, Some(max)) => format!("Give a number, {max} or less."),
            (None, None) => "Give a number.".to_owned(),
        });
    }
    if value.abs() > LARGEST {
        return invalid("That number is too large to count.");
    }
    Ok(Answer::Value(positive_zero(value)))
}

/// Minus zero is zero.
fn positive_zero(value: f64) -> f64 {
    value + 0.0
}

fn single_words(words: Vec<SafeText>, max: u32) -> Result<Answer, Invalid> {
    let mut kept: Vec<SafeText> = Vec::new();
    for word in words.into_iter().filter(|word| !word.is_blank()) {
        if word.graphemes() > LONGEST_WORD {
            return invalid(format!("A word has at most {LONGEST_WORD} characters."));
        }
        if !kept.iter().any(|other| other.folded() == word.folded()) {
            kept.push(word);
        }
    }
    let count = kept.len();
    if count == 0 {
        return invalid("Write at least one word.");
    }
    if count > max as usize {
        let words = if max == 1 { "word" } else { "words" };
        return invalid(format!("Write at most {max} {words}, not {count}."));
    }
    Ok(Answer::Words(kept))
}

fn text(text: SafeText, max: u32) -> Result<Answer, Invalid> {
    if text.is_blank() {
        return invalid("Write something first.");
    }
    let count = text.graphemes();
    if count > max as usize {
        return invalid(format!("Write at most {max} characters, not {count}."));
    }
    Ok(Answer::Text(text))
}

fn between(min: u32, max: u32) -> String {
    if min >= max { max.to_string() } else { format!("{min} to {max}") }
}

#[cfg(test)]
mod tests;
