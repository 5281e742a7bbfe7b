//! The talk and other processes of the same user, over a local stream socket: they hear where it is and ask
//! for something. `docs/remote.md` has the protocol.

use std::fmt;

use crate::action::Order;
use crate::app::status::ConsoleAt;
use crate::ballot::{Answer, Participant};
use crate::round::{RoundId, WallText};

mod client;
mod lines;
mod place;
mod server;
mod wire;

pub use client::{Heard, Talk, TalkReader, TalkWriter};
pub use place::socket_path;
pub use server::Server;

/// What a client asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// Something that the talk does.
    Order(Order),
    /// An answer to record.
    Cast(Cast),
}

/// What consoles agree on: who of them drives. One does at a time; what has not joined as a console, such as a
/// script, is not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wheel {
    /// Join as a console: hear all that the speaker sees.
    Follow {
        /// What people call the console; without one it gets a number.
        name: Option<String>,
        /// Whether it drives if no other does.
        drive: bool,
    },
    /// Drive, or let the console of this name drive.
    Drive(Option<String>),
    /// Tell which consoles have joined.
    Consoles,
}

/// Anything that a client may send.
#[derive(Debug, PartialEq)]
enum Line {
    /// For the talk.
    Asked(Asked),
    /// For the consoles.
    Wheel(Wheel),
}

/// A participant's answer in a round.
#[derive(Clone, Debug, PartialEq)]
pub struct Cast {
    /// The round that was open when the ballot was shown.
    pub round: RoundId,
    /// Whose it is.
    pub participant: Participant,
    /// The answer, not yet compared with the poll.
    pub answer: Answer,
    /// The participant's own count of ballots in this round, so that one sent twice counts once.
    pub seq: Option<u64>,
}

/// What has become of what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// The order is carried out.
    Order,
    /// The order is carried out, and this is what the stage would have said to a key.
    Said(String),
    /// These consoles have joined.
    Consoles(Vec<ConsoleAt>),
    /// These texts came in; only who asked is told.
    Texts(Vec<WallText>),
    /// The ballot is on the disk.
    Recorded {
        /// How often this participant's ballot in this round was recorded.
        revision: u64,
    },
}

/// Tells the client what has become of what it asked, once. Dropped unused, it tells that nothing has.
pub struct Reply(Option<Tell>);

type Tell = Box<dyn FnOnce(Result<Done, String>) + Send>;

impl Reply {
    /// A reply that goes to this function.
    pub fn new(tell: impl FnOnce(Result<Done, String>) + Send + 'static) -> Self {
        Self(Some(Box::new(tell)))
    }

    /// It is done, or it is not: then a sentence says why.
    pub fn done(mut self, result: Result<Done, String>) {
        if let Some(tell) = self.0.take() {
            tell(result);
        }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if let Some(tell) = self.0.take() {
            tell(Err("the talk did not do this".to_owned()));
        }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
