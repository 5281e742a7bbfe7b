//! The sheets of a group that answers a self-assessment: one text file for each group, one line for each sheet.
//!
//! A line is the sheet's answers, `4 2 d 5`, and nothing else: no name, no time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::file::make_folder;
use crate::assessment::{Answer, read_sheet, sheet_text};

/// What the names of these files begin and end with; between them is when the group began, in milliseconds since
/// 1970.
const NAME: (&str, &str) = ("sheets-", ".txt");

/// The file of one group.
#[derive(Debug)]
pub struct Sheets {
    path: PathBuf,
    file: Option<File>,
}

/// A group that goes on, and the sheets that it has handed in.
type Resumed = (Sheets, Vec<Vec<Answer>>);

impl Sheets {
    /// Begins a group in a folder. Nothing is written before there is a sheet.
    pub fn begin(folder: &Path, began_ms: i64) -> Self {
        let (before, after) = NAME;
        Self { path: folder.join(format!("{before}{began_ms}{after}")), file: None }
    }

    /// Takes up the group of a folder that began last, with its sheets of so many answers; none where no group has
    /// left a sheet. A line that was cut off was acknowledged to nobody, and is passed over.
    pub fn resume(folder: &Path, statements: usize) -> Result<Option<Resumed>, String> {
        let Some(path) = latest(folder)? else { return Ok(None) };
        let cannot = |error: io::Error| format!("cannot read {}: {error}", path.display());
        let text = fs::read_to_string(&path).map_err(cannot)?;
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let lines = whole.lines().filter(|line| !line.trim().is_empty());
        let sheets: Vec<Vec<Answer>> =
            lines.filter_map(|line| read_sheet(line, statements).ok()).collect();
        if sheets.is_empty() && !whole.is_empty() {
            return Err(format!(
                "{} holds sheets of another self-assessment than this with {statements} statements",
                path.display()
            ));
        }
        Ok(Some((Self { path, file: None }, sheets)))
    }

    /// Where the sheets are.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a sheet. It is on the disk once this returns.
    pub fn append(&mut self, answers: &[Answer]) -> Result<(), String> {
        let folder = self.path.parent().unwrap_or(Path::new(".")).to_owned();
        if self.file.is_none() {
            make_folder(&folder)?;
        }
        self.write(answers, &folder)
            .map_err(|error| format!("cannot write {}: {error}", self.path.display()))
    }

    fn write(&mut self, answers: &[Answer], folder: &Path) -> io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => open(&self.path, folder)?,
        };
        let end = file.metadata()?.len();
        let line = format!("{}\n", sheet_text(answers));
        if let Err(error) = file.write_all(line.as_bytes()).and_then(|()| file.sync_all()) {
            // What is not acknowledged must not count later. If this fails too, the next one who opens it does it.
            let _ = file.set_len(end);
            return Err(error);
        }
        self.file = Some(file);
        Ok(())
    }
}

/// Opens a file to add to, without what was cut off at its end.
fn open(path: &Path, folder: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    let mut file = options.read(true).append(true).create(true).mode(0o600).open(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    if whole < bytes.len() {
        file.set_len(u64::try_from(whole).unwrap_or(u64::MAX))?;
    }
    File::open(folder)?.sync_all()?;
    Ok(file)
}

/// The file of the group that began last.
fn latest(folder: &Path) -> Result<Option<PathBuf>, String> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries.map_err(|error| format!("cannot read {}: {error}", folder.display()))?,
    };
    let (before, after) = NAME;
    let began = |entry: fs::DirEntry| {
        let name = entry.file_name();
        let ms = name.to_str()?.strip_prefix(before)?.strip_suffix(after)?.parse::<i64>().ok()?;
        Some((ms, entry.path()))
    };
    let found = entries.filter_map(Result::ok).filter_map(began).max();
    Ok(found.map(|(_, path)| path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Level;

    fn sheet(text: &str) -> Vec<Answer> {
        read_sheet(text, 3).unwrap()
    }

    #[test]
    fn the_sheets_of_the_last_group_are_taken_up_again() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("data");
        assert!(Sheets::resume(&folder, 3).unwrap().is_none());
        Sheets::begin(&folder, 99).append(&sheet("1 1 1")).unwrap();
        let mut group = Sheets::begin(&folder, 100);
        group.append(&sheet("4 2 d")).unwrap();
        group.append(&sheet("5 5 5")).unwrap();
        let (mut again, sheets) = Sheets::resume(&folder, 3).unwrap().unwrap();
        assert_eq!(sheets, [sheet("4 2 d"), sheet("5 5 5")]);
        again.append(&[Level::new(3); 3]).unwrap();
        assert_eq!(fs::read_to_string(group.path()).unwrap(), "4 2 d\n5 5 5\n3 3 3\n");
        assert!(Sheets::resume(&folder, 4).unwrap_err().contains("another self-assessment"));
    }

    #[test]
    fn a_sheet_that_was_cut_off_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let mut group = Sheets::begin(folder.path(), 1);
        fs::write(group.path(), "1 2 3\n4 4 4").unwrap();
        assert_eq!(Sheets::resume(folder.path(), 3).unwrap().unwrap().1, [sheet("1 2 3")]);
        group.append(&sheet("5 4 3")).unwrap();
        let (_, sheets) = Sheets::resume(folder.path(), 3).unwrap().unwrap();
        assert_eq!(sheets, [sheet("1 2 3"), sheet("5 4 3")]);
    }

    #[test]
    fn what_cannot_be_kept_is_a_sentence() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut group = Sheets::begin(file.path(), 1);
        let why = group.append(&sheet("1 2 3")).unwrap_err();
        assert!(why.contains("cannot be made"), "{why}");
    }
}
