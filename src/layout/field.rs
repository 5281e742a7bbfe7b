//! Text that is being typed, wrapped so that every place in it has a line: nothing of it is dropped.

use std::ops::Range;

use unicode_linebreak::linebreaks;

use super::width::{graphemes, width};

/// The lines on which a text stands that has so many columns, by their bytes. Line feeds end lines and belong to
/// none; blanks at a wrap end their line, and may hang over its edge.
pub fn typed_lines(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap(line, start, columns.max(1), &mut lines);
        start += line.len() + 1;
    }
    lines
}

/// Wraps one line that begins at byte `start` of the text.
fn wrap(line: &str, start: usize, columns: usize, lines: &mut Vec<Range<usize>>) {
    // Where the wrapped line and its next word begin, and the columns up to there.
    let (mut begin, mut at, mut used) = (0, 0, 0);
    for (end, _) in linebreaks(line) {
        let word = line.get(at..end).unwrap_or_default();
        let core = word.trim_end_matches(' ');
        if used > 0 && used + width(core) > columns {
            lines.push(start + begin..start + at);
            (begin, used) = (at, 0);
        }
        if width(core) > columns {
            let mut place = at;
            for (cluster, cells) in graphemes(core) {
                let cells = usize::from(cells);
                if used > 0 && used + cells > columns {
                    lines.push(start + begin..start + place);
                    (begin, used) = (place, 0);
                }
                used += cells;
                place += cluster.len();
            }
            used += word.len() - core.len();
        } else {
            used += width(word);
        }
        at = end;
    }
    lines.push(start + begin..start + line.len());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str, columns: usize) -> Vec<&str> {
        typed_lines(text, columns).into_iter().filter_map(|line| text.get(line)).collect()
    }

    #[test]
    fn words_wrap_and_blanks_stay_where_they_were_typed() {
        assert_eq!(texts("", 5), [""]);
        assert_eq!(texts("one two three", 7), ["one two ", "three"]);
        assert_eq!(texts("  one   two", 5), ["  one   ", "two"]);
        assert_eq!(texts("a\n\nb\n", 5), ["a", "", "b", ""]);
        assert_eq!(texts("x abcdefgh y", 3), ["x ", "abc", "def", "gh ", "y"]);
        assert_eq!(texts("日本語", 4), ["日本", "語"]);
    }

    proptest! {
        #[test]
        fn every_byte_stands_on_one_line(text in "(\\PC|[a-z \n日\u{301}]){0,60}", columns in 0_usize..40) {
            let lines = typed_lines(&text, columns);
            let mut at = 0;
            for (index, line) in lines.iter().enumerate() {
                let is_feed = text.as_bytes().get(at) == Some(&b'\n');
                at += usize::from(index > 0 && is_feed && line.start > at);
                prop_assert_eq!(line.start, at);
                let words = text.get(line.clone()).unwrap();
                prop_assert!(!words.contains('\n'));
                prop_assert!(columns < 2 || width(words.trim_end_matches(' ')) <= columns);
                at = line.end;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
