//! Where a deck comes from: a folder, a file, standard input, or the program itself.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::deck::assemble::{self, Assembled, Files};
use crate::safe_text;

static SLIDES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/slides");
static NOTES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/notes");

/// A place that holds a deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The talk that is compiled in.
    BuiltIn,
    /// A folder with a manifest.
    Folder(PathBuf),
    /// One markdown file.
    File(PathBuf),
    /// Standard input, or another pipe, read once.
    Text(Vec<u8>),
}

/// How much of a deck to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Enough for the first slide, and no more where the deck is long.
    Head,
    /// All of it.
    Whole,
}

impl Source {
    /// Finds the deck that an argument names; none means the built-in talk, `-` standard input. That and
    /// every other pipe is read here. The error is a sentence.
    pub fn find(argument: Option<&Path>) -> Result<Self, String> {
        let Some(path) = argument else { return Ok(Self::BuiltIn) };
        if path.as_os_str() == "-" {
            let mut text = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut text);
            return match read {
                Ok(_) => Ok(Self::Text(text)),
                Err(error) => Err(format!("cannot read a deck from standard input: {error}")),
            };
        }
        let about = fs::metadata(path);
        let about = about.map_err(|error| format!("cannot open {}: {error}", shown(path)))?;
        if about.is_file() {
            let manifest = path.file_name().is_some_and(|name| name == "deck.toml");
            return match path.parent() {
                Some(folder) if manifest => Ok(Self::Folder(or_here(folder))),
                _ => Ok(Self::File(path.to_owned())),
            };
        }
        if !about.is_dir() {
            // A pipe or a device gives what it holds only once.
            let text = fs::read(path);
            let text = text.map_err(|error| format!("cannot read {}: {error}", shown(path)));
            return text.map(Self::Text);
        }
        let candidates = [path.to_owned(), path.join("slides")];
        let found = candidates.into_iter().find(|folder| folder.join("deck.toml").is_file());
        found.map(Self::Folder).ok_or_else(|| {
            format!(
                "{} has no deck.toml: write one that lists the slides, `sections = [\"talk.md\"]`, or name one markdown file",
                shown(path)
            )
        })
    }

    /// Reads it. The error is a sentence.
    pub fn load(&self, extent: Extent) -> Result<Assembled, String> {
        let head = extent == Extent::Head;
        Ok(match self {
            Self::BuiltIn => {
                let files =
                    Files { root: Path::new("slides"), read: &embedded, list: &embedded_list };
                assemble::folder(&files, head)?
            }
            Self::Folder(folder) => {
                let read = |path: &str| read_in(folder, path);
                let list = |path: &str| list_in(folder, path);
                assemble::folder(&Files { root: folder, read: &read, list: &list }, head)?
            }
            Self::File(path) => {
                let folder = or_here(path.parent().unwrap_or(Path::new(".")));
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let bytes = read_in(&folder, &name)?;
                document(&name, &bytes, &folder, head)
            }
            Self::Text(bytes) => document("standard input", bytes, Path::new("."), head),
        })
    }

    /// The name that diagnostics give a file of a deck folder. Of a deck that is one document there is no
    /// other file than itself.
    pub fn name_of(&self, file: &str) -> String {
        match self {
            Self::BuiltIn => format!("slides/{file}"),
            Self::Folder(folder) => assemble::name(&folder.join(file)),
            Self::File(path) => assemble::name(path),
            Self::Text(_) => "standard input".to_owned(),
        }
    }

    /// The text of one of its files, by the name that diagnostics give it.
    pub fn text_of(&self, name: &str) -> Option<String> {
        let bytes = match self {
            Self::BuiltIn => embedded(&format!("../{name}")).ok(),
            Self::Folder(_) | Self::File(_) => fs::read(self.path_of(name)).ok(),
            Self::Text(bytes) => (name == "standard input").then(|| bytes.clone()),
        };
        bytes.map(|bytes| safe_text::decode(&bytes).text)
    }

    /// The path of a file, by the name that diagnostics give it. The deck's own folder may have a name
    /// that cannot be printed as it is.
    fn path_of(&self, name: &str) -> PathBuf {
        let root = match self {
            Self::Folder(folder) => folder.as_path(),
            Self::File(path) if assemble::name(path) == name => return path.clone(),
            Self::File(path) => path.parent().unwrap_or(Path::new("")),
            Self::BuiltIn | Self::Text(_) => return PathBuf::from(name),
        };
        match Path::new(name).strip_prefix(assemble::name(root)) {
            Ok(within) => root.join(within),
            Err(_) => PathBuf::from(name),
        }
    }

    /// Whether a file that a slide refers to exists, by its path relative to the file of the slide.
    pub fn has(&self, slide_file: &str, path: &str) -> bool {
        let slide = self.path_of(slide_file);
        let folder = slide.parent().unwrap_or(Path::new(""));
        let target = assemble::tidy(&folder.join(path));
        match self {
            Self::BuiltIn => embedded(&format!("../{}", target.display())).is_ok(),
            Self::Folder(_) | Self::File(_) | Self::Text(_) => target.exists(),
        }
    }
}

/// A path as it was typed, safe to print.
fn shown(path: &Path) -> String {
    safe_text::clean(&path.display().to_string()).into_owned()
}

/// Reads one document; what it includes is looked for in `folder`.
fn document(name: &str, bytes: &[u8], folder: &Path, head: bool) -> Assembled {
    let read = |path: &str| read_in(folder, path);
    let list = |path: &str| list_in(folder, path);
    let root = if folder == Path::new(".") { Path::new("") } else { folder };
    assemble::document(name, bytes, &Files { root, read: &read, list: &list }, head)
}

/// The current folder by its name, where a path has none.
fn or_here(folder: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
}

fn read_in(folder: &Path, path: &str) -> Result<Vec<u8>, String> {
    let path = folder.join(path);
    fs::read(&path).map_err(|error| format!("cannot read {}: {error}", assemble::name(&path)))
}

/// The files of a folder by name; a folder that cannot be read has none.
fn list_in(folder: &Path, path: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder.join(path)) else { return Vec::new() };
    let files = entries.flatten().filter(|entry| entry.path().is_file());
    let mut names: Vec<String> =
        files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A file of the built-in talk, by its path relative to `slides`.
fn embedded(path: &str) -> Result<Vec<u8>, String> {
    let tidied = assemble::tidy(&Path::new("slides").join(path));
    let file = match tidied.strip_prefix("notes") {
        Ok(within) => NOTES.get_file(within),
        Err(_) => tidied.strip_prefix("slides").ok().and_then(|within| SLIDES.get_file(within)),
    };
    let file = file.ok_or_else(|| format!("the built-in talk has no {}", tidied.display()))?;
    Ok(file.contents().to_vec())
}

fn embedded_list(path: &str) -> Vec<String> {
    let folder = if assemble::tidy(&Path::new("slides").join(path)) == Path::new("notes") {
        &NOTES
    } else {
        &SLIDES
    };
    let names = folder.files().filter_map(|file| file.path().file_name()?.to_str());
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deck(files: &[(&str, &str)]) -> (tempfile::TempDir, Source) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let source = Source::find(Some(&folder.path().join("slides"))).unwrap();
        (folder, source)
    }

    fn codes(loaded: &Assembled) -> Vec<&'static str> {
        loaded.diagnostics.iter().map(|found| found.code).collect()
    }

    #[test]
    fn a_folder_gives_sections_notes_sources_and_agendas() {
        let (_folder, source) = deck(&[
            (
                "slides/deck.toml",
                "title = \"T\"\nnotes = \"../notes\"\nsections = [\"00-opening.md\", \"10-more.md\"]\n[[agenda.short.part]]\ntitle = \"All\"\nminutes = 2.5\nslides = [\"a\"]\nsection = \"more\"\noptional = [\"b\"]\n",
            ),
            (
                "slides/sources.toml",
                "[K20]\ntitle = \"A\"\nauthor = \"B\"\nyear = 2020\nlink = \"https://example.org\"\n",
            ),
            ("slides/00-opening.md", "# Hello {#a}\n"),
            ("slides/10-more.md", "# More {#b}\n\n---\n\n# Rest {#c}\n"),
            ("notes/one.md", "## {#b}\n\nSay so.\n"),
        ]);
        let loaded = source.load(Extent::Whole).unwrap();
        assert_eq!(codes(&loaded), [""; 0]);
        let sections: Vec<_> = loaded
            .deck
            .sections
            .iter()
            .map(|s| (s.id.as_str(), s.title.as_str(), s.slides.clone()))
            .collect();
        assert_eq!(sections, [("opening", "Hello", 0..1), ("more", "More", 1..3)]);
        assert_eq!(loaded.deck.slides[1].notes.len(), 1);
        assert_eq!(loaded.deck.citations["K20"].year, "2020");
        assert_eq!(loaded.deck.agendas[0].slides(), ["a", "b", "c"]);
        assert!(loaded.whole);
    }

    #[test]
    fn what_leads_nowhere_is_told_where_it_stands() {
        let (_folder, source) = deck(&[
            (
                "slides/deck.toml",
                "titel = \"T\"\nnotes = \"../notes\"\nsections = [\"a.md\", \"b.md\"]\n[[agenda.short.part]]\ntitle = \"All\"\nminutes = 2\nslides = [\"nobody\"]\n",
            ),
            ("slides/a.md", "# One {#x}\n\n---\n\n# Two {#x}\n"),
            ("notes/one.md", "## {#y}\n\nSay so.\n"),
        ]);
        let loaded = source.load(Extent::Whole).unwrap();
        assert_eq!(
            codes(&loaded),
            [
                "unknown-key",
                "duplicate-id",
                "missing-file",
                "note-leads-nowhere",
                "agenda-leads-nowhere",
                "empty-agenda"
            ]
        );
        assert!(loaded.diagnostics[0].message.contains("did you mean `title`"));
        assert_eq!(loaded.diagnostics[4].place.as_ref().unwrap().line, 7);
        let ids: Vec<_> = loaded.deck.slides.iter().map(|slide| slide.id.as_str()).collect();
        assert_eq!(ids, ["x", "x-2", "b"]);
    }

    #[test]
    fn a_broken_manifest_is_one_slide_that_says_so() {
        let (_folder, source) = deck(&[("slides/deck.toml", "title = \n")]);
        let loaded = source.load(Extent::Whole).unwrap();
        assert_eq!(codes(&loaded), ["bad-manifest"]);
        assert_eq!(loaded.deck.slides.len(), 1);
    }

    #[test]
    fn a_folder_without_a_manifest_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let error = Source::find(Some(folder.path())).unwrap_err();
        assert!(error.contains("has no deck.toml"), "{error}");
        let error = Source::find(Some(Path::new("no/such/deck.md"))).unwrap_err();
        assert!(error.starts_with("cannot open no/such/deck.md: "), "{error}");
    }

    #[test]
    fn a_folder_whose_name_cannot_be_printed_is_still_found() {
        let folder = tempfile::tempdir().unwrap();
        let slides = folder.path().join("a\u{1b}[31m\u{200e}");
        fs::create_dir(&slides).unwrap();
        fs::write(slides.join("deck.toml"), "sections = [\"a.md\"]\n").unwrap();
        fs::write(slides.join("a.md"), "# A\n\n[x](deck.toml)\n").unwrap();
        let source = Source::find(Some(&slides)).unwrap();
        let loaded = source.load(Extent::Whole).unwrap();
        let file = &loaded.deck.slides[0].file;
        assert!(file.ends_with("a\u{fffd}[31m/a.md"), "{file}");
        assert!(source.has(file, "deck.toml"));
        assert!(source.text_of(file).unwrap().starts_with("# A"));
    }

    #[test]
    fn the_head_of_a_long_deck_is_its_first_slides() {
        let slide = |text: String, n| text + &format!("# Slide {n}\n\nText {n}.\n\n---\n\n");
        let text = (0..5_000).fold(String::new(), slide);
        let source = Source::Text(text.into_bytes());
        let head = source.load(Extent::Head).unwrap();
        let whole = source.load(Extent::Whole).unwrap();
        assert!(!head.whole && whole.whole);
        assert_eq!(whole.deck.slides.len(), 5_000);
        assert!(head.deck.slides.len() < 1_000);
        assert_eq!(head.deck.slides[..], whole.deck.slides[..head.deck.slides.len()]);
    }

    #[test]
    fn a_word_about_the_end_of_slides_far_below_is_heeded() {
        let rule = "# A\n\n---\n\n".repeat(10_000);
        let source = Source::Text(format!("{rule}<!-- end_slide -->\n").into_bytes());
        assert!(source.load(Extent::Head).unwrap().whole);
    }

    #[test]
    fn the_built_in_talk_equals_the_folders() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (folder, embedded) in [("slides", &SLIDES), ("notes", &NOTES)] {
            let names = list_in(&root.join(folder), ".");
            assert_eq!(names.len(), embedded.files().count());
            for name in names {
                let on_disk = fs::read(root.join(folder).join(&name)).unwrap();
                assert_eq!(embedded.get_file(&name).unwrap().contents(), on_disk, "{name}");
            }
        }
    }
}
