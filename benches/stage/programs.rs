//! The programs that run side by side.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use crate::decks::{Decks, Dialect, Kind};
use crate::floor;
use crate::table::{FLOOR, PEER};
use crate::terminal::{self, Manners, Terminal};

/// This program, by the name it has in the tables.
pub(crate) const OURS: &str = "roundtable";

/// The key for the next step or slide; every program here knows it.
pub(crate) const NEXT: &[u8] = b" ";

/// A program that presents.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) name: &'static str,
    path: PathBuf,
    arguments: &'static [&'static str],
    /// How it wants its decks; none if it reads none.
    dialect: Option<Dialect>,
    /// The keys for the first slide, where there are such keys.
    pub(crate) first: Option<&'static [u8]>,
    /// Its data folder, where that is not to be empty.
    pub(crate) data: Option<PathBuf>,
}

impl Program {
    /// The same with these arguments and no deck: the built-in talk.
    pub(crate) fn on_its_own(&self, arguments: &'static [&'static str]) -> Self {
        Self { arguments, dialect: None, ..self.clone() }
    }
}

/// Everything that the sections need.
pub(crate) struct Bench {
    pub(crate) programs: Vec<Program>,
    pub(crate) decks: Decks,
    /// Whether to see only that all works.
    pub(crate) quick: bool,
}

/// Other presenters: name, arguments, dialect, keys for the first slide.
type Peer = (&'static str, &'static [&'static str], Dialect, &'static [u8]);

const PEERS: [Peer; 4] = [
    (PEER, &[], Dialect::Comments, b"gg"),
    // Without its fading, which takes a second of each key.
    ("mdp", &["-f"], Dialect::Carets, b"g"),
    ("slides", &[], Dialect::Rules, b"gg"),
    ("patat", &[], Dialect::Dots, b"0"),
];

/// The floor, this program, the peers that there are; and the names of those that there are not.
pub(crate) fn find() -> io::Result<(Vec<Program>, Vec<&'static str>)> {
    let floor = Program {
        name: FLOOR,
        path: env::current_exe()?,
        arguments: &[floor::ARGUMENT],
        dialect: None,
        first: None,
        data: None,
    };
    let ours = Program {
        name: OURS,
        path: PathBuf::from(env!("CARGO_BIN_EXE_roundtable")),
        arguments: &[],
        dialect: Some(Dialect::Comments),
        first: Some(b"g"),
        data: None,
    };
    let mut programs = vec![floor, ours];
    let mut absent = Vec::new();
    let path = terminal::search_path();
    for (name, arguments, dialect, first) in PEERS {
        let found = env::split_paths(&path).map(|folder| folder.join(name)).find(|p| p.is_file());
        let Some(path) = found else {
            absent.push(name);
            continue;
        };
        let (dialect, first) = (Some(dialect), Some(first));
        programs.push(Program { name, path, arguments, dialect, first, data: None });
    }
    Ok((programs, absent))
}

impl Bench {
    /// Starts a program on a deck.
    pub(crate) fn open(
        &self,
        program: &Program,
        deck: (Kind, usize),
        manners: Manners,
    ) -> Result<Terminal, String> {
        let mut command = vec![OsString::from(&program.path)];
        command.extend(program.arguments.iter().map(OsString::from));
        if let Some(dialect) = program.dialect {
            let (kind, slides) = deck;
            let file = self.decks.file(kind, slides, dialect);
            command.push(file.map_err(|error| format!("no deck: {error}"))?.into());
        }
        Terminal::start(command, program.data.as_deref(), manners)
    }

    /// Starts it on a slide with a poll.
    pub(crate) fn open_poll(
        &self,
        program: &Program,
        manners: Manners,
    ) -> Result<Terminal, String> {
        let deck = self.decks.poll().map_err(|error| format!("no deck: {error}"))?;
        let command = vec![OsString::from(&program.path), deck.into()];
        Terminal::start(command, None, manners)
    }

    /// So many, or a few where it is only to be seen that all works.
    pub(crate) fn few_or(&self, count: usize) -> usize {
        if self.quick { count.min(3) } else { count }
    }
}
