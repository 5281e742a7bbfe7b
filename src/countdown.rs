//! A time that runs down, may be paused and may be extended. It is held against a time that is given, and reads no clock.

use std::time::Duration;

/// The time that a round, or a phase of a discussion, has left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Countdown {
    /// It lasts until the speaker ends it.
    #[default]
    None,
    /// It is over at this time, in milliseconds since 1970 in UTC.
    Until(i64),
    /// It is paused with so many milliseconds left.
    Paused(i64),
}

impl Countdown {
    /// The milliseconds left at a time, never below 0; none without a countdown.
    pub fn left(self, now_ms: i64) -> Option<i64> {
        match self {
            Self::None => None,
            Self::Until(end) => Some(end.saturating_sub(now_ms).max(0)),
            Self::Paused(left) => Some(left.max(0)),
        }
    }

    /// The countdown with so many milliseconds more; one that had none, or has run out, gets that much from now on.
    #[must_use]
    pub fn extended(self, by_ms: i64, now_ms: i64) -> Self {
        match self {
            Self::None => Self::Until(now_ms.saturating_add(by_ms)),
            Self::Until(end) => Self::Until(end.max(now_ms).saturating_add(by_ms)),
            Self::Paused(left) => Self::Paused(left.max(0).saturating_add(by_ms)),
        }
    }

    /// Paused if it ran, running if it was paused.
    #[must_use]
    pub fn toggled(self, now_ms: i64) -> Self {
        match self {
            Self::None => Self::None,
            Self::Until(end) => Self::Paused(end.saturating_sub(now_ms).max(0)),
            Self::Paused(left) => Self::Until(now_ms.saturating_add(left)),
        }
    }

    /// How many milliseconds ago its time was over; none while there is some left, or where there is no end.
    pub fn over(self, now_ms: i64) -> Option<i64> {
        match self {
            Self::Until(end) if end <= now_ms => Some(now_ms.saturating_sub(end)),
            Self::None | Self::Until(_) | Self::Paused(_) => None,
        }
    }

    /// The time until it shows another second, a begun one counting as a whole one; after its end, until it is another
    /// second over. None while it stands still.
    pub fn next_change(self, now_ms: i64) -> Option<Duration> {
        let Self::Until(end) = self else { return None };
        let wait = match end.saturating_sub(now_ms) {
            left @ 1.. => left.min(left.saturating_add(999) % 1_000 + 1),
            over => 1_000 + over % 1_000,
        };
        u64::try_from(wait).ok().map(Duration::from_millis)
    }
}

/// Milliseconds as minutes and seconds, a begun second as a whole one: `1:02`.
pub fn clock(ms: i64) -> String {
    let seconds = ms.max(0).saturating_add(999) / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_countdown_that_ran_out_is_extended_from_now() {
        assert_eq!(Countdown::Until(1_000).left(5_000), Some(0));
        assert_eq!(Countdown::Until(1_000).extended(30_000, 5_000).left(5_000), Some(30_000));
        assert_eq!(Countdown::None.extended(30_000, 5_000).left(5_000), Some(30_000));
        assert_eq!(Countdown::None.left(5_000), None);
    }

    #[test]
    fn a_clock_counts_begun_seconds() {
        let shown = [0, 1, 1_000, 61_001, 3_600_000].map(clock);
        assert_eq!(shown, ["0:00", "0:01", "0:01", "1:02", "60:00"]);
    }

    #[test]
    fn it_changes_with_every_second_before_its_end_and_after_it() {
        let at = |now| Countdown::Until(2_000).next_change(now).unwrap().as_millis();
        assert_eq!(
            [0, 1, 999, 1_500, 2_000, 2_001, 3_000].map(at),
            [1_000, 999, 1, 500, 1_000, 999, 1_000]
        );
        assert_eq!(Countdown::Paused(5).next_change(0), None);
    }

    fn countdown() -> impl Strategy<Value = Countdown> {
        prop_oneof![
            Just(Countdown::None),
            (-9_999..9_999_i64).prop_map(Countdown::Until),
            (0..9_999_i64).prop_map(Countdown::Paused),
        ]
    }

    proptest! {
        #[test]
        fn pausing_and_running_again_loses_no_time(
            countdown in countdown(), now in -9_999..9_999_i64, pause in 0..9_999_i64
        ) {
            let paused = countdown.toggled(now);
            prop_assert_eq!(paused.left(now), countdown.left(now));
            if let Countdown::Paused(_) = paused {
                prop_assert_eq!(paused.toggled(now + pause).left(now + pause), countdown.left(now));
            }
        }

        #[test]
        fn what_is_shown_stays_until_it_changes(end in 0..9_999_i64, now in 0..20_000_i64) {
            let countdown = Countdown::Until(end);
            let shown = |now| match countdown.over(now) {
                Some(over) => clock(over / 1_000 * 1_000),
                None => clock(countdown.left(now).unwrap()),
            };
            let wait = i64::try_from(countdown.next_change(now).unwrap().as_millis()).unwrap();
            prop_assert_eq!(shown(now), shown(now + wait - 1));
            prop_assert_eq!(countdown.over(now).is_some(), countdown.over(now + wait - 1).is_some());
        }

        #[test]
        fn an_extension_adds_what_it_says(
            countdown in countdown(), now in -9_999..9_999_i64, by in 0..9_999_i64
        ) {
            let before = countdown.left(now).unwrap_or(0);
            prop_assert_eq!(countdown.extended(by, now).left(now), Some(before + by));
        }
    }
}
