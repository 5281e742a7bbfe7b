//! Ballots to the disk and back: `cargo bench --bench store`.
//!
//! `-- ballots`, `-- counts`, `-- open` and `-- report` pick sections; with the word `quick` it measures too little to tell and
//! shows that all works. The store and the bare database take turns, run by run, so that whatever else the
//! machine does hits both: compare the ratio.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use roundtable::ballot::{Answer, Participant, Via};
use roundtable::poll::PollKind;
use roundtable::report::{self, FreeText, Material, Report};
use roundtable::round::{Command, RoundId};
use roundtable::safe_text::SafeText;
use roundtable::store::{Archive, Ballot, News, Opening, Store};
use rusqlite::{Connection, params};

#[path = "stage/ballots.rs"]
mod ballots;

use ballots::single;

/// How many ballots are on their way at once.
const IN_FLIGHT: usize = 512;

/// How long anything may take before it counts as hanging.
const LONG: Duration = Duration::from_mins(2);

type Fault = Box<dyn std::error::Error>;

type Writer = fn(&Report) -> String;

type Section = fn(bool) -> Result<(), Fault>;

const SECTIONS: [(&str, Section); 4] =
    [("ballots", ballots), ("counts", counts), ("open", open), ("report", report)];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    // Only `cargo bench` says so; `cargo test` runs benchmarks to see that they work.
    let quick =
        !arguments.iter().any(|word| word == "--bench") || arguments.contains(&"quick".to_owned());
    let wanted: Vec<&String> =
        arguments.iter().filter(|word| SECTIONS.iter().any(|(name, _)| name == word)).collect();
    for (name, section) in SECTIONS {
        if !wanted.is_empty() && !wanted.iter().any(|word| *word == name) {
            continue;
        }
        if let Err(fault) = section(quick) {
            say(&format!("store: {name}: {fault}"));
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Durable ballots a second, each of a new voter, beside a loop that does no more than the same transactions.
fn ballots(quick: bool) -> Result<(), Fault> {
    let (runs, voters) = if quick { (1, 1_000) } else { (9, 40_000) };
    let (mut through, mut bare, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        let (seconds, commits) = through_the_store(voters)?;
        let size = voters.div_ceil(commits.max(1));
        through.push(f64::from(voters) / seconds);
        bare.push(f64::from(voters) / bare_loop(voters, size)?);
        sizes.push(f64::from(size));
    }
    let (through, bare) = (median(&through), median(&bare));
    say(&format!("ballots a second, {IN_FLIGHT} in flight, median of {runs} runs of {voters}"));
    say(&format!("  store        {through:>9.0}   {:>5.0} in a commit", median(&sizes)));
    say(&format!("  bare loop    {bare:>9.0}"));
    say(&format!("  ratio        {:>9.2}", through / bare));
    Ok(())
}

/// How long a number of ballots takes, in seconds, and in how many commits.
fn through_the_store(voters: u32) -> Result<(f64, u32), Fault> {
    let folder = tempfile::tempdir()?;
    let (store, news, round) = room(folder.path(), single())?;
    let (done, results) = mpsc::channel();
    let start = now();
    for voter in 0..voters {
        if voter as usize >= IN_FLIGHT {
            results.recv_timeout(LONG)??;
        }
        let done = done.clone();
        store.cast(ballot(round, voter, choice(voter)), move |result| {
            let _ = done.send(result);
        });
    }
    drop(done);
    for result in results {
        result?;
    }
    let seconds = start.elapsed().as_secs_f64();
    let commits = news.try_iter().filter(|news| matches!(news, News::Votes(_))).count();
    Ok((seconds, u32::try_from(commits)?))
}

fn bare_loop(voters: u32, size: u32) -> Result<f64, Fault> {
    let folder = tempfile::tempdir()?;
    let file = Connection::open(folder.path().join("bare.db"))?;
    file.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
    )?;
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store/1.sql");
    file.execute_batch(&fs::read_to_string(tables)?)?;
    let mut join = file.prepare(
        "INSERT INTO participant (session_id, via, key) VALUES (1, 'web', ?1) RETURNING id",
    )?;
    let mut record = file.prepare(
        "INSERT INTO ballot (round_id, participant_id, revision, seq, body, at_ms, released) \
         VALUES (2, ?1, 1, 1, ?2, 2000, 1) ON CONFLICT DO UPDATE SET revision = revision + 1, seq = excluded.seq, \
         body = excluded.body, at_ms = excluded.at_ms WHERE excluded.seq > seq",
    )?;
    let start = now();
    let mut voter = 0;
    while voter < voters {
        file.execute_batch("BEGIN IMMEDIATE")?;
        for voter in voter..voters.min(voter + size) {
            let id: i64 = join.query_row([key(voter)], |row| row.get(0))?;
            record.execute(params![id, format!("{{\"choices\":[{}]}}", choice(voter))])?;
        }
        file.execute_batch("COMMIT")?;
        voter += size;
    }
    Ok(start.elapsed().as_secs_f64())
}

/// How long until a ballot is seen in the count: one on top of 10,000, and the last of 10,000 at once.
fn counts(quick: bool) -> Result<(), Fault> {
    let (runs, voters) = if quick { (1, 500) } else { (9, 10_000) };
    let text = PollKind::Text { max_chars: 280, moderated: true };
    say(&format!("milliseconds from casting a ballot to its count, median of {runs} runs"));
    for (name, kind) in [("single", single()), ("text", text)] {
        let (mut burst, mut one) = (Vec::new(), Vec::new());
        for _ in 0..runs {
            let folder = tempfile::tempdir()?;
            let (store, news, round) = room(folder.path(), kind.clone())?;
            // The queue holds fewer than all of them.
            for voter in 0..voters / 2 {
                store.cast(answered(round, voter, &kind), |_| ());
            }
            wait_for(&news, u64::from(voters / 2))?;
            for voter in voters / 2..voters {
                store.cast(answered(round, voter, &kind), |_| ());
            }
            let start = now();
            wait_for(&news, u64::from(voters))?;
            burst.push(start.elapsed().as_secs_f64() * 1_000.0);
            let start = now();
            store.cast(answered(round, voters, &kind), |_| ());
            wait_for(&news, u64::from(voters) + 1)?;
            one.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
        say(&format!("  {name:<8} the last of {} at once {:>7.2}", voters / 2, median(&burst)));
        say(&format!("  {name:<8} one on top of {voters}      {:>7.2}", median(&one)));
    }
    Ok(())
}

/// How long until the counts of a million ballots are there.
fn open(quick: bool) -> Result<(), Fault> {
    let (runs, voters) = if quick { (1, 1_000) } else { (9, 1_000_000) };
    say(&format!("milliseconds to open {voters} ballots and count them, median of {runs} runs"));
    let folder = tempfile::tempdir()?;
    let path = ballots::fill(folder.path(), "Talk", voters)?;
    let measure = || -> Result<f64, Fault> {
        let mut samples = Vec::new();
        for _ in 0..runs {
            let start = now();
            let (store, news) = resume(folder.path())?;
            wait_for(&news, u64::from(voters))?;
            samples.push(start.elapsed().as_secs_f64() * 1_000.0);
            drop(store);
            while news.recv_timeout(LONG).is_ok() {}
        }
        Ok(median(&samples))
    };
    say(&format!("  after an end   {:>7.0}", measure()?));
    // While somebody else has it open the log of the last commits stays, as after a crash.
    let other = Connection::open(&path)?;
    other.execute("UPDATE session SET name = 'crashed'", [])?;
    say(&format!("  after a crash  {:>7.0}", measure()?));
    Ok(())
}

/// How long the report of a long session takes, from the file to each text.
fn report(quick: bool) -> Result<(), Fault> {
    let (runs, voters, rounds) = if quick { (1, 50, 2) } else { (9, 1_000, 50) };
    say(&format!(
        "milliseconds to report {voters} voters in {rounds} rounds, median of {runs} runs"
    ));
    let folder = tempfile::tempdir()?;
    hold(folder.path(), voters, rounds)?;
    let writers: [(&str, Writer); 2] = [("markdown", report::markdown), ("html", report::html)];
    for (name, write) in writers {
        let mut samples = Vec::new();
        for _ in 0..runs {
            let start = now();
            let archive = Archive::open(folder.path())?.ok_or("there is no file")?;
            let session = archive.sessions()?.pop().ok_or("there is no session")?;
            let report = report::gather(&Material {
                session: &session,
                votes: &archive.votes(session.id)?,
                happenings: &archive.happenings(session.id)?,
                captures: &archive.captures(session.id)?,
                deck: None,
                utc_offset: 0,
                free: FreeText::Kept,
            });
            let text = write(&report);
            samples.push(start.elapsed().as_secs_f64() * 1_000.0);
            let shown = report.polls.iter().map(|asked| asked.rounds.len()).sum::<usize>();
            if shown != usize::try_from(rounds)? || text.is_empty() {
                return Err("a round is missing".into());
            }
        }
        say(&format!("  {name:<8} {:>7.1}", median(&samples)));
    }
    Ok(())
}

/// A session in which the same people answer one poll over and over.
fn hold(folder: &Path, voters: u32, rounds: u32) -> Result<(), Fault> {
    let (store, news, mut round) = room(folder, single())?;
    for number in 1..=rounds {
        for voter in 0..voters {
            store.cast(ballot(round, voter, choice(voter + voter % number)), |_| ());
        }
        wait_for(&news, u64::from(voters))?;
        let mut steps = vec![Command::Close(round), Command::Reveal(round)];
        if number < rounds {
            steps.push(Command::Open(Arc::new(ballots::poll(single()))));
            round += 1;
        }
        for step in steps {
            order(&store, step)?;
        }
        if number < rounds {
            wait_for(&news, 0)?;
        }
    }
    store.end(2_000);
    Ok(())
}

/// A talk in an empty folder with an open round of this kind.
fn room(folder: &Path, kind: PollKind) -> Result<(Store, Receiver<News>, RoundId), Fault> {
    let (store, news) = resume(folder)?;
    order(&store, Command::Open(Arc::new(ballots::poll(kind))))?;
    wait_for(&news, 0)?;
    Ok((store, news, 1))
}

fn order(store: &Store, command: Command) -> Result<(), Fault> {
    let (done, result) = mpsc::channel();
    store.command(command, 1_000, move |told| {
        let _ = done.send(told);
    });
    Ok(result.recv_timeout(LONG)??)
}

fn resume(folder: &Path) -> Result<(Store, Receiver<News>), Fault> {
    let (tell, news) = mpsc::channel();
    let opening =
        Opening { folder: folder.to_owned(), title: "Talk".to_owned(), resume: true, at_ms: 1_000 };
    let store = Store::start(opening, move |told| {
        let _ = tell.send(told);
    })?;
    Ok((store, news))
}

/// Waits until so many voters are counted.
fn wait_for(news: &Receiver<News>, voters: u64) -> Result<(), Fault> {
    loop {
        match news.recv_timeout(LONG)? {
            News::Votes(votes)
                if votes.rounds.last().is_some_and(|last| last.tally.voters() >= voters) =>
            {
                return Ok(());
            }
            News::Votes(_) | News::Captures(_) | News::Opened(_) | News::Door(_) => {}
            News::Unusable(why) | News::Trouble(why) => return Err(why.into()),
        }
    }
}

fn answered(round: RoundId, voter: u32, kind: &PollKind) -> Ballot {
    let ballot = ballot(round, voter, choice(voter));
    match kind {
        PollKind::Text { .. } => {
            let text =
                SafeText::new(&format!("What voter {voter} has to say about it, in one sentence."));
            Ballot { answer: Answer::Text(text), ..ballot }
        }
        _ => ballot,
    }
}

fn ballot(round: RoundId, voter: u32, choice: u32) -> Ballot {
    let participant = Participant { via: Via::Web, key: key(voter).to_vec() };
    let answer = Answer::Choices(vec![choice]);
    Ballot { round, participant, answer, seq: Some(1), at_ms: 2_000 }
}

fn choice(voter: u32) -> u32 {
    1 + voter % 3
}

/// Sixteen bytes that look like those of a keyed hash: neighbours are far apart.
fn key(voter: u32) -> [u8; 16] {
    let spread = u128::from(voter) + 1;
    spread.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).to_be_bytes()
}

fn median(samples: &[f64]) -> f64 {
    let mut samples = samples.to_vec();
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or(f64::NAN)
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this program does")]
fn now() -> Instant {
    Instant::now()
}

fn say(text: &str) {
    // Whoever reads this has had enough: nobody is left to tell.
    let _ = writeln!(io::stdout().lock(), "{text}");
}
