//! Discussions and breaks on stage: keys, orders and a clock that only the test moves, with votes on disk.

use roundtable::action::{Discuss, Order};
use roundtable::app::Event;
use roundtable::app::status::Discussing;
use roundtable::ballot::Answer;
use roundtable::happening::{Change, Happening};
use roundtable::keymap::{Code, Key};
use roundtable::layout::Size;
use roundtable::round::{Countdown, Phase};
use roundtable::store::Archive;

use crate::pty::Terminal;
use crate::rounds::Talk;

use Phase::{Closed, Open, Revealed};

const DECK: &str = "# One {#one}\n\nWords.\n\n---\n\n# Strings {#strings}\n\nFirst this.\n\n<!-- pause -->\n\n\
    ```discuss\nid = \"strings\"\nmethod = \"think-pair-share\"\nminutes = 5\nprompt = \"Which string surprised you?\"\n\
    listen_for = \"The quiet ones.\"\nprobes = [\"Who pays?\", \"Who is paged?\"]\n```\n\n---\n\n\
    # Boss {#boss}\n\n```poll\nid = \"boss\"\nkind = \"single\"\nseconds = 20\nquestion = \"Who leads?\"\n\
    choices = [\"core\", \"team\"]\n```\n\n<!-- pause -->\n\n```discuss\nid = \"argue\"\nmethod = \"vote-discuss-revote\"\n\
    minutes = 5\npoll = \"boss\"\nprompt = \"Argue.\"\n```\n\n---\n\n# Alone {#alone}\n\n\
    ```discuss\nid = \"no-poll\"\nmethod = \"vote-discuss-revote\"\nminutes = 5\nprompt = \"Without a poll.\"\n```\n\n\
    ```discuss\nid = \"floor\"\nmethod = \"open\"\nminutes = 1\nprompt = \"The floor.\"\n```\n";

fn talk() -> Talk {
    Talk::of(DECK)
}

/// A talk whose discussion has just begun.
fn strings() -> Talk {
    talk().press("→ d").shows("THINK · pair · share")
}

fn size(mut talk: Talk, width: u16, height: u16) -> Talk {
    talk.event(Event::Resized(Size { width, height }));
    talk
}

fn small(talk: Talk) -> Talk {
    size(talk, 40, 12)
}

#[test]
fn a_discussion_goes_through_its_phases_by_the_clock() {
    let talk = small(strings()).shows("1:00 left");
    let talk = talk.after_ms(500).shows("1:00 left").after_ms(500).shows("0:59 left");
    // Two phases follow by themselves; the last one waits for the speaker.
    let talk = talk.after_ms(58_999).shows("THINK").shows("0:01 left").after_ms(1).shows("PAIR");
    let talk = talk.shows("2:00 left").after(119).shows("0:01 left").after(1).shows("PAIR");
    let talk = talk.shows("time is up, +0:00").after(75).shows("PAIR").shows("time is up, +1:15");
    let talk = talk.press("d").shows("think · pair · SHARE").shows("2:00 left");
    let talk = talk.after(200).shows("time is up, +1:20").press("d");
    let talk = talk.shows("think · pair · share").hides("left").hides("time is up");
    assert_eq!(talk.app.status().discussion, None);
    assert_eq!(talk.sleeps(), 5_000, "the next minute of the clock in the bottom row");
}

#[test]
fn the_time_is_large_where_there_is_room_and_the_title_stays_on_top() {
    let talk = strings().shows("Strings").shows("━").shows("█").hides("left");
    let talk = talk.shows("Alone and in silence: write down your answer.");
    let talk = size(talk, 120, 40).shows("Strings").shows("█");
    small(talk).shows("Strings").hides("█").shows("Which string surprised you?");
}

#[test]
fn the_card_comes_with_the_key_that_begins_it() {
    talk().press("→").hides("surprised").press("d").shows("surprised");
    talk().press("d").shows("There is no discussion on this slide");
    talk().press("D").shows("No discussion runs: d begins the one on the slide");
}

#[test]
fn one_key_goes_back_to_the_beginning_of_a_phase_and_to_none() {
    let talk = small(strings()).after(20).press("d").shows("PAIR").after(7).press("D");
    let talk = talk.shows("THINK").shows("1:00 left").press("D").shows("think · pair · share");
    talk.hides("left").press("d").shows("THINK");
}

#[test]
fn the_clock_runs_on_while_one_pages_away() {
    let talk = strings().after(10).press("n").shows("Boss").shows("think 0:50");
    let talk = talk.after(49).shows("think 0:01").after(1).shows("pair 2:00");
    let talk = talk.after(100).shows("pair 0:20").press("P").shows("pair 0:20, paused");
    let talk = talk.after(9).press("P").after(33).shows("pair +0:13").press("p");
    let talk = small(talk.hides("pair +0:13")).shows("PAIR").shows("time is up, +0:13");
    // Before its card is seen, it is elsewhere too.
    talk.press("←").shows("pair +0:13").press("d").shows("share 2:00");
}

#[test]
fn time_is_stopped_given_and_short() {
    let talk = small(strings()).after(30).press("P").shows("paused, 0:30 left").after(99);
    let talk = talk.shows("paused, 0:30 left").press("+").shows("paused, 1:00 left").press("P");
    let talk = talk.after(49).shows("0:11 left");
    assert!(!talk.app.running().unwrap().is_short(talk.now_ms()));
    let talk = talk.after(1).shows("0:10 left");
    assert!(talk.app.running().unwrap().is_short(talk.now_ms()));
    let talk = talk.press("+").shows("0:40 left").press("d d").after(130).shows("+0:10");
    talk.press("P").shows("Its time is up").press("+").shows("0:30 left");
}

#[test]
fn a_key_that_comes_just_after_a_phase_has_come_by_itself_meant_that() {
    let talk = strings().after_ms(60_000).after_ms(900).press("d").shows("PAIR");
    talk.after_ms(200).press("d").shows("SHARE");
}

#[test]
fn it_wakes_with_every_second_that_is_seen_and_else_at_the_end() {
    let talk = strings().after_ms(300);
    assert_eq!(talk.sleeps(), 700);
    let talk = talk.press("o").after_ms(700);
    assert_eq!(talk.sleeps(), 59_000);
    let talk = talk.press("esc").after(200);
    assert_eq!(talk.sleeps(), 1_000);
    let talk = talk.press("o");
    assert!(talk.app.deadline().is_none(), "nothing comes to an end");
}

#[test]
fn a_vote_a_discussion_and_a_second_vote_are_two_rounds_that_are_revealed_by_the_speaker() {
    let talk = talk().press("3 enter d").shows("VOTE · discuss · vote again").phases(&[Open]);
    // The phase's clock is the only one.
    let talk = talk.after(25).phases(&[Open]).voter("a", Answer::Choices(vec![1]));
    let talk = talk.after(45).shows("DISCUSS").phases(&[Closed]);
    let talk = talk.after(300).shows("DISCUSS").press("d").shows("VOTE AGAIN");
    let talk = talk.phases(&[Closed, Open]).voter("a", Answer::Choices(vec![2]));
    let talk = talk.after(500).phases(&[Closed, Open]).press("d").phases(&[Closed, Closed]);
    let talk = talk.shows("vote · discuss · vote again").press("v").phases(&[Revealed, Revealed]);
    talk.shows("before").shows("after");
}

#[test]
fn going_back_loses_no_ballot() {
    let talk = talk().press("3 enter d D").phases(&[]).press("d").phases(&[Open]);
    let talk = talk.voter("a", Answer::Choices(vec![1])).press("D").phases(&[Open]);
    let talk = talk.shows("There are answers in this round already: d goes on").press("d");
    let talk = talk.phases(&[Closed]).press("D").shows("VOTE").phases(&[Open]).press("d");
    let talk = talk.press("d").phases(&[Closed, Open]).press("D").phases(&[Closed]);
    talk.shows("DISCUSS").press("v d").shows("VOTE AGAIN").phases(&[Revealed, Open]);
}

#[test]
fn keys_for_time_act_on_the_open_poll_first() {
    let talk = strings().press("n v").phases(&[Open]).shows("0:20 left").press("+");
    let talk = talk.shows("0:50 left").shows("think 1:00").press("P").shows("paused, 0:50 left");
    talk.press("v +").shows("think 1:30");
}

#[test]
fn without_a_poll_or_a_store_the_phases_run_all_the_same() {
    let talk = talk().press("4 enter d").shows("VOTE").phases(&[]);
    let talk = talk.shows("No poll goes with this discussion: hands are as good").press("d d d");
    // The next one on the slide.
    talk.press("d").shows("OPEN FLOOR");
    let mut talk = Talk::of(DECK);
    talk.event(Event::Opened(Err("the disk is full".into())));
    let talk = talk.press("3 enter d").shows("VOTE").phases(&[]);
    talk.shows("The room votes without a count: the disk is full").after(71).shows("DISCUSS");
}

#[test]
fn what_to_listen_for_is_in_the_notes_and_nowhere_else() {
    let talk =
        strings().hides("quiet").hides("Who pays?").press("s").shows("Listen for: The quiet ones.");
    talk.shows("Ask on:").shows("Who pays?").shows("Who is paged?").press("s").hides("quiet");
}

#[test]
fn orders_take_a_discussion_on_and_state_says_where_it_is() {
    let next = || Order::Discuss(Discuss::Next);
    let talk = talk().order(next()).answers(Err("there is no discussion on this slide"));
    let talk = talk.order(Order::Discuss(Discuss::Stop)).answers(Err("no discussion runs"));
    let talk = talk.press("→ o").order(next()).answers(Ok(())).shows("THINK");
    let phases = ["think", "pair", "share"].map(ToOwned::to_owned).to_vec();
    let countdown = Countdown::Until(talk.now_ms() + 60_000);
    let expected = Discussing { id: "strings".into(), phase: 1, phases, countdown };
    assert_eq!(talk.app.status().discussion, Some(expected));
    let talk = talk.order(next()).answers(Ok(())).shows("PAIR");
    let talk = talk.order(Order::Discuss(Discuss::Back)).answers(Ok(())).shows("THINK");
    let talk = talk.order(Order::Discuss(Discuss::Stop)).answers(Ok(())).hides("THINK");
    let talk = talk.order(Order::Break(10)).answers(Ok(())).shows("10:00 left");
    let talk = talk.order(next()).answers(Err("there is a break: end it first"));
    talk.order(Order::Next).answers(Ok(())).shows("Strings");
}

#[test]
fn a_break_says_when_to_be_back_until_a_key_ends_it() {
    // It is 22:13:20.
    let talk = small(talk().press("→ z").shows("Break, minutes or back at:").press("1 0 enter"));
    let talk = talk.shows("back at").shows("10:00 left").hides("Strings").after(590);
    let talk = talk.shows("0:10 left").press("+").shows("1:10 left").after(71).shows("time is up");
    let talk = talk.press("v").shows("The break goes on: → ends it").press("→").shows("Strings");
    let talk = talk.hides("surprised").press("z ctrl-u 2 2 : 4 0 enter").shows("back at");
    let talk = talk.press("z").hides("back at").shows("Strings").press("z 9 9 9 enter");
    let talk = talk.shows("Type minutes, from 1 to 720").press("esc");
    // Going elsewhere ends it too.
    talk.hides("Break,").press("5 z enter").shows("5:00 left").press("g").shows("Words.");
}

#[test]
fn a_break_is_shown_in_large_letters_and_its_time_is_the_wall_clocks() {
    let talk = talk().press("z 2 2 : 4 5 enter").shows("█").shows("31:40 left");
    talk.press("n").shows("Words.");
}

#[test]
fn what_runs_is_taken_up_with_the_time_between() {
    let talk = strings().after(10).again(DECK, 20, true).shows("Strings").shows("THINK");
    let talk = small(talk).shows("0:30 left").press("P").again(DECK, 500, true);
    let talk = small(talk).shows("paused, 0:30 left").press("P z 1 0 enter");
    // Offered, and taken up by the key.
    let talk = talk.again(DECK, 100, false).shows("R takes it up").hides("left");
    let talk =
        small(talk.press("R")).shows("8:20 left").press("→").shows("PAIR").shows("0:50 left");
    // Hours later nobody waits for it any more.
    let talk = talk.again(DECK, 9_000, true).shows("Strings").shows("think · pair · share");
    let talk = talk.press("d").shows("THINK").press("q").again(DECK, 5, true);
    talk.shows("think · pair · share").hides("THINK");
}

#[test]
fn what_happened_can_be_told_afterwards() {
    let begin = talk().now_ms();
    let talk = talk().after(2).press("→ d").after(61).press("+ P").after(3).press("P d d n");
    let talk = talk.after(2).press("z 5 enter").after(1).press("z");
    let folder = talk.end();
    let archive = Archive::open(folder.path()).unwrap().unwrap();
    let told = archive.happenings(archive.sessions().unwrap()[0].id).unwrap();
    let slide = |at: i64, id: &str, step| Happening::Slide {
        at_ms: begin + at * 1_000,
        id: id.into(),
        step,
    };
    let phase = |at: i64, phase, name: &str, change| {
        let (id, name) = ("strings".into(), name.into());
        Happening::Discussion { at_ms: begin + at * 1_000, id, phase, name, change }
    };
    let pause = |at: i64, change| Happening::Break {
        at_ms: begin + at * 1_000,
        ends_ms: begin + 368_000,
        change,
    };
    let expected = [
        slide(0, "one", 1),
        slide(2, "strings", 2),
        phase(2, 1, "think", Change::Begun),
        phase(62, 2, "pair", Change::Begun),
        phase(63, 2, "pair", Change::Extended),
        phase(63, 2, "pair", Change::Paused),
        phase(66, 2, "pair", Change::WentOn),
        phase(66, 3, "share", Change::Begun),
        phase(66, 3, "share", Change::Ended),
        slide(66, "boss", 1),
        pause(68, Change::Begun),
        pause(69, Change::Ended),
    ];
    let mut sorted = told.clone();
    sorted.sort_by_key(Happening::at_ms);
    assert_eq!(told, sorted);
    for one in &expected {
        assert!(told.contains(one), "{one:?} is not in\n{told:#?}");
    }
    assert_eq!(told.len(), expected.len(), "{told:#?}");
}

#[test]
fn a_key_in_the_field_of_a_break_is_a_figure_or_nothing() {
    let mut talk = talk().press("z q 1 x 2");
    talk.event(Event::Pasted("3:4\n5".into()));
    let talk = talk.shows("back at: 123:4").press("backspace").shows("back at: 123:▏");
    let mut talk = talk.press("ctrl-u").shows("back at: ▏");
    talk.event(Event::Key(Key::plain(Code::Esc)));
    talk.hides("Break,").shows("Words.");
}

#[test]
fn a_discussion_runs_in_a_terminal() {
    let mut terminal = Terminal::start(&["--start", "pull-your-strings"], 80, 24);
    terminal.wait_for("think · pair · share");
    terminal.press("d");
    terminal.wait_for("THINK · pair · share");
    terminal.wait_for("━");
    terminal.press("P");
    terminal.wait_for("paused");
    terminal.press("n");
    terminal.wait_for(", paused");
    terminal.press("z");
    terminal.press("10\r");
    terminal.wait_for("10:00 left");
    terminal.press("zq");
    assert_eq!(terminal.end().exit_code(), 0);
}
