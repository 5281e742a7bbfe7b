//! The discussion points of a deck, for one person with time: a list to filter, all about one point, and what they
//! answer to it themselves.
//!
//! It knows no terminal and no file. What happens comes in as an [`Event`], what the world must do goes out as an
//! [`Effect`]. An answer is part of the state with every key, and asked to be saved in every pause.

use std::sync::Arc;
use std::time::Duration;

use crate::deck::Deck;
use crate::highlight::{ColouredLine, Colours};
use crate::keymap::{Code, Key};
use crate::layout::{Page, Size};
use crate::round::Votes;
use crate::theme::Theme;

pub mod areas;
mod editor;
pub mod keys;
mod list;
mod moves;
mod page;
mod points;

pub use editor::{Editor, LONGEST, Rows};
pub use list::List;
pub use points::{Point, PointId};

use areas::Areas;
use editor::Did;
use keys::Mode;

/// An own answer, with what it answers: the deck may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAnswer {
    /// The deck's title.
    pub deck: String,
    /// The point in it.
    pub id: PointId,
    /// What was asked when it was written.
    pub prompt: String,
    /// The answer; empty where it was taken back.
    pub text: String,
}

/// A talk that was given with this deck, and what the room was shown of its votes.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// What it is called: "session 3, 2025-05-03".
    pub name: String,
    /// Its rounds.
    pub votes: Votes,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text came in at once, from the clipboard.
    Pasted(String),
    /// The mouse's wheel was turned: lines down, or up where negative.
    Wheel(i16),
    /// The mouse's left button was pressed on a row, counted from the top.
    Click(u16),
    /// The screen has a new measure.
    Resized(Size),
    /// The time that [`Browse::deadline`] named has come.
    Pause,
    /// The answers are on disk, with a word about that if there is one; or they are not, and why.
    Saved(Result<Option<String>, String>),
    /// What earlier talks gave.
    Past(Vec<Past>),
    /// A code block was highlighted: its language, its text, the roles of its lines.
    Coloured(String, String, Arc<[ColouredLine]>),
}

/// What the world must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep these answers, and tell by an [`Event::Saved`].
    Save(Vec<OwnAnswer>),
    /// Highlight these code blocks, (language, text).
    Colour(Vec<(String, String)>),
    /// Draw every cell, whatever the terminal is thought to show.
    Redraw,
    /// Give the terminal back and stop until the shell lets the program go on.
    Suspend,
    /// End.
    Quit,
}

/// How long nothing is typed before what was typed is saved.
const PAUSE: Duration = Duration::from_secs(1);

/// Points being read and answered.
#[derive(Clone, Debug)]
pub struct Browse {
    deck: Deck,
    /// Every point of the deck.
    pub points: Vec<Point>,
    /// The own answers to this deck, also to points that it has no more.
    answers: Vec<OwnAnswer>,
    /// The points whose answers are not on disk as they are here.
    unsaved: Vec<PointId>,
    /// The measure of the screen.
    pub size: Size,
    /// The colours.
    pub theme: &'static Theme,
    /// The list of points.
    pub list: List,
    /// How many lines of the full view lie above the screen, where it is shown.
    pub full: Option<usize>,
    /// The own answer while it is being written.
    pub editor: Option<Editor>,
    /// The first line of the help, where it is shown.
    pub help: Option<usize>,
    /// All about the picked point, laid out, where it is shown.
    pub page: Page,
    stale: bool,
    notice: Option<String>,
    trouble: Option<String>,
    /// When what was typed is to be saved.
    pause: Option<Duration>,
    past: Vec<Past>,
    colours: Colours,
}

impl Browse {
    /// The points of a deck, with the answers that are kept and what there is to say of them.
    pub fn new(
        deck: Deck,
        (kept, trouble): (&[OwnAnswer], Option<String>),
        theme: &'static Theme,
        size: Size,
    ) -> Self {
        let points = points::points(&deck);
        let title = deck.meta.title.as_deref().unwrap_or_default();
        let own = kept.iter().filter(|answer| answer.deck == title);
        let answers = own.map(|answer| OwnAnswer {
            prompt: editor::safe(&answer.prompt),
            text: editor::safe(&answer.text),
            ..answer.clone()
        });
        let mut browse = Self {
            answers: answers.collect(),
            unsaved: Vec::new(),
            size,
            theme,
            list: List::default(),
            full: None,
            editor: None,
            help: None,
            page: Page::default(),
            stale: true,
            notice: None,
            trouble,
            pause: None,
            past: Vec::new(),
            colours: Colours::default(),
            deck,
            points,
        };
        browse.refill();
        browse
    }

    /// The deck's title.
    pub fn title(&self) -> &str {
        self.deck.meta.title.as_deref().unwrap_or_default()
    }

    /// The picked point.
    pub fn picked(&self) -> Option<&Point> {
        self.points.get(self.list.picked()?)
    }

    /// The own answer to a point; empty where there is none.
    pub fn answer(&self, id: &PointId) -> &str {
        let found = self.answers.iter().find(|answer| answer.id == *id);
        found.map_or("", |answer| answer.text.as_str())
    }

    /// The answers to what the deck asks no more.
    pub fn left_over(&self) -> impl Iterator<Item = &OwnAnswer> {
        let asked = |answer: &&OwnAnswer| self.points.iter().any(|point| point.id == answer.id);
        self.answers.iter().filter(move |answer| !answer.text.is_empty() && !asked(answer))
    }

    /// The answers that are not on disk.
    pub fn unsaved(&self) -> Vec<OwnAnswer> {
        let is_unsaved = |answer: &&OwnAnswer| self.unsaved.contains(&answer.id);
        self.answers.iter().filter(is_unsaved).cloned().collect()
    }

    /// Whether any point can show what earlier talks gave.
    pub fn has_polls(&self) -> bool {
        self.points.iter().any(|point| !point.polls.is_empty())
    }

    /// Where keys go.
    pub fn mode(&self) -> Mode {
        match (&self.editor, self.full) {
            _ if self.help.is_some() => Mode::Help,
            (Some(_), _) => Mode::Writing,
            (None, Some(_)) => Mode::Full,
            (None, None) if self.list.typing => Mode::Filter,
            (None, None) => Mode::List,
        }
    }

    /// Where things stand.
    pub fn areas(&self) -> Areas {
        areas::areas(self.size, self.points.len())
    }

    /// A word about the last key.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// What is wrong with the file of the answers.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Says something until the next key.
    pub fn notify(&mut self, text: impl Into<String>) {
        self.notice = Some(text.into());
    }

    /// The time on the clock of [`Browse::update`] at which there is something to save.
    pub fn deadline(&self) -> Option<Duration> {
        self.pause
    }

    /// Takes in what happened at a time on a clock that never jumps. Nothing else changes the state.
    pub fn update(&mut self, now: Duration, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.press(now, key),
            Event::Pasted(text) => self.paste(now, &text),
            Event::Wheel(lines) => self.go(isize::from(lines)),
            Event::Click(row) => return self.click(row),
            Event::Resized(size) => {
                self.size = size;
                self.stale = true;
                self.list.keep_in_sight(self.areas().list.len());
            }
            Event::Pause => return self.save(),
            Event::Saved(Ok(word)) => {
                self.unsaved.clear();
                self.trouble = word;
            }
            Event::Saved(Err(why)) => {
                self.trouble = Some(format!("Not saved, but printed when you leave: {why}"));
            }
            Event::Past(past) => {
                self.past = past;
                self.stale = true;
            }
            Event::Coloured(language, source, lines) => {
                self.colours.insert(&language, &source, lines);
                self.stale = true;
            }
        }
        Vec::new()
    }

    /// What must be saved before the end, whatever brings it.
    pub fn save(&mut self) -> Vec<Effect> {
        self.pause = None;
        let unsaved = self.unsaved();
        if unsaved.is_empty() { Vec::new() } else { vec![Effect::Save(unsaved)] }
    }

    /// Lays out what is shown, if it is not yet. To be called before a frame is drawn.
    pub fn settle(&mut self) {
        if self.full.is_some() && std::mem::take(&mut self.stale) {
            self.page = self.lay_out();
        }
        let limit = self.scroll_limit();
        self.full = self.full.map(|scroll| scroll.min(limit));
    }

    fn scroll_limit(&self) -> usize {
        self.page.seen_lines().saturating_sub(self.areas().page.len())
    }

    fn press(&mut self, now: Duration, key: Key) -> Vec<Effect> {
        self.notice = None;
        let mode = self.mode();
        if let Some(act) = keys::resolve(mode, key) {
            return self.act(act);
        }
        match (mode, key.code) {
            (Mode::Writing, _) => {
                let field = self.areas().field(self.prompt_rows());
                let did = self.editor.as_mut().map(|editor| editor.press(key, field));
                self.wrote(now, did.unwrap_or(Did::Nothing));
            }
            (Mode::Filter, Code::Char(c)) if !key.ctrl => {
                self.list.query.push(c);
                self.refill();
            }
            _ => {}
        }
        Vec::new()
    }

    fn paste(&mut self, now: Duration, text: &str) {
        self.notice = None;
        match self.mode() {
            Mode::Writing => {
                let did = self.editor.as_mut().map(|editor| editor.insert(text));
                self.wrote(now, did.unwrap_or(Did::Nothing));
            }
            Mode::Filter => {
                self.list.query.push_str(&editor::safe(text).replace('\n', " "));
                self.refill();
            }
            Mode::List | Mode::Full | Mode::Help => {}
        }
    }

    /// Takes what the field holds for the answer.
    fn wrote(&mut self, now: Duration, did: Did) {
        if did == Did::Nothing {
            return;
        }
        if did == Did::Full {
            self.notify(format!("An answer has room for {LONGEST} bytes"));
        }
        let text = self.editor.as_ref().map(Editor::text).unwrap_or_default();
        let text = if text.trim().is_empty() { String::new() } else { text.to_owned() };
        let Some(point) = self.picked() else { return };
        let (id, prompt) = (point.id.clone(), point.prompt.clone());
        let own = OwnAnswer { deck: self.title().to_owned(), id: id.clone(), prompt, text };
        match self.answers.iter_mut().find(|answer| answer.id == id) {
            Some(answer) => *answer = own,
            None => self.answers.push(own),
        }
        if !self.unsaved.contains(&id) {
            self.unsaved.push(id);
        }
        self.pause = Some(now + PAUSE);
        self.stale = true;
    }

    /// Lists the points that have what was typed.
    fn refill(&mut self) {
        let words: Vec<String> =
            self.list.query.split_whitespace().map(str::to_lowercase).collect();
        let found = self
            .points
            .iter()
            .enumerate()
            .filter(|(_, point)| words.is_empty() || point.has(&words, self.answer(&point.id)));
        let rows = found.map(|(index, _)| index).collect();
        self.list.fill(rows);
    }
}

#[cfg(test)]
mod tests;
