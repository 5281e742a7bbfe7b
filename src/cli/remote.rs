//! `remote`: the running talk, driven from a script.

use std::io::{self, Write as _};
use std::process::ExitCode;

use serde::Serialize;

use super::{DiscussCommand, Failure, PollCommand, RemoteArguments, RemoteCommand};
use crate::action::{Discuss, Order};
use crate::app::status::{Discussing, Status};
use crate::config;
use crate::remote::{self, Talk};
use crate::round::Countdown;

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
    match order(arguments.order) {
        Some(order) => talk.order(order)?,
        None => {
            let mut out = io::stdout().lock();
            serde_json::to_writer(&mut out, &json(talk.status())).map_err(io::Error::from)?;
            writeln!(out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What the talk is to do; none where it is only asked where it is.
fn order(command: RemoteCommand) -> Option<Order> {
    Some(match command {
        RemoteCommand::State => return None,
        RemoteCommand::Next => Order::Next,
        RemoteCommand::Prev => Order::Previous,
        RemoteCommand::Goto { slide } => Order::GoTo(slide),
        RemoteCommand::Blank => Order::Blank,
        RemoteCommand::Poll(PollCommand::Open { id }) => Order::Open(id),
        RemoteCommand::Poll(PollCommand::Close) => Order::Close,
        RemoteCommand::Poll(PollCommand::Reveal) => Order::Reveal,
        RemoteCommand::Poll(PollCommand::Again) => Order::Again,
        RemoteCommand::Discuss(DiscussCommand::Next) => Order::Discuss(Discuss::Next),
        RemoteCommand::Discuss(DiscussCommand::Back) => Order::Discuss(Discuss::Back),
        RemoteCommand::Discuss(DiscussCommand::Stop) => Order::Discuss(Discuss::Stop),
        RemoteCommand::Break { minutes } => Order::Break(minutes),
        RemoteCommand::Quit => Order::Quit,
    })
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
