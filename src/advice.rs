//! What a speaker may do once a round is closed, and why: a suggestion that nothing acts on.
//!
//! With a right answer it follows peer instruction. After a vote in silence, the share of right answers decides:
//! few, and there is nobody to convince the others; many, and there is nobody left to convince; between them,
//! talking with a neighbour for 2 or 3 minutes brings more to the right answer than an explanation does. Crouch
//! and Mazur, "Peer Instruction: Ten years of experience and results", American Journal of Physics 69 (9), 2001,
//! 970–977, put the limits at 35 and 70 %; Lasry, Mazur and Watkins, "Peer instruction: From Harvard to the
//! two-year college", American Journal of Physics 76 (11), 2008, 1066–1069, at 30 and 70 %, as here.
//!
//! Without a right answer, the share of the largest group decides, at 40 and 70 %: our own rule, without a source.
//! A fist-to-five passes as that method has it, with nobody below 3.
//!
//! The texts say how large a group is, never which: they may be read before the room has seen the count.

use crate::poll::{Poll, PollKind};
use crate::shift::MOST_POINTS;
use crate::tally::{FEW, Tally, float};

/// With fewer voters there is no advice.
pub const LEAST: u64 = 3;

/// Below this share of the largest group a room is split, above [`AGREED`] it agrees. Our own rule.
pub const SPLIT: f64 = 0.40;

/// See [`SPLIT`].
pub const AGREED: f64 = 0.70;

/// The shares of right answers, 0 to 1, between which a room learns most from its neighbours, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Below it: explain again.
    pub low: f64,
    /// Above it: move on.
    pub high: f64,
}

impl Default for Window {
    fn default() -> Self {
        Self { low: 0.30, high: 0.70 }
    }
}

/// A suggested next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What to do, as a sentence to the speaker.
    pub next: String,
    /// Why, as a sentence.
    pub why: String,
}

/// A part of all who count.
struct Part {
    /// What it is a part by: "Right".
    name: &'static str,
    count: u64,
    of: u64,
    /// What is counted, in the plural.
    things: &'static str,
    /// Whether counts say it better than shares.
    few: bool,
}

/// Suggests what to do after a round of this poll with this count. None for fewer than [`LEAST`] voters, and
/// where there are no groups: for numbers, words, texts, and scales of many points.
pub fn advise(poll: &Poll, tally: &Tally, window: Window) -> Option<Advice> {
    if tally.voters() < LEAST {
        return None;
    }
    if let Some(doubtful) = tally.doubtful() {
        return Some(on_fist(&of_voters("Fewer than 3 fingers", doubtful, tally)));
    }
    match right(poll, tally) {
        Some(right) => Some(on_right(&right, window)),
        None => largest(poll, tally).map(|largest| on_largest(&largest)),
    }
}

fn on_fist(doubtful: &Part) -> Advice {
    if doubtful.count == 0 {
        return advice("It passes: go on.", doubtful, "Nobody blocks it.");
    }
    let next = "Ask those below 3 what would change their mind, then vote again.";
    advice(next, doubtful, "It passes when there are none.")
}

fn on_right(right: &Part, window: Window) -> Advice {
    let share = right.share();
    if share < window.low {
        let next = "Explain it again, then ask a simpler question.";
        return advice(next, right, "Too few to convince their neighbours.");
    }
    if share > window.high {
        let next = "Confirm the answer briefly and move on.";
        return advice(next, right, "Too many for a discussion to add much.");
    }
    let next = "Let everybody talk with a neighbour for 2 to 3 minutes, then vote again.";
    advice(next, right, "Enough to convince the others, and enough to be convinced.")
}

fn on_largest(largest: &Part) -> Advice {
    let share = largest.share();
    if share < SPLIT {
        return advice("Hear each side.", largest, "The room is split.");
    }
    if share > AGREED {
        return advice("Ask for the counter-case.", largest, "The room agrees, perhaps too soon.");
    }
    let next = "Let everybody discuss with a neighbour, then vote again.";
    advice(next, largest, "Many see it one way, and many do not.")
}

fn advice(next: &str, part: &Part, reason: &str) -> Advice {
    Advice { next: next.to_owned(), why: format!("{}. {reason}", part.said()) }
}

/// Those who are right, if the poll has a right answer. Any of several is right for one choice and for a first
/// place. Where one may choose several, no more can have all of it right than judged the hardest choice right.
fn right(poll: &Poll, tally: &Tally) -> Option<Part> {
    if poll.answer.is_empty() {
        return None;
    }
    let counts = tally.choices();
    let judged = || (1_u32..).zip(&counts).map(|(at, count)| (poll.answer.contains(&at), *count));
    let taken = || judged().filter(|(right, _)| *right).map(|(_, count)| count).sum();
    match poll.kind {
        PollKind::Single { .. } | PollKind::Ranking { .. } => {
            Some(of_voters("Right", taken(), tally))
        }
        PollKind::Multiple { .. } => {
            let well = |(right, count): (bool, u64)| {
                if right { count } else { tally.voters().saturating_sub(count) }
            };
            Some(of_voters("All of it right, at most", judged().map(well).min()?, tally))
        }
        PollKind::Dots { .. } => Some(of_dots("On what is right", taken(), tally)),
        PollKind::Scale { .. }
        | PollKind::Fist
        | PollKind::Number { .. }
        | PollKind::Words { .. }
        | PollKind::Text { .. } => None,
    }
}

/// The largest group, if the poll makes groups.
fn largest(poll: &Poll, tally: &Tally) -> Option<Part> {
    let most = tally.choices().into_iter().max();
    match &poll.kind {
        PollKind::Single { .. } => Some(of_voters("The largest group", most?, tally)),
        PollKind::Ranking { .. } => Some(of_voters("The most first places", most?, tally)),
        PollKind::Multiple { .. } => Some(of_voters("The choice most taken", most?, tally)),
        PollKind::Dots { .. } => Some(of_dots("The most dots on one choice", most?, tally)),
        PollKind::Scale { min, max, .. } => {
            let steps = usize::try_from(i64::from(*max) - i64::from(*min)).ok()?;
            let most = tally.values().into_iter().map(|(_, count)| count).max()?;
            (steps < MOST_POINTS).then(|| of_voters("The largest group", most, tally))
        }
        PollKind::Fist
        | PollKind::Number { .. }
        | PollKind::Words { .. }
        | PollKind::Text { .. } => None,
    }
}

fn of_voters(name: &'static str, count: u64, tally: &Tally) -> Part {
    let of = tally.voters();
    Part { name, count, of, things: "voters", few: of < FEW }
}

fn of_dots(name: &'static str, count: u64, tally: &Tally) -> Part {
    let of = tally.choices().iter().sum();
    Part { name, count, of, things: "dots", few: tally.voters() < FEW }
}

impl Part {
    /// From 0 to 1.
    fn share(&self) -> f64 {
        float(self.count) / float(self.of.max(1))
    }

    fn said(&self) -> String {
        let Self { name, count, of, things, few } = self;
        if *few {
            return format!("{name}: {count} of {of} {things}");
        }
        let percent = (count * 100 + of / 2) / of.max(&1);
        format!("{name}: {percent} % of the {things}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ballot::Answer;

    fn choices() -> Vec<String> {
        ["alpha", "beta", "gamma"].map(str::to_owned).to_vec()
    }

    fn poll(kind: PollKind, answer: &[u32]) -> Poll {
        Poll {
            id: "p".to_owned(),
            question: "Which?".to_owned(),
            kind,
            anonymous: true,
            change: true,
            seconds: None,
            answer: answer.to_vec(),
        }
    }

    fn single(answer: &[u32]) -> Poll {
        poll(PollKind::Single { choices: choices() }, answer)
    }

    /// The advice after so many gave each answer.
    fn after(poll: &Poll, answers: &[(Answer, u64)]) -> Option<Advice> {
        let mut tally = Tally::new(&poll.kind);
        for (answer, times) in answers {
            tally.add(answer, *times);
        }
        advise(poll, &tally, Window::default())
    }

    /// The advice after so many took each choice.
    fn counts(poll: &Poll, counts: &[u64]) -> Option<Advice> {
        let answers: Vec<(Answer, u64)> =
            (1..).zip(counts).map(|(pick, count)| (Answer::Choices(vec![pick]), *count)).collect();
        after(poll, &answers)
    }

    fn values(poll: &Poll, values: &[(f64, u64)]) -> Option<Advice> {
        let answers: Vec<(Answer, u64)> =
            values.iter().map(|(value, count)| (Answer::Value(*value), *count)).collect();
        after(poll, &answers)
    }

    #[test]
    fn the_share_of_right_answers_decides() {
        let poll = single(&[2]);
        let next = |right| counts(&poll, &[20 - right, right]).unwrap().next;
        for few in [0, 5] {
            assert_eq!(next(few), "Explain it again, then ask a simpler question.");
        }
        for some in [6, 10, 14] {
            assert!(next(some).ends_with("for 2 to 3 minutes, then vote again."));
        }
        for many in [15, 20] {
            assert_eq!(next(many), "Confirm the answer briefly and move on.");
        }
        let why = counts(&poll, &[15, 5]).unwrap().why;
        assert_eq!(why, "Right: 25 % of the voters. Too few to convince their neighbours.");
    }

    #[test]
    fn the_window_is_the_decks() {
        let poll = single(&[2]);
        let mut tally = Tally::new(&poll.kind);
        tally.add(&Answer::Choices(vec![1]), 2);
        tally.add(&Answer::Choices(vec![2]), 2);
        let next = |low, high| advise(&poll, &tally, Window { low, high }).unwrap().next;
        assert!(next(0.6, 0.8).starts_with("Explain"));
        assert!(next(0.2, 0.4).starts_with("Confirm"));
    }

    #[test]
    fn the_largest_group_decides_where_nothing_is_right() {
        let poll = single(&[]);
        let advice = counts(&poll, &[4, 4, 3]).unwrap();
        assert_eq!(advice.next, "Hear each side.");
        assert_eq!(advice.why, "The largest group: 36 % of the voters. The room is split.");
        assert!(counts(&poll, &[4, 6]).unwrap().next.contains("with a neighbour, then vote again"));
        assert_eq!(counts(&poll, &[1, 8]).unwrap().next, "Ask for the counter-case.");
    }

    #[test]
    fn few_voters_are_counted_and_fewer_have_no_advice() {
        let poll = single(&[1]);
        assert_eq!(counts(&poll, &[1, 1]), None);
        assert!(counts(&poll, &[1, 2]).unwrap().why.starts_with("Right: 1 of 3 voters. "));
    }

    #[test]
    fn hands_count_too() {
        let poll = single(&[1]);
        let advice = after(&poll, &[(Answer::Hands(vec![9, 1, 0]), 1)]).unwrap();
        assert!(advice.next.starts_with("Confirm"));
    }

    #[test]
    fn a_fist_passes_or_asks_those_below_three() {
        let poll = poll(PollKind::Fist, &[]);
        let advice = values(&poll, &[(3.0, 2), (5.0, 4)]).unwrap();
        assert_eq!(advice.next, "It passes: go on.");
        let advice = values(&poll, &[(1.0, 1), (2.0, 1), (5.0, 4)]).unwrap();
        assert!(advice.next.starts_with("Ask those below 3"));
        assert!(advice.why.starts_with("Fewer than 3 fingers: 2 of 6 voters. "));
    }

    #[test]
    fn of_several_choices_the_hardest_one_says_how_many_are_right() {
        // All took the first, but the wrong third too.
        let kind = PollKind::Multiple { choices: choices(), min: 1, max: 3 };
        let poll = poll(kind, &[1, 2]);
        let answers = [(Answer::Choices(vec![1, 2]), 4), (Answer::Choices(vec![1, 3]), 16)];
        let advice = after(&poll, &answers).unwrap();
        assert!(advice.why.starts_with("All of it right, at most: 20 % of the voters. "));
        assert!(advice.next.starts_with("Explain"));
    }

    #[test]
    fn rankings_dots_and_short_scales_have_a_largest_group() {
        let ranking = poll(PollKind::Ranking { choices: choices() }, &[]);
        let advice = after(&ranking, &[(Answer::Ranking(vec![2, 1]), 12)]).unwrap();
        assert!(advice.why.starts_with("The most first places: 100 % of the voters. "));

        let dots = poll(PollKind::Dots { choices: choices(), dots: 3 }, &[]);
        let advice = after(&dots, &[(Answer::Choices(vec![1, 1, 2]), 6)]).unwrap();
        assert!(advice.why.starts_with("The most dots on one choice: 12 of 18 dots. "));

        let scale = |max| poll(PollKind::Scale { min: 1, max, labels: Vec::new() }, &[]);
        assert!(values(&scale(5), &[(4.0, 3)]).is_some());
        assert_eq!(values(&scale(100), &[(4.0, 3)]), None);
    }

    #[test]
    fn numbers_words_and_texts_make_no_groups() {
        let number = poll(PollKind::Number { min: None, max: None, unit: None }, &[]);
        assert_eq!(values(&number, &[(4.0, 9)]), None);
    }

    proptest! {
        #[test]
        fn advice_is_the_same_whichever_choice_leads(
            mut room in proptest::collection::vec(0..20_u64, 3),
            turn in 0..3_usize,
        ) {
            let before = counts(&single(&[]), &room);
            room.rotate_left(turn);
            let after = counts(&single(&[]), &room);
            prop_assert_eq!(&before, &after);
            if let Some(advice) = before {
                let all = format!("{} {}", advice.next, advice.why);
                prop_assert!(choices().iter().all(|choice| !all.contains(choice.as_str())));
            }
        }
    }
}
