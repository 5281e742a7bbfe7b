//! `show`: one frame of the stage, as text.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use super::{Failure, ShowArguments, StepChoice, When};
use crate::app::App;
use crate::config::Config;
use crate::deck::{Code, Slide, Step};
use crate::highlight::Highlighter;
use crate::theme::Depth;
use crate::ui::{self, Frame};

pub(super) fn run(arguments: &ShowArguments) -> Result<ExitCode, Failure> {
    let config = Config::read().map_err(Failure::usage)?;
    let (_, assembled) = super::load(arguments.deck.as_ref())?;
    let wanted = arguments.slide.as_deref();
    let slide = wanted
        .map(|wanted| assembled.deck.find(wanted).map_err(Failure::usage))
        .transpose()?
        .unwrap_or(0);
    let steps = assembled.deck.slides.get(slide).map_or(1, |slide| slide.steps);
    let step = match arguments.step {
        StepChoice::Last => Step::MAX,
        StepChoice::Number(step) if step > steps => {
            let message = format!("the slide has no step {step}: they run from 1 to {steps}");
            return Err(Failure::usage(message));
        }
        StepChoice::Number(step) => step,
    };
    let colours = match arguments.color {
        Some(When::Always) => true,
        Some(When::Never) => false,
        None => io::stdout().is_terminal() && config.depth != Depth::None,
    };
    let theme = super::theme(arguments.theme, &config, &assembled.deck);
    let mut app = App::new(assembled, theme, arguments.size);
    app.go_to(slide, step);
    if colours {
        highlight(&mut app);
    }
    app.settle();
    // Colours that are asked for are given, as many as the terminal might have.
    let depth = if colours && config.depth == Depth::None { Depth::True } else { config.depth };
    let mut frame = Frame::default();
    ui::draw(&app, depth, &mut frame);
    let mut out = io::stdout().lock();
    out.write_all(ui::paint::lines(&frame, colours).as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Highlights the code on the slide, now: nobody waits for this frame but its reader.
fn highlight(app: &mut App) {
    let code: Vec<Code> =
        app.current().map(Slide::code).unwrap_or_default().into_iter().cloned().collect();
    if code.is_empty() {
        return;
    }
    let highlighter = Highlighter::default();
    for Code { language, source, .. } in code {
        let lines = highlighter.colour(&language, &source);
        app.colours_mut().insert(&language, &source, lines);
    }
}
