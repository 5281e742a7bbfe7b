//! The talk's clock and its pace on the wire.

use serde::{Deserialize, Serialize};

use crate::action::ClockOrder;
use crate::app::status::Status;
use crate::pacing::{self, Cut, PartPace, TalkClock};
use crate::safe_text::clean;

/// What of the state concerns time. It is missing where the talk is given by an earlier version.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Timing {
    pub(super) clock: Clock,
    pub(super) agenda: Option<String>,
    pub(super) pace: Option<Pace>,
}

/// As [`TalkClock`].
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Clock {
    zero_ms: Option<i64>,
    paused_ms: Option<i64>,
}

/// As [`ClockOrder`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum What {
    Start,
    Pause,
    Resume,
}

/// As [`pacing::Pace`].
#[derive(Serialize, Deserialize)]
pub(super) struct Pace {
    at_ms: i64,
    length_ms: i64,
    behind_ms: i64,
    due_ms: i64,
    calm_ms: i64,
    part: Part,
    skip: Vec<Skip>,
}

/// As [`PartPace`].
#[derive(Serialize, Deserialize)]
struct Part {
    title: String,
    number: usize,
    parts: usize,
    length_ms: i64,
    spent_ms: i64,
    left_ms: i64,
}

/// As [`pacing::Skip`].
#[derive(Serialize, Deserialize)]
struct Skip {
    slide: String,
    title: String,
    saves_ms: i64,
}

impl Timing {
    pub(super) fn of(status: &Status) -> Self {
        Self {
            clock: Clock::of(status.clock),
            agenda: status.agenda.clone(),
            pace: status.pace.as_ref().map(Pace::of),
        }
    }
}

impl Clock {
    fn of(clock: TalkClock) -> Self {
        match clock {
            TalkClock::Waiting => Self::default(),
            TalkClock::Running { zero_ms } => Self { zero_ms: Some(zero_ms), paused_ms: None },
            TalkClock::Paused { elapsed_ms } => Self { zero_ms: None, paused_ms: Some(elapsed_ms) },
        }
    }

    pub(super) fn clock(&self) -> TalkClock {
        match (self.paused_ms, self.zero_ms) {
            (Some(elapsed_ms), _) => TalkClock::Paused { elapsed_ms },
            (None, Some(zero_ms)) => TalkClock::Running { zero_ms },
            (None, None) => TalkClock::Waiting,
        }
    }
}

impl From<ClockOrder> for What {
    fn from(what: ClockOrder) -> Self {
        match what {
            ClockOrder::Start => Self::Start,
            ClockOrder::Pause => Self::Pause,
            ClockOrder::Resume => Self::Resume,
        }
    }
}

impl From<What> for ClockOrder {
    fn from(what: What) -> Self {
        match what {
            What::Start => Self::Start,
            What::Pause => Self::Pause,
            What::Resume => Self::Resume,
        }
    }
}

impl Pace {
    fn of(pace: &pacing::Pace) -> Self {
        let skip = |skip: &pacing::Skip| Skip {
            slide: skip.id.clone(),
            title: skip.title.clone(),
            saves_ms: skip.saves_ms,
        };
        let PartPace { title, number, parts, length_ms, spent_ms, left_ms } = pace.part.clone();
        Self {
            at_ms: pace.elapsed_ms,
            length_ms: pace.length_ms,
            behind_ms: pace.late_ms,
            due_ms: pace.due_ms,
            calm_ms: pace.calm_ms,
            part: Part { title, number, parts, length_ms, spent_ms, left_ms },
            skip: pace.cut.slides.iter().map(skip).collect(),
        }
    }

    pub(super) fn pace(self) -> pacing::Pace {
        let safe = |text: &str| clean(text).into_owned();
        let skip = |skip: Skip| pacing::Skip {
            id: safe(&skip.slide),
            title: safe(&skip.title),
            saves_ms: skip.saves_ms,
        };
        let slides: Vec<pacing::Skip> = self.skip.into_iter().map(skip).collect();
        let cut = Cut { slides, over_ms: 0 };
        let over_ms = self.behind_ms.saturating_sub(cut.saves_ms()).max(0);
        let Part { title, number, parts, length_ms, spent_ms, left_ms } = self.part;
        pacing::Pace {
            elapsed_ms: self.at_ms,
            length_ms: self.length_ms,
            late_ms: self.behind_ms,
            due_ms: self.due_ms,
            calm_ms: self.calm_ms,
            part: PartPace { title: safe(&title), number, parts, length_ms, spent_ms, left_ms },
            cut: Cut { over_ms, ..cut },
        }
    }
}
