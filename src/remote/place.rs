//! Where the socket of a talk lies, and that nobody else can reach it.

use std::fs::{self, DirBuilder};
use std::io::{self, ErrorKind};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use rustix::process::geteuid;

/// The most bytes of a socket's path on every system.
const LONGEST: usize = 103;

/// The path of the socket of the talk that keeps its data in a folder, which need not exist yet. The error is
/// a sentence.
pub fn socket_path(runtime_folder: &Path, data_folder: &Path) -> Result<PathBuf, String> {
    let data = canonical(data_folder)
        .map_err(|error| format!("cannot find {}: {error}", data_folder.display()))?;
    let folder = runtime_folder.join(format!("roundtable-{}", geteuid().as_raw()));
    let path = folder.join(format!("{:016x}.sock", hash(data.as_os_str().as_bytes())));
    if path.as_os_str().len() > LONGEST {
        return Err(format!(
            "the path of the socket, {}, is longer than {LONGEST} bytes: set XDG_RUNTIME_DIR to a folder \
             with a shorter one",
            path.display()
        ));
    }
    Ok(path)
}

/// The one name of a folder, whatever links lead there, also before it is made.
fn canonical(folder: &Path) -> io::Result<PathBuf> {
    let folder = std::path::absolute(folder)?;
    for there in folder.ancestors() {
        match fs::canonicalize(there) {
            Ok(mut found) => {
                found.extend(folder.strip_prefix(there).unwrap_or(Path::new("")));
                return Ok(found);
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(folder)
}

/// FNV-1a: the same in every version of the program.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Makes the folder for sockets where there is none, and sees that it is ours alone. Who cannot enter the
/// folder cannot open a socket in it, so no connection needs to prove whose it is.
pub(super) fn make_private(folder: &Path) -> Result<(), String> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(format!("cannot make {}: {error}", folder.display())),
    }
    is_private(folder)
        .unwrap_or_else(|error| Err(format!("cannot see {}: {error}", folder.display())))
}

/// Whether a folder is ours alone; the inner error is a sentence.
pub(super) fn is_private(folder: &Path) -> io::Result<Result<(), String>> {
    let found = fs::symlink_metadata(folder)?;
    let refused = |why: &str| {
        Err(format!("{} {why}: remove it, and roundtable makes it anew", folder.display()))
    };
    Ok(if !found.is_dir() {
        refused("is not a folder")
    } else if found.uid() != geteuid().as_raw() {
        refused("belongs to another user")
    } else if found.mode() & 0o077 != 0 {
        refused("can be entered by other users")
    } else {
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn a_talk_has_one_socket_whatever_links_lead_to_its_data() {
        let folder = tempfile::tempdir().unwrap();
        let (data, link) = (folder.path().join("data"), folder.path().join("link"));
        let path = |data: &Path| socket_path(Path::new("/run"), data).unwrap();
        symlink(&data, &link).unwrap();
        // Before the folder is there, and after.
        let before = path(&data.join("deep"));
        fs::create_dir_all(data.join("deep")).unwrap();
        assert_eq!(path(&data.join("deep")), before);
        assert_eq!(path(&link.join("deep")), before);
        assert_eq!(path(&data.join("deep/")), before);
        assert_ne!(path(&data), before);
        let folder = format!("/run/roundtable-{}", geteuid().as_raw());
        assert_eq!(before.parent(), Some(Path::new(&folder)));
    }

    #[test]
    fn a_path_that_is_too_long_for_a_socket_is_told() {
        let error = socket_path(Path::new(&"/long".repeat(20)), Path::new("/")).unwrap_err();
        assert!(error.contains("longer than 103 bytes: set XDG_RUNTIME_DIR"), "{error}");
    }

    #[test]
    fn a_folder_that_others_can_enter_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sockets");
        make_private(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o700);
        make_private(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).unwrap();
        let error = make_private(&path).unwrap_err();
        assert!(error.contains("can be entered by other users"), "{error}");
        let link = folder.path().join("link");
        symlink(folder.path(), &link).unwrap();
        let error = make_private(&link).unwrap_err();
        assert!(error.contains("is not a folder"), "{error}");
    }
}
