//! `sessions` and `purge`: the deliveries that are kept, and how they go.

use std::io::{self, Write};
use std::process::ExitCode;

use serde::Serialize;

use super::{Failure, Format, PurgeArguments, SessionsAct, SessionsArguments, results};
use crate::config::{self, Config};
use crate::export;
use crate::runtime;
use crate::store::{self, Archive, SessionInfo};

#[derive(Serialize)]
struct JsonSession<'a> {
    id: i64,
    name: Option<&'a str>,
    title: &'a str,
    started: String,
    ended: Option<String>,
    rounds: u64,
    ballots: u64,
}

pub(super) fn run(arguments: &SessionsArguments) -> Result<ExitCode, Failure> {
    let folder = config::data_folder(arguments.data.data_dir.as_deref())?;
    match &arguments.act {
        None => {
            let archive = Archive::open(&folder)?;
            let sessions = archive.map_or(Ok(Vec::new()), |archive| archive.sessions())?;
            let mut out = io::stdout().lock();
            match arguments.format {
                Format::Json => json(&sessions, &mut out)?,
                Format::Text => text(&sessions, &mut out)?,
            }
        }
        Some(SessionsAct::Name { session, name }) => {
            let session = results::find(&results::open(&folder)?, Some(session))?;
            if name.trim().is_empty() || name.chars().any(char::is_control) {
                return Err(Failure::usage("a session's name is a line of text"));
            }
            store::rename(&folder, session.id, name.trim())?;
        }
        Some(SessionsAct::Delete { session }) => {
            let session = results::find(&results::open(&folder)?, Some(session))?;
            store::delete(&folder, session.id)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn purge(arguments: &PurgeArguments) -> Result<ExitCode, Failure> {
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    let folder = config::data_folder(arguments.data.data_dir.as_deref())?;
    let days = match arguments.older_than {
        Some(days) => days,
        None => Config::read().map_err(Failure::usage)?.keep_days,
    };
    let before = runtime::unix_ms().saturating_sub(i64::from(days).saturating_mul(DAY_MS));
    let gone = store::purge(&folder, before)?;
    let sessions = if gone == 1 { "session" } else { "sessions" };
    writeln!(io::stdout(), "Deleted {gone} {sessions} older than {days} days.")?;
    Ok(ExitCode::SUCCESS)
}

fn json(sessions: &[SessionInfo], out: &mut dyn Write) -> io::Result<()> {
    let sessions: Vec<JsonSession<'_>> = sessions
        .iter()
        .map(|session| JsonSession {
            id: session.id,
            name: session.name.as_deref(),
            title: &session.title,
            started: export::time(session.started_ms),
            ended: session.ended_ms.map(export::time),
            rounds: session.rounds,
            ballots: session.ballots,
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &sessions)?;
    writeln!(out)
}

fn text(sessions: &[SessionInfo], out: &mut dyn Write) -> io::Result<()> {
    if sessions.is_empty() {
        return writeln!(out, "No talk was recorded yet.");
    }
    writeln!(out, "   id  started               rounds  ballots  name or title")?;
    for session in sessions {
        let SessionInfo { id, rounds, ballots, .. } = session;
        let started = export::time(session.started_ms);
        let name = session.name.as_deref().unwrap_or(&session.title);
        let cut = if session.ended_ms.is_none() { "  (not ended)" } else { "" };
        writeln!(out, "{id:>5}  {started:<20}  {rounds:>6}  {ballots:>7}  {name}{cut}")?;
    }
    Ok(())
}
