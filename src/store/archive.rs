//! The data file for commands and other processes: read while a talk writes, tidied while none does.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior, params};

use super::fault::Fault;
use super::lock::Lock;
use super::{captures, file, happenings, json, load};
use crate::ballot::{Answer, Via};
use crate::capture::Capture;
use crate::happening::Happening;
use crate::round::Votes;

/// A data file, open for reading.
#[derive(Debug)]
pub struct Archive {
    connection: Connection,
    path: PathBuf,
}

/// One delivery of a deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its number in the file.
    pub id: i64,
    /// What the speaker calls it.
    pub name: Option<String>,
    /// The deck's title.
    pub title: String,
    /// When it started, in milliseconds since 1970 in UTC.
    pub started_ms: i64,
    /// When it ended; none where it was cut short.
    pub ended_ms: Option<i64>,
    /// How many rounds it has.
    pub rounds: u64,
    /// How many ballots they have.
    pub ballots: u64,
}

/// One ballot.
#[derive(Clone, Debug, PartialEq)]
pub struct BallotRow {
    /// The poll's id in the deck.
    pub poll: String,
    /// The round's number within the poll.
    pub round: u32,
    /// Who answered: a number that means nothing outside the file.
    pub participant: i64,
    /// How they voted.
    pub via: Via,
    /// How often it was written.
    pub revision: u64,
    /// The answer.
    pub answer: Answer,
    /// When it came, in milliseconds since 1970 in UTC, cut to whole seconds.
    pub at_ms: i64,
}

impl Archive {
    /// Opens the file of a folder; none where there is no file yet.
    pub fn open(folder: &Path) -> Result<Option<Self>, String> {
        let path = file::path(folder);
        Ok(file::open_to_read(folder)?.map(|connection| Self { connection, path }))
    }

    /// All sessions, the latest first.
    pub fn sessions(&self) -> Result<Vec<SessionInfo>, String> {
        self.said(sessions(&self.connection))
    }

    /// The rounds of a session, counted.
    pub fn votes(&self, session: i64) -> Result<Votes, String> {
        let rounds = load::rounds(&self.connection, session);
        self.said(rounds.map(|rounds| load::votes(&rounds)))
    }

    /// What happened in a session, the earliest first.
    pub fn happenings(&self, session: i64) -> Result<Vec<Happening>, String> {
        self.said(happenings::happenings(&self.connection, session))
    }

    /// Every ballot of a session, round by round, until one is enough.
    pub fn ballots(
        &self,
        session: i64,
        each: &mut dyn FnMut(BallotRow) -> ControlFlow<()>,
    ) -> Result<(), String> {
        self.said(ballots(&self.connection, session, each))
    }

    /// What was written down in a session, in the order in which it was, dropped ones among it.
    pub fn captures(&self, session: i64) -> Result<Vec<Capture>, String> {
        self.said(captures::load(&self.connection, session))
    }

    fn said<T>(&self, result: Result<T, Fault>) -> Result<T, String> {
        result.map_err(|fault| fault.sentence(&self.path))
    }
}

/// Gives a session a name.
pub fn rename(folder: &Path, session: i64, name: &str) -> Result<(), String> {
    tidy(folder, |connection| {
        let sql = "UPDATE session SET name = ?2 WHERE id = ?1";
        Ok(connection.execute(sql, params![session, name])?)
    })
    .and_then(|found| existing(found, session))
}

/// Deletes a session with all that was said in it; none of it is left in the file.
pub fn delete(folder: &Path, session: i64) -> Result<(), String> {
    let found = tidy(folder, |connection| remove(connection, &[session]))?;
    existing(found, session)
}

/// Deletes every session that was over before a time, and damaged files that were kept aside before it; how many
/// sessions.
pub fn purge(folder: &Path, older_than_ms: i64) -> Result<u64, String> {
    let removed = tidy(folder, |connection| {
        let old =
            |session: &SessionInfo| session.ended_ms.unwrap_or(session.started_ms) < older_than_ms;
        let old: Vec<i64> = sessions(connection)?
            .iter()
            .filter(|session| old(session))
            .map(|session| session.id)
            .collect();
        remove(connection, &old)
    })?;
    file::remove_aside(folder, older_than_ms).map_err(|error| {
        format!("damaged files in {} cannot be removed: {error}", folder.display())
    })?;
    Ok(removed as u64)
}

fn existing(found: usize, session: i64) -> Result<(), String> {
    if found > 0 { Ok(()) } else { Err(format!("there is no session {session}")) }
}

/// Changes the file of a folder in which no talk is given; 0 where there is no file.
fn tidy(
    folder: &Path,
    how: impl FnOnce(&mut Connection) -> Result<usize, Fault>,
) -> Result<usize, String> {
    let path = file::path(folder);
    if !folder.exists() {
        return Ok(0);
    }
    // A talk that has just begun holds the folder before its file is there.
    let _lock = Lock::take(folder).map_err(|error| format!("{error}: end it first"))?;
    if !path.exists() {
        return Ok(0);
    }
    let mut connection = file::open(folder).map_err(|unfit| unfit.sentence(&path))?;
    how(&mut connection).map_err(|fault| fault.sentence(&path))
}

/// Removes sessions, then writes the file anew, since what is deleted stays in it otherwise.
fn remove(connection: &mut Connection, ids: &[i64]) -> Result<usize, Fault> {
    // Everything that refers to a row goes with it; to look for more would read all ballots for each participant.
    connection.pragma_update(None, "foreign_keys", false)?;
    let sql = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut removed = 0;
    for id in ids {
        sql.execute(
            "DELETE FROM ballot WHERE round_id IN (SELECT id FROM round WHERE session_id = ?1)",
            [id],
        )?;
        for table in ["round", "participant", "log", "journal", "capture", "door"] {
            sql.execute(&format!("DELETE FROM {table} WHERE session_id = ?1"), [id])?;
        }
        removed += sql.execute("DELETE FROM session WHERE id = ?1", [id])?;
    }
    sql.commit()?;
    if removed > 0 {
        connection.execute_batch("VACUUM")?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    }
    Ok(removed)
}

fn sessions(connection: &Connection) -> Result<Vec<SessionInfo>, Fault> {
    let mut statement = connection.prepare(
        "SELECT id, name, title, started_ms, ended_ms, \
         (SELECT count(*) FROM round WHERE session_id = session.id), \
         (SELECT count(*) FROM ballot JOIN round ON round.id = round_id WHERE round.session_id = session.id) \
         FROM session ORDER BY id DESC",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(SessionInfo {
            id: row.get(0)?,
            name: row.get(1)?,
            title: row.get(2)?,
            started_ms: row.get(3)?,
            ended_ms: row.get(4)?,
            rounds: row.get::<_, i64>(5)?.unsigned_abs(),
            ballots: row.get::<_, i64>(6)?.unsigned_abs(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn ballots(
    connection: &Connection,
    session: i64,
    each: &mut dyn FnMut(BallotRow) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut statement = connection.prepare(
        "SELECT poll, number, participant_id, via, revision, body, at_ms \
         FROM round JOIN ballot ON ballot.round_id = round.id JOIN participant ON participant.id = participant_id \
         WHERE round.session_id = ?1 ORDER BY round.id, participant_id",
    )?;
    let mut rows = statement.query([session])?;
    while let Some(row) = rows.next()? {
        let via: String = row.get(3)?;
        let known = Via::ALL.into_iter().find(|known| known.name() == via);
        let body: String = row.get(5)?;
        let ballot = BallotRow {
            poll: row.get(0)?,
            round: row.get(1)?,
            participant: row.get(2)?,
            via: known.ok_or_else(|| Fault::Unreadable(format!("somebody voted by `{via}`")))?,
            revision: row.get::<_, i64>(4)?.unsigned_abs(),
            answer: json::read_answer(&body)?,
            at_ms: row.get::<_, i64>(6)?.div_euclid(1_000) * 1_000,
        };
        if each(ballot).is_break() {
            break;
        }
    }
    Ok(())
}
