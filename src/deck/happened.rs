//! The block that a talk's last slide is made of: what happened in the talk itself.

/// What a block of what happened shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// The polls to set side by side; where empty, the first one revealed and the last one that asks the same.
    pub compare: Vec<String>,
    /// Whether the questions that are parked, and the actions, stand there too.
    pub parked: bool,
}
