//! What stands on a page once the room may see how it voted, and what does not before.

use super::*;
use crate::ballot::Answer;
use crate::deck::{Block, BlockKind, Look};
use crate::layout::samples::{block, counted, drawn, ink_of, poll, texts, voted, votes};
use crate::poll::Poll;
use crate::poll::PollKind;
use crate::round::{Countdown, Phase, Votes};
use crate::safe_text::SafeText;
use crate::shift::Shift;
use crate::theme::Ink;

const SMALL: (u16, u16) = (60, 15);

fn single(choices: &[&str]) -> Poll {
    poll(PollKind::Single { choices: choices.iter().map(|choice| (*choice).to_owned()).collect() })
}

fn picks(counts: &[u64]) -> Vec<(Answer, u64)> {
    (1..).zip(counts).map(|(choice, count)| (Answer::Choices(vec![choice]), *count)).collect()
}

fn asking(poll: &Poll) -> Block {
    block(BlockKind::Poll(poll.clone()))
}

fn showing_results(polls: &[&str], rounds: &[u32]) -> Block {
    let polls = polls.iter().map(|id| (*id).to_owned()).collect();
    block(BlockKind::Results(Results { polls, rounds: rounds.to_vec() }))
}

/// The lines inside the card of a block.
fn inside(block: Block, votes: &Votes, size: (u16, u16)) -> Vec<String> {
    let lines = texts(&voted(&[block], votes, size));
    let inner = |line: &String| line.trim_matches('│').trim().to_owned();
    lines.get(1..lines.len() - 1).unwrap_or_default().iter().map(inner).collect()
}

/// The last line of the card of a block, without the border's strokes.
fn foot_of(block: Block, votes: &Votes) -> String {
    let lines = texts(&voted(&[block], votes, (88, 15)));
    lines.last().unwrap().trim_matches(['╰', '─', '╯', ' ']).replace('─', "").replace("  ", " | ")
}

/// The foot of an open second round with 22 answers.
fn open_foot(countdown: Countdown) -> (String, Role) {
    let poll = single(&["a", "b"]);
    let mut round = counted(&poll, 2, Phase::Open, &picks(&[20, 2]));
    round.round.countdown = countdown;
    let votes = votes(vec![round]);
    let left = voted(&[asking(&poll)], &votes, SMALL);
    let role =
        if texts(&left).concat().contains("left") { ink_of(&left, "left").role } else { Role::Dim };
    (foot_of(asking(&poll), &votes), role)
}

#[test]
fn an_open_round_says_how_many_have_answered_and_the_time_left() {
    let answered = "●●●●●●●●●●●●●●●●●●●●●●○○○○○○○○ round 2 · 22 of 30 answered";
    assert_eq!(open_foot(Countdown::None), (answered.to_owned(), Role::Dim));
    let until = |ms| open_foot(Countdown::Until(ms));
    assert_eq!(until(77_900), (format!("{answered} | 1:18 left"), Role::Text));
    assert_eq!(until(10_001), (format!("{answered} | 0:11 left"), Role::Text));
    assert_eq!(until(10_000), (format!("{answered} | 0:10 left"), Role::Warning));
    assert_eq!(until(-5), (format!("{answered} | 0:00 left"), Role::Warning));
    let paused = open_foot(Countdown::Paused(5_000));
    assert_eq!(paused, (format!("{answered} | paused, 0:05 left"), Role::Text));
}

#[test]
fn a_foot_that_is_too_long_for_the_border_stands_above_it() {
    let poll = single(&["a", "b"]);
    let mut round = counted(&poll, 2, Phase::Open, &picks(&[20, 2]));
    round.round.countdown = Countdown::Paused(18_000);
    let lines = texts(&voted(&[asking(&poll)], &votes(vec![round]), (30, 15)));
    let expected = [
        "│ round 2 · 22 of 30         │",
        "│ answered                   │",
        "│          paused, 0:18 left │",
        "╰────────────────────────────╯",
    ];
    assert_eq!(lines[lines.len() - 4..], expected);
}

#[test]
fn more_answers_than_people_who_joined_are_just_that_many() {
    let poll = single(&["a", "b"]);
    let round = counted(&poll, 1, Phase::Open, &picks(&[40, 2]));
    assert_eq!(foot_of(asking(&poll), &votes(vec![round])), "42 answered");
}

#[test]
fn a_card_is_as_high_before_and_after_the_reveal() {
    let poll = single(&["one thing", "another", "a third"]);
    let idle = voted(&[asking(&poll)], &Votes::default(), (80, 24)).lines.len();
    for phase in [Phase::Open, Phase::Closed, Phase::Revealed] {
        let round = counted(&poll, 1, phase, &picks(&[3, 2, 40]));
        assert_eq!(voted(&[asking(&poll)], &votes(vec![round]), (80, 24)).lines.len(), idle);
    }
}

#[test]
fn shares_are_shown_from_ten_voters_on() {
    let poll = single(&["a", "b"]);
    let of = |counts: &[u64]| {
        let round = counted(&poll, 1, Phase::Revealed, &picks(counts));
        inside(asking(&poll), &votes(vec![round]), SMALL).concat()
    };
    assert!(!of(&[5, 4]).contains('%'));
    assert!(of(&[5, 5]).contains("50%"));
}

#[test]
fn the_right_answer_is_ticked_only_once_it_is_revealed() {
    let poll = Poll { answer: vec![2], ..single(&["wrong", "right"]) };
    let page = |phase| {
        let round = counted(&poll, 1, phase, &picks(&[9, 3]));
        voted(&[asking(&poll)], &votes(vec![round]), SMALL)
    };
    let revealed = page(Phase::Revealed);
    assert!(texts(&revealed).concat().contains("2✓ right"));
    assert_eq!(ink_of(&revealed, "right").role, Role::Success);
    assert_eq!(ink_of(&revealed, "wrong").role, Role::Text);
    for phase in [Phase::Open, Phase::Closed] {
        assert!(!texts(&page(phase)).concat().contains('✓'));
        assert_eq!(ink_of(&page(phase), "right"), ink_of(&page(phase), "wrong"));
    }
}

#[test]
fn the_most_frequent_stands_out_by_weight_as_well_as_by_colour() {
    let poll = single(&["few", "many"]);
    let round = counted(&poll, 1, Phase::Revealed, &picks(&[2, 3]));
    let page = voted(&[asking(&poll)], &votes(vec![round]), SMALL);
    assert_eq!(ink_of(&page, "many"), Ink::of(Role::Text).with(Look::STRONG));
    assert_eq!(ink_of(&page, "few"), Ink::of(Role::Text));
    assert_eq!(ink_of(&page, "████").role, Role::Dim);
    let bar = |role| {
        let mut runs = page.lines.iter().flat_map(|line| &line.runs);
        runs.any(|run| run.text.contains('█') && run.ink.role == role)
    };
    assert!(bar(Role::Accent));
}

#[test]
fn choices_that_read_alike_keep_their_own_counts() {
    let poll = single(&["same", "Same", "same"]);
    let round = counted(&poll, 1, Phase::Revealed, &picks(&[1, 2, 4]));
    let lines = inside(asking(&poll), &votes(vec![round]), (30, 15));
    assert_eq!(
        lines[1..],
        ["1  same  ███▌            1", "2  Same  ███████         2", "3  same  ██████████████  4"]
            .map(str::to_owned)
    );
}

#[test]
fn labels_stand_above_their_bars_where_that_is_shorter() {
    let poll = single(&["a choice of many words, too many for a narrow screen", "b"]);
    let round = counted(&poll, 1, Phase::Revealed, &picks(&[1, 2]));
    let expected = [
        "Who decides?",
        "1  a choice of many words, too",
        "many for a narrow screen",
        "██████████████                1",
        "2  b",
        "████████████████████████████  2",
    ];
    assert_eq!(inside(asking(&poll), &votes(vec![round]), (38, 15)), expected);
}

#[test]
fn a_room_too_narrow_for_bars_has_the_numbers() {
    let poll = single(&["core", "team"]);
    let rounds = vec![
        counted(&poll, 1, Phase::Revealed, &picks(&[6, 4])),
        counted(&poll, 2, Phase::Revealed, &picks(&[1, 9])),
    ];
    let lines = texts(&voted(&[asking(&poll)], &votes(rounds), (11, 15)));
    let shown = lines.join("|");
    assert!(shown.contains("2  team|   before|   4, 40%|   after 9,|   90%"), "{shown}");
}

#[test]
fn what_is_hidden_of_two_rounds_is_a_dot_and_says_why() {
    let poll = single(&["a", "b", "c"]);
    let moved = |from, to, people| (Answer::Choices(vec![from]), Answer::Choices(vec![to]), people);
    let mut after = counted(&poll, 2, Phase::Revealed, &picks(&[6, 7, 8]));
    let pairs = [moved(1, 1, 5), moved(1, 2, 1), moved(2, 2, 6), moved(2, 3, 3), moved(3, 3, 6)];
    after.shift = Shift::of(&poll.kind, true, &pairs);
    let before = counted(&poll, 1, Phase::Revealed, &picks(&[7, 9, 5]));
    let lines = inside(asking(&poll), &votes(vec![before, after]), (60, 24)).join("|");
    assert!(lines.contains("before ↓  after →  1  2  3|"), "{lines}");
    assert!(lines.contains('·') && lines.contains("hidden: so few that it could name somebody"));
}

#[test]
fn where_rows_are_short_blank_lines_go_first_then_the_table_then_the_sentence() {
    let poll = single(&["a", "b"]);
    let moved = |from, to, people| (Answer::Choices(vec![from]), Answer::Choices(vec![to]), people);
    let mut after = counted(&poll, 2, Phase::Revealed, &picks(&[3, 9]));
    after.shift = Shift::of(&poll.kind, true, &[moved(1, 1, 3), moved(1, 2, 5), moved(2, 2, 4)]);
    let votes = votes(vec![counted(&poll, 1, Phase::Revealed, &picks(&[8, 4])), after]);
    let shown = |height| {
        let lines = inside(asking(&poll), &votes, (60, height));
        let has = |text: &str| lines.iter().any(|line| line.contains(text));
        (lines.iter().any(String::is_empty), has("before ↓"), has("changed their mind"))
    };
    assert_eq!(shown(28), (true, true, true));
    assert_eq!(shown(16), (true, true, true));
    assert_eq!(shown(10), (false, true, true));
    assert_eq!(shown(7), (false, false, true));
    assert_eq!(shown(6), (false, false, false));
}

#[test]
fn words_and_texts_are_cut_to_the_height_and_say_so() {
    let words = poll(PollKind::Words { max: 1 });
    let word = |number| (Answer::Words(vec![SafeText::new(&format!("w{number}"))]), 1);
    let round = counted(&words, 1, Phase::Revealed, &(0..30).map(word).collect::<Vec<_>>());
    let lines = inside(asking(&words), &votes(vec![round]), (40, 9));
    assert_eq!(lines.len(), 7);
    assert_eq!(lines.last().map(String::as_str), Some("and 25 more"));

    let wall = poll(PollKind::Text { max_chars: 280, moderated: true });
    let text = |number| (Answer::Text(SafeText::new(&format!("text {number}"))), 1);
    let mut round = counted(&wall, 1, Phase::Revealed, &(0..9).map(text).collect::<Vec<_>>());
    round.texts.iter_mut().take(2).for_each(|text| text.released = false);
    let votes = votes(vec![round]);
    let lines = inside(asking(&wall), &votes, (40, 7));
    assert_eq!(lines, ["Who decides?", "▎ “text 8”", "▎ “text 7”", "▎ “text 6”", "and 4 more"]);
    assert_eq!(foot_of(asking(&wall), &votes), "n = 9 | 2 waiting");
}

#[test]
fn hands_are_named_as_such() {
    let poll = single(&["a", "b"]);
    let hands = (Answer::Hands(vec![10, 4]), 1);
    let foot = |answers: &[(Answer, u64)]| {
        foot_of(asking(&poll), &votes(vec![counted(&poll, 1, Phase::Revealed, answers)]))
    };
    assert_eq!(foot(std::slice::from_ref(&hands)), "14 counted by hand");
    assert_eq!(foot(&[picks(&[7, 1]), vec![hands]].concat()), "14 counted by hand, 8 votes");
    assert_eq!(foot(&picks(&[7, 1])), "n = 8");
}

#[test]
fn numbers_are_summed_up_in_words() {
    let said = |kind: PollKind, values: &[(f64, u64)]| {
        let answers: Vec<_> = values.iter().map(|(v, n)| (Answer::Value(*v), *n)).collect();
        let poll = poll(kind);
        let round = counted(&poll, 1, Phase::Revealed, &answers);
        inside(asking(&poll), &votes(vec![round]), SMALL).pop().unwrap()
    };
    let scale = PollKind::Scale { min: 1, max: 5, labels: Vec::new() };
    assert_eq!(said(scale, &[(3.0, 2), (4.0, 3), (5.0, 3)]), "median 4, half between 3.5 and 5");
    assert_eq!(said(PollKind::Fist, &[(3.0, 1), (5.0, 2)]), "passes: nobody below 3");
    assert_eq!(said(PollKind::Fist, &[(2.0, 3), (5.0, 2)]), "3 people below 3");
    let weeks = PollKind::Number { min: None, max: None, unit: Some("weeks".to_owned()) };
    assert_eq!(said(weeks, &[(2.5, 3), (8.0, 1)]), "median 2.5 weeks, half between 2.5 and 5.25");
}

#[test]
fn results_show_rounds_beside_each_other_and_no_count_before_its_time() {
    let poll = single(&["a", "b"]);
    let first = counted(&poll, 1, Phase::Revealed, &picks(&[77, 1]));
    let second = |phase| counted(&poll, 2, phase, &picks(&[1, 88]));
    let both = votes(vec![first.clone(), second(Phase::Revealed)]);
    let shown = inside(showing_results(&["p"], &[1, 2]), &both, (76, 15)).join("|");
    for part in ["round 1", "round 2", "77", "88"] {
        assert!(shown.contains(part), "{shown}");
    }
    let open = votes(vec![first, second(Phase::Open)]);
    let shown = inside(showing_results(&["p"], &[1, 2]), &open, (76, 15)).join("|");
    assert!(shown.contains("77") && !shown.contains("88"), "{shown}");
    assert!(
        shown.ends_with("The votes of round 2 will stand here once they are revealed."),
        "{shown}"
    );
    let latest = inside(showing_results(&["p"], &[]), &open, (76, 15)).join("|");
    assert!(latest.contains("77") && !latest.contains("88"), "{latest}");
}

#[test]
fn the_question_is_the_one_that_was_asked() {
    let asked = single(&["old", "choice"]);
    let written = Poll { question: "Rewritten?".to_owned(), ..single(&["new", "choice"]) };
    let round = counted(&asked, 1, Phase::Open, &[]);
    let shown = inside(asking(&written), &votes(vec![round]), SMALL).join("|");
    assert!(shown.contains("Who decides?") && shown.contains("old"), "{shown}");
}

fn showing(polls: &[&str], rounds: &[u32]) -> String {
    let polls = polls.iter().map(|poll| (*poll).to_owned()).collect();
    let results = Results { polls, rounds: rounds.to_vec() };
    drawn(&[block(BlockKind::Results(results))], 88)[1].trim_matches(['│', ' ']).to_owned()
}

#[test]
fn results_name_what_will_stand_there() {
    let cases = [
        (showing(&["a"], &[]), "The votes on a will stand here once the room has voted."),
        (
            showing(&["a"], &[2]),
            "The votes on a, round 2, will stand here once the room has voted.",
        ),
        (
            showing(&["a"], &[1, 2]),
            "The votes on a, rounds 1 and 2, will stand here once the room has voted.",
        ),
        (
            showing(&["a", "b"], &[]),
            "The votes on a and b will stand here side by side once the room has voted.",
        ),
    ];
    for (shown, expected) in cases {
        assert_eq!(shown, expected);
    }
}
