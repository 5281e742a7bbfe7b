//! What can go wrong with the file, as sentences that say what, where, what to do.

use std::path::Path;

use rusqlite::ErrorCode;

/// Why a read or a write failed.
#[derive(Debug)]
pub(super) enum Fault {
    /// What the database says.
    Sql(rusqlite::Error),
    /// What it holds cannot be what was written: what that is.
    Unreadable(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// Why something was not done: it is not allowed, or the file failed.
#[derive(Debug)]
pub(super) enum Halt<R> {
    Refused(R),
    Fault(Fault),
}

impl<R, E: Into<Fault>> From<E> for Halt<R> {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// What was done or refused, for the one who asked; a fault is everybody's.
pub(super) fn outcome<T, R>(result: Result<T, Halt<R>>) -> Result<Result<T, R>, Fault> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(Halt::Refused(why)) => Ok(Err(why)),
        Err(Halt::Fault(fault)) => Err(fault),
    }
}

impl Fault {
    /// Whether the file is not what was written, rather than out of reach.
    pub(super) fn is_damage(&self) -> bool {
        let Self::Sql(error) = self else { return true };
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => matches!(
                failure.code,
                // Unknown: tables or columns are missing.
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown
            ),
            rusqlite::Error::SqlInputError { .. }
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::QueryReturnedNoRows => true,
            _ => false,
        }
    }

    /// A sentence about the file at this path.
    pub(super) fn sentence(&self, path: &Path) -> String {
        let path = path.display();
        if self.is_damage() {
            return format!(
                "{path} is damaged ({}): nothing more can be kept in it. Start the talk again: the file is then kept \
                 aside, and a new one begun",
                self.reason()
            );
        }
        let code = match self {
            Self::Sql(rusqlite::Error::SqliteFailure(failure, _)) => Some(failure.code),
            _ => None,
        };
        match code {
            Some(ErrorCode::DiskFull) => format!(
                "the disk is full: nothing more can be kept in {path}. Make room; it then goes on by itself"
            ),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => format!(
                "{path} may only be read: nothing can be kept in it. Make it writable, or choose another folder \
                 with --data-dir"
            ),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => format!(
                "another program has locked {path}: nothing can be kept in it. Close that program; it then goes on \
                 by itself"
            ),
            Some(ErrorCode::SystemIoFailure | ErrorCode::FileLockingProtocolFailed) => format!(
                "{path} cannot be read or written ({}). Is it on a network drive, or was a disk taken out? Choose a \
                 folder on this machine's own disk with --data-dir",
                self.reason()
            ),
            _ => format!(
                "{path} cannot be used ({}). Choose another folder with --data-dir",
                self.reason()
            ),
        }
    }

    /// What the matter is, without where.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Sql(error) => error.to_string(),
            Self::Unreadable(what) => what.clone(),
        }
    }
}
