//! A crowd of phones: they join, listen, and vote at once. For the benchmark and for `examples/load.rs`.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::sync::{Barrier, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// How long a phone waits before it gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many join at a time.
const AT_A_TIME: usize = 64;

/// What of a talk's state a voter needs.
#[derive(Debug, Deserialize)]
pub(crate) struct State {
    phase: String,
    round: Option<i64>,
    pub(crate) answered: u64,
    poll: Option<Poll>,
}

impl State {
    /// The round that takes ballots, if one does.
    pub(crate) fn open(&self) -> Option<i64> {
        self.round.filter(|_| self.phase == "open")
    }
}

#[derive(Debug, Deserialize)]
struct Poll {
    kind: String,
    choices: Vec<IgnoredAny>,
    min: Option<f64>,
    max: Option<f64>,
}

/// What became of a storm of ballots.
#[derive(Debug, Default)]
pub(crate) struct Storm {
    /// How long each voter waited to be told that their ballot is recorded, in ascending order.
    pub(crate) waits: Vec<Duration>,
    /// What went wrong, a sentence for each voter who was not told so.
    pub(crate) errors: Vec<String>,
    /// When the last was told.
    pub(crate) last: Option<Instant>,
}

impl Storm {
    /// The wait that so many percent had at most.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let at = (self.waits.len() * percent / 100).min(self.waits.len().saturating_sub(1));
        self.waits.get(at).copied().unwrap_or_default()
    }
}

/// A runtime of two threads, with as many descriptors as the system allows.
pub(crate) fn runtime() -> io::Result<tokio::runtime::Runtime> {
    let limit = getrlimit(Resource::Nofile);
    // With fewer, fewer phones fit; what fails then is told.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

/// Lets so many join; their cookies.
pub(crate) async fn join(address: &str, code: &str, count: usize) -> io::Result<Vec<String>> {
    let gate = Arc::new(Semaphore::new(AT_A_TIME));
    let mut joins = JoinSet::new();
    for _ in 0..count {
        let (gate, address) = (Arc::clone(&gate), address.to_owned());
        let path = format!("/j/{code}");
        joins.spawn(async move {
            let _place = gate.acquire().await;
            let (_, head, _) = ask(&address, "GET", &path, "", "").await?;
            let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
            let cookie = cookie.and_then(|cookie| cookie.split(';').next());
            cookie.map(str::to_owned).ok_or_else(|| io::Error::other("the code is wrong"))
        });
    }
    let mut cookies = Vec::new();
    while let Some(joined) = joins.join_next().await {
        cookies.push(joined??);
    }
    Ok(cookies)
}

/// Where the talk is, as somebody who joined is told.
pub(crate) async fn state(address: &str, cookie: &str) -> io::Result<State> {
    let (_, _, body) = ask(address, "GET", "/state", &format!("Cookie: {cookie}\r\n"), "").await?;
    Ok(serde_json::from_str(&body)?)
}

/// Lets everybody listen; each ends when so many have answered in a round, and tells when.
pub(crate) async fn listen(
    address: &str,
    cookies: &[String],
    round: i64,
    answered: u64,
) -> io::Result<JoinSet<io::Result<Instant>>> {
    let mut listeners = JoinSet::new();
    let ready = Arc::new(Semaphore::new(0));
    let gate = Arc::new(Semaphore::new(AT_A_TIME));
    for cookie in cookies {
        let (address, cookie) = (address.to_owned(), cookie.clone());
        let (ready, gate) = (Arc::clone(&ready), Arc::clone(&gate));
        listeners.spawn(async move {
            let place = gate.acquire().await;
            let head =
                format!("GET /events HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n");
            let mut stream = connect(&address).await?;
            stream.write_all(head.as_bytes()).await?;
            let mut lines = BufReader::with_capacity(1_024, stream).lines();
            // The first state says that it is heard.
            let mut line = first(&mut lines).await?;
            drop(place);
            ready.add_permits(1);
            loop {
                if let Some(state) = line.strip_prefix("data: ") {
                    let state: State = serde_json::from_str(state)?;
                    if state.round == Some(round) && state.answered >= answered {
                        return Ok(Instant::now());
                    }
                }
                let Some(next) = timeout(PATIENCE, lines.next_line()).await?? else {
                    return Err(io::Error::other("the room stopped telling"));
                };
                line = next;
            }
        });
    }
    let all = u32::try_from(cookies.len()).unwrap_or(u32::MAX);
    let waited = timeout(PATIENCE, ready.acquire_many(all)).await;
    match waited {
        Ok(Ok(_)) => Ok(listeners),
        _ => Err(io::Error::other("not all could listen")),
    }
}

async fn first(lines: &mut tokio::io::Lines<BufReader<TcpStream>>) -> io::Result<String> {
    while let Some(line) = timeout(PATIENCE, lines.next_line()).await?? {
        if line.starts_with("data: ") {
            return Ok(line);
        }
        if line.starts_with("HTTP/1.1") && !line.contains("200") {
            return Err(io::Error::other(line));
        }
    }
    Err(io::Error::other("the room tells nothing"))
}

/// Lets everybody vote: at the same moment, or spread evenly over a time.
pub(crate) async fn vote(address: &str, ballots: Vec<(String, String)>, over: Duration) -> Storm {
    let gate = Arc::new(Barrier::new(ballots.len()));
    let count = u32::try_from(ballots.len()).unwrap_or(u32::MAX).max(1);
    let mut voters = JoinSet::new();
    for (at, (cookie, form)) in (0..).zip(ballots) {
        let (gate, address) = (Arc::clone(&gate), address.to_owned());
        voters.spawn(async move {
            let headers = format!(
                "Cookie: {cookie}\r\nAccept: application/json\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                form.len()
            );
            gate.wait().await;
            sleep(over / count * at).await;
            let began = Instant::now();
            let told = ask(&address, "POST", "/ballot", &headers, &form).await;
            let (status, _, body) = told.map_err(|error| error.to_string())?;
            if status != 200 {
                return Err(format!("{status} {body}"));
            }
            Ok((began.elapsed(), Instant::now()))
        });
    }
    let mut storm = Storm::default();
    while let Some(voted) = voters.join_next().await {
        match voted.unwrap_or_else(|error| Err(error.to_string())) {
            Ok((wait, at)) => {
                storm.waits.push(wait);
                storm.last = storm.last.max(Some(at));
            }
            Err(why) => storm.errors.push(why),
        }
    }
    storm.waits.sort_unstable();
    storm
}

/// A form that the open poll takes, one of several for different voters.
pub(crate) fn form(state: &State, voter: usize) -> Option<String> {
    let (round, poll) = (state.round?, state.poll.as_ref()?);
    let choice = voter % poll.choices.len().max(1) + 1;
    let (least, most) = (poll.min.unwrap_or(0.0), poll.max);
    let up_to = |end: f64| (1..=100_u32).filter(move |number| f64::from(*number) <= end);
    let answer = match poll.kind.as_str() {
        "single" | "dots" => format!("choice={choice}"),
        "multiple" => {
            let picks = up_to(least.max(1.0)).map(|number| format!("choice={number}"));
            picks.collect::<Vec<_>>().join("&")
        }
        "ranking" => format!("rank={choice}"),
        "words" => format!("text=word{}", voter % 40),
        "text" => format!("text=Voter+{voter}"),
        _ => {
            let steps = most.map_or(10.0, |most| most - least).min(10.0);
            let points: Vec<f64> = up_to(steps).map(|step| least + f64::from(step)).collect();
            format!("value={}", points.get(voter % points.len().max(1)).unwrap_or(&least))
        }
    };
    Some(format!("round={round}&seq=1&{answer}"))
}

async fn connect(address: &str) -> io::Result<TcpStream> {
    timeout(PATIENCE, TcpStream::connect(address)).await?
}

/// Asks over a connection of its own: the status, the head, the body.
async fn ask(
    address: &str,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> io::Result<(u16, String, String)> {
    let asked = async {
        let mut stream = connect(address).await?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| io::Error::other("no answer"))?;
        Ok((status, head.to_owned(), body.to_owned()))
    };
    timeout(PATIENCE, asked).await?
}
