//! The foot of a card: how many have answered, and the time that is left.

use super::row::Row;
use super::stack::{Space, align_lines};
use super::width::width;
use super::wrap::Prose;
use crate::deck::{Align, Look, Step};
use crate::theme::{Ink, Role};

/// What stands on a card's lower border, so that the card keeps its height whatever there is to say.
#[derive(Clone, Debug, Default)]
pub(super) struct Foot {
    /// Dots to fill and how many of them are filled; they are left out where they do not fit.
    pub(super) dots: Option<(usize, usize)>,
    /// At the left.
    pub(super) left: String,
    /// At the right.
    pub(super) right: String,
    /// Whether what stands at the right calls for attention.
    pub(super) is_urgent: bool,
}

impl Foot {
    /// The lower border of a card of that width, if all but the dots has room on it.
    pub(super) fn border(&self, cells: usize, from: Step) -> Option<Row> {
        /// `╰─`, `─╯`, the blanks around both texts, and some line between them.
        const AROUND: usize = 10;
        let line = Ink::of(Role::Dim);
        let used = width(&self.left) + width(&self.right) + AROUND;
        let free = cells.checked_sub(used)?;
        let mut row = Row::of("╰─", line, from);
        if !self.left.is_empty() {
            row.write(" ", line, from);
            if let Some((all, filled)) = self.dots.filter(|(all, _)| *all < free) {
                row.write(&"●".repeat(filled), Ink::of(Role::Accent), from);
                row.write(&"○".repeat(all.saturating_sub(filled)), line, from);
                row.write(" ", line, from);
            }
            row.write(&self.left, Ink::default(), from);
            row.write(" ", line, from);
        }
        let end = if self.right.is_empty() { 1 } else { width(&self.right) + 4 };
        let strokes = cells.saturating_sub(row.cells + end);
        row.write(&"─".repeat(strokes), line, from);
        if !self.right.is_empty() {
            row.write(" ", line, from);
            row.write(&self.right, self.right_ink(), from);
            row.write(" ─", line, from);
        }
        row.write("╯", line, from);
        Some(row)
    }

    /// The same as lines of their own.
    pub(super) fn rows(&self, space: Space<'_>) -> Vec<Row> {
        let mut rows = Prose::of(&self.left, Ink::default(), space.from).wrap(space.width);
        let right = Prose::of(&self.right, self.right_ink(), space.from).wrap(space.width);
        rows.extend(align_lines(right, Align::Right, space.width));
        rows
    }

    fn right_ink(&self) -> Ink {
        let role = if self.is_urgent { Role::Warning } else { Role::Text };
        Ink::of(role).with(Look::STRONG)
    }
}
