//! `present`: the talk on this terminal.

use std::process::ExitCode;

use super::{Failure, PresentArguments};
use crate::app::App;
use crate::config::Config;
use crate::layout::Size;
use crate::runtime::{self, terminal};
use crate::source::Extent;

pub(super) fn run(arguments: &PresentArguments) -> Result<ExitCode, Failure> {
    let from_stdin = arguments.deck.as_ref().is_some_and(|deck| deck.as_os_str() == "-");
    let source = super::find(arguments.deck.as_ref())?;
    terminal::check(from_stdin).map_err(Failure::usage)?;
    let config = Config::read().map_err(Failure::usage)?;
    // A slide that is asked for by name can be anywhere.
    let extent = if arguments.start.is_some() { Extent::Whole } else { Extent::Head };
    let assembled = source.load(extent)?;
    let start = arguments.start.as_deref();
    let slide = start.map(|wanted| super::find_slide(&assembled.deck, wanted)).transpose();
    let slide = slide.map_err(Failure::usage)?.unwrap_or(0);
    let theme = super::theme(arguments.theme, &config, &assembled.deck);
    let mut app = App::new(assembled, theme, Size { width: 80, height: 24 });
    app.go_to(slide, 1);
    Ok(runtime::present(app, source, config.depth)?)
}
