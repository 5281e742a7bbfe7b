//! What keys do to a ballot, by kind of poll.

use super::*;
use crate::safe_text::SafeText;

/// The answer that keys and Enter cast on an empty ballot, or what is said.
fn cast(kind: PollKind, keys: &str) -> Result<Answer, String> {
    let mut voter = voter(Seat::Kiosk, kind);
    press(&mut voter, keys);
    match press(&mut voter, "enter") {
        Some(Deed::Cast { turn: 1, round: 1, answer }) => Ok(answer),
        Some(other) => panic!("{other:?}"),
        None => Err(voter.said().unwrap().text.clone()),
    }
}

fn picked(picks: &[u32]) -> Answer {
    Answer::Choices(picks.to_vec())
}

#[test]
fn a_single_choice_is_the_last_one_picked() {
    assert_eq!(cast(single(5), "2"), Ok(picked(&[2])));
    assert_eq!(cast(single(5), "2 4"), Ok(picked(&[4])));
    assert_eq!(cast(single(12), "c"), Ok(picked(&[12])));
    assert_eq!(cast(single(12), "A"), Ok(picked(&[10])));
    assert_eq!(cast(single(5), "down down"), Ok(picked(&[2])));
    assert_eq!(cast(single(5), "up"), Ok(picked(&[5])));
    assert_eq!(cast(single(5), "space"), Ok(picked(&[1])));
    assert_eq!(cast(single(40), "up"), Ok(picked(&[40])));
    assert_eq!(cast(single(5), ""), Err("Choose first: press 1–5.".to_owned()));
    assert_eq!(cast(single(5), "2 back"), Err("Choose first: press 1–5.".to_owned()));
    let mut voter = voter(Seat::Kiosk, single(5));
    press(&mut voter, "3 7");
    assert_eq!(said(&voter), "There is no choice 7: press 1–5.");
    press(&mut voter, "q");
    assert_eq!(said(&voter), "There is no choice q: press 1–5.");
}

#[test]
fn several_choices_are_picked_and_freed_within_limits() {
    assert_eq!(cast(multiple(1, 4), "3 1"), Ok(picked(&[1, 3])));
    assert_eq!(cast(multiple(1, 4), "3 1 3"), Ok(picked(&[1])));
    assert_eq!(cast(multiple(1, 4), "down down space"), Ok(picked(&[2])));
    assert_eq!(cast(multiple(1, 4), "space space"), Ok(picked(&[1])));
    assert_eq!(cast(multiple(2, 3), "1"), Err("Choose 2 to 3, not 1.".to_owned()));
    let mut voter = voter(Seat::Kiosk, multiple(1, 2));
    press(&mut voter, "1 2 3");
    assert_eq!(said(&voter), "No more than 2: press one of them again to free it.");
    let Some(Deed::Cast { answer, .. }) = press(&mut voter, "2 3 enter") else { panic!() };
    assert_eq!(answer, Answer::Choices(vec![1, 3]));
}

#[test]
fn dots_are_placed_and_taken_back_in_the_reverse_order() {
    let dots = || PollKind::Dots { choices: names(&["a", "b"]), dots: 3 };
    assert_eq!(cast(dots(), "2 1 2"), Ok(picked(&[1, 2, 2])));
    assert_eq!(cast(dots(), "2 1 back 2"), Ok(picked(&[2, 2])));
    assert_eq!(cast(dots(), "1"), Ok(picked(&[1])), "not all dots need a place");
    assert_eq!(cast(dots(), ""), Err("Choose first: press 1–2.".to_owned()));
    let mut voter = voter(Seat::Kiosk, dots());
    press(&mut voter, "1 1 1 2");
    assert_eq!(said(&voter), "All dots are placed; backspace takes the last back.");
}

#[test]
fn a_ranking_goes_in_the_order_of_the_keys_and_may_stop() {
    let ranking = || PollKind::Ranking { choices: names(&["a", "b", "c"]) };
    let ranks = |ranks: &[u32]| Ok(Answer::Ranking(ranks.to_vec()));
    assert_eq!(cast(ranking(), "3 1 2"), ranks(&[3, 1, 2]));
    assert_eq!(cast(ranking(), "3 1 back 2"), ranks(&[3, 2]));
    assert_eq!(cast(ranking(), "2"), ranks(&[2]));
    let mut voter = voter(Seat::Kiosk, ranking());
    press(&mut voter, "2 2");
    assert_eq!(said(&voter), "That has its place; backspace takes the last back.");
}

#[test]
fn a_point_has_its_digit_or_is_typed_or_moved_to() {
    let value = |value: f64| Ok(Answer::Value(value));
    assert_eq!(cast(scale(1, 5, &[]), "4"), value(4.0));
    assert_eq!(cast(scale(1, 5, &[]), "4 2"), value(2.0));
    assert_eq!(cast(scale(1, 5, &[]), "right right"), value(2.0));
    assert_eq!(cast(scale(1, 5, &[]), "left left"), value(4.0));
    assert_eq!(cast(scale(1, 3, &["a", "b", "c"]), "down down down down"), value(3.0));
    assert_eq!(cast(scale(1, 10, &[]), "1 0"), value(10.0));
    assert_eq!(cast(scale(1, 10, &[]), "1 0 7"), value(7.0), "no more digits fit");
    assert_eq!(cast(scale(-3, 3, &[]), "2 -"), value(-2.0));
    assert_eq!(cast(scale(-3, 3, &[]), "- 2"), value(-2.0));
    assert_eq!(cast(scale(10, 20, &[]), "7"), Err("Give a whole number from 10 to 20.".to_owned()));
    assert_eq!(cast(scale(1, 5, &[]), ""), Err("Choose first: 1 to 5.".to_owned()));
    assert_eq!(cast(PollKind::Fist, "0"), value(0.0));
    let mut voter = voter(Seat::Kiosk, PollKind::Fist);
    press(&mut voter, "6");
    assert_eq!(said(&voter), "There is no 6: press 0 to 5.");
}

#[test]
fn a_number_is_typed_as_people_write_it() {
    let number = || PollKind::Number { min: Some(0.0), max: Some(52.0), unit: None };
    let value = |value: f64| Ok(Answer::Value(value));
    assert_eq!(cast(number(), "1 2"), value(12.0));
    assert_eq!(cast(number(), "1 . 5"), value(1.5));
    assert_eq!(cast(number(), "1 , 5"), value(1.5));
    assert_eq!(cast(number(), "1 x 2 back 3"), value(13.0));
    assert_eq!(cast(number(), "2 left 1"), value(12.0));
    assert_eq!(cast(number(), "5 3"), Err("Give a number from 0 to 52.".to_owned()));
    assert_eq!(
        cast(number(), "1 , 0 0 0"),
        Err("Leave the comma out: 1000, or write 1.5.".to_owned())
    );
    assert_eq!(cast(number(), "1 . . 2"), Err("“1..2” is not a number.".to_owned()));
    assert_eq!(cast(number(), ""), Err("Type a number first.".to_owned()));
}

#[test]
fn words_are_separated_by_blanks_or_commas() {
    let words =
        |words: &[&str]| Ok(Answer::Words(words.iter().map(|word| SafeText::new(word)).collect()));
    let kind = || PollKind::Words { max: 2 };
    assert_eq!(cast(kind(), "a b space c"), words(&["ab", "c"]));
    assert_eq!(cast(kind(), "a , , b"), words(&["a", "b"]));
    assert_eq!(cast(kind(), "a space A"), words(&["a"]), "the same word once");
    assert_eq!(cast(kind(), "a space b space c"), Err("Write at most 2 words, not 3.".to_owned()));
    assert_eq!(cast(kind(), "space ,"), Err("Type a word first.".to_owned()));
}

#[test]
fn a_text_is_edited_at_its_cursor_and_has_an_end() {
    let written = |text: &str| Ok(Answer::Text(SafeText::new(text)));
    assert_eq!(cast(text(9), "N o space , 1"), written("No ,1"));
    assert_eq!(cast(text(9), "a c left b end d"), written("abcd"));
    assert_eq!(cast(text(9), "a b c home del end back"), written("b"));
    assert_eq!(cast(text(9), "a b ctrl-u c"), written("c"));
    assert_eq!(cast(text(3), "a b c d"), written("abc"));
    assert_eq!(cast(text(9), "space space"), Err("Write something first.".to_owned()));
    let mut voter = voter(Seat::Kiosk, text(4));
    voter.paste("one\ntwo\u{1b}[31m\u{202e}");
    assert_eq!(said(&voter), "There is room for 4 characters.");
    let Some(Deed::Cast { answer, .. }) = press(&mut voter, "enter") else { panic!() };
    assert_eq!(Ok(answer), written("one"));
}

#[test]
fn keys_of_choices_are_digits_and_then_letters() {
    let keys = [1, 2, 9, 10, 11, 35, 99].map(choice_keys);
    assert_eq!(keys, ["1", "1–2", "1–9", "1–9 or a", "1–9 or a–b", "1–9 or a–z", "1–9 or a–z"]);
    assert_eq!([8, 9, 34, 35].map(choice_key), [Some('9'), Some('a'), Some('z'), None]);
}
