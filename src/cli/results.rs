//! `results`: the votes of a session, for people, scripts and spreadsheets.

use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::{DataArguments, Failure};
use crate::config;
use crate::export::{self, json, table, text};
use crate::poll::Poll;
use crate::round::Votes;
use crate::store::{Archive, BallotRow, SessionInfo};

#[derive(Debug, Args)]
pub(super) struct ResultsArguments {
    /// Only this poll, by id
    poll: Option<String>,
    /// The session, by number or name; without it the latest
    #[arg(long, value_name = "N|NAME")]
    session: Option<String>,
    /// How to print them: text with bars, json with all counts, csv or jsonl with a row for each ballot
    #[arg(long, value_enum, default_value = "text")]
    format: ResultsFormat,
    #[command(flatten)]
    data: DataArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ResultsFormat {
    /// For people
    Text,
    /// For scripts: the counts of each round
    Json,
    /// For spreadsheets: one row a ballot
    Csv,
    /// For scripts: one object a ballot
    Jsonl,
}

/// Lines of printed results are not longer than this.
const WIDTH: u16 = 80;

pub(super) fn run(arguments: &ResultsArguments) -> Result<ExitCode, Failure> {
    let folder = config::data_folder(arguments.data.data_dir.as_deref())?;
    let archive = open(&folder)?;
    let session = find(&archive, arguments.session.as_deref())?;
    let mut votes = archive.votes(session.id)?;
    if let Some(id) = &arguments.poll {
        votes.rounds.retain(|counted| counted.round.poll.id == *id);
        if votes.rounds.is_empty() {
            let name = export::name(&session);
            return Err(format!("session {name} has no round of a poll `{id}`").into());
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        ResultsFormat::Text => {
            write!(out, "{}", text::results(&session, &votes, WIDTH))?;
        }
        ResultsFormat::Json => json::results(&session, &votes, &mut out)?,
        ResultsFormat::Jsonl => each(&archive, &session, &votes, &mut |poll, row| {
            json::ballot(&session, poll, row, &mut out)
        })?,
        ResultsFormat::Csv => {
            let mut table = table::Table::begin(&mut out)?;
            each(&archive, &session, &votes, &mut |poll, row| table.ballot(&session, poll, row))?;
            table.end()?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Gives every ballot of these rounds, with its poll.
fn each(
    archive: &Archive,
    session: &SessionInfo,
    votes: &Votes,
    take: &mut dyn FnMut(&Poll, &BallotRow) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut failed = None;
    archive.ballots(session.id, &mut |row| {
        let round =
            votes.rounds.iter().map(Arc::as_ref).find(|counted| {
                counted.round.poll.id == row.poll && counted.round.number == row.round
            });
        let taken = round.map_or(Ok(()), |counted| take(&counted.round.poll, &row));
        match taken {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}

/// Opens the data file of a folder.
pub(super) fn open(folder: &Path) -> Result<Archive, Failure> {
    let none =
        || format!("no talk was recorded yet: there is no data file in {}", folder.display());
    Ok(Archive::open(folder)?.ok_or_else(none)?)
}

/// The session of this number or name, else the latest.
pub(super) fn find(archive: &Archive, wanted: Option<&str>) -> Result<SessionInfo, Failure> {
    let sessions = archive.sessions()?;
    let Some(wanted) = wanted else {
        let none = || "no talk was recorded yet".to_owned();
        return Ok(sessions.into_iter().next().ok_or_else(none)?);
    };
    let by_name = sessions.iter().find(|session| session.name.as_deref() == Some(wanted));
    let number = wanted.parse().ok();
    let found = by_name.or_else(|| sessions.iter().find(|session| Some(session.id) == number));
    let none = || format!("there is no session `{wanted}`: `roundtable sessions` lists them");
    Ok(found.cloned().ok_or_else(none)?)
}
