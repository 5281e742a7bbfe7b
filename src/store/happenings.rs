//! What happened in a session, as its log has it: slides, rounds, discussions, breaks. The last line of a
//! discussion says where it stands, and so does that of a break.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fault::Fault;
use crate::countdown::Countdown;
use crate::discussion::Standing;
use crate::happening::{Change, Happening, Note, UnderWay};
use crate::recess::Recess;
use crate::round::Phase;

/// Steps of slides that were seen for less than this are not told, in milliseconds.
const GLANCE: i64 = 1_000;

const DISCUSSION: &str = "discussion";
const BREAK: &str = "break";

/// What happened in a session, the earliest first.
pub(super) fn happenings(connection: &Connection, session: i64) -> Result<Vec<Happening>, Fault> {
    let mut statement = connection.prepare(
        "SELECT log.at_ms, kind, data, poll, number FROM log \
         LEFT JOIN round ON round.session_id = log.session_id AND round.id = log.data ->> 'round' \
         WHERE log.session_id = ?1 \
         AND kind IN ('slide', 'open', 'close', 'reveal', 'back', 'discussion', 'break') \
         ORDER BY log.at_ms, seq",
    )?;
    let mut rows = statement.query([session])?;
    let mut found: Vec<Happening> = Vec::new();
    let mut slide = None;
    while let Some(row) = rows.next()? {
        let (kind, data): (String, String) = (row.get(1)?, row.get(2)?);
        let round = row.get::<_, Option<String>>(3)?.zip(row.get(4)?);
        let Some(next) = happening(row.get(0)?, &kind, &data, round)? else { continue };
        if matches!(next, Happening::Slide { .. }) {
            let is_glance = |at: &usize| {
                found.get(*at).is_some_and(|last| next.at_ms() - last.at_ms() < GLANCE)
            };
            if let Some(glance) = slide.filter(is_glance) {
                found.remove(glance);
            }
            slide = Some(found.len());
        }
        found.push(next);
    }
    Ok(found)
}

/// A line of the log of what became of a discussion or a break: its kind and its data.
pub(super) fn line(note: &Note) -> Result<(&'static str, Value), Fault> {
    Ok(match note {
        Note::Discussion { change, name, standing } => {
            let (ends_ms, left_ms) = match standing.countdown {
                Countdown::None => (None, None),
                Countdown::Until(end) => (Some(end), None),
                Countdown::Paused(left) => (None, Some(left)),
            };
            let line = DiscussionLine {
                id: standing.id.clone(),
                phase: u32::try_from(standing.phase + 1).unwrap_or(u32::MAX),
                name: name.clone(),
                change: change.name().to_owned(),
                ends_ms,
                left_ms,
                given_ms: standing.given_ms,
            };
            (DISCUSSION, serde_json::to_value(line)?)
        }
        Note::Break { change, recess } => {
            let Recess { began_ms, ends_ms } = *recess;
            let line = BreakLine { change: change.name().to_owned(), began_ms, ends_ms };
            (BREAK, serde_json::to_value(line)?)
        }
    })
}

/// What of a session had not ended when it was noted last.
pub(super) fn under_way(connection: &Connection, session: i64) -> Result<UnderWay, Fault> {
    let last = |kind: &str| {
        let sql =
            "SELECT data FROM log WHERE session_id = ?1 AND kind = ?2 ORDER BY seq DESC LIMIT 1";
        connection.query_row(sql, params![session, kind], |row| row.get::<_, String>(0)).optional()
    };
    let mut under_way = UnderWay::default();
    if let Some(data) = last(DISCUSSION)? {
        let line: DiscussionLine = serde_json::from_str(&data)?;
        under_way.discussion = (line.change != Change::Ended.name()).then(|| line.standing());
    }
    if let Some(data) = last(BREAK)? {
        let BreakLine { change, began_ms, ends_ms } = serde_json::from_str(&data)?;
        under_way.recess = (change != Change::Ended.name()).then_some(Recess { began_ms, ends_ms });
    }
    Ok(under_way)
}

#[derive(Deserialize)]
struct SlideLine {
    id: String,
    step: u16,
}

#[derive(Deserialize)]
struct BackLine {
    from: String,
}

#[derive(Serialize, Deserialize)]
struct DiscussionLine {
    id: String,
    /// From 1.
    phase: u32,
    name: String,
    change: String,
    ends_ms: Option<i64>,
    left_ms: Option<i64>,
    given_ms: i64,
}

#[derive(Serialize, Deserialize)]
struct BreakLine {
    change: String,
    began_ms: i64,
    ends_ms: i64,
}

impl DiscussionLine {
    fn standing(self) -> Standing {
        let countdown = match (self.left_ms, self.ends_ms) {
            (Some(left), _) => Countdown::Paused(left),
            (None, Some(end)) => Countdown::Until(end),
            (None, None) => Countdown::None,
        };
        let phase = usize::try_from(self.phase.saturating_sub(1)).unwrap_or(usize::MAX);
        Standing { id: self.id, phase, countdown, given_ms: self.given_ms }
    }
}

fn happening(
    at_ms: i64,
    kind: &str,
    data: &str,
    round: Option<(String, u32)>,
) -> Result<Option<Happening>, Fault> {
    let phase = match kind {
        "slide" => {
            let SlideLine { id, step } = serde_json::from_str(data)?;
            return Ok(Some(Happening::Slide { at_ms, id, step }));
        }
        DISCUSSION => {
            let line: DiscussionLine = serde_json::from_str(data)?;
            let DiscussionLine { id, phase, name, .. } = line;
            let change = change(&line.change)?;
            return Ok(Some(Happening::Discussion { at_ms, id, phase, name, change }));
        }
        BREAK => {
            let line: BreakLine = serde_json::from_str(data)?;
            let change = change(&line.change)?;
            return Ok(Some(Happening::Break { at_ms, ends_ms: line.ends_ms, change }));
        }
        "open" => Phase::Open,
        "close" => Phase::Closed,
        "reveal" => Phase::Revealed,
        _ => match serde_json::from_str::<BackLine>(data)?.from {
            from if from == Phase::Revealed.name() => Phase::Closed,
            _ => Phase::Open,
        },
    };
    Ok(round.map(|(poll, round)| Happening::Round { at_ms, poll, round, phase }))
}

fn change(name: &str) -> Result<Change, Fault> {
    let known = Change::ALL.into_iter().find(|known| known.name() == name);
    known.ok_or_else(|| Fault::Unreadable(format!("a discussion or a break was `{name}`")))
}
