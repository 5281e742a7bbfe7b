//! What consoles are told, and what they ask besides what any other process does.

use std::sync::Arc;

use super::status::{Backstage, Shown};
use super::{App, Effect, Place, Screen};
use crate::action::{Action, Order};
use crate::capture::State;

impl App {
    /// Does what a console asks; what the stage would say to a key is told to who asked.
    pub(super) fn obey_console(&mut self, id: u64, order: Order) -> Vec<Effect> {
        let done = match order {
            Order::Act(action) => Ok(self.act_by_order(action)),
            Order::Hands(counts) => self.hands_by_order(counts),
            Order::Settle(capture) => return self.put_by_order(capture, State::Settled, id),
            Order::Dismiss(capture) => return self.put_by_order(capture, State::Dropped, id),
            _ => Err("this is not for consoles".to_owned()),
        };
        match done {
            Ok(mut effects) => {
                effects.push(self.said(id));
                effects
            }
            Err(why) => vec![Effect::Reply(id, Err(why))],
        }
    }

    /// Does what a key on stage does. What shows something shows it whatever was on the screen.
    fn act_by_order(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Break if self.recess().is_none() => {
                return self.say("There is no break to end");
            }
            _ if action.name_for_consoles().is_none() => {
                return self.say("Only a key on stage does this");
            }
            _ => {}
        }
        let moves = matches!(
            action,
            Action::First
                | Action::Last
                | Action::ScrollDown
                | Action::ScrollUp
                | Action::HalfDown
                | Action::HalfUp
                | Action::Resume
        );
        if moves {
            self.show_stage();
        }
        self.count = None;
        self.act(action)
    }

    /// Tells whoever asked what the stage would say to a key; the room need not read it.
    fn said(&mut self, id: u64) -> Effect {
        match self.notice.take() {
            Some(notice) => Effect::Said(id, notice.text),
            None => Effect::Reply(id, Ok(())),
        }
    }

    /// What the consoles are told besides.
    pub fn backstage(&self) -> Backstage {
        Backstage {
            shown: match &self.screen {
                Screen::Stage if self.recess().is_some() => Shown::Break,
                Screen::Stage => Shown::Slide,
                Screen::Blank => Shown::Blank,
                Screen::Picker(_) => Shown::List,
                Screen::Help(_) => Shown::Help,
                Screen::Hands(_) | Screen::Break(_) => Shown::Field,
                Screen::Captures(_) => Shown::Captures,
                Screen::Kiosk => Shown::Ballot,
                Screen::Join => Shown::Join,
            },
            next: self.following().and_then(|(slide, step)| {
                let slide = self.deck.slides.get(slide)?.id.clone();
                Some(Place { slide, step })
            }),
            theme: self.theme.name.to_owned(),
            notice: self.notice().map(str::to_owned),
            unusable: self.room.unusable.clone(),
            discussion: self.running().map(|running| running.standing.clone()),
            recess: self.recess(),
            captures: Arc::clone(&self.notebook.captures),
            votes: Arc::clone(&self.votes),
            texts: Arc::clone(&self.texts),
        }
    }
}
