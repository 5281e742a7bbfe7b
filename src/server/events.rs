//! Bodies of answers: whole ones, and those that go on for as long as somebody listens.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body as HyperBody, Bytes, Frame as Part, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::sleep;

use super::identity::Key;
use super::shared::Shared;
use super::state::Frame;
use crate::ballot::Via;

/// How long nothing is said before a sign of life: what listens in vain is found out by it.
const SILENCE: Duration = Duration::from_secs(15);

/// The body of an answer.
pub(super) enum Body {
    /// All of it, until it is taken.
    Whole(Option<Bytes>),
    /// The talk's state whenever it changes, the newest only.
    Events(Next),
}

/// What is said next; none once the talk is over.
type Next = Pin<Box<dyn Future<Output = Option<(Bytes, Listener)>> + Send>>;

/// Somebody who hears of every change.
pub(super) struct Listener {
    pub(super) who: Key,
    pub(super) shared: Arc<Shared>,
    pub(super) frames: watch::Receiver<Arc<Frame>>,
    /// Whether the room is closed.
    pub(super) ends: watch::Receiver<bool>,
    /// Held for as long as they listen.
    pub(super) _place: OwnedSemaphorePermit,
}

impl Body {
    pub(super) fn whole(text: impl Into<Bytes>) -> Self {
        Self::Whole(Some(text.into()))
    }

    /// The state as it is, then whenever it changes.
    pub(super) fn events(listener: Listener) -> Self {
        Self::Events(Box::pin(listener.begin()))
    }
}

impl Listener {
    async fn begin(mut self) -> Option<(Bytes, Self)> {
        self.frames.mark_unchanged();
        let frame = Frame::of(&self.shared.seen());
        let state = self.state(&frame).await;
        Some((format!("retry: 1000\n{state}").into(), self))
    }

    async fn next(mut self) -> Option<(Bytes, Self)> {
        let is_new = tokio::select! {
            changed = self.frames.changed() => changed.is_ok().then_some(true),
            _ = self.ends.wait_for(|ends| *ends) => None,
            () = sleep(SILENCE) => Some(false),
        };
        if !is_new? {
            return Some((Bytes::from_static(b":\n\n"), self));
        }
        let frame = Arc::clone(&self.frames.borrow_and_update());
        let state = self.state(&frame).await;
        Some((state.into(), self))
    }

    async fn state(&self, frame: &Frame) -> String {
        let mine = match &frame.round {
            Some(round) => self.shared.mine(self.who, Via::Web, round).await,
            None => None,
        };
        format!("data: {}\n\n", frame.told(mine.as_ref()))
    }
}

impl HyperBody for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Part<Bytes>, Infallible>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Part::data(bytes)))),
            Self::Events(next) => next.as_mut().poll(context).map(|said| {
                let (bytes, listener) = said?;
                *next = Box::pin(listener.next());
                Some(Ok(Part::data(bytes)))
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Self::Events(_) => SizeHint::default(),
        }
    }
}
