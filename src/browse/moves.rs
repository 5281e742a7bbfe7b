//! What keys and clicks do: move, open, turn, go back.

use super::editor::Editor;
use super::keys::{self, Act, Mode};
use super::{Browse, Effect};
use crate::deck::Slide;
use crate::keymap::{Code, Key};

impl Browse {
    pub(super) fn click(&mut self, row: u16) -> Vec<Effect> {
        let list = self.areas().list;
        if !matches!(self.mode(), Mode::List | Mode::Filter) || !list.contains(&row) {
            return Vec::new();
        }
        let index = self.list.top + usize::from(row - list.start);
        if index == self.list.selected {
            return self.act(Act::Open);
        }
        if index < self.list.rows.len() {
            self.list.selected = index;
        }
        Vec::new()
    }

    pub(super) fn act(&mut self, act: Act) -> Vec<Effect> {
        match act {
            Act::Line(lines) => self.go(lines),
            Act::Page(screens) => {
                let lines = match self.mode() {
                    Mode::Full | Mode::Help => self.areas().page.len(),
                    Mode::List | Mode::Filter | Mode::Writing => self.areas().list.len(),
                };
                self.go(screens * lines.saturating_sub(1).max(1).cast_signed());
            }
            Act::Top => self.go(isize::MIN / 2),
            Act::Bottom => self.go(isize::MAX / 2),
            Act::Open => return self.open(),
            Act::Turn(places) => {
                self.list.move_by(places, self.areas().list.len());
                return self.open();
            }
            Act::Back => return self.back(),
            Act::Filter => self.list.typing = true,
            Act::Erase => {
                self.list.query.pop();
                self.refill();
            }
            Act::EraseAll => {
                let picked = self.list.picked();
                self.list.query.clear();
                self.refill();
                self.list.pick(picked, self.areas().list.len());
            }
            Act::Write => {
                if let Some(point) = self.picked() {
                    self.editor = Some(Editor::of(self.answer(&point.id)));
                }
            }
            Act::Help => self.help = Some(0),
            Act::Redraw => return vec![Effect::Redraw],
            Act::Suspend => return self.saved_then(Effect::Suspend),
            Act::Quit => return self.saved_then(Effect::Quit),
        }
        Vec::new()
    }

    fn saved_then(&mut self, effect: Effect) -> Vec<Effect> {
        let mut effects = self.save();
        effects.push(effect);
        effects
    }

    /// Moves by lines whatever has the keys.
    pub(super) fn go(&mut self, lines: isize) {
        match self.mode() {
            Mode::List | Mode::Filter => self.list.move_by(lines, self.areas().list.len()),
            Mode::Full => {
                let limit = self.scroll_limit();
                self.full = self.full.map(|top| top.saturating_add_signed(lines).min(limit));
            }
            Mode::Help => {
                let limit = keys::help().len().saturating_sub(self.areas().page.len());
                self.help = self.help.map(|top| top.saturating_add_signed(lines).min(limit));
            }
            Mode::Writing => {
                let key = Key::plain(if lines < 0 { Code::Up } else { Code::Down });
                let field = self.areas().field(self.prompt_rows());
                for _ in 0..lines.unsigned_abs().min(9) {
                    let _ = self.editor.as_mut().map(|editor| editor.press(key, field));
                }
            }
        }
    }

    /// Shows all about the picked point.
    fn open(&mut self) -> Vec<Effect> {
        let Some(point) = self.picked() else { return Vec::new() };
        let code = self.deck.slides.get(point.slide).map(Slide::code).unwrap_or_default();
        let plain =
            code.iter().filter(|code| self.colours.get(&code.language, &code.source).is_none());
        let wishes: Vec<(String, String)> =
            plain.map(|code| (code.language.clone(), code.source.clone())).collect();
        self.full = Some(0);
        self.stale = true;
        self.list.typing = false;
        if wishes.is_empty() { Vec::new() } else { vec![Effect::Colour(wishes)] }
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.help.take().is_some() {
            return Vec::new();
        }
        if self.editor.take().is_some() {
            return self.save();
        }
        if self.full.take().is_none() {
            self.list.typing = false;
        }
        Vec::new()
    }
}
