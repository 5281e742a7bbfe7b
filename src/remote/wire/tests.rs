//! What is sent is what is heard, and what `docs/remote.md` shows is what is sent.

use super::ballot::Given;
use super::*;
use crate::action::{Action, ClockOrder, Discuss, Order};
use crate::app::Place;
use crate::app::status::{ConsoleAt, Discussing, Shown};
use crate::ballot::{Answer, Participant, Via};
use crate::capture::{Capture, Kind, State};
use crate::countdown::Countdown;
use crate::deck::texts::Texts;
use crate::discussion::Standing;
use crate::pacing::{Cut, Pace, PartPace, Skip, TalkClock};
use crate::poll::{Poll, PollKind};
use crate::recess::Recess;
use crate::remote::{Asked, Cast, Wheel};
use crate::round::{Counted, Votes};
use crate::shift::Shift;
use crate::tally::Tally;

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
        clock: match countdown {
            Countdown::None => TalkClock::Waiting,
            Countdown::Until(_) => TalkClock::Running { zero_ms: 1_789_999_246_000 },
            Countdown::Paused(elapsed_ms) => TalkClock::Paused { elapsed_ms },
        },
        agenda: Some("talk45".to_owned()),
        pace: Some(pace()),
    }
}

fn pace() -> Pace {
    Pace {
        elapsed_ms: 700_000,
        length_ms: 2_700_000,
        late_ms: 200_000,
        due_ms: 745_000,
        calm_ms: 60_000,
        part: PartPace {
            title: "Opening".to_owned(),
            number: 2,
            parts: 8,
            length_ms: 390_000,
            spent_ms: 95_000,
            left_ms: 201_000,
        },
        cut: Cut {
            slides: vec![Skip {
                id: "snapshot".to_owned(),
                title: "A snapshot".to_owned(),
                saves_ms: 60_000,
            }],
            over_ms: 140_000,
        },
    }
}

fn heard(line: &str) -> Option<Heard> {
    read_told(line.trim_end().as_bytes(), &mut Backstage::default()).unwrap()
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
    status.agenda = Some("\u{1b}c".to_owned());
    status.pace.as_mut().unwrap().part.title = "\u{1b}c".to_owned();
    status.pace.as_mut().unwrap().cut.slides[0].title = "\u{1b}c".to_owned();
    let open = status.open.as_mut().unwrap();
    let poll = Arc::make_mut(&mut open.poll);
    poll.question = "\u{9b}31m".to_owned();
    poll.kind = PollKind::Single { choices: vec!["\u{7}".to_owned(), "b".to_owned()] };
    let status = read_hello(hello(&status).as_bytes()).unwrap();
    assert_eq!(status.slide, "a\u{fffd}[2J");
    let pace = status.pace.unwrap();
    let shown = [status.agenda.as_deref().unwrap(), &pace.part.title, &pace.cut.slides[0].title];
    assert_eq!(shown, ["\u{fffd}c"; 3]);
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
        Order::Clock(ClockOrder::Start),
        Order::Clock(ClockOrder::Pause),
        Order::Clock(ClockOrder::Resume),
        Order::Skip,
        Order::Texts(None),
        Order::Texts(Some("wall".to_owned())),
        Order::Release { text: 41, shown: true, poll: None },
        Order::Release { text: -1, shown: false, poll: Some("wall".to_owned()) },
        Order::Place { slide: "where".to_owned(), step: 3 },
        Order::Act(Action::VoteForward),
        Order::Hands(vec![3, 0, 12]),
        Order::Hands(Vec::new()),
        Order::Reset("where-today".to_owned()),
        Order::Settle(4),
        Order::Dismiss(-1),
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
    for (id, asked) in (u64::MAX - 99..).zip(orders.map(Asked::Order).into_iter().chain(ballots)) {
        let line = request(id, Line::Asked(asked.clone()));
        assert_eq!(read_request(line.as_bytes()), Ok((id, Line::Asked(asked))), "{line}");
    }
    let name = || Some("Ada".to_owned());
    let wheels = [
        Wheel::Follow { name: name(), drive: true },
        Wheel::Follow { name: None, drive: false },
        Wheel::Drive(None),
        Wheel::Drive(name()),
        Wheel::Consoles,
    ];
    for wheel in wheels {
        let line = request(1, Line::Wheel(wheel.clone()));
        assert_eq!(read_request(line.as_bytes()), Ok((1, Line::Wheel(wheel))), "{line}");
    }
}

fn consoles() -> Vec<ConsoleAt> {
    let at = |name: &str, drives| ConsoleAt { name: name.to_owned(), drives, you: !drives };
    vec![at("Ada", true), at("console", false)]
}

/// A talk with a count of every kind, as its consoles hear of it.
fn backstage() -> Backstage {
    let answers = |kind: &PollKind| match kind {
        PollKind::Single { .. } => Answer::Choices(vec![1]),
        PollKind::Multiple { .. } | PollKind::Dots { .. } => Answer::Choices(vec![1, 2]),
        PollKind::Ranking { .. } => Answer::Ranking(vec![2, 1]),
        PollKind::Scale { .. } | PollKind::Fist | PollKind::Number { .. } => Answer::Value(2.5),
        PollKind::Words { .. } => Answer::Words(vec![SafeText::new("Trust")]),
        PollKind::Text { .. } => Answer::Text(SafeText::new("More.")),
    };
    let counted = |kind: PollKind| {
        let status = asking(kind.clone(), Countdown::Paused(7));
        let mut round = status.open.unwrap();
        round.phase = Phase::Closed;
        Arc::make_mut(&mut round.poll).answer = vec![2];
        let mut tally = Tally::new(&kind);
        tally.add(&answers(&kind), 3);
        tally.add(&Answer::Hands(vec![2, 1]), 1);
        let pairs = [(answers(&kind), answers(&kind), 5)];
        let shift = Shift::of(&kind, false, &pairs);
        let beside = shift.iter().map(|shift| (3, shift.clone())).collect();
        Arc::new(Counted { round, tally, shift, beside, texts: vec![written()] })
    };
    let rounds = kinds().into_iter().map(counted).collect();
    let read = |text: &str| Ok(text.as_bytes().to_vec());
    let mut texts = Texts { root: "slides".to_owned(), ..Texts::default() };
    texts.files.insert("deck.toml".to_owned(), read("sections = [\"a.md\"]"));
    texts.files.insert("a.md".to_owned(), read("# Where {#where}\n"));
    texts.files.insert("gone.md".to_owned(), Err("there is no gone.md".to_owned()));
    texts.folders.insert("../notes".to_owned(), vec!["a.md".to_owned()]);
    Backstage {
        shown: Shown::Blank,
        next: Some(Place { slide: "where".to_owned(), step: 3 }),
        theme: "light".to_owned(),
        notice: Some("Closed: v reveals".to_owned()),
        unusable: None,
        discussion: Some(Standing {
            id: "why".to_owned(),
            phase: 1,
            countdown: Countdown::Paused(7),
            given_ms: 60_000,
        }),
        recess: Some(Recess { began_ms: 1, ends_ms: 2 }),
        captures: Arc::new([Capture {
            id: 4,
            kind: Kind::Action,
            text: SafeText::new("send the contract"),
            owner: Some(SafeText::new("Ada")),
            due: None,
            slide: "where".to_owned(),
            at_ms: 8,
            state: State::Settled,
        }]),
        votes: Arc::new(Votes { rounds }),
        texts: Arc::new(texts),
    }
}

#[test]
fn a_console_hears_all_that_the_speaker_sees_and_the_large_parts_once() {
    let status = asking(kinds().remove(0), Countdown::None);
    let here = backstage();
    let mut known = Backstage::default();
    let all = stage(&status, &here, None, &consoles());
    let told = |backstage: &Backstage| Heard::Stage {
        status: Box::new(status.clone()),
        backstage: Box::new(backstage.clone()),
        consoles: consoles(),
    };
    assert_eq!(read_told(all.as_bytes(), &mut known), Ok(Some(told(&here))));
    // Of what has not changed nothing is sent, and what is known stays the same, not only equal.
    let votes = Arc::clone(&known.votes);
    let later = Backstage { shown: Shown::Slide, notice: None, ..here.clone() };
    let less = stage(&status, &later, Some(&here), &consoles());
    assert!(less.len() < all.len() / 4 && !less.contains("deck.toml"), "{less}");
    assert_eq!(read_told(less.as_bytes(), &mut known), Ok(Some(told(&later))));
    assert!(Arc::ptr_eq(&votes, &known.votes));
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
        Ok(Done::Said("Theme: light".to_owned())),
        Ok(Done::Consoles(consoles())),
        Err("There is no poll.".to_owned()),
    ];
    for result in results {
        let expected = Heard::Answer { id: 0, result: result.clone() };
        assert_eq!(heard(&answer(0, result)), Some(expected));
    }
    assert_eq!(heard("{\"later\":\"versions\"}"), None);
    let refused = refusal(None, "a line has at most 9 bytes".to_owned());
    assert_eq!(
        read_told(refused.as_bytes(), &mut Backstage::default()),
        Err("a line has at most 9 bytes".to_owned())
    );
}

/// A part of what a console hears.
#[derive(Deserialize)]
struct Part {
    votes: Option<Vec<votes::Counted>>,
    deck: Option<deck::Deck>,
}

/// What a console hears at the least.
fn small() -> Backstage {
    let next = Some(Place { slide: "where".to_owned(), step: 2 });
    Backstage { next, theme: "dark".to_owned(), ..Backstage::default() }
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
    is_shown(&answer(32, Ok(Done::Said("Theme: light".to_owned()))));
    is_shown(&answer(27, Ok(Done::Consoles(consoles()))));
    let small = small();
    is_shown(&stage(&here, &small, Some(&small), &consoles()));
    for example in shown {
        if example.starts_with("{\"id\":3,\"error\"") {
            assert!(matches!(heard(example), Some(Heard::Answer { result: Err(_), .. })));
        } else if example.starts_with("{\"id\"") {
            let (id, asked) = read_request(example.as_bytes()).unwrap();
            let open = "{\"id\":5,\"do\":\"open\"}";
            assert!(example == open || request(id, asked).trim_end() == example, "{example}");
        } else if example.starts_with("{\"votes\"") || example.starts_with("{\"deck\"") {
            let known = serde_json::from_str::<Part>(example).unwrap();
            assert!(known.votes.is_some() != known.deck.is_some());
        } else {
            serde_json::from_str::<Given>(example).unwrap();
        }
    }
}
