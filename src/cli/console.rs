//! `console`: the speaker's second terminal.

use std::process::ExitCode;

use clap::Args;

use super::{DataArguments, Failure};
use crate::config::{self, Config};
use crate::remote;
use crate::runtime::{self, terminal};
use crate::theme::Theme;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What other consoles call this one
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    data: DataArguments,
}

pub(super) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    terminal::check("the console", false).map_err(Failure::usage)?;
    let config = Config::read().map_err(Failure::usage)?;
    let folder = config::data_folder(arguments.data.data_dir.as_deref())?;
    let socket = remote::socket_path(&config::runtime_folder(), &folder)?;
    let [default, ..] = Theme::ALL;
    let named = config.theme.as_deref().and_then(Theme::named);
    let theme = named.unwrap_or(default);
    Ok(runtime::console(socket, arguments.name, theme, config.depth)?)
}
