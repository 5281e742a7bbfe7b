//! All about a point on one page that scrolls: the prompt, the own answer, its slide as on stage, notes, results.

use std::sync::Arc;

use super::{Browse, Point};
use crate::deck::{Align, Block, BlockKind, Look, Slide};
use crate::highlight::Colours;
use crate::layout::{self, Line, Live, Page, Run, Size, View};
use crate::round::{Phase, Votes};
use crate::theme::{Ink, Role};

/// As many rows as parts have that are not the stage: more than any screen, so that nothing is cut.
const ENDLESS: u16 = 200;

impl Browse {
    /// Lays out all about the picked point.
    pub(super) fn lay_out(&self) -> Page {
        let Some(point) = self.picked() else { return Page::default() };
        let areas = self.areas();
        let width = u16::try_from(areas.width()).unwrap_or(u16::MAX);
        let mut lines = self.prompt_lines();
        lines.extend(layout::wrap(&[Run::new(point.about(), Ink::of(Role::Dim))], areas.width()));
        let answer = self.answer(&point.id);
        if !answer.is_empty() {
            part("Your answer", &mut lines, width);
            lines.extend(layout::wrap(&[Run::new(answer, Ink::of(Role::Text))], areas.width()));
        }
        if let Some(slide) = self.deck.slides.get(point.slide) {
            part(&format!("Slide {}", point.slide + 1), &mut lines, width);
            // The stage has a row above the slide, and two below it.
            let height = self.size.height.saturating_sub(3);
            let view = view(Size { width, height }, &self.colours, Live::none());
            lines.extend(seen(layout::lay_out(slide, &view)));
            self.notes(point, slide, &mut lines, width);
        }
        self.results(point, &mut lines, width);
        Page { lines, title: 0, revealed: None }
    }

    /// The picked point's prompt.
    pub fn prompt_lines(&self) -> Vec<Line> {
        let prompt = self.picked().map(|point| point.prompt.as_str()).unwrap_or_default();
        let ink = Ink::of(Role::Heading).with(Look::STRONG);
        layout::wrap(&[Run::new(prompt, ink)], self.areas().width())
    }

    pub(super) fn prompt_rows(&self) -> usize {
        self.prompt_lines().len()
    }

    fn notes(&self, point: &Point, slide: &Slide, lines: &mut Vec<Line>, width: u16) {
        if slide.notes.is_empty() && point.listen_for.is_none() {
            return;
        }
        part("Notes", lines, width);
        let view = view(Size { width, height: ENDLESS }, &self.colours, Live::none());
        lines.extend(seen(layout::lay_out_blocks(&slide.notes, &view)));
        if let Some(listen_for) = &point.listen_for {
            if !slide.notes.is_empty() {
                lines.push(Line::default());
            }
            let label = Run::new("Listen for: ", Ink::of(Role::Accent));
            let text = Run::new(listen_for, Ink::of(Role::Text));
            lines.extend(layout::wrap(&[label, text], usize::from(width)));
        }
    }

    /// What each earlier talk gave. A count that its room has not seen is not shown here either.
    fn results(&self, point: &Point, lines: &mut Vec<Line>, width: u16) {
        for past in &self.past {
            let shown = past.votes.rounds.iter().filter(|counted| {
                counted.round.phase == Phase::Revealed
                    && point.polls.contains(&counted.round.poll.id)
            });
            let votes = Votes { rounds: shown.map(Arc::clone).collect() };
            let polls = point.polls.iter().filter_map(|id| votes.latest(id));
            let blocks = polls.map(|counted| Block {
                from: 1,
                align: Align::Left,
                kind: BlockKind::Poll(counted.round.poll.as_ref().clone()),
            });
            let blocks: Vec<Block> = blocks.collect();
            if !blocks.is_empty() {
                part(&past.name, lines, width);
                let live = Live { votes: &votes, ..Live::none() };
                let view = view(Size { width, height: ENDLESS }, &self.colours, live);
                lines.extend(seen(layout::lay_out_blocks(&blocks, &view)));
            }
        }
    }
}

/// Everything, at its last step.
fn view<'a>(size: Size, colours: &'a Colours, live: Live<'a>) -> View<'a> {
    View { step: u16::MAX, size, colours, live }
}

fn seen(page: Page) -> impl Iterator<Item = Line> {
    let seen = page.seen_lines();
    page.lines.into_iter().take(seen)
}

/// A rule with a name on it.
fn part(name: &str, lines: &mut Vec<Line>, width: u16) {
    let dim = Ink::of(Role::Dim);
    let begin = layout::clip(&format!("── {name} "), usize::from(width));
    let rest = width.saturating_sub(layout::columns(&begin));
    let runs = vec![Run::new(begin, dim), Run::new("─".repeat(usize::from(rest)), dim)];
    lines.extend([Line::default(), Line { runs }, Line::default()]);
}
