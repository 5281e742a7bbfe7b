//! The speaker's second terminal: what the talk tells of itself, and what the speaker does with it. It changes
//! in [`Console::update`] alone.
//!
//! It knows no socket: what the talk tells comes in as an [`Event`], what it is to do goes out as an [`Effect`].

use std::sync::Arc;
use std::time::Duration;

use crate::action::Order;
use crate::app::notice::Notice;
use crate::app::picker::Picker;
use crate::app::search::Hit;
use crate::app::status::{Backstage, ConsoleAt, Status};
use crate::app::{Hands, Length, List, Now, Writing};
use crate::countdown::Countdown;
use crate::highlight::{ColouredLine, Colours};
use crate::keymap::Key;
use crate::layout::Size;
use crate::pacing::TalkClock;
use crate::theme::Theme;
use crate::voter::Field;

pub mod areas;
mod driving;
mod fields;
mod panes;
mod talk;
mod written;

pub use driving::help;
pub use panes::{Pane, Panes};
pub use talk::{Next, Talk};

/// What is on the screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// The slide, the next step, the notes.
    Desk,
    /// A list of slides.
    Picker(Picker),
    /// The list of keys, from this line on.
    Help(usize),
    /// A field for a count of hands.
    Hands(Hands),
    /// A field for the length of a break.
    Break(Length),
    /// A line that is to be written down.
    Writing(Writing),
    /// What was written down.
    Captures(List),
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text came in at once, from the clipboard.
    Pasted(String),
    /// The mouse's wheel was turned: lines down, or up where negative.
    Wheel(i16),
    /// The mouse's left button was pressed on this row, from the top.
    Click(u16),
    /// The screen has a new measure.
    Resized(Size),
    /// A code block was highlighted.
    Coloured {
        /// The block's language.
        language: String,
        /// Its text.
        source: String,
        /// The roles of its lines.
        lines: Arc<[ColouredLine]>,
    },
    /// A talk runs and was joined.
    Joined,
    /// This is what the talk tells its consoles.
    Told {
        /// Where it is.
        status: Box<Status>,
        /// What the speaker sees.
        backstage: Box<Backstage>,
        /// Who else has joined.
        consoles: Vec<ConsoleAt>,
    },
    /// What became of something the talk was asked for: what it says, if it does, or why not.
    Answered(Result<Option<String>, String>),
    /// The talk is over, or cannot be joined: then a sentence says why.
    Gone(Option<String>),
    /// The time that [`Console::deadline`] named has come.
    Tick,
}

/// What the world must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Close the console; the talk goes on.
    Quit,
    /// Give the terminal back and stop until the shell lets the program go on.
    Suspend,
    /// Draw every cell, whatever the terminal is thought to show.
    Redraw,
    /// Join the talk as a console, which drives if that is said and no other does.
    Follow {
        /// Whether it would.
        drive: bool,
    },
    /// Have the talk do something.
    Order(Order),
    /// Drive from this console.
    TakeWheel,
    /// Let the console of this name drive.
    GiveWheel(String),
    /// Highlight these code blocks, (language, text), the first first; all earlier wishes are void.
    Colour(Vec<(String, String)>),
}

/// The speaker's second terminal.
#[derive(Clone, Debug)]
pub struct Console {
    /// The measure of the screen.
    pub size: Size,
    /// The colours: those of the stage, once it has told.
    pub theme: &'static Theme,
    /// The time; none before anything has happened.
    pub now: Option<Now>,
    /// The talk as it last told of itself; it stays while it is gone.
    pub talk: Option<Talk>,
    /// Whether the talk is joined.
    pub is_joined: bool,
    /// Why none can be joined, where that is not plain.
    pub why: Option<String>,
    /// What is on the screen.
    pub screen: Screen,
    /// The number typed so far.
    pub count: Option<usize>,
    /// What is shown, laid out.
    pub panes: Panes,
    notice: Option<Notice>,
    /// The poll whose votes are forgotten at a `y`.
    asking: Option<String>,
    /// What the last search found, and the index of the hit gone to.
    hits: (Vec<Hit>, usize),
    /// A line that was left without being written down.
    aside: Field,
    /// Whether it drives, or would if no other did.
    would_drive: bool,
    colours: Colours,
    /// Whether the panes must be laid out anew.
    stale: bool,
}

impl Console {
    /// A console that waits for a talk.
    pub fn new(theme: &'static Theme, size: Size) -> Self {
        Self {
            size,
            theme,
            now: None,
            talk: None,
            is_joined: false,
            why: None,
            screen: Screen::Desk,
            count: None,
            panes: Panes::default(),
            notice: None,
            asking: None,
            hits: (Vec::new(), 0),
            aside: Field::default(),
            would_drive: true,
            colours: Colours::default(),
            stale: true,
        }
    }

    /// Takes in what happened.
    pub fn update(&mut self, now: Now, event: Event) -> Vec<Effect> {
        self.now = Some(now);
        self.notice.take_if(|notice| notice.is_over(now));
        match event {
            Event::Key(key) => return self.press(key),
            Event::Pasted(text) => self.paste(&text),
            Event::Wheel(lines) => self.turn(lines),
            Event::Click(row) => return self.click(row),
            Event::Resized(size) => {
                self.stale |= size != self.size;
                self.size = size;
                self.keep_pick_in_sight();
            }
            Event::Coloured { language, source, lines } => {
                self.colours.insert(&language, &source, lines);
                self.stale = true;
            }
            Event::Joined => return vec![Effect::Follow { drive: self.would_drive }],
            Event::Told { status, backstage, consoles } => {
                return self.hear(*status, *backstage, consoles);
            }
            Event::Answered(Ok(said)) => said.into_iter().for_each(|said| self.notify(said)),
            Event::Answered(Err(why)) => self.notify(why),
            Event::Gone(why) => self.lose(why),
            Event::Tick => {
                let runs = |one: &Countdown| matches!(one, Countdown::Until(_));
                self.stale |= self.countdowns().iter().any(runs);
            }
        }
        Vec::new()
    }

    /// The time on the clock of [`Now::monotonic`] at which the screen changes by itself: with every second of the
    /// clock, or of a countdown that runs.
    pub fn deadline(&self) -> Option<Duration> {
        let now = self.now?;
        let notice = self.notice.as_ref().and_then(|notice| notice.until);
        let countdowns = self.countdowns();
        let running = countdowns.iter().filter_map(|one| one.next_change(now.unix_ms));
        let countdown = running.filter(|time| !time.is_zero()).min();
        let clock = self.talk.as_ref().map(|talk| talk.status.clock);
        let runs = clock.filter(|clock| matches!(clock, TalkClock::Running { .. }));
        let elapsed = runs.map(|clock| {
            let into = clock.elapsed_ms(now.unix_ms).rem_euclid(1_000).unsigned_abs();
            Duration::from_millis(1_000 - into)
        });
        let second = countdown.or(elapsed).map(|time| now.monotonic + time);
        [notice, second].into_iter().flatten().min()
    }

    /// What to show in the bottom row, if there is something.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_ref().map(|notice| notice.text.as_str())
    }

    /// Says something in the bottom row for a while.
    pub fn notify(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::new(text, self.now.unwrap_or_default()));
    }

    fn say(&mut self, text: &str) -> Vec<Effect> {
        self.notify(text);
        Vec::new()
    }

    /// The times that run down: of the open round, of the discussion, of the break.
    fn countdowns(&self) -> Vec<Countdown> {
        let Some(Talk { backstage, .. }) = &self.talk else { return Vec::new() };
        let open = backstage.votes.open().map(|open| open.round.countdown);
        let phase = backstage.discussion.as_ref().map(|standing| standing.countdown);
        let recess = backstage.recess.map(|recess| Countdown::Until(recess.ends_ms));
        [open, phase, recess].into_iter().flatten().collect()
    }
}
