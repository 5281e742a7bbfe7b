//! What a voter is told to do next, in a few words that fit on a small screen.

use super::scale;
use super::{Ballot, Seat, Shown, Voter};
use crate::poll::PollKind;

/// What to do next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// The one thing to do.
    pub next: String,
    /// What else is possible; it may be left out where there is no room.
    pub also: &'static str,
}

/// The key of a choice, by its index: 1 to 9, then a to z; later ones are only moved to.
pub fn choice_key(index: usize) -> Option<char> {
    let index = u8::try_from(index).ok()?;
    match index {
        0..9 => Some(char::from(b'1' + index)),
        9..35 => Some(char::from(b'a' + index - 9)),
        35.. => None,
    }
}

/// The keys of so many choices, in words: `1–5`, `1–9 or a–c`.
pub fn choice_keys(count: usize) -> String {
    let last = choice_key(count.clamp(1, 35) - 1).unwrap_or('z');
    match count {
        0..=1 => "1".to_owned(),
        2..=9 => format!("1–{last}"),
        10 => "1–9 or a".to_owned(),
        11.. => format!("1–9 or a–{last}"),
    }
}

impl Voter {
    /// What to do next.
    pub fn hint(&self) -> Hint {
        match &self.shown {
            Shown::Waiting => only("It comes up here by itself."),
            Shown::Casting(..) => only("Recording …"),
            Shown::Thanks if self.open.is_none() => only("Recorded. This vote is closed."),
            Shown::Thanks => only("pass it on · Enter for the next voter"),
            Shown::Ballot(ballot) => match self.recorded(ballot) {
                Some(hint) => hint,
                None => filling(ballot),
            },
        }
    }

    /// What is said while the answer on the screen is the one that is recorded.
    fn recorded(&self, ballot: &Ballot) -> Option<Hint> {
        let recorded = ballot.recorded.as_ref().filter(|_| self.seat == Seat::Own)?;
        if !ballot.round.poll.change {
            return Some(only("Recorded."));
        }
        let is_same = ballot.answer().as_ref() == Ok(recorded);
        is_same.then(|| only("Recorded. You can change it until the poll closes."))
    }
}

fn only(next: &str) -> Hint {
    Hint { next: next.to_owned(), also: "" }
}

fn filling(ballot: &Ballot) -> Hint {
    const CAST: &str = "Enter casts your vote";
    const BACK: &str = "backspace takes the last back";
    let draft = &ballot.draft;
    let picked = draft.picks.len();
    let hint = |next: String, also| Hint { next, also };
    match &ballot.round.poll.kind {
        PollKind::Single { choices } if picked == 0 => {
            hint(format!("Press {}, then Enter", choice_keys(choices.len())), "or move with ↑ ↓")
        }
        PollKind::Single { .. } => hint(CAST.to_owned(), "another key changes it"),
        PollKind::Multiple { choices, min, .. } if picked == 0 && *min <= 1 => {
            hint(format!("Press {}, then Enter", choice_keys(choices.len())), "as many as apply")
        }
        PollKind::Multiple { choices, min, .. } if picked < *min as usize => {
            let missing = (*min as usize).saturating_sub(picked);
            let more = if picked == 0 { "" } else { " more" };
            hint(
                format!("Choose {missing}{more}: press {}", choice_keys(choices.len())),
                "then Enter",
            )
        }
        PollKind::Multiple { .. } => hint(CAST.to_owned(), "a key again takes its choice back"),
        PollKind::Dots { choices, dots } if picked == 0 => hint(
            format!("Place {}: press {}", dots_of(*dots as usize), choice_keys(choices.len())),
            "several on one if you like, then Enter",
        ),
        PollKind::Dots { dots, .. } => {
            let left = (*dots as usize).saturating_sub(picked);
            let left = if left == 0 { "No dots".to_owned() } else { dots_of(left) };
            hint(format!("{left} left · {CAST}"), BACK)
        }
        PollKind::Ranking { choices } if picked == 0 => hint(
            format!("Press {}, the best first", choice_keys(choices.len())),
            "you may stop early, then Enter",
        ),
        PollKind::Ranking { choices } if picked < choices.len() => {
            hint(format!("Place {} next · {CAST}", picked + 1), BACK)
        }
        PollKind::Ranking { .. } => hint(CAST.to_owned(), BACK),
        PollKind::Scale { min, max, .. } => point(ballot, (*min, *max)),
        PollKind::Fist => point(ballot, (0, 5)),
        PollKind::Number { .. } if draft.field.text().is_blank() => {
            only("Type a number, then Enter")
        }
        PollKind::Words { max: 1 } if draft.field.text().is_blank() => {
            only("Type one word, then Enter")
        }
        PollKind::Words { max } if draft.field.text().is_blank() => {
            hint(format!("Type up to {max} words, then Enter"), "with blanks between them")
        }
        PollKind::Text { .. } if draft.field.text().is_blank() => {
            only("Type your answer, then Enter")
        }
        PollKind::Number { .. } | PollKind::Words { .. } | PollKind::Text { .. } => only(CAST),
    }
}

fn point(ballot: &Ballot, ends: (i32, i32)) -> Hint {
    let next = match (scale::point(&ballot.draft.field), scale::has_digits(ends)) {
        (Some(_), _) => {
            return Hint { next: "Enter casts your vote".to_owned(), also: "another changes it" };
        }
        (None, true) => format!("Press {}–{}, then Enter", ends.0, ends.1),
        (None, false) => format!("Type {} to {}, then Enter", ends.0, ends.1),
    };
    Hint { next, also: "or move with ← →" }
}

fn dots_of(count: usize) -> String {
    if count == 1 { "1 dot".to_owned() } else { format!("{count} dots") }
}
