//! What a tally counts, and that its sums agree with a recount whatever the order of ballots.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn choices(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("choice {at}")).collect()
}

fn single() -> PollKind {
    PollKind::Single { choices: choices(4) }
}

fn multiple() -> PollKind {
    PollKind::Multiple { choices: choices(4), min: 1, max: 3 }
}

fn ranking() -> PollKind {
    PollKind::Ranking { choices: choices(4) }
}

fn scale() -> PollKind {
    PollKind::Scale { min: -2, max: 2, labels: Vec::new() }
}

fn number() -> PollKind {
    PollKind::Number { min: None, max: None, unit: None }
}

fn words(texts: &[&str]) -> Answer {
    Answer::Words(texts.iter().map(|text| SafeText::new(text)).collect())
}

fn counted(kind: &PollKind, answers: &[Answer]) -> Tally {
    let mut tally = Tally::new(kind);
    for answer in answers {
        tally.add(answer, 1);
    }
    tally
}

#[test]
fn hands_are_counted_with_the_ballots() {
    let mut tally = counted(&single(), &[Answer::Choices(vec![1]), Answer::Choices(vec![4])]);
    tally.add(&Answer::Hands(vec![9, 9, 9, 9]), 1);
    tally.add(&Answer::Hands(vec![0, 2, 0, 1]), 1);
    assert_eq!(tally.choices(), [1, 2, 0, 2]);
    assert_eq!((tally.voters(), tally.participants()), (5, 2));
    tally.remove(&Answer::Hands(vec![0, 2, 0, 1]));
    assert_eq!((tally.choices(), tally.hands()), (vec![1, 0, 0, 1], None));

    let mut tally = counted(&multiple(), &[Answer::Choices(vec![1, 2])]);
    tally.add(&Answer::Hands(vec![3, 5, 0, 0]), 1);
    assert_eq!((tally.choices(), tally.voters()), (vec![4, 6, 0, 0], 6));

    let mut tally = counted(&scale(), &[Answer::Value(-1.0)]);
    tally.add(&Answer::Hands(vec![1, 1, 0, 0, 2]), 1);
    assert_eq!(tally.values(), [(-2.0, 1), (-1.0, 2), (2.0, 2)]);
}

#[test]
fn a_choice_that_nobody_ranked_lies_in_the_middle_of_the_places_left() {
    // Of four places, 2, 3 and 4 are left by the first ballot, 3 and 4 by the second.
    let tally = counted(&ranking(), &[Answer::Ranking(vec![3]), Answer::Ranking(vec![1, 3])]);
    let means: Vec<f64> = tally.ranking().iter().map(|choice| choice.mean_rank.unwrap()).collect();
    assert_eq!(means, [2.0, 3.25, 1.5, 3.25]);
    let borda: Vec<u64> = tally.ranking().iter().map(|choice| choice.borda).collect();
    assert_eq!(borda, [3, 0, 5, 0]);
    assert_eq!(tally.choices(), [1, 0, 1, 0]);
    assert!(Tally::new(&ranking()).ranking().iter().all(|choice| choice.mean_rank.is_none()));
}

#[test]
fn numbers_have_a_mean_a_median_quartiles_and_a_range() {
    let tally = counted(&number(), &[1.0, 2.5, 4.0, 100.0].map(Answer::Value));
    assert_eq!(tally.mean(), Some(26.875));
    assert_eq!(tally.median(), Some(3.25));
    assert_eq!(tally.quartiles(), Some((1.75, 52.0)));
    assert_eq!(tally.range(), Some((1.0, 100.0)));
    let none = Tally::new(&number());
    assert_eq!(
        (none.mean(), none.median(), none.quartiles(), none.range()),
        (None, None, None, None)
    );
}

#[test]
fn a_fist_passes_when_nobody_is_below_three() {
    let fist = |values: &[f64]| {
        let answers: Vec<Answer> = values.iter().map(|value| Answer::Value(*value)).collect();
        let tally = counted(&PollKind::Fist, &answers);
        (tally.passes(), tally.doubtful())
    };
    assert_eq!(fist(&[]), (None, None));
    assert_eq!(fist(&[3.0, 5.0]), (Some(true), Some(0)));
    assert_eq!(fist(&[2.0, 5.0, 0.0]), (Some(false), Some(2)));
    assert_eq!(counted(&scale(), &[Answer::Value(1.0)]).passes(), None);
}

#[test]
fn words_are_merged_and_the_most_frequent_spelling_is_shown() {
    let kind = PollKind::Words { max: 3 };
    let given = [
        words(&["trust", "Ownership"]),
        words(&["Trust!", "C++"]),
        words(&["trust", "ＯＷＮＥＲＳＨＩＰ", "C"]),
    ];
    let tally = counted(&kind, &given);
    let told = [("trust", 3), ("Ownership", 2), ("C", 1), ("C++", 1)];
    assert_eq!(tally.words(), told.map(|(word, count)| (word.to_owned(), count)));
}

#[test]
fn few_voters_have_counts_and_no_shares() {
    let mut tally = Tally::new(&single());
    tally.add(&Answer::Choices(vec![1]), 6);
    tally.add(&Answer::Choices(vec![2]), 3);
    assert_eq!(tally.shares(), None);
    tally.add(&Answer::Choices(vec![3]), 3);
    assert_eq!(tally.shares(), Some(vec![50, 25, 25, 0]));
}

#[test]
fn where_one_may_choose_several_a_share_is_one_of_the_voters() {
    let mut tally = Tally::new(&multiple());
    tally.add(&Answer::Choices(vec![1, 2]), 9);
    tally.add(&Answer::Choices(vec![1]), 1);
    assert_eq!(tally.shares(), Some(vec![100, 90, 0, 0]));

    let mut tally = Tally::new(&PollKind::Dots { choices: choices(2), dots: 4 });
    tally.add(&Answer::Choices(vec![1, 1, 1, 2]), 10);
    assert_eq!(tally.shares(), Some(vec![75, 25]));
}

fn every_kind() -> Vec<PollKind> {
    let text = PollKind::Text { max_chars: 280, moderated: true };
    let dots = PollKind::Dots { choices: choices(4), dots: 5 };
    let words = PollKind::Words { max: 3 };
    vec![single(), multiple(), ranking(), scale(), PollKind::Fist, number(), words, text, dots]
}

/// An answer that a poll of this kind accepts.
fn answer_to(kind: &PollKind) -> BoxedStrategy<Answer> {
    let some = |most: usize| {
        Just((1..=4).collect::<Vec<u32>>())
            .prop_shuffle()
            .prop_flat_map(move |all| (1..=most).prop_map(move |many| all[..many].to_vec()))
    };
    let word = prop_oneof!["[abAB]", "[abAB]!"].prop_map(|text| SafeText::new(&text));
    match kind {
        PollKind::Single { .. } => {
            let hands = proptest::collection::vec(0..9_u32, 4).prop_map(Answer::Hands);
            let pick = (1..=4_u32).prop_map(|pick| Answer::Choices(vec![pick]));
            prop_oneof![9 => pick, 1 => hands].boxed()
        }
        PollKind::Multiple { .. } => some(3).prop_map(Answer::Choices).boxed(),
        PollKind::Dots { .. } => {
            proptest::collection::vec(1..=4_u32, 1..=5).prop_map(Answer::Choices).boxed()
        }
        PollKind::Ranking { .. } => some(4).prop_map(Answer::Ranking).boxed(),
        PollKind::Scale { .. } => {
            let hands = proptest::collection::vec(0..9_u32, 5).prop_map(Answer::Hands);
            let value = (-2..=2_i32).prop_map(|value| Answer::Value(f64::from(value)));
            prop_oneof![9 => value, 1 => hands].boxed()
        }
        PollKind::Fist => (0..=5_u32).prop_map(|value| Answer::Value(f64::from(value))).boxed(),
        PollKind::Number { .. } => {
            (-9..9_i32).prop_map(|n| Answer::Value(f64::from(n) / 4.0)).boxed()
        }
        PollKind::Words { .. } => {
            proptest::collection::vec(word, 1..=3).prop_map(Answer::Words).boxed()
        }
        PollKind::Text { .. } => word.prop_map(Answer::Text).boxed(),
    }
}

/// A kind of poll and what happens: who answers what; nothing means that a ballot is taken back.
fn history() -> impl Strategy<Value = (PollKind, Vec<(u8, Option<Answer>)>)> {
    proptest::sample::select(every_kind()).prop_flat_map(|kind| {
        let step = (0..6_u8, proptest::option::weighted(0.8, answer_to(&kind)));
        (Just(kind), proptest::collection::vec(step, 0..40))
    })
}

/// Hands are the ballot of one participant, the speaker.
fn owner(participant: u8, answer: Option<&Answer>) -> u8 {
    if matches!(answer, Some(Answer::Hands(_))) { u8::MAX } else { participant }
}

proptest! {
    #[test]
    fn coming_and_going_ballots_agree_with_a_recount((kind, steps) in history()) {
        let mut tally = Tally::new(&kind);
        let mut ballots: BTreeMap<u8, Answer> = BTreeMap::new();
        for (participant, answer) in steps {
            let participant = owner(participant, answer.as_ref());
            if let Some(old) = ballots.remove(&participant) {
                tally.remove(&old);
            }
            if let Some(answer) = answer {
                tally.add(&answer, 1);
                ballots.insert(participant, answer);
            }
            let answers: Vec<Answer> = ballots.values().cloned().collect();
            prop_assert_eq!(&tally, &counted(&kind, &answers));
        }
        let own = ballots.values().filter(|answer| !matches!(answer, Answer::Hands(_))).count();
        prop_assert_eq!(tally.participants(), own as u64);
        if matches!(kind, PollKind::Single { .. }) {
            prop_assert_eq!(tally.choices().iter().sum::<u64>(), tally.voters());
        }
    }

    #[test]
    fn a_count_is_made_again_of_its_sums((kind, steps) in history(), hands: bool) {
        let mut tally = Tally::new(&kind);
        for answer in steps.into_iter().filter_map(|(_, answer)| answer) {
            tally.add(&answer, 1);
        }
        if hands {
            tally.add(&Answer::Hands(vec![3, 0, 1]), 1);
        }
        prop_assert_eq!(Tally::of_sums(&kind, tally.sums()), tally);
    }

    #[test]
    fn mean_places_average_to_the_middle_place(
        ballots in proptest::collection::vec(answer_to(&ranking()), 1..30)
    ) {
        // Each ballot hands out the places 1 to 4, the middle ones in parts.
        let ranked = counted(&ranking(), &ballots).ranking();
        let sum: f64 = ranked.iter().map(|choice| choice.mean_rank.unwrap()).sum();
        prop_assert!((sum - 10.0).abs() < 1e-9);
    }

    #[test]
    fn several_at_once_are_as_many_one_by_one((kind, steps) in history(), times in 0..4_u64) {
        let (mut at_once, mut one_by_one) = (Tally::new(&kind), Tally::new(&kind));
        for answer in steps.into_iter().filter_map(|(_, answer)| answer) {
            if !matches!(answer, Answer::Hands(_)) {
                at_once.add(&answer, times);
                for _ in 0..times {
                    one_by_one.add(&answer, 1);
                }
            }
        }
        prop_assert_eq!(at_once, one_by_one);
    }
}
