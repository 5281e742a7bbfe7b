//! What a console is told on the wire: the large parts only where they have changed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{State, Told, captures, deck, discussion, line, safe, votes};
use crate::app::Place;
use crate::app::status::{Backstage, ConsoleAt, Shown, Status};

/// As [`Backstage`].
#[derive(Serialize, Deserialize)]
pub(super) struct Stage {
    shown: String,
    next: Option<Next>,
    theme: String,
    notice: Option<String>,
    unusable: Option<String>,
    #[serde(default)]
    discussion: Option<discussion::Standing>,
    #[serde(default, rename = "break")]
    recess: Option<discussion::Recess>,
    /// Missing where they are as before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    votes: Option<Vec<votes::Counted>>,
    /// The same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    captures: Option<Vec<captures::Capture>>,
    /// The same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deck: Option<deck::Deck>,
}

/// As [`Place`].
#[derive(Serialize, Deserialize)]
struct Next {
    slide: String,
    step: u16,
}

/// Where the talk is, what its consoles are told besides, and who they are.
pub(in crate::remote) fn stage(
    status: &Status,
    backstage: &Backstage,
    before: Option<&Backstage>,
    consoles: &[ConsoleAt],
) -> String {
    line(&Told {
        state: Some(State::of(status)),
        stage: Some(Stage::of(backstage, before)),
        consoles: Some(consoles.iter().map(At::of).collect()),
        ..Told::default()
    })
}

impl Stage {
    fn of(backstage: &Backstage, before: Option<&Backstage>) -> Self {
        let has_votes = before.is_some_and(|it| Arc::ptr_eq(&it.votes, &backstage.votes));
        let has_deck = before.is_some_and(|it| Arc::ptr_eq(&it.texts, &backstage.texts));
        let has_captures = before.is_some_and(|it| Arc::ptr_eq(&it.captures, &backstage.captures));
        let rounds = || backstage.votes.rounds.iter().map(|one| votes::Counted::of(one)).collect();
        Self {
            shown: backstage.shown.name().to_owned(),
            next: backstage
                .next
                .as_ref()
                .map(|Place { slide, step }| Next { slide: slide.clone(), step: *step }),
            theme: backstage.theme.clone(),
            notice: backstage.notice.clone(),
            unusable: backstage.unusable.clone(),
            discussion: backstage.discussion.as_ref().map(discussion::Standing::of),
            recess: backstage.recess.map(discussion::Recess::of),
            captures: (!has_captures)
                .then(|| backstage.captures.iter().map(captures::Capture::of).collect()),
            votes: (!has_votes).then(rounds),
            deck: (!has_deck).then(|| deck::Deck::of(&backstage.texts)),
        }
    }

    /// Takes this in.
    pub(super) fn change(self, backstage: &mut Backstage) -> Result<(), String> {
        let shown = Shown::ALL.into_iter().find(|shown| shown.name() == self.shown);
        let votes = self.votes.map(votes::votes).transpose()?;
        let before = std::mem::take(backstage);
        *backstage = Backstage {
            // What a later version shows in its place is not the slide.
            shown: shown.unwrap_or(Shown::List),
            next: self.next.map(|Next { slide, step }| Place { slide: safe(&slide), step }),
            theme: self.theme,
            notice: self.notice.as_deref().map(safe),
            unusable: self.unusable.as_deref().map(safe),
            discussion: self.discussion.map(discussion::Standing::standing),
            recess: self.recess.map(discussion::Recess::recess),
            captures: self.captures.map_or(before.captures, |all| {
                all.into_iter().map(captures::Capture::capture).collect()
            }),
            votes: votes.unwrap_or(before.votes),
            texts: self.deck.map_or(before.texts, |deck| Arc::new(deck.texts())),
        };
        Ok(())
    }
}

/// As [`ConsoleAt`].
#[derive(Serialize, Deserialize)]
pub(super) struct At {
    name: String,
    drives: bool,
    #[serde(default)]
    you: bool,
}

impl At {
    pub(super) fn of(console: &ConsoleAt) -> Self {
        let ConsoleAt { name, drives, you } = console.clone();
        Self { name, drives, you }
    }

    pub(super) fn at(self) -> ConsoleAt {
        ConsoleAt { name: safe(&self.name), drives: self.drives, you: self.you }
    }
}
