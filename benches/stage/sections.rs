//! What is measured, in the order in which it is printed.

use crate::programs::Bench;

mod browse;
mod keys;
mod resting;
mod room;
mod start;

/// A section's name, and what prints it.
pub(crate) type Section = (&'static str, fn(&Bench));

pub(crate) const ALL: [Section; 8] = [
    ("start", start::start),
    ("keys", keys::keys),
    ("held", keys::held),
    ("idle", resting::idle),
    ("memory", resting::memory),
    ("room", room::room),
    ("silent", start::silent),
    ("browse", browse::browse),
];

fn milliseconds(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
