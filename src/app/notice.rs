//! A sentence in the bottom row, for a while.

use std::time::Duration;

use super::Now;

/// A sentence in the bottom row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// When it goes; none for one that waits for a key.
    pub until: Option<Duration>,
}

/// How long a notice stays at least, and how long for each of its characters: it is read besides talking.
const NOTICE: Duration = Duration::from_secs(4);
const NOTICE_CHARACTER: Duration = Duration::from_millis(80);

impl Notice {
    /// One that stays for as long as it takes to read.
    pub fn new(text: impl Into<String>, now: Now) -> Self {
        let text = text.into();
        let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let stays = NOTICE_CHARACTER.saturating_mul(characters).max(NOTICE);
        Self { text, until: Some(now.monotonic.saturating_add(stays)) }
    }

    /// Whether its time has passed.
    pub fn is_over(&self, now: Now) -> bool {
        self.until.is_some_and(|until| until <= now.monotonic)
    }
}
