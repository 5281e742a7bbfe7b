//! `browse`: the discussion points of a deck, to read and to answer at home.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{DataArguments, Failure};
use crate::answers;
use crate::browse::Browse;
use crate::config::{self, Config};
use crate::export::points;
use crate::layout::Size;
use crate::runtime::{self, Left, terminal};
use crate::theme::Theme;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The deck: a folder, a markdown file, or - for standard input
    deck: Option<PathBuf>,
    /// Write all prompts with your own answers as Markdown, to a file or, with -, to standard output
    #[arg(long, value_name = "FILE.md")]
    export: Option<PathBuf>,
    /// The colours to use: dark, light or contrast
    #[arg(long, value_name = "NAME", value_parser = super::parse_theme)]
    theme: Option<&'static Theme>,
    #[command(flatten)]
    data: DataArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let from_stdin = arguments.deck.as_ref().is_some_and(|deck| deck.as_os_str() == "-");
    let config = Config::read().map_err(Failure::usage)?;
    let (source, assembled) = super::load(arguments.deck.as_ref())?;
    let theme = super::theme(arguments.theme, &config, &assembled.deck);
    let folder = config::data_folder(arguments.data.data_dir.as_deref());
    let (kept, trouble) = match &folder {
        Ok(folder) => answers::load(folder),
        Err(why) => (Vec::new(), Some(why.clone())),
    };
    let size = Size { width: 80, height: 24 };
    let on_paper = arguments.export.is_some() || terminal::check("browse", from_stdin).is_err();
    if let Some(trouble) = trouble.as_ref().filter(|_| on_paper) {
        warn(trouble);
    }
    let browse = Browse::new(assembled.deck, (&kept, trouble), theme, size);
    if let Some(file) = &arguments.export {
        let markdown = points::markdown(&browse);
        if file.as_os_str() == "-" {
            return print(&markdown);
        }
        let written = fs::write(file, markdown);
        written.map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        return Ok(ExitCode::SUCCESS);
    }
    if on_paper {
        return print(&points::plain(&browse));
    }
    let Left { end, unsaved, why } = runtime::browse(browse, source, config.depth, folder);
    if unsaved.is_empty() {
        return Ok(end?);
    }
    // Where even this fails, there is nobody left to read it.
    let _ = print(&points::rest(&unsaved));
    let why = why.or(end.err()).unwrap_or_else(|| "nothing says why".to_owned());
    Err(format!("what you wrote stands above, since it could not be saved: {why}").into())
}

fn print(text: &str) -> Result<ExitCode, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Says what is wrong and goes on.
fn warn(text: &str) {
    // An unwritable standard error leaves nobody to tell it to.
    let _ = writeln!(io::stderr(), "roundtable: {text}");
}
