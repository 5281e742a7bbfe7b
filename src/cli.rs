//! The command line: what was typed, made into a run and an exit code. The only module that prints.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::config::{self, Config};
use crate::deck::Deck;
use crate::deck::assemble::Assembled;
use crate::layout::Size;
use crate::server::{Wish, ssh};
use crate::source::{Extent, Source};
use crate::theme::Theme;

mod assess;
mod browse;
mod check;
mod console;
mod outline;
mod present;
mod rehearsals;
mod remote;
mod report;
mod results;
mod serve;
mod sessions;
mod show;
mod vote;

/// A talk and workshop deck for the terminal.
#[derive(Debug, Parser)]
#[command(name = "roundtable", version, about, long_about = LONG_ABOUT, after_help = AFTER_HELP)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    present: PresentArguments,
}

const LONG_ABOUT: &str = "\
A talk and workshop deck for the terminal.

Without a command it presents: `roundtable` gives the built-in talk, `roundtable talk.md` or
`roundtable slides/` gives yours.";

const AFTER_HELP: &str = "\
DECK is a folder with a deck.toml, one markdown file, or - for standard input; without one it is the
talk that comes with the program.

On stage: → or space next, ← back, / search, o overview, s notes, v vote, ? all keys, q quit.

Environment: NO_COLOR turns colours off; COLORTERM=truecolor says that the terminal has them all;
ROUNDTABLE_CONFIG names a settings file (keys: theme, colors, keep_days, discuss_between);
ROUNDTABLE_DATA_DIR the folder for votes and answers.

Exit codes: 0 fine, 1 findings or a failed run, 2 wrong usage or no terminal, 128 + n after signal n.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Give the talk on this terminal
    Present(PresentArguments),
    /// Show the speaker the running talk: slide, next step, notes, votes; and drive it
    Console(console::Arguments),
    /// Let the room join a talk that is driven by `remote`, without a stage
    Serve(serve::Arguments),
    /// Read the discussion points and write your own answers
    Browse(browse::Arguments),
    /// Vote on this terminal, one person after another, in the talk that runs
    Vote(VoteArguments),
    /// Answer the deck's self-assessment, alone or one person after another
    Assess(assess::AssessArguments),
    /// Print what the room voted
    Results(results::ResultsArguments),
    /// Write what happened, how the room voted and what came of it, as Markdown or one HTML page
    Report(report::ReportArguments),
    /// List the talks that were given; name or delete one
    Sessions(SessionsArguments),
    /// Delete the talks that are older than some days
    Purge(PurgeArguments),
    /// Print how long each slide took when the talk was rehearsed, and what that means for the agenda
    Rehearsals(rehearsals::RehearsalsArguments),
    /// Print one frame of the stage as text
    Show(ShowArguments),
    /// List sections, slides, ids, steps, minutes, polls and discussions
    Outline(OutlineArguments),
    /// Look for everything that could surprise the speaker, at every step of every slide
    Check(CheckArguments),
    /// Drive the running talk from a script
    Remote(RemoteArguments),
}

#[derive(Debug, Args)]
struct PresentArguments {
    /// The deck: a folder, a markdown file, or - for standard input
    deck: Option<PathBuf>,
    /// Begin at the slide with this id, or of this number
    #[arg(long, value_name = "ID")]
    start: Option<String>,
    /// Show only the slides of this agenda, in its order
    #[arg(long, value_name = "NAME")]
    agenda: Option<String>,
    /// Take up the last talk where it broke off, with its votes
    #[arg(long)]
    resume: bool,
    /// Measure how long each slide takes; nothing else is recorded
    #[arg(long, conflicts_with = "resume")]
    rehearse: bool,
    /// Let the room join from the beginning, at this address; without one, where it most likely reaches this machine
    #[arg(long, value_name = "ADDR", num_args = 0..=1, default_missing_value = "")]
    serve: Option<Wish>,
    /// Where terminals join the room over SSH: an address, or `off`; without one, where the room is, at port 2222
    #[arg(long, value_name = "ADDR")]
    ssh: Option<ssh::Asked>,
    /// The folder for votes and positions
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// The colours to use: dark, light or contrast; `t` changes them on stage
    #[arg(long, value_name = "NAME", value_parser = parse_theme)]
    theme: Option<&'static Theme>,
}

#[derive(Debug, Args)]
struct ShowArguments {
    /// The deck: a folder, a markdown file, or - for standard input
    deck: Option<PathBuf>,
    /// The slide, by id or number
    #[arg(long, value_name = "ID|N")]
    slide: Option<String>,
    /// The step, from 1, or `last`
    #[arg(long, value_name = "K|last", default_value = "last")]
    step: StepChoice,
    /// The screen, as columns x rows
    #[arg(long, value_name = "WxH", default_value = "80x24", value_parser = parse_size)]
    size: Size,
    /// Whether to print colours; without it, on a terminal that has them
    #[arg(long, value_enum, value_name = "WHEN")]
    color: Option<When>,
    /// The colours to use: dark, light or contrast
    #[arg(long, value_name = "NAME", value_parser = parse_theme)]
    theme: Option<&'static Theme>,
}

#[derive(Debug, Args)]
struct OutlineArguments {
    /// The deck: a folder, a markdown file, or - for standard input
    deck: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Args)]
struct CheckArguments {
    /// The deck: a folder, a markdown file, or - for standard input
    deck: Option<PathBuf>,
    /// A screen that every slide must fit; give it once for each [default: 80x24 and 120x40]
    #[arg(long = "size", value_name = "WxH", value_parser = parse_size)]
    sizes: Vec<Size>,
    /// How to print the findings
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Exit with 1 on warnings too
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Args)]
struct VoteArguments {
    /// The colours to use: dark, light or contrast
    #[arg(long, value_name = "NAME", value_parser = parse_theme)]
    theme: Option<&'static Theme>,
    #[command(flatten)]
    data: DataArguments,
}

#[derive(Debug, Args)]
struct SessionsArguments {
    #[command(subcommand)]
    act: Option<SessionsAct>,
    /// How to print the list
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    data: DataArguments,
}

#[derive(Debug, Subcommand)]
enum SessionsAct {
    /// Give a session a name
    Name {
        /// The session, by number or name
        session: String,
        /// The name
        name: String,
    },
    /// Delete a session with everything that was said in it
    Delete {
        /// The session, by number or name
        session: String,
    },
}

#[derive(Debug, Args)]
struct PurgeArguments {
    /// Delete what is older than so many days; without it what the settings say, else 30
    #[arg(long, value_name = "DAYS")]
    older_than: Option<u32>,
    #[command(flatten)]
    data: DataArguments,
}

#[derive(Debug, Args)]
struct RemoteArguments {
    #[command(subcommand)]
    order: remote::RemoteCommand,
    #[command(flatten)]
    data: DataArguments,
}

/// For commands that need what talks keep.
#[derive(Debug, Args)]
struct DataArguments {
    /// The folder for data, one for each talk that runs at a time
    #[arg(long, value_name = "DIR", global = true)]
    data_dir: Option<PathBuf>,
}

/// A step that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StepChoice {
    Number(u16),
    Last,
}

impl std::str::FromStr for StepChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            _ if text == "last" => Ok(Self::Last),
            Ok(number) if number > 0 => Ok(Self::Number(number)),
            _ => Err("a step is a number from 1, or `last`".to_owned()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    /// Plain text
    Never,
    /// With escape codes, wherever it goes
    Always,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For scripts
    Json,
}

/// Why a run ended early: a sentence, and what it exits with.
#[derive(Debug)]
struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: 2 }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self { message, code: 1 }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        // Whoever read our output has had enough; that is no failure.
        let code = u8::from(error.kind() != io::ErrorKind::BrokenPipe);
        Self { message: format!("cannot print: {error}"), code }
    }
}

/// Runs what the arguments say.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            // Nothing is left to tell it to if even this cannot be printed.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let outcome = match arguments.command {
        None => present::run(&arguments.present),
        Some(Command::Present(arguments)) => present::run(&arguments),
        Some(Command::Console(arguments)) => console::run(arguments),
        Some(Command::Serve(arguments)) => serve::run(&arguments),
        Some(Command::Browse(arguments)) => browse::run(&arguments),
        Some(Command::Vote(arguments)) => vote::run(&arguments),
        Some(Command::Assess(arguments)) => assess::run(&arguments),
        Some(Command::Results(arguments)) => results::run(&arguments),
        Some(Command::Report(arguments)) => report::run(&arguments),
        Some(Command::Sessions(arguments)) => sessions::run(&arguments),
        Some(Command::Purge(arguments)) => sessions::purge(&arguments),
        Some(Command::Rehearsals(arguments)) => rehearsals::run(&arguments),
        Some(Command::Show(arguments)) => show::run(&arguments),
        Some(Command::Outline(arguments)) => outline::run(&arguments),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Remote(arguments)) => remote::run(arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) if failure.code == 0 => ExitCode::SUCCESS,
        Err(failure) => {
            // The same: an unwritable standard error leaves only the exit code.
            let _ = writeln!(io::stderr(), "roundtable: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}

/// Finds a deck.
fn find(deck: Option<&PathBuf>) -> Result<Source, Failure> {
    let found = Source::find(deck.map(PathBuf::as_path));
    found.map_err(|error| match deck {
        Some(deck) => mistyped_command(&deck.to_string_lossy(), error).into(),
        None => error.into(),
    })
}

/// Finds and reads all of a deck.
fn load(deck: Option<&PathBuf>) -> Result<(Source, Assembled), Failure> {
    let source = find(deck)?;
    let assembled = source.load(Extent::Whole)?;
    Ok((source, assembled))
}

/// Adds a hint where the name of a deck that does not exist is nearly that of a command.
fn mistyped_command(deck: &str, error: String) -> String {
    let all = Arguments::command();
    let commands: Vec<&str> = all.get_subcommands().map(clap::Command::get_name).collect();
    match crate::deck::toml_keys::nearest(deck, &commands) {
        Some(command) if !deck.contains(['.', '/']) => {
            format!("{error}; did you mean `roundtable {command}`?")
        }
        _ => error,
    }
}

/// The theme by the first of these that names one: the command line, the settings, the deck. A deck's
/// theme that does not exist is passed over; `check` reports it.
fn theme(typed: Option<&'static Theme>, config: &Config, deck: &Deck) -> &'static Theme {
    let named = |name: &Option<String>| name.as_deref().and_then(Theme::named);
    let [default, ..] = Theme::ALL;
    typed.or_else(|| named(&config.theme)).or_else(|| named(&deck.meta.theme)).unwrap_or(default)
}

fn parse_theme(name: &str) -> Result<&'static Theme, String> {
    Theme::named(name).ok_or_else(|| config::no_such_theme(name))
}

fn parse_size(text: &str) -> Result<Size, String> {
    let parse = || {
        let (width, height) = text.split_once(['x', 'X', '×'])?;
        Some(Size { width: width.trim().parse().ok()?, height: height.trim().parse().ok()? })
    };
    let size = parse()
        .filter(|size| (1..=1000).contains(&size.width) && (1..=1000).contains(&size.height));
    size.ok_or_else(|| "a size is columns x rows, such as 80x24, each from 1 to 1000".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_size_is_columns_by_rows() {
        assert_eq!(parse_size("80x24"), Ok(Size { width: 80, height: 24 }));
        for wrong in ["80", "80x", "x24", "0x24", "80x-1", "99999x1"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_mistyped_command_is_recognised() {
        assert!(mistyped_command("chek", "e".into()).ends_with("did you mean `roundtable check`?"));
        assert_eq!(mistyped_command("check.md", "e".into()), "e");
    }
}
