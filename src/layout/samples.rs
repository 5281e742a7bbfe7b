//! Small blocks for tests, and pages as plain text.

use std::sync::Arc;

use super::{Join, Live, Page, Size, View, lay_out, lay_out_blocks};
use crate::ballot::Answer;
use crate::deck::{
    Align, Block, BlockKind, Item, List, Look, Slide, Span, SpanKind, Step, Text, plain,
};
use crate::highlight::Colours;
use crate::poll::{Poll, PollKind};
use crate::round::{Countdown, Counted, Phase, Round, Votes, WallText};
use crate::tally::Tally;
use crate::theme::Ink;

pub(super) fn span(text: &str, look: Look) -> Span {
    let text = text.to_owned();
    Span { from: 1, kind: SpanKind::Words { text, look, colour: None, link: None } }
}

pub(super) fn words(text: &str) -> Text {
    vec![span(text, Look::empty())]
}

pub(super) fn block(kind: BlockKind) -> Block {
    Block { from: 1, align: Align::Left, kind }
}

pub(super) fn paragraph(text: &str) -> Block {
    block(BlockKind::Paragraph(words(text)))
}

pub(super) fn heading(level: u8, text: &str) -> Block {
    block(BlockKind::Heading { level, text: words(text) })
}

pub(super) fn later(from: Step, block: Block) -> Block {
    Block { from, ..block }
}

pub(super) fn aligned(align: Align, block: Block) -> Block {
    Block { align, ..block }
}

pub(super) fn item(blocks: Vec<Block>) -> Item {
    Item { from: 1, task: None, blocks }
}

pub(super) fn list(start: Option<u64>, items: Vec<Item>) -> Block {
    block(BlockKind::List(List { start, loose: false, items }))
}

pub(super) fn slide(blocks: Vec<Block>) -> Slide {
    let title = blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Heading { text, .. } => Some(plain(text)),
        _ => None,
    });
    Slide { blocks, steps: 9, title: title.unwrap_or_default(), ..Slide::default() }
}

/// The page of a slide at a step.
pub(super) fn page(slide: &Slide, step: Step, width: u16, height: u16) -> Page {
    let colours = Colours::default();
    let live = Live::none();
    lay_out(slide, &View { step, size: Size { width, height }, colours: &colours, live })
}

/// A poll that asks nothing but what its kind asks.
pub(super) fn poll(kind: PollKind) -> Poll {
    Poll {
        id: "p".to_owned(),
        question: "Who decides?".to_owned(),
        kind,
        anonymous: true,
        change: true,
        seconds: None,
        answer: Vec::new(),
    }
}

/// A round with its answers, each given so many times.
pub(super) fn counted(
    poll: &Poll,
    number: u32,
    phase: Phase,
    answers: &[(Answer, u64)],
) -> Counted {
    let mut tally = Tally::new(&poll.kind);
    for (answer, times) in answers {
        tally.add(answer, *times);
    }
    let texts = (0..).zip(answers).filter_map(|(participant, (answer, _))| match answer {
        Answer::Text(text) => Some(WallText { participant, text: text.clone(), released: true }),
        _ => None,
    });
    let texts = texts.collect();
    let poll = Arc::new(poll.clone());
    let round = Round {
        id: i64::from(number),
        number,
        poll,
        phase,
        countdown: Countdown::None,
        opened_ms: 0,
    };
    Counted { round, tally, shift: None, texts }
}

/// The rounds of a session.
pub(super) fn votes(rounds: Vec<Counted>) -> Votes {
    Votes { rounds: rounds.into_iter().map(Arc::new).collect() }
}

/// Blocks after those rounds, in a room that so many have joined.
pub(super) fn voted(blocks: &[Block], votes: &Votes, size: (u16, u16)) -> Page {
    let colours = Colours::default();
    let live = Live { votes, joined: Some(30), ..Live::none() };
    let size = Size { width: size.0, height: size.1 };
    lay_out_blocks(blocks, &View { step: Step::MAX, size, colours: &colours, live })
}

/// The same where an open poll says how to join.
pub(super) fn joinable(blocks: &[Block], votes: &Votes, join: &Join, size: (u16, u16)) -> Page {
    let colours = Colours::default();
    let live = Live { votes, joined: Some(30), join: Some(join), ..Live::none() };
    let size = Size { width: size.0, height: size.1 };
    lay_out_blocks(blocks, &View { step: Step::MAX, size, colours: &colours, live })
}

/// Blocks as plain lines, with every step shown, in few rows.
pub(super) fn drawn(blocks: &[Block], width: u16) -> Vec<String> {
    drawn_in(blocks, width, 15)
}

/// Blocks as plain lines, with every step shown.
pub(super) fn drawn_in(blocks: &[Block], width: u16, height: u16) -> Vec<String> {
    let colours = Colours::default();
    let size = Size { width, height };
    let view = View { step: Step::MAX, size, colours: &colours, live: Live::none() };
    texts(&lay_out_blocks(blocks, &view))
}

/// The lines of a page without their inks.
pub(super) fn texts(page: &Page) -> Vec<String> {
    let text = |line: &super::Line| line.runs.iter().map(|run| run.text.as_str()).collect();
    page.lines.iter().map(text).collect()
}

/// The ink of the first run that has this text in it.
pub(super) fn ink_of(page: &Page, text: &str) -> Ink {
    let mut runs = page.lines.iter().flat_map(|line| &line.runs);
    runs.find(|run| run.text.contains(text)).map(|run| run.ink).expect(text)
}
