//! The votes of a session for people: each poll with its bars, as the stage draws them.

use std::fmt::Write as _;
use std::sync::Arc;

use super::{name, time};
use crate::deck::{Align, Block, BlockKind};
use crate::highlight::Colours;
use crate::layout::{self, Live, Size, View};
use crate::round::{Counted, Phase, Votes};
use crate::store::SessionInfo;

/// Every poll of a session, with all its rounds, on lines of at most so many columns.
pub fn results(session: &SessionInfo, votes: &Votes, width: u16) -> String {
    let mut text = String::new();
    let title = if session.title.is_empty() { "a talk" } else { &session.title };
    let _ = writeln!(text, "{title}, session {}, {}", name(session), time(session.started_ms));
    if votes.rounds.is_empty() {
        text.push_str("\nNo poll was opened.\n");
    }
    // Whoever asks for results may see them all.
    let shown = Votes { rounds: votes.rounds.iter().map(revealed).collect() };
    let mut seen: Vec<&str> = Vec::new();
    for counted in &votes.rounds {
        let poll = &counted.round.poll;
        if seen.contains(&poll.id.as_str()) {
            continue;
        }
        seen.push(&poll.id);
        let _ = writeln!(text, "\n{}", poll.id);
        let kind = BlockKind::Poll(poll.as_ref().clone());
        let block = Block { from: 1, align: Align::Left, kind };
        let colours = Colours::default();
        let live = Live { votes: &shown, ..Live::none() };
        let view = View { step: 1, size: Size { width, height: 200 }, colours: &colours, live };
        for line in &layout::lay_out_blocks(&[block], &view).lines {
            let line: String = line.runs.iter().map(|run| run.text.as_str()).collect();
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
    text
}

fn revealed(counted: &Arc<Counted>) -> Arc<Counted> {
    let mut counted = counted.as_ref().clone();
    counted.round.phase = Phase::Revealed;
    counted.texts.iter_mut().for_each(|text| text.released = true);
    Arc::new(counted)
}
