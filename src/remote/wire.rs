//! The lines on the wire: JSON of their own, made of what the talk is, and made into it again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Asked, Cast, Done, Heard};
use crate::action::Order;
use crate::app::status::Status;
use crate::ballot::{Answer, Participant, Via};
use crate::round::{Countdown, Phase, Round, RoundId, WallText};
use crate::safe_text::{SafeText, clean};

mod discussion;
mod poll;

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
        Ok(Done::Recorded { revision }) => Told { ok: true, revision: Some(revision), ..told },
        Err(why) => Told { error: Some(why), ..told },
    })
}

/// That a line could not be taken, with its number if it had one.
pub(super) fn refusal(id: Option<u64>, why: String) -> String {
    line(&Told { id, error: Some(why), ..Told::default() })
}

/// What a client asks, as a line.
pub(super) fn request(id: u64, asked: Asked) -> String {
    line(&Request { id, ask: Ask::of(asked) })
}

/// What a client's line asks, and under which number; else a sentence, and the number if there is one.
pub(super) fn read_request(text: &[u8]) -> Result<(u64, Asked), (Option<u64>, String)> {
    let value: Value = serde_json::from_slice(text)
        .map_err(|error| (None, format!("this line is not JSON: {error}")))?;
    let id = value.get("id").and_then(Value::as_u64);
    let Some(number) = id else {
        return Err((None, "a request needs an `id`, a number from 0".to_owned()));
    };
    serde_json::from_value::<Ask>(value)
        .map_err(|error| format!("this is no request: {error}"))
        .and_then(Ask::asked)
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

/// What a later line of a talk tells; none if it is something that later versions may tell.
pub(super) fn read_told(text: &[u8]) -> Result<Option<Heard>, String> {
    let told = read(text)?;
    if let Some(state) = told.state {
        return Ok(Some(Heard::State(Box::new(state.status()?))));
    }
    let result = match (told.error, told.texts, told.revision) {
        (Some(why), ..) => Err(safe(&why)),
        (None, Some(texts), _) => Ok(Done::Texts(texts.into_iter().map(Written::text).collect())),
        (None, None, Some(revision)) => Ok(Done::Recorded { revision }),
        (None, None, None) if told.ok => Ok(Done::Order),
        (None, None, None) => return Ok(None),
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
        let (closes_ms, paused_ms) = match round.countdown {
            Countdown::None => (None, None),
            Countdown::Until(end) => (Some(end), None),
            Countdown::Paused(left) => (None, Some(left)),
        };
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
        let countdown = match (self.paused_ms, self.closes_ms) {
            (Some(left), _) => Countdown::Paused(left),
            (None, Some(end)) => Countdown::Until(end),
            (None, None) => Countdown::None,
        };
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

#[derive(Serialize)]
struct Request {
    id: u64,
    #[serde(flatten)]
    ask: Ask,
}

/// As [`Asked`].
#[derive(Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
enum Ask {
    Next,
    Prev,
    Goto {
        slide: String,
    },
    Blank,
    Open {
        #[serde(default)]
        poll: Option<String>,
    },
    Close,
    Reveal,
    Again,
    Capture {
        line: String,
    },
    Discuss {
        what: discussion::What,
    },
    Break {
        minutes: u32,
    },
    Texts {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        poll: Option<String>,
    },
    Release {
        text: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        poll: Option<String>,
    },
    Drop {
        text: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        poll: Option<String>,
    },
    Quit,
    Cast {
        round: RoundId,
        via: String,
        participant: String,
        answer: Given,
        #[serde(default)]
        seq: Option<u64>,
    },
}

/// As [`Answer`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Given {
    Choices(Vec<u32>),
    Ranking(Vec<u32>),
    Value(f64),
    Words(Vec<String>),
    Text(String),
    Hands(Vec<u32>),
}

impl Ask {
    fn of(asked: Asked) -> Self {
        match asked {
            Asked::Order(Order::Next) => Self::Next,
            Asked::Order(Order::Previous) => Self::Prev,
            Asked::Order(Order::GoTo(slide)) => Self::Goto { slide },
            Asked::Order(Order::Blank) => Self::Blank,
            Asked::Order(Order::Open(poll)) => Self::Open { poll },
            Asked::Order(Order::Close) => Self::Close,
            Asked::Order(Order::Reveal) => Self::Reveal,
            Asked::Order(Order::Again) => Self::Again,
            Asked::Order(Order::Capture(line)) => Self::Capture { line },
            Asked::Order(Order::Discuss(what)) => Self::Discuss { what: what.into() },
            Asked::Order(Order::Break(minutes)) => Self::Break { minutes },
            Asked::Order(Order::Texts(poll)) => Self::Texts { poll },
            Asked::Order(Order::Release { text, shown: true, poll }) => {
                Self::Release { text, poll }
            }
            Asked::Order(Order::Release { text, shown: false, poll }) => Self::Drop { text, poll },
            Asked::Order(Order::Quit) => Self::Quit,
            Asked::Cast(cast) => Self::Cast {
                round: cast.round,
                via: cast.participant.via.name().to_owned(),
                participant: hex(&cast.participant.key),
                answer: Given::of(cast.answer),
                seq: cast.seq,
            },
        }
    }

    fn asked(self) -> Result<Asked, String> {
        Ok(Asked::Order(match self {
            Self::Next => Order::Next,
            Self::Prev => Order::Previous,
            Self::Goto { slide } => Order::GoTo(safe(&slide)),
            Self::Blank => Order::Blank,
            Self::Open { poll } => Order::Open(poll.as_deref().map(safe)),
            Self::Close => Order::Close,
            Self::Reveal => Order::Reveal,
            Self::Again => Order::Again,
            Self::Capture { line } => Order::Capture(safe(&line)),
            Self::Discuss { what } => Order::Discuss(what.into()),
            Self::Break { minutes } => Order::Break(discussion::minutes(minutes)?),
            Self::Texts { poll } => Order::Texts(poll.as_deref().map(safe)),
            Self::Release { text, poll } => {
                Order::Release { text, shown: true, poll: poll.as_deref().map(safe) }
            }
            Self::Drop { text, poll } => {
                Order::Release { text, shown: false, poll: poll.as_deref().map(safe) }
            }
            Self::Quit => Order::Quit,
            Self::Cast { round, via, participant, answer, seq } => {
                let via = Via::ALL.into_iter().find(|known| known.name() == via);
                let via = via.ok_or_else(|| {
                    let names = Via::ALL.map(Via::name).join(", ");
                    format!("nobody votes that way: `via` is one of {names}")
                })?;
                let key = bytes(&participant)
                    .ok_or("a `participant` is bytes in hexadecimal, two digits each")?;
                let participant = Participant { via, key };
                return Ok(Asked::Cast(Cast { round, participant, answer: answer.answer(), seq }));
            }
        }))
    }
}

impl Given {
    fn of(answer: Answer) -> Self {
        match answer {
            Answer::Choices(picks) => Self::Choices(picks),
            Answer::Ranking(ranks) => Self::Ranking(ranks),
            Answer::Value(value) => Self::Value(value),
            Answer::Words(words) => {
                Self::Words(words.iter().map(|word| word.as_str().to_owned()).collect())
            }
            Answer::Text(text) => Self::Text(text.as_str().to_owned()),
            Answer::Hands(counts) => Self::Hands(counts),
        }
    }

    fn answer(self) -> Answer {
        match self {
            Self::Choices(picks) => Answer::Choices(picks),
            Self::Ranking(ranks) => Answer::Ranking(ranks),
            Self::Value(value) => Answer::Value(value),
            Self::Words(words) => {
                Answer::Words(words.iter().map(|word| SafeText::new(word)).collect())
            }
            Self::Text(text) => Answer::Text(SafeText::new(&text)),
            Self::Hands(counts) => Answer::Hands(counts),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = hex.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests;
