//! What is written down: the line being typed, and the list.

use super::canvas::Canvas;
use crate::app::areas::{self, LIST_TOP};
use crate::app::{App, List, Writing};
use crate::capture::{Capture, State};
use crate::deck::Look;
use crate::layout;
use crate::theme::{Ground, Ink, Role};

/// The columns of a kind, its mark included.
const KIND: u16 = 12;

/// The line being typed in the bottom row, and what is understood of it above.
pub(super) fn writing(app: &App, writing: &Writing, canvas: &mut Canvas<'_>) {
    let size = canvas.size();
    let (x, y) = (app.areas().body.x, size.height.saturating_sub(1));
    let (accent, dim, text) = (Ink::of(Role::Accent), Ink::of(Role::Dim), Ink::of(Role::Text));
    let room = usize::from(size.width.saturating_sub(2 * x));
    canvas.ground(0, y, size.width, Ground::Slide);
    let after = usize::from(layout::columns(&writing.field.after)).min(room / 4);
    let before = tail(&writing.field.before, room.saturating_sub(after + 3));
    let at = canvas.put((x, y), "▸ ", accent, size.width);
    let at = canvas.put((at, y), &before, text.with(Look::STRONG), size.width);
    let at = canvas.put((at, y), "▏", accent, size.width);
    let end = size.width.saturating_sub(x);
    canvas.put((at, y), &writing.field.after, text.with(Look::STRONG), end);
    let Some(above) = y.checked_sub(1) else { return };
    canvas.ground(0, above, size.width, Ground::Slide);
    if let Some(notice) = app.notice() {
        canvas.put((x, above), &layout::clip(notice, room), accent, size.width);
        return;
    }
    let mut summary = writing.draft().summary();
    if writing.changes.is_some() {
        summary = format!("change: {summary}");
    }
    let at = canvas.put((x, above), &layout::clip(&summary, room), accent, size.width);
    let hint = "n d a q p choose what it is · enter · esc";
    let start = end.saturating_sub(layout::columns(hint));
    if start > at + 2 {
        canvas.put((start, above), hint, dim, size.width);
    }
}

/// The end of a text that fits.
fn tail(text: &str, room: usize) -> String {
    if layout::width(text) <= room {
        return text.to_owned();
    }
    let clusters: Vec<(&str, u16)> = layout::graphemes(text).collect();
    let mut left = room.saturating_sub(1);
    let mut kept: Vec<&str> = Vec::new();
    for (cluster, columns) in clusters.into_iter().rev() {
        let Some(rest) = left.checked_sub(usize::from(columns)) else { break };
        left = rest;
        kept.push(cluster);
    }
    kept.push("…");
    kept.into_iter().rev().collect()
}

pub(super) fn draw(app: &App, list: List, canvas: &mut Canvas<'_>) {
    let size = canvas.size();
    let margin = app.areas().body.x;
    let end = size.width.saturating_sub(margin);
    let dim = Ink::of(Role::Dim);
    let captures = &app.notebook.captures;
    let x = canvas.put((margin, 1), "Written down", Ink::of(Role::Heading).with(Look::STRONG), end);
    let parked = captures.iter().filter(|capture| capture.is_parked()).count();
    let count = match parked {
        0 => format!("{} in all", captures.len()),
        some => format!("{some} parked · {} in all", captures.len()),
    };
    let start = end.saturating_sub(layout::columns(&count)).max(x + 2);
    canvas.put((start, 1), &count, dim, end);
    canvas.put((margin, 2), &"─".repeat(usize::from(end.saturating_sub(margin))), dim, end);
    if captures.is_empty() {
        let y = u16::try_from(LIST_TOP).unwrap_or(u16::MAX);
        canvas.put((margin, y), "Nothing is written down yet: c writes.", dim, end);
    }
    let rows = captures.iter().enumerate().skip(list.top).take(areas::list_height(size));
    for (line, (index, capture)) in (LIST_TOP..).zip(rows) {
        let y = u16::try_from(line).unwrap_or(u16::MAX);
        let ground = if index == list.selected { Ground::Picked } else { Ground::Slide };
        canvas.ground(margin, y, end, ground);
        row(app, capture, &Row { y, ground, margin, end }, canvas);
    }
    let hint = match end.saturating_sub(margin) {
        0..60 => "enter change  s settle  x drop  esc",
        _ => "enter change   s settle   x drop   u undo   c write   esc back",
    };
    let last = size.height.saturating_sub(1);
    if usize::from(last) > LIST_TOP {
        canvas.put((margin, last), hint, dim, end);
    }
}

/// Where a line of the list stands, and on what.
struct Row {
    y: u16,
    ground: Ground,
    margin: u16,
    end: u16,
}

fn row(app: &App, capture: &Capture, at: &Row, canvas: &mut Canvas<'_>) {
    let &Row { y, ground, margin, end } = at;
    let picked = ground == Ground::Picked;
    let ink = |role| Ink::of(role).on(ground);
    let (mark, text) = match (capture.state, picked) {
        (State::Open, true) => ("▸ ", ink(Role::Text).with(Look::STRONG)),
        (State::Open, false) => ("  ", ink(Role::Text)),
        (State::Settled, _) => ("✓ ", ink(Role::Dim)),
        (State::Dropped, _) => ("✗ ", ink(Role::Dim).with(Look::STRIKE)),
    };
    canvas.put((margin, y), mark, ink(Role::Accent), end);
    canvas.put((margin + 2, y), capture.kind.name(), ink(Role::Dim), end);
    let x = margin + KIND;
    // Who and when matter more than where it was.
    let owed = [&capture.owner, &capture.due];
    let mut parts: Vec<String> =
        owed.into_iter().flatten().map(|s| s.as_str().to_owned()).collect();
    let room = usize::from(end.saturating_sub(x));
    let slide = app.deck.position(&capture.slide).map(|slide| format!("slide {}", slide + 1));
    let with_slide = parts.iter().cloned().chain(slide).collect::<Vec<_>>();
    if end.saturating_sub(margin) >= 60 && layout::width(&with_slide.join(" · ")) <= room / 2 {
        parts = with_slide;
    }
    let right = layout::clip(&parts.join(" · "), room / 2);
    let columns = layout::columns(&right);
    let start = end.saturating_sub(columns).max(x);
    canvas.put((start, y), &right, ink(Role::Dim), end);
    let room = room.saturating_sub(usize::from(columns) + if columns == 0 { 0 } else { 2 });
    canvas.put((x, y), &layout::clip(capture.text.as_str(), room), text, end);
}
