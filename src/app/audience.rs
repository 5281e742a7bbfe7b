//! The room's way in, as the stage knows it: how to join, how many have.

use super::rounds::Asking;
use super::{App, Effect, Screen};
use crate::action::Action;
use crate::layout::Join;

/// What the room's server tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoomNews {
    /// The room can be joined.
    Open(Join),
    /// So many people have joined.
    Joined(u32),
    /// It cannot be joined at this moment: a sentence.
    Trouble(String),
    /// Something else that the speaker should know: a sentence.
    Notice(String),
}

/// What the stage knows of the room.
#[derive(Clone, Debug, Default)]
pub(super) struct Audience {
    pub(super) join: Option<Join>,
    pub(super) joined: u32,
    /// Whether the card is to be shown once the room is open.
    wanted: bool,
}

impl App {
    /// How the room is joined, if it can be.
    pub fn join(&self) -> Option<&Join> {
        self.audience.join.as_ref()
    }

    /// How many people have joined the room.
    pub fn joined(&self) -> u32 {
        self.audience.joined
    }

    pub(super) fn hear_room(&mut self, news: RoomNews) {
        match news {
            RoomNews::Open(join) => {
                let at = join.host.clone();
                self.audience.join = Some(join);
                if std::mem::take(&mut self.audience.wanted) && matches!(self.screen, Screen::Stage)
                {
                    self.screen = Screen::Join;
                } else {
                    self.notify(format!("The room is open at {at}: i shows how to join"));
                }
            }
            RoomNews::Joined(joined) => self.audience.joined = joined,
            RoomNews::Trouble(why) | RoomNews::Notice(why) => {
                self.notify(why);
                return;
            }
        }
        self.stale = true;
    }

    /// What concerns those who are elsewhere.
    pub(super) fn reach(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::Invite { self.invite() } else { self.suspend() }
    }

    /// Opens the room where it is not yet; else shows how to join, or hides that.
    fn invite(&mut self) -> Vec<Effect> {
        if let Some(why) = &self.room.unusable {
            let why = format!("Nobody can join: {why}");
            self.notify(why);
            return Vec::new();
        }
        if self.audience.join.is_none() {
            self.audience.wanted = true;
            self.notify("Opening the room …");
            return vec![Effect::OpenRoom];
        }
        self.screen =
            if matches!(self.screen, Screen::Join) { Screen::Stage } else { Screen::Join };
        Vec::new()
    }

    /// Goes back to the shell; asks first where people would find nobody to take their votes.
    fn suspend(&mut self) -> Vec<Effect> {
        if self.audience.join.is_none() {
            return vec![Effect::Suspend];
        }
        let why = "The room is open: nobody can vote while it is stopped. y stops it";
        self.ask(Asking::Suspend, why.to_owned())
    }
}
