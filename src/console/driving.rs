//! Keys: those that are the stage's own are orders, sent by the console that drives.

use super::{Console, Effect, Screen};
use crate::action::{Action, ClockOrder, Discuss, Order};
use crate::app::Hands;
use crate::app::picker::Scope;
use crate::keymap::{self, Code, Context, HelpLine, Key};

/// The keys of the console, for its help.
pub fn help() -> Vec<HelpLine> {
    let mut lines = keymap::help_of(&[Context::Console], |_| true);
    let on_stage = |binding: &keymap::Binding| works_here(binding.action);
    lines.extend(keymap::help_of(&[Context::Stage], on_stage).into_iter().skip(1));
    lines.push(HelpLine::Blank);
    let others = [Context::List, Context::Field, Context::Hands, Context::Break, Context::Captures];
    lines.extend(keymap::help_of(&others, |binding| {
        !(binding.context == Context::Captures && binding.action == Action::Pick)
    }));
    lines
}

/// Whether a key of the stage does something here, besides those that the console has a word of its own for.
fn works_here(action: Action) -> bool {
    !matches!(action, Action::Quit | Action::Notes | Action::Kiosk)
}

impl Console {
    pub(super) fn press(&mut self, key: Key) -> Vec<Effect> {
        self.notice = None;
        if let Some(poll) = self.asking.take()
            && key.code == Code::Char('y')
        {
            return self.order(Order::Reset(poll));
        }
        if matches!(self.screen, Screen::Writing(_)) {
            return self.press_writing(key);
        }
        let context = match &self.screen {
            Screen::Desk => Context::Console,
            Screen::Picker(picker) if picker.typing => Context::Field,
            Screen::Picker(_) => Context::List,
            Screen::Hands(_) => Context::Hands,
            Screen::Break(_) => Context::Break,
            Screen::Writing(_) => Context::Writing,
            Screen::Captures(_) => Context::Captures,
            Screen::Help(_) => Context::Help,
        };
        match (keymap::resolve(context, key), key.code) {
            (Some(action), _) => self.act(action),
            (None, Code::Char(c)) if !key.ctrl => {
                self.type_in(&c.to_string());
                Vec::new()
            }
            (None, _) => Vec::new(),
        }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let count = if matches!(action, Action::Digit(_)) { None } else { self.count.take() };
        match action {
            Action::Quit => return vec![Effect::Quit],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Redraw => return vec![Effect::Redraw],
            Action::Next => return self.order(Order::Next),
            Action::Back => return self.order(Order::Previous),
            Action::Blank => return self.order(Order::Blank),
            Action::Confirm => {
                return match count {
                    Some(number) => self.go_to_number(number),
                    None => self.order(Order::Next),
                };
            }
            Action::Last => {
                return match count {
                    Some(number) => self.go_to_number(number),
                    None => self.order(Order::Act(action)),
                };
            }
            Action::NextHit => return self.go_to_hit(1),
            Action::PreviousHit => return self.go_to_hit(-1),
            Action::Pick => return self.pick(),
            Action::DiscussForward => return self.order(Order::Discuss(Discuss::Next)),
            Action::DiscussBack => return self.order(Order::Discuss(Discuss::Back)),
            Action::Break => return self.ask_for_break(count),
            Action::Pace => return self.tell_pace(),
            Action::Clock if count == Some(0) => {
                return self.order(Order::Clock(ClockOrder::Start));
            }
            Action::Clock if count.is_some() => return self.say("Only the stage sets the clock"),
            Action::Capture => self.write(),
            Action::Captures => self.list_captures(),
            Action::Settle => return self.put_picked(Order::Settle),
            Action::Drop => return self.put_picked(Order::Dismiss),
            Action::Hands => return self.count_hands(),
            Action::Record => return self.record(),
            Action::ResetVotes => return self.ask_to_reset(),
            Action::TakeWheel => return self.take_wheel(),
            Action::GiveWheel => return self.give_wheel(),
            Action::Digit(digit) => {
                let count = self.count.unwrap_or(0).saturating_mul(10) + usize::from(digit);
                self.count = Some(count.min(999_999));
            }
            Action::Help => self.screen = Screen::Help(0),
            Action::Overview => self.open(Scope::Overview),
            Action::GoTo => self.open(Scope::GoTo),
            Action::Search => self.open(Scope::Search),
            Action::Leave => self.leave(),
            Action::Filter | Action::Erase | Action::EraseAll => self.edit(action),
            Action::NotesDown => self.scroll_notes(true),
            Action::NotesUp => self.scroll_notes(false),
            Action::ScrollDown | Action::ScrollUp if matches!(self.screen, Screen::Help(_)) => {
                self.scroll_help(action == Action::ScrollDown);
            }
            Action::Down
            | Action::Up
            | Action::PageDown
            | Action::PageUp
            | Action::Top
            | Action::Bottom => self.move_pick(action),
            _ if action.name_for_consoles().is_some() => return self.order(Order::Act(action)),
            _ => return self.say("Only a key on the stage does this"),
        }
        Vec::new()
    }

    /// Has the talk do something, if it is this console's to say.
    pub(super) fn order(&mut self, order: Order) -> Vec<Effect> {
        let Some(talk) = self.talk.as_ref().filter(|_| self.is_joined) else {
            return self.say("No talk is running: this console waits for one");
        };
        match talk.driver() {
            Some(driver) if driver.you => vec![Effect::Order(order)],
            Some(driver) => {
                let text = format!("{} drives: i takes the wheel", driver.name);
                self.say(&text)
            }
            None => self.say("Nobody drives: i takes the wheel"),
        }
    }

    /// Says how the talk stands against its plan, and what to do about it.
    fn tell_pace(&mut self) -> Vec<Effect> {
        let now_ms = self.now.map_or(0, |now| now.unix_ms);
        let pace = self.talk.as_ref().and_then(|talk| talk.pace(now_ms));
        let Some(pace) = pace else { return self.say("The talk follows no agenda") };
        let more = [pace.ending(), pace.advice()].into_iter().flatten();
        let text = std::iter::once(pace.summary()).chain(more).collect::<Vec<_>>().join(" · ");
        self.say(&text)
    }

    fn take_wheel(&mut self) -> Vec<Effect> {
        match self.talk.as_ref().filter(|_| self.is_joined) {
            Some(talk) if talk.is_driven_here() => self.say("You drive"),
            Some(_) => vec![Effect::TakeWheel],
            None => self.say("No talk is running: this console waits for one"),
        }
    }

    /// Lets the console that came after this one drive; after the last comes the first.
    fn give_wheel(&mut self) -> Vec<Effect> {
        let consoles = self.talk.as_ref().map(|talk| &*talk.consoles).unwrap_or_default();
        let Some(here) = consoles.iter().position(|console| console.you) else {
            return self.say("No talk is running: this console waits for one");
        };
        let next = consoles.iter().cycle().nth(here + 1).filter(|next| !next.you);
        let Some(next) = next else { return self.say("No other console has joined") };
        if consoles.get(here).is_some_and(|console| !console.drives) {
            return self.say("You do not drive: i takes the wheel");
        }
        vec![Effect::GiveWheel(next.name.clone())]
    }

    fn go_to_number(&mut self, number: usize) -> Vec<Effect> {
        let slides = self.talk.as_ref().map(|talk| &*talk.deck.slides).unwrap_or_default();
        match number.checked_sub(1).and_then(|index| slides.get(index)) {
            Some(slide) => {
                let slide = slide.id.clone();
                self.order(Order::Place { slide, step: 1 })
            }
            None => {
                let text = format!("There is no slide {number}: they run to {}", slides.len());
                self.say(&text)
            }
        }
    }

    fn count_hands(&mut self) -> Vec<Effect> {
        let in_hand = self.talk.as_ref().and_then(super::Talk::poll_in_hand);
        let Some((poll, latest)) = in_hand else {
            return self.say("There is no poll on this slide");
        };
        match Hands::new(&poll, latest) {
            Some(hands) => {
                self.screen = Screen::Hands(hands);
                Vec::new()
            }
            None => self.say("Hands cannot answer this kind of poll"),
        }
    }

    /// Takes what was typed: counts of hands, or how long a break is.
    fn record(&mut self) -> Vec<Effect> {
        let hands = match &self.screen {
            Screen::Hands(hands) => hands,
            Screen::Break(length) => return self.begin_break(&length.typed.clone()),
            _ => return Vec::new(),
        };
        match hands.checked() {
            Ok(counts) => {
                self.screen = Screen::Desk;
                self.order(Order::Hands(counts))
            }
            Err(why) => self.say(&why),
        }
    }

    fn ask_to_reset(&mut self) -> Vec<Effect> {
        let in_hand = self.talk.as_ref().and_then(super::Talk::poll_in_hand);
        let Some((poll, _)) = in_hand.filter(|(_, latest)| latest.is_some()) else {
            return self.say("There are no votes on this poll");
        };
        self.notify(format!("Forget all votes on `{}`? y forgets them", poll.id));
        if let Some(notice) = &mut self.notice {
            notice.until = None;
        }
        self.asking = Some(poll.id.clone());
        Vec::new()
    }
}
