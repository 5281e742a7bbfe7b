//! The keys for reading points: one table, which the help is made of too.

use crate::keymap::{Code, Key};

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// In the list of points.
    List,
    /// In the field that narrows the list: letters are text.
    Filter,
    /// In one point's full view.
    Full,
    /// In the field for the own answer: letters are text.
    Writing,
    /// In the list of keys.
    Help,
}

impl Mode {
    /// Every mode, in the order in which help lists them.
    const ALL: [Self; 5] = [Self::List, Self::Filter, Self::Full, Self::Writing, Self::Help];

    fn title(self) -> &'static str {
        match self {
            Self::List => "In the list",
            Self::Filter => "While filtering",
            Self::Full => "In a point",
            Self::Writing => "While writing",
            Self::Help => "In this help",
        }
    }
}

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Move or scroll by so many lines.
    Line(isize),
    /// Move or scroll by so many screens.
    Page(isize),
    /// To the first line.
    Top,
    /// To the last line.
    Bottom,
    /// Show all there is about the point.
    Open,
    /// To the point that comes so many places later in the list.
    Turn(isize),
    /// Back to where one came from.
    Back,
    /// Narrow the list by typing.
    Filter,
    /// Take back the last character of the filter.
    Erase,
    /// Take back all of the filter.
    EraseAll,
    /// Write the own answer.
    Write,
    /// List the keys.
    Help,
    /// Draw every cell anew.
    Redraw,
    /// Back to the shell for a while.
    Suspend,
    /// Leave.
    Quit,
}

/// Keys that mean the same.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where they mean it.
    pub mode: Mode,
    /// The keys, the one to learn first.
    pub keys: &'static [Key],
    /// What they mean.
    pub act: Act,
    /// What it does, for the help.
    pub help: &'static str,
}

const fn bind(mode: Mode, keys: &'static [Key], act: Act, help: &'static str) -> Binding {
    Binding { mode, keys, act, help }
}

const fn c(c: char) -> Key {
    Key::char(c)
}

const fn k(code: Code) -> Key {
    Key::plain(code)
}

use Mode::{Filter, Full, Help, List, Writing};

/// Every binding there is; what is typed into a field comes besides.
pub const BINDINGS: &[Binding] = &[
    bind(List, &[k(Code::Down), c('j')], Act::Line(1), "down"),
    bind(List, &[k(Code::Up), c('k')], Act::Line(-1), "up"),
    bind(List, &[k(Code::PageDown), c(' ')], Act::Page(1), "a screen down"),
    bind(List, &[k(Code::PageUp)], Act::Page(-1), "a screen up"),
    bind(List, &[k(Code::Home), c('g')], Act::Top, "first point"),
    bind(List, &[k(Code::End), c('G')], Act::Bottom, "last point"),
    bind(
        List,
        &[k(Code::Enter), k(Code::Right), c('l')],
        Act::Open,
        "its slide, notes and results",
    ),
    bind(List, &[c('e')], Act::Write, "write your own answer"),
    bind(List, &[c('/')], Act::Filter, "type to narrow the list"),
    bind(List, &[k(Code::Esc)], Act::EraseAll, "list all points again"),
    bind(List, &[c('?'), k(Code::F(1))], Act::Help, "this help"),
    bind(List, &[Key::ctrl('l')], Act::Redraw, "draw the screen afresh"),
    bind(List, &[Key::ctrl('z')], Act::Suspend, "back to the shell; fg returns"),
    bind(List, &[c('q'), Key::ctrl('c')], Act::Quit, "leave"),
    bind(Filter, &[k(Code::Down), Key::ctrl('n')], Act::Line(1), "down"),
    bind(Filter, &[k(Code::Up), Key::ctrl('p')], Act::Line(-1), "up"),
    bind(Filter, &[k(Code::PageDown)], Act::Page(1), "a screen down"),
    bind(Filter, &[k(Code::PageUp)], Act::Page(-1), "a screen up"),
    bind(Filter, &[k(Code::Enter)], Act::Open, "open the picked point"),
    bind(Filter, &[k(Code::Backspace), Key::ctrl('h')], Act::Erase, "take back a character"),
    bind(Filter, &[Key::ctrl('u')], Act::EraseAll, "take back all"),
    bind(Filter, &[k(Code::Esc)], Act::Back, "leave the field"),
    bind(Filter, &[Key::ctrl('l')], Act::Redraw, "draw the screen afresh"),
    bind(Filter, &[Key::ctrl('z')], Act::Suspend, "back to the shell"),
    bind(Filter, &[Key::ctrl('c')], Act::Quit, "leave"),
    bind(Full, &[k(Code::Down), c('j')], Act::Line(1), "scroll down"),
    bind(Full, &[k(Code::Up), c('k')], Act::Line(-1), "scroll up"),
    bind(Full, &[k(Code::PageDown), c(' ')], Act::Page(1), "a screen down"),
    bind(Full, &[k(Code::PageUp)], Act::Page(-1), "a screen up"),
    bind(Full, &[k(Code::Home), c('g')], Act::Top, "to its beginning"),
    bind(Full, &[k(Code::End), c('G')], Act::Bottom, "to its end"),
    bind(Full, &[c('n')], Act::Turn(1), "next point"),
    bind(Full, &[c('p')], Act::Turn(-1), "the point before"),
    bind(Full, &[c('e')], Act::Write, "write your own answer"),
    bind(
        Full,
        &[k(Code::Left), k(Code::Esc), c('h'), k(Code::Backspace)],
        Act::Back,
        "back to the list",
    ),
    bind(Full, &[c('?'), k(Code::F(1))], Act::Help, "this help"),
    bind(Full, &[Key::ctrl('l')], Act::Redraw, "draw the screen afresh"),
    bind(Full, &[Key::ctrl('z')], Act::Suspend, "back to the shell"),
    bind(Full, &[c('q'), Key::ctrl('c')], Act::Quit, "leave"),
    bind(Writing, &[k(Code::Esc)], Act::Back, "done; it is saved, as in every pause"),
    bind(Writing, &[Key::ctrl('l')], Act::Redraw, "draw the screen afresh"),
    bind(Writing, &[Key::ctrl('z')], Act::Suspend, "save, then back to the shell"),
    bind(Writing, &[Key::ctrl('c')], Act::Quit, "save, then leave"),
    bind(Help, &[k(Code::Down), c('j')], Act::Line(1), "down"),
    bind(Help, &[k(Code::Up), c('k')], Act::Line(-1), "up"),
    bind(Help, &[k(Code::PageDown), c(' ')], Act::Page(1), "a screen down"),
    bind(Help, &[k(Code::PageUp)], Act::Page(-1), "a screen up"),
    bind(
        Help,
        &[k(Code::Esc), k(Code::Left), c('q'), c('?'), k(Code::Enter), k(Code::F(1))],
        Act::Back,
        "close it",
    ),
    bind(Help, &[Key::ctrl('l')], Act::Redraw, "draw the screen afresh"),
    bind(Help, &[Key::ctrl('z')], Act::Suspend, "back to the shell"),
    bind(Help, &[Key::ctrl('c')], Act::Quit, "leave"),
];

/// The keys of the field for the own answer, for help.
const EDITING: [(&str, &str); 6] = [
    ("enter", "a new line"),
    ("← → ↑ ↓  home  end", "move in the text"),
    ("PgUp  PgDn", "move by screens"),
    ("backspace  delete", "take away a character"),
    ("ctrl-w", "take away the word before"),
    ("ctrl-u  ctrl-k", "take away the line before, the line after"),
];

/// What a key means where it was pressed.
pub fn resolve(mode: Mode, key: Key) -> Option<Act> {
    let mut bindings = BINDINGS.iter().filter(|binding| binding.mode == mode);
    bindings.find(|binding| binding.keys.contains(&key)).map(|binding| binding.act)
}

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpLine {
    /// Where the keys below hold.
    Title(&'static str),
    /// Keys, and what they do.
    Keys(String, &'static str),
    /// Nothing.
    Blank,
}

/// The help: every key, by mode.
pub fn help() -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for mode in Mode::ALL {
        if !lines.is_empty() {
            lines.push(HelpLine::Blank);
        }
        lines.push(HelpLine::Title(mode.title()));
        for binding in BINDINGS.iter().filter(|binding| binding.mode == mode) {
            let names: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            lines.push(HelpLine::Keys(names.join("  "), binding.help));
        }
        if mode == Writing {
            lines.extend(EDITING.map(|(keys, help)| HelpLine::Keys(keys.to_owned(), help)));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_mode() {
        for mode in Mode::ALL {
            let keys: Vec<&Key> =
                BINDINGS.iter().filter(|b| b.mode == mode).flat_map(|b| b.keys).collect();
            for (index, key) in keys.iter().enumerate() {
                assert!(!keys[..index].contains(key), "{key} in {mode:?}");
            }
        }
    }

    #[test]
    fn every_mode_can_be_left_and_letters_are_text_in_fields() {
        for mode in Mode::ALL {
            assert_eq!(resolve(mode, Key::ctrl('c')), Some(Act::Quit), "{mode:?}");
        }
        for mode in [Filter, Writing] {
            assert!(('!'..='~').all(|c| resolve(mode, Key::char(c)).is_none()), "{mode:?}");
        }
    }
}
