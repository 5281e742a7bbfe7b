//! `remote`: the running talk, driven from a script.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Failure, RemoteArguments};
use crate::action::{Discuss, Order};
use crate::app::status::{Discussing, Status};
use crate::config;
use crate::recess;
use crate::remote::{self, Talk};
use crate::round::{Countdown, WallText};

/// What a talk can be asked for.
#[derive(Debug, Subcommand)]
pub(super) enum RemoteCommand {
    /// Print where the talk is, as one line of JSON
    State,
    /// Show the next step, then the next slide
    Next,
    /// Hide the last step, then show the slide before
    Prev,
    /// Go to a slide
    Goto {
        /// The slide, by id or number
        #[arg(value_name = "ID|N")]
        slide: String,
    },
    /// Empty the screen, or show the slide again
    Blank,
    /// Ask the room
    #[command(subcommand)]
    Poll(PollCommand),
    /// Take a discussion on or back
    #[command(subcommand)]
    Discuss(DiscussCommand),
    /// Have a break; `next` ends it
    Break {
        /// How long it is
        #[arg(value_parser = clap::value_parser!(u32).range(1..=i64::from(recess::LONGEST)))]
        minutes: u32,
    },
    /// Write something down: n note, d decision, a action @owner !date, q quote, p parked question
    Capture {
        /// What, as it is typed on stage
        #[arg(required = true)]
        line: Vec<String>,
    },
    /// Choose which of the room's texts it sees
    #[command(subcommand)]
    Text(TextCommand),
    /// End the talk
    Quit,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(super) enum DiscussCommand {
    /// Begin the one on the slide shown, go to the next phase, after the last end it
    Next,
    /// Go one phase back
    Back,
    /// End it
    Stop,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum PollCommand {
    /// Open a round of the poll with this id, on its slide; without one of the poll on the slide shown
    Open {
        /// The poll, by id
        id: Option<String>,
    },
    /// Close the open round
    Close,
    /// Show the count of the round that was closed last
    Reveal,
    /// Open the next round of the poll that was revealed last
    Again,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum TextCommand {
    /// Print the texts that came in, those that wait first, each with its number
    List {
        #[command(flatten)]
        poll: TextPoll,
    },
    /// Show the room these texts
    Release {
        /// The numbers that `list` prints
        #[arg(required = true, value_name = "N")]
        texts: Vec<i64>,
        #[command(flatten)]
        poll: TextPoll,
    },
    /// Take these texts from the wall again
    Drop {
        /// The numbers that `list` prints
        #[arg(required = true, value_name = "N")]
        texts: Vec<i64>,
        #[command(flatten)]
        poll: TextPoll,
    },
}

#[derive(Clone, Debug, Args)]
pub(super) struct TextPoll {
    /// The poll, by id; without it the text poll that was opened last
    #[arg(long, value_name = "ID")]
    poll: Option<String>,
}

/// Where the talk is, as scripts read it.
#[derive(Serialize)]
struct JsonStatus<'a> {
    slide: &'a str,
    step: u16,
    poll: Option<&'a str>,
    round: Option<u32>,
    phase: &'a str,
    ballots: u64,
    joined: u32,
    discussion: Option<JsonDiscussion<'a>>,
}

/// The discussion that runs.
#[derive(Serialize)]
struct JsonDiscussion<'a> {
    id: &'a str,
    phase: u32,
    phases: &'a [String],
    ends_ms: Option<i64>,
    paused_ms: Option<i64>,
}

pub(super) fn run(arguments: RemoteArguments) -> Result<ExitCode, Failure> {
    let typed = arguments.data.data_dir.as_deref();
    let data = config::data_folder(typed).map_err(Failure::usage)?;
    let path = remote::socket_path(&config::runtime_folder(), &data)?;
    let talk = Talk::connect(&path).map_err(|error| format!("cannot reach the talk: {error}"))?;
    let mut talk = talk.ok_or_else(|| {
        format!(
            "no talk with its data in {} is running: start one with `roundtable`, or name its folder with \
             --data-dir",
            data.display()
        )
    })?;
    let orders = match arguments.order {
        RemoteCommand::State => {
            let mut out = io::stdout().lock();
            serde_json::to_writer(&mut out, &json(talk.status())).map_err(io::Error::from)?;
            writeln!(out)?;
            Vec::new()
        }
        RemoteCommand::Text(TextCommand::List { poll }) => {
            list(&talk.texts(poll.poll)?, &mut io::stdout().lock())?;
            Vec::new()
        }
        RemoteCommand::Text(TextCommand::Release { texts, poll }) => releases(texts, true, &poll),
        RemoteCommand::Text(TextCommand::Drop { texts, poll }) => releases(texts, false, &poll),
        RemoteCommand::Next => vec![Order::Next],
        RemoteCommand::Prev => vec![Order::Previous],
        RemoteCommand::Goto { slide } => vec![Order::GoTo(slide)],
        RemoteCommand::Blank => vec![Order::Blank],
        RemoteCommand::Poll(PollCommand::Open { id }) => vec![Order::Open(id)],
        RemoteCommand::Poll(PollCommand::Close) => vec![Order::Close],
        RemoteCommand::Poll(PollCommand::Reveal) => vec![Order::Reveal],
        RemoteCommand::Poll(PollCommand::Again) => vec![Order::Again],
        RemoteCommand::Capture { line } => vec![Order::Capture(line.join(" "))],
        RemoteCommand::Discuss(what) => vec![Order::Discuss(match what {
            DiscussCommand::Next => Discuss::Next,
            DiscussCommand::Back => Discuss::Back,
            DiscussCommand::Stop => Discuss::Stop,
        })],
        RemoteCommand::Break { minutes } => vec![Order::Break(minutes)],
        RemoteCommand::Quit => vec![Order::Quit],
    };
    for order in orders {
        talk.order(order)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn releases(texts: Vec<i64>, shown: bool, poll: &TextPoll) -> Vec<Order> {
    let order = |text| Order::Release { text, shown, poll: poll.poll.clone() };
    texts.into_iter().map(order).collect()
}

/// Prints texts, one a line.
fn list(texts: &[WallText], out: &mut dyn io::Write) -> io::Result<()> {
    for WallText { participant, text, released } in texts {
        let state = if *released { "released" } else { "waiting" };
        writeln!(out, "{participant:>5}  {state:<8}  {}", text.as_str())?;
    }
    Ok(())
}

fn json(status: &Status) -> JsonStatus<'_> {
    JsonStatus {
        slide: &status.slide,
        step: status.step,
        poll: status.poll.as_deref(),
        round: status.round,
        phase: status.phase,
        ballots: status.ballots,
        joined: status.joined,
        discussion: status.discussion.as_ref().map(discussion),
    }
}

fn discussion(discussing: &Discussing) -> JsonDiscussion<'_> {
    let (ends_ms, paused_ms) = match discussing.countdown {
        Countdown::None => (None, None),
        Countdown::Until(end) => (Some(end), None),
        Countdown::Paused(left) => (None, Some(left)),
    };
    let Discussing { id, phase, phases, .. } = discussing;
    JsonDiscussion { id, phase: *phase, phases, ends_ms, paused_ms }
}
