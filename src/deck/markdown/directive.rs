//! What an HTML comment tells the deck to do, spelled as presenterm spells it.

use std::ops::Range;

use crate::deck::{Align, toml_keys};

/// What a comment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Comment<'c> {
    /// Nothing to the deck.
    Silent,
    /// Something that is understood.
    Directive(Directive<'c>),
    /// Something that looks like a directive and is none.
    Unknown(&'c str),
    /// A directive of presenterm that has no meaning here.
    Unsupported(&'c str),
    /// A directive whose value is not what it takes.
    Bad {
        name: &'c str,
        /// What it takes.
        expected: &'static str,
    },
}

/// What an author can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Directive<'c> {
    Pause,
    EndSlide,
    IncrementalLists(bool),
    ColumnLayout(Vec<u16>),
    Column(usize),
    ResetLayout,
    JumpToMiddle,
    Blank(u16),
    Alignment(Align),
    FontSize(u32),
    SkipSlide,
    NoFooter,
    Include(&'c str),
    /// Our own: presenterm has none like it.
    Sources,
    /// The bytes of the comment that are the note.
    SpeakerNote(Range<usize>),
}

const NAMES: [&str; 19] = [
    "pause",
    "end_slide",
    "incremental_lists",
    "column_layout",
    "column",
    "reset_layout",
    "jump_to_middle",
    "new_line",
    "new_lines",
    "newline",
    "newlines",
    "alignment",
    "font_size",
    "skip_slide",
    "no_footer",
    "include",
    "sources",
    "speaker_note",
    "comment",
];

const UNSUPPORTED: [&str; 3] = ["incremental_tables", "list_item_newlines", "snippet_output"];

/// Words that other programs look for in comments.
const OF_OTHERS: [&str; 7] =
    ["vim", "markdownlint", "prettier", "cspell", "textlint", "dprint", "toc"];

/// The most blank lines that one directive makes.
const MOST_BLANK: u16 = 200;

/// The name of a directive that is like this word.
pub(super) fn nearest(word: &str) -> Option<&'static str> {
    toml_keys::nearest(&word.to_ascii_lowercase(), &NAMES)
}

/// Reads what stands between `<!--` and `-->`.
pub(super) fn read(content: &str) -> Comment<'_> {
    let trimmed = content.trim();
    let end = trimmed.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
    let (word, rest) = trimmed.split_at_checked(end.unwrap_or(trimmed.len())).unwrap_or_default();
    let rest = rest.trim_start_matches([' ', '\t']);
    let known = NAMES.contains(&word) || UNSUPPORTED.contains(&word);
    let value = match rest.strip_prefix(':') {
        Some(value) => Some(value),
        None if rest.trim().is_empty() => None,
        // Nobody writes prose that begins `column_layout`.
        None if known && word.contains('_') => {
            return Comment::Bad { name: word, expected: "nothing or a colon after its name" };
        }
        None => return Comment::Silent,
    };
    if word == "speaker_note" {
        return note(content, value);
    }
    match known {
        true if UNSUPPORTED.contains(&word) => Comment::Unsupported(word),
        true => directive(word, value.map(unquoted)),
        false if is_name(word) => Comment::Unknown(word),
        false => Comment::Silent,
    }
}

/// Whether a word is spelled like a directive, or is one but for its case.
fn is_name(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    if OF_OTHERS.iter().any(|other| lower.starts_with(other)) {
        return false;
    }
    let spelled_so = word.starts_with(|c: char| c.is_ascii_lowercase()) && lower == word;
    spelled_so || NAMES.contains(&lower.as_str())
}

fn note<'c>(content: &'c str, value: Option<&'c str>) -> Comment<'c> {
    let start = content.find(':').map_or(content.len(), |at| at + 1);
    match value {
        Some(value) if !value.trim().is_empty() => {
            Comment::Directive(Directive::SpeakerNote(start..content.len()))
        }
        _ => Comment::Bad { name: "speaker_note", expected: "the note after a colon" },
    }
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let quoted = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    quoted('"').or_else(|| quoted('\'')).unwrap_or(value)
}

fn directive<'c>(name: &'c str, value: Option<&'c str>) -> Comment<'c> {
    let (directive, expected) = match name {
        "comment" => return Comment::Silent,
        "pause" => (alone(value, Directive::Pause), NO_VALUE),
        "end_slide" => (alone(value, Directive::EndSlide), NO_VALUE),
        "reset_layout" => (alone(value, Directive::ResetLayout), NO_VALUE),
        "jump_to_middle" => (alone(value, Directive::JumpToMiddle), NO_VALUE),
        "skip_slide" => (alone(value, Directive::SkipSlide), NO_VALUE),
        "no_footer" => (alone(value, Directive::NoFooter), NO_VALUE),
        "sources" => (alone(value, Directive::Sources), NO_VALUE),
        "new_line" | "newline" => (alone(value, Directive::Blank(1)), NO_VALUE),
        "new_lines" | "newlines" => {
            let lines = number(value).map(|lines: u16| Directive::Blank(lines.min(MOST_BLANK)));
            (lines, "a number of lines")
        }
        "incremental_lists" => {
            let on = value.and_then(|value| value.parse().ok());
            (on.map(Directive::IncrementalLists), "`true` or `false`")
        }
        "column_layout" => {
            (value.and_then(weights).map(Directive::ColumnLayout), "weights such as `[2, 1]`")
        }
        "column" => (number(value).map(Directive::Column), "the number of a column, from 0"),
        "alignment" => {
            let align = match value {
                Some("left") => Some(Align::Left),
                Some("center") => Some(Align::Center),
                Some("right") => Some(Align::Right),
                _ => None,
            };
            (align.map(Directive::Alignment), "`left`, `center` or `right`")
        }
        "font_size" => (number(value).map(Directive::FontSize), "a number"),
        "include" => {
            let path = value.filter(|path| !path.is_empty());
            (path.map(Directive::Include), "the path of a file")
        }
        _ => return Comment::Unknown(name),
    };
    directive.map_or(Comment::Bad { name, expected }, Comment::Directive)
}

const NO_VALUE: &str = "no value";

fn alone<'c>(value: Option<&str>, directive: Directive<'c>) -> Option<Directive<'c>> {
    value.is_none_or(str::is_empty).then_some(directive)
}

fn number<N: std::str::FromStr>(value: Option<&str>) -> Option<N> {
    value?.parse().ok()
}

/// `[2, 1]`: the weights of columns, at least 1 each.
fn weights(value: &str) -> Option<Vec<u16>> {
    const MOST_COLUMNS: usize = 32;
    let inner = value.strip_prefix('[')?.strip_suffix(']')?;
    let inner = inner.trim().trim_end_matches(',');
    let weights: Option<Vec<u16>> =
        inner.split(',').map(|weight| weight.trim().parse().ok()).collect();
    let weights: Vec<u16> = weights?.into_iter().map(|weight| weight.max(1)).collect();
    (weights.len() <= MOST_COLUMNS).then_some(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_spelled_as_presenterm_spells_them() {
        let is = Comment::Directive;
        for (content, comment) in [
            (" pause ", is(Directive::Pause)),
            ("pause", is(Directive::Pause)),
            ("\n  end_slide\n", is(Directive::EndSlide)),
            (" incremental_lists: true ", is(Directive::IncrementalLists(true))),
            (" incremental_lists : false ", is(Directive::IncrementalLists(false))),
            (" column_layout: [2, 1] ", is(Directive::ColumnLayout(vec![2, 1]))),
            (" column_layout: [0] ", is(Directive::ColumnLayout(vec![1]))),
            (" column: 0 ", is(Directive::Column(0))),
            (" reset_layout ", is(Directive::ResetLayout)),
            (" jump_to_middle ", is(Directive::JumpToMiddle)),
            (" new_line ", is(Directive::Blank(1))),
            (" newline ", is(Directive::Blank(1))),
            (" new_lines: 3 ", is(Directive::Blank(3))),
            (" newlines: 9999 ", is(Directive::Blank(200))),
            (" alignment: center ", is(Directive::Alignment(Align::Center))),
            (" font_size: 2 ", is(Directive::FontSize(2))),
            (" skip_slide ", is(Directive::SkipSlide)),
            (" no_footer ", is(Directive::NoFooter)),
            (" sources ", is(Directive::Sources)),
            (" include: a b.md ", is(Directive::Include("a b.md"))),
            (" include: \"a.md\" ", is(Directive::Include("a.md"))),
            (" speaker_note: hi ", is(Directive::SpeakerNote(14..18))),
            (" comment: pause ", Comment::Silent),
            (" // pause ", Comment::Silent),
        ] {
            assert_eq!(read(content), comment, "{content}");
        }
    }

    #[test]
    fn a_comment_that_looks_like_a_directive_and_is_none_is_named() {
        assert_eq!(read(" pawse "), Comment::Unknown("pawse"));
        assert_eq!(read(" Pause "), Comment::Unknown("Pause"));
        assert_eq!(read(" colum: 1 "), Comment::Unknown("colum"));
        assert_eq!(read(" see: "), Comment::Unknown("see"));
        assert_eq!(read(" snippet_output: x "), Comment::Unsupported("snippet_output"));
        assert_eq!(nearest("pawse"), Some("pause"));
    }

    #[test]
    fn prose_is_silent() {
        for content in [
            "",
            " ",
            " TODO: check this ",
            " Note ",
            " pause here for a laugh ",
            "! x",
            " vim: set ft=markdown ",
            " prettier-ignore ",
            " [x] ",
            " é ",
        ] {
            assert_eq!(read(content), Comment::Silent, "{content}");
        }
    }

    #[test]
    fn a_bad_value_says_what_is_expected() {
        for content in [
            "column: one",
            "column",
            "column_layout: 2",
            "column_layout: []",
            "alignment: middle",
            "incremental_lists",
            "new_lines: -1",
            "include:",
            "speaker_note:",
            "pause: 3",
            "sources: all",
            "column_layout [1]",
        ] {
            assert!(matches!(read(content), Comment::Bad { .. }), "{content}: {:?}", read(content));
        }
    }
}
