//! The talk as the console knows it: its deck, made of the same texts, and where it is.

use std::sync::Arc;

use super::{Console, Effect, Screen};
use crate::app::status::{Backstage, ConsoleAt, Status};
use crate::deck::{BlockKind, Deck, Slide, Step};
use crate::discussion::Running;
use crate::pacing::Pace;
use crate::poll::Poll;
use crate::round::Counted;
use crate::theme::Theme;

/// A talk, as it last told of itself.
#[derive(Clone, Debug)]
pub struct Talk {
    /// Its deck; empty while it is not read.
    pub deck: Deck,
    /// Where it is.
    pub status: Status,
    /// What the speaker sees.
    pub backstage: Backstage,
    /// Who has joined as a console, in the order in which they came.
    pub consoles: Vec<ConsoleAt>,
    /// The index of the slide shown.
    pub slide: usize,
}

/// What the next press of → brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// This step of the slide shown.
    Step(Step),
    /// The slide with this index, at this step.
    Slide(usize, Step),
    /// What was shown before the break.
    BreakEnds,
    /// Nothing: it is the last.
    End,
}

impl Talk {
    /// The slide shown.
    pub fn current(&self) -> Option<&Slide> {
        self.deck.slides.get(self.slide)
    }

    /// What comes next.
    pub fn next(&self) -> Next {
        let Some(next) = &self.backstage.next else { return Next::End };
        if next.slide != self.status.slide {
            let slide = self.deck.position(&next.slide).unwrap_or(self.slide + 1);
            return Next::Slide(slide, next.step);
        }
        if next.step == self.status.step { Next::BreakEnds } else { Next::Step(next.step) }
    }

    /// The poll that the keys act on, with its latest round.
    pub fn poll_in_hand(&self) -> Option<(Arc<Poll>, Option<&Counted>)> {
        let id = self.status.poll.as_deref()?;
        let latest = self.backstage.votes.latest(id);
        let mut asked = self.deck.slides.iter().flat_map(Slide::asked);
        let poll = asked.find(|(_, poll)| poll.id == id).map(|(_, poll)| Arc::new(poll.clone()));
        let poll = poll.or_else(|| latest.map(|latest| Arc::clone(&latest.round.poll)))?;
        Some((poll, latest))
    }

    /// The discussion that runs, if one does.
    pub fn running(&self) -> Option<Running> {
        let standing = self.backstage.discussion.clone()?;
        let mut blocks = self.deck.slides.iter().flat_map(Slide::all_blocks);
        let discussion = blocks.find_map(|block| match &block.kind {
            BlockKind::Discussion(one) if one.id == standing.id => Some(one.clone()),
            _ => None,
        });
        Running::take_up(Arc::new(discussion?), standing)
    }

    /// How it stands against its agenda at a time since 1970 in UTC, in milliseconds.
    pub fn pace(&self, now_ms: i64) -> Option<Pace> {
        let told = self.status.pace.as_ref()?;
        Some(told.later(self.status.clock.elapsed_ms(now_ms)))
    }

    /// The console that drives, if one does.
    pub fn driver(&self) -> Option<&ConsoleAt> {
        self.consoles.iter().find(|console| console.drives)
    }

    /// Whether this console drives.
    pub fn is_driven_here(&self) -> bool {
        self.driver().is_some_and(|driver| driver.you)
    }
}

impl Console {
    /// Takes in what the talk tells.
    pub(super) fn hear(
        &mut self,
        status: Status,
        backstage: Backstage,
        consoles: Vec<ConsoleAt>,
    ) -> Vec<Effect> {
        self.is_joined = true;
        self.why = None;
        self.stale = true;
        self.theme = Theme::named(&backstage.theme).unwrap_or(self.theme);
        let before = self.talk.take();
        self.hear_of_driver(before.as_ref(), &consoles);
        let same_deck = before.as_ref().is_some_and(|before| {
            Arc::ptr_eq(&before.backstage.texts, &backstage.texts)
                && before.status.agenda == status.agenda
        });
        let place = before.as_ref().map(|before| before.status.slide.clone());
        let deck = match before {
            Some(before) if same_deck => before.deck,
            _ => read(&status, &backstage),
        };
        let slide = deck.position(&status.slide).unwrap_or(0);
        if place.as_ref() != Some(&status.slide) {
            self.panes.notes.scroll = 0;
        }
        self.talk = Some(Talk { deck, status, backstage, consoles, slide });
        if !same_deck {
            self.hits = (Vec::new(), 0);
            if matches!(self.screen, Screen::Picker(_)) {
                self.screen = Screen::Desk;
            }
        }
        self.colour()
    }

    /// The talk has ended, or cannot be joined.
    pub(super) fn lose(&mut self, why: Option<String>) {
        self.is_joined = false;
        self.why = why;
        self.asking = None;
        if let Some(talk) = &mut self.talk {
            talk.consoles.clear();
        }
    }

    /// Says so where the wheel went from hand to hand.
    fn hear_of_driver(&mut self, before: Option<&Talk>, consoles: &[ConsoleAt]) {
        let driver = consoles.iter().find(|console| console.drives);
        let is_here = driver.is_some_and(|driver| driver.you);
        let was = before.and_then(Talk::driver);
        let was_here = was.is_some_and(|driver| driver.you);
        self.would_drive = is_here || (self.would_drive && driver.is_none());
        let was_joined = before.is_some_and(|before| !before.consoles.is_empty());
        match (was, driver) {
            (Some(_), Some(driver)) if was_here && !is_here => {
                self.notify(format!("{} drives now: i takes the wheel back", driver.name));
            }
            _ if was_joined && is_here && !was_here => self.notify("You drive now"),
            (Some(was), None) if !was_here => {
                self.notify(format!("{} is gone, and nobody drives: i takes the wheel", was.name));
            }
            _ => {}
        }
    }

    /// A wish for the code of the slide shown and of the next that has no colours yet.
    fn colour(&self) -> Vec<Effect> {
        let Some(talk) = &self.talk else { return Vec::new() };
        let near = [Some(talk.slide), talk.slide.checked_add(1)];
        let slides = near.into_iter().flatten().filter_map(|index| talk.deck.slides.get(index));
        let plain = slides
            .flat_map(Slide::code)
            .filter(|code| self.colours.get(&code.language, &code.source).is_none());
        let wishes: Vec<(String, String)> =
            plain.map(|code| (code.language.clone(), code.source.clone())).collect();
        if wishes.is_empty() { Vec::new() } else { vec![Effect::Colour(wishes)] }
    }
}

/// The deck that the stage shows. What could be read there can be read here.
fn read(status: &Status, backstage: &Backstage) -> Deck {
    let mut deck = backstage.texts.assemble().unwrap_or_default().deck;
    if let Some(agenda) = &status.agenda {
        deck.keep_agenda(agenda);
    }
    deck
}
