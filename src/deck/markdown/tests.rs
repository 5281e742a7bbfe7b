//! Texts and what becomes of them, written down in short.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Context, Parsed, Split, parse};
use crate::deck::{
    Align, Block, BlockKind, Citation, Code, Lines, Look, Slide, Span, SpanKind, Step,
};
use crate::diagnostic::Severity;
use crate::safe_text;

mod constructs;
mod directives;
mod front_matter;
mod interactions;
mod pictures;
mod properties;
mod slides;
mod sources;
mod steps;
mod text;

/// Reads a text on its own.
fn read(text: &str) -> Parsed {
    read_with(text, Split::Auto, false, &[])
}

/// Reads a text beside files that it may include.
fn read_with(text: &str, split: Split, front_matter: bool, files: &[(&str, &str)]) -> Parsed {
    let find = |path: &str| {
        let found = files.iter().find(|(name, _)| *name == path);
        found
            .map(|(_, text)| safe_text::decode(text.as_bytes()))
            .ok_or_else(|| format!("cannot open {path}"))
    };
    let (file, sources) = ("slides/talk.md", &sources_of(5));
    parse(text, &Context { file, split, front_matter, read: &find, sources })
}

/// So many sources: `K01` is T1 by A1 of 2001.
fn sources_of(number: usize) -> BTreeMap<String, Citation> {
    let citation = |n: usize| Citation {
        title: format!("T{n}"),
        author: format!("A{n}"),
        year: format!("{}", 2000 + n),
        link: format!("https://example.org/{n}"),
    };
    (1..=number).map(|n| (format!("K{n:02}"), citation(n))).collect()
}

/// The codes of what is wrong, each with its line.
fn codes(parsed: &Parsed) -> Vec<(&'static str, u32)> {
    let line = |d: &crate::diagnostic::Diagnostic| d.place.as_ref().map_or(0, |place| place.line);
    parsed.diagnostics.iter().map(|d| (d.code, line(d))).collect()
}

/// The blocks of the only slide of a text that has no faults.
fn outline(text: &str) -> String {
    let parsed = read(text);
    assert_eq!(codes(&parsed), [], "{text}");
    let [slide] = parsed.slides.as_slice() else {
        panic!("{} slides: {text}", parsed.slides.len());
    };
    blocks(&slide.blocks)
}

/// A line for each block: the step, the kind, the text; parts are indented.
fn blocks(blocks: &[Block]) -> String {
    let mut lines = String::new();
    for block in blocks {
        write_block(block, 0, &mut lines);
    }
    lines.truncate(lines.trim_end().len());
    lines
}

fn write_block(block: &Block, depth: usize, lines: &mut String) {
    let pad = "  ".repeat(depth);
    let from = block.from;
    let align = match block.align {
        Align::Left => "",
        Align::Center => " center",
        Align::Right => " right",
    };
    let _ = write!(lines, "{pad}{from}{align} ");
    let _ = match &block.kind {
        BlockKind::Heading { level, text } => writeln!(lines, "h{level} {}", spans(text, from)),
        BlockKind::Paragraph(text) => writeln!(lines, "p {}", spans(text, from)),
        BlockKind::Code(code) => writeln!(lines, "{}", code_line(code)),
        BlockKind::List(list) => {
            let start = list.start.map_or_else(|| "ul".to_owned(), |start| format!("ol {start}"));
            writeln!(lines, "{start}{}", if list.loose { " loose" } else { "" })
        }
        BlockKind::Table(table) => {
            let row = |row: &Vec<Vec<Span>>| {
                row.iter().map(|cell| spans(cell, from)).collect::<Vec<_>>().join(" | ")
            };
            let rows: Vec<String> =
                std::iter::once(&table.head).chain(&table.rows).map(row).collect();
            writeln!(lines, "table {:?} {}", table.aligns, rows.join(" / "))
        }
        BlockKind::Quote { alert, .. } => {
            let alert = alert.map_or_else(String::new, |alert| format!(" {alert:?}"));
            writeln!(lines, "quote{alert}")
        }
        BlockKind::Definitions(_) => writeln!(lines, "dl"),
        BlockKind::Columns(columns) => {
            let weights: Vec<u16> = columns.iter().map(|column| column.weight).collect();
            writeln!(lines, "columns {weights:?}")
        }
        BlockKind::Rule => writeln!(lines, "rule"),
        BlockKind::Blank(count) => writeln!(lines, "blank {count}"),
        BlockKind::Middle => writeln!(lines, "middle"),
        BlockKind::Poll(poll) => writeln!(lines, "poll {}", poll.id),
        BlockKind::Discussion(discussion) => writeln!(lines, "discussion {}", discussion.id),
        BlockKind::Results(results) => writeln!(lines, "results {:?}", results.polls),
        BlockKind::Happened(happened) => writeln!(lines, "happened {:?}", happened.compare),
        BlockKind::Picture(picture) => writeln!(lines, "picture {:?}", picture.texts()),
        BlockKind::Broken { what, problem } => writeln!(lines, "broken {what} {}", problem.code),
    };
    write_parts(block, depth + 1, lines);
}

fn write_parts(block: &Block, depth: usize, lines: &mut String) {
    let pad = "  ".repeat(depth);
    let nested = |blocks: &[Block], lines: &mut String| {
        for block in blocks {
            write_block(block, depth + 1, lines);
        }
    };
    match &block.kind {
        BlockKind::List(list) => {
            for item in &list.items {
                let task = item.task.map_or("", |done| if done { " [x]" } else { " [ ]" });
                let _ = writeln!(lines, "{pad}{} -{task}", item.from);
                nested(&item.blocks, lines);
            }
        }
        BlockKind::Definitions(definitions) => {
            for definition in definitions {
                let _ = writeln!(
                    lines,
                    "{pad}{} {}",
                    definition.from,
                    spans(&definition.term, definition.from)
                );
                definition.details.iter().for_each(|detail| nested(detail, lines));
            }
        }
        BlockKind::Columns(columns) => {
            for column in columns {
                let _ = writeln!(lines, "{pad}column");
                nested(&column.blocks, lines);
            }
        }
        BlockKind::Quote { blocks, .. } => {
            for block in blocks {
                write_block(block, depth, lines);
            }
        }
        _ => {}
    }
}

fn code_line(code: &Code) -> String {
    let mut line = format!("code {}", code.language);
    for lines in &code.highlights {
        match lines {
            Lines::All => line.push_str(" {all}"),
            Lines::Ranges(ranges) => {
                let _ = write!(line, " {ranges:?}");
            }
        }
    }
    format!("{line} {:?}", code.source)
}

/// A text in one line: `⟨STRONG words⟩`, `⟨words→target⟩`, `@2 ` before what comes at another step.
fn spans(text: &[Span], from: Step) -> String {
    let mut line = String::new();
    for span in text {
        if span.from != from {
            let _ = write!(line, "@{} ", span.from);
        }
        let _ = match &span.kind {
            SpanKind::Words { text, look, colour, link } => {
                let mut marks = String::new();
                if *look != Look::empty() {
                    let _ = write!(marks, "{look:?} ");
                }
                if let Some(colour) = colour {
                    let _ = write!(marks, "#{:02x}{:02x}{:02x} ", colour.0, colour.1, colour.2);
                }
                let marks = marks.replace("Look(", "").replace(')', "").replace(" | ", "+");
                match link {
                    Some(link) => write!(line, "⟨{marks}{text}→{link}⟩"),
                    None if marks.is_empty() => write!(line, "{text}"),
                    None => write!(line, "⟨{marks}{text}⟩"),
                }
            }
            SpanKind::Break => write!(line, "⏎"),
            SpanKind::Image { alt, target } => write!(line, "![{alt}]({target})"),
            SpanKind::Badge(key) => write!(line, "[@{key}]"),
            SpanKind::FootnoteRef(number) => write!(line, "[^{number}]"),
        };
    }
    line
}

/// Everything that can be read on a slide.
fn all_text(slide: &Slide) -> String {
    let mut all = blocks(&slide.blocks);
    for footnote in &slide.footnotes {
        all.push('\n');
        all.push_str(&blocks(&footnote.blocks));
    }
    all
}
