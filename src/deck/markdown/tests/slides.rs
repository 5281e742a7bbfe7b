//! Where slides begin and end, and what they are called.

use super::*;

fn titles(text: &str, split: Split) -> Vec<String> {
    let parsed = read_with(text, split, false, &[("part.md", "---\n# In\n---\n")]);
    parsed.slides.iter().map(|slide| all_text(slide).replace('\n', ";")).collect()
}

#[test]
fn a_rule_of_three_hyphens_ends_a_slide_and_no_other_rule_does() {
    assert_eq!(titles("a\n\n---\n\nb", Split::Auto), ["1 p a", "1 p b"]);
    assert_eq!(titles("a\n\n  ---  \n\nb", Split::Auto), ["1 p a", "1 p b"]);
    for rule in ["***", "___", "- - -", "----", "* * *"] {
        let text = format!("a\n\n{rule}\n\nb");
        assert_eq!(titles(&text, Split::Auto), ["1 p a;1 rule;1 p b"], "{rule}");
    }
}

#[test]
fn three_hyphens_elsewhere_are_content() {
    for text in [
        "a\n---",
        "```\n---\n```",
        "- a\n\n  ---",
        "> ---",
        "<div>\n---\n</div>",
        "    ---",
        "- ---",
    ] {
        assert_eq!(read(text).slides.len(), 1, "{text}");
    }
}

#[test]
fn where_comments_end_slides_rules_do_not() {
    assert_eq!(
        titles("a\n\n---\n\nb\n<!-- end_slide -->\nc", Split::Auto),
        ["1 p a;1 rule;1 p b", "1 p c"]
    );
    assert_eq!(titles("a\n\n---\n\n`<!-- end_slide -->`", Split::Auto).len(), 2);
    assert_eq!(titles("a\n\n---\n\n```\n<!-- end_slide -->\n```", Split::Auto).len(), 2);
    assert_eq!(titles("a\n\n---\n\nb end_slide", Split::Auto).len(), 2);
    assert_eq!(titles("a\n\n---\n\nb", Split::EndSlide), ["1 p a;1 rule;1 p b"]);
}

#[test]
fn with_rules_alone_a_comment_ends_nothing_and_is_named() {
    let parsed = read_with("a\n<!-- end_slide -->\n\nb\n\n---\n\nc", Split::Rule, false, &[]);
    assert_eq!(parsed.slides.len(), 2);
    assert_eq!(codes(&parsed), [("misplaced-directive", 2)]);
}

#[test]
fn an_end_within_a_block_waits_for_the_end_of_the_block() {
    for text in [
        "a <!-- end_slide --> b\n\nc",
        "- a <!-- end_slide -->\n- b\n\nc",
        "> a\n> <!-- end_slide -->\n> b\n\nc",
    ] {
        let slides = titles(text, Split::Auto);
        assert_eq!(slides.len(), 2, "{slides:?}");
        assert_eq!(slides[1], "1 p c");
        assert!(slides[0].contains('b'), "{slides:?}");
    }
}

#[test]
fn a_break_at_either_end_of_the_text_makes_no_slide_but_one_between_two_does() {
    for (text, count) in [
        ("", 1),
        ("---", 1),
        ("---\n---", 1),
        ("---\n\na", 1),
        ("a\n\n---", 1),
        ("a\n\n---\n\n<!-- x y -->\n", 1),
        ("a\n\n---\n\n---\n\nb", 3),
        ("a\n\n---\n\n<!-- x y -->\n\n---\n\nb", 3),
        ("<!-- end_slide -->\na\n<!-- end_slide -->", 1),
        ("a\n\n---\n\n<!-- new_line -->\n<!-- column_layout: [1] -->", 1),
        ("a\n\n---\n\n<!-- speaker_note: b -->", 2),
    ] {
        assert_eq!(read(text).slides.len(), count, "{text}");
    }
}

#[test]
fn a_slide_is_named_by_the_id_of_a_heading_else_by_its_title() {
    for (text, id, written, title) in [
        ("# Hello, *World*!", "hello-world", false, "Hello, World!"),
        ("# Über 2 Größen", "über-2-größen", false, "Über 2 Größen"),
        ("# A {#b}", "b", true, "A"),
        ("# A\n\n## B {#c}", "c", true, "A"),
        ("# A {#x}\n\n## B {#c}", "x", true, "A"),
        ("> ## A {#b}", "b", true, "A"),
        ("text", "", false, ""),
        ("# ?!", "", false, "?!"),
        ("<h1 id=\"b\">A</h1>", "b", true, "A"),
        ("# A [@x] b", "a-b", false, "A  b"),
    ] {
        let slide = &read(text).slides[0];
        assert_eq!(
            (slide.id.as_str(), slide.id_is_written, slide.title.as_str()),
            (id, written, title),
            "{text}"
        );
    }
}

#[test]
fn a_slide_begins_at_the_line_of_its_first_content() {
    let parsed = read("<!-- no_footer -->\n\n# A\n\n---\n\n\n\nb\n\n---\n\n---\n\n# C");
    let lines: Vec<u32> = parsed.slides.iter().map(|slide| slide.line).collect();
    assert_eq!(lines, [3, 9, 11, 15]);
    assert!(parsed.slides.iter().all(|slide| slide.file.as_ref() == "slides/talk.md"));
    assert!(parsed.slides[0].no_footer && !parsed.slides[1].no_footer);
}

#[test]
fn an_included_file_is_read_in_place_and_its_breaks_count() {
    let files = [("p/a.md", "# A\n\n<!-- include: b.md -->\n"), ("p/b.md", "B\n\n---\n\n# C\n")];
    let parsed = read_with("<!-- include: p/a.md -->\n\nend", Split::Auto, false, &files);
    let slides: Vec<String> = parsed.slides.iter().map(all_text).collect();
    assert_eq!(slides, ["1 h1 A\n1 p B", "1 h1 C\n1 p end"]);
    assert_eq!(parsed.slides[0].file.as_ref(), "slides/p/a.md");
    assert_eq!((parsed.slides[1].file.as_ref(), parsed.slides[1].line), ("slides/p/b.md", 5));
    assert_eq!(codes(&parsed), []);
}

#[test]
fn breaks_at_the_ends_of_an_included_file_make_no_slides() {
    assert_eq!(
        titles("a\n\n---\n\n<!-- include: part.md -->\n\n---\n\nb", Split::Auto),
        ["1 p a", "1 h1 In", "1 p b"]
    );
    assert_eq!(
        titles("a\n\n<!-- include: part.md -->\n\nb", Split::Auto),
        ["1 p a", "1 h1 In", "1 p b"]
    );
    assert_eq!(titles("a <!-- include: part.md --> b", Split::Auto), ["1 p a b", "1 h1 In"]);
}

#[test]
fn a_file_that_cannot_be_included_is_shown_as_broken() {
    let files = [("a.md", "<!-- include: b.md -->"), ("b.md", "\n<!-- include: a.md -->")];
    for (text, code, file, line) in [
        ("<!-- include: none.md -->", "missing-file", "slides/talk.md", 1),
        ("<!-- include: /etc/passwd -->", "missing-file", "slides/talk.md", 1),
        ("<!-- include: talk.md -->", "include-cycle", "slides/talk.md", 1),
        ("<!-- include: a.md -->", "include-cycle", "slides/b.md", 2),
    ] {
        let parsed = read_with(text, Split::Auto, false, &files);
        assert_eq!(all_text(&parsed.slides[0]), format!("1 broken include {code}"));
        let [found] = parsed.diagnostics.as_slice() else { panic!("{:?}", parsed.diagnostics) };
        let place = found.place.as_ref().unwrap();
        assert_eq!((found.severity, found.code), (Severity::Error, code));
        assert_eq!((place.file.as_ref(), place.line), (file, line));
    }
}

#[test]
fn a_chain_of_files_ends() {
    let find = |path: &str| {
        let number: u32 = path.trim_end_matches(".md").parse().unwrap();
        let text = format!("<!-- include: {}.md -->", number + 1);
        Ok(safe_text::decode(text.as_bytes()))
    };
    let (file, split, sources) = ("t.md", Split::Auto, &BTreeMap::new());
    let context = Context { file, split, front_matter: false, read: &find, sources };
    let parsed = parse("<!-- include: 0.md -->", &context);
    assert_eq!(all_text(&parsed.slides[0]), "1 broken include include-cycle");
}

#[test]
fn footnotes_are_numbered_on_each_slide_that_refers_to_them() {
    let text = "a[^x] b[^y] c[^x]\n\n---\n\nd\n\n<!-- pause -->\n\ne[^y]\n\n[^x]: X\n\n[^y]: Y *y*\n\n    z\n\n[^z]: Z\n";
    let parsed = read(text);
    assert_eq!(
        all_text(&parsed.slides[0]),
        "1 p a[^1] b[^2] c[^1]\n1 p X\n1 p Y ⟨EMPHASIS y⟩\n1 p z"
    );
    assert_eq!(all_text(&parsed.slides[1]), "1 p d\n2 p e[^1]\n2 p Y ⟨EMPHASIS y⟩\n2 p z");
    assert_eq!(parsed.slides[1].footnotes[0].from, 2);
    assert_eq!(codes(&parsed), [("unused-footnote", 17)]);
}

#[test]
fn a_footnote_of_a_footnote_is_text() {
    let parsed = read("a[^x]\n\n[^x]: X[^y]\n\n[^y]: Y\n");
    assert_eq!(all_text(&parsed.slides[0]), "1 p a[^1]\n1 p X[y]");
    assert_eq!(codes(&parsed), [("unused-footnote", 5)]);
}

#[test]
fn what_is_nested_too_deeply_stands_in_the_block_around_it_with_one_warning() {
    for line in [">".repeat(500) + " deep", "- ".repeat(500) + "deep", "1. > ".repeat(300) + "deep"]
    {
        let parsed = read(&line);
        assert!(all_text(&parsed.slides[0]).contains("deep"));
        assert_eq!(codes(&parsed), [("too-deep", 1)]);
    }
}

#[test]
fn findings_stand_in_the_order_of_the_text() {
    let parsed =
        read("[^x]: a\n\n[^x]: b\n\n<!-- pawse -->\n\n```poll\n```\n\na\n\n<!-- pause -->\n");
    let expected = [
        ("unused-footnote", 1),
        ("duplicate-footnote", 3),
        ("unknown-directive", 5),
        ("missing-key", 7),
        ("idle-pause", 12),
    ];
    assert_eq!(codes(&parsed), expected);
}

#[test]
fn what_is_said_before_the_first_slide_is_forgotten_with_it() {
    let parsed = read("<!-- no_footer -->\n\n---\n\na");
    assert_eq!((parsed.slides.len(), parsed.slides[0].no_footer), (1, false));
}
