//! Text of the deck and the room as plain text in another language: nothing in it does anything there.

use std::borrow::Cow;

use crate::safe_text;

/// Text in HTML, between tags or in a quoted attribute: the five characters of the standard's rules for both.
pub(super) fn html(text: &str) -> String {
    let text = safe_text::clean(text);
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Text in Markdown, anywhere in a line, in a cell of a table too: one line without blanks at its ends. CommonMark
/// takes a backslash before any ASCII punctuation as that character (section 2.4); this puts one before all that
/// means something, to GitHub's extensions too, and where nothing else stands before it, before what begins a block.
/// An address stays text as well.
pub(super) fn markdown(text: &str) -> String {
    let text = safe_text::clean(text);
    let text = one_line(&text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().enumerate().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        // Parsers disagree on whether a bar after two backslashes ends a cell.
        if c == '\\' {
            escaped.push_str("&#92;");
            continue;
        }
        let is_end = |next: Option<char>| next.is_none_or(char::is_whitespace);
        let means = match c {
            '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '^' | '@' | '{'
            | '}' => true,
            '+' | '-' | '=' => at == 0,
            // At the end of a heading too.
            '#' => at == 0 || escaped.ends_with(' '),
            '!' => next == Some('['),
            // The mark of a list with numbers, or the dot of `www.`.
            '.' => at > 0 && at == digits && is_end(next) || ends_in_www(&escaped),
            ')' => at > 0 && at == digits && is_end(next),
            ':' => at == 0 || next == Some('/'),
            _ => false,
        };
        if means {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn ends_in_www(text: &str) -> bool {
    let end = text.len().checked_sub(3).and_then(|at| text.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// Blanks in a row are one.
fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains("  ") && text.trim() == text {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    /// What a room might write to break out of its place, a text a line.
    const HOSTILE: &str = include_str!("../../tests/fixtures/hostile.txt");

    /// The words of a text in Markdown, if it has no structure but the given one around them.
    fn words(markdown: &str) -> Result<String, String> {
        // Quotes and dashes as they are typed.
        let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
        let mut words = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(text) => words.push_str(&text),
                Event::TaskListMarker(false)
                | Event::Start(
                    Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::List(None)
                    | Tag::Item
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::TableCell,
                )
                | Event::End(
                    TagEnd::Paragraph
                    | TagEnd::Heading(_)
                    | TagEnd::List(_)
                    | TagEnd::Item
                    | TagEnd::Table
                    | TagEnd::TableHead
                    | TagEnd::TableRow
                    | TagEnd::TableCell,
                ) => {}
                other => return Err(format!("{other:?}")),
            }
        }
        Ok(words)
    }

    fn stays_text(text: &str) -> Result<(), String> {
        let safe = markdown(text);
        let expected = one_line(&safe_text::clean(text)).into_owned();
        let frames = [
            format!("{safe}\n"),
            format!("# {safe}\n"),
            format!("- {safe}\n"),
            format!("- [ ] {safe}\n"),
            format!("|h|\n|---|\n|{safe}|\n"),
        ];
        for frame in frames {
            let read = words(&frame).map_err(|what| format!("{text:?} as {frame:?}: {what}"))?;
            let read = read.strip_prefix('h').filter(|_| frame.starts_with('|')).unwrap_or(&read);
            if read != expected {
                return Err(format!("{text:?} as {frame:?} is read as {read:?}"));
            }
        }
        Ok(())
    }

    #[test]
    fn hostile_text_stays_text_in_markdown() {
        let faults: Vec<String> =
            HOSTILE.lines().filter_map(|text| stays_text(text).err()).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn no_address_is_left_for_others_to_link() {
        let safe = markdown("http://a.org www.a.org me@a.org");
        assert_eq!(safe, "http\\://a.org www\\.a.org me\\@a.org");
    }

    #[test]
    fn hostile_text_has_no_markup_in_html() {
        for text in HOSTILE.lines() {
            assert!(!html(text).contains(['<', '>', '"', '\'']), "{text}");
        }
        assert_eq!(html("a & <b> \"c\" 'd'"), "a &amp; &lt;b&gt; &quot;c&quot; &#39;d&#39;");
    }

    proptest! {
        #[test]
        fn any_text_stays_text_in_markdown(text in "[ -~é\u{a0}“]{0,24}") {
            prop_assert_eq!(stays_text(&text), Ok(()));
        }

        #[test]
        fn any_row_of_marks_stays_text_in_markdown(text in "[-\\\\`*_\\[\\]()<>|~&$^#!.:={}+ a1]{0,16}") {
            prop_assert_eq!(stays_text(&text), Ok(()));
        }
    }
}
