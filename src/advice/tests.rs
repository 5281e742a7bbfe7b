//! Which count suggests what, and that no suggestion gives the count away.

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
