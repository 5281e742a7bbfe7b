//! Connections: let in one by one, as many as the machine's descriptors allow, each with little patience.

use std::convert::Infallible;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Sleep, sleep, timeout};

use super::http::Site;

/// How long a header may take to come, and how many bytes it may have.
const HEADER_PATIENCE: Duration = Duration::from_secs(5);
const LONGEST_HEADER: usize = 16 << 10;

/// How long a client may take nothing of what it is sent.
const WRITE_PATIENCE: Duration = Duration::from_secs(30);

/// How long open connections may take to end once the room is closed.
pub(super) const GRACE: Duration = Duration::from_millis(300);

/// How long to wait where no connection can be let in: somebody must leave first.
pub(super) const MOMENT: Duration = Duration::from_millis(50);

/// How many connections there may be at most, and how many descriptors are left to the talk.
const MOST: usize = 8_000;
const RESERVE: usize = 96;

/// How many connections may wait to be let in.
const BACKLOG: u32 = 4_096;

/// Listens at an address; where that port is taken the error says so.
pub(super) fn bind(address: std::net::SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // So that a talk can be resumed at once on its port.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Raises the number of descriptors to what the system allows; how many connections that leaves room for.
pub(super) fn capacity() -> usize {
    let limit = getrlimit(Resource::Nofile);
    // Some systems name a maximum and then refuse it.
    for current in [limit.maximum, Some(10_240)] {
        if setrlimit(Resource::Nofile, Rlimit { current, ..limit }).is_ok() {
            break;
        }
    }
    let limit = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(RESERVE).clamp(16, MOST)
}

/// Lets connections in until the room is closed.
pub(super) async fn serve(listener: TcpListener, site: Arc<Site>, capacity: usize) {
    let places = Arc::new(Semaphore::new(capacity));
    let mut ends = site.ends.clone();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = ends.wait_for(|ends| *ends) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                // One that there is no place for finds its connection closed, and can try again.
                if let Ok(place) = Arc::clone(&places).try_acquire_owned() {
                    tokio::spawn(attend(stream, Arc::clone(&site), place));
                }
            }
            // The client is gone already, or too many files are open.
            Err(_) => sleep(MOMENT).await,
        }
    }
    drop(listener);
    // All places are free again once every connection has ended.
    let all = u32::try_from(capacity).unwrap_or(u32::MAX);
    let _ = timeout(GRACE * 2, places.acquire_many(all)).await;
}

/// Answers what comes over a connection until it ends.
async fn attend(stream: TcpStream, site: Arc<Site>, place: OwnedSemaphorePermit) {
    let stream = TokioIo::new(Impatient::new(stream));
    let mut ends: watch::Receiver<bool> = site.ends.clone();
    let answer = service_fn(move |request| {
        let site = Arc::clone(&site);
        async move { Ok::<_, Infallible>(site.answer(request).await) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADER_PATIENCE);
    builder.max_buf_size(LONGEST_HEADER).half_close(false);
    let mut connection = pin!(builder.serve_connection(stream, answer));
    let goes_on = tokio::select! {
        // Whatever went wrong with it, it is over.
        _ = connection.as_mut() => false,
        _ = ends.wait_for(|ends| *ends) => true,
    };
    if goes_on {
        connection.as_mut().graceful_shutdown();
        let _ = timeout(GRACE, connection).await;
    }
    drop(place);
}

/// A stream that fails once its other end takes nothing for a while.
pub(super) struct Impatient {
    stream: TcpStream,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Impatient {
    pub(super) fn new(stream: TcpStream) -> Self {
        // A small answer that waits for a larger one is late.
        let _ = stream.set_nodelay(true);
        Self { stream, stalled: None }
    }

    fn judge<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(WRITE_PATIENCE)));
        stalled.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Impatient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Impatient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.judge(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.judge(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
