//! Files of every version there ever was open as if this program had written them.

use rusqlite::Connection;

use super::*;
use crate::store::schema;

/// What a version's program wrote: a session of two rounds with three ballots.
fn fixture(version: i64) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/store");
    std::fs::read_to_string(format!("{folder}/{version}.sql")).unwrap()
}

/// The tables of a file.
fn tables(folder: &Path) -> Vec<(String, Option<String>)> {
    let file = Connection::open(folder.join("roundtable.db")).unwrap();
    let mut statement = file.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_file_of_any_version_is_brought_up_to_date() {
    let fresh = tempfile::tempdir().unwrap();
    Room::open(fresh.path()).store.end(1_000);
    for version in 1..=schema::LATEST {
        let folder = tempfile::tempdir().unwrap();
        let file = Connection::open(folder.path().join("roundtable.db")).unwrap();
        file.execute_batch(&fixture(version)).unwrap();
        assert_eq!(schema::version(&file).unwrap(), version);
        file.close().unwrap();
        let room = Room::open_with(folder.path(), true, 9_000);
        let counts: Vec<_> = room
            .votes
            .rounds
            .iter()
            .map(|round| (round.round.phase, round.tally.voters()))
            .collect();
        assert_eq!(counts, [(Phase::Revealed, 2), (Phase::Open, 1)], "version {version}");
        let captures: Vec<_> = room.captures.iter().map(|capture| capture.draft().line()).collect();
        let written: &[_] =
            if version < 2 { &[] } else { &["a send the contract @Ada !Fri", "n pay came up"] };
        assert_eq!(captures, written, "version {version}");
        assert_eq!(room.door.sign.is_some(), version >= 3, "version {version}");
        assert_eq!(room.opened.resumed.as_ref().unwrap().slide, "where");
        room.store.end(9_500);
        assert_eq!(tables(folder.path()), tables(fresh.path()), "version {version}");
    }
}

#[test]
fn the_latest_version_is_the_number_of_steps() {
    assert_eq!(schema::LATEST, i64::try_from(schema::STEPS.len()).unwrap());
}
