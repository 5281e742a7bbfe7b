//! Blocks to lines: a slide, laid out for a size.
//!
//! The only module that knows how wide text is.

use std::ops::Range;

use crate::deck::{Block, Slide, Step};
use crate::highlight::Colours;
use crate::theme::{Ground, Ink};

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

/// Lays out blocks that stand alone, such as speaker notes: no banner, no footnotes.
pub fn lay_out_blocks(_blocks: &[Block], _view: &View<'_>) -> Page {
    Page::default()
}

/// How many columns a text takes on a terminal.
pub fn width(_text: &str) -> usize {
    0
}

/// The text, ended by `…` where it is wider than that many columns.
pub fn clip(text: &str, _width: usize) -> String {
    text.to_owned()
}

/// The characters as a reader sees them, each with the columns it takes: 1 or 2.
pub fn graphemes(_text: &str) -> impl Iterator<Item = (&str, u16)> {
    std::iter::empty()
}

impl Line {
    /// Whether there is nothing to see on it.
    pub fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.ink.ground == Ground::Slide && run.text.trim().is_empty())
    }
}
