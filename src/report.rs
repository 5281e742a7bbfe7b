//! A session to take home: what happened, how the room voted, what came of it. It is gathered as plain data, then
//! written as Markdown or as one HTML page that needs nothing else.
//!
//! Whatever the deck or the room wrote is text here; each writer escapes all of it.

use std::collections::BTreeSet;

use crate::capture::Capture;
use crate::deck::Deck;
use crate::happening::Happening;
use crate::round::Votes;
use crate::store::SessionInfo;

mod agenda;
mod discussions;
mod escape;
mod html;
mod markdown;
mod moves;
mod polls;
mod sources;
mod timeline;
mod times;
mod written;

pub use self::agenda::Kept;
pub use self::discussions::Talked;
pub use self::html::html;
pub use self::markdown::markdown;
pub use self::polls::{Asked, Bar, Counts, Moves, Round};
pub use self::sources::Source;
use self::times::{Clock, length};
pub use self::written::{Outcome, Written};

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The session.
    pub session: &'a SessionInfo,
    /// Its rounds.
    pub votes: &'a Votes,
    /// What happened in it, the earliest first.
    pub happenings: &'a [Happening],
    /// What was written down in it.
    pub captures: &'a [Capture],
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
    /// What came of it: decisions, actions, parked questions, notes.
    pub outcomes: Vec<Outcome>,
    /// The discussions, each where it began.
    pub discussions: Vec<Talked>,
    /// The polls, each where it was first opened.
    pub polls: Vec<Asked>,
    /// The agenda beside what became of it, if the talk followed one.
    pub agenda: Option<Kept>,
    /// What happened when.
    pub timeline: Vec<Moment>,
    /// The public sources of what was shown.
    pub sources: Vec<Source>,
    /// What is to be said of them.
    pub sources_note: Option<&'static str>,
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
    /// What it was a part of the talk as.
    pub rank: Rank,
}

/// What a moment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rank {
    /// A section began.
    Section,
    /// A slide was shown.
    Slide,
    /// A poll went on.
    Poll,
    /// A phase of a discussion began.
    Phase,
    /// A break began.
    Break,
}

/// Gathers a report.
pub fn gather(material: &Material<'_>) -> Report {
    let Material { session, votes, happenings, deck, utc_offset, free, .. } = *material;
    let clock = Clock::new(utc_offset);
    let meta = deck.map(|deck| &deck.meta);
    let title = match meta.and_then(|meta| meta.title.as_ref()) {
        Some(title) => title.clone(),
        None if session.title.is_empty() => "A talk".to_owned(),
        None => session.title.clone(),
    };
    let shown = happenings.iter().filter_map(|happening| match happening {
        Happening::Slide { id, .. } => Some(id.as_str()),
        _ => None,
    });
    let shown = Some(shown.collect::<BTreeSet<_>>()).filter(|shown| !shown.is_empty());
    let sources = deck.map(|deck| sources::of(deck, shown.as_ref())).unwrap_or_default();
    let homes = discussions::homes(material);
    let is_guess = shown.is_none() && !sources.is_empty();
    Report {
        title,
        subtitle: meta.and_then(|meta| meta.subtitle.clone()),
        facts: facts(material, clock),
        polls: polls::asked(votes, clock, free),
        outcomes: written::outcomes(material, &homes),
        discussions: discussions::talked(material, &homes),
        agenda: agenda::kept(material),
        timeline: timeline::timeline(material, clock),
        sources,
        sources_note: is_guess.then_some(
            "Which slides were shown is not recorded: these are the sources of all of them.",
        ),
        kept: kept(material),
    }
}

fn facts(material: &Material<'_>, clock: Clock) -> Vec<(&'static str, String)> {
    let Material { session, votes, happenings, deck, .. } = material;
    let mut facts = Vec::new();
    if let Some(meta) = deck.map(|deck| &deck.meta) {
        if !meta.authors.is_empty() {
            facts.push(("Given by", meta.authors.join(", ")));
        }
        facts.extend(meta.event.clone().map(|event| ("At", event)));
    }
    facts.push(("When", clock.span(session.started_ms, session.ended_ms)));
    let since = |end: i64| length(end - session.started_ms);
    let last = happenings.last().map(Happening::at_ms);
    let lasted = match (session.ended_ms, last) {
        (Some(ended), _) => since(ended),
        (None, Some(last)) => format!("at least {}: it has no end", since(last)),
        (None, None) => "not known: it has no end".to_owned(),
    };
    facts.push(("How long", lasted));
    let name = session.name.as_ref().map_or_else(String::new, |name| format!(" “{name}”"));
    facts.push(("Session", format!("{}{name}", session.id)));
    let answered = votes.rounds.iter().map(|counted| counted.tally.voters()).max().unwrap_or(0);
    if answered > 0 {
        facts.push(("Most answers to one question", answered.to_string()));
    }
    facts
}

/// What is known of those who took part, and what this report has of it.
fn kept(material: &Material<'_>) -> Vec<String> {
    let Material { votes, captures, free, .. } = material;
    let is_named = votes.rounds.iter().any(|counted| !counted.round.poll.anonymous);
    let mut kept = vec![
        "Of a ballot the data file has a number for the participant, the way they voted, the answer, and the time to the \
         second: no name, no address, no machine.",
        "This report has counts and no ballots. How many moved between two rounds is hidden where it could name somebody.",
    ];
    if is_named {
        kept.push("Of polls that the deck does not call anonymous all moves are told.");
    }
    if !captures.is_empty() {
        kept.push(
            "What was written down during the talk is kept with the names that were typed with it.",
        );
    }
    kept.push(match free {
        FreeText::Kept => "What people wrote stands here as they wrote it.",
        FreeText::LeftOut => "What people wrote, and who owes what, is left out of this report.",
    });
    kept.push("The speaker can delete a session at any time; roundtable purge deletes what is older than 30 days, or as many as the \
         settings say.");
    kept.into_iter().map(str::to_owned).collect()
}
