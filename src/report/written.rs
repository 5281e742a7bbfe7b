//! What was written down while the talk was given: decisions, actions, parked questions, notes.

use super::{FreeText, Material, polls, timeline};
use crate::capture::{Capture, Kind, State};

/// Something that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub text: String,
    /// Who owes it.
    pub owner: Option<String>,
    /// By when, as it was typed.
    pub due: Option<String>,
    /// Whether it is done or answered.
    pub is_settled: bool,
    /// What the slide is called on which it was written down.
    pub at: Option<String>,
}

/// Some of what was written down, under a heading of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What it is: `Decisions`.
    pub head: &'static str,
    /// A name for links to it.
    pub id: &'static str,
    /// Whether each is something to do.
    pub is_to_do: bool,
    /// All of it.
    pub written: Vec<Written>,
    /// What is left out.
    pub left_out: Option<String>,
}

/// What came of the session. Notes and quotes that belong to a discussion stand there.
pub(super) fn outcomes(material: &Material<'_>, homes: &[Option<&str>]) -> Vec<Outcome> {
    let some = |head, id, one, kinds: &[Kind]| {
        let is_listed = |capture: &Capture, home: Option<&str>| {
            kinds.contains(&capture.kind) && (!kinds.contains(&Kind::Note) || home.is_none())
        };
        let captures = material.captures.iter().zip(homes.iter().copied());
        let captures = captures.filter(|(capture, home)| is_listed(capture, *home));
        let captures: Vec<&Capture> = captures.map(|(capture, _)| capture).collect();
        let (written, left_out) = list(&captures, material, one);
        let is_to_do = kinds.iter().any(|kind| kind.is_owed());
        Outcome { head, id, is_to_do, written, left_out }
    };
    let all = [
        some("Decisions", "decisions", "decision", &[Kind::Decision]),
        some("Actions", "actions", "action", &[Kind::Action]),
        some("Parked questions", "questions", "question", &[Kind::Question]),
        some("Notes", "notes", "note", &[Kind::Note, Kind::Quote]),
    ];
    let is_any = |outcome: &Outcome| !outcome.written.is_empty() || outcome.left_out.is_some();
    all.into_iter().filter(is_any).collect()
}

/// What is told of some captures: dropped ones are not; where free text is left out, how many there are.
pub(super) fn list(
    captures: &[&Capture],
    material: &Material<'_>,
    what: &str,
) -> (Vec<Written>, Option<String>) {
    let kept = captures.iter().filter(|capture| capture.state != State::Dropped);
    match material.free {
        FreeText::Kept => (kept.map(|capture| written(capture, material)).collect(), None),
        FreeText::LeftOut => {
            let count = kept.count();
            (
                Vec::new(),
                (count > 0).then(|| {
                    format!("{} written down and left out here.", polls::were(count, what))
                }),
            )
        }
    }
}

fn written(capture: &Capture, material: &Material<'_>) -> Written {
    let slide = material.deck.and_then(|deck| deck.slides.get(deck.position(&capture.slide)?));
    let text = |text: &crate::safe_text::SafeText| text.as_str().to_owned();
    Written {
        kind: capture.kind,
        text: text(&capture.text),
        owner: capture.owner.as_ref().map(text),
        due: capture.due.as_ref().map(text),
        is_settled: capture.state == State::Settled,
        at: slide.map(|slide| timeline::title(slide).to_owned()),
    }
}
