//! A data file that was filled by many.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use roundtable::poll::{Poll, PollKind};
use roundtable::round::Command;
use roundtable::store::{Opening, Store};
use rusqlite::Connection;

/// How long the disk may take.
const LONG: Duration = Duration::from_mins(2);

/// A poll of three choices.
pub(crate) fn poll(kind: PollKind) -> Poll {
    Poll {
        id: "where".to_owned(),
        question: "Which?".to_owned(),
        kind,
        anonymous: true,
        change: true,
        seconds: None,
        answer: Vec::new(),
    }
}

/// Three choices, of which one is taken.
pub(crate) fn single() -> PollKind {
    PollKind::Single { choices: ["a", "b", "c"].map(str::to_owned).to_vec() }
}

/// Makes the data file of a folder, with one ended talk of this title and one open round of so many ballots.
pub(crate) fn fill(folder: &Path, title: &str, voters: u32) -> Result<PathBuf, Box<dyn Error>> {
    let opening =
        Opening { folder: folder.to_owned(), title: title.to_owned(), resume: false, at_ms: 1_000 };
    let store = Store::start(opening, |_| ())?;
    let (done, opened) = mpsc::channel();
    store.command(Command::Open(Arc::new(poll(single()))), 1_000, move |result| {
        let _ = done.send(result);
    });
    opened.recv_timeout(LONG)??;
    store.end(2_000);
    let path = folder.join("roundtable.db");
    let file = Connection::open(&path)?;
    file.busy_timeout(LONG)?;
    file.execute_batch(&format!(
        "BEGIN;
         INSERT INTO participant (session_id, via, key)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {voters})
             SELECT 1, 'web', randomblob(16) FROM n;
         INSERT INTO ballot SELECT 1, id, 1, 1, '{{\"choices\":[' || (1 + id % 3) || ']}}', 2000, 1 FROM participant;
         COMMIT;
         PRAGMA wal_checkpoint(TRUNCATE);"
    ))?;
    Ok(path)
}
