//! Signals from other programs, the shell and the kernel, as messages.

use std::io;
use std::thread;
use std::time::Duration;

use rustix::process::{getpid, getsid};
use signal_hook::consts::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH,
};
use signal_hook::iterator::Signals;

use super::{Mailbox, Message};

/// From now on signals wait to be told instead of doing what they do by nature. To be called before the
/// terminal is changed and measured: none that comes later is lost.
pub(super) fn listen() -> io::Result<Signals> {
    /// Those that end a program by nature: it should not leave its terminal in disorder.
    const ENDING: [i32; 7] = [SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2];
    Signals::new(ENDING.iter().chain(&[SIGCONT, SIGTSTP, SIGWINCH]))
}

/// Starts to tell them, on a thread of its own.
pub(super) fn spawn(mut signals: Signals, mailbox: Mailbox) -> io::Result<()> {
    let tell = move || {
        for signal in signals.forever() {
            let message = match signal {
                SIGWINCH => Message::Resized,
                SIGTSTP => Message::Stop,
                SIGCONT => Message::Continue,
                _ => Message::End(u8::try_from(signal).unwrap_or(0)),
            };
            let ends = matches!(message, Message::End(_));
            if mailbox.post(message).is_err() {
                return;
            }
            if ends {
                end_anyway(signal);
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(tell).map(drop)
}

/// Ends the program the hard way where it does not end by itself: it may hang in a write to a terminal
/// that takes nothing.
#[expect(clippy::disallowed_methods, reason = "nothing is left to wait for but the end")]
fn end_anyway(signal: i32) {
    const GRACE: Duration = Duration::from_secs(2);
    thread::sleep(GRACE);
    // It can fail for signals that do not exist: this one does.
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

/// Whether a shell waits that could let a stopped program go on. A program that leads its session, as one
/// started by a terminal, by ssh or in a container, has none: stopped, it would hang for ever.
pub(super) fn has_shell() -> bool {
    getsid(None).is_ok_and(|leader| leader != getpid())
}

/// Stops the program as ctrl-z does elsewhere; returns when it is let go on, which is a signal too.
pub(super) fn stop() {
    // It can fail for signals that do not exist: this one does.
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}
