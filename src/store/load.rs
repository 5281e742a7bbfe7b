//! Ballots to counts: the rounds of a session as they are on disk.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rusqlite::{Connection, Row};

use super::fault::Fault;
use super::json;
use crate::ballot::Answer;
use crate::poll::PollKind;
use crate::round::{Countdown, Counted, Phase, Round, RoundId, Votes, WallText};
use crate::shift::Shift;
use crate::tally::Tally;

/// A round with its count, kept up to date ballot by ballot.
#[derive(Clone, Debug)]
pub(super) struct Live {
    pub(super) counted: Arc<Counted>,
    /// When each of the texts came and from whom, in the order of the texts.
    arrivals: Vec<(i64, i64)>,
}

/// Whose ballot, when it came, and whether the room may see its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    pub(super) participant: i64,
    pub(super) at_ms: i64,
    pub(super) released: bool,
}

impl Live {
    pub(super) fn new(round: Round) -> Self {
        let tally = Tally::new(&round.poll.kind);
        let counted = Counted { round, tally, shift: None, beside: Vec::new(), texts: Vec::new() };
        Self { counted: Arc::new(counted), arrivals: Vec::new() }
    }

    /// What others share is left as it is.
    pub(super) fn change(&mut self) -> &mut Counted {
        Arc::make_mut(&mut self.counted)
    }

    /// Counts an answer of so many participants.
    pub(super) fn add(&mut self, answer: &Answer, given: Given) {
        let counted = Arc::make_mut(&mut self.counted);
        counted.tally.add(answer, 1);
        if let Answer::Text(text) = answer {
            let Given { participant, at_ms, released } = given;
            let place = self.arrivals.partition_point(|other| *other < (at_ms, participant));
            self.arrivals.insert(place, (at_ms, participant));
            counted.texts.insert(place, WallText { participant, text: text.clone(), released });
        }
    }

    /// Takes an answer out that was counted.
    pub(super) fn remove(&mut self, answer: &Answer, given: Given) {
        let counted = Arc::make_mut(&mut self.counted);
        counted.tally.remove(answer);
        if let Ok(place) = self.arrivals.binary_search(&(given.at_ms, given.participant)) {
            self.arrivals.remove(place);
            counted.texts.remove(place);
        }
    }
}

/// The counts as others see them.
pub(super) fn votes(live: &[Live]) -> Votes {
    Votes { rounds: live.iter().map(|live| Arc::clone(&live.counted)).collect() }
}

/// The rounds of a session, counted anew.
pub(super) fn rounds(connection: &Connection, session: i64) -> Result<Vec<Live>, Fault> {
    let mut statement = connection.prepare(
        "SELECT id, number, question, phase, closes_ms, left_ms, opened_ms FROM round WHERE session_id = ?1 ORDER BY id",
    )?;
    let mut rows = statement.query([session])?;
    let mut rounds: Vec<Live> = Vec::new();
    while let Some(row) = rows.next()? {
        let mut live = Live::new(round(row)?);
        count(connection, &mut live)?;
        let round = &live.counted.round;
        let (shift, beside) =
            (shift(connection, &rounds, round)?, beside(connection, &rounds, round)?);
        let counted = live.change();
        (counted.shift, counted.beside) = (shift, beside);
        rounds.push(live);
    }
    Ok(rounds)
}

fn round(row: &Row<'_>) -> Result<Round, Fault> {
    let phase: String = row.get("phase")?;
    let phases = [Phase::Open, Phase::Closed, Phase::Revealed];
    let known = phases.into_iter().find(|known| known.name() == phase);
    let countdown = match (row.get("closes_ms")?, row.get("left_ms")?) {
        (Some(end), _) => Countdown::Until(end),
        (None, Some(left)) => Countdown::Paused(left),
        (None, None) => Countdown::None,
    };
    Ok(Round {
        id: row.get("id")?,
        number: row.get("number")?,
        poll: Arc::new(json::read_poll(
            row.get_ref("question")?.as_str().map_err(rusqlite::Error::from)?,
        )?),
        phase: known.ok_or_else(|| Fault::Unreadable(format!("a round is `{phase}`")))?,
        countdown,
        opened_ms: row.get("opened_ms")?,
    })
}

fn count(connection: &Connection, live: &mut Live) -> Result<(), Fault> {
    let id = live.counted.round.id;
    if matches!(live.counted.round.poll.kind, PollKind::Text { .. }) {
        return read_texts(connection, id, live);
    }
    let tally = &mut live.change().tally;
    for (body, times) in bodies(connection, id)? {
        tally.add(&json::read_answer(&body)?, times);
    }
    Ok(())
}

/// The different answers of a round, each with how often it was given. They are gathered here and not by the
/// database, which would sort all of them to that end.
fn bodies(connection: &Connection, round: RoundId) -> Result<HashMap<String, u64>, Fault> {
    let mut statement = connection.prepare("SELECT body FROM ballot WHERE round_id = ?1")?;
    let mut rows = statement.query([round])?;
    let mut bodies: HashMap<String, u64> = HashMap::new();
    while let Some(row) = rows.next()? {
        let body = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        match bodies.get_mut(body) {
            Some(times) => *times += 1,
            None => {
                bodies.insert(body.to_owned(), 1);
            }
        }
    }
    Ok(bodies)
}

fn read_texts(connection: &Connection, round: RoundId, live: &mut Live) -> Result<(), Fault> {
    let mut statement = connection.prepare(
        "SELECT body, participant_id, at_ms, released FROM ballot WHERE round_id = ?1 ORDER BY at_ms, participant_id",
    )?;
    let mut rows = statement.query([round])?;
    while let Some(row) = rows.next()? {
        let answer = json::read_answer(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
        let given = Given { participant: row.get(1)?, at_ms: row.get(2)?, released: row.get(3)? };
        live.add(&answer, given);
    }
    Ok(())
}

/// Who moved where since the round before, of a round that takes no more ballots.
pub(super) fn shift(
    connection: &Connection,
    rounds: &[Live],
    round: &Round,
) -> Result<Option<Shift>, Fault> {
    let before = rounds
        .iter()
        .map(|live| &live.counted.round)
        .rfind(|other| other.poll.id == round.poll.id && other.number < round.number);
    let Some(before) = before.filter(|before| before.poll.kind == round.poll.kind) else {
        return Ok(None);
    };
    if round.phase == Phase::Open {
        return Ok(None);
    }
    between(connection, before, round)
}

/// Who moved where since the latest rounds before of other polls with the same choices.
pub(super) fn beside(
    connection: &Connection,
    rounds: &[Live],
    round: &Round,
) -> Result<Vec<(RoundId, Shift)>, Fault> {
    if round.phase == Phase::Open {
        return Ok(Vec::new());
    }
    let mut latest: BTreeMap<&str, &Round> = BTreeMap::new();
    let earlier = rounds.iter().map(|live| &live.counted.round);
    for other in earlier.filter(|other| other.id < round.id && other.poll.id != round.poll.id) {
        latest.insert(&other.poll.id, other);
    }
    let same = |other: &&Round| other.phase != Phase::Open && other.poll.kind == round.poll.kind;
    let mut beside = Vec::new();
    for other in latest.into_values().filter(same) {
        beside.extend(between(connection, other, round)?.map(|shift| (other.id, shift)));
    }
    Ok(beside)
}

/// Who moved where between two rounds with the same choices.
fn between(connection: &Connection, before: &Round, round: &Round) -> Result<Option<Shift>, Fault> {
    let mut statement = connection.prepare(
        "SELECT before.body, after.body, count(*) FROM ballot AS before \
         JOIN ballot AS after ON after.round_id = ?2 AND after.participant_id = before.participant_id \
         JOIN participant ON participant.id = before.participant_id AND participant.via <> 'hands' \
         WHERE before.round_id = ?1 GROUP BY before.body, after.body",
    )?;
    let mut rows = statement.query([before.id, round.id])?;
    let mut pairs = Vec::new();
    while let Some(row) = rows.next()? {
        let answer = |column| {
            json::read_answer(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?)
        };
        let times: i64 = row.get(2)?;
        pairs.push((answer(0)?, answer(1)?, u64::try_from(times).unwrap_or(0)));
    }
    let anonymous = before.poll.anonymous || round.poll.anonymous;
    Ok(Shift::of(&round.poll.kind, anonymous, &pairs))
}
