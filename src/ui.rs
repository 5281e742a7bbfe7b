//! The state of a talk, drawn: a screenful of cells. Drawing reads; it changes nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Screen};
use crate::layout::Size;
use crate::theme::Depth;

mod canvas;
mod help;
pub mod paint;
mod picker;
mod stage;

use canvas::Canvas;

/// The screen as it should look, on a terminal with that many colours.
pub fn draw(app: &App, depth: Depth) -> Buffer {
    let Size { width, height } = app.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let mut canvas = Canvas { buffer: &mut buffer, theme: app.theme, depth };
    match &app.screen {
        Screen::Stage => stage::draw(app, &mut canvas),
        Screen::Blank => canvas.darken(),
        Screen::Picker(list) => picker::draw(app, list, &mut canvas),
        Screen::Help(top) => help::draw(*top, &mut canvas),
    }
    if let Some(notice) = app.notice() {
        stage::notice(app, notice, &mut canvas);
    }
    buffer
}
