//! Polls on stage, from the question to the count: a deck of them, and rounds at every phase.

use std::sync::Arc;

use roundtable::ballot::Answer;
use roundtable::deck::BlockKind;
use roundtable::poll::Poll;
use roundtable::round::{Countdown, Counted, Phase, Round, Votes, WallText};
use roundtable::safe_text::SafeText;
use roundtable::shift::Shift;
use roundtable::tally::Tally;

use crate::keys::{NOW_MS, Talk};

const VOTING: &str = include_str!("voting.md");

/// The question as the deck asks it.
fn poll(talk: &Talk, id: &str) -> Poll {
    let blocks = talk.app.deck.slides.iter().flat_map(|slide| &slide.blocks);
    let polls = blocks.filter_map(|block| match &block.kind {
        BlockKind::Poll(poll) => Some(poll.clone()),
        _ => None,
    });
    polls.into_iter().find(|poll| poll.id == id).expect(id)
}

fn counted(poll: Poll, number: u32, phase: Phase, answers: &[(Answer, u64)]) -> Counted {
    let mut tally = Tally::new(&poll.kind);
    for (answer, times) in answers {
        tally.add(answer, *times);
    }
    let countdown =
        if phase == Phase::Open { Countdown::Until(NOW_MS + 18_000) } else { Countdown::None };
    let poll = Arc::new(poll);
    let id = i64::from(number);
    let round = Round { id, number, poll, phase, countdown, opened_ms: NOW_MS };
    Counted { round, tally, shift: None, beside: Vec::new(), texts: Vec::new() }
}

/// One answer for each choice, given as often as the numbers say.
fn choices(counts: &[u64]) -> Vec<(Answer, u64)> {
    (1..).zip(counts).map(|(choice, count)| (Answer::Choices(vec![choice]), *count)).collect()
}

fn values(counts: &[(f64, u64)]) -> Vec<(Answer, u64)> {
    counts.iter().map(|(value, count)| (Answer::Value(*value), *count)).collect()
}

/// The slide of a poll after those rounds, at both sizes.
fn frames(slide: &str, rounds: &dyn Fn(&Talk) -> Vec<Counted>) -> String {
    let mut frames = String::new();
    for (width, height) in [(80, 24), (120, 40)] {
        let mut talk = Talk::sized(VOTING, width, height);
        let votes = rounds(&talk).into_iter().map(Arc::new).collect();
        talk.app.votes = Arc::new(Votes { rounds: votes });
        let index = talk.app.deck.position(slide).expect(slide);
        let _ = talk.app.go_to(index, 1);
        talk.app.settle();
        frames.push_str(&talk.screen());
        frames.push_str(&"═".repeat(usize::from(width)));
        frames.push('\n');
    }
    frames
}

/// The slide of a poll with one round that has these answers.
fn round(id: &str, phase: Phase, answers: &[(Answer, u64)]) -> String {
    frames(id, &|talk| vec![counted(poll(talk, id), 1, phase, answers)])
}

const TODAY: [u64; 5] = [3, 9, 4, 6, 0];

#[test]
fn an_open_round_says_how_many_have_answered() {
    insta::assert_snapshot!(round("where", Phase::Open, &choices(&TODAY)));
}

#[test]
fn a_closed_round_is_still_blind() {
    insta::assert_snapshot!(round("where", Phase::Closed, &choices(&TODAY)));
}

#[test]
fn a_revealed_round_has_bars() {
    insta::assert_snapshot!(round("where", Phase::Revealed, &choices(&TODAY)));
}

#[test]
fn two_rounds_stand_beside_each_other() {
    let (before, after) = (choices(&[14, 7, 4, 6]), choices(&[5, 7, 4, 14]));
    let rounds = |talk: &Talk| {
        let poll = poll(talk, "manager");
        let mut second = counted(poll.clone(), 2, Phase::Revealed, &after);
        let moved = |from: u32, to: u32, people| {
            (Answer::Choices(vec![from]), Answer::Choices(vec![to]), people)
        };
        let pairs = [
            moved(1, 1, 5),
            moved(1, 2, 3),
            moved(1, 4, 5),
            moved(2, 2, 4),
            moved(2, 4, 3),
            moved(3, 3, 4),
            moved(4, 4, 6),
        ];
        second.shift = Shift::of(&poll.kind, poll.anonymous, &pairs);
        vec![counted(poll, 1, Phase::Revealed, &before), second]
    };
    insta::assert_snapshot!(frames("manager", &rounds));
}

#[test]
fn several_choices_and_dots() {
    let picks = [
        (Answer::Choices(vec![1, 2]), 4),
        (Answer::Choices(vec![2, 3, 4]), 2),
        (Answer::Choices(vec![4]), 1),
        (Answer::Hands(vec![2, 3, 1, 9, 0]), 1),
    ];
    let strings = round("strings", Phase::Revealed, &picks);
    let dots = [(Answer::Choices(vec![1, 1, 2]), 5), (Answer::Choices(vec![1, 3]), 3)];
    insta::assert_snapshot!([strings, round("dots", Phase::Revealed, &dots)].concat());
}

#[test]
fn a_ranking_is_in_order() {
    let ranks = [
        (Answer::Ranking(vec![2, 1, 3, 4]), 5),
        (Answer::Ranking(vec![4, 2]), 3),
        (Answer::Ranking(vec![2, 3]), 2),
    ];
    insta::assert_snapshot!(round("gives", Phase::Revealed, &ranks));
}

#[test]
fn numbers_are_distributions() {
    let bet = round("bet", Phase::Revealed, &values(&[(1.0, 2), (2.0, 5), (4.0, 9), (5.0, 3)]));
    let fist = round("fist", Phase::Revealed, &values(&[(1.0, 1), (2.0, 2), (3.0, 4), (5.0, 3)]));
    let weeks: Vec<(f64, u64)> =
        (2_u32..40).map(|week| (week.into(), u64::from(week % 7))).collect();
    insta::assert_snapshot!([bet, fist, round("weeks", Phase::Revealed, &values(&weeks))].concat());
}

#[test]
fn words_and_texts() {
    let words = |word: &str, count| (Answer::Words(vec![SafeText::new(word)]), count);
    let many: Vec<_> = (1..60).map(|number| words(&format!("word{number}"), 1)).collect();
    let given = [vec![words("shipping", 9), words("Context", 5), words("pager", 4)], many].concat();
    let word = round("word", Phase::Revealed, &given);
    let texts = |talk: &Talk| {
        let texts = [
            "One shared on-call calendar.",
            "Move the two people who own the ranker into the area that has the pager, and keep their review in the core.",
            "not yet",
        ];
        let answers = texts.map(|text| (Answer::Text(SafeText::new(text)), 1));
        let mut counted = counted(poll(talk, "change"), 1, Phase::Revealed, &answers);
        let texts = (0..).zip(texts).map(|(participant, text)| WallText {
            participant,
            text: SafeText::new(text),
            released: participant != 2,
        });
        counted.texts = texts.collect();
        vec![counted]
    };
    insta::assert_snapshot!([word, frames("change", &texts)].concat());
}

#[test]
fn two_polls_are_compared() {
    let both = |talk: &Talk| {
        let today = counted(poll(talk, "where"), 1, Phase::Revealed, &choices(&TODAY));
        let next = choices(&[1, 14, 7, 5, 2]);
        vec![today, counted(poll(talk, "next"), 1, Phase::Revealed, &next)]
    };
    let one = |talk: &Talk| {
        let today = counted(poll(talk, "where"), 1, Phase::Revealed, &choices(&TODAY));
        let next = choices(&[1, 14, 7, 5, 2]);
        vec![today, counted(poll(talk, "next"), 1, Phase::Closed, &next)]
    };
    insta::assert_snapshot!([frames("compared", &both), frames("compared", &one)].concat());
}
