//! The clocks: one that never jumps, one that tells the time of day.

use std::time::Instant;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::Now;

/// Tells the time since it was started, and the time of day where this machine is.
pub(super) struct Clock {
    began: Instant,
    zone: TimeZone,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub(super) fn start() -> Self {
        Self { began: Instant::now(), zone: TimeZone::system() }
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
