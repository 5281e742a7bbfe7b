//! What the bottom row of the stage says, and where: section, progress, position, clock.

use std::ops::Range;

use super::App;
use crate::layout;

/// The footer's parts, each with the column at which it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Footer {
    /// The section's title, or the number being typed.
    pub title: (u16, String),
    /// The columns of the progress bar, where there is room for one.
    pub bar: Option<Range<u16>>,
    /// How many of the bar's columns lie behind the talk.
    pub filled: u16,
    /// The phase and the time of a discussion that runs on another slide; empty without one.
    pub elsewhere: (u16, String),
    /// Whether that time is short.
    pub is_short: bool,
    /// The slide's number and how many there are.
    pub position: (u16, String),
    /// The time of day, if a clock is to be shown.
    pub clock: (u16, String),
}

/// The shortest bar that tells anything.
const SHORTEST_BAR: u16 = 8;

impl App {
    /// The footer for the screen as it is.
    pub fn footer(&self) -> Footer {
        let Some(area) = self.areas().footer else { return Footer::default() };
        let (mut left, mut right) = (area.x, area.x + area.size.width);
        let slides = self.deck.slides.len();
        let total = if self.whole { slides.to_string() } else { "…".to_owned() };
        let mut footer = Footer::default();
        if let Some(clock) = self.clock().filter(|_| area.size.width >= 30) {
            right = right.saturating_sub(layout::columns(&clock));
            footer.clock = (right, clock);
            right = right.saturating_sub(3);
        }
        let position = format!("{}/{total}", self.slide + 1);
        right = right.saturating_sub(layout::columns(&position));
        footer.position = (right, position);
        right = right.saturating_sub(2);
        if let Some((text, is_short)) = self.clock_elsewhere() {
            let text = layout::clip(&text, usize::from(right.saturating_sub(left)));
            right = right.saturating_sub(layout::columns(&text));
            (footer.elsewhere, footer.is_short) = ((right, text), is_short);
            right = right.saturating_sub(3);
        }
        let title = match self.count {
            Some(count) => format!("go to {count}_"),
            None => self.deck.section_of(self.slide).map(|s| s.title.clone()).unwrap_or_default(),
        };
        let room = right.saturating_sub(left);
        let title = layout::clip(&title, usize::from(room.min((area.size.width / 3).max(16))));
        let taken = layout::columns(&title);
        footer.title = (left, title);
        left += taken + u16::from(taken > 0) * 2;
        if right >= left + SHORTEST_BAR {
            footer.bar = Some(left..right);
            let width = usize::from(right - left);
            // The first slide has something behind it, the last one all.
            let filled = width * (self.slide + 1) / slides.max(1);
            footer.filled = u16::try_from(filled.max(1)).unwrap_or(u16::MAX);
        }
        footer
    }

    /// The local time, to the minute.
    fn clock(&self) -> Option<String> {
        let now = self.now?;
        let minutes = (now.unix_ms / 1_000 + i64::from(now.utc_offset)).div_euclid(60);
        let of_day = minutes.rem_euclid(24 * 60);
        Some(format!("{:02}:{:02}", of_day / 60, of_day % 60))
    }
}
