//! What directives do.

use super::*;

#[test]
fn directives_do_what_presenterm_has_them_do() {
    for (text, expected) in [
        ("<!-- jump_to_middle -->\n# A", "1 middle\n1 h1 A"),
        ("a\n<!-- new_line -->\n<!-- new_lines: 3 -->\nb", "1 p a\n1 blank 1\n1 blank 3\n1 p b"),
        ("<!-- newlines: 500 -->", "1 blank 200"),
        ("a <!-- newline --> b", "1 p a⏎b"),
        (
            "<!-- alignment: center -->\na\n\n<!-- alignment: right -->\nb\n\n<!-- alignment: left -->\nc",
            "1 center p a\n1 right p b\n1 p c",
        ),
        ("<!-- font_size: 1 -->\na", "1 p a"),
        (
            "<!-- column_layout: [2, 0] -->\n\n<!-- column: 1 -->\na\n\n<!-- column: 0 -->\nb\n\n<!-- pause -->\n\nc\n\n<!-- reset_layout -->\nd",
            "1 columns [2, 1]\n  column\n    1 p b\n    2 p c\n  column\n    1 p a\n2 p d",
        ),
        (
            "a\n<!-- column_layout: [1, 1] -->\nb\n<!-- column: 0 -->\nc",
            "1 p a\n1 p b\n1 columns [1, 1]\n  column\n    1 p c\n  column",
        ),
        (
            "<!-- column_layout: [1] -->\n<!-- column: 0 -->\na\n<!-- column_layout: [2] -->\n<!-- column: 0 -->\nb",
            "1 columns [1]\n  column\n    1 p a\n1 columns [2]\n  column\n    1 p b",
        ),
        ("<!-- comment: hello -->\n<!-- // hello -->\na", "1 p a"),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
}

#[test]
fn a_skipped_slide_is_left_out() {
    let parsed = read("# A\n\n---\n\n# B\n<!-- skip_slide -->\n\n---\n\n# C");
    assert_eq!(parsed.slides.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(), ["A", "C"]);
    let parsed = read("# A[^x]\n<!-- skip_slide -->\n\n[^x]: a");
    assert_eq!((parsed.slides.len(), parsed.slides[0].blocks.len()), (1, 0));
    assert_eq!(codes(&parsed), []);
}

#[test]
fn a_directive_that_does_nothing_is_named() {
    for (text, code) in [
        ("<!-- pawse -->", "unknown-directive"),
        ("a <!-- pawse --> b", "unknown-directive"),
        ("- a\n\n  <!-- colour: red -->", "unknown-directive"),
        ("<!-- column: one -->", "bad-directive"),
        ("<!-- column: 0 -->", "misplaced-directive"),
        ("<!-- reset_layout -->", "misplaced-directive"),
        ("<!-- column_layout: [1] -->\n<!-- column: 1 -->", "misplaced-directive"),
        ("- a\n\n  <!-- column_layout: [1] -->", "misplaced-directive"),
        ("> <!-- jump_to_middle -->\n> a", "misplaced-directive"),
        ("<!-- font_size: 3 -->", "no-font-size"),
        ("<!-- list_item_newlines: 2 -->", "unsupported-directive"),
        ("<!-- snippet_output: x -->", "unsupported-directive"),
        ("a[^x]\n\n[^x]: b <!-- pause --> c", "misplaced-directive"),
        ("<!-- speaker_note: <b>a</b> [^x] `b` ", "unclosed-comment"),
    ] {
        let parsed = read(text);
        let found: Vec<_> = parsed.diagnostics.iter().map(|d| (d.code, d.severity)).collect();
        assert_eq!(found, [(code, Severity::Warning)], "{text}");
    }
}

#[test]
fn an_unknown_directive_is_underlined_and_corrected() {
    let found = &read("# A\n\n> <!-- pawse -->").diagnostics[0];
    assert_eq!(found.message, "unknown directive `pawse`: did you mean `pause`?");
    assert_eq!((found.place.as_ref().unwrap().column, found.width), (8, 5));
}

#[test]
fn a_note_is_markdown_in_any_spelling() {
    for (text, expected) in [
        ("<!-- speaker_note: say *this* -->", "1 p say ⟨EMPHASIS this⟩"),
        ("<!--\nspeaker_note: one\ntwo\n\n- three\n-->", "1 p one two\n1 ul\n  1 -\n    1 p three"),
        (
            "<!-- speaker_note: |\n  one\n\n  - two\n    - three\n-->",
            "1 p one\n1 ul\n  1 -\n    1 p two\n    1 ul\n      1 -\n        1 p three",
        ),
        ("a <!-- speaker_note: b --> c", "1 p b"),
        ("- a\n\n  <!-- speaker_note: |\n    b\n    c\n  -->", "1 p b c"),
        ("<!-- speaker_note: ```poll -->", "1 code poll \"\""),
        ("<!-- speaker_note: a[^1]\n\n[^1]: b -->", "1 p a[1]\n1 p [1]\n1 p b"),
    ] {
        let parsed = read(text);
        assert_eq!(blocks(&parsed.slides[0].notes), expected, "{text}");
        assert_eq!(codes(&parsed), [], "{text}");
    }
}

#[test]
fn what_is_wrong_in_a_note_is_found_at_its_place() {
    let parsed = read("a\n\n<!-- speaker_note: |\n  b\n\n  <i>c</i> <script>x</script> <?d?>\n-->");
    assert_eq!(codes(&parsed), [("html-dropped", 6)]);
    assert_eq!(parsed.diagnostics[0].place.as_ref().unwrap().column, 31);
}

#[test]
fn html_that_is_left_out_is_named() {
    for (text, seen) in [
        ("<script>\nalert(1)\n</script>\n\na", "1 p a"),
        ("<style>b { c: d }</style>\n\na", "1 p a"),
        ("<?php b ?>\n\na", "1 p a"),
        ("<![CDATA[b]]>\n\na", "1 p a"),
    ] {
        let parsed = read(text);
        assert_eq!(codes(&parsed), [("html-dropped", 1)], "{text}");
        assert_eq!(all_text(&parsed.slides[0]), seen, "{text}");
    }
}

#[test]
fn cells_that_no_column_is_there_for_are_named() {
    let parsed = read("| a |\n|---|\n| b | c |");
    assert_eq!(codes(&parsed), [("extra-cells", 3)]);
    assert_eq!(parsed.diagnostics[0].place.as_ref().unwrap().column, 7);
}

#[test]
fn a_jump_to_the_middle_within_a_column_is_told() {
    let column = "<!-- column_layout: [1, 1] -->\n<!-- column: 0 -->\n";
    let jump = "<!-- jump_to_middle -->\n";
    let inside = read(&format!("{column}a\n\n{jump}\n<!-- column: 1 -->\nb\n"));
    assert_eq!(codes(&inside), [("misplaced-directive", 5)]);
    let after = read(&format!("{column}a\n\n<!-- reset_layout -->\n{jump}\nb\n"));
    assert_eq!(codes(&after), []);
}
