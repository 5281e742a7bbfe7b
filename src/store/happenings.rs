//! What happened in a session, read from its log.

use rusqlite::Connection;
use serde::Deserialize;

use super::fault::Fault;
use crate::happening::{Change, Happening};
use crate::round::Phase;

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
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, data): (String, String) = (row.get(1)?, row.get(2)?);
        let round = row.get::<_, Option<String>>(3)?.zip(row.get(4)?);
        found.extend(happening(row.get(0)?, &kind, &serde_json::from_str(&data)?, round));
    }
    Ok(found)
}

/// What a line of the log has, whatever its kind.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Line {
    id: String,
    step: u16,
    phase: u32,
    name: String,
    change: String,
    ends_ms: i64,
    from: String,
}

fn happening(
    at_ms: i64,
    kind: &str,
    line: &Line,
    round: Option<(String, u32)>,
) -> Option<Happening> {
    let change = || Change::ALL.into_iter().find(|known| known.name() == line.change);
    let phase = match kind {
        "slide" => return Some(Happening::Slide { at_ms, id: line.id.clone(), step: line.step }),
        "discussion" => {
            let (id, name) = (line.id.clone(), line.name.clone());
            return Some(Happening::Discussion {
                at_ms,
                id,
                phase: line.phase,
                name,
                change: change()?,
            });
        }
        "break" => {
            return Some(Happening::Break { at_ms, ends_ms: line.ends_ms, change: change()? });
        }
        "close" => Phase::Closed,
        "reveal" => Phase::Revealed,
        "back" if line.from == Phase::Revealed.name() => Phase::Closed,
        "open" | "back" => Phase::Open,
        _ => return None,
    };
    let (poll, round) = round?;
    Some(Happening::Round { at_ms, poll, round, phase })
}
