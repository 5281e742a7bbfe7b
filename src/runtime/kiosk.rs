//! A terminal beside the stage on which people vote, one after another. It joins the talk that runs, waits for
//! one where none does, and joins again when another begins.

use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::clock::Clock;
use super::guard::Guard;
use super::input::Keyboard;
use super::terminal::{self, Guest, Output};
use super::{End, Mailbox, Message, signals};
use crate::app::Event;
use crate::ballot::{Participant, Via};
use crate::layout::Size;
use crate::remote::{Asked, Cast, Heard, Talk, TalkReader, TalkWriter};
use crate::round::{Countdown, Round};
use crate::theme::{Depth, Theme};
use crate::ui::voter::Sight;
use crate::ui::{self, Frame};
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
    let signals =
        signals::listen().map_err(|error| format!("cannot listen to signals: {error}"))?;
    let guest = Guest::enter(Output::stdout()).map_err(|error| terminal::cannot_use(&error))?;
    let (sender, messages) = mpsc::channel();
    let opened = io::pipe().and_then(|(rings, bell)| Ok((Keyboard::open(rings)?, bell)));
    let (keyboard, bell) = opened.map_err(|error| terminal::cannot_use(&error))?;
    let mailbox = Mailbox { sender, bell: bell.into() };
    let (tell, told) = mpsc::channel();
    // When the kiosk ends, so does the thread that looks for talks.
    let (stays, leaves) = mpsc::channel::<()>();
    let started = signals::spawn(signals, mailbox.clone()).and_then(|()| {
        let join = move || join(&socket, &tell, &mailbox, &leaves);
        thread::Builder::new().name("talk".to_owned()).spawn(join)
    });
    started.map_err(|error| format!("cannot start a thread: {error}"))?;
    let guard = Guard::install();
    let mut kiosk = Kiosk {
        voter: Voter::new(Seat::Kiosk),
        theme,
        depth,
        size: terminal::size().unwrap_or(Size { width: 80, height: 24 }),
        clock: Clock::start(),
        guest,
        keyboard,
        messages,
        told,
        talk: None,
        sent: Vec::new(),
        open: None,
        shown: Frame::default(),
        next: Frame::default(),
        afresh: true,
        _stays: stays,
    };
    let end = match panic::catch_unwind(AssertUnwindSafe(|| kiosk.run())) {
        Ok(Ok(end)) => end,
        Ok(Err(error)) => End::Failed(format!("no more keys can be read: {error}")),
        Err(panic) => {
            End::Failed(format!("roundtable made a mistake: {}", guard.describe(&*panic)))
        }
    };
    match end {
        End::Quit => Ok(ExitCode::SUCCESS),
        End::Signal(number) => Ok(ExitCode::from(128 + number)),
        End::Failed(why) => Err(why),
    }
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
    size: Size,
    clock: Clock,
    guest: Guest,
    keyboard: Keyboard,
    messages: Receiver<Message>,
    told: Receiver<Told>,
    talk: Option<TalkWriter>,
    /// The ballots on their way: the number of each, and the voter's turn.
    sent: Vec<(u64, u64)>,
    open: Option<Round>,
    shown: Frame,
    next: Frame,
    afresh: bool,
    _stays: Sender<()>,
}

impl Kiosk {
    fn run(&mut self) -> io::Result<End> {
        loop {
            if let Err(error) = self.draw() {
                return Ok(End::Failed(format!("the terminal is gone: {error}")));
            }
            let events = self.keyboard.wait(self.time_left())?;
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
            let messages: Vec<Message> = self.messages.try_iter().collect();
            for message in messages {
                if let Some(end) = self.obey(&message) {
                    return Ok(end);
                }
            }
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        if self.guest.is_away() {
            return Ok(());
        }
        let now_ms = self.clock.now().unix_ms;
        let Self { theme, depth, size, .. } = *self;
        let sight = Sight { now_ms, size, theme, depth, leave: "ctrl-t ends the voting here" };
        ui::voter::draw(&self.voter, &sight, &mut self.next);
        let known = Some(&self.shown).filter(|_| !self.afresh);
        let changes = ui::paint::changes(known, &self.next);
        self.afresh = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        self.guest.send(&changes)
    }

    /// The time until the countdown shows another second.
    fn time_left(&self) -> Option<Duration> {
        let countdown = self.open.as_ref()?.countdown;
        let Countdown::Until(_) = countdown else { return None };
        let left = u64::try_from(countdown.left(self.clock.now().unix_ms)?)
            .ok()
            .filter(|left| *left > 0)?;
        Some(Duration::from_millis((left + 999) % 1_000 + 1))
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
        let key = format!("{}-{}-{turn}", std::process::id(), self.clock.began_ms());
        let participant = Participant { via: Via::Kiosk, key: key.into_bytes() };
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

    fn obey(&mut self, message: &Message) -> Option<End> {
        match message {
            Message::End(signal) => return Some(End::Signal(*signal)),
            Message::Resized => self.size = terminal::size().unwrap_or(self.size),
            Message::Stop => {
                if signals::has_shell() {
                    self.guest.leave();
                    signals::stop();
                }
            }
            Message::Continue => {
                if let Err(error) = self.guest.enter_again() {
                    return Some(End::Failed(terminal::cannot_use(&error)));
                }
                self.afresh = true;
            }
            Message::Event(_) | Message::Voted | Message::Ordered(..) => {}
        }
        None
    }
}
