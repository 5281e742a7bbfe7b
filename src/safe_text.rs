//! Text that may reach a terminal: no control characters, no bidirectional overrides.
//!
//! What a deck or the room writes is untrusted. An escape byte would let it drive the terminal, a bidi
//! control would let a line read as what it is not.

use std::borrow::Cow;

mod room;

pub use room::{LONGEST, SafeText};

/// Bytes read from a file or a pipe, made into text that is safe to lay out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// UTF-8 with `\n` line ends and no other control character than tab.
    pub text: String,
    /// What had to be replaced: its name, how often, and the byte offset in `text` of the first.
    pub replaced: Vec<Replaced>,
}

/// One kind of thing that [`decode`] replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// What it was, in the plural: "invalid UTF-8 sequences".
    pub what: &'static str,
    /// How many there were.
    pub count: usize,
    /// The byte offset of the first, in the decoded text.
    pub first: usize,
}

/// Whether a character must never be sent to a terminal: C0, DEL, C1 and bidi controls.
pub fn is_unsafe(c: char) -> bool {
    c.is_control() || is_bidi_control(c)
}

/// U+061C, U+200E/F, U+202A–E, U+2066–9: invisible marks that reorder what is read.
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Replaces every control character by `U+FFFD` and drops bidi controls. Tabs and line ends go too,
/// as a blank: the result is one line of plain text.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) || !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(|c| replacement(c, false)).collect())
}

/// As [`clean`], but keeps tabs and line ends, for code.
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_unsafe(c) && c != '\n' && c != '\t') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(|c| replacement(c, true)).collect())
}

fn replacement(c: char, keep_lines: bool) -> Option<char> {
    match c {
        '\n' | '\t' if keep_lines => Some(c),
        '\n' | '\t' | '\r' => Some(' '),
        _ if is_bidi_control(c) => None,
        _ if c.is_control() => Some('\u{fffd}'),
        _ => Some(c),
    }
}

/// Makes text of bytes: a byte order mark is dropped, line ends become `\n`, what is not UTF-8 and
/// every control character but tab becomes `U+FFFD`, bidi controls vanish.
pub fn decode(bytes: &[u8]) -> Decoded {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes)
        && is_plain(bytes)
    {
        return Decoded { text: text.to_owned(), replaced: Vec::new() };
    }
    let mut decoded = Decoded { text: String::with_capacity(bytes.len()), replaced: Vec::new() };
    for chunk in bytes.utf8_chunks() {
        let mut chars = chunk.valid().chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                // CRLF is one line end.
                '\r' if chars.peek() == Some(&'\n') => {}
                '\r' => decoded.text.push('\n'),
                _ => decoded.push(c),
            }
        }
        if !chunk.invalid().is_empty() {
            decoded.note("invalid UTF-8 sequences");
            decoded.text.push('\u{fffd}');
        }
    }
    decoded
}

impl Decoded {
    fn push(&mut self, c: char) {
        if is_bidi_control(c) {
            self.note("bidirectional control characters");
        } else if c.is_control() && c != '\n' && c != '\t' {
            self.note("control characters");
        }
        self.text.extend(replacement(c, true));
    }

    fn note(&mut self, what: &'static str) {
        match self.replaced.iter_mut().find(|replaced| replaced.what == what) {
            Some(replaced) => replaced.count += 1,
            None => self.replaced.push(Replaced { what, count: 1, first: self.text.len() }),
        }
    }
}

/// Whether no byte could begin a control character, so that the text can be taken as it is.
fn is_plain(bytes: &[u8]) -> bool {
    // U+0080–9F begin with C2, U+061C with D8, the other bidi controls with E2 80 or E2 81.
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        let suspicious = match first {
            b'\n' | b'\t' => false,
            0..0x20 | 0x7f => true,
            0xc2 => tail.first().is_some_and(|byte| *byte < 0xa0),
            0xd8 => tail.first() == Some(&0x9c),
            0xe2 => match (tail.first(), tail.get(1)) {
                (Some(0x80), Some(last)) => matches!(last, 0x8e | 0x8f | 0xaa..=0xae),
                (Some(0x81), Some(last)) => matches!(last, 0xa6..=0xa9),
                _ => false,
            },
            _ => false,
        };
        if suspicious {
            return false;
        }
        rest = tail;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_ends_and_a_byte_order_mark_are_made_plain() {
        let decoded = decode(b"\xef\xbb\xbfa\r\nb\rc\n");
        assert_eq!(decoded.text, "a\nb\nc\n");
        assert!(decoded.replaced.is_empty());
    }

    #[test]
    fn what_cannot_be_shown_is_counted_and_replaced() {
        let decoded = decode(b"a\x00b\xff\x1b[2Jc\xe2\x80\xaed");
        assert_eq!(decoded.text, "a\u{fffd}b\u{fffd}\u{fffd}[2Jcd");
        let whats: Vec<_> = decoded.replaced.iter().map(|r| (r.what, r.count, r.first)).collect();
        assert_eq!(
            whats,
            [
                ("control characters", 2, 1),
                ("invalid UTF-8 sequences", 1, 5),
                ("bidirectional control characters", 1, 15),
            ]
        );
    }

    #[test]
    fn emoji_joiners_and_marks_are_kept() {
        let text = "👩\u{200d}🔬 e\u{301} \u{200b} — “quoted”";
        assert_eq!(clean(text), text);
        assert_eq!(decode(text.as_bytes()).text, text);
    }

    proptest! {
        #[test]
        fn nothing_unsafe_survives(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let decoded = decode(&bytes);
            prop_assert!(!decoded.text.contains(|c| is_unsafe(c) && c != '\n' && c != '\t'));
            prop_assert!(!clean(&decoded.text).contains(is_unsafe));
        }

        #[test]
        fn decoding_twice_changes_nothing(text in any::<String>()) {
            let once = decode(text.as_bytes()).text;
            prop_assert_eq!(&decode(once.as_bytes()).text, &once);
        }
    }
}
