//! `rehearsals`: how long each slide took when the talk was rehearsed, beside the agenda.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{DataArguments, Failure, Format};
use crate::app::App;
use crate::config;
use crate::deck::Deck;
use crate::export::rehearsal;
use crate::pacing::Plan;
use crate::rehearsal::Run;
use crate::rehearsals;

#[derive(Debug, Args)]
pub(super) struct RehearsalsArguments {
    /// The deck: a folder, a markdown file, or - for standard input
    deck: Option<PathBuf>,
    /// The rehearsals with this agenda; without it those like the last one
    #[arg(long, value_name = "NAME")]
    agenda: Option<String>,
    /// How to print them
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    data: DataArguments,
}

pub(super) fn run(arguments: &RehearsalsArguments) -> Result<ExitCode, Failure> {
    let (_, assembled) = super::load(arguments.deck.as_ref())?;
    let data = config::data_folder(arguments.data.data_dir.as_deref())?;
    let deck = assembled.deck;
    let runs = rehearsals::load(&data, title(&deck))?;
    let Some(last) = runs.last() else {
        let hint = "this deck was not rehearsed yet: `roundtable present --rehearse` does it";
        return Err(hint.to_owned().into());
    };
    let agenda = arguments.agenda.clone().or_else(|| last.agenda.clone());
    let runs = alike(runs.clone(), agenda.as_deref());
    if runs.is_empty() {
        let name = agenda.unwrap_or_default();
        return Err(format!("the agenda `{name}` was not rehearsed yet").into());
    }
    let (plan, is_agenda) = plan(&deck, agenda.as_deref());
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Text => {
            let text = rehearsal::text(title(&deck), &runs, &plan, is_agenda);
            out.write_all(text.as_bytes())?;
        }
        Format::Json => rehearsal::json(title(&deck), &runs, (&plan, is_agenda), &mut out)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Keeps what was measured in a rehearsal that has ended, and says what that comes to.
pub(super) fn conclude(app: &App, data: Result<PathBuf, String>) -> Result<(), Failure> {
    let Some(run) = app.rehearsed() else { return Ok(()) };
    let deck = &app.deck;
    let kept = data.and_then(|data| {
        let word = rehearsals::add(&data, title(deck), run.clone())?;
        Ok((rehearsals::load(&data, title(deck))?, word))
    });
    let (runs, trouble) = match kept {
        Ok((runs, word)) => (runs, word),
        Err(why) => (vec![run.clone()], Some(format!("this rehearsal could not be kept: {why}"))),
    };
    let (plan, is_agenda) = plan(deck, run.agenda.as_deref());
    let runs = alike(runs, run.agenda.as_deref());
    let mut out = io::stdout().lock();
    out.write_all(rehearsal::text(title(deck), &runs, &plan, is_agenda).as_bytes())?;
    out.flush()?;
    trouble.map_or(Ok(()), |trouble| Err(trouble.into()))
}

/// The runs with the same agenda, or all those without one.
fn alike(runs: Vec<Run>, agenda: Option<&str>) -> Vec<Run> {
    runs.into_iter().filter(|run| run.agenda.as_deref() == agenda).collect()
}

/// The agenda's plan, and whether there is one: else the sections stand for parts.
fn plan(deck: &Deck, agenda: Option<&str>) -> (Plan, bool) {
    let plan = agenda.and_then(|agenda| deck.plan(agenda));
    let is_agenda = plan.is_some();
    (plan.unwrap_or_else(|| deck.plan_of_sections()), is_agenda)
}

fn title(deck: &Deck) -> &str {
    deck.meta.title.as_deref().unwrap_or_default()
}
