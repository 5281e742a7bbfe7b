//! The votes of a session as one JSON document, and its ballots as one object a line.

use std::io::{self, Write};

use serde::Serialize;

use super::{name, time};
use crate::ballot::Answer;
use crate::poll::Poll;
use crate::round::{Counted, Votes};
use crate::safe_text::SafeText;
use crate::shift::Shift;
use crate::store::{BallotRow, SessionInfo};

#[derive(Serialize)]
struct JsonResults<'a> {
    session: i64,
    name: Option<&'a str>,
    title: &'a str,
    started: String,
    polls: Vec<JsonPoll<'a>>,
}

#[derive(Serialize)]
struct JsonPoll<'a> {
    id: &'a str,
    kind: &'static str,
    question: &'a str,
    rounds: Vec<JsonRound<'a>>,
}

#[derive(Serialize)]
struct JsonRound<'a> {
    round: u32,
    state: &'static str,
    opened: String,
    /// How many people answered, those whose hands were counted among them.
    ballots: u64,
    /// How many of them the speaker counted by hand, for each choice or point.
    #[serde(skip_serializing_if = "Option::is_none")]
    hands: Option<&'a [u32]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<JsonChoice<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<JsonValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Vec<JsonWord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    texts: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shift: Option<JsonShift<'a>>,
}

#[derive(Serialize)]
struct JsonChoice<'a> {
    label: &'a str,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    borda: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean_rank: Option<f64>,
}

#[derive(Serialize)]
struct JsonValue {
    value: f64,
    count: u64,
}

#[derive(Serialize)]
struct JsonWord {
    word: String,
    count: u64,
}

/// Who moved where since the round before; null stands where a number would name too few people.
#[derive(Serialize)]
struct JsonShift<'a> {
    both: u64,
    changed: Option<u64>,
    matrix: &'a [Vec<Option<u64>>],
}

/// Writes all polls of a session with their rounds, each poll where its first round was opened.
pub fn results(session: &SessionInfo, votes: &Votes, out: &mut dyn Write) -> io::Result<()> {
    let mut polls: Vec<JsonPoll<'_>> = Vec::new();
    for counted in &votes.rounds {
        let poll = &counted.round.poll;
        let at = polls.iter().position(|known| known.id == poll.id);
        match at.and_then(|at| polls.get_mut(at)) {
            Some(known) => known.rounds.push(round(counted)),
            None => polls.push(JsonPoll {
                id: &poll.id,
                kind: poll.kind.name(),
                question: &poll.question,
                rounds: vec![round(counted)],
            }),
        }
    }
    let results = JsonResults {
        session: session.id,
        name: session.name.as_deref(),
        title: &session.title,
        started: time(session.started_ms),
        polls,
    };
    serde_json::to_writer_pretty(&mut *out, &results)?;
    writeln!(out)
}

fn round(counted: &Counted) -> JsonRound<'_> {
    let Counted { round, tally, shift, texts, .. } = counted;
    let labels = round.poll.kind.choices();
    let (counts, ranking, values, words) =
        (tally.choices(), tally.ranking(), tally.values(), tally.words());
    let choices = labels.iter().enumerate().map(|(at, label)| {
        let ranked = ranking.get(at);
        JsonChoice {
            label,
            count: counts.get(at).copied().unwrap_or(0),
            borda: ranked.map(|ranked| ranked.borda),
            mean_rank: ranked.and_then(|ranked| ranked.mean_rank),
        }
    });
    let kind = round.poll.kind.name();
    let is = |kinds: &[&str]| kinds.contains(&kind);
    JsonRound {
        round: round.number,
        state: round.phase.name(),
        opened: time(round.opened_ms),
        ballots: tally.voters(),
        hands: tally.hands(),
        choices: (!labels.is_empty()).then(|| choices.collect()),
        values: is(&["scale", "fist", "number"])
            .then(|| values.into_iter().map(|(value, count)| JsonValue { value, count }).collect()),
        median: tally.median(),
        words: is(&["words"])
            .then(|| words.into_iter().map(|(word, count)| JsonWord { word, count }).collect()),
        texts: is(&["text"]).then(|| texts.iter().map(|text| text.text.as_str()).collect()),
        shift: shift.as_ref().map(json_shift),
    }
}

fn json_shift(shift: &Shift) -> JsonShift<'_> {
    JsonShift { both: shift.both, changed: shift.changed, matrix: &shift.matrix }
}

#[derive(Serialize)]
struct JsonBallot<'a> {
    session: i64,
    name: String,
    poll: &'a str,
    kind: &'static str,
    round: u32,
    participant: i64,
    via: &'static str,
    revision: u64,
    time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<&'a [u32]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<&'a [u32]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hands: Option<&'a [u32]>,
}

/// Writes a ballot as one line, in the fields in which it was cast.
pub fn ballot(
    session: &SessionInfo,
    poll: &Poll,
    row: &BallotRow,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut ballot = JsonBallot {
        session: session.id,
        name: name(session),
        poll: &poll.id,
        kind: poll.kind.name(),
        round: row.round,
        participant: row.participant,
        via: row.via.name(),
        revision: row.revision,
        time: time(row.at_ms),
        choice: None,
        rank: None,
        value: None,
        text: None,
        hands: None,
    };
    match &row.answer {
        Answer::Choices(picks) => ballot.choice = Some(picks),
        Answer::Ranking(ranks) => ballot.rank = Some(ranks),
        Answer::Value(value) => ballot.value = Some(*value),
        Answer::Words(words) => {
            ballot.text = Some(words.iter().map(SafeText::as_str).collect());
        }
        Answer::Text(text) => ballot.text = Some(vec![text.as_str()]),
        Answer::Hands(counts) => ballot.hands = Some(counts),
    }
    serde_json::to_writer(&mut *out, &ballot)?;
    writeln!(out)
}
