//! A panic costs a slide, not the talk: it is caught, kept off the screen, and told where it can be shown.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex};

use crate::safe_text;

/// Runs what may panic.
#[derive(Debug, Default)]
pub(super) struct Guard {
    /// Where the last panic was; the hook writes it.
    place: Arc<Mutex<Option<String>>>,
    /// Whether the last run panicked.
    failed: bool,
}

/// What is left after a panic.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The first: the talk can go on. Says why.
    Single(String),
    /// The second in a row: nothing says that a third try would be better. Says why.
    Repeated(String),
}

impl Guard {
    /// From now on, until this is dropped, panics are kept instead of printed.
    pub(super) fn install() -> Self {
        let guard = Self::default();
        let place = Arc::clone(&guard.place);
        panic::set_hook(Box::new(move |info| {
            if let Ok(mut place) = place.lock() {
                *place = info.location().map(ToString::to_string);
            }
        }));
        guard
    }

    /// Runs something. A run that goes well forgives the failure before it.
    pub(super) fn run<T>(&mut self, what: impl FnOnce() -> T) -> Result<T, Failure> {
        match panic::catch_unwind(AssertUnwindSafe(what)) {
            Ok(value) => {
                self.failed = false;
                Ok(value)
            }
            Err(panic) => {
                let why = self.describe(panic.as_ref());
                let again = std::mem::replace(&mut self.failed, true);
                Err(if again { Failure::Repeated(why) } else { Failure::Single(why) })
            }
        }
    }

    /// What a panic said, and where.
    pub(super) fn describe(&self, panic: &(dyn Any + Send)) -> String {
        let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
        let said = said.or_else(|| panic.downcast_ref::<String>().cloned());
        let said = said.unwrap_or_else(|| "no reason given".to_owned());
        let place = self.place.lock().ok().and_then(|mut place| place.take());
        let told = place.map_or_else(|| said.clone(), |place| format!("{said} ({place})"));
        safe_text::clean(&told).into_owned()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            drop(panic::take_hook());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_panic_is_told_and_two_in_a_row_are_the_end() {
        let mut guard = Guard::default();
        assert_eq!(guard.run(|| 1), Ok(1));
        assert_eq!(guard.run(|| panic!("no {}", 1)), Err::<(), _>(Failure::Single("no 1".into())));
        assert_eq!(guard.run(|| 2), Ok(2));
        assert_eq!(guard.run(|| panic!("two")), Err::<(), _>(Failure::Single("two".into())));
        assert_eq!(guard.run(|| panic!("three")), Err::<(), _>(Failure::Repeated("three".into())));
    }
}
