//! Cards: what the room takes part in, each in a frame with its kind on the border.

use super::foot::Foot;
use super::row::Row;
use super::stack::{Space, Without};
use super::width::{graphemes, is_mark, shown, width};
use super::wrap::Prose;
use crate::deck::{Look, Step};
use crate::diagnostic::Diagnostic;
use crate::theme::{Ink, Role};

/// A page with fewer rows than this has none to spare for blank lines in its cards.
const ROOMY: usize = 16;

/// A page with at least so many rows has some for air along the frames of its cards.
const AIRY: usize = 28;

/// Where there are fewer columns than this, a card has no frame.
const NARROWEST: usize = 12;

/// Lines that are longer than in a card of this width are hard to follow.
const WIDEST: usize = 88;

/// What stands on a card's upper border, at its left and at its right. At the left it is never cut:
/// where the border is too short, it comes below.
pub(super) struct Label<'a> {
    pub(super) text: &'a str,
    pub(super) right: &'a str,
    pub(super) role: Role,
}

/// What could not be read, with the line at fault, so that it can be mended on the spot.
pub(super) fn broken(what: &str, problem: &Diagnostic, space: Space<'_>) -> Vec<Row> {
    let inner = within(space);
    let mut parts = vec![Prose::of(&problem.message, inner.ink(), inner.from).wrap(inner.width)];
    if let Some(place) = &problem.place {
        let place = format!("{}:{}:{}", place.file, place.line, place.column);
        let mut rows = dim(&place, inner);
        rows.extend(excerpt(problem, inner));
        parts.push(rows);
    }
    let text = format!("This {what} cannot be shown");
    frame(&Label { text: &text, right: "", role: Role::Error }, spaced(parts, space), space)
}

/// The line at fault, wrapped like code, with carets under what is wrong.
fn excerpt(problem: &Diagnostic, space: Space<'_>) -> Vec<Row> {
    let column = problem.place.as_ref().map_or(1, |place| place.column.max(1)) as usize;
    let marked = column - 1..column - 1 + problem.width.max(1) as usize;
    let mut rows = Vec::new();
    let (mut code, mut carets) = (Row::default(), Row::default());
    let mut at = 0;
    let mut flush = |code: &mut Row, carets: &mut Row| {
        rows.push(std::mem::take(code));
        let carets = std::mem::take(carets);
        if carets.from().is_some() {
            rows.push(carets);
        }
    };
    // One character for one: the caret counts them.
    let visible = |(index, c): (usize, char)| match shown(c) {
        Some('\t' | '\n') => ' ',
        Some(same) if same == c && (index > 0 || !is_mark(c)) => c,
        Some(_) | None => '\u{fffd}',
    };
    let line: String = problem.excerpt.chars().enumerate().map(visible).collect();
    for (cluster, cells) in graphemes(&line) {
        let is_marked = marked.contains(&at);
        at += cluster.chars().count();
        let cells = usize::from(cells);
        let (text, cells) = if cells > space.width { ("…", 1) } else { (cluster, cells) };
        if code.cells + cells > space.width {
            flush(&mut code, &mut carets);
        }
        if is_marked {
            carets.pad_to(code.cells);
            carets.push(&"^".repeat(cells), cells, Ink::of(Role::Error), space.from);
        }
        code.push(text, cells, Ink::of(Role::Code), space.from);
    }
    if !code.pieces.is_empty() {
        flush(&mut code, &mut carets);
    }
    rows
}

pub(super) fn strong(text: &str, space: Space<'_>) -> Vec<Row> {
    Prose::of(text, space.ink().with(Look::STRONG), space.from).wrap(space.width)
}

pub(super) fn dim(text: &str, space: Space<'_>) -> Vec<Row> {
    Prose::of(text, Ink::of(Role::Dim), space.from).wrap(space.width)
}

/// The parts below each other, with blank lines where there is room for them.
pub(super) fn spaced(parts: Vec<Vec<Row>>, space: Space<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let roomy = space.setting.height >= ROOMY && space.setting.without < Without::BlankLines;
    for part in parts {
        if !rows.is_empty() && !part.is_empty() && roomy {
            rows.push(Row::default());
        }
        rows.extend(part);
    }
    rows
}

/// Columns from the outer edge of the frame to its text.
fn margin(space: Space<'_>) -> usize {
    match space.width {
        ..NARROWEST => 0,
        NARROWEST..40 => 2,
        _ => 3,
    }
}

/// The room inside a card's frame.
pub(super) fn within(space: Space<'_>) -> Space<'_> {
    let outer = Space { width: space.width.min(WIDEST), ..space };
    outer.inside(2 * margin(outer), outer.from)
}

/// Puts a frame around rows that were laid out within it.
pub(super) fn frame(label: &Label<'_>, rows: Vec<Row>, space: Space<'_>) -> Vec<Row> {
    framed(label, &Foot::default(), rows, space)
}

/// The same with a foot: on the lower border, or above it where that is too short.
pub(super) fn framed(label: &Label<'_>, foot: &Foot, rows: Vec<Row>, space: Space<'_>) -> Vec<Row> {
    let margin = margin(space);
    if margin == 0 {
        let mut all = Prose::of(label.text, Ink::of(label.role), space.from).wrap(space.width);
        all.extend(rows);
        all.extend(foot.rows(space));
        return all;
    }
    let cells = space.width.min(WIDEST);
    let line = Ink::of(Role::Dim);
    let airy = space.setting.height >= AIRY && space.setting.without < Without::Air;
    let air = airy.then(Row::default);
    let border = foot.border(cells, space.from);
    let below = if border.is_some() { Vec::new() } else { foot.rows(within(space)) };
    let fits = width(label.text) + 6 <= cells;
    let text = Prose::of(label.text, Ink::of(label.role), space.from);
    let above = if fits { Vec::new() } else { text.wrap(cells - 2 * margin) };
    let label = if fits { label } else { &Label { text: "", ..*label } };
    let mut all = vec![upper_border(label, cells, space.from)];
    for row in air.iter().cloned().chain(above).chain(rows).chain(below).chain(air.clone()) {
        let mut framed = Row::of("│", line, space.from);
        framed.pad_to(margin);
        framed.append(row);
        framed.pad_to(cells - 1);
        framed.write("│", line, space.from);
        all.push(framed);
    }
    let plain = || Row::of(&format!("╰{}╯", "─".repeat(cells - 2)), line, space.from);
    all.push(border.unwrap_or_else(plain));
    all
}

fn upper_border(label: &Label<'_>, cells: usize, from: Step) -> Row {
    let line = Ink::of(Role::Dim);
    let mut top = Row::of("╭─", line, from);
    if !label.text.is_empty() {
        top.write(" ", line, from);
        top.write(label.text, Ink::of(label.role), from);
        top.write(" ", line, from);
    }
    let right =
        if label.right.is_empty() { String::new() } else { format!(" {} ─", label.right) };
    let has_room = top.cells + width(&right) + 2 <= cells;
    let right = if has_room { right } else { String::new() };
    let strokes = cells.saturating_sub(top.cells + width(&right) + 1);
    top.write(&format!("{}{right}╮", "─".repeat(strokes)), line, from);
    top
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Block, BlockKind};
    use crate::diagnostic::{Severity, SourceText};
    use crate::discussion::{Discussion, Method};
    use crate::layout::samples::{block, drawn, drawn_in, ink_of, page, slide};

    fn discussing() -> Block {
        block(BlockKind::Discussion(Discussion {
            id: "d".to_owned(),
            method: Method::ThinkPairShare,
            minutes: 5,
            prompt: "Which one surprised your neighbour?".to_owned(),
            listen_for: Some("secret".to_owned()),
            probes: Vec::new(),
            poll: None,
        }))
    }

    fn failing() -> Block {
        let source = SourceText::new("a.md", "kind = \"nobody\" # a long line");
        let problem = source.diagnose(Severity::Error, "bad", "unknown kind `nobody`", 8..14);
        block(BlockKind::Broken { what: "poll", problem: Box::new(problem) })
    }

    #[test]
    fn a_discussion_shows_its_phases_its_minutes_and_its_prompt() {
        let expected = [
            "╭─ Discuss ────────── 5 min ─╮",
            "│ think · pair · share       │",
            "│                            │",
            "│ Which one surprised your   │",
            "│ neighbour?                 │",
            "╰────────────────────────────╯",
        ];
        assert_eq!(drawn_in(&[discussing()], 30, 16), expected);
        let page = page(&slide(vec![discussing()]), 1, 30, 16);
        assert_eq!(ink_of(&page, "Which"), Ink::of(Role::Text).with(Look::STRONG));
        assert_eq!(ink_of(&page, "think").role, Role::Dim);
    }

    #[test]
    fn what_to_listen_for_never_stands_on_a_page() {
        for width in 1..60 {
            let lines = drawn_in(&[discussing()], width, 30).concat();
            assert!(!lines.contains('x') && !lines.contains("secret"));
        }
    }

    #[test]
    fn what_is_broken_is_named_with_its_line_and_a_caret() {
        let expected = [
            "╭────────────────────╮",
            "│ This poll cannot   │",
            "│ be shown           │",
            "│ unknown kind       │",
            "│ `nobody`           │",
            "│ a.md:1:9           │",
            "│ kind = \"nobody\" #  │",
            "│         ^^^^^^     │",
            "│ a long line        │",
            "╰────────────────────╯",
        ];
        assert_eq!(drawn(&[failing()], 22), expected);
        let page = page(&slide(vec![failing()]), 1, 50, 16);
        assert_eq!(ink_of(&page, "This poll cannot be shown").role, Role::Error);
        assert_eq!(ink_of(&page, "^").role, Role::Error);
    }

    #[test]
    fn a_card_is_never_wider_than_its_lines_can_be_read() {
        assert_eq!(width(&drawn(&[discussing()], 200)[0]), 88);
    }

    #[test]
    fn a_narrow_room_does_without_a_frame() {
        let lines = drawn(&[discussing()], 11);
        assert_eq!(lines[..3], ["Discuss", "think ·", "pair ·"]);
    }
}
