//! The room over SSH: `ssh -p 2222 CODE@host` shows the slide and the ballot, drawn by the stage's own code.
//!
//! A line costs no thread and waits for no other. Each terminal is told what is newest once it has taken what was sent
//! before; what terminals of one measure see is drawn once.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::PrivateKey;
use russh::server::{Config, run_stream};
use russh::{MethodKind, MethodSet, SshId};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};

use super::listen::{self, GRACE, MOMENT};
use super::shared::{PACE, Shared};
use super::{Seen, Wish};
use crate::countdown::Countdown;

mod gallery;
mod host_key;
mod inbox;
mod line;
mod seat;
mod visitor;

use gallery::Gallery;
use line::{Line, Patience, Stage};
use visitor::Visitor;

/// The port where none is asked for.
pub const PORT: u16 = 2_222;

/// How many lines there may be at most.
pub(super) const MOST: usize = 512;

/// How long a line may be silent before it is asked for a sign of life, and how often in vain: a talk is long, and many
/// only look.
const SILENCE: Duration = Duration::from_secs(30);
const IN_VAIN: usize = 3;

/// What was asked for: `off`, or an address as for the room itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// No terminals.
    Off,
    /// At this address; without one, at that of the room. Without a port, at [`PORT`], or another where that is taken.
    At(Wish),
}

impl Default for Asked {
    fn default() -> Self {
        Self::At(Wish::default())
    }
}

impl FromStr for Asked {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" { Ok(Self::Off) } else { text.parse().map(Self::At) }
    }
}

/// How terminals may join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminals {
    /// Where, if at all.
    pub asked: Asked,
    /// The folder in which the host key is kept.
    pub folder: PathBuf,
}

/// Where terminals join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// The address.
    pub address: SocketAddr,
    /// The host key's fingerprint, for people to compare: `SHA256:…`.
    pub fingerprint: String,
}

impl Door {
    /// What to type to join with this code.
    pub fn command(&self, code: &str) -> String {
        match (self.address.ip(), self.address.port()) {
            (ip, 22) => format!("ssh {code}@{ip}"),
            (ip, port) => format!("ssh -p {port} {code}@{ip}"),
        }
    }
}

/// What all lines share.
struct House {
    shared: Arc<Shared>,
    gallery: Gallery,
    /// The talk as it is now; at most ten a second.
    seens: watch::Sender<Arc<Seen>>,
    ends: watch::Receiver<bool>,
    patience: Patience,
}

/// A place to listen, and the key to show there.
pub(super) struct Entrance {
    listener: TcpListener,
    key: PrivateKey,
}

impl Entrance {
    /// Listens where that was asked for, beside a room at this address; none where it was not. The error is a sentence.
    pub(super) fn open(terminals: &Terminals, room: IpAddr) -> Result<Option<Self>, String> {
        let Asked::At(Wish { ip, port }) = terminals.asked else { return Ok(None) };
        let at = |port| SocketAddr::new(ip.unwrap_or(room), port);
        let bound = match port {
            Some(port) => listen::bind(at(port)),
            None => listen::bind(at(PORT)).or_else(|_| listen::bind(at(0))),
        };
        let listener = bound
            .map_err(|error| format!("cannot listen at {}: {error}", at(port.unwrap_or(PORT))))?;
        Ok(Some(Self { listener, key: host_key::keep(&terminals.folder)? }))
    }

    pub(super) fn door(&self) -> Result<Door, String> {
        let address = self.listener.local_addr().map_err(|error| error.to_string())?;
        Ok(Door { address, fingerprint: host_key::fingerprint(&self.key) })
    }

    /// Lets terminals in until the room is closed, as many as there may be.
    pub(super) async fn serve(
        self,
        shared: Arc<Shared>,
        ends: watch::Receiver<bool>,
        capacity: usize,
    ) {
        self.attend(shared, ends, capacity, Patience::default()).await;
    }

    async fn attend(
        self,
        shared: Arc<Shared>,
        mut ends: watch::Receiver<bool>,
        capacity: usize,
        patience: Patience,
    ) {
        let seens = watch::Sender::new(Arc::new(shared.seen()));
        let house =
            House { shared, gallery: Gallery::default(), seens, ends: ends.clone(), patience };
        let (house, config) = (Arc::new(house), Arc::new(config(self.key)));
        let keeps_up = Arc::clone(&house);
        tokio::spawn(async move { keeps_up.keep_up().await });
        let places = Arc::new(Semaphore::new(capacity));
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                _ = ends.wait_for(|ends| *ends) => break,
            };
            match accepted {
                Ok((stream, _)) => {
                    // One that there is no place for finds its line closed, and can try again.
                    if let Ok(place) = Arc::clone(&places).try_acquire_owned() {
                        let (house, config) = (Arc::clone(&house), Arc::clone(&config));
                        tokio::spawn(receive(stream, house, config, place));
                    }
                }
                // The client is gone already, or too many files are open.
                Err(_) => sleep(MOMENT).await,
            }
        }
        drop(self.listener);
        let all = u32::try_from(capacity).unwrap_or(u32::MAX);
        let _ = timeout(GRACE, places.acquire_many(all)).await;
    }
}

impl House {
    /// Tells all who look whenever there is something new to see, at most ten times a second.
    async fn keep_up(&self) {
        let mut changes = self.shared.watch();
        loop {
            let seen = self.shared.seen();
            let tick = next_change(&seen);
            let is_new = self.seens.send_if_modified(|known| {
                let is_new = tick.is_some() || differs(known, &seen);
                if is_new {
                    *known = Arc::new(seen);
                }
                is_new
            });
            if is_new {
                sleep(PACE).await;
            }
            let ticks = async move {
                match tick {
                    Some(time) => sleep(time).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                is_alive = changes.next() => if !is_alive { return },
                () = ticks => {}
            }
        }
    }
}

/// Whether anything but the time differs.
fn differs(a: &Seen, b: &Seen) -> bool {
    let parts = |seen: &Seen| {
        (seen.slide, seen.step, seen.recess, seen.is_blank, seen.joined, seen.utc_offset)
    };
    !Arc::ptr_eq(&a.deck, &b.deck)
        || !Arc::ptr_eq(&a.votes, &b.votes)
        || !Arc::ptr_eq(&a.captures, &b.captures)
        || !Arc::ptr_eq(&a.colours, &b.colours)
        || !std::ptr::eq(a.theme, b.theme)
        || a.discussion != b.discussion
        || parts(a) != parts(b)
}

/// The time until a clock shows another second, where one runs.
fn next_change(seen: &Seen) -> Option<Duration> {
    let round = seen.votes.open().map(|counted| counted.round.countdown);
    let phase = seen.discussion.as_ref().map(|running| running.standing.countdown);
    let recess = seen.recess.map(|recess| Countdown::Until(recess.ends_ms));
    let clocks = [round, phase, recess].into_iter().flatten();
    clocks.filter_map(|clock| clock.next_change(seen.now_ms)).min()
}

fn config(key: PrivateKey) -> Config {
    let methods = [MethodKind::PublicKey, MethodKind::KeyboardInteractive];
    Config {
        server_id: SshId::Standard(Cow::Borrowed("SSH-2.0-roundtable")),
        methods: MethodSet::from(methods.as_slice()),
        // Clients begin with `none`, to hear what there is: nobody is kept waiting for that.
        auth_rejection_time: Duration::ZERO,
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key],
        // What is sent to us is keys: little of it waits for anything.
        window_size: 32 << 10,
        maximum_packet_size: 32 << 10,
        channel_buffer_size: 1,
        event_buffer_size: 1,
        inactivity_timeout: None,
        keepalive_interval: Some(SILENCE),
        keepalive_max: IN_VAIN,
        ..Config::default()
    }
}

/// Serves one line to its end.
async fn receive(
    stream: TcpStream,
    house: Arc<House>,
    config: Arc<Config>,
    place: OwnedSemaphorePermit,
) {
    let stage = watch::Sender::new(Stage::default());
    let line = Line::new(stream, &stage, house.patience, house.ends.clone());
    let visitor = Visitor::new(house, stage);
    // Whatever went wrong with it, it is over.
    if let Ok(session) = run_stream(config, line, visitor).await {
        let _ = session.await;
    }
    drop(place);
}

#[cfg(test)]
mod tests;
