//! What is seen from which step.

use super::*;

fn stepped(text: &str) -> (String, Step) {
    let parsed = read(text);
    assert_eq!(codes(&parsed), [], "{text}");
    (all_text(&parsed.slides[0]), parsed.slides[0].steps)
}

#[test]
fn a_pause_reveals_what_follows() {
    for (text, expected, steps) in [
        ("a", "1 p a", 1),
        ("a\n\n<!-- pause -->\n\nb\n\nc", "1 p a\n2 p b\n2 p c", 2),
        ("a <!-- pause --> **b** c", "1 p a @2 ⟨STRONG b⟩@2  c", 2),
        (
            "- a\n- b <!-- pause -->\n- c",
            "1 ul\n  1 -\n    1 p a\n  1 -\n    1 p b\n  2 -\n    2 p c",
            2,
        ),
        ("- a\n\n  <!-- pause -->\n\n  b", "1 ul loose\n  1 -\n    1 p a\n    2 p b", 2),
        (
            "a\n\n<!-- pause -->\n\n> b\n> <!-- pause -->\n> c",
            "1 p a\n2 quote\n  2 p b\n  3 p c",
            3,
        ),
        ("a\n<!-- pause -->\n- b\n- c", "1 p a\n2 ul\n  2 -\n    2 p b\n  2 -\n    2 p c", 2),
        ("a\n<!-- pause -->\n\n| b |\n|---|\n| c |", "1 p a\n2 table [Left] b / c", 2),
        ("a\n<!-- pause -->\n\n***", "1 p a\n2 rule", 2),
        ("a\n<!-- pause -->\n<!-- new_line -->\n\nb", "1 p a\n1 blank 1\n2 p b", 2),
        (
            "| a | b |\n|---|---|\n| c <!-- pause --> | d |",
            "1 table [Left, Left] a | b / c | @2 d",
            2,
        ),
        ("a\n<!-- pause -->\n\nt\n: d", "1 p a\n2 dl\n  2 t\n    2 p d", 2),
        ("<p>a</p><!-- pause --><p>b</p>", "1 p a\n2 p b", 2),
        ("a\n<!-- pause -->\n\n![b](c)", "1 p a\n2 p ![b](c)", 2),
    ] {
        assert_eq!(stepped(text), (expected.to_owned(), steps), "{text}");
    }
}

#[test]
fn an_incremental_list_reveals_item_by_item_and_then_what_follows() {
    let text = "a\n\n<!-- incremental_lists: true -->\n\n- b\n  - c\n- d\n\ne\n\n<!-- incremental_lists: false -->\n\n- f";
    let expected = "1 p a\n2 ul\n  2 -\n    2 p b\n    3 ul\n      3 -\n        3 p c\n  4 -\n    4 p d\n5 p e\n5 ul\n  5 -\n    5 p f";
    assert_eq!(stepped(text), (expected.to_owned(), 5));
}

#[test]
fn an_incremental_list_at_the_top_shows_its_first_item_at_once() {
    let text = "<!-- incremental_lists: true -->\n\n- a\n- b";
    assert_eq!(stepped(text), ("1 ul\n  1 -\n    1 p a\n  2 -\n    2 p b".to_owned(), 2));
}

#[test]
fn incremental_lists_end_with_the_slide() {
    let parsed = read("<!-- incremental_lists: true -->\n\n- a\n- b\n\n---\n\n- c\n- d");
    assert_eq!(parsed.slides.iter().map(|slide| slide.steps).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_pause_that_reveals_nothing_is_named_and_makes_no_step() {
    for (text, lines, steps) in [
        ("<!-- pause -->\n\na", vec![1], 1),
        ("# <!-- pause --> a", vec![1], 1),
        ("a\n\n<!-- pause -->\n\n<!-- pause -->\n\nb", vec![5], 2),
        ("a\n\n<!-- pause -->", vec![3], 1),
        ("a\n\n<!-- pause -->\n\n---\n\nb", vec![3], 1),
        ("a <!-- pause -->\n\n[^x]: <!-- x y --> b", vec![1], 1),
        ("a\n<!-- pause -->\n<!-- new_lines: 2 -->", vec![2], 1),
    ] {
        let parsed = read(text);
        let idle = codes(&parsed).into_iter().filter(|(code, _)| *code == "idle-pause");
        assert_eq!(idle.map(|(_, line)| line).collect::<Vec<_>>(), lines, "{text}");
        assert_eq!(parsed.slides[0].steps, steps, "{text}");
    }
}

#[test]
fn a_pause_before_an_incremental_list_is_one_step() {
    let (_, steps) = stepped(
        "a\n\n<!-- incremental_lists: true -->\n<!-- pause -->\n\n- b\n\n<!-- pause -->\n\nc",
    );
    assert_eq!(steps, 3);
}

#[test]
fn a_pause_may_stand_in_another_file_than_what_it_reveals() {
    let files =
        [("a.md", "b\n\n<!-- pause -->\n"), ("c.md", "# C\n"), ("d.md", "e\n<!-- pause -->\n")];
    let text = "a\n\n<!-- pause -->\n\n<!-- include: a.md -->\n\n<!-- include: c.md -->\n\n<!-- include: d.md -->";
    let parsed = read_with(text, Split::Auto, false, &files);
    assert_eq!(all_text(&parsed.slides[0]), "1 p a\n2 p b\n3 h1 C\n3 p e");
    assert_eq!(codes(&parsed), [("idle-pause", 2)]);
    assert_eq!(parsed.diagnostics[0].place.as_ref().unwrap().file.as_ref(), "slides/d.md");
}

#[test]
fn code_is_gone_through_in_steps() {
    for (text, expected, steps) in [
        ("```rust {1}\na\n```\nb", "1 code rust [(1, 1)] \"a\"\n1 p b", 1),
        (
            "```rust {1|2-3,5|all}\na\n```\nb",
            "1 code rust [(1, 1)] [(2, 3), (5, 5)] {all} \"a\"\n1 p b",
            3,
        ),
        (
            "a\n<!-- pause -->\n```x {1|2}\na\n```\n<!-- pause -->\nb",
            "1 p a\n2 code x [(1, 1)] [(2, 2)] \"a\"\n4 p b",
            4,
        ),
        (
            "```x {1|2}\na\n```\n```y {3|4}\nb\n```",
            "1 code x [(1, 1)] [(2, 2)] \"a\"\n1 code y [(3, 3)] [(3, 3)] [(4, 4)] \"b\"",
            3,
        ),
        (
            "```x {1|2}\na\n```\n```y {3}\nb\n```",
            "1 code x [(1, 1)] [(2, 2)] \"a\"\n1 code y [(3, 3)] \"b\"",
            2,
        ),
        (
            "- ```x {1|2}\n  a\n  ```\n- b",
            "1 ul\n  1 -\n    1 code x [(1, 1)] [(2, 2)] \"a\"\n  1 -\n    1 p b",
            2,
        ),
    ] {
        assert_eq!(stepped(text), (expected.to_owned(), steps), "{text}");
    }
}

#[test]
fn code_in_a_footnote_is_gone_through_from_the_reference_on() {
    let parsed =
        read("a\n\n<!-- pause -->\n\nb[^x]\n\n[^x]: c\n\n    ```x {1|2}\n    d\n    ```\n");
    assert_eq!(parsed.slides[0].steps, 3);
}

#[test]
fn lines_to_highlight_that_cannot_be_read_are_named_where_they_stand() {
    let parsed = read("> ```rust {3-1|2}\n> a\n> ```");
    assert_eq!(codes(&parsed), [("bad-highlight", 1)]);
    assert_eq!(parsed.diagnostics[0].place.as_ref().unwrap().column, 11);
    assert_eq!(parsed.slides[0].steps, 1);
}

#[test]
fn a_note_follows_the_steps_of_its_slide() {
    let text = "a\n<!-- speaker_note: one -->\n\n<!-- pause -->\n\nb\n<!-- speaker_note: |\n  two\n\n  - three <!-- pause -->\n  - four\n-->\n\n<!-- pause -->\n\nc";
    let parsed = read("a <!-- pause --> b\n\n<!--\nspeaker_note: |\n  x\n    y\n-->");
    assert_eq!(blocks(&parsed.slides[0].notes), "2 p x y");
    // `<!-- pause -->` cannot stand in a comment: the note ends at its end.
    let parsed_nested = read(text);
    assert!(blocks(&parsed_nested.slides[0].notes).starts_with("1 p one\n2 p two"));
    assert!(
        parsed_nested.slides[0]
            .notes
            .iter()
            .all(|block| block.from <= parsed_nested.slides[0].steps)
    );
}
