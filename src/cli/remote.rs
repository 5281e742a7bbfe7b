//! `remote`: the running talk, driven from a script.

use std::io::{self, Write as _};
use std::process::ExitCode;

use serde::Serialize;

use super::{Failure, PollCommand, RemoteArguments, RemoteCommand, TextCommand, TextPoll};
use crate::action::Order;
use crate::app::status::Status;
use crate::config;
use crate::remote::{self, Talk};
use crate::round::WallText;

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
    }
}
