//! The key by which terminals know this machine again: made once, kept in the data folder, readable by its owner only.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{HashAlg, PrivateKey};

use crate::server::identity::random;

/// Its file in the data folder.
const FILE: &str = "ssh_host_ed25519_key";

/// Readable and writable by its owner.
const PRIVATE: u32 = 0o600;

/// The key that is kept in a folder; a new one where there is none. The error is a sentence. A file that is there and is
/// no key stays as it is: whoever wants a new key moves it away.
pub(super) fn keep(folder: &Path) -> Result<PrivateKey, String> {
    let path = folder.join(FILE);
    let cannot = |error: io::Error| format!("cannot use {}: {error}", path.display());
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = PrivateKey::from(Ed25519Keypair::from_seed(&random()?));
            write(&path, &key).map_err(cannot)?;
            return Ok(key);
        }
        Err(error) => return Err(cannot(error)),
    };
    let key = PrivateKey::from_openssh(&text).map_err(|error| {
        format!("{} is no key ({error}): move it away for a new one", path.display())
    })?;
    fs::set_permissions(&path, Permissions::from_mode(PRIVATE)).map_err(cannot)?;
    Ok(key)
}

/// What people compare before they trust it, as `ssh` shows it: `SHA256:…`.
pub(super) fn fingerprint(key: &PrivateKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

/// Writes the whole key, or nothing that anybody would find.
fn write(path: &Path, key: &PrivateKey) -> io::Result<()> {
    let text = key.to_openssh(LineEnding::LF).map_err(io::Error::other)?;
    let new = path.with_extension("new");
    // What a crash has left of an attempt before this one.
    let _ = fs::remove_file(&new);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(PRIVATE).open(&new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&new, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_is_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let first = fingerprint(&keep(folder.path()).unwrap());
        let path = folder.path().join(FILE);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), PRIVATE);
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        assert_eq!(fingerprint(&keep(folder.path()).unwrap()), first);
        assert_eq!(mode(&path), PRIVATE);
        assert!(first.starts_with("SHA256:") && first.len() == 50, "{first}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_no_key_stays_and_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "mine").unwrap();
        assert!(keep(folder.path()).unwrap_err().ends_with("): move it away for a new one"));
        assert_eq!(fs::read_to_string(folder.path().join(FILE)).unwrap(), "mine");
        assert!(keep(&folder.path().join("nowhere")).unwrap_err().starts_with("cannot use"));
    }
}
