//! Random histories of a talk: the file, the counts in memory and a model of a few lines must agree.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::ballot;
use crate::tally::Tally;

/// Something that happens, each a moment after the one before.
#[derive(Clone, Debug)]
enum Step {
    Open(usize),
    OpenUnseen(usize),
    Close,
    Reveal,
    Back(usize),
    Countdown(Countdown),
    Hands(Option<Vec<u32>>),
    Release(usize, bool),
    Reset(usize),
    /// A voter, an answer out of those of the kind, a number, how late, how many rounds ago.
    Cast(u8, usize, Option<u64>, i64, usize),
    /// The talk crashes and is resumed after so long.
    Resume(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let countdown = prop_oneof![
        Just(Countdown::None),
        (0..40_i64).prop_map(Countdown::Paused),
        (0..400_i64).prop_map(|after| Countdown::Until(10_000 + after)),
    ];
    let hands = proptest::option::of(proptest::collection::vec(0..4_u32, 2..4));
    let cast = (0..5_u8, 0..6_usize, proptest::option::of(0..9_u64), 0..30_i64, 0..2_usize);
    let step = prop_oneof![
        4 => (0..POLLS).prop_map(Step::Open),
        2 => (0..POLLS).prop_map(Step::OpenUnseen),
        3 => Just(Step::Close),
        3 => Just(Step::Reveal),
        2 => (0..2_usize).prop_map(Step::Back),
        1 => countdown.prop_map(Step::Countdown),
        1 => hands.prop_map(Step::Hands),
        2 => (0..3_usize, any::<bool>()).prop_map(|(text, on)| Step::Release(text, on)),
        1 => (0..POLLS).prop_map(Step::Reset),
        30 => cast.prop_map(|(who, answer, seq, late, ago)| Step::Cast(who, answer, seq, late, ago)),
        1 => (0..50_i64).prop_map(Step::Resume),
    ];
    proptest::collection::vec(step, 1..60)
}

const POLLS: usize = 6;

/// The polls of the talk; the second takes one answer for good, the first has a countdown.
fn poll_of(index: usize) -> Poll {
    let choices = || vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
    let id = format!("poll-{index}");
    match index {
        0 => Poll { seconds: Some(1), ..poll(&id, PollKind::Single { choices: choices() }) },
        1 => {
            let kind = PollKind::Multiple { choices: choices(), min: 1, max: 2 };
            Poll { change: false, ..poll(&id, kind) }
        }
        2 => poll(&id, PollKind::Ranking { choices: choices() }),
        3 => poll(&id, PollKind::Number { min: None, max: Some(9.0), unit: None }),
        4 => poll(&id, PollKind::Words { max: 2 }),
        _ => moderated(&id),
    }
}

/// Answers of a kind, good and bad.
fn answer_of(kind: &PollKind, index: usize) -> Answer {
    let word = |index: usize| SafeText::new(["Rust", "rust", "über", "", "e\u{301}", "a b"][index]);
    match kind {
        PollKind::Single { .. } => Answer::Choices(vec![u32::try_from(index).unwrap()]),
        PollKind::Multiple { .. } => {
            let picks = [vec![1], vec![2, 1], vec![1, 2], vec![3], vec![1, 2, 3], vec![]];
            Answer::Choices(picks[index].clone())
        }
        PollKind::Ranking { .. } => {
            let ranks = [vec![1], vec![3, 1], vec![1, 2, 3], vec![3, 2, 1], vec![1, 1], vec![4]];
            Answer::Ranking(ranks[index].clone())
        }
        PollKind::Number { .. } => Answer::Value([0.1 + 0.2, -0.0, 0.0, 1e300, 5e-324, 2.5][index]),
        PollKind::Words { .. } => Answer::Words(vec![word(index), word((index + 1) % 6)]),
        _ => Answer::Text(word(index)),
    }
}

struct Model {
    rounds: Vec<Modelled>,
    opened: BTreeMap<String, u32>,
}

struct Modelled {
    id: RoundId,
    poll: Poll,
    phase: Phase,
    countdown: Countdown,
    ballots: BTreeMap<u8, Kept>,
    hands: Option<Vec<u32>>,
}

struct Kept {
    answer: Answer,
    seq: u64,
    revision: u64,
    at_ms: i64,
    released: bool,
}

impl Model {
    fn last(&mut self, ago: usize) -> Option<&mut Modelled> {
        self.rounds.iter_mut().rev().nth(ago)
    }

    fn open(&mut self, poll: &Poll, unseen: bool, at_ms: i64) -> bool {
        let busy = self.rounds.iter().any(|round| round.phase == Phase::Open);
        let last = self.rounds.iter().rfind(|round| round.poll.id == poll.id);
        if busy || last.is_some_and(|last| !unseen && last.phase != Phase::Revealed) {
            return false;
        }
        let countdown = poll
            .seconds
            .map_or(Countdown::None, |s| Countdown::Until(at_ms + i64::from(s) * 1_000));
        self.rounds.push(Modelled {
            id: 0,
            poll: poll.clone(),
            phase: Phase::Open,
            countdown,
            ballots: BTreeMap::new(),
            hands: None,
        });
        *self.opened.entry(poll.id.clone()).or_default() += 1;
        true
    }

    fn back(&mut self, ago: usize) -> bool {
        let Some(place) = self.rounds.len().checked_sub(ago + 1) else { return false };
        let id = self.rounds[place].poll.id.clone();
        let busy = self.rounds.iter().any(|round| round.phase == Phase::Open);
        if self.rounds[place + 1..].iter().any(|later| later.poll.id == id) {
            return false;
        }
        let round = &mut self.rounds[place];
        match round.phase {
            Phase::Revealed => round.phase = Phase::Closed,
            Phase::Closed if busy => return false,
            Phase::Closed => round.phase = Phase::Open,
            Phase::Open if round.ballots.is_empty() && round.hands.is_none() => {
                self.rounds.remove(place);
            }
            Phase::Open => return false,
        }
        true
    }

    fn cast(&mut self, who: u8, ago: usize, ballot: &Ballot) -> Result<u64, &'static str> {
        let Some(round) = self.last(ago) else { return Err("not open") };
        let in_time = match round.countdown {
            Countdown::Until(end) => ballot.at_ms <= end,
            _ => true,
        };
        let open = in_time && round.phase == Phase::Open;
        let answer = ballot::accept(&round.poll, ballot.answer.clone());
        let before = round.ballots.get(&who);
        if let Some(kept) = before
            && ballot.seq.is_some_and(|seq| seq <= kept.seq)
            && (open || answer.as_ref() == Ok(&kept.answer))
        {
            return Ok(kept.revision);
        }
        if !open {
            return Err("not open");
        }
        let Ok(answer) = answer else { return Err("invalid") };
        let same = before.filter(|kept| kept.answer == answer);
        match (before, same) {
            (Some(_), Some(kept)) if !round.poll.change => return Ok(kept.revision),
            (Some(_), None) if !round.poll.change => return Err("no change"),
            _ => {}
        }
        let revision = before.map_or(1, |kept| kept.revision + 1);
        let seq = ballot.seq.unwrap_or_else(|| before.map_or(1, |kept| kept.seq + 1));
        let at_ms = same.map_or(ballot.at_ms, |kept| kept.at_ms);
        let held = matches!(round.poll.kind, PollKind::Text { moderated: true, .. });
        let released = same.map_or(!held, |kept| kept.released);
        round.ballots.insert(who, Kept { answer, seq, revision, at_ms, released });
        Ok(revision)
    }

    /// The texts of a round as they stand on the wall.
    fn texts(round: &Modelled) -> Vec<(u8, String, bool)> {
        let mut kept: Vec<(&u8, &Kept)> = round.ballots.iter().collect();
        kept.sort_by_key(|(_, kept)| kept.at_ms);
        let text = |(who, kept): (&u8, &Kept)| match &kept.answer {
            Answer::Text(text) => Some((*who, text.as_str().to_owned(), kept.released)),
            _ => None,
        };
        kept.into_iter().filter_map(text).collect()
    }

    fn agree(&self, votes: &Votes) {
        assert_eq!(votes.rounds.len(), self.rounds.len());
        for (counted, round) in votes.rounds.iter().zip(&self.rounds) {
            assert_eq!(*counted.round.poll, round.poll);
            assert_eq!(
                (counted.round.phase, counted.round.countdown),
                (round.phase, round.countdown)
            );
            let mut tally = Tally::new(&round.poll.kind);
            for kept in round.ballots.values() {
                tally.add(&kept.answer, 1);
            }
            if let Some(hands) = &round.hands {
                tally.add(&Answer::Hands(hands.clone()), 1);
            }
            assert_eq!(counted.tally, tally);
            let texts: Vec<(String, bool)> = Self::texts(round)
                .into_iter()
                .map(|(_, text, released)| (text, released))
                .collect();
            let wall: Vec<(String, bool)> =
                counted.texts.iter().map(|t| (t.text.as_str().to_owned(), t.released)).collect();
            assert_eq!(wall, texts);
        }
    }
}

/// Does one step in both; whether it went as the model says.
fn take(step: &Step, now: i64, room: &mut Room, model: &mut Model) {
    let id = |model: &mut Model, ago| model.last(ago).map_or(99_999, |round| round.id);
    let latest = id(model, 0);
    let (command, expected) = match step {
        Step::Cast(who, answer, seq, late, ago) => {
            let round = id(model, *ago);
            let kind = model.last(*ago).map_or(PollKind::Fist, |round| round.poll.kind.clone());
            let answer = answer_of(&kind, *answer);
            let one = Ballot {
                answer,
                seq: *seq,
                at_ms: now + late,
                ..ballot(round, &who.to_string(), 1)
            };
            let expected = model.cast(*who, *ago, &one);
            let result =
                room.cast(one).map(|recorded| recorded.revision).map_err(|why| match why {
                    NotRecorded::NotOpen => "not open",
                    NotRecorded::Invalid(_) => "invalid",
                    NotRecorded::NoChange => "no change",
                    NotRecorded::Failed(_) | NotRecorded::Busy => "failed",
                });
            assert_eq!(result, expected);
            return;
        }
        Step::Resume(_) => return,
        Step::Open(index) => {
            let poll = Arc::new(poll_of(*index));
            (Command::Open(Arc::clone(&poll)), model.open(&poll, false, now))
        }
        Step::OpenUnseen(index) => {
            let poll = Arc::new(poll_of(*index));
            (Command::OpenUnseen(Arc::clone(&poll)), model.open(&poll, true, now))
        }
        Step::Close => (Command::Close(latest), close(model.last(0))),
        Step::Reveal => (Command::Reveal(latest), reveal(model)),
        Step::Back(ago) => (Command::Back(id(model, *ago)), model.back(*ago)),
        Step::Countdown(countdown) => {
            let round = model.last(0).filter(|round| round.phase == Phase::Open);
            let expected = round.map(|round| round.countdown = *countdown).is_some();
            (Command::Countdown(latest, *countdown), expected)
        }
        Step::Hands(counts) => {
            let fits = |round: &Modelled| {
                let answer =
                    counts.clone().map(|counts| ballot::accept(&round.poll, Answer::Hands(counts)));
                round.phase != Phase::Revealed && answer.is_none_or(|answer| answer.is_ok())
            };
            let round = model.last(0).filter(|round| fits(round));
            let expected = round.map(|round| round.hands.clone_from(counts)).is_some();
            (Command::Hands(latest, counts.clone()), expected)
        }
        Step::Release(text, on) => {
            let wall = room.votes.rounds.last().and_then(|counted| counted.texts.get(*text));
            let who =
                model.last(0).map(|round| Model::texts(round)).and_then(|t| Some(t.get(*text)?.0));
            let kept = who.and_then(|who| model.last(0)?.ballots.get_mut(&who));
            let expected = kept.map(|kept| kept.released = *on).is_some();
            (Command::Release(latest, wall.map_or(99_999, |wall| wall.participant), *on), expected)
        }
        Step::Reset(index) => {
            let id = poll_of(*index).id;
            model.rounds.retain(|round| round.poll.id != id);
            (Command::Reset(id), true)
        }
    };
    let result = room.command(command, now);
    assert_eq!(result.is_ok(), expected, "{step:?}: {result:?}");
    if let (Step::Open(_) | Step::OpenUnseen(_), true) = (step, expected) {
        model.last(0).unwrap().id = room.votes.open().unwrap().round.id;
    }
}

/// With a closed round all closed ones of its poll are revealed.
fn reveal(model: &mut Model) -> bool {
    let last = model.last(0).filter(|round| round.phase != Phase::Open);
    let last = last.map(|round| (round.poll.id.clone(), round.phase));
    if let Some((poll, Phase::Closed)) = &last {
        let same = model.rounds.iter_mut().filter(|round| round.poll.id == *poll);
        same.for_each(|round| round.phase = Phase::Revealed);
    }
    last.is_some()
}

fn close(round: Option<&mut Modelled>) -> bool {
    let Some(round) = round else { return false };
    if round.phase == Phase::Open {
        (round.phase, round.countdown) = (Phase::Closed, Countdown::None);
    }
    true
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_file_and_the_counts_say_what_happened(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let mut room = Room::open(folder.path());
        let mut model = Model { rounds: Vec::new(), opened: BTreeMap::new() };
        let mut now = 10_000;
        for step in &steps {
            // Moments are further apart than a ballot can be late, so that no two texts come at once.
            now += 31;
            if let Step::Resume(pause) = step {
                now += pause;
                room.crash();
                room = Room::open_with(folder.path(), true, now);
                let late = |round: &&mut Modelled| {
                    matches!(round.countdown, Countdown::Until(end) if end <= now)
                };
                close(model.rounds.iter_mut().find(late));
            }
            take(step, now, &mut room, &mut model);
            model.agree(&room.votes);
        }
        let archive = Archive::open(folder.path()).unwrap().unwrap();
        if let [session] = archive.sessions().unwrap().as_slice() {
            prop_assert_eq!(&archive.votes(session.id).unwrap(), &*room.votes);
            let ballots = |round: &Modelled| round.ballots.len() + usize::from(round.hands.is_some());
            prop_assert_eq!(session.ballots, model.rounds.iter().map(ballots).sum::<usize>() as u64);
        } else {
            prop_assert!(model.opened.is_empty());
        }
    }
}
