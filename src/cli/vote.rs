//! `vote`: this terminal becomes the ballot, voter after voter.

use std::process::ExitCode;

use super::{Failure, VoteArguments};
use crate::config::{self, Config};
use crate::remote;
use crate::runtime::{self, terminal};
use crate::theme::Theme;

pub(super) fn run(arguments: &VoteArguments) -> Result<ExitCode, Failure> {
    terminal::check("the ballot", false).map_err(Failure::usage)?;
    let config = Config::read().map_err(Failure::usage)?;
    let folder = config::data_folder(arguments.data.data_dir.as_deref())?;
    let socket = remote::socket_path(&config::runtime_folder(), &folder)?;
    let [default, ..] = Theme::ALL;
    let named = config.theme.as_deref().and_then(Theme::named);
    let theme = arguments.theme.or(named).unwrap_or(default);
    Ok(runtime::vote(socket, theme, config.depth)?)
}
