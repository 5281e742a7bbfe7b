//! The self-assessment on this terminal, from its warning to whatever file is asked for.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::End;
use super::session::{self, Session};
use crate::app::Event;
use crate::assess::{Assess, Effect};
use crate::assessment::Answer;
use crate::export;
use crate::store::Sheets;
use crate::theme::{Depth, Theme};
use crate::ui;
use crate::ui::assess::Room;
use crate::voter::Said;

/// What a self-assessment needs besides its statements.
#[derive(Debug)]
pub struct Study {
    /// The colours.
    pub theme: &'static Theme,
    /// How many of them there are.
    pub depth: Depth,
    /// The file to write the result into, if one was named.
    pub export: Option<PathBuf>,
    /// Where the sheets of a group are kept.
    pub sheets: Option<Sheets>,
}

/// The file that a result is written into where none was named.
const NAME: &str = "roundtable-assessment";

/// Asks on this terminal until somebody leaves; the exit code and what was answered, or a sentence.
pub fn assess(assess: Assess, study: Study) -> Result<(ExitCode, Assess), String> {
    let (session, _mailbox) = Session::open()?;
    let mut desk = Desk { assess, study, session, written: None };
    let code = session::run(|| desk.run()).told()?;
    let Desk { assess, study, session, written } = desk;
    drop(session);
    // Who named a file wants it, whether or not they thought of the key.
    if let Some(path) = study.export.filter(|path| written.as_ref() != Some(path))
        && assess.has_result()
    {
        write(&path, &export::assessment::markdown(&assess), false)?;
    }
    Ok((code, assess))
}

struct Desk {
    assess: Assess,
    study: Study,
    session: Session,
    /// The file that this run has written, which it may write again.
    written: Option<PathBuf>,
}

impl Desk {
    fn run(&mut self) -> io::Result<End> {
        loop {
            let Study { theme, depth, .. } = self.study;
            let room = Room { size: self.session.size, theme, depth };
            self.assess.settle(ui::assess::most(&self.assess, room.size));
            let assess = &self.assess;
            if let Some(end) = self.session.show(|frame| ui::assess::draw(assess, &room, frame)) {
                return Ok(end);
            }
            for event in self.session.wait(None)? {
                let effect = match event {
                    Event::Key(key) => self.assess.press(key),
                    Event::Wheel(lines) => {
                        self.assess.scroll(i32::from(lines));
                        None
                    }
                    _ => None,
                };
                if self.carry_out(effect) {
                    return Ok(End::Quit);
                }
                self.assess.settle(ui::assess::most(&self.assess, room.size));
            }
            for message in self.session.messages() {
                if let Some(end) = self.session.obey(&message) {
                    return Ok(end);
                }
            }
        }
    }

    /// Does what is to be done; whether that is to leave.
    fn carry_out(&mut self, effect: Option<Effect>) -> bool {
        match effect {
            Some(Effect::Leave) => return true,
            Some(Effect::Stop) => {
                self.session.suspend();
            }
            Some(Effect::Record(sheet)) => {
                let result = self.record(&sheet);
                self.assess.recorded(sheet, result);
            }
            Some(Effect::Write) => {
                let result = self.write();
                self.assess.written(result);
            }
            None => {}
        }
        false
    }

    /// Keeps a sheet. It is called recorded only once it is on the disk.
    fn record(&mut self, sheet: &[Answer]) -> Result<Said, String> {
        let text = match &mut self.study.sheets {
            Some(sheets) => {
                sheets.append(sheet)?;
                "Your sheet is recorded."
            }
            None => "Your sheet is kept until this program ends.",
        };
        Ok(Said { text: text.to_owned(), is_problem: false })
    }

    fn write(&mut self) -> Result<String, String> {
        let text = export::assessment::markdown(&self.assess);
        let path = match (&self.written, &self.study.export) {
            (Some(path), _) => {
                write(path, &text, true)?;
                path.clone()
            }
            (None, Some(path)) => {
                write(path, &text, false)?;
                path.clone()
            }
            (None, None) => write_anew(&text)?,
        };
        self.written = Some(path.clone());
        Ok(path.display().to_string())
    }
}

/// Writes into a file of this folder whose name is free.
fn write_anew(text: &str) -> Result<PathBuf, String> {
    let numbered = (2..1_000).map(|number| format!("{NAME}-{number}.md"));
    for name in std::iter::once(format!("{NAME}.md")).chain(numbered) {
        let path = PathBuf::from(name);
        if fs::symlink_metadata(&path).is_err() {
            write(&path, text, false)?;
            return Ok(path);
        }
    }
    Err(format!("cannot write the result: there are too many files named {NAME}"))
}

/// Writes a file for this user alone; one that is there already only where it may be replaced.
pub fn write(path: &Path, text: &str, again: bool) -> Result<(), String> {
    let mut options = OpenOptions::new();
    let options = options.write(true).mode(0o600);
    let options =
        if again { options.create(true).truncate(true) } else { options.create_new(true) };
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            format!("{} is there already and is left as it is: name another file", path.display())
        }
        _ => format!("cannot write {}: {error}", path.display()),
    })
}
