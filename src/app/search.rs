//! Words to the places that have them: titles first, then slides, then notes.

use crate::deck::{self, Block, BlockKind, Deck, Slide, Span, Step};
use crate::poll::PollKind;

/// A place that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The slide's index.
    pub slide: usize,
    /// The first step at which the place is seen.
    pub step: Step,
    /// The words around the place; empty for titles and notes, which are nobody's to read on stage.
    pub around: String,
}

/// Every text of a deck, made ready to be searched at each key.
#[derive(Clone, Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    slide: usize,
    step: Step,
    field: Field,
    text: String,
    lower: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Title,
    Body,
    Notes,
}

impl Index {
    /// Collects the texts of a deck.
    pub fn new(deck: &Deck) -> Self {
        let mut index = Self::default();
        for (number, slide) in deck.slides.iter().enumerate() {
            index.add(number, 1, Field::Title, &slide.title);
            for (step, text) in body(slide) {
                index.add(number, step, Field::Body, &text);
            }
            for block in &slide.notes {
                index.add(number, 1, Field::Notes, &texts(block).join(" "));
            }
        }
        index
    }

    fn add(&mut self, slide: usize, step: Step, field: Field, text: &str) {
        if !text.is_empty() {
            let lower = text.to_lowercase();
            self.entries.push(Entry { slide, step, field, text: text.to_owned(), lower });
        }
    }

    /// The places that have these words, whatever their case: one a slide, titles before bodies before
    /// notes, each in the order of the deck.
    pub fn find(&self, query: &str) -> Vec<Hit> {
        let query = query.trim().to_lowercase();
        if query.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(&Entry, usize)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for field in [Field::Title, Field::Body, Field::Notes] {
            for entry in self.entries.iter().filter(|entry| entry.field == field) {
                if seen.contains(&entry.slide) {
                    continue;
                }
                if let Some(at) = entry.lower.find(&query) {
                    seen.insert(entry.slide);
                    found.push((entry, at));
                }
            }
        }
        found.into_iter().map(|(entry, at)| entry.hit(at)).collect()
    }
}

impl Entry {
    fn hit(&self, at: usize) -> Hit {
        let around = if self.field == Field::Body { around(&self.text, at) } else { String::new() };
        Hit { slide: self.slide, step: self.step, around }
    }
}

/// The text from a few words before a place on. The place is one of the lower-case text, which may be
/// some bytes off.
fn around(text: &str, at: usize) -> String {
    const BEFORE: usize = 24;
    let from = text.floor_char_boundary(at.saturating_sub(BEFORE).min(text.len()));
    let rest = text.get(from..).unwrap_or_default();
    if from == 0 {
        return rest.to_owned();
    }
    let word = rest.find(' ').map_or(0, |blank| blank + 1);
    format!("…{}", rest.get(word..).unwrap_or_default())
}

/// What a slide says besides its title, with the step at which each piece is seen.
fn body(slide: &Slide) -> Vec<(Step, String)> {
    let mut title_seen = false;
    let mut found = Vec::new();
    for block in slide.all_blocks() {
        if !title_seen && matches!(block.kind, BlockKind::Heading { .. }) {
            title_seen = true;
            continue;
        }
        found.extend(own_texts(block));
    }
    found
}

/// The texts of a block itself.
fn own_texts(block: &Block) -> Vec<(Step, String)> {
    let mut found: Vec<(Step, String)> = Vec::new();
    for text in block.texts() {
        // A pause within the text: each stretch by itself, then the whole as it is at last.
        let stretches = text.chunk_by(|a, b| a.from == b.from);
        let steps = stretches.map(|spans| (spans.first().map_or(block.from, |s| s.from), spans));
        let mut steps: Vec<(Step, &[Span])> = steps.collect();
        if let (Some((last, _)), 2..) = (steps.last().copied(), steps.len()) {
            steps.push((last, text));
        }
        found.extend(steps.into_iter().map(|(step, spans)| (step, deck::plain(spans))));
    }
    let words = match &block.kind {
        BlockKind::Code(code) => vec![one_line(&code.source)],
        BlockKind::Poll(poll) => {
            let mut words = vec![poll.question.clone()];
            words.extend(poll.kind.choices().iter().cloned());
            if let PollKind::Scale { labels, .. } = &poll.kind {
                words.extend(labels.iter().cloned());
            }
            words
        }
        BlockKind::Discussion(discussion) => vec![discussion.prompt.clone()],
        BlockKind::Picture(picture) => picture.texts().into_iter().map(one_line).collect(),
        _ => Vec::new(),
    };
    found.extend(words.into_iter().map(|words| (block.from, words)));
    found
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of a block and of all that stands inside it.
fn texts(block: &Block) -> Vec<String> {
    let mut found: Vec<String> = own_texts(block).into_iter().map(|(_, text)| text).collect();
    for nested in block.children().into_iter().flatten() {
        found.extend(texts(nested));
    }
    found
}
