//! The other end of the socket: a running talk, as other processes see it.

use std::io::{self, ErrorKind, Write as _};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use super::lines::{self, Lines};
use super::{Asked, Cast, Done, Line, Wheel, place, wire};
use crate::action::Order;
use crate::app::status::{Backstage, ConsoleAt, Status};
use crate::round::WallText;

/// How long a talk may take for an answer; one that is stopped gives none.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes of a line of the talk: it may hold a whole deck.
const LONGEST: usize = 256 << 20;

/// A connection to a running talk.
#[derive(Debug)]
pub struct Talk {
    reader: TalkReader,
    writer: TalkWriter,
    status: Status,
}

/// What a talk tells, line by line: an iterator that waits for the next, and ends with the talk.
#[derive(Debug)]
pub struct TalkReader {
    lines: Lines<UnixStream>,
    /// What a console was told so far.
    backstage: Backstage,
}

/// Asks a talk for something. Dropping it ends the connection, and the reader with it.
#[derive(Debug)]
pub struct TalkWriter {
    stream: UnixStream,
    last_id: u64,
}

/// Something that a talk tells.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// Where it is now.
    State(Box<Status>),
    /// The same, and what consoles are told besides.
    Stage {
        /// Where it is.
        status: Box<Status>,
        /// What the speaker sees.
        backstage: Box<Backstage>,
        /// Who has joined as a console.
        consoles: Vec<ConsoleAt>,
    },
    /// What has become of something it was asked for.
    Answer {
        /// The number under which it was asked.
        id: u64,
        /// What is done, or a sentence that says why it is not.
        result: Result<Done, String>,
    },
}

/// Why no answer came.
enum Silence {
    /// The talk has ended.
    Ended,
    /// Something else, told in a sentence.
    Fault(String),
}

impl Talk {
    /// Connects to the talk whose socket lies there; none if no talk is running.
    pub fn connect(path: &Path) -> io::Result<Option<Self>> {
        Self::connect_within(path, PATIENCE)
    }

    pub(super) fn connect_within(path: &Path, patience: Duration) -> io::Result<Option<Self>> {
        let is_absent = |error: &io::Error| {
            matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused)
        };
        let private = place::is_private(path.parent().unwrap_or(path));
        let stream = match private {
            Ok(Err(why)) => return Err(io::Error::other(why)),
            Ok(Ok(())) => UnixStream::connect(path),
            Err(error) => Err(error),
        };
        let stream = match stream {
            Err(error) if is_absent(&error) => return Ok(None),
            stream => stream?,
        };
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        let writer = TalkWriter { stream: stream.try_clone()?, last_id: 0 };
        let mut reader = TalkReader::new(stream);
        match reader.line() {
            Ok(Some(hello)) => {
                let status = wire::read_hello(&hello).map_err(io::Error::other)?;
                Ok(Some(Self { reader, writer, status }))
            }
            // It ended just now.
            Ok(None) => Ok(None),
            Err(why) => Err(io::Error::other(why)),
        }
    }

    /// Where the talk was when it last told.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Has the talk do something, and returns once it is done. The error is a sentence.
    pub fn order(&mut self, order: Order) -> Result<(), String> {
        let quits = order == Order::Quit;
        match self.ask(Asked::Order(order)) {
            Ok(_) if quits => self.see_it_end(),
            Ok(_) => Ok(()),
            // A talk that ends before it answers has done so.
            Err(Silence::Ended) if quits => Ok(()),
            Err(Silence::Ended) => Err("the talk ended before it answered".to_owned()),
            Err(Silence::Fault(why)) => Err(why),
        }
    }

    /// The texts that came in to a poll, those that wait first. The error is a sentence.
    pub fn texts(&mut self, poll: Option<String>) -> Result<Vec<WallText>, String> {
        match self.ask(Asked::Order(Order::Texts(poll))) {
            Ok(Done::Texts(texts)) => Ok(texts),
            Ok(_) => Err("the talk did not tell the texts".to_owned()),
            Err(Silence::Ended) => Err("the talk ended before it answered".to_owned()),
            Err(Silence::Fault(why)) => Err(why),
        }
    }

    /// Has the talk record a ballot; its revision, once it is on the disk. The error is a sentence.
    pub fn cast(&mut self, cast: Cast) -> Result<u64, String> {
        match self.ask(Asked::Cast(cast)) {
            Ok(Done::Recorded { revision }) => Ok(revision),
            Ok(_) => Err("the talk did not say that the ballot is recorded".to_owned()),
            Err(Silence::Ended) => Err("the talk ended before it recorded the ballot".to_owned()),
            Err(Silence::Fault(why)) => Err(why),
        }
    }

    /// The two directions, for a thread each. The reader now waits as long as it takes.
    pub fn split(self) -> io::Result<(TalkReader, TalkWriter)> {
        self.reader.lines.source().set_read_timeout(None)?;
        Ok((self.reader, self.writer))
    }

    /// The consoles that have joined. The error is a sentence.
    pub fn consoles(&mut self) -> Result<Vec<ConsoleAt>, String> {
        match self.agree(Wheel::Consoles)? {
            Done::Consoles(consoles) => Ok(consoles),
            _ => Err("the talk did not tell its consoles".to_owned()),
        }
    }

    /// Lets the console of this name drive. The error is a sentence.
    pub fn let_drive(&mut self, console: String) -> Result<(), String> {
        self.agree(Wheel::Drive(Some(console))).map(drop)
    }

    fn agree(&mut self, wheel: Wheel) -> Result<Done, String> {
        self.send(Line::Wheel(wheel)).map_err(|silence| match silence {
            Silence::Ended => "the talk ended before it answered".to_owned(),
            Silence::Fault(why) => why,
        })
    }

    fn ask(&mut self, asked: Asked) -> Result<Done, Silence> {
        self.send(Line::Asked(asked))
    }

    fn send(&mut self, line: Line) -> Result<Done, Silence> {
        let asked = self.writer.send(line).map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Silence::Ended,
            _ => Silence::Fault(cannot_speak(&error)),
        })?;
        loop {
            match self.reader.next() {
                None => return Err(Silence::Ended),
                Some(Err(why)) => return Err(Silence::Fault(why)),
                Some(Ok(Heard::State(status) | Heard::Stage { status, .. })) => {
                    self.status = *status;
                }
                Some(Ok(Heard::Answer { id, result })) if id == asked => {
                    return result.map_err(Silence::Fault);
                }
                Some(Ok(Heard::Answer { .. })) => {}
            }
        }
    }

    fn see_it_end(&mut self) -> Result<(), String> {
        for heard in self.reader.by_ref() {
            heard?;
        }
        Ok(())
    }
}

impl TalkReader {
    fn new(stream: UnixStream) -> Self {
        Self { lines: Lines::new(stream, LONGEST), backstage: Backstage::default() }
    }

    /// The next line that is not empty.
    fn line(&mut self) -> Result<Option<Vec<u8>>, String> {
        loop {
            match self.lines.next() {
                Ok(Some(lines::Line::Whole(line))) if line.is_empty() => {}
                Ok(Some(lines::Line::Whole(line))) => return Ok(Some(line)),
                Ok(Some(lines::Line::TooLong)) => {
                    return Err("the talk tells more than can be taken in".to_owned());
                }
                Ok(None) => return Ok(None),
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return Ok(None),
                Err(error) => return Err(cannot_speak(&error)),
            }
        }
    }
}

impl Iterator for TalkReader {
    type Item = Result<Heard, String>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let heard = match self.line() {
                Ok(Some(line)) => wire::read_told(&line, &mut self.backstage),
                Ok(None) => return None,
                Err(why) => Err(why),
            };
            if let Some(heard) = heard.transpose() {
                return Some(heard);
            }
        }
    }
}

impl TalkWriter {
    /// Asks for something without waiting for the answer, which the reader hears under the number returned.
    pub fn ask(&mut self, asked: Asked) -> io::Result<u64> {
        self.send(Line::Asked(asked))
    }

    /// Says what consoles have to agree on; the reader hears the answer under the number returned.
    pub fn agree(&mut self, wheel: Wheel) -> io::Result<u64> {
        self.send(Line::Wheel(wheel))
    }

    fn send(&mut self, line: Line) -> io::Result<u64> {
        self.last_id += 1;
        self.stream.write_all(wire::request(self.last_id, line).as_bytes())?;
        Ok(self.last_id)
    }
}

impl Drop for TalkWriter {
    fn drop(&mut self) {
        // It fails where the talk has done so already.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

fn cannot_speak(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => {
            "the talk does not answer: perhaps it is stopped, then `fg` in its terminal lets it go on"
                .to_owned()
        }
        _ => format!("the connection to the talk broke: {error}"),
    }
}
