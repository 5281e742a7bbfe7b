//! What keys do to points and answers.

use super::*;
use crate::deck::{Align, Block, BlockKind, Section, Slide};
use crate::discussion::{Discussion, Method};
use crate::poll::{Poll, PollKind};

const SIZE: Size = Size { width: 80, height: 24 };

fn block(kind: BlockKind) -> Block {
    Block { from: 1, align: Align::Left, kind }
}

fn discussion(id: &str, prompt: &str, poll: Option<&str>) -> Block {
    block(BlockKind::Discussion(Discussion {
        id: id.to_owned(),
        method: Method::ShowOfHands,
        minutes: 3,
        prompt: prompt.to_owned(),
        listen_for: None,
        probes: Vec::new(),
        poll: poll.map(str::to_owned),
    }))
}

fn poll(id: &str) -> Block {
    let choices = vec!["core".to_owned(), "team".to_owned()];
    block(BlockKind::Poll(Poll {
        id: id.to_owned(),
        question: format!("Which {id}?"),
        kind: PollKind::Single { choices },
        anonymous: true,
        change: true,
        seconds: None,
        answer: vec![],
    }))
}

/// Two sections with three prompts, a poll beside one of them, and a poll alone.
fn deck() -> Deck {
    let slide = |title: &str, blocks: Vec<Block>| Slide {
        id: title.to_lowercase(),
        title: title.to_owned(),
        blocks,
        steps: 1,
        ..Slide::default()
    };
    let section =
        |title: &str, slides| Section { id: title.to_lowercase(), title: title.into(), slides };
    let mut deck = Deck {
        slides: vec![
            slide("Strings", vec![discussion("paged", "Who gets\npaged?", None)]),
            slide("Words", vec![]),
            slide(
                "Queue",
                vec![poll("beside"), discussion("queue", "Who waits?", Some("elsewhere"))],
            ),
            slide("Alone", vec![poll("alone")]),
            slide("Bridge", vec![discussion("bridge", "Write the contract", None)]),
        ],
        sections: vec![section("One", 0..2), section("Two", 2..5)],
        ..Deck::default()
    };
    deck.meta.title = Some("Talk".to_owned());
    deck
}

fn own(id: PointId, text: &str) -> OwnAnswer {
    OwnAnswer { deck: "Talk".into(), id, prompt: "Old?".into(), text: text.into() }
}

fn named(id: &str) -> PointId {
    PointId::Discussion(id.to_owned())
}

struct Reader {
    browse: Browse,
    now: Duration,
    effects: Vec<Effect>,
}

impl Reader {
    fn new(kept: &[OwnAnswer]) -> Self {
        let [theme, ..] = Theme::ALL;
        let browse = Browse::new(deck(), (kept, None), theme, SIZE);
        Self { browse, now: Duration::ZERO, effects: Vec::new() }
    }

    fn event(&mut self, event: Event) {
        self.effects = self.browse.update(self.now, event);
        self.browse.settle();
    }

    /// Types characters; `⏎`, `⎋`, `→`, `←`, `↓` and `↑` are the keys of these names.
    fn press(mut self, keys: &str) -> Self {
        for c in keys.chars() {
            let key = match c {
                '⏎' => Key::plain(Code::Enter),
                '⎋' => Key::plain(Code::Esc),
                '→' => Key::plain(Code::Right),
                '←' => Key::plain(Code::Left),
                '↓' => Key::plain(Code::Down),
                '↑' => Key::plain(Code::Up),
                _ => Key::char(c),
            };
            self.event(Event::Key(key));
        }
        self
    }

    fn prompts(&self) -> Vec<&str> {
        let points = self.browse.list.rows.iter();
        points.map(|row| self.browse.points[*row].prompt.as_str()).collect()
    }

    fn saved(&self) -> Vec<(PointId, String)> {
        let saves = self.effects.iter().filter_map(|effect| match effect {
            Effect::Save(answers) => Some(answers),
            _ => None,
        });
        saves.flatten().map(|answer| (answer.id.clone(), answer.text.clone())).collect()
    }
}

#[test]
fn every_prompt_is_a_point_and_every_poll_that_has_none_beside_it() {
    let reader = Reader::new(&[]);
    assert_eq!(
        reader.prompts(),
        ["Who gets paged?", "Who waits?", "Which alone?", "Write the contract"]
    );
    let points = &reader.browse.points;
    assert_eq!(points[0].about(), "show of hands · 3 minutes · slide 1, Strings");
    assert_eq!(
        (points[1].section.as_str(), points[1].polls.join(" ")),
        ("Two", "elsewhere beside".into())
    );
    assert_eq!(points[2].id, PointId::Poll("alone".into()));
    assert_eq!(points[2].about(), "poll · one answer · slide 4, Alone");
}

#[test]
fn the_list_is_narrowed_by_any_word_of_a_point_or_of_its_answer() {
    let kept = [own(named("bridge"), "Five LINES")];
    for (typed, expected) in [
        ("/who", &["Who gets paged?", "Who waits?"] as &[&str]),
        ("/two who", &["Who waits?"]),
        ("/hands bridge", &["Write the contract"]),
        ("/lines", &["Write the contract"]),
        ("/zz", &[]),
        ("/zz⎋⎋", &["Who gets paged?", "Who waits?", "Which alone?", "Write the contract"]),
    ] {
        assert_eq!(Reader::new(&kept).press(typed).prompts(), expected, "{typed}");
    }
    let reader = Reader::new(&kept).press("/contract⎋⎋");
    assert_eq!(reader.browse.picked().unwrap().id, named("bridge"), "the pick stays");
}

#[test]
fn letters_are_text_only_after_they_were_asked_for() {
    let reader = Reader::new(&[]).press("x");
    assert_eq!(reader.browse.list.query, "");
    let reader = reader.press("/qj?e");
    assert_eq!((reader.browse.list.query.as_str(), reader.browse.mode()), ("qj?e", Mode::Filter));
    let reader = reader.press("⎋⎋eq/?⎋");
    assert_eq!((reader.browse.answer(&named("paged")), reader.browse.mode()), ("q/?", Mode::List));
    assert_eq!(reader.press("q").effects.last(), Some(&Effect::Quit));
}

#[test]
fn a_point_is_opened_turned_over_and_left() {
    let reader = Reader::new(&[]).press("j⏎");
    assert_eq!((reader.browse.mode(), reader.browse.picked().unwrap().slide), (Mode::Full, 2));
    let reader = reader.press("n");
    assert_eq!(reader.browse.picked().unwrap().slide, 3);
    let reader = reader.press("pp←");
    assert_eq!((reader.browse.mode(), reader.browse.list.selected), (Mode::List, 0));
    let reader = reader.press("→e⎋");
    assert_eq!(reader.browse.mode(), Mode::Full);
    let reader = reader.press("?j⎋⎋");
    assert_eq!(reader.browse.mode(), Mode::List);
}

#[test]
fn what_is_written_is_saved_in_a_pause_when_the_field_is_left_and_before_the_end() {
    let paged = |text: &str| vec![(named("paged"), text.to_owned())];
    let mut reader = Reader::new(&[]).press("ehi");
    assert_eq!(reader.effects, []);
    assert_eq!(reader.browse.deadline(), Some(PAUSE));
    reader.event(Event::Pause);
    assert_eq!(reader.saved(), paged("hi"));
    reader.event(Event::Saved(Ok(None)));
    assert_eq!((reader.browse.deadline(), reader.browse.unsaved()), (None, vec![]));
    let mut reader = reader.press("⏎a⎋");
    assert_eq!(reader.saved(), paged("hi\na"));
    reader.event(Event::Saved(Ok(None)));
    for (key, last) in [('c', Effect::Quit), ('z', Effect::Suspend)] {
        let mut reader = Reader::new(&[]).press("eunder way");
        reader.event(Event::Key(Key::ctrl(key)));
        assert_eq!(reader.saved(), paged("under way"));
        assert_eq!(reader.effects.last(), Some(&last));
    }
    assert_eq!(reader.press("e⎋").effects, [], "nothing changed");
}

#[test]
fn what_could_not_be_saved_is_told_kept_and_tried_again() {
    let mut reader = Reader::new(&[]).press("ehi⎋");
    reader.event(Event::Saved(Err("no room".into())));
    assert!(reader.browse.trouble().unwrap().contains("no room"));
    assert_eq!(reader.browse.unsaved().len(), 1);
    let mut reader = reader.press("q");
    assert_eq!(reader.saved(), [(named("paged"), "hi".to_owned())]);
    reader.event(Event::Saved(Ok(None)));
    assert_eq!(reader.browse.trouble(), None);
}

#[test]
fn an_answer_that_is_emptied_is_taken_back() {
    let mut reader = Reader::new(&[own(named("paged"), "x")]).press("e");
    reader.event(Event::Key(Key::plain(Code::Backspace)));
    let reader = reader.press(" ⎋");
    assert_eq!(reader.saved(), [(named("paged"), String::new())]);
}

#[test]
fn answers_of_other_decks_stay_out_and_those_without_a_prompt_are_left_over() {
    let other = OwnAnswer { deck: "Other".into(), ..own(named("paged"), "not mine") };
    let kept = [other, own(named("gone"), "still\u{1b}[2J here")];
    let reader = Reader::new(&kept);
    assert_eq!(reader.browse.answer(&named("paged")), "");
    let left: Vec<&str> = reader.browse.left_over().map(|answer| answer.text.as_str()).collect();
    assert_eq!(left, ["still\u{fffd}[2J here"]);
}

#[test]
fn a_paste_goes_where_letters_go() {
    let mut reader = Reader::new(&[]);
    reader.event(Event::Pasted("q".into()));
    assert_eq!((reader.browse.mode(), reader.browse.list.query.as_str()), (Mode::List, ""));
    let mut reader = reader.press("e");
    reader.event(Event::Pasted("one\r\ntwo\u{1b}".into()));
    assert_eq!(reader.browse.answer(&named("paged")), "one\ntwo\u{fffd}");
}

#[test]
fn a_click_picks_a_line_and_another_opens_it() {
    let mut reader = Reader::new(&[]);
    let row = reader.browse.areas().list.start + 2;
    reader.event(Event::Click(row));
    assert_eq!((reader.browse.list.selected, reader.browse.mode()), (2, Mode::List));
    reader.event(Event::Click(row));
    assert_eq!(reader.browse.mode(), Mode::Full);
    reader.event(Event::Click(0));
}

#[test]
fn the_screen_may_take_any_measure_meanwhile() {
    for keys in ["", "/who", "⏎", "etext that is longer than a narrow screen", "?", "⏎?"] {
        let mut reader = Reader::new(&[own(named("paged"), "my own")]).press(keys);
        for (width, height) in [(0, 0), (1, 1), (9, 3), (20, 9), (60, 20), (300, 100), (80, 2)] {
            reader.event(Event::Resized(Size { width, height }));
            reader = reader.press("↓↑");
        }
    }
}
