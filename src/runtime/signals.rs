//! Signals from other programs, the shell and the kernel, as messages.

use std::io;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::{Mailbox, Message};

/// From now on signals wait to be told instead of doing what they do by nature. To be called before the
/// terminal is changed and measured: none that comes later is lost.
pub(super) fn listen() -> io::Result<Signals> {
    Signals::new([SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP])
}

/// Starts to tell them, on a thread of its own.
pub(super) fn spawn(mut signals: Signals, mailbox: Mailbox) -> io::Result<()> {
    let tell = move || {
        for signal in signals.forever() {
            let message = match signal {
                SIGTSTP => Message::Stop,
                SIGCONT => Message::Continue,
                _ => Message::End(u8::try_from(signal).unwrap_or(0)),
            };
            if mailbox.post(message).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(tell).map(drop)
}

/// Stops the program as ctrl-z does elsewhere; returns when it is let go on, which is a signal too.
pub(super) fn stop() {
    // It can fail for signals that do not exist: this one does.
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}
