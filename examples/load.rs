//! A crowd for your own room: how long does it take until everybody's ballot is recorded, on this machine, over this
//! network?
//!
//! ```sh
//! roundtable serve --bind 127.0.0.1:7777            # or `present --serve`; it prints the code
//! cargo run --release --example load -- 127.0.0.1:7777 K7Q2M9XD --voters 600 --listeners 600
//! roundtable remote poll open where-today
//! ```
//!
//! Everybody joins and listens first; when a poll is open, all vote at once, or over the seconds that `--over` names.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use tokio::time::sleep;

#[path = "../benches/room/crowd.rs"]
mod crowd;

/// How often a round is looked for.
const LOOK: Duration = Duration::from_millis(200);

/// Votes in a room, as many people at once, and says how long they waited.
#[derive(Debug, Parser)]
struct Arguments {
    /// The room's address, such as 192.168.43.117:7777
    address: String,
    /// The code on the screen
    code: String,
    /// How many vote
    #[arg(long, default_value_t = 600)]
    voters: usize,
    /// How many have the page open and listen
    #[arg(long, default_value_t = 600)]
    listeners: usize,
    /// Over how many seconds the votes are spread
    #[arg(long, default_value_t = 0.0)]
    over: f64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ran = crowd::runtime().and_then(|runtime| runtime.block_on(run(&arguments)));
    match ran {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("load: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Whether every ballot was recorded and every listener heard of all.
async fn run(arguments: &Arguments) -> io::Result<bool> {
    let address = arguments.address.trim_start_matches("http://").trim_end_matches('/');
    let voters = crowd::join(address, &arguments.code, arguments.voters).await?;
    let listeners = crowd::join(address, &arguments.code, arguments.listeners).await?;
    let Some(anybody) = voters.first() else { return Err(io::Error::other("nobody votes")) };
    say(&format!("{} joined; waiting for a poll to open", voters.len() + listeners.len()));
    let mut state = crowd::state(address, anybody).await?;
    let round = loop {
        match state.open() {
            Some(round) => break round,
            None => sleep(LOOK).await,
        }
        state = crowd::state(address, anybody).await?;
    };
    let answered = state.answered + voters.len() as u64;
    let mut heard = crowd::listen(address, &listeners, round, answered).await?;
    let ballots = voters
        .into_iter()
        .enumerate()
        .filter_map(|(at, cookie)| crowd::form(&state, at).map(|form| (cookie, form)));
    let over = Duration::try_from_secs_f64(arguments.over).unwrap_or_default();
    let storm = crowd::vote(address, ballots.collect(), over).await;
    let [p50, p95, p99, most] = [50, 95, 99, 100].map(|percent| millis(storm.percentile(percent)));
    say(&format!(
        "{} recorded; p50 {p50}, p95 {p95}, p99 {p99}, at most {most}",
        storm.waits.len()
    ));
    let (mut last, mut deaf) = (storm.last, 0);
    // Where ballots are missing there is nothing to wait for.
    while storm.errors.is_empty()
        && let Some(told) = heard.join_next().await
    {
        match told.map_err(io::Error::other).flatten() {
            Ok(at) => last = last.max(Some(at)),
            Err(_) => deaf += 1,
        }
    }
    if let (Some(last), Some(recorded), true) = (last, storm.last, storm.errors.is_empty()) {
        let after = millis(last.saturating_duration_since(recorded));
        say(&format!("the last of {} listeners knew of all {after} later", listeners.len()));
    }
    for error in storm.errors.iter().take(3) {
        say(&format!("not recorded: {error}"));
    }
    say(&format!("errors: {} voters, {deaf} listeners", storm.errors.len()));
    Ok(storm.errors.is_empty() && deaf == 0)
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

fn say(line: &str) {
    // Nobody is there to be told where this fails.
    let _ = writeln!(io::stdout(), "{line}");
}
