//! How the room comes in: kept for resuming, and what somebody has on disk.

use super::*;

fn sign() -> Sign {
    Sign { code: "K7Q2M9XD".to_owned(), port: 7_777 }
}

/// What somebody has on disk in a round.
fn kept(room: &Room, round: RoundId, who: &str) -> Option<Kept> {
    let (done, found) = mpsc::channel();
    let participant = ballot(round, who, 1).participant;
    room.store.answer(round, participant, move |result| done.send(result).unwrap());
    found.recv_timeout(LONG).unwrap().unwrap()
}

#[test]
fn a_session_that_is_resumed_is_joined_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let door = room.door.clone();
    assert_eq!((door.session, door.salt.len(), &door.sign), (1, 32, &None));
    // Whether the room is opened before there is a session or after it.
    room.store.sign(sign());
    room.begin(single("where"));
    room.crash();
    let room = Room::open_with(folder.path(), true, 2_000);
    assert_eq!(room.door, Door { sign: Some(sign()), ..door.clone() });
    let moved = Sign { port: 7_778, ..sign() };
    room.store.sign(moved.clone());
    room.crash();
    let mut room = Room::open_with(folder.path(), true, 3_000);
    assert_eq!(room.door, Door { sign: Some(moved), ..door.clone() });
    room.store.end(4_000);
    // Another session is another room, and the one of before can still be taken up.
    room = Room::open(folder.path());
    assert_eq!((room.door.session, &room.door.sign), (2, &None));
    assert_ne!(room.door.salt, door.salt);
}

#[test]
fn a_session_that_is_taken_up_brings_its_door() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let door = room.door.clone();
    room.begin(single("where"));
    room.crash();
    let mut room = Room::open_with(folder.path(), false, 2_000);
    assert_eq!(room.door.session, 2);
    // It had no sign: the one that hangs already stays.
    room.store.sign(sign());
    room.store.resume();
    room.wait_for_votes();
    assert_eq!(room.door, Door { sign: Some(sign()), ..door });
    room.crash();
    assert_eq!(Room::open_with(folder.path(), true, 3_000).door.sign, Some(sign()));
}

#[test]
fn what_somebody_has_on_disk_is_found_also_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    assert_eq!(kept(&room, round, "ada"), None);
    assert_eq!(room.cast(ballot(round, "ada", 1)), recorded(1));
    assert_eq!(room.cast(ballot(round, "ada", 2)), recorded(2));
    let mine = Kept { answer: Answer::Choices(vec![2]), revision: 2 };
    assert_eq!(kept(&room, round, "ada"), Some(mine.clone()));
    room.crash();
    let room = Room::open_with(folder.path(), true, 2_000);
    assert_eq!(kept(&room, round, "ada"), Some(mine));
    assert_eq!((kept(&room, round, "bob"), kept(&room, round + 1, "ada")), (None, None));
}
