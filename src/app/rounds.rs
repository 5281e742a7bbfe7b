//! Votes: one key forward, one back, the countdown, and what the store tells of it all.

use std::sync::Arc;
use std::time::Duration;

use super::{App, Effect, Event, Now, Opened, Place, Screen};
use crate::action::Action;
use crate::advice::{self, Window};
use crate::deck::{BlockKind, Slide, Step};
use crate::keymap::{Code, Key};
use crate::poll::Poll;
use crate::round::{Command, Countdown, Counted, Phase, Votes};
use crate::voter::Deed;

/// What waits for a `y`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// Whether to end the talk while a round is open.
    Quit,
    /// Whether to stop the program while people can join.
    Suspend,
    /// Whether to forget all votes on the poll with this id.
    Reset(String),
}

/// How much longer a round stays open at a press of the key.
const MORE_MS: i64 = 30_000;

/// What the talk knows of votes.
#[derive(Clone, Debug, Default)]
pub(super) struct Room {
    /// Why nothing can be recorded, if it cannot.
    pub(super) unusable: Option<String>,
    /// Where a talk broke off that can be taken up again.
    offered: Option<Place>,
    /// Commands that are under way: their tickets, each with the order it came by, if it did.
    pending: Vec<(u64, Option<u64>)>,
    tickets: u64,
    /// The share of agreement in which a talk with the neighbour is most worth its time.
    pub(super) window: Window,
}

impl App {
    /// The poll that the keys act on, with its latest round: the one that is open, else that of the slide
    /// shown. Of several, the first that is not revealed.
    pub(super) fn poll_in_hand(&self) -> Option<(Arc<Poll>, Option<&Counted>)> {
        if let Some(open) = self.votes.open() {
            return Some((Arc::clone(&open.round.poll), Some(open)));
        }
        let polls = self.current().map(Slide::asked).unwrap_or_default();
        let seen: Vec<&Poll> =
            polls.iter().filter(|(from, _)| *from <= self.step).map(|(_, poll)| *poll).collect();
        let is_over = |poll: &&&Poll| {
            let latest = self.votes.latest(&poll.id);
            latest.is_some_and(|latest| latest.round.phase == Phase::Revealed)
        };
        let next = seen.iter().find(|poll| !is_over(poll)).or(seen.last()).copied();
        let poll = next.or_else(|| polls.first().map(|(_, poll)| *poll))?;
        Some((Arc::new(poll.clone()), self.votes.latest(&poll.id)))
    }

    /// The poll that was asked last, where several stand on a slide: the one in hand may have no round yet.
    fn poll_to_take_back(&self) -> Option<(Arc<Poll>, Option<&Counted>)> {
        let in_hand = self.poll_in_hand()?;
        if self.votes.open().is_some() {
            return Some(in_hand);
        }
        let here = self.current().map(Slide::asked).unwrap_or_default();
        let latest = here.iter().filter_map(|(_, poll)| self.votes.latest(&poll.id));
        let newest = latest.max_by_key(|latest| latest.round.id);
        Some(newest.map_or(in_hand, |newest| (Arc::clone(&newest.round.poll), Some(newest))))
    }

    pub(super) fn vote(&mut self, action: Action) -> Vec<Effect> {
        if let Some(why) = &self.room.unusable {
            let why = format!("Votes cannot be recorded: {why}");
            self.notify(why);
            return Vec::new();
        }
        if self.recess().is_some() {
            return self.say("The break goes on: → ends it");
        }
        let takes_back = matches!(action, Action::VoteBack | Action::ResetVotes);
        let in_hand = if takes_back { self.poll_to_take_back() } else { self.poll_in_hand() };
        let Some((poll, latest)) = in_hand else {
            return self.say("There is no poll on this slide");
        };
        let round = latest.map(|latest| latest.round.clone());
        let phase = round.as_ref().map(|round| round.phase);
        let id = round.as_ref().map_or(0, |round| round.id);
        let open = phase == Some(Phase::Open);
        let command = match action {
            Action::VoteForward => match phase {
                Some(Phase::Open) => Command::Close(id),
                Some(Phase::Closed) => Command::Reveal(id),
                Some(Phase::Revealed) | None => return self.open_round(poll, None),
            },
            Action::VoteBack if phase.is_some() => Command::Back(id),
            Action::VoteBack => {
                return self.say("No round of this poll was opened yet: v opens one");
            }
            Action::MoreTime | Action::PauseTime if !open => {
                return self.say("No round is open: v opens one");
            }
            Action::MoreTime | Action::PauseTime => {
                let now = self.now.unwrap_or_default().unix_ms;
                let countdown = round.map_or(Countdown::None, |round| round.countdown);
                match action {
                    Action::MoreTime => Command::Countdown(id, countdown.extended(MORE_MS, now)),
                    _ if countdown == Countdown::None => {
                        return self.say("This round has no countdown: + gives it 30 seconds");
                    }
                    _ => Command::Countdown(id, countdown.toggled(now)),
                }
            }
            Action::ResetVotes if phase.is_some() => {
                let text = format!("Forget all votes on `{}`? y forgets them", poll.id);
                return self.ask(Asking::Reset(poll.id.clone()), text);
            }
            Action::ResetVotes => return self.say("There are no votes on this poll"),
            Action::Hands => return self.count_hands(&poll),
            Action::UndoHands => return self.undo_hands(),
            _ => {
                let opened = if phase.is_none() { self.open_round(poll, None) } else { Vec::new() };
                self.screen = Screen::Kiosk;
                return opened;
            }
        };
        vec![self.command(command, None)]
    }

    /// Sets between which shares of agreement a talk with the neighbour is advised.
    pub fn set_window(&mut self, window: Window) {
        self.room.window = window;
    }

    pub(super) fn say(&mut self, text: &str) -> Vec<Effect> {
        self.notify(text);
        Vec::new()
    }

    /// Opens the next round of a poll, at the place where the poll is seen.
    pub(super) fn open_round(&mut self, poll: Arc<Poll>, order: Option<u64>) -> Vec<Effect> {
        let mut effects = self.end_break();
        effects.extend(self.show_poll(&poll.id));
        effects.push(self.command(Command::Open(poll), order));
        effects
    }

    /// Goes to the place where a poll is seen, if it is not. The ballot stays: its voters see the poll there.
    pub(super) fn show_poll(&mut self, id: &str) -> Vec<Effect> {
        if !matches!(self.screen, Screen::Kiosk) {
            self.show_stage();
        }
        match self.place_of(id) {
            Some((slide, step)) if slide != self.slide || step > self.step => {
                self.go_to(slide, step)
            }
            _ => Vec::new(),
        }
    }

    /// Shows the slide, whatever was on the screen. Nothing of a voter stays behind.
    pub(super) fn show_stage(&mut self) {
        if matches!(self.screen, Screen::Kiosk) {
            self.kiosk.clear();
        }
        self.screen = Screen::Stage;
    }

    /// Where a poll stands: the slide's index and the first step at which it is seen.
    pub(super) fn place_of(&self, id: &str) -> Option<(usize, Step)> {
        let slides = self.deck.slides.iter().enumerate();
        slides
            .flat_map(|(index, slide)| slide.asked().into_iter().map(move |found| (index, found)))
            .find(|(_, (_, poll))| poll.id == id)
            .map(|(index, (from, _))| (index, from))
    }

    pub(super) fn command(&mut self, command: Command, order: Option<u64>) -> Effect {
        let ticket = self.ticket();
        self.room.pending.push((ticket, order));
        Effect::Command(ticket, command)
    }

    /// A number for what is asked of the store, to tell answers apart by.
    pub(super) fn ticket(&mut self) -> u64 {
        self.room.tickets += 1;
        self.room.tickets
    }

    pub(super) fn ask(&mut self, asking: Asking, text: String) -> Vec<Effect> {
        self.notify(text);
        if let Some(notice) = &mut self.notice {
            notice.until = None;
        }
        self.asking = Some(asking);
        Vec::new()
    }

    /// Does what was asked about if the key says so; none where the key is to be taken as ever.
    pub(super) fn answer(&mut self, key: Key) -> Option<Vec<Effect>> {
        let asking = self.asking.take()?;
        self.notice = None;
        if key.code != Code::Char('y') {
            return None;
        }
        Some(match asking {
            Asking::Quit => vec![Effect::Quit],
            Asking::Suspend => vec![Effect::Suspend],
            Asking::Reset(poll) => vec![self.command(Command::Reset(poll), None)],
        })
    }

    /// Takes in what the store tells.
    pub(super) fn hear(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened(Ok(opened)) => return self.begin_room(opened),
            Event::Opened(Err(why)) => {
                if !self.begin_rehearsal() {
                    self.notify(format!("No votes in this talk: {why}"));
                }
                self.room.unusable = Some(why);
            }
            Event::Votes(votes) => return self.take_votes(votes),
            Event::Captures(captures) => self.take_captures(captures),
            Event::Done(ticket, result) => {
                if let Some(effects) = self.capture_done(ticket, &result) {
                    return effects;
                }
                let at = self.room.pending.iter().position(|(pending, _)| *pending == ticket);
                let order = at.and_then(|at| self.room.pending.remove(at).1);
                // Who asked from elsewhere is told there.
                if let (Err(why), None) = (&result, order) {
                    self.notify(why.clone());
                }
                return order.map(|order| Effect::Reply(order, result)).into_iter().collect();
            }
            Event::Cast(turn, result) => {
                if let (Err(why), Screen::Stage) = (&result, &self.screen) {
                    self.notify(format!("A vote was not recorded: {why}"));
                }
                let deed = self.kiosk.told(turn, result);
                return self.do_deed(deed);
            }
            Event::Trouble(why) => self.notify(why),
            _ => {}
        }
        Vec::new()
    }

    fn begin_room(&mut self, opened: Opened) -> Vec<Effect> {
        self.room.unusable = None;
        if let Some(offer) = opened.offer {
            let ballots = match offer.ballots {
                0 => String::new(),
                1 => " with 1 ballot".to_owned(),
                some => format!(" with {some} ballots"),
            };
            let slide = &offer.place.slide;
            self.notify(format!("The last talk broke off at `{slide}`{ballots}: R takes it up"));
            self.room.offered = Some(offer.place);
            self.course.offered = opened.under_way.clone();
        }
        if let Some(notice) = opened.notice {
            self.notify(notice);
        }
        match opened.resumed {
            Some(place) => {
                let mut effects = self.take_up(&place);
                effects.extend(self.pick_up(opened.under_way));
                effects
            }
            None => Vec::new(),
        }
    }

    fn take_up(&mut self, place: &Place) -> Vec<Effect> {
        match self.deck.position(&place.slide) {
            Some(slide) => {
                self.notify("Taken up where the last talk broke off");
                self.go_to(slide, place.step)
            }
            None => {
                self.say("The slide at which the last talk broke off is gone: this is the first")
            }
        }
    }

    pub(super) fn resume(&mut self) -> Vec<Effect> {
        if !self.votes.rounds.is_empty() {
            return self.say("This talk has votes of its own: it goes on by itself");
        }
        let Some(place) = self.room.offered.take() else {
            return self.say("There is no talk that broke off");
        };
        let mut effects = self.take_up(&place);
        effects.push(Effect::Resume);
        let under_way = std::mem::take(&mut self.course.offered);
        effects.extend(self.pick_up(under_way));
        effects
    }

    fn take_votes(&mut self, votes: Arc<Votes>) -> Vec<Effect> {
        let before = std::mem::replace(&mut self.votes, votes);
        self.stale |= self.current().is_some_and(shows_votes);
        self.kiosk.show(self.votes.open().map(|open| &open.round));
        let closed = before.open().and_then(|was| {
            let now = self.votes.rounds.iter().find(|now| now.round.id == was.round.id)?;
            (now.round.phase == Phase::Closed).then_some(now)
        });
        if let Some(closed) = closed {
            let advice = advice::advise(&closed.round.poll, &closed.tally, self.room.window);
            let text = match advice {
                Some(advice) => format!("{} {}", advice.next, advice.why),
                None => "Closed: v reveals".to_owned(),
            };
            self.notify(text);
        }
        self.record_waiting_hands()
    }

    /// Closes the round whose time has passed.
    pub(super) fn expire(&mut self, now: Now) -> Vec<Effect> {
        let open = self.votes.open().map(|open| (open.round.id, open.round.countdown));
        let Some((id, Countdown::Until(end))) = open else { return Vec::new() };
        if end > now.unix_ms || self.closing == Some((id, end)) {
            return Vec::new();
        }
        self.closing = Some((id, end));
        vec![self.command(Command::Close(id), None)]
    }

    /// The time from now until the open round's countdown shows another second or is over.
    pub(super) fn countdown_deadline(&self, now: Now) -> Option<Duration> {
        let open = self.votes.open()?;
        let countdown = open.round.countdown;
        let Countdown::Until(end) = countdown else { return None };
        if self.closing == Some((open.round.id, end)) {
            return None;
        }
        let wait = if self.shows_countdown() {
            countdown.next_change(now.unix_ms)?
        } else {
            Duration::from_millis(countdown.left(now.unix_ms)?.unsigned_abs())
        };
        Some(now.monotonic + wait)
    }

    /// Whether the open round's countdown is on the screen.
    pub(super) fn shows_countdown(&self) -> bool {
        let Some(open) = self.votes.open() else { return false };
        match &self.screen {
            Screen::Kiosk => true,
            Screen::Stage | Screen::Hands(_) | Screen::Break(_) => {
                let slide = self.current();
                slide.is_some_and(|slide| slide.polls().contains(&open.round.poll.id.as_str()))
            }
            Screen::Blank
            | Screen::Join
            | Screen::Picker(_)
            | Screen::Captures(_)
            | Screen::Help(_) => false,
        }
    }

    pub(super) fn do_deed(&mut self, deed: Option<Deed>) -> Vec<Effect> {
        match deed {
            Some(Deed::Cast { turn, round, answer }) => vec![Effect::Cast { turn, round, answer }],
            Some(Deed::Leave) => {
                self.screen = Screen::Stage;
                Vec::new()
            }
            None => Vec::new(),
        }
    }
}

/// Whether anything on a slide depends on votes.
fn shows_votes(slide: &Slide) -> bool {
    let blocks = slide.all_blocks();
    let shows = |kind: &BlockKind| {
        matches!(kind, BlockKind::Poll(_) | BlockKind::Results(_) | BlockKind::Happened(_))
    };
    blocks.iter().any(|block| shows(&block.kind))
}
