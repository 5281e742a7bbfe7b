//! A deck cut to one of its plans.

use super::{Deck, Section, Slide};

impl Deck {
    /// Leaves only the slides that an agenda shows, in its order. Where there is no such agenda, or it shows
    /// no slide of the deck, it changes nothing and says so.
    pub fn keep_agenda(&mut self, name: &str) -> bool {
        let Some(agenda) = self.agendas.iter().find(|agenda| agenda.name == name) else {
            return false;
        };
        let shown: Vec<usize> =
            agenda.slides().into_iter().filter_map(|id| self.position(id)).collect();
        if shown.is_empty() {
            return false;
        }
        let mut sections: Vec<Section> = Vec::new();
        for (place, slide) in shown.iter().enumerate() {
            let Some(section) = self.section_of(*slide) else { continue };
            match sections.last_mut().filter(|last| last.id == section.id) {
                Some(last) => last.slides.end = place + 1,
                None => {
                    sections.push(Section { slides: place..place + 1, ..section.clone() });
                }
            }
        }
        let mut slides: Vec<Option<Slide>> =
            std::mem::take(&mut self.slides).into_iter().map(Some).collect();
        self.slides = shown.into_iter().filter_map(|slide| slides.get_mut(slide)?.take()).collect();
        self.sections = sections;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::{Agenda, Part};

    #[test]
    fn an_agenda_leaves_its_slides_in_its_order() {
        let slide = |id: &str| Slide { id: id.to_owned(), steps: 1, ..Slide::default() };
        let section =
            |id: &str, slides| Section { id: id.to_owned(), title: String::new(), slides };
        let part = |slides: &[&str]| Part {
            title: String::new(),
            minutes: 1.0,
            slides: slides.iter().map(|id| (*id).to_owned()).collect(),
            optional: Vec::new(),
        };
        let parts = vec![part(&["b", "c"]), part(&[]), part(&["a", "gone", "b"])];
        let mut deck = Deck {
            slides: ["a", "b", "c", "d"].map(slide).to_vec(),
            sections: vec![section("one", 0..2), section("two", 2..4)],
            agendas: vec![
                Agenda { name: "short".to_owned(), parts },
                Agenda { name: "empty".to_owned(), parts: vec![part(&[]), part(&["gone"])] },
            ],
            ..Deck::default()
        };
        assert!(!deck.keep_agenda("long"));
        assert!(!deck.keep_agenda("empty"));
        assert_eq!(deck.slides.len(), 4);
        assert!(deck.keep_agenda("short"));
        let ids: Vec<&str> = deck.slides.iter().map(|slide| slide.id.as_str()).collect();
        assert_eq!(ids, ["b", "c", "a"]);
        let sections: Vec<_> =
            deck.sections.iter().map(|s| (s.id.as_str(), s.slides.clone())).collect();
        assert_eq!(sections, [("one", 0..1), ("two", 1..2), ("one", 2..3)]);
    }
}
