//! What people voted and wrote, for people, scripts and spreadsheets. The shapes are promises: keys may come, none goes.

use jiff::Timestamp;

use crate::poll::{Poll, PollKind};
use crate::store::SessionInfo;

pub mod assessment;
pub mod json;
pub mod points;
pub mod table;
pub mod text;

/// A time in UTC, to the second.
pub fn time(unix_ms: i64) -> String {
    let seconds = Timestamp::from_second(unix_ms.div_euclid(1_000));
    seconds.map(|time| time.to_string()).unwrap_or_default()
}

/// What a session is called: its name, else its number.
pub fn name(session: &SessionInfo) -> String {
    match &session.name {
        Some(name) => name.clone(),
        None => session.id.to_string(),
    }
}

/// The choices of a poll; empty for kinds without.
fn choices(poll: &Poll) -> &[String] {
    match &poll.kind {
        PollKind::Single { choices }
        | PollKind::Multiple { choices, .. }
        | PollKind::Ranking { choices }
        | PollKind::Dots { choices, .. } => choices,
        PollKind::Scale { .. }
        | PollKind::Fist
        | PollKind::Number { .. }
        | PollKind::Words { .. }
        | PollKind::Text { .. } => &[],
    }
}

/// The name of a kind as it is written in a deck.
pub fn kind(kind: &PollKind) -> &'static str {
    match kind {
        PollKind::Single { .. } => "single",
        PollKind::Multiple { .. } => "multiple",
        PollKind::Ranking { .. } => "ranking",
        PollKind::Scale { .. } => "scale",
        PollKind::Fist => "fist",
        PollKind::Number { .. } => "number",
        PollKind::Words { .. } => "words",
        PollKind::Text { .. } => "text",
        PollKind::Dots { .. } => "dots",
    }
}
