//! What the talk tells other processes of itself. Never a tally.

use crate::deck::Step;
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
}
