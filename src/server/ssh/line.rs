//! The line to one terminal: it is cut where a login takes too long, where nothing is taken of what is sent, and when the
//! visit is over.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::server::listen::Impatient;

/// How far a visit has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// The other end has said nothing yet, or hardly anything.
    #[default]
    Silent,
    /// It speaks SSH; keys are exchanged, a person may be asked for a yes or a passphrase.
    Login,
    /// Somebody sits before the slide.
    Inside,
    /// They have been told goodbye.
    Leaving,
}

/// How long each may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    pub(super) silent: Duration,
    pub(super) login: Duration,
    pub(super) leaving: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { silent: seconds(10), login: seconds(120), leaving: seconds(3) }
    }
}

/// Every client says more than this before its first keys are exchanged: its name, and all the algorithms it knows.
const GREETING: usize = 300;

/// A stream that ends when its visit should.
pub(super) struct Line {
    stream: Impatient,
    stage: watch::Sender<Stage>,
    heard: usize,
    cut: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Line {
    /// The line of a visit whose stage is told here; whoever holds the other end of `ends` can end all visits.
    pub(super) fn new(
        stream: TcpStream,
        stage: &watch::Sender<Stage>,
        patience: Patience,
        ends: watch::Receiver<bool>,
    ) -> Self {
        let cut = Box::pin(cut(stage.subscribe(), patience, ends));
        Self { stream: Impatient::new(stream), stage: stage.clone(), heard: 0, cut }
    }

    fn is_cut(&mut self, context: &mut Context<'_>) -> bool {
        self.cut.as_mut().poll(context).is_ready()
    }
}

/// Returns when a visit is to be cut.
async fn cut(
    mut stage: watch::Receiver<Stage>,
    patience: Patience,
    mut ends: watch::Receiver<bool>,
) {
    let Patience { silent, login, leaving } = patience;
    let mut visit = stage.clone();
    let visit = async move {
        let mut reaches = async |wanted, time| {
            timeout(time, visit.wait_for(|stage| *stage >= wanted)).await.is_ok()
        };
        if reaches(Stage::Login, silent).await && reaches(Stage::Inside, login).await {
            let _ = visit.wait_for(|stage| *stage >= Stage::Leaving).await;
            sleep(leaving).await;
        }
    };
    let closed = async move {
        let _ = ends.wait_for(|ends| *ends).await;
        // Who is inside is told goodbye first.
        if *stage.borrow_and_update() == Stage::Inside {
            sleep(leaving).await;
        }
    };
    tokio::select! {
        () = visit => {}
        () = closed => {}
    }
}

fn timed_out<T>() -> Poll<io::Result<T>> {
    Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_cut(context) {
            return timed_out();
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if self.heard <= GREETING {
            self.heard += buffer.filled().len() - before;
            if self.heard > GREETING {
                self.stage.send_if_modified(|stage| raise(stage, Stage::Login));
            }
        }
        read
    }
}

/// A visit goes on, never back; whether it did.
pub(super) fn raise(stage: &mut Stage, to: Stage) -> bool {
    let raised = *stage < to;
    *stage = to.max(*stage);
    raised
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_cut(context) {
            return timed_out();
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // From now on only the other end's goodbye is waited for.
        self.stage.send_if_modified(|stage| raise(stage, Stage::Leaving));
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
