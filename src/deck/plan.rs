//! The plan of an agenda, with what the deck's slides ask for.

use super::{BlockKind, Deck, Section, Slide};
use crate::agenda::{Agenda, Part};
use crate::pacing::{Content, Plan};

impl Deck {
    /// The plan of the agenda with this name; none without one, or where it shows no slide of the deck.
    pub fn plan(&self, agenda: &str) -> Option<Plan> {
        let agenda = self.agendas.iter().find(|one| one.name == agenda)?;
        let plan = Plan::of(agenda, |id| self.content(id));
        plan.parts.iter().any(|part| !part.is_break()).then_some(plan)
    }
}

impl Deck {
    /// A plan without minutes, in which each section is a part.
    pub fn plan_of_sections(&self) -> Plan {
        let part = |section: &Section| Part {
            title: section.title.clone(),
            minutes: 0.0,
            slides: self
                .slides
                .get(section.slides.clone())
                .unwrap_or_default()
                .iter()
                .map(|slide| slide.id.clone())
                .collect(),
            optional: Vec::new(),
        };
        let parts = self.sections.iter().map(part).collect();
        let agenda = Agenda { name: "rehearsed".to_owned(), parts };
        Plan::of(&agenda, |id| self.content(id))
    }

    fn content(&self, id: &str) -> Option<Content> {
        let slide = self.slides.iter().find(|slide| slide.id == id)?;
        Some(Content { title: slide.name().to_owned(), asks_ms: slide.asks_ms() })
    }
}

impl Slide {
    /// What it is called: its title, or its id where it has none.
    pub fn name(&self) -> &str {
        if self.title.is_empty() { &self.id } else { &self.title }
    }

    /// The time that its discussions and its polls ask for, in milliseconds.
    fn asks_ms(&self) -> i64 {
        let asked = self.all_blocks().into_iter().map(|block| match &block.kind {
            BlockKind::Discussion(discussion) => i64::from(discussion.minutes) * 60_000,
            BlockKind::Poll(poll) => poll.seconds.map_or(0, |seconds| i64::from(seconds) * 1_000),
            _ => 0,
        });
        asked.sum()
    }
}
