//! A terminal beside the stage on which people vote, one after another. It joins the talk that runs, waits for
//! one where none does, and joins again when another begins.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::clock::Clock;
use super::session::{self, Session};
use super::{End, Mailbox};
use crate::app::Event;
use crate::ballot::Participant;
use crate::remote::{Asked, Cast, Heard, Talk, TalkReader, TalkWriter};
use crate::round::Round;
use crate::theme::{Depth, Theme};
use crate::ui;
use crate::ui::voter::Sight;
use crate::voter::{Deed, Seat, Voter};

/// What the running talk tells.
enum Told {
    /// It is joined, and can be asked through this.
    Joined(TalkWriter),
    /// The round that takes ballots, if one does.
    Open(Option<Box<Round>>),
    /// What became of a ballot, by the number under which it was sent.
    Answer(u64, Result<(), String>),
    /// It is over, or cannot be understood: then a sentence says why.
    Gone(Option<String>),
}

/// How often a talk is looked for.
const LOOK: Duration = Duration::from_millis(300);

/// Takes votes on this terminal until somebody leaves with the key for it; the exit code, or a sentence.
pub fn vote(socket: PathBuf, theme: &'static Theme, depth: Depth) -> Result<ExitCode, String> {
    let (session, mailbox) = Session::open()?;
    let (tell, told) = mpsc::channel();
    // When the kiosk ends, so does the thread that looks for talks.
    let (stays, leaves) = mpsc::channel::<()>();
    let join = move || join(&socket, &tell, &mailbox, &leaves);
    let started = thread::Builder::new().name("talk".to_owned()).spawn(join);
    started.map_err(|error| format!("cannot start a thread: {error}"))?;
    let mut kiosk = Kiosk {
        voter: Voter::new(Seat::Kiosk),
        theme,
        depth,
        clock: Clock::start(),
        session,
        told,
        talk: None,
        sent: Vec::new(),
        open: None,
        _stays: stays,
    };
    session::run(|| kiosk.run()).told()
}

/// Joins talks, one after the other, and passes on what they tell, until the kiosk is gone.
fn join(socket: &std::path::Path, tell: &Sender<Told>, mailbox: &Mailbox, leaves: &Receiver<()>) {
    let pass = |told: Told| tell.send(told).is_ok() && mailbox.ring().is_ok();
    let mut said = None;
    loop {
        let joined = Talk::connect(socket).and_then(|talk| match talk {
            Some(talk) => {
                let open = talk.status().open.clone();
                talk.split().map(|(reader, writer)| Some((reader, writer, open)))
            }
            None => Ok(None),
        });
        let goes_on = match joined {
            Ok(Some((reader, writer, open))) => {
                said = None;
                pass(Told::Joined(writer))
                    && pass(Told::Open(open.map(Box::new)))
                    && follow(reader, &pass)
            }
            Ok(None) => true,
            Err(error) => {
                let why = error.to_string();
                let is_new = said.replace(why.clone()) != Some(why.clone());
                !is_new || pass(Told::Gone(Some(why)))
            }
        };
        if !goes_on || leaves.recv_timeout(LOOK) == Err(RecvTimeoutError::Disconnected) {
            return;
        }
    }
}

/// Passes on what one talk tells, to its end; whether anybody still listens.
fn follow(reader: TalkReader, pass: &impl Fn(Told) -> bool) -> bool {
    for heard in reader {
        let told = match heard {
            Ok(Heard::State(status)) => Told::Open(status.open.map(Box::new)),
            Ok(Heard::Answer { id, result }) => Told::Answer(id, result.map(drop)),
            Err(why) => return pass(Told::Gone(Some(why))),
        };
        if !pass(told) {
            return false;
        }
    }
    pass(Told::Gone(None))
}

struct Kiosk {
    voter: Voter,
    theme: &'static Theme,
    depth: Depth,
    clock: Clock,
    session: Session,
    told: Receiver<Told>,
    talk: Option<TalkWriter>,
    /// The ballots on their way: the number of each, and the voter's turn.
    sent: Vec<(u64, u64)>,
    open: Option<Round>,
    _stays: Sender<()>,
}

impl Kiosk {
    fn run(&mut self) -> io::Result<End> {
        loop {
            if let Some(end) = self.draw() {
                return Ok(end);
            }
            let events = self.session.wait(self.time_left())?;
            let told: Vec<Told> = self.told.try_iter().collect();
            for told in told {
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
            Told::Joined(writer) => self.talk = Some(writer),
            Told::Open(open) => {
                self.open = open.map(|open| *open);
                self.voter.show(self.open.as_ref());
            }
            Told::Answer(id, result) => {
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
