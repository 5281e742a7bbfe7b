//! The clock of a talk: it begins once, stands while it is paused, and goes on. It is held against a time that is given.

/// What a talk's clock does. Times are in milliseconds; `now_ms` is since 1970 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TalkClock {
    /// The talk has not begun.
    #[default]
    Waiting,
    /// It runs.
    Running {
        /// When it would have shown 0, had it never been paused: since 1970 in UTC.
        zero_ms: i64,
    },
    /// It stands.
    Paused {
        /// What it shows.
        elapsed_ms: i64,
    },
}

impl TalkClock {
    /// A clock that shows so much and runs.
    pub fn from(elapsed_ms: i64, now_ms: i64) -> Self {
        Self::Running { zero_ms: now_ms.saturating_sub(elapsed_ms) }
    }

    /// What it shows.
    pub fn elapsed_ms(self, now_ms: i64) -> i64 {
        match self {
            Self::Waiting => 0,
            Self::Running { zero_ms } => now_ms.saturating_sub(zero_ms).max(0),
            Self::Paused { elapsed_ms } => elapsed_ms,
        }
    }

    /// Paused if it ran, running if it was paused or had not begun.
    #[must_use]
    pub fn turned(self, now_ms: i64) -> Self {
        let elapsed_ms = self.elapsed_ms(now_ms);
        match self {
            Self::Running { .. } => Self::Paused { elapsed_ms },
            Self::Waiting | Self::Paused { .. } => Self::from(elapsed_ms, now_ms),
        }
    }

    /// The name of what it does: "waiting", "running" or "paused".
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running { .. } => "running",
            Self::Paused { .. } => "paused",
        }
    }
}
