//! Ballots and counts: what can be filled in, what is said of it.

use super::*;

/// The controls of a page: name, type and value of inputs, name of others; `!` where one is filled in.
fn controls(html: &str) -> Vec<String> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let mut found = Vec::new();
    for part in html.split('<') {
        let Some((tag, text)) = part.split_once('>') else { continue };
        let name = attribute(tag, "name").unwrap_or_default();
        let value = attribute(tag, "value").unwrap_or_default();
        if tag.starts_with("input") {
            let kind = attribute(tag, "type").unwrap();
            let mark = if tag.contains(" checked") { "!" } else { "" };
            found.push(format!("{kind} {name}={value}{mark}"));
        } else if tag.starts_with("select") {
            found.push(format!("select {name}"));
        } else if tag.starts_with("option") && tag.contains(" selected") {
            found.push(format!("option {value}!"));
        } else if tag.starts_with("textarea") {
            found.push(format!("textarea {name}={text}"));
        }
    }
    found
}

fn open(poll: &str, mine: Option<&Answer>) -> String {
    let seen = asking(poll, Phase::Open, &[]);
    room(&Visit { mine, ..visit(&seen, &Trail::default()) })
}

#[test]
fn every_kind_has_controls_that_post_what_the_protocol_asks_for() {
    let cases: &[(&str, &[&str])] = &[
        ("single", &["radio choice=1", "radio choice=2", "radio choice=3"]),
        ("multiple", &["checkbox choice=1", "checkbox choice=2", "checkbox choice=3"]),
        ("ranking", &["select rank", "select rank", "select rank"]),
        (
            "scale",
            &["radio value=1", "radio value=2", "radio value=3", "radio value=4", "radio value=5"],
        ),
        ("labelled", &["radio value=0", "radio value=1", "radio value=2"]),
        ("long", &["number value="]),
        (
            "fist",
            &[
                "radio value=0",
                "radio value=1",
                "radio value=2",
                "radio value=3",
                "radio value=4",
                "radio value=5",
            ],
        ),
        ("number", &["number value="]),
        ("words", &["text text=", "text text="]),
        ("text", &["textarea text="]),
        ("dots", &["select choice", "select choice", "select choice"]),
    ];
    for (poll, expected) in cases {
        let page = open(poll, None);
        let [round, rest @ ..] = &controls(&page)[..] else { panic!("{page}") };
        assert_eq!(round, "hidden round=1", "{poll}");
        assert_eq!(rest, *expected, "{poll}");
        assert!(page.contains("method=\"post\" action=\"/ballot\""), "{poll}");
    }
}

#[test]
fn what_is_recorded_is_filled_in() {
    let [single, multiple] =
        ["single", "multiple"].map(|poll| open(poll, Some(&two_answers(poll)[1])));
    assert!(controls(&single).contains(&"radio choice=3!".to_owned()));
    assert!(controls(&multiple).contains(&"checkbox choice=2!".to_owned()));
    let ranking = controls(&open("ranking", Some(&Answer::Ranking(vec![3, 1]))));
    assert_eq!(
        ranking[1..],
        ["select rank", "option 3!", "select rank", "option 1!", "select rank"]
    );
    let dots = controls(&open("dots", Some(&Answer::Choices(vec![2, 2]))));
    assert_eq!(
        dots[1..],
        ["select choice", "option 2!", "select choice", "option 2!", "select choice"]
    );
    assert!(
        controls(&open("fist", Some(&Answer::Value(0.0)))).contains(&"radio value=0!".to_owned())
    );
    assert_eq!(controls(&open("number", Some(&Answer::Value(2.5))))[1], "number value=2.5");
    let words = controls(&open("words", Some(&two_answers("words")[0])));
    assert_eq!(words[1..], ["text text=zebra", "text text=giraffe"]);
}

#[test]
fn a_recorded_answer_says_so_and_may_change() {
    let page = open("single", Some(&Answer::Choices(vec![2])));
    let said = text(&page);
    assert!(said.contains("Recorded. You can change it until the poll closes."), "{said}");
    assert!(said.contains("Change my answer") && !said.contains("Vote"), "{said}");
    assert!(!text(&open("single", None)).contains("Recorded"));
}

#[test]
fn a_final_answer_has_no_form_any_more() {
    assert!(text(&open("text", None)).contains("An answer here is final: it cannot be changed."));
    let page = open("text", Some(&two_answers("text")[0]));
    assert!(text(&page).contains("Recorded. An answer here is final."), "{page}");
    assert!(text(&page).contains("Your answer: “quagga one”") && !page.contains("<form"), "{page}");
}

#[test]
fn a_ballot_that_is_not_recorded_keeps_what_was_filled_in_and_says_why() {
    let seen = asking("text", Phase::Open, &[]);
    let trail = Trail::default();
    let cases = [
        (Notice::NotKept, "try again"),
        (Notice::TooFast, "too fast"),
        (Notice::TooLong, "too long"),
        (Notice::Invalid("Write something <first>.".to_owned()), "Write something <first>."),
        (Notice::TooLate, "not open any more"),
        (Notice::Final, "an answer here is final"),
    ];
    for (notice, why) in cases {
        let filled = Filled::of_form([("text", "my <b>long</b> text")]);
        let page =
            room(&Visit { notice: Some(&notice), filled: Some(&filled), ..visit(&seen, &trail) });
        let said = text(&page);
        assert!(said.contains("Not recorded") && said.contains(why), "{notice:?}: {said}");
        assert!(page.contains("role=\"alert\"") && page.contains("<title>Not recorded"), "{page}");
        assert_eq!(controls(&page)[1], "textarea text=my &lt;b&gt;long&lt;/b&gt; text");
    }
}

#[test]
fn a_change_that_failed_does_not_say_recorded_but_shows_what_is() {
    let seen = asking("single", Phase::Open, &[]);
    let (mine, filled) = (Answer::Choices(vec![1]), Filled::of_form([("choice", "3")]));
    let page = room(&Visit {
        mine: Some(&mine),
        notice: Some(&Notice::TooFast),
        filled: Some(&filled),
        ..visit(&seen, &Trail::default())
    });
    assert!(
        !text(&page).contains("Recorded.") && text(&page).contains("Recorded so far: core"),
        "{page}"
    );
    assert!(controls(&page).contains(&"radio choice=3!".to_owned()));
}

#[test]
fn an_open_round_says_how_many_answered_and_the_time_left() {
    let mut seen = asking("single", Phase::Open, &[(Answer::Choices(vec![1]), 12)]);
    assert!(text(&page(&seen)).contains("12 of 30 answered"));
    seen.joined = 3;
    assert!(text(&page(&seen)).contains("12 answered"));
    let mut counted = Counted::clone(&seen.votes.rounds[0]);
    counted.round.number = 2;
    counted.round.countdown = Countdown::Until(72_500);
    seen.votes = votes(vec![counted.clone()]);
    seen.now_ms = 10_000;
    let said = text(&page(&seen));
    assert!(said.contains("Round 2 12 answered 1:03 left"), "{said}");
    counted.round.countdown = Countdown::Paused(5_000);
    seen.votes = votes(vec![counted]);
    assert!(text(&page(&seen)).contains("paused, 0:05 left"));
}

#[test]
fn a_closed_round_says_what_was_answered_by_whom_it_shows_it_to() {
    let answers = [(Answer::Choices(vec![1]), 2)];
    let seen = asking("single", Phase::Closed, &answers);
    let page = room(&Visit { mine: Some(&answers[0].0), ..visit(&seen, &Trail::default()) });
    let said = text(&page);
    assert!(said.contains("Voting is closed.") && said.contains("2 of 30 answered"), "{said}");
    assert!(said.contains("Your answer: core") && !page.contains("<form"), "{said}");
}

#[test]
fn a_revealed_round_is_a_table_with_every_number_as_text() {
    let answers = [(Answer::Choices(vec![1]), 4), (Answer::Choices(vec![2]), 12)];
    let seen = asking("single", Phase::Revealed, &answers);
    let said = text(&page(&seen));
    assert!(said.contains("Answer votes share"), "{said}");
    assert!(
        said.contains("1 core 4 25% 2 feature team ✓ right answer 12 75% 3 both 0 0%"),
        "{said}"
    );
    assert!(said.contains("n = 16"), "{said}");
}

#[test]
fn fewer_than_ten_have_no_shares() {
    let seen = asking("single", Phase::Revealed, &[(Answer::Choices(vec![1]), 9)]);
    let said = text(&page(&seen));
    assert!(said.contains("1 core 9") && !said.contains('%'), "{said}");
}

#[test]
fn texts_stand_there_once_they_are_released() {
    let [one, two] = two_answers("text");
    let said = text(&page(&asking("text", Phase::Revealed, &[(one, 1), (two, 1)])));
    assert!(said.contains("quagga one") && !said.contains("quagga two"), "{said}");
    assert!(said.contains("1 waiting for the speaker"), "{said}");
}

#[test]
fn two_rounds_stand_beside_each_other_with_who_moved() {
    use crate::shift::Shift;
    let deck = deck(KINDS);
    let picks = |counts: [u64; 3]| -> Vec<(Answer, u64)> {
        (1..).zip(counts).map(|(choice, count)| (Answer::Choices(vec![choice]), count)).collect()
    };
    let before = round(&deck, "single", 1, Phase::Revealed, &picks([10, 5, 5]));
    let mut after = round(&deck, "single", 2, Phase::Revealed, &picks([2, 12, 6]));
    let moves = [
        (Answer::Choices(vec![1]), Answer::Choices(vec![2]), 7),
        (Answer::Choices(vec![1]), Answer::Choices(vec![1]), 2),
        (Answer::Choices(vec![1]), Answer::Choices(vec![3]), 1),
        (Answer::Choices(vec![2]), Answer::Choices(vec![2]), 5),
        (Answer::Choices(vec![3]), Answer::Choices(vec![3]), 5),
    ];
    after.shift = Shift::of(&after.round.poll.kind, true, &moves);
    let seen = Seen { votes: votes(vec![before, after]), ..at(deck, 0, 1) };
    let said = text(&page(&seen));
    assert!(said.contains("Answer before after 1 core 10 2"), "{said}");
    assert!(said.contains("20 → 20 votes"), "{said}");
    assert!(said.contains("Who moved where") && said.contains("hidden"), "{said}");
    assert!(said.contains("so few that it could name somebody"), "{said}");
}
