//! A list of slides: all of them, or those that a search found.

use super::canvas::Canvas;
use crate::app::areas::{self, LIST_TOP};
use crate::app::picker::{Picker, Scope};
use crate::app::search::Hit;
use crate::deck::{Deck, Look};
use crate::layout;
use crate::theme::{Ground, Ink, Role};

/// The columns of the list, from the left margin.
const SECTION: u16 = 18;
const NUMBER: u16 = 6;

pub(super) fn draw(deck: &Deck, list: &Picker, margin: u16, canvas: &mut Canvas<'_>) {
    let size = canvas.size();
    let end = size.width.saturating_sub(margin);
    head(deck, list, margin, end, canvas);
    let height = areas::list_height(size);
    let rows = list.rows.iter().enumerate().skip(list.top).take(height);
    let mut section_above = None;
    for (line, (index, hit)) in (LIST_TOP..).zip(rows) {
        let section = deck.section_of(hit.slide).map(|section| section.title.as_str());
        let named = section.filter(|_| section_above != section).unwrap_or_default();
        section_above = section;
        let y = u16::try_from(line).unwrap_or(u16::MAX);
        let ground = if index == list.selected { Ground::Picked } else { Ground::Slide };
        canvas.ground(margin, y, end, ground);
        row(deck, hit, &Row { section: named, y, ground, margin, end }, canvas);
    }
    let hint = match (list.typing, end.saturating_sub(margin)) {
        (_, 0..56) => "enter go there   esc back",
        (true, _) => "type to narrow   ↑ ↓ pick   enter go there   esc back",
        (false, _) => "↑ ↓ pick   enter go there   / narrow   esc back",
    };
    let last = size.height.saturating_sub(1);
    if usize::from(last) > LIST_TOP {
        canvas.put((margin, last), hint, Ink::of(Role::Dim), end);
    }
}

fn head(deck: &Deck, list: &Picker, margin: u16, end: u16, canvas: &mut Canvas<'_>) {
    let title = match list.scope {
        Scope::Overview => "Overview",
        Scope::GoTo => "Go to",
        Scope::Search => "Search",
    };
    let heading = Ink::of(Role::Heading).with(Look::STRONG);
    let mut x = canvas.put((margin, 1), title, heading, end) + 2;
    if list.typing || !list.query.is_empty() {
        let accent = Ink::of(Role::Accent);
        x = canvas.put((x, 1), &list.query, Ink::of(Role::Text), end);
        if list.typing {
            canvas.put((x, 1), "▏", accent, end);
        }
    }
    let (found, all) = (list.rows.len(), deck.slides.len());
    let count = match list.scope {
        Scope::Search if list.query.trim().is_empty() => "in titles, slides and notes".to_owned(),
        _ if found == all => format!("{all} slides"),
        _ => format!("{found} of {all}"),
    };
    let columns = layout::columns(&count);
    canvas.put((end.saturating_sub(columns).max(x + 2), 1), &count, Ink::of(Role::Dim), end);
    let rule = "─".repeat(usize::from(end.saturating_sub(margin)));
    canvas.put((margin, 2), &rule, Ink::of(Role::Dim), end);
}

/// Where a line of the list stands, and on what.
struct Row<'a> {
    section: &'a str,
    y: u16,
    ground: Ground,
    margin: u16,
    end: u16,
}

fn row(deck: &Deck, hit: &Hit, at: &Row<'_>, canvas: &mut Canvas<'_>) {
    let &Row { section, y, ground, margin, end } = at;
    let ink = |role| Ink::of(role).on(ground);
    let mut x = margin;
    let mark = if ground == Ground::Picked { "▸ " } else { "  " };
    x = canvas.put((x, y), mark, ink(Role::Accent), end);
    if end.saturating_sub(margin) >= 60 {
        let clipped = layout::clip(section, usize::from(SECTION - 2));
        canvas.put((x, y), &clipped, ink(Role::Dim), end);
        x += SECTION;
    }
    let number = format!("{:>width$}  ", hit.slide + 1, width = usize::from(NUMBER - 2));
    x = canvas.put((x, y), &number, ink(Role::Dim), end);
    let Some(slide) = deck.slides.get(hit.slide) else { return };
    let title = if slide.title.is_empty() { slide.id.as_str() } else { slide.title.as_str() };
    let picked = if ground == Ground::Picked { Look::STRONG } else { Look::empty() };
    let title = layout::clip(title, usize::from(end.saturating_sub(x)));
    x = canvas.put((x, y), &title, ink(Role::Text).with(picked), end);
    if !hit.around.is_empty() {
        let room = usize::from(end.saturating_sub(x + 2));
        canvas.put((x + 2, y), &layout::clip(&hit.around, room), ink(Role::Dim), end);
    }
}
