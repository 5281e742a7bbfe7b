//! The ballot screen, drawn: for a person who has never seen it and stands at arm's length.

use super::canvas::{self, Canvas};
use super::frame::Frame;
use crate::deck::Look;
use crate::layout::{self, Line, Run, Size};
use crate::poll::PollKind;
use crate::round::{Countdown, Round};
use crate::theme::{Depth, Ground, Ink, Role, Theme};
use crate::voter::{Ballot, Hint, Said, Shown, Voter};

mod choices;
mod edges;
mod points;
mod typed;

/// All that the screen depends on besides its voter.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// The time since 1970 in UTC, in milliseconds.
    pub now_ms: i64,
    /// The measure of the screen.
    pub size: Size,
    /// The colours.
    pub theme: &'static Theme,
    /// How many of them there are.
    pub depth: Depth,
    /// How to leave, for the foot: "ctrl-t returns to the talk".
    pub leave: &'a str,
}

/// Draws what a voter sees. The frame takes its measure.
pub fn draw(voter: &Voter, sight: &Sight<'_>, frame: &mut Frame) {
    frame.clear(sight.size, canvas::ground(sight.theme, sight.depth));
    let mut canvas = Canvas { frame, theme: sight.theme, depth: sight.depth };
    match voter.shown() {
        Shown::Waiting => waiting(voter, &mut canvas),
        Shown::Thanks => thanks(voter, &mut canvas),
        Shown::Ballot(ballot) | Shown::Casting(ballot, _) => {
            self::ballot(voter, ballot, sight.now_ms, &mut canvas);
        }
    }
    let (margin, end) = margins(sight.size);
    let last = sight.size.height.saturating_sub(1);
    canvas.put((margin, last), sight.leave, Ink::of(Role::Dim), end);
}

/// Something to choose or to fill in.
struct Item {
    lines: Vec<Line>,
    /// What lies under its lines, from edge to edge.
    ground: Ground,
}

/// What there is to choose or to fill in.
struct Body {
    items: Vec<Item>,
    /// The index of the item that must be in sight.
    focus: Option<usize>,
}

/// The first column and the one after the last.
pub(super) fn margins(size: Size) -> (u16, u16) {
    /// Lines longer than this are hard to follow.
    const WIDEST: u16 = 88;
    let margin = match size.width {
        0..20 => 0,
        20..60 => 1,
        60.. => 4.max(size.width.saturating_sub(WIDEST) / 2),
    };
    (margin, size.width - margin)
}

/// Whether there are rows for air.
pub(super) fn is_roomy(size: Size) -> bool {
    size.height >= 16
}

fn waiting(voter: &Voter, canvas: &mut Canvas<'_>) {
    let mut lines = Vec::new();
    if let Some(said) = voter.said() {
        lines.extend(sentence(said, canvas));
        lines.push(Line::default());
    }
    let heading = Ink::of(Role::Heading).with(Look::STRONG);
    lines.extend(wrapped("Waiting for a question", heading, canvas));
    lines.push(Line::default());
    lines.extend(wrapped(&voter.hint().next, Ink::of(Role::Dim), canvas));
    middle(&lines, canvas);
}

fn thanks(voter: &Voter, canvas: &mut Canvas<'_>) {
    const THANKS: &str = "Thank you";
    let (margin, end) = margins(canvas.size());
    let room = Size { width: end.saturating_sub(margin), ..canvas.size() };
    let heading = Ink::of(Role::Heading).with(Look::STRONG);
    let mut lines = layout::large(THANKS, room).unwrap_or_else(|| wrapped(THANKS, heading, canvas));
    // Letters are one shape: all their rows begin at the same column.
    let widest = lines.iter().map(Line::columns).max().unwrap_or(0);
    for line in &mut lines {
        let missing = usize::from(widest.saturating_sub(line.columns()));
        line.runs.push(Run::new(" ".repeat(missing), heading));
    }
    lines.extend([Line::default(), Line::default()]);
    let next = Ink::of(Role::Text).with(Look::STRONG);
    lines.extend(wrapped(&voter.hint().next, next, canvas));
    middle(&lines, canvas);
}

/// Lines in the middle of the screen.
fn middle(lines: &[Line], canvas: &mut Canvas<'_>) {
    let Size { width, height } = canvas.size();
    let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let top = height.saturating_sub(1).saturating_sub(count) / 2;
    for (y, line) in (top..height).zip(lines) {
        canvas.line(width.saturating_sub(line.columns()) / 2, y, line, width);
    }
}

fn wrapped(text: &str, ink: Ink, canvas: &Canvas<'_>) -> Vec<Line> {
    let (margin, end) = margins(canvas.size());
    layout::wrap(&[Run::new(text, ink)], usize::from(end.saturating_sub(margin)))
}

fn sentence(said: &Said, canvas: &Canvas<'_>) -> Vec<Line> {
    if said.is_problem {
        wrapped(&format!("! {}", said.text), Ink::of(Role::Warning).with(Look::STRONG), canvas)
    } else {
        wrapped(&said.text, Ink::of(Role::Success), canvas)
    }
}

fn ballot(voter: &Voter, ballot: &Ballot, now_ms: i64, canvas: &mut Canvas<'_>) {
    let size = canvas.size();
    let (margin, end) = margins(size);
    let width = end.saturating_sub(margin);
    let roomy = u16::from(is_roomy(size));
    head(&ballot.round, now_ms, roomy, canvas);
    let top = 1 + 2 * roomy;
    let foot = foot(voter, canvas);
    let foot_rows = count(&foot);
    // The last row says how to leave.
    let bottom = size.height.saturating_sub(1 + roomy + foot_rows);
    let room = Size { width, height: bottom.saturating_sub(top) };
    let question = question(ballot, room, canvas);
    let asked = count(&question) + 1;
    let body = body(ballot, Size { height: room.height.saturating_sub(asked), ..room });
    let rows = rows(&body, room.height.saturating_sub(asked));
    let free = room.height.saturating_sub(asked).saturating_sub(count(&rows));
    let mut y = top + (free / 3).min(5);
    for line in &question {
        canvas.line(margin, y, line, end);
        y += 1;
    }
    y += 1;
    for (line, ground) in &rows {
        canvas.ground(margin, y, end, *ground);
        canvas.line(margin, y, line, end);
        y += 1;
    }
    let y = bottom.min(y + (free / 3).min(1));
    for (y, line) in (y..).zip(&foot) {
        canvas.line(margin, y, line, end);
    }
}

fn count<T>(rows: &[T]) -> u16 {
    u16::try_from(rows.len()).unwrap_or(u16::MAX)
}

/// How the poll is answered, and the time that is left.
fn head(round: &Round, now_ms: i64, y: u16, canvas: &mut Canvas<'_>) {
    let (margin, end) = margins(canvas.size());
    let again =
        if round.number > 1 { format!(" · round {}", round.number) } else { String::new() };
    let label = format!("Poll · {}{again}", layout::rule_of(&round.poll.kind));
    canvas.put((margin, y), &label, Ink::of(Role::Dim), end);
    if let Some(left) = left(round.countdown, now_ms) {
        let x = end.saturating_sub(layout::columns(&left) + 1).max(margin);
        let ink = Ink::of(Role::Accent).with(Look::STRONG);
        canvas.ground(x, y, end, Ground::Slide);
        canvas.put((x + 1, y), &left, ink, end);
    }
}

/// The time left in minutes and seconds, a begun second as a whole one.
fn left(countdown: Countdown, now_ms: i64) -> Option<String> {
    let seconds = countdown.left(now_ms)?.saturating_add(999) / 1_000;
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let paused = if matches!(countdown, Countdown::Paused(_)) { ", paused" } else { "" };
    Some(format!("{minutes}:{seconds:02} left{paused}"))
}

/// The question, in large letters on a large screen where all else has room beside them.
fn question(ballot: &Ballot, room: Size, canvas: &Canvas<'_>) -> Vec<Line> {
    /// One line of letters takes its part of so many rows.
    const LETTERS: u16 = 7;
    /// On a screen with fewer rows, text is read as fast.
    const LARGE: u16 = 30;
    let poll = &ballot.round.poll;
    let ink = Ink::of(Role::Heading).with(Look::STRONG);
    let mut lines = wrapped(&poll.question, ink, canvas);
    if canvas.size().height >= LARGE
        && let Some(mut letters) = layout::large(&poll.question, Size { height: LETTERS, ..room })
    {
        letters.push(Line::default());
        letters.extend(wrapped(&poll.question, Ink::of(Role::Dim), canvas));
        let height = room.height.saturating_sub(count(&letters) + 1);
        let body = body(ballot, Size { height, ..room });
        let needed: usize = body.items.iter().map(|item| item.lines.len() + 1).sum();
        if needed <= usize::from(height) + 1 {
            return letters;
        }
    }
    let most = usize::from(room.height.saturating_sub(4).max(1));
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.runs.push(Run::new(" …", ink));
        }
    }
    lines
}

fn body(ballot: &Ballot, room: Size) -> Body {
    match &ballot.round.poll.kind {
        PollKind::Single { choices }
        | PollKind::Multiple { choices, .. }
        | PollKind::Ranking { choices }
        | PollKind::Dots { choices, .. } => choices::body(ballot, choices, room),
        PollKind::Scale { min, max, labels } => points::body(ballot, (*min, *max), labels, room),
        PollKind::Fist => {
            let labels = ["a fist", "all five fingers"].map(str::to_owned);
            points::body(ballot, (0, 5), &labels, room)
        }
        PollKind::Number { .. } | PollKind::Words { .. } | PollKind::Text { .. } => {
            typed::body(ballot, room)
        }
    }
}

/// The items one below the other, with air between them where there is room, else as many as fit around
/// the one that must be in sight.
fn rows(body: &Body, height: u16) -> Vec<(Line, Ground)> {
    let height = usize::from(height);
    let lines: usize = body.items.iter().map(|item| item.lines.len()).sum();
    let gap = usize::from(lines + body.items.len().saturating_sub(1) <= height);
    let mut rows: Vec<(Line, Ground)> = Vec::new();
    let mut places = Vec::new();
    for item in &body.items {
        if !rows.is_empty() {
            rows.extend(std::iter::repeat_n((Line::default(), Ground::Slide), gap));
        }
        let start = rows.len();
        rows.extend(item.lines.iter().map(|line| (line.clone(), item.ground)));
        places.push(start..rows.len());
    }
    if rows.len() <= height || height < 2 || body.items.len() == 1 {
        rows.truncate(height);
        return rows;
    }
    // The last row says what is not in sight.
    let shown = height - 1;
    let middle = body.focus.and_then(|focus| places.get(focus));
    let middle = middle.map_or(0, |place| usize::midpoint(place.start, place.end));
    let top = middle.saturating_sub(shown / 2).min(rows.len() - shown);
    let above = places.iter().filter(|place| place.start < top).count();
    let below = places.iter().filter(|place| place.end > top + shown).count();
    let more = match (above, below) {
        (0, below) => format!("▼ {below} more"),
        (above, 0) => format!("▲ {above} above"),
        (above, below) => format!("▲ {above} above  ▼ {below} more"),
    };
    let mut rows: Vec<_> = rows.into_iter().skip(top).take(shown).collect();
    let more = Line { runs: vec![Run::new(more, Ink::of(Role::Accent))] };
    rows.push((more, Ground::Slide));
    rows
}

/// What to do next, and what there is to say; where there is little room, the one in place of the other.
fn foot(voter: &Voter, canvas: &Canvas<'_>) -> Vec<Line> {
    let size = canvas.size();
    let (margin, end) = margins(size);
    let width = usize::from(end.saturating_sub(margin));
    let said = voter.said().map(|said| sentence(said, canvas));
    let hint = hint(&voter.hint(), width);
    if is_roomy(size) {
        let mut lines = vec![Line::default()];
        lines.extend(hint);
        // Its room is kept, so that nothing moves when there is something to say.
        lines.extend(said.unwrap_or_else(|| vec![Line::default()]));
        return lines;
    }
    let mut lines = said.unwrap_or(hint);
    if lines.len() == 1 && size.height >= 10 {
        lines.insert(0, Line::default());
    }
    lines
}

fn hint(hint: &Hint, width: usize) -> Vec<Line> {
    let next = Run::new(&hint.next, Ink::of(Role::Accent).with(Look::STRONG));
    let also = Run::new(format!(" · {}", hint.also), Ink::of(Role::Dim));
    let fits = layout::width(&next.text) + layout::width(&also.text) <= width;
    if fits && !hint.also.is_empty() {
        return vec![Line { runs: vec![next, also] }];
    }
    layout::wrap(&[next], width)
}
