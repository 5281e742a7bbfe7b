//! Inked text to cells of the screen, clipped at its edges.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier, Style};

use super::frame::Frame;
use crate::deck::Look;
use crate::layout::{self, Line, Size};
use crate::theme::{self, Colour, Depth, Ground, Ink, Rgb, Role, Theme};

/// What is drawn on, and in which colours.
pub(super) struct Canvas<'a> {
    pub(super) frame: &'a mut Frame,
    pub(super) theme: &'static Theme,
    pub(super) depth: Depth,
}

impl Canvas<'_> {
    /// The measure of the screen.
    pub(super) fn size(&self) -> Size {
        self.frame.size()
    }

    /// Writes a text from a cell on, at most up to column `end`; the column after it.
    pub(super) fn put(&mut self, at: (u16, u16), text: &str, ink: Ink, end: u16) -> u16 {
        let style = self.style(ink);
        let end = end.min(self.frame.size().width);
        let (mut x, y) = at;
        for (cluster, columns) in layout::graphemes(text) {
            if x + columns > end {
                break;
            }
            if let Some(cell) = self.frame.cell(x, y) {
                cell.set_symbol(cluster).set_style(style);
            }
            // The second cell of a wide character holds nothing of its own.
            if columns == 2
                && let Some(cell) = self.frame.cell(x + 1, y)
            {
                cell.set_symbol("").set_style(style);
            }
            x += columns;
        }
        x
    }

    /// Writes a line of a page, at most up to column `end`.
    pub(super) fn line(&mut self, x: u16, y: u16, line: &Line, end: u16) {
        let mut x = x;
        for run in &line.runs {
            x = self.put((x, y), &run.text, run.ink, end);
        }
    }

    /// Gives a row another ground, over the columns from `x` to before `end`.
    pub(super) fn ground(&mut self, x: u16, y: u16, end: u16, ground: Ground) {
        let style = self.style(Ink::of(Role::Text).on(ground));
        for column in x..end.min(self.frame.size().width) {
            if let Some(cell) = self.frame.cell(column, y) {
                cell.set_symbol(" ").set_style(style);
            }
        }
    }

    fn style(&self, ink: Ink) -> Style {
        style(self.theme, self.depth, ink)
    }
}

/// An empty cell of a slide.
pub(super) fn ground(theme: &Theme, depth: Depth) -> Cell {
    let mut cell = Cell::default();
    cell.set_style(style(theme, depth, Ink::of(Role::Text)));
    cell
}

/// A cell of a screen that is to be black, whatever the theme.
pub(super) fn darkness(depth: Depth) -> Cell {
    let mut cell = Cell::default();
    match depth {
        Depth::None => {}
        Depth::Ansi | Depth::Indexed => cell.bg = Color::Indexed(0),
        Depth::True => cell.bg = Color::Rgb(0, 0, 0),
    }
    cell
}

fn style(theme: &Theme, depth: Depth, ink: Ink) -> Style {
    let theme::Style { foreground, background, look, reversed, faint } = theme.style(ink, depth);
    let mut style = Style::reset();
    style.fg = foreground.map(colour).or(style.fg);
    style.bg = background.map(colour).or(style.bg);
    let looks = [
        (look.contains(Look::STRONG), Modifier::BOLD),
        (look.contains(Look::EMPHASIS), Modifier::ITALIC),
        (look.contains(Look::STRIKE), Modifier::CROSSED_OUT),
        (look.contains(Look::UNDERLINE), Modifier::UNDERLINED),
        (reversed, Modifier::REVERSED),
        (faint, Modifier::DIM),
    ];
    for (_, modifier) in looks.into_iter().filter(|(wanted, _)| *wanted) {
        style = style.add_modifier(modifier);
    }
    style
}

fn colour(colour: Colour) -> Color {
    match colour {
        Colour::Palette(index) => Color::Indexed(index),
        Colour::True(Rgb(red, green, blue)) => Color::Rgb(red, green, blue),
    }
}
