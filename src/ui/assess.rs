//! The self-assessment, drawn: one thing at a time, and a result that says how little it knows.

use super::canvas::{self, Canvas};
use super::frame::Frame;
use super::voter::{is_roomy, margins};
use crate::assess::{Assess, Screen, Seat};
use crate::deck::Look;
use crate::layout::{self, Line, Run, Size};
use crate::theme::{Depth, Ink, Role, Theme};

mod asked;
mod results;

/// All that the screen depends on besides what is filled in.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The measure of the screen.
    pub size: Size,
    /// The colours.
    pub theme: &'static Theme,
    /// How many of them there are.
    pub depth: Depth,
}

/// Draws the screen. The frame takes its measure.
pub fn draw(assess: &Assess, room: &Room, frame: &mut Frame) {
    frame.clear(room.size, canvas::ground(room.theme, room.depth));
    let mut canvas = Canvas { frame, theme: room.theme, depth: room.depth };
    let (margin, end) = margins(room.size);
    if !is_result(assess) {
        canvas.line(margin, u16::from(is_roomy(room.size)), &head(assess), end);
    }
    let space = Space::of(assess, room.size);
    let page = page(assess, &space);
    let most = page.lines.len().saturating_sub(space.height);
    let top = assess.top().min(if most > 0 { most + 1 } else { 0 });
    let free = space.height.saturating_sub(page.lines.len());
    let gap = if page.is_airy { (free / 3).min(5) } else { 0 };
    let y = space.top + u16::try_from(gap).unwrap_or(0);
    for (y, line) in (y..).zip(shown(&page.lines, top, space.height)) {
        canvas.line(margin, y, &line, end);
    }
    for (y, line) in (space.top + space.rows()..room.size.height).zip(&space.foot) {
        canvas.line(margin, y, line, end);
    }
}

/// How many lines the page can be scrolled by.
pub fn most(assess: &Assess, size: Size) -> usize {
    let space = Space::of(assess, size);
    let lines = page(assess, &space).lines.len();
    // Of a page that is scrolled, the last row says what is not in sight.
    if lines > space.height { lines + 1 - space.height } else { 0 }
}

/// The result as lines of text, each of at most so many columns.
pub fn text(assess: &Assess, width: u16) -> String {
    /// The rows that a plot is made for.
    const ROWS: usize = 40;
    let space = Space { width: usize::from(width), height: ROWS, top: 0, foot: Vec::new() };
    let mut lines = space.wrap(&assess.assessment().title, Ink::of(Role::Heading));
    lines.extend(space.wrap(asked::FIRST, Ink::of(Role::Warning)));
    lines.push(Line::default());
    lines.extend(page(assess, &space).lines);
    let text = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
    let lines: Vec<String> = lines.iter().map(|line| text(line).trim_end().to_owned()).collect();
    format!("{}\n", lines.join("\n"))
}

/// Lines one below the other.
struct Page {
    lines: Vec<Line>,
    /// Whether there is to be air above them.
    is_airy: bool,
}

/// The room for a page, and what stands below it.
struct Space {
    width: usize,
    height: usize,
    top: u16,
    foot: Vec<Line>,
}

impl Space {
    fn of(assess: &Assess, size: Size) -> Self {
        let (margin, end) = margins(size);
        let width = usize::from(end.saturating_sub(margin));
        let roomy = is_roomy(size);
        let foot = foot(assess, width, roomy);
        let air = u16::from(roomy);
        let top = if is_result(assess) { air } else { 1 + 2 * air };
        let rows = u16::try_from(foot.len()).unwrap_or(u16::MAX);
        let height = usize::from(size.height.saturating_sub(top).saturating_sub(rows));
        Self { width, height, top, foot }
    }

    fn rows(&self) -> u16 {
        u16::try_from(self.height).unwrap_or(u16::MAX)
    }

    fn wrap(&self, text: &str, ink: Ink) -> Vec<Line> {
        layout::wrap(&[Run::new(text, ink)], self.width)
    }

    /// A text beside a mark or a number that is so many columns wide.
    fn hanging(&self, mark: &Run, text: &str, ink: Ink) -> Vec<Line> {
        let indent = layout::width(&mark.text);
        let lines = layout::wrap(&[Run::new(text, ink)], self.width.saturating_sub(indent).max(1));
        let hung = lines.into_iter().enumerate().map(|(index, line)| {
            let blank = Run::new(" ".repeat(indent), Ink::default());
            let first = if index == 0 { mark.clone() } else { blank };
            Line { runs: std::iter::once(first).chain(line.runs).collect() }
        });
        hung.collect()
    }
}

/// Whether a plot needs all the rows there are.
fn is_result(assess: &Assess) -> bool {
    matches!(assess.screen(), Screen::Result | Screen::Group)
}

fn strong(role: Role) -> Ink {
    Ink::of(role).with(Look::STRONG)
}

fn page(assess: &Assess, space: &Space) -> Page {
    let airy = |lines| Page { lines, is_airy: true };
    let dense = |lines| Page { lines, is_airy: false };
    match assess.screen() {
        Screen::Warning => airy(asked::warning(assess, space)),
        Screen::Statement(index) => airy(asked::statement(assess, index, space)),
        Screen::Gate(index) => airy(asked::gate(assess, index, space)),
        Screen::Ready => airy(asked::ready(assess, space)),
        Screen::Thanks => airy(asked::thanks(assess, space)),
        Screen::Result => dense(results::result(assess, space)),
        Screen::Group => dense(results::group(assess, space)),
        Screen::About => dense(results::about(assess, space)),
    }
}

/// The lines that fit, and a row that says how many do not.
fn shown(lines: &[Line], top: usize, height: usize) -> Vec<Line> {
    if lines.len() <= height || height < 2 {
        return lines.iter().take(height).cloned().collect();
    }
    let rows = height - 1;
    let top = top.min(lines.len() - rows);
    let below = lines.len() - top - rows;
    let mut shown: Vec<Line> = lines.iter().skip(top).take(rows).cloned().collect();
    let more = match (top, below) {
        (0, below) => format!("▼ {below} more lines"),
        (top, 0) => format!("▲ {top} lines above"),
        (top, below) => format!("▲ {top} lines above  ▼ {below} more"),
    };
    shown.push(Line { runs: vec![Run::new(more, Ink::of(Role::Accent))] });
    shown
}

/// What the whole is called, or how far it has come.
fn head(assess: &Assess) -> Line {
    /// The columns of the bar.
    const BAR: usize = 24;
    let dim = Ink::of(Role::Dim);
    let assessment = assess.assessment();
    let (count, at, what) = match assess.screen() {
        Screen::Statement(index) => (assessment.statements.len(), index + 1, ""),
        Screen::Gate(index) => (assessment.gates.len(), index + 1, "beside the score: "),
        _ => return Line { runs: vec![Run::new(&assessment.title, dim)] },
    };
    let done = BAR * at / count.max(1);
    let runs = vec![
        Run::new(format!("{what}{at} of {count}  "), dim),
        Run::new("━".repeat(done), Ink::of(Role::Accent)),
        Run::new("─".repeat(BAR.saturating_sub(done)), dim),
    ];
    Line { runs }
}

/// What there is to say, and which keys there are.
fn foot(assess: &Assess, width: usize, roomy: bool) -> Vec<Line> {
    let said = assess.said().map(|said| {
        let (mark, role) =
            if said.is_problem { ("! ", Role::Warning) } else { ("", Role::Success) };
        layout::wrap(&[Run::new(format!("{mark}{}", said.text), strong(role))], width)
    });
    let (next, also) = keys(assess);
    let next = Run::new(next, strong(Role::Accent));
    let also = Run::new(also, Ink::of(Role::Dim));
    let keys = layout::wrap(&[next, also], width);
    if !roomy {
        return said.unwrap_or(keys);
    }
    let mut lines = Vec::new();
    lines.extend((!is_result(assess)).then(Line::default));
    // Its room is kept, so that nothing moves when there is something to say.
    lines.extend(said.unwrap_or_else(|| vec![Line::default()]));
    lines.extend(keys);
    lines.push(Line::default());
    lines
}

/// The keys to go on with, and the others.
fn keys(assess: &Assess) -> (&'static str, &'static str) {
    let is_group = assess.seat() == Seat::Group;
    match assess.screen() {
        Screen::Warning if is_group => ("enter begins", " · ctrl-t ends and shows all sheets"),
        Screen::Warning => ("enter begins", " · q leave"),
        Screen::Statement(_) if is_group => ("1–5 or d answers", " · ← back · → pass over"),
        Screen::Statement(_) => ("1–5 or d answers", " · ← back · → pass over · q leave"),
        Screen::Gate(index) => {
            let gate = assess.assessment().gates.get(index);
            let is_typed = gate.is_some_and(|gate| asked::fields(&gate.ask).len() > 1);
            if is_typed {
                ("digits, then enter", " · d don't know · ← back · q leave")
            } else {
                ("y or n answers", " · d don't know · ← back · → pass over · q leave")
            }
        }
        Screen::Ready => ("enter hands the sheet in", " · ← back"),
        Screen::Thanks => ("enter brings the next sheet", " · ctrl-t ends and shows all sheets"),
        Screen::Result => {
            ("↓ more · a about · w write a file", " · ← change · r start again · q leave")
        }
        Screen::Group => ("↓ more · a about · w write a file", " · enter another sheet · q leave"),
        Screen::About => ("a back to the result", " · ↓ more · q leave"),
    }
}
