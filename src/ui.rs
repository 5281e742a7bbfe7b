//! The state of a talk, drawn: a screenful of cells. Drawing reads; it changes nothing.

use crate::app::{App, Screen};
use crate::keymap;
use crate::theme::Depth;

pub mod assess;
pub mod browse;
mod canvas;
mod captures;
pub mod console;
mod frame;
mod help;
pub mod paint;
mod picker;
pub mod room;
mod stage;
pub mod voter;

pub use frame::Frame;

use canvas::Canvas;
use voter::Sight;

/// Draws the screen as it should look, on a terminal with that many colours. The frame takes its measure.
pub fn draw(app: &App, depth: Depth, frame: &mut Frame) {
    if matches!(app.screen, Screen::Kiosk) {
        let now_ms = app.now.map_or(0, |now| now.unix_ms);
        let leave = "ctrl-t returns to the talk";
        let sight = Sight { now_ms, size: app.size, theme: app.theme, depth, leave };
        return voter::draw(&app.kiosk, &sight, frame);
    }
    let ground = match &app.screen {
        Screen::Blank => canvas::darkness(depth),
        Screen::Stage
        | Screen::Hands(_)
        | Screen::Captures(_)
        | Screen::Break(_)
        | Screen::Join
        | Screen::Kiosk
        | Screen::Picker(_)
        | Screen::Help(_) => canvas::ground(app.theme, depth),
    };
    frame.clear(app.size, ground);
    let mut canvas = Canvas { frame, theme: app.theme, depth };
    match &app.screen {
        Screen::Stage => stage::draw(app, &mut canvas),
        Screen::Hands(hands) => {
            stage::draw(app, &mut canvas);
            stage::hands(app.areas().body.x, hands, &mut canvas);
        }
        Screen::Break(length) => {
            stage::draw(app, &mut canvas);
            stage::break_field(app.areas().body.x, length, &mut canvas);
        }
        Screen::Join => stage::join(app, &mut canvas),
        Screen::Kiosk | Screen::Blank => {}
        Screen::Picker(list) => picker::draw(&app.deck, list, app.areas().body.x, &mut canvas),
        Screen::Captures(list) => {
            let captures = &app.notebook.captures;
            captures::draw(&app.deck, captures, *list, app.areas().body.x, &mut canvas);
        }
        Screen::Help(top) => help::draw(&keymap::help(), *top, &mut canvas),
    }
    if let Some(writing) = &app.notebook.writing {
        return captures::writing(app.areas().body.x, app.notice(), writing, &mut canvas);
    }
    let quiet = matches!(app.screen, Screen::Blank | Screen::Kiosk);
    if let Some(notice) = app.notice().filter(|_| !quiet) {
        stage::notice(app.areas().body.x, notice, &mut canvas);
    }
}
