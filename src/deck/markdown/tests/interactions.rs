//! Polls, discussions and results.

use super::*;
use crate::deck::{Happened, Results};
use crate::discussion::{Discussion, Method};
use crate::poll::{Poll, PollKind};

fn fence(what: &str, body: &str) -> String {
    format!("# A\n\n```{what}\n{body}\n```\n")
}

fn only(text: &str) -> BlockKind {
    let parsed = read(text);
    assert_eq!(codes(&parsed), [], "{text}");
    parsed.slides[0].blocks.last().unwrap().kind.clone()
}

fn poll(body: &str) -> Poll {
    let text = fence("poll", &format!("id = \"p\"\nquestion = \"Q?\"\n{body}"));
    let BlockKind::Poll(poll) = only(&text) else { panic!("{text}") };
    poll
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn every_kind_of_poll_is_read() {
    let choices = || strings(&["a", "b", "c"]);
    for (body, kind) in [
        (
            "kind = \"single\"\nchoices = [\"a\", \"b\", \"c\"]",
            PollKind::Single { choices: choices() },
        ),
        (
            "kind = \"multiple\"\nchoices = [\"a\", \"b\", \"c\"]",
            PollKind::Multiple { choices: choices(), min: 1, max: 3 },
        ),
        (
            "kind = \"multiple\"\nmin = 2\nmax = 2\nchoices = [\"a\", \"b\", \"c\"]",
            PollKind::Multiple { choices: choices(), min: 2, max: 2 },
        ),
        (
            "kind = \"ranking\"\nchoices = [\"a\", \"b\", \"c\"]",
            PollKind::Ranking { choices: choices() },
        ),
        ("kind = \"scale\"", PollKind::Scale { min: 1, max: 5, labels: vec![] }),
        (
            "kind = \"scale\"\nmin = -1\nmax = 1\nlabels = [\"a\", \"b\", \"c\"]",
            PollKind::Scale { min: -1, max: 1, labels: choices() },
        ),
        ("kind = \"fist\"", PollKind::Fist),
        ("kind = \"number\"", PollKind::Number { min: None, max: None, unit: None }),
        (
            "kind = \"number\"\nmin = 0\nmax = 1.5\nunit = \"km\"",
            PollKind::Number { min: Some(0.0), max: Some(1.5), unit: Some("km".to_owned()) },
        ),
        ("kind = \"words\"", PollKind::Words { max: 3 }),
        ("kind = \"text\"\nmoderated = false", PollKind::Text { max_chars: 280, moderated: false }),
        (
            "kind = \"dots\"\nchoices = [\"a\", \"b\", \"c\"]",
            PollKind::Dots { choices: choices(), dots: 3 },
        ),
    ] {
        let found = poll(body);
        assert_eq!(found.kind, kind, "{body}");
        assert!(
            found.anonymous && found.change && found.seconds.is_none() && found.answer.is_empty()
        );
    }
}

#[test]
fn an_answer_is_a_position_a_text_or_a_list() {
    for (answer, positions) in
        [("2", vec![2]), ("[1, 3]", vec![1, 3]), ("\"c\"", vec![3]), ("[\"a\", 2]", vec![1, 2])]
    {
        let body =
            format!("kind = \"multiple\"\nchoices = [\"a\", \"b\", \"c\"]\nanswer = {answer}");
        assert_eq!(poll(&body).answer, positions);
    }
}

#[test]
fn a_poll_that_cannot_be_held_is_broken_where_it_is_wrong() {
    for (body, code, line) in [
        ("kind = \"single\"\nquestion = \"Q\"\nchoices = [\"a\", \"b\"]", "missing-key", 3),
        ("id = \"p\"\nquestion = \"Q\"\nchoices = [\"a\", \"b\"]", "missing-key", 3),
        ("id = \"p\"\nkind = \"single\"\nchoices = [\"a\", \"b\"]", "missing-key", 3),
        ("id = \"a b\"\nkind = \"fist\"\nquestion = \"Q\"", "bad-id", 4),
        ("id = \"p\"\nkind = \"sinlge\"\nquestion = \"Q\"", "unknown-kind", 5),
        ("id = \"p\"\nkind = \"single\"\nquestion = \"Q\"", "few-choices", 3),
        ("id = \"p\"\nkind = \"single\"\nquestion = \"Q\"\nchoices = [\"a\"]", "few-choices", 7),
        (
            "id = \"p\"\nkind = \"single\"\nquestion = \"Q\"\nchoices = [\"a\", \"\"]",
            "bad-value",
            7,
        ),
        (
            "id = \"p\"\nkind = \"single\"\nquestion = \"Q\"\nchoices = [\"a\", \"b\"]\nanswer = 3",
            "bad-answer",
            8,
        ),
        ("id = \"p\"\nkind = \"fist\"\nquestion = \"Q\"\nanswer = 3", "bad-answer", 7),
        (
            "id = \"p\"\nkind = \"multiple\"\nquestion = \"Q\"\nchoices = [\"a\", \"b\"]\nmin = 2\nmax = 1",
            "bad-limits",
            9,
        ),
        (
            "id = \"p\"\nkind = \"multiple\"\nquestion = \"Q\"\nchoices = [\"a\", \"b\"]\nmax = 3",
            "bad-value",
            8,
        ),
        ("id = \"p\"\nkind = \"scale\"\nquestion = \"Q\"\nmin = 5", "bad-limits", 7),
        (
            "id = \"p\"\nkind = \"scale\"\nquestion = \"Q\"\nlabels = [\"a\", \"b\", \"c\"]",
            "bad-labels",
            7,
        ),
        ("id = \"p\"\nkind = \"number\"\nquestion = \"Q\"\nmin = 5\nmax = 1", "bad-limits", 8),
        ("id = \"p\"\nkind = \"fist\"\nquestion = 3", "bad-value", 6),
        ("id = \"p\"\nkind = \"fist\"\nquestion = \"Q\"\nseconds = 0", "bad-value", 7),
        ("id = \"p\"\nkind = ", "bad-toml", 5),
        ("", "missing-key", 3),
    ] {
        let parsed = read(&fence("poll", body));
        let [found] = parsed.diagnostics.as_slice() else {
            panic!("{body}: {:?}", parsed.diagnostics)
        };
        assert_eq!((found.code, found.place.as_ref().unwrap().line), (code, line), "{found}");
        assert_eq!(found.severity, Severity::Error);
        let BlockKind::Broken { what: "poll", problem } = &parsed.slides[0].blocks[1].kind else {
            panic!()
        };
        assert_eq!(problem.as_ref(), found);
    }
}

#[test]
fn a_key_that_means_nothing_is_named_and_the_poll_is_held() {
    let parsed = read(
        "- a\n\n  ```poll\n  id = \"p\"\n  kind = \"fist\"\n  question = \"Q\"\n  second = 3\n  choices = []\n  ```",
    );
    assert_eq!(codes(&parsed), [("unknown-key", 7), ("unknown-key", 8)]);
    assert_eq!(parsed.diagnostics[0].place.as_ref().unwrap().column, 3);
    assert!(parsed.diagnostics[0].message.contains("did you mean `seconds`?"));
    assert_eq!(parsed.slides[0].polls(), ["p"]);
}

#[test]
fn a_discussion_is_read() {
    for method in Method::ALL {
        let body =
            format!("id = \"d\"\nmethod = \"{}\"\nminutes = 5\nprompt = \"P\"", method.name());
        let expected = Discussion {
            id: "d".to_owned(),
            method,
            minutes: 5,
            prompt: "P".to_owned(),
            listen_for: None,
            probes: Vec::new(),
            poll: None,
        };
        assert_eq!(only(&fence("discuss", &body)), BlockKind::Discussion(expected));
    }
    let full = "id = \"d\"\nmethod = \"open\"\nminutes = 5\nprompt = \"P\"\nlisten_for = \"\"\"\na\nb\"\"\"\nprobes = [\"Who?\", \"How long?\"]\npoll = \"p\"";
    let BlockKind::Discussion(found) = only(&fence("discuss", full)) else { panic!() };
    assert_eq!((found.listen_for.as_deref(), found.poll.as_deref()), (Some("a b"), Some("p")));
    assert_eq!(found.probes, ["Who?", "How long?"]);
}

#[test]
fn a_discussion_or_results_that_cannot_be_read_are_broken() {
    for (what, body, code) in [
        ("discuss", "id = \"d\"\nmethod = \"opne\"\nminutes = 5\nprompt = \"P\"", "unknown-method"),
        ("discuss", "id = \"d\"\nmethod = \"open\"\nminutes = 0\nprompt = \"P\"", "bad-value"),
        ("discuss", "id = \"d\"\nmethod = \"open\"\nprompt = \"P\"", "missing-key"),
        (
            "discuss",
            "id = \"d\"\nmethod = \"open\"\nminutes = 5\nprompt = \"P\"\nprobes = \"Who?\"",
            "bad-value",
        ),
        ("results", "rounds = [1]", "missing-key"),
        ("results", "compare = [\"a\"]", "bad-value"),
        ("results", "poll = \"a\"\ncompare = [\"a\", \"b\"]", "bad-value"),
        ("results", "poll = \"a\"\nrounds = [0]", "bad-value"),
        ("happened", "compare = [\"a\"]", "bad-value"),
        ("happened", "parked = 1", "bad-value"),
    ] {
        let parsed = read(&fence(what, body));
        assert_eq!(parsed.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [code], "{body}");
        assert!(matches!(parsed.slides[0].blocks[1].kind, BlockKind::Broken { .. }));
    }
}

#[test]
fn what_happened_needs_no_body() {
    for (body, compare, parked) in [
        ("", vec![], true),
        ("compare = [\"a\", \"b\"]", vec!["a", "b"], true),
        ("parked = false", vec![], false),
    ] {
        let expected = Happened { compare: strings(&compare), parked };
        assert_eq!(only(&fence("happened", body)), BlockKind::Happened(expected));
    }
}

#[test]
fn results_name_one_poll_or_compare_several() {
    for (body, polls, rounds) in [
        ("poll = \"a\"", vec!["a"], vec![]),
        ("poll = \"a\"\nrounds = [1, 2]", vec!["a"], vec![1, 2]),
        ("compare = [\"a\", \"b\"]", vec!["a", "b"], vec![]),
    ] {
        let expected = Results { polls: strings(&polls), rounds };
        assert_eq!(only(&fence("results", body)), BlockKind::Results(expected));
    }
}
