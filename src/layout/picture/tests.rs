//! What holds for every picture at every width.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::boxes::Sides;
use crate::deck::markdown::{Context, Split, parse};
use crate::deck::{BarRow, Bars, BlockKind, Flow, Link, Node, Org, OrgRow, Picture, Shape};
use crate::highlight::Colours;
use crate::layout::samples::{block, drawn_in, texts};
use crate::layout::{Live, Page, Size, View, graphemes, lay_out_blocks, width};

mod bars;
mod flow;
mod org;

/// The page of a fenced block at the left margin.
fn page(kind: &str, body: &str, width: u16) -> Page {
    page_of(&format!("<!-- alignment: left -->\n\n```{kind}\n{body}\n```\n"), width)
}

fn page_of(text: &str, width: u16) -> Page {
    let read = |_: &str| Err(String::new());
    let sources = &std::collections::BTreeMap::new();
    let (file, split) = ("a.md", Split::Auto);
    let context = Context { file, split, front_matter: false, read: &read, sources };
    let parsed = parse(text, &context);
    assert_eq!(parsed.diagnostics, [], "{text}");
    let blocks = &parsed.slides[0].blocks;
    let colours = Colours::default();
    let (size, live) = (Size { width, height: 15 }, Live::none());
    lay_out_blocks(blocks, &View { step: 1, size, colours: &colours, live })
}

/// Compares a drawing with the one between the first and the last line of a text.
#[track_caller]
fn draws(kind: &str, body: &str, width: u16, expected: &str) {
    let drawn = texts(&page(kind, body, width)).join("\n");
    let expected = expected.trim_matches('\n');
    assert!(drawn == expected, "in {width} columns\n{drawn}\ninstead of\n{expected}");
}

#[test]
fn a_drawing_stands_in_the_middle_and_bars_at_the_margin() {
    let first = |text: &str| texts(&page_of(text, 21))[0].clone();
    let flow = first("```flow\nplain = true\nboxes = [\"a\", \"b\"]\n```\n");
    assert_eq!(flow, "       a ──▶ b");
    assert!(first("```bars\n[[row]]\nlabel = \"a\"\nvalues = [1]\n```\n").starts_with('a'));
}

fn words() -> impl Strategy<Value = String> {
    vec("[a-z]{1,4}|[a-z]{1,4}|[a-z]{5,30}|[日本語]{1,9}", 1..6).prop_map(|words| words.join(" "))
}

fn node() -> impl Strategy<Value = Node> {
    let text = prop_oneof![
        Just(String::new()),
        words(),
        (words(), words()).prop_map(|(first, second)| format!("{first}\n{second}")),
    ];
    let shape = prop_oneof![Just(Shape::Square), Just(Shape::Round)];
    (words(), text, shape).prop_map(|(title, text, shape)| Node { title, text, shape })
}

fn org() -> impl Strategy<Value = Org> {
    let side = || prop_oneof![Just(String::new()), words()];
    let link = (side(), side()).prop_map(|(left, right)| Link { left, right });
    let row = (option::weighted(0.2, words()), option::weighted(0.8, link), vec(node(), 1..6))
        .prop_map(|(frame, link, boxes)| OrgRow { frame, link, boxes });
    let rows = vec(row, 1..5).prop_map(|mut rows| {
        if let Some(first) = rows.first_mut() {
            first.link = None;
        }
        rows
    });
    (option::weighted(0.3, words()), rows).prop_map(|(frame, rows)| Org { frame, rows })
}

fn flow() -> impl Strategy<Value = Flow> {
    let link = || prop_oneof![Just(String::new()), words()];
    (vec(node(), 2..6), vec(link(), 0..2), option::of(link()), any::<bool>())
        .prop_map(|(boxes, links, back, plain)| Flow { boxes, links, back, plain })
}

fn bars() -> impl Strategy<Value = Bars> {
    (1_usize..4).prop_flat_map(|series| {
        let value = prop_oneof![0.0..10.0_f64, any::<f64>().prop_map(f64::abs), Just(0.0)];
        let row = (words(), vec(value, series), option::of(words()))
            .prop_map(|(label, values, note)| BarRow { label, values, note });
        let parts = (option::of(words()), vec(words(), 0..=series + 1), vec(row, 1..5));
        (parts, 1.0..20.0_f64).prop_map(move |((unit, mut columns, rows), max)| {
            let notes = usize::from(rows.iter().any(|row| row.note.is_some()));
            columns.truncate(series + notes);
            Bars { unit, columns, max, rows }
        })
    })
}

fn picture() -> impl Strategy<Value = Picture> {
    prop_oneof![
        org().prop_map(Picture::Org),
        flow().prop_map(Picture::Flow),
        bars().prop_map(Picture::Bars),
    ]
}

/// The characters of each line by column; the second column of a wide one is a blank.
fn cells(lines: &[String]) -> Vec<Vec<char>> {
    let line = |line: &String| {
        let mut cells = Vec::new();
        for (cluster, columns) in graphemes(line) {
            cells.extend(cluster.chars().next());
            cells.resize(cells.len() + usize::from(columns) - 1, ' ');
        }
        cells
    };
    lines.iter().map(line).collect()
}

/// To which sides a character of a line goes on; arrows end lines that come from anywhere.
fn sides(character: char) -> Sides {
    match character {
        '─' => Sides::LEFT | Sides::RIGHT,
        '│' => Sides::UP | Sides::DOWN,
        '┌' | '╭' => Sides::DOWN | Sides::RIGHT,
        '┐' | '╮' => Sides::DOWN | Sides::LEFT,
        '└' | '╰' => Sides::UP | Sides::RIGHT,
        '┘' | '╯' => Sides::UP | Sides::LEFT,
        '├' => Sides::all() - Sides::LEFT,
        '┤' => Sides::all() - Sides::RIGHT,
        '┬' => Sides::all() - Sides::UP,
        '┴' => Sides::all() - Sides::DOWN,
        '┼' | '▲' | '▼' | '◀' | '▶' => Sides::all(),
        _ => Sides::empty(),
    }
}

/// The lines that end nowhere: row and column.
fn loose_ends(lines: &[String]) -> Vec<(usize, usize)> {
    let cells = cells(lines);
    let at = |row: Option<usize>, column: Option<usize>| {
        let character = row.zip(column).and_then(|(row, column)| cells.get(row)?.get(column));
        sides(character.copied().unwrap_or(' '))
    };
    let mut loose = Vec::new();
    for (row, line) in cells.iter().enumerate() {
        for (column, character) in line.iter().enumerate() {
            let own = sides(*character);
            let is_stroke = *character == '─' || "▲▼◀▶".contains(*character);
            let (above, below) = (row.checked_sub(1), Some(row + 1));
            let (before, after) = (column.checked_sub(1), Some(column + 1));
            let (here, there) = (Some(row), Some(column));
            let met = [
                (Sides::UP, at(above, there).contains(Sides::DOWN) || is_stroke),
                (Sides::DOWN, at(below, there).contains(Sides::UP) || is_stroke),
                // Words may interrupt a line, but not at its corners.
                (Sides::LEFT, at(here, before).contains(Sides::RIGHT) || is_stroke),
                (Sides::RIGHT, at(here, after).contains(Sides::LEFT) || is_stroke),
            ];
            if met.iter().any(|(side, met)| own.contains(*side) && !met) {
                loose.push((row, column));
            }
        }
    }
    loose
}

/// How often a letter stands in some texts.
fn count<'a>(texts: impl IntoIterator<Item = &'a str>, letter: char) -> usize {
    texts.into_iter().flat_map(str::chars).filter(|c| *c == letter).count()
}

proptest! {
    #[test]
    fn a_picture_fits_and_says_all_it_has_to_say(
        picture in picture(),
        columns in 1_u16..=200,
        height in 10_u16..50,
    ) {
        let lines = drawn_in(&[block(BlockKind::Picture(picture.clone()))], columns, height);
        let shown = lines.join("\n");
        for line in &lines {
            prop_assert!(width(line) <= usize::from(columns), "{columns}\n{shown}");
        }
        if columns >= 20 {
            for word in picture.texts().iter().flat_map(|text| text.split_whitespace()) {
                prop_assert!(word.len() > 4 || shown.contains(word), "{word} in {columns}\n{shown}");
                for letter in word.chars() {
                    let (written, drawn) = (count(picture.texts(), letter), count([shown.as_str()], letter));
                    prop_assert!(written <= drawn, "{letter} of {word} in {columns}\n{shown}");
                }
            }
        }
        let is_framed = match &picture {
            Picture::Org(_) => true,
            Picture::Flow(flow) => !flow.plain,
            Picture::Bars(_) => false,
        };
        if is_framed {
            prop_assert_eq!(loose_ends(&lines), [], "{}\n{}", columns, shown);
        }
    }
}

#[test]
fn a_loose_end_is_seen() {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    assert_eq!(loose_ends(&lines(&["┌──┐", "│  ├─▶", "└─ ─┘"])), [(1, 3), (2, 4)]);
    assert_eq!(loose_ends(&lines(&["┌─ a ─┐", "└──┬──┘", "   ▼"])), []);
}
