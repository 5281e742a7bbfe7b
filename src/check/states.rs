//! How a slide may look while a talk is given: before anybody has voted on its polls, while they vote, and
//! after it. The rooms are large and their words are long, so that what fits here fits.

use std::collections::HashMap;
use std::sync::Arc;

use crate::ballot::Answer;
use crate::capture::{Capture, Draft, State as Standing};
use crate::deck::{BlockKind, Deck, Slide};
use crate::layout::{self, Join, Live};
use crate::poll::{Poll, PollKind};
use crate::round::{Countdown, Counted, Phase, Round, Votes, WallText};
use crate::safe_text::SafeText;
use crate::shift::Shift;
use crate::tally::Tally;

/// How many answer alike.
const ALIKE: u64 = 111;

/// How many people there are in the room.
const JOINED: u32 = 5_000;

/// How far a poll has got.
pub(super) struct State {
    /// The words that say so in a finding; none for a slide that nobody has voted on.
    pub(super) name: Option<&'static str>,
    votes: Votes,
    captures: Vec<Capture>,
    /// How to join, in as many characters as that can take.
    join: Join,
}

impl State {
    /// What a page shows of it.
    pub(super) fn live(&self) -> Live<'_> {
        let captures = self.captures.as_slice();
        let (joined, join) = (Some(JOINED), Some(&self.join));
        Live { votes: &self.votes, captures, joined, join, ..Live::none() }
    }
}

/// The polls of a deck, by id.
pub(super) fn polls(deck: &Deck) -> HashMap<&str, &Poll> {
    let blocks = deck.slides.iter().flat_map(Slide::all_blocks);
    let polls = blocks.filter_map(|block| match &block.kind {
        BlockKind::Poll(poll) => Some((poll.id.as_str(), poll)),
        _ => None,
    });
    polls.collect()
}

/// The states of a slide that shows these polls, the one that nobody has voted on first.
pub(super) fn states(polls: &[&Poll]) -> Vec<State> {
    let state = |name, votes, captures| State { name, votes, captures, join: join() };
    let mut states = vec![state(None, Votes::default(), Vec::new())];
    if polls.is_empty() {
        return states;
    }
    let cases: [(&str, &[Phase]); 3] = [
        ("while votes come in", &[Phase::Open]),
        ("when revealed", &[Phase::Revealed]),
        ("when revealed after two rounds", &[Phase::Revealed, Phase::Revealed]),
    ];
    states.extend(cases.map(|(name, phases)| {
        let rounds = polls.iter().flat_map(|poll| {
            (1..).zip(phases).map(|(number, phase)| Arc::new(counted(poll, number, *phase)))
        });
        state(Some(name), Votes { rounds: rounds.collect() }, captures())
    }));
    states
}

fn join() -> Join {
    let (host, code) = ("255.255.255.255", "W".repeat(8));
    let ssh = Some(format!("ssh -p 65535 {code}@{host}"));
    Join { host: format!("{host}:65535"), code, ssh, fingerprint: None }
}

/// More than a last slide has room for.
fn captures() -> Vec<Capture> {
    let line = |id: i64| {
        let kind = if id % 2 == 0 { 'a' } else { 'p' };
        let text = format!(
            "{kind} what somebody wanted to know or will do by then, number {id} @Ada !Friday"
        );
        let Draft { kind, text, owner, due } = Draft::parse(&text);
        let slide = String::new();
        Capture { id, kind, text, owner, due, slide, at_ms: id, state: Standing::Open }
    };
    (0..40).map(line).collect()
}

fn counted(poll: &Poll, number: u32, phase: Phase) -> Counted {
    let answers = answers(&poll.kind);
    let mut tally = Tally::new(&poll.kind);
    for answer in &answers {
        tally.add(answer, ALIKE);
    }
    let texts = (0..).zip(answers).filter_map(|(participant, answer)| match answer {
        Answer::Text(text) => Some(WallText { participant, text, released: participant > 0 }),
        _ => None,
    });
    let countdown =
        if phase == Phase::Open { Countdown::Paused(3_599_000) } else { Countdown::None };
    let round =
        Round { id: 0, number, poll: Arc::new(poll.clone()), phase, countdown, opened_ms: 0 };
    Counted {
        round,
        tally,
        shift: shift(&poll.kind, number),
        beside: Vec::new(),
        texts: texts.collect(),
    }
}

/// One of each kind of answer that takes a line of its own, long ones.
fn answers(kind: &PollKind) -> Vec<Answer> {
    /// More than any screen has lines for.
    const MANY: u32 = 100;
    match kind {
        PollKind::Single { choices }
        | PollKind::Multiple { choices, .. }
        | PollKind::Dots { choices, .. } => {
            (1..).zip(choices).map(|(number, _)| Answer::Choices(vec![number])).collect()
        }
        PollKind::Ranking { choices } => {
            vec![Answer::Ranking((1..).zip(choices).map(|(number, _)| number).collect())]
        }
        PollKind::Scale { min, max, .. } => spread(f64::from(*min), f64::from(*max)),
        PollKind::Fist => spread(0.0, 5.0),
        PollKind::Number { min, max, .. } => {
            let low = min.unwrap_or(0.0);
            spread(low, max.unwrap_or(low + 1_000.0))
        }
        PollKind::Words { .. } => {
            let word = |number| SafeText::new(&format!("conscientiousness-{number}"));
            (0..MANY).map(|number| Answer::Words(vec![word(number)])).collect()
        }
        PollKind::Text { max_chars, .. } => {
            let length = usize::try_from((*max_chars).min(10_000)).unwrap_or(0);
            let text: String =
                "as many words as one may write ".chars().cycle().take(length).collect();
            (0..MANY).map(|_| Answer::Text(SafeText::new(&text))).collect()
        }
    }
}

/// Whole numbers from one end to the other.
fn spread(low: f64, high: f64) -> Vec<Answer> {
    const STEPS: u32 = 40;
    let at = |step| low + (high - low) * (f64::from(step) / f64::from(STEPS));
    let mut values: Vec<f64> = (0..=STEPS).map(|step| at(step).floor()).collect();
    values.dedup();
    values.into_iter().map(Answer::Value).collect()
}

/// All have changed their mind, most of them to the choice with the longest name.
fn shift(kind: &PollKind, number: u32) -> Option<Shift> {
    let (PollKind::Single { choices } | PollKind::Ranking { choices }) = kind else { return None };
    let longest = choices.iter().enumerate().max_by_key(|(_, choice)| layout::width(choice))?.0;
    let cell = |to: usize| if to == longest { Some(ALIKE) } else { None };
    let row: Vec<Option<u64>> = (0..choices.len()).map(cell).collect();
    let both = choices.iter().map(|_| ALIKE).sum();
    let shift = Shift {
        both,
        changed: Some(both),
        matrix: vec![row.clone(); choices.len()],
        arrivals: row,
        ..Shift::default()
    };
    (number > 1).then_some(shift)
}
