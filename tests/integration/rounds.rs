//! Votes from the stage: keys, orders and clocks on one side, the store on the other, no terminal between.

use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use roundtable::action::{Action, Order};
use roundtable::app::{App, Effect, Event, Now, Offer, Opened, Place};
use roundtable::ballot::{Answer, Participant, Via};
use roundtable::keymap::{Code, Key};
use roundtable::layout::Size;
use roundtable::round::{Phase, WallText};
use roundtable::safe_text::SafeText;
use roundtable::store::{Ballot, News, Opening, Position, Store};
use roundtable::theme::{Depth, Theme};
use roundtable::ui::{self, Frame};

use crate::keys::{keys, read};

const PATIENCE: Duration = Duration::from_secs(30);

const DECK: &str = "# One {#one}\n\nWords.\n\n---\n\n# Who decides? {#who}\n\n```poll\nid = \"who\"\nkind = \"single\"\n\
    question = \"Who decides?\"\nchoices = [\"core\", \"team\", \"both\"]\n```\n\n---\n\n# How sure? {#sure}\n\nFirst this.\n\n\
    <!-- pause -->\n\n```poll\nid = \"sure\"\nkind = \"fist\"\nseconds = 60\nquestion = \"How sure are you?\"\n```\n\n\
    ---\n\n# Two {#two}\n\n```poll\nid = \"first\"\nkind = \"single\"\nquestion = \"First?\"\nchoices = [\"a\", \"b\"]\n\
    ```\n\n```poll\nid = \"second\"\nkind = \"single\"\nquestion = \"Second?\"\nchoices = [\"a\", \"b\"]\n```\n\n---\n\n\
    # Wall {#wall}\n\n```poll\nid = \"wall\"\nkind = \"text\"\nquestion = \"What would you change?\"\n```\n";

/// A talk with votes on disk and without a terminal.
pub(crate) struct Talk {
    pub(crate) app: App,
    pub(crate) store: Store,
    news: Receiver<Event>,
    post: mpsc::Sender<Event>,
    pub(crate) replies: Vec<(u64, Result<(), String>)>,
    texts: Vec<WallText>,
    /// What the stage would have said, told to who asked.
    pub(crate) said: String,
    pub(crate) quits: bool,
    now: Now,
    /// Where the store was told that the talk is.
    told: (String, u16),
    pub(crate) folder: tempfile::TempDir,
}

fn place(position: Position) -> Place {
    Place { slide: position.slide, step: position.step }
}

impl Talk {
    fn new() -> Self {
        Self::of(DECK)
    }

    /// A talk of this deck.
    pub(crate) fn of(deck: &str) -> Self {
        Self::at(deck, tempfile::tempdir().unwrap(), false, 1_700_000_000_000)
    }

    /// The talk breaks off, and another one begins so many seconds later.
    #[must_use]
    pub(crate) fn again(self, deck: &str, seconds: i64, resume: bool) -> Self {
        let Self { store, news, post, folder, now, .. } = self;
        drop((store, post));
        while news.recv_timeout(PATIENCE).is_ok() {}
        Self::at(deck, folder, resume, now.unix_ms + seconds * 1_000)
    }

    pub(crate) fn at(deck: &str, folder: tempfile::TempDir, resume: bool, at_ms: i64) -> Self {
        let [theme, ..] = Theme::ALL;
        let app = App::new(read(deck), theme, Size { width: 80, height: 24 });
        Self::begin(app, folder, resume, at_ms)
    }

    /// A talk that stands at its beginning.
    pub(crate) fn given(app: App) -> Self {
        Self::begin(app, tempfile::tempdir().unwrap(), false, 1_700_000_000_000)
    }

    fn begin(app: App, folder: tempfile::TempDir, resume: bool, at_ms: i64) -> Self {
        let (post, news) = mpsc::channel();
        let teller = post.clone();
        let path = folder.path().to_owned();
        let opening = Opening { folder: path, title: "T".into(), resume, at_ms };
        let store = Store::start(opening, move |news| {
            let event = match news {
                News::Opened(opened) => Event::Opened(Ok(Opened {
                    resumed: opened.resumed.map(place),
                    offer: opened.offer.map(|offer| Offer {
                        place: place(offer.position),
                        ballots: offer.ballots,
                    }),
                    under_way: *opened.under_way,
                    notice: opened.notice,
                })),
                News::Unusable(why) => Event::Opened(Err(why)),
                News::Votes(votes) => Event::Votes(votes),
                News::Captures(captures) => Event::Captures(captures),
                News::Door(_) => return,
                News::Trouble(why) => Event::Trouble(why),
            };
            let _ = teller.send(event);
        })
        .unwrap();
        let now = Now { monotonic: Duration::ZERO, unix_ms: at_ms, utc_offset: 0 };
        let (replies, texts, quits, told) = (Vec::new(), Vec::new(), false, (String::new(), 0));
        let said = String::new();
        let mut talk =
            Self { app, store, news, post, replies, texts, said, quits, now, told, folder };
        // What the store tells meanwhile waits: it is the first event to be taken in.
        talk.app.update(now, Event::Tick);
        talk.tell_place();
        let opened = talk.news.recv_timeout(PATIENCE).unwrap();
        talk.event(opened);
        talk
    }

    pub(crate) fn now(&self) -> Now {
        self.now
    }

    /// Takes in an event, then all that the store tells until nothing is under way.
    pub(crate) fn event(&mut self, event: Event) {
        let mut waiting = vec![event];
        let mut under_way = 0;
        while let Some(event) = waiting
            .pop()
            .or_else(|| (under_way > 0).then(|| self.news.recv_timeout(PATIENCE).unwrap()))
        {
            if matches!(event, Event::Done(..) | Event::Cast(..)) {
                under_way -= 1;
            }
            for effect in self.app.update(self.now, event) {
                under_way += self.act(effect);
            }
        }
        for event in self.news.try_iter().collect::<Vec<_>>() {
            self.app.update(self.now, event);
        }
        self.tell_place();
        self.app.settle();
    }

    fn tell_place(&mut self) {
        let status = self.app.status();
        let place = (status.slide, status.step);
        if place != self.told {
            let (slide, step) = place.clone();
            let at_ms = self.now.unix_ms;
            self.store.position(Position { slide, step, elapsed_ms: None, at_ms });
            self.told = place;
        }
    }

    fn act(&mut self, effect: Effect) -> usize {
        let (post, at_ms) = (self.post.clone(), self.now.unix_ms);
        match effect {
            Effect::Command(ticket, command) => {
                self.store.command(command, at_ms, move |result| {
                    post.send(Event::Done(ticket, result)).unwrap();
                });
                1
            }
            Effect::Capture { ticket, change, at_ms } => {
                self.store.capture(change, at_ms, move |result| {
                    post.send(Event::Done(ticket, result)).unwrap();
                });
                1
            }
            Effect::Cast { turn, round, answer } => {
                let key = format!("kiosk-{turn}").into_bytes();
                let participant = Participant { via: Via::Kiosk, key };
                let ballot = Ballot { round, participant, answer, seq: None, at_ms };
                self.store.cast(ballot, move |result| {
                    let result = result.map(drop).map_err(|error| error.to_string());
                    post.send(Event::Cast(turn, result)).unwrap();
                });
                1
            }
            Effect::Note { at_ms, note } => {
                self.store.note(at_ms, note);
                0
            }
            Effect::Resume => {
                self.store.resume();
                0
            }
            Effect::Reply(order, result) => {
                self.replies.push((order, result));
                0
            }
            Effect::Said(order, said) => {
                self.replies.push((order, Ok(())));
                self.said = said;
                0
            }
            Effect::Texts(order, texts) => {
                self.replies.push((order, Ok(())));
                self.texts = texts;
                0
            }
            Effect::Quit => {
                self.quits = true;
                0
            }
            _ => 0,
        }
    }

    #[must_use]
    pub(crate) fn press(mut self, names: &str) -> Self {
        for name in names.split(' ').filter(|name| !name.is_empty()) {
            for key in keys(name) {
                self.event(Event::Key(key));
            }
        }
        self
    }

    #[must_use]
    pub(crate) fn order(mut self, order: Order) -> Self {
        self.take_order(order);
        self
    }

    pub(crate) fn take_order(&mut self, order: Order) {
        let id = self.replies.len() as u64 + 1;
        self.event(Event::Ordered(id, order));
        assert_eq!(self.replies.last().map(|(replied, _)| *replied), Some(id));
    }

    pub(crate) fn happens(&mut self, event: Event) {
        self.event(event);
    }

    #[track_caller]
    pub(crate) fn answers(self, result: Result<(), &str>) -> Self {
        let last = self.replies.last().unwrap().1.clone();
        assert_eq!(last, result.map_err(ToOwned::to_owned));
        self
    }

    #[must_use]
    pub(crate) fn after(self, seconds: i64) -> Self {
        self.after_ms(seconds * 1_000)
    }

    /// So many milliseconds pass in which nothing happens.
    #[must_use]
    pub(crate) fn after_ms(mut self, ms: i64) -> Self {
        self.now.monotonic += Duration::from_millis(ms.unsigned_abs());
        self.now.unix_ms += ms;
        self.event(Event::Tick);
        self
    }

    /// Somebody in the room votes.
    #[must_use]
    pub(crate) fn voter(mut self, name: &str, value: Answer) -> Self {
        let round = self.app.votes.open().unwrap().round.id;
        let participant = Participant { via: Via::Web, key: name.as_bytes().to_vec() };
        let at_ms = self.now.unix_ms;
        let ballot = Ballot { round, participant, answer: value, seq: None, at_ms };
        let (recorded, record) = mpsc::channel();
        self.store.cast(ballot, move |result| recorded.send(result).unwrap());
        record.recv_timeout(PATIENCE).unwrap().unwrap();
        self.event(Event::Tick);
        self
    }

    pub(crate) fn screen(&self) -> String {
        let mut frame = Frame::default();
        ui::draw(&self.app, Depth::True, &mut frame);
        ui::paint::lines(&frame, false)
    }

    #[track_caller]
    pub(crate) fn shows(self, text: &str) -> Self {
        assert!(self.screen().contains(text), "no `{text}` in\n{}", self.screen());
        self
    }

    #[track_caller]
    pub(crate) fn hides(self, text: &str) -> Self {
        assert!(!self.screen().contains(text), "`{text}` in\n{}", self.screen());
        self
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.now.unix_ms
    }

    /// How long until the talk wakes, in milliseconds.
    pub(crate) fn sleeps(&self) -> u128 {
        self.app.deadline().unwrap().saturating_sub(self.now.monotonic).as_millis()
    }

    /// Ends the session, so that all of it is on disk.
    pub(crate) fn end(self) -> tempfile::TempDir {
        self.store.end(self.now.unix_ms);
        self.folder
    }

    #[track_caller]
    pub(crate) fn phases(self, expected: &[Phase]) -> Self {
        let phases: Vec<Phase> =
            self.app.votes.rounds.iter().map(|counted| counted.round.phase).collect();
        assert_eq!(phases, expected, "\n{}", self.screen());
        self
    }
}

use Phase::{Closed, Open, Revealed};

#[test]
fn one_key_goes_forward_through_a_round_and_on_to_the_next() {
    let talk = Talk::new().press("v").shows("There is no poll on this slide").phases(&[]);
    let talk = talk.press("→ v").phases(&[Open]).shows("0 answered");
    let talk = talk.voter("a", Answer::Choices(vec![1])).voter("b", Answer::Choices(vec![2]));
    // Blind while open and while closed: how many, never what.
    let talk = talk.shows("2 answered").hides("█").press("v").phases(&[Closed]).hides("█");
    let talk = talk.press("v").phases(&[Revealed]).shows("█").press("v").phases(&[Revealed, Open]);
    talk.hides("█").shows("0 answered").press("v v").phases(&[Revealed, Revealed]).shows("before");
}

#[test]
fn one_key_goes_back_and_loses_no_ballot() {
    let talk = Talk::new().press("→ v").voter("a", Answer::Choices(vec![1]));
    let talk = talk.press("V").phases(&[Open]).shows("There are answers in this round");
    let talk = talk.press("v v").phases(&[Revealed]).press("V").phases(&[Closed]).hides("█");
    let talk = talk.press("V").phases(&[Open]).shows("1 answered");
    // An open round without ballots is withdrawn.
    let talk = talk.press("v v v").phases(&[Revealed, Open]).press("V").phases(&[Revealed]);
    talk.press("3 G V").shows("No round of this poll was opened yet");
}

#[test]
fn a_reset_asks_first() {
    let talk = Talk::new().press("→ v").voter("a", Answer::Choices(vec![1])).press("v v");
    let talk = talk.press("X").shows("Forget all votes on `who`? y forgets them").press("n");
    let talk = talk.phases(&[Revealed]).press("← X y");
    talk.phases(&[]).press("X").shows("There are no votes on this poll");
}

#[test]
fn quitting_asks_only_while_a_poll_is_open() {
    let talk = Talk::new().press("→ v q").shows("A poll is open: end the talk? y ends it");
    let talk = talk.after(60).shows("y ends it");
    assert!(!talk.quits);
    let talk = talk.press("j").hides("y ends it");
    assert!(!talk.quits);
    assert!(talk.press("q y").quits);
    assert!(Talk::new().press("→ v v q").quits);
    assert!(Talk::new().press("→ v ctrl-c").quits);
}

#[test]
fn a_countdown_runs_is_extended_paused_and_closes_the_round() {
    let talk = Talk::new().press("3 G → v").phases(&[Open]).shows("1:00 left");
    let talk = talk.after(20).shows("0:40 left").press("+").shows("1:10 left");
    let talk = talk.press("P").shows("1:10 left").after(30).shows("1:10 left").shows("aused");
    let talk = talk.press("P").after(69).phases(&[Open]).shows("0:01 left");
    talk.after(1).phases(&[Closed]).hides("left");
}

#[test]
fn the_countdown_is_the_next_thing_to_wake_for() {
    let mut talk = Talk::new().press("3 G → v");
    // A notice that goes, and the minute of the clock, come later.
    let deadline =
        |talk: &Talk| talk.app.deadline().unwrap().saturating_sub(talk.now.monotonic).as_millis();
    assert!(deadline(&talk) <= 1_000, "{}", deadline(&talk));
    talk.now.unix_ms += 300;
    talk.now.monotonic += Duration::from_millis(300);
    talk.event(Event::Tick);
    assert!(deadline(&talk) <= 701, "{}", deadline(&talk));
    // Off the stage only its end counts.
    let talk = talk.press("g").after(4);
    assert!(deadline(&talk) > 1_000, "{}", deadline(&talk));
}

#[test]
fn a_poll_that_is_not_yet_seen_is_shown_when_it_opens() {
    let talk = Talk::new().press("3 G").hides("How sure are you?").press("v");
    talk.shows("How sure are you?").phases(&[Open]);
}

#[test]
fn hands_are_counted_corrected_and_taken_back() {
    let talk =
        Talk::new().press("→ H").phases(&[Open]).shows("3 more to type").press("1 2 space 7");
    let talk = talk.shows("12 7").press("enter").shows("3 numbers are wanted").press("space 4");
    let talk = talk.shows("23 hands").press("enter").shows("23 answered").shows("23 hands counted");
    let talk = talk.press("H").shows("12 7 4").press("backspace 5 enter").shows("24 answered");
    let talk = talk.press("U").shows("23 answered").press("v v").shows("counted by hand");
    let counted = talk.app.votes.latest("who").unwrap();
    assert_eq!(counted.tally.hands(), Some(&[12, 7, 4][..]));
    let talk = talk.press("V V H ctrl-u enter").shows("0 answered");
    assert_eq!(talk.app.votes.latest("who").unwrap().tally.hands(), None);
    let talk = talk.press("g H").shows("Who decides?").press("esc v g H");
    talk.shows("There is no poll on this slide");
}

#[test]
fn hands_say_where_they_begin_and_show_the_number_that_is_typed() {
    let talk = Talk::new().press("→ H").shows("Hands, from choice 1 on:").press("esc v v");
    let talk = talk.press("3 G → H").shows("Hands, from 0 on:");
    let mut talk = talk.press("esc");
    talk.event(Event::Resized(Size { width: 50, height: 20 }));
    let mut talk = talk.press("H");
    talk.event(Event::Pasted("10000 ".repeat(1_000)));
    talk.event(Event::Key(Key::plain(Code::Backspace)));
    let talk = talk.shows("10000▏").press("enter");
    talk.shows("60000 answered");
}

#[test]
fn hands_leave_with_escape_as_they_were() {
    let talk = Talk::new().press("→ H 1 esc").hides("Hands, from").phases(&[]);
    // A round that was there before stays, and so does one in which somebody has answered.
    let talk = talk.press("v H 1 esc").phases(&[Open]).press("v v H").phases(&[Revealed, Open]);
    let talk = talk.voter("a", Answer::Choices(vec![1])).press("esc").phases(&[Revealed, Open]);
    talk.shows("1 answered").press("→ ←").shows("Who decides?");
}

#[test]
fn people_vote_at_this_machine_one_after_another() {
    let talk = Talk::new().press("→ B").phases(&[Open]).shows("core").press("q").shows("ctrl-t");
    let talk = talk.press("1 enter").hides("core").press("enter 2 enter enter 2 enter ctrl-t");
    let talk = talk.shows("3 answered").press("B enter 3 enter ctrl-t").shows("4 answered");
    let talk = talk.press("v v");
    assert_eq!(talk.app.votes.latest("who").unwrap().tally.choices(), [1, 2, 1]);
}

#[test]
fn orders_are_answered_when_they_have_happened() {
    let talk = Talk::new().order(Order::Next).answers(Ok(())).shows("Who decides?");
    let talk = talk.order(Order::Previous).answers(Ok(())).order(Order::Close);
    let talk = talk.answers(Err("no poll is open")).order(Order::Open(None));
    let talk = talk.answers(Err("there is no poll on the slide shown: say which to open"));
    let talk = talk.order(Order::Open(Some("none".into())));
    let talk = talk.answers(Err("the talk has no poll `none`"));
    let talk = talk.order(Order::Open(Some("sure".into()))).answers(Ok(())).phases(&[Open]);
    let status = talk.app.status();
    assert_eq!((status.slide.as_str(), status.step, status.phase), ("sure", 2, "open"));
    let talk = talk.order(Order::Open(Some("who".into())));
    let talk = talk.answers(Err("the poll `sure` is still open: close it first"));
    assert_eq!(talk.app.status().slide, "sure");
    let talk = talk.order(Order::Close).answers(Ok(())).order(Order::Reveal).answers(Ok(()));
    let talk = talk.phases(&[Revealed]).order(Order::Reveal);
    let talk = talk.answers(Err("no poll is closed and not yet revealed"));
    let talk = talk.order(Order::Again).answers(Ok(())).phases(&[Revealed, Open]);
    let talk = talk.order(Order::GoTo("1".into())).answers(Ok(())).shows("Words.");
    let talk = talk.order(Order::GoTo("who".into())).answers(Ok(()));
    let talk = talk.order(Order::GoTo("x".into()));
    let talk = talk.answers(Err("the deck has no slide `x`: `roundtable outline` lists all 5"));
    let talk = talk.order(Order::Blank).hides("Who decides?").order(Order::Blank);
    let talk = talk.shows("Who decides?").order(Order::Quit).answers(Ok(()));
    assert!(talk.quits);
}

#[test]
fn the_state_never_has_a_count_of_answers() {
    let talk = Talk::new().press("→ v").voter("a", Answer::Choices(vec![3]));
    let status = talk.app.status();
    assert_eq!((status.poll.as_deref(), status.round, status.ballots), (Some("who"), Some(1), 1));
    assert_eq!(status.open.unwrap().phase, Open);
    let talk = talk.press("v v g");
    assert_eq!(talk.app.status().phase, "idle");
}

#[test]
fn without_a_store_the_talk_goes_on_and_says_so() {
    let mut talk = Talk::new();
    talk.event(Event::Opened(Err("the disk is full".into())));
    let talk = talk.shows("No votes in this talk: the disk is full").press("→ v");
    let talk = talk.shows("Votes cannot be recorded: the disk is full").phases(&[]);
    talk.order(Order::Open(None)).answers(Err("votes cannot be recorded: the disk is full"));
}

#[test]
fn a_talk_that_broke_off_is_offered_and_taken_up() {
    let mut talk = Talk::new();
    let place = Place { slide: "who".into(), step: 1 };
    let opened = Opened { offer: Some(Offer { place, ballots: 2 }), ..Opened::default() };
    talk.event(Event::Opened(Ok(opened)));
    let talk = talk.shows("The last talk broke off at `who` with 2 ballots: R takes it up");
    let talk = talk.after(5).press("R").shows("Who decides?").shows("Taken up");
    talk.press("R").shows("There is no talk that broke off");
}

#[test]
fn keys_of_a_ballot_reach_the_kiosk_alone() {
    let mut talk = Talk::new().press("→ B");
    talk.event(Event::Key(Key::plain(Code::Right)));
    talk.event(Event::Pasted("q".into()));
    assert!(!talk.quits);
    assert_eq!(talk.app.slide, 1);
}

#[test]
fn of_two_polls_on_a_slide_the_one_asked_last_goes_back() {
    let talk = Talk::new().press("4 G v").voter("a", Answer::Choices(vec![1])).press("v v");
    let talk = talk.phases(&[Revealed]).press("V").phases(&[Closed]).press("v X");
    let talk = talk.shows("Forget all votes on `first`?").press("j v").phases(&[Revealed, Open]);
    talk.press("V").phases(&[Revealed]).press("V").phases(&[Closed]);
}

#[test]
fn what_was_asked_is_not_answered_once_it_is_gone_from_the_screen() {
    let talk = Talk::new().press("→ v v v X").shows("y forgets them").order(Order::Next);
    talk.press("y").phases(&[Revealed]).press("← q").after(60).press("y").phases(&[Revealed]);
    let talk = Talk::new().press("→ v q").shows("y ends it").order(Order::Close);
    assert!(!talk.press("y").quits);
}

#[test]
fn advice_is_read_whole_and_stays_long_enough_to_be_read() {
    let talk = Talk::new().press("→ H 4 space 4 space 4 enter v").shows("Hear each side.");
    let talk = talk.shows("The room is split.").after(5).shows("The room is split.").after(5);
    let talk = talk.hides("Hear each side.").press("H ctrl-u 5 space 4 space 1 enter V v");
    talk.shows("vote again. ").shows("Many see it one way, and many do not.");
}

#[test]
fn an_order_shows_what_it_asks_for_whatever_was_on_the_screen() {
    for before in ["b", "o", "?", "/ x", "→ H 1", "→ B 1"] {
        let talk = Talk::new().press(before).order(Order::GoTo("three-hidden".into()));
        assert!(talk.replies.last().unwrap().1.is_err());
        let talk = talk.order(Order::GoTo("one".into())).order(Order::Next).answers(Ok(()));
        talk.shows("Who decides?").hides("ctrl-t").hides("Hands, from");
        let talk = Talk::new().press(before).order(Order::Close);
        let talk = talk.order(Order::Open(Some("first".into()))).answers(Ok(()));
        let is_ballot = before.ends_with("B 1");
        let talk = talk.shows(if is_ballot { "ctrl-t" } else { "Second?" }).shows("First?");
        talk.order(Order::Close).order(Order::Reveal).answers(Ok(())).shows("Second?");
    }
}

#[test]
fn the_next_voter_never_sees_a_ballot_that_an_order_broke_off() {
    let talk = Talk::new().press("→ B 2").shows("Enter casts your vote").order(Order::Blank);
    let talk = talk.hides("core").press("j B").shows("Press 1–3, then Enter");
    let talk = talk.press("2").order(Order::Next).press("← B").shows("Press 1–3, then Enter");
    talk.press("enter").shows("Choose first");
}

#[test]
fn texts_reach_the_wall_only_when_they_are_released() {
    let talk = Talk::new().order(Order::Texts(None)).answers(Err("no text poll was opened yet"));
    let talk = talk.press("G v").voter("a", Answer::Text(SafeText::new("More time.")));
    let talk = talk.voter("b", Answer::Text(SafeText::new("Buy my stuff"))).press("v v");
    let talk = talk.hides("More time.").shows("2 waiting").order(Order::Texts(None));
    let texts: Vec<_> = talk.texts.iter().map(|text| (text.text.as_str(), text.released)).collect();
    assert_eq!(texts, [("More time.", false), ("Buy my stuff", false)]);
    let number = talk.texts[0].participant;
    let release = |shown| Order::Release { text: number, shown, poll: Some("wall".into()) };
    let talk = talk.press("b").order(release(true)).answers(Ok(())).press("j");
    let talk = talk.shows("More time.").hides("Buy my stuff").shows("1 waiting");
    // Those that wait come first.
    let talk = talk.order(Order::Texts(Some("wall".into())));
    assert_eq!(talk.texts.last().map(|text| text.released), Some(true));
    let talk = talk.order(release(false)).answers(Ok(())).hides("More time.");
    let talk = talk.order(Order::Release { text: 99, shown: true, poll: None });
    let talk = talk.answers(Err("That text is not in this round."));
    let talk = talk.order(Order::Texts(Some("who".into())));
    talk.answers(Err("no round of a text poll `who` was opened yet"));
}

#[test]
fn a_console_does_what_keys_do_and_reads_what_the_stage_would_have_said() {
    let act = |talk: Talk, action| talk.order(Order::Act(action)).answers(Ok(()));
    let answered = |talk: &Talk| talk.app.votes.rounds.last().map(|last| last.tally.voters());
    let talk = Talk::new().order(Order::Place { slide: "who".into(), step: 1 });
    let talk = act(talk, Action::VoteForward).phases(&[Open]);
    let talk = talk.order(Order::Hands(vec![3, 0, 9])).answers(Ok(()));
    assert_eq!(
        (talk.said.as_str(), answered(&talk)),
        ("12 hands counted: H corrects, U takes back", Some(12))
    );
    let talk = talk.hides("hands counted").order(Order::Hands(vec![1]));
    let talk = talk.answers(Err("3 numbers are wanted, one for each choice"));
    let talk = act(act(talk, Action::VoteForward), Action::VoteForward).phases(&[Revealed]);
    let talk = talk.order(Order::Reset("who".into())).answers(Ok(())).phases(&[]);
    let talk = talk.order(Order::Reset("who".into())).answers(Err("there are no votes on `who`"));
    // A round is opened for counts that come first.
    let talk = talk.order(Order::Hands(vec![1, 2, 0])).answers(Ok(())).phases(&[Open]);
    assert_eq!(answered(&talk), Some(3));
    let talk = act(talk, Action::Theme);
    assert_eq!(talk.said, "Theme: light");
    let talk = act(talk.press("o"), Action::Last);
    assert_eq!(talk.app.slide + 1, talk.app.deck.slides.len());
    talk.shows("What would you change?");
}

#[test]
fn what_asks_first_or_is_for_who_sits_there_is_no_order() {
    for action in [Action::Quit, Action::ResetVotes, Action::Notes, Action::Kiosk, Action::Break] {
        let before = Talk::new().screen();
        let talk = Talk::new().order(Order::Act(action));
        assert!(!talk.quits && !talk.said.is_empty(), "{action:?}");
        assert_eq!(talk.screen(), before, "{action:?}");
    }
}
