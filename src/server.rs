//! The room's way in: what people at their own machines may see of a talk, and how their ballots come to the store.
//!
//! It runs on a thread of its own, and nothing waits for it. The talk leaves its newest picture on a [`Board`]; a fault
//! in here is told as a sentence, and the server begins again after a while.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::runtime;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::store::Store;

mod address;
mod events;
mod form;
mod http;
mod identity;
mod listen;
pub mod page;
mod people;
mod seen;
mod shared;
pub mod ssh;
mod state;

pub use address::{Choice, PORT, Wish, choose};
pub use identity::{Code, Identity};
pub use seen::{Board, Seen};

use http::Site;
use shared::Shared;
use ssh::{Asked, Door, Entrance, Terminals};

/// What a room is opened with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The address.
    pub ip: IpAddr,
    /// The port; without one, [`PORT`], or another where that is taken.
    pub port: Option<u16>,
    /// Who is known to it, and how people join.
    pub identity: Identity,
    /// How terminals join.
    pub terminals: Terminals,
    /// After how many days answers are to be deleted: people are told.
    pub keep_days: u32,
}

/// What the room has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It can be joined at this address, and by terminals where there is a door for them.
    Open(SocketAddr, Option<Door>),
    /// So many people have joined.
    Joined(u32),
    /// It cannot be joined at this moment: a sentence. It is tried again.
    Trouble(String),
    /// Something else that the speaker should know: a sentence.
    Notice(String),
}

/// The time, in milliseconds since 1970 in UTC.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

type Tell = Arc<dyn Fn(News) + Send + Sync>;

/// How long to wait before the server begins again, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// How many threads answer. One more than one: a page that takes long must not delay a ballot.
const THREADS: usize = 2;

/// A room that people can join. Dropping it closes it and ends their connections.
pub struct Server {
    ends: Option<watch::Sender<bool>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Opens a room, on a thread of its own; that it can be joined is told, or why it cannot. `tell` is called on
    /// the server's threads: it leaves a message somewhere and returns.
    pub fn start(
        opening: Opening,
        store: Store,
        clock: Clock,
        board: Board,
        tell: impl Fn(News) + Send + Sync + 'static,
    ) -> Result<Self, String> {
        let (ends, ended) = watch::channel(false);
        let tell: Tell = Arc::new(tell);
        let Opening { ip, port, identity, terminals, keep_days } = opening;
        let shared = Shared::new((identity, keep_days), store, clock, Arc::clone(&tell), board);
        let shared = Arc::new(shared);
        let mut host = Host { ip, port, terminals, shared, ends: ended, tell };
        let thread = thread::Builder::new().name("room".to_owned()).spawn(move || host.run());
        let thread = thread.map_err(|error| format!("the room's thread cannot start: {error}"))?;
        Ok(Self { ends: Some(ends), thread: Some(thread) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(ends) = self.ends.take() {
            ends.send_replace(true);
        }
        if let Some(thread) = self.thread.take() {
            // It catches its panics.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Server")
    }
}

/// The thread that the room runs on.
struct Host {
    ip: IpAddr,
    /// The port; once it was open, the one it had then, which people know.
    port: Option<u16>,
    terminals: Terminals,
    shared: Arc<Shared>,
    ends: watch::Receiver<bool>,
    tell: Tell,
}

impl Host {
    /// Serves until the room is closed; after a fault, again. The same fault is told once.
    fn run(&mut self) {
        let (mut pause, mut said) = (FIRST_PAUSE, String::new());
        loop {
            let served = panic::catch_unwind(AssertUnwindSafe(|| self.serve()));
            let why = match served {
                Ok(Ok(())) => return,
                Ok(Err(error)) => error,
                Err(_) => "roundtable made a mistake".to_owned(),
            };
            if why != said {
                (self.tell)(News::Trouble(format!("The room cannot be joined just now: {why}")));
                said = why;
            }
            if !self.rest(pause) {
                return;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Waits before the next attempt; whether there is to be one.
    fn rest(&self, pause: Duration) -> bool {
        let mut ends = self.ends.clone();
        let runtime = runtime::Builder::new_current_thread().enable_time().build();
        let Ok(runtime) = runtime else { return false };
        runtime.block_on(async { timeout(pause, ends.wait_for(|ends| *ends)).await.is_err() })
    }

    fn serve(&mut self) -> Result<(), String> {
        let capacity = listen::capacity();
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("room")
            .enable_io()
            .enable_time()
            .build()
            .map_err(|error| format!("no threads: {error}"))?;
        let served = runtime.block_on(async {
            let listener = self.bind()?;
            let address = listener.local_addr().map_err(|error| error.to_string())?;
            self.port = Some(address.port());
            let (shared, ends) = (Arc::clone(&self.shared), self.ends.clone());
            let site = Arc::new(Site { shared, hosts: hosts(address), ends });
            let opened = self.open_door();
            let trouble = opened.as_ref().err().cloned();
            let (entrance, door) = opened.ok().flatten().unzip();
            (self.tell)(News::Open(address, door));
            if let Some(why) = trouble {
                (self.tell)(News::Notice(format!("Nobody can join over SSH: {why}")));
            }
            let keeps_up = Arc::clone(&self.shared);
            tokio::spawn(async move { keeps_up.keep_up().await });
            let (shared, ends) = (Arc::clone(&self.shared), self.ends.clone());
            match entrance {
                Some(entrance) => {
                    let lines = (capacity / 4).min(ssh::MOST);
                    tokio::join!(
                        listen::serve(listener, site, capacity - lines),
                        entrance.serve(shared, ends, lines)
                    );
                }
                None => listen::serve(listener, site, capacity).await,
            }
            Ok(())
        });
        runtime.shutdown_timeout(FIRST_PAUSE);
        served
    }

    /// Opens the door for terminals, where one was asked for. The error is a sentence: the room is open without it.
    fn open_door(&mut self) -> Result<Option<(Entrance, Door)>, String> {
        let Some(entrance) = Entrance::open(&self.terminals, self.ip)? else { return Ok(None) };
        let door = entrance.door()?;
        // After a fault, where people know it.
        let (ip, port) = (Some(door.address.ip()), Some(door.address.port()));
        self.terminals.asked = Asked::At(Wish { ip, port });
        Ok(Some((entrance, door)))
    }

    fn bind(&self) -> Result<tokio::net::TcpListener, String> {
        let at = |port| SocketAddr::new(self.ip, port);
        let cannot = |port, error: io::Error| format!("cannot listen at {}: {error}", at(port));
        if let Some(port) = self.port {
            return listen::bind(at(port)).map_err(|error| cannot(port, error));
        }
        let elsewhere = |_| listen::bind(at(0));
        listen::bind(at(PORT)).or_else(elsewhere).map_err(|error| cannot(PORT, error))
    }
}

/// The names under which an address is reached, as browsers send them.
fn hosts(address: SocketAddr) -> Vec<String> {
    let mut ips = if address.ip().is_unspecified() { address::own() } else { vec![address.ip()] };
    ips.dedup();
    let mut names: Vec<String> =
        ips.iter().map(|ip| SocketAddr::new(*ip, address.port()).to_string()).collect();
    if ips.iter().any(IpAddr::is_loopback) {
        names.push(format!("localhost:{}", address.port()));
    }
    if address.port() == 80 {
        let bare = names.iter().filter_map(|name| name.strip_suffix(":80")).map(str::to_owned);
        let bare: Vec<String> = bare.collect();
        names.extend(bare);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_reached_under_its_own_address_and_no_other() {
        let of = |address: &str| hosts(address.parse().unwrap());
        assert_eq!(of("192.168.4.7:7777"), ["192.168.4.7:7777"]);
        assert_eq!(of("127.0.0.1:7777"), ["127.0.0.1:7777", "localhost:7777"]);
        assert_eq!(of("192.168.4.7:80"), ["192.168.4.7:80", "192.168.4.7"]);
        assert_eq!(of("[::1]:9"), ["[::1]:9", "localhost:9"]);
        // On all of them, every one of this machine's.
        let all = of("0.0.0.0:7777");
        assert!(
            all.contains(&"127.0.0.1:7777".to_owned()) && !all.contains(&"0.0.0.0:7777".to_owned())
        );
    }
}
