//! The rehearsals of a deck, as a file of their own in the folder for data: no session, no vote.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::files::{self, shown};
use crate::rehearsal::Run;

/// The folder for them in the folder for data.
const FOLDER: &str = "rehearsals";

/// More runs than this say nothing new: the oldest go.
const MOST: usize = 50;

/// A deck's file. The name of the file is made of its title; the title in it decides.
#[derive(Debug, Serialize, Deserialize)]
struct RunsFile {
    version: u32,
    deck: String,
    runs: Vec<RunLine>,
}

/// As [`Run`].
#[derive(Debug, Serialize, Deserialize)]
struct RunLine {
    began_ms: i64,
    agenda: Option<String>,
    stopped_at: Option<String>,
    slides: Vec<SlideLine>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SlideLine {
    id: String,
    ms: i64,
}

const VERSION: u32 = 1;

/// Why there are no runs to be had.
#[derive(Debug)]
enum Unfit {
    /// The file is not what was written: why.
    Damaged(String),
    /// It cannot be read, or a later program wrote it: a sentence.
    Unusable(String),
}

/// The rehearsals of the deck with this title, the earliest first. The error is a sentence.
pub fn load(data: &Path, title: &str) -> Result<Vec<Run>, String> {
    let path = data.join(FOLDER).join(name(title));
    read(&path, title).map_err(|unfit| match unfit {
        Unfit::Damaged(why) => format!("{} is damaged: {why}", shown(&path)),
        Unfit::Unusable(why) => why,
    })
}

/// Adds a rehearsal. When it returns the run is on the disk, with a sentence where a damaged file was kept aside; else
/// a sentence says why it is not.
pub fn add(data: &Path, title: &str, run: Run) -> Result<Option<String>, String> {
    let folder = data.join(FOLDER);
    files::make_folder(&folder)?;
    // One after the other, where the system can tell; the file is whole in any case.
    let lock = File::open(&folder).ok().filter(|folder| folder.lock().is_ok());
    let path = folder.join(name(title));
    let (mut runs, word) = match read(&path, title) {
        Ok(runs) => (runs, None),
        Err(Unfit::Damaged(_)) => {
            let aside = files::keep_aside(&folder, &name(title))?;
            (Vec::new(), Some(format!("{} was damaged: it is kept as {aside}", shown(&path))))
        }
        Err(Unfit::Unusable(why)) => return Err(why),
    };
    runs.push(run);
    let surplus = runs.len().saturating_sub(MOST);
    let runs = runs.into_iter().skip(surplus).map(RunLine::of).collect();
    let file = RunsFile { version: VERSION, deck: title.to_owned(), runs };
    let text = serde_json::to_string(&file).map_err(|error| error.to_string())?;
    let written = files::replace(&path, &(text + "\n"));
    drop(lock);
    written.map_err(|error| format!("{} cannot be written: {error}", shown(&path)))?;
    Ok(word)
}

fn read(path: &Path, title: &str) -> Result<Vec<Run>, Unfit> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(Unfit::Damaged("it is not UTF-8".to_owned()));
        }
        Err(error) => {
            return Err(Unfit::Unusable(format!("{} cannot be read: {error}", shown(path))));
        }
    };
    let file: RunsFile =
        serde_json::from_str(&text).map_err(|error| Unfit::Damaged(error.to_string()))?;
    if file.version > VERSION {
        let path = shown(path);
        return Err(Unfit::Unusable(format!("{path} was written by a later roundtable")));
    }
    if file.deck != title {
        return Err(Unfit::Unusable(format!("{} is of another deck", shown(path))));
    }
    Ok(file.runs.into_iter().map(RunLine::run).collect())
}

/// A name that people recognise, with a number that tells titles apart which look alike.
fn name(title: &str) -> String {
    let letters = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let words: String = title.chars().map(letters).collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    let words: String = words.join("-").chars().take(40).collect();
    // FNV-1a, whose value for a text never changes.
    let hash = title
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{words}-{hash:08x}.json")
}

impl RunLine {
    fn of(run: Run) -> Self {
        let slides = run.slides.into_iter().map(|(id, ms)| SlideLine { id, ms }).collect();
        let Run { began_ms, agenda, stopped_at, .. } = run;
        Self { began_ms, agenda, stopped_at, slides }
    }

    fn run(self) -> Run {
        let slides = self.slides.into_iter().map(|slide| (slide.id, slide.ms)).collect();
        let Self { began_ms, agenda, stopped_at, .. } = self;
        Run { began_ms, agenda, slides, stopped_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(began_ms: i64) -> Run {
        Run {
            began_ms,
            agenda: Some("talk45".to_owned()),
            slides: vec![("a \"b\"".to_owned(), 1_500), ("c".to_owned(), 0)],
            stopped_at: Some("c".to_owned()),
        }
    }

    #[test]
    fn runs_are_kept_by_deck_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("made/on/demand");
        assert_eq!(load(&data, "Talk"), Ok(vec![]));
        assert!(!data.exists(), "a look makes nothing");
        for began_ms in 0..60 {
            assert_eq!(add(&data, "Talk", run(began_ms)), Ok(None));
        }
        add(&data, "talk!", run(1)).unwrap();
        assert_eq!(load(&data, "Talk"), Ok((10..60).map(run).collect()));
        assert_eq!(load(&data, "talk!"), Ok(vec![run(1)]));
        assert_eq!(fs::read_dir(data.join(FOLDER)).unwrap().count(), 2);
    }

    #[test]
    fn a_damaged_file_is_kept_aside_and_one_of_a_later_program_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path();
        add(data, "Talk", run(1)).unwrap();
        let path = data.join(FOLDER).join(name("Talk"));
        for damaged in [&b"{\"version\":1"[..], b"\xff", b""] {
            fs::write(&path, damaged).unwrap();
            assert!(load(data, "Talk").unwrap_err().contains("is damaged"));
            let word = add(data, "Talk", run(2)).unwrap().unwrap();
            assert!(word.contains("it is kept as talk-"), "{word}");
            assert_eq!(load(data, "Talk"), Ok(vec![run(2)]));
        }
        fs::write(&path, "{\"version\":2,\"deck\":\"Talk\",\"runs\":[]}").unwrap();
        let later = "was written by a later roundtable";
        assert!(load(data, "Talk").unwrap_err().contains(later));
        assert!(add(data, "Talk", run(3)).unwrap_err().contains(later));
    }

    #[test]
    fn a_file_has_a_name_that_people_recognise() {
        assert_eq!(name("Who owns it? 2"), "who-owns-it-2-4f7f953c.json");
        assert!(name("").starts_with('-') && name(&"x".repeat(99)).len() == 40 + 14);
    }
}
