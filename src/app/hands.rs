//! A show of hands: the counts, typed in seconds, corrected, taken back.

use std::sync::Arc;

use super::{App, Effect, Screen};
use crate::ballot;
use crate::poll::{Poll, PollKind};
use crate::round::{Command, Phase, RoundId};

/// The counts of a show of hands while they are typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Hands {
    /// The poll they answer.
    pub poll: Arc<Poll>,
    /// How many numbers it takes.
    pub wanted: usize,
    /// Digits and blanks.
    pub typed: String,
    /// Whether a round was opened for them.
    pub opened: bool,
}

impl Hands {
    /// What the first number counts, for whoever types them.
    pub fn first(&self) -> String {
        match &self.poll.kind {
            PollKind::Scale { min, .. } => min.to_string(),
            PollKind::Fist => "0".to_owned(),
            PollKind::Single { .. }
            | PollKind::Multiple { .. }
            | PollKind::Dots { .. }
            | PollKind::Ranking { .. }
            | PollKind::Number { .. }
            | PollKind::Words { .. }
            | PollKind::Text { .. } => "choice 1".to_owned(),
        }
    }

    /// The numbers typed so far.
    pub fn counts(&self) -> Vec<u32> {
        self.typed.split_whitespace().filter_map(|number| number.parse().ok()).collect()
    }
}

/// More hands than this are not in any room, so it is a slip of the finger.
const MOST_DIGITS: usize = 5;

/// What became of counts that were typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Counting {
    /// Counts for a poll whose round is about to open.
    waiting: Option<(String, Vec<u32>)>,
    /// What stood before the last counts, for whoever takes them back.
    before: Option<(RoundId, Option<Vec<u32>>)>,
}

impl App {
    /// Opens the field for the counts, and a round where none takes them.
    pub(super) fn count_hands(&mut self, poll: &Arc<Poll>) -> Vec<Effect> {
        let Some(wanted) = ballot::countable(&poll.kind) else {
            return self.say("Hands cannot answer this kind of poll");
        };
        let latest =
            self.votes.latest(&poll.id).filter(|latest| latest.round.phase != Phase::Revealed);
        let counted = latest.and_then(|latest| latest.tally.hands()).unwrap_or_default();
        let typed: Vec<String> = counted.iter().map(u32::to_string).collect();
        let is_there = latest.is_some();
        let opened = if is_there {
            self.show_poll(&poll.id)
        } else {
            self.open_round(Arc::clone(poll), None)
        };
        self.screen = Screen::Hands(Hands {
            poll: Arc::clone(poll),
            wanted,
            typed: typed.join(" "),
            opened: !is_there,
        });
        opened
    }

    /// Leaves the field. A round that was opened for it and that nobody has answered goes with it.
    pub(super) fn leave_hands(&mut self) -> Vec<Effect> {
        let Screen::Hands(hands) = &self.screen else { return Vec::new() };
        let id = hands.poll.id.as_str();
        let open = self.votes.open().filter(|open| hands.opened && open.round.poll.id == id);
        let idle = open.filter(|open| open.tally.voters() == 0).map(|open| open.round.id);
        self.screen = Screen::Stage;
        idle.map(|id| self.command(Command::Back(id), None)).into_iter().collect()
    }

    pub(super) fn type_hands(&mut self, text: &str) {
        let Screen::Hands(hands) = &mut self.screen else { return };
        let most = hands.wanted.saturating_mul(MOST_DIGITS + 1);
        for c in text.chars() {
            if hands.typed.len() >= most {
                return;
            }
            let last = hands.typed.split(' ').next_back().map_or(0, str::len);
            if c.is_ascii_digit() && last < MOST_DIGITS {
                hands.typed.push(c);
            } else if matches!(c, ' ' | ',' | ';') && last > 0 {
                hands.typed.push(' ');
            }
        }
    }

    pub(super) fn erase_hands(&mut self, all: bool) {
        if let Screen::Hands(hands) = &mut self.screen {
            let keep = if all { 0 } else { hands.typed.len().saturating_sub(1) };
            hands.typed.truncate(keep);
        }
    }

    /// Records the counts that were typed; none at all takes back those that stand.
    pub(super) fn record_hands(&mut self) -> Vec<Effect> {
        let Screen::Hands(hands) = &self.screen else { return Vec::new() };
        let (poll, counts, wanted) = (hands.poll.id.clone(), hands.counts(), hands.wanted);
        if !counts.is_empty() && counts.len() != wanted {
            let text = format!("{wanted} numbers are wanted, one for each: {} typed", counts.len());
            return self.say(&text);
        }
        self.screen = Screen::Stage;
        let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
        if counts.is_empty() || total == 0 {
            return self.put_hands(&poll, None);
        }
        self.notify(format!("{total} hands counted: H corrects, U takes back"));
        let taken =
            self.votes.latest(&poll).is_some_and(|latest| latest.round.phase != Phase::Revealed);
        if taken {
            return self.put_hands(&poll, Some(counts));
        }
        self.counting.waiting = Some((poll, counts));
        Vec::new()
    }

    fn put_hands(&mut self, poll: &str, counts: Option<Vec<u32>>) -> Vec<Effect> {
        let Some(latest) = self.votes.latest(poll) else { return Vec::new() };
        let (id, before) = (latest.round.id, latest.tally.hands().map(<[u32]>::to_vec));
        if before == counts {
            return Vec::new();
        }
        self.counting.before = Some((id, before));
        vec![self.command(Command::Hands(id, counts), None)]
    }

    /// Puts back what stood before the last counts.
    pub(super) fn undo_hands(&mut self) -> Vec<Effect> {
        let Some((id, before)) = self.counting.before.take() else {
            return self.say("No hands were counted that could be taken back");
        };
        self.notify("The count of hands is as it was before");
        vec![self.command(Command::Hands(id, before), None)]
    }

    /// Records counts that were typed before their round was open.
    pub(super) fn record_waiting_hands(&mut self) -> Vec<Effect> {
        let open = self.votes.open().map(|open| open.round.poll.id.clone());
        let waiting = self.counting.waiting.take_if(|(poll, _)| Some(&*poll) == open.as_ref());
        match waiting {
            Some((poll, counts)) => self.put_hands(&poll, Some(counts)),
            None => Vec::new(),
        }
    }
}
