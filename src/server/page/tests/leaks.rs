//! What must not be on a page before its time, and what never.

use super::*;

#[test]
fn before_it_is_revealed_a_page_depends_on_how_many_answered_only() {
    for poll in POLLS {
        let [one, other] = two_answers(poll);
        for phase in [Phase::Open, Phase::Closed] {
            let page = |answer: &Answer| page(&asking(poll, phase, &[(answer.clone(), 3)]));
            assert_eq!(page(&one), page(&other), "{poll} {phase:?}");
        }
        let page = |answer: &Answer| page(&asking(poll, Phase::Revealed, &[(answer.clone(), 3)]));
        assert_ne!(page(&one), page(&other), "{poll}");
    }
}

#[test]
fn the_right_answer_is_absent_before_it_is_revealed() {
    let without = KINDS.replace("answer = 2\n", "");
    for phase in [None, Some(Phase::Open), Some(Phase::Closed), Some(Phase::Revealed)] {
        let page = |text: &str| {
            let deck = deck(text);
            let rounds = phase
                .map(|phase| round(&deck, "single", 1, phase, &[(Answer::Choices(vec![1]), 2)]));
            let votes = votes(rounds.into_iter().collect());
            let seen = Seen { votes, ..at(deck, 0, 1) };
            let page = room(&visit(&seen, &Trail::default()));
            page.replace(&key(&seen), "")
        };
        let is_told = page(KINDS) != page(&without);
        assert_eq!(is_told, phase == Some(Phase::Revealed), "{phase:?}");
    }
}

#[test]
fn another_poll_that_is_not_revealed_tells_nothing_in_results() {
    let text = "# A\n\n```poll\nid = \"p\"\nkind = \"fist\"\nquestion = \"Shall we?\"\n```\n\n---\n\n# B\n\n```results\npoll = \"p\"\n```";
    let page = |phase, value| {
        let deck = deck(text);
        let votes = votes(vec![round(&deck, "p", 1, phase, &[(Answer::Value(value), 2)])]);
        let seen = Seen { votes, ..at(deck, 1, 1) };
        room(&visit(&seen, &Trail::default())).replace(&key(&seen), "")
    };
    assert_eq!(page(Phase::Closed, 1.0), page(Phase::Closed, 5.0));
    assert!(super::text(&page(Phase::Closed, 1.0)).contains("will stand here"));
    assert_ne!(page(Phase::Revealed, 1.0), page(Phase::Revealed, 5.0));
}

#[test]
fn texts_that_are_not_released_are_on_no_page() {
    let [one, two] = two_answers("text");
    for phase in [Phase::Open, Phase::Closed, Phase::Revealed] {
        let answers = [(one.clone(), 1), (two.clone(), 1)];
        let page = page(&asking("text", phase, &answers));
        assert!(!page.contains("quagga two"), "{phase:?}");
        assert_eq!(page.contains("quagga one"), phase == Phase::Revealed, "{phase:?}");
    }
}

#[test]
fn nothing_of_the_speaker_is_on_a_page() {
    let text = "# A\n\n<!-- speaker_note: secret -->\n\n```discuss\nid = \"d\"\nmethod = \"open\"\nminutes = 3\nprompt = \"Why?\"\nlisten_for = \"secret\"\nprobes = [\"secret\"]\n```\n\n```poll\nid = 3\n```\n";
    let seen = at(deck(text), 0, 1);
    let page = page(&seen);
    assert!(page.contains("Why?") && !page.contains("secret"), "{page}");
    assert!(
        super::text(&page).contains("Something here cannot be shown.") && !page.contains("t.md"),
        "{page}"
    );
}

#[test]
fn the_key_changes_with_what_is_shown_and_not_with_answers() {
    let base = asking("single", Phase::Open, &[]);
    let changed = |change: fn(&mut Seen)| {
        let mut seen = base.clone();
        change(&mut seen);
        key(&seen) != key(&base)
    };
    assert!(!changed(|seen| seen.joined += 1) && !changed(|seen| seen.now_ms += 5_000));
    assert!(changed(|seen| seen.step = 2) && changed(|seen| seen.slide = 1));
    assert!(changed(|seen| seen.is_blank = true));
    let with = |phase, answers: &[(Answer, u64)]| {
        let votes = asking("single", phase, answers).votes;
        key(&Seen { votes, ..base.clone() })
    };
    assert_eq!(with(Phase::Open, &[(Answer::Choices(vec![1]), 3)]), key(&base));
    assert_ne!(with(Phase::Closed, &[]), key(&base));
    assert_ne!(with(Phase::Revealed, &[]), with(Phase::Closed, &[]));
}
