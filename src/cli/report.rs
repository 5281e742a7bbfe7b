//! `report`: a session as Markdown or as one HTML page.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{DataArguments, Failure, results};
use crate::config;
use crate::deck::Deck;
use crate::report::{self, FreeText, Material};
use crate::runtime;
use crate::store::SessionInfo;

#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// The deck that was given, for titles, prompts and sources; without one the session alone is told
    deck: Option<PathBuf>,
    /// The file to write; without one it is printed. Its name ends in .md or .html
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How to write it, whatever the file is called
    #[arg(long, value_enum)]
    format: Option<ReportFormat>,
    /// The session, by number or name; without it the latest
    #[arg(long, value_name = "N|NAME")]
    session: Option<String>,
    /// Leave out what people wrote: texts, words, what was written down, who owes it
    #[arg(long)]
    redact: bool,
    #[command(flatten)]
    data: DataArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For a wiki or a repository
    Markdown,
    /// For everybody: one file with its charts, to read or to print
    Html,
}

pub(super) fn run(arguments: &ReportArguments) -> Result<ExitCode, Failure> {
    let format = format(arguments)?;
    let folder = config::data_folder(arguments.data.data_dir.as_deref())?;
    let archive = results::open(&folder)?;
    let session = results::find(&archive, arguments.session.as_deref())?;
    let deck = deck(arguments, &session)?;
    let report = report::gather(&Material {
        session: &session,
        votes: &archive.votes(session.id)?,
        happenings: &archive.happenings(session.id)?,
        captures: &archive.captures(session.id)?,
        deck: deck.as_ref(),
        utc_offset: runtime::utc_offset(session.started_ms),
        free: if arguments.redact { FreeText::LeftOut } else { FreeText::Kept },
    });
    let text = match format {
        ReportFormat::Markdown => report::markdown(&report),
        ReportFormat::Html => report::html(&report),
    };
    match &arguments.output {
        Some(path) => fs::write(path, text)
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?,
        None => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The format that was asked for, else that of the file's name, else Markdown.
fn format(arguments: &ReportArguments) -> Result<ReportFormat, Failure> {
    let extension = |path: &Path| path.extension().map(|end| end.to_string_lossy().to_lowercase());
    match (arguments.format, &arguments.output) {
        (Some(format), _) => Ok(format),
        (None, None) => Ok(ReportFormat::Markdown),
        (None, Some(path)) => match extension(path).as_deref() {
            Some("md" | "markdown") => Ok(ReportFormat::Markdown),
            Some("html" | "htm") => Ok(ReportFormat::Html),
            _ => Err(Failure::usage(format!(
                "the name {} does not say in which format: let it end in .md or .html, or say --format",
                path.display()
            ))),
        },
    }
}

/// The deck that is named; without one the built-in talk, if it is what was given.
fn deck(arguments: &ReportArguments, session: &SessionInfo) -> Result<Option<Deck>, Failure> {
    let (_, assembled) = super::load(arguments.deck.as_ref())?;
    let deck = assembled.deck;
    let is_right = deck.meta.title.as_ref().is_some_and(|title| *title == session.title);
    Ok((arguments.deck.is_some() || is_right).then_some(deck))
}
