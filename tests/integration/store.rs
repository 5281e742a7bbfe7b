//! Ballots against what ends a program at any moment: no acknowledged one is ever missing.
//!
//! `ROUNDTABLE_TEST_KILLS=100 cargo test --release no_acknowledged_ballot` kills a hundred times.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use roundtable::ballot::{Answer, Participant, Via};
use roundtable::poll::{Poll, PollKind};
use roundtable::round::{self, Phase, RoundId, Votes};
use roundtable::store::{Archive, Ballot, Lock, News, Opening, Store};
use rusqlite::Connection;

/// The folder of a talk under load: who has this in the environment is that talk.
const ROLE: &str = "ROUNDTABLE_TEST_TALK";

/// How often the talk is killed.
const KILLS: &str = "ROUNDTABLE_TEST_KILLS";

/// How long anything may take before a test gives up.
const LONG: Duration = Duration::from_mins(1);

/// How many ballots are on their way at once.
const IN_FLIGHT: usize = 256;

/// How many vote: few enough that all change their answers over and over.
const VOTERS: u32 = 3_000;

#[expect(
    clippy::disallowed_methods,
    reason = "tells the talk from its test, and how often to kill"
)]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[test]
fn no_acknowledged_ballot_is_lost_to_a_kill() {
    if let Some(folder) = setting(ROLE) {
        return give_talk(Path::new(&folder));
    }
    let kills = setting(KILLS).and_then(|kills| kills.parse().ok()).unwrap_or(10);
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = HashMap::new();
    for kill in 0..kills {
        let name = "store::no_acknowledged_ballot_is_lost_to_a_kill";
        let mut talk = start(Command::new(std::env::current_exe().unwrap()), name, folder.path());
        // At its first ballots, in the midst of them, or after the log was folded into the file a few times.
        let patience = [1, 700, 4_000, 15_000][kill % 4] + kill * 13;
        let lines = BufReader::new(talk.stdout.take().unwrap()).lines();
        let mut seen = 0;
        for line in lines {
            seen += usize::from(remember(&line.unwrap(), &mut acknowledged));
            if seen == patience {
                // What it still says is what it still acknowledged.
                talk.kill().unwrap();
            }
        }
        talk.wait().unwrap();
        assert!(seen >= patience, "the talk ended by itself after {seen} ballots");
        assert_kept(folder.path(), &acknowledged);
    }
    // And the talk goes on with all of them.
    let (store, votes) = resume(folder.path());
    assert_eq!(votes.open().unwrap().tally.participants(), count(folder.path()));
    store.end(2_000);
}

#[test]
fn a_disk_that_fills_up_loses_nothing_that_was_acknowledged() {
    if let Some(folder) = setting(ROLE) {
        return give_talk(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    let name = "store::a_disk_that_fills_up_loses_nothing_that_was_acknowledged";
    // The system lets no file grow beyond 600 blocks of 512 or 1,024 bytes.
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 600; exec \"$@\"", "sh"]);
    shell.arg(std::env::current_exe().unwrap());
    let mut talk = start(shell, name, folder.path());
    let mut acknowledged = HashMap::new();
    let mut troubles = Vec::new();
    for line in BufReader::new(talk.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        remember(&line, &mut acknowledged);
        troubles.extend(line.strip_prefix("trouble ").map(str::to_owned));
    }
    assert!(talk.wait().unwrap().success());
    assert!(acknowledged.len() > 100, "{}", acknowledged.len());
    assert!(troubles[0].contains("roundtable.db"), "{troubles:?}");
    assert_kept(folder.path(), &acknowledged);
    assert_eq!(count(folder.path()), acknowledged.len() as u64, "and nothing else is there");
    // With room on the disk it goes on.
    let (store, votes) = resume(folder.path());
    let round = votes.open().unwrap().round.id;
    let (done, result) = mpsc::channel();
    store.cast(ballot(round, VOTERS, 1), move |told| done.send(told).unwrap());
    assert_eq!(result.recv_timeout(LONG).unwrap().unwrap().revision, 1);
}

/// Runs a test of this program once more, as the talk.
fn start(mut command: Command, test: &str, folder: &Path) -> Child {
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]);
    command.env(ROLE, folder).stdout(Stdio::piped()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// A line that acknowledges a ballot: who, which choice, which revision.
fn remember(line: &str, acknowledged: &mut HashMap<u32, (u64, u32)>) -> bool {
    let Some(rest) = line.strip_prefix("recorded ") else { return false };
    let mut words = rest.split(' ').map_while(|word| word.parse::<u32>().ok());
    // A kill may cut the last line short, but not its meaning: a line is written at once.
    let (Some(who), Some(choice), Some(revision)) = (words.next(), words.next(), words.next())
    else {
        return false;
    };
    let last = acknowledged.entry(who).or_default();
    *last = (*last).max((u64::from(revision), choice));
    true
}

/// The file is sound, and every acknowledged ballot is in it, or a later one of the same voter.
fn assert_kept(folder: &Path, acknowledged: &HashMap<u32, (u64, u32)>) {
    let file = Connection::open(folder.join("roundtable.db")).unwrap();
    let sound: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let sql = "SELECT key, revision, body FROM ballot JOIN participant ON id = participant_id";
    let mut statement = file.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let rows: HashMap<u32, (i64, String)> = rows
        .map(|row| {
            let (key, revision, body): (Vec<u8>, i64, String) = row.unwrap();
            (u32::from_le_bytes(key.try_into().unwrap()), (revision, body))
        })
        .collect();
    for (who, (revision, choice)) in acknowledged {
        let Some((kept, body)) = rows.get(who) else { panic!("the ballot of {who} is missing") };
        let kept = u64::try_from(*kept).unwrap();
        assert!(kept >= *revision, "{who} was told of revision {revision}, and {kept} is there");
        let told = format!("{{\"choices\":[{choice}]}}");
        assert!(kept > *revision || *body == told, "{who} was told of {told}, and {body} is there");
    }
}

/// How many ballots are there.
fn count(folder: &Path) -> u64 {
    let archive = Archive::open(folder).unwrap().unwrap();
    archive.sessions().unwrap().iter().map(|session| session.ballots).sum()
}

fn ballot(round: RoundId, who: u32, choice: u32) -> Ballot {
    let participant = Participant { via: Via::Web, key: who.to_le_bytes().to_vec() };
    let answer = Answer::Choices(vec![choice]);
    Ballot { round, participant, answer, seq: None, at_ms: 2_000 }
}

/// The talk of a folder as it goes on, or begins.
fn resume(folder: &Path) -> (Store, Arc<Votes>) {
    let (tell, news) = mpsc::channel();
    let opening =
        Opening { folder: folder.to_owned(), title: "Talk".to_owned(), resume: true, at_ms: 1_000 };
    let tell_all = move |told| {
        if let News::Trouble(why) = &told {
            let _ = writeln!(std::io::stdout(), "trouble {why}");
        }
        let _ = tell.send(told);
    };
    let store = Store::start(opening, tell_all).unwrap();
    let opened = match news.recv_timeout(LONG).unwrap() {
        News::Opened(opened) => opened,
        other => panic!("{other:?}"),
    };
    let door = news.recv_timeout(LONG).unwrap();
    assert!(matches!(door, News::Door(_)), "{door:?}");
    assert!(opened.notice.is_none_or(|notice| !notice.contains("damaged")));
    let votes = |news: News| match news {
        News::Votes(votes) if votes.open().is_some() => Some(votes),
        _ => None,
    };
    if opened.resumed.is_some()
        && let Some(votes) = votes(news.recv_timeout(LONG).unwrap())
    {
        assert_eq!(votes.open().unwrap().round.phase, Phase::Open);
        return (store, votes);
    }
    let kind = PollKind::Single { choices: ["a", "b", "c"].map(str::to_owned).to_vec() };
    let poll = Poll {
        id: "where".to_owned(),
        question: "Which?".to_owned(),
        kind,
        anonymous: true,
        change: true,
        seconds: None,
        answer: Vec::new(),
    };
    store.command(round::Command::Open(Arc::new(poll)), 1_000, |result| result.unwrap());
    let votes = votes(news.recv_timeout(LONG).unwrap()).unwrap();
    (store, votes)
}

/// Records ballots as fast as it can and says so, until it is killed or one fails.
fn give_talk(folder: &Path) {
    // The harness has begun a line.
    let _ = writeln!(std::io::stdout());
    let _lock = Lock::take(folder).unwrap();
    let (store, votes) = resume(folder);
    let round = votes.open().unwrap().round.id;
    let (done, results) = mpsc::channel();
    let mut in_flight = 0;
    // Another run begins elsewhere. Nobody waits for so many.
    for number in (std::process::id()..).take(1_000_000) {
        let (who, choice) = (number % VOTERS, 1 + number % 7 % 3);
        let done = done.clone();
        store.cast(ballot(round, who, choice), move |told| {
            if let Ok(recorded) = &told {
                let line = format!("recorded {who} {choice} {}\n", recorded.revision);
                let _ = std::io::stdout().write_all(line.as_bytes());
            }
            let _ = done.send(told);
        });
        in_flight += 1;
        if in_flight == IN_FLIGHT {
            in_flight -= 1;
            if results.recv_timeout(LONG).unwrap().is_err() {
                // What is recorded behind it is acknowledged too.
                for _ in 0..in_flight {
                    let _ = results.recv_timeout(LONG).unwrap();
                }
                return;
            }
        }
    }
}
