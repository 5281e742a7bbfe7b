//! A slide as a text to read: what the stage shows at a step, in the elements that HTML has for it. What later steps
//! bring is left out, as is all that is the speaker's.

use std::collections::BTreeMap;

use super::html::Html;
use super::picture;
use super::sources;
use super::stand::Room;
use super::trail::Trail;
use crate::deck::{
    Alert, Block, BlockKind, Citation, Code, Definition, Footnote, Item, Lines, List, Step, Table,
    Text, plain,
};

mod asked;
mod text;

/// What a slide is read with.
pub(super) struct Reading<'a> {
    pub(super) room: &'a Room<'a>,
    pub(super) trail: &'a Trail,
    pub(super) citations: &'a BTreeMap<String, Citation>,
    /// The step that is shown.
    pub(super) step: Step,
    /// The poll that stands above as a form, by its id.
    pub(super) above: Option<&'a str>,
    /// The level of the slide's title: 1, or 2 below a ballot.
    pub(super) top: u8,
}

/// A slide while it is written.
struct Writer<'a> {
    reading: &'a Reading<'a>,
    /// The level of the last heading.
    level: u8,
    /// The level that the title has in the deck, once it was written.
    title: Option<(u8, String)>,
    /// The keys of the sources referred to so far.
    keys: Vec<String>,
}

/// Whether there is more to read than a title beside the poll that stands above.
pub(super) fn says_more(blocks: &[Block], reading: &Reading<'_>) -> bool {
    blocks.iter().any(|block| match &block.kind {
        _ if block.from > reading.step => false,
        BlockKind::Heading { .. } | BlockKind::Blank(_) | BlockKind::Middle | BlockKind::Rule => {
            false
        }
        BlockKind::Poll(poll) => reading.above != Some(poll.id.as_str()),
        BlockKind::Columns(columns) => {
            columns.iter().any(|column| says_more(&column.blocks, reading))
        }
        _ => true,
    })
}

/// Writes a slide's blocks and footnotes, then the sources that they refer to.
pub(super) fn slide(
    blocks: &[Block],
    footnotes: &[Footnote],
    reading: &Reading<'_>,
    html: &mut Html,
) {
    let mut writer =
        Writer { reading, level: reading.top.saturating_sub(1), title: None, keys: Vec::new() };
    writer.blocks(blocks, html);
    writer.footnotes(footnotes, html);
    sources::list(&writer.keys, reading.citations, writer.below(), html);
}

/// The tag of a heading.
pub(super) fn heading(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        6.. => "h6",
    }
}

impl Writer<'_> {
    /// The level of a heading right below the title.
    fn below(&self) -> u8 {
        self.reading.top + u8::from(self.title.is_some())
    }

    fn is_shown(&self, from: Step) -> bool {
        from <= self.reading.step
    }

    fn blocks(&mut self, blocks: &[Block], html: &mut Html) {
        for block in blocks.iter().filter(|block| block.from <= self.reading.step) {
            self.block(block, html);
        }
    }

    fn block(&mut self, block: &Block, html: &mut Html) {
        match &block.kind {
            BlockKind::Heading { level, text } => self.heading(*level, text, html),
            BlockKind::Paragraph(text) => self.paragraph(text, html),
            BlockKind::Code(code) => self.code(code, block.from, html),
            BlockKind::List(list) => self.list(list, html),
            BlockKind::Table(table) => self.table(table, html),
            BlockKind::Quote { alert, blocks } => self.quote(*alert, blocks, html),
            BlockKind::Definitions(definitions) => self.definitions(definitions, html),
            BlockKind::Columns(columns) => {
                for column in columns {
                    self.blocks(&column.blocks, html);
                }
            }
            BlockKind::Rule => html.own("<hr>"),
            BlockKind::Blank(_) | BlockKind::Middle => {}
            BlockKind::Poll(poll) => self.poll(poll, html),
            BlockKind::Discussion(discussion) => self.discussion(discussion, html),
            BlockKind::Results(results) => self.results(results, html),
            BlockKind::Happened(happened) => self.happened(happened, html),
            BlockKind::Picture(shown) => picture::picture(shown, html),
            BlockKind::Broken { .. } => html.element("p", &[("class", "quiet")], html.words.broken),
        }
    }

    /// The first heading is the title; of the others none skips a level.
    fn heading(&mut self, level: u8, text: &Text, html: &mut Html) {
        let top = self.reading.top;
        let level = match &self.title {
            None => {
                self.title = Some((level, plain(text)));
                top
            }
            Some((title, _)) => {
                let below = level.saturating_sub(*title).max(1);
                (top + below).min(self.level + 1).min(6)
            }
        };
        self.level = level;
        html.within(heading(level), &[("dir", "auto")], |html| self.text(text, html));
    }

    fn paragraph(&mut self, text: &Text, html: &mut Html) {
        if text.iter().any(|span| self.is_shown(span.from)) {
            html.within("p", &[("dir", "auto")], |html| self.text(text, html));
        }
    }

    fn code(&self, code: &Code, from: Step, html: &mut Html) {
        let at = usize::from(self.reading.step.saturating_sub(from));
        let lines = code.highlights.get(at).or_else(|| code.highlights.last());
        let attributes =
            [("tabindex", "0"), ("role", "group"), ("aria-label", html.words.code_block)];
        html.within("pre", &attributes, |html| {
            html.within("code", &[("dir", "ltr")], |html| {
                for (number, line) in (1_u32..).zip(code.source.split('\n')) {
                    if number > 1 {
                        html.text("\n");
                    }
                    if let Some(first) = code.numbered_from {
                        let shown = format!("{:>3}  ", first.saturating_add(number - 1));
                        html.element("span", &[("class", "line")], &shown);
                    }
                    let stands_out =
                        lines.is_some_and(|lines| *lines != Lines::All && lines.contains(number));
                    if stands_out {
                        html.element("mark", &[], line);
                    } else {
                        html.text(line);
                    }
                }
            });
        });
    }

    fn list(&mut self, list: &List, html: &mut Html) {
        if !list.items.iter().any(|item| self.is_shown(item.from)) {
            return;
        }
        let start = list.start.map(|start| start.to_string());
        let (tag, attributes) = match &start {
            Some(start) => ("ol", vec![("start", start.as_str())]),
            None => ("ul", Vec::new()),
        };
        html.within(tag, &attributes, |html| {
            for item in list.items.iter().filter(|item| item.from <= self.reading.step) {
                html.within("li", &[("dir", "auto")], |html| self.item(item, html));
            }
        });
    }

    fn item(&mut self, item: &Item, html: &mut Html) {
        match item.task {
            Some(true) => {
                html.element("span", &[("aria-hidden", "true")], "☑ ");
                html.unseen(html.words.done);
            }
            Some(false) => {
                html.element("span", &[("aria-hidden", "true")], "☐ ");
                html.unseen(html.words.to_do);
            }
            None => {}
        }
        for block in item.blocks.iter().filter(|block| block.from <= self.reading.step) {
            match &block.kind {
                // The text of an item needs no paragraph around it.
                BlockKind::Paragraph(text) if item.blocks.len() == 1 => self.text(text, html),
                _ => self.block(block, html),
            }
        }
    }

    fn table(&mut self, table: &Table, html: &mut Html) {
        scrolled(html, |html| {
            html.within("table", &[], |html| {
                if table.head.iter().any(|cell| !cell.is_empty()) {
                    html.within("thead", &[], |html| self.row(&table.head, "th", html));
                }
                html.within("tbody", &[], |html| {
                    for row in &table.rows {
                        self.row(row, "td", html);
                    }
                });
            });
        });
    }

    fn row(&mut self, cells: &[Text], tag: &'static str, html: &mut Html) {
        html.within("tr", &[], |html| {
            for cell in cells {
                // A head without words heads nothing.
                let tag = if cell.is_empty() { "td" } else { tag };
                let scope = (tag == "th").then_some(("scope", "col"));
                let attributes: Vec<_> = scope.into_iter().chain([("dir", "auto")]).collect();
                html.within(tag, &attributes, |html| self.text(cell, html));
            }
        });
    }

    fn quote(&mut self, alert: Option<Alert>, blocks: &[Block], html: &mut Html) {
        let words = html.words;
        let name = alert.map(|alert| match alert {
            Alert::Note => words.note,
            Alert::Tip => words.tip,
            Alert::Important => words.important,
            Alert::Warning => words.warning,
            Alert::Caution => words.caution,
        });
        let Some(name) = name else {
            html.within("blockquote", &[], |html| self.blocks(blocks, html));
            return;
        };
        html.within("div", &[("class", "alert"), ("role", "note")], |html| {
            html.element("p", &[("class", "kind")], name);
            self.blocks(blocks, html);
        });
    }

    fn definitions(&mut self, definitions: &[Definition], html: &mut Html) {
        let step = self.reading.step;
        if !definitions.iter().any(|definition| definition.from <= step) {
            return;
        }
        html.within("dl", &[], |html| {
            for definition in definitions.iter().filter(|definition| definition.from <= step) {
                html.within("dt", &[("dir", "auto")], |html| self.text(&definition.term, html));
                for detail in &definition.details {
                    html.within("dd", &[("dir", "auto")], |html| self.blocks(detail, html));
                }
            }
        });
    }

    fn footnotes(&mut self, footnotes: &[Footnote], html: &mut Html) {
        if !footnotes.iter().any(|note| self.is_shown(note.from)) {
            return;
        }
        let step = self.reading.step;
        html.within("section", &[("class", "notes")], |html| {
            html.element(heading(self.below()), &[], html.words.footnotes);
            html.within("ol", &[], |html| {
                for (number, note) in (1..).zip(footnotes).filter(|(_, note)| note.from <= step) {
                    let number: u32 = number;
                    let (id, value) = (format!("note-{number}"), number.to_string());
                    html.within("li", &[("id", &id), ("value", &value), ("dir", "auto")], |html| {
                        self.blocks(&note.blocks, html);
                    });
                }
            });
        });
    }
}

/// What may be wider than a phone is moved sideways, by keys as well.
pub(super) fn scrolled(html: &mut Html, inside: impl FnOnce(&mut Html)) {
    let label = html.words.table;
    let attributes =
        [("class", "wide"), ("tabindex", "0"), ("role", "group"), ("aria-label", label)];
    html.within("div", &attributes, inside);
}
