//! Sheets and what they come to.

use proptest::prelude::*;

use super::*;
use crate::assessment::{Behaviour, OutcomeWords, Outcomes, Pull, Statement};

/// An assessment without words: the axis of each statement, whether it is reversed, its weight.
fn assessment(statements: &[(Axis, bool, f64)]) -> Assessment {
    let pull = Pull { name: String::new(), side: String::new(), about: String::new() };
    let words = OutcomeWords { label: String::new(), about: String::new() };
    let statement = |(axis, reversed, weight): &(Axis, bool, f64)| Statement {
        id: String::new(),
        axis: *axis,
        reversed: *reversed,
        weight: *weight,
        text: String::new(),
        why: String::new(),
        sources: Vec::new(),
        question: String::new(),
    };
    Assessment {
        title: String::new(),
        warning: String::new(),
        core: pull.clone(),
        embedded: pull,
        statements: statements.iter().map(statement).collect(),
        thresholds: THRESHOLDS,
        outcomes: Outcomes {
            hybrid: words.clone(),
            leave_it: words.clone(),
            embedded: words.clone(),
            core: words.clone(),
            unclear: words,
        },
        gates: Vec::new(),
        behaviour: Behaviour { about: String::new(), figures: Vec::new() },
    }
}

const THRESHOLDS: Thresholds = Thresholds { high: 60.0, low: 40.0, lean: 25.0 };

/// The answers that these digits are, any other character for one that is not known.
fn sheet(digits: &str) -> Vec<Answer> {
    digits.bytes().map(|digit| Level::new(digit.wrapping_sub(b'0'))).collect()
}

/// Four statements an axis, the last of each reversed, all of weight 1.
fn four_each() -> Assessment {
    let axis =
        |axis| [(axis, false, 1.0), (axis, false, 1.0), (axis, false, 1.0), (axis, true, 1.0)];
    assessment(&[axis(Axis::Core), axis(Axis::Embedded)].concat())
}

#[test]
fn a_reversed_statement_counts_from_the_other_end() {
    let forward = assessment(&[(Axis::Core, false, 1.0)]);
    let reversed = assessment(&[(Axis::Core, true, 1.0)]);
    for (digit, points) in [("1", 0.0), ("2", 25.0), ("3", 50.0), ("4", 75.0), ("5", 100.0)] {
        assert_eq!(forward.axis_score(Axis::Core, &sheet(digit)), Some(points));
        assert_eq!(reversed.axis_score(Axis::Core, &sheet(digit)), Some(100.0 - points));
    }
}

#[test]
fn answers_count_by_their_weight_and_open_ones_not_at_all() {
    let statements = [(Axis::Core, false, 1.0), (Axis::Core, false, 3.0), (Axis::Core, false, 4.0)];
    let weighted = assessment(&statements);
    assert_eq!(weighted.axis_score(Axis::Core, &sheet("51?")), Some(25.0));
    assert_eq!(weighted.axis_score(Axis::Core, &sheet("511")), Some(12.5));
    assert_eq!(weighted.axis_score(Axis::Core, &sheet("51")), Some(25.0));
    assert_eq!(weighted.axis_score(Axis::Core, &sheet("5115")), Some(12.5));
}

#[test]
fn more_than_two_open_answers_on_an_axis_leave_no_score() {
    let assessment = four_each();
    assert!(assessment.score(&sheet("5??15??1")).is_ok());
    assert_eq!(assessment.score(&sheet("5???5??1")), Err(vec![1, 2, 3]));
    assert_eq!(assessment.score(&sheet("?5551")), Err(vec![5, 6, 7]));
    assert_eq!(assessment.score(&[]), Err((0..8).collect()));
    let short = self::assessment(&[(Axis::Core, false, 1.0), (Axis::Embedded, false, 1.0)]);
    assert_eq!(short.score(&sheet("?5")), Err(vec![0]));
}

#[test]
fn outcomes_are_tried_in_order_and_a_limit_that_is_met_counts() {
    for (core, embedded, outcome) in [
        (60.0, 60.0, Outcome::Hybrid),
        (60.0, 90.0, Outcome::Hybrid),
        (59.9, 60.0, Outcome::Unclear),
        (40.0, 40.0, Outcome::LeaveIt),
        (10.0, 40.0, Outcome::LeaveIt),
        (40.0, 40.1, Outcome::Unclear),
        (35.0, 60.0, Outcome::Embedded),
        (60.0, 35.0, Outcome::Core),
        (50.0, 74.9, Outcome::Unclear),
        (50.0, 50.0, Outcome::Unclear),
    ] {
        assert_eq!(THRESHOLDS.outcome(core, embedded), outcome, "{core} {embedded}");
    }
}

#[test]
fn a_limit_is_met_however_the_sum_was_rounded() {
    // Sums of quarters of 1 and 1.25 that differ by a quarter of all weights: 25 points, but for the last digit.
    let sums = (0..=78).map(|sixteenths| f64::from(sixteenths) / 16.0);
    let pairs = sums.map(|less| (100.0 * less / 6.5, 100.0 * (less + 1.625) / 6.5));
    let rounded_down = pairs.clone().filter(|(less, more)| more - less < 25.0);
    assert!(rounded_down.count() > 0);
    for (less, more) in pairs.filter(|(less, more)| *less < 40.0 && *more > 60.0) {
        assert_eq!(THRESHOLDS.outcome(less, more), Outcome::Embedded);
        assert_eq!(THRESHOLDS.outcome(more, less), Outcome::Core);
    }
}

#[test]
fn the_lean_is_shown_to_the_nearest_five() {
    let score = |core, embedded| {
        let bounds = Bounds { min: core, max: core };
        let (core_bounds, embedded_bounds) = (bounds, bounds);
        let outcome = Outcome::Unclear;
        let influences = Vec::new();
        Score { core, embedded, outcome, core_bounds, embedded_bounds, influences }
    };
    for (core, embedded, shown) in [
        (50.0, 72.4, 20),
        (50.0, 72.5, 25),
        (72.5, 50.0, -25),
        (50.0, 48.0, 0),
        (0.0, 100.0, 100),
        (100.0, 0.0, -100),
    ] {
        assert_eq!(score(core, embedded).rounded_lean(), shown, "{core} {embedded}");
    }
}

#[test]
fn the_bounds_are_those_of_the_sheet_with_one_answer_missing() {
    let score = four_each().score(&sheet("555133??")).unwrap();
    assert_eq!((score.core, score.core_bounds), (100.0, Bounds { min: 100.0, max: 100.0 }));
    // Of 100, 0, 0 and 100 points a third is left without one of the ends, two thirds without a middle one.
    let score = four_each().score(&sheet("51113333")).unwrap();
    let bounds = Bounds { min: 100.0 / 3.0, max: 200.0 / 3.0 };
    assert_eq!((score.core, score.core_bounds), (50.0, bounds));
    assert_eq!(score.embedded_bounds, Bounds { min: 50.0, max: 50.0 });
}

#[test]
fn an_axis_with_one_answer_has_no_bounds_but_its_own() {
    let one_each = assessment(&[(Axis::Core, false, 1.0), (Axis::Embedded, false, 1.0)]);
    let score = one_each.score(&sheet("52")).unwrap();
    assert_eq!(score.core_bounds, Bounds { min: 100.0, max: 100.0 });
    assert_eq!(score.influences, []);
}

#[test]
fn the_answers_that_moved_the_lean_most_are_named_with_their_direction() {
    // Core: 100, 50, 50, 50, on average 62.5. Embedded: 0, 25, 50, 50, on average 31.25.
    let score = four_each().score(&sheet("53331233")).unwrap();
    let named: Vec<_> = score.influences.iter().map(|one| (one.statement, one.change)).collect();
    let [(first, by_first), (second, by_second), third] = named.as_slice() else {
        panic!("{named:?}");
    };
    // Without the first, the core would have 50 points: a lean 12.5 points further towards the teams.
    assert_eq!((*first, *by_first), (0, -12.5));
    assert_eq!(*second, 4);
    assert!((by_second - (31.25 - 125.0 / 3.0)).abs() < 1e-9, "{by_second}");
    // The last two of the embedded axis carry as much: the first of them is named.
    assert_eq!(third.0, 6);
    assert!(third.1 > 0.0);
}

#[test]
fn what_moved_nothing_is_not_named() {
    assert_eq!(four_each().score(&sheet("33333333")).unwrap().influences, []);
}

#[test]
fn the_widest_spread_of_a_group_is_where_it_disagrees_most() {
    let sheets = |rows: &[&str]| rows.iter().map(|row| sheet(row)).collect::<Vec<_>>();
    let widest = |rows: &[&str]| widest_spread(&sheets(rows));
    assert_eq!(widest(&["3115", "3155", "3135"]).map(|spread| spread.statement), Some(2));
    assert_eq!(widest(&["31", "35"]), Some(Spread { statement: 1, deviation: 2.0 }));
    // Answers that are not known widen nothing, and of two equals the first is taken.
    assert_eq!(widest(&["?15", "?24", "5?4", "1"]).map(|spread| spread.statement), Some(0));
    assert_eq!(widest(&["12", "21"]).map(|spread| spread.statement), Some(0));
    assert_eq!(widest(&["123"]), None);
    assert_eq!(widest(&["123", "123"]), None);
    assert_eq!(widest(&[]), None);
}

/// Assessments of which three statements an axis count forwards and three with the same weights backwards.
fn balanced() -> impl Strategy<Value = Assessment> {
    proptest::collection::vec(0.8_f64..1.3, 6).prop_map(|weights| {
        let mut statements = Vec::new();
        for (index, weight) in weights.into_iter().enumerate() {
            let axis = if index < 3 { Axis::Core } else { Axis::Embedded };
            statements.extend([(axis, false, weight), (axis, true, weight)]);
        }
        assessment(&statements)
    })
}

fn answer() -> impl Strategy<Value = Answer> {
    proptest::option::weighted(0.9, proptest::sample::select(Level::ALL.to_vec()))
}

fn answers() -> impl Strategy<Value = Vec<Answer>> {
    proptest::collection::vec(answer(), 12)
}

proptest! {
    #[test]
    fn agreeing_with_everything_alike_says_nothing(assessment in balanced(), level in 1_u8..=5) {
        let score = assessment.score(&[Level::new(level); 12]).unwrap();
        prop_assert!((score.core - 50.0).abs() < CLOSE && (score.embedded - 50.0).abs() < CLOSE);
        prop_assert_eq!((score.outcome, score.rounded_lean()), (Outcome::Unclear, 0));
    }

    #[test]
    fn points_stay_within_their_bounds(assessment in balanced(), answers in answers()) {
        if let Ok(score) = assessment.score(&answers) {
            for (points, Bounds { min, max }) in
                [(score.core, score.core_bounds), (score.embedded, score.embedded_bounds)]
            {
                prop_assert!(0.0 <= min && min <= points && points <= max && max <= 100.0);
            }
            prop_assert!((-100..=100).contains(&score.rounded_lean()));
            prop_assert!(score.influences.len() <= 3);
        }
    }

    #[test]
    fn one_step_never_turns_a_core_into_embedded(
        assessment in balanced(),
        answers in answers(),
        (at, up) in (0_usize..12, any::<bool>()),
    ) {
        let mut other = answers.clone();
        if let Some(Level(level)) = answers[at] {
            other[at] = Some(Level((if up { level + 1 } else { level - 1 }).clamp(1, 5)));
        }
        if let (Ok(before), Ok(after)) = (assessment.score(&answers), assessment.score(&other)) {
            let both = [before.outcome, after.outcome];
            prop_assert!(!(both.contains(&Outcome::Core) && both.contains(&Outcome::Embedded)));
        }
    }
}
