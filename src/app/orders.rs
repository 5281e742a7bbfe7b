//! What other processes ask of the talk, and what they are told.

use std::sync::Arc;

use super::rounds::polls;
use super::status::{Discussing, Status};
use super::{App, Effect, Screen};
use crate::action::{Discuss, Order};
use crate::poll::Poll;
use crate::recess::Recess;
use crate::round::{Command, Counted, Phase};

impl App {
    /// Does what another process asks. It is told when it has happened.
    pub(super) fn obey(&mut self, id: u64, order: Order) -> Vec<Effect> {
        if !self.whole && order != Order::Quit {
            self.waiting_orders.push((id, order));
            return Vec::new();
        }
        self.notice = None;
        let done = match order {
            Order::Next => Ok(self.next()),
            Order::Previous => Ok(self.back()),
            Order::GoTo(wanted) => self.find(&wanted).map(|slide| {
                self.screen = Screen::Stage;
                self.go_to(slide, 1)
            }),
            Order::Blank => {
                self.screen = match self.screen {
                    Screen::Blank => Screen::Stage,
                    _ => Screen::Blank,
                };
                Ok(Vec::new())
            }
            Order::Discuss(what) => self.discuss_by_order(what),
            Order::Break(minutes) => Ok(self.begin_break(Recess::minutes(minutes, self.now_ms()))),
            Order::Quit => return vec![Effect::Reply(id, Ok(())), Effect::Quit],
            Order::Open(_) | Order::Close | Order::Reveal | Order::Again => {
                return match self.vote_by_order(id, order) {
                    Ok(effects) => effects,
                    Err(why) => vec![Effect::Reply(id, Err(why))],
                };
            }
        };
        match done {
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

    fn find(&self, wanted: &str) -> Result<usize, String> {
        let number = wanted.parse().ok().filter(|n| (1..=self.deck.slides.len()).contains(n));
        let found = self.deck.position(wanted).or(number.map(|number| number - 1));
        found.ok_or_else(|| format!("the talk has no slide `{wanted}`"))
    }

    fn vote_by_order(&mut self, id: u64, order: Order) -> Result<Vec<Effect>, String> {
        if let Some(why) = &self.room.unusable {
            return Err(format!("votes cannot be recorded: {why}"));
        }
        match order {
            Order::Open(Some(wanted)) => {
                let poll = self.poll(&wanted).ok_or(format!("the talk has no poll `{wanted}`"))?;
                Ok(self.open_round(poll, Some(id)))
            }
            Order::Open(None) => {
                let on_slide = self.current().map(polls).unwrap_or_default();
                let poll = match on_slide.first() {
                    Some(_) => self.poll_in_hand().map(|(poll, _)| poll),
                    None => None,
                };
                let poll = poll.ok_or("there is no poll on the slide shown: say which to open")?;
                Ok(self.open_round(poll, Some(id)))
            }
            Order::Close => {
                let open = self.votes.open().ok_or("no poll is open")?.round.id;
                Ok(vec![self.command(Command::Close(open), Some(id))])
            }
            Order::Reveal => {
                let closed =
                    self.last_in(Phase::Closed).ok_or("no poll is closed and not yet revealed")?;
                let closed = closed.round.id;
                Ok(vec![self.command(Command::Reveal(closed), Some(id))])
            }
            _ => {
                let shown = self.last_in(Phase::Revealed).ok_or("no poll was revealed yet")?;
                let poll = self.poll(&shown.round.poll.id).unwrap_or(Arc::clone(&shown.round.poll));
                Ok(self.open_round(poll, Some(id)))
            }
        }
    }

    pub(super) fn poll(&self, id: &str) -> Option<Arc<Poll>> {
        let mut all = self.deck.slides.iter().flat_map(polls);
        all.find(|(_, poll)| poll.id == id).map(|(_, poll)| Arc::new(poll.clone()))
    }

    /// The latest round in a phase: of a poll on the slide shown, else of any.
    fn last_in(&self, phase: Phase) -> Option<&Counted> {
        let here = self.current().map(polls).unwrap_or_default();
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
            step: self.step,
            phase: "idle",
            open: self.votes.open().map(|open| open.round.clone()),
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
