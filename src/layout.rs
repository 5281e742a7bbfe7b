//! Blocks to lines: a slide, laid out for a size.
//!
//! The only module that knows how wide text is.

use std::ops::Range;

use crate::deck::{Slide, Step};
use crate::highlight::Colours;
use crate::theme::Ink;

/// The measure of a screen or of a part of it, in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// All that a page depends on besides its slide.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The step to show, from 1; more than the slide has means its last.
    pub step: Step,
    /// The room there is.
    pub size: Size,
    /// The highlighting done so far.
    pub colours: &'a Colours,
}

/// A slide, laid out: lines of inked text, as many as it needs, perhaps more than there is room for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The lines, from the top of the room.
    pub lines: Vec<Line>,
    /// The lines that the step shown has brought, if any.
    pub revealed: Option<Range<usize>>,
}

/// One line of a page, from its left edge; never wider than the room it was laid out for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its runs, from left to right.
    pub runs: Vec<Run>,
}

/// Text of one ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Free of control characters.
    pub text: String,
    /// How it looks.
    pub ink: Ink,
}

/// Lays out a slide. What a later step will bring keeps its room, so that nothing moves when it comes.
pub fn lay_out(_slide: &Slide, _view: &View<'_>) -> Page {
    Page::default()
}
