//! How the room voted, as data: what the stage draws, and what others show who are not in cells. Nothing is in it
//! that the room may not see yet.

use std::sync::Arc;

pub use super::chart::{Chart, Item, Numbers, Series};
use super::wall::Wall;
use super::{counts, list, matrix, said};
use crate::deck::Results;
use crate::poll::PollKind;
use crate::round::{Counted, Phase, Votes};

pub use super::matrix::Moves;

/// Some revealed rounds beside each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told<'a> {
    /// The question, where all of them asked the same poll.
    pub question: Option<&'a str>,
    /// Their counts; none where only texts were asked for, or nothing is revealed.
    pub chart: Option<Chart>,
    /// Whether words are counted, of which some may be left out.
    pub are_words: bool,
    /// For each round of texts, those that are released.
    pub walls: Vec<Wall<'a>>,
    /// What is to be said of the counts.
    pub said: Vec<String>,
    /// Who moved where, of two rounds that follow each other.
    pub moves: Option<Moves<'a>>,
    /// How many voted.
    pub voters: String,
    /// A sentence on what is asked for and not revealed yet; empty where all is.
    pub missing: String,
}

/// A revealed round, beside the one revealed before it if there is one. None before it is revealed.
pub fn poll<'a>(counted: &'a Counted, votes: &'a Votes) -> Option<Told<'a>> {
    if counted.round.phase != Phase::Revealed {
        return None;
    }
    let voters = voters(counted, votes);
    let told = match before(counted, votes) {
        Some(before) => told(&[before, counted], &["before".to_owned(), "after".to_owned()]),
        None => told(&[counted], &[String::new()]),
    };
    Some(Told { voters, ..told })
}

/// What is revealed of the polls that a block of results names.
pub fn results<'a>(results: &Results, votes: &'a Votes) -> Told<'a> {
    let (shown, missing) = asked_for(results, votes);
    let Some(first) = shown.first() else { return Told { missing, ..Told::default() } };
    let one_poll = shown.iter().all(|counted| counted.round.poll.id == first.round.poll.id);
    let head = |counted: &&Counted| match (one_poll, shown.len()) {
        (true, 1) => String::new(),
        (true, _) => format!("round {}", counted.round.number),
        (false, _) => counted.round.poll.question.clone(),
    };
    let heads: Vec<String> = shown.iter().map(head).collect();
    Told { missing, voters: said::voters(&shown), ..told(&shown, &heads) }
}

/// How many voted in a revealed round, and in the one revealed before it.
pub(super) fn voters(counted: &Counted, votes: &Votes) -> String {
    match before(counted, votes) {
        Some(before) => said::voters(&[before, counted]),
        None if counted.round.number > 1 => {
            format!("round {} · {}", counted.round.number, said::voters(&[counted]))
        }
        None => said::voters(&[counted]),
    }
}

fn told<'a>(rounds: &[&'a Counted], heads: &[String]) -> Told<'a> {
    let one_poll = |(first, others): (&&Counted, &[&'a Counted])| {
        others.iter().all(|other| other.round.poll.id == first.round.poll.id)
    };
    let question = rounds.first().filter(|_| rounds.split_first().is_some_and(one_poll));
    let counted: Vec<&Counted> = rounds.iter().copied().filter(|one| is_counted(one)).collect();
    let mut chart = counts::chart(&counted);
    let named = rounds.iter().zip(heads).filter(|(one, _)| is_counted(one));
    for (series, (_, head)) in chart.series.iter_mut().zip(named) {
        series.head.clone_from(head);
    }
    let moves = match counted.as_slice() {
        [before, after] if said::follows(before, after) => {
            after.shift.as_ref().and_then(|shift| matrix::moves(shift, &after.round.poll.kind))
        }
        _ => None,
    };
    let texts = rounds.iter().filter(|one| !is_counted(one));
    Told {
        question: question.map(|first| first.round.poll.question.as_str()),
        chart: (!counted.is_empty()).then_some(chart),
        are_words: counted.iter().any(|one| matches!(one.round.poll.kind, PollKind::Words { .. })),
        walls: texts.map(|one| Wall::of(one)).collect(),
        said: said::said(&counted),
        moves,
        ..Told::default()
    }
}

/// The revealed round of the same poll before this one.
fn before<'a>(counted: &Counted, votes: &'a Votes) -> Option<&'a Counted> {
    let rounds = revealed_rounds(&counted.round.poll.id, votes).into_iter().rev();
    let mut earlier = rounds.filter(|other| other.round.number < counted.round.number);
    earlier.next().filter(|other| is_counted(other))
}

/// The rounds of a poll that the room may see, first to last.
fn revealed_rounds<'a>(poll: &str, votes: &'a Votes) -> Vec<&'a Counted> {
    let all = votes.rounds.iter().map(Arc::as_ref);
    let is_shown = |one: &&Counted| one.round.phase == Phase::Revealed && one.round.poll.id == poll;
    all.filter(is_shown).collect()
}

/// Whether it is counted at all: texts are only collected.
fn is_counted(counted: &Counted) -> bool {
    !matches!(counted.round.poll.kind, PollKind::Text { .. })
}

/// The revealed rounds that a block of results asks for, and a sentence on what is not revealed yet.
fn asked_for<'a>(results: &Results, votes: &'a Votes) -> (Vec<&'a Counted>, String) {
    let revealed = |poll: &str, number: Option<u32>| {
        let rounds = revealed_rounds(poll, votes).into_iter().rev();
        let mut wanted =
            rounds.filter(|one| number.is_none_or(|number| one.round.number == number));
        wanted.next()
    };
    let mut shown = Vec::new();
    let mut missing_polls = Vec::new();
    let mut missing_rounds = Vec::new();
    for poll in &results.polls {
        let wanted: Vec<Option<u32>> = match results.rounds.as_slice() {
            [] => vec![None],
            rounds => rounds.iter().copied().map(Some).collect(),
        };
        let before = shown.len();
        for number in wanted {
            match revealed(poll, number) {
                Some(counted) => shown.push(counted),
                None => missing_rounds.extend(number.map(|number| number.to_string())),
            }
        }
        if shown.len() == before {
            missing_polls.push(poll.clone());
        }
    }
    let sentence = if missing_polls.is_empty() {
        let of = if missing_rounds.len() == 1 { "round" } else { "rounds" };
        match missing_rounds.as_slice() {
            [] => String::new(),
            some => {
                format!("The votes of {of} {} will stand here once they are revealed.", list(some))
            }
        }
    } else {
        let which = match missing_rounds.as_slice() {
            [] => String::new(),
            [one] => format!(", round {one},"),
            several => format!(", rounds {},", list(several)),
        };
        let beside = if results.polls.len() > 1 { " side by side" } else { "" };
        let polls = list(&missing_polls);
        if shown.is_empty() {
            format!("The votes on {polls}{which} will stand here{beside} once the room has voted.")
        } else {
            format!("The votes on {polls}{which} will stand beside these once they are revealed.")
        }
    };
    (shown, sentence)
}
