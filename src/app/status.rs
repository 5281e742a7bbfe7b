//! What the talk tells other processes of itself: everybody where it is, its consoles what the speaker sees too.

use std::sync::Arc;

use super::Place;
use crate::capture::Capture;
use crate::countdown::Countdown;
use crate::deck::Step;
use crate::deck::texts::Texts;
use crate::discussion::{Running, Standing};
use crate::pacing::{Pace, TalkClock};
use crate::recess::Recess;
use crate::round::{Round, Votes};

/// Where a talk is, and what the room is asked. Never a tally.
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
    /// The talk's clock.
    pub clock: TalkClock,
    /// The agenda that it follows, if it follows one.
    pub agenda: Option<String>,
    /// How it stands against that: as it came to where it is. [`Pace::later`] tells how it stands at another time on the
    /// talk's clock.
    pub pace: Option<Pace>,
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

/// What the talk tells its consoles besides. Notes and counts are in it: nobody but the speaker sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backstage {
    /// What the room sees.
    pub shown: Shown,
    /// What → brings; nothing where it is the end.
    pub next: Option<Place>,
    /// The name of the theme.
    pub theme: String,
    /// What the stage says in its bottom row at the moment.
    pub notice: Option<String>,
    /// Why votes cannot be recorded, if they cannot.
    pub unusable: Option<String>,
    /// Where the discussion stands that runs, if one does.
    pub discussion: Option<Standing>,
    /// The break that the room has, if it has one.
    pub recess: Option<Recess>,
    /// Every round with its count.
    pub votes: Arc<Votes>,
    /// What was written down.
    pub captures: Arc<[Capture]>,
    /// What the deck is made of; nothing while it is still being read.
    pub texts: Arc<Texts>,
}

/// What the room sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// The slide.
    #[default]
    Slide,
    /// Nothing.
    Blank,
    /// A list of slides.
    List,
    /// The list of keys.
    Help,
    /// A break.
    Break,
    /// What was written down.
    Captures,
    /// The slide, and a field in its bottom row.
    Field,
    /// The ballot, for one voter after another.
    Ballot,
    /// How to join the room.
    Join,
}

impl Shown {
    /// All there is.
    pub const ALL: [Self; 9] = [
        Self::Slide,
        Self::Blank,
        Self::List,
        Self::Help,
        Self::Break,
        Self::Captures,
        Self::Field,
        Self::Ballot,
        Self::Join,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slide => "slide",
            Self::Blank => "blank",
            Self::List => "list",
            Self::Help => "help",
            Self::Break => "break",
            Self::Captures => "captures",
            Self::Field => "field",
            Self::Ballot => "ballot",
            Self::Join => "join",
        }
    }
}

impl Backstage {
    /// Whether nothing has changed. What is large is not looked into: whoever changes them makes new ones.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let Self { shown, next, theme, notice, unusable, discussion, recess, .. } = self;
        (shown, next) == (&other.shown, &other.next)
            && (discussion, recess) == (&other.discussion, &other.recess)
            && (theme, notice, unusable) == (&other.theme, &other.notice, &other.unusable)
            && Arc::ptr_eq(&self.votes, &other.votes)
            && Arc::ptr_eq(&self.captures, &other.captures)
            && Arc::ptr_eq(&self.texts, &other.texts)
    }
}

/// A console that has joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleAt {
    /// What people call it.
    pub name: String,
    /// Whether it drives.
    pub drives: bool,
    /// Whether it is the one who is told.
    pub you: bool,
}
