//! The state of a talk, and the one place where it changes: [`App::update`].
//!
//! It knows no terminal, no thread and no file. What happens comes in as an [`Event`], what the world
//! must do goes out as an [`Effect`].

use std::sync::Arc;
use std::time::Duration;

use crate::action::Order;
use crate::deck::assemble::Assembled;
use crate::deck::texts::Texts;
use crate::deck::{Deck, Slide, Step};
use crate::highlight::Colours;
use crate::keymap::Key;
use crate::layout::{self, Live, Page, Size, View};
use crate::round::{RoundId, Votes};
use crate::theme::Theme;
use crate::voter::{Seat, Voter};

pub mod areas;
mod audience;
mod backstage;
mod breaks;
mod captures;
mod discussing;
mod event;
mod footer;
mod hands;
mod keys;
mod lists;
mod moves;
pub mod notice;
mod orders;
pub mod picker;
mod reading;
mod rounds;
mod scrolling;
pub mod search;
pub mod status;
mod timing;

pub use audience::RoomNews;
pub use breaks::{Length, planned_break};
pub use captures::{Notebook, Writing};
pub use discussing::notes_of;
pub use event::{Effect, Event, Now, Offer, Opened, Place, Reading};
pub use footer::Footer;
pub use hands::Hands;
pub use lists::List;

use areas::Areas;
use audience::Audience;
use discussing::Course;
use hands::Counting;
use notice::Notice;
use picker::Picker;
use rounds::{Asking, Room};
use search::Hit;
use timing::Timing;

/// What is on the screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// The slide.
    Stage,
    /// Nothing at all.
    Blank,
    /// A list of slides.
    Picker(Picker),
    /// The list of keys, from this line on.
    Help(usize),
    /// The slide, and a field for a count of hands.
    Hands(Hands),
    /// What was written down.
    Captures(List),
    /// The slide, and a field for the length of a break.
    Break(Length),
    /// How to join the room, over the slide.
    Join,
    /// The ballot, for one voter after another.
    Kiosk,
}

/// The speaker's notes for the slide shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// The notes, laid out.
    pub page: Page,
    /// How many of their lines lie above their area.
    pub scroll: usize,
}

/// A talk being given.
#[derive(Clone, Debug)]
pub struct App {
    /// The talk.
    pub deck: Arc<Deck>,
    /// The agenda that the talk is cut to, if it is.
    agenda: Option<String>,
    /// What the talk is made of.
    texts: Arc<Texts>,
    /// The index of the slide shown.
    pub slide: usize,
    /// The step of it that is shown, from 1.
    pub step: Step,
    /// How many lines of the page lie above the screen.
    pub scroll: usize,
    /// The measure of the screen.
    pub size: Size,
    /// The colours.
    pub theme: &'static Theme,
    /// What is on the screen.
    pub screen: Screen,
    /// The notes under the slide, where they are shown.
    pub notes: Option<Notes>,
    /// The number typed so far.
    pub count: Option<usize>,
    /// The time; none where there is no clock to show.
    pub now: Option<Now>,
    /// How the room has voted so far.
    pub votes: Arc<Votes>,
    /// What was written down, and the line being typed.
    pub notebook: Notebook,
    /// The slide, laid out.
    pub page: Page,
    /// The index of a slide that could not be updated or drawn, and why.
    fault: Option<(usize, String)>,
    notice: Option<Notice>,
    /// What the last search found, and the index of the hit gone to.
    hits: (Vec<Hit>, usize),
    /// The ballot for people who vote at this machine.
    pub kiosk: Voter,
    room: Room,
    audience: Audience,
    course: Course,
    timing: Timing,
    counting: Counting,
    asking: Option<Asking>,
    /// The round, and the end of its time, at which it was asked to close.
    closing: Option<(RoundId, i64)>,
    colours: Arc<Colours>,
    whole: bool,
    /// Keys and orders that came before the whole deck was read.
    waiting: Vec<Key>,
    waiting_orders: Vec<(u64, Order)>,
    /// Whether the pages must be laid out anew, and whether what the step reveals must be in sight.
    stale: bool,
    follow: bool,
}

impl App {
    /// A talk at its first slide. A deck that was read in part is completed by [`Event::Read`].
    pub fn new(assembled: Assembled, theme: &'static Theme, size: Size) -> Self {
        let mut app = Self {
            deck: Arc::new(assembled.deck),
            agenda: None,
            texts: assembled.texts,
            slide: 0,
            step: 1,
            scroll: 0,
            size,
            theme,
            screen: Screen::Stage,
            notes: None,
            count: None,
            now: None,
            votes: Arc::default(),
            notebook: Notebook::default(),
            page: Page::default(),
            fault: None,
            notice: None,
            hits: (Vec::new(), 0),
            kiosk: Voter::new(Seat::Kiosk),
            room: Room::default(),
            audience: Audience::default(),
            course: Course::default(),
            timing: Timing::default(),
            counting: Counting::default(),
            asking: None,
            closing: None,
            colours: Arc::default(),
            whole: assembled.whole,
            waiting: Vec::new(),
            waiting_orders: Vec::new(),
            stale: true,
            follow: false,
        };
        if app.deck.slides.is_empty() {
            Arc::make_mut(&mut app.deck).slides.push(Slide { steps: 1, ..Slide::default() });
        }
        app
    }

    /// Cuts the talk to an agenda, now and whenever the deck is read again; whether there is such an agenda.
    pub fn keep_agenda(&mut self, name: &str) -> bool {
        let known = Arc::make_mut(&mut self.deck).keep_agenda(name);
        if known {
            self.agenda = Some(name.to_owned());
            self.plan();
        }
        known
    }

    /// Takes in what happened. Nothing else changes the state of a talk.
    pub fn update(&mut self, now: Now, event: Event) -> Vec<Effect> {
        self.now = Some(now);
        self.notice.take_if(|notice| notice.is_over(now));
        let mut effects = self.take_in(event);
        effects.extend(self.expire(now));
        self.remind();
        self.run_on(now, &mut effects);
        effects
    }

    fn take_in(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.press(key),
            Event::Pasted(text) => return self.paste(&text),
            Event::Wheel(lines) => self.turn(lines),
            Event::Click { x, y } => return self.click(x, y),
            Event::Resized(size) if size == self.size => {}
            Event::Resized(size) => {
                self.size = size;
                self.stale = true;
                self.follow = self.step > 1;
                self.keep_pick_in_sight();
                self.keep_capture_in_sight();
            }
            Event::Read(reading, read) => return self.take_deck(reading, *read),
            Event::Coloured { language, source, lines } => {
                self.stale |= self.shows_code(&source);
                Arc::make_mut(&mut self.colours).insert(&language, &source, lines);
            }
            Event::Tick => self.stale |= self.shows_countdown() || self.shows_course(),
            Event::Ordered(id, order) => return self.obey(id, order),
            Event::Room(news) => self.hear_room(news),
            Event::Opened(_)
            | Event::Votes(_)
            | Event::Captures(_)
            | Event::Done(..)
            | Event::Cast(..)
            | Event::Trouble(_) => return self.hear(event),
            Event::Fault(text) => {
                self.screen = Screen::Stage;
                self.fault = Some((self.slide, text));
            }
        }
        Vec::new()
    }

    /// The time on the clock of [`Now::monotonic`] at which the screen changes by itself.
    pub fn deadline(&self) -> Option<Duration> {
        let now = self.now?;
        let clock = matches!(self.screen, Screen::Stage) && self.areas().footer.is_some();
        let minute = clock.then(|| {
            let into = now.unix_ms.rem_euclid(60_000).unsigned_abs();
            now.monotonic + Duration::from_millis(60_000 - into)
        });
        let notice = self.notice.as_ref().and_then(|notice| notice.until);
        let countdown = self.countdown_deadline(now);
        let talked = self.notes_clock_changes().map(|time| now.monotonic + time);
        let course = self.course_deadline(now);
        [minute, notice, countdown, course, talked].into_iter().flatten().min()
    }

    /// The slide shown.
    pub fn current(&self) -> Option<&Slide> {
        self.deck.slides.get(self.slide)
    }

    /// Where things stand on the stage.
    pub fn areas(&self) -> Areas {
        let footer = self.current().is_none_or(|slide| !slide.no_footer);
        areas::areas(self.size, footer, self.notes.is_some())
    }

    /// What to show in the footer's row, if there is something.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_ref().map(|notice| notice.text.as_str())
    }

    /// Why the slide shown cannot be shown, if it cannot.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_ref().filter(|(slide, _)| *slide == self.slide).map(|(_, why)| why.as_str())
    }

    /// Says something in the footer's row for a while. What was asked there is not asked any more.
    pub fn notify(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::new(text, self.now.unwrap_or_default()));
        self.asking = None;
    }

    /// Keeps a highlighted code block.
    pub fn colours_mut(&mut self) -> &mut Colours {
        self.stale = true;
        Arc::make_mut(&mut self.colours)
    }

    /// The highlighting done so far.
    pub fn colours(&self) -> &Arc<Colours> {
        &self.colours
    }

    /// Lays out what is shown, if it is not yet. To be called before a frame is drawn.
    pub fn settle(&mut self) {
        if !std::mem::take(&mut self.stale) || self.fault().is_some() {
            return;
        }
        let areas = self.areas();
        let Some(slide) = self.deck.slides.get(self.slide) else { return };
        let now_ms = self.now.unwrap_or_default().unix_ms;
        let captures = &*self.notebook.captures;
        let discussion = self.course.running.as_ref();
        let join = self.audience.join.as_ref();
        let joined = join.map(|_| self.audience.joined);
        let live = Live { votes: &self.votes, captures, discussion, now_ms, joined, join };
        let view = View { step: self.step, size: areas.body.size, colours: &self.colours, live };
        let page = self.break_page(areas.body.size);
        self.page = page.unwrap_or_else(|| layout::lay_out(slide, &view));
        if let (Some(notes), Some(area)) = (&mut self.notes, areas.notes) {
            let view = View { size: area.size, ..view };
            notes.page = layout::lay_out_blocks(&notes_of(slide), &view);
            let lines = notes.page.seen_lines();
            notes.scroll = notes.scroll.min(lines.saturating_sub(usize::from(area.size.height)));
        }
        if std::mem::take(&mut self.follow) {
            let height = usize::from(areas.body.size.height);
            self.scroll = self.page.scroll_to_revealed(self.scroll, height);
        }
        self.scroll = self.scroll.min(self.scroll_limit());
    }

    /// How many of the first lines stay in sight while the others are scrolled: the slide's title, where
    /// there is room enough for both.
    pub fn pinned(&self) -> usize {
        self.page.pinned(usize::from(self.areas().body.size.height))
    }

    fn scroll_limit(&self) -> usize {
        self.page.seen_lines().saturating_sub(usize::from(self.areas().body.size.height))
    }
}
