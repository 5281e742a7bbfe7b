//! `serve`: the room without a stage.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use super::{Failure, Format};
use crate::app::App;
use crate::config::Config;
use crate::layout::Size;
use crate::runtime::{self, Desk, Told};
use crate::server::{Wish, ssh};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The deck: a folder, a markdown file, or - for standard input
    deck: Option<PathBuf>,
    /// The address at which people join; without one, where they most likely reach this machine
    #[arg(long, value_name = "ADDR")]
    bind: Option<Wish>,
    /// Where terminals join the room over SSH: an address, or `off`; without one, where the room is, at port 2222
    #[arg(long, value_name = "ADDR")]
    ssh: Option<ssh::Asked>,
    /// Begin at the slide with this id, or of this number
    #[arg(long, value_name = "ID")]
    start: Option<String>,
    /// Take up the last talk where it broke off, with its votes, its code and its port
    #[arg(long)]
    resume: bool,
    /// How to say where the room is
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The folder for votes and positions
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

/// Where the room is, as scripts read it.
#[derive(Serialize)]
struct JsonRoom<'a> {
    url: String,
    code: &'a str,
    ssh: Option<&'a str>,
    session: i64,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let (_, assembled) = super::load(arguments.deck.as_ref())?;
    let config = Config::read().map_err(Failure::usage)?;
    let theme = super::theme(None, &config, &assembled.deck);
    let mut app = App::new(assembled, theme, Size { width: 80, height: 24 });
    app.set_window(config.window);
    if let Some(wanted) = &arguments.start {
        let slide = app.deck.find(wanted).map_err(Failure::usage)?;
        app.go_to(slide, 1);
    }
    let desk = super::present::desk(arguments.data_dir.as_deref(), &app.deck, &config)?;
    let wish = arguments.bind.unwrap_or_default();
    let ssh = arguments.ssh.unwrap_or_default();
    let desk = Desk { resume: arguments.resume, wish, ssh, open: true, ..desk };
    Ok(runtime::serve(app, desk, |told| say(told, arguments.format))?)
}

/// Says where the room is, on standard output; everything else goes where errors go.
fn say(told: Told<'_>, format: Format) -> io::Result<()> {
    match (told, format) {
        (Told::Open { join, .. }, Format::Text) => {
            let mut out = io::stdout().lock();
            writeln!(out, "The room is open: http://{}", join.address())?;
            if let Some((ssh, fingerprint)) = join.ssh.as_ref().zip(join.fingerprint.as_ref()) {
                writeln!(out, "In a terminal: {ssh}\n({fingerprint})")?;
            }
            out.flush()
        }
        (Told::Open { join, session }, Format::Json) => {
            let url = format!("http://{}", join.host);
            let room = JsonRoom { url, code: &join.code, ssh: join.ssh.as_deref(), session };
            let mut out = io::stdout().lock();
            serde_json::to_writer(&mut out, &room)?;
            writeln!(out)?;
            out.flush()
        }
        (Told::Notice(why), _) => writeln!(io::stderr(), "roundtable: {why}"),
    }
}
