//! The tables, as steps that are only ever added to: a file of any version is brought to the latest one.

use rusqlite::{Connection, TransactionBehavior};

use super::fault::Fault;

/// What marks a file as ours: "rtbl".
pub(super) const APPLICATION: i64 = 0x7274_626c;

/// The version of a file's tables is how many of these it has seen.
pub(super) const STEPS: &[&str] = &[FIRST, CAPTURES, DOOR];

/// The version that this program writes.
pub(super) const LATEST: i64 = 3;

/// The version of a file; 0 for one without tables.
pub(super) fn version(connection: &Connection) -> Result<i64, Fault> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Whether the file is ours, or nobody's yet.
pub(super) fn is_ours(connection: &Connection) -> Result<bool, Fault> {
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let things: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(application == APPLICATION || things == 0 && version(connection)? == 0)
}

/// Brings the tables to the latest version, in one transaction.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    if version(connection)? >= LATEST {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let seen = usize::try_from(version(&transaction)?).unwrap_or(0);
    for step in STEPS.iter().skip(seen) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", LATEST)?;
    Ok(transaction.commit()?)
}

/// What version 1 has.
const FIRST: &str = "
-- One delivery of a deck.
CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- What the speaker calls it.
    name TEXT,
    -- The deck's title.
    title TEXT NOT NULL,
    -- What pseudonyms of this session are made with.
    salt BLOB NOT NULL,
    started_ms INTEGER NOT NULL,
    ended_ms INTEGER
) STRICT;

-- One opening of a poll. An id is never used again, so that a late ballot cannot land in another round.
CREATE TABLE round (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id INTEGER NOT NULL REFERENCES session (id),
    -- The poll's id in the deck.
    poll TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- The poll as it stood when the round was opened, as JSON.
    question TEXT NOT NULL,
    phase TEXT NOT NULL CHECK (phase IN ('open', 'closed', 'revealed')),
    -- When it closes by itself, or how much is left while that is paused.
    closes_ms INTEGER,
    left_ms INTEGER,
    opened_ms INTEGER NOT NULL,
    closed_ms INTEGER,
    revealed_ms INTEGER,
    UNIQUE (session_id, poll, number),
    CHECK (closes_ms IS NULL OR left_ms IS NULL)
) STRICT;

CREATE UNIQUE INDEX open_round ON round (session_id) WHERE phase = 'open';

-- Somebody who answered: a pseudonym, no address, no name.
CREATE TABLE participant (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id INTEGER NOT NULL REFERENCES session (id),
    via TEXT NOT NULL,
    key BLOB NOT NULL,
    UNIQUE (session_id, via, key)
) STRICT;

-- One row a ballot, whatever the kind of poll. Counts are made of these rows and stored nowhere.
CREATE TABLE ballot (
    round_id INTEGER NOT NULL REFERENCES round (id),
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    revision INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    -- The answer as JSON; equal answers are equal texts.
    body TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    -- Whether the room may see a text.
    released INTEGER NOT NULL,
    PRIMARY KEY (round_id, participant_id)
) STRICT, WITHOUT ROWID;

-- What the speaker did.
CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES session (id),
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- JSON.
    data TEXT NOT NULL
) STRICT;

-- Where the talk is.
CREATE TABLE journal (
    session_id INTEGER PRIMARY KEY REFERENCES session (id),
    slide TEXT NOT NULL,
    step INTEGER NOT NULL,
    elapsed_ms INTEGER,
    at_ms INTEGER NOT NULL
) STRICT;
";

/// What version 2 adds.
const CAPTURES: &str = "
-- What was written down while the talk was given.
CREATE TABLE capture (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id INTEGER NOT NULL REFERENCES session (id),
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    owner TEXT,
    due TEXT,
    -- The id of the slide that was shown.
    slide TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'settled', 'dropped'))
) STRICT;

CREATE INDEX capture_session ON capture (session_id);
";

/// What version 3 adds.
const DOOR: &str = "
-- How the room came in: one that is resumed is joined as before.
CREATE TABLE door (
    session_id INTEGER PRIMARY KEY REFERENCES session (id),
    code TEXT NOT NULL,
    port INTEGER NOT NULL
) STRICT;
";
