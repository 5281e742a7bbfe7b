//! How the room comes in: kept with the session, so that one that is resumed is joined as before.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::Kept;
use super::book::{Batch, Book};
use super::fault::Fault;
use super::json;
use crate::ballot::Participant;
use crate::round::RoundId;

/// What a session's participants are known by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Door {
    /// The session's number in the file. One that is not begun yet will get it: numbers are never used again, and
    /// who holds the folder's lock alone begins sessions.
    pub session: i64,
    /// What pseudonyms are made with. It leaves this machine in no form.
    pub salt: Vec<u8>,
    /// The code that people joined with and the port, where the room was ever open.
    pub sign: Option<Sign>,
}

/// What stands on the stage for people to join by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// The code.
    pub code: String,
    /// The port.
    pub port: u16,
}

/// The door of the session that is held, and what of it others do not know yet.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) door: Door,
    /// Whether the sign is not on disk.
    unwritten: bool,
    /// Whether somebody waits to hear of it.
    untold: bool,
}

impl Held {
    /// The door of a session that is not begun yet.
    pub(super) fn new(connection: &Connection) -> Result<Self, Fault> {
        let salt = connection.query_row("SELECT randomblob(32)", [], |row| row.get(0))?;
        let next = "SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'session'";
        let session = connection.query_row(next, [], |row| row.get(0))?;
        Ok(Self { door: Door { session, salt, sign: None }, unwritten: false, untold: true })
    }

    /// The door of a session of the file. One that had no sign keeps the one there is.
    pub(super) fn take_up(&mut self, connection: &Connection, session: i64) -> Result<(), Fault> {
        let salt = "SELECT salt FROM session WHERE id = ?1";
        let salt = connection.query_row(salt, [session], |row| row.get(0))?;
        let sign = connection.query_row(
            "SELECT code, port FROM door WHERE session_id = ?1",
            [session],
            |row| Ok(Sign { code: row.get(0)?, port: row.get(1)? }),
        );
        let sign = sign.optional()?;
        self.unwritten = sign.is_none() && self.door.sign.is_some();
        self.door = Door { session, salt, sign: sign.or(self.door.sign.take()) };
        self.untold = true;
        Ok(())
    }

    pub(super) fn put_up(&mut self, sign: Sign) {
        self.door.sign = Some(sign);
        self.unwritten = true;
    }

    /// Whether there is a sign to write, once there is a session.
    pub(super) fn is_unwritten(&self) -> bool {
        self.unwritten
    }

    pub(super) fn written(&mut self) {
        self.unwritten = false;
    }

    /// The door, if it changed since this was last asked.
    pub(super) fn news(&mut self) -> Option<Door> {
        std::mem::take(&mut self.untold).then(|| self.door.clone())
    }
}

impl Batch<'_> {
    /// Writes the sign, if there is a session to write it for; whether it did.
    pub(super) fn write_sign(&self, held: &Held) -> Result<bool, Fault> {
        let (Some(session), Some(sign)) = (self.state.session, &held.door.sign) else {
            return Ok(false);
        };
        if held.unwritten {
            self.sql.execute(
                "INSERT INTO door (session_id, code, port) VALUES (?1, ?2, ?3) \
                 ON CONFLICT DO UPDATE SET code = excluded.code, port = excluded.port",
                params![session, sign.code, sign.port],
            )?;
        }
        Ok(true)
    }
}

impl Book {
    /// What a participant has on disk in a round.
    pub(super) fn answer(
        &self,
        round: RoundId,
        participant: &Participant,
    ) -> Result<Option<Kept>, String> {
        self.find_answer(round, participant).map_err(|fault| fault.sentence(&self.path))
    }

    fn find_answer(&self, round: RoundId, who: &Participant) -> Result<Option<Kept>, Fault> {
        let found = self.connection.query_row(
            "SELECT body, revision FROM ballot JOIN participant ON participant.id = participant_id \
             WHERE round_id = ?1 AND via = ?2 AND key = ?3",
            params![round, who.via.name(), who.key],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
        );
        let Some((body, revision)) = found.optional()? else { return Ok(None) };
        let answer = json::read_answer(&body)?;
        Ok(Some(Kept { answer, revision: revision.unsigned_abs() }))
    }
}
