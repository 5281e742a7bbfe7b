//! What follows the fence of a code block: its language, lines that stand out, line numbers.

use std::borrow::Cow;
use std::ops::Range;

use crate::deck::{Code, Lines};
use crate::safe_text;

/// Reads a code block. The second value is the part of the info string that is meant to name lines and
/// does not.
pub(super) fn read(info: &str, mut source: String) -> (Code, Option<Range<usize>>) {
    let info = info.trim();
    for end in ['\n', '\r'] {
        source.truncate(source.strip_suffix(end).map_or(source.len(), str::len));
    }
    if let Cow::Owned(clean) = safe_text::clean_lines(&source) {
        source = clean;
    }
    source.shrink_to_fit();
    let (highlights, bad) = highlights(info);
    let numbered = info.split([' ', '\t', '{', '}', ',']).any(|word| word == "+line_numbers");
    let code = Code {
        language: safe_text::clean(language(info)).into_owned(),
        source,
        numbered_from: numbered.then_some(1),
        highlights,
    };
    (code, bad)
}

/// The first word, up to whatever cannot be part of a language's name.
pub(super) fn language(info: &str) -> &str {
    let info = info.trim_start();
    info.split(['{', ',', ' ', '\t']).next().unwrap_or_default()
}

fn highlights(info: &str) -> (Vec<Lines>, Option<Range<usize>>) {
    let mut bad = None;
    for (start, _) in info.match_indices('{') {
        let rest = info.get(start + 1..).unwrap_or_default();
        let end = rest.find('}');
        let inner = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        if !names_lines(inner) {
            continue;
        }
        if let Some(sets) = end.and_then(|_| sets(inner)) {
            return (sets, None);
        }
        let close = usize::from(end.is_some());
        bad.get_or_insert(start..start + 1 + inner.len() + close);
    }
    (Vec::new(), bad)
}

/// Whether braces hold lines to highlight, perhaps misspelled, rather than attributes.
fn names_lines(inner: &str) -> bool {
    let inner = inner.trim();
    let begins = inner.starts_with(|c: char| c.is_ascii_digit()) || inner.starts_with("all");
    begins && !inner.contains(['=', '#', ':'])
}

fn sets(inner: &str) -> Option<Vec<Lines>> {
    /// More steps than anybody goes through.
    const MOST: usize = 200;
    let sets: Option<Vec<Lines>> = inner.split('|').take(MOST + 1).map(set).collect();
    sets.filter(|sets| sets.len() <= MOST)
}

fn set(written: &str) -> Option<Lines> {
    if written.trim() == "all" {
        return Some(Lines::All);
    }
    let ranges: Option<Vec<(u32, u32)>> = written.split(',').map(range).collect();
    ranges.map(Lines::Ranges)
}

fn range(written: &str) -> Option<(u32, u32)> {
    let (from, to) = written.split_once('-').unwrap_or((written, written));
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (1 <= from && from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_info_string_gives_language_lines_and_numbers() {
        let ranges = |ranges: &[(u32, u32)]| Lines::Ranges(ranges.to_vec());
        let cases: [(&str, &str, Option<u32>, Vec<Lines>); 12] = [
            ("", "", None, vec![]),
            ("rust", "rust", None, vec![]),
            ("  rust  ", "rust", None, vec![]),
            ("rust,ignore", "rust", None, vec![]),
            ("python{1,3}", "python", None, vec![ranges(&[(1, 1), (3, 3)])]),
            (
                "rust {1-3|5|all}",
                "rust",
                None,
                vec![ranges(&[(1, 3)]), ranges(&[(5, 5)]), Lines::All],
            ),
            ("rust +line_numbers {2}", "rust", Some(1), vec![ranges(&[(2, 2)])]),
            ("rust {2} +line_numbers", "rust", Some(1), vec![ranges(&[(2, 2)])]),
            ("bash +exec title=\"x {y}\"", "bash", None, vec![]),
            ("{.python #id}", "", None, vec![]),
            ("js {highlight: 1}", "js", None, vec![]),
            ("c++ { 1 - 2 , 4 | all }", "c++", None, vec![ranges(&[(1, 2), (4, 4)]), Lines::All]),
        ];
        for (info, language, numbered, highlights) in cases {
            let (code, bad) = read(info, "x\n".to_owned());
            assert_eq!(bad, None, "{info}");
            assert_eq!(code.language, language, "{info}");
            assert_eq!(code.numbered_from, numbered, "{info}");
            assert_eq!(code.highlights, highlights, "{info}");
        }
    }

    #[test]
    fn lines_that_cannot_be_read_are_named() {
        for (info, at) in [
            ("rust {3-1}", 5..10),
            ("rust {0}", 5..8),
            ("rust {1-}", 5..9),
            ("rust {1|}", 5..9),
            ("rust {1..3}", 5..11),
            ("rust {1-3", 5..9),
        ] {
            let (code, bad) = read(info, "x\n".to_owned());
            assert_eq!((code.highlights.len(), bad), (0, Some(at)), "{info}");
        }
    }

    #[test]
    fn code_keeps_tabs_and_loses_only_its_last_line_end() {
        assert_eq!(read("", "\ta\n\n".to_owned()).0.source, "\ta\n");
        assert_eq!(read("", "\u{1b}[1m".to_owned()).0.source, "\u{fffd}[1m");
        assert_eq!(read("", String::new()).0.source, "");
    }
}
