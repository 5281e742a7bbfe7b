//! Who drives: one console at a time. The others watch, and may take the wheel; scripts and clickers are not consoles
//! and are not asked.

use super::{Board, ClientId, Notes};
use crate::app::status::ConsoleAt;
use crate::remote::Wheel;

/// The most characters of a console's name.
const LONGEST_NAME: usize = 24;

impl Board {
    /// Does what consoles agree on; the consoles there are then. The error is a sentence.
    pub(in super::super) fn agree(
        &self,
        client: ClientId,
        wheel: Wheel,
    ) -> Result<Vec<ConsoleAt>, String> {
        let mut notes = self.notes();
        match wheel {
            Wheel::Follow { name, drive } => notes.follow(client, name, drive),
            Wheel::Drive(None) => notes.take_wheel(client)?,
            Wheel::Drive(Some(name)) => notes.give_wheel(client, &name)?,
            Wheel::Consoles => return Ok(notes.consoles_seen_by(client)),
        }
        notes.backstage_version += 1;
        let consoles = notes.consoles_seen_by(client);
        drop(notes);
        self.changed.notify_all();
        Ok(consoles)
    }

    /// Whether a client may tell the talk what to do. The error says who else does.
    pub(in super::super) fn may_order(&self, client: ClientId) -> Result<(), String> {
        let notes = self.notes();
        let is_console = notes.clients.get(&client).is_some_and(|client| client.console.is_some());
        if !is_console || notes.driver == Some(client) {
            return Ok(());
        }
        Err(match notes.driver.and_then(|driver| notes.name(driver)) {
            Some(name) => format!("`{name}` drives: take the wheel first"),
            None => "nobody drives: take the wheel first".to_owned(),
        })
    }
}

impl Notes {
    fn follow(&mut self, client: ClientId, name: Option<String>, drive: bool) {
        let name = name.map(|name| name.trim().chars().take(LONGEST_NAME).collect::<String>());
        let name = self.free_name(client, name.as_deref().filter(|name| !name.is_empty()));
        if let Some(client) = self.clients.get_mut(&client) {
            client.console = Some(name);
        }
        if drive && self.driver.is_none() {
            self.driver = Some(client);
        }
    }

    /// The name, or with a number the first like it that no other console has.
    fn free_name(&self, client: ClientId, wanted: Option<&str>) -> String {
        let others = self.clients.iter().filter(|(id, _)| **id != client);
        let taken: Vec<&str> = others.filter_map(|(_, other)| other.console.as_deref()).collect();
        let base = wanted.unwrap_or("console");
        let numbered = (2..).map(|number| format!("{base} {number}"));
        let mut names = std::iter::once(base.to_owned()).chain(numbered);
        names.find(|name| !taken.contains(&name.as_str())).unwrap_or_default()
    }

    fn take_wheel(&mut self, client: ClientId) -> Result<(), String> {
        if self.name(client).is_none() {
            return Err("only a console drives: say which".to_owned());
        }
        self.driver = Some(client);
        Ok(())
    }

    fn give_wheel(&mut self, client: ClientId, name: &str) -> Result<(), String> {
        let consoles =
            || self.clients.iter().filter_map(|(id, one)| Some((*id, one.console.as_deref()?)));
        if self.name(client).is_some() && self.driver != Some(client) {
            return Err("you do not drive: take the wheel first".to_owned());
        }
        let wanted = consoles().find(|(_, console)| *console == name).map(|(id, _)| id);
        let wanted = wanted.ok_or_else(|| {
            let names: Vec<String> = consoles().map(|(_, name)| format!("`{name}`")).collect();
            let there = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            format!("no console `{name}` has joined: there is {there}")
        })?;
        self.driver = Some(wanted);
        Ok(())
    }

    fn name(&self, client: ClientId) -> Option<&str> {
        self.clients.get(&client)?.console.as_deref()
    }

    /// All consoles in the order in which they came.
    pub(super) fn consoles_seen_by(&self, client: ClientId) -> Vec<ConsoleAt> {
        let consoles =
            self.clients.iter().filter_map(|(id, one)| Some((*id, one.console.clone()?)));
        consoles
            .map(|(id, name)| ConsoleAt {
                name,
                drives: self.driver == Some(id),
                you: id == client,
            })
            .collect()
    }

    /// Forgets a client. A wheel that it held is free: whoever joins next to drive has it.
    pub(super) fn leave(&mut self, client: ClientId) {
        let was_console =
            self.clients.remove(&client).is_some_and(|client| client.console.is_some());
        if self.driver == Some(client) {
            self.driver = None;
        }
        if was_console {
            self.backstage_version += 1;
        }
    }
}
