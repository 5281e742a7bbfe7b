//! Each event of the parser, and what it opens, fills or closes.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};

use super::blocks::{FrameKind, OpenKind, OpenTable};
use super::builder::{Builder, Mode};
use super::text::{Excerpt, Problem, Text};
use super::toml_fields::Read;
use super::{Split, code, html, html_block, interaction, picture};
use crate::deck::{Alert, Align, BlockKind, Look, SpanKind, Table};
use crate::safe_text;

impl Builder<'_> {
    pub(super) fn event(&mut self, text: &Text<'_>, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(text, tag, &range),
            Event::End(tag) => {
                self.end(text, tag, &range);
                self.settle(text);
            }
            Event::Text(words) => match &mut self.leaf {
                Some(leaf) => leaf.push(&words, text.excerpt.offset(range.start)),
                None => self.words(text, &words, &range),
            },
            Event::Html(html) => {
                if let Some(leaf) = &mut self.leaf {
                    leaf.push(&html, text.excerpt.offset(range.start));
                }
            }
            Event::Code(source) => self.look_of_its_own(text, &source, Look::CODE),
            Event::InlineMath(source) => {
                self.look_of_its_own(text, &format!("${source}$"), Look::MATH);
            }
            Event::DisplayMath(source) => {
                self.look_of_its_own(text, &format!("$${source}$$"), Look::MATH);
            }
            Event::InlineHtml(html) => html::inline(self, text, &html, &range),
            Event::FootnoteReference(label) => self.footnote_reference(text, &label),
            Event::SoftBreak => self.blank(" "),
            Event::HardBreak => {
                let (inline, step) = self.inline();
                inline.piece(SpanKind::Break, step);
            }
            Event::Rule => self.rule(text, &range),
            Event::TaskListMarker(done) => self.set_task(done),
        }
    }

    fn start(&mut self, text: &Text<'_>, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.open_inline(OpenKind::Paragraph);
                self.loosen();
            }
            Tag::Heading { level, id, .. } => {
                let id = id.map(|id| safe_text::clean(&id).trim().to_owned());
                let id = id.filter(|id| !id.is_empty());
                self.open_inline(OpenKind::Heading { level: number(level), id });
            }
            Tag::BlockQuote(kind) => {
                self.push_frame(text, FrameKind::Quote(kind.map(alert)), range);
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.close_inline();
                self.leaf = Some(Excerpt::default());
                if let Tag::CodeBlock(CodeBlockKind::Fenced(info)) = tag {
                    self.info.clear();
                    self.info.push_str(&info);
                }
            }
            Tag::List(start) => {
                let incremental = self.draft.incremental;
                let items = Vec::new();
                let kind = FrameKind::List { start, loose: false, incremental, items };
                self.push_frame(text, kind, range);
            }
            Tag::Item => self.push_frame(text, FrameKind::Item { task: None }, range),
            Tag::FootnoteDefinition(label) => self.footnote(text, &label, range),
            Tag::DefinitionList => {
                self.push_frame(text, FrameKind::Definitions(Vec::new()), range);
            }
            Tag::DefinitionListTitle => self.open_inline(OpenKind::Term),
            Tag::DefinitionListDefinition => self.push_frame(text, FrameKind::Detail, range),
            Tag::Table(aligns) => self.start_table(&aligns),
            Tag::TableHead | Tag::TableRow | Tag::MetadataBlock(_) => {}
            Tag::TableCell => self.open_inline(OpenKind::Cell),
            Tag::Emphasis => self.inline().0.open(Look::EMPHASIS),
            Tag::Strong => self.inline().0.open(Look::STRONG),
            Tag::Strikethrough => self.inline().0.open(Look::STRIKE),
            Tag::Superscript | Tag::Subscript => self.inline().0.open(Look::empty()),
            Tag::Link { link_type, dest_url, .. } => {
                self.inline().0.open_link(&address(link_type, &dest_url));
            }
            Tag::Image { dest_url, .. } => self.inline().0.open_image(&dest_url),
        }
    }

    fn end(&mut self, text: &Text<'_>, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Heading(_) => {
                if !self.begin_note(text, range) {
                    self.restore_braces(text, range);
                    self.touch_heading(text);
                    self.close_inline();
                }
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition => self.pop_frame(text),
            TagEnd::FootnoteDefinition if self.mode == Mode::Slides => self.pop_frame(text),
            TagEnd::Paragraph | TagEnd::DefinitionListTitle | TagEnd::FootnoteDefinition => {
                self.close_inline();
            }
            TagEnd::CodeBlock => self.code_block(text, range),
            TagEnd::HtmlBlock => {
                if let Some(html) = self.leaf.take() {
                    html_block::block(self, text, &html);
                }
            }
            TagEnd::Table => self.end_table(text),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.end_row(text, matches!(tag, TagEnd::TableHead), range);
            }
            TagEnd::TableCell => {
                self.close_inline();
                if let Some(table) = &mut self.table {
                    table.end = range.end;
                }
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => self.inline().0.close(),
            TagEnd::Link => {
                let shows_target = self.inline().0.shows_target();
                let (inline, step) =
                    if shows_target { self.touch_inline(text) } else { self.inline() };
                inline.close_link(step);
            }
            TagEnd::Image => self.close_image(text),
            TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Words of running text.
    pub(super) fn words(&mut self, text: &Text<'_>, words: &str, range: &Range<usize>) {
        let words = &*safe_text::clean(words);
        if words.bytes().all(|byte| byte == b' ') {
            self.blank(words);
            return;
        }
        let before = range.start.checked_sub(1);
        let escaped = words.starts_with('[')
            && before.and_then(|at| text.excerpt.as_str().as_bytes().get(at)) == Some(&b'\\');
        let (inline, step) = self.touch_inline(text);
        if escaped {
            inline.literal_words(words, step);
        } else {
            inline.words(words, step);
        }
    }

    /// The parser takes braces at the end of a heading for attributes and leaves them out, also where
    /// they hold plain words.
    fn restore_braces(&mut self, text: &Text<'_>, range: &Range<usize>) {
        let start = if self.previous_end < range.end { self.previous_end } else { range.start };
        let left = text.excerpt.as_str().get(start..range.end).unwrap_or_default();
        let left = left.lines().next().unwrap_or_default().trim_start_matches(['#', ' ', '\t']);
        let Some((inner, _)) = left.strip_prefix('{').and_then(|inner| inner.split_once('}'))
        else {
            return;
        };
        let is_attribute = |word: &str| word.starts_with(['#', '.']) || word.contains('=');
        if !inner.split_whitespace().any(is_attribute) {
            self.blank(" ");
            self.words(text, &format!("{{{inner}}}"), range);
        }
    }

    /// Blanks, which reveal nothing.
    pub(super) fn blank(&mut self, blanks: &str) {
        if self.has_words() {
            let (inline, step) = self.inline();
            inline.words(blanks, step);
        }
    }

    pub(super) fn look_of_its_own(&mut self, text: &Text<'_>, words: &str, look: Look) {
        let words = safe_text::clean(words);
        if !words.is_empty() {
            let (inline, step) = self.touch_inline(text);
            inline.words_with(&words, look, step);
        }
    }

    fn footnote_reference(&mut self, text: &Text<'_>, label: &CowStr<'_>) {
        let (_, step) = self.touch_inline(text);
        if self.mode != Mode::Slides || self.is_detached() {
            self.inline().0.words(&format!("[{label}]"), step);
            return;
        }
        let number = self.refer(text.scope, &safe_text::clean(label), step);
        self.inline().0.piece(SpanKind::FootnoteRef(number), step);
    }

    /// A footnote of slides waits for who refers to it; in notes it is read where it stands.
    fn footnote(&mut self, text: &Text<'_>, label: &CowStr<'_>, range: &Range<usize>) {
        self.close_inline();
        if self.mode == Mode::Slides {
            let at = range.start..range.start + label.len() + 3;
            let label = safe_text::clean(label).into_owned();
            self.push_frame(text, FrameKind::Footnote { label, at }, range);
        } else {
            let (inline, step) = self.touch_inline(text);
            inline.words(&format!("[{label}]"), step);
        }
    }

    fn rule(&mut self, text: &Text<'_>, range: &Range<usize>) {
        self.close_inline();
        let written = text.excerpt.as_str().get(range.clone()).unwrap_or_default();
        let ends = self.mode == Mode::Slides && text.split == Split::Rule && self.is_top_level();
        if ends && written.trim() == "---" {
            self.end_slide(text);
        } else {
            self.push_content(text, BlockKind::Rule);
        }
    }

    fn code_block(&mut self, text: &Text<'_>, range: &Range<usize>) {
        let Some(body) = self.leaf.take() else { return };
        let info = std::mem::take(&mut self.info);
        if self.mode == Mode::Slides {
            let (language, body) = (code::language(&info), &body);
            let read = interaction::read(language, body.as_str());
            if let Some(read) = read.or_else(|| picture::read(language, body.as_str())) {
                self.fields(text, read, body, range);
                return;
            }
        }
        let (mut code, bad) = code::read(&info, body.into_string());
        if let Some(at) = bad {
            let start = text.excerpt.as_str().get(range.clone());
            let start = range.start + start.and_then(|s| s.find(info.trim())).unwrap_or(0);
            let message =
                "these lines to highlight are not readable: write them as `{1-3|5,7|all}`";
            let problem =
                Problem::warning("bad-highlight", message, start + at.start..start + at.end);
            self.findings.report(text.source, problem.within(&text.excerpt));
        }
        self.touch(text);
        if !self.is_detached() {
            self.draft.step_through(&mut code.highlights);
        }
        self.push_content(text, BlockKind::Code(code));
    }

    fn fields(&mut self, text: &Text<'_>, read: Read, body: &Excerpt<'_>, range: &Range<usize>) {
        for warning in read.warnings {
            self.findings.report(text.source, warning.within(body));
        }
        match read.block {
            Ok(kind) => self.push_content(text, kind),
            Err(mut problem) if problem.at.is_empty() => {
                // Nothing in the body is to blame but the whole of it.
                let written = text.excerpt.as_str().get(range.clone()).unwrap_or_default();
                let fence = written.lines().next().unwrap_or_default().trim_end();
                problem.at = range.start..range.start + fence.len();
                self.push_broken(text, read.what, problem.within(&text.excerpt));
            }
            Err(problem) => self.push_broken(text, read.what, problem.within(body)),
        }
    }

    fn start_table(&mut self, aligns: &[Alignment]) {
        self.close_inline();
        let align = |align: &Alignment| match align {
            Alignment::None | Alignment::Left => Align::Left,
            Alignment::Center => Align::Center,
            Alignment::Right => Align::Right,
        };
        let aligns = aligns.iter().map(align).collect();
        let table = Table { aligns, head: Vec::new(), rows: Vec::new() };
        self.table = Some(OpenTable { from: None, table, row: Vec::new(), end: 0 });
    }

    fn end_row(&mut self, text: &Text<'_>, is_head: bool, range: &Range<usize>) {
        self.close_inline();
        let Some(open) = &mut self.table else { return };
        let mut row = std::mem::take(&mut open.row);
        row.resize(open.table.aligns.len().max(row.len()), Vec::new());
        if is_head {
            open.table.head = row;
            return;
        }
        open.table.rows.push(row);
        // The parser leaves out cells that no column is there for.
        let left = text.excerpt.as_str().get(open.end..range.end).unwrap_or_default();
        let extra = left.trim().trim_matches('|').trim();
        if !extra.is_empty() {
            let message =
                "this row has more cells than the table has columns: the rest is left out";
            let start = open.end + left.find(extra).unwrap_or(0);
            let problem = Problem::warning("extra-cells", message, start..start + extra.len());
            self.findings.report(text.source, problem.within(&text.excerpt));
        }
    }

    fn end_table(&mut self, text: &Text<'_>) {
        self.close_inline();
        if self.table.as_ref().is_some_and(|open| open.from.is_none()) {
            self.touch(text);
        }
        if let Some(mut open) = self.table.take() {
            open.table.rows.shrink_to_fit();
            let (from, align) = (open.from.unwrap_or(1), self.draft.align.unwrap_or_default());
            let kind = BlockKind::Table(open.table);
            self.push_block(crate::deck::Block { from, align, kind });
        }
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

fn address(kind: LinkType, target: &str) -> Cow<'_, str> {
    match kind {
        LinkType::Email => Cow::Owned(format!("mailto:{target}")),
        _ => Cow::Borrowed(target),
    }
}
