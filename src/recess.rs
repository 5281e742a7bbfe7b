//! A break: when it began, when the room is to be back, and how a speaker says so.

/// A break under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recess {
    /// When it began, in milliseconds since 1970 in UTC.
    pub began_ms: i64,
    /// When the room is to be back, the same.
    pub ends_ms: i64,
}

/// A break longer than this many minutes is a slip of the finger.
pub const LONGEST: u32 = 12 * 60;

const MINUTE: i64 = 60_000;

impl Recess {
    /// A break of so many minutes from now on.
    pub fn minutes(minutes: u32, now_ms: i64) -> Self {
        Self { began_ms: now_ms, ends_ms: now_ms.saturating_add(i64::from(minutes) * MINUTE) }
    }

    /// What a speaker typed: minutes, `10`, or the time at which to be back, `10:45`. The clock on the wall is so
    /// many seconds ahead of UTC. The error is a sentence.
    pub fn typed(text: &str, now_ms: i64, utc_offset: i32) -> Result<Self, String> {
        let text = text.trim();
        let Some((hour, minute)) = text.split_once(':') else {
            let minutes = text.parse().ok().filter(|minutes| (1..=LONGEST).contains(minutes));
            let wanted = format!("Type minutes, from 1 to {LONGEST}, or a time such as 10:45");
            return Ok(Self::minutes(minutes.ok_or(wanted)?, now_ms));
        };
        let part = |text: &str, most: i64| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            let number =
                Some(text).filter(|text| digits && (1..=2).contains(&text.len()))?.parse().ok();
            number.filter(|number| (0..=most).contains(number))
        };
        let time = part(hour, 23).zip(part(minute, 59)).filter(|_| minute.len() == 2);
        let (hour, minute) =
            time.ok_or_else(|| format!("`{text}` is no time of day: type one such as 10:45"))?;
        let day = 24 * 60 * MINUTE;
        let local_ms = now_ms.saturating_add(i64::from(utc_offset) * 1_000);
        let until = ((hour * 60 + minute) * MINUTE - local_ms).rem_euclid(day);
        if until > i64::from(LONGEST) * MINUTE || until == 0 {
            return Err(format!("{text} has passed: type a time that is still to come"));
        }
        Ok(Self { began_ms: now_ms, ends_ms: now_ms.saturating_add(until) })
    }

    /// The break with a minute more, from now on if it is over.
    #[must_use]
    pub fn extended(self, now_ms: i64) -> Self {
        Self { ends_ms: self.ends_ms.max(now_ms).saturating_add(MINUTE), ..self }
    }

    /// When to be back on the clock on the wall, which is so many seconds ahead of UTC, to the nearest minute:
    /// `10:45`.
    pub fn back_at(self, utc_offset: i32) -> String {
        let local = self.ends_ms.saturating_add(i64::from(utc_offset) * 1_000);
        let minutes = local.saturating_add(MINUTE / 2).div_euclid(MINUTE).rem_euclid(24 * 60);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 10:30:20 UTC on some day.
    const NOW: i64 = 1_700_000_000_000 - 1_700_000_000_000 % 86_400_000 + 37_820_000;

    #[test]
    fn minutes_or_a_time_say_when_to_be_back() {
        let back = |text, offset| Recess::typed(text, NOW, offset).unwrap().back_at(offset);
        assert_eq!(back("10", 0), "10:40");
        assert_eq!(back(" 10:45 ", 0), "10:45");
        assert_eq!(back("11:45", 3_600), "11:45");
        assert_eq!(back("4:05", -23_400), "04:05");
        assert_eq!(back("22:30", 0), "22:30");
        assert_eq!(Recess::typed("10:45", NOW, 0).unwrap().ends_ms - NOW, 880_000);
    }

    #[test]
    fn what_is_no_time_is_refused_with_a_sentence() {
        let why = |text| Recess::typed(text, NOW, 0).unwrap_err();
        for text in ["", "0", "721", "x", "-5"] {
            assert_eq!(why(text), "Type minutes, from 1 to 720, or a time such as 10:45", "{text}");
        }
        for text in ["24:00", "10:60", "10:5", ":30", "10:", "1:2:3", "+1:00"] {
            assert!(why(text).ends_with("type one such as 10:45"), "{text}");
        }
        assert_eq!(why("10:30"), "10:30 has passed: type a time that is still to come");
    }

    #[test]
    fn a_minute_more_is_counted_from_now_once_it_is_over() {
        let recess = Recess::minutes(1, 0);
        assert_eq!(recess.extended(30_000).ends_ms, 120_000);
        assert_eq!(recess.extended(90_000).ends_ms, 150_000);
    }
}
