//! Whole pages, for every kind of poll and every phase.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::countdown::Countdown;
use crate::deck::assemble::{Files, document};
use crate::deck::{Deck, Step};
use crate::poll::Poll;
use crate::round::{Counted, Phase, Round, Votes, WallText};
use crate::safe_text::SafeText;
use crate::tally::Tally;

mod leaks;
mod polls;
mod slides;
mod whole;

/// A deck of one document.
fn deck(text: &str) -> Deck {
    let nothing = |_: &str| Err(String::new());
    let none = |_: &str| Vec::new();
    let files = Files { root: Path::new("."), read: &nothing, list: &none };
    document("t.md", text.as_bytes(), &files, false).deck
}

/// A talk at a step of a slide.
fn at(deck: Deck, slide: usize, step: Step) -> Seen {
    Seen { deck: Arc::new(deck), slide, step, joined: 30, ..Seen::default() }
}

/// The trail of somebody who saw these slides, by their index, to their last step.
fn trail(seen: &Seen, slides: &[usize]) -> Trail {
    let mut trail = Trail::default();
    for slide in slides {
        let step = seen.deck.slides[*slide].steps;
        trail.note(&Seen { slide: *slide, step, ..seen.clone() });
    }
    trail
}

/// A round of a deck's poll with answers, each given so many times.
fn round(deck: &Deck, poll: &str, number: u32, phase: Phase, answers: &[(Answer, u64)]) -> Counted {
    let polls = deck.slides.iter().flat_map(Slide::asked);
    let poll: &Poll = polls.map(|(_, poll)| poll).find(|other| other.id == poll).unwrap();
    let mut tally = Tally::new(&poll.kind);
    let mut texts = Vec::new();
    for (participant, (answer, times)) in (0..).zip(answers) {
        tally.add(answer, *times);
        if let Answer::Text(text) = answer {
            texts.push(WallText {
                participant,
                text: text.clone(),
                released: participant % 2 == 0,
            });
        }
    }
    let (poll, id) = (Arc::new(poll.clone()), i64::from(number));
    let round = Round { id, number, poll, phase, countdown: Countdown::None, opened_ms: 0 };
    Counted { round, tally, shift: None, texts }
}

fn votes(rounds: Vec<Counted>) -> Arc<Votes> {
    Arc::new(Votes { rounds: rounds.into_iter().map(Arc::new).collect() })
}

/// What somebody sees who looks at the stage's slide and has done nothing yet.
fn visit<'a>(seen: &'a Seen, trail: &'a Trail) -> Visit<'a> {
    Visit { seen, trail, at: None, mine: None, notice: None, filled: None, keep_days: 30 }
}

fn page(seen: &Seen) -> String {
    room(&visit(seen, &Trail::default()))
}

/// The text between the tags, with single blanks.
fn text(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        let words =
            if index == 0 { Some(part) } else { part.split_once('>').map(|(_, words)| words) };
        text.push(' ');
        text.push_str(words.unwrap_or_default());
    }
    let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<");
    text.replace("&gt;", ">").replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A deck with a poll of every kind, each on a slide of its own, by the kind's name.
const KINDS: &str = r#"# Single
```poll
id = "single"
kind = "single"
question = "Who decides?"
choices = ["core", "feature team", "both"]
answer = 2
```
---
# Multiple
```poll
id = "multiple"
kind = "multiple"
question = "Which apply?"
choices = ["pager", "roadmap", "review"]
max = 2
```
---
# Ranking
```poll
id = "ranking"
kind = "ranking"
question = "In which order?"
choices = ["first thing", "second thing", "third thing"]
```
---
# Scale
```poll
id = "scale"
kind = "scale"
question = "How likely?"
min = 1
max = 5
labels = ["never", "surely"]
```
---
# Labelled
```poll
id = "labelled"
kind = "scale"
question = "How often?"
min = 0
max = 2
labels = ["never", "now and then", "always"]
```
---
# Long
```poll
id = "long"
kind = "scale"
question = "In percent?"
min = 0
max = 100
labels = ["none", "all"]
```
---
# Fist
```poll
id = "fist"
kind = "fist"
question = "Shall we?"
```
---
# Number
```poll
id = "number"
kind = "number"
question = "How many weeks?"
min = 0
unit = "weeks"
```
---
# Words
```poll
id = "words"
kind = "words"
question = "What comes to mind?"
max = 2
```
---
# Text
```poll
id = "text"
kind = "text"
question = "What would you change?"
change = false
```
---
# Dots
```poll
id = "dots"
kind = "dots"
question = "What matters?"
choices = ["speed", "depth"]
dots = 3
```
"#;

/// Two different answers to a poll of [`KINDS`].
fn two_answers(poll: &str) -> [Answer; 2] {
    let words = |text: &str| text.split(' ').map(SafeText::new).collect();
    match poll {
        "multiple" => [Answer::Choices(vec![1]), Answer::Choices(vec![2, 3])],
        "ranking" => [Answer::Ranking(vec![3, 1]), Answer::Ranking(vec![2])],
        "dots" => [Answer::Choices(vec![1, 1, 2]), Answer::Choices(vec![2])],
        "scale" | "labelled" | "long" | "fist" | "number" => {
            [Answer::Value(1.0), Answer::Value(2.0)]
        }
        "words" => [Answer::Words(words("zebra giraffe")), Answer::Words(words("okapi"))],
        "text" => {
            [Answer::Text(SafeText::new("quagga one")), Answer::Text(SafeText::new("quagga two"))]
        }
        _ => [Answer::Choices(vec![1]), Answer::Choices(vec![3])],
    }
}

/// The talk at the slide of one of [`KINDS`], after a round of its poll.
fn asking(poll: &str, phase: Phase, answers: &[(Answer, u64)]) -> Seen {
    let deck = deck(KINDS);
    let slide = deck.slides.iter().position(|slide| slide.polls() == [poll]).unwrap();
    let votes = votes(vec![round(&deck, poll, 1, phase, answers)]);
    Seen { votes, ..at(deck, slide, 1) }
}

const POLLS: [&str; 11] = [
    "single", "multiple", "ranking", "scale", "labelled", "long", "fist", "number", "words",
    "text", "dots",
];
