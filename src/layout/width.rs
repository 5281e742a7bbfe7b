//! How wide text is on a terminal. Nothing else in the program may guess.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::safe_text;

/// What a mark is put on where no character stands before it.
pub(super) const MARK_BEARER: char = '◌';

/// How many columns a text takes on a terminal.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    graphemes(text).map(|(_, cells)| usize::from(cells)).sum()
}

/// The same as screens count it.
pub fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// The text, ended by `…` where it is wider than that many columns.
pub fn clip(text: &str, width: usize) -> String {
    let (mut cells, mut kept) = (0, 0);
    for (cluster, wide) in graphemes(text) {
        cells += usize::from(wide);
        if cells > width {
            let kept = text.get(..kept).unwrap_or_default();
            return if width == 0 { String::new() } else { format!("{kept}…") };
        }
        if cells < width {
            kept += cluster.len();
        }
    }
    text.to_owned()
}

/// The characters as a reader sees them, each with the columns it takes: 1 or 2. What has no width
/// of its own belongs to the character before it, at the very start to the one after it.
pub fn graphemes(text: &str) -> impl Iterator<Item = (&str, u16)> {
    Clusters { rest: text }
}

struct Clusters<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Clusters<'a> {
    type Item = (&'a str, u16);

    fn next(&mut self) -> Option<Self::Item> {
        let (mut end, mut cells) = first(self.rest)?;
        while let Some((length, wide)) = self.rest.get(end..).and_then(first) {
            if cells > 0 && wide > 0 {
                break;
            }
            end += length;
            cells = cells.max(wide);
        }
        let (cluster, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some((cluster, cells.max(1)))
    }
}

/// The bytes and the columns of the first grapheme cluster, which may have no width.
fn first(text: &str) -> Option<(usize, u16)> {
    match text.as_bytes() {
        [] => None,
        [b' '..=b'~'] | [b' '..=b'~', b' '..=b'~', ..] => Some((1, 1)),
        _ => {
            let cluster = text.graphemes(true).next()?;
            let cells = match cluster.width() {
                0 => 0,
                1 => 1,
                _ => 2,
            };
            Some((cluster.len(), cells))
        }
    }
}

/// What a character becomes before it is laid out; nothing, where terminals disagree on how wide it
/// is or may not get it at all. Tabs and line ends are for the caller to deal with.
pub(super) fn shown(c: char) -> Option<char> {
    match c {
        '\t' | '\n' => Some(c),
        '\u{2028}' | '\u{2029}' => Some('\n'),
        _ if may_break_at(c) || forbids_break_at(c) || safe_text::is_bidi_control(c) => None,
        _ if c.is_control() => Some('\u{fffd}'),
        _ => Some(c),
    }
}

/// Whether it shows nothing and says that a line may break: a soft hyphen, a zero width space.
pub(super) fn may_break_at(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}')
}

/// Whether it shows nothing and says that a line may not break: a word joiner.
pub(super) fn forbids_break_at(c: char) -> bool {
    matches!(c, '\u{2060}' | '\u{feff}')
}

/// Whether it needs a character to stand on, and would take a blank for one.
pub(super) fn is_mark(c: char) -> bool {
    !c.is_ascii() && (c.width() == Some(0) || format!(" {c}").graphemes(true).nth(1).is_none())
}

/// Whether it is ASCII without control characters: a column a byte.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_character_takes_as_many_columns_as_a_terminal_gives_it() {
        let cases = [
            ("", 0),
            ("abc", 3),
            ("äöü", 3),
            ("e\u{301}", 1),
            ("日本", 4),
            ("👩‍👩‍👧‍👦", 2),
            ("🇩🇪🇫🇷", 4),
            ("❤️", 2),
            ("☑ ☐ • ▎ ↪", 9),
            ("שלום", 4),
            ("a\u{200b}b\u{ad}c", 3),
            ("\u{301}", 1),
        ];
        for (text, columns) in cases {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    #[test]
    fn what_has_no_width_belongs_to_the_character_before_it() {
        let clusters: Vec<_> = graphemes("a\u{200b}日\u{200d}\u{301}b").collect();
        assert_eq!(clusters, [("a\u{200b}", 1), ("日\u{200d}\u{301}", 2), ("b", 1)]);
        assert_eq!(graphemes("\u{200b}日").collect::<Vec<_>>(), [("\u{200b}日", 2)]);
    }

    #[test]
    fn a_clipped_text_says_so_and_fits() {
        let cases = [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("日本語", 1, "…"),
            ("abc", 0, ""),
            ("", 0, ""),
            ("👩‍👩‍👧‍👦x", 2, "…"),
        ];
        for (text, columns, clipped) in cases {
            assert_eq!(clip(text, columns), clipped, "{text:?} in {columns}");
        }
    }

    #[test]
    fn what_a_terminal_may_not_get_is_not_shown() {
        let text = "a\u{200b}\u{1b}[\u{202e}\u{85}e\u{301}";
        assert_eq!(
            text.chars().filter_map(shown).collect::<String>(),
            "a\u{fffd}[\u{fffd}e\u{301}"
        );
    }

    proptest! {
        #[test]
        fn graphemes_lose_nothing_and_take_one_or_two_columns(text in any::<String>()) {
            let joined: String = graphemes(&text).map(|(cluster, _)| cluster).collect();
            prop_assert_eq!(&joined, &text);
            prop_assert!(graphemes(&text).all(|(_, cells)| matches!(cells, 1 | 2)));
        }

        #[test]
        fn a_clipped_text_is_never_wider(text in any::<String>(), columns in 0_usize..20) {
            prop_assert!(width(&clip(&text, columns)) <= columns);
        }
    }
}
