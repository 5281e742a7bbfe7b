//! Spans: what is merged, what is made out of plain words, what is cleaned.

use super::*;

#[test]
fn words_of_one_look_are_one_span() {
    let parsed = read("a &amp; b\\* c\nd [x] e");
    let BlockKind::Paragraph(text) = &parsed.slides[0].blocks[0].kind else { panic!() };
    assert_eq!(text.len(), 1);
    assert_eq!(spans(text, 1), "a & b* c d [x] e");
}

#[test]
fn badges_are_made_out_in_text_and_not_in_code() {
    for (text, expected) in [
        ("[@abstract]", "1 p [@abstract]"),
        ("a[@a][@b_1]c", "1 p a[@a][@b_1]c"),
        ("**a [@ours]**", "1 p ⟨STRONG a ⟩[@ours]"),
        ("`[@a]`", "1 p ⟨CODE [@a]⟩"),
        ("\\[@a] \\[@b]", "1 p [@a] [@b]"),
        ("[@a b] [@] [@c", "1 p [@a b] [@] [@c"),
        ("- [@a] b", "1 ul\n  1 -\n    1 p [@a] b"),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
    let badge = |text: &str| {
        let parsed = read(text);
        let BlockKind::Paragraph(text) = &parsed.slides[0].blocks[0].kind else { panic!() };
        text.iter().filter(|span| matches!(span.kind, SpanKind::Badge(_))).count()
    };
    assert_eq!(badge("\\[@a] [@b] \\[@c]"), 1);
    assert_eq!(badge("x\n[@a]\n[@b]"), 2);
}

#[test]
fn addresses_are_links_outside_code_and_links() {
    for (text, expected) in [
        ("(https://x.org/a_b)", "1 p (⟨https://x.org/a_b→https://x.org/a_b⟩)"),
        ("`https://x.org`", "1 p ⟨CODE https://x.org⟩"),
        ("[https://x.org](http://y.org)", "1 p ⟨https://x.org→http://y.org⟩"),
        ("**https://x.org**", "1 p ⟨STRONG https://x.org→https://x.org⟩"),
        ("foo://bar and main.rs", "1 p foo://bar and main.rs"),
        ("$a@b.org$", "1 p ⟨MATH $a@b.org$⟩"),
        ("https://x.org [@a]", "1 p ⟨https://x.org→https://x.org⟩ [@a]"),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
}

#[test]
fn tags_that_are_not_balanced_do_no_harm() {
    for (text, expected) in [
        ("<b>a\n\nb", "1 p ⟨STRONG a⟩\n1 p b"),
        ("a</b> b", "1 p a b"),
        ("*<b>a* b</b> c", "1 p ⟨STRONG+EMPHASIS a⟩ b c"),
        ("<b><i>a</b> b</i>", "1 p ⟨STRONG+EMPHASIS a⟩ b"),
        ("<b/>a", "1 p a"),
        ("</div></ul></li>", ""),
        ("<li>a<p>b", "1 ul\n  1 -\n    1 p a\n    1 p b"),
        ("<ul>a<li>b</ul>c", "1 ul\n  1 -\n    1 p a\n  1 -\n    1 p b\n1 p c"),
        (
            "<span style=\"color: red; background: blue\">a <b>b</b></span>",
            "1 p ⟨#ff0000 a ⟩⟨STRONG #ff0000 b⟩",
        ),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
}

#[test]
fn nothing_that_could_drive_a_terminal_gets_in() {
    let text = "# a&#27;b&#x202e;c {#i&#27;}\n\n![&#27;](x&#27;y) [&#x9b;](z&#27;) `\u{1b}`\n\n```r\u{1b}\n\u{1b}[1m\n```\n\n<p title=x>&#27;</p>\n\n<img alt='&#27;' src='\u{202e}'>";
    let parsed = read(text);
    let all = format!("{:?}{}", parsed.slides[0].id, all_text(&parsed.slides[0]));
    assert!(!all.contains(|c| safe_text::is_unsafe(c) && c != '\n'), "{all}");
    assert!(all.starts_with("\"i&#27;\"") || !all.contains('\u{1b}'), "{all}");
}

#[test]
fn a_lone_break_is_an_empty_line() {
    assert_eq!(outline("a\n\n<br>\n\nb"), "1 p a\n1 blank 1\n1 p b");
}

#[test]
fn a_very_long_line_is_read_in_time_that_grows_with_it() {
    for piece in [
        "a@a",
        "http://",
        "[@a",
        "[@a]",
        "<b>",
        "</i>",
        "<b></i>",
        "*a",
        "**a *b ",
        "[",
        "![",
        "`a",
        "<!-- pawse -->",
        "<!-- pause -->a",
        "a<br>",
        "$a",
        "~~a",
        "[^x]",
        "\\[",
        "&amp;",
        "<sup>2",
        "| a ",
        "a_",
        "<!-- x",
        "<a href=x>",
        "https://x.org/ ",
        "{#a}",
        "<li>",
        "<ul><li>",
        "<ul></ol>",
        "\\[@a]",
        "\\[@a] *b* ",
        "*b* [@a] ",
        "- ",
        "a\n: b\n",
        "> a\n",
        "> ",
        ">",
        "- > ",
        "1. ",
        "<!-- end_slide",
        "[^a]: [^a] ",
        "a[^1] ",
        "[^1]: b\n\n",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let parsed = read(&text);
        assert!(!parsed.slides.is_empty());
        let copied: usize = parsed.diagnostics.iter().map(|found| found.excerpt.len()).sum();
        assert!(copied < 4 << 20, "{piece}: {copied}");
    }
}
