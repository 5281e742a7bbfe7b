//! Sessions: when one is kept, resumed, offered, listed and deleted.

use super::*;
use crate::store::book::Book;

fn at(slide: &str, at_ms: i64) -> Position {
    Position { slide: slide.to_owned(), step: 2, elapsed_ms: Some(7), at_ms }
}

fn sessions(folder: &Path) -> Vec<SessionInfo> {
    Archive::open(folder).unwrap().map_or(Vec::new(), |archive| archive.sessions().unwrap())
}

#[test]
fn a_session_is_kept_once_there_is_something_to_keep() {
    let folder = tempfile::tempdir().unwrap();
    let room = Room::open(folder.path());
    room.store.position(at("a", 1_000));
    room.store.position(at("a", 9_000));
    room.store.end(9_500);
    assert_eq!(sessions(folder.path()), []);

    let room = Room::open(folder.path());
    room.store.position(at("a", 1_000));
    room.store.position(at("b", 2_000));
    room.store.end(3_000);
    let kept = sessions(folder.path());
    assert_eq!((kept.len(), kept[0].started_ms, kept[0].ended_ms), (1, 1_000, Some(3_000)));

    let mut room = Room::open_with(folder.path(), false, 5_000);
    room.begin(single("where"));
    room.store.end(6_000);
    assert_eq!(sessions(folder.path())[0].rounds, 1, "the latest comes first");
}

#[test]
fn a_talk_goes_on_where_it_was_with_all_its_ballots() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    room.store.position(at("a", 1_000));
    let round = room.begin(Poll { seconds: Some(5), ..single("where") });
    room.cast(ballot(round, "ada", 2)).unwrap();
    room.store.position(at("b", 2_000));
    let before = Arc::clone(&room.votes);
    room.crash();

    let room = Room::open_with(folder.path(), true, 3_000);
    assert_eq!(room.opened.resumed, Some(at("b", 2_000)));
    assert_eq!(room.votes, before);
    room.store.end(4_000);

    // Time passes while nothing runs. What was ended can be resumed too, when asked for.
    let mut room = Room::open_with(folder.path(), true, 7_000);
    let counted = room.votes.latest("where").unwrap();
    assert_eq!((counted.round.phase, counted.tally.choices()), (Phase::Closed, vec![0, 1, 0]));
    assert_eq!(room.cast(ballot(round, "bob", 1)), Err(NotRecorded::NotOpen));
    assert_eq!(sessions(folder.path()).len(), 1);
    assert_eq!(sessions(folder.path())[0].ended_ms, None);
}

#[test]
fn a_talk_cut_short_is_offered_and_can_be_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    room.store.position(at("a", 1_000));
    room.store.position(at("b", 1_500));
    let round = room.begin(single("where"));
    room.cast(ballot(round, "ada", 2)).unwrap();
    room.crash();

    let hours = 60 * 60 * 1_000;
    let room = Room::open_with(folder.path(), false, 1_500 + 12 * hours + 1);
    assert_eq!(room.opened, Opened::default(), "that was too long ago");
    drop(room);
    let other = Opening { title: "Another".to_owned(), ..opening(folder.path(), false, 2_000) };
    assert_eq!(Book::open(&other).unwrap().1, Opened::default(), "that was another deck");

    let mut room = Room::open_with(folder.path(), false, 2_000);
    let offer = room.opened.offer.clone().unwrap();
    assert_eq!((offer.ballots, offer.started_ms, &offer.position), (1, 1_000, &at("b", 1_500)));
    // Walking through the slides meanwhile is no reason to lose it.
    room.store.position(at("a", 2_000));
    room.store.position(at("c", 9_000));
    room.store.resume();
    room.wait_for_votes();
    assert_eq!(room.votes.latest("where").unwrap().tally.choices(), [0, 1, 0]);
    assert_eq!(room.cast(ballot(round, "bob", 2)), recorded(1));
    room.store.end(10_000);
    assert_eq!(sessions(folder.path()).len(), 1);
}

#[test]
fn a_talk_with_a_round_of_its_own_takes_up_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    room.begin(single("where"));
    room.crash();
    let mut room = Room::open_with(folder.path(), false, 2_000);
    room.begin(single("why"));
    room.store.resume();
    let News::Trouble(why) = room.news.recv_timeout(LONG).unwrap() else { panic!("resumed") };
    assert!(why.contains("cannot go on"), "{why}");
    assert_eq!(room.votes.rounds.len(), 1);
}

#[test]
fn without_a_session_of_this_deck_there_is_nothing_to_resume() {
    let folder = tempfile::tempdir().unwrap();
    let room = Room::open_with(folder.path(), true, 1_000);
    assert_eq!(room.opened.resumed, None);
    assert!(room.opened.notice.as_deref().is_some_and(|notice| notice.contains("no session")));
}

#[test]
fn a_position_is_written_once_a_second_and_with_whatever_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, _) = Book::open(&opening(folder.path(), false, 1_000)).unwrap();
    let slide = |book: &Book| -> Option<String> {
        let sql = "SELECT max(slide) FROM journal";
        book.connection.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    book.position(at("a", 1_000));
    assert_eq!(book.due(), None, "the talk has not begun");
    book.position(at("b", 1_100));
    assert_eq!(book.due(), Some(0));
    book.write(&[]).unwrap();
    assert_eq!((slide(&book).as_deref(), book.due()), (Some("b"), None));
    book.position(at("c", 1_500));
    assert_eq!(book.due(), Some(600));
    book.position(at("d", 2_100));
    assert_eq!(book.due(), Some(0));
    book.position(at("e", 500));
    assert_eq!(book.due(), Some(1_000), "a clock that was set back");
    book.end(3_000).unwrap();
    assert_eq!(slide(&book).as_deref(), Some("e"));
}

#[test]
fn a_position_comes_to_the_disk_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let room = Room::open(folder.path());
    for (slide, at_ms) in [("a", 1_000), ("b", 1_001), ("c", 1_002)] {
        room.store.position(at(slide, at_ms));
    }
    let (_never, wait) = mpsc::channel::<()>();
    let path = folder.path().join("roundtable.db");
    for _ in 0..300 {
        let reader = rusqlite::Connection::open(&path).unwrap();
        let slide =
            reader.query_row("SELECT slide FROM journal", [], |row| row.get::<_, String>(0));
        if slide.is_ok_and(|slide| slide == "c") {
            return;
        }
        let _ = wait.recv_timeout(Duration::from_millis(20));
    }
    panic!("the position was never written");
}

#[test]
fn two_rounds_are_compared_by_those_who_answered_both() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    for answers in [[1, 1, 1, 2], [2, 2, 2, 2]] {
        let round = room.begin(Poll { anonymous: false, ..single("where") });
        for (who, choice) in ["ada", "bob", "eve", "joe"].into_iter().zip(answers) {
            room.cast(ballot(round, who, choice)).unwrap();
        }
        // Somebody who answers one round only, and hands, move nowhere.
        room.cast(ballot(round, &format!("only {round}"), 3)).unwrap();
        room.command(Command::Hands(round, Some(vec![9, 9, 9])), 1_000).unwrap();
        assert_eq!(room.votes.latest("where").unwrap().shift, None, "not while it is open");
        room.command(Command::Close(round), 1_000).unwrap();
        room.command(Command::Reveal(round), 1_000).unwrap();
    }
    let session = sessions(folder.path())[0].id;
    let archive = Archive::open(folder.path()).unwrap().unwrap();
    assert_eq!(archive.votes(session).unwrap(), *room.votes);
    let pairs = [(1, 2, 3), (2, 2, 1)].map(|(before, after, times)| {
        (Answer::Choices(vec![before]), Answer::Choices(vec![after]), times)
    });
    let expected = crate::shift::Shift::of(&single("where").kind, false, &pairs);
    assert_eq!(room.votes.latest("where").unwrap().shift, expected);
    let second = room.votes.latest("where").unwrap().round.id;
    room.command(Command::Back(second), 1_000).unwrap();
    room.command(Command::Back(second), 1_000).unwrap();
    assert_eq!(room.votes.latest("where").unwrap().shift, None, "it is open again");
}

#[test]
fn every_command_is_logged_with_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(moderated("why"));
    room.cast(text(round, "ada", "a secret")).unwrap();
    let ada = room.votes.rounds[0].texts[0].participant;
    room.command(Command::Release(round, ada, true), 1_100).unwrap();
    room.command(Command::Countdown(round, Countdown::Until(9_000)), 1_200).unwrap();
    room.command(Command::Close(round), 1_300).unwrap();
    room.command(Command::Close(round), 1_400).unwrap();
    room.command(Command::Reveal(round), 1_500).unwrap();
    room.command(Command::Back(round), 1_600).unwrap();
    room.command(Command::Reset("why".to_owned()), 1_700).unwrap();
    let file = rusqlite::Connection::open(folder.path().join("roundtable.db")).unwrap();
    let mut statement = file.prepare("SELECT at_ms, kind, data FROM log ORDER BY seq").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let log: Vec<(i64, String, String)> = rows.map(Result::unwrap).collect();
    let kinds: Vec<(i64, &str)> = log.iter().map(|(at, kind, _)| (*at, kind.as_str())).collect();
    let expected = [
        (1_000, "open"),
        (1_100, "release"),
        (1_200, "countdown"),
        (1_300, "close"),
        (1_500, "reveal"),
        (1_600, "back"),
        (1_700, "reset"),
    ];
    assert_eq!(kinds, expected);
    assert!(log.iter().all(|(_, _, data)| !data.contains("secret")));
}

#[test]
fn what_is_deleted_is_gone_from_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    for (title_at, secret) in [(1_000, "tell nobody"), (500_000, "of no matter")] {
        let mut room = Room::open_with(folder.path(), false, title_at);
        let round = room.begin(moderated("why"));
        room.cast(text(round, "ada", secret)).unwrap();
        room.store.end(title_at + 1_000);
    }
    let holds = |text: &str| {
        let files = std::fs::read_dir(folder.path()).unwrap();
        files
            .map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    };
    assert!(holds("tell nobody"));
    std::fs::write(folder.path().join("roundtable.db.damaged-900"), "tell nobody").unwrap();
    std::fs::write(folder.path().join("roundtable.db.damaged-900-wal"), "tell nobody").unwrap();

    let lock = Lock::take(folder.path()).unwrap();
    let refused = [
        rename(folder.path(), 1, "Monday"),
        delete(folder.path(), 1),
        purge(folder.path(), 3_000).map(drop),
    ];
    for refusal in refused {
        let why = refusal.unwrap_err();
        assert!(why.contains("another talk is using this folder"), "{why}");
    }
    drop(lock);
    rename(folder.path(), 2, "Monday").unwrap();
    assert_eq!(purge(folder.path(), 3_000), Ok(1));
    assert!(!holds("tell nobody"));
    assert!(holds("of no matter"));
    let left = sessions(folder.path());
    assert_eq!((left.len(), left[0].name.as_deref()), (1, Some("Monday")));
    assert_eq!(delete(folder.path(), 1), Err("there is no session 1".to_owned()));
    delete(folder.path(), 2).unwrap();
    assert!(!holds("of no matter"));
    assert_eq!(purge(&folder.path().join("nowhere"), 3_000), Ok(0));
}

#[test]
fn a_folder_has_one_talk() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("data");
    let lock = Lock::take(&inner).unwrap();
    let held = Lock::take(&inner).unwrap_err();
    assert_eq!(held, LockError::Held(Some(std::process::id())));
    assert!(held.to_string().contains("another talk is using this folder (process "));
    // Also before the talk has made its file.
    assert!(purge(&inner, 3_000).unwrap_err().contains("another talk is using this folder"));
    drop(lock);
    assert_eq!(purge(&inner, 3_000), Ok(0));
    Lock::take(&inner).unwrap();
}

#[test]
fn ballots_are_read_without_who_cast_them_and_with_whole_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    room.cast(Ballot { at_ms: 2_987, ..ballot(round, "ada", 2) }).unwrap();
    room.cast(Ballot { at_ms: 2_988, ..ballot(round, "bob", 3) }).unwrap();
    let archive = Archive::open(folder.path()).unwrap().unwrap();
    let mut rows = Vec::new();
    let all = &mut |row| {
        rows.push(row);
        std::ops::ControlFlow::Continue(())
    };
    archive.ballots(1, all).unwrap();
    let expected = BallotRow {
        poll: "where".to_owned(),
        round: 1,
        participant: 1,
        via: Via::Web,
        revision: 1,
        answer: Answer::Choices(vec![2]),
        at_ms: 2_000,
    };
    assert_eq!((rows.len(), &rows[0]), (2, &expected));
    let mut count = 0;
    let one = &mut |_| {
        count += 1;
        std::ops::ControlFlow::Break(())
    };
    archive.ballots(1, one).unwrap();
    assert_eq!(count, 1);
}
