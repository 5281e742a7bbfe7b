//! What the log tells of a session.

use super::*;
use crate::happening::{Happening, Note};
use crate::pacing::{Plan, PlannedPart, PlannedSlide, TalkClock};

fn happenings(folder: &Path) -> Vec<Happening> {
    let archive = Archive::open(folder).unwrap().unwrap();
    let session = archive.sessions().unwrap()[0].id;
    archive.happenings(session).unwrap()
}

fn came(poll: &str, round: u32, phase: Phase, at_ms: i64) -> Happening {
    Happening::Round { at_ms, poll: poll.to_owned(), round, phase }
}

#[test]
fn rounds_tell_what_they_came_to_and_forgotten_ones_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let id = room.begin(single("where"));
    room.command(Command::Close(id), 2_000).unwrap();
    room.command(Command::Reveal(id), 3_000).unwrap();
    room.command(Command::Back(id), 4_000).unwrap();
    room.command(Command::Back(id), 5_000).unwrap();
    room.command(Command::Close(id), 6_000).unwrap();
    let withdrawn = room.begin(single("other"));
    room.command(Command::Back(withdrawn), 7_000).unwrap();
    let forgotten = room.begin(single("third"));
    room.command(Command::Close(forgotten), 8_000).unwrap();
    room.command(Command::Reset("third".to_owned()), 9_000).unwrap();
    room.store.end(9_500);
    let expected = [
        (Phase::Open, 1_000),
        (Phase::Closed, 2_000),
        (Phase::Revealed, 3_000),
        (Phase::Closed, 4_000),
        (Phase::Open, 5_000),
        (Phase::Closed, 6_000),
    ];
    let expected = expected.map(|(phase, at_ms)| came("where", 1, phase, at_ms));
    assert_eq!(happenings(folder.path()), expected);
}

#[test]
fn the_talks_clock_is_kept_with_its_plan_and_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let slide = |id: &str, optional| PlannedSlide {
        id: id.to_owned(),
        title: id.to_uppercase(),
        share_ms: 30_000,
        optional,
    };
    let part =
        |title: &str, slides| PlannedPart { title: title.to_owned(), length_ms: 60_000, slides };
    let slides = vec![slide("a", None), slide("b", Some(1))];
    let parts = vec![part("Opening", slides), part("Break", Vec::new())];
    let plan = Plan { agenda: "talk45".to_owned(), parts };
    let room = Room::open(folder.path());
    let running = TalkClock::Running { zero_ms: 1_000 };
    let paused = TalkClock::Paused { elapsed_ms: 4_000 };
    room.store.note(1_000, Note::Clock { clock: running, plan: Some(plan.clone()) });
    room.store.note(5_000, Note::Clock { clock: paused, plan: None });
    room.store.end(6_000);
    let expected = [
        Happening::Clock { at_ms: 1_000, clock: running, plan: Some(plan) },
        Happening::Clock { at_ms: 5_000, clock: paused, plan: None },
    ];
    assert_eq!(happenings(folder.path()), expected);
    drop(room);
    let again = Room::open_with(folder.path(), true, 7_000);
    assert_eq!(again.opened.under_way.clock, paused);
    assert_eq!(again.opened.under_way.agenda.as_deref(), Some("talk45"));
}

#[test]
fn every_slide_that_was_stayed_on_is_told_however_late_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let room = Room::open(folder.path());
    for (slide, at_ms) in
        [("a", 0), ("b", 2_000), ("glanced-at", 4_000), ("c", 4_500), ("d", 9_000)]
    {
        room.store.position(Position { slide: slide.into(), step: 1, elapsed_ms: None, at_ms });
    }
    room.store.end(9_500);
    let told = happenings(folder.path()).into_iter().map(|happening| match happening {
        Happening::Slide { at_ms, id, .. } => (id, at_ms),
        other => panic!("{other:?}"),
    });
    let told: Vec<(String, i64)> = told.collect();
    let expected = [("a", 0), ("b", 2_000), ("c", 4_500), ("d", 9_000)];
    assert_eq!(told, expected.map(|(id, at_ms)| (id.to_owned(), at_ms)));
}
