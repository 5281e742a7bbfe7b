//! The data file: made where it is missing, opened so that a commit is on the disk, kept aside where it is damaged.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};

use super::fault::Fault;
use super::schema;

/// The file's name in the folder.
const NAME: &str = "roundtable.db";

/// What comes between the name of a damaged file and the time at which it was kept aside.
const ASIDE: &str = ".damaged-";

/// What belongs to a data file: what the database keeps beside it, and itself, last to be moved, so that a new file
/// never meets the log of the old one.
const PARTS: [&str; 3] = ["-shm", "-wal", ""];

/// How long to wait for another program that is writing.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why a file cannot be used.
#[derive(Debug)]
pub(super) enum Unfit {
    /// It is not what was written.
    Damaged(Fault),
    /// A sentence that says why.
    Unusable(String),
}

impl Unfit {
    /// What a fault at this path means.
    pub(super) fn of(fault: Fault, path: &Path) -> Self {
        if fault.is_damage() { Self::Damaged(fault) } else { Self::Unusable(fault.sentence(path)) }
    }

    /// A sentence that says why.
    pub(super) fn sentence(self, path: &Path) -> String {
        match self {
            Self::Damaged(fault) => fault.sentence(path),
            Self::Unusable(why) => why,
        }
    }
}

/// Where the data of a folder is.
pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

/// Opens the file of a folder for writing; both are made where they are missing, for this user alone.
pub(super) fn open(folder: &Path) -> Result<Connection, Unfit> {
    let path = path(folder);
    create(folder, &path).map_err(Unfit::Unusable)?;
    // What a crash or a loss of power left behind is looked at before it is trusted.
    let suspicious = fs::metadata(part(&path, "-wal")).is_ok_and(|wal| wal.len() > 0);
    connect(&path, suspicious)
}

fn connect(path: &Path, suspicious: bool) -> Result<Connection, Unfit> {
    let unfit = |fault: Fault| Unfit::of(fault, path);
    let sql = |error: rusqlite::Error| Unfit::of(error.into(), path);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(sql)?;
    // Until the file is known to be ours and sound, closing it must not write into it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(sql)?;
    connection.busy_timeout(PATIENCE).map_err(sql)?;
    known(&connection, path)?;
    if connection.is_readonly(MAIN_DB).map_err(sql)? {
        return Err(Unfit::Unusable(read_only(path)));
    }
    careful(&connection).map_err(unfit)?;
    write_ahead(&connection, path)?;
    if suspicious {
        check(&connection).map_err(unfit)?;
    }
    schema::migrate(&mut connection).map_err(unfit)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).map_err(sql)?;
    Ok(connection)
}

/// Opens the file of a folder for reading; none where there is no file, or nothing in it yet.
pub(super) fn open_to_read(folder: &Path) -> Result<Option<Connection>, String> {
    let path = path(folder);
    match path.try_exists() {
        Ok(true) => {}
        Ok(false) => return Ok(None),
        Err(error) => return Err(format!("cannot read {}: {error}", path.display())),
    }
    let sentence = |error: rusqlite::Error| Fault::from(error).sentence(&path);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&path, flags).map_err(sentence)?;
    connection.busy_timeout(PATIENCE).map_err(sentence)?;
    connection.pragma_update(None, "trusted_schema", false).map_err(sentence)?;
    known(&connection, &path).map_err(|unfit| unfit.sentence(&path))?;
    let version = schema::version(&connection).map_err(|fault| fault.sentence(&path))?;
    if version > 0 && version < schema::LATEST {
        return Err(format!(
            "{} was written by an earlier roundtable. Start a talk once: that brings it up to date",
            path.display()
        ));
    }
    Ok((version > 0).then_some(connection))
}

/// Keeps a damaged file aside under a name that is free; the name, or a sentence.
pub(super) fn keep_aside(folder: &Path, at_ms: i64) -> Result<String, String> {
    let path = path(folder);
    let names = (at_ms..).map(|ms| format!("{NAME}{ASIDE}{ms}"));
    let free =
        |name: &String| !PARTS.iter().any(|suffix| part(&folder.join(name), suffix).exists());
    let name = names.take(1_000).find(free).unwrap_or_else(|| format!("{NAME}{ASIDE}0"));
    let aside = folder.join(&name);
    for suffix in PARTS {
        match fs::rename(part(&path, suffix), part(&aside, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(format!(
                    "{} is damaged and cannot be kept aside: {error}. Rename it, or choose another folder with --data-dir",
                    path.display()
                ));
            }
            _ => {}
        }
    }
    Ok(name)
}

/// Removes the damaged files that were kept aside before a time; how many.
pub(super) fn remove_aside(folder: &Path, before_ms: i64) -> io::Result<u64> {
    let mut removed = 0;
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let Some(rest) =
            name.to_str().and_then(|name| name.strip_prefix(NAME)?.strip_prefix(ASIDE))
        else {
            continue;
        };
        let (ms, suffix) = rest.split_once('-').map_or((rest, ""), |(ms, suffix)| (ms, suffix));
        if ms.parse::<i64>().is_ok_and(|ms| ms < before_ms) {
            fs::remove_file(entry.path())?;
            removed += u64::from(suffix.is_empty());
        }
    }
    Ok(removed)
}

/// Makes the folder and an empty file, so that neither is ever open to others.
fn create(folder: &Path, path: &Path) -> Result<(), String> {
    make_folder(folder)?;
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let synced = made.and_then(|_| File::open(folder)?.sync_all());
    match synced {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(format!(
            "{} cannot be made: {error}. Choose another folder with --data-dir",
            path.display()
        )),
    }
}

/// Makes the folder for this user alone, if there is none.
pub(super) fn make_folder(folder: &Path) -> Result<(), String> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| {
        format!(
            "the folder {} cannot be made: {error}. Choose another one with --data-dir",
            folder.display()
        )
    })
}

/// Refuses what another program, or a later version of this one, wrote.
fn known(connection: &Connection, path: &Path) -> Result<(), Unfit> {
    let unfit = |fault: Fault| Unfit::of(fault, path);
    if !schema::is_ours(connection).map_err(unfit)? {
        return Err(Unfit::Unusable(format!(
            "{} belongs to another program: it is left as it is. Choose another folder with --data-dir",
            path.display()
        )));
    }
    let version = schema::version(connection).map_err(unfit)?;
    if version > schema::LATEST {
        return Err(Unfit::Unusable(format!(
            "{} was written by a later roundtable (its version is {version}, this program knows {}): it is left as it \
             is. Use the later program, or choose another folder with --data-dir",
            path.display(),
            schema::LATEST
        )));
    }
    Ok(())
}

/// A commit is on the disk, whatever the system; nothing that the file says of itself is run.
fn careful(connection: &Connection) -> Result<(), Fault> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    if cfg!(target_os = "macos") {
        connection.pragma_update(None, "fullfsync", true)?;
        connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    }
    Ok(())
}

/// Writes go to a log first, so that readers and the writer never wait for each other.
pub(super) fn write_ahead(connection: &Connection, path: &Path) -> Result<(), Unfit> {
    let mode = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
        .map_err(|error| Unfit::of(error.into(), path))?;
    if mode.eq_ignore_ascii_case("wal") {
        return Ok(());
    }
    Err(Unfit::Unusable(format!(
        "{} lies where votes cannot be kept safely, a network drive perhaps. Choose a folder on this machine's own \
         disk with --data-dir",
        path.display()
    )))
}

/// Reads the whole file and looks for damage.
fn check(connection: &Connection) -> Result<(), Fault> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(Fault::Unreadable(found)) }
}

fn read_only(path: &Path) -> String {
    format!(
        "{} may only be read: nothing can be kept in it. Make it writable, or choose another folder with --data-dir",
        path.display()
    )
}

/// A part of a data file.
fn part(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
