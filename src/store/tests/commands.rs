//! What the speaker does with rounds, and what a round then takes.

use super::*;

#[test]
fn what_arrived_after_the_closing_time_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(Poll { seconds: Some(2), ..single("where") });
    assert_eq!(room.votes.open().unwrap().round.countdown, Countdown::Until(3_000));
    let at = |at_ms, who| Ballot { at_ms, ..ballot(round, who, 1) };
    assert_eq!(room.cast(at(3_000, "ada")), recorded(1));
    assert_eq!(room.cast(at(3_001, "bob")), Err(NotRecorded::NotOpen));
    room.command(Command::Countdown(round, Countdown::Paused(1)), 3_001).unwrap();
    assert_eq!(room.cast(at(9_000, "bob")), recorded(1));
    room.command(Command::Countdown(round, Countdown::Until(9_000)), 3_001).unwrap();
    assert_eq!(room.cast(at(9_001, "bob")), Err(NotRecorded::NotOpen));
    assert_eq!(room.votes.latest("where").unwrap().tally.voters(), 2);
}

#[test]
fn nobody_but_the_speaker_counts_hands() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    let many = Ballot { answer: Answer::Hands(vec![900, 0, 0]), ..ballot(round, "ada", 1) };
    assert!(matches!(room.cast(many), Err(NotRecorded::Invalid(_))));
    let speaker = Participant { via: Via::Hands, key: Vec::new() };
    let posing = Ballot { participant: speaker, ..ballot(round, "ada", 1) };
    assert!(matches!(room.cast(posing), Err(NotRecorded::Invalid(_))));
    room.command(Command::Close(round), 1_000).unwrap();
    room.command(Command::Hands(round, Some(vec![3, 0, 1])), 1_000).unwrap();
    room.command(Command::Hands(round, Some(vec![4, 0, 1])), 1_000).unwrap();
    assert_eq!(room.votes.latest("where").unwrap().tally.choices(), [4, 0, 1]);
    room.command(Command::Hands(round, None), 1_000).unwrap();
    assert_eq!(room.votes.latest("where").unwrap().tally.hands(), None);
    room.command(Command::Reveal(round), 1_000).unwrap();
    room.command(Command::Hands(round, Some(vec![4, 0, 1])), 1_000).unwrap_err();
}

#[test]
fn a_text_that_changes_is_held_back_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(moderated("why"));
    room.cast(text(round, "ada", "kind")).unwrap();
    let shown = |room: &Room| room.votes.latest("why").unwrap().texts.clone();
    let ada = shown(&room)[0].participant;
    assert!(!shown(&room)[0].released);
    room.command(Command::Release(round, ada, true), 2_000).unwrap();
    room.cast(text(round, "ada", "kind")).unwrap();
    assert!(shown(&room)[0].released, "the same text again");
    room.cast(text(round, "ada", "unkind")).unwrap();
    assert!(!shown(&room)[0].released);
    room.command(Command::Release(round, ada + 1, true), 2_000).unwrap_err();
}

#[test]
fn rounds_that_did_not_change_are_not_counted_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let first = room.begin(single("where"));
    room.cast(ballot(first, "ada", 1)).unwrap();
    room.command(Command::Close(first), 1_000).unwrap();
    let second = room.begin(single("why"));
    let before = Arc::clone(&room.votes);
    room.cast(ballot(second, "ada", 1)).unwrap();
    assert!(Arc::ptr_eq(&before.rounds[0], &room.votes.rounds[0]));
    assert_eq!(before.rounds[1].tally.voters(), 0, "what was told before stays as it was");
}

#[test]
fn what_is_not_allowed_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let again = |poll: &str| Command::Open(Arc::new(single(poll)));
    let first = room.begin(single("where"));
    let refused = |room: &mut Room, command: Command| {
        let before = Arc::clone(&room.votes);
        let why = room.command(command, 1_000).unwrap_err();
        assert!(why.ends_with('.') && Arc::ptr_eq(&before, &room.votes), "{why}");
    };
    refused(&mut room, again("where"));
    refused(&mut room, again("other"));
    refused(&mut room, Command::Reveal(first));
    room.cast(ballot(first, "ada", 1)).unwrap();
    refused(&mut room, Command::Back(first));
    refused(&mut room, Command::Release(first, 1, true));
    refused(&mut room, Command::Close(99));
    room.command(Command::Close(first), 1_000).unwrap();
    room.command(Command::Close(first), 1_000).unwrap();
    refused(&mut room, again("where"));
    refused(&mut room, Command::Countdown(first, Countdown::None));
    let other = room.begin(single("other"));
    refused(&mut room, Command::Back(first));
    room.command(Command::Back(other), 1_000).unwrap();
    assert_eq!(room.votes.of("other").count(), 0, "an open round without ballots is withdrawn");
    room.command(Command::Back(first), 1_000).unwrap();
    assert_eq!(room.votes.open().unwrap().round.id, first);
    room.command(Command::Close(first), 1_000).unwrap();
    room.command(Command::Reveal(first), 1_000).unwrap();
    let second = room.begin(single("where"));
    assert_eq!(room.votes.open().unwrap().round.number, 2);
    refused(&mut room, Command::Back(first));
    room.command(Command::Reset("where".to_owned()), 1_000).unwrap();
    assert!(room.votes.rounds.is_empty());
    let third = room.begin(single("where"));
    assert!(third > second, "an id is never used again");
    assert_eq!(room.cast(ballot(second, "ada", 1)), Err(NotRecorded::NotOpen));
}
