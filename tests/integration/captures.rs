//! What is written down on stage: keys and orders on one side, the store on the other.

use roundtable::action::Order;
use roundtable::app::Event;
use roundtable::ballot::Answer;
use roundtable::capture::{Capture, Draft, State};
use roundtable::keymap::{Code, Key};
use roundtable::layout::Size;
use roundtable::store::Archive;

use crate::rounds::Talk;

const DECK: &str = "# One {#one}\n\nWords.\n\n---\n\n# Two {#two}\n\nMore.\n\n---\n\n# Three {#three}\n\nMore.\n\n\
    ---\n\n# Four {#four}\n\nMore.\n\n---\n\n# Five {#five}\n\nThe end.\n";

impl Talk {
    /// Opens the field, types a line and takes it.
    #[must_use]
    fn write(self, line: &str) -> Self {
        self.press("c").type_in(line).press("enter")
    }

    #[must_use]
    fn type_in(mut self, text: &str) -> Self {
        for c in text.chars() {
            self.event(Event::Key(Key::char(c)));
        }
        self
    }

    #[must_use]
    fn sized(mut self, width: u16, height: u16) -> Self {
        self.event(Event::Resized(Size { width, height }));
        self
    }

    #[track_caller]
    fn written(self, expected: &[&str]) -> Self {
        assert_eq!(lines(&self.app.notebook.captures), expected, "\n{}", self.screen());
        self
    }

    /// What another process reads.
    #[track_caller]
    fn on_disk(self, expected: &[&str]) -> Self {
        let archive = Archive::open(self.folder.path()).unwrap().unwrap();
        let session = archive.sessions().unwrap().first().map_or(0, |session| session.id);
        assert_eq!(lines(&archive.captures(session).unwrap()), expected);
        self
    }
}

fn lines(captures: &[Capture]) -> Vec<String> {
    let state = |state| match state {
        State::Open => "",
        State::Settled => "settled: ",
        State::Dropped => "dropped: ",
    };
    captures.iter().map(|c| format!("{}{}", state(c.state), c.draft().line())).collect()
}

#[test]
fn a_line_is_on_disk_with_its_slide_and_time_at_enter() {
    let talk = Talk::of(DECK).press("→ c").shows("▏").type_in("a send the contract @Ada");
    let talk = talk.shows("a send the contract @Ada▏").shows("action · owner Ada").type_in(" !Fri");
    let talk = talk.shows("action · owner Ada · due Fri").press("enter").hides("▏");
    let talk = talk.shows("Action written down").on_disk(&["a send the contract @Ada !Fri"]);
    let [capture] = &*talk.app.notebook.captures else { panic!("one is written down") };
    assert_eq!((capture.slide.as_str(), capture.at_ms), ("two", 1_700_000_000_000));
    assert_eq!(capture.draft(), Draft::parse("a send the contract @Ada !Fri"));
}

#[test]
fn letters_in_the_line_are_text_and_the_slide_stays() {
    let talk = Talk::of(DECK)
        .write("q next, please: jkGqvVHBX? 12")
        .written(&["q next, please: jkGqvVHBX? 12"]);
    assert_eq!(talk.app.slide, 0);
    assert!(!talk.quits);
}

#[test]
fn a_line_is_corrected_while_it_is_typed() {
    let mut talk = Talk::of(DECK).press("c").type_in("pay cam").press("← ←");
    talk.event(Event::Pasted("me up\nand c".into()));
    let talk = talk.shows("pay cme up and c▏am").press("home");
    talk.type_in("d ").press("end backspace enter").written(&["d pay cme up and ca"]);
}

#[test]
fn what_is_typed_survives_a_resize_an_order_and_news() {
    let mut talk = Talk::of(DECK).press("c").type_in("p what about").sized(40, 12);
    talk = talk.shows("p what about▏").order(Order::Next).answers(Ok(())).shows("p what about▏");
    talk = talk.order(Order::GoTo("three".into())).shows("p what about▏");
    talk = talk.order(Order::Blank).shows("p what about▏").order(Order::Blank);
    talk.event(Event::Trouble("the disk is full".into()));
    talk = talk.shows("the disk is full").shows("p what about▏").type_in(" pay?").press("enter");
    let talk = talk.on_disk(&["p what about pay?"]);
    assert_eq!(talk.app.notebook.captures[0].slide, "three");
}

#[test]
fn a_line_that_is_left_goes_on_when_the_field_is_opened_again() {
    let talk = Talk::of(DECK).press("c").type_in("d one contract").press("esc").hides("▏");
    let talk = talk.shows("Not written down: c goes on").written(&[]).press("→ c");
    let talk = talk.shows("d one contract▏").press("enter").written(&["d one contract"]);
    // Nothing at all is nothing to keep.
    let talk =
        talk.press("c").hides("contract").press("enter").hides("▏").written(&["d one contract"]);
    talk.press("c").type_in("a @Ada").press("enter").shows("There is no text yet").shows("a @Ada▏");
}

#[test]
fn quitting_while_a_line_is_typed_writes_it_down() {
    let talk = Talk::of(DECK).press("c").type_in("last words").press("ctrl-c");
    assert!(talk.quits);
    let talk = talk.on_disk(&["n last words"]);
    let talk = talk.press("c").type_in("the very last").order(Order::Quit);
    talk.on_disk(&["n last words", "n the very last"]);
}

#[test]
fn the_list_changes_settles_drops_and_takes_back() {
    let talk = Talk::of(DECK).write("p who pays?").press("→").write("a ask again");
    let talk = talk.press("C").shows("Written down").shows("1 parked · 2 in all").shows("slide 2");
    let talk = talk.press("k enter").shows("p who pays?▏").type_in(" @Ada !Fri").press("enter");
    let talk = talk.on_disk(&["p who pays? @Ada !Fri", "a ask again"]).shows("Ada · Fri");
    let talk = talk.press("s").shows("✓ question").shows("Settled: u takes it back");
    let talk =
        talk.press("j x").on_disk(&["settled: p who pays? @Ada !Fri", "dropped: a ask again"]);
    let talk = talk.press("u u u").on_disk(&["p who pays?", "a ask again"]);
    let talk = talk.press("u").shows("Nothing was changed");
    let talk = talk.press("x x").written(&["p who pays?", "a ask again"]);
    // A line that is left as it was changes nothing; the list is there again.
    let talk =
        talk.press("enter esc").shows("Written down").press("enter enter").shows("Written down");
    let talk = talk.press("c").type_in("from here").press("enter").shows("from here");
    talk.press("esc").hides("from here");
}

#[test]
fn parked_questions_come_back_once_before_the_close() {
    let told = "2 parked questions: C lists them";
    let talk = Talk::of(DECK).write("p who pays?").write("n a note").write("p who decides?");
    let talk = talk.after(5).press("→ →").hides(told).press("→").shows(told).press("C");
    let talk = talk.shows("▸ question").shows("slide 1").press("s esc").after(5).press("→ ← ←");
    talk.press("→").hides("parked").after(5).hides("parked");
}

#[test]
fn without_a_store_lines_are_kept_in_memory_and_it_is_said() {
    let mut talk = Talk::of(DECK);
    talk.event(Event::Opened(Err("the disk is gone".into())));
    let talk =
        talk.write("p who pays?").shows("Kept in this talk, not on the disk: the disk is gone");
    let talk =
        talk.write("d one contract").written(&["p who pays?", "d one contract"]).press("C k");
    let talk = talk.press("enter").type_in(" @Ada").press("enter j x");
    let talk = talk.written(&["p who pays? @Ada", "dropped: d one contract"]).press("u esc");
    let talk = talk.order(Order::Capture("n from afar".into()));
    let talk = talk.answers(Err("it is kept in the talk, but not on the disk: the disk is gone"));
    let talk = talk.written(&["p who pays? @Ada", "d one contract", "n from afar"]);
    let talk = talk.press("q").shows("3 captures are not on the disk: end the talk? y ends it");
    assert!(!talk.quits);
    assert!(talk.press("y").quits);
}

#[test]
fn what_the_disk_refused_is_written_as_soon_as_it_takes_things_again() {
    let mut talk = Talk::of(DECK).write("n first");
    let full = || Err("the disk is full".to_owned());
    // The disk is full for a while: what is sent is answered so, without being written.
    for line in ["n second", "p third"] {
        talk = talk.press("c").type_in(line);
        let effects = talk.app.update(talk.now(), Event::Key(Key::plain(Code::Enter)));
        let [roundtable::app::Effect::Capture { ticket, .. }] = effects.as_slice() else {
            panic!("{effects:?}")
        };
        let _ = talk.app.update(talk.now(), Event::Done(*ticket, full()));
    }
    let talk = talk.written(&["n first", "n second", "p third"]).on_disk(&["n first"]);
    let talk = talk.shows("not on the disk: the disk is full").press("C x").write("n fourth");
    let all = ["n first", "n fourth", "n second", "dropped: p third"];
    talk.on_disk(&all).written(&all);
}

#[test]
fn an_order_writes_down_and_is_answered_when_it_is_on_disk() {
    let talk =
        Talk::of(DECK).order(Order::Next).order(Order::Capture("a send it @Ada !Fri".into()));
    let talk = talk.answers(Ok(())).on_disk(&["a send it @Ada !Fri"]).shows("Action written down");
    assert_eq!(talk.app.notebook.captures[0].slide, "two");
    let talk = talk.order(Order::Capture("a @Ada".into()));
    let talk = talk.answers(Err("there is no text to write down"));
    let talk = talk.order(Order::Capture("long ".repeat(300)));
    talk.answers(Err("a line has at most 1000 characters"));
}

#[test]
fn a_talk_that_is_taken_up_has_its_list() {
    let talk = Talk::of(DECK).write("p who pays?");
    let Talk { folder, store, .. } = talk;
    store.end(1_700_000_000_001);
    let mut talk = Talk::at(DECK, folder, true, 1_700_000_000_000);
    talk.event(Event::Tick);
    talk.press("C").shows("who pays?").written(&["p who pays?"]);
}

/// The field and the list on one size of screen.
fn frames(width: u16, height: u16) -> String {
    let talk = Talk::of(DECK).sized(width, height);
    let talk = talk.write("p who pays for the component once the feature team has gone? @Ada !Fri");
    let talk = talk.press("→").write("q \"We never asked.\"").write("d one contract for both");
    let talk =
        talk.press("→").write("a send the contract @Ada_Lovelace !2026-12-01").write("n lunch");
    let talk = talk.press("C k s k x k").after(5);
    let list = talk.screen();
    let talk = talk.press("esc c").type_in("a send the contract @Ada !Fri");
    let short = talk.screen();
    let talk = talk.type_in(", and ask who signs it for the 部署 when the room is full of people");
    let long = talk.press("← ← ←").screen();
    [list, short, long].join(&format!("{}\n", "═".repeat(usize::from(width))))
}

#[test]
fn the_field_and_the_list_on_a_common_screen() {
    insta::assert_snapshot!(frames(80, 24));
}

#[test]
fn the_field_and_the_list_on_a_small_screen() {
    insta::assert_snapshot!(frames(40, 12));
}

/// A talk that asks twice and ends with what happened.
const TWICE: &str = "# Today {#today}\n\n```poll\nid = \"today\"\nkind = \"single\"\nquestion = \"Where today?\"\n\
    choices = [\"In a core\", \"Half and half\", \"In teams\"]\n```\n\n---\n\n# Words {#words}\n\nWords.\n\n---\n\n\
    # Next {#next}\n\n```poll\nid = \"next\"\nkind = \"single\"\nquestion = \"Where next?\"\n\
    choices = [\"In a core\", \"Half and half\", \"In teams\"]\n```\n\n---\n\n# This room {#end}\n\n```happened\n```\n\n\
    ---\n\n# Thanks {#thanks}\n\nWords.\n\n---\n\n# Sources {#sources}\n\nBooks.\n";

#[test]
fn the_last_slide_is_made_of_what_happened() {
    let talk = Talk::of(TWICE).press("4G").shows("What the room votes, asks and agrees on");
    let talk = talk.press("g v").voter("a", Answer::Choices(vec![1]));
    let talk = talk.voter("b", Answer::Choices(vec![1])).press("v v").write("p who pays? @Ada");
    let talk = talk.press("→").write("a send the contract @Bob !Fri").write("n lunch").after(5);
    // It is time for parked questions one slide before.
    let talk = talk.press("→").shows("1 parked question: C lists it").after(5).press("v");
    let talk = talk.voter("a", Answer::Choices(vec![3])).press("v v →").after(5);
    insta::assert_snapshot!(talk.screen());
    // What is settled is gone from it at once.
    let talk = talk.press("C g s esc").hides("who pays?").shows("send the contract");
    talk.sized(40, 12).shows("2 more lines");
}
