//! What happened in this talk: polls side by side, questions that are still parked, who does what.

use super::card::{Label, dim, framed, spaced, strong, within};
use super::foot::Foot;
use super::row::Row;
use super::stack::{Space, labelled};
use super::votes::{
    self,
    told::{self, Told},
};
use super::wrap::Prose;
use crate::capture::{Capture, Kind, State};
use crate::deck::{Happened, Results};
use crate::round::{Phase, Round, Votes};
use crate::theme::{Ink, Role};

/// What happened, as data: what the stage draws, and what others show who are not in cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WhatHappened<'a> {
    /// Polls side by side.
    pub told: Option<Told<'a>>,
    /// The questions and actions that are open, questions first.
    pub open: Vec<&'a Capture>,
    /// A sentence on what is still to come; may be empty.
    pub coming: &'static str,
}

/// What there is to tell at a moment, by the votes and the captures so far.
pub fn what_happened<'a>(
    happened: &Happened,
    votes: &'a Votes,
    captures: &'a [Capture],
) -> WhatHappened<'a> {
    let polls = match happened.compare.as_slice() {
        [] => first_and_last(votes),
        polls => polls.to_vec(),
    };
    let asks = !polls.is_empty();
    let told = asks.then(|| told::results(&Results { polls, rounds: Vec::new() }, votes));
    let open = if happened.parked { open(captures) } else { Vec::new() };
    let is_revealed = told.as_ref().is_some_and(|told| !told.voters.is_empty());
    let coming = match (happened.parked && open.is_empty(), asks, is_revealed) {
        // One sentence for all that is still to come.
        (true, false, _) => "What the room votes, asks and agrees on will stand here.",
        (true, true, false) => "Parked questions and actions will stand here too.",
        (true, true, true) => "No question is parked, and no action is open.",
        (false, false, _) if open.is_empty() => "What the room votes will stand here.",
        (false, ..) => "",
    };
    WhatHappened { told, open, coming }
}

pub(super) fn happened(happened: &Happened, space: Space<'_>) -> Vec<Row> {
    let inner = within(space);
    let label = Label { text: "What happened", right: "", role: Role::Accent };
    let live = space.setting.live;
    let WhatHappened { told, open, coming } = what_happened(happened, live.votes, live.captures);
    let left = told.as_ref().map_or_else(String::new, |told| told.voters.clone());
    let mut parts = told.map_or_else(Vec::new, |told| votes::compared(told, inner));
    parts.extend(lists(&open, inner));
    if !coming.is_empty() {
        parts.push(dim(coming, inner));
    }
    let foot = Foot { left, ..Foot::default() };
    framed(&label, &foot, spaced(parts, space), space)
}

/// The first poll that was revealed, and the last one that has the same choices.
fn first_and_last(votes: &Votes) -> Vec<String> {
    let rounds = || votes.rounds.iter().map(|counted| &counted.round);
    let mut revealed = rounds().filter(|round| round.phase == Phase::Revealed);
    let pair = revealed.find_map(|first| {
        let same = |round: &&Round| is_same(first, round);
        rounds().rfind(same).map(|last| vec![first.poll.id.clone(), last.poll.id.clone()])
    });
    pair.unwrap_or_default()
}

fn is_same(first: &Round, other: &Round) -> bool {
    let is_another = other.poll.id != first.poll.id && other.phase == Phase::Revealed;
    is_another && other.poll.kind == first.poll.kind
}

/// The questions and actions that are open, questions first.
fn open(captures: &[Capture]) -> Vec<&Capture> {
    let of = |kind: Kind| {
        let open = move |capture: &&Capture| capture.kind == kind && capture.state == State::Open;
        captures.iter().filter(open)
    };
    of(Kind::Question).chain(of(Kind::Action)).collect()
}

/// The open captures by kind, as many as there is room for.
fn lists(open: &[&Capture], space: Space<'_>) -> Vec<Vec<Row>> {
    let kept = match space.setting.cut {
        0 => open.len(),
        // The line that says how many are left out takes one too.
        cut => open.len().saturating_sub(cut + 1),
    };
    let mut parts = Vec::new();
    for (kind, title) in [(Kind::Question, "Still open"), (Kind::Action, "Who does what")] {
        let shown = open.iter().take(kept).filter(|capture| capture.kind == kind);
        let rows: Vec<Row> = shown.flat_map(|capture| item(capture, space)).collect();
        if !rows.is_empty() {
            let mut part = strong(title, space);
            part.extend(rows);
            parts.push(part);
        }
    }
    match (open.len() - kept, kept) {
        (0, _) => {}
        (1, 0) => parts.push(dim("1 question or action is open", space)),
        (some, 0) => parts.push(dim(&format!("{some} questions and actions are open"), space)),
        (some, _) => parts.push(dim(&format!("and {some} more"), space)),
    }
    parts
}

fn item(capture: &Capture, space: Space<'_>) -> Vec<Row> {
    let owed = [&capture.owner, &capture.due].into_iter().flatten();
    let mut text = capture.text.as_str().to_owned();
    for value in owed {
        text.push_str(" · ");
        text.push_str(value.as_str());
    }
    labelled("•", Ink::of(Role::Accent), 2, space, |space| {
        Prose::of(&text, space.ink(), space.from).wrap(space.width)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Draft;
    use crate::deck::{Block, BlockKind, Step};
    use crate::highlight::Colours;
    use crate::layout::samples::{self, block, counted, texts, votes};
    use crate::layout::{Live, Size, View, lay_out_blocks};
    use crate::poll::PollKind;

    fn captures(lines: &[&str]) -> Vec<Capture> {
        let capture = |(id, line): (i64, &&str)| {
            let Draft { kind, text, owner, due } = Draft::parse(line);
            let (slide, state) = ("s".to_owned(), State::Open);
            Capture { id, kind, text, owner, due, slide, at_ms: id, state }
        };
        (1..).zip(lines).map(capture).collect()
    }

    fn happening(compare: &[&str]) -> Block {
        let compare = compare.iter().map(|id| (*id).to_owned()).collect();
        block(BlockKind::Happened(Happened { compare, parked: true }))
    }

    fn drawn(block: Block, votes: &Votes, captures: &[Capture], size: (u16, u16)) -> Vec<String> {
        let (live, colours) = (Live { votes, captures, ..Live::none() }, Colours::default());
        let size = Size { width: size.0, height: size.1 };
        let view = View { step: Step::MAX, size, colours: &colours, live };
        texts(&lay_out_blocks(&[block], &view))
    }

    #[test]
    fn before_anything_happened_it_says_what_will_stand_there() {
        let none = Votes::default();
        let lines = drawn(happening(&[]), &none, &[], (80, 20)).join("\n");
        assert!(
            lines.contains("What the room votes, asks and agrees on will stand here."),
            "{lines}"
        );
        let lines = drawn(happening(&["a", "b"]), &none, &[], (80, 20)).join("\n");
        assert!(lines.contains("The votes on a and b will stand here"), "{lines}");
        assert!(lines.contains("Parked questions and actions will stand here too."), "{lines}");
    }

    #[test]
    fn open_questions_and_actions_stand_there_and_nothing_else() {
        let mut all = captures(&[
            "p who pays for a component that nobody asked for?",
            "n lunch",
            "a send it @Ada !Fri",
            "p settled?",
            "a dropped",
        ]);
        all[3].state = State::Settled;
        all[4].state = State::Dropped;
        let expected = [
            "╭─ What happened ──────────────────────╮",
            "│  Still open                          │",
            "│  • who pays for a component that     │",
            "│    nobody asked for?                 │",
            "│                                      │",
            "│  Who does what                       │",
            "│  • send it · Ada · Fri               │",
            "╰──────────────────────────────────────╯",
        ];
        assert_eq!(drawn(happening(&[]), &Votes::default(), &all, (40, 20)), expected);
    }

    #[test]
    fn without_names_the_first_poll_stands_beside_the_last_that_has_its_choices() {
        let poll = |id: &str, choices: &[&str]| {
            let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
            let mut poll = samples::poll(PollKind::Single { choices });
            id.clone_into(&mut poll.id);
            poll.question = format!("{id}?");
            poll
        };
        let round = |id, choices: &[&str], phase| counted(&poll(id, choices), 1, phase, &[]);
        let votes = votes(vec![
            round("today", &["core", "team"], Phase::Revealed),
            round("other", &["yes", "no"], Phase::Revealed),
            round("next", &["core", "team"], Phase::Revealed),
            round("secret", &["core", "team"], Phase::Closed),
        ]);
        let lines = drawn(happening(&[]), &votes, &[], (60, 30)).join("\n");
        assert!(lines.contains("today?") && lines.contains("next?"), "{lines}");
        assert!(!lines.contains("other") && !lines.contains("secret"), "{lines}");
        assert!(lines.contains("No question is parked, and no action is open."), "{lines}");
    }

    #[test]
    fn a_list_that_is_too_long_is_cut_and_says_so() {
        let lines: Vec<String> = (0..40).map(|number| format!("p question {number}?")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let all = captures(&lines);
        for height in 6..30 {
            let drawn = drawn(happening(&[]), &Votes::default(), &all, (40, height));
            assert!(drawn.len() <= usize::from(height), "{height}: {drawn:#?}");
            let said = drawn.iter().any(|line| line.contains("more") || line.contains("are open"));
            assert!(said, "{drawn:#?}");
        }
    }
}
