//! Files that are replaced as a whole or not at all, and damaged ones that are kept aside.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::safe_text;

/// Makes a folder that only its owner may open, with those above it. The error is a sentence.
pub fn make_folder(folder: &Path) -> Result<(), String> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| format!("the folder {} cannot be made: {error}", shown(folder)))
}

/// Replaces a file: whoever reads it, and whatever happens meanwhile, finds the old or the new one.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A file elsewhere that is linked to is replaced there.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let new = PathBuf::from(name);
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&new, &path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Keeps a damaged file of a folder under a name that is free; the name, or a sentence.
pub fn keep_aside(folder: &Path, file: &str) -> Result<String, String> {
    let mut names = (1_u32..).map(|number| format!("{file}.damaged-{number}"));
    let free = |name: &String| !folder.join(name).exists();
    let name = names.find(free).unwrap_or_default();
    let moved = fs::rename(folder.join(file), folder.join(&name));
    moved.map_err(|error| {
        format!("{} is damaged and cannot be kept aside: {error}", shown(&folder.join(file)))
    })?;
    Ok(name)
}

/// A path as it may be printed.
pub fn shown(path: &Path) -> String {
    safe_text::clean(&path.display().to_string()).into_owned()
}
