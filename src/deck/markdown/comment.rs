//! What directives do to the slide that is being read.

use std::ops::Range;
use std::path::Path;

use super::builder::{Builder, Mode};
use super::directive::{self, Comment, Directive};
use super::slide::{Columns, Pause};
use super::text::{Excerpt, Problem, Text};
use super::{Split, resolve, sources};
use crate::deck::assemble::tidy;
use crate::deck::{Block, BlockKind, Column, SpanKind};
use crate::diagnostic::SourceText;
use crate::safe_text::Decoded;

/// How deep files may include files.
const DEEPEST: usize = 16;

impl Builder<'_> {
    /// Does what a comment says. `content` stands between `<!--` and `-->`.
    pub(super) fn comment(&mut self, text: &Text<'_>, content: &Excerpt<'_>) {
        let words = content.as_str();
        let start = words.len() - words.trim_start().len();
        let whole = start..words.trim_end().len().max(start);
        let problem = match directive::read(words) {
            Comment::Silent => return,
            Comment::Directive(directive) => {
                self.directive(text, content, directive, whole);
                return;
            }
            Comment::Unknown(name) => {
                let hint = directive::nearest(name).map(|near| format!(": did you mean `{near}`?"));
                let message = format!("unknown directive `{name}`{}", hint.unwrap_or_default());
                Problem::warning("unknown-directive", message, start..start + name.len())
            }
            Comment::Unsupported(name) => {
                let message = format!("the directive `{name}` is not supported: it is left out");
                Problem::warning("unsupported-directive", message, start..start + name.len())
            }
            Comment::Bad { name, expected } => {
                let message = format!("the directive `{name}` expects {expected}");
                Problem::warning("bad-directive", message, whole)
            }
        };
        self.findings.report(text.source, problem.within(content));
    }

    fn directive(
        &mut self,
        text: &Text<'_>,
        content: &Excerpt<'_>,
        directive: Directive<'_>,
        at: Range<usize>,
    ) {
        let at = content.range(&at);
        if let Some(why) = self.misplaced(text, &directive) {
            self.findings.report(text.source, Problem::warning("misplaced-directive", why, at));
            return;
        }
        match directive {
            Directive::Pause => self.pause(text, at),
            Directive::EndSlide => self.end_pending = true,
            Directive::IncrementalLists(on) => self.draft.incremental = on,
            Directive::ColumnLayout(weights) => {
                self.draft.close_columns();
                let column = |weight| Column { weight, blocks: Vec::new() };
                let columns = weights.into_iter().map(column).collect();
                self.draft.columns = Some(Columns { columns, current: None });
            }
            Directive::Column(number) => {
                if let Some(open) = &mut self.draft.columns {
                    open.current = Some(number);
                }
            }
            Directive::ResetLayout => self.draft.close_columns(),
            Directive::JumpToMiddle => self.push_space(BlockKind::Middle),
            Directive::Blank(lines) => self.push_space(BlockKind::Blank(lines)),
            Directive::Alignment(align) => self.draft.align = Some(align),
            Directive::FontSize(size) if size > 1 => {
                let message = "a terminal has one size of text: write a heading instead";
                self.findings.report(text.source, Problem::warning("no-font-size", message, at));
            }
            Directive::FontSize(_) => {}
            Directive::SkipSlide => self.draft.skipped = true,
            Directive::NoFooter => self.draft.slide.no_footer = true,
            Directive::Include(path) => self.include(text, path, at),
            Directive::Sources => self.list_sources(text, at),
            Directive::SpeakerNote(part) => self.note(text, &content.part(part)),
        }
    }

    /// Why a directive means nothing where it stands.
    fn misplaced(&self, text: &Text<'_>, directive: &Directive<'_>) -> Option<String> {
        let only_slides = |name: &str| format!("`{name}` has no meaning in notes");
        let in_notes = self.mode != Mode::Slides;
        let nested = !self.is_top_level() || self.in_paragraph();
        let open = self.draft.columns.as_ref().map(|open| open.columns.len());
        let in_column = self.draft.columns.as_ref().is_some_and(|open| open.current.is_some());
        match directive {
            Directive::Pause if self.is_detached() => {
                Some("a footnote is seen as a whole: a pause in it does nothing".to_owned())
            }
            Directive::EndSlide if in_notes => Some(only_slides("end_slide")),
            Directive::EndSlide if text.split == Split::Rule => {
                Some("slides end at `---` here, so `end_slide` does nothing".to_owned())
            }
            Directive::ColumnLayout(_) | Directive::Column(_) | Directive::ResetLayout
                if in_notes =>
            {
                Some("notes have no columns".to_owned())
            }
            Directive::ColumnLayout(_) | Directive::Column(_) | Directive::ResetLayout
                if nested =>
            {
                Some("columns stand on the slide itself, not within a block".to_owned())
            }
            Directive::JumpToMiddle if in_column => {
                Some("a column has no middle to jump to: write `jump_to_middle` outside".to_owned())
            }
            Directive::JumpToMiddle if nested => {
                Some("`jump_to_middle` stands on the slide itself, not within a block".to_owned())
            }
            Directive::Column(number) => match open {
                None => Some("a column needs `column_layout` before it".to_owned()),
                Some(columns) if *number >= columns => Some(format!(
                    "there is no column {number}: the layout has {columns}, counted from 0"
                )),
                Some(_) => None,
            },
            Directive::ResetLayout if open.is_none() => {
                Some("there is no column layout to end".to_owned())
            }
            Directive::SkipSlide | Directive::NoFooter if in_notes => {
                Some("this directive has no meaning in notes".to_owned())
            }
            Directive::Include(_) if in_notes => Some(only_slides("include")),
            Directive::Sources if in_notes => Some(only_slides("sources")),
            Directive::Sources if nested || in_column => Some(
                "`sources` stands on the slide itself, not within a block or column".to_owned(),
            ),
            Directive::Sources if self.draft.lists_sources => {
                Some("this slide lists the sources already".to_owned())
            }
            Directive::SpeakerNote(_) if in_notes => {
                Some("this is a note already: write the text itself".to_owned())
            }
            _ => None,
        }
    }

    fn pause(&mut self, text: &Text<'_>, at: Range<usize>) {
        if self.mode != Mode::Slides {
            // Notes follow the steps of their slide, whatever stands between two pauses.
            self.draft.shown = self.draft.shown.saturating_add(1);
            self.draft.last = self.draft.shown;
            return;
        }
        let idle = match self.draft.pending {
            _ if !self.draft.has_content => Some("nothing stands before this pause"),
            Some(Pause::Written(_) | Pause::Elsewhere(_)) => {
                Some("nothing stands between this pause and the one before")
            }
            Some(Pause::Implied) | None => None,
        };
        match idle {
            Some(why) => {
                let message = format!("{why}: it is left out");
                self.findings.report(text.source, Problem::warning("idle-pause", message, at));
            }
            None => self.draft.pending = Some(Pause::Written(at)),
        }
    }

    /// Says that a pause reveals nothing.
    pub(super) fn drop_pause(&mut self, source: &SourceText<'_>) {
        self.send_pause_elsewhere(source);
        if let Some(Pause::Elsewhere(finding)) = self.draft.pending.take() {
            self.findings.list.push(*finding);
        }
    }

    /// Makes a pause independent of the file that is being read.
    pub(super) fn send_pause_elsewhere(&mut self, source: &SourceText<'_>) {
        let Some(Pause::Written(at)) = &self.draft.pending else { return };
        let message = "nothing comes after this pause: it is left out";
        let problem = Problem::warning("idle-pause", message, at.clone());
        let finding = self.findings.make(source, problem);
        self.draft.pending = Some(Pause::Elsewhere(Box::new(finding)));
    }

    /// Reads a note that stands in a comment.
    fn note(&mut self, text: &Text<'_>, value: &Excerpt<'_>) {
        let excerpt = note_text(value);
        let mut reader = Builder::new(Mode::Note, self.read);
        std::mem::swap(&mut reader.findings, &mut self.findings);
        reader.draft.shown = self.draft.note_step();
        reader.feed(&Text {
            source: text.source,
            excerpt,
            split: text.split,
            scope: 0,
            root: text.root.clone(),
            trail: text.trail.clone(),
        });
        std::mem::swap(&mut reader.findings, &mut self.findings);
        self.draft.slide.notes.append(&mut reader.draft.slide.blocks);
    }

    /// Reads a file in place, once no paragraph is open.
    fn include(&mut self, text: &Text<'_>, path: &str, at: Range<usize>) {
        if self.in_paragraph() {
            self.includes.push((path.to_owned(), at));
        } else {
            self.include_now(text, path, at);
        }
    }

    /// Reads the files that a paragraph asked for.
    pub(super) fn include_waiting(&mut self, text: &Text<'_>) {
        for (path, at) in std::mem::take(&mut self.includes) {
            self.include_now(text, &path, at);
        }
    }

    fn include_now(&mut self, text: &Text<'_>, path: &str, at: Range<usize>) {
        self.close_inline();
        let from = text.trail.last().map_or("", String::as_str);
        let path = relative(from, path);
        let problem = match path.as_deref() {
            None => Problem::error(
                "missing-file",
                "only files of the deck can be included: write a path relative to this file",
                at,
            ),
            Some(path) if text.trail.iter().any(|known| known == path) => {
                let message = format!("`{path}` includes itself, directly or through others");
                Problem::error("include-cycle", message, at)
            }
            Some(_) if text.trail.len() > DEEPEST => {
                let message = format!("files include files more than {DEEPEST} deep");
                Problem::error("include-cycle", message, at)
            }
            Some(path) => match (self.read)(path) {
                Ok(included) => {
                    self.feed_included(text, path, included);
                    return;
                }
                Err(error) => Problem::error("missing-file", error, at),
            },
        };
        self.push_broken(text, "include", problem);
    }

    fn feed_included(&mut self, text: &Text<'_>, path: &str, included: Decoded) {
        self.send_pause_elsewhere(text.source);
        let name = format!("{}{path}", text.root);
        let Decoded { text: included, replaced } = included;
        let included = included.as_str();
        let source = SourceText::new(&name, included);
        self.findings.list.extend(source.unprintable(&replaced));
        let body = Excerpt::whole(included, 0);
        let split = match text.split {
            Split::EndSlide => Split::EndSlide,
            Split::Auto | Split::Rule => resolve(self.included_split, included),
        };
        let mut trail = text.trail.clone();
        trail.push(path.to_owned());
        self.scopes += 1;
        let (scope, root) = (self.scopes, text.root.clone());
        self.draft.may_vanish |= self.draft.is_empty();
        self.feed(&Text { source: &source, excerpt: body, split, scope, root, trail });
        self.draft.may_vanish |= self.draft.is_empty();
        self.send_pause_elsewhere(&source);
    }

    /// Begins the list of sources; the slide goes on in others once it is finished.
    fn list_sources(&mut self, text: &Text<'_>, at: Range<usize>) {
        match self.sources.filter(|sources| !sources.is_empty()) {
            Some(all) => {
                self.draft.lists_sources = true;
                let from = self.touch(text);
                self.push_content(text, sources::beginning(all, from));
            }
            None => {
                let message = "there are no sources to list: write them into `sources.toml` beside the deck's `deck.toml`";
                self.push_broken(text, "sources", Problem::error("no-sources", message, at));
            }
        }
    }

    /// Adds space, which reveals nothing and so ends no pause.
    fn push_space(&mut self, kind: BlockKind) {
        if let (true, BlockKind::Blank(lines)) = (self.in_paragraph(), &kind) {
            let (inline, step) = self.inline();
            (0..*lines).for_each(|_| inline.piece(SpanKind::Break, step));
            return;
        }
        self.close_inline();
        let from = if self.is_detached() { 1 } else { self.draft.shown };
        let align = self.draft.align.unwrap_or_default();
        self.push_block(Block { from, align, kind });
    }
}

/// A path as it stands in the file `from`, relative to the first file's folder; none for one that does
/// not depend on that folder.
fn relative(from: &str, path: &str) -> Option<String> {
    let path = Path::new(path);
    if path.is_absolute() || path.has_root() {
        return None;
    }
    let folder = Path::new(from).parent().unwrap_or_else(|| Path::new(""));
    Some(tidy(&folder.join(path)).display().to_string().replace('\\', "/"))
}

/// The text of a note: YAML's `|` is left out, and what all lines are indented by.
fn note_text<'v>(value: &'v Excerpt<'_>) -> Excerpt<'v> {
    let words = value.as_str();
    let (first, rest) = words.split_once('\n').unwrap_or((words, ""));
    let marked = matches!(first.trim(), "|" | "|-" | "|+" | ">" | ">-" | ">+");
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let written = rest.lines().filter(|line| !line.trim().is_empty());
    let common = written.map(indent).min().unwrap_or(0);
    let mut note = Excerpt::default();
    let mut at = 0;
    for (number, line) in words.split_inclusive('\n').enumerate() {
        let cut = if number == 0 { indent(line) } else { common.min(indent(line)) };
        if number > 0 || !marked {
            note.push(line.get(cut..).unwrap_or_default(), value.offset(at + cut));
        }
        at += line.len();
    }
    note
}
