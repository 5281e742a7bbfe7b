//! Files that are not as they should be: nothing is overwritten, and a sentence says what to do.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use rusqlite::Connection;

use super::*;
use crate::store::book::Book;
use crate::store::file;
use crate::store::thread::Write;

fn data(folder: &Path) -> PathBuf {
    folder.join("roundtable.db")
}

/// A folder with a session of some hundred ballots.
fn used() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(moderated("why"));
    let (done, results) = mpsc::channel();
    for voter in 0..400 {
        let done = done.clone();
        let long = format!("{voter} {}", "because ".repeat(30));
        room.store.cast(text(round, &voter.to_string(), &long), move |r| done.send(r).unwrap());
    }
    for _ in 0..400 {
        results.recv_timeout(LONG).unwrap().unwrap();
    }
    room.store.end(2_000);
    folder
}

/// The damaged files that were kept aside.
fn aside(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names
        .map(|name| name.into_string().unwrap())
        .filter(|name| name.contains(".damaged-"))
        .collect();
    names.sort();
    names
}

fn write(cast: Ballot) -> Write {
    let place = Place::take(&Arc::default()).unwrap();
    Write::Cast(cast, Reply::new(|_| ()), place)
}

/// An open book with a round that has one ballot.
fn book(folder: &Path) -> (Book, RoundId) {
    let (mut book, _) = Book::open(&opening(folder, false, 1_000)).unwrap();
    let open = Command::Open(Arc::new(single("where")));
    book.write(&[Write::Command(open, 1_000, Reply::new(|_| ()))]).unwrap();
    let round = book.news().unwrap().open().unwrap().round.id;
    book.write(&[write(ballot(round, "ada", 1))]).unwrap();
    book.news().unwrap();
    (book, round)
}

#[test]
fn the_folder_and_the_file_are_for_this_user_alone() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("data");
    let mut room = Room::open(&inner);
    room.begin(single("where"));
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(inner.clone()), 0o700);
    for name in ["roundtable.db", "roundtable.db-wal", "roundtable.db-shm"] {
        assert_eq!(mode(inner.join(name)), 0o600, "{name}");
    }
    room.store.end(2_000);
    assert!(!inner.join("roundtable.db-wal").exists(), "an end leaves one file");
}

#[test]
fn a_file_that_is_no_database_is_kept_aside_and_the_talk_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let garbage = "once upon a time ".repeat(1_000);
    fs::write(data(folder.path()), &garbage).unwrap();
    fs::write(folder.path().join("roundtable.db.damaged-1000"), "an earlier one").unwrap();
    let mut room = Room::open(folder.path());
    let notice = room.opened.notice.clone().unwrap();
    assert!(notice.contains("kept as roundtable.db.damaged-1001"), "{notice}");
    assert_eq!(aside(folder.path()), ["roundtable.db.damaged-1000", "roundtable.db.damaged-1001"]);
    let kept = fs::read_to_string(folder.path().join("roundtable.db.damaged-1001")).unwrap();
    assert_eq!(kept, garbage);
    let round = room.begin(single("where"));
    assert_eq!(room.cast(ballot(round, "ada", 1)), recorded(1));
}

#[test]
fn a_file_with_a_torn_page_is_kept_aside_as_it_is() {
    let folder = used();
    let mut bytes = fs::read(data(folder.path())).unwrap();
    assert!(bytes.len() > 20 * 4_096, "{}", bytes.len());
    let middle = bytes.len() / 2 / 4_096 * 4_096;
    bytes[middle..middle + 4_096].fill(0xa5);
    fs::write(data(folder.path()), &bytes).unwrap();
    let room = Room::open_with(folder.path(), true, 5_000);
    assert!(room.opened.notice.is_some() && room.opened.resumed.is_none(), "{:?}", room.opened);
    assert_eq!(fs::read(folder.path().join("roundtable.db.damaged-5000")).unwrap(), bytes);
}

#[test]
fn a_file_that_was_not_closed_is_looked_at_before_it_is_trusted() {
    let folder = used();
    let mut room = Room::open_with(folder.path(), false, 5_000);
    room.begin(single("where"));
    // What a crash leaves: the file, and the log of the last commits.
    let crashed = tempfile::tempdir().unwrap();
    for name in ["roundtable.db", "roundtable.db-wal"] {
        fs::copy(folder.path().join(name), crashed.path().join(name)).unwrap();
    }
    let mut bytes = fs::read(data(crashed.path())).unwrap();
    let middle = bytes.len() / 2 / 4_096 * 4_096;
    bytes[middle..middle + 4_096].fill(0xa5);
    fs::write(data(crashed.path()), &bytes).unwrap();
    // Nothing of the old session is needed, so only a look at all of it finds the fault.
    let room = Room::open_with(crashed.path(), false, 6_000);
    assert!(room.opened.notice.is_some());
    let kept = aside(crashed.path());
    assert!(kept.contains(&"roundtable.db.damaged-6000-wal".to_owned()), "{kept:?}");
    assert_eq!(fs::read(crashed.path().join("roundtable.db.damaged-6000")).unwrap(), bytes);
}

#[test]
fn missing_tables_and_unreadable_answers_are_damage_too() {
    for sql in [
        "DROP TABLE log",
        "UPDATE ballot SET body = '{\"texts\":1}'",
        "UPDATE round SET question = '{}'",
    ] {
        let folder = used();
        let file = Connection::open(data(folder.path())).unwrap();
        file.pragma_update(None, "foreign_keys", false).unwrap();
        file.execute_batch(sql).unwrap();
        file.close().unwrap();
        let room = Room::open_with(folder.path(), true, 5_000);
        assert!(room.opened.notice.is_some(), "{sql}");
        assert!(folder.path().join("roundtable.db.damaged-5000").exists(), "{sql}");
    }
}

#[test]
fn a_file_of_a_later_program_is_left_as_it_is() {
    let folder = used();
    let file = Connection::open(data(folder.path())).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    file.close().unwrap();
    let before = fs::read(data(folder.path())).unwrap();
    let why = Room::try_open(folder.path(), false, 5_000).err().unwrap();
    assert!(
        why.contains("later roundtable") && why.contains("99") && why.contains("--data-dir"),
        "{why}"
    );
    assert_eq!(fs::read(data(folder.path())).unwrap(), before);
    let why = Archive::open(folder.path()).unwrap_err();
    assert!(why.contains("later roundtable"), "{why}");
    delete(folder.path(), 1).unwrap_err();
    assert_eq!(fs::read(data(folder.path())).unwrap(), before);
    assert_eq!(aside(folder.path()), [""; 0]);
}

#[test]
fn a_file_of_another_program_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = Connection::open(data(folder.path())).unwrap();
    file.execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
    file.close().unwrap();
    let before = fs::read(data(folder.path())).unwrap();
    let why = Room::try_open(folder.path(), false, 5_000).err().unwrap();
    assert!(why.contains("belongs to another program"), "{why}");
    assert_eq!(fs::read(data(folder.path())).unwrap(), before);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a file");
    fs::write(&inner, "").unwrap();
    for bad in [inner.as_path(), &inner.join("below"), Path::new("/dev/null/data")] {
        let why = Room::try_open(bad, false, 1_000).err().unwrap();
        assert!(why.contains(&bad.display().to_string()) && why.contains("--data-dir"), "{why}");
    }
    assert!(matches!(Lock::take(&inner), Err(LockError::Failed(_))));
}

#[test]
fn a_file_that_may_only_be_read_says_so() {
    let folder = used();
    fs::set_permissions(data(folder.path()), fs::Permissions::from_mode(0o400)).unwrap();
    // To the superuser every file is writable.
    if fs::OpenOptions::new().append(true).open(data(folder.path())).is_err() {
        let why = Room::try_open(folder.path(), false, 1_000).err().unwrap();
        assert!(why.contains("may only be read"), "{why}");
    }
    let folder = tempfile::tempdir().unwrap();
    let (mut book, round) = book(folder.path());
    book.connection.pragma_update(None, "query_only", true).unwrap();
    let why = book.write(&[write(ballot(round, "bob", 1))]).unwrap_err().sentence(&book.path);
    assert!(why.contains("may only be read") && why.contains("--data-dir"), "{why}");
}

#[test]
fn a_file_locked_by_another_program_is_taken_when_that_lets_go() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, round) = book(folder.path());
    book.connection.busy_timeout(Duration::from_millis(5)).unwrap();
    let other = Connection::open(data(folder.path())).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let why = book.write(&[write(ballot(round, "bob", 2))]).unwrap_err().sentence(&book.path);
    assert!(why.contains("another program has locked") && why.contains("by itself"), "{why}");
    other.execute_batch("ROLLBACK").unwrap();
    book.write(&[write(ballot(round, "eve", 3))]).unwrap();
    assert_eq!(book.news().unwrap().open().unwrap().tally.choices(), [1, 0, 1]);
}

#[test]
fn a_file_locked_from_the_start_is_unusable() {
    let folder = used();
    let other = Connection::open(data(folder.path())).unwrap();
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let why = Room::try_open(folder.path(), false, 1_000).err().unwrap();
    assert!(why.contains("another program has locked"), "{why}");
    assert_eq!(aside(folder.path()), [""; 0]);
}

#[test]
fn a_full_disk_takes_no_ballot_and_changes_no_count() {
    let folder = tempfile::tempdir().unwrap();
    let (mut book, round) = book(folder.path());
    let pages: i64 =
        book.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    book.connection.pragma_update(None, "max_page_count", pages).unwrap();
    let key = "a long name ".repeat(1_000);
    // The first fits and the second does not: both were in one transaction, so neither is there.
    let both = [write(ballot(round, "bob", 2)), write(ballot(round, &key, 2))];
    book.position(Position { slide: "b".to_owned(), at_ms: 9_000, ..Position::default() });
    let why = book.write(&both).unwrap_err().sentence(&book.path);
    assert!(why.contains("disk is full") && why.contains("by itself"), "{why}");
    assert!(book.news().is_none());
    assert_eq!(book.due(), None, "it is not tried over and over");
    book.connection.pragma_update(None, "max_page_count", pages + 1_000).unwrap();
    book.write(&[write(ballot(round, "eve", 3))]).unwrap();
    let votes = book.news().unwrap();
    assert_eq!(votes.open().unwrap().tally.choices(), [1, 0, 1]);
    drop(book);
    let archive = Archive::open(folder.path()).unwrap().unwrap();
    assert_eq!(archive.votes(1).unwrap(), *votes);
}

#[test]
fn who_waits_for_a_ballot_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    let other = Connection::open(data(folder.path())).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let result = room.cast(ballot(round, "ada", 1));
    assert!(matches!(result, Err(NotRecorded::Failed(_))), "{result:?}");
    assert_eq!(room.troubles.len(), 1);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(room.cast(ballot(round, "ada", 1)), recorded(1));
}

#[test]
fn where_commits_cannot_be_kept_apart_from_readers_it_is_said() {
    // A database in memory has no log to write ahead, as a file on a network drive has none.
    let memory = Connection::open_in_memory().unwrap();
    let unfit = file::write_ahead(&memory, Path::new("/net/roundtable.db")).unwrap_err();
    let why = unfit.sentence(Path::new("/net/roundtable.db"));
    assert!(why.contains("/net/roundtable.db") && why.contains("network drive"), "{why}");
}

#[test]
fn a_commit_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (book, _) = book(folder.path());
    let setting = |name: &str| -> i64 {
        book.connection.pragma_query_value(None, name, |row| row.get(0)).unwrap()
    };
    // 2 is FULL.
    assert_eq!(setting("synchronous"), 2);
    assert_eq!((setting("foreign_keys"), setting("trusted_schema")), (1, 0));
    let mode: String =
        book.connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn there_is_nothing_to_read_where_no_talk_was_given() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Archive::open(folder.path()).unwrap().is_none());
    assert!(Archive::open(&folder.path().join("nowhere")).unwrap().is_none());
    fs::write(data(folder.path()), "").unwrap();
    assert!(Archive::open(folder.path()).unwrap().is_none());
    fs::write(data(folder.path()), "once upon a time ".repeat(1_000)).unwrap();
    let why = Archive::open(folder.path()).unwrap_err();
    assert!(why.contains("is damaged"), "{why}");
}
