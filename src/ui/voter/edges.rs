//! What the boxes around keys and points are drawn of: light, and heavy for what is picked.

/// Corners to the left and right, side and stroke.
pub(super) struct Edges {
    top: (&'static str, &'static str),
    bottom: (&'static str, &'static str),
    pub(super) side: &'static str,
    stroke: &'static str,
}

const OPEN: Edges =
    Edges { top: ("╭", "╮"), bottom: ("╰", "╯"), side: "│", stroke: "─" };
const PICKED: Edges =
    Edges { top: ("┏", "┓"), bottom: ("┗", "┛"), side: "┃", stroke: "━" };

impl Edges {
    pub(super) fn of(is_picked: bool) -> &'static Self {
        if is_picked { &PICKED } else { &OPEN }
    }

    /// The upper edge of a box with so many columns inside.
    pub(super) fn above(&self, columns: usize) -> String {
        format!("{}{}{}", self.top.0, self.stroke.repeat(columns), self.top.1)
    }

    /// Its lower edge.
    pub(super) fn below(&self, columns: usize) -> String {
        format!("{}{}{}", self.bottom.0, self.stroke.repeat(columns), self.bottom.1)
    }
}
