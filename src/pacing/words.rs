//! How a talk stands, in words: the one place for them.

use super::{Cut, Pace, PartPace};

/// A stretch of time as a clock shows it, without fractions: "3:20", "1:03:20".
pub fn clock(ms: i64) -> String {
    let seconds = ms.unsigned_abs() / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        return format!("{hours}:{minutes:02}:{seconds:02}");
    }
    format!("{minutes}:{seconds:02}")
}

impl Pace {
    /// "3:20 behind", "1:10 ahead", "on time".
    pub fn standing(&self) -> String {
        match (self.is_late(), self.is_ahead()) {
            (true, _) => format!("{} behind", clock(self.late_ms)),
            (_, true) => format!("{} ahead", clock(self.late_ms)),
            _ => "on time".to_owned(),
        }
    }

    /// "12:40 of 45:00 · 3:20 behind".
    pub fn summary(&self) -> String {
        let (elapsed, length) = (clock(self.elapsed_ms), clock(self.length_ms));
        format!("{elapsed} of {length} · {}", self.standing())
    }

    /// When it will end, where that is not as planned: "ends at 48:20 instead of 45:00".
    pub fn ending(&self) -> Option<String> {
        let is_off = self.is_late() || self.is_ahead();
        let (ends, length) = (clock(self.ends_ms()), clock(self.length_ms));
        is_off.then(|| format!("ends at {ends} instead of {length}"))
    }

    /// The same and what the key for skipping does: "… · 3:20 behind · S skips “Two centrals”". For a single line.
    pub fn hint(&self) -> String {
        let next = match self.cut.slides.as_slice() {
            [] if self.is_late() => " · nothing left to skip".to_owned(),
            [] => String::new(),
            [next, ..] => format!(" · S skips “{}”", next.title),
        };
        format!("{}{next}", self.summary())
    }

    /// What to do about a delay: "skip “Two centrals” and “Snapshot”", and whether that is enough. None while there is
    /// nothing to do.
    pub fn advice(&self) -> Option<String> {
        self.is_late().then(|| self.cut.advice())
    }
}

impl PartPace {
    /// "Definitions (2/8): 3:10 of 6:30 left", or "0:40 over its 6:30".
    pub fn standing(&self) -> String {
        let Self { title, number, parts, length_ms, spent_ms, .. } = self;
        let (left, length) = (length_ms - spent_ms, clock(*length_ms));
        let left = if left < 0 {
            format!("{} over its {length}", clock(left))
        } else {
            format!("{} of {length} left", clock(left))
        };
        format!("{title} ({number}/{parts}): {left}")
    }
}

impl Cut {
    fn advice(&self) -> String {
        let over = clock(self.over_ms);
        let named: Vec<String> =
            self.slides.iter().map(|skip| format!("“{}”", skip.title)).collect();
        let list = match named.as_slice() {
            [] => return format!("no slide is left to skip: {over} over"),
            [only] => only.clone(),
            [before @ .., last] => format!("{} and {last}", before.join(", ")),
        };
        if self.over_ms > 0 {
            return format!("skip {list}: still {over} over");
        }
        format!("skip {list}")
    }
}
