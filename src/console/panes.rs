//! What the console shows, laid out: the slide, the next step, the notes, the votes that only the speaker sees.

use std::sync::Arc;

use super::areas::{self, Areas};
use super::{Console, Next, Talk};
use crate::app;
use crate::deck::{Align, Block, BlockKind, Slide, Step};
use crate::layout::{self, BreakView, Live, Page, Size, View};
use crate::round::{Counted, Phase, Votes};

/// Something laid out that may be longer than its area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pane {
    /// All of it.
    pub page: Page,
    /// How many of its lines lie above its area.
    pub scroll: usize,
}

/// All that is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The slide as the room sees it.
    pub now: Pane,
    /// What the next press of → brings.
    pub next: Pane,
    /// The notes.
    pub notes: Pane,
    /// The count of the round in hand, as the room will see it once it is revealed.
    pub votes: Option<Page>,
}

impl Console {
    /// Where things stand.
    pub fn areas(&self) -> Areas {
        let has_captures =
            self.talk.as_ref().is_some_and(|talk| !talk.backstage.captures.is_empty());
        areas::areas(self.size, has_captures || self.secret_round().is_some())
    }

    /// The latest round of the poll in hand, unless the room sees its count.
    pub fn secret_round(&self) -> Option<&Counted> {
        let (_, latest) = self.talk.as_ref()?.poll_in_hand()?;
        latest.filter(|latest| latest.round.phase != Phase::Revealed)
    }

    /// Lays out what is shown, if it is not yet. To be called before a frame is drawn.
    pub fn settle(&mut self) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let areas = self.areas();
        let votes = areas.side.and_then(|side| self.votes(side.size));
        let Some(talk) = &self.talk else { return };
        let now_ms = self.now.map_or(0, |now| now.unix_ms);
        let votes_so_far = &*talk.backstage.votes;
        let joined = Some(talk.status.joined).filter(|joined| *joined > 0);
        let running = talk.running();
        let (captures, discussion) = (&*talk.backstage.captures, running.as_ref());
        let live = Live { votes: votes_so_far, captures, discussion, now_ms, joined, join: None };
        let view = |step, size| View { step, size, colours: &self.colours, live };
        let step = talk.status.step;
        let current = talk.current();
        let now = areas.now.and_then(|area| match self.recess(talk, area.size) {
            Some(page) => Some(Pane { page, scroll: 0 }),
            None => Some(slide(current?, &view(step, area.size))),
        });
        let (slide_next, step_next) = following(talk);
        let next =
            areas.next.and_then(|area| Some(slide(slide_next?, &view(step_next, area.size))));
        let notes = current.map(app::notes_of).unwrap_or_default();
        let page = layout::lay_out_blocks(&notes, &view(step, areas.notes.size));
        let height = usize::from(areas.notes.size.height);
        let scroll = page.scroll_to_revealed(self.panes.notes.scroll, height);
        let scroll = scroll.min(page.seen_lines().saturating_sub(height));
        let notes = Pane { page, scroll };
        self.panes =
            Panes { now: now.unwrap_or_default(), next: next.unwrap_or_default(), notes, votes };
    }

    /// What stands in the slide's place while there is a break.
    fn recess(&self, talk: &Talk, size: Size) -> Option<Page> {
        let recess = talk.backstage.recess?;
        let now = self.now.unwrap_or_default();
        let view = BreakView { recess, now_ms: now.unix_ms, utc_offset: now.utc_offset, size };
        Some(layout::lay_out_break(&view))
    }

    /// The count of the round in hand as it will look. Texts that wait are among it: the speaker chooses from them.
    fn votes(&self, size: Size) -> Option<Page> {
        let mut counted = self.secret_round()?.clone();
        counted.round.phase = Phase::Revealed;
        counted.texts.iter_mut().for_each(|text| text.released = true);
        let poll = (*counted.round.poll).clone();
        let votes = Votes { rounds: vec![Arc::new(counted)] };
        let live = Live { votes: &votes, ..Live::none() };
        let view = View { step: Step::MAX, size, colours: &self.colours, live };
        let block = Block { from: 1, align: Align::Left, kind: BlockKind::Poll(poll) };
        Some(layout::lay_out_blocks(&[block], &view))
    }

    pub(super) fn scroll_notes(&mut self, down: bool) {
        self.settle();
        let height = usize::from(self.areas().notes.size.height);
        let notes = &mut self.panes.notes;
        let last = notes.page.seen_lines().saturating_sub(height);
        let scroll = if down { notes.scroll + 1 } else { notes.scroll.saturating_sub(1) };
        notes.scroll = scroll.min(last);
    }
}

/// The slide and the step that come next.
fn following(talk: &Talk) -> (Option<&Slide>, Step) {
    match talk.next() {
        Next::Step(step) => (talk.current(), step),
        Next::Slide(slide, step) => (talk.deck.slides.get(slide), step),
        Next::BreakEnds => (talk.current(), talk.status.step),
        Next::End => (None, 1),
    }
}

/// A slide with what its step brings in sight.
fn slide(slide: &Slide, view: &View<'_>) -> Pane {
    let page = layout::lay_out(slide, view);
    let height = usize::from(view.size.height);
    let scroll = if view.step > 1 { page.scroll_to_revealed(0, height) } else { 0 };
    Pane { page, scroll }
}
