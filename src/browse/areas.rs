//! Where things stand: the list above the picked point, or all about that point, or the field for an answer.

use std::ops::Range;

use crate::layout::Size;

/// The parts of the screen. Rows and columns are counted from 0; an empty range has no room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Areas {
    /// The columns between the margins.
    pub columns: Range<u16>,
    /// The row of the heading.
    pub head: u16,
    /// The rows of the list.
    pub list: Range<u16>,
    /// The rows of the picked point, below a rule.
    pub detail: Range<u16>,
    /// The rows for all about a point, for the help, or for prompt and field: all but heading and foot.
    pub page: Range<u16>,
    /// The row of the keys.
    pub foot: u16,
}

/// Longer lines are hard to read.
const WIDEST: u16 = 112;

/// Divides a screen for a list of so many points.
pub fn areas(size: Size, points: usize) -> Areas {
    let margin = match size.width {
        0..40 => 0,
        40..60 => 1,
        60.. => 2.max(size.width.saturating_sub(WIDEST) / 2),
    };
    let spacious = size.height >= 16;
    let head = u16::from(spacious);
    let foot = size.height.saturating_sub(1);
    let top = (head + 1 + u16::from(spacious)).min(foot);
    let bottom = foot.saturating_sub(u16::from(spacious)).max(top);
    let room = bottom - top;
    let detail = if room < 6 { 0 } else { (room * 2 / 5).clamp(3, 12) };
    let most = room.saturating_sub(if detail == 0 { 0 } else { detail + 1 });
    let listed = u16::try_from(points.max(1)).unwrap_or(u16::MAX).min(most);
    let below = if detail == 0 { bottom } else { top + listed + 1 };
    Areas {
        columns: margin..size.width.saturating_sub(margin),
        head,
        list: top..top + listed,
        detail: below.min(bottom)..bottom,
        page: top..bottom,
        foot,
    }
}

impl Areas {
    /// How many columns lie between the margins.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// The columns and rows of the field for an answer below a prompt of so many lines. The last column is the
    /// cursor's.
    pub fn field(&self, prompt: usize) -> (usize, usize) {
        let rows = self.page.len().saturating_sub(self.prompt(prompt) + 1);
        (self.width().saturating_sub(1).max(1), rows.max(1))
    }

    /// How many of a prompt's lines have room above the field.
    pub fn prompt(&self, lines: usize) -> usize {
        lines.min(self.page.len() / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_part_stays_on_any_screen(width in 0..300_u16, height in 0..100_u16, points in 0_usize..60) {
            let areas = areas(Size { width, height }, points);
            proptest::prop_assert!(areas.columns.end <= width);
            for rows in [&areas.list, &areas.detail, &areas.page] {
                proptest::prop_assert!(rows.start <= rows.end && rows.end <= areas.foot.max(1), "{:?}", areas);
            }
            proptest::prop_assert!(areas.detail.is_empty() || areas.detail.start > areas.list.end);
        }
    }
}
