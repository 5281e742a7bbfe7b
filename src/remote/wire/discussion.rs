//! Discussions and breaks on the wire.

use serde::{Deserialize, Serialize};

use crate::action::Discuss;
use crate::app::status;
use crate::countdown::Countdown;
use crate::discussion;
use crate::recess::{self, LONGEST};
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

/// As [`discussion::Standing`].
#[derive(Serialize, Deserialize)]
pub(super) struct Standing {
    id: String,
    /// From 1.
    phase: usize,
    given_ms: i64,
    ends_ms: Option<i64>,
    paused_ms: Option<i64>,
}

/// As [`recess::Recess`].
#[derive(Serialize, Deserialize)]
pub(super) struct Recess {
    began_ms: i64,
    ends_ms: i64,
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
        let (ends_ms, paused_ms) = ends(discussing.countdown);
        let (id, phases) = (discussing.id.clone(), discussing.phases.clone());
        Self { id, phase: discussing.phase, phases, ends_ms, paused_ms }
    }

    pub(super) fn discussing(self) -> status::Discussing {
        let countdown = countdown(self.ends_ms, self.paused_ms);
        let safe = |text: &String| clean(text).into_owned();
        let (id, phases) = (safe(&self.id), self.phases.iter().map(safe).collect());
        status::Discussing { id, phase: self.phase, phases, countdown }
    }
}

impl Standing {
    pub(super) fn of(standing: &discussion::Standing) -> Self {
        let (ends_ms, paused_ms) = ends(standing.countdown);
        let id = standing.id.clone();
        Self { id, phase: standing.phase + 1, given_ms: standing.given_ms, ends_ms, paused_ms }
    }

    pub(super) fn standing(self) -> discussion::Standing {
        discussion::Standing {
            id: clean(&self.id).into_owned(),
            phase: self.phase.saturating_sub(1),
            countdown: countdown(self.ends_ms, self.paused_ms),
            given_ms: self.given_ms,
        }
    }
}

impl Recess {
    pub(super) fn of(recess: recess::Recess) -> Self {
        Self { began_ms: recess.began_ms, ends_ms: recess.ends_ms }
    }

    pub(super) fn recess(self) -> recess::Recess {
        recess::Recess { began_ms: self.began_ms, ends_ms: self.ends_ms }
    }
}

/// When a countdown ends, and how much is left of it while it is paused.
pub(super) fn ends(countdown: Countdown) -> (Option<i64>, Option<i64>) {
    match countdown {
        Countdown::None => (None, None),
        Countdown::Until(end) => (Some(end), None),
        Countdown::Paused(left) => (None, Some(left)),
    }
}

/// The countdown that says so.
pub(super) fn countdown(ends_ms: Option<i64>, paused_ms: Option<i64>) -> Countdown {
    match (paused_ms, ends_ms) {
        (Some(left), _) => Countdown::Paused(left),
        (None, Some(end)) => Countdown::Until(end),
        (None, None) => Countdown::None,
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
