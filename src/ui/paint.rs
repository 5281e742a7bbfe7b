//! Cells to bytes: what must be sent to a terminal that shows one screen so that it shows another.
//!
//! A talk goes over slow lines, and a key must not wait for a terminal to catch up. So only what can be
//! seen to differ is sent, a short stretch that stays the same is written again where that takes fewer
//! bytes than a jump over it, and a style is changed by what changes of it.

use std::fmt::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::frame::Frame;

/// The bytes that turn a screen that shows `previous` into one that shows `next`; none if nothing
/// differs. Where the measures differ, or without `previous`, every cell is sent.
pub fn changes(previous: Option<&Frame>, next: &Frame) -> String {
    let previous = previous.filter(|previous| previous.size() == next.size());
    let mut painter = Painter { out: String::new(), at: None, style: None };
    for y in 0..next.size().height {
        if !previous.is_some_and(|previous| next.is_bare_as_on(previous, y)) {
            painter.row(previous.map(|previous| previous.row(y)), next.row(y), y);
        }
    }
    if !painter.out.is_empty() {
        painter.out.push_str("\x1b[m");
    }
    painter.out
}

/// The screen as lines of text, without the blanks at their ends; with `colours`, styled by escape
/// codes that end with each line.
pub fn lines(screen: &Frame, colours: bool) -> String {
    let mut text = String::new();
    for y in 0..screen.size().height {
        let mut painter = Painter { out: String::new(), at: Some((0, y)), style: None };
        for cell in screen.row(y) {
            if colours {
                painter.set_style(cell);
            }
            painter.out.push_str(cell.symbol());
        }
        text.push_str(if colours { &painter.out } else { painter.out.trim_end() });
        text.push_str(if colours { "\x1b[m\n" } else { "\n" });
    }
    text
}

/// What a terminal has been told so far.
struct Painter {
    out: String,
    /// Where the next text lands, where that is known.
    at: Option<(u16, u16)>,
    /// The style it lands in; none is the terminal's own.
    style: Option<(Color, Color, Modifier)>,
}

impl Painter {
    fn row(&mut self, previous: Option<&[Cell]>, next: &[Cell], y: u16) {
        for (column, cell) in next.iter().enumerate() {
            let before = previous.and_then(|previous| previous.get(column));
            // The second half of a wide character comes with the first.
            if cell.symbol().is_empty() || before.is_some_and(|before| looks_like(before, cell)) {
                continue;
            }
            let x = u16::try_from(column).unwrap_or(u16::MAX);
            self.go_to(next, x, y);
            self.write(cell);
            let wide = next.get(column + 1).is_some_and(|half| half.symbol().is_empty());
            let after = column + 1 + usize::from(wide);
            // After the last column terminals differ in where they say they are.
            let x = u16::try_from(after).ok().filter(|_| after < next.len());
            // And where several characters make one, in how wide it is.
            let is_certain = cell.symbol().chars().nth(1).is_none();
            self.at = x.filter(|_| is_certain).map(|x| (x, y));
        }
    }

    /// Moves to a cell by the fewest bytes: by writing again what lies between, or by a jump.
    fn go_to(&mut self, row: &[Cell], x: u16, y: u16) {
        const SHORT: u16 = 4;
        let Some((from, _)) = self.at.filter(|(from, at)| *at == y && *from <= x) else {
            self.jump(x, y);
            return;
        };
        let between = row.get(usize::from(from)..usize::from(x)).unwrap_or_default();
        let same = between.iter().all(|cell| cell.symbol().len() == 1 && self.style_fits(cell));
        if x - from <= SHORT && same {
            self.out.extend(between.iter().map(Cell::symbol));
        } else {
            self.escape(format_args!("{}C", x - from));
        }
    }

    fn jump(&mut self, x: u16, y: u16) {
        match x {
            0 => self.escape(format_args!("{}H", y + 1)),
            _ => self.escape(format_args!("{};{}H", y + 1, x + 1)),
        }
    }

    fn escape(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = write!(self.out, "\x1b[{what}");
    }

    fn write(&mut self, cell: &Cell) {
        self.set_style(cell);
        self.out.push_str(cell.symbol());
    }

    /// Whether a cell would look right in the style that is set.
    fn style_fits(&self, cell: &Cell) -> bool {
        let Some((foreground, background, modifier)) = self.style else { return false };
        if cell.symbol() == " " {
            let (set, wanted) = (modifier & SEEN_ON_BLANKS, cell.modifier & SEEN_ON_BLANKS);
            return background == cell.bg
                && set == wanted
                && (set.is_empty() || foreground == cell.fg);
        }
        (foreground, background, modifier) == (cell.fg, cell.bg, cell.modifier)
    }

    /// Sets the style of a cell, by what differs from the one that is set.
    fn set_style(&mut self, cell: &Cell) {
        if self.style_fits(cell) {
            return;
        }
        let (foreground, background, modifier) =
            self.style.unwrap_or((Color::Reset, Color::Reset, Modifier::empty()));
        let mut codes = String::new();
        let gone = modifier - cell.modifier;
        let mut added = cell.modifier - modifier;
        // Bold and faint are ended by one code.
        if gone.intersects(BRIGHTNESS) {
            added |= cell.modifier & BRIGHTNESS;
        }
        for (modifier, _, off) in MODIFIERS.iter().filter(|(modifier, ..)| gone.contains(*modifier))
        {
            let twice = *modifier == Modifier::DIM && gone.contains(Modifier::BOLD);
            if !twice {
                add_code(&mut codes, off);
            }
        }
        for (_, on, _) in MODIFIERS.iter().filter(|(modifier, ..)| added.contains(*modifier)) {
            add_code(&mut codes, on);
        }
        // The text's colour is not seen on a blank: it stays what it is.
        let blank = cell.symbol() == " " && !cell.modifier.intersects(SEEN_ON_BLANKS);
        let wanted = if blank { foreground } else { cell.fg };
        if wanted != foreground {
            add_code(&mut codes, &colour(wanted, 30, 90));
        }
        if cell.bg != background {
            add_code(&mut codes, &colour(cell.bg, 40, 100));
        }
        if !codes.is_empty() {
            self.escape(format_args!("{codes}m"));
        }
        self.style = Some((wanted, cell.bg, cell.modifier));
    }
}

/// What shows even where there is no letter.
const SEEN_ON_BLANKS: Modifier =
    Modifier::UNDERLINED.union(Modifier::CROSSED_OUT).union(Modifier::REVERSED);

const BRIGHTNESS: Modifier = Modifier::BOLD.union(Modifier::DIM);

/// The modifiers that a theme can ask for, with the codes that begin and end them (ECMA-48, SGR).
const MODIFIERS: [(Modifier, &str, &str); 6] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

fn add_code(codes: &mut String, code: &str) {
    if !codes.is_empty() {
        codes.push(';');
    }
    codes.push_str(code);
}

/// The code of a colour: the 16 that every terminal has begin at `low` and `bright`.
fn colour(colour: Color, low: u8, bright: u8) -> String {
    match colour {
        Color::Indexed(index @ 0..8) => (low + index).to_string(),
        Color::Indexed(index @ 8..16) => (bright + index - 8).to_string(),
        Color::Indexed(index) => format!("{};5;{index}", low + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", low + 8),
        // The theme gives no other kind.
        _ => (low + 9).to_string(),
    }
}

/// Whether two cells cannot be told apart.
fn looks_like(a: &Cell, b: &Cell) -> bool {
    if a.symbol() != b.symbol() || a.bg != b.bg {
        return false;
    }
    if a.symbol() == " " {
        let (seen_a, seen_b) = (a.modifier & SEEN_ON_BLANKS, b.modifier & SEEN_ON_BLANKS);
        return seen_a == seen_b && (seen_a.is_empty() || a.fg == b.fg);
    }
    a.fg == b.fg && a.modifier == b.modifier
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Size;
    use proptest::prelude::*;
    use ratatui::style::Style;

    const WIDTH: u16 = 12;
    const HEIGHT: u16 = 4;

    /// A screen with some texts on it, wide characters among them, in a few styles.
    fn screen(texts: &[(u16, u16, u8, String)]) -> Frame {
        let mut frame = Frame::default();
        frame.clear(Size { width: WIDTH, height: HEIGHT }, Cell::default());
        for (x, y, style, text) in texts {
            let looks = [
                Modifier::empty(),
                Modifier::BOLD,
                Modifier::DIM,
                Modifier::ITALIC,
                Modifier::UNDERLINED,
            ];
            let ink = Style::reset()
                .fg(Color::Indexed(style % 20))
                .bg(Color::Rgb(0, 0, style / 64))
                .add_modifier(looks[usize::from(style % 5)]);
            let mut x = *x;
            for c in text.chars() {
                let columns = if c.is_ascii() { 1 } else { 2 };
                if x + columns > WIDTH {
                    break;
                }
                // What is left of a wide character that is half overwritten is a blank.
                let cut =
                    |at: u16| at < WIDTH && frame.row(*y)[usize::from(at)].symbol().is_empty();
                let (before, after) = (cut(x), cut(x + columns));
                for (_, half) in
                    [(before, x.wrapping_sub(1)), (after, x + columns)].iter().filter(|half| half.0)
                {
                    frame.cell(*half, *y).unwrap().set_symbol(" ");
                }
                frame.cell(x, *y).unwrap().set_symbol(&c.to_string()).set_style(ink);
                if columns == 2 {
                    frame.cell(x + 1, *y).unwrap().set_symbol("").set_style(ink);
                }
                x += columns;
            }
        }
        frame
    }

    fn texts() -> impl Strategy<Value = Vec<(u16, u16, u8, String)>> {
        proptest::collection::vec((0..WIDTH, 0..HEIGHT, any::<u8>(), "[ab 日語]{1,8}"), 0..8)
    }

    /// What a terminal shows: text, colours and boldness of every cell.
    fn shown(terminal: &vt100::Parser) -> Vec<String> {
        let cell = |x, y| {
            let cell = terminal.screen().cell(y, x).unwrap();
            let text = if cell.contents().is_empty() { " " } else { cell.contents() };
            if cell.is_wide_continuation() {
                return "continued".to_owned();
            }
            let foreground = if text == " " && !cell.underline() && !cell.inverse() {
                String::new()
            } else {
                format!("{:?}", cell.fgcolor())
            };
            let bold = text != " " && cell.bold();
            format!(
                "{text} {foreground} {:?} {bold} {} {}",
                cell.bgcolor(),
                cell.underline(),
                cell.inverse()
            )
        };
        (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| cell(x, y))).collect()
    }

    proptest! {
        #[test]
        fn a_terminal_that_is_told_the_changes_shows_the_next_screen(before in texts(), after in texts()) {
            let (before, after) = (screen(&before), screen(&after));
            let mut stepwise = vt100::Parser::new(HEIGHT, WIDTH, 0);
            stepwise.process(changes(None, &before).as_bytes());
            stepwise.process(changes(Some(&before), &after).as_bytes());
            let mut afresh = vt100::Parser::new(HEIGHT, WIDTH, 0);
            afresh.process(changes(None, &after).as_bytes());
            prop_assert_eq!(shown(&stepwise), shown(&afresh));
        }

        #[test]
        fn nothing_is_sent_where_nothing_differs(texts in texts()) {
            let screen = screen(&texts);
            prop_assert_eq!(changes(Some(&screen), &screen), "");
        }
    }

    #[test]
    fn a_short_stretch_that_stays_is_written_again() {
        let before = screen(&[(0, 0, 1, "aaaaa".into())]);
        let after = screen(&[(0, 0, 1, "baaab".into())]);
        assert_eq!(changes(Some(&before), &after), "\x1b[1H\x1b[1;31;48;2;0;0;0mbaaab\x1b[m");
    }

    #[test]
    fn plain_lines_end_with_their_last_letter() {
        let screen = screen(&[(1, 0, 0, "a日b".into())]);
        assert_eq!(lines(&screen, false), " a日b\n\n\n\n");
        assert!(lines(&screen, true).contains("\x1b[30;48;2;0;0;0ma日b"));
    }
}
