//! The console without a terminal, beside a talk with votes on disk: what it shows, what its keys do.

use std::path::Path;
use std::time::Duration;

use roundtable::app::status::ConsoleAt;
use roundtable::app::{App, Now};
use roundtable::ballot::Answer;
use roundtable::console::{Console, Effect, Event, Screen};
use roundtable::deck::assemble::{self, Assembled, Files};
use roundtable::layout::Size;
use roundtable::theme::{Depth, Theme};
use roundtable::ui::{self, Frame};

use crate::keys::keys;
use crate::rounds::Talk;

const MANIFEST: &str = include_str!("console/deck.toml");
const SLIDES: &str = include_str!("console/slides.md");
const NOTES: &str = include_str!("console/notes.md");

/// The deck of these tests: a folder with slides and notes.
pub(crate) fn deck() -> Assembled {
    let read = |path: &str| match path {
        "deck.toml" => Ok(MANIFEST.as_bytes().to_vec()),
        "slides.md" => Ok(SLIDES.as_bytes().to_vec()),
        "../notes/notes.md" => Ok(NOTES.as_bytes().to_vec()),
        path => Err(format!("there is no {path}")),
    };
    let list = |path: &str| if path == "../notes" { vec!["notes.md".to_owned()] } else { vec![] };
    let files = Files { root: Path::new("slides"), read: &read, list: &list };
    assemble::folder(&files, false).unwrap()
}

/// A talk and its console, side by side.
struct Pair {
    talk: Talk,
    console: Console,
    /// What the console wants of the world, but for orders, which the talk has done.
    wants: Vec<Effect>,
    consoles: Vec<ConsoleAt>,
    now: Now,
}

fn at(name: &str, drives: bool, you: bool) -> ConsoleAt {
    ConsoleAt { name: name.to_owned(), drives, you }
}

impl Pair {
    fn new(width: u16, height: u16) -> Self {
        Self::with_agenda(width, height, None)
    }

    fn with_agenda(width: u16, height: u16, agenda: Option<&str>) -> Self {
        let [theme, ..] = Theme::ALL;
        let console = Console::new(theme, Size { width, height });
        let size = Size { width: 80, height: 24 };
        let mut app = App::new(deck(), theme, size);
        assert!(agenda.is_none_or(|name| app.keep_agenda(name)));
        let talk = Talk::given(app);
        let unix_ms = talk.now_ms();
        let now = Now { monotonic: Duration::ZERO, unix_ms, utc_offset: 3_600 };
        let mut pair =
            Self { talk, console, wants: Vec::new(), consoles: vec![at("Ada", true, true)], now };
        pair.happens(Event::Joined);
        assert_eq!(pair.wants, [Effect::Follow { drive: true }]);
        pair.told();
        pair
    }

    fn app(&self) -> &App {
        &self.talk.app
    }

    /// Something happens to the console; what it orders, the talk does.
    fn happens(&mut self, event: Event) {
        let effects = self.console.update(self.now, event);
        for effect in effects {
            let Effect::Order(order) = effect else {
                self.wants.push(effect);
                continue;
            };
            self.talk.said.clear();
            self.talk.take_order(order);
            let (_, result) = self.talk.replies.last().cloned().unwrap();
            self.told();
            let said = Some(self.talk.said.clone()).filter(|said| !said.is_empty());
            self.happens(Event::Answered(result.map(|()| said)));
        }
        self.console.settle();
    }

    /// The talk tells its consoles where it is.
    fn told(&mut self) {
        let (status, backstage) = (self.app().status(), self.app().backstage());
        let (status, backstage) = (Box::new(status), Box::new(backstage));
        let consoles = self.consoles.clone();
        self.happens(Event::Told { status, backstage, consoles });
    }

    fn press(mut self, names: &str) -> Self {
        for name in names.split(' ').filter(|name| !name.is_empty()) {
            for key in keys(name) {
                self.happens(Event::Key(key));
            }
        }
        self
    }

    fn type_in(mut self, text: &str) -> Self {
        self.happens(Event::Pasted(text.to_owned()));
        self
    }

    fn voters(mut self, count: u32) -> Self {
        for voter in 0..count {
            self.talk = self.talk.voter(&voter.to_string(), Answer::Choices(vec![voter % 3 + 1]));
        }
        self.told();
        self
    }

    fn after(mut self, seconds: u64) -> Self {
        let ms = i64::try_from(seconds).unwrap() * 1_000;
        self.talk = self.talk.after_ms(ms);
        self.now.monotonic += Duration::from_secs(seconds);
        self.now.unix_ms += ms;
        self.told();
        self.happens(Event::Tick);
        self
    }

    fn with(mut self, consoles: &[ConsoleAt]) -> Self {
        self.consoles = consoles.to_vec();
        self.told();
        self
    }

    fn frame(&self) -> Frame {
        let mut frame = Frame::default();
        ui::console::draw(&self.console, Depth::True, &mut frame);
        frame
    }

    fn screen(&self) -> String {
        ui::paint::lines(&self.frame(), false)
    }

    #[track_caller]
    fn shows(self, text: &str) -> Self {
        assert!(self.screen().contains(text), "no `{text}` in\n{}", self.screen());
        self
    }

    #[track_caller]
    fn hides(self, text: &str) -> Self {
        assert!(!self.screen().contains(text), "`{text}` in\n{}", self.screen());
        self
    }

    #[track_caller]
    fn at(self, slide: &str, step: u16) -> Self {
        let status = self.app().status();
        assert_eq!((status.slide.as_str(), status.step), (slide, step), "\n{}", self.screen());
        self
    }
}

/// Moments of a talk on one size of screen.
fn frames(width: u16, height: u16) -> String {
    let [theme, ..] = Theme::ALL;
    let mut waiting = Frame::default();
    ui::console::draw(&Console::new(theme, Size { width, height }), Depth::True, &mut waiting);
    let mut frames = vec![ui::paint::lines(&waiting, false)];
    let mut keep = |pair: Pair| {
        frames.push(pair.screen());
        pair
    };
    let pair = keep(Pair::new(width, height).press("→").after(83));
    let pair = pair.press("→").press("v").voters(11).after(5);
    let pair = keep(pair);
    let pair = keep(pair.press("v v").after(6));
    let pair = pair.press("→ d").after(20).press("c").type_in("p what about pay? @Ada !Fri");
    let pair = keep(pair.press("enter c").type_in("d one contract for both"));
    let pair = keep(pair.press("enter").after(10));
    let pair = keep(pair.press("C"));
    let pair = keep(pair.press("esc z 1 0 enter").after(61));
    let pair = pair.press("→ b").with(&[at("Ada", false, true), at("Ben", true, false)]).after(10);
    let mut pair = keep(pair);
    pair.happens(Event::Gone(None));
    let _ = keep(pair);
    frames.join(&format!("{}\n", "═".repeat(usize::from(width))))
}

#[test]
fn moments_on_a_small_screen() {
    insta::assert_snapshot!(frames(60, 20));
}

#[test]
fn moments_on_a_common_screen() {
    insta::assert_snapshot!(frames(80, 24));
}

#[test]
fn moments_on_a_large_screen() {
    insta::assert_snapshot!(frames(120, 40));
}

#[test]
fn moments_on_a_very_large_screen() {
    insta::assert_snapshot!(frames(200, 60));
}

#[test]
fn the_keys_of_the_stage_drive_the_talk() {
    let pair = Pair::new(80, 24).at("two-answers", 1).press("→").at("two-answers", 2);
    let pair = pair.press("space").at("where-now", 1).press("← PgUp").at("two-answers", 1);
    let pair = pair.press("3 G").at("contract", 1).press("g").at("two-answers", 1);
    let pair = pair.press("2 enter").at("where-now", 1).press("G").at("end", 1);
    let pair = pair.press("→").shows("This is the last slide").at("end", 1);
    let pair = pair.press("9 G").shows("There is no slide 9: they run to 4").at("end", 1);
    let pair = pair.press("b").shows("the stage is blank").press("b").hides("the stage is blank");
    let pair = pair.press("t").shows("Theme: light");
    assert_eq!(pair.console.theme.name, "light");
    let pair = pair.press("s").shows("Only a key on the stage does this");
    pair.press("B").shows("Only a key on the stage does this");
}

#[test]
fn a_search_goes_to_the_step_that_has_the_words() {
    let pair = Pair::new(80, 24).press("/").type_in("closeness").shows("▸").press("enter");
    let pair = pair.at("two-answers", 2).press("/").type_in("asymmetry").press("enter");
    // It stands in the notes.
    let pair = pair.at("contract", 1).press("ctrl-n").shows("Place 1 of 1");
    let pair = pair.press("o j enter").at("end", 1).press(":").type_in("where").press("enter");
    let pair = pair.at("where-now", 1).press("/ q").shows("Search").press("esc");
    assert!(!pair.wants.contains(&Effect::Quit));
    let pair = pair.press("q");
    assert_eq!(pair.wants.last(), Some(&Effect::Quit));
}

#[test]
fn notes_follow_the_steps_and_scroll() {
    let pair = Pair::new(60, 20).shows("Ask who has worked in both.").hides("Say that both are");
    let pair = pair.press("→").shows("Say that both are honest.");
    let pair = pair.press("3 G").shows("▼").hides("last line of these notes");
    let pair = pair.press(&"J ".repeat(60)).shows("last line of these notes");
    let mut pair = pair.press("K").shows("▼ 1 more");
    pair.happens(Event::Wheel(1));
    let pair = pair.shows("last line of these notes").press("→").shows("This is the end.");
    pair.press("←").shows("▼").hides("last line of these notes");
}

#[test]
fn a_round_is_counted_for_the_speaker_before_the_room_sees_it() {
    let pair = Pair::new(80, 24).press("2 G").shows("poll where-today  v opens it");
    let pair = pair.press("v").voters(11).shows("OPEN  11 answered").shows("votes, for you alone");
    let pair = pair.shows("█").press("v").shows("CLOSED").press("V").shows("OPEN");
    assert!(!pair.talk.screen().contains("█"), "{}", pair.talk.screen());
    let pair = pair.press("v v").shows("REVEALED").hides("for you alone").press("v");
    let pair =
        pair.shows("round 2").press("H").shows("Hands, from").type_in("4 5 6").press("enter");
    let pair =
        pair.shows("15 hands counted").press("X").shows("Forget all votes on `where-today`?");
    let pair = pair.press("n").hides("Forget").shows("round 2").press("X y").hides("round 2");
    // The room has read none of it.
    assert!(!pair.talk.screen().contains("Forget"));
    Pair::new(60, 20).press("2 G v").voters(4).shows("OPEN  4 answered: 2 1 1");
}

#[test]
fn discussions_breaks_and_what_is_written_down_are_driven_from_here() {
    let pair = Pair::new(120, 40).press("3 G d").shows("think · pair · share · 1:00 left");
    let pair = pair.shows("Listen for").after(5).shows("0:55 left").press("P").after(5);
    let pair = pair.shows("0:55 left, stopped").press("P d").shows("pair").press("D D D");
    let pair = pair
        .hides("think · pair · share ·")
        .press("c")
        .type_in("p who pays? @Ada")
        .shows("question");
    let pair = pair.press("enter").shows("written down").shows("who pays?");
    let pair =
        pair.press("C s").shows("✓").press("s").hides("✓").press("x").shows("✗").press("esc");
    let pair = pair.press("c").type_in("half a").press("esc").shows("Not written down");
    let pair = pair.press("c").shows("half a").press("ctrl-u esc z").type_in("5").press("enter");
    let pair =
        pair.shows("break, back at").after(30).shows("4:30 left").press("z").hides("back at");
    pair.press("z").type_in("x").press("enter").shows("Type minutes");
}

#[test]
fn one_console_drives_and_the_others_say_who() {
    let pair = Pair::new(80, 24)
        .hides("you drive")
        .with(&[at("Ada", true, true), at("Ben", false, false)]);
    let pair =
        pair.shows("you drive").press("→").at("two-answers", 2).press("i").shows("You drive");
    let pair = pair.press("I");
    assert_eq!(pair.wants.last(), Some(&Effect::GiveWheel("Ben".to_owned())));
    let pair = pair
        .with(&[at("Ada", false, true), at("Ben", true, false)])
        .shows("Ben drives now: i takes the wheel back");
    let pair = pair.press("→").shows("Ben drives: i takes the wheel").at("two-answers", 2);
    let pair = pair.press("I").shows("You do not drive").press("i");
    assert_eq!(pair.wants.last(), Some(&Effect::TakeWheel));
    let pair = pair.with(&[at("Ada", false, true)]).shows("Ben is gone, and nobody drives");
    let pair = pair.press("→").shows("Nobody drives").at("two-answers", 2);
    pair.with(&[at("Ada", true, true)]).shows("You drive now").press("I").shows("No other console");
}

#[test]
fn a_role_outlives_the_talk_and_the_notes_stay_while_it_is_gone() {
    for (drives, role) in [(true, true), (false, false)] {
        let consoles = [at("Ada", drives, true), at("Ben", !drives, false)];
        let mut pair = Pair::new(80, 24).with(&consoles);
        pair.happens(Event::Gone(None));
        let pair = pair.shows("the talk is gone").shows("Ask who has worked in both.");
        let mut pair = pair.press("→").shows("No talk is running").at("two-answers", 1);
        pair.wants.clear();
        pair.happens(Event::Joined);
        assert_eq!(pair.wants, [Effect::Follow { drive: role }]);
        pair.told();
        let _ = pair.hides("the talk is gone").shows("saved");
    }
}

#[test]
fn what_the_stage_reads_again_the_console_shows() {
    let mut pair = Pair::new(80, 24);
    let other = crate::keys::read("# Another deck {#two-answers}\n\nOther words.\n");
    let reading = roundtable::app::Reading::Again;
    pair.talk.happens(roundtable::app::Event::Read(reading, Box::new(Ok(other))));
    pair.told();
    let pair = pair.shows("Other words.").hides("Ask who has worked in both.");
    pair.shows("this is the end").shows("1/1");
}

#[test]
fn it_wakes_once_a_second_at_most() {
    let mut pair = Pair::new(80, 24);
    // Nothing moves before the talk has begun.
    assert_eq!(pair.console.deadline(), None);
    pair = pair.press("→ →").after(10);
    let mut wakes = 0;
    let end = pair.now.monotonic + Duration::from_mins(1);
    while let Some(deadline) = pair.console.deadline().filter(|deadline| *deadline < end) {
        let passes = deadline.saturating_sub(pair.now.monotonic);
        pair.now.monotonic = deadline;
        pair.now.unix_ms += i64::try_from(passes.as_millis()).unwrap();
        pair.happens(Event::Tick);
        wakes += 1;
    }
    assert!((58..=60).contains(&wakes), "{wakes}");
}

#[test]
fn a_talk_with_an_agenda_says_how_late_it_is_and_what_to_skip() {
    let pair = Pair::with_agenda(120, 40, Some("short")).shows("0:00").press("→ →").after(60);
    let pair = pair.shows("1:00  2:00 ahead").shows("Votes (2/3): 2:00 of 3:00 left").after(400);
    let pair = pair.shows("7:40  2:40 behind").shows("skip “Write the contract”").shows("S skips");
    let pair = pair
        .press("w")
        .shows("7:40 of 8:00 · 2:40 behind")
        .press("S")
        .shows("→ passes over “Write the contract”");
    let pair = pair.shows("next slide · 4").hides("next slide · 3");
    assert!(!pair.talk.screen().contains("passes over"));
    let pair = pair.press("→").at("end", 1).press("T").after(30).shows("stopped").press("0 T");
    pair.after(5).shows("0:05").hides("stopped");
}

#[test]
fn what_has_no_talk_yet_waits_and_says_so() {
    let [theme, ..] = Theme::ALL;
    let mut console = Console::new(theme, Size { width: 80, height: 24 });
    let now = Now::default();
    for name in ["→", "o", "H", "v", "i", "c", "C", "z", "/", "x", "enter"] {
        for key in keys(name) {
            assert_eq!(console.update(now, Event::Key(key)), [], "{name}");
        }
    }
    console.update(now, Event::Gone(Some("the folder is open to others".to_owned())));
    console.screen = Screen::Desk;
    let mut frame = Frame::default();
    ui::console::draw(&console, Depth::True, &mut frame);
    let screen = ui::paint::lines(&frame, false);
    assert!(screen.contains("Waiting for a talk") && screen.contains("open to others"), "{screen}");
}

proptest::proptest! {
    #[test]
    fn no_key_at_any_size_is_a_mistake(
        width in 1..140_u16, height in 1..50_u16, names in proptest::collection::vec("[ -~]", 0..40)
    ) {
        let mut pair = Pair::new(width, height);
        for name in names {
            for key in name.chars().map(roundtable::keymap::Key::char) {
                pair.happens(Event::Key(key));
                let _ = pair.screen();
            }
        }
    }
}
