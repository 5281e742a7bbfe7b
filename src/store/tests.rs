//! The store as the talk sees it: a folder, a handle, the news.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use super::*;
use crate::ballot::Via;
use crate::capture::{Draft, State};
use crate::poll::{Poll, PollKind};
use crate::round::{Countdown, Phase};
use crate::safe_text::SafeText;

mod captures;
mod commands;
mod door;
mod files;
mod happenings;
mod histories;
mod sessions;
mod upgrades;

/// How long anything may take before a test gives up.
const LONG: Duration = Duration::from_secs(30);

/// A store, and what it has told so far.
struct Room {
    store: Store,
    news: Receiver<News>,
    opened: Opened,
    door: Door,
    votes: Arc<Votes>,
    captures: Arc<[Capture]>,
    troubles: Vec<String>,
}

impl Room {
    /// A talk that starts at second 1.
    fn open(folder: &Path) -> Self {
        Self::open_with(folder, false, 1_000)
    }

    fn open_with(folder: &Path, resume: bool, at_ms: i64) -> Self {
        Self::try_open(folder, resume, at_ms).unwrap()
    }

    /// The store, or why it is unusable.
    fn try_open(folder: &Path, resume: bool, at_ms: i64) -> Result<Self, String> {
        let (tell, news) = mpsc::channel();
        let store = Store::start(opening(folder, resume, at_ms), move |news| {
            let _ = tell.send(news);
        });
        let store = store.unwrap();
        let opened = match news.recv_timeout(LONG).unwrap() {
            News::Opened(opened) => opened,
            News::Unusable(why) => return Err(why),
            other => panic!("{other:?}"),
        };
        let News::Door(door) = news.recv_timeout(LONG).unwrap() else { panic!("no door") };
        let (votes, captures, troubles) = (Arc::default(), Arc::default(), Vec::new());
        let mut room = Self { store, news, opened, door, votes, captures, troubles };
        if resume && room.opened.resumed.is_some() {
            room.wait_for_votes();
            room.wait_for_captures();
        }
        Ok(room)
    }

    fn command(&mut self, command: Command, at_ms: i64) -> Result<(), String> {
        let (done, result) = mpsc::channel();
        self.store.command(command, at_ms, move |result| done.send(result).unwrap());
        let result = result.recv_timeout(LONG).unwrap();
        self.hear();
        result
    }

    fn capture(&mut self, change: CaptureChange) -> Result<(), String> {
        let (done, result) = mpsc::channel();
        self.store.capture(change, 2_000, move |result| done.send(result).unwrap());
        let result = result.recv_timeout(LONG).unwrap();
        self.hear();
        result
    }

    fn cast(&mut self, ballot: Ballot) -> Result<Recorded, NotRecorded> {
        let (done, result) = mpsc::channel();
        self.store.cast(ballot, move |result| done.send(result).unwrap());
        let result = result.recv_timeout(LONG).unwrap();
        self.hear();
        result
    }

    /// Opens a round of this poll; its id.
    fn begin(&mut self, poll: Poll) -> RoundId {
        self.command(Command::Open(Arc::new(poll)), 1_000).unwrap();
        self.votes.open().unwrap().round.id
    }

    /// Takes in what was told.
    fn hear(&mut self) {
        while let Ok(news) = self.news.try_recv() {
            self.take(news);
        }
    }

    fn take(&mut self, news: News) {
        match news {
            News::Votes(votes) => self.votes = votes,
            News::Captures(captures) => self.captures = captures,
            News::Trouble(why) => self.troubles.push(why),
            News::Door(door) => self.door = door,
            other => panic!("{other:?}"),
        }
    }

    fn wait_for_votes(&mut self) {
        let mut news = self.news.recv_timeout(LONG).unwrap();
        while let News::Door(_) = news {
            self.take(news);
            news = self.news.recv_timeout(LONG).unwrap();
        }
        assert!(matches!(news, News::Votes(_)), "{news:?}");
        self.take(news);
    }

    fn wait_for_captures(&mut self) {
        let news = self.news.recv_timeout(LONG).unwrap();
        assert!(matches!(news, News::Captures(_)), "{news:?}");
        self.take(news);
    }

    /// Lets the talk go without an end, as a crash does, and waits until its file is closed.
    fn crash(self) {
        drop(self.store);
        while self.news.recv_timeout(LONG).is_ok() {}
    }

    /// Keeps the store's thread from going on until the answer is sent.
    fn hold(&self, ballot: Ballot) -> Sender<()> {
        let (go, held) = mpsc::channel();
        let (at, arrived) = mpsc::channel();
        self.store.cast(ballot, move |_| {
            at.send(()).unwrap();
            let _ = held.recv_timeout(LONG);
        });
        arrived.recv_timeout(LONG).unwrap();
        go
    }
}

fn opening(folder: &Path, resume: bool, at_ms: i64) -> Opening {
    Opening { folder: folder.to_owned(), title: "Talk".to_owned(), resume, at_ms }
}

fn poll(id: &str, kind: PollKind) -> Poll {
    Poll {
        id: id.to_owned(),
        question: "Which?".to_owned(),
        kind,
        anonymous: true,
        change: true,
        seconds: None,
        answer: Vec::new(),
    }
}

fn single(id: &str) -> Poll {
    poll(id, PollKind::Single { choices: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()] })
}

fn moderated(id: &str) -> Poll {
    poll(id, PollKind::Text { max_chars: 280, moderated: true })
}

fn participant(who: &str) -> Participant {
    Participant { via: Via::Web, key: who.as_bytes().to_vec() }
}

fn ballot(round: RoundId, who: &str, choice: u32) -> Ballot {
    let answer = Answer::Choices(vec![choice]);
    Ballot { round, participant: participant(who), answer, seq: None, at_ms: 2_000 }
}

fn text(round: RoundId, who: &str, text: &str) -> Ballot {
    Ballot { answer: Answer::Text(SafeText::new(text)), ..ballot(round, who, 1) }
}

#[expect(clippy::unnecessary_wraps, reason = "it is compared with what a voter is told")]
fn recorded(revision: u64) -> Result<Recorded, NotRecorded> {
    Ok(Recorded { revision })
}

#[test]
fn a_ballot_is_counted_when_its_voter_hears_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    assert_eq!(room.cast(ballot(round, "ada", 2)), recorded(1));
    assert_eq!(room.votes.latest("where").unwrap().tally.choices(), [0, 1, 0]);
    assert_eq!(room.cast(ballot(round, "ada", 3)), recorded(2));
    assert_eq!(room.votes.latest("where").unwrap().tally.choices(), [0, 0, 1]);
}

#[test]
fn a_repetition_is_harmless_and_an_old_ballot_never_wins() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    let numbered = |seq, choice| Ballot { seq: Some(seq), ..ballot(round, "ada", choice) };
    assert_eq!(room.cast(numbered(7, 2)), recorded(1));
    assert_eq!(room.cast(numbered(7, 2)), recorded(1));
    assert_eq!(room.cast(numbered(6, 1)), recorded(1));
    assert_eq!(room.votes.latest("where").unwrap().tally.choices(), [0, 1, 0]);
    assert_eq!(room.cast(ballot(round, "ada", 3)), recorded(2));
    assert_eq!(room.cast(numbered(8, 1)), recorded(2), "a ballot without a number is the next");
    // One whose acknowledgement got lost is told the truth, even after the end; another vote is not taken.
    room.command(Command::Close(round), 3_000).unwrap();
    assert_eq!(room.cast(numbered(8, 3)), recorded(2));
    assert_eq!(room.cast(numbered(8, 1)), Err(NotRecorded::NotOpen));
    assert_eq!(room.cast(numbered(9, 1)), Err(NotRecorded::NotOpen));
    assert_eq!(room.votes.latest("where").unwrap().tally.choices(), [0, 0, 1]);
}

#[test]
fn a_number_that_leaves_no_next_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    let last = Ballot { seq: Some(u64::MAX), ..ballot(round, "ada", 1) };
    assert!(matches!(room.cast(last), Err(NotRecorded::Invalid(_))));
    let high = Ballot { seq: Some(1 << 53), ..ballot(round, "ada", 1) };
    assert_eq!(room.cast(high), recorded(1));
    assert_eq!(room.cast(ballot(round, "ada", 2)), recorded(2));
}

#[test]
fn an_answer_that_is_final_is_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(Poll { change: false, ..single("where") });
    assert_eq!(room.cast(ballot(round, "ada", 1)), recorded(1));
    assert_eq!(room.cast(ballot(round, "ada", 1)), recorded(1));
    assert_eq!(room.cast(ballot(round, "ada", 2)), Err(NotRecorded::NoChange));
    assert_eq!(room.votes.latest("where").unwrap().tally.choices(), [1, 0, 0]);
}

#[test]
fn counts_are_told_before_the_voter_is_thanked() {
    let folder = tempfile::tempdir().unwrap();
    let (happens, happened) = mpsc::channel();
    let told = happens.clone();
    let store = Store::start(opening(folder.path(), false, 1_000), move |news| {
        if let News::Votes(votes) = news {
            let voters = votes.open().map_or(0, |counted| counted.tally.voters());
            told.send(format!("{voters} counted")).unwrap();
        }
    });
    let store = store.unwrap();
    let commanded = happens.clone();
    store.command(Command::Open(Arc::new(single("where"))), 1_000, move |_| {
        commanded.send("opened".to_owned()).unwrap();
    });
    store.cast(ballot(1, "ada", 1), move |_| happens.send("thanked".to_owned()).unwrap());
    let order: Vec<String> = (0..3).map(|_| happened.recv_timeout(LONG).unwrap()).collect();
    // Both may have come in one transaction, and then the counts once.
    let order: Vec<&str> = order.iter().map(String::as_str).collect();
    assert!(
        order == ["1 counted", "opened", "thanked"]
            || order == ["0 counted", "opened", "1 counted"],
        "{order:?}"
    );
}

#[test]
fn a_room_that_votes_at_once_costs_one_commit() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    let go = room.hold(ballot(round, "first", 1));
    room.hear();
    let (done, results) = mpsc::channel();
    for voter in 0..500 {
        let done = done.clone();
        room.store
            .cast(ballot(round, &voter.to_string(), 2), move |result| done.send(result).unwrap());
    }
    go.send(()).unwrap();
    for _ in 0..500 {
        assert_eq!(results.recv_timeout(LONG).unwrap(), recorded(1));
    }
    let told: Vec<News> = room.news.try_iter().collect();
    assert_eq!(told.len(), 1, "{told:?}");
    let News::Votes(votes) = &told[0] else { panic!("{told:?}") };
    assert_eq!(votes.latest("where").unwrap().tally.choices(), [1, 500, 0]);
}

#[test]
fn a_queue_that_is_full_says_so_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    let go = room.hold(ballot(round, "first", 1));
    let (done, results) = mpsc::channel();
    for voter in 0..=QUEUE {
        let done = done.clone();
        let one = ballot(round, &voter.to_string(), 2);
        room.store.cast(one, move |result| done.send((voter, result)).unwrap());
    }
    assert_eq!(results.try_recv().unwrap(), (QUEUE, Err(NotRecorded::Busy)));
    // The talk itself waits for no ballot.
    room.store.position(Position { slide: "b".to_owned(), ..Position::default() });
    go.send(()).unwrap();
    for voter in 0..QUEUE {
        assert_eq!(results.recv_timeout(LONG).unwrap(), (voter, recorded(1)));
    }
    assert_eq!(room.cast(ballot(round, "late", 2)), recorded(1), "there is room again");
}

#[test]
fn one_participant_has_one_ballot_however_many_are_cast_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    let (done, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (store, done) = (room.store.clone(), done.clone());
            scope.spawn(move || {
                for cast in 0..125 {
                    let done = done.clone();
                    let one = ballot(round, "ada", 1 + (thread + cast) % 3);
                    store.cast(one, move |result| done.send(result).unwrap());
                }
            });
        }
    });
    let mut revisions: Vec<u64> =
        (0..1_000).map(|_| results.recv_timeout(LONG).unwrap().unwrap().revision).collect();
    revisions.sort_unstable();
    assert!(revisions.into_iter().eq(1..=1_000));
    room.hear();
    assert_eq!(room.votes.latest("where").unwrap().tally.voters(), 1);
    let mut rows = Vec::new();
    let archive = Archive::open(folder.path()).unwrap().unwrap();
    let each = &mut |row: BallotRow| {
        rows.push(row.revision);
        std::ops::ControlFlow::Continue(())
    };
    archive.ballots(1, each).unwrap();
    assert_eq!(rows, [1_000]);
}

#[test]
fn who_waits_for_a_store_that_is_gone_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    room.store.end(2_000);
    assert!(matches!(room.cast(ballot(round, "ada", 1)), Err(NotRecorded::Failed(_))));
    room.command(Command::Close(round), 1_000).unwrap_err();
    room.store.end(2_000);
}

#[test]
fn a_mistake_in_an_answer_to_a_voter_does_not_end_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    room.store.cast(ballot(round, "ada", 1), |_| panic!("on purpose"));
    room.wait_for_votes();
    let trouble = room.news.recv_timeout(LONG).unwrap();
    room.take(trouble);
    assert_eq!(room.cast(ballot(round, "bob", 1)), recorded(1));
    assert_eq!(room.votes.latest("where").unwrap().tally.voters(), 2);
    assert_eq!(room.troubles.len(), 1);
}
