//! What the speaker does with rounds, in the file and in memory: what is not allowed is refused with a sentence
//! before anything is written.

use std::sync::Arc;

use rusqlite::{OptionalExtension as _, params};
use serde_json::json;

use super::ballots::{Entry, is_moderated};
use super::book::Batch;
use super::fault::{Fault, Halt};
use super::json;
use super::load::{self, Given, Live};
use crate::ballot::{self, Answer, Participant, Via};
use crate::poll::Poll;
use crate::round::{Command, Countdown, Phase, Round, RoundId};

/// What came of a command: done, a sentence for the speaker, or a fault of the file.
type Done = Result<(), Halt<String>>;

fn refuse(why: &str) -> Done {
    Err(Halt::Refused(why.to_owned()))
}

impl Batch<'_> {
    /// Does it at this time, and logs it if it changed anything.
    pub(super) fn command(&mut self, command: &Command, at_ms: i64) -> Done {
        match command {
            Command::Open(poll) => self.open(poll, &[Phase::Revealed], at_ms),
            Command::OpenUnseen(poll) => self.open(poll, &[Phase::Closed, Phase::Revealed], at_ms),
            Command::Close(id) => self.close(*id, at_ms),
            Command::Reveal(id) => self.reveal(*id, at_ms),
            Command::Back(id) => self.back(*id, at_ms),
            Command::Countdown(id, countdown) => self.countdown(*id, *countdown, at_ms),
            Command::Hands(id, counts) => self.hands(*id, counts.as_deref(), at_ms),
            Command::Release(id, participant, released) => {
                self.release(*id, *participant, *released, at_ms)
            }
            Command::Reset(poll) => self.reset(poll, at_ms),
        }
    }

    /// Opens the next round of a poll whose last one is in one of these phases.
    fn open(&mut self, poll: &Arc<Poll>, after: &[Phase], at_ms: i64) -> Done {
        let rounds = || self.state.live.iter().map(|live| &live.counted.round);
        if let Some(open) = rounds().find(|round| round.phase == Phase::Open) {
            let poll = &open.poll.id;
            return refuse(&format!("The poll `{poll}` is still open. Close it first."));
        }
        let last = rounds().rfind(|round| round.poll.id == poll.id);
        if last.is_some_and(|last| !after.contains(&last.phase)) {
            return refuse(
                "The last round of this poll is not revealed yet. Reveal it, or open it again.",
            );
        }
        let number = last.map_or(1, |last| last.number + 1);
        let countdown = poll.seconds.map_or(Countdown::None, |seconds| {
            Countdown::Until(at_ms.saturating_add(i64::from(seconds) * 1_000))
        });
        let (closes_ms, left_ms) = columns(countdown);
        let session = self.session()?;
        let id = self.sql.query_row(
            "INSERT INTO round (session_id, poll, number, question, phase, closes_ms, left_ms, opened_ms) \
             VALUES (?1, ?2, ?3, ?4, 'open', ?5, ?6, ?7) RETURNING id",
            params![session, poll.id, number, json::write_poll(poll)?, closes_ms, left_ms, at_ms],
            |row| row.get(0),
        )?;
        let round = Round {
            id,
            number,
            poll: Arc::clone(poll),
            phase: Phase::Open,
            countdown,
            opened_ms: at_ms,
        };
        self.state.live.push(Live::new(round));
        self.state.changed = true;
        self.logged(at_ms, "open", &json!({ "round": id, "poll": poll.id, "number": number }))
    }

    fn close(&mut self, id: RoundId, at_ms: i64) -> Done {
        match self.known(id)?.phase {
            Phase::Open => {}
            Phase::Closed | Phase::Revealed => return Ok(()),
        }
        self.sql.execute(
            "UPDATE round SET phase = 'closed', closed_ms = ?2, closes_ms = NULL, left_ms = NULL WHERE id = ?1",
            [id, at_ms],
        )?;
        self.change(id, |round| {
            round.phase = Phase::Closed;
            round.countdown = Countdown::None;
        });
        self.shift(id)?;
        self.logged(at_ms, "close", &json!({ "round": id }))
    }

    fn reveal(&mut self, id: RoundId, at_ms: i64) -> Done {
        match self.known(id)?.phase {
            Phase::Open => {
                return refuse("The poll is still open. Close it before its count is shown.");
            }
            Phase::Closed => {}
            Phase::Revealed => return Ok(()),
        }
        for id in self.unseen_until(id) {
            self.sql.execute(
                "UPDATE round SET phase = 'revealed', revealed_ms = ?2 WHERE id = ?1",
                [id, at_ms],
            )?;
            self.change(id, |round| round.phase = Phase::Revealed);
            self.logged(at_ms, "reveal", &json!({ "round": id }))?;
        }
        Ok(())
    }

    /// A closed round and those of its poll before it that nobody has seen.
    fn unseen_until(&self, id: RoundId) -> Vec<RoundId> {
        let rounds = || self.state.live.iter().map(|live| &live.counted.round);
        let Some(last) = rounds().find(|round| round.id == id) else { return Vec::new() };
        let same = rounds().filter(|round| round.poll.id == last.poll.id);
        let unseen =
            same.filter(|round| round.phase == Phase::Closed && round.number <= last.number);
        unseen.map(|round| round.id).collect()
    }

    fn back(&mut self, id: RoundId, at_ms: i64) -> Done {
        let round = self.known(id)?.clone();
        let mut others =
            self.state.live.iter().map(|live| &live.counted.round).filter(|o| o.id != id);
        if others.clone().any(|other| other.poll.id == round.poll.id && other.number > round.number)
        {
            return refuse("There is a later round of this poll: only the last one can go back.");
        }
        match round.phase {
            Phase::Revealed => {
                self.sql.execute(
                    "UPDATE round SET phase = 'closed', revealed_ms = NULL WHERE id = ?1",
                    [id],
                )?;
                self.change(id, |round| round.phase = Phase::Closed);
            }
            Phase::Closed => {
                if let Some(open) = others.find(|other| other.phase == Phase::Open) {
                    let poll = &open.poll.id;
                    return refuse(&format!("The poll `{poll}` is open. Close it first."));
                }
                self.sql.execute(
                    "UPDATE round SET phase = 'open', closed_ms = NULL WHERE id = ?1",
                    [id],
                )?;
                self.change(id, |round| round.phase = Phase::Open);
                self.shift(id)?;
            }
            Phase::Open => {
                if self.has_ballots(id)? {
                    return refuse(
                        "There are answers in this round already: close it, or reset the poll.",
                    );
                }
                self.sql.execute("DELETE FROM round WHERE id = ?1", [id])?;
                self.state.live.retain(|live| live.counted.round.id != id);
                self.state.changed = true;
            }
        }
        let log = json!({ "round": id, "poll": round.poll.id, "from": round.phase.name() });
        self.logged(at_ms, "back", &log)
    }

    fn countdown(&mut self, id: RoundId, countdown: Countdown, at_ms: i64) -> Done {
        if self.known(id)?.phase != Phase::Open {
            return refuse("Only an open poll has a countdown. Open it first.");
        }
        let (closes_ms, left_ms) = columns(countdown);
        self.sql.execute(
            "UPDATE round SET closes_ms = ?2, left_ms = ?3 WHERE id = ?1",
            params![id, closes_ms, left_ms],
        )?;
        self.change(id, |round| round.countdown = countdown);
        let log = json!({ "round": id, "closes_ms": closes_ms, "left_ms": left_ms });
        self.logged(at_ms, "countdown", &log)
    }

    fn hands(&mut self, id: RoundId, counts: Option<&[u32]>, at_ms: i64) -> Done {
        let round = self.known(id)?;
        if round.phase == Phase::Revealed {
            return refuse("The count is shown already. Go back one step to count hands.");
        }
        let answer =
            counts.map(|counts| ballot::accept(&round.poll, Answer::Hands(counts.to_vec())));
        let answer = answer.transpose().map_err(|invalid| Halt::Refused(invalid.0))?;
        let speaker = Participant { via: Via::Hands, key: Vec::new() };
        if let Some(answer) = answer {
            let body = json::write_answer(&answer)?;
            let participant = self.join(&speaker)?;
            let before = self.recorded(id, participant)?;
            let given = Given { participant, at_ms, released: true };
            self.record(Entry { round: id, answer, body, seq: None, given }, before)?;
        } else if let Some(participant) = self.find(&speaker)?
            && let Some(row) = self.recorded(id, participant)?
        {
            self.sql.execute(
                "DELETE FROM ballot WHERE round_id = ?1 AND participant_id = ?2",
                [id, participant],
            )?;
            let answer = json::read_answer(&row.body)?;
            if let Some(live) = self.live(id) {
                live.remove(&answer, row.given);
            }
            self.state.changed = true;
        }
        self.logged(at_ms, "hands", &json!({ "round": id, "counts": counts }))
    }

    fn release(&mut self, id: RoundId, participant: i64, released: bool, at_ms: i64) -> Done {
        if !is_moderated(&self.known(id)?.poll) {
            return refuse("The texts of this poll are shown as they come: none is held back.");
        }
        let text = self.live(id).and_then(|live| {
            live.change().texts.iter_mut().find(|text| text.participant == participant)
        });
        let Some(text) = text else { return refuse("That text is not in this round.") };
        text.released = released;
        self.sql.execute(
            "UPDATE ballot SET released = ?3 WHERE round_id = ?1 AND participant_id = ?2",
            params![id, participant, released],
        )?;
        self.state.changed = true;
        let log = json!({ "round": id, "participant": participant, "released": released });
        self.logged(at_ms, "release", &log)
    }

    fn reset(&mut self, poll: &str, at_ms: i64) -> Done {
        let ids: Vec<RoundId> = self
            .state
            .live
            .iter()
            .map(|live| &live.counted.round)
            .filter(|round| round.poll.id == poll)
            .map(|round| round.id)
            .collect();
        if ids.is_empty() {
            return Ok(());
        }
        for id in &ids {
            self.sql.execute("DELETE FROM ballot WHERE round_id = ?1", [id])?;
            self.sql.execute("DELETE FROM round WHERE id = ?1", [id])?;
        }
        self.state.live.retain(|live| live.counted.round.poll.id != poll);
        self.state.changed = true;
        self.logged(at_ms, "reset", &json!({ "poll": poll, "rounds": ids }))
    }

    /// A round of this session, or a sentence that there is none.
    fn known(&self, id: RoundId) -> Result<&Round, Halt<String>> {
        self.round(id).ok_or_else(|| Halt::Refused("That round is not there any more.".to_owned()))
    }

    pub(super) fn live(&mut self, id: RoundId) -> Option<&mut Live> {
        self.state.live.iter_mut().find(|live| live.counted.round.id == id)
    }

    fn change(&mut self, id: RoundId, how: impl FnOnce(&mut Round)) {
        if let Some(live) = self.live(id) {
            how(&mut live.change().round);
            self.state.changed = true;
        }
    }

    /// Compares a round with the one before.
    fn shift(&mut self, id: RoundId) -> Result<(), Fault> {
        let Some(round) = self.round(id) else { return Ok(()) };
        let shift = load::shift(self.sql, &self.state.live, round)?;
        if let Some(live) = self.live(id) {
            live.change().shift = shift;
        }
        Ok(())
    }

    fn has_ballots(&self, id: RoundId) -> Result<bool, Fault> {
        let one = "SELECT 1 FROM ballot WHERE round_id = ?1 LIMIT 1";
        Ok(self.sql.query_row(one, [id], |_| Ok(())).optional()?.is_some())
    }

    fn logged(&mut self, at_ms: i64, kind: &str, data: &serde_json::Value) -> Done {
        Ok(self.log(at_ms, kind, data)?)
    }
}

fn columns(countdown: Countdown) -> (Option<i64>, Option<i64>) {
    match countdown {
        Countdown::None => (None, None),
        Countdown::Until(end) => (Some(end), None),
        Countdown::Paused(left) => (None, Some(left)),
    }
}
