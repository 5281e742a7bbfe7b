//! Discussion points, drawn: the list with the picked point below it, all about a point, the field for an answer.

use super::canvas::{self, Canvas};
use super::frame::Frame;
use crate::browse::areas::Areas;
use crate::browse::keys::{self, HelpLine, Mode};
use crate::browse::{Browse, Editor, Point};
use crate::deck::Look;
use crate::layout::{self, Line, Run};
use crate::theme::{Depth, Ground, Ink, Role};

/// The columns of the marks before a line of the list.
const MARKS: usize = 4;

/// On a narrower screen, the list does without sections, and all lines are short.
const WIDE: usize = 56;

/// Draws the screen. The frame takes its measure.
pub fn draw(browse: &Browse, depth: Depth, frame: &mut Frame) {
    frame.clear(browse.size, canvas::ground(browse.theme, depth));
    let mut canvas = Canvas { frame, theme: browse.theme, depth };
    let areas = browse.areas();
    match browse.mode() {
        Mode::List | Mode::Filter => list(browse, &areas, &mut canvas),
        Mode::Full => full(browse, &areas, &mut canvas),
        Mode::Writing => writing(browse, &areas, &mut canvas),
        Mode::Help => help(browse.help.unwrap_or(0), &areas, &mut canvas),
    }
    if let Some(trouble) = browse.trouble() {
        let row = if areas.head > 0 { 0 } else { areas.foot };
        over(trouble, Role::Warning, row, &areas, &mut canvas);
    }
    if let Some(notice) = browse.notice() {
        over(notice, Role::Accent, areas.foot, &areas, &mut canvas);
    }
}

/// A line over whatever is there.
fn over(text: &str, role: Role, row: u16, areas: &Areas, canvas: &mut Canvas<'_>) {
    let text = layout::clip(text, areas.width());
    canvas.ground(0, row, canvas.size().width, Ground::Slide);
    canvas.put((areas.columns.start, row), &text, Ink::of(role), areas.columns.end);
}

/// The heading, with something at its right end where that has room.
fn head(title: &str, right: &str, areas: &Areas, canvas: &mut Canvas<'_>) -> u16 {
    let heading = Ink::of(Role::Heading).with(Look::STRONG);
    let title = layout::clip(title, areas.width());
    let x = canvas.put((areas.columns.start, areas.head), &title, heading, areas.columns.end);
    let at = areas.columns.end.saturating_sub(layout::columns(right));
    if at > x + 1 {
        canvas.put((at, areas.head), right, Ink::of(Role::Dim), areas.columns.end);
    }
    x
}

fn foot(hint: &str, areas: &Areas, canvas: &mut Canvas<'_>) {
    if areas.foot > areas.head {
        let hint = layout::clip(hint, areas.width());
        canvas.put((areas.columns.start, areas.foot), &hint, Ink::of(Role::Dim), areas.columns.end);
    }
}

fn rule(row: u16, areas: &Areas, canvas: &mut Canvas<'_>) {
    let rule = "─".repeat(areas.width());
    canvas.put((areas.columns.start, row), &rule, Ink::of(Role::Dim), areas.columns.end);
}

/// Lines from a row on, as many as have room.
fn lines<'l>(
    lines: impl Iterator<Item = &'l Line>,
    rows: std::ops::Range<u16>,
    areas: &Areas,
    canvas: &mut Canvas<'_>,
) {
    for (row, line) in rows.zip(lines) {
        canvas.line(areas.columns.start, row, line, areas.columns.end);
    }
}

fn list(browse: &Browse, areas: &Areas, canvas: &mut Canvas<'_>) {
    let list = &browse.list;
    let (found, all) = (list.rows.len(), browse.points.len());
    let count = match (found, all) {
        (1, 1) => "1 point".to_owned(),
        (found, all) if found == all => format!("{all} points"),
        (found, all) => format!("{found} of {all}"),
    };
    let x = head("Discussion points", &count, areas, canvas);
    if list.typing || !list.query.is_empty() {
        let end = areas.columns.end.saturating_sub(layout::columns(&count) + 2);
        let x = canvas.put((x + 3, areas.head), "filter: ", Ink::of(Role::Dim), end);
        let x = canvas.put((x, areas.head), &list.query, Ink::of(Role::Text), end);
        if list.typing {
            canvas.put((x, areas.head), "▏", Ink::of(Role::Accent), end);
        }
    }
    let mut above = None;
    let rows = list.rows.iter().enumerate().skip(list.top);
    for (row, (index, point)) in areas.list.clone().zip(rows) {
        let Some(point) = browse.points.get(*point) else { continue };
        let is_first = above != Some(&point.section);
        above = Some(&point.section);
        let is_picked = index == list.selected;
        let is_answered = !browse.answer(&point.id).is_empty();
        entry(point, &Entry { row, is_first, is_picked, is_answered }, areas, canvas);
    }
    if list.rows.is_empty() {
        let text = if all == 0 {
            "This deck has no `discuss` and no `poll` block."
        } else {
            "No point has all of these words."
        };
        let at = (areas.columns.start, areas.list.start);
        canvas.put(at, &layout::clip(text, areas.width()), Ink::of(Role::Dim), areas.columns.end);
    }
    detail(browse, areas, canvas);
    let wide = areas.width() >= 70;
    let hint = match (browse.mode(), wide) {
        (Mode::Filter, true) => "type to filter   ↑ ↓ move   enter read   esc leave the field",
        (Mode::Filter, false) => "type to filter  ↑ ↓ move  enter read  esc back",
        (_, true) => "↑ ↓ move   enter read   e write your answer   / filter   ? help   q leave",
        (_, false) => "↑ ↓ move  enter read  e write  / filter  ? help  q leave",
    };
    foot(hint, areas, canvas);
}

/// The columns of a section's title in the list.
fn section_columns(areas: &Areas) -> usize {
    match areas.width() {
        0..WIDE => 0,
        WIDE..100 => 18,
        100.. => 28,
    }
}

/// A line of the list.
struct Entry {
    row: u16,
    /// Whether it is the first of its section on the screen.
    is_first: bool,
    is_picked: bool,
    is_answered: bool,
}

fn entry(point: &Point, entry: &Entry, areas: &Areas, canvas: &mut Canvas<'_>) {
    let ground = if entry.is_picked { Ground::Picked } else { Ground::Slide };
    let look = if entry.is_picked { Look::STRONG } else { Look::empty() };
    let (start, end) = (areas.columns.start, areas.columns.end);
    let ink = |role| Ink::of(role).on(ground);
    canvas.ground(start, entry.row, end, ground);
    let mark = if entry.is_picked { "▸ " } else { "  " };
    let x = canvas.put((start, entry.row), mark, ink(Role::Accent), end);
    let answered = if entry.is_answered { "✓ " } else { "  " };
    let mut x = canvas.put((x, entry.row), answered, ink(Role::Success), end);
    let mut room = areas.width().saturating_sub(MARKS);
    let columns = section_columns(areas);
    if columns > 0 {
        let section = if entry.is_first { point.section.as_str() } else { "" };
        canvas.put((x, entry.row), &layout::clip(section, columns - 2), ink(Role::Dim), end);
        x += u16::try_from(columns).unwrap_or(0);
        room = room.saturating_sub(columns);
    }
    let prompt = layout::clip(&point.prompt, room);
    canvas.put((x, entry.row), &prompt, ink(Role::Text).with(look), end);
}

/// The picked point below the list: its prompt as far as there is room, how it is discussed, the own answer.
fn detail(browse: &Browse, areas: &Areas, canvas: &mut Canvas<'_>) {
    let Some(point) = browse.picked().filter(|_| !areas.detail.is_empty()) else { return };
    rule(areas.detail.start - 1, areas, canvas);
    let below = browse.list.rows.len().saturating_sub(browse.list.top + areas.list.len());
    if below > 0 {
        let more = format!(" ▼ {below} more ");
        let x = areas.columns.end.saturating_sub(layout::columns(&more) + 2);
        canvas.put((x, areas.detail.start - 1), &more, Ink::of(Role::Accent), areas.columns.end);
    }
    let width = areas.width();
    let height = areas.detail.len();
    let answer = browse.answer(&point.id);
    let label = Run::new("Your answer: ", Ink::of(Role::Dim));
    let own = if answer.is_empty() {
        layout::wrap(&[label, Run::new("none yet, e writes one", Ink::of(Role::Dim))], width)
    } else {
        layout::wrap(&[label, Run::new(answer, Ink::of(Role::Text))], width)
    };
    let about = layout::wrap(&[Run::new(point.about(), Ink::of(Role::Dim))], width);
    // Air where there is enough, and at least one line of the answer.
    let prompt = browse.prompt_lines();
    let airy = height >= prompt.len() + about.len() + 3;
    let gap = usize::from(airy);
    let most = height.saturating_sub(about.len() + 1 + 2 * gap).max(1);
    let mut all = cut(prompt, most);
    all.extend(std::iter::repeat_n(Line::default(), gap));
    all.extend(about);
    all.extend(std::iter::repeat_n(Line::default(), gap));
    all.extend(cut(own, height.saturating_sub(all.len())));
    lines(all.iter(), areas.detail.clone(), areas, canvas);
}

/// So many lines; the last says where there are more.
fn cut(mut lines: Vec<Line>, most: usize) -> Vec<Line> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.runs.push(Run::new(" …", Ink::of(Role::Dim)));
        }
    }
    lines
}

fn full(browse: &Browse, areas: &Areas, canvas: &mut Canvas<'_>) {
    let top = browse.full.unwrap_or(0);
    let section = browse.picked().map(|point| point.section.as_str()).unwrap_or_default();
    let place = format!("{} of {}", browse.list.selected + 1, browse.list.rows.len());
    head(section, &place, areas, canvas);
    lines(browse.page.lines.iter().skip(top), areas.page.clone(), areas, canvas);
    let below = browse.page.seen_lines().saturating_sub(top + areas.page.len());
    let more = match (top, below) {
        (0, 0) => String::new(),
        (0, below) => format!("▼ {below} more"),
        (above, 0) => format!("▲ {above} above"),
        (above, below) => format!("▲ {above}  ▼ {below} more"),
    };
    let hint = if areas.width() >= 70 {
        "↑ ↓ scroll   ← list   n p next, previous   e write   ? help"
    } else {
        "↑ ↓ scroll  ← list  n next  e write  ? help"
    };
    foot(hint, areas, canvas);
    let x = areas.columns.end.saturating_sub(layout::columns(&more));
    if usize::from(x.saturating_sub(areas.columns.start)) > layout::width(hint) {
        canvas.put((x, areas.foot), &more, Ink::of(Role::Accent), areas.columns.end);
    }
}

fn writing(browse: &Browse, areas: &Areas, canvas: &mut Canvas<'_>) {
    let Some(editor) = &browse.editor else { return };
    let state = if browse.unsaved().is_empty() { "saved" } else { "not saved yet" };
    let blank = editor.text().is_empty() && browse.unsaved().is_empty();
    head("Your answer", if blank { "" } else { state }, areas, canvas);
    let prompt = browse.prompt_lines();
    let shown = areas.prompt(prompt.len());
    let (_, height) = areas.field(prompt.len());
    lines(cut(prompt, shown).iter(), areas.page.clone(), areas, canvas);
    let top = areas.page.start + u16::try_from(shown).unwrap_or(0);
    if top < areas.foot {
        rule(top, areas, canvas);
    }
    let text = typed(editor, height, areas);
    lines(text.iter(), top + 1..areas.page.end.max(top + 1), areas, canvas);
    foot("esc done   enter new line   every pause saves it", areas, canvas);
}

/// The rows of a text around its cursor.
fn typed(editor: &Editor, height: usize, areas: &Areas) -> Vec<Line> {
    /// Nothing is wrapped any more.
    const WIDEST: usize = 4_096;
    let rows = editor.rows(areas.width().saturating_sub(1).max(1));
    let top = (rows.at + 1).saturating_sub(height);
    let text = Ink::of(Role::Text);
    let cursor = Ink::of(Role::Accent).with(Look::STRONG);
    let line = |(index, range): (usize, &std::ops::Range<usize>)| {
        let (before, after) = editor.line(range.clone());
        let mut runs = vec![Run::new(before, text)];
        if index == rows.at {
            runs.push(Run::new("▏", cursor));
        }
        runs.push(Run::new(after, text));
        layout::wrap(&runs, WIDEST).into_iter().next().unwrap_or_default()
    };
    rows.lines.iter().enumerate().skip(top).take(height).map(line).collect()
}

fn help(top: usize, areas: &Areas, canvas: &mut Canvas<'_>) {
    head("Keys", "", areas, canvas);
    let all = keys::help();
    let (start, end) = (areas.columns.start, areas.columns.end);
    let at = if areas.width() >= WIDE { 30 } else { 20 };
    for (row, line) in areas.page.clone().zip(all.iter().skip(top)) {
        match line {
            HelpLine::Title(title) => {
                canvas.put((start, row), title, Ink::of(Role::Accent), end);
            }
            HelpLine::Keys(keys, help) => {
                let strong = Ink::of(Role::Text).with(Look::STRONG);
                let x = canvas.put((start + 2, row), keys, strong, end);
                let x = (start + at).max(x + 2);
                let help = layout::clip(help, usize::from(end.saturating_sub(x)));
                canvas.put((x, row), &help, Ink::of(Role::Text), end);
            }
            HelpLine::Blank => {}
        }
    }
    let below = all.len().saturating_sub(top + areas.page.len());
    let hint =
        if below > 0 { format!("↓ {below} more   esc back") } else { "esc back".to_owned() };
    foot(&hint, areas, canvas);
}
