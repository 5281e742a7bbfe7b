//! `present`: the talk on this terminal.

use std::path::Path;
use std::process::ExitCode;

use super::{Failure, PresentArguments, rehearsals};
use crate::app::App;
use crate::config::{self, Config};
use crate::deck::Deck;
use crate::layout::Size;
use crate::remote;
use crate::runtime::{self, Desk, terminal};
use crate::server::{Wish, ssh};
use crate::source::Extent;

pub(super) fn run(arguments: &PresentArguments) -> Result<ExitCode, Failure> {
    let from_stdin = arguments.deck.as_ref().is_some_and(|deck| deck.as_os_str() == "-");
    let source = super::find(arguments.deck.as_ref())?;
    terminal::check("the stage", from_stdin).map_err(Failure::usage)?;
    let config = Config::read().map_err(Failure::usage)?;
    // A slide that is asked for by name can be anywhere, and so can those of an agenda, and
    // the one at which a talk broke off.
    let anywhere = arguments.start.is_some() || arguments.agenda.is_some() || arguments.resume;
    let assembled = source.load(if anywhere { Extent::Whole } else { Extent::Head })?;
    let theme = super::theme(arguments.theme, &config, &assembled.deck);
    let mut app = App::new(assembled, theme, Size { width: 80, height: 24 });
    app.set_window(config.window);
    if let Some(name) = &arguments.agenda
        && !app.keep_agenda(name)
    {
        return Err(Failure::usage(no_such_agenda(name, &app.deck)));
    }
    if let Some(wanted) = &arguments.start {
        let slide = app.deck.find(wanted).map_err(Failure::usage)?;
        app.go_to(slide, 1);
    }
    if arguments.rehearse {
        app.rehearse();
        let data = config::data_folder(arguments.data_dir.as_deref());
        let nothing = Err("this is a rehearsal".to_owned());
        let given = runtime::present(app, source, config.depth, nothing)?;
        rehearsals::conclude(&given.app, data)?;
        return Ok(given.end?);
    }
    let desk = desk(arguments.data_dir.as_deref(), &app.deck, &config).map(|desk| Desk {
        resume: arguments.resume,
        wish: arguments.serve.unwrap_or_default(),
        ssh: arguments.ssh.unwrap_or_default(),
        open: arguments.serve.is_some(),
        ..desk
    });
    Ok(runtime::present(app, source, config.depth, desk)?.end?)
}

/// Where a talk keeps its votes.
pub(super) fn desk(data_dir: Option<&Path>, deck: &Deck, config: &Config) -> Result<Desk, String> {
    let folder = config::data_folder(data_dir)?;
    let socket = remote::socket_path(&config::runtime_folder(), &folder);
    let title = deck.meta.title.clone().unwrap_or_default();
    let (wish, ssh, keep_days) = (Wish::default(), ssh::Asked::default(), config.keep_days);
    Ok(Desk { folder, socket, title, resume: false, wish, ssh, open: false, keep_days })
}

fn no_such_agenda(name: &str, deck: &Deck) -> String {
    let names: Vec<&str> = deck.agendas.iter().map(|agenda| agenda.name.as_str()).collect();
    if names.contains(&name) {
        return format!("the agenda `{name}` shows no slide: `roundtable check` says why");
    }
    let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    format!("no agenda `{name}`: the deck has {known}")
}
