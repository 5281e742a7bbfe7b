//! A session to take home: what happened, how the room voted, what came of it. It is gathered as plain data, then
//! written as Markdown or as one HTML page that needs nothing else.
//!
//! Whatever the deck or the room wrote is text here; each writer escapes all of it.

use std::sync::Arc;

use crate::deck::Deck;
use crate::round::Votes;
use crate::store::SessionInfo;

mod escape;
mod html;
mod markdown;
mod moves;
mod polls;
mod sources;
mod times;

pub use self::html::html;
pub use self::markdown::markdown;
pub use self::polls::{Asked, Bar, Counts, Moves, Round};
pub use self::sources::Source;
use self::times::{Clock, length};

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The session.
    pub session: &'a SessionInfo,
    /// Its rounds.
    pub votes: &'a Votes,
    /// The deck that was given, where there is one: it has titles, prompts and sources.
    pub deck: Option<&'a Deck>,
    /// How many seconds the time of day is ahead of UTC where the talk was given.
    pub utc_offset: i32,
    /// Whether the report has what people wrote.
    pub free: FreeText,
}

/// What becomes of what people wrote: texts, words, what was written down and who owes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FreeText {
    /// It is in the report.
    Kept,
    /// The report says how much there is, and nothing of it.
    LeftOut,
}

/// A session, ready to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The talk's title.
    pub title: String,
    /// The line below it.
    pub subtitle: Option<String>,
    /// By whom, where, when, how long: names and values.
    pub facts: Vec<(&'static str, String)>,
    /// The polls, each where it was first opened.
    pub polls: Vec<Asked>,
    /// What happened when.
    pub timeline: Vec<Moment>,
    /// The public sources of what was shown.
    pub sources: Vec<Source>,
    /// What is kept of the people who took part, in sentences.
    pub kept: Vec<String>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The time of day.
    pub time: String,
    /// What it was.
    pub what: String,
    /// How long it took, if it is known and matters.
    pub lasted: Option<String>,
}

/// Gathers a report.
pub fn gather(material: &Material<'_>) -> Report {
    let Material { session, votes, deck, utc_offset, free } = *material;
    let clock = Clock::new(utc_offset);
    let meta = deck.map(|deck| &deck.meta);
    let title = match meta.and_then(|meta| meta.title.as_ref()) {
        Some(title) => title.clone(),
        None if session.title.is_empty() => "A talk".to_owned(),
        None => session.title.clone(),
    };
    Report {
        title,
        subtitle: meta.and_then(|meta| meta.subtitle.clone()),
        facts: facts(material, clock),
        polls: polls::asked(votes, clock, free),
        timeline: timeline(votes, clock),
        sources: deck.map(|deck| sources::of(deck, None)).unwrap_or_default(),
        kept: kept(votes, free),
    }
}

fn facts(material: &Material<'_>, clock: Clock) -> Vec<(&'static str, String)> {
    let Material { session, votes, deck, .. } = material;
    let mut facts = Vec::new();
    if let Some(meta) = deck.map(|deck| &deck.meta) {
        if !meta.authors.is_empty() {
            facts.push(("Given by", meta.authors.join(", ")));
        }
        facts.extend(meta.event.clone().map(|event| ("At", event)));
    }
    facts.push(("When", clock.span(session.started_ms, session.ended_ms)));
    let lasted = session.ended_ms.map(|ended| length(ended - session.started_ms));
    facts.push(("How long", lasted.unwrap_or_else(|| "not known: it has no end".to_owned())));
    let name = session.name.as_ref().map_or_else(String::new, |name| format!(" “{name}”"));
    facts.push(("Session", format!("{}{name}", session.id)));
    let answered = votes.rounds.iter().map(|counted| counted.tally.voters()).max().unwrap_or(0);
    if answered > 0 {
        facts.push(("Most answers to one question", answered.to_string()));
    }
    facts
}

fn timeline(votes: &Votes, clock: Clock) -> Vec<Moment> {
    let opened = votes.rounds.iter().map(Arc::as_ref).map(|counted| {
        let round = &counted.round;
        let again =
            if round.number > 1 { format!(", round {}", round.number) } else { String::new() };
        Moment {
            time: clock.time(round.opened_ms),
            what: format!("Poll opened{again}: {}", round.poll.question),
            lasted: None,
        }
    });
    opened.collect()
}

/// What is known of those who took part, and what this report has of it.
fn kept(votes: &Votes, free: FreeText) -> Vec<String> {
    let named = votes.rounds.iter().any(|counted| !counted.round.poll.anonymous);
    let mut kept = vec![
        "The data file has a row for each ballot: a number for the participant, how they voted, the answer and its time \
         to the second. It has no name, no address and no machine."
            .to_owned(),
        "This report has counts, no ballots. Where a number of people who moved between two rounds could name somebody, \
         it is hidden, and so is what it could be worked out from."
            .to_owned(),
    ];
    if named {
        kept.push("Polls that the deck does not call anonymous show small numbers too.".to_owned());
    }
    kept.push(match free {
        FreeText::Kept => "Texts and words are given as they were written.".to_owned(),
        FreeText::LeftOut => "What people wrote is left out of this report.".to_owned(),
    });
    kept.push(
        "roundtable purge deletes sessions that are older than 30 days, or as the settings say."
            .to_owned(),
    );
    kept
}
