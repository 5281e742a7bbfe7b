//! Colours by role: what a thing is on stage decides how it looks there.

use crate::deck::Look;
pub use crate::deck::Rgb;

/// What a piece of the screen is for. A theme gives each role a colour that is legible on its ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// Headings.
    Heading,
    /// The one colour that draws the eye: markers, progress, links, the cursor.
    Accent,
    /// What may be overlooked: the footer, rules, numbers, badges.
    Dim,
    /// What calls for attention.
    Warning,
    /// What went well.
    Success,
    /// What is broken or dangerous.
    Error,
    /// Quoted text.
    Quote,
    /// Code that no other role takes, inline or in a block.
    Code,
    /// Keywords of a language.
    Keyword,
    /// String literals.
    Str,
    /// Numbers and other literals.
    Literal,
    /// Comments.
    Comment,
    /// Names of functions.
    Function,
    /// Names of types.
    Type,
    /// Operators and brackets.
    Punctuation,
}

/// What lies under the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ground {
    /// The slide itself.
    #[default]
    Slide,
    /// A panel on it: code blocks, inline code, keys, cards.
    Panel,
    /// The picked line of a list.
    Picked,
}

/// How a run of text is to look, in the words of any theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ink {
    /// What it is for.
    pub role: Role,
    /// What lies under it.
    pub ground: Ground,
    /// Bold, italic and so on; `CODE`, `KEY` and `MATH` are already part of the role and the ground.
    pub look: Look,
    /// A colour that the author asked for, instead of the role's.
    pub colour: Option<Rgb>,
}

impl Ink {
    /// Plain ink of a role, on the slide.
    pub const fn of(role: Role) -> Self {
        Self { role, ground: Ground::Slide, look: Look::empty(), colour: None }
    }

    /// The same on another ground.
    #[must_use]
    pub const fn on(mut self, ground: Ground) -> Self {
        self.ground = ground;
        self
    }

    /// The same, set off in addition.
    #[must_use]
    pub const fn with(mut self, look: Look) -> Self {
        self.look = self.look.union(look);
        self
    }
}

/// How many colours a terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// None at all, by wish (`NO_COLOR`) or by nature.
    None,
    /// The 16 that every terminal names.
    Ansi,
    /// The xterm palette of 256.
    Indexed,
    /// 24 bits.
    #[default]
    True,
}

/// A colour as a terminal is told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// One of the 16, or of the 256.
    Palette(u8),
    /// 24 bits.
    True(Rgb),
}

/// What an ink comes to in a theme, on a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// The text's colour; the terminal's own where absent.
    pub foreground: Option<Colour>,
    /// What lies under it; the terminal's own where absent.
    pub background: Option<Colour>,
    /// Bold, italic, struck, underlined: only those four.
    pub look: Look,
    /// Whether the two grounds are exchanged, where there are no colours to tell them apart.
    pub reversed: bool,
    /// Whether the text is faint, where there are no colours to say so.
    pub faint: bool,
}

/// A set of colours.
#[derive(Debug, PartialEq, Eq)]
pub struct Theme {
    /// The name under which a deck asks for it.
    pub name: &'static str,
}

impl Theme {
    /// The themes there are; the first is what a talk gets that asks for none.
    pub const ALL: &'static [&'static Self] = &[&Self { name: "dark" }, &Self { name: "light" }];

    /// The theme of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().copied().find(|theme| theme.name == name)
    }

    /// What an ink comes to, on a terminal with that many colours.
    pub fn style(&self, _ink: Ink, _depth: Depth) -> Style {
        Style::default()
    }
}
