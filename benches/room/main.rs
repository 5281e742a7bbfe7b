//! A room that votes at once over HTTP, and one that looks on over SSH: `cargo bench --bench room`.
//!
//! The program serves a room; beside it, in turns, runs the least that could do the same: axum and a thread that writes
//! what waits in one transaction. Both are processes of their own, asked by the same crowd: compare the ratio. With the
//! word `quick` it measures too little to tell and shows that all works; with `terminals` only those who look on.

use std::env;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

mod bare;
mod crowd;
mod terminals;

type Fault = Box<dyn std::error::Error>;

const DECK: &str = "# One\n\n```poll\nid = \"where\"\nkind = \"single\"\nquestion = \"Where?\"\n\
                    choices = [\"core\", \"team\", \"both\"]\n```\n";

/// Two slides that have no letter in common, for terminals, and one to vote on.
const LETTERS: &str = "aaaaaaaa aaaaaaaa aaaaaaaa\n\n---\n\nbbbbbbbb bbbbbbbb bbbbbbbb\n\n---\n\n\
                       ```poll\nid = \"where\"\nkind = \"single\"\nquestion = \"Where?\"\n\
                       choices = [\"core\", \"team\", \"both\"]\n```\n";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let word = |word: &str| arguments.iter().any(|argument| argument == word);
    // Only `cargo bench` says so; `cargo test` runs benchmarks to see that they work.
    let quick = !word("--bench") || word("quick");
    let ran = match arguments.iter().position(|argument| argument == "--bare") {
        Some(at) => bare::serve(Path::new(arguments.get(at + 1).map_or(".", String::as_str))),
        None => measure(quick, word("terminals")),
    };
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            say(&format!("room: {fault}"));
            ExitCode::FAILURE
        }
    }
}

fn measure(quick: bool, only_terminals: bool) -> Result<(), Fault> {
    let runtime = crowd::runtime()?;
    let (runs, crowds): (usize, &[(usize, usize)]) = if only_terminals {
        (0, &[])
    } else if quick {
        (1, &[(20, 20)])
    } else {
        (5, &[(600, 0), (600, 600), (2_000, 2_000), (100, 5_000)])
    };
    for (voters, listeners) in crowds {
        let (mut ours, mut least, mut news, mut memory) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for _ in 0..runs {
            let room = Room::open(DECK)?;
            room.remote(&["poll", "open", "where"])?;
            let (storm, last) = runtime.block_on(through_the_room(&room, *voters, *listeners))?;
            ours.push(storm);
            news.push(last);
            memory = memory.max(room.process.memory());
            let bare = Process::bare()?;
            least.push(runtime.block_on(through_the_bare_loop(&bare, *voters))?);
        }
        let ([ours_50, ours_95], [least_50, least_95]) = (figures(&ours), figures(&least));
        news.sort_unstable();
        let last = news.get(news.len() / 2).copied().unwrap_or_default();
        say(&format!(
            "{voters} vote at once, {listeners} listen: p50 {ours_50:.1} ms, p95 {ours_95:.1} ms; bare loop {least_50:.1} \
             and {least_95:.1} ms; p95 ratio {:.2}; the last listener {:.0} ms after the last ballot; {memory} MB",
            ours_95 / least_95,
            last.as_secs_f64() * 1_000.0
        ));
    }
    let (count, changes) = if quick { (10, 2) } else { (200, 40) };
    runtime.block_on(terminals(count, changes))
}

/// So many terminals, and how long after an order the last of them has the next slide.
async fn terminals(count: usize, changes: usize) -> Result<(), Fault> {
    let room = Room::open(LETTERS)?;
    let before = room.process.memory();
    let start = Instant::now();
    let mut hall = terminals::Hall::open(&room.ssh, count).await?;
    let seated = hall.shows('a').await?.saturating_duration_since(start);
    let mut waits = Vec::new();
    for (order, letter) in [("next", 'b'), ("prev", 'a')].into_iter().cycle().take(changes) {
        let start = Instant::now();
        room.remote(&[order])?;
        waits.push(hall.shows(letter).await?.saturating_duration_since(start));
    }
    let memory = room.process.memory();
    let start = Instant::now();
    room.remote(&["poll", "open", "where"])?;
    let asked = hall.shows(terminals::BALLOT).await?.saturating_duration_since(start);
    waits.sort_unstable();
    let [half, most] = [waits.get(waits.len() / 2), waits.last()]
        .map(|wait| wait.copied().unwrap_or_default().as_secs_f64() * 1_000.0);
    say(&format!(
        "{count} terminals of 80x24 over SSH: all see the slide {:.0} ms after the first knocks; after an order the last has \
         the next slide in {half:.0} ms, at most {most:.0}, and a ballot in {:.0}; {memory} MB, {} with ballots, {before} \
         without them",
        seated.as_secs_f64() * 1_000.0,
        asked.as_secs_f64() * 1_000.0,
        room.process.memory(),
    ));
    Ok(())
}

/// The medians of the runs' percentiles 50 and 95, in milliseconds.
fn figures(storms: &[crowd::Storm]) -> [f64; 2] {
    [50, 95].map(|percent| {
        let mut all: Vec<Duration> = storms.iter().map(|storm| storm.percentile(percent)).collect();
        all.sort_unstable();
        all.get(all.len() / 2).copied().unwrap_or_default().as_secs_f64() * 1_000.0
    })
}

/// The ballots, and how long after the last of them the last listener knew of all.
async fn through_the_room(
    room: &Room,
    voters: usize,
    listeners: usize,
) -> Result<(crowd::Storm, Duration), Fault> {
    let address = &room.process.address;
    let cookies = crowd::join(address, &room.code, voters).await?;
    let ears = crowd::join(address, &room.code, listeners).await?;
    let anybody = cookies.first().ok_or("nobody votes")?;
    let state = crowd::state(address, anybody).await?;
    let round = state.open().ok_or("no round is open")?;
    let mut heard = crowd::listen(address, &ears, round, voters as u64).await?;
    let ballots = cookies.into_iter().enumerate();
    let ballots =
        ballots.filter_map(|(at, cookie)| Some((cookie, crowd::form(&state, at)?))).collect();
    let storm = complete(crowd::vote(address, ballots, Duration::ZERO).await)?;
    let mut last = storm.last;
    while let Some(told) = heard.join_next().await {
        last = last.max(Some(told??));
    }
    let after = last.zip(storm.last).map(|(last, told)| last.saturating_duration_since(told));
    Ok((storm, after.unwrap_or_default()))
}

async fn through_the_bare_loop(bare: &Process, voters: usize) -> Result<crowd::Storm, Fault> {
    let form = |at: usize| format!("round=1&seq=1&choice={}", at % 3 + 1);
    let ballots = (0..voters).map(|at| (format!("voter={at}"), form(at))).collect();
    complete(crowd::vote(&bare.address, ballots, Duration::ZERO).await)
}

/// A storm in which every ballot was recorded.
fn complete(storm: crowd::Storm) -> Result<crowd::Storm, Fault> {
    match storm.errors.first() {
        None => Ok(storm),
        Some(why) => Err(format!("{} were not recorded: {why}", storm.errors.len()).into()),
    }
}

/// A server in a process of its own, with a folder for its data.
struct Process {
    child: Child,
    address: String,
    /// What it said when it was ready.
    said: String,
    _folder: tempfile::TempDir,
}

impl Process {
    fn start(mut command: Command, folder: tempfile::TempDir) -> Result<Self, Fault> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut said = String::new();
        let out = child.stdout.take().ok_or("no output")?;
        BufReader::new(out).read_line(&mut said)?;
        Ok(Self { child, address: String::new(), said, _folder: folder })
    }

    fn bare() -> Result<Self, Fault> {
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(env::current_exe()?);
        command.arg("--bare").arg(folder.path());
        let mut process = Self::start(command, folder)?;
        process.said.trim().clone_into(&mut process.address);
        Ok(process)
    }

    /// The most memory it ever had, in MB; 0 where the system does not say.
    fn memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().split(' ').next()?.parse::<u64>().ok());
        peak.unwrap_or(0) / 1_024
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program, with a deck.
struct Room {
    process: Process,
    code: String,
    ssh: String,
    data: String,
}

impl Room {
    fn open(text: &str) -> Result<Self, Fault> {
        let folder = tempfile::tempdir()?;
        let deck = folder.path().join("talk.md");
        std::fs::write(&deck, text)?;
        let data = folder.path().join("data").to_string_lossy().into_owned();
        let mut serve = program(&["serve", "--bind", "127.0.0.1:0", "--ssh", "127.0.0.1:0"]);
        serve.arg(deck).args(["--format", "json", "--data-dir", &data]);
        let mut process = Process::start(serve, folder)?;
        let room: Value = serde_json::from_str(&process.said)?;
        let word = |key: &str| room.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        word("url").trim_start_matches("http://").clone_into(&mut process.address);
        Ok(Self { code: word("code"), ssh: word("ssh"), process, data })
    }

    fn remote(&self, order: &[&str]) -> Result<(), Fault> {
        let ordered = program(&["remote"]).args(order).args(["--data-dir", &self.data]).status()?;
        if ordered.success() { Ok(()) } else { Err(format!("{order:?} was not done").into()) }
    }
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundtable"));
    command.env("ROUNDTABLE_CONFIG", "/dev/null").args(arguments);
    command
}

fn say(line: &str) {
    // Nobody is there to be told where this fails.
    let _ = writeln!(io::stdout(), "{line}");
}
