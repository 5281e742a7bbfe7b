//! What other processes ask of the talk, and what they are told.

use std::sync::Arc;

use super::status::{Discussing, Status};
use super::{App, Effect, Screen};
use crate::action::{Discuss, Order};
use crate::deck::Slide;
use crate::poll::{Poll, PollKind};
use crate::recess::Recess;
use crate::round::{Command, Counted, Phase, WallText};

/// The most texts that are told at once: their lines on the wire stay within what a client takes.
const MOST_TEXTS: usize = 200;

impl App {
    /// Does what another process asks. It is told when it has happened.
    pub(super) fn obey(&mut self, id: u64, order: Order) -> Vec<Effect> {
        if !self.whole && order != Order::Quit {
            self.waiting_orders.push((id, order));
            return Vec::new();
        }
        self.notice = None;
        self.asking = None;
        let result = match order {
            Order::Next => {
                self.show_stage();
                Ok(self.next())
            }
            Order::Previous => {
                self.show_stage();
                Ok(self.back())
            }
            Order::GoTo(wanted) => self.deck.find(&wanted).map(|slide| {
                self.show_stage();
                self.go_to(slide, 1)
            }),
            Order::Place { slide, step } => self.deck.find(&slide).map(|slide| {
                self.show_stage();
                self.go_to(slide, step)
            }),
            Order::Act(_) | Order::Hands(_) | Order::Settle(_) | Order::Dismiss(_) => {
                return self.obey_console(id, order);
            }
            Order::Blank => {
                let was_blank = matches!(self.screen, Screen::Blank);
                self.show_stage();
                if !was_blank {
                    self.screen = Screen::Blank;
                }
                Ok(Vec::new())
            }
            Order::Capture(line) => return self.capture_by_order(&line, id),
            Order::Quit => {
                let mut effects = self.write_down();
                effects.extend([Effect::Reply(id, Ok(())), Effect::Quit]);
                return effects;
            }
            Order::Discuss(what) => self.discuss_by_order(what),
            Order::Break(minutes) => Ok(self.begin_break(Recess::minutes(minutes, self.now_ms()))),
            Order::Clock(what) => self.clock_by_order(what).map_err(lower),
            Order::Skip => self.skip().map(|()| Vec::new()).map_err(|why| lower(&why)),
            // These are answered once the store has done them.
            Order::Open(_)
            | Order::Close
            | Order::Reveal
            | Order::Again
            | Order::Reset(_)
            | Order::Release { .. } => {
                return match self.vote_by_order(id, order) {
                    Ok(effects) => effects,
                    Err(why) => vec![Effect::Reply(id, Err(why))],
                };
            }
            Order::Texts(poll) => {
                return vec![match self.texts(poll.as_deref()) {
                    Ok(counted) => Effect::Texts(id, told(&counted.texts)),
                    Err(why) => Effect::Reply(id, Err(why)),
                }];
            }
        };
        match result {
            Ok(mut effects) => {
                effects.push(Effect::Reply(id, Ok(())));
                effects
            }
            Err(why) => vec![Effect::Reply(id, Err(why))],
        }
    }

    fn discuss_by_order(&mut self, what: Discuss) -> Result<Vec<Effect>, String> {
        if what == Discuss::Next && self.recess().is_some() {
            return Err("there is a break: end it first".to_owned());
        }
        if !matches!(self.screen, Screen::Kiosk) {
            self.show_stage();
        }
        let done = match what {
            Discuss::Next => self.discuss_forward(),
            Discuss::Back => self.discuss_back(),
            Discuss::Stop => self.stop_discussion().ok_or("no discussion runs"),
        };
        done.map_err(lower)
    }

    /// Obeys the orders that came before the whole deck was read.
    pub(super) fn obey_waiting(&mut self) -> Vec<Effect> {
        let waiting = std::mem::take(&mut self.waiting_orders);
        waiting.into_iter().flat_map(|(id, order)| self.obey(id, order)).collect()
    }

    fn vote_by_order(&mut self, id: u64, order: Order) -> Result<Vec<Effect>, String> {
        if let Some(why) = &self.room.unusable {
            return Err(format!("votes cannot be recorded: {why}"));
        }
        match order {
            Order::Open(Some(wanted)) => {
                let poll = self.poll(&wanted).ok_or(format!("the talk has no poll `{wanted}`"))?;
                self.open_by_order(poll, id)
            }
            Order::Open(None) => {
                let on_slide = self.current().map(Slide::asked).unwrap_or_default();
                let poll = match on_slide.first() {
                    Some(_) => self.poll_in_hand().map(|(poll, _)| poll),
                    None => None,
                };
                let poll = poll.ok_or("there is no poll on the slide shown: say which to open")?;
                self.open_by_order(poll, id)
            }
            Order::Reset(poll) => match self.votes.latest(&poll) {
                Some(_) => Ok(vec![self.command(Command::Reset(poll), Some(id))]),
                None => Err(format!("there are no votes on `{poll}`")),
            },
            Order::Close => {
                let open = self.votes.open().ok_or("no poll is open")?.round.id;
                Ok(vec![self.command(Command::Close(open), Some(id))])
            }
            Order::Reveal => {
                let closed =
                    self.last_in(Phase::Closed).ok_or("no poll is closed and not yet revealed")?;
                let round = Arc::clone(&closed.round.poll);
                let closed = closed.round.id;
                self.show_stage();
                let mut effects = self.show_poll(&round.id);
                effects.push(self.command(Command::Reveal(closed), Some(id)));
                Ok(effects)
            }
            Order::Release { text, shown, poll } => {
                let round = self.texts(poll.as_deref())?.round.id;
                Ok(vec![self.command(Command::Release(round, text, shown), Some(id))])
            }
            _ => {
                let shown = self.last_in(Phase::Revealed).ok_or("no poll was revealed yet")?;
                let poll = self.poll(&shown.round.poll.id).unwrap_or(Arc::clone(&shown.round.poll));
                self.open_by_order(poll, id)
            }
        }
    }

    /// Opens a round and goes where it is seen, unless it is plain that none can be opened: then nothing moves.
    fn open_by_order(&mut self, poll: Arc<Poll>, id: u64) -> Result<Vec<Effect>, String> {
        if let Some(open) = self.votes.open() {
            return Err(format!("the poll `{}` is still open: close it first", open.round.poll.id));
        }
        let latest = self.votes.latest(&poll.id);
        if latest.is_some_and(|latest| latest.round.phase != Phase::Revealed) {
            return Err(format!("the last round of `{}` is closed: reveal it first", poll.id));
        }
        Ok(self.open_round(poll, Some(id)))
    }

    /// The latest round of a poll that asks for texts: of the one with this id, else of the one opened last.
    fn texts(&self, poll: Option<&str>) -> Result<&Counted, String> {
        let is_wanted = |counted: &&Counted| {
            let asked = &counted.round.poll;
            matches!(asked.kind, PollKind::Text { .. }) && poll.is_none_or(|id| asked.id == id)
        };
        let found = self.votes.rounds.iter().rev().map(Arc::as_ref).find(is_wanted);
        found.ok_or_else(|| match poll {
            Some(id) => format!("no round of a text poll `{id}` was opened yet"),
            None => "no text poll was opened yet".to_owned(),
        })
    }

    pub(super) fn poll(&self, id: &str) -> Option<Arc<Poll>> {
        let mut all = self.deck.slides.iter().flat_map(Slide::asked);
        all.find(|(_, poll)| poll.id == id).map(|(_, poll)| Arc::new(poll.clone()))
    }

    /// The latest round in a phase: of a poll on the slide shown, else of any.
    fn last_in(&self, phase: Phase) -> Option<&Counted> {
        let here = self.current().map(Slide::asked).unwrap_or_default();
        let mut on_slide = here.iter().filter_map(|(_, poll)| self.votes.latest(&poll.id));
        let of_slide = on_slide.rfind(|latest| latest.round.phase == phase);
        of_slide.or_else(|| {
            let all = self.votes.rounds.iter().rev().map(Arc::as_ref);
            let latest = all.filter(|counted| {
                let last = self.votes.latest(&counted.round.poll.id);
                last.is_some_and(|last| last.round.id == counted.round.id)
            });
            latest.into_iter().find(|counted| counted.round.phase == phase)
        })
    }

    /// Where the talk is, and what the room is asked.
    pub fn status(&self) -> Status {
        let mut status = Status {
            slide: self.current().map(|slide| slide.id.clone()).unwrap_or_default(),
            joined: self.joined(),
            step: self.step,
            phase: "idle",
            open: self.votes.open().map(|open| open.round.clone()),
            clock: self.clock_of_talk(),
            agenda: self.agenda.clone(),
            pace: self.told_pace(),
            ..Status::default()
        };
        status.discussion = self.running().map(Discussing::of);
        if let Some((poll, latest)) = self.poll_in_hand() {
            status.poll = Some(poll.id.clone());
            status.round = latest.map(|latest| latest.round.number);
            status.phase = latest.map_or("idle", |latest| latest.round.phase.name());
            status.ballots = latest.map_or(0, |latest| latest.tally.voters());
        }
        status
    }
}

/// A sentence as it stands after others.
fn lower(sentence: &str) -> String {
    let mut chars = sentence.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars).collect()
}

/// The texts as a list to choose from: those that wait first, each kind in the order in which it came.
fn told(texts: &[WallText]) -> Vec<WallText> {
    let waiting = texts.iter().filter(|text| !text.released);
    let released = texts.iter().filter(|text| text.released);
    waiting.chain(released).take(MOST_TEXTS).cloned().collect()
}
