//! The texts that a deck was made of, so that the same deck can be made elsewhere.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::assemble::{self, Assembled, Files};

/// What was read to make a deck: it makes the same one again, without a disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// The folder, as people know it.
    pub root: String,
    /// The name of the one document; none for a folder with a manifest.
    pub document: Option<String>,
    /// The files that were asked for, by their path in the folder; or why they could not be read.
    pub files: BTreeMap<String, Result<Vec<u8>, String>>,
    /// The folders that were asked for, and the names of their files.
    pub folders: BTreeMap<String, Vec<String>>,
}

impl Texts {
    /// Makes the deck again. The error is a sentence.
    pub fn assemble(&self) -> Result<Assembled, String> {
        let read = |path: &str| {
            let unread = || Err(format!("`{path}` was not read before"));
            self.files.get(path).cloned().unwrap_or_else(unread)
        };
        let list = |path: &str| self.folders.get(path).cloned().unwrap_or_default();
        let files = Files { root: Path::new(&self.root), read: &read, list: &list };
        match &self.document {
            Some(name) => Ok(assemble::document(name, &read(name)?, &files, false)),
            None => assemble::folder(&files, false),
        }
    }
}

/// Keeps what is read while a deck is made.
#[derive(Debug, Default)]
pub(super) struct Record(RefCell<Texts>);

impl Record {
    /// Makes something of files, and keeps what is read of them.
    pub(super) fn of<T>(&self, files: &Files<'_>, make: impl FnOnce(&Files<'_>) -> T) -> T {
        let read = |path: &str| {
            let read = (files.read)(path);
            self.0.borrow_mut().files.insert(path.to_owned(), read.clone());
            read
        };
        let list = |path: &str| {
            let names = (files.list)(path);
            self.0.borrow_mut().folders.insert(path.to_owned(), names.clone());
            names
        };
        make(&Files { root: files.root, read: &read, list: &list })
    }

    /// The deck with what it was made of: files, and the one document where it is one.
    pub(super) fn kept_in(
        self,
        assembled: Assembled,
        files: &Files<'_>,
        document: Option<(&str, &[u8])>,
    ) -> Assembled {
        if !assembled.whole {
            return assembled;
        }
        let mut texts = self.0.into_inner();
        texts.root = files.root.display().to_string();
        if let Some((name, bytes)) = document {
            texts.document = Some(name.to_owned());
            texts.files.insert(name.to_owned(), Ok(bytes.to_vec()));
        }
        Assembled { texts: Arc::new(texts), ..assembled }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(path: &str) -> Result<Vec<u8>, String> {
        Ok(match path {
            "deck.toml" => "notes = \"../notes\"\nsections = [\"a.md\", \"gone.md\"]\n",
            "a.md" => "# A {#a}\n\n<!-- include: more.md -->\n",
            "more.md" => "More.\n",
            "../notes/a.md" => "## {#a}\n\nSay so.\n",
            _ => return Err(format!("no {path}")),
        }
        .into())
    }

    #[test]
    fn a_deck_is_made_again_of_what_was_read_for_it() {
        let list = |path: &str| if path == "../notes" { vec!["a.md".to_owned()] } else { vec![] };
        let files = Files { root: Path::new("slides"), read: &files, list: &list };
        let made = assemble::folder(&files, false).unwrap();
        assert_eq!(made.deck.slides[0].notes.len(), 1);
        assert_eq!(made.texts.assemble().unwrap(), made);
        let document = b"# One\n\n<!-- include: more.md -->\n";
        let made = assemble::document("standard input", document, &files, false);
        assert_eq!(made.texts.assemble().unwrap(), made);
        assert!(made.texts.files.contains_key("more.md"));
    }

    #[test]
    fn what_was_not_read_is_not_made_up() {
        assert!(Texts::default().assemble().is_err());
    }
}
