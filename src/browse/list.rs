//! The list of points: what narrows it, which line is picked, which lines are in sight.

/// The list, what was typed, and the picked line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// What was typed.
    pub query: String,
    /// Whether letters are text.
    pub typing: bool,
    /// The indices of the points listed.
    pub rows: Vec<usize>,
    /// The index of the picked line.
    pub selected: usize,
    /// The index of the first line on the screen.
    pub top: usize,
}

impl List {
    /// The index of the picked point.
    pub fn picked(&self) -> Option<usize> {
        self.rows.get(self.selected).copied()
    }

    /// Lists other points, the first picked.
    pub(super) fn fill(&mut self, rows: Vec<usize>) {
        (self.rows, self.selected, self.top) = (rows, 0, 0);
    }

    /// Picks a point, if it is listed.
    pub(super) fn pick(&mut self, point: Option<usize>, height: usize) {
        let line = self.rows.iter().position(|row| Some(*row) == point);
        self.selected = line.unwrap_or(self.selected);
        self.keep_in_sight(height);
    }

    /// Moves the pick by some lines and keeps it on a screen of `height` lines.
    pub(super) fn move_by(&mut self, lines: isize, height: usize) {
        let last = self.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(lines).min(last);
        self.keep_in_sight(height);
    }

    /// Shows the part of the list that holds the picked line.
    pub(super) fn keep_in_sight(&mut self, height: usize) {
        let height = height.max(1);
        let lowest = (self.selected + 1).saturating_sub(height);
        self.top = self.top.clamp(lowest, self.selected.max(lowest));
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }
}
