//! Text from the room: what somebody typed elsewhere, made safe to draw, to compare and to count.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::is_unsafe;

/// The most bytes that a text from the room keeps.
pub const LONGEST: usize = 16_384;

/// The most marks on one character. Some scripts would use three; more than that is a joke on the stage.
const MARKS: usize = 2;

/// The most joints in one emoji: a family of four has three.
const JOINTS: usize = 3;

const JOINER: char = '\u{200d}';

/// What makes a digit a keycap.
const KEYCAP: char = '\u{20e3}';

/// Text from the room, from the moment it arrives: one line in normal form C. It holds no control character,
/// no bidirectional control, nothing that nobody sees, no private-use character or noncharacter, at most two
/// marks on a character, and at most [`LONGEST`] bytes. Joiners and variation selectors stand in emoji only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeText(String);

impl SafeText {
    /// Makes a text safe: what it may not hold is dropped, blanks and line ends in a row become one blank,
    /// ends are trimmed.
    pub fn new(text: &str) -> Self {
        let visible: Vec<char> = text.chars().filter_map(visible).collect();
        let composed: String = with_joined_emoji(&visible).nfc().collect();
        Self(with_few_marks(cut(&composed)))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.0.is_empty()
    }

    /// How many characters a reader counts: extended grapheme clusters of UAX 29.
    pub fn graphemes(&self) -> usize {
        self.0.graphemes(true).count()
    }

    /// The form in which words are compared: compatibility forms and case folded, punctuation at the ends gone.
    /// A text that is nothing but punctuation keeps it, so that only a blank text is empty.
    pub fn folded(&self) -> String {
        // To upper case and back unites what lower case alone keeps apart: ß and ss, the two small sigmas.
        let upper = self.0.nfkc().flat_map(char::to_uppercase);
        let folded: String = upper.flat_map(char::to_lowercase).nfkc().collect();
        // C# and C++ are not C.
        let start = |c: char| c == '#' || is_edge(c);
        let word = folded.trim_start_matches(start).trim_end_matches(is_edge);
        if word.is_empty() { folded.trim().to_owned() } else { word.to_owned() }
    }
}

/// A character as it may stand in a text from the room, or none.
fn visible(c: char) -> Option<char> {
    match c {
        // The blank pattern of Braille looks like one.
        _ if c.is_whitespace() || c == '\u{2800}' => Some(' '),
        _ if is_unsafe(c) || is_private(c) => None,
        _ if is_ignorable(c) && !is_selector(c) && c != JOINER => None,
        // Marks of a replacement and of annotations.
        '\u{fff9}'..='\u{fffd}' => None,
        _ => Some(c),
    }
}

/// Private-use characters and noncharacters.
fn is_private(c: char) -> bool {
    let last_two = u32::from(c) & 0xfffe == 0xfffe;
    last_two || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'..)
}

/// What Unicode calls `Default_Ignorable_Code_Point`: not seen even where a font lacks it. Tags are among them.
fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a variation selector asks for a character as text or as an emoji.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}')
}

/// The five tones of skin.
fn is_tone(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether a character is `Extended_Pictographic`: joined to another such one it makes one grapheme.
fn is_pictograph(c: char) -> bool {
    let joined: String = [c, JOINER, '©'].into_iter().collect();
    joined.graphemes(true).count() == 1
}

/// The characters without the joiners and variation selectors that make no emoji.
fn with_joined_emoji(chars: &[char]) -> impl Iterator<Item = char> {
    let mut kept: Vec<char> = Vec::with_capacity(chars.len());
    let mut joints = 0;
    for (at, c) in chars.iter().copied().enumerate() {
        let next = chars.get(at + 1).copied();
        let keep = if is_selector(c) {
            kept.last().is_some_and(|last| takes_selector(*last, next))
        } else if c == JOINER {
            joints < JOINTS && next.is_some_and(is_pictograph) && ends_in_emoji(&kept)
        } else {
            true
        };
        if c == JOINER {
            joints += usize::from(keep);
        } else if !is_extender(c) && kept.last() != Some(&JOINER) {
            joints = 0;
        }
        if keep {
            kept.push(c);
        }
    }
    kept.into_iter()
}

fn takes_selector(base: char, next: Option<char>) -> bool {
    let keycap = matches!(base, '0'..='9' | '#' | '*') && next == Some(KEYCAP);
    keycap || is_pictograph(base)
}

fn ends_in_emoji(chars: &[char]) -> bool {
    match chars {
        [.., base, last] if is_selector(*last) || is_tone(*last) => is_pictograph(*base),
        [.., last] => is_pictograph(*last),
        [] => false,
    }
}

/// What stands on the character before it: marks of every kind, tones of skin, half-width voice marks.
fn is_extender(c: char) -> bool {
    is_combining_mark(c) || is_tone(c) || matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

/// The start of a text that is not too long and does not end within an emoji.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let end = text.floor_char_boundary(LONGEST);
    let start = text.get(..end).unwrap_or_default();
    start.trim_end_matches(|c| c == JOINER || is_selector(c))
}

/// The text without marks beyond the second on a character or on none, and with single blanks between words.
fn with_few_marks(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        let is_mark = is_extender(c);
        marks = if is_mark { marks + 1 } else { 0 };
        let too_many = is_mark && (marks > MARKS || kept.is_empty());
        let blank_again = c == ' ' && (kept.is_empty() || kept.ends_with(' '));
        if !too_many && !blank_again {
            kept.push(c);
        }
    }
    kept.truncate(kept.trim_end().len());
    kept
}

/// Punctuation and blanks, as they stand around a word.
fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '!' | '"' | '\'' | '(' | ')' | '*' | ',' | '-' | '.' | '/' | ':' | ';' | '<' | '>' | '?'
                | '[' | '\\' | ']' | '_' | '`' | '{' | '|' | '}' | '~' | '¡' | '§' | '«' | '¶' | '·'
                | '»' | '¿' | '،' | '؛' | '؟' | '।' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
                | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '・'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    fn safe(text: &str) -> String {
        SafeText::new(text).0
    }

    fn folded(text: &str) -> String {
        SafeText::new(text).folded()
    }

    #[test]
    fn a_text_is_one_line_with_single_blanks() {
        assert_eq!(safe("  one\r\n\ttwo\u{2028}three\u{a0} \u{2800}four  "), "one two three four");
        assert!(SafeText::new(" \n\u{200b}\u{3164}\u{2800} ").is_blank());
    }

    #[test]
    fn what_drives_a_terminal_or_deceives_a_reader_is_dropped() {
        assert_eq!(safe("\u{1b}[2J\u{9b}31m\u{7f}\u{7}red"), "[2J31mred");
        assert_eq!(safe("a\u{202e}b\u{2066}c\u{200f}d\u{61c}e\u{feff}f"), "abcdef");
        assert_eq!(safe("x\u{e0041}\u{e007f}\u{e000}\u{f0000}\u{fdd0}\u{ffff}\u{fffd}y"), "xy");
        assert_eq!(safe("pass\u{ad}word\u{2060}\u{200c}"), "password");
    }

    #[test]
    fn composed_and_combining_letters_are_the_same() {
        assert_eq!(safe("e\u{301}"), "é");
        assert_eq!(safe("e\u{200e}\u{301}"), "é");
        assert_eq!(safe("a\u{200d}\u{301}"), "á");
    }

    #[test]
    fn a_character_bears_two_marks_and_no_more() {
        assert_eq!(safe("Z\u{335}\u{316}\u{317}\u{318}!"), "Z\u{335}\u{316}!");
        assert_eq!(safe("Z\u{20dd}\u{20de}\u{20df}"), "Z\u{20dd}\u{20de}");
        assert_eq!(safe("\u{301}\u{302}a"), "a");
        assert_eq!(safe("👍🏽🏽🏽🏽"), "👍🏽🏽");
    }

    #[test]
    fn emoji_keep_their_joiners_and_selectors() {
        for emoji in [
            "👩\u{200d}🔬",
            "🏳\u{fe0f}\u{200d}🌈",
            "👩🏽\u{200d}🚀",
            "❤\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "🇪🇸",
        ] {
            assert_eq!(safe(emoji), emoji);
        }
        let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦";
        assert_eq!(safe(family), family);
        assert_eq!(SafeText::new(family).graphemes(), 1);
        assert_eq!(safe(&format!("{family}\u{200d}👦")), format!("{family}👦"));
    }

    #[test]
    fn elsewhere_joiners_and_selectors_are_dropped() {
        assert_eq!(safe("a\u{200d}b\u{fe0f}c\u{200d}"), "abc");
        assert_eq!(safe("👩\u{200d}x\u{200d}👩\u{200d}a"), "👩x👩a");
        assert_eq!(safe("👩\u{200d}\u{200d}🔬"), "👩\u{200d}🔬");
        assert_eq!(safe("1\u{fe0f}2"), "12");
        assert_eq!(safe("文\u{e0100}字\u{fe00}"), "文字");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let long = safe(&"é".repeat(LONGEST));
        assert_eq!(long.len(), LONGEST);
        let emoji = safe(&"x👩\u{200d}🔬".repeat(LONGEST));
        assert!(emoji.len() <= LONGEST && safe(&emoji) == emoji);
    }

    #[test]
    fn words_are_compared_without_case_form_and_punctuation() {
        assert_eq!(folded("“Trust!”"), "trust");
        assert_eq!(folded("ＦＵＬＬ"), "full");
        assert_eq!(folded("Straße"), folded("STRASSE"));
        assert_eq!(folded("ΣΟΦΟΣ"), folded("σοφος"));
        assert_eq!(folded("#rust"), "rust");
        assert_eq!([folded("C++"), folded("C#"), folded("C")], ["c++", "c#", "c"]);
        assert_eq!(folded("well-being …"), "well-being");
        assert_eq!(folded("की"), "की");
        assert_eq!([folded("?!"), folded("🎉"), folded("#")], ["?!", "🎉", "#"]);
        assert_eq!(folded(" "), "");
    }

    #[test]
    fn every_character_alone_is_stable() {
        for c in '\0'..=char::MAX {
            let once = SafeText::new(&c.to_string());
            assert_eq!(SafeText::new(once.as_str()), once, "{c:?}");
            assert_eq!(once.folded().is_empty(), once.is_blank(), "{c:?}");
        }
    }

    /// Texts full of what is hard: marks, joiners, selectors, tones, jamo, controls, blanks.
    fn hard() -> impl Strategy<Value = String> {
        let parts = [
            "a",
            "e",
            "1",
            "#",
            " ",
            "\n",
            "é",
            "\u{301}",
            "\u{327}",
            "\u{20e3}",
            "\u{20dd}",
            "\u{345}",
            "\u{200d}",
            "\u{200c}",
            "\u{fe0f}",
            "\u{fe0e}",
            "\u{e0100}",
            "👩",
            "🔬",
            "❤",
            "©",
            "🏽",
            "\u{ff9e}",
            "カ",
            "\u{1100}",
            "\u{1161}",
            "\u{11a8}",
            "가",
            "क",
            "\u{94d}",
            "\u{93f}",
            "\u{9c7}",
            "\u{9be}",
            "\u{600}",
            "\u{202e}",
            "\u{1b}",
            "\u{9b}",
            "\u{2028}",
            "🇪",
            "\u{1d15e}",
            "\u{958}",
            "\u{f900}",
            "\u{e000}",
            "ß",
            "İ",
            "\u{130}",
        ];
        proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..24)
            .prop_map(|parts| parts.concat())
    }

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), hard()]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn nothing_unsafe_is_left(text in any_text()) {
            let safe = safe(&text);
            prop_assert!(!safe.contains(|c: char| is_unsafe(c) || is_private(c)));
            let tags_and_separators = ['\u{e0041}', '\u{e007f}', '\u{feff}', '\u{2028}', '\u{2029}'];
            prop_assert!(!safe.contains(tags_and_separators));
            prop_assert!(!safe.contains(|c: char| is_ignorable(c) && !is_selector(c) && c != JOINER));
            prop_assert!(safe.trim() == safe && !safe.contains("  "));
            for grapheme in safe.graphemes(true) {
                if grapheme.contains(|c| c == JOINER || is_selector(c)) {
                    prop_assert!(grapheme.chars().any(is_pictograph) || grapheme.contains(KEYCAP), "{grapheme:?}");
                }
            }
            let extends: Vec<bool> = safe.chars().map(is_extender).collect();
            prop_assert!(!extends.windows(MARKS + 1).any(|run| run.iter().all(|extends| *extends)));
        }

        #[test]
        fn it_is_composed_and_made_safe_once(text in any_text()) {
            let once = safe(&text);
            prop_assert!(is_nfc(&once), "{once:?}");
            prop_assert_eq!(safe(&once), once);
        }

        #[test]
        fn only_a_blank_text_has_nothing_to_compare(text in any_text()) {
            let text = SafeText::new(&text);
            prop_assert_eq!(text.folded().is_empty(), text.is_blank());
        }

        #[test]
        fn plain_words_stay_as_they_are(text in "[a-zA-Zäöü]{1,9}( [a-zA-Z0-9]{1,9}){0,3}") {
            prop_assert_eq!(safe(&text), text);
        }
    }
}
