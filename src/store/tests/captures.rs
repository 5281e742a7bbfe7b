//! What is written down: on disk before it is told, changed, taken up again, deleted.

use rusqlite::Connection;

use super::*;

fn add(line: &str) -> CaptureChange {
    let slide = "where".to_owned();
    CaptureChange::Add { draft: Draft::parse(line), slide, state: State::Open }
}

fn lines(captures: &[Capture]) -> Vec<String> {
    captures
        .iter()
        .map(|capture| format!("{} {}", capture.state.name(), capture.draft().line()))
        .collect()
}

/// What another process reads.
fn on_disk(folder: &Path, session: i64) -> Vec<Capture> {
    Archive::open(folder).unwrap().unwrap().captures(session).unwrap()
}

#[test]
fn what_is_written_down_is_on_disk_with_its_place_and_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    room.capture(add("a send it @Ada !Fri")).unwrap();
    let written = on_disk(folder.path(), 1);
    assert_eq!(lines(&written), ["open a send it @Ada !Fri"]);
    assert_eq!((written[0].slide.as_str(), written[0].at_ms), ("where", 2_000));
    assert_eq!(*room.captures, *written);
}

#[test]
fn a_capture_is_changed_settled_dropped_and_open_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    room.capture(add("p who pays?")).unwrap();
    let id = room.captures[0].id;
    room.capture(CaptureChange::Edit(id, Draft::parse("p who pays? @Ada !Fri"))).unwrap();
    room.capture(CaptureChange::State(id, State::Settled)).unwrap();
    assert_eq!(lines(&room.captures), ["settled p who pays? @Ada !Fri"]);
    room.capture(CaptureChange::State(id, State::Open)).unwrap();
    room.capture(CaptureChange::State(id, State::Dropped)).unwrap();
    assert_eq!(lines(&on_disk(folder.path(), 1)), ["dropped p who pays? @Ada !Fri"]);
    for change in
        [CaptureChange::State(99, State::Open), CaptureChange::Edit(99, Draft::parse("x"))]
    {
        assert_eq!(
            room.capture(change),
            Err("What was written down is not there any more.".to_owned())
        );
    }
    // Every change is in the log, with what stood before.
    let file = Connection::open(folder.path().join("roundtable.db")).unwrap();
    let mut statement = file.prepare("SELECT kind, data FROM log ORDER BY seq").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let rows: Vec<(String, String)> = rows.map(Result::unwrap).collect();
    let kinds: Vec<&str> = rows.iter().map(|(kind, _)| kind.as_str()).collect();
    let state = "capture-state";
    assert_eq!(kinds, ["capture", "capture-edit", state, state, state]);
    assert!(rows[1].1.contains("p who pays?"), "{}", rows[1].1);
}

#[test]
fn a_talk_that_broke_off_has_what_was_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    room.capture(add("d one contract")).unwrap();
    room.crash();
    let room = Room::open_with(folder.path(), true, 3_000);
    assert_eq!(lines(&room.captures), ["open d one contract"]);
}

#[test]
fn what_was_written_down_before_a_talk_is_taken_up_goes_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    room.capture(add("d one contract")).unwrap();
    room.crash();
    let mut room = Room::open_with(folder.path(), false, 3_000);
    assert!(room.opened.offer.is_some());
    room.capture(add("n a second start")).unwrap();
    room.store.resume();
    room.wait_for_votes();
    room.wait_for_captures();
    let both = ["open d one contract", "open n a second start"];
    assert_eq!(lines(&room.captures), both);
    room.store.end(4_000);
    assert_eq!(lines(&on_disk(folder.path(), 1)), both);
    assert_eq!(Archive::open(folder.path()).unwrap().unwrap().sessions().unwrap().len(), 1);
}

#[test]
fn what_is_deleted_or_purged_leaves_no_word_in_the_file() {
    for how in [
        |folder: &Path| delete(folder, 1).unwrap(),
        |folder: &Path| {
            purge(folder, 9_000).unwrap();
        },
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut room = Room::open(folder.path());
        room.capture(add("q unmistakable words")).unwrap();
        room.store.end(3_000);
        how(folder.path());
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let left = String::from_utf8_lossy(&bytes).contains("unmistakable");
            assert!(!left, "the words are still in the file");
        }
    }
}
