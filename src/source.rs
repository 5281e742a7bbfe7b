//! Where a deck comes from: a folder, a file, standard input, or the program itself.

use std::path::{Path, PathBuf};

use crate::deck::Deck;
use crate::diagnostic::Diagnostic;

/// A place that holds a deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The talk that is compiled in.
    BuiltIn,
    /// A folder with a manifest.
    Folder(PathBuf),
    /// One markdown file.
    File(PathBuf),
    /// Standard input, read once.
    Text(Vec<u8>),
}

/// How much of a deck to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Enough for the first slide, and no more where the deck is long.
    Head,
    /// All of it.
    Whole,
}

/// A deck that has been read.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The deck.
    pub deck: Deck,
    /// What is wrong with its text.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether this is all of it. If not, its last slide may be cut short and others are missing.
    pub whole: bool,
}

impl Source {
    /// Finds the deck that an argument names; none means the built-in talk, `-` standard input.
    /// The error is a sentence.
    pub fn find(_argument: Option<&Path>) -> Result<Self, String> {
        Ok(Self::BuiltIn)
    }

    /// Reads it. The error is a sentence.
    pub fn load(&self, _extent: Extent) -> Result<Loaded, String> {
        Err("not yet".to_owned())
    }
}
