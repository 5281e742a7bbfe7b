//! The state of a talk, drawn: a screenful of cells. Drawing reads; it changes nothing.

use crate::app::{App, Screen};
use crate::theme::Depth;

mod canvas;
mod frame;
mod help;
pub mod paint;
mod picker;
mod stage;
pub mod voter;

pub use frame::Frame;

use canvas::Canvas;

/// Draws the screen as it should look, on a terminal with that many colours. The frame takes its measure.
pub fn draw(app: &App, depth: Depth, frame: &mut Frame) {
    let ground = match &app.screen {
        Screen::Blank => canvas::darkness(depth),
        Screen::Stage | Screen::Picker(_) | Screen::Help(_) => canvas::ground(app.theme, depth),
    };
    frame.clear(app.size, ground);
    let mut canvas = Canvas { frame, theme: app.theme, depth };
    match &app.screen {
        Screen::Stage => stage::draw(app, &mut canvas),
        Screen::Blank => {}
        Screen::Picker(list) => picker::draw(app, list, &mut canvas),
        Screen::Help(top) => help::draw(*top, &mut canvas),
    }
    if let Some(notice) = app.notice().filter(|_| !matches!(app.screen, Screen::Blank)) {
        stage::notice(app, notice, &mut canvas);
    }
}
