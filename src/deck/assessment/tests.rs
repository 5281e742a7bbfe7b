//! The file of the built-in talk, and the same file with a fault.

use super::*;
use crate::assessment::Outcome;

mod behaviour;

const BUILT_IN: &str = include_str!("../../../slides/assessment.toml");

/// The assessment of the built-in talk.
fn built_in() -> Assessment {
    let (assessment, findings) = parse(&SourceText::new("assessment.toml", BUILT_IN));
    assert_eq!(findings, []);
    assessment.unwrap()
}

/// Reads the file with the first of some words replaced. The code, the line and the message of each finding,
/// and whether there is an assessment all the same.
#[track_caller]
fn read_with(words: &str, other: &str) -> (bool, Vec<(&'static str, u32, String)>) {
    assert!(BUILT_IN.contains(words), "{words}");
    let text = BUILT_IN.replacen(words, other, 1);
    let (assessment, findings) = parse(&SourceText::new("assessment.toml", &text));
    let told = findings.into_iter().map(|found| {
        let line = found.place.map_or(0, |place| place.line);
        (found.code, line, found.message)
    });
    (assessment.is_some(), told.collect())
}

/// The line of the file on which some words first stand.
fn line(words: &str) -> u32 {
    let before = BUILT_IN.split(words).next().unwrap();
    u32::try_from(before.lines().count()).unwrap() + u32::from(before.ends_with('\n'))
}

/// That there is one finding, in the line where the words stand that were replaced.
#[track_caller]
fn check(words: &str, other: &str, code: &str, message: &str) -> bool {
    let (is_read, told) = read_with(words, other);
    let [(found, at, said)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((*found, *at), (code, line(words)), "{said}");
    assert!(said.contains(message), "{said}");
    is_read
}

#[test]
fn the_built_in_talk_has_twelve_statements_in_balance() {
    let assessment = built_in();
    let of = |axis: Axis, reversed: bool| {
        let own = assessment.statements.iter();
        own.filter(|one| one.axis == axis && one.reversed == reversed).count()
    };
    let counts = [Axis::Core, Axis::Embedded].map(|axis| (of(axis, false), of(axis, true)));
    assert_eq!(counts, [(3, 3), (3, 3)]);
    let gates: Vec<&str> = assessment.gates.iter().map(|gate| gate.id.as_str()).collect();
    assert_eq!(gates, ["G1", "G2", "G3"]);
    let Thresholds { high, low, lean } = assessment.thresholds;
    assert_eq!((high, low, lean), (60.0, 40.0, 25.0));
    assert_eq!(assessment.pull(Axis::Embedded).name, "Pull to the feature teams");
    let labels = Outcome::ALL.map(|outcome| assessment.outcomes.of(outcome).label.as_str());
    assert_eq!(labels[4], "No clear lean");
    assert!(assessment.sources().any(|key| key == "HBR16"));
}

#[test]
fn a_key_that_means_nothing_is_named_with_the_nearest() {
    assert!(check("warning =", "warnings = 1\nwarning =", "unknown-key", "`warning`"));
    assert!(check("question =", "questions = 1\nquestion =", "unknown-key", "`question`"));
    assert!(check("about = \"Both", "abuot = 1\nabout = \"Both", "unknown-key", "`about`"));
    assert!(check("within =", "with = 1\nwithin =", "unknown-key", "`within`"));
}

#[test]
fn what_is_of_the_wrong_type_is_told_where_it_stands() {
    assert!(!check("weight = 1\n", "weight = \"one\"\n", "bad-assessment", "expected f64"));
    assert!(!check("axis = \"E\"", "axis = \"D\"", "bad-assessment", "expected `C` or `E`"));
    assert!(!check("high = 60", "high = [60]", "bad-assessment", "expected f64"));
}

#[test]
fn what_is_missing_is_named() {
    let (is_read, told) = read_with("question = ", "# ");
    assert!(!is_read);
    assert!(told[0].2.contains("missing field `question`"), "{told:?}");
    assert_eq!(told[0].1, line("[[statement]]"));
}

#[test]
fn what_cannot_be_scored_is_no_assessment() {
    let (is_read, told) = read_with("weight = 1\n", "weight = -1\n");
    assert_eq!((is_read, told[0].0, told[0].1), (false, "bad-weight", line("weight = 1\n")));
    assert!(!check("id = \"C2\"", "id = \"C1\"", "duplicate-id", "`C1` is taken"));
    let (is_read, told) = read_with("low = 40", "low = 60");
    assert_eq!((is_read, told[0].0, told[0].1), (false, "bad-threshold", line("[threshold]")));
    let all_core = BUILT_IN.replace("axis = \"E\"", "axis = \"C\"");
    let (assessment, findings) = parse(&SourceText::new("assessment.toml", &all_core));
    assert_eq!((assessment, findings[0].code), (None, "empty-axis"));
}

#[test]
fn a_gate_that_cannot_be_asked_is_told_where_it_stands() {
    assert!(!check(
        "evenly, {alone}",
        "evenly, {lonely}",
        "bad-gate",
        "unknown name in braces `lonely`"
    ));
    assert!(!check("if = \"no\"", "if = \"never\"", "bad-assessment", "expected `yes` or `no`"));
    assert!(check("warn_below =", "warn_bellow = 1, warn_below =", "unknown-key", "`warn_below`"));
}

#[test]
fn an_axis_on_which_agreeing_says_something_is_told() {
    let (is_read, told) = read_with("weight = 1\n", "weight = 2\n");
    assert!(is_read);
    assert_eq!(told[0].0, "one-sided-axis");
    assert!(told[0].2.contains("weigh 3.25, the others 4.25"), "{told:?}");
}

#[test]
fn nothing_of_it_reaches_a_terminal_as_a_control_character() {
    let escaped = BUILT_IN.replace(" = \"", " = \"\\u001b[31m").replace("[\"", "[\"\\u202e");
    let escaped = escaped.replace("axis = \"\\u001b[31m", "axis = \"");
    let escaped = escaped.replace("warn_if = \"\\u001b[31m", "warn_if = \"");
    let (assessment, findings) = parse(&SourceText::new("assessment.toml", &escaped));
    assert_eq!(findings, []);
    let shown = format!("{:?}", assessment.unwrap());
    assert!(shown.contains("\u{fffd}[31m") && !shown.contains("u{1b}"), "{shown}");
    assert!(!shown.contains("u{202e}"), "{shown}");
}
