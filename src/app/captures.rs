//! What is written down while the talk is given: the line being typed, the list, and that nothing of it is lost.

use std::sync::Arc;

use super::{App, Effect, Screen, areas};
use crate::action::Action;
use crate::capture::{Capture, CaptureChange, Draft, Kind, State};
use crate::deck::BlockKind;
use crate::keymap::{self, Code, Context, Key};
use crate::safe_text::SafeText;
use crate::voter::Field;

/// A line being typed. It stands over whatever the screen shows, so that no order takes it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing {
    /// What is typed so far.
    pub field: Field,
    /// The capture that it changes; none for a new one.
    pub changes: Option<i64>,
}

impl Writing {
    /// What is understood so far.
    pub fn draft(&self) -> Draft {
        Draft::parse(&format!("{}{}", self.field.before, self.field.after))
    }
}

/// The list of what was written down, while it is on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The index of the picked line.
    pub selected: usize,
    /// The index of the first line on the screen.
    pub top: usize,
}

/// What was written down, and what is under way.
#[derive(Clone, Debug, Default)]
pub struct Notebook {
    /// All that was written down in this session, on disk or not.
    pub captures: Arc<[Capture]>,
    /// The line being typed, if one is.
    pub writing: Option<Writing>,
    /// As it is on disk.
    disk: Arc<[Capture]>,
    /// What could not be written: new captures, numbered below zero, and changed ones.
    unwritten: Vec<Capture>,
    pending: Vec<Pending>,
    /// A new line that was left without being taken.
    aside: Field,
    /// What takes the last changes back.
    undo: Vec<CaptureChange>,
    /// Whether the speaker was told that questions are parked.
    reminded: bool,
}

/// A change on its way to the disk.
#[derive(Clone, Debug)]
struct Pending {
    ticket: u64,
    change: CaptureChange,
    at_ms: i64,
    /// The order it came by, if it did.
    order: Option<u64>,
    /// What to say when it is there.
    said: String,
}

/// The most characters of a capture.
const LONGEST: usize = 1_000;

impl App {
    /// Opens the field for a new line, or the list of all.
    pub(super) fn capture(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Capture => {
                let field = std::mem::take(&mut self.notebook.aside);
                self.notebook.writing = Some(Writing { field, changes: None });
                Vec::new()
            }
            Action::Captures => {
                let captures = &self.notebook.captures;
                let parked = captures.iter().position(Capture::is_parked);
                let selected = match parked.filter(|_| self.is_near_the_close()) {
                    Some(parked) => parked,
                    None => captures.len().saturating_sub(1),
                };
                self.screen = Screen::Captures(List { selected, top: 0 });
                self.keep_capture_in_sight();
                Vec::new()
            }
            Action::Undo => self.undo_capture(),
            _ => self.put_picked(if action == Action::Settle {
                State::Settled
            } else {
                State::Dropped
            }),
        }
    }

    /// A key while a line is typed.
    pub(super) fn press_writing(&mut self, key: Key) -> Vec<Effect> {
        self.notice = None;
        let action = keymap::resolve(Context::Writing, key);
        let Some(writing) = &mut self.notebook.writing else { return Vec::new() };
        match (action, key.code) {
            (Some(Action::Record), _) => return self.write_down(),
            (Some(Action::Leave), _) => self.put_aside(),
            (Some(Action::EraseAll), _) => writing.field = Field::default(),
            (Some(Action::Erase), _) => {
                writing.field.edit(Key::plain(Code::Backspace));
            }
            // What was typed to its end is not lost by leaving.
            (Some(Action::Quit), _) => {
                let mut effects = self.write_down();
                effects.push(Effect::Quit);
                return effects;
            }
            (Some(action), _) => return self.act(action),
            (None, Code::Char(c)) if !key.ctrl => self.type_capture(c.encode_utf8(&mut [0; 4])),
            (None, _) => {
                writing.field.edit(key);
            }
        }
        Vec::new()
    }

    pub(super) fn type_capture(&mut self, text: &str) {
        let Some(writing) = &mut self.notebook.writing else { return };
        if !writing.field.insert(text, LONGEST) {
            self.notify(format!("A line has at most {LONGEST} characters: the rest is left out"));
        }
    }

    /// Takes the line that was typed.
    pub(super) fn write_down(&mut self) -> Vec<Effect> {
        let Some(writing) = self.notebook.writing.take() else { return Vec::new() };
        let draft = writing.draft();
        if writing.field.text().is_blank() {
            return Vec::new();
        }
        if draft.text.is_blank() {
            self.notebook.writing = Some(writing);
            return self.say("There is no text yet: what is it about?");
        }
        match writing.changes {
            None => self.add(draft, None),
            Some(id) => match self.written(id).map(Capture::draft) {
                Some(before) if before == draft => Vec::new(),
                Some(before) => {
                    self.notebook.undo.push(CaptureChange::Edit(id, before));
                    let said = "Changed: u in the list takes it back".to_owned();
                    self.change(CaptureChange::Edit(id, draft), said, None)
                }
                None => self.add(draft, None),
            },
        }
    }

    /// Leaves the field. A new line that is not finished is there again when the field is opened.
    fn put_aside(&mut self) {
        let Some(writing) = self.notebook.writing.take() else { return };
        if writing.changes.is_none() && !writing.field.text().is_blank() {
            self.notebook.aside = writing.field;
            self.notify("Not written down: c goes on with that line");
        }
    }

    /// Writes down what another process tells.
    pub(super) fn capture_by_order(&mut self, line: &str, order: u64) -> Vec<Effect> {
        let draft = Draft::parse(line);
        let refused = if draft.text.is_blank() {
            "there is no text to write down".to_owned()
        } else if SafeText::new(line).graphemes() > LONGEST {
            format!("a line has at most {LONGEST} characters")
        } else {
            return self.add(draft, Some(order));
        };
        vec![Effect::Reply(order, Err(refused))]
    }

    fn add(&mut self, draft: Draft, order: Option<u64>) -> Vec<Effect> {
        let said = match draft.kind {
            Kind::Question => "Question parked: C lists all".to_owned(),
            kind => format!("{} written down: C lists all", capital(kind.name())),
        };
        let slide = self.current().map(|slide| slide.id.clone()).unwrap_or_default();
        self.change(CaptureChange::Add { draft, slide, state: State::Open }, said, order)
    }

    /// Settles or drops the picked capture; one that is so already is open again.
    fn put_picked(&mut self, state: State) -> Vec<Effect> {
        let Some(picked) = self.picked_capture() else { return Vec::new() };
        let (id, before) = (picked.id, picked.state);
        let state = if before == state { State::Open } else { state };
        self.notebook.undo.push(CaptureChange::State(id, before));
        let said = match state {
            State::Open => "Open again".to_owned(),
            state => format!("{}: u takes it back", capital(state.name())),
        };
        self.change(CaptureChange::State(id, state), said, None)
    }

    fn undo_capture(&mut self) -> Vec<Effect> {
        match self.notebook.undo.pop() {
            Some(change) => self.change(change, "It is as it was before".to_owned(), None),
            None => self.say("Nothing was changed that could be taken back"),
        }
    }

    /// Opens the field for the picked capture.
    pub(super) fn change_picked(&mut self) -> Vec<Effect> {
        if let Some(picked) = self.picked_capture() {
            let (field, changes) = (Field::of(&picked.draft().line()), Some(picked.id));
            self.notebook.writing = Some(Writing { field, changes });
        }
        Vec::new()
    }

    fn picked_capture(&self) -> Option<&Capture> {
        let Screen::Captures(list) = &self.screen else { return None };
        self.notebook.captures.get(list.selected)
    }

    fn written(&self, id: i64) -> Option<&Capture> {
        self.notebook.captures.iter().find(|capture| capture.id == id)
    }

    /// Sends a change to the disk; where there is none, it is kept here.
    fn change(&mut self, change: CaptureChange, said: String, order: Option<u64>) -> Vec<Effect> {
        let at_ms = self.now.unwrap_or_default().unix_ms;
        let pending = Pending { ticket: self.ticket(), change, at_ms, order, said };
        let is_here = match &pending.change {
            CaptureChange::Add { .. } => false,
            CaptureChange::Edit(id, _) | CaptureChange::State(id, _) => *id < 0,
        };
        match self.room.unusable.clone() {
            Some(why) => self.keep_here(&pending, &why),
            None if is_here => {
                self.notify(pending.said.clone());
                self.notebook.keep(&pending);
                self.captures_changed();
                Vec::new()
            }
            None => vec![self.send(pending)],
        }
    }

    fn send(&mut self, pending: Pending) -> Effect {
        let Pending { ticket, change, at_ms, .. } = pending.clone();
        self.notebook.pending.push(pending);
        Effect::Capture { ticket, change, at_ms }
    }

    fn keep_here(&mut self, pending: &Pending, why: &str) -> Vec<Effect> {
        self.notebook.keep(pending);
        self.captures_changed();
        self.notify(format!("Kept in this talk, not on the disk: {why}"));
        let why = format!("it is kept in the talk, but not on the disk: {why}");
        pending.order.map(|order| Effect::Reply(order, Err(why))).into_iter().collect()
    }

    /// What became of a change, if the ticket is one of those.
    pub(super) fn capture_done(
        &mut self,
        ticket: u64,
        result: &Result<(), String>,
    ) -> Option<Vec<Effect>> {
        let all = &mut self.notebook.pending;
        let at = all.iter().position(|pending| pending.ticket == ticket)?;
        let pending = all.remove(at);
        if let Err(why) = result {
            return Some(self.keep_here(&pending, why));
        }
        if !pending.said.is_empty() {
            self.notify(pending.said);
        }
        let mut effects: Vec<Effect> =
            pending.order.map(|order| Effect::Reply(order, Ok(()))).into_iter().collect();
        // The disk takes things again.
        for late in self.notebook.late() {
            let (ticket, said) = (self.ticket(), String::new());
            let (change, at_ms) = late;
            effects.push(self.send(Pending { ticket, change, at_ms, order: None, said }));
        }
        Some(effects)
    }

    /// Takes in what is on disk.
    pub(super) fn take_captures(&mut self, captures: Arc<[Capture]>) {
        self.notebook.disk = captures;
        self.captures_changed();
    }

    fn captures_changed(&mut self) {
        self.notebook.gather();
        self.stale = true;
        self.keep_capture_in_sight();
    }

    /// Why the talk should not end at a key, if there is a reason.
    pub(super) fn reason_to_stay(&self) -> Option<String> {
        if self.votes.open().is_some() {
            return Some("A poll is open: end the talk? y ends it".to_owned());
        }
        let captures = match self.notebook.unwritten.len() {
            0 => return None,
            1 => "1 capture is".to_owned(),
            some => format!("{some} captures are"),
        };
        Some(format!("{captures} not on the disk: end the talk? y ends it"))
    }

    /// Says once, as the talk comes to its close, that questions are parked.
    pub(super) fn remind(&mut self) {
        let is_busy = self.notice.is_some() || self.notebook.writing.is_some();
        let is_here = matches!(self.screen, Screen::Stage) && self.whole;
        if self.notebook.reminded || is_busy || !is_here || !self.is_near_the_close() {
            return;
        }
        let captures = self.notebook.captures.iter();
        let text = match captures.filter(|capture| capture.is_parked()).count() {
            0 => return,
            1 => "1 parked question: C lists it".to_owned(),
            some => format!("{some} parked questions: C lists them"),
        };
        self.notebook.reminded = true;
        self.notify(text);
    }

    /// Whether the last section has begun, the last slide but one, or the one before what happened is shown.
    fn is_near_the_close(&self) -> bool {
        let last_but_one = self.deck.slides.len().saturating_sub(2).max(1);
        let happened = self.deck.slides.iter().position(|slide| {
            slide.all_blocks().iter().any(|block| matches!(block.kind, BlockKind::Happened(_)))
        });
        let close = happened.map_or(last_but_one, |slide| slide.saturating_sub(1).max(1));
        let last_section = match self.deck.sections.as_slice() {
            [_, .., last] => last.slides.start,
            _ => last_but_one,
        };
        self.slide >= last_but_one.min(last_section).min(close)
    }

    pub(super) fn move_in_captures(&mut self, lines: isize) {
        let last = self.notebook.captures.len().saturating_sub(1);
        if let Screen::Captures(list) = &mut self.screen {
            list.selected = list.selected.saturating_add_signed(lines).min(last);
        }
        self.keep_capture_in_sight();
    }

    pub(super) fn keep_capture_in_sight(&mut self) {
        let height = areas::list_height(self.size);
        let rows = self.notebook.captures.len();
        let Screen::Captures(list) = &mut self.screen else { return };
        list.selected = list.selected.min(rows.saturating_sub(1));
        let lowest = (list.selected + 1).saturating_sub(height);
        list.top = list.top.clamp(lowest, list.selected).min(rows.saturating_sub(height));
    }
}

impl Notebook {
    /// Keeps a change that is not on disk.
    fn keep(&mut self, pending: &Pending) {
        let known = |id: &i64| self.captures.iter().find(|capture| capture.id == *id).cloned();
        let changed = match &pending.change {
            CaptureChange::Add { draft, slide, state } => {
                let lowest = self.unwritten.iter().map(|capture| capture.id).min().unwrap_or(0);
                let Draft { kind, text, owner, due } = draft.clone();
                let (id, slide, at_ms) = (lowest.min(0) - 1, slide.clone(), pending.at_ms);
                Some(Capture { id, kind, text, owner, due, slide, at_ms, state: *state })
            }
            CaptureChange::Edit(id, draft) => known(id).map(|capture| {
                let Draft { kind, text, owner, due } = draft.clone();
                Capture { kind, text, owner, due, ..capture }
            }),
            CaptureChange::State(id, state) => {
                known(id).map(|capture| Capture { state: *state, ..capture })
            }
        };
        let Some(changed) = changed else { return };
        self.unwritten.retain(|capture| capture.id != changed.id);
        self.unwritten.push(changed);
        self.gather();
    }

    /// The changes that bring to the disk what is not on it, each with its time; they are out of here then.
    fn late(&mut self) -> Vec<(CaptureChange, i64)> {
        let unwritten = std::mem::take(&mut self.unwritten).into_iter();
        let changes = unwritten.flat_map(|capture| {
            let (draft, at_ms) = (capture.draft(), capture.at_ms);
            let Capture { id, slide, state, .. } = capture;
            let changes = if id < 0 {
                vec![CaptureChange::Add { draft, slide, state }]
            } else {
                vec![CaptureChange::Edit(id, draft), CaptureChange::State(id, state)]
            };
            changes.into_iter().map(move |change| (change, at_ms))
        });
        changes.collect()
    }

    /// Brings together what is on disk and what is not.
    fn gather(&mut self) {
        let instead = |capture: &Capture| {
            let changed = self.unwritten.iter().find(|changed| changed.id == capture.id);
            changed.unwrap_or(capture).clone()
        };
        let mut all: Vec<Capture> = self.disk.iter().map(instead).collect();
        let is_new = |capture: &&Capture| self.disk.iter().all(|on_disk| on_disk.id != capture.id);
        let mut new: Vec<Capture> = self.unwritten.iter().filter(is_new).cloned().collect();
        new.sort_by_key(|capture| (capture.at_ms, -capture.id));
        all.extend(new);
        self.captures = all.into();
    }
}

fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
