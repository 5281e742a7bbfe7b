//! The file with own answers to discussion points: TOML that people can read, replaced as a whole or not at all.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use serde::Deserialize;

use crate::browse::{OwnAnswer, PointId};
use crate::files::{self, shown};
use crate::safe_text;

/// The file's name in the folder for data.
pub const NAME: &str = "answers.toml";

const HEAD: &str = "\
# Your own answers to the discussion points of talks, written by `roundtable browse`.
# You can edit them here while it is closed; comments are not kept.
";

/// Why there are no answers to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Unfit {
    /// The file is not what was written: why.
    Damaged(String),
    /// It cannot be read: a sentence.
    Unreadable(String),
}

#[derive(Debug, Deserialize)]
struct RawFile {
    #[serde(default)]
    answer: Vec<RawAnswer>,
}

#[derive(Debug, Deserialize)]
struct RawAnswer {
    deck: String,
    discussion: Option<String>,
    poll: Option<String>,
    #[serde(default)]
    prompt: String,
    text: String,
}

/// All answers of a folder, none where there is no file; and a sentence about a file that cannot be used.
pub fn load(folder: &Path) -> (Vec<OwnAnswer>, Option<String>) {
    let path = folder.join(NAME);
    match read(&path) {
        Ok(answers) => (answers, None),
        Err(Unfit::Damaged(why)) => {
            let aside = format!("{NAME} is damaged, and is kept aside as soon as you write");
            (Vec::new(), Some(format!("{aside}: {why}, in {}", shown(folder))))
        }
        Err(Unfit::Unreadable(why)) => (Vec::new(), Some(why)),
    }
}

/// Puts these answers in the place of the older ones, and leaves all others as they are: another program may have
/// written some meanwhile. When it returns they are on the disk, with a sentence where a damaged file was kept aside;
/// else a sentence says why they are not.
pub fn save(folder: &Path, changes: &[OwnAnswer]) -> Result<Option<String>, String> {
    files::make_folder(folder)?;
    // One after the other, where the system can tell; the file is whole in any case.
    let lock = File::open(folder).ok().filter(|folder| folder.lock().is_ok());
    let path = folder.join(NAME);
    let (mut answers, word) = match read(&path) {
        Ok(answers) => (answers, None),
        Err(Unfit::Damaged(_)) => {
            let name = files::keep_aside(folder, NAME)?;
            (Vec::new(), Some(format!("{NAME} was damaged: it is kept as {name}")))
        }
        Err(Unfit::Unreadable(why)) => return Err(why),
    };
    for change in changes {
        let same = |answer: &OwnAnswer| answer.deck == change.deck && answer.id == change.id;
        match answers.iter_mut().find(|answer| same(answer)) {
            Some(answer) => *answer = change.clone(),
            None => answers.push(change.clone()),
        }
    }
    answers.retain(|answer| !answer.text.is_empty());
    let written = files::replace(&path, &format(&answers));
    drop(lock);
    written.map_err(|error| format!("{} cannot be written: {error}", shown(&path)))?;
    Ok(word)
}

fn read(path: &Path) -> Result<Vec<OwnAnswer>, Unfit> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            return Err(Unfit::Unreadable(format!("{} cannot be read: {error}", shown(path))));
        }
    };
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        Unfit::Damaged(format!("it is not UTF-8 from byte {}", error.valid_up_to()))
    })?;
    parse(text).map_err(Unfit::Damaged)
}

fn parse(text: &str) -> Result<Vec<OwnAnswer>, String> {
    let file: RawFile = toml::from_str(text).map_err(|error| {
        safe_text::clean(&error.message().trim().replace('\n', ", ")).into_owned()
    })?;
    let answers = file.answer.into_iter().map(|raw| {
        let id = match (raw.discussion, raw.poll) {
            (Some(id), None) => PointId::Discussion(id),
            (None, Some(id)) => PointId::Poll(id),
            _ => return Err("an answer belongs to one `discussion` or one `poll`".to_owned()),
        };
        Ok(OwnAnswer { deck: raw.deck, id, prompt: raw.prompt, text: raw.text })
    });
    answers.collect()
}

fn format(answers: &[OwnAnswer]) -> String {
    let mut file = HEAD.to_owned();
    for answer in answers {
        let (kind, id) = match &answer.id {
            PointId::Discussion(id) => ("discussion", id),
            PointId::Poll(id) => ("poll", id),
        };
        let _ = write!(
            file,
            "\n[[answer]]\ndeck = \"{}\"\n{kind} = \"{}\"\nprompt = \"{}\"\ntext = \"\"\"\n{}\"\"\"\n",
            escaped(&answer.deck, false),
            escaped(id, false),
            escaped(&answer.prompt, false),
            escaped(&answer.text, true),
        );
    }
    file
}

/// What stands between quotes in TOML; lines stay lines where there are three of them.
fn escaped(text: &str, several_lines: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' if several_lines => escaped.push(c),
            '\n' => escaped.push_str("\\n"),
            '"' if several_lines && !escaped.ends_with('"') => escaped.push(c),
            '"' | '\\' => escaped.extend(['\\', c]),
            '\t' => escaped.push(c),
            _ if c.is_control() => {
                let _ = write!(escaped, "\\u{:04X}", u32::from(c));
            }
            _ => escaped.push(c),
        }
    }
    // A quote at the end would be taken for one of the three that follow.
    if several_lines && escaped.ends_with('"') && !escaped.ends_with("\\\"") {
        escaped.truncate(escaped.len() - 1);
        escaped.push_str("\\\"");
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use proptest::prelude::*;

    use super::*;

    fn answer(id: &str, text: &str) -> OwnAnswer {
        let id = PointId::Discussion(id.to_owned());
        OwnAnswer { deck: "Talk".into(), id, prompt: "Why?".into(), text: text.into() }
    }

    fn kept(folder: &Path) -> Vec<OwnAnswer> {
        let (answers, trouble) = load(folder);
        assert_eq!(trouble, None);
        answers
    }

    #[test]
    fn the_file_can_be_read_by_people() {
        let text = format(&[answer("who", "Nobody, \"so far\".\nC:\\dir\n")]);
        let expected = format!(
            "{HEAD}\n[[answer]]\ndeck = \"Talk\"\ndiscussion = \"who\"\nprompt = \"Why?\"\ntext = \"\"\"\nNobody, \"so far\".\nC:\\\\dir\n\"\"\"\n"
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn an_answer_takes_the_place_of_the_one_before_and_of_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("made/on/demand");
        assert_eq!(load(&folder), (vec![], None));
        assert!(!folder.exists(), "a look makes nothing");
        let other = OwnAnswer { deck: "Other".into(), ..answer("a", "other") };
        save(&folder, &[answer("a", "one"), other.clone()]).unwrap();
        save(&folder, &[answer("b", "two")]).unwrap();
        save(&folder, &[answer("a", "three")]).unwrap();
        assert_eq!(kept(&folder), [answer("a", "three"), other.clone(), answer("b", "two")]);
        save(&folder, &[answer("a", "")]).unwrap();
        assert_eq!(kept(&folder), [other, answer("b", "two")]);
        let names: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, [NAME]);
        let mode = fs::metadata(folder.join(NAME)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_file_is_kept_aside_and_told() {
        for damaged in
            [&b"[[answer]\n"[..], b"\xff\xfe", b"[[answer]]\ndeck = \"a\"\ntext = \"\"\n"]
        {
            let folder = tempfile::tempdir().unwrap();
            let (folder, path) = (folder.path(), folder.path().join(NAME));
            fs::write(&path, damaged).unwrap();
            let (answers, trouble) = load(folder);
            assert!(answers.is_empty() && trouble.unwrap().contains("is damaged"));
            assert_eq!(fs::read(&path).unwrap(), damaged);
            let word = save(folder, &[answer("a", "one")]).unwrap().unwrap();
            assert!(word.contains("answers.toml.damaged-1"), "{word}");
            assert_eq!(fs::read(folder.join("answers.toml.damaged-1")).unwrap(), damaged);
            assert_eq!(kept(folder), [answer("a", "one")]);
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(NAME)).unwrap();
        assert!(load(folder.path()).1.unwrap().contains("cannot be read"));
        assert!(save(folder.path(), &[answer("a", "one")]).unwrap_err().contains("cannot be read"));
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let error = save(&file.join("below"), &[answer("a", "one")]).unwrap_err();
        assert!(error.contains("cannot be made"), "{error}");
    }

    #[test]
    fn a_link_to_the_file_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("elsewhere.toml");
        fs::write(&target, "").unwrap();
        std::os::unix::fs::symlink(&target, folder.path().join(NAME)).unwrap();
        save(folder.path(), &[answer("a", "one")]).unwrap();
        assert!(fs::read_to_string(target).unwrap().contains("one"));
        assert_eq!(kept(folder.path()), [answer("a", "one")]);
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_was(
            texts in prop::collection::vec((any::<String>(), "[\"\\\\\n\r\t'a\u{7f}\u{0}]{0,12}"), 4),
            is_poll: bool,
        ) {
            let of = |index: usize| format!("{}{}", texts[index].1, texts[index].0);
            let id = if is_poll { PointId::Poll(of(1)) } else { PointId::Discussion(of(1)) };
            let own = OwnAnswer { deck: of(0), id, prompt: of(2), text: format!("{}{}", of(3), texts[0].1) };
            let all = [own.clone(), answer("x", "y"), own];
            prop_assert_eq!(parse(&format(&all)).unwrap(), all);
        }
    }
}
