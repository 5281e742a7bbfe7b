//! The talk's clock in the log, and the plan that it was held against: a copy, which stays when the deck changes.

use serde::{Deserialize, Serialize};

use crate::pacing::{Plan, PlannedPart, PlannedSlide, TalkClock};

/// What a talk's clock does from now on: it shows 0 at one time, or stands at another.
#[derive(Serialize, Deserialize)]
pub(super) struct ClockLine {
    zero_ms: Option<i64>,
    paused_ms: Option<i64>,
    plan: Option<PlanLine>,
}

/// As [`Plan`].
#[derive(Serialize, Deserialize)]
struct PlanLine {
    agenda: String,
    parts: Vec<PartLine>,
}

/// As [`PlannedPart`].
#[derive(Serialize, Deserialize)]
struct PartLine {
    title: String,
    ms: i64,
    slides: Vec<SlideLine>,
}

/// As [`PlannedSlide`].
#[derive(Serialize, Deserialize)]
struct SlideLine {
    id: String,
    title: String,
    ms: i64,
    optional: Option<usize>,
}

impl ClockLine {
    pub(super) fn of(clock: TalkClock, plan: Option<&Plan>) -> Self {
        let (zero_ms, paused_ms) = match clock {
            TalkClock::Waiting => (None, None),
            TalkClock::Running { zero_ms } => (Some(zero_ms), None),
            TalkClock::Paused { elapsed_ms } => (None, Some(elapsed_ms)),
        };
        Self { zero_ms, paused_ms, plan: plan.map(PlanLine::of) }
    }

    pub(super) fn clock(&self) -> TalkClock {
        match (self.paused_ms, self.zero_ms) {
            (Some(elapsed_ms), _) => TalkClock::Paused { elapsed_ms },
            (None, Some(zero_ms)) => TalkClock::Running { zero_ms },
            (None, None) => TalkClock::Waiting,
        }
    }

    pub(super) fn plan(self) -> Option<Plan> {
        self.plan.map(PlanLine::plan)
    }
}

impl PlanLine {
    fn of(plan: &Plan) -> Self {
        let slide = |slide: &PlannedSlide| SlideLine {
            id: slide.id.clone(),
            title: slide.title.clone(),
            ms: slide.share_ms,
            optional: slide.optional,
        };
        let part = |part: &PlannedPart| PartLine {
            title: part.title.clone(),
            ms: part.length_ms,
            slides: part.slides.iter().map(slide).collect(),
        };
        Self { agenda: plan.agenda.clone(), parts: plan.parts.iter().map(part).collect() }
    }

    fn plan(self) -> Plan {
        let slide = |line: SlideLine| PlannedSlide {
            id: line.id,
            title: line.title,
            share_ms: line.ms,
            optional: line.optional,
        };
        let part = |line: PartLine| PlannedPart {
            title: line.title,
            length_ms: line.ms,
            slides: line.slides.into_iter().map(slide).collect(),
        };
        Plan { agenda: self.agenda, parts: self.parts.into_iter().map(part).collect() }
    }
}
