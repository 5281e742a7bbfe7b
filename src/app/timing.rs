//! The talk's clock, and how the talk stands against its agenda: told to those who ask, never to the room.

use std::sync::Arc;
use std::time::Duration;

use super::{App, Effect};
use crate::action::{Action, ClockOrder};
use crate::happening::{Note, UnderWay};
use crate::pacing::{Pace, Plan, Progress, TalkClock, clock};
use crate::rehearsal::Run;

const MINUTE_MS: i64 = 60_000;

/// What is measured.
#[derive(Clone, Debug, Default)]
pub(super) struct Timing {
    clock: TalkClock,
    plan: Option<Arc<Plan>>,
    progress: Progress,
    /// Whether this is a rehearsal, and when it began, in milliseconds since 1970 in UTC.
    rehearsal: Option<i64>,
}

/// A clock that shows more than this when a talk is taken up is not that talk's: 12 hours.
const STALE_MS: i64 = 12 * 60 * 60 * 1_000;

const NO_AGENDA: &str = "The talk follows no agenda: `present --agenda NAME` gives it one";

impl App {
    /// The talk's clock.
    pub fn clock_of_talk(&self) -> TalkClock {
        self.timing.clock
    }

    /// What it shows, in milliseconds.
    pub fn elapsed_ms(&self) -> i64 {
        self.timing.clock.elapsed_ms(self.now_ms())
    }

    /// How the talk stands against its agenda; none without one, and before it has begun.
    pub fn pace(&self) -> Option<Pace> {
        self.paced(Pace::of)
    }

    /// The talk's clock above the notes under the slide, in whole minutes: the room may see it, and seconds would draw
    /// the eye. Empty before the talk has begun.
    pub fn notes_clock(&self) -> String {
        if self.timing.clock == TalkClock::Waiting {
            return String::new();
        }
        let minutes = |ms: i64| ms / MINUTE_MS;
        let elapsed = minutes(self.elapsed_ms());
        let Some(pace) = self.pace() else { return format!("{elapsed} min ") };
        let off = minutes(pace.late_ms.abs());
        let standing = match (pace.is_late(), pace.is_ahead()) {
            (true, _) => format!("{off} behind"),
            (_, true) => format!("{off} ahead"),
            _ => "on time".to_owned(),
        };
        format!("{elapsed} of {} min · {standing} ", minutes(pace.length_ms))
    }

    /// The time until that clock shows another minute, where it is on the screen and runs.
    pub(super) fn notes_clock_changes(&self) -> Option<Duration> {
        let runs = matches!(self.timing.clock, TalkClock::Running { .. }) && self.notes.is_some();
        let into = self.elapsed_ms().rem_euclid(MINUTE_MS);
        runs.then(|| Duration::from_millis((MINUTE_MS - into).unsigned_abs()))
    }

    /// The same for other processes.
    pub(super) fn told_pace(&self) -> Option<Pace> {
        self.paced(Pace::told)
    }

    fn paced(&self, pace: impl Fn(&Plan, &Progress, i64) -> Option<Pace>) -> Option<Pace> {
        let Timing { clock, plan, progress, .. } = &self.timing;
        let plan = plan.as_ref().filter(|_| *clock != TalkClock::Waiting)?;
        pace(plan, progress, self.elapsed_ms())
    }

    /// Makes this a rehearsal: nothing is recorded but how long each slide takes.
    pub fn rehearse(&mut self) {
        self.timing.rehearsal = Some(0);
    }

    /// Begins the rehearsal, if this is one.
    pub(super) fn begin_rehearsal(&mut self) -> bool {
        if self.timing.rehearsal.is_none() {
            return false;
        }
        self.timing.rehearsal = Some(self.now_ms());
        self.set_clock(0);
        self.notify("A rehearsal: times are kept, votes and notes are not. The clock runs");
        true
    }

    /// What was measured in this rehearsal so far; none if this is no rehearsal, or it has not begun.
    pub fn rehearsed(&self) -> Option<Run> {
        let began_ms = self.timing.rehearsal.filter(|_| self.timing.clock != TalkClock::Waiting)?;
        let progress = &self.timing.progress;
        let times = progress.times(self.elapsed_ms());
        let last = self.deck.slides.iter().rfind(|slide| !progress.skips(&slide.id));
        let is_whole = last.is_some_and(|last| progress.has_seen(&last.id));
        Some(Run {
            began_ms,
            agenda: self.agenda.clone(),
            slides: times.into_iter().map(|(id, ms)| (id.to_owned(), ms)).collect(),
            stopped_at: self.current().filter(|_| !is_whole).map(|slide| slide.id.clone()),
        })
    }

    /// Takes the plan of the agenda that the talk is cut to.
    pub(super) fn plan(&mut self) {
        let plan = self.agenda.as_ref().and_then(|agenda| self.deck.plan(agenda));
        self.timing.plan = plan.map(Arc::new);
    }

    /// Whether → and ← pass over a slide.
    pub(super) fn skips(&self, slide: &str) -> bool {
        self.timing.progress.skips(slide)
    }

    /// Notes that another slide is shown. Leaving the one with which the talk began starts its clock.
    pub(super) fn come_to_slide(&mut self) -> Vec<Effect> {
        if self.timing.clock == TalkClock::Waiting {
            return if self.now.is_some() { self.set_clock(0) } else { Vec::new() };
        }
        let elapsed_ms = self.elapsed_ms();
        let Some(slide) = self.deck.slides.get(self.slide) else { return Vec::new() };
        self.timing.progress.go_to(&slide.id, elapsed_ms);
        // Whoever goes there wants it shown.
        self.timing.progress.keep(&slide.id);
        Vec::new()
    }

    /// Notes that there is a break now, or none any more.
    pub(super) fn rest(&mut self) {
        if self.timing.clock == TalkClock::Waiting {
            return;
        }
        let elapsed_ms = self.elapsed_ms();
        let Some(slide) = self.deck.slides.get(self.slide) else { return };
        match self.course.recess {
            Some(recess) => {
                let length_ms = recess.ends_ms.saturating_sub(recess.began_ms);
                self.timing.progress.rest(Some(length_ms), elapsed_ms);
            }
            None => self.timing.progress.go_to(&slide.id, elapsed_ms),
        }
    }

    /// Sets the clock and lets it run; the talk is measured anew from here.
    fn set_clock(&mut self, elapsed_ms: i64) -> Vec<Effect> {
        let slide = self.current().map(|slide| slide.id.clone()).unwrap_or_default();
        self.timing.progress = Progress::at(&slide, elapsed_ms);
        self.timing.clock = TalkClock::from(elapsed_ms, self.now_ms());
        self.rest();
        let plan = self.timing.plan.as_deref().cloned();
        vec![self.note_clock(plan)]
    }

    fn note_clock(&self, plan: Option<Plan>) -> Effect {
        let note = Note::Clock { clock: self.timing.clock, plan };
        Effect::Note { at_ms: self.now_ms(), note }
    }

    fn toggle_clock(&mut self) -> Vec<Effect> {
        if self.timing.clock == TalkClock::Waiting {
            return self.set_clock(0);
        }
        self.timing.clock = self.timing.clock.turned(self.now_ms());
        vec![self.note_clock(None)]
    }

    /// What a speaker asks of the clock and the agenda by a key.
    pub(super) fn time(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        match action {
            Action::Clock => self.turn_clock(count),
            Action::Skip => match self.skip() {
                Ok(()) => Vec::new(),
                Err(why) => self.say(&why),
            },
            _ => self.say_pace(),
        }
    }

    /// Starts the clock, pauses it, lets it go on; or sets it to so many minutes.
    fn turn_clock(&mut self, minutes: Option<usize>) -> Vec<Effect> {
        let minutes = minutes.map(|minutes| i64::try_from(minutes).unwrap_or(i64::MAX));
        let effects = match minutes {
            Some(minutes) => {
                let set_ms = minutes.saturating_mul(60_000);
                if set_ms > STALE_MS {
                    return self.say("No talk takes that long: 0T starts its clock anew");
                }
                self.set_clock(set_ms)
            }
            None => self.toggle_clock(),
        };
        let shown = clock(self.elapsed_ms());
        self.notify(match self.timing.clock {
            TalkClock::Paused { .. } => {
                format!("The talk's clock stands at {shown}: T lets it go on")
            }
            _ => format!("The talk's clock runs from {shown}"),
        });
        effects
    }

    pub(super) fn clock_by_order(&mut self, what: ClockOrder) -> Result<Vec<Effect>, &'static str> {
        match (what, self.timing.clock) {
            (ClockOrder::Start, _) => Ok(self.set_clock(0)),
            (ClockOrder::Pause, TalkClock::Running { .. })
            | (ClockOrder::Resume, TalkClock::Paused { .. }) => Ok(self.toggle_clock()),
            (ClockOrder::Pause, TalkClock::Paused { .. }) => Err("The talk's clock is paused"),
            (ClockOrder::Resume, TalkClock::Running { .. }) => Err("The talk's clock runs"),
            (_, TalkClock::Waiting) => Err("The talk's clock has not started"),
        }
    }

    /// Says how the talk stands.
    fn say_pace(&mut self) -> Vec<Effect> {
        let shown = clock(self.elapsed_ms());
        let text = match (self.timing.clock, self.pace()) {
            (TalkClock::Waiting, _) => {
                "The talk's clock starts when you leave this slide, or with T".to_owned()
            }
            (TalkClock::Paused { .. }, Some(pace)) => format!("paused at {}", pace.hint()),
            (TalkClock::Paused { .. }, None) => format!("The talk's clock is paused at {shown}"),
            (TalkClock::Running { .. }, Some(pace)) => pace.hint(),
            (TalkClock::Running { .. }, None) => format!("{shown} on the talk's clock"),
        };
        self.say(&text)
    }

    /// Leaves out the slide that is to go next, if the talk is late. The error is a sentence.
    pub(super) fn skip(&mut self) -> Result<(), String> {
        if self.timing.plan.is_none() {
            return Err(NO_AGENDA.to_owned());
        }
        let pace = self.pace().ok_or("The talk's clock has not started")?;
        if !pace.is_late() {
            return Err(format!("Nothing is skipped while the talk is {}", pace.standing()));
        }
        let next =
            pace.cut.slides.first().ok_or_else(|| {
                format!("No slide is left to skip: the talk is {}", pace.standing())
            })?;
        self.timing.progress.skip(&next.id);
        let now = self.pace().map(|pace| pace.standing()).unwrap_or_default();
        self.notify(format!("→ passes over “{}” · {now}", next.title));
        Ok(())
    }

    /// Goes on with the clock of a talk that is taken up, and with its agenda where no other was asked for. The time
    /// between counts, unless the clock was paused.
    pub(super) fn take_clock(&mut self, under_way: &UnderWay) {
        self.timing.clock = under_way.clock;
        if self.elapsed_ms() > STALE_MS {
            self.timing.clock = TalkClock::Waiting;
        }
        if let Some(agenda) = under_way.agenda.as_ref().filter(|_| self.agenda.is_none()) {
            self.cut_to(agenda);
        }
        let slide = self.current().map(|slide| slide.id.clone()).unwrap_or_default();
        self.timing.progress = Progress::at(&slide, self.elapsed_ms());
        self.rest();
    }

    /// Cuts a talk under way to an agenda, if that shows the slide at which it is.
    fn cut_to(&mut self, agenda: &str) {
        let Some(here) = self.current().map(|slide| slide.id.clone()) else { return };
        let plan = self.deck.plan(agenda);
        let mut planned = plan.iter().flat_map(|plan| &plan.parts).flat_map(|part| &part.slides);
        if planned.any(|slide| slide.id == here) && self.keep_agenda(agenda) {
            self.slide = self.deck.position(&here).unwrap_or(0);
            self.stale = true;
        }
    }
}
