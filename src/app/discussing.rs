//! Discussions: one key forward through the phases, one back, the clock that runs wherever the talk is, and the
//! rounds of the poll that a vote, discussion and second vote brings.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use super::{App, Effect, Now, Screen};
use crate::action::Action;
use crate::countdown::{Countdown, clock};
use crate::deck::{Align, Block, BlockKind, Item, List, Look, Slide, Span, SpanKind, Step};
use crate::discussion::{Discussion, Running, Standing};
use crate::happening::{Change, Note, UnderWay};
use crate::poll::Poll;
use crate::recess::Recess;
use crate::round::{Command, Phase};

/// What the room does beside listening and voting.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    pub(super) running: Option<Running>,
    pub(super) recess: Option<Recess>,
    /// When a phase came by itself last.
    turned: Option<Duration>,
    /// The ids of the discussions that were gone through.
    done: Vec<String>,
    /// What is taken up once the whole deck is read.
    waiting: Option<Standing>,
    /// What was under way in the talk that is offered.
    pub(super) offered: UnderWay,
}

/// A key that comes so soon after a phase came by itself was meant to bring that phase.
const SAME: Duration = Duration::from_secs(1);

/// What was over for so many milliseconds when a talk is taken up is not taken up with it.
const STALE_MS: i64 = 60 * 60 * 1_000;

impl App {
    /// The discussion that runs, if one does.
    pub fn running(&self) -> Option<&Running> {
        self.course.running.as_ref()
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.now.unwrap_or_default().unix_ms
    }

    /// Begins the discussion of the slide shown, or takes the one that runs forward.
    pub(super) fn discuss_forward(&mut self) -> Result<Vec<Effect>, &'static str> {
        let now = self.now.unwrap_or_default();
        if let Some(running) = self.course.running.take() {
            if self.course.turned.is_some_and(|turned| now.monotonic < turned + SAME) {
                self.course.running = Some(running);
                return Ok(Vec::new());
            }
            return Ok(match running.next(now.unix_ms) {
                Some(next) => self.enter(Some(&running), next, now.unix_ms),
                None => self.end(running, now.unix_ms),
            });
        }
        let Some((from, discussion)) = self.discussion_in_hand() else {
            return Err("There is no discussion on this slide");
        };
        self.show_stage();
        let mut effects = self.go_to(self.slide, self.step.max(from));
        let begun = Running::begin(Arc::new(discussion), now.unix_ms);
        effects.extend(self.enter(None, begun, now.unix_ms));
        Ok(effects)
    }

    /// Takes the discussion that runs one phase back; from its first it is as if it had not begun.
    pub(super) fn discuss_back(&mut self) -> Result<Vec<Effect>, &'static str> {
        let now_ms = self.now_ms();
        let Some(running) = self.course.running.take() else {
            return Err("No discussion runs: d begins the one on the slide");
        };
        let votes = running.phase().votes;
        let open = self.votes.open().filter(|open| votes && is_of(&running, &open.round.poll));
        if open.is_some_and(|open| open.tally.voters() > 0) {
            self.course.running = Some(running);
            return Err("There are answers in this round already: d goes on");
        }
        let withdrawn =
            open.map(|open| open.round.id).map(|id| self.command(Command::Back(id), None));
        let mut effects: Vec<Effect> = withdrawn.into_iter().collect();
        match running.back(now_ms) {
            Some(before) => {
                if before.phase().votes {
                    effects.extend(self.reopen(&before));
                }
                effects.extend(self.put(before, Change::Begun, now_ms));
            }
            None => {
                effects.push(note(&running, Change::Ended, now_ms));
                self.stale = true;
            }
        }
        Ok(effects)
    }

    /// Ends the discussion that runs.
    pub(super) fn stop_discussion(&mut self) -> Option<Vec<Effect>> {
        let running = self.course.running.take()?;
        Some(self.end(running, self.now_ms()))
    }

    /// More time for what runs, or none for a while: for the open round, unless the discussion has opened it.
    pub(super) fn change_time(&mut self, action: Action) -> Vec<Effect> {
        let now_ms = self.now_ms();
        if let Some(recess) = self.course.recess {
            return match action {
                Action::MoreTime => self.put_break(recess.extended(now_ms), Change::Extended),
                _ => self.say("A break cannot be paused: + makes it a minute longer"),
            };
        }
        let of_poll = |running: &Running| {
            let open = self.votes.open();
            open.is_some_and(|open| !(running.phase().votes && is_of(running, &open.round.poll)))
        };
        let Some(running) = self.course.running.clone().filter(|running| !of_poll(running)) else {
            return self.vote(action);
        };
        let (changed, change) = match (action, running.standing.countdown) {
            (Action::MoreTime, _) => (running.extended(now_ms), Change::Extended),
            (_, Countdown::None) => {
                return self.say("This phase has no end: + gives it 30 seconds");
            }
            (_, Countdown::Until(_)) if running.is_over(now_ms) => {
                return self.say("Its time is up: + gives it 30 seconds more");
            }
            (_, Countdown::Until(_)) => (running.toggled(now_ms), Change::Paused),
            (_, Countdown::Paused(_)) => (running.toggled(now_ms), Change::WentOn),
        };
        self.put(changed, change, now_ms)
    }

    /// What comes by itself, and what ends with the talk.
    pub(super) fn run_on(&mut self, now: Now, effects: &mut Vec<Effect>) {
        while let Some(running) = self.course.running.take() {
            let Standing { countdown, .. } = running.standing;
            let (Some(next), Countdown::Until(end)) = (running.expired(now.unix_ms), countdown)
            else {
                self.course.running = Some(running);
                break;
            };
            self.course.turned = Some(now.monotonic);
            effects.extend(self.enter(Some(&running), next, end));
        }
        if let Some(quit) = effects.iter().position(|effect| *effect == Effect::Quit) {
            let running = self.course.running.take();
            let ends = running.map(|running| note(&running, Change::Ended, now.unix_ms));
            let ends: Vec<Effect> = ends.into_iter().chain(self.end_break()).collect();
            effects.splice(quit..quit, ends);
        }
    }

    /// The time on the clock at which what runs shows something else, or comes to something else.
    pub(super) fn course_deadline(&self, now: Now) -> Option<Duration> {
        let seen = matches!(self.screen, Screen::Stage | Screen::Hands(_) | Screen::Break(_));
        let wait = |countdown: Countdown| match countdown {
            Countdown::Until(_) if seen => countdown.next_change(now.unix_ms),
            Countdown::Until(end) => {
                let left = u64::try_from(end.saturating_sub(now.unix_ms)).ok();
                left.filter(|left| *left > 0).map(Duration::from_millis)
            }
            Countdown::None | Countdown::Paused(_) => None,
        };
        let running = self.course.running.as_ref().and_then(|r| wait(r.standing.countdown));
        let recess = self.course.recess.and_then(|recess| wait(Countdown::Until(recess.ends_ms)));
        let soonest = running.into_iter().chain(recess).min()?;
        Some(now.monotonic + soonest)
    }

    /// Whether the page has a clock of a discussion or of a break on it.
    pub(super) fn shows_course(&self) -> bool {
        self.course.recess.is_some() || self.course.running.is_some() && !self.is_away()
    }

    /// Whether the discussion that runs is not to be seen on the page.
    fn is_away(&self) -> bool {
        let Some(running) = &self.course.running else { return true };
        let here = self.current().map(discussions).unwrap_or_default();
        let mut seen = here.iter().filter(|(from, _)| *from <= self.step);
        self.course.recess.is_some() || !seen.any(|(_, one)| one.id == running.standing.id)
    }

    /// The phase and the time of a discussion that runs elsewhere, and whether that is short.
    pub(super) fn clock_elsewhere(&self) -> Option<(String, bool)> {
        let running = self.course.running.as_ref().filter(|_| self.is_away())?;
        let (now_ms, name, countdown) =
            (self.now_ms(), running.phase().name, running.standing.countdown);
        let text = match (countdown.over(now_ms), countdown) {
            (Some(over), _) => format!("{name} +{}", clock(over / 1_000 * 1_000)),
            (None, Countdown::None) => name.to_owned(),
            (None, Countdown::Paused(left)) => format!("{name} {}, paused", clock(left)),
            (None, Countdown::Until(_)) => {
                format!("{name} {}", clock(countdown.left(now_ms).unwrap_or(0)))
            }
        };
        Some((text, running.is_short(now_ms)))
    }

    /// Goes on with what was under way in a talk that is taken up. The time between counts.
    pub(super) fn pick_up(&mut self, under_way: UnderWay) -> Vec<Effect> {
        let now_ms = self.now_ms();
        let fresh = |recess: &Recess| now_ms - recess.ends_ms < STALE_MS;
        self.course.recess = under_way.recess.filter(fresh);
        self.course.running = None;
        self.course.waiting = under_way.discussion;
        self.stale = true;
        self.pick_up_waiting()
    }

    /// Does so with the discussion once its deck is there.
    pub(super) fn pick_up_waiting(&mut self) -> Vec<Effect> {
        let Some(standing) = self.course.waiting.take_if(|_| self.whole) else { return Vec::new() };
        let mut all = self.deck.slides.iter().flat_map(discussions);
        let found =
            all.find(|(_, one)| one.id == standing.id).map(|(_, one)| Arc::new(one.clone()));
        let running = found.and_then(|found| Running::take_up(found, standing));
        let now_ms = self.now_ms();
        let Some(running) = running else { return Vec::new() };
        if running.standing.countdown.over(now_ms).is_some_and(|over| over >= STALE_MS) {
            return vec![note(&running, Change::Ended, now_ms)];
        }
        self.course.running = Some(running);
        self.stale = true;
        Vec::new()
    }

    /// The discussion that the key begins: of those seen on the slide the first that was not yet gone through.
    fn discussion_in_hand(&self) -> Option<(Step, Discussion)> {
        let all = self.current().map(discussions).unwrap_or_default();
        let seen: Vec<_> = all.iter().filter(|(from, _)| *from <= self.step).collect();
        let is_new = |one: &&&(Step, &Discussion)| !self.course.done.contains(&one.1.id);
        let next = seen.iter().find(is_new).or(seen.last()).copied().or(all.first());
        next.map(|(from, one)| (*from, (*one).clone()))
    }

    /// A phase begins, and with it what its poll needs.
    fn enter(&mut self, before: Option<&Running>, running: Running, at_ms: i64) -> Vec<Effect> {
        let mut effects = before.map(|before| self.close_vote(before)).unwrap_or_default();
        if running.phase().votes {
            effects.extend(self.open_vote(&running));
        }
        effects.extend(self.put(running, Change::Begun, at_ms));
        effects
    }

    fn end(&mut self, running: Running, now_ms: i64) -> Vec<Effect> {
        let mut effects = self.close_vote(&running);
        effects.push(note(&running, Change::Ended, now_ms));
        self.course.done.push(running.standing.id);
        self.stale = true;
        effects
    }

    fn put(&mut self, running: Running, change: Change, at_ms: i64) -> Vec<Effect> {
        let noted = note(&running, change, at_ms);
        self.course.running = Some(running);
        self.stale = true;
        vec![noted]
    }

    /// Opens a round of its poll. Its time is the phase's, so it has none of its own.
    fn open_vote(&mut self, running: &Running) -> Vec<Effect> {
        if let Some(why) = &self.room.unusable {
            let text = format!("The room votes without a count: {why}");
            return self.say(&text);
        }
        let wanted = running.discussion.poll.as_deref();
        let Some(poll) = wanted.and_then(|id| self.poll(id)) else {
            return self.say("No poll goes with this discussion: hands are as good");
        };
        let mut effects = self.show_poll(&poll.id);
        let latest = self.votes.latest(&poll.id).map(|latest| latest.round.phase);
        let poll = Arc::new(Poll { seconds: None, ..(*poll).clone() });
        match latest {
            Some(Phase::Open) => return effects,
            Some(Phase::Closed) => effects.push(self.command(Command::OpenUnseen(poll), None)),
            Some(Phase::Revealed) | None => effects.push(self.command(Command::Open(poll), None)),
        }
        effects
    }

    /// Opens its poll's round again that was closed when the phase ended.
    fn reopen(&mut self, running: &Running) -> Option<Effect> {
        let latest = self.votes.latest(running.discussion.poll.as_deref()?)?;
        let closed = (latest.round.phase == Phase::Closed).then_some(latest.round.id)?;
        Some(self.command(Command::Back(closed), None))
    }

    /// Closes its poll's round where its phase votes.
    fn close_vote(&mut self, running: &Running) -> Vec<Effect> {
        let open = self.votes.open().filter(|open| is_of(running, &open.round.poll));
        let open = open.map(|open| open.round.id).filter(|_| running.phase().votes);
        open.map(|id| self.command(Command::Close(id), None)).into_iter().collect()
    }
}

/// Whether a poll is the one that a discussion votes on.
fn is_of(running: &Running, poll: &Poll) -> bool {
    running.discussion.poll.as_deref() == Some(&*poll.id)
}

fn note(running: &Running, change: Change, at_ms: i64) -> Effect {
    let (name, standing) = (running.phase().name.to_owned(), running.standing.clone());
    Effect::Note { at_ms, note: Note::Discussion { change, name, standing } }
}

/// The discussions on a slide, each with the first step at which it is seen.
fn discussions(slide: &Slide) -> Vec<(Step, &Discussion)> {
    let found = slide.all_blocks().into_iter().filter_map(|block| match &block.kind {
        BlockKind::Discussion(discussion) => Some((block.from, discussion)),
        _ => None,
    });
    found.collect()
}

/// A slide's notes, and what its discussions have for the speaker alone.
pub(super) fn notes_of(slide: &Slide) -> Cow<'_, [Block]> {
    let mut own = Vec::new();
    for (_, discussion) in discussions(slide) {
        if let Some(listen_for) = &discussion.listen_for {
            own.push(paragraph(vec![strong("Listen for: "), words(listen_for)]));
        }
        if !discussion.probes.is_empty() {
            own.push(paragraph(vec![strong("Ask on:")]));
            let item = |probe: &String| Item {
                from: 1,
                task: None,
                blocks: vec![paragraph(vec![words(probe)])],
            };
            let items = discussion.probes.iter().map(item).collect();
            own.push(block(BlockKind::List(List { start: None, loose: false, items })));
        }
    }
    if own.is_empty() {
        return Cow::Borrowed(&slide.notes);
    }
    own.extend(slide.notes.iter().cloned());
    Cow::Owned(own)
}

fn block(kind: BlockKind) -> Block {
    Block { from: 1, align: Align::Left, kind }
}

fn paragraph(spans: Vec<Span>) -> Block {
    block(BlockKind::Paragraph(spans))
}

fn words(text: &str) -> Span {
    let text = text.to_owned();
    Span { from: 1, kind: SpanKind::Words { text, look: Look::empty(), colour: None, link: None } }
}

fn strong(text: &str) -> Span {
    let text = text.to_owned();
    Span { from: 1, kind: SpanKind::Words { text, look: Look::STRONG, colour: None, link: None } }
}
