//! One keyboard on which people vote, one after another or one alone: the ballot that is being filled in, the
//! one that is being recorded, and thanks.
//!
//! It knows no clock and no disk. Keys come in, a [`Deed`] goes out; what became of it comes back by
//! [`Voter::told`]. Keys that are typed until then wait for it.

use std::collections::VecDeque;

use crate::ballot::{Answer, accept};
use crate::keymap::{Code, Key};
use crate::round::{Phase, Round, RoundId};

mod draft;
mod field;
mod hint;
mod scale;

pub use draft::Draft;
pub use field::Field;
pub use hint::{Hint, choice_key, choice_keys};
pub use scale::is_listed;

/// The keys of a ballot, for help.
pub const KEYS: &[(&str, &str)] = &[
    (
        "1–9 a–z",
        "the choice with that key; a dot on it; its place in the order; the point of a scale",
    ),
    ("↑ ↓", "move through the choices"),
    ("space", "the choice moved to"),
    ("← →", "move on a scale, or in what was typed"),
    ("backspace", "take the last back"),
    ("enter", "cast the vote, then bring the next voter's ballot"),
    ("ctrl-t ctrl-c", "leave"),
];

/// The keys that leave: none that a voter would hit.
const LEAVE: [Key; 2] = [Key::ctrl('t'), Key::ctrl('c')];

/// Who sits at the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// One person after another: each is thanked, and Enter brings the next one's ballot.
    Kiosk,
    /// One person, who may change what was recorded while the round is open, if the poll allows it.
    Own,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Record a ballot, and say by [`Voter::told`] what became of it.
    Cast {
        /// Counts the people who voted here, from 1. Who tries again keeps it; on a seat of one's own it
        /// stays 1.
        turn: u64,
        /// The round it is for.
        round: RoundId,
        /// The answer, as [`accept`] takes it.
        answer: Answer,
    },
    /// Leave the ballot screen.
    Leave,
}

/// What is on the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// No round takes ballots.
    Waiting,
    /// A ballot that is being filled in.
    Ballot(Ballot),
    /// A ballot of which is not known yet whether it is recorded, and its answer.
    Casting(Ballot, Answer),
    /// The last ballot is recorded.
    Thanks,
}

/// A ballot that is being filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Ballot {
    /// What is asked.
    pub round: Round,
    /// What was filled in so far.
    pub draft: Draft,
    /// The answer that is recorded already, if one is.
    pub recorded: Option<Answer>,
}

/// A sentence to the voter that stays until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The sentence.
    pub text: String,
    /// Whether something is to be put right.
    pub is_problem: bool,
}

/// What came from the keyboard.
#[derive(Clone, Debug, PartialEq)]
enum Input {
    Key(Key),
    Pasted(String),
}

/// A keyboard on which people vote.
#[derive(Clone, Debug)]
pub struct Voter {
    seat: Seat,
    /// The turn of who votes now.
    turn: u64,
    /// Whether a ballot of this turn was ever on its way.
    cast: bool,
    open: Option<Round>,
    shown: Shown,
    said: Option<Said>,
    /// What was typed while a ballot was on its way. If it was not recorded, this goes on waiting until
    /// one is: it was typed for who comes next.
    waiting: VecDeque<Input>,
}

impl Voter {
    /// A keyboard before any round.
    pub fn new(seat: Seat) -> Self {
        Self {
            seat,
            turn: 1,
            cast: false,
            open: None,
            shown: Shown::Waiting,
            said: None,
            waiting: VecDeque::new(),
        }
    }

    /// Who sits here.
    pub fn seat(&self) -> Seat {
        self.seat
    }

    /// What is on the screen.
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// The sentence to the voter, if there is one.
    pub fn said(&self) -> Option<&Said> {
        self.said.as_ref()
    }

    /// The round that takes ballots, as far as was shown.
    pub fn open(&self) -> Option<&Round> {
        self.open.as_ref()
    }

    /// Takes in which round is open now, if one is; the same with another countdown, too. Where it is not the
    /// one of before, what was being filled in is dropped.
    pub fn show(&mut self, open: Option<&Round>) {
        let open = open.filter(|round| round.phase == Phase::Open);
        let before = std::mem::replace(&mut self.open, open.cloned());
        if let (Shown::Ballot(ballot) | Shown::Casting(ballot, _), Some(open)) =
            (&mut self.shown, open)
            && ballot.round.id == open.id
        {
            ballot.round = open.clone();
        }
        if before.map(|round| round.id) == open.map(|round| round.id) {
            return;
        }
        // What was typed for one round is no answer in another.
        self.waiting.clear();
        match &self.shown {
            Shown::Casting(..) | Shown::Thanks => {}
            Shown::Waiting => self.begin(),
            Shown::Ballot(ballot) => {
                self.said = closed(ballot, self.open.is_some());
                self.begin();
            }
        }
    }

    /// Takes in what whoever sits here has answered before in the open round, from elsewhere or before the line broke.
    /// What is being filled in already stays.
    pub fn recall(&mut self, round: RoundId, answer: Answer) {
        if let Shown::Ballot(ballot) = &mut self.shown
            && ballot.round.id == round
            && ballot.recorded.is_none()
        {
            if ballot.draft == Draft::default() {
                ballot.draft = Draft::of(&answer);
            }
            ballot.recorded = Some(answer);
        }
    }

    /// Takes in a key.
    pub fn press(&mut self, key: Key) -> Option<Deed> {
        self.take(Input::Key(key))
    }

    /// Takes in text from the clipboard.
    pub fn paste(&mut self, text: &str) -> Option<Deed> {
        self.take(Input::Pasted(text.to_owned()))
    }

    /// Takes in what became of the ballot of a turn; an error is a sentence. Where it was recorded, what was
    /// typed meanwhile is taken now, and may cast the next.
    pub fn told(&mut self, turn: u64, result: Result<(), String>) -> Option<Deed> {
        if turn != self.turn {
            return None;
        }
        let (ballot, answer) = match std::mem::replace(&mut self.shown, Shown::Waiting) {
            Shown::Casting(ballot, answer) => (ballot, answer),
            other => {
                self.shown = other;
                return None;
            }
        };
        let is_open = self.open.as_ref().is_some_and(|open| open.id == ballot.round.id);
        match (result, self.seat) {
            (Ok(()), Seat::Kiosk) => self.shown = Shown::Thanks,
            (Ok(()), Seat::Own) if is_open => {
                self.shown = Shown::Ballot(Ballot { recorded: Some(answer), ..ballot });
            }
            (Ok(()), Seat::Own) => {
                self.said = Some(calm("Recorded. This vote is closed."));
                self.begin();
            }
            (Err(why), _) => {
                let why = why.trim_end_matches('.');
                // To leave now would hide that it failed; whoever wants to presses again.
                self.waiting.retain(|input| !leaves(input));
                if is_open {
                    self.said = Some(problem(format!("Not recorded: {why}; Enter tries again.")));
                    self.shown = Shown::Ballot(ballot);
                } else {
                    self.said = Some(problem(format!("Not recorded: {why}. This vote is closed.")));
                    self.begin();
                }
                return None;
            }
        }
        self.catch_up()
    }

    /// Takes what has waited, until it casts a ballot.
    fn catch_up(&mut self) -> Option<Deed> {
        while let Some(input) = self.waiting.pop_front() {
            let deed = self.act(&input);
            if deed.is_some() {
                return deed;
            }
        }
        None
    }

    fn take(&mut self, input: Input) -> Option<Deed> {
        if !matches!(self.shown, Shown::Casting(..)) {
            return self.act(&input);
        }
        // It waits for its turn as all keys do, but not for a ballot that hangs.
        if leaves(&input) && self.waiting.iter().any(leaves) {
            return Some(self.leave());
        }
        self.waiting.push_back(input);
        None
    }

    fn act(&mut self, input: &Input) -> Option<Deed> {
        if leaves(input) {
            return Some(self.leave());
        }
        let is_enter = matches!(input, Input::Key(key) if key.code == Code::Enter);
        match &mut self.shown {
            Shown::Waiting => self.said = None,
            Shown::Thanks if is_enter || self.open.is_none() => self.begin(),
            Shown::Thanks | Shown::Casting(..) => {}
            Shown::Ballot(_) if is_enter => return self.cast(),
            Shown::Ballot(ballot) if ballot.recorded.is_some() && !ballot.round.poll.change => {
                self.said = Some(calm("Your answer is recorded; this poll takes no changes."));
            }
            Shown::Ballot(ballot) => {
                let kind = &ballot.round.poll.kind;
                let wrong = match input {
                    Input::Key(key) => ballot.draft.press(kind, *key),
                    Input::Pasted(text) => ballot.draft.paste(kind, text),
                };
                self.said = wrong.map(problem);
            }
        }
        None
    }

    fn cast(&mut self) -> Option<Deed> {
        let Shown::Ballot(ballot) = &self.shown else { return None };
        let answer = ballot.answer();
        self.said = None;
        match answer {
            Err(why) => {
                self.said = Some(problem(why));
                None
            }
            // Leaning on Enter is no second vote.
            Ok(answer) if ballot.recorded.as_ref() == Some(&answer) => None,
            Ok(answer) => {
                let round = ballot.round.id;
                self.shown = Shown::Casting(ballot.clone(), answer.clone());
                self.cast = true;
                Some(Deed::Cast { turn: self.turn, round, answer })
            }
        }
    }

    fn leave(&mut self) -> Deed {
        self.clear();
        Deed::Leave
    }

    /// Nothing of a voter stays behind for whoever comes back, but a ballot that is on its way stays so.
    pub fn clear(&mut self) {
        self.waiting.clear();
        self.said = None;
        let is_kept = match &self.shown {
            Shown::Casting(..) => true,
            Shown::Ballot(_) => self.seat == Seat::Own,
            Shown::Waiting | Shown::Thanks => false,
        };
        if !is_kept {
            self.begin();
        }
    }

    /// An empty ballot, if a round is open. Whoever's ballot was once on its way had a turn.
    fn begin(&mut self) {
        if std::mem::take(&mut self.cast) && self.seat == Seat::Kiosk {
            self.turn += 1;
        }
        self.shown = match &self.open {
            Some(round) => Shown::Ballot(Ballot {
                round: round.clone(),
                draft: Draft::default(),
                recorded: None,
            }),
            None => Shown::Waiting,
        };
    }
}

impl Ballot {
    /// The answer as the poll takes it, or what is wrong with it.
    fn answer(&self) -> Result<Answer, String> {
        let poll = &self.round.poll;
        let answer = self.draft.answer(&poll.kind)?;
        accept(poll, answer).map_err(|invalid| invalid.0)
    }
}

fn leaves(input: &Input) -> bool {
    matches!(input, Input::Key(key) if LEAVE.contains(key))
}

fn calm(text: &str) -> Said {
    Said { text: text.to_owned(), is_problem: false }
}

fn problem(text: String) -> Said {
    Said { text, is_problem: true }
}

/// What to say about a ballot whose round is over.
fn closed(ballot: &Ballot, another: bool) -> Option<Said> {
    let is_recorded = ballot.recorded.is_some();
    let sentence = match (is_recorded, another) {
        (true, false) => "This vote is closed. Your answer is recorded.",
        (false, false) => "This vote is closed.",
        (_, true) if ballot.draft == Draft::default() || is_recorded => return None,
        (_, true) => "The vote before is closed; this is the next.",
    };
    Some(calm(sentence))
}

#[cfg(test)]
mod tests;
