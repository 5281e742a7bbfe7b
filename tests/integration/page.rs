//! The pages of the built-in talk, as a participant gets them.

use std::sync::Arc;

use roundtable::ballot::Answer;
use roundtable::countdown::Countdown;
use roundtable::deck::Slide;
use roundtable::poll::PollKind;
use roundtable::round::{Counted, Phase, Round, Votes};
use roundtable::server::Seen;
use roundtable::server::page::{self, Trail, Visit};
use roundtable::source::{Extent, Source};
use roundtable::tally::Tally;

/// Bytes that a page may have, together with its style and its script.
const LARGEST: usize = 30_000;

/// A round of the first poll on a slide, in which somebody took every choice.
fn votes(slide: &Slide, phase: Phase) -> Votes {
    let polls = slide.asked();
    let rounds = polls.first().map(|(_, poll)| {
        let mut tally = Tally::new(&poll.kind);
        for choice in (1..).take(poll.kind.choices().len()) {
            let answer = match poll.kind {
                PollKind::Ranking { .. } => Answer::Ranking(vec![choice]),
                _ => Answer::Choices(vec![choice]),
            };
            tally.add(&answer, 12);
        }
        let (poll, countdown) = (Arc::new((*poll).clone()), Countdown::None);
        let round = Round { id: 1, number: 1, poll, phase, countdown, opened_ms: 0 };
        Arc::new(Counted { round, tally, shift: None, texts: Vec::new() })
    });
    Votes { rounds: rounds.into_iter().collect() }
}

#[test]
fn every_page_of_the_built_in_talk_is_small() {
    let deck = Arc::new(Source::BuiltIn.load(Extent::Whole).unwrap().deck);
    let mut largest = (0, String::new());
    for (index, slide) in deck.slides.iter().enumerate() {
        for phase in [Phase::Open, Phase::Closed, Phase::Revealed] {
            let votes = Arc::new(votes(slide, phase));
            let deck = Arc::clone(&deck);
            let seen = Seen {
                deck,
                slide: index,
                step: slide.steps,
                votes,
                joined: 30,
                ..Seen::default()
            };
            let mut trail = Trail::default();
            trail.note(&Seen { slide: 0, step: 1, ..seen.clone() });
            trail.note(&seen);
            let (seen, trail) = (&seen, &trail);
            let html = page::room(&Visit {
                seen,
                trail,
                at: None,
                mine: None,
                notice: None,
                filled: None,
                keep_days: 30,
            });
            largest = largest.max((html.len(), slide.id.clone()));
        }
    }
    let (html, slide) = largest;
    let (style, script) = (page::STYLE.len(), page::SCRIPT.len());
    let all = html + style + script;
    assert!(all < LARGEST, "{slide}: {html} + {style} + {script} = {all} bytes");
}
