//! One ballot into the file and into the count, by the rules of its round.

use rusqlite::{OptionalExtension as _, Statement, Transaction, params};

use super::book::Batch;
use super::fault::{Fault, Halt};
use super::json;
use super::load::Given;
use super::{Ballot, NotRecorded, Recorded};
use crate::ballot::{self, Answer, Participant, Via};
use crate::poll::{Poll, PollKind};
use crate::round::{Countdown, Phase, Round, RoundId};

/// What a batch does over and over.
pub(super) struct Statements<'s> {
    find: Statement<'s>,
    join: Statement<'s>,
    recorded: Statement<'s>,
    record: Statement<'s>,
}

impl<'s> Statements<'s> {
    pub(super) fn new(sql: &'s Transaction<'_>) -> Result<Self, Fault> {
        Ok(Self {
            find: sql
                .prepare("SELECT id FROM participant WHERE session_id = ?1 AND via = ?2 AND key = ?3")?,
            join: sql.prepare(
                "INSERT INTO participant (session_id, via, key) VALUES (?1, ?2, ?3) RETURNING id",
            )?,
            recorded: sql.prepare(
                "SELECT revision, seq, body, at_ms, released FROM ballot WHERE round_id = ?1 AND participant_id = ?2",
            )?,
            record: sql.prepare(
                "INSERT INTO ballot (round_id, participant_id, revision, seq, body, at_ms, released) \
                 VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET revision = revision + 1, \
                 seq = excluded.seq, body = excluded.body, at_ms = excluded.at_ms, released = excluded.released \
                 WHERE excluded.seq > seq",
            )?,
        })
    }
}

/// A ballot for the file.
pub(super) struct Entry {
    pub(super) round: RoundId,
    pub(super) answer: Answer,
    /// The answer as it is stored.
    pub(super) body: String,
    /// The next one where it has none.
    pub(super) seq: Option<i64>,
    pub(super) given: Given,
}

/// A ballot as it is in the file.
pub(super) struct Row {
    revision: i64,
    seq: i64,
    pub(super) body: String,
    pub(super) given: Given,
}

/// The most that a voter's own number may be: what a browser can count to. Above every one there is a next.
const HIGHEST: u64 = 1 << 53;

/// How many participants' numbers are kept at hand.
const KNOWN: usize = 100_000;

impl Batch<'_> {
    /// Records a ballot, if its round takes it.
    pub(super) fn cast(&mut self, ballot: &Ballot) -> Result<Recorded, Halt<NotRecorded>> {
        let refused = |why| Err(Halt::Refused(why));
        let Some(round) = self.round(ballot.round) else { return refused(NotRecorded::NotOpen) };
        let open = takes(round, ballot.at_ms);
        let (change, released) = (round.poll.change, !is_moderated(&round.poll));
        let answer = accept(round, ballot);
        let body = answer.as_ref().ok().map(json::write_answer).transpose()?;
        let before = match self.find(&ballot.participant)? {
            Some(participant) => self.recorded(ballot.round, participant)?,
            None => None,
        };
        // A repetition of what is recorded is told so, even when its first answer got lost and time ran out.
        if let Some(row) = &before
            && ballot.seq.is_some_and(|seq| i64::try_from(seq).is_ok_and(|seq| seq <= row.seq))
            && (open || body.as_ref() == Some(&row.body))
        {
            return Ok(row.as_recorded());
        }
        if !open {
            return refused(NotRecorded::NotOpen);
        }
        let (answer, body) = match (answer, body) {
            (Ok(answer), Some(body)) => (answer, body),
            (Ok(_), None) => return refused(NotRecorded::NotOpen),
            (Err(why), _) => return refused(NotRecorded::Invalid(why)),
        };
        if let Some(row) = before.as_ref().filter(|_| !change) {
            return if row.body == body {
                Ok(row.as_recorded())
            } else {
                refused(NotRecorded::NoChange)
            };
        }
        let participant = self.join(&ballot.participant)?;
        let given = Given { participant, at_ms: ballot.at_ms, released };
        let seq = ballot.seq.and_then(|seq| i64::try_from(seq).ok());
        Ok(self.record(Entry { round: ballot.round, answer, body, seq, given }, before)?)
    }

    /// Writes an answer over the one before, in the file and in the count.
    pub(super) fn record(&mut self, entry: Entry, before: Option<Row>) -> Result<Recorded, Fault> {
        let Entry { round, answer, body, seq, given } = entry;
        let same = before.as_ref().is_some_and(|row| row.body == body);
        // The same text again stays where it is, as released as it was.
        let given = before.as_ref().filter(|_| same).map_or(given, |row| row.given);
        let seq = seq.unwrap_or_else(|| before.as_ref().map_or(1, |row| row.seq + 1));
        let values = params![round, given.participant, seq, body, given.at_ms, given.released];
        if self.statements.record.execute(values)? == 0 {
            return Err(Fault::Unreadable("a ballot changed by itself".to_owned()));
        }
        let revision = before.as_ref().map_or(1, |row| row.revision + 1);
        if !same && let Some(live) = self.live(round) {
            if let Some(row) = before {
                live.remove(&json::read_answer(&row.body)?, row.given);
            }
            live.add(&answer, given);
            self.state.changed = true;
        }
        Ok(Recorded { revision: revision.unsigned_abs() })
    }

    /// A ballot as it is recorded.
    pub(super) fn recorded(
        &mut self,
        round: RoundId,
        participant: i64,
    ) -> Result<Option<Row>, Fault> {
        let row = self.statements.recorded.query_row([round, participant], |row| {
            let given = Given { participant, at_ms: row.get(3)?, released: row.get(4)? };
            Ok(Row { revision: row.get(0)?, seq: row.get(1)?, body: row.get(2)?, given })
        });
        Ok(row.optional()?)
    }

    /// The number of a participant who has answered before in this session.
    pub(super) fn find(&mut self, participant: &Participant) -> Result<Option<i64>, Fault> {
        if let Some(id) = self.state.known.get(participant) {
            return Ok(Some(*id));
        }
        let values = params![self.state.session, participant.via.name(), participant.key];
        let found = self.statements.find.query_row(values, |row| row.get(0)).optional()?;
        if let Some(id) = found {
            self.remember(participant, id);
        }
        Ok(found)
    }

    /// The number of a participant, a new one where they have none yet.
    pub(super) fn join(&mut self, participant: &Participant) -> Result<i64, Fault> {
        if let Some(id) = self.find(participant)? {
            return Ok(id);
        }
        let session = self.session()?;
        let values = params![session, participant.via.name(), participant.key];
        let id = self.statements.join.query_row(values, |row| row.get(0))?;
        self.remember(participant, id);
        Ok(id)
    }

    fn remember(&mut self, participant: &Participant, id: i64) {
        if self.state.known.len() >= KNOWN {
            self.state.known.clear();
        }
        self.state.known.insert(participant.clone(), id);
    }

    /// A round of this session.
    pub(super) fn round(&self, id: RoundId) -> Option<&Round> {
        self.state.live.iter().map(|live| &live.counted.round).find(|round| round.id == id)
    }
}

impl Row {
    fn as_recorded(&self) -> Recorded {
        Recorded { revision: self.revision.unsigned_abs() }
    }
}

/// Whether a round takes a ballot that arrived at this time.
fn takes(round: &Round, at_ms: i64) -> bool {
    let in_time = match round.countdown {
        Countdown::Until(end) => at_ms <= end,
        Countdown::None | Countdown::Paused(_) => true,
    };
    round.phase == Phase::Open && in_time
}

/// The answer in its normal form, or a sentence for the voter.
fn accept(round: &Round, ballot: &Ballot) -> Result<Answer, String> {
    if ballot.participant.via == Via::Hands || matches!(ballot.answer, Answer::Hands(_)) {
        return Err("Only the speaker counts hands.".to_owned());
    }
    if ballot.seq.is_some_and(|seq| seq > HIGHEST) {
        return Err("The number of this ballot is too high.".to_owned());
    }
    ballot::accept(&round.poll, ballot.answer.clone()).map_err(|invalid| invalid.0)
}

/// Whether the speaker releases each text before the room sees it.
pub(super) fn is_moderated(poll: &Poll) -> bool {
    matches!(poll.kind, PollKind::Text { moderated: true, .. })
}
