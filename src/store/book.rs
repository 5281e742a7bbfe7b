//! The session that is being held: what of it is in memory, and how a change of it becomes one transaction.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde_json::json;

use super::ballots::Statements;
use super::captures;
use super::door::{Door, Held};
use super::fault::{Fault, outcome};
use super::file::{self, Unfit};
use super::happenings;
use super::load::{self, Live};
use super::thread::{Outcome, Write};
use super::{Offer, Opened, Opening, Position};
use crate::ballot::Participant;
use crate::capture::Capture;
use crate::round::{Command, Countdown, Phase, Votes};

/// The open file and the session in it.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    opening: Opening,
    state: State,
    /// Whether memory may be ahead of the file: a transaction began and did not end well.
    stale: bool,
    journal: Journal,
    /// The session that was offered.
    offered: Option<i64>,
    pub(super) held: Held,
}

/// What is kept of the file in memory.
#[derive(Debug, Default)]
pub(super) struct State {
    /// None until there is something to keep.
    pub(super) session: Option<i64>,
    pub(super) live: Vec<Live>,
    /// The numbers of participants seen lately.
    pub(super) known: HashMap<Participant, i64>,
    /// Whether anything one can see differs from what was told.
    pub(super) changed: bool,
    /// What was written down.
    pub(super) captures: Vec<Capture>,
    /// Whether that differs from what was told.
    pub(super) captures_changed: bool,
}

/// Where the talk is, on its way to the file.
#[derive(Debug, Default)]
struct Journal {
    /// The slide that it began on; leaving it makes a session worth keeping.
    first: Option<Position>,
    /// Whether that is in the log, or need not be.
    is_logged: bool,
    pending: Option<Position>,
    /// Where the talk stayed before that, not written yet.
    passed: Vec<Position>,
    /// When it was last written.
    written_ms: Option<i64>,
    /// Whether it could not be written: it then waits for the next one, or for another commit.
    tired: bool,
}

/// A transaction, and the memory that follows it.
pub(super) struct Batch<'b> {
    pub(super) sql: &'b Transaction<'b>,
    pub(super) statements: Statements<'b>,
    pub(super) state: &'b mut State,
    opening: &'b Opening,
    salt: &'b [u8],
}

/// How often a position is written at most, in milliseconds.
const PACE: i64 = 1_000;

/// How long after its last sign of life a session without an end is offered, in milliseconds.
const FRESH: i64 = 12 * 60 * 60 * 1_000;

impl Book {
    /// Opens the file and finds the session to go on with. A damaged file is kept aside and a new one begun.
    pub(super) fn open(opening: &Opening) -> Result<(Self, Opened), String> {
        let path = file::path(&opening.folder);
        let damage = match Self::try_open(opening) {
            Ok(opened) => return Ok(opened),
            Err(Unfit::Unusable(why)) => return Err(why),
            Err(Unfit::Damaged(fault)) => fault,
        };
        let name = file::keep_aside(&opening.folder, opening.at_ms)?;
        let (book, mut opened) = Self::try_open(opening).map_err(|unfit| unfit.sentence(&path))?;
        opened.notice = Some(format!(
            "{} was damaged ({}): it is kept as {name}, and a new one is begun",
            path.display(),
            damage.reason()
        ));
        Ok((book, opened))
    }

    fn try_open(opening: &Opening) -> Result<(Self, Opened), Unfit> {
        let path = file::path(&opening.folder);
        let connection = file::open(&opening.folder)?;
        let held = Held::new(&connection).map_err(|fault| Unfit::of(fault, &path))?;
        let mut book = Self {
            connection,
            path: path.clone(),
            opening: opening.clone(),
            state: State::default(),
            stale: false,
            journal: Journal::default(),
            offered: None,
            held,
        };
        let opened = book.begin().map_err(|fault| {
            book.distrust();
            Unfit::of(fault, &path)
        })?;
        Ok((book, opened))
    }

    /// Closing must not write into a file that is damaged; the next start then looks at all of it.
    pub(super) fn distrust(&self) {
        let flag = rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
        let _ = self.connection.set_db_config(flag, true);
    }

    fn begin(&mut self) -> Result<Opened, Fault> {
        let mut opened = Opened::default();
        let last = last_session(&self.connection, &self.opening.title)?;
        match last {
            Some(last) if self.opening.resume => {
                self.take_up(last.id)?;
                opened.under_way = Box::new(happenings::under_way(&self.connection, last.id)?);
                opened.resumed = Some(last.offer.position);
            }
            Some(last) if last.ended_ms.is_none() && self.opening.at_ms - last.seen_ms <= FRESH => {
                self.offered = Some(last.id);
                opened.under_way = Box::new(happenings::under_way(&self.connection, last.id)?);
                opened.offer = Some(last.offer);
            }
            None if self.opening.resume => {
                opened.notice =
                    Some("There is no session of this deck to resume: a new one begins".to_owned());
            }
            _ => {}
        }
        Ok(opened)
    }

    /// Goes on with a session of the file: rounds whose time has passed are closed.
    fn take_up(&mut self, session: i64) -> Result<(), Fault> {
        let now = self.opening.at_ms;
        let sql = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        sql.execute("UPDATE session SET ended_ms = NULL WHERE id = ?1", [session])?;
        let mut state = State { session: Some(session), changed: true, ..State::default() };
        state.live = load::rounds(&sql, session)?;
        state.captures = captures::load(&sql, session)?;
        state.captures_changed = true;
        let mut batch = Batch {
            sql: &sql,
            statements: Statements::new(&sql)?,
            state: &mut state,
            opening: &self.opening,
            salt: &[],
        };
        batch.log(now, "resume", &serde_json::json!({}))?;
        if let Some(late) = batch.expired(now) {
            outcome(batch.command(&Command::Close(late), now))?.map_err(Fault::Unreadable)?;
        }
        drop(batch);
        self.held.take_up(&sql, session)?;
        sql.commit()?;
        self.state = state;
        self.journal.written_ms = None;
        self.journal.is_logged = true;
        Ok(())
    }

    /// Goes on with the session that was offered; a sentence where that is too late.
    pub(super) fn resume(&mut self) -> Result<(), String> {
        let Some(offered) = self.offered else { return Ok(()) };
        if self.stale {
            self.reload().map_err(|fault| fault.sentence(&self.path))?;
        }
        if !self.state.live.is_empty() {
            return Err("the earlier session cannot go on: this talk has rounds of its own by now"
                .to_owned());
        }
        self.swap_in(offered).map_err(|fault| fault.sentence(&self.path))?;
        self.offered = None;
        self.journal.pending = None;
        self.journal.passed.clear();
        Ok(())
    }

    fn swap_in(&mut self, offered: i64) -> Result<(), Fault> {
        let empty = self.state.session;
        self.take_up(offered)?;
        if let Some(empty) = empty {
            let sql = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for table in ["journal", "log", "participant", "door"] {
                sql.execute(&format!("DELETE FROM {table} WHERE session_id = ?1"), [empty])?;
            }
            // What was written down meanwhile belongs to the talk that goes on.
            sql.execute(
                "UPDATE capture SET session_id = ?2 WHERE session_id = ?1",
                [empty, offered],
            )?;
            sql.execute("DELETE FROM session WHERE id = ?1", [empty])?;
            sql.commit()?;
            self.state.captures = captures::load(&self.connection, offered)?;
        }
        Ok(())
    }

    /// Writes all of these in one transaction; what came of each. If it fails, nothing was written.
    pub(super) fn write(&mut self, writes: &[Write]) -> Result<Vec<Outcome>, Fault> {
        self.journal.tired = true;
        if self.stale {
            self.reload()?;
        }
        self.attempt(writes, None)
    }

    fn attempt(&mut self, writes: &[Write], end_ms: Option<i64>) -> Result<Vec<Outcome>, Fault> {
        // Whatever ends this early, a panic too, leaves it so.
        self.stale = true;
        let sql = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let statements = Statements::new(&sql)?;
        let (state, opening, salt) = (&mut self.state, &self.opening, &*self.held.door.salt);
        let mut batch = Batch { sql: &sql, statements, state, opening, salt };
        let outcomes = writes
            .iter()
            .map(|write| match write {
                Write::Cast(ballot, ..) => outcome(batch.cast(ballot)).map(Outcome::Cast),
                Write::Command(command, at_ms, _) => {
                    outcome(batch.command(command, *at_ms)).map(Outcome::Command)
                }
                Write::Capture(change, at_ms, _) => {
                    outcome(batch.capture(change, *at_ms)).map(Outcome::Command)
                }
                Write::Note(at_ms, note) => {
                    let (kind, data) = happenings::line(note)?;
                    batch.log(*at_ms, kind, &data).map(|()| Outcome::Noted)
                }
            })
            .collect::<Result<_, _>>()?;
        let written_ms = batch.note(&self.journal)?;
        let signed = batch.write_sign(&self.held)?;
        if let (Some(end_ms), Some(session)) = (end_ms, batch.state.session) {
            sql.execute("UPDATE session SET ended_ms = ?2 WHERE id = ?1", [session, end_ms])?;
        }
        drop(batch);
        sql.commit()?;
        self.stale = false;
        self.journal.tired = false;
        if signed {
            self.held.written();
        }
        if written_ms.is_some() {
            self.journal.written_ms = written_ms;
            self.journal.is_logged = true;
            self.journal.pending = None;
            self.journal.passed.clear();
        }
        Ok(outcomes)
    }

    /// Reads again what is on disk.
    fn reload(&mut self) -> Result<(), Fault> {
        let session = self.state.session.map(|session| {
            let kept = "SELECT id FROM session WHERE id = ?1";
            self.connection.query_row(kept, [session], |row| row.get(0)).optional()
        });
        let session = session.transpose()?.flatten();
        let live = match session {
            Some(session) => load::rounds(&self.connection, session)?,
            None => Vec::new(),
        };
        let captures = match session {
            Some(session) => captures::load(&self.connection, session)?,
            None => Vec::new(),
        };
        let (changed, captures_changed) = (true, true);
        self.state =
            State { session, live, changed, captures, captures_changed, ..State::default() };
        self.stale = false;
        Ok(())
    }

    /// The counts, if they changed since they were last asked for.
    pub(super) fn news(&mut self) -> Option<Arc<Votes>> {
        let changed = !self.stale && std::mem::take(&mut self.state.changed);
        changed.then(|| Arc::new(load::votes(&self.state.live)))
    }

    /// What was written down, if that changed since it was last asked for.
    pub(super) fn captures(&mut self) -> Option<Arc<[Capture]>> {
        let changed = !self.stale && std::mem::take(&mut self.state.captures_changed);
        changed.then(|| self.state.captures.as_slice().into())
    }

    /// The door, if it changed since it was last asked for.
    pub(super) fn door(&mut self) -> Option<Door> {
        self.held.news()
    }

    /// Whether there is a sign to write, and a session to write it for.
    pub(super) fn owes_sign(&self) -> bool {
        self.held.is_unwritten() && self.state.session.is_some()
    }

    /// Takes note of where the talk is.
    pub(super) fn position(&mut self, position: Position) {
        self.journal.first.get_or_insert_with(|| position.clone());
        let stayed = |left: &Position| position.at_ms.saturating_sub(left.at_ms) >= PACE;
        self.journal.passed.extend(self.journal.pending.take().filter(stayed));
        self.journal.pending = Some(position);
        self.journal.tired = false;
    }

    /// In how many milliseconds the position is to be written; none where there is nothing to write.
    pub(super) fn due(&self) -> Option<u64> {
        let pending = self.journal.pending.as_ref()?;
        let kept = self.state.session.is_some() || self.journal.has_moved();
        if self.journal.tired || !kept {
            return None;
        }
        let since = self.journal.written_ms.map_or(PACE, |written| pending.at_ms - written);
        // A clock that was set back must not keep it waiting.
        Some(u64::try_from(PACE - since.max(0)).unwrap_or(0))
    }

    /// Marks the session as ended.
    pub(super) fn end(&mut self, at_ms: i64) -> Result<(), Fault> {
        if self.stale {
            self.reload()?;
        }
        self.attempt(&[], Some(at_ms)).map(drop)
    }
}

impl Journal {
    fn has_moved(&self) -> bool {
        let slide = self.pending.as_ref().map(|pending| &pending.slide);
        slide.is_some() && slide != self.first.as_ref().map(|first| &first.slide)
    }
}

impl Batch<'_> {
    /// The session, begun where there is none yet.
    pub(super) fn session(&mut self) -> Result<i64, Fault> {
        if let Some(session) = self.state.session {
            return Ok(session);
        }
        let session = self.sql.query_row(
            "INSERT INTO session (title, salt, started_ms) VALUES (?1, ?2, ?3) RETURNING id",
            params![self.opening.title, self.salt, self.opening.at_ms],
            |row| row.get(0),
        )?;
        self.state.session = Some(session);
        Ok(session)
    }

    /// Writes what the speaker did beside what became of it.
    pub(super) fn log(
        &mut self,
        at_ms: i64,
        kind: &str,
        data: &serde_json::Value,
    ) -> Result<(), Fault> {
        let session = self.session()?;
        self.sql.execute(
            "INSERT INTO log (session_id, at_ms, kind, data) VALUES (?1, ?2, ?3, ?4)",
            params![session, at_ms, kind, data.to_string()],
        )?;
        Ok(())
    }

    /// Writes where the talk is, if that is news; the time it bears.
    fn note(&mut self, journal: &Journal) -> Result<Option<i64>, Fault> {
        let Some(position) = &journal.pending else { return Ok(None) };
        if self.state.session.is_none() && !journal.has_moved() {
            return Ok(None);
        }
        let session = self.session()?;
        self.sql.execute(
            "INSERT INTO journal (session_id, slide, step, elapsed_ms, at_ms) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT DO UPDATE SET slide = excluded.slide, step = excluded.step, \
             elapsed_ms = excluded.elapsed_ms, at_ms = excluded.at_ms",
            params![session, position.slide, position.step, position.elapsed_ms, position.at_ms],
        )?;
        let came_from = journal.first.as_ref().filter(|_| !journal.is_logged);
        let came_from = came_from
            .filter(|first| ![journal.passed.first(), Some(position)].contains(&Some(*first)));
        for place in came_from.into_iter().chain(&journal.passed).chain([position]) {
            self.log(place.at_ms, "slide", &json!({ "id": place.slide, "step": place.step }))?;
        }
        Ok(Some(position.at_ms))
    }

    /// The open round, if its time has passed.
    fn expired(&self, now_ms: i64) -> Option<i64> {
        let rounds = self.state.live.iter().map(|live| &live.counted.round);
        let late = |countdown| matches!(countdown, Countdown::Until(end) if end <= now_ms);
        rounds
            .filter(|round| round.phase == Phase::Open)
            .find(|round| late(round.countdown))
            .map(|round| round.id)
    }
}

/// The latest session of a deck.
struct Last {
    id: i64,
    ended_ms: Option<i64>,
    /// Its last sign of life.
    seen_ms: i64,
    offer: Offer,
}

fn last_session(connection: &Connection, title: &str) -> Result<Option<Last>, Fault> {
    let found = connection.query_row(
        "SELECT session.id, started_ms, ended_ms, slide, step, elapsed_ms, journal.at_ms, \
         (SELECT count(*) FROM ballot JOIN round ON round.id = round_id WHERE round.session_id = session.id), \
         max(started_ms, ifnull(journal.at_ms, 0), ifnull((SELECT max(at_ms) FROM log WHERE session_id = session.id), 0)) \
         FROM session LEFT JOIN journal ON journal.session_id = session.id \
         WHERE title = ?1 ORDER BY session.id DESC LIMIT 1",
        [title],
        |row| {
            let started_ms = row.get(1)?;
            let position = Position {
                slide: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
                step: row.get::<_, Option<u16>>(4)?.unwrap_or(1),
                elapsed_ms: row.get(5)?,
                at_ms: row.get::<_, Option<i64>>(6)?.unwrap_or(started_ms),
            };
            let ballots = u64::try_from(row.get::<_, i64>(7)?).unwrap_or(0);
            let offer = Offer { title: title.to_owned(), position, ballots, started_ms };
            Ok(Last { id: row.get(0)?, ended_ms: row.get(2)?, seen_ms: row.get(8)?, offer })
        },
    );
    Ok(found.optional()?)
}
