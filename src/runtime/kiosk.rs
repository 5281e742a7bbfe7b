//! A terminal beside the stage on which people vote, one after another, in the talk that runs.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use super::End;
use super::clock::Clock;
use super::session::{self, Session};
use super::talk::{Talks, Told};
use crate::app::Event;
use crate::ballot::Participant;
use crate::remote::{Asked, Cast, Heard, TalkWriter};
use crate::round::Round;
use crate::theme::{Depth, Theme};
use crate::ui;
use crate::ui::voter::Sight;
use crate::voter::{Deed, Seat, Voter};

/// Takes votes on this terminal until somebody leaves with the key for it; the exit code, or a sentence.
pub fn vote(socket: PathBuf, theme: &'static Theme, depth: Depth) -> Result<ExitCode, String> {
    let (session, mailbox) = Session::open()?;
    let talks = Talks::find(socket, mailbox)?;
    let mut kiosk = Kiosk {
        voter: Voter::new(Seat::Kiosk),
        theme,
        depth,
        clock: Clock::start(),
        session,
        talks,
        talk: None,
        sent: Vec::new(),
        open: None,
    };
    session::run(|| kiosk.run()).told()
}

struct Kiosk {
    voter: Voter,
    theme: &'static Theme,
    depth: Depth,
    clock: Clock,
    session: Session,
    talks: Talks,
    talk: Option<TalkWriter>,
    /// The ballots on their way: the number of each, and the voter's turn.
    sent: Vec<(u64, u64)>,
    open: Option<Round>,
}

impl Kiosk {
    fn run(&mut self) -> io::Result<End> {
        loop {
            if let Some(end) = self.draw() {
                return Ok(end);
            }
            let events = self.session.wait(self.time_left())?;
            for told in self.talks.told() {
                if self.hear(told) {
                    return Ok(End::Quit);
                }
            }
            for event in events {
                let deed = match event {
                    Event::Key(key) => self.voter.press(key),
                    Event::Pasted(text) => self.voter.paste(&text),
                    _ => None,
                };
                if self.carry_out(deed) {
                    return Ok(End::Quit);
                }
            }
            for message in self.session.messages() {
                if let Some(end) = self.session.obey(&message) {
                    return Ok(end);
                }
            }
        }
    }

    fn draw(&mut self) -> Option<End> {
        let now_ms = self.clock.now().unix_ms;
        let Self { theme, depth, .. } = *self;
        let size = self.session.size;
        let sight = Sight { now_ms, size, theme, depth, leave: "ctrl-t ends the voting here" };
        self.session.show(|frame| ui::voter::draw(&self.voter, &sight, frame))
    }

    /// The time until the countdown shows another second.
    fn time_left(&self) -> Option<Duration> {
        self.open.as_ref()?.countdown.next_change(self.clock.now().unix_ms)
    }

    /// Takes in what the talk tells; whether the kiosk ends.
    fn hear(&mut self, told: Told) -> bool {
        match told {
            Told::Joined(writer, status) => {
                self.talk = Some(writer);
                self.show(status.open);
            }
            Told::Heard(Heard::State(status) | Heard::Stage { status, .. }) => {
                self.show(status.open);
            }
            Told::Heard(Heard::Answer { id, result }) => {
                let result = result.map(drop);
                if let Some(at) = self.sent.iter().position(|(sent, _)| *sent == id) {
                    let (_, turn) = self.sent.swap_remove(at);
                    return self.answer(turn, result);
                }
            }
            Told::Gone(why) => {
                self.talk = None;
                self.open = None;
                let why = why.unwrap_or_else(|| "the talk has ended".to_owned());
                for (_, turn) in std::mem::take(&mut self.sent) {
                    if self.answer(turn, Err(why.clone())) {
                        return true;
                    }
                }
                self.voter.show(None);
            }
        }
        false
    }

    fn show(&mut self, open: Option<Round>) {
        self.open = open;
        self.voter.show(self.open.as_ref());
    }

    /// Tells the voter; keys that waited may cast the next ballot, or leave.
    fn answer(&mut self, turn: u64, result: Result<(), String>) -> bool {
        let deed = self.voter.told(turn, result);
        self.carry_out(deed)
    }

    /// Sends a ballot on its way; whether the kiosk ends.
    fn carry_out(&mut self, deed: Option<Deed>) -> bool {
        let (turn, round, answer) = match deed {
            Some(Deed::Cast { turn, round, answer }) => (turn, round, answer),
            Some(Deed::Leave) => return true,
            None => return false,
        };
        let participant = Participant::at_kiosk(std::process::id(), self.clock.began_ms(), turn);
        let asked = Asked::Cast(Cast { round, participant, answer, seq: None });
        let sent = match &mut self.talk {
            Some(talk) => talk.ask(asked).map_err(|error| format!("the talk is gone: {error}")),
            None => Err("no talk is running".to_owned()),
        };
        match sent {
            Ok(id) => {
                self.sent.push((id, turn));
                false
            }
            Err(why) => self.answer(turn, Err(why)),
        }
    }
}
