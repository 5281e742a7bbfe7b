//! The discussion points of a deck: every prompt, and every poll whose slide has no prompt.

use crate::deck::{BlockKind, Deck, Slide};
use crate::discussion::Discussion;
use crate::layout;
use crate::poll::Poll;

/// What a point is called in its deck.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PointId {
    /// The discussion with this id.
    Discussion(String),
    /// The poll with this id.
    Poll(String),
}

/// Something to think about.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Unique among the points of a deck.
    pub id: PointId,
    /// The title of the section that it stands in.
    pub section: String,
    /// What is asked, on one line.
    pub prompt: String,
    /// How the room goes about it: "think · pair · share".
    pub how: String,
    /// The time planned for it in minutes, if any is.
    pub minutes: Option<u32>,
    /// What the speaker listens for.
    pub listen_for: Option<String>,
    /// The index of its slide.
    pub slide: usize,
    /// The title of its slide; empty where it has none.
    pub slide_title: String,
    /// The polls that belong to it, by their ids.
    pub polls: Vec<String>,
}

/// All points, in the order of the slides.
pub(super) fn points(deck: &Deck) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for (index, slide) in deck.slides.iter().enumerate() {
        for point in on_slide(deck, slide, index) {
            if points.iter().all(|other| other.id != point.id) {
                points.push(point);
            }
        }
    }
    points
}

fn on_slide(deck: &Deck, slide: &Slide, index: usize) -> Vec<Point> {
    let blocks = slide.all_blocks();
    let polls: Vec<&Poll> = blocks
        .iter()
        .filter_map(|block| if let BlockKind::Poll(poll) = &block.kind { Some(poll) } else { None })
        .collect();
    let discussions = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Discussion(discussion) => Some(discussion),
        _ => None,
    });
    let section = deck.section_of(index).map(|section| section.title.clone()).unwrap_or_default();
    let bare = Point {
        id: PointId::Poll(String::new()),
        section,
        prompt: String::new(),
        how: String::new(),
        minutes: None,
        listen_for: None,
        slide: index,
        slide_title: slide.title.clone(),
        polls: Vec::new(),
    };
    let discussed: Vec<Point> =
        discussions.map(|found| of_discussion(found, &polls, &bare)).collect();
    if !discussed.is_empty() {
        return discussed;
    }
    let of_poll = |poll: &&Poll| Point {
        id: PointId::Poll(poll.id.clone()),
        prompt: one_line(&poll.question),
        how: format!("poll · {}", layout::rule_of(&poll.kind)),
        polls: vec![poll.id.clone()],
        ..bare.clone()
    };
    polls.iter().map(of_poll).collect()
}

fn of_discussion(discussion: &Discussion, polls: &[&Poll], bare: &Point) -> Point {
    let mut ids: Vec<String> = discussion.poll.iter().cloned().collect();
    ids.extend(
        polls.iter().map(|poll| poll.id.clone()).filter(|id| discussion.poll.as_ref() != Some(id)),
    );
    Point {
        id: PointId::Discussion(discussion.id.clone()),
        prompt: one_line(&discussion.prompt),
        how: discussion.method.phases().join(" · "),
        minutes: Some(discussion.minutes).filter(|minutes| *minutes > 0),
        listen_for: discussion.listen_for.as_deref().map(one_line),
        polls: ids,
        ..bare.clone()
    }
}

impl Point {
    /// How it is discussed, for how long, and where it stands.
    pub fn about(&self) -> String {
        let mut parts = vec![self.how.clone()];
        match self.minutes {
            None => {}
            Some(1) => parts.push("1 minute".to_owned()),
            Some(minutes) => parts.push(format!("{minutes} minutes")),
        }
        parts.push(self.place());
        parts.join(" · ")
    }

    /// The slide that it stands on: "slide 11, Pull your own strings".
    pub fn place(&self) -> String {
        let number = self.slide + 1;
        if self.slide_title.is_empty() || self.slide_title == self.prompt {
            format!("slide {number}")
        } else {
            format!("slide {number}, {}", self.slide_title)
        }
    }

    /// Whether all of these words, in small letters, occur in it or in what was answered to it.
    pub fn has(&self, words: &[String], answer: &str) -> bool {
        let all = [&self.section, &self.prompt, &self.how, &self.slide_title, answer];
        let text = all.join("\n").to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
