//! The clocks: one that never jumps, one that tells the time of day.

use std::time::Instant;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::Now;

/// The time since 1970 in UTC, in milliseconds.
pub fn unix_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// How many seconds the time of day on this machine is ahead of UTC, at that time.
pub fn utc_offset(unix_ms: i64) -> i32 {
    let time = Timestamp::from_millisecond(unix_ms);
    time.map_or(0, |time| TimeZone::system().to_offset(time).seconds())
}

/// The day of a time since 1970 in UTC, in milliseconds, where this machine is: "2025-05-03".
pub(super) fn date(unix_ms: i64) -> String {
    let time = Timestamp::from_millisecond(unix_ms).unwrap_or_default();
    TimeZone::system().to_datetime(time).date().to_string()
}

/// Tells the time since it was started, and the time of day where this machine is.
pub(super) struct Clock {
    began: Instant,
    began_ms: i64,
    zone: TimeZone,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub(super) fn start() -> Self {
        let began_ms = unix_ms();
        Self { began: Instant::now(), began_ms, zone: TimeZone::system() }
    }

    /// The wall time at which it was started, in milliseconds since 1970 in UTC.
    pub(super) fn began_ms(&self) -> i64 {
        self.began_ms
    }

    pub(super) fn now(&self) -> Now {
        let wall = Timestamp::now();
        Now {
            monotonic: self.began.elapsed(),
            unix_ms: wall.as_millisecond(),
            utc_offset: self.zone.to_offset(wall).seconds(),
        }
    }
}
