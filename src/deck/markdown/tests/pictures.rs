//! Pictures: rows of boxes, flows and bars.

use super::*;
use crate::deck::{BarRow, Bars, Flow, Link, Node, Org, OrgRow, Picture, Shape};

fn fence(what: &str, body: &str) -> String {
    format!("# A\n\n```{what}\n{body}\n```\n")
}

fn picture(what: &str, body: &str) -> Picture {
    let parsed = read(&fence(what, body));
    assert_eq!(codes(&parsed), [], "{body}");
    let BlockKind::Picture(picture) = &parsed.slides[0].blocks[1].kind else { panic!("{body}") };
    picture.clone()
}

fn node(title: &str, text: &str, shape: Shape) -> Node {
    Node { title: title.to_owned(), text: text.to_owned(), shape }
}

fn link(left: &str, right: &str) -> Link {
    Link { left: left.to_owned(), right: right.to_owned() }
}

#[test]
fn rows_of_boxes_are_read() {
    let body = r#"
frame = "tribe"
[[row]]
boxes = [{ title = "Core", text = " S \n M " }]
[[row]]
link = "owns | advises"
shape = "round"
boxes = ["A", { title = "B", shape = "square" }]
[[row]]
link = "use"
frame = "teams"
boxes = ["C"]
[[row]]
link = ""
boxes = ["D"]
[[row]]
boxes = ["E"]
"#;
    let row = |link, boxes| OrgRow { frame: None, link, boxes };
    let plain = |title| vec![node(title, "", Shape::Square)];
    let expected = Org {
        frame: Some("tribe".to_owned()),
        rows: vec![
            row(None, vec![node("Core", "S \n M", Shape::Square)]),
            row(
                Some(link("owns", "advises")),
                vec![node("A", "", Shape::Round), node("B", "", Shape::Square)],
            ),
            OrgRow { frame: Some("teams".to_owned()), ..row(Some(link("", "use")), plain("C")) },
            row(Some(link("", "")), plain("D")),
            row(None, plain("E")),
        ],
    };
    assert_eq!(picture("org", body), Picture::Org(expected));
}

#[test]
fn a_flow_is_read() {
    let body = "boxes = [\"a\", { title = \"b\", text = \"c\" }, \"d\"]\nlinks = [\"\", \"then\"]\nback = \"learn\"\nplain = true";
    let expected = Flow {
        boxes: vec![
            node("a", "", Shape::Square),
            node("b", "c", Shape::Square),
            node("d", "", Shape::Square),
        ],
        links: vec![String::new(), "then".to_owned()],
        back: Some("learn".to_owned()),
        plain: true,
    };
    assert_eq!(picture("flow", body), Picture::Flow(expected));
    let Picture::Flow(short) = picture("flow", "boxes = [\"a\", \"b\"]") else { panic!() };
    assert!(short.links.is_empty() && short.back.is_none() && !short.plain);
}

#[test]
fn bars_are_read() {
    let body = r#"
unit = "weeks"
columns = ["one", "other", "why"]
[[row]]
label = "60 % busy"
values = [2.5, 1]
note = "43 %"
[[row]]
label = "idle"
values = [0, 0.25]
"#;
    let row = |label: &str, values: [f64; 2], note: Option<&str>| BarRow {
        label: label.to_owned(),
        values: values.to_vec(),
        note: note.map(str::to_owned),
    };
    let expected = Bars {
        unit: Some("weeks".to_owned()),
        columns: ["one", "other", "why"].map(str::to_owned).to_vec(),
        max: 2.5,
        rows: vec![row("60 % busy", [2.5, 1.0], Some("43 %")), row("idle", [0.0, 0.25], None)],
    };
    assert_eq!(picture("bars", body), Picture::Bars(expected));
    let Picture::Bars(bars) = picture("bars", &format!("max = 10{body}")) else { panic!() };
    assert_eq!(bars.max.to_string(), "10");
}

#[test]
fn a_picture_that_cannot_be_read_is_broken_at_its_place() {
    let row = "[[row]]\nboxes = [\"a\"]\n";
    let bar = "[[row]]\nlabel = \"a\"\nvalues = [1]\n";
    for (what, body, code, line) in [
        ("org", String::new(), "missing-key", 3),
        ("org", "row = []".to_owned(), "bad-value", 4),
        ("org", "row = [3]".to_owned(), "bad-value", 4),
        ("org", "row = \"a\"".to_owned(), "bad-value", 4),
        ("org", format!("{row}[[row]]\nlink = \"\""), "missing-key", 6),
        ("org", "[[row]]\nboxes = []".to_owned(), "bad-value", 5),
        ("org", "[[row]]\nboxes = [\"a\", 3]".to_owned(), "bad-value", 5),
        ("org", "[[row]]\nboxes = [\"\"]".to_owned(), "bad-value", 5),
        ("org", "[[row]]\nboxes = [\"a\", { text = \"b\" }]".to_owned(), "missing-key", 5),
        ("org", format!("{row}shape = \"rund\""), "unknown-shape", 6),
        ("org", format!("{row}frame = \"\""), "bad-value", 6),
        ("org", format!("{row}link = 3"), "bad-value", 6),
        ("flow", String::new(), "missing-key", 3),
        ("flow", "boxes = [\"a\"]".to_owned(), "few-boxes", 4),
        ("flow", "boxes = [\"a\", \"b\"]\nlinks = [\"\", \"\"]".to_owned(), "many-links", 5),
        ("flow", "boxes = [\"a\", \"b\"]\nlinks = [3]".to_owned(), "bad-value", 5),
        ("flow", "boxes = [\"a\", \"b\"]\nplain = 1".to_owned(), "bad-value", 5),
        ("flow", "boxes = [\"a\", ".to_owned(), "bad-toml", 4),
        ("bars", String::new(), "missing-key", 3),
        ("bars", "[[row]]\nvalues = [1]".to_owned(), "missing-key", 4),
        ("bars", "[[row]]\nlabel = \"a\"".to_owned(), "missing-key", 4),
        ("bars", "[[row]]\nlabel = \"a\"\nvalues = [-1]".to_owned(), "bad-value", 6),
        ("bars", "[[row]]\nlabel = \"a\"\nvalues = [nan]".to_owned(), "bad-value", 6),
        ("bars", format!("{bar}{bar}").replacen("[1]", "[1, 2]", 1), "uneven-rows", 9),
        ("bars", format!("max = 0\n{bar}"), "bad-value", 4),
        ("bars", format!("columns = [\"a\", \"b\"]\n{bar}"), "many-columns", 4),
    ] {
        let parsed = read(&fence(what, &body));
        let [found] = parsed.diagnostics.as_slice() else {
            panic!("{body}: {:?}", parsed.diagnostics)
        };
        assert_eq!((found.code, found.place.as_ref().unwrap().line), (code, line), "{found}");
        assert_eq!(found.severity, Severity::Error);
        let BlockKind::Broken { problem, .. } = &parsed.slides[0].blocks[1].kind else {
            panic!("{body}")
        };
        assert_eq!(problem.as_ref(), found);
    }
}

#[test]
fn a_key_that_means_nothing_is_named_and_the_picture_is_drawn() {
    let org = "fram = \"a\"\n[[row]]\nlink = \"x\"\nboxes = [{ title = \"a\", txt = \"b\" }]\nshap = \"round\"";
    let flow = "box = 1\nboxes = [\"a\", { title = \"b\", tite = \"c\" }]";
    let bars = "colum = []\n[[row]]\nlabel = \"a\"\nvalue = 2\nvalues = [1]";
    for (what, body, expected) in [
        ("org", org, vec![("fram", 4), ("link", 6), ("txt", 7), ("shap", 8)]),
        ("flow", flow, vec![("box", 4), ("tite", 5)]),
        ("bars", bars, vec![("colum", 4), ("value", 7)]),
    ] {
        let parsed = read(&fence(what, body));
        let lines: Vec<u32> = codes(&parsed).iter().map(|(_, line)| *line).collect();
        assert_eq!(lines, expected.iter().map(|(_, line)| *line).collect::<Vec<_>>(), "{what}");
        for (found, (key, _)) in parsed.diagnostics.iter().zip(expected) {
            assert_eq!(found.severity, Severity::Warning);
            if key == "link" {
                assert_eq!(found.code, "link-leads-nowhere");
            } else {
                assert!(found.message.contains(&format!("`{key}`")), "{found}");
                assert!(found.message.contains("did you mean"), "{found}");
            }
        }
        assert!(matches!(parsed.slides[0].blocks[1].kind, BlockKind::Picture(_)));
    }
}

#[test]
fn a_misspelled_row_is_both_missed_and_named() {
    let parsed = read(&fence("org", "[[rows]]\nboxes = [\"a\"]"));
    assert_eq!(codes(&parsed), [("missing-key", 3), ("unknown-key", 4)]);
    assert!(parsed.diagnostics[1].message.contains("did you mean `row`?"));
}

#[test]
fn every_text_of_a_picture_can_be_found() {
    let org = "frame = \"f\"\n[[row]]\nboxes = [\"a\"]\n[[row]]\nlink = \"l | r\"\nboxes = [{ title = \"b\", text = \"c\" }]";
    let flow = "boxes = [\"a\", \"b\", \"c\"]\nlinks = [\"l\"]\nback = \"r\"";
    let bars =
        "unit = \"u\"\ncolumns = [\"h\"]\n[[row]]\nlabel = \"a\"\nvalues = [1]\nnote = \"n\"";
    assert_eq!(picture("org", org).texts(), ["f", "a", "l", "r", "b", "c"]);
    assert_eq!(picture("flow", flow).texts(), ["a", "l", "b", "c", "r"]);
    assert_eq!(picture("bars", bars).texts(), ["u", "h", "a", "n"]);
}
