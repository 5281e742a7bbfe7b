//! What the talk tells other processes of itself. Never a tally.

use crate::countdown::Countdown;
use crate::deck::Step;
use crate::discussion::Running;
use crate::round::Round;

/// Where a talk is, and what the room is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// The id of the slide shown.
    pub slide: String,
    /// The step of it, from 1.
    pub step: Step,
    /// The id of the poll that is open, else of the poll on the slide.
    pub poll: Option<String>,
    /// The number of its latest round.
    pub round: Option<u32>,
    /// "idle", "open", "closed" or "revealed".
    pub phase: &'static str,
    /// How many have answered in that round.
    pub ballots: u64,
    /// How many have joined the room.
    pub joined: u32,
    /// The round that takes ballots, if one does.
    pub open: Option<Round>,
    /// The discussion that runs, if one does.
    pub discussion: Option<Discussing>,
}

/// A discussion that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discussing {
    /// Its id.
    pub id: String,
    /// The number of its phase, from 1.
    pub phase: u32,
    /// The names of all its phases.
    pub phases: Vec<String>,
    /// The time that the phase has left.
    pub countdown: Countdown,
}

impl Discussing {
    pub(super) fn of(running: &Running) -> Self {
        Self {
            id: running.standing.id.clone(),
            phase: u32::try_from(running.standing.phase + 1).unwrap_or(u32::MAX),
            phases: running.plan.iter().map(|phase| phase.name.to_owned()).collect(),
            countdown: running.standing.countdown,
        }
    }
}
