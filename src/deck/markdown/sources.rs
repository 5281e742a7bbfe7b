//! The list of sources: what the slide that asks for it shows, and the slides that go on with the rest.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::slide::shift;
use crate::deck::{
    Align, Block, BlockKind, Citation, Item, List, Look, Slide, Span, SpanKind, Step, Template,
};

/// So many fit on 80 columns and 24 rows with two lines for each title and two for each address.
const ON_A_SLIDE: usize = 4;

/// The id that slides are numbered by where theirs has neither an id nor a title.
const NAMELESS: &str = "sources";

/// The beginning of the list, for the slide that asks for it.
pub(super) fn beginning(sources: &BTreeMap<String, Citation>, from: Step) -> BlockKind {
    list(sources.iter().take(ON_A_SLIDE), from)
}

/// The slides that show what the slide with the beginning of the list has no room for. If there are any,
/// that one too is numbered. All have its notes; what else stands on it is not repeated.
pub(super) fn further_slides(
    slide: &mut Slide,
    sources: &BTreeMap<String, Citation>,
) -> Vec<Slide> {
    let id = if slide.id.is_empty() { NAMELESS } else { &slide.id };
    let template = Template { id: id.to_owned(), title: slide.title.clone() };
    let total = sources.len().div_ceil(ON_A_SLIDE);
    let mut further = Vec::new();
    for number in 2..=total {
        let here = sources.iter().skip((number - 1) * ON_A_SLIDE).take(ON_A_SLIDE);
        let kind = list(here, 1);
        let mut blocks: Vec<Block> = heading(slide).cloned().into_iter().collect();
        let mut notes = slide.notes.clone();
        shift(&mut blocks, &|_| 1);
        shift(&mut notes, &|_| 1);
        blocks.iter_mut().for_each(without_footnotes);
        blocks.push(Block { from: 1, align: Align::Left, kind });
        let mut next = Slide {
            title: slide.title.clone(),
            id_is_written: slide.id_is_written,
            no_footer: slide.no_footer,
            blocks,
            steps: 1,
            notes,
            file: Arc::clone(&slide.file),
            line: slide.line,
            made_from: Some(template.clone()),
            ..Slide::default()
        };
        count(&mut next, &template.id, number, total);
        further.push(next);
    }
    if total > 1 {
        count(slide, &template.id, 1, total);
    }
    slide.made_from = Some(template);
    further
}

/// Says in a slide's id, title and heading which of several it is.
fn count(slide: &mut Slide, id: &str, number: usize, total: usize) {
    slide.id = format!("{id}-{number}");
    if slide.title.is_empty() {
        return;
    }
    let which = format!(", {number} of {total}");
    slide.title.push_str(&which);
    let heading = slide.blocks.iter_mut().find(|block| is_heading(block));
    if let Some(Block { from, kind: BlockKind::Heading { text, .. }, .. }) = heading {
        text.push(words(which, Look::empty(), *from));
    }
}

fn heading(slide: &Slide) -> Option<&Block> {
    slide.blocks.iter().find(|block| is_heading(block))
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { .. })
}

/// A heading without the numbers of footnotes, which stand on the first slide alone.
fn without_footnotes(block: &mut Block) {
    if let BlockKind::Heading { text, .. } = &mut block.kind {
        text.retain(|span| !matches!(span.kind, SpanKind::FootnoteRef(_)));
    }
}

/// Sources with their badges, one an item.
fn list<'c>(sources: impl Iterator<Item = (&'c String, &'c Citation)>, from: Step) -> BlockKind {
    let item = |(key, source): (&String, &Citation)| {
        let kind = BlockKind::Paragraph(entry(key, source, from));
        Item { from, task: None, blocks: vec![Block { from, align: Align::Left, kind }] }
    };
    BlockKind::List(List { start: None, loose: true, items: sources.map(item).collect() })
}

/// A source: badge, title, author and year, then its address on a line of its own.
fn entry(key: &str, source: &Citation, from: Step) -> Vec<Span> {
    let by = [source.author.as_str(), source.year.as_str()];
    let by: Vec<&str> = by.into_iter().filter(|part| !part.is_empty()).collect();
    let mut entry = vec![
        Span { from, kind: SpanKind::Badge(key.to_owned()) },
        words(" ".to_owned(), Look::empty(), from),
        words(source.title.clone(), Look::STRONG, from),
    ];
    if !by.is_empty() {
        entry.push(words(format!(" — {}", by.join(", ")), Look::empty(), from));
    }
    if !source.link.is_empty() {
        let text = source.link.clone();
        let link = Some(Arc::from(text.as_str()));
        let kind = SpanKind::Words { text, look: Look::empty(), colour: None, link };
        entry.extend([Span { from, kind: SpanKind::Break }, Span { from, kind }]);
    }
    entry
}

fn words(text: String, look: Look, from: Step) -> Span {
    Span { from, kind: SpanKind::Words { text, look, colour: None, link: None } }
}
