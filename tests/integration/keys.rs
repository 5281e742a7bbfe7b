//! What keys do to a talk: a deck, some keys, and the screen they lead to.

use std::path::Path;
use std::time::Duration;

use roundtable::app::{App, Effect, Event, Now, Reading};
use roundtable::deck::assemble::{self, Assembled, Files};
use roundtable::keymap::{Code, Key};
use roundtable::layout::Size;
use roundtable::theme::{Depth, Theme};
use roundtable::ui::{self, Frame};

/// 2023-11-14, 22:13 in UTC.
pub(crate) const NOW_MS: i64 = 1_700_000_000_000;

/// A talk without a terminal.
pub(crate) struct Talk {
    pub(crate) app: App,
    pub(crate) effects: Vec<Effect>,
    now: Now,
}

/// Reads one document.
pub(crate) fn read(text: &str) -> Assembled {
    let nothing = |path: &str| Err(format!("cannot read {path}"));
    let files = Files { root: Path::new(""), read: &nothing, list: &|_| Vec::new() };
    assemble::document("talk.md", text.as_bytes(), &files, false)
}

impl Talk {
    pub(crate) fn new(text: &str) -> Self {
        Self::sized(text, 80, 24)
    }

    pub(crate) fn sized(text: &str, width: u16, height: u16) -> Self {
        let [theme, ..] = Theme::ALL;
        let app = App::new(read(text), theme, Size { width, height });
        let now = Now { monotonic: Duration::ZERO, unix_ms: NOW_MS, utc_offset: 3_600 };
        let mut talk = Self { app, effects: Vec::new(), now };
        talk.event(Event::Tick);
        talk
    }

    pub(crate) fn event(&mut self, event: Event) {
        self.effects.extend(self.app.update(self.now, event));
        self.app.settle();
    }

    /// Presses keys, separated by blanks: `→`, `enter`, `ctrl-n`, `/` and single characters by
    /// themselves; what stands in quotes is typed.
    #[must_use]
    pub(crate) fn press(mut self, keys: &str) -> Self {
        for name in keys.split(' ').filter(|name| !name.is_empty()) {
            for key in self::keys(name) {
                self.event(Event::Key(key));
            }
        }
        self
    }

    pub(crate) fn after(mut self, seconds: u64) -> Self {
        self.now.monotonic += Duration::from_secs(seconds);
        self.now.unix_ms += i64::try_from(seconds).unwrap() * 1_000;
        self.event(Event::Tick);
        self
    }

    fn frame(&self) -> Frame {
        let mut frame = Frame::default();
        ui::draw(&self.app, Depth::True, &mut frame);
        frame
    }

    pub(crate) fn screen(&self) -> String {
        ui::paint::lines(&self.frame(), false)
    }

    #[track_caller]
    fn at(self, slide: usize, step: u16) -> Self {
        assert_eq!((self.app.slide + 1, self.app.step), (slide, step), "\n{}", self.screen());
        self
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
}

/// The keys of that name.
pub(crate) fn keys(name: &str) -> Vec<Key> {
    let code = match name {
        "→" => Code::Right,
        "←" => Code::Left,
        "↑" => Code::Up,
        "↓" => Code::Down,
        "space" => Code::Char(' '),
        "enter" => Code::Enter,
        "esc" => Code::Esc,
        "PgDn" => Code::PageDown,
        "PgUp" => Code::PageUp,
        "home" => Code::Home,
        "end" => Code::End,
        "backspace" => Code::Backspace,
        "delete" => Code::Delete,
        _ => match name.strip_prefix("ctrl-") {
            Some(letter) => return letter.chars().map(Key::ctrl).collect(),
            None => return name.chars().map(Key::char).collect(),
        },
    };
    vec![Key::plain(code)]
}

const THREE: &str = "# One\n\nAlpha.\n\n<!-- pause -->\n\nBeta.\n\n<!-- speaker_note: Secret hint. -->\n\n---\n\n# Two\n\n- a\n- b\n\n---\n\n# Three\n\nGamma.\n";

#[test]
fn next_reveals_steps_before_it_turns_to_the_next_slide() {
    let talk = Talk::new(THREE).shows("Alpha.").hides("Beta.").at(1, 1);
    let talk = talk.press("→").at(1, 2).shows("Beta.");
    let talk = talk.press("space").at(2, 1).press("PgDn").at(3, 1);
    talk.press("n").at(3, 1).shows("This is the last slide");
}

#[test]
fn back_shows_the_slide_before_in_full() {
    let talk = Talk::new(THREE).press("G").at(3, 1).press("←").at(2, 1);
    let talk = talk.press("PgUp").at(1, 2).shows("Beta.").press("p").at(1, 1).hides("Beta.");
    talk.press("←").shows("This is the first slide");
}

#[test]
fn a_jump_shows_the_first_step_of_its_slide() {
    Talk::new(THREE).press("→ → g").at(1, 1).press("end").at(3, 1).press("home").at(1, 1);
    Talk::new(THREE).press("2G").at(2, 1).press("1 enter").at(1, 1).press("enter").at(1, 2);
}

#[test]
fn a_number_that_is_no_slide_is_told() {
    let talk = Talk::new(THREE).press("12").shows("go to 12_").press("G").at(1, 1);
    let talk = talk.shows("There is no slide 12: they run from 1 to 3");
    talk.press("1 2 esc G").at(3, 1);
    Talk::new(THREE).press("s 1 esc").shows("notes");
}

#[test]
fn a_notice_goes_at_a_key_or_after_four_seconds() {
    let talk = Talk::new(THREE).press("G →").shows("This is the last slide");
    let talk =
        talk.after(3).shows("This is the last slide").after(1).hides("This is the last slide");
    talk.press("→").shows("last slide").press("j").hides("last slide").at(3, 1);
}

#[test]
fn search_finds_titles_bodies_and_notes_at_the_step_that_shows_them() {
    let talk = Talk::new(THREE).press("G / beta").shows("1 of 3").shows("Beta.").press("enter");
    talk.at(1, 2).shows("Beta.");
    Talk::new(THREE).press("/ tw enter").at(2, 1);
    Talk::new(THREE).press("/ q").shows("Search  q").press("backspace g esc").at(1, 1);
}

#[test]
fn search_finds_the_words_of_pictures() {
    let picture =
        "boxes = [\"assign\", { title = \"log\", text = \"what\\ncame\" }]\nback = \"learn\"";
    let text = format!("# One\n\n---\n\n# Two\n\n```flow\n{picture}\n```\n");
    for words in ["assign", "what space came", "learn"] {
        Talk::new(&text).press(&format!("/ {words} enter")).at(2, 1);
    }
}

#[test]
fn a_hit_in_the_notes_shows_the_title_alone() {
    let talk = Talk::new(THREE).press("G / hint").shows("1 of 3").shows("One").hides("Secret");
    talk.press("enter").at(1, 1).hides("Secret");
}

#[test]
fn the_places_found_are_visited_in_turn() {
    let talk = Talk::new(THREE).press("/ a enter").at(1, 1).press("ctrl-n");
    let talk =
        talk.at(2, 1).shows("Place 2 of 3").press("ctrl-n").at(3, 1).press("ctrl-n").at(1, 1);
    talk.press("ctrl-p").at(3, 1);
}

#[test]
fn the_overview_picks_a_slide() {
    let talk = Talk::new(THREE).press("o").shows("Overview").shows("3 slides").press("j j enter");
    talk.at(3, 1).press("o k enter").at(2, 1).press("o q").at(2, 1).shows("Two");
    Talk::new(THREE).press("o / three enter").at(3, 1);
}

#[test]
fn go_to_takes_numbers_ids_and_titles() {
    Talk::new(THREE).press(": 3 enter").at(3, 1).press(": tw enter").at(2, 1);
    Talk::new(THREE).press(": zzz").shows("0 of 3").press("enter esc").at(1, 1);
}

#[test]
fn notes_appear_only_when_asked_for() {
    let talk = Talk::new(THREE).hides("Secret").press("s").hides("Secret").shows("notes");
    // A note follows the steps of its slide.
    talk.press("→")
        .shows("Secret hint.")
        .press("G")
        .shows("This slide has no notes.")
        .press("s")
        .hides("notes")
        .press("s esc")
        .hides("notes");
}

#[test]
fn a_blank_screen_is_blank_and_any_key_brings_the_slide_back() {
    let talk = Talk::new(THREE).press("b");
    assert_eq!(talk.screen().trim(), "");
    talk.press("→").at(1, 1).shows("Alpha.");
    let talk = Talk::new(THREE).press(". q");
    assert_eq!(talk.effects.last(), Some(&Effect::Quit));
}

#[test]
fn help_lists_every_key_of_the_table() {
    let mut talk =
        Talk::sized(THREE, 80, 200).press("?").shows("next step or slide").shows("ctrl-z");
    for binding in roundtable::keymap::BINDINGS {
        let names: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
        let row = format!("    {:<28}{}", names.join("  "), binding.help);
        talk = talk.shows(&row);
    }
    talk.press("esc").shows("Alpha.");
    Talk::new(THREE).press("? ↓ ↓ q").shows("Alpha.");
}

#[test]
fn what_does_not_fit_scrolls_and_says_so() {
    let text = format!("# Long\n\n{}\n---\n\n# Next\n", "Line.\n\n".repeat(30));
    let talk = Talk::new(&text).shows("▼ 40 more lines").press("j").shows("▲ 1  ▼ 39 more lines");
    let talk =
        talk.press("k k").shows("▼ 40 more lines").press("ctrl-d ctrl-d ctrl-d ctrl-d ctrl-d");
    // The heading stays where it is.
    let talk = talk.shows("▲ 40 lines above").hides("▼").shows("Long");
    talk.press("→").at(2, 1).hides("▲");
}

#[test]
fn the_mark_has_the_last_row_where_there_is_no_other() {
    let text = format!("# Long\n\n{}", "Line.\n\n".repeat(30));
    for height in 2..8 {
        let talk = Talk::sized(&text, 40, height).shows("more lines");
        assert!(!talk.screen().contains("1/1"), "{}", talk.screen());
    }
}

#[test]
fn a_step_in_sight_stays_in_sight_when_the_screen_shrinks() {
    let text = format!("# Long\n\n{}<!-- pause -->\n\nAt last.\n", "Some words. ".repeat(100));
    let mut talk = Talk::sized(&text, 110, 24).press("→").shows("At last.");
    talk.event(Event::Resized(Size { width: 40, height: 12 }));
    talk.shows("At last.").press("←").hides("At last.").shows("Some words.").hides("▲");
}

#[test]
fn the_notes_stay_in_sight_when_the_screen_grows() {
    let note = (1..40).fold(String::new(), |text, n| text + &format!("Note {n}.\n\n"));
    let text = format!("# A\n\n<!-- speaker_note: {note} -->\n");
    let mut talk = Talk::sized(&text, 60, 24).press("s J J J").shows("▲ 3");
    talk.event(Event::Resized(Size { width: 150, height: 200 }));
    talk.shows("Note 1.").hides("▲");
}

#[test]
fn a_hit_behind_a_pause_in_its_line_is_shown() {
    Talk::new("# A\n\nAlpha <!-- pause --> needle here.\n").press("/ needle enter").at(1, 2);
}

#[test]
fn a_click_beside_the_list_picks_nothing() {
    let text = (1..60).fold(String::new(), |text, n| text + &format!("# Slide {n}\n\n---\n\n"));
    let mut talk = Talk::new(&text).press("o");
    for y in [0, 22, 23] {
        talk.event(Event::Click { x: 5, y });
    }
    talk.shows("Overview").press("esc").at(1, 1);
}

#[test]
fn a_step_that_is_revealed_out_of_sight_is_scrolled_to() {
    let text = format!("# Long\n\n{}<!-- pause -->\n\nAt last.\n", "Line.\n\n".repeat(30));
    Talk::new(&text).hides("At last.").press("→").shows("At last.").press("←").hides("At last.");
}

#[test]
fn the_wheel_scrolls_and_a_click_on_the_bar_goes_there() {
    let text = format!("# Long\n\n{}\n---\n\n# Next\n", "Line.\n\n".repeat(30));
    let mut talk = Talk::new(&text);
    talk.event(Event::Wheel(3));
    talk = talk.shows("▲ 3  ▼");
    let bar = talk.app.footer().bar.unwrap();
    talk.event(Event::Click { x: bar.end - 1, y: 23 });
    let mut talk = talk.at(2, 1);
    talk.event(Event::Click { x: 0, y: 0 });
    let mut talk = talk.at(2, 1).press("o");
    talk.event(Event::Click { x: 10, y: 3 });
    talk.at(1, 1);
}

#[test]
fn pasted_text_is_text_in_a_field_and_nothing_elsewhere() {
    let mut talk = Talk::new(THREE);
    talk.event(Event::Pasted("q\nq".into()));
    assert!(talk.effects.is_empty());
    let mut talk = talk.press("/");
    talk.event(Event::Pasted("gam\u{1b}ma".into()));
    talk.shows("gam\u{fffd}ma");
}

#[test]
fn the_clock_is_in_the_footer_to_the_minute() {
    let talk = Talk::new(THREE).shows("1/3   23:13");
    assert_eq!(talk.app.deadline(), Some(Duration::from_secs(40)));
    talk.after(40).shows("23:14");
}

#[test]
fn a_theme_changes_colours_and_nothing_else() {
    let talk = Talk::new(THREE);
    let before = talk.frame();
    let talk = talk.press("t").shows("Theme: light").after(5);
    let after = talk.frame();
    assert_eq!(ui::paint::lines(&before, false), ui::paint::lines(&after, false));
    assert_ne!(before, after);
    talk.press("t t").shows("Theme: dark");
}

#[test]
fn an_edited_deck_keeps_the_place() {
    let mut talk = Talk::new(THREE).press("2G r");
    assert_eq!(talk.effects.last(), Some(&Effect::Read(Reading::Again)));
    let edited = read(&format!("# Zero\n\n---\n\n{THREE}"));
    talk.event(Event::Read(Reading::Again, Box::new(Ok(edited))));
    let mut talk = talk.at(3, 1).shows("Two").shows("Read 4 slides");
    talk.event(Event::Read(Reading::Again, Box::new(Err("cannot read talk.md".into()))));
    let mut talk = talk.at(3, 1).shows("The deck stays as it was: cannot read talk.md");
    talk.event(Event::Read(Reading::Again, Box::new(Ok(read("# Only\n")))));
    talk.at(1, 1).shows("Only");
}

#[test]
fn a_failure_is_shown_on_its_slide_and_the_talk_goes_on() {
    let mut talk = Talk::new(THREE).press("2G");
    talk.event(Event::Fault("index out of bounds".into()));
    let talk = talk.shows("This slide could not be shown").shows("index out of bounds");
    talk.press("→").at(3, 1).shows("Gamma.").press("←").shows("could not be shown");
}

#[test]
fn code_is_coloured_ahead_of_the_slide_that_needs_it() {
    let code = |n: u8| format!("# Code {n}\n\n```rust\nlet x = {n};\n```\n\n---\n\n");
    let text = (1..=9).fold(String::new(), |text, n| text + &code(n));
    let talk = Talk::new(&text);
    let wanted = |n: u8| ("rust".to_owned(), format!("let x = {n};"));
    assert_eq!(talk.app.opening(), [Effect::Colour(vec![wanted(1), wanted(2)])]);
    let talk = talk.press("5G");
    let expected = Effect::Colour(vec![wanted(5), wanted(6), wanted(4)]);
    assert_eq!(talk.effects.last(), Some(&expected));
}
