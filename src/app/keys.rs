//! What a key does to a talk.

use super::picker::Scope;
use super::rounds::Asking;
use super::{App, Effect, Notes, Screen};
use crate::action::Action;
use crate::keymap::{self, Code, Context, Key};

impl App {
    /// Takes in a key: it is for who types, or means what the screen shown makes of it.
    pub(super) fn press(&mut self, key: Key) -> Vec<Effect> {
        if matches!(self.screen, Screen::Kiosk) {
            let deed = self.kiosk.press(key);
            return self.do_deed(deed);
        }
        if self.notebook.writing.is_some() {
            return self.press_writing(key);
        }
        if let Some(effects) = self.answer(key) {
            return effects;
        }
        let context = self.context();
        let action = keymap::resolve(context, key);
        self.notice = None;
        let leaves = matches!(action, Some(Action::Quit | Action::Suspend));
        if !self.whole && !leaves {
            self.waiting.push(key);
            return Vec::new();
        }
        if matches!(self.screen, Screen::Blank) && !leaves {
            self.screen = Screen::Stage;
            return Vec::new();
        }
        if matches!(self.screen, Screen::Join) && action != Some(Action::Invite) {
            self.screen = Screen::Stage;
            if action == Some(Action::Leave) {
                return Vec::new();
            }
        }
        if key == Key::char('q')
            && leaves
            && let Some(why) = self.reason_to_stay()
        {
            return self.ask(Asking::Quit, why);
        }
        match (action, key.code) {
            (Some(action), _) => self.act(action),
            (None, Code::Char(c)) if !key.ctrl => {
                self.type_in(&c.to_string());
                Vec::new()
            }
            (None, _) => Vec::new(),
        }
    }

    /// What keys mean at this moment.
    pub(super) fn context(&self) -> Context {
        match &self.screen {
            Screen::Stage | Screen::Blank | Screen::Join | Screen::Kiosk => Context::Stage,
            Screen::Hands(_) => Context::Hands,
            Screen::Captures(_) => Context::Captures,
            Screen::Break(_) => Context::Break,
            Screen::Picker(picker) if picker.typing => Context::Field,
            Screen::Picker(_) => Context::List,
            Screen::Help(_) => Context::Help,
        }
    }

    /// Does what a key or a word of the speaker stands for.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        let count = if matches!(action, Action::Digit(_)) { None } else { self.count.take() };
        match action {
            Action::Quit => return vec![Effect::Quit],
            // Only consoles have these.
            Action::TakeWheel | Action::GiveWheel => {}
            Action::VoteForward
            | Action::VoteBack
            | Action::Hands
            | Action::UndoHands
            | Action::Kiosk
            | Action::ResetVotes => return self.vote(action),
            Action::Capture | Action::Captures | Action::Settle | Action::Drop | Action::Undo => {
                return self.capture(action);
            }
            Action::MoreTime
            | Action::PauseTime
            | Action::DiscussForward
            | Action::DiscussBack
            | Action::Break => return self.steer(action, count),
            Action::Clock | Action::Pace | Action::Skip => return self.time(action, count),
            Action::Resume => return self.resume(),
            Action::Record => return self.record(),
            Action::Suspend | Action::Invite => return self.reach(action),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Reload => return self.read_again(),
            Action::Next => return self.next(),
            Action::Confirm => {
                return match count {
                    Some(number) => self.go_to_number(number),
                    None => self.next(),
                };
            }
            Action::Back => return self.back(),
            Action::First => return self.go_to(0, 1),
            Action::Last => return self.go_to_number(count.unwrap_or(self.deck.slides.len())),
            Action::NextHit => return self.go_to_hit(1),
            Action::PreviousHit => return self.go_to_hit(-1),
            Action::Pick => return self.pick(),
            Action::Digit(digit) => {
                let count = self.count.unwrap_or(0).saturating_mul(10) + usize::from(digit);
                self.count = Some(count.min(999_999));
            }
            Action::Theme => self.change_theme(),
            Action::Notes => {
                self.notes = if self.notes.is_some() { None } else { Some(Notes::default()) };
                self.stale = true;
            }
            Action::Blank => self.screen = Screen::Blank,
            Action::Help => self.screen = Screen::Help(0),
            Action::Overview => self.open(Scope::Overview),
            Action::GoTo => self.open(Scope::GoTo),
            Action::Search => self.open(Scope::Search),
            // A number that is typed is all there is to leave.
            Action::Leave if count.is_some() => {}
            Action::Leave => return self.leave(),
            Action::Filter | Action::Erase | Action::EraseAll => self.edit(action),
            Action::ScrollDown | Action::ScrollUp | Action::HalfDown | Action::HalfUp => {
                self.scroll_by(action);
            }
            Action::NotesDown | Action::NotesUp => self.scroll_notes(action),
            Action::Down
            | Action::Up
            | Action::PageDown
            | Action::PageUp
            | Action::Top
            | Action::Bottom => self.move_pick(action),
        }
        Vec::new()
    }

    fn change_theme(&mut self) {
        self.theme = self.theme.next();
        self.notify(format!("Theme: {}", self.theme.name));
    }
}
