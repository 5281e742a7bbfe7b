//! What a voter has filled in, and what each key does to it, by kind of poll.

use super::field::Field;
use super::hint::{choice_key, choice_keys};
use super::scale;
use crate::ballot::Answer;
use crate::keymap::{Code, Key};
use crate::poll::PollKind;
use crate::safe_text::SafeText;

/// An answer before it is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The choices, by position from 1, in the order in which they were picked; for dots one for each dot.
    pub picks: Vec<u32>,
    /// The index of the choice that was moved to or picked last.
    pub cursor: Option<usize>,
    /// What was typed; on a scale the point.
    pub field: Field,
}

/// More characters are no number.
const LONGEST_NUMBER: usize = 16;

/// More characters are no single word.
const LONGEST_WORD: usize = 40;

impl Draft {
    /// What an answer was made of.
    pub(super) fn of(answer: &Answer) -> Self {
        let picked = |picks: &[u32]| Self { picks: picks.to_vec(), ..Self::default() };
        let typed = |text: &str| Self { field: Field::of(text), ..Self::default() };
        match answer {
            Answer::Choices(picks) | Answer::Ranking(picks) => picked(picks),
            Answer::Value(value) => typed(&value.to_string()),
            Answer::Words(words) => {
                let words: Vec<&str> = words.iter().map(SafeText::as_str).collect();
                typed(&words.join(", "))
            }
            Answer::Text(text) => typed(text.as_str()),
            // Nobody types in what the speaker counted.
            Answer::Hands(_) => Self::default(),
        }
    }

    /// Takes in a key; what is wrong with it, as a sentence.
    pub(super) fn press(&mut self, kind: &PollKind, key: Key) -> Option<String> {
        let key = match key {
            Key { code: Code::Char('h'), ctrl: true, .. } => Key::plain(Code::Backspace),
            Key { code: Code::Char('u'), ctrl: true, .. } => {
                *self = Self::default();
                return None;
            }
            Key { ctrl: true, .. } => return None,
            other => other,
        };
        match kind {
            PollKind::Single { choices }
            | PollKind::Multiple { choices, .. }
            | PollKind::Ranking { choices }
            | PollKind::Dots { choices, .. } => self.choose(kind, choices.len(), key),
            PollKind::Scale { min, max, labels } => scale::press(
                &mut self.field,
                (*min, *max),
                scale::is_listed(*min, *max, labels),
                key,
            ),
            PollKind::Fist => scale::press(&mut self.field, (0, 5), false, key),
            PollKind::Number { .. } | PollKind::Words { .. } | PollKind::Text { .. } => {
                let Code::Char(c) = key.code else {
                    let _ = self.field.edit(key);
                    return None;
                };
                self.enter(kind, &c.to_string())
            }
        }
    }

    /// Takes in text from the clipboard, where something can be typed.
    pub(super) fn paste(&mut self, kind: &PollKind, text: &str) -> Option<String> {
        match kind {
            PollKind::Number { .. } | PollKind::Words { .. } | PollKind::Text { .. } => {
                self.enter(kind, text)
            }
            PollKind::Single { .. }
            | PollKind::Multiple { .. }
            | PollKind::Ranking { .. }
            | PollKind::Scale { .. }
            | PollKind::Fist
            | PollKind::Dots { .. } => None,
        }
    }

    /// The answer, or what is missing.
    pub(super) fn answer(&self, kind: &PollKind) -> Result<Answer, String> {
        match kind {
            PollKind::Single { choices }
            | PollKind::Multiple { choices, .. }
            | PollKind::Ranking { choices }
            | PollKind::Dots { choices, .. }
                if self.picks.is_empty() =>
            {
                Err(format!("Choose first: press {}.", choice_keys(choices.len())))
            }
            PollKind::Single { .. } | PollKind::Multiple { .. } | PollKind::Dots { .. } => {
                Ok(Answer::Choices(self.picks.clone()))
            }
            PollKind::Ranking { .. } => Ok(Answer::Ranking(self.picks.clone())),
            PollKind::Scale { min, max, .. } => scale::answer(&self.field, (*min, *max)),
            PollKind::Fist => scale::answer(&self.field, (0, 5)),
            PollKind::Number { .. } => number(self.field.text().as_str()),
            PollKind::Words { .. } => match self.words() {
                words if words.is_empty() => Err("Type a word first.".to_owned()),
                words => Ok(Answer::Words(words)),
            },
            PollKind::Text { .. } => match self.field.text() {
                text if text.is_blank() => Err("Write something first.".to_owned()),
                text => Ok(Answer::Text(text)),
            },
        }
    }

    /// The words typed so far: separated by blanks or commas, each once.
    pub fn words(&self) -> Vec<SafeText> {
        let mut words: Vec<SafeText> = Vec::new();
        let text = self.field.text();
        let separates = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '、');
        for word in text.as_str().split(separates).map(SafeText::new) {
            let is_new = !words.iter().any(|other| other.folded() == word.folded());
            if is_new && !word.is_blank() {
                words.push(word);
            }
        }
        words
    }

    fn enter(&mut self, kind: &PollKind, text: &str) -> Option<String> {
        let most = match kind {
            PollKind::Number { .. } => {
                let kept: String = text.chars().filter_map(numeral).collect();
                let fits = self.field.insert(&kept, LONGEST_NUMBER);
                return (!fits).then(|| "That number is too long.".to_owned());
            }
            PollKind::Words { max } => LONGEST_WORD.saturating_mul(*max as usize),
            PollKind::Text { max_chars, .. } => *max_chars as usize,
            PollKind::Single { .. }
            | PollKind::Multiple { .. }
            | PollKind::Ranking { .. }
            | PollKind::Scale { .. }
            | PollKind::Fist
            | PollKind::Dots { .. } => return None,
        };
        let fits = self.field.insert(text, most);
        (!fits).then(|| format!("There is room for {most} characters."))
    }

    fn choose(&mut self, kind: &PollKind, count: usize, key: Key) -> Option<String> {
        let last = count.saturating_sub(1);
        let to = match key.code {
            Code::Down => self.cursor.map_or(0, |at| (at + 1).min(last)),
            Code::Up => self.cursor.map_or(last, |at| at.saturating_sub(1)),
            Code::PageDown => self.cursor.map_or(0, |at| (at + 5).min(last)),
            Code::PageUp => self.cursor.map_or(last, |at| at.saturating_sub(5)),
            Code::Home => 0,
            Code::End => last,
            Code::Backspace | Code::Delete => {
                let _ = self.picks.pop();
                return None;
            }
            Code::Char(' ') => match self.cursor {
                Some(at) => return self.pick(kind, at),
                None => 0,
            },
            Code::Char(c) => {
                let at = choice_at(c)?;
                if at >= count {
                    return Some(format!("There is no choice {c}: press {}.", choice_keys(count)));
                }
                self.cursor = Some(at);
                return self.pick(kind, at);
            }
            Code::Left | Code::Right | Code::F(_) | Code::Enter | Code::Esc | Code::Tab => {
                return None;
            }
        };
        self.cursor = Some(to);
        // One of several: where one moves is what one picks.
        if matches!(kind, PollKind::Single { .. }) { self.pick(kind, to) } else { None }
    }

    fn pick(&mut self, kind: &PollKind, index: usize) -> Option<String> {
        let choice = u32::try_from(index + 1).ok()?;
        let picked = self.picks.len();
        let is_picked = self.picks.contains(&choice);
        match kind {
            PollKind::Multiple { .. } if is_picked => self.picks.retain(|pick| *pick != choice),
            PollKind::Multiple { max, .. } if picked >= *max as usize => {
                return Some(format!("No more than {max}: press one of them again to free it."));
            }
            PollKind::Dots { dots, .. } if picked >= *dots as usize => {
                return Some("All dots are placed; backspace takes the last back.".to_owned());
            }
            PollKind::Ranking { .. } if is_picked => {
                return Some("That has its place; backspace takes the last back.".to_owned());
            }
            PollKind::Multiple { .. } | PollKind::Dots { .. } | PollKind::Ranking { .. } => {
                self.picks.push(choice);
            }
            PollKind::Single { .. }
            | PollKind::Scale { .. }
            | PollKind::Fist
            | PollKind::Number { .. }
            | PollKind::Words { .. }
            | PollKind::Text { .. } => self.picks = vec![choice],
        }
        None
    }
}

/// The index of the choice with that key, whether there is one or not.
fn choice_at(key: char) -> Option<usize> {
    let key = key.to_ascii_lowercase();
    (0..).map_while(choice_key).position(|other| other == key)
}

/// A character of a number, as programs write it.
fn numeral(c: char) -> Option<char> {
    match c {
        '0'..='9' | '.' | ',' | '-' => Some(c),
        '−' | '–' => Some('-'),
        _ => None,
    }
}

/// A number as people write it: with a point, or with a comma in its place.
fn number(text: &str) -> Result<Answer, String> {
    if text.is_empty() {
        return Err("Type a number first.".to_owned());
    }
    if let Some((_, rest)) = text.split_once(',')
        && rest.len() == 3
    {
        return Err("Leave the comma out: 1000, or write 1.5.".to_owned());
    }
    match text.replacen(',', ".", 1).parse::<f64>() {
        Ok(value) => Ok(Answer::Value(value)),
        Err(_) => Err(format!("“{text}” is not a number.")),
    }
}
