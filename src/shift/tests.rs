//! Who moved where, and that nobody is named by it.

use proptest::prelude::*;

use super::*;

fn choices(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("choice {at}")).collect()
}

fn single(count: usize) -> PollKind {
    PollKind::Single { choices: choices(count) }
}

/// Ballots that give this matrix of moves, for a poll with so many choices.
fn pairs(matrix: &[Vec<u64>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (before, row) in (1..).zip(matrix) {
        for (after, people) in (1..).zip(row) {
            pairs.push((Answer::Choices(vec![before]), Answer::Choices(vec![after]), *people));
        }
    }
    pairs
}

fn shift(matrix: &[Vec<u64>], anonymous: bool) -> Option<Shift> {
    Shift::of(&single(matrix.len()), anonymous, &pairs(matrix))
}

fn values(pairs: &[(f64, f64, u64)]) -> Vec<Pair> {
    pairs
        .iter()
        .map(|(before, after, people)| (Answer::Value(*before), Answer::Value(*after), *people))
        .collect()
}

#[test]
fn a_named_poll_shows_every_move() {
    let shift = shift(&[vec![5, 2, 1], vec![0, 4, 0], vec![1, 6, 3]], false).unwrap();
    assert_eq!((shift.both, shift.changed, shift.stayed()), (22, Some(10), Some(12)));
    assert_eq!(shift.matrix[0], [Some(5), Some(2), Some(1)]);
    assert_eq!(shift.arrivals, [Some(1), Some(8), Some(1)]);
    assert_eq!(shift.biggest_move(), Some((2, 8)));
}

#[test]
fn an_anonymous_poll_shows_what_names_nobody() {
    let shift = shift(&[vec![9, 4, 0], vec![0, 8, 3], vec![0, 5, 7]], true).unwrap();
    assert!(shift.matrix.iter().flatten().all(Option::is_some));
    assert_eq!((shift.changed, shift.biggest_move()), (Some(12), Some((2, 9))));
}

#[test]
fn a_small_cell_is_hidden_with_others_that_would_tell_it() {
    let matrix = [vec![9, 1, 4, 0], vec![5, 9, 0, 4], vec![4, 0, 9, 3], vec![0, 3, 5, 9]];
    let shift = shift(&matrix, true).unwrap();
    let hidden = |row: &[Option<u64>]| row.iter().filter(|cell| cell.is_none()).count();
    assert_eq!(shift.matrix[0][1], None);
    assert_eq!(shift.matrix.iter().map(|row| hidden(row)).sum::<usize>(), 4);
    assert!(shift.matrix.iter().all(|row| hidden(row) != 1));
    assert_eq!(shift.changed, Some(29));
    assert_eq!(shift.arrivals, [Some(9), Some(4), Some(9), Some(7)]);
    assert_eq!(shift.biggest_move(), None);
}

#[test]
fn between_two_choices_a_small_cell_hides_all() {
    assert_eq!(shift(&[vec![9, 2], vec![3, 9]], true), None);
    assert!(shift(&[vec![9, 4], vec![3, 9]], true).is_some());
    assert!(shift(&[vec![9, 2], vec![3, 9]], false).is_some());
}

#[test]
fn where_the_number_of_changes_would_tell_a_small_cell_it_is_hidden() {
    // All who left went to the second choice: the totals and the number of changes leave nothing open.
    let shift = shift(&[vec![5, 2, 0], vec![0, 5, 0], vec![0, 4, 5]], true).unwrap();
    assert_eq!((shift.both, shift.changed, shift.stayed()), (21, None, None));
    assert_eq!(shift.matrix[0][1], None);
    assert!(shift.matrix.iter().flatten().any(Option::is_some));
}

#[test]
fn nobody_in_both_rounds_is_nothing_to_compare() {
    assert_eq!(Shift::of(&single(3), true, &[]), None);
    let hands = (Answer::Hands(vec![1, 2, 3]), Answer::Hands(vec![3, 2, 1]), 1);
    assert_eq!(Shift::of(&single(3), false, &[hands]), None);
}

#[test]
fn a_ranking_moves_by_its_first_place() {
    let kind = PollKind::Ranking { choices: choices(3) };
    let ranks = |ranks: &[u32]| Answer::Ranking(ranks.to_vec());
    let pairs = [(ranks(&[1, 2]), ranks(&[1, 3, 2]), 4), (ranks(&[3, 2]), ranks(&[1, 3, 2]), 5)];
    let shift = Shift::of(&kind, true, &pairs).unwrap();
    assert_eq!((shift.both, shift.changed), (9, Some(5)));
    assert_eq!(shift.biggest_move(), Some((1, 5)));
}

#[test]
fn where_one_may_take_several_each_choice_is_kept_dropped_or_added() {
    let kind = PollKind::Multiple { choices: choices(4), min: 1, max: 3 };
    let picks = |picks: &[u32]| Answer::Choices(picks.to_vec());
    let pairs = [(picks(&[1, 2]), picks(&[1, 3]), 4), (picks(&[1, 4]), picks(&[1]), 1)];
    let kept = |kept, dropped, added| Some(Fate { kept, dropped, added });
    let named = Shift::of(&kind, false, &pairs).unwrap();
    assert_eq!(named.picks, [kept(5, 0, 0), kept(0, 4, 0), kept(0, 0, 4), kept(0, 1, 0)]);
    assert_eq!((named.both, named.changed, named.matrix.len()), (5, Some(5), 0));
    assert_eq!(named.biggest_move(), None);
    let anonymous = Shift::of(&kind, true, &pairs).unwrap();
    assert_eq!(anonymous.picks[3], None);
    assert_eq!(anonymous.picks[..3], named.picks[..3]);

    let kind = PollKind::Dots { choices: choices(2), dots: 3 };
    let dots = Shift::of(&kind, false, &[(picks(&[1, 1, 2]), picks(&[1, 1, 1]), 3)]).unwrap();
    assert_eq!(dots.picks, [kept(3, 0, 0), kept(0, 3, 0)]);
    assert_eq!(dots.changed, Some(3));
}

#[test]
fn a_short_scale_has_a_matrix_of_its_points() {
    let fist = values(&[(2.0, 4.0, 6), (0.0, 0.0, 3)]);
    let shift = Shift::of(&PollKind::Fist, true, &fist).unwrap();
    assert_eq!((shift.matrix.len(), shift.matrix[2][4]), (6, Some(6)));
    assert_eq!((shift.biggest_move(), shift.steps), (Some((5, 6)), None));

    let scale = PollKind::Scale { min: -5, max: 5, labels: Vec::new() };
    let shift = Shift::of(&scale, true, &values(&[(-5.0, 5.0, 3)])).unwrap();
    assert_eq!((shift.matrix.len(), shift.matrix[0][10]), (11, Some(3)));
}

#[test]
fn a_long_scale_says_how_many_went_up_and_down() {
    let scale = PollKind::Scale { min: 0, max: 100, labels: Vec::new() };
    let moves = values(&[(10.0, 30.0, 4), (90.0, 80.0, 2), (50.0, 50.0, 7)]);
    let named = Shift::of(&scale, false, &moves).unwrap();
    assert_eq!((named.both, named.changed, named.stayed()), (13, Some(6), Some(7)));
    assert_eq!((named.steps, named.matrix.len()), (Some(Steps { up: 4, down: 2 }), 0));
    assert_eq!(Shift::of(&scale, true, &moves).unwrap().steps, None);
}

#[test]
fn numbers_words_and_texts_are_not_compared() {
    let number = PollKind::Number { min: None, max: None, unit: None };
    assert_eq!(Shift::of(&number, false, &values(&[(1.0, 2.0, 9)])), None);
}

#[test]
fn the_gain_is_the_part_of_what_was_missing() {
    let near = |gain: Option<f64>, expected: f64| (gain.unwrap() - expected).abs() < 1e-12;
    assert!(near(gain(0.5, 0.75), 0.5));
    assert!(near(gain(0.5, 0.25), -0.5));
    assert!(near(gain(0.0, 1.0), 1.0));
    assert_eq!(gain(1.0, 0.9), None);
}

/// All matrices that fit what is shown, the totals of rows and columns and, if given, the number of changes.
fn fitting(shift: &Shift, truth: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let rows: Vec<u64> = truth.iter().map(|row| row.iter().sum()).collect();
    let columns: Vec<u64> =
        (0..truth.len()).map(|at| truth.iter().map(|row| row[at]).sum()).collect();
    let mut found = Vec::new();
    fit(shift, &mut Vec::new(), &mut (rows, columns), &mut found);
    found
}

fn fit(
    shift: &Shift,
    cells: &mut Vec<u64>,
    left: &mut (Vec<u64>, Vec<u64>),
    found: &mut Vec<Vec<u64>>,
) {
    let places = shift.matrix.len();
    if cells.len() == places * places {
        let changed: u64 = (0..)
            .zip(&*cells)
            .filter(|(at, _)| at / places != at % places)
            .map(|cell| cell.1)
            .sum();
        let rest = left.0.iter().chain(&left.1).all(|left| *left == 0);
        if rest && shift.changed.is_none_or(|known| known == changed) {
            found.push(cells.clone());
        }
        return;
    }
    let (row, column) = (cells.len() / places, cells.len() % places);
    let most = left.0[row].min(left.1[column]);
    let tried = match shift.matrix[row][column] {
        Some(shown) => shown..=shown.min(most),
        // The last of a row is what is left of it.
        None if column + 1 == places => left.0[row]..=most,
        None => 0..=most,
    };
    for people in tried {
        cells.push(people);
        left.0[row] -= people;
        left.1[column] -= people;
        fit(shift, cells, left, found);
        cells.pop();
        left.0[row] += people;
        left.1[column] += people;
    }
}

proptest! {
    #[test]
    fn no_hidden_small_cell_can_be_worked_out(
        matrix in (2..=4_usize).prop_flat_map(|places| {
            let cell = prop_oneof![3 => Just(0_u64), 3 => 1..3_u64, 2 => 3..6_u64];
            proptest::collection::vec(proptest::collection::vec(cell, places), places)
        })
    ) {
        let Some(shift) = shift(&matrix, true) else { return Ok(()) };
        let fitting = fitting(&shift, &matrix);
        for (at, people) in matrix.iter().flatten().enumerate() {
            if is_small(*people) {
                prop_assert!(fitting.iter().any(|other| other[at] != *people));
            }
        }
        let shown = shift.matrix.iter().flatten().zip(matrix.iter().flatten());
        for (shown, people) in shown {
            prop_assert!(shown.is_none_or(|shown| shown == *people && !is_small(*people)));
        }
    }

    #[test]
    fn the_number_of_arrivals_gives_away_nothing_more(
        matrix in proptest::collection::vec(proptest::collection::vec(0..7_u64, 3), 3)
    ) {
        let Some(shift) = shift(&matrix, true) else { return Ok(()) };
        for other in fitting(&shift, &matrix) {
            for (to, came) in shift.arrivals.iter().enumerate() {
                let off = (0..3).filter(|from| *from != to).map(|from| other[from * 3 + to]);
                prop_assert!(came.is_none_or(|came| came == off.sum::<u64>()));
            }
        }
    }

    #[test]
    fn a_named_poll_hides_nothing(
        matrix in proptest::collection::vec(proptest::collection::vec(0..4_u64, 3), 3)
    ) {
        let Some(shift) = shift(&matrix, false) else { return Ok(()) };
        prop_assert!(shift.matrix.iter().flatten().all(Option::is_some));
        prop_assert!(shift.arrivals.iter().all(Option::is_some));
        prop_assert_eq!(shift.arrivals.iter().flatten().sum::<u64>(), shift.changed.unwrap());
    }
}
