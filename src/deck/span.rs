//! Words, and how they are set off: what stands in a line of text.

use std::sync::Arc;

use super::Step;

/// Text with its looks.
pub type Text = Vec<Span>;

/// A piece of text that looks the same throughout.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The first step at which it is seen.
    pub from: Step,
    /// What it is.
    pub kind: SpanKind,
}

/// What can stand in a line of text.
#[derive(Clone, Debug, PartialEq)]
pub enum SpanKind {
    /// Words.
    Words {
        /// One line of text, free of control characters.
        text: String,
        /// How it is set off.
        look: Look,
        /// A colour that the author asks for.
        colour: Option<Rgb>,
        /// Where it leads.
        link: Option<Arc<str>>,
    },
    /// A hard line break.
    Break,
    /// An image.
    Image {
        /// What it shows, in words.
        alt: String,
        /// Its file or address, as written.
        target: String,
    },
    /// Where a claim comes from: `abstract`, `ours`, `speaker` or a key of the deck's sources.
    Badge(String),
    /// A reference to the slide's footnote of that number, from 1.
    FootnoteRef(u16),
}

/// A colour in the sRGB space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

bitflags::bitflags! {
    /// How text is set off from the text around it.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Look: u8 {
        /// `**strong**`
        const STRONG = 1;
        /// `*emphasis*`
        const EMPHASIS = 1 << 1;
        /// `~~struck~~`
        const STRIKE = 1 << 2;
        /// `<u>underlined</u>`
        const UNDERLINE = 1 << 3;
        /// `` `code` ``
        const CODE = 1 << 4;
        /// `<kbd>key</kbd>`
        const KEY = 1 << 5;
        /// `$mathematics$`, shown as its source.
        const MATH = 1 << 6;
    }
}

/// A text without its looks: words, alt texts of images, a blank for a line break.
pub fn plain(text: &[Span]) -> String {
    let mut plain = String::new();
    for span in text {
        match &span.kind {
            SpanKind::Words { text, .. } => plain.push_str(text),
            SpanKind::Break => plain.push(' '),
            SpanKind::Image { alt, target } if alt.is_empty() => plain.push_str(target),
            SpanKind::Image { alt, .. } => plain.push_str(alt),
            SpanKind::Badge(_) | SpanKind::FootnoteRef(_) => {}
        }
    }
    plain.trim().to_owned()
}
