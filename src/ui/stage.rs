//! The slide with its footer, and its notes where they are shown.

use super::canvas::Canvas;
use crate::app::areas::{Area, Areas};
use crate::app::{App, Hands, Length, Notes};
use crate::deck::Look;
use crate::layout::{self, Line, Page, Run, Size};
use crate::theme::{Ground, Ink, Role};

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let areas = app.areas();
    match app.fault() {
        Some(why) => fault(why, areas.body, canvas),
        None => {
            page(&app.page, app.pinned(), app.scroll, areas.body, canvas);
        }
    }
    if let (Some(shown), Some(area)) = (&app.notes, areas.notes) {
        notes(app, shown, area, canvas);
    }
    if areas.footer.is_some() {
        footer(app, canvas);
    }
    if app.fault().is_none() {
        more(&app.page, app.scroll, &areas, canvas);
    }
}

/// How to join, in place of the slide.
pub(super) fn join(app: &App, canvas: &mut Canvas<'_>) {
    let area = app.areas().body;
    let Some(join) = app.join() else { return };
    let lines = layout::join_card(join, app.joined(), area.size);
    page(&Page { lines, ..Page::default() }, 0, 0, area, canvas);
    if app.areas().footer.is_some() {
        footer(app, canvas);
    }
}

/// As much of a page as has room: its first lines that are pinned, then those that are scrolled to.
pub(super) fn page(page: &Page, pinned: usize, scroll: usize, area: Area, canvas: &mut Canvas<'_>) {
    let end = area.x + area.size.width;
    let lines = page.lines.iter().take(pinned).chain(page.lines.iter().skip(pinned + scroll));
    for (row, line) in (0..area.size.height).zip(lines) {
        canvas.line(area.x, area.y + row, line, end);
    }
}

/// Says how much of a page lies above and below the screen, where anything does.
pub(super) fn more(page: &Page, scroll: usize, areas: &Areas, canvas: &mut Canvas<'_>) {
    let height = usize::from(areas.body.size.height);
    let below = page.seen_lines().saturating_sub(scroll + height);
    let lines = |count: usize| if count == 1 { "line" } else { "lines" };
    let text = match (scroll, below) {
        (0, 0) => return,
        (0, below) => format!("▼ {below} more {}", lines(below)),
        (above, 0) => format!("▲ {above} {} above", lines(above)),
        (above, below) => format!("▲ {above}  ▼ {below} more {}", lines(below)),
    };
    let end = areas.body.x + areas.body.size.width;
    let columns = layout::columns(&text);
    let x = end.saturating_sub(columns).max(areas.body.x);
    if areas.footer.is_some_and(|footer| footer.y == areas.more) {
        // No room for both: what cannot be seen matters more than where the talk is.
        canvas.ground(0, areas.more, canvas.size().width, Ground::Slide);
    }
    canvas.put((x, areas.more), &text, Ink::of(Role::Accent), end);
}

fn notes(app: &App, notes: &Notes, area: Area, canvas: &mut Canvas<'_>) {
    let end = area.x + area.size.width;
    let dim = Ink::of(Role::Dim);
    let x = canvas.put((area.x, area.y - 1), "── notes ", dim, end);
    let x = canvas.put((x, area.y - 1), &app.notes_clock(), Ink::of(Role::Text), end);
    canvas.put((x, area.y - 1), &"─".repeat(usize::from(end.saturating_sub(x))), dim, end);
    if notes.page.lines.is_empty() {
        canvas.put((area.x, area.y), "This slide has no notes.", dim, end);
    }
    page(&notes.page, 0, notes.scroll, area, canvas);
    let seen = notes.page.seen_lines();
    let below = seen.saturating_sub(notes.scroll + usize::from(area.size.height));
    if below > 0 || notes.scroll > 0 {
        let text = match (notes.scroll, below) {
            (0, below) => format!(" ▼ {below} more, J scrolls "),
            (above, 0) => format!(" ▲ {above} above, K scrolls "),
            (above, below) => format!(" ▲ {above}  ▼ {below} more "),
        };
        let columns = layout::columns(&text);
        let x = end.saturating_sub(columns + 2).max(area.x);
        canvas.put((x, area.y - 1), &text, Ink::of(Role::Accent), end);
    }
}

fn footer(app: &App, canvas: &mut Canvas<'_>) {
    let footer = app.footer();
    let Some(area) = app.areas().footer else { return };
    let end = area.x + area.size.width;
    let dim = Ink::of(Role::Dim);
    let title = if app.count.is_some() { Ink::of(Role::Accent) } else { dim };
    canvas.put((footer.title.0, area.y), &footer.title.1, title, end);
    if let Some(bar) = footer.bar {
        let filled = usize::from(footer.filled);
        let rest = bar.len().saturating_sub(filled);
        let x =
            canvas.put((bar.start, area.y), &"━".repeat(filled), Ink::of(Role::Accent), bar.end);
        canvas.put((x, area.y), &"─".repeat(rest), dim, bar.end);
    }
    let role = if footer.is_short { Role::Warning } else { Role::Accent };
    canvas.put((footer.elsewhere.0, area.y), &footer.elsewhere.1, Ink::of(role), end);
    canvas.put((footer.position.0, area.y), &footer.position.1, dim, end);
    canvas.put((footer.clock.0, area.y), &footer.clock.1, dim, end);
}

/// A sentence in the bottom row, over whatever is there; a long one takes the rows above too.
pub(super) fn notice(x: u16, text: &str, canvas: &mut Canvas<'_>) {
    const MOST_ROWS: usize = 3;
    let Size { width, height } = canvas.size();
    let ink = Ink::of(Role::Accent);
    let room = usize::from(width.saturating_sub(2 * x));
    let mut lines = layout::wrap(&[Run::new(text, ink)], room);
    if lines.len() > MOST_ROWS {
        lines = vec![Line { runs: vec![Run::new(layout::clip(text, room), ink)] }];
    }
    let rows = u16::try_from(lines.len()).unwrap_or(height);
    for (y, line) in (height.saturating_sub(rows)..height).zip(&lines) {
        canvas.ground(0, y, width, ink.ground);
        canvas.line(x, y, line, width);
    }
}

/// The field for a count of hands, in the bottom row.
pub(super) fn hands(x: u16, hands: &Hands, canvas: &mut Canvas<'_>) {
    let size = canvas.size();
    let y = size.height.saturating_sub(1);
    let (accent, dim) = (Ink::of(Role::Accent), Ink::of(Role::Dim));
    canvas.ground(0, y, size.width, accent.ground);
    let counts = hands.counts();
    let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    let rest = match hands.wanted.checked_sub(counts.len()) {
        Some(0) => format!("   {total} hands · enter records"),
        Some(missing) => format!("   {missing} more to type · esc leaves"),
        None => format!("   only {} are wanted", hands.wanted),
    };
    let label = format!("Hands, from {} on: ", hands.first());
    let x = canvas.put((x, y), &label, accent, size.width);
    // Of numbers that are too many for the row, the last are those that are being typed.
    let room = usize::from(size.width.saturating_sub(x + 1 + layout::columns(&rest))).max(8);
    let typed = match hands.typed.len().checked_sub(room) {
        None | Some(0) => hands.typed.clone(),
        Some(over) => format!("…{}", hands.typed.get(over + 1..).unwrap_or_default()),
    };
    let x = canvas.put((x, y), &typed, Ink::of(Role::Text).with(Look::STRONG), size.width);
    let x = canvas.put((x, y), "▏", accent, size.width);
    canvas.put((x, y), &rest, dim, size.width);
}

/// The field for the length of a break, in the bottom row.
pub(super) fn break_field(x: u16, length: &Length, canvas: &mut Canvas<'_>) {
    let size = canvas.size();
    let y = size.height.saturating_sub(1);
    let (accent, dim) = (Ink::of(Role::Accent), Ink::of(Role::Dim));
    canvas.ground(0, y, size.width, accent.ground);
    let x = canvas.put((x, y), "Break, minutes or back at: ", accent, size.width);
    let (role, hint) =
        if length.is_proposed { (Role::Dim, "   as planned:") } else { (Role::Text, "  ") };
    let x = canvas.put((x, y), &length.typed, Ink::of(role).with(Look::STRONG), size.width);
    let x = canvas.put((x, y), "▏", accent, size.width);
    let x = canvas.put((x, y), hint, dim, size.width);
    canvas.put((x, y), " enter begins · esc leaves", dim, size.width);
}

/// Stands where a slide should be that made the program fail.
fn fault(why: &str, area: Area, canvas: &mut Canvas<'_>) {
    let end = area.x + area.size.width;
    let error = Ink::of(Role::Error).with(Look::STRONG);
    let text = Ink::of(Role::Text);
    let lines = [
        ("This slide could not be shown", error),
        ("", text),
        ("Roundtable made a mistake here. The talk goes on: → and ← work as ever.", text),
        ("", text),
        (why, Ink::of(Role::Dim)),
    ];
    for (row, (line, ink)) in (0..area.size.height).zip(lines) {
        canvas.put((area.x, area.y + row), line, ink, end);
    }
}
