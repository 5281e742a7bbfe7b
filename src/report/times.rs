//! Times and stretches of time as people read them, where the talk was given.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Tells the time of day in a zone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock(Offset);

impl Clock {
    /// The clock of a zone so many seconds east of Greenwich.
    pub(super) fn new(utc_offset: i32) -> Self {
        Self(Offset::from_seconds(utc_offset).unwrap_or(Offset::UTC))
    }

    fn at(self, unix_ms: i64) -> Option<DateTime> {
        Some(self.0.to_datetime(Timestamp::from_millisecond(unix_ms).ok()?))
    }

    /// The day: `2026-03-12`.
    pub(super) fn day(self, unix_ms: i64) -> String {
        self.at(unix_ms).map(|time| time.date().to_string()).unwrap_or_default()
    }

    /// The time of day, to the minute: `14:05`.
    pub(super) fn time(self, unix_ms: i64) -> String {
        let text = |time: DateTime| format!("{:02}:{:02}", time.hour(), time.minute());
        self.at(unix_ms).map(text).unwrap_or_default()
    }

    /// From when to when, with the day once where it is one, and the zone.
    pub(super) fn span(self, from_ms: i64, to_ms: Option<i64>) -> String {
        let (day, from) = (self.day(from_ms), self.time(from_ms));
        let to = match to_ms {
            None => String::new(),
            Some(to) if self.day(to) == day => format!(" to {}", self.time(to)),
            Some(to) => format!(" to {}, {}", self.day(to), self.time(to)),
        };
        format!("{day}, {from}{to} ({})", self.zone())
    }

    fn zone(self) -> String {
        let minutes = self.0.seconds() / 60;
        let sign = if minutes < 0 { '−' } else { '+' };
        match minutes.abs() {
            0 => "UTC".to_owned(),
            far => format!("UTC{sign}{:02}:{:02}", far / 60, far % 60),
        }
    }
}

/// A stretch of time: `1 h 27 min`, `12 min`, `45 s`; below ten minutes with the seconds.
pub(super) fn length(ms: i64) -> String {
    let seconds = (ms.max(0) + 500) / 1_000;
    let (minutes, rest) = (seconds / 60, seconds % 60);
    match minutes {
        0 => format!("{seconds} s"),
        1..10 if rest > 0 => format!("{minutes} min {rest} s"),
        1..60 => format!("{minutes} min"),
        _ if minutes % 60 == 0 => format!("{} h", minutes / 60),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-12, 13:05:33 in UTC.
    const THEN: i64 = 1_773_320_733_000;

    #[test]
    fn a_span_names_its_day_once_and_its_zone() {
        let hour = 3_600_000;
        let span = |offset, to| Clock::new(offset).span(THEN, to);
        assert_eq!(span(3_600, Some(THEN + hour)), "2026-03-12, 14:05 to 15:05 (UTC+01:00)");
        assert_eq!(span(0, None), "2026-03-12, 13:05 (UTC)");
        assert_eq!(span(-12_600, None), "2026-03-12, 09:35 (UTC−03:30)");
        let night = span(0, Some(THEN + 12 * hour));
        assert_eq!(night, "2026-03-12, 13:05 to 2026-03-13, 01:05 (UTC)");
    }

    #[test]
    fn a_length_is_as_exact_as_it_matters() {
        let cases = [
            (0, "0 s"),
            (44_600, "45 s"),
            (192_000, "3 min 12 s"),
            (180_000, "3 min"),
            (12 * 60_000 + 31_000, "12 min"),
            (60 * 60_000, "1 h"),
            (87 * 60_000, "1 h 27 min"),
        ];
        for (ms, text) in cases {
            assert_eq!(length(ms), text, "{ms}");
        }
    }

    #[test]
    fn times_beyond_the_calendar_are_empty() {
        assert_eq!(Clock::new(i32::MAX).day(i64::MAX), "");
    }
}
