//! The talk's end of the socket: a thread that lets clients in, and two for each of them.
//!
//! The talk never waits for a client. It leaves its newest state on a board, and each client's writer takes
//! from there what is newest when it can write again; states in between are passed over. So a client that
//! reads slowly costs one state and a few answers of memory, and one that stops reading is dropped.

use std::fs::{self, File};
use std::io::{self, ErrorKind, PipeReader, PipeWriter, Write as _};
use std::net::Shutdown;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::lines::{self, Lines};
use super::{Asked, Done, Line, Reply, place, wire};
use crate::action::Order;
use crate::app::status::{Backstage, Status};

mod board;

use board::{Board, ClientId, Known, News};

/// The most bytes of a line from a client.
const LONGEST: usize = 64 << 10;

/// How long a write to a client may make no headway before it is dropped.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long the end of the talk waits for the last answers to be sent.
const GRACE: Duration = Duration::from_millis(500);

/// Where other processes reach this talk. Dropping it removes the socket and ends the connections.
#[derive(Debug)]
pub struct Server {
    board: Arc<Board>,
    path: PathBuf,
    /// Which file is ours, by device and number.
    file: (u64, u64),
    /// Ends the listener's wait by being dropped.
    bell: Option<PipeWriter>,
    listener: Option<JoinHandle<()>>,
}

/// What is called for everything that clients ask, each time from a thread of the client's own.
type Ask = dyn Fn(Asked, Reply) + Send + Sync;

impl Server {
    /// Listens at a path that [`super::socket_path`] gave. A socket that a talk left behind is removed; while
    /// one listens there, the error says so. Clients hear nothing before the first [`Self::publish`].
    pub fn start(
        path: &Path,
        ask: impl Fn(Asked, Reply) + Send + Sync + 'static,
    ) -> Result<Self, String> {
        Self::start_with(path, PATIENCE, Arc::new(ask))
    }

    pub(super) fn start_with(
        path: &Path,
        patience: Duration,
        ask: Arc<Ask>,
    ) -> Result<Self, String> {
        let cannot = |error: io::Error| format!("cannot listen at {}: {error}", path.display());
        place::make_private(path.parent().unwrap_or(path))?;
        // No two talks look and bind at once; the file stays, so that there is one for all of them.
        let door = File::create(path.with_extension("lock")).map_err(cannot)?;
        door.try_lock().map_err(|error| cannot(error.into()))?;
        clear(path)?;
        let listener = UnixListener::bind(path).map_err(cannot)?;
        drop(door);
        let board = Arc::new(Board::default());
        let start = || {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
            let found = fs::metadata(path)?;
            listener.set_nonblocking(true)?;
            let (rings, bell) = io::pipe()?;
            let reception = Reception { listener, rings, board: Arc::clone(&board), patience, ask };
            let thread = thread::Builder::new().name("remote".to_owned());
            let thread = thread.spawn(move || reception.let_clients_in())?;
            Ok(((found.dev(), found.ino()), bell, thread))
        };
        let (file, bell, thread) = start().map_err(|error| {
            // Nobody listens there any more.
            let _ = fs::remove_file(path);
            cannot(error)
        })?;
        Ok(Self { board, path: path.to_owned(), file, bell: Some(bell), listener: Some(thread) })
    }

    /// Tells all clients where the talk is, and consoles what the speaker sees, unless they know.
    pub fn publish(&self, status: &Status, backstage: &Arc<Backstage>) {
        self.board.publish(status, backstage);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Somebody may have removed it, and a later talk listen there.
        let is_ours = fs::symlink_metadata(&self.path)
            .is_ok_and(|found| (found.dev(), found.ino()) == self.file);
        if is_ours {
            let _ = fs::remove_file(&self.path);
        }
        self.bell.take();
        if let Some(listener) = self.listener.take() {
            // It catches no panic, and there is none.
            let _ = listener.join();
        }
        self.board.close(GRACE);
    }
}

/// Removes a socket that nobody listens to any more.
fn clear(path: &Path) -> Result<(), String> {
    let shown = path.display();
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(format!("cannot see {shown}: {error}")),
        Ok(found) if found.file_type().is_socket() => {}
        Ok(_) => return Err(format!("{shown} is not a socket: remove it, then start again")),
    }
    match UnixStream::connect(path) {
        Ok(_) => Err(format!("another talk with the same data listens at {shown}: end it first")),
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
            fs::remove_file(path).map_err(|error| format!("cannot remove {shown}: {error}"))
        }
        Err(error) => Err(format!("cannot tell whether a talk listens at {shown}: {error}")),
    }
}

/// Where clients come in.
struct Reception {
    listener: UnixListener,
    rings: PipeReader,
    board: Arc<Board>,
    patience: Duration,
    ask: Arc<Ask>,
}

impl Reception {
    fn let_clients_in(self) {
        while self.wait(true) {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    // One that cannot be served finds the connection closed.
                    let _ = self.serve(stream);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                // Too many files are open, perhaps: it would fail again at once.
                Err(_) if self.wait(false) => {}
                Err(_) => return,
            }
        }
    }

    /// Waits for a client, or for a moment only; whether the talk goes on.
    fn wait(&self, for_clients: bool) -> bool {
        const MOMENT: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
        let bell = PollFd::new(&self.rings, PollFlags::IN);
        let client = PollFd::new(&self.listener, PollFlags::IN);
        let mut both = [bell, client];
        let waited = if for_clients {
            poll(&mut both, None)
        } else {
            poll(both.get_mut(..1).unwrap_or_default(), Some(&MOMENT))
        };
        let [bell, _] = both;
        waited.is_err() || bell.revents().is_empty()
    }

    fn serve(&self, stream: UnixStream) -> io::Result<()> {
        // On some systems it is as the listener is.
        stream.set_nonblocking(false)?;
        stream.set_write_timeout(Some(self.patience))?;
        let stream = Arc::new(stream);
        let Some(client) = self.board.enter(&stream) else {
            let why = format!("{} others are connected already: end one first", board::CLIENTS);
            return (&*stream).write_all(wire::refusal(None, why).as_bytes());
        };
        let (board, to) = (Arc::clone(&self.board), Arc::clone(&stream));
        let writer = thread::Builder::new().name("remote writer".to_owned());
        writer
            .spawn(move || tell(&board, client, &to))
            .inspect_err(|_| self.board.leave(client))?;
        let (board, ask) = (Arc::clone(&self.board), Arc::clone(&self.ask));
        let reader = thread::Builder::new().name("remote reader".to_owned());
        let reader = reader.spawn(move || {
            let _end = EndOfRequests { board: &board, client };
            listen(&board, client, &stream, &*ask);
        });
        reader.map(drop).inspect_err(|_| self.board.no_more_requests(client))
    }
}

/// Takes what a client asks until it hangs up.
fn listen(board: &Arc<Board>, client: ClientId, stream: &UnixStream, ask: &Ask) {
    let mut lines = Lines::new(stream, LONGEST);
    while board.may_ask(client) {
        let Ok(Some(line)) = lines.next() else { return };
        let asked = match line {
            lines::Line::Whole(line) if line.trim_ascii().is_empty() => continue,
            lines::Line::Whole(line) => wire::read_request(&line),
            lines::Line::TooLong => Err((None, format!("a line has at most {LONGEST} bytes"))),
        };
        board.owe(client);
        match asked {
            Ok((id, line)) => {
                let to = Arc::clone(board);
                let tell = move |result| to.answer(client, wire::answer(id, result));
                let reply = Reply::new(tell);
                match line {
                    Line::Wheel(wheel) => {
                        reply.done(board.agree(client, wheel).map(Done::Consoles));
                    }
                    Line::Asked(asked) => match asked.may_be_asked_by(board, client) {
                        Ok(()) => ask(asked, reply),
                        Err(why) => reply.done(Err(why)),
                    },
                }
            }
            Err((id, why)) => board.answer(client, wire::refusal(id, why)),
        }
    }
}

impl Asked {
    /// Orders come from whoever drives; ballots, and looking at texts, are free.
    fn may_be_asked_by(&self, board: &Board, client: ClientId) -> Result<(), String> {
        match self {
            Self::Order(Order::Texts(_)) | Self::Cast(_) => Ok(()),
            Self::Order(_) => board.may_order(client),
        }
    }
}

/// Lets the writer end once it has sent all answers, even where the reader panicked.
struct EndOfRequests<'a> {
    board: &'a Board,
    client: ClientId,
}

impl Drop for EndOfRequests<'_> {
    fn drop(&mut self) {
        self.board.no_more_requests(self.client);
    }
}

/// Sends a client what is new until there is nothing to come.
fn tell(board: &Board, client: ClientId, mut stream: &UnixStream) {
    let mut known = Known::default();
    let mut told: Option<Arc<Backstage>> = None;
    while let Some(News { state, is_first, backstage, answers }) = board.news(client, &mut known) {
        let mut text = match &state {
            Some(status) if is_first => wire::hello(status),
            Some(status) if backstage.is_none() => wire::state(status),
            _ => String::new(),
        };
        if let (Some(status), Some((backstage, consoles))) = (state, backstage) {
            text.push_str(&wire::stage(&status, &backstage, told.as_deref(), &consoles));
            told = Some(backstage);
        }
        text.extend(answers.iter().map(String::as_str));
        if stream.write_all(text.as_bytes()).is_err() {
            break;
        }
        board.paid(client, answers.len());
    }
    // It ends the reader too; it fails where the client did so before.
    let _ = stream.shutdown(Shutdown::Both);
    board.leave(client);
}
