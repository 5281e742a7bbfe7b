//! Decks of the same contents in each program's own spelling.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::ballots;

/// What the slides of a deck hold besides their title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A sentence and 8 lines of code.
    Brief,
    /// Two paragraphs and a list.
    Prose,
    /// 60 lines of code.
    Code,
    /// Lines that come one by one.
    Steps,
}

/// How a program wants slides ended and pauses written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// HTML comments.
    Comments,
    /// Rules, and `^`.
    Carets,
    /// Rules, and `. . .`.
    Dots,
    /// Rules, and no pauses.
    Rules,
}

/// The lines of a [`Kind::Steps`] slide, and so its steps.
const STEPS: usize = 10;

/// A folder with the decks that were asked for so far.
pub(crate) struct Decks {
    folder: TempDir,
}

impl Decks {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { folder: tempfile::tempdir()? })
    }

    /// The file of a deck; written when it is first asked for.
    pub(crate) fn file(&self, kind: Kind, slides: usize, dialect: Dialect) -> io::Result<PathBuf> {
        let path = self.folder.path().join(format!("{kind:?}-{slides}-{dialect:?}.md"));
        if !path.exists() {
            fs::write(&path, text(kind, slides, dialect))?;
        }
        Ok(path)
    }

    /// A data folder with a talk of these decks in which so many voted; made when it is first asked for.
    pub(crate) fn data(&self, voters: u32) -> Result<PathBuf, Box<dyn Error>> {
        let path = self.folder.path().join(format!("data-{voters}"));
        if !path.exists() {
            ballots::fill(&path, &title(1), voters)?;
        }
        Ok(path)
    }

    /// A deck of one slide with a poll.
    pub(crate) fn poll(&self) -> io::Result<PathBuf> {
        let path = self.folder.path().join("poll.md");
        fs::write(
            &path,
            "# Vote\n\n```poll\nid = \"where\"\nkind = \"single\"\nquestion = \"Which?\"\n\
             choices = [\"a\", \"b\", \"c\"]\n```\n",
        )?;
        Ok(path)
    }
}

/// The title of a slide, by its number from 1; no other text holds it.
pub(crate) fn title(slide: usize) -> String {
    format!("Okapi {slide} stands here")
}

fn text(kind: Kind, slides: usize, dialect: Dialect) -> String {
    let (end, pause) = match dialect {
        Dialect::Comments => ("<!-- end_slide -->", "<!-- pause -->"),
        Dialect::Carets => ("---", "^"),
        Dialect::Dots => ("---", ". . ."),
        Dialect::Rules => ("---", ""),
    };
    let mut text = String::new();
    for slide in 1..=slides {
        let body = match kind {
            Kind::Brief => brief(slide),
            Kind::Prose => prose(slide),
            Kind::Code => code(slide, 60),
            Kind::Steps => steps(slide, pause),
        };
        let end = if slide < slides { format!("\n{end}\n\n") } else { String::new() };
        // Writing to a string cannot fail.
        let _ = write!(text, "# {}\n\n{body}{end}", title(slide));
    }
    text
}

fn brief(slide: usize) -> String {
    let words = Words::of(slide).line(50);
    format!("{words}, *and* so on.\n\n{}", code(slide, 8))
}

fn prose(slide: usize) -> String {
    /// What a line begins with, its columns, and what sets off its last word.
    const LINES: [(&str, usize, &str); 9] = [
        ("", 60, "*"),
        ("", 40, ""),
        ("\n", 64, ""),
        ("", 56, "**"),
        ("", 30, "`"),
        ("\n- ", 50, ""),
        ("- ", 25, "**"),
        ("- ", 60, ""),
        ("- ", 40, "*"),
    ];
    let mut words = Words::of(slide);
    let line = |(begin, columns, mark): &(&str, usize, &str)| {
        format!("{begin}{} {mark}{}{mark}\n", words.line(*columns), words.next())
    };
    LINES.iter().map(line).collect()
}

fn code(slide: usize, lines: usize) -> String {
    let mut words = Words::of(slide);
    let mut code = "```rust\n".to_owned();
    for line in 0..lines {
        let (one, two) = (words.next(), words.next());
        // Writing to a string cannot fail.
        let _ = match line % 4 {
            0 => writeln!(code, "fn {one}_{line}({two}: &str) -> Option<usize> {{"),
            1 => writeln!(code, "    let {one} = input.split(\"{two}\"); // {}", words.next()),
            2 => writeln!(code, "    {one}.map(|part| part.len() + {slide}).{two}()"),
            _ => writeln!(code, "}}"),
        };
    }
    code + "```\n"
}

fn steps(slide: usize, pause: &str) -> String {
    let mut words = Words::of(slide);
    let gap = if pause.is_empty() { "\n".to_owned() } else { format!("\n{pause}\n\n") };
    let lines: Vec<String> = (0..STEPS).map(|_| words.line(50) + "\n").collect();
    lines.join(&gap)
}

/// Words in an order that looks like none, the same for each slide each time: where slides are alike, a
/// program that sends what differs would have too little to send.
struct Words(u64);

impl Words {
    const ALL: [&'static str; 16] = [
        "river", "as", "granite", "listen", "of", "window", "answer", "to", "thirteen", "lantern",
        "we", "believe", "harbour", "often", "measure", "the",
    ];

    fn of(slide: usize) -> Self {
        Self(slide.try_into().unwrap_or_default())
    }

    /// The next word, by a linear congruential generator with Knuth's multiplier for MMIX.
    fn next(&mut self) -> &'static str {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_041);
        let high = usize::try_from(self.0 >> 60).unwrap_or_default();
        Self::ALL.get(high).copied().unwrap_or_default()
    }

    /// So many columns of words.
    fn line(&mut self, columns: usize) -> String {
        let mut line = self.next().to_owned();
        while line.len() < columns {
            line = line + " " + self.next();
        }
        line
    }
}
