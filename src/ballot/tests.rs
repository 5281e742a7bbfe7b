//! What each kind of poll takes, what it refuses with which sentence, and in which form an answer is kept.

use proptest::prelude::*;

use super::*;

fn poll(kind: PollKind) -> Poll {
    Poll {
        id: "p".to_owned(),
        question: "Who decides?".to_owned(),
        kind,
        anonymous: true,
        change: true,
        seconds: None,
        answer: Vec::new(),
    }
}

fn choices() -> Vec<String> {
    ["a", "b", "c", "d"].map(str::to_owned).to_vec()
}

fn single() -> PollKind {
    PollKind::Single { choices: choices() }
}

fn multiple(min: u32, max: u32) -> PollKind {
    PollKind::Multiple { choices: choices(), min, max }
}

fn ranking() -> PollKind {
    PollKind::Ranking { choices: choices() }
}

fn scale() -> PollKind {
    PollKind::Scale { min: -2, max: 2, labels: Vec::new() }
}

fn number(min: Option<f64>, max: Option<f64>) -> PollKind {
    PollKind::Number { min, max, unit: None }
}

fn text() -> PollKind {
    PollKind::Text { max_chars: 5, moderated: true }
}

fn dots() -> PollKind {
    PollKind::Dots { choices: choices(), dots: 3 }
}

fn picks(picks: &[u32]) -> Answer {
    Answer::Choices(picks.to_vec())
}

fn ranks(ranks: &[u32]) -> Answer {
    Answer::Ranking(ranks.to_vec())
}

fn words(words: &[&str]) -> Answer {
    Answer::Words(words.iter().map(|word| SafeText::new(word)).collect())
}

fn told(text: &str) -> Answer {
    Answer::Text(SafeText::new(text))
}

#[test]
fn an_answer_is_taken_in_its_normal_form() {
    let cases = [
        (single(), picks(&[4]), picks(&[4])),
        (multiple(1, 3), picks(&[3, 1]), picks(&[1, 3])),
        (dots(), picks(&[4, 1, 4]), picks(&[1, 4, 4])),
        (dots(), picks(&[2]), picks(&[2])),
        (ranking(), ranks(&[3, 1]), ranks(&[3, 1])),
        (scale(), Answer::Value(-2.0), Answer::Value(-2.0)),
        (PollKind::Fist, Answer::Value(5.0), Answer::Value(5.0)),
        (number(None, None), Answer::Value(-0.5), Answer::Value(-0.5)),
        (
            PollKind::Words { max: 2 },
            words(&["Trust", "", "trust!", "New York"]),
            words(&["Trust", "New York"]),
        ),
        (text(), told(" five\u{202e}5 "), told("five5")),
        (single(), Answer::Hands(vec![0, 2, 0, 1]), Answer::Hands(vec![0, 2, 0, 1])),
        (
            PollKind::Fist,
            Answer::Hands(vec![0, 0, 0, 1, 2, 3]),
            Answer::Hands(vec![0, 0, 0, 1, 2, 3]),
        ),
    ];
    for (kind, given, kept) in cases {
        assert_eq!(accept(&poll(kind), given), Ok(kept));
    }
}

#[test]
fn minus_zero_is_zero() {
    for kind in [scale(), PollKind::Fist, number(None, None)] {
        let Ok(Answer::Value(value)) = accept(&poll(kind), Answer::Value(-0.0)) else { panic!() };
        assert!(value.is_sign_positive());
    }
}

#[test]
fn what_is_not_an_answer_is_refused_with_a_sentence() {
    let long = "x".repeat(LONGEST_WORD + 1);
    let cases = [
        (single(), picks(&[]), "Choose one."),
        (single(), picks(&[1, 2]), "Choose one."),
        (single(), picks(&[0]), "There is no choice 0: they run from 1 to 4."),
        (single(), picks(&[5]), "There is no choice 5: they run from 1 to 4."),
        (single(), Answer::Value(1.0), "This question asks for one choice."),
        (multiple(1, 3), picks(&[]), "Choose 1 to 3, not 0."),
        (multiple(2, 2), picks(&[1]), "Choose 2, not 1."),
        (multiple(1, 3), picks(&[1, 2, 3, 4]), "Choose 1 to 3, not 4."),
        (multiple(1, 3), picks(&[2, 1, 2]), "Each choice counts once."),
        (
            multiple(1, 3),
            picks(&[u32::MAX]),
            "There is no choice 4294967295: they run from 1 to 4.",
        ),
        (dots(), picks(&[]), "Place 1 to 3 dots, not 0."),
        (dots(), picks(&[1, 1, 1, 1]), "Place 1 to 3 dots, not 4."),
        (dots(), ranks(&[1]), "This question asks for dots on choices."),
        (ranking(), ranks(&[]), "Rank at least one."),
        (ranking(), ranks(&[1, 2, 1]), "Rank each choice once."),
        (ranking(), ranks(&[9]), "There is no choice 9: they run from 1 to 4."),
        (ranking(), picks(&[1]), "This question asks for choices in an order, best first."),
        (scale(), Answer::Value(0.5), "Give a whole number from -2 to 2."),
        (scale(), Answer::Value(3.0), "Give a whole number from -2 to 2."),
        (scale(), Answer::Value(f64::NAN), "Give a whole number from -2 to 2."),
        (PollKind::Fist, Answer::Value(6.0), "Give a whole number from 0 to 5."),
        (PollKind::Fist, Answer::Value(f64::INFINITY), "Give a whole number from 0 to 5."),
        (number(Some(0.0), Some(1.5)), Answer::Value(2.0), "Give a number from 0 to 1.5."),
        (number(Some(0.0), None), Answer::Value(-1.0), "Give a number, 0 or more."),
        (number(None, Some(9.0)), Answer::Value(10.0), "Give a number, 9 or less."),
        (number(None, None), Answer::Value(f64::NAN), "Give a number."),
        (number(None, None), Answer::Value(1e16), "That number is too large to count."),
        (
            number(None, None),
            Answer::Value(f64::NEG_INFINITY),
            "That number is too large to count.",
        ),
        (PollKind::Words { max: 2 }, words(&["", " "]), "Write at least one word."),
        (PollKind::Words { max: 1 }, words(&["a", "b"]), "Write at most 1 word, not 2."),
        (PollKind::Words { max: 2 }, words(&["a", "b", "c"]), "Write at most 2 words, not 3."),
        (PollKind::Words { max: 2 }, words(&[&long]), "A word has at most 40 characters."),
        (PollKind::Words { max: 2 }, told("a"), "This question asks for words."),
        (text(), told(" \u{200b}"), "Write something first."),
        (text(), told("sixsix"), "Write at most 5 characters, not 6."),
        (single(), Answer::Hands(vec![1]), "Count the hands for each of the 4."),
        (scale(), Answer::Hands(vec![0; 5]), "Count at least one hand."),
        (
            ranking(),
            Answer::Hands(vec![1; 4]),
            "This question cannot be answered by a show of hands.",
        ),
    ];
    for (kind, given, sentence) in cases {
        let refused = accept(&poll(kind), given.clone()).unwrap_err();
        assert_eq!(refused.to_string(), sentence, "{given:?}");
    }
}

#[test]
fn characters_are_counted_as_a_reader_does() {
    assert!(accept(&poll(text()), told("👩\u{200d}🔬éééé")).is_ok());
}

#[test]
fn a_long_scale_is_not_counted_by_hands() {
    let points = |max| countable(&PollKind::Scale { min: 1, max, labels: Vec::new() });
    assert_eq!([points(5), points(100), points(101)], [Some(5), Some(100), None]);
    assert_eq!(countable(&PollKind::Scale { min: i32::MIN, max: i32::MAX, labels: vec![] }), None);
}

fn any_kind() -> impl Strategy<Value = PollKind> {
    let limits = (proptest::option::of(-9.0..0.0), proptest::option::of(0.0..9.0));
    prop_oneof![
        Just(single()),
        (1..=4_u32).prop_flat_map(|max| (1..=max).prop_map(move |min| multiple(min, max))),
        Just(ranking()),
        Just(scale()),
        Just(PollKind::Fist),
        limits.prop_map(|(min, max)| number(min, max)),
        (1..4_u32).prop_map(|max| PollKind::Words { max }),
        Just(text()),
        Just(dots()),
    ]
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let safe =
        || prop_oneof!["[abAB!]{0,3}", any::<String>()].prop_map(|text| SafeText::new(&text));
    let value = prop_oneof![any::<f64>(), (-3..7).prop_map(f64::from)];
    prop_oneof![
        proptest::collection::vec(0..6_u32, 0..5).prop_map(Answer::Choices),
        proptest::collection::vec(0..6_u32, 0..5).prop_map(Answer::Ranking),
        value.prop_map(Answer::Value),
        proptest::collection::vec(safe(), 0..4).prop_map(Answer::Words),
        safe().prop_map(Answer::Text),
        proptest::collection::vec(0..3_u32, 3..7).prop_map(Answer::Hands),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_taken_is_taken_again_as_it_is(kind in any_kind(), answer in any_answer()) {
        let poll = poll(kind);
        if let Ok(taken) = accept(&poll, answer) {
            prop_assert_eq!(accept(&poll, taken.clone()), Ok(taken));
        }
    }

    #[test]
    fn what_is_taken_keeps_the_rules_of_its_kind(kind in any_kind(), answer in any_answer()) {
        let poll = poll(kind);
        let Ok(taken) = accept(&poll, answer) else { return Ok(()) };
        match (&poll.kind, &taken) {
            (PollKind::Single { .. }, Answer::Choices(picks)) => prop_assert_eq!(picks.len(), 1),
            (PollKind::Multiple { min, max, .. }, Answer::Choices(picks)) => {
                prop_assert!(picks.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!((*min as usize..=*max as usize).contains(&picks.len()));
            }
            (PollKind::Dots { dots, .. }, Answer::Choices(picks)) => {
                prop_assert!(picks.is_sorted());
                prop_assert!((1..=*dots as usize).contains(&picks.len()));
            }
            (PollKind::Ranking { choices }, Answer::Ranking(ranks)) => {
                let different: std::collections::BTreeSet<&u32> = ranks.iter().collect();
                prop_assert_eq!(different.len(), ranks.len());
                prop_assert!((1..=choices.len()).contains(&ranks.len()));
            }
            (PollKind::Scale { .. } | PollKind::Fist, Answer::Value(value)) => {
                prop_assert!(value.fract() == 0.0);
            }
            (PollKind::Number { .. }, Answer::Value(value)) => {
                prop_assert!(value.is_finite() && value.abs() <= LARGEST);
            }
            (PollKind::Words { max }, Answer::Words(words)) => {
                prop_assert!((1..=*max as usize).contains(&words.len()));
                prop_assert!(words.iter().all(|word| !word.is_blank()));
            }
            (PollKind::Text { max_chars, .. }, Answer::Text(text)) => {
                prop_assert!(!text.is_blank() && text.graphemes() <= *max_chars as usize);
            }
            (kind, Answer::Hands(counts)) => prop_assert_eq!(countable(kind), Some(counts.len())),
            (kind, answer) => prop_assert!(false, "{kind:?} took {answer:?}"),
        }
        if let Answer::Choices(picks) | Answer::Ranking(picks) = &taken {
            prop_assert!(picks.iter().all(|pick| (1..=4).contains(pick)));
        }
    }
}
