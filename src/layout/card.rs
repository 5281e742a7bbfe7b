//! Cards: what the room takes part in, each in a frame with its kind on the border.

use super::row::{Row, hang};
use super::stack::{Space, align_lines};
use super::width::{clip, graphemes, shown, width};
use super::wrap::Prose;
use crate::deck::{Align, Look, Results};
use crate::diagnostic::Diagnostic;
use crate::discussion::Discussion;
use crate::poll::{Poll, PollKind};
use crate::theme::{Ink, Role};

/// A page with fewer rows than this has none to spare for blank lines in its cards.
const ROOMY: usize = 16;

/// Where there are fewer columns than this, a card has no frame.
const NARROWEST: usize = 12;

/// What stands on a card's upper border.
struct Label<'a> {
    text: &'a str,
    right: &'a str,
    role: Role,
}

/// A question for the room.
pub(super) fn poll(poll: &Poll, space: Space<'_>) -> Vec<Row> {
    let inner = within(space);
    let mut parts = Vec::new();
    if poll.question.trim() != space.setting.title_text.trim() {
        parts.push(strong(&poll.question, inner));
    }
    match &poll.kind {
        PollKind::Single { choices }
        | PollKind::Multiple { choices, .. }
        | PollKind::Ranking { choices }
        | PollKind::Dots { choices, .. } => parts.push(numbered((1..).zip(choices), inner)),
        PollKind::Scale { min, max, labels } => parts.push(scale(*min, *max, labels, inner)),
        PollKind::Fist => parts.push(scale(0, 5, &[], inner)),
        PollKind::Number { .. } | PollKind::Words { .. } | PollKind::Text { .. } => {
            parts.push(dim(&how_to_answer(&poll.kind), inner));
        }
    }
    let text = format!("Poll · {}", rule_of(&poll.kind));
    let label = Label { text: &text, right: "", role: Role::Accent };
    frame(&label, spaced(parts, space), space)
}

/// A prompt for the room. What to listen for is not for its eyes.
pub(super) fn discussion(discussion: &Discussion, space: Space<'_>) -> Vec<Row> {
    let inner = within(space);
    let phases = dim(&discussion.method.phases().join(" · "), inner);
    let parts = vec![phases, strong(&discussion.prompt, inner)];
    let minutes = format!("{} min", discussion.minutes);
    let right = if discussion.minutes > 0 { minutes.as_str() } else { "" };
    let label = Label { text: "Discuss", right, role: Role::Accent };
    frame(&label, spaced(parts, space), space)
}

/// The place where votes will stand.
pub(super) fn results(results: &Results, space: Space<'_>) -> Vec<Row> {
    let rounds: Vec<String> = results.rounds.iter().map(u32::to_string).collect();
    let which = match rounds.as_slice() {
        [] => String::new(),
        [one] => format!(", round {one},"),
        several => format!(", rounds {},", list(several)),
    };
    let beside = if results.polls.len() > 1 { " side by side" } else { "" };
    let text = format!(
        "The votes on {}{which} will stand here{beside} once the room has voted.",
        list(&results.polls)
    );
    let label = Label { text: "Results", right: "", role: Role::Accent };
    frame(&label, dim(&text, within(space)), space)
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

/// How a poll is answered, in a few words.
fn rule_of(kind: &PollKind) -> String {
    match kind {
        PollKind::Single { .. } => "one answer".to_owned(),
        PollKind::Multiple { min, max, .. } if min == max => format!("choose {max}"),
        PollKind::Multiple { min: 0 | 1, max, .. } => format!("choose up to {max}"),
        PollKind::Multiple { min, max, .. } => format!("choose {min} to {max}"),
        PollKind::Ranking { .. } => "rank them, best first".to_owned(),
        PollKind::Scale { min, max, .. } => format!("{min} to {max}"),
        PollKind::Fist => "0 to 5 fingers".to_owned(),
        PollKind::Number { .. } => "a number".to_owned(),
        PollKind::Words { max: 1 } => "one word".to_owned(),
        PollKind::Words { max } => format!("up to {max} words"),
        PollKind::Text { .. } => "a sentence or two".to_owned(),
        PollKind::Dots { dots: 1, .. } => "1 dot".to_owned(),
        PollKind::Dots { dots, .. } => format!("{dots} dots"),
    }
}

/// A sentence for the kinds that have nothing to choose from.
fn how_to_answer(kind: &PollKind) -> String {
    match kind {
        PollKind::Number { min, max, unit } => {
            let limits = match (min, max) {
                (Some(min), Some(max)) => format!(" from {min} to {max}"),
                (Some(min), None) => format!(", {min} or more"),
                (None, Some(max)) => format!(", {max} or less"),
                (None, None) => String::new(),
            };
            let unit = unit.as_ref().map_or_else(String::new, |unit| format!(", in {unit}"));
            format!("Answer with a number{limits}{unit}.")
        }
        PollKind::Words { max: 1 } => "Answer with one word.".to_owned(),
        PollKind::Words { max } => format!("Answer with up to {max} single words."),
        PollKind::Text { max_chars, .. } => {
            format!("Answer in your own words, at most {max_chars} characters.")
        }
        PollKind::Single { .. }
        | PollKind::Multiple { .. }
        | PollKind::Ranking { .. }
        | PollKind::Scale { .. }
        | PollKind::Fist
        | PollKind::Dots { .. } => String::new(),
    }
}

/// Choices or points below each other, each with its number.
fn numbered<'a>(
    choices: impl Iterator<Item = (i64, &'a String)> + Clone,
    space: Space<'_>,
) -> Vec<Row> {
    let digits = choices.clone().map(|(number, _)| number.to_string().len()).max().unwrap_or(0);
    let hanging = if space.width >= digits + 6 { digits + 2 } else { digits + 1 };
    let mut rows = Vec::new();
    for (number, label) in choices {
        let text = Prose::of(label, space.ink(), space.from).wrap(space.inside(hanging, 1).width);
        let text = if text.is_empty() { vec![Row::default()] } else { text };
        let mut first = Row::of(&format!("{number:>digits$}"), Ink::of(Role::Accent), space.from);
        first.pad_to(hanging);
        let mut rest = Row::default();
        rest.pad_to(hanging);
        rows.extend(hang(text, first, &rest));
    }
    rows
}

/// The points of a scale: spread over the width with labels at the ends, or a list of their labels.
fn scale(min: i32, max: i32, labels: &[String], space: Space<'_>) -> Vec<Row> {
    /// A row of points that is wider than this is not seen as one.
    const WIDEST: usize = 60;
    let (min, max) = (i64::from(min), i64::from(max).max(i64::from(min)));
    let count = usize::try_from(max - min + 1).unwrap_or(usize::MAX);
    if labels.len() == count || labels.len() > 2 {
        return numbered((min..).zip(labels), space);
    }
    let room = space.width.min(WIDEST);
    let longest = min.to_string().len().max(max.to_string().len());
    let points = if count.saturating_mul(longest + 1) <= room {
        (min..=max).map(|point| point.to_string()).collect()
    } else {
        vec![min.to_string(), max.to_string()]
    };
    let mut rows = vec![spread(&points, room, space)];
    let ends = |index: usize, align| {
        let label = labels.get(index).map_or("", String::as_str);
        let part = (room.saturating_sub(3) / 2).max(1);
        let rows = Prose::of(label, Ink::of(Role::Dim), space.from).wrap(part);
        (part, align_lines(rows, align, part))
    };
    let (part, left) = ends(0, Align::Left);
    let (_, right) = ends(1, Align::Right);
    for index in 0..left.len().max(right.len()) {
        let mut row = left.get(index).cloned().unwrap_or_default();
        if let Some(right) = right.get(index) {
            row.pad_to(room.saturating_sub(part));
            row.append(right.clone());
        }
        rows.push(row);
    }
    rows
}

/// Points with a line between each two.
fn spread(points: &[String], room: usize, space: Space<'_>) -> Row {
    let gaps = points.len().saturating_sub(1).max(1);
    let free = room.saturating_sub(points.iter().map(String::len).sum());
    let mut row = Row::default();
    for (index, point) in points.iter().enumerate() {
        if index > 0 {
            let cells = free * index / gaps - free * (index - 1) / gaps;
            let line = if cells < 3 {
                " ".repeat(cells)
            } else {
                format!(" {} ", "─".repeat(cells - 2))
            };
            row.push(&line, cells, Ink::of(Role::Dim), space.from);
        }
        row.write(point, Ink::of(Role::Accent), space.from);
    }
    row
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
    let visible =
        |c| if c == '\t' { ' ' } else { shown(c).filter(|s| *s == c).unwrap_or('\u{fffd}') };
    let line: String = problem.excerpt.chars().map(visible).collect();
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

/// Names in a row: `a, b and c`.
fn list(names: &[String]) -> String {
    match names.split_last() {
        None => "no poll".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

fn strong(text: &str, space: Space<'_>) -> Vec<Row> {
    Prose::of(text, space.ink().with(Look::STRONG), space.from).wrap(space.width)
}

fn dim(text: &str, space: Space<'_>) -> Vec<Row> {
    Prose::of(text, Ink::of(Role::Dim), space.from).wrap(space.width)
}

/// The parts below each other, with blank lines where there is room for them.
fn spaced(parts: Vec<Vec<Row>>, space: Space<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for part in parts {
        if !rows.is_empty() && !part.is_empty() && space.setting.height >= ROOMY {
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

fn within(space: Space<'_>) -> Space<'_> {
    space.inside(2 * margin(space), space.from)
}

/// Puts a frame around rows.
fn frame(label: &Label<'_>, rows: Vec<Row>, space: Space<'_>) -> Vec<Row> {
    let margin = margin(space);
    if margin == 0 {
        let mut all = Prose::of(label.text, Ink::of(label.role), space.from).wrap(space.width);
        all.extend(rows);
        return all;
    }
    let line = Ink::of(Role::Dim);
    let text = clip(label.text, space.width - 6);
    let mut top = Row::of("╭─ ", line, space.from);
    top.write(&text, Ink::of(label.role), space.from);
    top.write(" ", line, space.from);
    let right =
        if label.right.is_empty() { String::new() } else { format!(" {} ─", label.right) };
    let right = if top.cells + width(&right) + 2 > space.width { String::new() } else { right };
    let strokes = space.width.saturating_sub(top.cells + width(&right) + 1);
    top.write(&"─".repeat(strokes), line, space.from);
    top.write(&format!("{right}╮"), line, space.from);
    let mut all = vec![top];
    for row in rows {
        let mut framed = Row::of("│", line, space.from);
        framed.pad_to(margin);
        framed.append(row);
        framed.pad_to(space.width - 1);
        framed.write("│", line, space.from);
        all.push(framed);
    }
    all.push(Row::of(&format!("╰{}╯", "─".repeat(space.width - 2)), line, space.from));
    all
}
