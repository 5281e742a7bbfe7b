//! The talk as data: sections, slides, blocks, spans. It knows no screen, no theme and no vote.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::agenda::Agenda;
use crate::assessment::Assessment;
use crate::diagnostic::Diagnostic;
use crate::discussion::Discussion;
use crate::poll::Poll;

pub mod assemble;
mod assessment;
mod cut;
mod find;
mod happened;
mod ids;
mod manifest;
pub mod markdown;
pub mod notes;
mod picture;
mod span;
pub mod toml_keys;

pub use happened::Happened;
pub use picture::{BarRow, Bars, Flow, Link, Node, Org, OrgRow, Picture, Shape};
pub use span::{Look, Rgb, Span, SpanKind, Text, plain};

/// A position in a slide's reveal, from 1. What is `from` a step is seen at it and at all later ones.
pub type Step = u16;

/// A whole talk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deck {
    /// What the manifest or the front matter says of the talk.
    pub meta: Meta,
    /// The parts of the talk, in order; together they hold every slide once.
    pub sections: Vec<Section>,
    /// The slides, in order; never empty in a deck that was read.
    pub slides: Vec<Slide>,
    /// Named plans for giving the talk.
    pub agendas: Vec<Agenda>,
    /// The public sources that badges refer to, by key; read from `sources.toml`.
    pub citations: BTreeMap<String, Citation>,
    /// The self-assessment, if it has one; read from `assessment.toml`.
    pub assessment: Option<Assessment>,
}

/// What a deck says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// The talk's title.
    pub title: Option<String>,
    /// A second line under the title.
    pub subtitle: Option<String>,
    /// Who gives it.
    pub authors: Vec<String>,
    /// Where it is given.
    pub event: Option<String>,
    /// When, as the author writes it.
    pub date: Option<String>,
    /// Under which terms it may be reused.
    pub license: Option<String>,
    /// The name of the theme to present it in.
    pub theme: Option<String>,
}

/// A part of the talk: one file of a deck folder, or the whole of a single-file deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The file's stem without its number: `definitions` for `10-definitions.md`.
    pub id: String,
    /// The text of its first heading.
    pub title: String,
    /// Which slides of the deck it holds.
    pub slides: Range<usize>,
}

/// A public source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// The work's title.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// When, as text: some have none, some a range.
    pub year: String,
    /// Where to read it.
    pub link: String,
}

/// One slide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slide {
    /// Unique in the deck: as written in `{#id}`, else a slug of the title.
    pub id: String,
    /// Whether the author wrote the id.
    pub id_is_written: bool,
    /// Its first heading as plain text; empty where it has none.
    pub title: String,
    /// What it shows, in order.
    pub blocks: Vec<Block>,
    /// The notes at its foot, numbered from 1 in the order of this list.
    pub footnotes: Vec<Footnote>,
    /// How many states it has, at least 1.
    pub steps: Step,
    /// What the speaker reads, and nobody else.
    pub notes: Vec<Block>,
    /// Whether the footer is left out.
    pub no_footer: bool,
    /// The file it stands in.
    pub file: Arc<str>,
    /// The line of that file on which it begins, from 1.
    pub line: u32,
    /// The author's slide that it was made from, where that one asks for the list of sources.
    pub made_from: Option<Template>,
}

/// A slide as its author wrote it, from which as many were made as its list needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id, which stands for all of them in notes, agendas and links.
    pub id: String,
    /// Its title without a number.
    pub title: String,
}

/// A footnote, drawn at the foot of each slide that refers to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote {
    /// The name it is referred to by.
    pub label: String,
    /// The step at which the first reference to it is seen.
    pub from: Step,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A piece of a slide that stands on lines of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The first step at which it is seen.
    pub from: Step,
    /// Where its lines stand between the margins.
    pub align: Align,
    /// What it is.
    pub kind: BlockKind,
}

/// Where lines stand between the margins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left margin.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right margin.
    Right,
}

/// Everything that can stand on a slide.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading {
        /// 1 is the largest.
        level: u8,
        /// Its text.
        text: Text,
    },
    /// Running text, images among it.
    Paragraph(Text),
    /// A code block.
    Code(Code),
    /// A bulleted or numbered list.
    List(List),
    /// A table.
    Table(Table),
    /// A quotation or an alert.
    Quote {
        /// The kind of alert, for a `> [!NOTE]`.
        alert: Option<Alert>,
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// Terms and what they mean.
    Definitions(Vec<Definition>),
    /// Blocks side by side.
    Columns(Vec<Column>),
    /// A horizontal rule.
    Rule,
    /// Empty lines.
    Blank(u16),
    /// All that follows stands in the vertical middle of the slide.
    Middle,
    /// A question for the room.
    Poll(Poll),
    /// A prompt for the room.
    Discussion(Discussion),
    /// What earlier polls gave.
    Results(Results),
    /// What happened in this talk.
    Happened(Happened),
    /// A picture.
    Picture(Picture),
    /// Something that could not be read; its error is shown in its place.
    Broken {
        /// What the block was meant to be: `poll`, `include`.
        what: &'static str,
        /// Why it is not shown.
        problem: Box<Diagnostic>,
    },
}

/// Which rounds a results block shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// The polls, at least one; several are compared.
    pub polls: Vec<String>,
    /// The rounds to show, from 1; the latest where empty.
    pub rounds: Vec<u32>,
}

/// A code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The language as written after the fence; empty if none.
    pub language: String,
    /// The lines, joined by `\n`, without a last line end.
    pub source: String,
    /// The number of the first line where lines are numbered.
    pub numbered_from: Option<u32>,
    /// The lines that stand out, a set for each step from the block's own `from`; none means all.
    pub highlights: Vec<Lines>,
}

/// Some of the lines of a code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Every line.
    All,
    /// These, counted from 1, both ends included.
    Ranges(Vec<(u32, u32)>),
}

impl Lines {
    /// Whether a line, counted from 1, is among them.
    pub fn contains(&self, line: u32) -> bool {
        match self {
            Self::All => true,
            Self::Ranges(ranges) => ranges.iter().any(|(from, to)| (*from..=*to).contains(&line)),
        }
    }
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The first item's number; none for bullets.
    pub start: Option<u64>,
    /// Whether blank lines separate the items.
    pub loose: bool,
    /// Its items.
    pub items: Vec<Item>,
}

/// A list item.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The first step at which it is seen.
    pub from: Step,
    /// Whether it is ticked, for a task.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The alignment of each column.
    pub aligns: Vec<Align>,
    /// The cells of the head.
    pub head: Vec<Text>,
    /// The rows of cells below it.
    pub rows: Vec<Vec<Text>>,
}

/// The five kinds of alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alert {
    /// Useful to know.
    Note,
    /// Makes it easier.
    Tip,
    /// Needed to succeed.
    Important,
    /// Calls for attention.
    Warning,
    /// Has a risk.
    Caution,
}

/// A term and its meanings.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The first step at which it is seen.
    pub from: Step,
    /// What is defined.
    pub term: Text,
    /// What it means, each meaning a list of blocks.
    pub details: Vec<Vec<Block>>,
}

/// One of the blocks that stand side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its share of the width, relative to the other columns; at least 1.
    pub weight: u16,
    /// What it holds.
    pub blocks: Vec<Block>,
}

impl Deck {
    /// The index of the slide with this id, or of the first that was made from one with it.
    pub fn position(&self, id: &str) -> Option<usize> {
        let own = self.slides.iter().position(|slide| slide.id == id);
        own.or_else(|| self.slides.iter().position(|slide| slide.is_made_from(id)))
    }

    /// The section that holds a slide, by the slide's index.
    pub fn section_of(&self, slide: usize) -> Option<&Section> {
        self.sections.iter().find(|section| section.slides.contains(&slide))
    }
}

impl Slide {
    /// Whether it was made from the slide to which the author gave this id.
    pub fn is_made_from(&self, id: &str) -> bool {
        self.made_from.as_ref().is_some_and(|template| template.id == id)
    }

    /// Every block of the slide, the nested ones too, in reading order; footnotes last.
    pub fn all_blocks(&self) -> Vec<&Block> {
        let mut all = Vec::new();
        collect(&self.blocks, &mut all);
        for footnote in &self.footnotes {
            collect(&footnote.blocks, &mut all);
        }
        all
    }

    /// The code blocks on it that say which language they are in.
    pub fn code(&self) -> Vec<&Code> {
        let code = self.all_blocks().into_iter().filter_map(|block| match &block.kind {
            BlockKind::Code(code) if !code.language.is_empty() => Some(code),
            _ => None,
        });
        code.collect()
    }

    /// The ids of the polls on it.
    pub fn polls(&self) -> Vec<&str> {
        self.asked().into_iter().map(|(_, poll)| poll.id.as_str()).collect()
    }

    /// The polls on it, each with the first step at which it is seen.
    pub fn asked(&self) -> Vec<(Step, &Poll)> {
        let polls = self.all_blocks().into_iter().filter_map(|block| match &block.kind {
            BlockKind::Poll(poll) => Some((block.from, poll)),
            _ => None,
        });
        polls.collect()
    }

    /// The ids of the discussions on it.
    pub fn discussions(&self) -> Vec<&str> {
        let discussions = self.all_blocks().into_iter().filter_map(|block| match &block.kind {
            BlockKind::Discussion(discussion) => Some(discussion.id.as_str()),
            _ => None,
        });
        discussions.collect()
    }
}

fn collect<'a>(blocks: &'a [Block], all: &mut Vec<&'a Block>) {
    for block in blocks {
        all.push(block);
        for nested in block.children() {
            collect(nested, all);
        }
    }
}

impl Block {
    /// The lists of blocks that stand inside this one, in reading order.
    pub fn children(&self) -> Vec<&[Self]> {
        match &self.kind {
            BlockKind::List(list) => list.items.iter().map(|item| item.blocks.as_slice()).collect(),
            BlockKind::Quote { blocks, .. } => vec![blocks],
            BlockKind::Definitions(definitions) => {
                definitions.iter().flat_map(|d| d.details.iter().map(Vec::as_slice)).collect()
            }
            BlockKind::Columns(columns) => columns.iter().map(|c| c.blocks.as_slice()).collect(),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Code(_)
            | BlockKind::Table(_)
            | BlockKind::Rule
            | BlockKind::Blank(_)
            | BlockKind::Middle
            | BlockKind::Poll(_)
            | BlockKind::Discussion(_)
            | BlockKind::Results(_)
            | BlockKind::Happened(_)
            | BlockKind::Picture(_)
            | BlockKind::Broken { .. } => Vec::new(),
        }
    }

    /// The texts that stand directly in this block, not those of its children.
    pub fn texts(&self) -> Vec<&Text> {
        match &self.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => vec![text],
            BlockKind::Table(table) => {
                table.head.iter().chain(table.rows.iter().flatten()).collect()
            }
            BlockKind::Definitions(definitions) => definitions.iter().map(|d| &d.term).collect(),
            BlockKind::Code(_)
            | BlockKind::List(_)
            | BlockKind::Quote { .. }
            | BlockKind::Columns(_)
            | BlockKind::Rule
            | BlockKind::Blank(_)
            | BlockKind::Middle
            | BlockKind::Poll(_)
            | BlockKind::Discussion(_)
            | BlockKind::Results(_)
            | BlockKind::Happened(_)
            | BlockKind::Picture(_)
            | BlockKind::Broken { .. } => Vec::new(),
        }
    }
}
