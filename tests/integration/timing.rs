//! The talk's clock on stage, and an agenda that is kept to: keys and orders, by a clock that only the test moves.

use std::sync::Arc;

use roundtable::action::{ClockOrder, Order};
use roundtable::agenda::{Agenda, Part};
use roundtable::app::App;
use roundtable::pacing::TalkClock;

use crate::pty::Terminal;
use crate::rounds::Talk;

const DECK: &str = "# A {#a}\n\n---\n\n# B {#b}\n\n---\n\n# C {#c}\n\n---\n\n# D {#d}\n\n---\n\n# E {#e}\n\n---\n\n# F {#f}\n";

fn part(title: &str, minutes: f64, slides: &[&str], optional: &[&str]) -> Part {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    Part { title: title.to_owned(), minutes, slides: ids(slides), optional: ids(optional) }
}

/// A talk of 16 minutes: two for each slide, and a break of four.
fn talk() -> Talk {
    let mut talk = Talk::of(DECK);
    let parts = vec![
        part("One", 6.0, &["a", "b", "c"], &["c"]),
        part("Break", 4.0, &[], &[]),
        part("Two", 6.0, &["d", "e", "f"], &["e"]),
    ];
    Arc::make_mut(&mut talk.app.deck).agendas = vec![Agenda { name: "short".to_owned(), parts }];
    assert!(talk.app.keep_agenda("short"));
    talk
}

fn slide(app: &App) -> &str {
    &app.current().unwrap().id
}

fn standing(talk: &Talk) -> String {
    talk.app.pace().unwrap().standing()
}

#[test]
fn the_clock_starts_when_the_talk_leaves_its_first_slide() {
    let talk = talk().after(90);
    assert_eq!((talk.app.clock_of_talk(), talk.app.pace()), (TalkClock::Waiting, None));
    let talk = talk.press("w").shows("starts when you leave this slide").press("→").after(30);
    assert_eq!(talk.app.elapsed_ms(), 30_000);
    talk.press("w").shows("0:30 of 16:00 · 2:00 ahead").press("→").hides("ahead");
}

#[test]
fn a_key_starts_the_clock_pauses_it_and_sets_it() {
    let talk = talk().press("T").shows("The talk's clock runs from 0:00").after(60).press("→");
    let talk = talk.after(60).press("T").shows("The talk's clock stands at 2:00");
    let talk = talk.after(600).press("w").shows("paused at 2:00 of 16:00 · on time");
    let talk = talk.press("T").shows("runs from 2:00").after(30);
    assert_eq!(talk.app.elapsed_ms(), 150_000);
    let talk = talk.press("9 T").shows("The talk's clock runs from 9:00").press("w");
    let talk = talk.shows("9:00 of 16:00 · 7:00 behind").press("0 T").shows("runs from 0:00");
    let talk = talk.press("9 9 9 9 T").shows("No talk takes that long");
    assert_eq!(talk.app.elapsed_ms(), 0);
}

#[test]
fn orders_start_the_clock_pause_it_and_let_it_go_on() {
    let talk = talk().order(Order::Clock(ClockOrder::Pause));
    let talk = talk.answers(Err("the talk's clock has not started"));
    let talk = talk.order(Order::Clock(ClockOrder::Start)).answers(Ok(())).after(10);
    let talk = talk.order(Order::Clock(ClockOrder::Resume)).answers(Err("the talk's clock runs"));
    let talk = talk.order(Order::Clock(ClockOrder::Pause)).answers(Ok(())).after(10);
    let talk = talk.order(Order::Clock(ClockOrder::Pause));
    let talk = talk.answers(Err("the talk's clock is paused"));
    let talk = talk.order(Order::Clock(ClockOrder::Resume)).answers(Ok(())).after(10);
    assert_eq!(talk.app.elapsed_ms(), 20_000);
    let talk = talk.order(Order::Clock(ClockOrder::Start)).answers(Ok(()));
    assert_eq!(talk.app.elapsed_ms(), 0);
}

#[test]
fn the_stage_says_nothing_of_a_delay_until_it_is_asked() {
    let talk = talk().press("T →").after(1_200);
    let talk = talk.hides("behind").hides("20:").press("→").after(1).hides("behind");
    talk.press("w").shows("20:01 of 16:00 · ").shows("behind");
}

#[test]
fn whoever_is_late_may_skip_the_next_optional_slide() {
    let talk = talk().press("S").shows("The talk's clock has not started").press("T").after(120);
    let talk = talk.press("→ S").shows("Nothing is skipped while the talk is on time").after(300);
    assert_eq!(standing(&talk), "3:00 behind");
    let talk = talk.press("w").shows("7:00 of 16:00 · 3:00 behind · S skips “C”");
    let talk = talk.press("S").shows("→ passes over “C” · on time").press("→");
    assert_eq!(slide(&talk.app), "d");
    let talk = talk.press("←");
    assert_eq!(slide(&talk.app), "b");
    // Whoever goes there all the same sees it, and it counts again.
    let talk = talk.press("3 G");
    assert_eq!((slide(&talk.app), standing(&talk).as_str()), ("c", "3:00 behind"));
    let talk = talk.press("S").shows("→ passes over “E”").order(Order::Skip);
    talk.answers(Err("nothing is skipped while the talk is on time"));
}

#[test]
fn there_may_be_nothing_left_to_skip() {
    let talk = talk().press("T 6 G").after(1_200).press("w");
    let talk = talk.shows("20:00 of 16:00 · 4:00 behind · nothing left to skip").order(Order::Skip);
    let talk = talk.answers(Err("no slide is left to skip: the talk is 4:00 behind"));
    let without = Talk::of(DECK).press("→ S").shows("The talk follows no agenda");
    without.after(65).press("w").shows("1:05 on the talk's clock");
    drop(talk);
}

#[test]
fn a_break_begins_late_and_keeps_its_length() {
    let talk = talk().press("T").after(120).press("→").after(120).press("→").after(240);
    assert_eq!(standing(&talk), "2:00 behind");
    let talk = talk.press("z").shows("4").press("enter").after(200);
    let pace = talk.app.pace().unwrap();
    assert_eq!((pace.standing().as_str(), pace.part.title.as_str()), ("2:00 behind", "Break"));
    let talk = talk.after(40).press("→ →");
    assert_eq!((slide(&talk.app), standing(&talk).as_str()), ("d", "2:00 behind"));
}

#[test]
fn other_processes_are_told_what_holds_until_the_talk_moves() {
    let talk = talk().press("T").after(120).press("→");
    let told = talk.app.status();
    let talk = talk.after(60);
    assert_eq!(talk.app.status(), told, "a clock that runs is no news");
    assert_eq!(told.agenda.as_deref(), Some("short"));
    let pace = told.pace.unwrap();
    let late = [120_000, 240_000, 300_000].map(|elapsed| pace.later(elapsed).late_ms);
    assert_eq!(late, [0, 0, 60_000]);
    let elapsed_ms = talk.app.status().clock.elapsed_ms(talk.now_ms());
    assert_eq!(elapsed_ms, 180_000);
}

#[test]
fn a_clock_is_taken_up_with_its_talk_and_the_time_between_counts() {
    let talk = Talk::of(DECK).press("T").after(60).press("→").after(30);
    let talk = talk.again(DECK, 300, true);
    assert_eq!(talk.app.elapsed_ms(), 390_000);
    let talk = talk.press("T").after(5).again(DECK, 300, true).press("w");
    let talk = talk.shows("The talk's clock is paused at 6:30").press("T →").after(5);
    assert_eq!(talk.app.elapsed_ms(), 395_000);
    // A talk that was not taken up leaves its clock to it; days later nothing runs any more.
    let talk = talk.again(DECK, 60, false);
    assert_eq!(talk.app.clock_of_talk(), TalkClock::Waiting);
    let talk = talk.press("R");
    assert_eq!(talk.app.elapsed_ms(), 455_000);
    let talk = talk.again(DECK, 100_000, true);
    assert_eq!(talk.app.clock_of_talk(), TalkClock::Waiting);
}

#[test]
fn a_talk_is_taken_up_with_its_agenda() {
    let data = tempfile::tempdir().unwrap();
    let mut first = Terminal::start_at(data.path(), &["--agenda", "talk25"]);
    first.wait_for("1/21");
    first.press("\x1b[C");
    first.wait_for("2/21");
    first.press("w");
    first.wait_for("of 25:00");
    first.press("q");
    first.end();
    let mut second = Terminal::start_at(data.path(), &["--resume"]);
    second.wait_for("2/21");
    second.press("w");
    second.wait_for("of 25:00");
    second.press("q");
    second.end();
}

#[test]
fn the_notes_under_the_slide_have_the_clock_above_them() {
    let talk = talk().press("s").hides(" min").press("→").after(59);
    let talk = talk.shows("notes 0 of 16 min").after(1).shows("notes 1 of 16 min");
    // It is drawn again when it shows another minute, not before.
    let talk = talk.after(20);
    assert!(talk.sleeps() <= 40_000, "{}", talk.sleeps());
    let talk = talk.after(600).shows("behind").press("s").hides("behind");
    talk.press("T s").shows("notes 11 of 16 min");
}
