//! One talk a data folder.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::file;

/// The file's name in the folder.
const NAME: &str = "talk.lock";

/// A folder's only talk, as long as this lives. The system gives it up with the process, however that ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Why a folder cannot be had; as text, a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockError {
    /// Another talk uses it: its process, if that is known.
    Held(Option<u32>),
    /// It cannot be locked at all: a sentence.
    Failed(String),
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held(Some(process)) => {
                write!(f, "another talk is using this folder (process {process})")
            }
            Self::Held(None) => f.write_str("another talk is using this folder"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for LockError {}

impl Lock {
    /// Takes a folder, which is made where it is missing.
    pub fn take(folder: &Path) -> Result<Self, LockError> {
        file::make_folder(folder).map_err(LockError::Failed)?;
        let path = folder.join(NAME);
        let failed = |error: &std::io::Error| {
            LockError::Failed(format!(
                "{} cannot be locked: {error}. Choose another folder with --data-dir",
                path.display()
            ))
        };
        let opened = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path);
        let mut file = opened.map_err(|error| failed(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut process = String::new();
                let _ = file.read_to_string(&mut process);
                return Err(LockError::Held(process.trim().parse().ok()));
            }
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
        }
        // Who holds it is for the sentence alone: the lock counts, even where the disk is full.
        let _ = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self { _file: file })
    }
}
