//! A program in a pseudo-terminal: what it sends, with the time at which each piece came.
//!
//! A thread does nothing but read, so that no program ever waits for this one; it also gives the answers
//! of a terminal, which some programs wait for before they draw.

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtyPair, PtySize};
use tempfile::TempDir;

use crate::questions::Questions;

/// The screen that every program gets.
pub(crate) const COLUMNS: u16 = 100;
/// Its rows.
pub(crate) const ROWS: u16 = 40;

/// No program is waited for longer than this once it has begun to answer.
const LONGEST: Duration = Duration::from_mins(1);

/// Whether the terminal answers what a program asks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manners {
    Answers,
    Silent,
}

/// How long to wait for an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// Until its first byte.
    pub(crate) first: Duration,
    /// After a byte, until it counts as the last.
    pub(crate) silence: Duration,
}

/// What a program sent in answer to something.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Answer {
    /// The time to its first byte; none where nothing came.
    pub(crate) first: Option<Duration>,
    /// The time to its last byte.
    pub(crate) took: Option<Duration>,
    pub(crate) bytes: usize,
}

/// A program and the terminal it runs in. Dropping it ends the program.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Keyboard,
    chunks: Receiver<Chunk>,
    screen: vt100::Parser,
    began: Instant,
    _master: Box<dyn MasterPty + Send>,
    home: TempDir,
}

type Keyboard = Arc<Mutex<Box<dyn Write + Send>>>;

struct Chunk {
    at: Instant,
    bytes: Vec<u8>,
}

/// What came of waiting for output.
enum Got {
    Output { at: Instant, bytes: usize },
    Nothing,
    End,
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this program does")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

#[expect(
    clippy::disallowed_methods,
    reason = "programs are looked for where a shell would find them"
)]
pub(crate) fn search_path() -> OsString {
    std::env::var_os("PATH").unwrap_or_default()
}

impl Terminal {
    /// Starts a program in a home of its own; `data` is its data folder where that is not to be empty.
    pub(crate) fn start(
        command: Vec<OsString>,
        data: Option<&Path>,
        manners: Manners,
    ) -> Result<Self, String> {
        let home = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
        let command = builder(command, home.path(), data)?;
        let size = PtySize {
            rows: ROWS,
            cols: COLUMNS,
            pixel_width: COLUMNS * 10,
            pixel_height: ROWS * 20,
        };
        let PtyPair { master, slave } = portable_pty::native_pty_system()
            .openpty(size)
            .map_err(|error| format!("no pseudo-terminal: {error}"))?;
        let keyboard = master.take_writer().map_err(|error| error.to_string())?;
        let keyboard: Keyboard = Arc::new(Mutex::new(keyboard));
        let output = master.try_clone_reader().map_err(|error| error.to_string())?;
        let (sender, chunks) = mpsc::channel();
        let answers = (manners == Manners::Answers).then(|| Arc::clone(&keyboard));
        thread::spawn(move || drain(output, &sender, answers.as_ref()));
        let began = now();
        let child = slave.spawn_command(command).map_err(|error| format!("no start: {error}"))?;
        let screen = vt100::Parser::new(ROWS, COLUMNS, 0);
        Ok(Self { child, keyboard, chunks, screen, began, _master: master, home })
    }

    /// Its folders for sockets and for data.
    pub(crate) fn folders(&self) -> (PathBuf, PathBuf) {
        (self.home.path().join("run"), self.home.path().join("data"))
    }

    /// The program's number for the system.
    pub(crate) fn process(&self) -> u32 {
        self.child.process_id().unwrap_or(0)
    }

    /// Whether a text stands on the screen, as far as the output was taken in.
    pub(crate) fn shows(&self, text: &str) -> bool {
        self.screen.screen().contents().contains(text)
    }

    /// Waits until a text stands on the screen, and tells how long that took from the program's start.
    pub(crate) fn wait_for(&mut self, text: &str, limit: Duration) -> Result<Duration, String> {
        self.seen(text, limit).map(|at| at - self.began)
    }

    /// Waits until a text stands on the screen, so long after the program's start at most, and tells when it came.
    pub(crate) fn seen(&mut self, text: &str, limit: Duration) -> Result<Instant, String> {
        loop {
            let left = limit.saturating_sub(self.began.elapsed());
            match self.next(left) {
                Got::Output { at, .. } if self.shows(text) => return Ok(at),
                Got::Output { .. } => {}
                Got::Nothing => return Err(format!("never, in {} s", limit.as_secs())),
                Got::End => return Err(self.last_words()),
            }
        }
    }

    /// Sends keys and waits for all that comes of them.
    pub(crate) fn press(&mut self, keys: &[u8], patience: Patience) -> Result<Answer, String> {
        let since = now();
        let mut keyboard = self.keyboard.lock().map_err(|error| error.to_string())?;
        let written = keyboard.write_all(keys).and_then(|()| keyboard.flush());
        drop(keyboard);
        written.map_err(|error| format!("takes no keys: {error}"))?;
        self.settle(since, patience)
    }

    /// Waits until the program has sent all that it is going to send by itself.
    pub(crate) fn come_to_rest(&mut self) -> Result<(), String> {
        let rest = Duration::from_millis(500);
        self.settle(now(), Patience { first: rest, silence: rest }).map(|_| ())
    }

    /// Takes in what comes until then; the number of bytes.
    pub(crate) fn watch(&mut self, until: Instant) -> usize {
        let mut total = 0;
        while let Got::Output { bytes, .. } = self.next(until.saturating_duration_since(now())) {
            total += bytes;
        }
        total
    }

    fn settle(&mut self, since: Instant, patience: Patience) -> Result<Answer, String> {
        let mut answer = Answer::default();
        while since.elapsed() < LONGEST {
            let wait = if answer.took.is_none() { patience.first } else { patience.silence };
            match self.next(wait) {
                Got::Output { at, bytes } => {
                    answer.took = Some(at.saturating_duration_since(since));
                    answer.first = answer.first.or(answer.took);
                    answer.bytes += bytes;
                }
                Got::Nothing => return Ok(answer),
                Got::End => return Err(self.last_words()),
            }
        }
        Err(format!("no rest in {} s", LONGEST.as_secs()))
    }

    fn next(&mut self, wait: Duration) -> Got {
        match self.chunks.recv_timeout(wait) {
            Ok(chunk) => {
                self.screen.process(&chunk.bytes);
                Got::Output { at: chunk.at, bytes: chunk.bytes.len() }
            }
            Err(RecvTimeoutError::Timeout) => Got::Nothing,
            Err(RecvTimeoutError::Disconnected) => Got::End,
        }
    }

    /// What an ended program left on the screen: as a rule, why it ended.
    fn last_words(&self) -> String {
        let contents = self.screen.screen().contents();
        let words = contents.lines().find(|line| !line.trim().is_empty());
        format!("ended: {}", words.unwrap_or("without a word").trim())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A number that was given back could belong to another program by now.
        if let Ok(None) = self.child.try_wait() {
            // It has ended, or ends with the terminal.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn builder(
    command: Vec<OsString>,
    home: &Path,
    data: Option<&Path>,
) -> Result<CommandBuilder, String> {
    let mut builder = CommandBuilder::from_argv(command);
    builder.env_clear();
    let settings = [
        ("TERM", "xterm-256color"),
        ("COLORTERM", "truecolor"),
        ("LANG", "C.UTF-8"),
        ("TZ", "UTC"),
    ];
    for (name, value) in settings {
        builder.env(name, value);
    }
    builder.env("PATH", search_path());
    builder.env("HOME", home);
    builder.cwd(home);
    let folders = [
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "share"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_RUNTIME_DIR", "run"),
        ("TMPDIR", "tmp"),
        ("ROUNDTABLE_DATA_DIR", "data"),
    ];
    for (name, folder) in folders {
        let folder = home.join(folder);
        fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        builder.env(name, folder);
    }
    if let Some(data) = data {
        builder.env("ROUNDTABLE_DATA_DIR", data);
    }
    Ok(builder)
}

/// Reads until the program and all it started are gone.
fn drain(mut output: Box<dyn Read + Send>, chunks: &Sender<Chunk>, keyboard: Option<&Keyboard>) {
    let mut buffer = vec![0; 1 << 16];
    let mut questions = Questions::default();
    while let Ok(count @ 1..) = output.read(&mut buffer) {
        let at = now();
        let bytes = buffer.get(..count).unwrap_or_default().to_vec();
        if let Some(Ok(mut keyboard)) = keyboard.map(|keyboard| keyboard.lock()) {
            let answers = questions.answers(&bytes);
            // A program that is gone needs no answer.
            let _ = keyboard.write_all(answers.as_bytes()).and_then(|()| keyboard.flush());
        }
        if chunks.send(Chunk { at, bytes }).is_err() {
            return;
        }
    }
}
