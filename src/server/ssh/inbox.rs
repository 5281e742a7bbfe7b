//! What came over a line and was not taken yet: keys, bounded, and the screen's measure, newest only.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::layout::Size;

/// How many bytes may wait. Nobody types as much; what comes beyond them is dropped, so that a line never waits.
const MOST: usize = 8 << 10;

/// What came since it was last looked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Came {
    pub(super) bytes: Vec<u8>,
    pub(super) size: Option<Size>,
    /// Whether the other end is gone.
    pub(super) is_closed: bool,
}

#[derive(Debug, Default)]
pub(super) struct Inbox {
    came: Mutex<Came>,
    rings: Notify,
}

impl Inbox {
    pub(super) fn push(&self, bytes: &[u8]) {
        let mut came = self.came();
        let free = MOST.saturating_sub(came.bytes.len());
        came.bytes.extend(bytes.iter().take(free));
        drop(came);
        self.rings.notify_one();
    }

    pub(super) fn resize(&self, size: Size) {
        self.came().size = Some(size);
        self.rings.notify_one();
    }

    pub(super) fn close(&self) {
        self.came().is_closed = true;
        self.rings.notify_one();
    }

    /// Waits for something, and takes all there is.
    pub(super) async fn take(&self) -> Came {
        loop {
            let is_closed = self.came().is_closed;
            let came = std::mem::replace(&mut *self.came(), Came { is_closed, ..Came::default() });
            if came != Came::default() {
                return came;
            }
            self.rings.notified().await;
        }
    }

    fn came(&self) -> MutexGuard<'_, Came> {
        self.came.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
