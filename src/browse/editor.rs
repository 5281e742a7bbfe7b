//! A text of several lines that is being written, with a cursor in it.

use std::ops::Range;

use crate::keymap::{Code, Key};
use crate::layout;
use crate::safe_text;

/// An answer is not longer than this, in bytes: some ten pages.
pub const LONGEST: usize = 32_768;

/// Text and a cursor. What is seen is what is kept: it is made safe as it comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editor {
    text: String,
    /// The byte before which the cursor stands.
    cursor: usize,
    /// The column to keep to while the cursor moves up and down.
    goal: Option<usize>,
}

/// What a key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// The text is another one.
    Change,
    /// Nothing, or the cursor moved.
    Nothing,
    /// There was no room for it.
    Full,
}

/// The text as it stands in so many columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// The bytes of each line.
    pub lines: Vec<Range<usize>>,
    /// The index of the line with the cursor.
    pub at: usize,
}

impl Editor {
    /// A text to go on with, the cursor at its end.
    pub fn of(text: &str) -> Self {
        let text = safe(text);
        Self { cursor: text.len(), text, goal: None }
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor on a line, and what after it; the cursor stands on none but its own.
    pub fn line(&self, line: Range<usize>) -> (&str, &str) {
        let at = self.cursor.clamp(line.start, line.end);
        let part = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        (part(line.start..at), part(at..line.end))
    }

    /// Wraps it.
    pub fn rows(&self, columns: usize) -> Rows {
        let lines = layout::typed_lines(&self.text, columns);
        let at = lines.iter().rposition(|line| line.start <= self.cursor).unwrap_or(0);
        Rows { lines, at }
    }

    /// Adds text at the cursor, as much as there is room for.
    pub fn insert(&mut self, text: &str) -> Did {
        let mut text = safe(text);
        let room = LONGEST.saturating_sub(self.text.len());
        let fits = text.len() <= room;
        if !fits {
            let end = (0..=room).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
            text.truncate(end);
        }
        self.text.insert_str(self.cursor, &text);
        self.cursor += text.len();
        self.goal = None;
        if fits { Did::Change } else { Did::Full }
    }

    /// Takes a key, in a field of so many columns and rows.
    pub fn press(&mut self, key: Key, (columns, rows): (usize, usize)) -> Did {
        let page = rows.saturating_sub(1).max(1).cast_signed();
        match key.code {
            Code::Up => return self.climb(-1, columns),
            Code::Down => return self.climb(1, columns),
            Code::PageUp => return self.climb(-page, columns),
            Code::PageDown => return self.climb(page, columns),
            _ => self.goal = None,
        }
        match (key.code, key.ctrl) {
            (Code::Enter, _) => return self.insert("\n"),
            (Code::Tab, _) => return self.insert("\t"),
            (Code::Char('h'), true) | (Code::Backspace, _) => {
                return self.cut(self.before(self.cursor)..self.cursor);
            }
            (Code::Char('d'), true) | (Code::Delete, _) => {
                return self.cut(self.cursor..self.after(self.cursor));
            }
            (Code::Char('u'), true) => return self.cut(self.line_of_text().start..self.cursor),
            (Code::Char('k'), true) => return self.cut(self.cursor..self.line_of_text().end),
            (Code::Char('w'), true) => return self.cut(self.word_before()..self.cursor),
            (Code::Char('b'), true) | (Code::Left, _) => self.cursor = self.before(self.cursor),
            (Code::Char('f'), true) | (Code::Right, _) => self.cursor = self.after(self.cursor),
            (Code::Char('a'), true) | (Code::Home, _) => self.cursor = self.line_of_text().start,
            (Code::Char('e'), true) | (Code::End, _) => self.cursor = self.line_of_text().end,
            (Code::Char(c), false) => return self.insert(c.encode_utf8(&mut [0; 4])),
            _ => {}
        }
        Did::Nothing
    }

    /// Moves the cursor by lines as they are wrapped; beyond them to the end of all.
    fn climb(&mut self, by: isize, columns: usize) -> Did {
        let Rows { lines, at } = self.rows(columns);
        let Some(here) = lines.get(at).cloned() else { return Did::Nothing };
        let goal = self.goal.unwrap_or_else(|| layout::width(self.line(here).0));
        let wanted = at.checked_add_signed(by);
        let next = wanted.and_then(|wanted| lines.get(wanted + 1)).map(|line| line.start);
        self.cursor = match wanted.and_then(|wanted| lines.get(wanted)) {
            Some(line) => self.at_column(line.clone(), goal, next == Some(line.end)),
            None if by < 0 => 0,
            None => self.text.len(),
        };
        self.goal = Some(goal);
        Did::Nothing
    }

    /// The place on a line that is nearest to a column. The end of a line that is wrapped is not on it: it is the
    /// start of the next.
    fn at_column(&self, line: Range<usize>, column: usize, is_wrapped: bool) -> usize {
        let (mut place, mut used) = (line.start, 0);
        for (cluster, cells) in layout::graphemes(self.text.get(line.clone()).unwrap_or_default()) {
            let next = place + cluster.len();
            used += usize::from(cells);
            if used > column || (is_wrapped && next == line.end) {
                break;
            }
            place = next;
        }
        place
    }

    fn cut(&mut self, range: Range<usize>) -> Did {
        if range.is_empty() {
            return Did::Nothing;
        }
        self.cursor = range.start;
        self.text.drain(range);
        Did::Change
    }

    /// The place one character before another.
    fn before(&self, place: usize) -> usize {
        let before = self.text.get(..place).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        match layout::graphemes(line).last() {
            Some((cluster, _)) => place - cluster.len(),
            None => place.saturating_sub(1),
        }
    }

    /// The place one character after another.
    fn after(&self, place: usize) -> usize {
        let after = self.text.get(place..).unwrap_or_default();
        let line = after.split('\n').next().unwrap_or_default();
        match layout::graphemes(line).next() {
            Some((cluster, _)) => place + cluster.len(),
            None => (place + 1).min(self.text.len()),
        }
    }

    /// The line with the cursor, from one line feed to the next.
    fn line_of_text(&self) -> Range<usize> {
        let (before, after) = self.text.split_at_checked(self.cursor).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |feed| feed + 1);
        let end = after.find('\n').map_or(self.text.len(), |feed| self.cursor + feed);
        start..end
    }

    /// Where the word before the cursor begins.
    fn word_before(&self) -> usize {
        let before = self.text.get(..self.cursor).unwrap_or_default();
        let word = before.trim_end();
        word.rfind(char::is_whitespace).map_or(0, |blank| {
            blank + word.get(blank..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        })
    }
}

/// Text without what drives a terminal or cannot be seen; a tab is four blanks.
pub(super) fn safe(text: &str) -> String {
    let text = safe_text::decode(text.as_bytes()).text;
    let invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    let text: String = text.chars().filter(|c| !invisible(*c)).collect();
    text.replace('\t', "    ").replace(['\u{2028}', '\u{2029}'], "\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WIDE: (usize, usize) = (40, 5);

    fn pressed(text: &str, keys: &[Key], room: (usize, usize)) -> String {
        let mut editor = Editor::of(text);
        for key in keys {
            editor.press(*key, room);
        }
        editor.insert("|");
        editor.text().to_owned()
    }

    fn plain(codes: &[Code]) -> Vec<Key> {
        codes.iter().map(|code| Key::plain(*code)).collect()
    }

    #[test]
    fn the_cursor_moves_by_characters_and_over_line_ends() {
        let left = |times| plain(&vec![Code::Left; times]);
        assert_eq!(pressed("a\nbé", &left(1), WIDE), "a\nb|é");
        assert_eq!(pressed("a\nbe\u{301}", &left(1), WIDE), "a\nb|e\u{301}");
        assert_eq!(pressed("a\nb", &left(2), WIDE), "a|\nb");
        assert_eq!(pressed("a\nb", &left(9), WIDE), "|a\nb");
        assert_eq!(pressed("a\nb", &plain(&[Code::Home, Code::Backspace]), WIDE), "a|b");
        let keys = plain(&[Code::Up, Code::End, Code::Delete]);
        assert_eq!(pressed("a\nb", &keys, WIDE), "a|b");
    }

    #[test]
    fn up_and_down_go_by_wrapped_lines_and_keep_their_column() {
        let narrow = (6, 3);
        let text = "one two\nx\nthree four";
        assert_eq!(pressed(text, &plain(&[Code::Up]), narrow), "one two\nx\nthre|e four");
        assert_eq!(pressed(text, &plain(&[Code::Up; 2]), narrow), "one two\nx|\nthree four");
        assert_eq!(pressed(text, &plain(&[Code::Up; 3]), narrow), "one two|\nx\nthree four");
        assert_eq!(pressed(text, &plain(&[Code::Up; 9]), narrow), format!("|{text}"));
        let there_and_back = [[Code::Up; 2], [Code::Down; 2]].concat();
        assert_eq!(pressed(text, &plain(&there_and_back), narrow), format!("{text}|"));
    }

    #[test]
    fn words_and_lines_are_taken_back_at_once() {
        assert_eq!(pressed("one two ", &[Key::ctrl('w')], WIDE), "one |");
        assert_eq!(pressed("a\none two", &[Key::ctrl('u')], WIDE), "a\n|");
        assert_eq!(pressed("one two", &[Key::ctrl('a'), Key::ctrl('k')], WIDE), "|");
    }

    #[test]
    fn what_is_pasted_is_safe_and_ends_where_there_is_no_more_room() {
        let mut editor = Editor::default();
        assert_eq!(editor.insert("a\r\nb\u{1b}[2J\u{202e}\tc"), Did::Change);
        assert_eq!(editor.text(), "a\nb\u{fffd}[2J    c");
        assert_eq!(editor.insert(&"é".repeat(LONGEST)), Did::Full);
        assert!(editor.text().len() <= LONGEST && editor.text().len() > LONGEST - 2);
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let codes = [
            Code::Left,
            Code::Right,
            Code::Up,
            Code::Down,
            Code::Home,
            Code::End,
            Code::PageUp,
            Code::PageDown,
            Code::Enter,
            Code::Tab,
            Code::Backspace,
            Code::Delete,
        ];
        let named = proptest::sample::select(codes.to_vec()).prop_map(Key::plain);
        let typed = "[a-c 日é\u{301}]".prop_map(|c| Key::char(c.chars().next().unwrap()));
        let control = "[a-z]".prop_map(|c| Key::ctrl(c.chars().next().unwrap()));
        prop_oneof![named, typed, control]
    }

    proptest! {
        #[test]
        fn any_keys_leave_the_cursor_in_the_text(
            keys in prop::collection::vec(any_key(), 0..60),
            columns in 1_usize..20,
        ) {
            let mut editor = Editor::of("one two three\n\nvier");
            for key in keys {
                editor.press(key, (columns, 4));
                prop_assert!(editor.text().is_char_boundary(editor.cursor));
                let rows = editor.rows(columns);
                let line = rows.lines[rows.at].clone();
                prop_assert!((line.start..=line.end).contains(&editor.cursor));
            }
        }
    }
}
