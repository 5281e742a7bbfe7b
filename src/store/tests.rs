//! The store as the talk sees it: a folder, a handle, the news.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use super::*;
use crate::ballot::Via;
use crate::poll::{Poll, PollKind};
use crate::round::{Countdown, Phase};

/// How long anything may take before a test gives up.
const LONG: Duration = Duration::from_secs(30);

/// A store, and what it has told so far.
struct Room {
    store: Store,
    news: Receiver<News>,
    opened: Opened,
    votes: Arc<Votes>,
}

impl Room {
    fn open(folder: &Path) -> Self {
        Self::open_with(folder, false, 1_000)
    }

    fn open_with(folder: &Path, resume: bool, at_ms: i64) -> Self {
        let (tell, news) = mpsc::channel();
        let store = Store::start(opening(folder, resume, at_ms), move |news| {
            let _ = tell.send(news);
        });
        let mut room =
            Self { store: store.unwrap(), news, opened: Opened::default(), votes: Arc::default() };
        match room.news.recv_timeout(LONG).unwrap() {
            News::Opened(opened) => room.opened = opened,
            other => panic!("{other:?}"),
        }
        room
    }

    fn command(&mut self, command: Command, at_ms: i64) -> Result<(), String> {
        let (done, result) = mpsc::channel();
        self.store.command(command, at_ms, move |result| done.send(result).unwrap());
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
        for news in self.news.try_iter() {
            match news {
                News::Votes(votes) => self.votes = votes,
                other => panic!("{other:?}"),
            }
        }
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

fn ballot(round: RoundId, who: &str, choice: u32) -> Ballot {
    let participant = Participant { via: Via::Web, key: who.as_bytes().to_vec() };
    Ballot { round, participant, answer: Answer::Choices(vec![choice]), seq: None, at_ms: 2_000 }
}

#[test]
fn a_ballot_is_counted_when_its_voter_hears_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut room = Room::open(folder.path());
    let round = room.begin(single("where"));
    assert_eq!(room.cast(ballot(round, "ada", 2)), Ok(Recorded { revision: 1 }));
    assert_eq!(room.votes.latest("where").unwrap().tally.choices(), [0, 1, 0]);
    assert_eq!(room.cast(ballot(round, "ada", 3)), Ok(Recorded { revision: 2 }));
    assert_eq!(room.votes.latest("where").unwrap().tally.choices(), [0, 0, 1]);
}
