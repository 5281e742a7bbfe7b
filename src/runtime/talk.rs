//! The talk that runs, for a terminal beside the stage: a thread joins it, waits for one where none does, and joins
//! again when another begins.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use super::Mailbox;
use crate::app::status::Status;
use crate::remote::{Heard, Talk, TalkReader, TalkWriter};

/// What the running talk tells.
pub(super) enum Told {
    /// It is joined, is here, and can be asked through this.
    Joined(TalkWriter, Box<Status>),
    /// Something of it.
    Heard(Heard),
    /// It is over, or cannot be joined or understood: then a sentence says why.
    Gone(Option<String>),
}

/// How often a talk is looked for, at first and once it has not come for a while.
const LOOK: Duration = Duration::from_millis(100);
const LOOK_LATER: Duration = Duration::from_secs(1);

/// So many looks are close to each other: a talk that was killed is back within two minutes, or takes longer.
const CLOSE_LOOKS: u32 = 1_200;

/// What the talks tell, one after the other. Dropping it ends the thread.
pub(super) struct Talks {
    told: Receiver<Told>,
    _stays: Sender<()>,
}

impl Talks {
    /// Begins to look for a talk at this socket. The mailbox's bell rings whenever there is something to hear. The
    /// error is a sentence.
    pub(super) fn find(socket: PathBuf, mailbox: Mailbox) -> Result<Self, String> {
        let (tell, told) = mpsc::channel();
        let (stays, leaves) = mpsc::channel::<()>();
        let join = move || join(&socket, &tell, &mailbox, &leaves);
        let started = thread::Builder::new().name("talk".to_owned()).spawn(join);
        started.map_err(|error| format!("cannot start a thread: {error}"))?;
        Ok(Self { told, _stays: stays })
    }

    /// All that was told since.
    pub(super) fn told(&self) -> Vec<Told> {
        self.told.try_iter().collect()
    }
}

/// Joins talks and passes on what they tell, until nobody listens.
fn join(socket: &Path, tell: &Sender<Told>, mailbox: &Mailbox, leaves: &Receiver<()>) {
    let pass = |told: Told| tell.send(told).is_ok() && mailbox.ring().is_ok();
    let mut said = None;
    let mut looks = 0;
    loop {
        let goes_on = match connect(socket) {
            Ok(Some((reader, writer, status))) => {
                said = None;
                looks = 0;
                pass(Told::Joined(writer, status)) && follow(reader, &pass)
            }
            Ok(None) => true,
            Err(error) => {
                let why = error.to_string();
                let is_new = said.replace(why.clone()) != Some(why.clone());
                !is_new || pass(Told::Gone(Some(why)))
            }
        };
        looks += 1;
        let look = if looks < CLOSE_LOOKS { LOOK } else { LOOK_LATER };
        if !goes_on || leaves.recv_timeout(look) == Err(RecvTimeoutError::Disconnected) {
            return;
        }
    }
}

type Joined = (TalkReader, TalkWriter, Box<Status>);

fn connect(socket: &Path) -> io::Result<Option<Joined>> {
    let Some(talk) = Talk::connect(socket)? else { return Ok(None) };
    let status = Box::new(talk.status().clone());
    let (reader, writer) = talk.split()?;
    Ok(Some((reader, writer, status)))
}

/// Passes on what one talk tells, to its end; whether anybody still listens.
fn follow(reader: TalkReader, pass: &impl Fn(Told) -> bool) -> bool {
    for heard in reader {
        let heard = match heard {
            Ok(heard) => heard,
            Err(why) => return pass(Told::Gone(Some(why))),
        };
        if !pass(Told::Heard(heard)) {
            return false;
        }
    }
    pass(Told::Gone(None))
}
