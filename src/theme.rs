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
    /// White paper under black print, in every theme: what a camera reads.
    Paper,
}

/// How a run of text is to look, in the words of any theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ink {
    /// What it is for.
    pub role: Role,
    /// What lies under it.
    pub ground: Ground,
    /// Bold, italic and so on. `KEY` and `MATH` are already part of the role and the ground; `CODE` says that
    /// code stands in a line of text, not in a block.
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

/// How many colours a terminal has, fewest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
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

/// A set of colours: one for each role and each ground.
#[derive(Debug, PartialEq, Eq)]
pub struct Theme {
    /// The name under which a deck asks for it.
    pub name: &'static str,
    /// Slide, panel, picked line.
    grounds: [Tint; 3],
    /// In the order of [`Role::ALL`].
    roles: [Tint; Role::ALL.len()],
}

/// A colour for terminals that can show it, and one of the 16 for those that cannot.
#[derive(Debug, PartialEq, Eq)]
struct Tint(Rgb, u8);

const fn tint(hex: u32, ansi: u8) -> Tint {
    let [_, red, green, blue] = hex.to_be_bytes();
    Tint(Rgb(red, green, blue), ansi)
}

/// Light text on a dark ground: the default.
static DARK: Theme = Theme {
    name: "dark",
    grounds: [tint(0x0011_131a, 0), tint(0x001d_2130, 0), tint(0x0026_2f49, 0)],
    roles: [
        tint(0x00e4_e5ea, 15),
        tint(0x00ff_f6e0, 15),
        tint(0x007c_c4ff, 14),
        tint(0x00a2_a9b8, 7),
        tint(0x00ff_cb6b, 11),
        tint(0x008f_d694, 10),
        tint(0x00ff_8b8b, 9),
        tint(0x00c6_cad6, 7),
        tint(0x00dc_e1ec, 15),
        tint(0x00cf_a0f0, 13),
        tint(0x00a8_d8a0, 10),
        tint(0x00f7_b27f, 11),
        tint(0x00a2_a9b8, 7),
        tint(0x008f_b8ff, 14),
        tint(0x007f_dbca, 14),
        tint(0x00b0_b8c8, 7),
    ],
};

/// Dark text on a light ground, for bright rooms.
static LIGHT: Theme = Theme {
    name: "light",
    grounds: [tint(0x00fb_faf5, 15), tint(0x00ee_ece2, 15), tint(0x00d8_e3f3, 15)],
    roles: [
        tint(0x0021_242b, 0),
        tint(0x000b_1a33, 0),
        tint(0x000b_57a4, 4),
        tint(0x0056_5c69, 0),
        tint(0x0082_4e00, 5),
        tint(0x001c_642b, 4),
        tint(0x00ae_1d1d, 1),
        tint(0x003f_444e, 0),
        tint(0x002a_2e37, 0),
        tint(0x0075_2b99, 5),
        tint(0x0022_6329, 1),
        tint(0x0090_4500, 5),
        tint(0x0058_5f6b, 0),
        tint(0x0019_4bad, 4),
        tint(0x000a_6260, 4),
        tint(0x0048_4e5a, 0),
    ],
};

/// White and few strong colours on black, for weak projectors and weak eyes.
static CONTRAST: Theme = Theme {
    name: "contrast",
    grounds: [tint(0x0000_0000, 0), tint(0x0000_0000, 0), tint(0x0030_3030, 0)],
    roles: [
        tint(0x00ff_ffff, 15),
        tint(0x00ff_ffff, 15),
        tint(0x00ff_e14d, 11),
        tint(0x00c8_c8c8, 7),
        tint(0x00ff_b347, 11),
        tint(0x008c_ff8c, 10),
        tint(0x00ff_9a9a, 9),
        tint(0x00ff_ffff, 15),
        tint(0x00ff_ffff, 15),
        tint(0x00ff_e14d, 11),
        tint(0x0098_f5ff, 14),
        tint(0x0098_f5ff, 14),
        tint(0x00c8_c8c8, 7),
        tint(0x00ff_ffff, 15),
        tint(0x00ff_ffff, 15),
        tint(0x00e0_e0e0, 7),
    ],
};

impl Default for &'static Theme {
    fn default() -> Self {
        &DARK
    }
}

impl Theme {
    /// The themes there are; the first is what a talk gets that asks for none.
    pub const ALL: [&'static Self; 3] = [&DARK, &LIGHT, &CONTRAST];

    /// The theme of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().copied().find(|theme| theme.name == name)
    }

    /// The theme after this one, round and round.
    #[must_use]
    pub fn next(&self) -> &'static Self {
        let mut themes = Self::ALL.iter().cycle().skip_while(|theme| theme.name != self.name);
        themes.nth(1).copied().unwrap_or(&DARK)
    }

    /// What an ink comes to, on a terminal with that many colours.
    pub fn style(&self, ink: Ink, depth: Depth) -> Style {
        let mut look = ink.look & (Look::STRONG | Look::EMPHASIS | Look::STRIKE | Look::UNDERLINE);
        // Where no panel can be told from the slide, code in a line of text still stands out.
        if depth <= Depth::Ansi && ink.look.contains(Look::CODE) {
            look |= Look::UNDERLINE;
        }
        if depth == Depth::None {
            return Style {
                look,
                reversed: matches!(ink.ground, Ground::Picked | Ground::Paper),
                faint: matches!(ink.role, Role::Dim | Role::Comment),
                ..Style::default()
            };
        }
        if ink.ground == Ground::Paper {
            let colour = |rgb: Rgb, ansi| match depth {
                Depth::Ansi => Colour::Palette(ansi),
                Depth::None | Depth::Indexed | Depth::True => rgb.at(depth),
            };
            let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
            let (foreground, background) = (Some(colour(black, 0)), Some(colour(white, 15)));
            return Style { foreground, background, look, ..Style::default() };
        }
        let role = self.roles.get(ink.role as usize).unwrap_or(&self.roles[0]);
        let ground = self.grounds.get(ink.ground as usize).unwrap_or(&self.grounds[0]);
        // A colour that the author asks for and nobody could read is not used.
        let asked = ink.colour.filter(|colour| contrast(*colour, ground.0) >= LEGIBLE);
        let foreground = match asked {
            Some(colour) if depth == Depth::Ansi => Colour::Palette(nearest(colour, 0, 16)),
            Some(colour) => colour.at(depth),
            None if depth == Depth::Ansi => Colour::Palette(role.1),
            None => role.0.at(depth),
        };
        let background = match depth {
            Depth::Ansi => Colour::Palette(ground.1),
            Depth::None | Depth::Indexed | Depth::True => ground.0.at(depth),
        };
        Style {
            foreground: Some(foreground),
            background: Some(background),
            look,
            // Two of the 16 colours cannot be told apart reliably as grounds.
            reversed: depth == Depth::Ansi && ink.ground == Ground::Picked,
            faint: false,
        }
    }
}

impl Role {
    /// Every role, in the order in which a theme lists their colours.
    pub const ALL: [Self; 16] = [
        Self::Text,
        Self::Heading,
        Self::Accent,
        Self::Dim,
        Self::Warning,
        Self::Success,
        Self::Error,
        Self::Quote,
        Self::Code,
        Self::Keyword,
        Self::Str,
        Self::Literal,
        Self::Comment,
        Self::Function,
        Self::Type,
        Self::Punctuation,
    ];
}

impl Rgb {
    fn at(self, depth: Depth) -> Colour {
        match depth {
            Depth::True => Colour::True(self),
            // The first 16 are the user's to change; the rest of the palette is fixed.
            Depth::None | Depth::Ansi | Depth::Indexed => Colour::Palette(nearest(self, 16, 256)),
        }
    }
}

/// The colour of xterm's palette, from `first` to below `end`, that looks most like this one.
fn nearest(colour: Rgb, first: u16, end: u16) -> u8 {
    let candidates = (first..end).filter_map(|index| u8::try_from(index).ok());
    candidates.min_by_key(|index| distance(colour, palette(*index))).unwrap_or(0)
}

/// A cheap measure of how different two colours look: red, green and blue weighed as the eye does.
fn distance(a: Rgb, b: Rgb) -> u32 {
    let square = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    2 * square(a.0, b.0) + 4 * square(a.1, b.1) + 3 * square(a.2, b.2)
}

/// A colour of xterm's default palette: 16 named ones, a cube of 6 × 6 × 6, 24 greys.
pub fn palette(index: u8) -> Rgb {
    const NAMED: [Rgb; 16] = [
        Rgb(0, 0, 0),
        Rgb(205, 0, 0),
        Rgb(0, 205, 0),
        Rgb(205, 205, 0),
        Rgb(0, 0, 238),
        Rgb(205, 0, 205),
        Rgb(0, 205, 205),
        Rgb(229, 229, 229),
        Rgb(127, 127, 127),
        Rgb(255, 0, 0),
        Rgb(0, 255, 0),
        Rgb(255, 255, 0),
        Rgb(92, 92, 255),
        Rgb(255, 0, 255),
        Rgb(0, 255, 255),
        Rgb(255, 255, 255),
    ];
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match index {
        0..16 => NAMED.get(usize::from(index)).copied().unwrap_or(NAMED[0]),
        16..232 => {
            let cell = index - 16;
            Rgb(level(cell / 36), level(cell / 6 % 6), level(cell % 6))
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            Rgb(grey, grey, grey)
        }
    }
}

/// The least contrast of large text by the Web Content Accessibility Guidelines 2.2, success criterion 1.4.3.
const LEGIBLE: f64 = 3.0;

/// The contrast of two colours, 1 to 21, as the Web Content Accessibility Guidelines 2.2 define it.
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUNDS: [Ground; 4] = [Ground::Slide, Ground::Panel, Ground::Picked, Ground::Paper];

    fn shown(colour: Option<Colour>) -> Rgb {
        match colour.unwrap() {
            Colour::Palette(index) => palette(index),
            Colour::True(rgb) => rgb,
        }
    }

    #[test]
    fn every_role_is_legible_on_every_ground_at_every_depth() {
        for theme in Theme::ALL {
            for depth in [Depth::Ansi, Depth::Indexed, Depth::True] {
                for role in Role::ALL {
                    for ground in GROUNDS {
                        let style = theme.style(Ink::of(role).on(ground), depth);
                        let contrast = contrast(shown(style.foreground), shown(style.background));
                        assert!(
                            contrast >= 4.5,
                            "{} {role:?} on {ground:?} at {depth:?}: {contrast:.2}",
                            theme.name
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_terminal_without_colours_is_sent_none() {
        for role in Role::ALL {
            let style =
                DARK.style(Ink { colour: Some(Rgb(255, 0, 0)), ..Ink::of(role) }, Depth::None);
            assert_eq!((style.foreground, style.background), (None, None));
        }
        assert!(DARK.style(Ink::of(Role::Text).on(Ground::Picked), Depth::None).reversed);
    }

    #[test]
    fn a_colour_that_nobody_could_read_is_not_used() {
        for theme in Theme::ALL {
            for asked in [Rgb(0, 0, 0), Rgb(255, 255, 255), Rgb(0, 0, 80), Rgb(250, 240, 200)] {
                let ink = Ink { colour: Some(asked), ..Ink::of(Role::Text) };
                let style = theme.style(ink, Depth::True);
                assert!(contrast(shown(style.foreground), shown(style.background)) >= LEGIBLE);
            }
        }
        let ink = Ink { colour: Some(Rgb(255, 136, 0)), ..Ink::of(Role::Text) };
        assert_eq!(DARK.style(ink, Depth::True).foreground, Some(Colour::True(Rgb(255, 136, 0))));
    }

    #[test]
    fn code_in_a_line_stands_out_where_there_is_no_panel() {
        let code = Ink::of(Role::Code).on(Ground::Panel).with(Look::CODE);
        for depth in [Depth::None, Depth::Ansi] {
            assert!(DARK.style(code, depth).look.contains(Look::UNDERLINE));
        }
        assert!(DARK.style(code, Depth::True).look.is_empty());
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast(Rgb(0, 0, 0), Rgb(255, 255, 255)) - 21.0).abs() < 1e-9);
        assert!((contrast(Rgb(118, 118, 118), Rgb(255, 255, 255)) - 4.54).abs() < 0.01);
    }

    #[test]
    fn the_palette_finds_its_own_colours() {
        for index in 16..=255_u8 {
            assert_eq!(palette(nearest(palette(index), 16, 256)), palette(index));
        }
    }

    #[test]
    fn themes_go_round() {
        assert_eq!(DARK.next().name, "light");
        assert_eq!(CONTRAST.next().name, "dark");
        assert_eq!(Theme::named("light"), Some(&LIGHT));
        assert_eq!(Theme::named("neon"), None);
    }

    #[test]
    fn the_order_of_roles_is_the_order_of_the_list() {
        for (index, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(role as usize, index);
        }
    }
}
