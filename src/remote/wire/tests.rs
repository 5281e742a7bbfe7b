//! What is sent is what is heard, and what `docs/remote.md` shows is what is sent.

use super::*;
use crate::action::Discuss;
use crate::app::status::Discussing;
use crate::poll::{Poll, PollKind};

const DOCS: &str = include_str!("../../../docs/remote.md");

/// The lines of the examples in the documentation.
fn examples() -> impl Iterator<Item = &'static str> {
    DOCS.split("```json\n").skip(1).flat_map(|rest| rest.split_once("```").unwrap().0.lines())
}

fn kinds() -> Vec<PollKind> {
    let choices = || vec!["Together".to_owned(), "Apart".to_owned()];
    vec![
        PollKind::Single { choices: choices() },
        PollKind::Multiple { choices: choices(), min: 1, max: 2 },
        PollKind::Ranking { choices: choices() },
        PollKind::Scale { min: -1, max: 5, labels: choices() },
        PollKind::Fist,
        PollKind::Number { min: Some(-0.5), max: None, unit: Some("€".to_owned()) },
        PollKind::Number { min: None, max: Some(7.0), unit: None },
        PollKind::Words { max: 3 },
        PollKind::Text { max_chars: 280, moderated: true },
        PollKind::Dots { choices: choices(), dots: 3 },
    ]
}

fn asking(kind: PollKind, countdown: Countdown) -> Status {
    let poll = Poll {
        id: "where-today".to_owned(),
        question: "Where do you sit?".to_owned(),
        kind,
        anonymous: true,
        change: true,
        seconds: Some(60),
        answer: Vec::new(),
    };
    let round = Round {
        id: 7,
        number: 1,
        poll: Arc::new(poll),
        phase: Phase::Open,
        countdown,
        opened_ms: 1_790_000_000_000,
    };
    Status {
        slide: "where".to_owned(),
        step: 2,
        poll: Some("where-today".to_owned()),
        round: Some(1),
        phase: "open",
        ballots: 3,
        joined: 12,
        open: Some(round),
        discussion: Some(Discussing {
            id: "why".to_owned(),
            phase: 2,
            phases: vec!["vote".to_owned(), "discuss".to_owned()],
            countdown,
        }),
    }
}

fn heard(line: &str) -> Option<Heard> {
    read_told(line.trim_end().as_bytes()).unwrap()
}

#[test]
fn a_state_that_is_sent_is_the_one_that_is_heard() {
    for kind in kinds() {
        for countdown in [Countdown::None, Countdown::Until(9), Countdown::Paused(8)] {
            let status = asking(kind.clone(), countdown);
            assert_eq!(read_hello(hello(&status).as_bytes()).as_ref(), Ok(&status));
            assert_eq!(heard(&state(&status)), Some(Heard::State(Box::new(status))));
        }
    }
    for phase in ["idle", "open", "closed", "revealed"] {
        let status = Status { phase, ..Status::default() };
        assert_eq!(heard(&state(&status)), Some(Heard::State(Box::new(status))));
    }
}

#[test]
fn a_right_answer_is_never_told() {
    let mut status = asking(kinds().remove(0), Countdown::None);
    let open = status.open.as_mut().unwrap();
    Arc::make_mut(&mut open.poll).answer = vec![2];
    let line = hello(&status);
    assert!(!line.contains("answer"), "{line}");
    Arc::make_mut(&mut status.open.as_mut().unwrap().poll).answer.clear();
    assert_eq!(read_hello(line.as_bytes()), Ok(status));
}

#[test]
fn what_is_heard_may_be_shown_on_a_terminal() {
    let mut status = asking(kinds().remove(0), Countdown::None);
    status.slide = "a\u{1b}[2J\u{202e}".to_owned();
    let open = status.open.as_mut().unwrap();
    let poll = Arc::make_mut(&mut open.poll);
    poll.question = "\u{9b}31m".to_owned();
    poll.kind = PollKind::Single { choices: vec!["\u{7}".to_owned(), "b".to_owned()] };
    let status = read_hello(hello(&status).as_bytes()).unwrap();
    assert_eq!(status.slide, "a\u{fffd}[2J");
    let poll = &status.open.unwrap().poll;
    assert_eq!(poll.question, "\u{fffd}31m");
    let cleaned = vec!["\u{fffd}".to_owned(), "b".to_owned()];
    assert_eq!(poll.kind, PollKind::Single { choices: cleaned });
}

#[test]
fn a_request_that_is_sent_is_the_one_that_is_heard() {
    let orders = [
        Order::Next,
        Order::Previous,
        Order::GoTo("where".to_owned()),
        Order::Blank,
        Order::Open(None),
        Order::Open(Some("where-today".to_owned())),
        Order::Close,
        Order::Reveal,
        Order::Again,
        Order::Capture("a send it @Ada".to_owned()),
        Order::Discuss(Discuss::Next),
        Order::Discuss(Discuss::Back),
        Order::Discuss(Discuss::Stop),
        Order::Break(15),
        Order::Texts(None),
        Order::Texts(Some("wall".to_owned())),
        Order::Release { text: 41, shown: true, poll: None },
        Order::Release { text: -1, shown: false, poll: Some("wall".to_owned()) },
        Order::Quit,
    ];
    let answers = [
        Answer::Choices(vec![1, 3]),
        Answer::Ranking(vec![2, 1]),
        Answer::Value(-0.5),
        Answer::Words(vec![SafeText::new("trust"), SafeText::new("two words")]),
        Answer::Text(SafeText::new("Both.")),
        Answer::Hands(vec![12, 0]),
    ];
    let ballots = answers.into_iter().zip(Via::ALL.into_iter().cycle()).map(|(answer, via)| {
        let participant = Participant { via, key: vec![0, 15, 240, 255] };
        Asked::Cast(Cast { round: -7, participant, answer, seq: Some(u64::MAX) })
    });
    for (id, asked) in (u64::MAX - 30..).zip(orders.map(Asked::Order).into_iter().chain(ballots)) {
        let line = request(id, asked.clone());
        assert_eq!(read_request(line.as_bytes()), Ok((id, asked)), "{line}");
    }
}

fn written() -> WallText {
    WallText { participant: 41, text: SafeText::new("More time."), released: false }
}

#[test]
fn an_answer_that_is_sent_is_the_one_that_is_heard() {
    let results = [
        Ok(Done::Order),
        Ok(Done::Recorded { revision: 0 }),
        Ok(Done::Texts(Vec::new())),
        Ok(Done::Texts(vec![written()])),
        Err("There is no poll.".to_owned()),
    ];
    for result in results {
        let expected = Heard::Answer { id: 0, result: result.clone() };
        assert_eq!(heard(&answer(0, result)), Some(expected));
    }
    assert_eq!(heard("{\"later\":\"versions\"}"), None);
    let refused = refusal(None, "a line has at most 9 bytes".to_owned());
    assert_eq!(read_told(refused.as_bytes()), Err("a line has at most 9 bytes".to_owned()));
}

#[test]
fn the_documentation_shows_what_is_sent() {
    let mut shown: Vec<&str> = examples().collect();
    let mut is_shown = |line: &str| {
        let found = shown.iter().position(|example| *example == line.trim_end());
        shown.remove(found.unwrap_or_else(|| panic!("docs/remote.md lacks\n{line}")));
    };
    let here = Status { slide: "where".to_owned(), step: 1, phase: "idle", ..Status::default() };
    is_shown(&hello(&here));
    is_shown(&state(&asking(kinds().remove(0), Countdown::Until(1_790_000_060_000))));
    is_shown(&answer(1, Ok(Done::Order)));
    is_shown(&answer(11, Ok(Done::Recorded { revision: 1 })));
    is_shown(&answer(12, Ok(Done::Texts(vec![written()]))));
    for example in shown {
        if example.starts_with("{\"id\":3,\"error\"") {
            assert!(matches!(heard(example), Some(Heard::Answer { result: Err(_), .. })));
        } else if example.starts_with("{\"id\"") {
            let (id, asked) = read_request(example.as_bytes()).unwrap();
            let open = "{\"id\":5,\"do\":\"open\"}";
            assert!(example == open || request(id, asked).trim_end() == example, "{example}");
        } else {
            serde_json::from_str::<Given>(example).unwrap();
        }
    }
}
