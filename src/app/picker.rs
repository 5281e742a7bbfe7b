//! A list of slides to pick from: all of them, those that a search found, those whose name was typed.

use super::search::{Hit, Index};
use crate::action::Action;
use crate::deck::Deck;

/// What the list is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every slide; typing narrows them by number, id or title.
    Overview,
    /// The same, typing from the start.
    GoTo,
    /// Slides that have the typed words.
    Search,
}

/// The list, what was typed, and the picked line.
#[derive(Clone, Debug)]
pub struct Picker {
    /// What the list is made of.
    pub scope: Scope,
    /// What was typed.
    pub query: String,
    /// Whether letters are text.
    pub typing: bool,
    /// The lines.
    pub rows: Vec<Hit>,
    /// The index of the picked line.
    pub selected: usize,
    /// The index of the first line on the screen.
    pub top: usize,
    index: Index,
}

impl Picker {
    /// Opens a list with the current slide picked.
    pub fn new(scope: Scope, deck: &Deck, slide: usize) -> Self {
        let index = if scope == Scope::Search { Index::new(deck) } else { Index::default() };
        let typing = scope != Scope::Overview;
        let mut picker = Self {
            scope,
            query: String::new(),
            typing,
            rows: Vec::new(),
            selected: 0,
            top: 0,
            index,
        };
        picker.refill(deck);
        if scope != Scope::Search {
            picker.selected = slide;
        }
        picker
    }

    /// Adds to what was typed, or takes from it, and lists anew.
    pub fn edit(&mut self, deck: &Deck, edit: impl FnOnce(&mut String)) {
        edit(&mut self.query);
        self.refill(deck);
        self.selected = 0;
        self.top = 0;
    }

    fn refill(&mut self, deck: &Deck) {
        self.rows = match self.scope {
            Scope::Search => self.index.find(&self.query),
            Scope::Overview | Scope::GoTo => named(deck, &self.query),
        };
    }

    /// The picked line.
    pub fn picked(&self) -> Option<&Hit> {
        self.rows.get(self.selected)
    }

    /// Moves the pick as a key of a list does.
    pub fn move_for(&mut self, action: Action, height: usize) {
        self.move_by(lines(action, height), height);
    }

    /// Moves the pick by some lines and keeps it on a screen of `height` lines.
    pub fn move_by(&mut self, lines: isize, height: usize) {
        let last = self.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(lines).min(last);
        self.keep_in_sight(height);
    }

    /// Shows the part of the list that holds the picked line, in its middle where it was out of sight.
    pub fn keep_in_sight(&mut self, height: usize) {
        let height = height.max(1);
        if self.selected < self.top || self.selected >= self.top + height {
            let step = self.selected.abs_diff(if self.selected < self.top {
                self.top
            } else {
                self.top + height - 1
            });
            self.top = match (step > height / 2, self.selected < self.top) {
                (true, _) => self.selected.saturating_sub(height / 2),
                (false, true) => self.selected,
                (false, false) => self.selected + 1 - height,
            };
        }
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }
}

/// How many lines a key of a list moves the pick, where so many are on the screen.
pub fn lines(action: Action, height: usize) -> isize {
    let page = isize::try_from(height).unwrap_or(isize::MAX).saturating_sub(1).max(1);
    match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::PageDown => page,
        Action::PageUp => -page,
        Action::Top => isize::MIN,
        _ => isize::MAX,
    }
}

/// The slides whose number begins with what was typed, or whose title or id holds its letters: together
/// first, then in order with others between.
fn named(deck: &Deck, query: &str) -> Vec<Hit> {
    let query = query.trim().to_lowercase();
    let mut found: Vec<(u8, usize)> = Vec::new();
    for (index, slide) in deck.slides.iter().enumerate() {
        let number = (index + 1).to_string();
        let title = slide.title.to_lowercase();
        let rank = if query.is_empty() || number == query {
            0
        } else if number.starts_with(&query) || slide.id == query {
            1
        } else if title.contains(&query) || slide.id.to_lowercase().contains(&query) {
            2
        } else if in_order(&title, &query) {
            3
        } else {
            continue;
        };
        found.push((rank, index));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, slide)| Hit { slide, step: 1, around: String::new() }).collect()
}

/// Whether all the letters occur in this order.
fn in_order(text: &str, letters: &str) -> bool {
    let mut text = text.chars();
    letters.chars().all(|letter| text.any(|c| c == letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::Slide;

    fn deck(titles: &[&str]) -> Deck {
        let slide = |title: &&str| Slide {
            id: title.to_lowercase().replace(' ', "-"),
            title: (*title).to_owned(),
            steps: 1,
            ..Slide::default()
        };
        Deck { slides: titles.iter().map(slide).collect(), ..Deck::default() }
    }

    #[track_caller]
    fn check(query: &str, expected: &[usize]) {
        let deck = deck(&["Opening", "Seven strings", "The core", "Strings 7"]);
        let found: Vec<usize> = named(&deck, query).into_iter().map(|hit| hit.slide).collect();
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn a_slide_is_found_by_number_id_and_title() {
        check("", &[0, 1, 2, 3]);
        check("3", &[2]);
        check("strings", &[1, 3]);
        check("the-core", &[2]);
        check("opn", &[0]);
        check("zz", &[]);
    }

    #[test]
    fn the_picked_line_stays_in_sight() {
        let deck = deck(&["a"; 100]);
        let mut picker = Picker::new(Scope::Overview, &deck, 50);
        picker.keep_in_sight(10);
        assert!((picker.top..picker.top + 10).contains(&50));
        for lines in [1, 30, -70, 1_000, -3, -1_000, 9] {
            picker.move_by(lines, 10);
            assert!((picker.top..picker.top + 10).contains(&picker.selected), "{lines}");
        }
    }
}
