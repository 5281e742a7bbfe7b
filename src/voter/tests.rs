//! What keys do to ballots of every kind, and to the people who cast them.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::poll::{Poll, PollKind};
use crate::round::Countdown;
use crate::safe_text::SafeText;

mod kinds;

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn single(choices: usize) -> PollKind {
    PollKind::Single { choices: (1..=choices).map(|choice| format!("choice {choice}")).collect() }
}

fn multiple(min: u32, max: u32) -> PollKind {
    PollKind::Multiple { choices: names(&["a", "b", "c", "d"]), min, max }
}

fn scale(min: i32, max: i32, labels: &[&str]) -> PollKind {
    PollKind::Scale { min, max, labels: names(labels) }
}

fn text(max_chars: u32) -> PollKind {
    PollKind::Text { max_chars, moderated: false }
}

/// One of every kind, and of what a kind can be.
fn kinds() -> Vec<PollKind> {
    let number = |min, max| PollKind::Number { min, max, unit: None };
    vec![
        single(2),
        single(12),
        single(40),
        multiple(1, 4),
        multiple(2, 3),
        PollKind::Ranking { choices: names(&["a", "b", "c"]) },
        PollKind::Dots { choices: names(&["a", "b", "c"]), dots: 3 },
        scale(1, 5, &["no", "yes"]),
        scale(1, 3, &["no", "so", "yes"]),
        scale(-3, 3, &[]),
        scale(1, 100, &[]),
        PollKind::Fist,
        number(None, None),
        number(Some(0.0), Some(52.0)),
        PollKind::Words { max: 1 },
        PollKind::Words { max: 3 },
        text(280),
        text(1),
    ]
}

fn round_of(id: RoundId, kind: PollKind, change: bool) -> Round {
    let poll = Poll {
        id: "p".to_owned(),
        question: "Who decides?".to_owned(),
        kind,
        anonymous: true,
        change,
        seconds: None,
        answer: vec![],
    };
    Round {
        id,
        number: 1,
        poll: Arc::new(poll),
        phase: Phase::Open,
        countdown: Countdown::None,
        opened_ms: 0,
    }
}

fn voter(seat: Seat, kind: PollKind) -> Voter {
    let mut voter = Voter::new(seat);
    voter.show(Some(&round_of(1, kind, true)));
    voter
}

/// The key that a word names; words of one character are that character.
fn key(name: &str) -> Key {
    match name {
        "enter" => Key::plain(Code::Enter),
        "space" => Key::char(' '),
        "back" => Key::plain(Code::Backspace),
        "del" => Key::plain(Code::Delete),
        "up" => Key::plain(Code::Up),
        "down" => Key::plain(Code::Down),
        "left" => Key::plain(Code::Left),
        "right" => Key::plain(Code::Right),
        "home" => Key::plain(Code::Home),
        "end" => Key::plain(Code::End),
        "ctrl-t" => Key::ctrl('t'),
        "ctrl-c" => Key::ctrl('c'),
        "ctrl-u" => Key::ctrl('u'),
        one => Key::char(one.chars().next().unwrap()),
    }
}

/// Presses keys, separated by blanks; what the last one led to.
fn press(voter: &mut Voter, keys: &str) -> Option<Deed> {
    let mut last = None;
    for name in keys.split(' ').filter(|name| !name.is_empty()) {
        last = voter.press(key(name));
    }
    last
}

fn said(voter: &Voter) -> &str {
    voter.said().map_or("", |said| &said.text)
}

#[test]
fn whoever_leans_on_one_key_votes_for_nobody() {
    let codes = [
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::Backspace,
        Code::Delete,
        Code::Left,
        Code::Right,
        Code::Up,
        Code::Down,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
        Code::F(1),
    ];
    let chars = (' '..='~').chain("äß€日".chars());
    let keys: Vec<Key> = codes.into_iter().map(Key::plain).chain(chars.map(Key::char)).collect();
    for kind in kinds() {
        for key in &keys {
            let mut voter = voter(Seat::Kiosk, kind.clone());
            for _ in 0..50 {
                assert_eq!(voter.press(*key), None, "{key} in {kind:?}");
            }
        }
    }
}

#[test]
fn leaning_on_enter_after_a_vote_leads_to_an_empty_ballot_and_no_further() {
    let mut voter = voter(Seat::Kiosk, single(3));
    assert!(press(&mut voter, "2 enter").is_some());
    press(&mut voter, "enter enter enter");
    assert_eq!(voter.told(1, Ok(())), None);
    press(&mut voter, "enter enter");
    assert_eq!(said(&voter), "Choose first: press 1–3.");
    assert!(matches!(voter.shown(), Shown::Ballot(ballot) if ballot.draft == Draft::default()));
}

fn turn_and_picks(deed: Option<Deed>) -> Option<(u64, Vec<u32>)> {
    match deed? {
        Deed::Cast { turn, answer: Answer::Choices(picks), .. } => Some((turn, picks)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_after_another_votes_and_is_thanked_only_when_it_is_recorded() {
    let mut voter = voter(Seat::Kiosk, single(3));
    assert_eq!(turn_and_picks(press(&mut voter, "1 enter")), Some((1, vec![1])));
    assert!(matches!(voter.shown(), Shown::Casting(..)));
    assert_eq!(voter.told(1, Ok(())), None);
    assert_eq!(voter.shown(), &Shown::Thanks);
    press(&mut voter, "2");
    assert_eq!(voter.shown(), &Shown::Thanks, "only Enter brings the next ballot");
    press(&mut voter, "enter");
    assert_eq!(turn_and_picks(press(&mut voter, "3 enter")), Some((2, vec![3])));
}

#[test]
fn keys_that_wait_are_taken_in_order_and_cast_the_next() {
    let mut voter = voter(Seat::Kiosk, single(3));
    assert!(press(&mut voter, "1 enter").is_some());
    assert_eq!(press(&mut voter, "enter 2 enter enter 3 1 enter ctrl-t"), None);
    assert_eq!(turn_and_picks(voter.told(1, Ok(()))), Some((2, vec![2])));
    assert_eq!(turn_and_picks(voter.told(2, Ok(()))), Some((3, vec![1])));
    assert_eq!(voter.told(3, Ok(())), Some(Deed::Leave));
}

#[test]
fn an_answer_that_is_not_recorded_is_kept_with_its_turn() {
    let mut voter = voter(Seat::Kiosk, single(3));
    assert!(press(&mut voter, "1 enter").is_some());
    press(&mut voter, "enter 2 enter");
    assert_eq!(voter.told(1, Err("the disk is full.".to_owned())), None);
    assert_eq!(said(&voter), "Not recorded: the disk is full; Enter tries again.");
    assert_eq!(turn_and_picks(press(&mut voter, "enter")), Some((1, vec![1])));
    assert_eq!(
        turn_and_picks(voter.told(1, Ok(()))),
        Some((2, vec![2])),
        "what the next one had typed was for the next one"
    );
    assert_eq!(voter.told(1, Ok(())), None, "news of a turn that is over changes nothing");
    assert!(matches!(voter.shown(), Shown::Casting(..)));
}

#[test]
fn the_speaker_can_always_leave() {
    let mut voter = voter(Seat::Kiosk, text(9));
    assert_eq!(press(&mut voter, "q"), None);
    assert_eq!(press(&mut voter, "ctrl-c"), Some(Deed::Leave));
    assert!(matches!(voter.shown(), Shown::Ballot(ballot) if ballot.draft == Draft::default()));
    assert!(press(&mut voter, "q enter").is_some());
    assert_eq!(press(&mut voter, "ctrl-t"), None, "first the ballot that is on its way");
    assert_eq!(press(&mut voter, "ctrl-t"), Some(Deed::Leave), "but not for ever");
    voter.show(None);
    assert_eq!(voter.told(1, Ok(())), None);
    assert_eq!(press(&mut voter, "x"), None);
    assert_eq!(voter.shown(), &Shown::Waiting);
    assert_eq!(press(&mut voter, "ctrl-t"), Some(Deed::Leave));
}

#[test]
fn help_names_the_keys_that_leave() {
    let names = LEAVE.map(|key| key.to_string()).join(" ");
    assert_eq!(KEYS.last(), Some(&(names.as_str(), "leave")));
}

#[test]
fn a_failure_is_shown_before_one_leaves() {
    let mut voter = voter(Seat::Kiosk, single(3));
    press(&mut voter, "1 enter ctrl-t");
    assert_eq!(voter.told(1, Err("no room".to_owned())), None);
    assert!(said(&voter).starts_with("Not recorded"));
    assert_eq!(press(&mut voter, "ctrl-t"), Some(Deed::Leave));
    assert_eq!(turn_and_picks(press(&mut voter, "2 enter")), Some((2, vec![2])), "another person");
}

#[test]
fn a_closed_round_drops_what_was_filled_in() {
    let mut voter = voter(Seat::Kiosk, single(3));
    press(&mut voter, "1");
    let mut round = round_of(1, single(3), true);
    round.countdown = Countdown::Until(9);
    voter.show(Some(&round));
    assert!(matches!(voter.shown(), Shown::Ballot(ballot)
        if ballot.draft.picks == [1] && ballot.round.countdown == Countdown::Until(9)));
    voter.show(None);
    assert_eq!((said(&voter), voter.shown()), ("This vote is closed.", &Shown::Waiting));
    assert_eq!(press(&mut voter, "enter"), None);
    assert_eq!(said(&voter), "");
    round.phase = Phase::Closed;
    voter.show(Some(&round));
    assert_eq!(voter.shown(), &Shown::Waiting, "only an open round takes ballots");
    voter.show(Some(&round_of(2, single(3), true)));
    press(&mut voter, "1");
    voter.show(Some(&round_of(3, single(3), true)));
    assert_eq!(said(&voter), "The vote before is closed; this is the next.");
    assert_eq!(press(&mut voter, "enter"), None);
}

#[test]
fn thanks_stay_until_a_key_when_the_round_closes() {
    let mut voter = voter(Seat::Kiosk, single(3));
    press(&mut voter, "1 enter");
    press(&mut voter, "enter 2 enter");
    voter.show(Some(&round_of(2, single(3), true)));
    assert_eq!(voter.told(1, Ok(())), None, "keys typed for one round are none for another");
    assert_eq!(voter.shown(), &Shown::Thanks);
    voter.show(None);
    assert_eq!(voter.shown(), &Shown::Thanks);
    press(&mut voter, "x");
    assert_eq!(voter.shown(), &Shown::Waiting);
}

#[test]
fn on_a_seat_of_ones_own_an_answer_may_change() {
    let mut voter = voter(Seat::Own, single(3));
    assert_eq!(turn_and_picks(press(&mut voter, "1 enter")), Some((1, vec![1])));
    assert_eq!(voter.told(1, Ok(())), None);
    assert_eq!(voter.hint().next, "Recorded. You can change it until the poll closes.");
    assert_eq!(press(&mut voter, "enter enter"), None, "the same answer is recorded already");
    assert_eq!(turn_and_picks(press(&mut voter, "3 enter")), Some((1, vec![3])));
    assert_eq!(voter.told(1, Ok(())), None);
    voter.show(None);
    assert_eq!(said(&voter), "This vote is closed. Your answer is recorded.");
}

#[test]
fn who_comes_back_finds_what_they_answered_and_may_change_it() {
    let answers = [
        Answer::Choices(vec![2]),
        Answer::Ranking(vec![3, 1]),
        Answer::Value(-2.5),
        Answer::Words(vec![SafeText::new("one"), SafeText::new("two")]),
        Answer::Text(SafeText::new("a word, or two")),
    ];
    let kinds = [
        single(3),
        PollKind::Ranking { choices: names(&["a", "b", "c"]) },
        PollKind::Number { min: None, max: None, unit: None },
        PollKind::Words { max: 3 },
        text(280),
    ];
    for (kind, answer) in kinds.into_iter().zip(answers) {
        let mut voter = voter(Seat::Own, kind.clone());
        voter.recall(1, answer.clone());
        assert!(voter.hint().next.starts_with("Recorded. You can change it"), "{kind:?}");
        assert_eq!(voter.press(key("enter")), None, "it is recorded already");
        voter.recall(2, answer.clone());
        assert!(matches!(voter.shown(), Shown::Ballot(ballot) if ballot.recorded == Some(answer)));
    }
    let mut voter = voter(Seat::Own, single(3));
    press(&mut voter, "1");
    voter.recall(1, Answer::Choices(vec![2]));
    assert_eq!(
        voter.press(key("enter")),
        Some(Deed::Cast { turn: 1, round: 1, answer: Answer::Choices(vec![1]) })
    );
}

#[test]
fn an_answer_that_may_not_change_stays() {
    let mut voter = Voter::new(Seat::Own);
    voter.show(Some(&round_of(1, single(3), false)));
    press(&mut voter, "1 enter");
    voter.told(1, Ok(()));
    assert_eq!(press(&mut voter, "2 enter"), None);
    assert_eq!(voter.hint().next, "Recorded.");
}

#[derive(Clone, Debug)]
enum Happens {
    Key(Key),
    Paste(String),
    Told(bool),
    Show(Option<RoundId>),
}

fn happens() -> impl Strategy<Value = Happens> {
    let codes = prop::sample::select(vec![
        Code::Enter,
        Code::Enter,
        Code::Backspace,
        Code::Delete,
        Code::Left,
        Code::Right,
        Code::Up,
        Code::Down,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
        Code::Esc,
    ]);
    prop_oneof![
        4 => codes.prop_map(|code| Happens::Key(Key::plain(code))),
        4 => prop::char::range(' ', '~').prop_map(|c| Happens::Key(Key::char(c))),
        4 => prop::char::range('0', '9').prop_map(|c| Happens::Key(Key::char(c))),
        1 => any::<char>().prop_map(|c| Happens::Key(Key::char(c))),
        1 => prop::char::range('a', 'z').prop_map(|c| Happens::Key(Key::ctrl(c))),
        1 => any::<String>().prop_map(Happens::Paste),
        3 => prop::bool::weighted(0.8).prop_map(Happens::Told),
        1 => prop::option::weighted(0.8, 1..4_i64).prop_map(Happens::Show),
    ]
}

proptest! {
    #[test]
    fn a_ballot_is_one_that_the_poll_takes_and_a_turn_has_one_in_a_round(
        kind in prop::sample::select(kinds()),
        seat in prop::sample::select(vec![Seat::Kiosk, Seat::Own]),
        all in prop::collection::vec(happens(), 0..150),
    ) {
        let mut voter = voter(seat, kind.clone());
        let mut on_its_way = None;
        let mut recorded = Vec::new();
        for one in all {
            let deed = match one {
                Happens::Key(key) => voter.press(key),
                Happens::Paste(text) => voter.paste(&text),
                Happens::Show(id) => {
                    voter.show(id.map(|id| round_of(id, kind.clone(), true)).as_ref());
                    None
                }
                Happens::Told(ok) => match on_its_way.take() {
                    Some(turn) if !ok => voter.told(turn, Err("why".to_owned())),
                    Some(turn) => {
                        let is_first = seat == Seat::Own || !recorded.contains(&turn);
                        prop_assert!(is_first, "turn {} twice", turn);
                        recorded.push(turn);
                        voter.told(turn, Ok(()))
                    }
                    None => None,
                },
            };
            if let Some(Deed::Cast { turn, round, answer }) = deed {
                prop_assert!(on_its_way.is_none(), "two at once");
                prop_assert_eq!(voter.open().map(|open| open.id), Some(round));
                let poll = &round_of(round, kind.clone(), true).poll;
                prop_assert_eq!(accept(poll, answer.clone()), Ok(answer));
                on_its_way = Some(turn);
            }
            let _ = voter.hint();
        }
    }
}
