//! What people voted and wrote, for people, scripts and spreadsheets. The shapes are promises: keys may come, none goes.

use jiff::Timestamp;

use crate::store::SessionInfo;

pub mod assessment;
pub mod json;
pub mod points;
pub mod rehearsal;
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
