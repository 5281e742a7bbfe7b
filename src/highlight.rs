//! Code to roles, line by line.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::theme::Role;

/// The roles of one line of code: how many bytes each run of one role takes, in order.
pub type ColouredLine = Vec<(Role, usize)>;

/// The code blocks that have been coloured so far. A page is laid out in plain code until its blocks
/// are among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Colours {
    blocks: HashMap<u64, Arc<[ColouredLine]>>,
}

impl Colours {
    /// The lines of a code block, if it has been coloured.
    pub fn get(&self, language: &str, source: &str) -> Option<&Arc<[ColouredLine]>> {
        self.blocks.get(&key(language, source))
    }
}

fn key(language: &str, source: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (language, source).hash(&mut hasher);
    hasher.finish()
}
