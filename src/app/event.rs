//! What happens to a talk, and what it asks of the world: plain data both ways.

use std::sync::Arc;
use std::time::Duration;

use super::RoomNews;
use crate::action::Order;
use crate::ballot::Answer;
use crate::capture::{Capture, CaptureChange};
use crate::deck::Step;
use crate::deck::assemble::Assembled;
use crate::happening::{Note, UnderWay};
use crate::highlight::ColouredLine;
use crate::keymap::Key;
use crate::layout::Size;
use crate::round::{Command, RoundId, Votes, WallText};

/// The time at which something happened, read once for all that depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// The time since the program began; it never jumps.
    pub monotonic: Duration,
    /// The time since 1970 in UTC, in milliseconds; it follows the machine's clock.
    pub unix_ms: i64,
    /// How far the local clock is ahead of UTC, in seconds.
    pub utc_offset: i32,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text came in at once, from the clipboard.
    Pasted(String),
    /// The mouse's wheel was turned: lines down, or up where negative.
    Wheel(i16),
    /// The mouse's left button was pressed on a cell.
    Click {
        /// Columns from the left.
        x: u16,
        /// Rows from the top.
        y: u16,
    },
    /// The screen has a new measure.
    Resized(Size),
    /// The deck was read, or could not be; the error is a sentence.
    Read(Reading, Box<Result<Assembled, String>>),
    /// A code block was highlighted.
    Coloured {
        /// The block's language.
        language: String,
        /// Its text.
        source: String,
        /// The roles of its lines.
        lines: Arc<[ColouredLine]>,
    },
    /// The store of votes is there, or is not to be had: then a sentence says why.
    Opened(Result<Opened, String>),
    /// The rounds and their counts as they are on disk.
    Votes(Arc<Votes>),
    /// All that is written down, as it is on disk.
    Captures(Arc<[Capture]>),
    /// What became of a command or a capture, by its ticket; the error is a sentence.
    Done(u64, Result<(), String>),
    /// What became of a ballot that was cast here, by the voter's turn; the error is a sentence.
    Cast(u64, Result<(), String>),
    /// Votes could not be written: a sentence.
    Trouble(String),
    /// What the room's server tells.
    Room(RoomNews),
    /// Another process asks for something; it waits for an [`Effect::Reply`] of the same number.
    Ordered(u64, Order),
    /// The time that [`App::deadline`](super::App::deadline) named has come.
    Tick,
    /// Something in the program failed while this slide was shown; the talk goes on without it.
    Fault(String),
}

/// What the store of votes found when it was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Where the talk was that is taken up again.
    pub resumed: Option<Place>,
    /// A talk that broke off and could be taken up again.
    pub offer: Option<Offer>,
    /// What was under way in the talk that is taken up or offered.
    pub under_way: UnderWay,
    /// What the speaker should know: a sentence.
    pub notice: Option<String>,
}

/// A place in a talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The slide's id.
    pub slide: String,
    /// The step of it, from 1.
    pub step: Step,
}

/// A talk that broke off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Where it was.
    pub place: Place,
    /// How many ballots it has.
    pub ballots: u64,
}

/// Why a deck was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// To have all of it, after its first slides.
    Rest,
    /// Because the speaker asked for it anew.
    Again,
}

/// What the world must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// End the talk.
    Quit,
    /// Give the terminal back and stop until the shell lets the program go on.
    Suspend,
    /// Draw every cell, whatever the terminal is thought to show.
    Redraw,
    /// Read the deck.
    Read(Reading),
    /// Highlight these code blocks, (language, text), the first first; all earlier wishes are void.
    Colour(Vec<(String, String)>),
    /// Do something with rounds, and tell by an [`Event::Done`] with this ticket.
    Command(u64, Command),
    /// Write something down, or change what is, and tell by an [`Event::Done`] with this ticket.
    Capture {
        /// What the answer bears.
        ticket: u64,
        /// What is to be done.
        change: CaptureChange,
        /// When it was typed, in milliseconds since 1970 in UTC.
        at_ms: i64,
    },
    /// Record the ballot of a voter at this machine, and tell by an [`Event::Cast`] with this turn.
    Cast {
        /// Which voter, counted from the beginning of the talk.
        turn: u64,
        /// In which round.
        round: RoundId,
        /// What they answered.
        answer: Answer,
    },
    /// Keep what became of a discussion or a break.
    Note {
        /// When, in milliseconds since 1970 in UTC.
        at_ms: i64,
        /// What.
        note: Note,
    },
    /// Let people join, and tell by an [`Event::Room`].
    OpenRoom,
    /// Take up the talk that broke off, and tell by an [`Event::Opened`].
    Resume,
    /// Answer an order of another process, by its number: it has happened, or why not.
    Reply(u64, Result<(), String>),
    /// Answer an order of another process, by its number: it has happened, and this is what a key on stage would have
    /// said in the bottom row.
    Said(u64, String),
    /// Answer the order of this number with texts of the room, which nobody else is told.
    Texts(u64, Vec<WallText>),
}
