//! Signals from other programs, the shell and the kernel, as messages.

use std::sync::mpsc::Sender;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::Message;

/// Starts to listen, on a thread of its own.
pub(super) fn spawn(messages: Sender<Message>) {
    // Where signals cannot be had they do what they do by nature.
    let Ok(mut signals) = Signals::new([SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP]) else { return };
    let listen = move || {
        for signal in signals.forever() {
            let message = match signal {
                SIGTSTP => Message::Stop,
                SIGCONT => Message::Continue,
                _ => Message::End(u8::try_from(signal).unwrap_or(0)),
            };
            if messages.send(message).is_err() {
                return;
            }
        }
    };
    let _ = thread::Builder::new().name("signals".to_owned()).spawn(listen);
}

/// Stops the program as ctrl-z does elsewhere; returns when it is let go on, which is a signal too.
pub(super) fn stop() {
    // It can fail for signals that do not exist: this one does.
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}
