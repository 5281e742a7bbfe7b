//! What was written down, in the file and in memory.

use rusqlite::{Connection, Row, params};
use serde_json::json;

use super::book::Batch;
use super::fault::{Fault, Halt};
use crate::capture::{Capture, CaptureChange, Draft, Kind, State};
use crate::safe_text::SafeText;

impl Batch<'_> {
    /// Writes something down, or changes what is, and logs what stood before.
    pub(super) fn capture(
        &mut self,
        change: &CaptureChange,
        at_ms: i64,
    ) -> Result<(), Halt<String>> {
        match change {
            CaptureChange::Add { draft, slide, state } => self.add(draft, slide, *state, at_ms),
            CaptureChange::Edit(id, draft) => self.say_instead(*id, draft, at_ms),
            CaptureChange::State(id, state) => self.put_into(*id, *state, at_ms),
        }
    }

    fn add(
        &mut self,
        draft: &Draft,
        slide: &str,
        state: State,
        at_ms: i64,
    ) -> Result<(), Halt<String>> {
        let session = self.session()?;
        let Draft { kind, text, owner, due } = draft.clone();
        let id: i64 = self.sql.query_row(
            "INSERT INTO capture (session_id, kind, text, owner, due, slide, at_ms, state) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
            params![
                session,
                kind.name(),
                text.as_str(),
                owner.as_ref().map(SafeText::as_str),
                due.as_ref().map(SafeText::as_str),
                slide,
                at_ms,
                state.name()
            ],
            |row| row.get(0),
        )?;
        let slide = slide.to_owned();
        self.state.captures.push(Capture { id, kind, text, owner, due, slide, at_ms, state });
        self.state.captures_changed = true;
        Ok(self.log(at_ms, "capture", &json!({ "capture": id, "kind": kind.name() }))?)
    }

    fn say_instead(&mut self, id: i64, draft: &Draft, at_ms: i64) -> Result<(), Halt<String>> {
        let Draft { kind, text, owner, due } = draft.clone();
        let was = self.written(id)?.draft().line();
        self.sql.execute(
            "UPDATE capture SET kind = ?2, text = ?3, owner = ?4, due = ?5 WHERE id = ?1",
            params![
                id,
                kind.name(),
                text.as_str(),
                owner.as_ref().map(SafeText::as_str),
                due.as_ref().map(SafeText::as_str)
            ],
        )?;
        let before = self.written(id)?;
        *before = Capture { kind, text, owner, due, ..before.clone() };
        self.state.captures_changed = true;
        Ok(self.log(at_ms, "capture-edit", &json!({ "capture": id, "was": was }))?)
    }

    fn put_into(&mut self, id: i64, state: State, at_ms: i64) -> Result<(), Halt<String>> {
        let was = std::mem::replace(&mut self.written(id)?.state, state);
        self.sql
            .execute("UPDATE capture SET state = ?2 WHERE id = ?1", params![id, state.name()])?;
        self.state.captures_changed = true;
        let log = json!({ "capture": id, "state": state.name(), "was": was.name() });
        Ok(self.log(at_ms, "capture-state", &log)?)
    }

    /// A capture of this session, or a sentence that there is none.
    fn written(&mut self, id: i64) -> Result<&mut Capture, Halt<String>> {
        let found = self.state.captures.iter_mut().find(|capture| capture.id == id);
        found
            .ok_or_else(|| Halt::Refused("What was written down is not there any more.".to_owned()))
    }
}

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
