//! Discussion points with own answers: as plain text to read, as Markdown to keep. What people wrote stays text.

use std::fmt::Write as _;

use crate::browse::{Browse, OwnAnswer, Point};

/// Every point, section by section, on lines of their own.
pub fn plain(browse: &Browse) -> String {
    let mut text = format!("{}\n", title(browse));
    let mut section = None;
    for point in &browse.points {
        if section.replace(&point.section) != Some(&point.section) {
            let _ = writeln!(text, "\n{}", point.section);
        }
        let _ = writeln!(text, "  {}\n    {}", point.prompt, point.about());
        indented(browse.answer(&point.id), &mut text);
    }
    if browse.points.is_empty() {
        text.push_str("\nIt has no discussion points.\n");
    }
    for (index, answer) in browse.left_over().enumerate() {
        if index == 0 {
            text.push_str("\nNo longer asked\n");
        }
        let _ = writeln!(text, "  {}", name(answer));
        indented(&answer.text, &mut text);
    }
    text
}

/// Answers that are kept nowhere else, to read or copy from a terminal.
pub fn rest(answers: &[OwnAnswer]) -> String {
    let mut text = String::new();
    for answer in answers {
        let _ = writeln!(text, "{}", name(answer));
        indented(&answer.text, &mut text);
    }
    text
}

fn indented(answer: &str, text: &mut String) {
    let mut label = "Your answer: ";
    for line in answer.trim_end().lines() {
        let line = format!("    {label}{line}");
        let _ = writeln!(text, "{}", line.trim_end());
        label = "";
    }
}

/// Every prompt with its own answer, as Markdown.
pub fn markdown(browse: &Browse) -> String {
    let mut text = format!("# {}\n", escaped(title(browse)));
    let mut section = None;
    for point in &browse.points {
        if section.replace(&point.section) != Some(&point.section) {
            let _ = write!(text, "\n## {}\n", escaped(&point.section));
        }
        asked(point, &mut text);
        quoted(browse.answer(&point.id), &mut text);
    }
    for (index, answer) in browse.left_over().enumerate() {
        if index == 0 {
            text.push_str("\n## No longer asked\n");
        }
        let _ = write!(text, "\n### {}\n", escaped(name(answer)));
        quoted(&answer.text, &mut text);
    }
    text
}

fn asked(point: &Point, text: &mut String) {
    let _ = write!(text, "\n### {}\n\n{}\n", escaped(&point.prompt), escaped(&point.about()));
}

/// An answer as a quotation in which each line stays one.
fn quoted(answer: &str, text: &mut String) {
    let lines: Vec<&str> =
        answer.trim_end().lines().skip_while(|line| line.trim().is_empty()).collect();
    if !lines.is_empty() {
        text.push('\n');
    }
    for (index, line) in lines.iter().enumerate() {
        let follows = lines.get(index + 1).is_some_and(|next| !next.trim().is_empty());
        match (line.trim().is_empty(), follows) {
            (true, _) => text.push_str(">\n"),
            (false, true) => {
                let _ = writeln!(text, "> {}\\", escaped(line));
            }
            (false, false) => {
                let _ = writeln!(text, "> {}", escaped(line));
            }
        }
    }
}

fn title(browse: &Browse) -> &str {
    if browse.title().is_empty() { "Discussion points" } else { browse.title() }
}

/// What an answer answers, by its prompt, else by its id.
fn name(answer: &OwnAnswer) -> &str {
    use crate::browse::PointId::{Discussion, Poll};
    let (Discussion(id) | Poll(id)) = &answer.id;
    if answer.prompt.is_empty() { id } else { &answer.prompt }
}

/// One line that Markdown shows as it is: nothing in it is a mark, a link, HTML or a list.
fn escaped(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    let text = line.trim_end();
    let body = text.trim_start();
    let blanks = text.chars().count() - body.chars().count();
    escaped.extend(std::iter::repeat_n("&nbsp;", blanks));
    let digits = body.chars().take_while(char::is_ascii_digit).count();
    for (index, c) in body.chars().enumerate() {
        let anywhere = matches!(
            c,
            '\\' | '`'
                | '*'
                | '_'
                | '['
                | ']'
                | '{'
                | '}'
                | '<'
                | '>'
                | '#'
                | '|'
                | '~'
                | '&'
                | '$'
                | '^'
        );
        let first = index == 0 && matches!(c, '+' | '-' | '=' | ':' | '%');
        let after_number = index == digits && digits > 0 && matches!(c, '.' | ')');
        if anywhere || first || after_number {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    /// What Markdown shows of an answer, and whether it found anything in it but lines.
    fn read_back(markdown: &str) -> (String, bool) {
        let (mut text, mut only_text) = (String::new(), true);
        // That quotes are curled is a matter of taste.
        let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::HardBreak => text.push('\n'),
                Event::Start(Tag::Paragraph) if !text.is_empty() => text.push_str("\n\n"),
                Event::Start(Tag::Paragraph | Tag::BlockQuote(None)) | Event::End(_) => {}
                _ => only_text = false,
            }
        }
        (text.replace('\u{a0}', " "), only_text)
    }

    #[test]
    fn what_looks_like_markdown_stays_text() {
        for line in [
            "# no heading",
            "- no list",
            "1. none",
            "12) none",
            "*a* _b_ `c` ~~d~~",
            "[a](b) ![c](d)",
            "<b>bold</b>",
            "&lt;",
            "| a | b |",
            "===",
            "---",
            "    code",
            "> quote",
            "a\\",
            "```",
            "[^1]: x",
            ": term",
            "$x$",
            "https://example.org",
            "a {#id}",
            "+++",
            "\\",
        ] {
            let mut markdown = String::new();
            quoted(line, &mut markdown);
            assert_eq!(read_back(&markdown), (line.to_owned(), true), "{markdown}");
        }
    }

    #[test]
    fn lines_stay_lines_and_paragraphs_paragraphs() {
        let mut markdown = String::new();
        quoted("one\ntwo\n\nthree\n", &mut markdown);
        assert_eq!(markdown, "\n> one\\\n> two\n>\n> three\n");
        assert_eq!(read_back(&markdown), ("one\ntwo\n\nthree".to_owned(), true));
    }

    proptest! {
        #[test]
        fn any_line_stays_text(line in "([!-~]|[ -~é日\"']){1,40}") {
            let mut markdown = String::new();
            quoted(&line, &mut markdown);
            let (text, only_text) = read_back(&markdown);
            prop_assert!(only_text, "{}", markdown);
            prop_assert_eq!(text, line.trim_end());
        }
    }
}
