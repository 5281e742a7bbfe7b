//! What happened in a session and when: slides, rounds, discussions, breaks, as the data file keeps them.

use crate::discussion::Standing;
use crate::recess::Recess;
use crate::round::Phase;

/// Something that happened. Every `at_ms` is in milliseconds since 1970 in UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The talk came to a step of a slide. Steps that were passed within a second are left out.
    Slide {
        /// When.
        at_ms: i64,
        /// The slide's id.
        id: String,
        /// Its step, from 1.
        step: u16,
    },
    /// A round of a poll came to a phase. Rounds that were withdrawn or forgotten are left out.
    Round {
        /// When.
        at_ms: i64,
        /// The poll's id.
        poll: String,
        /// The round's number within the poll, from 1.
        round: u32,
        /// What it came to.
        phase: Phase,
    },
    /// The room discussed.
    Discussion {
        /// When.
        at_ms: i64,
        /// The discussion's id.
        id: String,
        /// The number of the phase that it was in, from 1.
        phase: u32,
        /// What that phase is called.
        name: String,
        /// What became of that phase.
        change: Change,
    },
    /// The room had a break.
    Break {
        /// When.
        at_ms: i64,
        /// When it is to be over.
        ends_ms: i64,
        /// What became of it.
        change: Change,
    },
}

/// What becomes of the phase of a discussion, or of a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It began; the phase before it is over.
    Begun,
    /// Its clock was stopped.
    Paused,
    /// Its clock went on.
    WentOn,
    /// It was given more time.
    Extended,
    /// The whole discussion, or the break, was over.
    Ended,
}

/// What the talk notes of a discussion or a break when it changes, so that it can be told and taken up later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Of a discussion.
    Discussion {
        /// What became of its phase.
        change: Change,
        /// What that phase is called.
        name: String,
        /// Where it stands now.
        standing: Standing,
    },
    /// Of a break.
    Break {
        /// What became of it.
        change: Change,
        /// The break as it is now.
        recess: Recess,
    },
}

/// What had not ended when it was noted last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnderWay {
    /// Where the discussion stood.
    pub discussion: Option<Standing>,
    /// The break.
    pub recess: Option<Recess>,
}

impl Happening {
    /// When it happened.
    pub fn at_ms(&self) -> i64 {
        match self {
            Self::Slide { at_ms, .. }
            | Self::Round { at_ms, .. }
            | Self::Discussion { at_ms, .. }
            | Self::Break { at_ms, .. } => *at_ms,
        }
    }
}

impl Change {
    /// Every change.
    pub const ALL: [Self; 5] =
        [Self::Begun, Self::Paused, Self::WentOn, Self::Extended, Self::Ended];

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Paused => "paused",
            Self::WentOn => "went on",
            Self::Extended => "extended",
            Self::Ended => "ended",
        }
    }
}
