//! What the talk tells other processes of itself: everybody where it is, its consoles what the speaker sees too.

use std::sync::Arc;

use crate::deck::Step;
use crate::deck::texts::Texts;
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
}

/// What the talk tells its consoles besides. Notes and counts are in it: nobody but the speaker sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backstage {
    /// What the room sees.
    pub shown: Shown,
    /// The name of the theme.
    pub theme: String,
    /// The agenda that the talk is cut to, if it is.
    pub agenda: Option<String>,
    /// What the stage says in its bottom row at the moment.
    pub notice: Option<String>,
    /// Why votes cannot be recorded, if they cannot.
    pub unusable: Option<String>,
    /// When the talk left its first step, in milliseconds since 1970 in UTC.
    pub began_ms: Option<i64>,
    /// Every round with its count.
    pub votes: Arc<Votes>,
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
    /// The slide, and a field in its bottom row.
    Field,
    /// The ballot, for one voter after another.
    Ballot,
}

impl Shown {
    /// All there is.
    pub const ALL: [Self; 6] =
        [Self::Slide, Self::Blank, Self::List, Self::Help, Self::Field, Self::Ballot];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slide => "slide",
            Self::Blank => "blank",
            Self::List => "list",
            Self::Help => "help",
            Self::Field => "field",
            Self::Ballot => "ballot",
        }
    }
}

impl Backstage {
    /// Whether nothing has changed. Votes and texts are not looked into: whoever changes them makes new ones.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let Self { shown, theme, agenda, notice, unusable, began_ms, votes, texts } = self;
        (shown, began_ms) == (&other.shown, &other.began_ms)
            && (theme, agenda, notice) == (&other.theme, &other.agenda, &other.notice)
            && *unusable == other.unusable
            && Arc::ptr_eq(votes, &other.votes)
            && Arc::ptr_eq(texts, &other.texts)
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
