//! Discussions and breaks on the wire.

use serde::{Deserialize, Serialize};

use crate::action::Discuss;
use crate::app::status;
use crate::recess::LONGEST;
use crate::round::Countdown;
use crate::safe_text::clean;

/// As [`status::Discussing`].
#[derive(Serialize, Deserialize)]
pub(super) struct Discussing {
    id: String,
    phase: u32,
    phases: Vec<String>,
    ends_ms: Option<i64>,
    paused_ms: Option<i64>,
}

/// As [`Discuss`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum What {
    Next,
    Back,
    Stop,
}

impl Discussing {
    pub(super) fn of(discussing: &status::Discussing) -> Self {
        let (ends_ms, paused_ms) = match discussing.countdown {
            Countdown::None => (None, None),
            Countdown::Until(end) => (Some(end), None),
            Countdown::Paused(left) => (None, Some(left)),
        };
        let (id, phases) = (discussing.id.clone(), discussing.phases.clone());
        Self { id, phase: discussing.phase, phases, ends_ms, paused_ms }
    }

    pub(super) fn discussing(self) -> status::Discussing {
        let countdown = match (self.paused_ms, self.ends_ms) {
            (Some(left), _) => Countdown::Paused(left),
            (None, Some(end)) => Countdown::Until(end),
            (None, None) => Countdown::None,
        };
        let safe = |text: &String| clean(text).into_owned();
        let (id, phases) = (safe(&self.id), self.phases.iter().map(safe).collect());
        status::Discussing { id, phase: self.phase, phases, countdown }
    }
}

impl From<Discuss> for What {
    fn from(what: Discuss) -> Self {
        match what {
            Discuss::Next => Self::Next,
            Discuss::Back => Self::Back,
            Discuss::Stop => Self::Stop,
        }
    }
}

impl From<What> for Discuss {
    fn from(what: What) -> Self {
        match what {
            What::Next => Self::Next,
            What::Back => Self::Back,
            What::Stop => Self::Stop,
        }
    }
}

/// The length of a break, if it can be one.
pub(super) fn minutes(minutes: u32) -> Result<u32, String> {
    let can_be = (1..=LONGEST).contains(&minutes);
    can_be.then_some(minutes).ok_or_else(|| format!("a break takes from 1 to {LONGEST} `minutes`"))
}
