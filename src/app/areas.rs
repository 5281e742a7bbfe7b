//! Where things stand on the stage: margins, the slide's body, notes, the footer.

use crate::layout::Size;

/// A rectangle of the screen, in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Columns from the left edge.
    pub x: u16,
    /// Rows from the top edge.
    pub y: u16,
    /// Its measure.
    pub size: Size,
}

/// The parts of the stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The slide's own part.
    pub body: Area,
    /// The row under the body that says what lies below; it may be the footer's where there is no
    /// room for its own.
    pub more: u16,
    /// The notes, when they are shown, with a rule above them.
    pub notes: Option<Area>,
    /// The bottom row, unless the slide does without.
    pub footer: Option<Area>,
}

/// The row at which the lines of a list begin, below its heading.
pub const LIST_TOP: usize = 3;

/// How many lines of a list a screen has room for: all but its heading and its foot.
pub fn list_height(size: Size) -> usize {
    usize::from(size.height).saturating_sub(LIST_TOP + 2).max(1)
}

/// Lines longer than this are hard to read from the last row.
const WIDEST: u16 = 112;

/// Divides a screen. With `notes` the lower third or so is theirs.
pub fn areas(size: Size, footer: bool, notes: bool) -> Areas {
    let margin = match size.width {
        0..20 => 0,
        20..60 => 1,
        60.. => 2.max(size.width.saturating_sub(WIDEST) / 2),
    };
    let width = size.width.saturating_sub(2 * margin);
    let part = |y: u16, height: u16| Area { x: margin, y, size: Size { width, height } };
    let spacious = size.height >= 16;
    let top = u16::from(spacious);
    // The last row is the footer's, the one above it stays empty or says that there is more.
    let foot = u16::from(footer && size.height > 1);
    let gap = u16::from(size.height >= 8);
    let for_notes = if notes { (size.height * 2 / 5).max(4).min(size.height / 2) } else { 0 };
    let height = size.height.saturating_sub(top + gap + foot + for_notes);
    let below = top + height;
    let notes_area = (for_notes > 1).then(|| part(below + gap + 1, for_notes - 1));
    Areas {
        body: part(top, height),
        more: below.min(size.height.saturating_sub(1)),
        notes: notes_area,
        footer: (foot > 0).then(|| part(size.height - 1, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_screen_leaves_seventy_six_columns_by_twenty_one_rows() {
        let areas = areas(Size { width: 80, height: 24 }, true, false);
        assert_eq!(areas.body, Area { x: 2, y: 1, size: Size { width: 76, height: 21 } });
        assert_eq!(areas.footer.unwrap().y, 23);
        assert_eq!(areas.more, 22);
    }

    #[test]
    fn lines_do_not_grow_with_a_wide_screen() {
        let areas = areas(Size { width: 200, height: 50 }, true, false);
        assert_eq!((areas.body.x, areas.body.size.width), (44, 112));
    }

    proptest::proptest! {
        #[test]
        fn every_part_stays_on_any_screen(width in 0..300_u16, height in 0..100_u16, footer: bool, notes: bool) {
            let areas = areas(Size { width, height }, footer, notes);
            for part in [Some(areas.body), areas.notes, areas.footer].into_iter().flatten() {
                assert!(part.x + part.size.width <= width, "{areas:?}");
                assert!(part.y + part.size.height <= height, "{areas:?}");
            }
        }
    }
}
