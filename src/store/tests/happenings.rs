//! What the log tells of a session.

use super::*;
use crate::happening::Happening;

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
