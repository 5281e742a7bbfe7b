//! Keys to actions: one table, which the help is made of too.

use std::fmt;

use crate::action::Action;

/// A key as it was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether control was held.
    pub ctrl: bool,
    /// Whether shift was held, where the character does not already say so.
    pub shift: bool,
}

/// The keys there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A character, with shift applied.
    Char(char),
    /// A function key, from 1.
    F(u8),
    /// Enter or return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// The arrow to the left.
    Left,
    /// The arrow to the right.
    Right,
    /// The arrow up.
    Up,
    /// The arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up, which presenters' remote controls send for back.
    PageUp,
    /// Page down, which they send for next.
    PageDown,
}

impl Key {
    /// A key with nothing held.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, shift: false }
    }

    /// A character with nothing held.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A character with control held.
    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, shift: false }
    }

    const fn shift(code: Code) -> Self {
        Self { code, ctrl: false, shift: true }
    }
}

impl fmt::Display for Key {
    /// The key as people call it: `→`, `space`, `ctrl-z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.ctrl { "ctrl-" } else { "" })?;
        f.write_str(if self.shift { "shift-" } else { "" })?;
        match self.code {
            Code::Char(' ') => f.write_str("space"),
            Code::Char(c) => write!(f, "{c}"),
            Code::F(number) => write!(f, "F{number}"),
            Code::Enter => f.write_str("enter"),
            Code::Esc => f.write_str("esc"),
            Code::Tab => f.write_str("tab"),
            Code::Backspace => f.write_str("backspace"),
            Code::Delete => f.write_str("delete"),
            Code::Left => f.write_str("←"),
            Code::Right => f.write_str("→"),
            Code::Up => f.write_str("↑"),
            Code::Down => f.write_str("↓"),
            Code::Home => f.write_str("home"),
            Code::End => f.write_str("end"),
            Code::PageUp => f.write_str("PgUp"),
            Code::PageDown => f.write_str("PgDn"),
        }
    }
}

/// What the keys act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The slide.
    Stage,
    /// A list to pick from.
    List,
    /// A text field: letters are text.
    Field,
    /// The field for a count of hands.
    Hands,
    /// The list of what was written down.
    Captures,
    /// The line in which something is written down: letters are text.
    Writing,
    /// The field for the length of a break.
    Break,
    /// The list of keys.
    Help,
    /// The speaker's second terminal, besides what [`Self::Stage`] has.
    Console,
}

impl Context {
    /// Every context, in the order in which help lists them.
    pub const ALL: [Self; 9] = [
        Self::Stage,
        Self::List,
        Self::Field,
        Self::Hands,
        Self::Break,
        Self::Writing,
        Self::Captures,
        Self::Help,
        Self::Console,
    ];

    /// What help calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Stage => "On stage",
            Self::List => "In a list",
            Self::Field => "While typing",
            Self::Hands => "While counting hands",
            Self::Break => "While typing a break",
            Self::Writing => "While writing down",
            Self::Captures => "In the list of what was written down",
            Self::Help => "In this help",
            Self::Console => "In the console",
        }
    }
}

/// Keys that mean the same.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where they mean it.
    pub context: Context,
    /// The keys, the one to learn first.
    pub keys: &'static [Key],
    /// What they mean.
    pub action: Action,
    /// What it does, for the help.
    pub help: &'static str,
}

const fn bind(
    context: Context,
    keys: &'static [Key],
    action: Action,
    help: &'static str,
) -> Binding {
    Binding { context, keys, action, help }
}

const fn c(c: char) -> Key {
    Key::char(c)
}

const fn k(code: Code) -> Key {
    Key::plain(code)
}

use Action as A;
use Context::{Break, Captures, Console, Field, Hands, Help, List, Stage, Writing};

/// Every binding there is. Digits, and letters in a field, are the only keys besides.
pub const BINDINGS: &[Binding] = &[
    bind(
        Stage,
        &[k(Code::Right), c(' '), k(Code::PageDown), c('n'), c('l')],
        A::Next,
        "next step or slide",
    ),
    bind(
        Stage,
        &[k(Code::Left), k(Code::PageUp), c('p'), c('h'), k(Code::Backspace)],
        A::Back,
        "back",
    ),
    bind(Stage, &[k(Code::Enter)], A::Confirm, "the slide of the number typed, else next"),
    bind(Stage, &[c('g'), k(Code::Home)], A::First, "first slide"),
    bind(Stage, &[c('G'), k(Code::End)], A::Last, "last slide; 12G is slide 12"),
    bind(Stage, &[c('j'), k(Code::Down)], A::ScrollDown, "scroll down what does not fit"),
    bind(Stage, &[c('k'), k(Code::Up)], A::ScrollUp, "scroll up"),
    bind(Stage, &[Key::ctrl('d')], A::HalfDown, "scroll down half a screen"),
    bind(Stage, &[Key::ctrl('u')], A::HalfUp, "scroll up half a screen"),
    bind(Stage, &[c('o'), k(Code::Tab)], A::Overview, "overview of all slides"),
    bind(Stage, &[c(':')], A::GoTo, "go to a slide by number, id or title"),
    bind(Stage, &[c('/')], A::Search, "search titles, slides and notes"),
    bind(Stage, &[Key::ctrl('n')], A::NextHit, "next place that the search found"),
    bind(Stage, &[Key::ctrl('p')], A::PreviousHit, "the place before it"),
    bind(Stage, &[c('s')], A::Notes, "speaker notes under the slide"),
    bind(Stage, &[c('J'), Key::shift(Code::Down)], A::NotesDown, "scroll the notes down"),
    bind(Stage, &[c('K'), Key::shift(Code::Up)], A::NotesUp, "scroll the notes up"),
    bind(Stage, &[c('b'), c('.')], A::Blank, "blank screen; any key but q ends it"),
    bind(Stage, &[c('v')], A::VoteForward, "open the poll, close it, reveal it, again"),
    bind(Stage, &[c('V')], A::VoteBack, "take the last of these back"),
    bind(Stage, &[c('+')], A::MoreTime, "30 seconds more for the poll or the discussion"),
    bind(Stage, &[c('P')], A::PauseTime, "pause its clock, or let it run"),
    bind(Stage, &[c('d')], A::DiscussForward, "begin the discussion, its next phase, end it"),
    bind(Stage, &[c('D')], A::DiscussBack, "take the last of these back"),
    bind(Stage, &[c('z')], A::Break, "a break: type minutes or a time; z ends it"),
    bind(Stage, &[c('H')], A::Hands, "type the counts of a show of hands"),
    bind(Stage, &[c('U')], A::UndoHands, "take back the last counts"),
    bind(Stage, &[c('B')], A::Kiosk, "vote here, one after another; ctrl-t returns"),
    bind(Stage, &[c('i')], A::Invite, "let the room join; then show how, or hide it"),
    bind(Stage, &[c('X')], A::ResetVotes, "forget all votes on the poll; asks first"),
    bind(Stage, &[c('c')], A::Capture, "write something down, in one line"),
    bind(Stage, &[c('C')], A::Captures, "list what was written down"),
    bind(Stage, &[c('T')], A::Clock, "the talk's clock: start, pause, go on; 0T anew"),
    bind(Stage, &[c('w')], A::Pace, "how the talk stands: its clock, and its agenda"),
    bind(Stage, &[c('S')], A::Skip, "late: skip the next optional slide"),
    bind(Stage, &[c('R')], A::Resume, "take up a talk that broke off"),
    bind(Stage, &[c('t')], A::Theme, "next theme"),
    bind(Stage, &[c('r')], A::Reload, "read the deck again"),
    bind(Stage, &[Key::ctrl('l')], A::Redraw, "draw the screen afresh"),
    bind(Stage, &[c('?'), k(Code::F(1))], A::Help, "this help"),
    bind(Stage, &[k(Code::Esc)], A::Leave, "forget the number typed, close the notes"),
    bind(Stage, &[Key::ctrl('z')], A::Suspend, "back to the shell; fg returns"),
    bind(Stage, &[c('q'), Key::ctrl('c')], A::Quit, "quit"),
    bind(List, &[k(Code::Down), c('j')], A::Down, "down"),
    bind(List, &[k(Code::Up), c('k')], A::Up, "up"),
    bind(List, &[k(Code::PageDown), c(' ')], A::PageDown, "a screen down"),
    bind(List, &[k(Code::PageUp)], A::PageUp, "a screen up"),
    bind(List, &[c('g'), k(Code::Home)], A::Top, "first line"),
    bind(List, &[c('G'), k(Code::End)], A::Bottom, "last line"),
    bind(List, &[c('/')], A::Filter, "type to narrow the list"),
    bind(List, &[k(Code::Enter), k(Code::Right)], A::Pick, "go there"),
    bind(List, &[k(Code::Esc), c('q'), c('o'), k(Code::Tab)], A::Leave, "back to the slide"),
    bind(List, &[c('?'), k(Code::F(1))], A::Help, "this help"),
    bind(List, &[Key::ctrl('l')], A::Redraw, "draw the screen afresh"),
    bind(List, &[Key::ctrl('z')], A::Suspend, "back to the shell"),
    bind(List, &[Key::ctrl('c')], A::Quit, "quit"),
    bind(Field, &[k(Code::Enter)], A::Pick, "go to the picked line"),
    bind(Field, &[k(Code::Down), Key::ctrl('n')], A::Down, "down"),
    bind(Field, &[k(Code::Up), Key::ctrl('p')], A::Up, "up"),
    bind(Field, &[k(Code::PageDown)], A::PageDown, "a screen down"),
    bind(Field, &[k(Code::PageUp)], A::PageUp, "a screen up"),
    bind(Field, &[k(Code::Backspace), Key::ctrl('h')], A::Erase, "take back a character"),
    bind(Field, &[Key::ctrl('u')], A::EraseAll, "take back all"),
    bind(Field, &[k(Code::Esc)], A::Leave, "leave the field"),
    bind(Field, &[Key::ctrl('l')], A::Redraw, "draw the screen afresh"),
    bind(Field, &[Key::ctrl('z')], A::Suspend, "back to the shell"),
    bind(Field, &[Key::ctrl('c')], A::Quit, "quit"),
    bind(Hands, &[k(Code::Enter)], A::Record, "record them; an empty line takes them back"),
    bind(Hands, &[k(Code::Backspace), Key::ctrl('h')], A::Erase, "take back a character"),
    bind(Hands, &[Key::ctrl('u')], A::EraseAll, "take back all"),
    bind(Hands, &[k(Code::Esc)], A::Leave, "leave them as they were"),
    bind(Hands, &[Key::ctrl('l')], A::Redraw, "draw the screen afresh"),
    bind(Hands, &[Key::ctrl('z')], A::Suspend, "back to the shell"),
    bind(Hands, &[Key::ctrl('c')], A::Quit, "quit"),
    bind(Break, &[k(Code::Enter)], A::Record, "begin it"),
    bind(Break, &[k(Code::Backspace), Key::ctrl('h')], A::Erase, "take back a character"),
    bind(Break, &[Key::ctrl('u')], A::EraseAll, "take back all"),
    bind(Break, &[k(Code::Esc)], A::Leave, "have no break"),
    bind(Break, &[Key::ctrl('l')], A::Redraw, "draw the screen afresh"),
    bind(Break, &[Key::ctrl('z')], A::Suspend, "back to the shell"),
    bind(Break, &[Key::ctrl('c')], A::Quit, "quit"),
    bind(Writing, &[k(Code::Enter)], A::Record, "write it down"),
    bind(Writing, &[k(Code::Backspace), Key::ctrl('h')], A::Erase, "take back a character"),
    bind(Writing, &[Key::ctrl('u')], A::EraseAll, "take back all"),
    bind(Writing, &[k(Code::Esc)], A::Leave, "leave the line; c goes on with it"),
    bind(Writing, &[Key::ctrl('l')], A::Redraw, "draw the screen afresh"),
    bind(Writing, &[Key::ctrl('z')], A::Suspend, "back to the shell"),
    bind(Writing, &[Key::ctrl('c')], A::Quit, "write it down and quit"),
    bind(Captures, &[k(Code::Down), c('j')], A::Down, "down"),
    bind(Captures, &[k(Code::Up), c('k')], A::Up, "up"),
    bind(Captures, &[k(Code::PageDown), c(' ')], A::PageDown, "a screen down"),
    bind(Captures, &[k(Code::PageUp)], A::PageUp, "a screen up"),
    bind(Captures, &[c('g'), k(Code::Home)], A::Top, "first line"),
    bind(Captures, &[c('G'), k(Code::End)], A::Bottom, "last line"),
    bind(Captures, &[k(Code::Enter)], A::Pick, "change what it says"),
    bind(Captures, &[c('s')], A::Settle, "settle it, or open it again"),
    bind(Captures, &[c('x')], A::Drop, "drop it, or open it again"),
    bind(Captures, &[c('u')], A::Undo, "take back the last change"),
    bind(Captures, &[c('c')], A::Capture, "write down something new"),
    bind(Captures, &[k(Code::Esc), c('q'), c('C')], A::Leave, "back to the slide"),
    bind(Captures, &[c('?'), k(Code::F(1))], A::Help, "this help"),
    bind(Captures, &[Key::ctrl('l')], A::Redraw, "draw the screen afresh"),
    bind(Captures, &[Key::ctrl('z')], A::Suspend, "back to the shell"),
    bind(Captures, &[Key::ctrl('c')], A::Quit, "quit"),
    bind(Help, &[k(Code::Down), c('j'), c(' '), k(Code::PageDown)], A::ScrollDown, "down"),
    bind(Help, &[k(Code::Up), c('k'), k(Code::PageUp)], A::ScrollUp, "up"),
    bind(
        Help,
        &[k(Code::Esc), c('q'), c('?'), k(Code::Enter), k(Code::F(1))],
        A::Leave,
        "close it",
    ),
    bind(Help, &[Key::ctrl('l')], A::Redraw, "draw the screen afresh"),
    bind(Help, &[Key::ctrl('z')], A::Suspend, "back to the shell"),
    bind(Help, &[Key::ctrl('c')], A::Quit, "quit"),
    bind(Console, &[c('i')], A::TakeWheel, "take the wheel: this console drives"),
    bind(Console, &[c('I')], A::GiveWheel, "give it to the next console"),
    bind(Console, &[c('q'), Key::ctrl('c')], A::Quit, "close the console; the talk goes on"),
];

/// What a key means where it was pressed.
pub fn resolve(context: Context, key: Key) -> Option<Action> {
    if context == Console {
        let own = BINDINGS.iter().filter(|binding| binding.context == Console);
        let mut own = own.filter(|binding| binding.keys.contains(&key));
        return own.next().map(|own| own.action).or_else(|| resolve(Stage, key));
    }
    if context == Stage
        && let Code::Char(c) = key.code
        && let Some(digit) = c.to_digit(10).filter(|_| !key.ctrl)
    {
        return u8::try_from(digit).ok().map(A::Digit);
    }
    let mut bindings = BINDINGS.iter().filter(|binding| binding.context == context);
    bindings.find(|binding| binding.keys.contains(&key)).map(|binding| binding.action)
}

/// A line of the help.
#[derive(Clone, Copy, Debug)]
pub enum HelpLine {
    /// Where the bindings below hold.
    Title(&'static str),
    /// Keys and what they do.
    Keys(&'static Binding),
    /// Nothing.
    Blank,
}

/// The help: every binding, by context.
pub fn help() -> Vec<HelpLine> {
    help_of(&Context::ALL, |_| true)
}

/// The help in some contexts, with the bindings that are wanted.
pub fn help_of(contexts: &[Context], is_wanted: impl Fn(&Binding) -> bool) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for context in contexts {
        if !lines.is_empty() {
            lines.push(HelpLine::Blank);
        }
        lines.push(HelpLine::Title(context.title()));
        let bindings = BINDINGS.iter().filter(|binding| binding.context == *context);
        lines.extend(bindings.filter(|binding| is_wanted(binding)).map(HelpLine::Keys));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for context in Context::ALL {
            let bindings = BINDINGS.iter().filter(|binding| binding.context == context);
            let keys: Vec<Key> = bindings.flat_map(|binding| binding.keys).copied().collect();
            for (index, key) in keys.iter().enumerate() {
                assert!(!keys[..index].contains(key), "{key} twice: {}", context.title());
            }
        }
    }

    #[test]
    fn the_keys_that_are_promised_do_what_they_should() {
        let promised = [
            (k(Code::Right), A::Next),
            (c(' '), A::Next),
            (k(Code::PageDown), A::Next),
            (c('n'), A::Next),
            (k(Code::Left), A::Back),
            (k(Code::PageUp), A::Back),
            (c('p'), A::Back),
            (k(Code::Down), A::ScrollDown),
            (c('k'), A::ScrollUp),
            (c('g'), A::First),
            (c('G'), A::Last),
            (c('/'), A::Search),
            (c('?'), A::Help),
            (c('r'), A::Reload),
            (c('b'), A::Blank),
            (c('7'), A::Digit(7)),
        ];
        for (key, action) in promised {
            assert_eq!(resolve(Stage, key), Some(action), "{key}");
        }
    }

    #[test]
    fn ctrl_c_quits_everywhere_and_a_field_takes_no_letter_for_a_key() {
        for context in Context::ALL {
            assert_eq!(resolve(context, Key::ctrl('c')), Some(A::Quit));
        }
        for letter in ('a'..='z').chain('A'..='Z').chain('0'..='9') {
            assert_eq!(resolve(Field, c(letter)), None);
            assert_eq!(resolve(Writing, c(letter)), None);
        }
    }

    #[test]
    fn keys_have_the_names_that_people_use() {
        let names =
            [Key::ctrl('z'), c(' '), k(Code::PageDown), Key::shift(Code::Up), k(Code::F(1))]
                .map(|key| key.to_string());
        assert_eq!(names, ["ctrl-z", "space", "PgDn", "shift-↑", "F1"]);
    }
}
