//! A show of hands: the counts, typed in seconds, corrected, taken back.

use std::sync::Arc;

use super::{App, Effect, Screen};
use crate::ballot;
use crate::poll::{Poll, PollKind};
use crate::round::{Command, Counted, Phase, RoundId};

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

    /// A field for counts on this poll, with those that stand; none where hands cannot answer it.
    pub fn new(poll: &Arc<Poll>, latest: Option<&Counted>) -> Option<Self> {
        let wanted = ballot::countable(&poll.kind)?;
        let stands = latest.filter(|latest| latest.round.phase != Phase::Revealed);
        let counted = stands.and_then(|latest| latest.tally.hands()).unwrap_or_default();
        let typed: Vec<String> = counted.iter().map(u32::to_string).collect();
        let poll = Arc::clone(poll);
        Some(Self { poll, wanted, typed: typed.join(" "), opened: false })
    }

    /// Adds digits, and what parts numbers.
    pub fn type_in(&mut self, text: &str) {
        let most = self.wanted.saturating_mul(MOST_DIGITS + 1);
        for c in text.chars() {
            if self.typed.len() >= most {
                return;
            }
            let last = self.typed.split(' ').next_back().map_or(0, str::len);
            if c.is_ascii_digit() && last < MOST_DIGITS {
                self.typed.push(c);
            } else if matches!(c, ' ' | ',' | ';') && last > 0 {
                self.typed.push(' ');
            }
        }
    }

    /// Takes back the last character, or all.
    pub fn erase(&mut self, all: bool) {
        let keep = if all { 0 } else { self.typed.len().saturating_sub(1) };
        self.typed.truncate(keep);
    }

    /// The counts, if they are as many as are wanted, or none at all. The error is a sentence.
    pub fn checked(&self) -> Result<Vec<u32>, String> {
        let (counts, wanted) = (self.counts(), self.wanted);
        if counts.is_empty() || counts.len() == wanted {
            return Ok(counts);
        }
        Err(format!("{wanted} numbers are wanted, one for each: {} typed", counts.len()))
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
        let latest = self.votes.latest(&poll.id);
        let Some(hands) = Hands::new(poll, latest) else {
            return self.say("Hands cannot answer this kind of poll");
        };
        let is_there = latest.is_some_and(|latest| latest.round.phase != Phase::Revealed);
        let opened = if is_there {
            self.show_poll(&poll.id)
        } else {
            self.open_round(Arc::clone(poll), None)
        };
        self.screen = Screen::Hands(Hands { opened: !is_there, ..hands });
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
        if let Screen::Hands(hands) = &mut self.screen {
            hands.type_in(text);
        }
    }

    pub(super) fn erase_hands(&mut self, all: bool) {
        if let Screen::Hands(hands) = &mut self.screen {
            hands.erase(all);
        }
    }

    /// Records the counts that were typed; none at all takes back those that stand.
    pub(super) fn record_hands(&mut self) -> Vec<Effect> {
        let Screen::Hands(hands) = &self.screen else { return Vec::new() };
        let poll = hands.poll.id.clone();
        let counts = match hands.checked() {
            Ok(counts) => counts,
            Err(why) => return self.say(&why),
        };
        self.screen = Screen::Stage;
        self.take_hands(poll, counts)
    }

    /// Records counts that another process gives for the poll in hand, and opens a round where none takes them.
    pub(super) fn hands_by_order(&mut self, counts: Vec<u32>) -> Result<Vec<Effect>, String> {
        if let Some(why) = &self.room.unusable {
            return Err(format!("votes cannot be recorded: {why}"));
        }
        let (poll, latest) = self.poll_in_hand().ok_or("there is no poll on the slide shown")?;
        let wanted =
            ballot::countable(&poll.kind).ok_or("hands cannot answer this kind of poll")?;
        if !counts.is_empty() && counts.len() != wanted {
            return Err(format!("{wanted} numbers are wanted, one for each choice"));
        }
        let takes = latest.is_some_and(|latest| latest.round.phase != Phase::Revealed);
        let id = poll.id.clone();
        let mut effects =
            if takes || counts.is_empty() { Vec::new() } else { self.open_round(poll, None) };
        effects.extend(self.take_hands(id, counts));
        Ok(effects)
    }

    fn take_hands(&mut self, poll: String, counts: Vec<u32>) -> Vec<Effect> {
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
