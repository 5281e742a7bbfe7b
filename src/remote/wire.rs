//! The lines on the wire: JSON of their own, made of what the talk is, and made into it again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Done, Heard, Line};
use crate::app::status::{Backstage, Status};
use crate::round::{Phase, Round, RoundId, WallText};
use crate::safe_text::{SafeText, clean};

mod ask;
mod backstage;
mod ballot;
mod captures;
mod deck;
mod discussion;
mod pacing;
mod poll;
mod votes;

use ask::{Ask, Request};
use backstage::At;

pub(super) use backstage::stage;

/// The version of the protocol, which the first line of a talk tells.
const VERSION: u32 = 1;

/// The talk's first line to a client: the version, and where it is.
pub(super) fn hello(status: &Status) -> String {
    line(&Told { roundtable: Some(VERSION), state: Some(State::of(status)), ..Told::default() })
}

/// Where the talk is now.
pub(super) fn state(status: &Status) -> String {
    line(&Told { state: Some(State::of(status)), ..Told::default() })
}

/// What has become of what was asked under this number.
pub(super) fn answer(id: u64, result: Result<Done, String>) -> String {
    let told = Told { id: Some(id), ..Told::default() };
    line(&match result {
        Ok(Done::Order) => Told { ok: true, ..told },
        Ok(Done::Texts(texts)) => {
            Told { ok: true, texts: Some(texts.iter().map(Written::of).collect()), ..told }
        }
        Ok(Done::Said(said)) => Told { ok: true, said: Some(said), ..told },
        Ok(Done::Consoles(consoles)) => {
            Told { ok: true, consoles: Some(consoles.iter().map(At::of).collect()), ..told }
        }
        Ok(Done::Recorded { revision }) => Told { ok: true, revision: Some(revision), ..told },
        Err(why) => Told { error: Some(why), ..told },
    })
}

/// That a line could not be taken, with its number if it had one.
pub(super) fn refusal(id: Option<u64>, why: String) -> String {
    line(&Told { id, error: Some(why), ..Told::default() })
}

/// What a client asks, as a line.
pub(super) fn request(id: u64, asked: Line) -> String {
    line(&Request { id, ask: Ask::of(asked) })
}

/// What a client's line asks, and under which number; else a sentence, and the number if there is one.
pub(super) fn read_request(text: &[u8]) -> Result<(u64, Line), (Option<u64>, String)> {
    let value: Value = serde_json::from_slice(text)
        .map_err(|error| (None, format!("this line is not JSON: {error}")))?;
    let id = value.get("id").and_then(Value::as_u64);
    let Some(number) = id else {
        return Err((None, "a request needs an `id`, a number from 0".to_owned()));
    };
    serde_json::from_value::<Ask>(value)
        .map_err(|error| format!("this is no request: {error}"))
        .and_then(Ask::line)
        .map(|asked| (number, asked))
        .map_err(|why| (id, why))
}

/// The state in a talk's first line. The error is a sentence.
pub(super) fn read_hello(text: &[u8]) -> Result<Status, String> {
    let told = read(text)?;
    match told {
        Told { error: Some(why), .. } => Err(safe(&why)),
        Told { roundtable: Some(VERSION), state: Some(state), .. } => state.status(),
        Told { roundtable: Some(version), .. } if version != VERSION => Err(format!(
            "the talk speaks version {version} of the protocol, and this program version {VERSION}: run \
             the same roundtable as the talk does"
        )),
        _ => Err("this is not a talk of roundtable".to_owned()),
    }
}

/// What a later line of a talk tells; none if it is something that later versions may tell. What a console is told
/// of comes in parts, which change what it was told before.
pub(super) fn read_told(text: &[u8], before: &mut Backstage) -> Result<Option<Heard>, String> {
    let told = read(text)?;
    if let Some(state) = told.state {
        let status = Box::new(state.status()?);
        return Ok(Some(match (told.stage, told.consoles) {
            (Some(stage), consoles) => {
                stage.change(before)?;
                let consoles = consoles.unwrap_or_default().into_iter().map(At::at).collect();
                Heard::Stage { status, backstage: Box::new(before.clone()), consoles }
            }
            (None, _) => Heard::State(status),
        }));
    }
    let result = if let Some(why) = told.error {
        Err(safe(&why))
    } else if let Some(texts) = told.texts {
        Ok(Done::Texts(texts.into_iter().map(Written::text).collect()))
    } else if let Some(revision) = told.revision {
        Ok(Done::Recorded { revision })
    } else if let Some(consoles) = told.consoles {
        Ok(Done::Consoles(consoles.into_iter().map(At::at).collect()))
    } else if let Some(said) = told.said {
        Ok(Done::Said(safe(&said)))
    } else if told.ok {
        Ok(Done::Order)
    } else {
        return Ok(None);
    };
    match told.id {
        Some(id) => Ok(Some(Heard::Answer { id, result })),
        // A line of ours could not be taken, not even its number.
        None => result.map(|_| None),
    }
}

fn read(text: &[u8]) -> Result<Told, String> {
    serde_json::from_slice(text).map_err(|error| format!("the talk cannot be understood: {error}"))
}

fn line(told: &impl Serialize) -> String {
    // Nothing here has a key that is no text, the one thing that JSON cannot hold.
    let mut line = serde_json::to_string(told).unwrap_or_default();
    line.push('\n');
    line
}

/// What was heard from another process may be shown on a terminal.
fn safe(text: &str) -> String {
    clean(text).into_owned()
}

/// A line of the talk: its keys tell which.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Told {
    #[serde(skip_serializing_if = "Option::is_none")]
    roundtable: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<State>,
    /// For a console alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<backstage::Stage>,
    /// None where it answers a line without a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    texts: Option<Vec<Written>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consoles: Option<Vec<At>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// As [`WallText`].
#[derive(Serialize, Deserialize)]
struct Written {
    number: i64,
    text: String,
    released: bool,
}

impl Written {
    fn of(text: &WallText) -> Self {
        let WallText { participant, text, released } = text;
        Self { number: *participant, text: text.as_str().to_owned(), released: *released }
    }

    fn text(self) -> WallText {
        let text = SafeText::new(&self.text);
        WallText { participant: self.number, text, released: self.released }
    }
}

/// As [`Status`].
#[derive(Serialize, Deserialize)]
struct State {
    slide: String,
    step: u16,
    poll: Option<String>,
    round: Option<u32>,
    phase: String,
    ballots: u64,
    joined: u32,
    open: Option<Open>,
    /// Missing where the talk is given by an earlier version.
    #[serde(default)]
    discussion: Option<discussion::Discussing>,
    #[serde(flatten)]
    timing: pacing::Timing,
}

impl State {
    fn of(status: &Status) -> Self {
        Self {
            slide: status.slide.clone(),
            step: status.step,
            poll: status.poll.clone(),
            round: status.round,
            phase: status.phase.to_owned(),
            ballots: status.ballots,
            joined: status.joined,
            open: status.open.as_ref().map(Open::of),
            discussion: status.discussion.as_ref().map(discussion::Discussing::of),
            timing: pacing::Timing::of(status),
        }
    }

    fn status(self) -> Result<Status, String> {
        let phases = [Phase::Open, Phase::Closed, Phase::Revealed].map(Phase::name);
        let phase = phases.into_iter().chain(["idle"]).find(|name| *name == self.phase);
        let phase = phase.ok_or("the talk is in a phase that this program does not know")?;
        Ok(Status {
            slide: safe(&self.slide),
            step: self.step,
            poll: self.poll.as_deref().map(safe),
            round: self.round,
            phase,
            ballots: self.ballots,
            joined: self.joined,
            open: self.open.map(Open::round),
            discussion: self.discussion.map(discussion::Discussing::discussing),
            clock: self.timing.clock.clock(),
            agenda: self.timing.agenda.as_deref().map(safe),
            pace: self.timing.pace.map(pacing::Pace::pace),
        })
    }
}

/// As [`Round`], while it takes ballots.
#[derive(Serialize, Deserialize)]
struct Open {
    round: RoundId,
    number: u32,
    poll: poll::Poll,
    opened_ms: i64,
    closes_ms: Option<i64>,
    paused_ms: Option<i64>,
}

impl Open {
    fn of(round: &Round) -> Self {
        let (closes_ms, paused_ms) = discussion::ends(round.countdown);
        Self {
            round: round.id,
            number: round.number,
            poll: poll::Poll::of(&round.poll),
            opened_ms: round.opened_ms,
            closes_ms,
            paused_ms,
        }
    }

    fn round(self) -> Round {
        let countdown = discussion::countdown(self.closes_ms, self.paused_ms);
        Round {
            id: self.round,
            number: self.number,
            poll: Arc::new(self.poll.poll()),
            phase: Phase::Open,
            countdown,
            opened_ms: self.opened_ms,
        }
    }
}

#[cfg(test)]
mod tests;
