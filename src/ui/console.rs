//! The speaker's second terminal, drawn: the slide, the next step, the notes, and what the speaker must know.

use super::canvas::{self, Canvas};
use super::frame::Frame;
use super::{captures, help, picker, stage};
use crate::app::areas::Area;
use crate::app::status::Shown;
use crate::capture::State;
use crate::console::areas::Areas;
use crate::console::{self, Console, Next, Pane, Screen, Talk};
use crate::deck::Look;
use crate::layout::{self, Line, Run, Size};
use crate::theme::{Depth, Ink, Role};

mod edges;

/// Draws the screen. The frame takes its measure.
pub fn draw(console: &Console, depth: Depth, frame: &mut Frame) {
    frame.clear(console.size, canvas::ground(console.theme, depth));
    let mut canvas = Canvas { frame, theme: console.theme, depth };
    let margin = if console.size.width >= 60 { 2 } else { 0 };
    match (&console.screen, &console.talk) {
        (Screen::Help(top), _) => help::draw(&console::help(), *top, &mut canvas),
        (_, None) => waiting(console, &mut canvas),
        (Screen::Picker(list), Some(talk)) => {
            picker::draw(&talk.deck, list, margin, &mut canvas);
        }
        (Screen::Captures(list), Some(talk)) => {
            let written = &talk.backstage.captures;
            captures::draw(&talk.deck, written, *list, margin, &mut canvas);
        }
        (_, Some(talk)) => desk(console, talk, &mut canvas),
    }
    match &console.screen {
        Screen::Hands(hands) => stage::hands(1, hands, &mut canvas),
        Screen::Break(length) => stage::break_field(1, length, &mut canvas),
        Screen::Writing(line) => {
            return captures::writing(1, console.notice(), line, &mut canvas);
        }
        Screen::Desk | Screen::Picker(_) | Screen::Help(_) | Screen::Captures(_) => {}
    }
    if let Some(notice) = console.notice() {
        stage::notice(1, notice, &mut canvas);
    }
}

/// Nothing was heard of a talk yet.
fn waiting(console: &Console, canvas: &mut Canvas<'_>) {
    let Size { width, height } = canvas.size();
    let room = usize::from(width.saturating_sub(4)).min(64);
    let (heading, text) = (Ink::of(Role::Heading).with(Look::STRONG), Ink::of(Role::Text));
    let mut said = vec![("Waiting for a talk", heading), ("", text)];
    if let Some(why) = &console.why {
        said.extend([(why.as_str(), Ink::of(Role::Warning)), ("", text)]);
    }
    let how = "Start one with `roundtable` in another terminal: this console finds it.";
    said.extend([(how, text), ("", text), ("q closes the console", Ink::of(Role::Dim))]);
    let lines = said.into_iter().flat_map(|(text, ink)| match text {
        "" => vec![Line::default()],
        text => layout::wrap(&[Run::new(text, ink)], room),
    });
    let lines: Vec<Line> = lines.collect();
    let rows = u16::try_from(lines.len()).unwrap_or(height);
    let widest = lines.iter().map(Line::columns).max().unwrap_or(0);
    let (x, top) = (width.saturating_sub(widest) / 2, height.saturating_sub(rows) / 2);
    for (y, line) in (top..height).zip(&lines) {
        canvas.line(x, y, line, width);
    }
}

fn desk(console: &Console, talk: &Talk, canvas: &mut Canvas<'_>) {
    let areas = console.areas();
    edges::head(console, talk, &areas, canvas);
    edges::foot(console, talk, &areas, canvas);
    let panes = &console.panes;
    if let Some(area) = areas.now {
        title(area, areas.next, &now_title(talk), canvas);
        body(&panes.now, area, canvas);
    }
    if let Some(area) = areas.next {
        title(area, None, &next_title(talk), canvas);
        body(&panes.next, area, canvas);
        if areas.now.is_some() {
            line_between(area, canvas);
        }
    }
    title(areas.notes, areas.side, &notes_title(console, talk, &areas), canvas);
    notes(console, talk, &areas, canvas);
    if let Some(area) = areas.side {
        let words = match &panes.votes {
            Some(votes) => {
                body(&Pane { page: votes.clone(), scroll: 0 }, area, canvas);
                " votes, for you alone "
            }
            None => {
                written(talk, area, canvas);
                " written down "
            }
        };
        title(area, None, &[(words.to_owned(), Role::Dim)], canvas);
        line_between(area, canvas);
    }
    joint(&areas, canvas);
}

/// The column of the line to the left of a part.
fn wall(area: Area) -> u16 {
    area.x.saturating_sub(2)
}

/// A line to the left of a part, from its title down.
fn line_between(area: Area, canvas: &mut Canvas<'_>) {
    let (x, dim) = (wall(area), Ink::of(Role::Dim));
    let end = canvas.size().width;
    canvas.put((x, area.y - 1), "┬", dim, end);
    for y in area.y..area.y + area.size.height {
        canvas.put((x, y), "│", dim, end);
    }
}

/// Where the line between the slides meets the row below them.
fn joint(areas: &Areas, canvas: &mut Canvas<'_>) {
    let Some(next) = areas.next.filter(|_| areas.now.is_some()) else { return };
    let meets = areas.side.is_some_and(|side| wall(side) == wall(next));
    let joint = if meets { "┼" } else { "┴" };
    canvas.put((wall(next), areas.notes.y - 1), joint, Ink::of(Role::Dim), canvas.size().width);
}

type Title = [(String, Role)];

/// The row above a part: a line with words in it.
fn title(area: Area, beside: Option<Area>, words: &Title, canvas: &mut Canvas<'_>) {
    let dim = Ink::of(Role::Dim);
    let y = area.y - 1;
    let start = area.x.saturating_sub(1);
    // It ends at the line to the part beside it, else at the edge.
    let end = beside.map_or(canvas.size().width, wall);
    canvas.put((start, y), &"─".repeat(usize::from(end.saturating_sub(start))), dim, end);
    let mut x = start + 1;
    for (words, role) in words {
        let room = usize::from(end.saturating_sub(x + 1));
        x = canvas.put((x, y), &layout::clip(words, room), Ink::of(*role), end);
    }
}

fn now_title(talk: &Talk) -> Vec<(String, Role)> {
    let instead = match talk.backstage.shown {
        Shown::Slide | Shown::Field | Shown::Break => None,
        Shown::Captures => Some("what was written down is on the stage"),
        Shown::Blank => Some("the stage is blank"),
        Shown::List => Some("a list is on the stage"),
        Shown::Help => Some("the help is on the stage"),
        Shown::Ballot => Some("the ballot is on the stage"),
        Shown::Join => Some("how to join is on the stage"),
    };
    let mut words = vec![(" now ".to_owned(), Role::Dim)];
    words.extend(instead.map(|instead| (format!("· {instead} "), Role::Warning)));
    words
}

fn next_title(talk: &Talk) -> Vec<(String, Role)> {
    let words = match talk.next() {
        Next::Step(step) => {
            let steps = talk.current().map_or(step, |slide| slide.steps);
            format!(" next step · {step} of {steps} ")
        }
        Next::Slide(slide, _) => format!(" next slide · {} ", slide + 1),
        Next::BreakEnds => " after the break ".to_owned(),
        Next::End => " this is the end ".to_owned(),
    };
    vec![(words, Role::Dim)]
}

fn notes_title(console: &Console, talk: &Talk, areas: &Areas) -> Vec<(String, Role)> {
    let notes = &console.panes.notes;
    let below = notes.page.seen_lines().saturating_sub(notes.scroll + rows(areas.notes));
    let mut words = vec![(" notes ".to_owned(), Role::Dim)];
    words.extend(match (notes.scroll, below) {
        (0, 0) => None,
        (0, below) => Some((format!("▼ {below} more, J scrolls "), Role::Accent)),
        (above, 0) => Some((format!("▲ {above} above, K scrolls "), Role::Accent)),
        (above, below) => Some((format!("▲ {above}  ▼ {below} more "), Role::Accent)),
    });
    if areas.now.is_none() {
        // There is no other place that says so.
        words.extend(now_title(talk).into_iter().skip(1));
    }
    words
}

fn notes(console: &Console, talk: &Talk, areas: &Areas, canvas: &mut Canvas<'_>) {
    let area = areas.notes;
    let end = area.x + area.size.width;
    let pane = &console.panes.notes;
    if pane.page.seen_lines() == 0 {
        let is_read = !talk.deck.slides.is_empty();
        let text =
            if is_read { "This slide has no notes." } else { "The talk is still being read." };
        canvas.put(
            (area.x, area.y),
            &layout::clip(text, usize::from(area.size.width)),
            Ink::of(Role::Dim),
            end,
        );
    }
    stage::page(&pane.page, 0, pane.scroll, area, canvas);
}

/// What was written down, the latest first; what is settled or dropped is passed over.
fn written(talk: &Talk, area: Area, canvas: &mut Canvas<'_>) {
    let end = area.x + area.size.width;
    let open = talk.backstage.captures.iter().rev().filter(|one| one.state == State::Open);
    let width = usize::from(area.size.width);
    let lines = open.flat_map(|one| {
        let kind = Run::new(format!("{}  ", one.kind.name()), Ink::of(Role::Accent));
        let mut runs = vec![kind, Run::new(one.text.as_str(), Ink::of(Role::Text))];
        let owed = [&one.owner, &one.due].into_iter().flatten();
        runs.extend(owed.map(|who| Run::new(format!(" · {}", who.as_str()), Ink::of(Role::Dim))));
        layout::wrap(&runs, width)
    });
    for (y, line) in (area.y..area.y + area.size.height).zip(lines) {
        canvas.line(area.x, y, &line, end);
    }
}

fn rows(area: Area) -> usize {
    usize::from(area.size.height)
}

/// As much of something as has room, and how much has not.
fn body(pane: &Pane, area: Area, canvas: &mut Canvas<'_>) {
    let pinned = pane.page.pinned(rows(area));
    stage::page(&pane.page, pinned, pane.scroll, area, canvas);
    let below = pane.page.seen_lines().saturating_sub(pane.scroll + rows(area));
    if below > 0 && area.size.height > 0 {
        let more = format!(" ▼ {below} ");
        let end = area.x + area.size.width;
        let x = end.saturating_sub(layout::columns(&more)).max(area.x);
        let y = area.y + area.size.height - 1;
        canvas.put((x, y), &more, Ink::of(Role::Accent), end);
    }
}
