//! A screenful of cells, and which of its rows have anything on them.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use crate::layout::Size;

/// The cells of a screen. A row that was never drawn on holds nothing but the ground: to know that spares
/// most of the work of a key, which is to walk through some hundred kilobytes of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    buffer: Buffer,
    ground: Cell,
    drawn: Vec<bool>,
}

impl Frame {
    /// Makes it a screen of this measure with nothing on it. The memory is kept.
    pub(super) fn clear(&mut self, size: Size, ground: Cell) {
        let area = Rect::new(0, 0, size.width, size.height);
        if area == self.buffer.area && ground == self.ground {
            let rows = self.buffer.content.chunks_mut(usize::from(size.width).max(1));
            for (row, drawn) in rows.zip(&mut self.drawn).filter(|(_, drawn)| **drawn) {
                row.fill(ground.clone());
                *drawn = false;
            }
            return;
        }
        self.buffer.resize(area);
        self.buffer.content.fill(ground.clone());
        self.ground = ground;
        self.drawn.clear();
        self.drawn.resize(usize::from(size.height), false);
    }

    /// The measure of the screen.
    pub fn size(&self) -> Size {
        Size { width: self.buffer.area.width, height: self.buffer.area.height }
    }

    /// The cells of a row, from the left.
    pub(super) fn row(&self, y: u16) -> &[Cell] {
        let width = usize::from(self.buffer.area.width);
        let start = usize::from(y) * width;
        self.buffer.content.get(start..start + width).unwrap_or_default()
    }

    /// A cell to draw on, if the screen has it.
    pub(super) fn cell(&mut self, x: u16, y: u16) -> Option<&mut Cell> {
        if let Some(drawn) = self.drawn.get_mut(usize::from(y)) {
            *drawn = true;
        }
        self.buffer.cell_mut((x, y))
    }

    /// Whether a row is the same as on another screen because neither has anything on it.
    pub(super) fn is_bare_as_on(&self, other: &Self, y: u16) -> bool {
        let bare = |frame: &Self| frame.drawn.get(usize::from(y)) == Some(&false);
        bare(self) && bare(other) && self.ground == other.ground
    }
}
