//! `assess`: the deck's self-assessment, on this terminal or from answers that were typed before.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{DataArguments, Failure, Format};
use crate::assess::{Assess, Seat};
use crate::assessment::{Assessment, Level, read_sheet};
use crate::config::{self, Config};
use crate::deck::Deck;
use crate::export;
use crate::runtime::{self, Study};
use crate::store::Sheets;
use crate::theme::Theme;
use crate::ui;

#[derive(Debug, Args)]
pub(super) struct AssessArguments {
    /// The deck: a folder with an assessment.toml; without it the built-in talk
    deck: Option<PathBuf>,
    /// Answer here: a level from 1 to 5 or d for don't know for each statement, such as "4 2 d 5 …"
    #[arg(long, value_name = "LEVELS", conflicts_with = "group")]
    answers: Option<String>,
    /// How to print what these answers come to
    #[arg(long, value_enum, default_value = "text", requires = "answers")]
    format: Format,
    /// Write the result as Markdown into this file, or print it: -
    #[arg(long, value_name = "FILE|-")]
    export: Option<PathBuf>,
    /// Take one person's sheet after another, and show all of them at the end
    #[arg(long)]
    group: bool,
    /// Take up the group that answered last
    #[arg(long, requires = "group")]
    resume: bool,
    /// The colours to use: dark, light or contrast
    #[arg(long, value_name = "NAME", value_parser = super::parse_theme)]
    theme: Option<&'static Theme>,
    #[command(flatten)]
    data: DataArguments,
}

/// Lines of a printed result are not longer than this.
const WIDTH: u16 = 80;

pub(super) fn run(arguments: &AssessArguments) -> Result<ExitCode, Failure> {
    let (_, mut loaded) = super::load(arguments.deck.as_ref())?;
    let Some(assessment) = loaded.deck.assessment.take() else {
        return Err(none(&loaded.deck, arguments.deck.as_deref()).into());
    };
    let to_stdout = arguments.export.as_deref() == Some(Path::new("-"));
    let file = arguments.export.clone().filter(|_| !to_stdout);
    if let Some(answers) = &arguments.answers {
        let answers = read_sheet(answers, assessment.statements.len())
            .map_err(|why| Failure::usage(format!("--answers: {why}")))?;
        let assess = Assess::answered(assessment, &answers);
        if let Some(file) = &file {
            runtime::write(file, &export::assessment::markdown(&assess), false)?;
        }
        return printed(&assess, arguments.format, to_stdout);
    }
    let has_terminal = io::stdout().is_terminal() && io::stdin().is_terminal();
    if !has_terminal && !arguments.group && arguments.export.is_none() {
        print(&statements(&assessment))?;
        return Ok(ExitCode::SUCCESS);
    }
    if !has_terminal {
        let why = "the self-assessment needs a terminal to ask on: --answers takes the answers without one";
        return Err(Failure::usage(why));
    }
    if let Some(file) = file.as_ref().filter(|file| file.exists()) {
        // Better now than when all is answered.
        let why = format!("{} is there already: name another file", file.display());
        return Err(why.into());
    }
    interactive(assessment, &loaded.deck, arguments, (file, to_stdout))
}

fn interactive(
    assessment: Assessment,
    deck: &Deck,
    arguments: &AssessArguments,
    (file, to_stdout): (Option<PathBuf>, bool),
) -> Result<ExitCode, Failure> {
    let config = Config::read().map_err(Failure::usage)?;
    let theme = super::theme(arguments.theme, &config, deck);
    let seat = if arguments.group { Seat::Group } else { Seat::Alone };
    let count = assessment.statements.len();
    let mut assess = Assess::new(assessment, seat);
    let sheets = if arguments.group {
        let folder = config::data_folder(arguments.data.data_dir.as_deref())?;
        let resumed = if arguments.resume { Sheets::resume(&folder, count)? } else { None };
        if arguments.resume && resumed.is_none() {
            let why = format!("no group has left a sheet in {}", folder.display());
            return Err(why.into());
        }
        Some(match resumed {
            Some((sheets, people)) => {
                assess.restore(people);
                sheets
            }
            None => Sheets::begin(&folder, runtime::unix_ms()),
        })
    } else {
        None
    };
    let study = Study { theme, depth: config.depth, export: file, sheets };
    let (code, assess) = runtime::assess(assess, study)?;
    if to_stdout && assess.has_result() {
        print(&export::assessment::markdown(&assess))?;
    }
    Ok(code)
}

fn printed(assess: &Assess, format: Format, as_markdown: bool) -> Result<ExitCode, Failure> {
    match format {
        Format::Json => {
            let answers = assess.sheet().answers();
            let mut out = io::stdout().lock();
            export::assessment::json(assess.assessment(), &answers, &mut out)?;
            out.flush()?;
        }
        Format::Text if as_markdown => print(&export::assessment::markdown(assess))?,
        Format::Text => print(&ui::assess::text(assess, WIDTH))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// The statements, and how to answer them without a terminal.
fn statements(assessment: &Assessment) -> String {
    let mut text = format!("{}\n\n{}\n\n", assessment.title, assessment.warning);
    for (number, statement) in (1..).zip(&assessment.statements) {
        let _ = writeln!(text, "{number:>3}. {}", statement.text);
    }
    let levels = Level::ALL.map(|level| format!("{} {}", level.number(), level.words()));
    let example =
        (0..assessment.statements.len()).map(|at| ["4", "2", "d", "5"].get(at % 4).copied());
    let example: Vec<&str> = example.flatten().collect();
    let _ = writeln!(text, "\nAnswer each with {}, or d don't know:", levels.join(", "));
    let _ = writeln!(text, "  roundtable assess --answers \"{}\"", example.join(" "));
    text
}

/// The sentence for a deck that brings no self-assessment.
fn none(deck: &Deck, path: Option<&Path>) -> String {
    let name = match (&deck.meta.title, path) {
        (Some(title), _) => title.clone(),
        (None, Some(path)) => path.display().to_string(),
        (None, None) => "the built-in talk".to_owned(),
    };
    format!(
        "{name} brings no self-assessment: that is an assessment.toml without errors beside its deck.toml, which `roundtable check` reads. Without a deck, `roundtable assess` asks that of the built-in talk"
    )
}
