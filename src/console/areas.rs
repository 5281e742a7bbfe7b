//! Where things stand on the console. Where there is little room, what is missed least goes first: the votes beside
//! the notes, then the slide that the room sees anyway, then the next step. The notes stay.

use crate::app::areas::Area;
use crate::layout::Size;

/// From so many columns on, two things stand side by side.
const WIDE: u16 = 72;

/// Lines of notes longer than this are hard to read at a glance.
const WIDEST_NOTES: u16 = 96;

/// Fewer rows than this are no slide.
const LEAST: u16 = 4;

/// The parts of the console. Above each part is a row for its title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The row that says where the talk is.
    pub head: Option<Area>,
    /// The slide as the room sees it.
    pub now: Option<Area>,
    /// What comes next.
    pub next: Option<Area>,
    /// The notes.
    pub notes: Area,
    /// What stands beside the notes.
    pub side: Option<Area>,
    /// The bottom row.
    pub foot: Area,
}

/// Divides a screen, with or without something beside the notes.
pub fn areas(size: Size, with_side: bool) -> Areas {
    let Size { width, height } = size;
    let row = |y| Area { x: 0, y, size: Size { width, height: 1 } };
    let head = (height >= 5).then(|| row(0));
    let top = u16::from(head.is_some());
    let foot = row(height.saturating_sub(1));
    let body = height.saturating_sub(1 + top);
    // Each part has a row for its title.
    let upper = if body * 45 / 100 > LEAST { body * 45 / 100 } else { 0 };
    let wide = width >= WIDE;
    let (now, next) = match (upper, wide) {
        (0, _) => (None, None),
        (_, true) => {
            let (left, right) = halves(width, width * 47 / 100, top + 1, upper - 1);
            (Some(left), Some(right))
        }
        (_, false) => (None, Some(part(0, width, top + 1, upper - 1))),
    };
    let (y, rows) = (top + upper + 1, body.saturating_sub(upper + 1));
    let (notes, side) = if wide && with_side {
        let (notes, side) = halves(width, width * 11 / 20, y, rows);
        (notes, Some(side))
    } else {
        (part(0, width, y, rows), None)
    };
    let width = notes.size.width.min(WIDEST_NOTES);
    let notes = Area { size: Size { width, ..notes.size }, ..notes };
    Areas { head, now, next, notes, side, foot }
}

/// Two parts with a line between them, the left one so wide with its margins.
fn halves(width: u16, left: u16, y: u16, height: u16) -> (Area, Area) {
    (part(0, left, y, height), part(left + 1, width.saturating_sub(left + 1), y, height))
}

/// A part with a margin on both sides.
fn part(x: u16, width: u16, y: u16, height: u16) -> Area {
    let margin = u16::from(width > 2);
    Area { x: x + margin, y, size: Size { width: width.saturating_sub(2 * margin), height } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missed_least_goes_first() {
        let at = |width, height| areas(Size { width, height }, true);
        let common = at(80, 24);
        assert!(common.now.is_some() && common.next.is_some() && common.side.is_some());
        let narrow = at(60, 20);
        assert!(narrow.now.is_none() && narrow.next.is_some() && narrow.side.is_none());
        let low = at(60, 10);
        assert!(low.next.is_none() && low.notes.size.height >= 6);
    }

    proptest::proptest! {
        #[test]
        fn every_part_stays_on_any_screen(width in 0..300_u16, height in 0..100_u16, side: bool) {
            let areas = areas(Size { width, height }, side);
            let parts = [areas.head, areas.now, areas.next, Some(areas.notes), areas.side];
            for part in parts.into_iter().flatten().filter(|part| part.size.height > 0) {
                assert!(part.x + part.size.width <= width, "{areas:?}");
                assert!(part.y + part.size.height < height.max(1), "{areas:?}");
            }
        }
    }
}
