//! From a ballot on the disk to the room's count on the stage.

use std::thread;
use std::time::{Duration, Instant};

use roundtable::action::Order;
use roundtable::ballot::{Answer, Participant, Via};
use roundtable::remote::{self, Asked, Cast, Heard, Talk, TalkReader};
use roundtable::round::RoundId;

use super::milliseconds;
use crate::programs::{Bench, OURS, Program};
use crate::table::{self, Row};
use crate::terminal::{self, Manners, Terminal};

const LIMIT: Duration = Duration::from_mins(1);

/// The time from the answer to the last of many ballots to their number on the stage. Below zero the stage shows it
/// before its voter hears of it.
pub(crate) fn room(bench: &Bench) {
    let voters = if bench.quick { 100 } else { 10_000 };
    let Some(ours) = bench.programs.iter().find(|program| program.name == OURS) else { return };
    let (mut last, mut all) = (Row::of("count on stage"), Row::of("all ballots recorded"));
    for _ in 0..bench.few_or(9) {
        match vote(bench, ours, voters) {
            Ok((took, behind)) => {
                all.samples.push(took);
                last.samples.push(behind);
            }
            Err(fault) => last.fault = Some(fault),
        }
    }
    let title = format!("room: milliseconds, {voters} ballots through the socket");
    table::compare(&title, &[all, last], &[]);
}

/// How long so many ballots take, and how long after the last the stage shows their number, in milliseconds.
fn vote(bench: &Bench, ours: &Program, voters: u32) -> Result<(f64, f64), String> {
    let mut stage = bench.open_poll(ours, Manners::Answers)?;
    stage.wait_for("Which?", LIMIT)?;
    stage.come_to_rest()?;
    let mut talk = join(&stage)?;
    talk.order(Order::Open(None))?;
    let round = talk.status().open.as_ref().map(|round| round.id).ok_or("no round is open")?;
    let (reader, mut writer) = talk.split().map_err(|error| error.to_string())?;
    let began = terminal::now();
    let recorded = thread::spawn(move || hear_all(reader, voters));
    for voter in 0..voters {
        writer.ask(Asked::Cast(ballot(round, voter))).map_err(|error| error.to_string())?;
    }
    let Ok(recorded) = recorded.join() else { return Err("the reader failed".to_owned()) };
    let recorded = recorded?;
    let seen = stage.seen(&format!("{voters} answered"), LIMIT)?;
    let behind = match seen.checked_duration_since(recorded) {
        Some(behind) => milliseconds(behind),
        None => -milliseconds(recorded - seen),
    };
    Ok((milliseconds(recorded - began), behind))
}

fn join(stage: &Terminal) -> Result<Talk, String> {
    let (runtime, data) = stage.folders();
    let path = remote::socket_path(&runtime, &data)?;
    let since = terminal::now();
    while since.elapsed() < LIMIT {
        if let Some(talk) = Talk::connect(&path).map_err(|error| error.to_string())? {
            return Ok(talk);
        }
        thread::yield_now();
    }
    Err("no talk can be reached".to_owned())
}

/// When the last of so many ballots was told to be recorded.
fn hear_all(reader: TalkReader, voters: u32) -> Result<Instant, String> {
    let mut left = voters;
    for heard in reader {
        if let Heard::Answer { result, .. } = heard? {
            result?;
            left -= 1;
        }
        if left == 0 {
            return Ok(terminal::now());
        }
    }
    Err("the talk ended".to_owned())
}

fn ballot(round: RoundId, voter: u32) -> Cast {
    let participant = Participant { via: Via::Web, key: voter.to_be_bytes().to_vec() };
    Cast { round, participant, answer: Answer::Choices(vec![1 + voter % 3]), seq: Some(1) }
}
