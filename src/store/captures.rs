//! What was written down, in the file and in memory.

use rusqlite::{Connection, Row};

use super::fault::Fault;
use crate::capture::{Capture, Kind, State};
use crate::safe_text::SafeText;

/// The captures of a session as they are on disk, in the order in which they were written down.
pub(super) fn load(connection: &Connection, session: i64) -> Result<Vec<Capture>, Fault> {
    let mut statement = connection.prepare(
        "SELECT id, kind, text, owner, due, slide, at_ms, state FROM capture WHERE session_id = ?1 ORDER BY id",
    )?;
    let mut rows = statement.query([session])?;
    let mut captures = Vec::new();
    while let Some(row) = rows.next()? {
        captures.push(read(row)?);
    }
    Ok(captures)
}

fn read(row: &Row<'_>) -> Result<Capture, Fault> {
    let (kind, state): (String, String) = (row.get("kind")?, row.get("state")?);
    let safe = |text: String| SafeText::new(&text);
    Ok(Capture {
        id: row.get("id")?,
        kind: Kind::ALL
            .into_iter()
            .find(|known| known.name() == kind)
            .ok_or_else(|| Fault::Unreadable(format!("a capture is a `{kind}`")))?,
        text: safe(row.get("text")?),
        owner: row.get::<_, Option<String>>("owner")?.map(safe),
        due: row.get::<_, Option<String>>("due")?.map(safe),
        slide: row.get("slide")?,
        at_ms: row.get("at_ms")?,
        state: State::ALL
            .into_iter()
            .find(|known| known.name() == state)
            .ok_or_else(|| Fault::Unreadable(format!("a capture is `{state}`")))?,
    })
}
