//! What a client asks, on the wire.

use serde::{Deserialize, Serialize};

use super::ballot::{Given, bytes, hex};
use super::{discussion, pacing, safe};
use crate::action::{Action, Order};
use crate::ballot::{Participant, Via};
use crate::remote::{Asked, Cast, Line, Wheel};
use crate::round::RoundId;

/// A request with its number.
#[derive(Serialize)]
pub(super) struct Request {
    pub(super) id: u64,
    #[serde(flatten)]
    pub(super) ask: Ask,
}

/// As [`Line`].
#[derive(Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub(super) enum Ask {
    Next,
    Prev,
    Goto {
        slide: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<u16>,
    },
    Act {
        action: String,
    },
    Hands {
        counts: Vec<u32>,
    },
    Reset {
        poll: String,
    },
    Follow {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(default)]
        drive: bool,
    },
    Drive {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        console: Option<String>,
    },
    Consoles,
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
    Settle {
        capture: i64,
    },
    Dismiss {
        capture: i64,
    },
    Discuss {
        what: discussion::What,
    },
    Break {
        minutes: u32,
    },
    Clock {
        what: pacing::What,
    },
    Skip,
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

impl Ask {
    pub(super) fn of(line: Line) -> Self {
        match line {
            Line::Asked(asked) => Self::of_asked(asked),
            Line::Wheel(Wheel::Follow { name, drive }) => Self::Follow { name, drive },
            Line::Wheel(Wheel::Drive(console)) => Self::Drive { console },
            Line::Wheel(Wheel::Consoles) => Self::Consoles,
        }
    }

    fn of_asked(asked: Asked) -> Self {
        match asked {
            Asked::Order(Order::Next) => Self::Next,
            Asked::Order(Order::Previous) => Self::Prev,
            Asked::Order(Order::GoTo(slide)) => Self::Goto { slide, step: None },
            Asked::Order(Order::Place { slide, step }) => Self::Goto { slide, step: Some(step) },
            Asked::Order(Order::Act(action)) => {
                Self::Act { action: action.name_for_consoles().unwrap_or_default().to_owned() }
            }
            Asked::Order(Order::Hands(counts)) => Self::Hands { counts },
            Asked::Order(Order::Reset(poll)) => Self::Reset { poll },
            Asked::Order(Order::Blank) => Self::Blank,
            Asked::Order(Order::Open(poll)) => Self::Open { poll },
            Asked::Order(Order::Close) => Self::Close,
            Asked::Order(Order::Reveal) => Self::Reveal,
            Asked::Order(Order::Again) => Self::Again,
            Asked::Order(Order::Capture(line)) => Self::Capture { line },
            Asked::Order(Order::Settle(capture)) => Self::Settle { capture },
            Asked::Order(Order::Dismiss(capture)) => Self::Dismiss { capture },
            Asked::Order(Order::Discuss(what)) => Self::Discuss { what: what.into() },
            Asked::Order(Order::Break(minutes)) => Self::Break { minutes },
            Asked::Order(Order::Clock(what)) => Self::Clock { what: what.into() },
            Asked::Order(Order::Skip) => Self::Skip,
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

    pub(super) fn line(self) -> Result<Line, String> {
        Ok(Line::Asked(Asked::Order(match self {
            Self::Next => Order::Next,
            Self::Prev => Order::Previous,
            Self::Goto { slide, step: None } => Order::GoTo(safe(&slide)),
            Self::Goto { slide, step: Some(step) } => Order::Place { slide: safe(&slide), step },
            Self::Act { action } => {
                let known = Action::of_consoles(&action);
                Order::Act(known.ok_or_else(|| format!("there is no `action` {}", safe(&action)))?)
            }
            Self::Hands { counts } => Order::Hands(counts),
            Self::Reset { poll } => Order::Reset(safe(&poll)),
            Self::Follow { name, drive } => {
                let name = name.as_deref().map(safe);
                return Ok(Line::Wheel(Wheel::Follow { name, drive }));
            }
            Self::Drive { console } => {
                return Ok(Line::Wheel(Wheel::Drive(console.as_deref().map(safe))));
            }
            Self::Consoles => return Ok(Line::Wheel(Wheel::Consoles)),
            Self::Blank => Order::Blank,
            Self::Open { poll } => Order::Open(poll.as_deref().map(safe)),
            Self::Close => Order::Close,
            Self::Reveal => Order::Reveal,
            Self::Again => Order::Again,
            Self::Capture { line } => Order::Capture(safe(&line)),
            Self::Settle { capture } => Order::Settle(capture),
            Self::Dismiss { capture } => Order::Dismiss(capture),
            Self::Discuss { what } => Order::Discuss(what.into()),
            Self::Break { minutes } => Order::Break(discussion::minutes(minutes)?),
            Self::Clock { what } => Order::Clock(what.into()),
            Self::Skip => Order::Skip,
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
                let answer = answer.answer();
                return Ok(Line::Asked(Asked::Cast(Cast { round, participant, answer, seq })));
            }
        })))
    }
}
