//! A deck on the wire: the texts it is made of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::deck::texts::Texts;
use crate::safe_text;

/// As [`Texts`].
#[derive(Serialize, Deserialize)]
pub(super) struct Deck {
    root: String,
    document: Option<String>,
    files: BTreeMap<String, File>,
    folders: BTreeMap<String, Vec<String>>,
}

/// A file, or why there is none.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum File {
    Text(String),
    Error(String),
}

impl Deck {
    pub(super) fn of(texts: &Texts) -> Self {
        let file = |read: &Result<Vec<u8>, String>| match read {
            Ok(bytes) => File::Text(safe_text::decode(bytes).text),
            Err(why) => File::Error(why.clone()),
        };
        let files = texts.files.iter().map(|(path, read)| (path.clone(), file(read)));
        Self {
            root: texts.root.clone(),
            document: texts.document.clone(),
            files: files.collect(),
            folders: texts.folders.clone(),
        }
    }

    pub(super) fn texts(self) -> Texts {
        let read = |file| match file {
            File::Text(text) => Ok(text.into_bytes()),
            File::Error(why) => Err(why),
        };
        let files = self.files.into_iter().map(|(path, file)| (path, read(file))).collect();
        Texts { root: self.root, document: self.document, files, folders: self.folders }
    }
}
