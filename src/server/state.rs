//! What scripts and pages are told as JSON: the question while it is open, the count once it is revealed. What the room
//! may not see yet has no field that it could be in.

use serde::Serialize;

use super::Seen;
use super::page;
use super::people::Mine;
use crate::ballot::Answer;
use crate::countdown::Countdown;
use crate::poll::{Poll, PollKind};
use crate::round::{Counted, Phase, Round};
use crate::safe_text::SafeText;

/// What everybody is told at a moment.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    /// The round that concerns the room.
    pub(super) round: Option<Round>,
    /// A JSON object that lacks its end, where each is told of their own answer.
    text: String,
}

#[derive(Serialize)]
struct JsonState<'a> {
    phase: &'static str,
    slide: Option<&'a str>,
    step: u16,
    /// Changes with what a page shows.
    key: String,
    /// The value to post.
    round: Option<i64>,
    poll: Option<JsonPoll<'a>>,
    answered: u64,
    joined: u32,
    /// When the round closes by itself, in milliseconds since 1970 in UTC.
    closes: Option<i64>,
    tally: Option<JsonTally<'a>>,
}

#[derive(Serialize)]
struct JsonPoll<'a> {
    id: &'a str,
    kind: &'static str,
    question: &'a str,
    choices: Vec<JsonChoice<'a>>,
    /// Whether an answer may change.
    change: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonChoice<'a> {
    value: i64,
    label: &'a str,
}

#[derive(Serialize)]
struct JsonTally<'a> {
    ballots: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<JsonCount<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<JsonValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<JsonWord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    texts: Vec<&'a str>,
    /// The right choices, where there are any.
    #[serde(skip_serializing_if = "<[u32]>::is_empty")]
    answer: &'a [u32],
}

#[derive(Serialize)]
struct JsonCount<'a> {
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

/// An answer in the fields in which it is posted.
#[derive(Default, Serialize)]
struct JsonMine<'a> {
    revision: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<&'a [u32]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<&'a [u32]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Vec<&'a str>>,
}

impl Frame {
    /// What everybody is told of the talk.
    pub(super) fn of(seen: &Seen) -> Self {
        let asked = seen.asked();
        let state = JsonState {
            phase: asked.map_or("idle", |counted| counted.round.phase.name()),
            slide: seen.slide().map(|slide| slide.id.as_str()),
            step: seen.step,
            key: page::key(seen),
            round: asked.map(|counted| counted.round.id),
            poll: asked.map(|counted| poll(&counted.round.poll)),
            answered: asked.map_or(0, |counted| counted.tally.voters()),
            joined: seen.joined,
            closes: asked.filter(|counted| counted.round.phase == Phase::Open).and_then(closes),
            tally: seen.shown().map(tally),
        };
        let mut text = serde_json::to_string(&state).unwrap_or_default();
        text.pop();
        Self { round: asked.map(|counted| counted.round.clone()), text }
    }

    /// The whole object for somebody who answered so, or not.
    pub(super) fn told(&self, mine: Option<&Mine>) -> String {
        let mine = serde_json::to_string(&mine.map(json_mine)).unwrap_or_default();
        format!("{},\"mine\":{mine}}}", self.text)
    }
}

/// When the round closes by itself.
fn closes(counted: &Counted) -> Option<i64> {
    match counted.round.countdown {
        Countdown::Until(end) => Some(end),
        Countdown::None | Countdown::Paused(_) => None,
    }
}

/// The question, without its right answer.
fn poll(poll: &Poll) -> JsonPoll<'_> {
    let (min, max, unit) = match &poll.kind {
        PollKind::Multiple { min, max, .. } => (Some((*min).into()), Some((*max).into()), None),
        PollKind::Scale { min, max, .. } => (Some((*min).into()), Some((*max).into()), None),
        PollKind::Fist => (Some(0.0), Some(5.0), None),
        PollKind::Number { min, max, unit } => (*min, *max, unit.as_deref()),
        PollKind::Words { max } | PollKind::Dots { dots: max, .. } => {
            (None, Some((*max).into()), None)
        }
        PollKind::Text { max_chars, .. } => (None, Some((*max_chars).into()), None),
        PollKind::Single { .. } | PollKind::Ranking { .. } => (None, None, None),
    };
    let choices = match &poll.kind {
        PollKind::Scale { min, labels, .. } => named(i64::from(*min), labels),
        kind => named(1, kind.choices()),
    };
    let Poll { id, question, change, .. } = poll;
    JsonPoll { id, kind: poll.kind.name(), question, choices, change: *change, min, max, unit }
}

fn named(first: i64, labels: &[String]) -> Vec<JsonChoice<'_>> {
    (first..).zip(labels).map(|(value, label)| JsonChoice { value, label }).collect()
}

/// The count of a round that was revealed. Texts are those that the speaker released.
fn tally(counted: &Counted) -> JsonTally<'_> {
    let Counted { round, tally, texts, .. } = counted;
    let (counts, ranking) = (tally.choices(), tally.ranking());
    let choices = round.poll.kind.choices().iter().enumerate().map(|(at, label)| {
        let ranked = ranking.get(at);
        JsonCount {
            label,
            count: counts.get(at).copied().unwrap_or(0),
            borda: ranked.map(|ranked| ranked.borda),
            mean_rank: ranked.and_then(|ranked| ranked.mean_rank),
        }
    });
    let released = texts.iter().filter(|text| text.released);
    JsonTally {
        ballots: tally.voters(),
        choices: choices.collect(),
        values: tally
            .values()
            .into_iter()
            .map(|(value, count)| JsonValue { value, count })
            .collect(),
        median: tally.median(),
        words: tally.words().into_iter().map(|(word, count)| JsonWord { word, count }).collect(),
        texts: released.map(|text| text.text.as_str()).collect(),
        answer: &round.poll.answer,
    }
}

fn json_mine(mine: &Mine) -> JsonMine<'_> {
    let mut told = JsonMine { revision: mine.revision, ..JsonMine::default() };
    match &mine.answer {
        Answer::Choices(picks) => told.choice = Some(picks),
        Answer::Ranking(ranks) => told.rank = Some(ranks),
        Answer::Value(value) => told.value = Some(*value),
        Answer::Words(words) => told.text = Some(words.iter().map(SafeText::as_str).collect()),
        Answer::Text(text) => told.text = Some(vec![text.as_str()]),
        Answer::Hands(_) => {}
    }
    told
}
