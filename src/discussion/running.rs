//! A discussion that runs: which phase it is in, how long that still takes, and what comes next.

use std::sync::Arc;

use super::{Discussion, Phase};
use crate::countdown::Countdown;

/// A discussion under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// The discussion as it stood when it began.
    pub discussion: Arc<Discussion>,
    /// Its phases; never empty.
    pub plan: Vec<Phase>,
    /// Where it stands.
    pub standing: Standing,
}

/// Where a discussion stands: all that must be kept to go on with it later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The discussion's id.
    pub id: String,
    /// The index of its phase.
    pub phase: usize,
    /// The time that the phase has left.
    pub countdown: Countdown,
    /// The time that it was given, in milliseconds, with all extensions.
    pub given_ms: i64,
}

/// How much longer a phase lasts at a press of the key, in milliseconds.
const MORE_MS: i64 = 30_000;

/// Time is short from so many milliseconds on.
const SHORT_MS: i64 = 10_000;

impl Running {
    /// It begins with its first phase.
    pub fn begin(discussion: Arc<Discussion>, now_ms: i64) -> Self {
        let id = discussion.id.clone();
        let standing = Standing { id, phase: 0, countdown: Countdown::None, given_ms: 0 };
        let plan = discussion.plan();
        Self { discussion, plan, standing }.at(0, now_ms)
    }

    /// Goes on where it stood, if the discussion has that phase still.
    pub fn take_up(discussion: Arc<Discussion>, standing: Standing) -> Option<Self> {
        let plan = discussion.plan();
        (standing.phase < plan.len()).then_some(Self { discussion, plan, standing })
    }

    /// The phase that it is in.
    pub fn phase(&self) -> Phase {
        let nothing = Phase { name: "", instruction: "", seconds: 0, votes: false };
        self.plan.get(self.standing.phase).copied().unwrap_or(nothing)
    }

    /// Its next phase from now on; none after the last.
    #[must_use]
    pub fn next(&self, now_ms: i64) -> Option<Self> {
        let next = self.standing.phase + 1;
        (next < self.plan.len()).then(|| self.clone().at(next, now_ms))
    }

    /// The phase before, from its beginning; none before the first.
    #[must_use]
    pub fn back(&self, now_ms: i64) -> Option<Self> {
        Some(self.clone().at(self.standing.phase.checked_sub(1)?, now_ms))
    }

    /// The phase with half a minute more.
    #[must_use]
    pub fn extended(mut self, now_ms: i64) -> Self {
        let standing = &mut self.standing;
        // What is over counts as given, so that the bar has the extension to run through.
        standing.given_ms += MORE_MS + standing.countdown.over(now_ms).unwrap_or(0);
        standing.countdown = standing.countdown.extended(MORE_MS, now_ms);
        self
    }

    /// Its clock stopped, or let go on. A time that is over stays so.
    #[must_use]
    pub fn toggled(mut self, now_ms: i64) -> Self {
        if !self.is_over(now_ms) {
            self.standing.countdown = self.standing.countdown.toggled(now_ms);
        }
        self
    }

    /// What it has come to by itself: the next phase, as long as the time of one is over. Nothing comes by itself
    /// before the last phase, in which the speaker has the room again, and none ends by itself.
    pub fn expired(&self, now_ms: i64) -> Option<Self> {
        let Countdown::Until(end) = self.standing.countdown else { return None };
        if end > now_ms || self.standing.phase + 2 >= self.plan.len() {
            return None;
        }
        // It is taken up at the moment at which the time was over, not at which that was noticed.
        self.next(end)
    }

    /// Whether the time of its phase is over.
    pub fn is_over(&self, now_ms: i64) -> bool {
        self.standing.countdown.over(now_ms).is_some()
    }

    /// Whether its phase is about to end.
    pub fn is_short(&self, now_ms: i64) -> bool {
        let Countdown::Until(end) = self.standing.countdown else { return false };
        (1..=SHORT_MS).contains(&end.saturating_sub(now_ms))
    }

    fn at(mut self, phase: usize, now_ms: i64) -> Self {
        self.standing.phase = phase;
        let given_ms = i64::from(self.phase().seconds) * 1_000;
        self.standing.given_ms = given_ms;
        self.standing.countdown = match given_ms {
            0 => Countdown::None,
            _ => Countdown::Until(now_ms.saturating_add(given_ms)),
        };
        self
    }
}

#[cfg(test)]
pub(super) fn discussing(method: super::Method, minutes: u32) -> Discussion {
    Discussion {
        id: "d".to_owned(),
        method,
        minutes,
        prompt: "Why?".to_owned(),
        listen_for: None,
        probes: Vec::new(),
        poll: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Method;
    use super::*;

    fn begun(method: Method, minutes: u32) -> Running {
        Running::begin(Arc::new(discussing(method, minutes)), 1_000)
    }

    fn stands(running: &Running) -> (&'static str, Countdown) {
        (running.phase().name, running.standing.countdown)
    }

    #[test]
    fn it_goes_from_phase_to_phase_and_back() {
        let think = begun(Method::ThinkPairShare, 5);
        assert_eq!(stands(&think), ("think", Countdown::Until(61_000)));
        let pair = think.next(9_000).unwrap();
        assert_eq!(stands(&pair), ("pair", Countdown::Until(129_000)));
        assert_eq!(stands(&pair.back(10_000).unwrap()), ("think", Countdown::Until(70_000)));
        let share = pair.next(10_000).unwrap();
        assert_eq!(share.phase().name, "share");
        assert!(share.next(11_000).is_none() && think.back(11_000).is_none());
    }

    #[test]
    fn phases_follow_by_themselves_but_for_the_last() {
        let alone = begun(Method::OneTwoFourAll, 12);
        assert_eq!(alone.expired(60_999), None);
        // It was noticed late: the time of the next phase has run since.
        let twos = alone.expired(61_700).unwrap();
        assert_eq!(stands(&twos), ("twos", Countdown::Until(181_000)));
        let fours = twos.expired(999_000).unwrap();
        assert_eq!(fours.phase().name, "fours");
        assert!(fours.is_over(999_000) && fours.expired(999_000).is_none());
        let discuss = begun(Method::VoteDiscussRevote, 5).expired(80_000).unwrap();
        assert_eq!((discuss.phase().name, discuss.expired(999_999)), ("discuss", None));
        assert_eq!(begun(Method::Open, 1).expired(999_000), None);
    }

    #[test]
    fn a_phase_without_minutes_has_no_end() {
        let open = begun(Method::Open, 0);
        assert_eq!(open.standing.countdown, Countdown::None);
        assert!(
            !open.is_over(i64::MAX) && !open.is_short(i64::MAX) && open.expired(i64::MAX).is_none()
        );
        let more = open.extended(5_000);
        assert_eq!(
            (more.standing.countdown, more.standing.given_ms),
            (Countdown::Until(35_000), 30_000)
        );
    }

    #[test]
    fn the_last_ten_seconds_are_short_until_they_are_over() {
        let open = begun(Method::Open, 1);
        let short: Vec<i64> = (40_000..80_000).filter(|now| open.is_short(*now)).collect();
        assert_eq!((short[0], short[short.len() - 1]), (51_000, 60_999));
        assert!(open.is_over(61_000) && !open.toggled(55_000).is_short(55_000));
    }

    #[test]
    fn a_pause_keeps_what_is_left_and_what_is_over_is_over() {
        let open = begun(Method::Open, 1).toggled(31_000);
        assert_eq!(open.standing.countdown, Countdown::Paused(30_000));
        assert_eq!(open.toggled(90_000).standing.countdown, Countdown::Until(120_000));
        let over = begun(Method::Open, 1);
        assert_eq!(over.clone().toggled(61_000), over);
        let more = over.extended(71_000);
        assert_eq!(
            (more.standing.countdown, more.standing.given_ms),
            (Countdown::Until(101_000), 100_000)
        );
    }

    #[test]
    fn it_is_taken_up_where_it_stood_if_the_phase_is_there_still() {
        let pair = begun(Method::ThinkPairShare, 5).next(2_000).unwrap();
        let deck = Arc::clone(&pair.discussion);
        assert_eq!(Running::take_up(deck, pair.standing.clone()), Some(pair.clone()));
        let shorter = Arc::new(discussing(Method::Open, 5));
        assert_eq!(Running::take_up(shorter, pair.standing), None);
    }
}
