//! Typed lines: what they say, that nothing of them is lost, that they can be typed again.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn says(line: &str, kind: Kind, text: &str, owner: &str, due: &str) {
    let named = |name: &str| (!name.is_empty()).then(|| SafeText::new(name));
    let draft = Draft { kind, text: SafeText::new(text), owner: named(owner), due: named(due) };
    assert_eq!(Draft::parse(line), draft, "{line}");
    assert_eq!(Draft::parse(&draft.line()), draft, "{}", draft.line());
}

#[test]
fn a_letter_or_a_word_chooses_the_kind() {
    says("pay came up", Kind::Note, "pay came up", "", "");
    says("n pay came up", Kind::Note, "pay came up", "", "");
    says("d one contract", Kind::Decision, "one contract", "", "");
    says("decision: one contract", Kind::Decision, "one contract", "", "");
    says("q \"we never asked\"", Kind::Quote, "\"we never asked\"", "", "");
    says("p what about pay?", Kind::Question, "what about pay?", "", "");
    says("question what about pay?", Kind::Question, "what about pay?", "", "");
    says("  action  ask   again ", Kind::Action, "ask again", "", "");
    // A sentence begins with a capital letter.
    says("A contract helps", Kind::Note, "A contract helps", "", "");
    says("Question everything", Kind::Note, "Question everything", "", "");
    // No text yet.
    says("a ", Kind::Action, "", "", "");
    says("a", Kind::Note, "a", "", "");
    says("", Kind::Note, "", "", "");
}

#[test]
fn an_action_names_its_owner_and_its_date() {
    says("a send the contract @Ada !Fri", Kind::Action, "send the contract", "Ada", "Fri");
    says("a @Ada sends it !2026-12-01 again", Kind::Action, "sends it again", "Ada", "2026-12-01");
    says(
        "a call @Ada_Lovelace, @Bob !next_week.",
        Kind::Action,
        "call",
        "Ada Lovelace, Bob",
        "next week",
    );
    says("p who pays? @Ada", Kind::Question, "who pays?", "Ada", "");
    says("a stop! now !mon !tue", Kind::Action, "stop! now !tue", "", "mon");
    says("a mail ada@example.org @ ! !!", Kind::Action, "mail ada@example.org @ ! !!", "", "");
    // Elsewhere they are text.
    says("q @Ada said !no", Kind::Quote, "@Ada said !no", "", "");
}

#[test]
fn a_backslash_makes_plain_text() {
    says(
        r"a find \@home and \!important @Ada",
        Kind::Action,
        "find @home and !important",
        "Ada",
        "",
    );
    says(r"\a fresh start", Kind::Note, "a fresh start", "", "");
    says(r"\n is a line end", Kind::Note, "n is a line end", "", "");
    says(r"a \\@home", Kind::Action, r"\@home", "", "");
    says(r"n C:\talks \x", Kind::Note, r"C:\talks \x", "", "");
}

#[test]
fn what_was_understood_is_told_in_a_few_words() {
    let told = |line| Draft::parse(line).summary();
    assert_eq!(told("a send it @Ada !Fri"), "action · owner Ada · due Fri");
    assert_eq!(told("p what about pay?"), "question");
    assert_eq!(told("hello"), "note");
}

/// Lines as people type them, and as they do not.
fn line() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-z]{1,8}",
        "[@!\\\\]{0,2}[A-Za-z_]{0,6}[.,:]?",
        "[adnpq]:?",
        "\\\\(note|action|a|q)",
        "[\\PC\u{301}\u{200d}\u{fe0f}]{0,4}",
        any::<String>(),
    ];
    proptest::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

/// All that can be read, in one order.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(char::is_ascii_alphanumeric).collect();
    letters.sort_unstable();
    letters
}

proptest! {
    #[test]
    fn nothing_that_was_typed_is_lost(line in line()) {
        let draft = Draft::parse(&line);
        let first = line.split_whitespace().next().unwrap_or_default();
        let is_prefix = draft.kind != Kind::Note || Kind::named(first).is_some() && line.trim_start() != first;
        let typed = if is_prefix { line.trim_start().split_once(char::is_whitespace).unwrap().1 } else { &line };
        let kept = [Some(draft.text), draft.owner, draft.due];
        let kept: String = kept.iter().flatten().map(SafeText::as_str).collect();
        prop_assert_eq!(letters(&kept), letters(SafeText::new(typed).as_str()));
    }

    #[test]
    fn a_draft_is_typed_again_as_it_was(line in line()) {
        let draft = Draft::parse(&line);
        prop_assert_eq!(Draft::parse(&draft.line()), draft);
    }

    #[test]
    fn any_text_can_be_typed(text in line(), kind in prop::sample::select(Kind::ALL.as_slice())) {
        let draft = Draft { kind, text: SafeText::new(&text), owner: None, due: None };
        prop_assert_eq!(Draft::parse(&draft.line()), draft);
    }
}
