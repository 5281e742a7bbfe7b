//! What was written down, on the wire.

use serde::{Deserialize, Serialize};

use super::safe;
use crate::capture::{self, Kind, State};
use crate::safe_text::SafeText;

/// As [`capture::Capture`].
#[derive(Serialize, Deserialize)]
pub(super) struct Capture {
    id: i64,
    kind: String,
    text: String,
    owner: Option<String>,
    due: Option<String>,
    slide: String,
    at_ms: i64,
    state: String,
}

impl Capture {
    pub(super) fn of(capture: &capture::Capture) -> Self {
        let text = |text: &SafeText| text.as_str().to_owned();
        Self {
            id: capture.id,
            kind: capture.kind.name().to_owned(),
            text: text(&capture.text),
            owner: capture.owner.as_ref().map(text),
            due: capture.due.as_ref().map(text),
            slide: capture.slide.clone(),
            at_ms: capture.at_ms,
            state: capture.state.name().to_owned(),
        }
    }

    /// A kind or state of a later version is taken for the plainest.
    pub(super) fn capture(self) -> capture::Capture {
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == self.kind);
        let state = State::ALL.into_iter().find(|state| state.name() == self.state);
        capture::Capture {
            id: self.id,
            kind: kind.unwrap_or_default(),
            text: SafeText::new(&self.text),
            owner: self.owner.as_deref().map(SafeText::new),
            due: self.due.as_deref().map(SafeText::new),
            slide: safe(&self.slide),
            at_ms: self.at_ms,
            state: state.unwrap_or_default(),
        }
    }
}
