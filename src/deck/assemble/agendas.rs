//! The plans of the manifest, with the slides that each of their parts means.

use toml::Spanned;

use super::Assembly;
use crate::agenda::{Agenda, Part};
use crate::deck::manifest::{Manifest, RawPart};
use crate::diagnostic::{Severity, SourceText};

impl Assembly<'_> {
    /// Resolves the agendas; what they refer to is only judged when the deck is `whole`.
    pub(super) fn agendas(&mut self, manifest: &Manifest, source: &SourceText<'_>, whole: bool) {
        for (written, parts) in &manifest.agendas {
            let name = written.get_ref();
            let parts = parts.iter().map(|part| self.part(part, name, source, whole)).collect();
            let agenda = Agenda { name: name.clone(), parts };
            if whole && !agenda.slides().iter().any(|id| self.deck.position(id).is_some()) {
                let message = format!(
                    "the agenda `{name}` shows no slide: give a part `slides` or a `section`"
                );
                let span = written.span();
                self.diagnostics.push(source.diagnose(
                    Severity::Error,
                    "empty-agenda",
                    message,
                    span,
                ));
            }
            self.deck.agendas.push(agenda);
        }
    }

    fn part(&mut self, raw: &RawPart, agenda: &str, source: &SourceText<'_>, whole: bool) -> Part {
        let named = |ids: &[Spanned<String>]| -> Vec<String> {
            ids.iter().flat_map(|id| self.all_of(id.get_ref())).collect()
        };
        let (mut slides, optional) = (named(&raw.slides), named(&raw.optional));
        if let Some(section) = &raw.section {
            match self.deck.sections.iter().find(|s| s.id == *section.get_ref()) {
                Some(found) => {
                    let held = self.deck.slides.get(found.slides.clone()).unwrap_or_default();
                    slides.extend(held.iter().map(|slide| slide.id.clone()));
                }
                None if whole => self.nowhere("section", section, agenda, source),
                None => {}
            }
        }
        for id in raw.slides.iter().chain(&raw.optional).filter(|_| whole) {
            let found = self.deck.position(id.get_ref()).and_then(|at| self.deck.slides.get(at));
            match found {
                None => self.nowhere("slide", id, agenda, source),
                Some(slide) if !slide.id_is_written => {
                    let message = format!(
                        "agenda `{agenda}` refers to `{id}`, which follows the slide's title: write `{{#{id}}}` after the heading",
                        id = id.get_ref()
                    );
                    let finding =
                        source.diagnose(Severity::Warning, "slug-reference", message, id.span());
                    self.diagnostics.push(finding);
                }
                Some(_) => {}
            }
        }
        let minutes = self.minutes(&raw.minutes, agenda, source);
        Part { title: raw.title.clone(), minutes, slides, optional }
    }

    /// The ids of the slides that an agenda means by one: all that were made from it, if any were.
    fn all_of(&self, id: &str) -> Vec<String> {
        let made = self.deck.slides.iter().filter(|slide| slide.is_made_from(id));
        let made: Vec<String> = made.map(|slide| slide.id.clone()).collect();
        if made.is_empty() { vec![id.to_owned()] } else { made }
    }

    fn minutes(&mut self, raw: &Spanned<f64>, agenda: &str, source: &SourceText<'_>) -> f64 {
        let minutes = *raw.get_ref();
        if minutes.is_finite() && minutes > 0.0 {
            return minutes;
        }
        let message = format!("agenda `{agenda}`: `minutes` expects a number above 0");
        let found = source.diagnose(Severity::Error, "bad-minutes", message, raw.span());
        self.diagnostics.push(found);
        0.0
    }

    fn nowhere(&mut self, what: &str, id: &Spanned<String>, agenda: &str, source: &SourceText<'_>) {
        let message = format!(
            "agenda `{agenda}` names the {what} `{}`, which there is none of",
            id.get_ref()
        );
        self.diagnostics.push(source.diagnose(
            Severity::Error,
            "agenda-leads-nowhere",
            message,
            id.span(),
        ));
    }
}
