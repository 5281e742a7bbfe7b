//! Speaker notes, found by the id of their slide.

use crate::deck::Block;
use crate::diagnostic::{Diagnostic, Place};

/// The notes of one slide.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteFor {
    /// The slide's id.
    pub id: String,
    /// The notes.
    pub blocks: Vec<Block>,
    /// Where they begin.
    pub place: Place,
}

/// Reads a file of notes.
pub fn parse(_text: &str, _file: &str) -> (Vec<NoteFor>, Vec<Diagnostic>) {
    (Vec::new(), Vec::new())
}
