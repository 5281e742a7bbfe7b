//! Who moved where between two rounds, as a table. What is hidden stays hidden.

use super::polls::Moves;
use crate::poll::PollKind;
use crate::round::{Counted, Votes};
use crate::shift::{Fate, Shift};

/// The tables of a round with the one before, and with earlier polls that have its choices.
pub(super) fn tables(counted: &Counted, votes: &Votes) -> Vec<Moves> {
    let kind = &counted.round.poll.kind;
    let before = counted.shift.iter().filter_map(|shift| {
        table(shift, kind, "Who moved where since the round before".to_owned())
    });
    let beside = counted.beside.iter().filter_map(|(id, shift)| {
        let before = votes.rounds.iter().find(|before| before.round.id == *id)?;
        table(shift, kind, format!("Who moved where since “{}”", before.round.poll.question))
    });
    before.chain(beside).collect()
}

/// One table; none where it would tell nothing.
fn table(shift: &Shift, kind: &PollKind, caption: String) -> Option<Moves> {
    let moves = if shift.matrix.is_empty() { fates(shift, kind) } else { matrix(shift, kind) };
    let tells = |moves: &Moves| {
        moves
            .rows
            .iter()
            .any(|(_, cells)| cells.iter().any(|cell| cell.is_some_and(|people| people > 0)))
    };
    moves.map(|moves| Moves { caption, ..moves }).filter(tells)
}

/// A row for each choice before, a column for each after.
fn matrix(shift: &Shift, kind: &PollKind) -> Option<Moves> {
    if shift.changed == Some(0) {
        return None;
    }
    let marks = (first(kind)..).take(shift.matrix.len());
    let names = marks.clone().enumerate().map(|(at, mark)| name(kind, at, mark));
    Some(Moves {
        caption: String::new(),
        corner: "before ↓ after →",
        heads: marks.map(|mark| mark.to_string()).collect(),
        rows: names.zip(shift.matrix.iter().cloned()).collect(),
    })
}

/// A row for each choice of which one may take several.
fn fates(shift: &Shift, kind: &PollKind) -> Option<Moves> {
    if shift.picks.is_empty() {
        return None;
    }
    let cells = |fate: &Option<Fate>| match fate {
        Some(Fate { kept, dropped, added }) => vec![Some(*kept), Some(*dropped), Some(*added)],
        None => vec![None, None, None],
    };
    let rows = (1..).zip(&shift.picks).enumerate();
    Some(Moves {
        caption: String::new(),
        corner: "Choice",
        heads: ["in both rounds", "before only", "after only"].map(str::to_owned).to_vec(),
        rows: rows.map(|(at, (mark, fate))| (name(kind, at, mark), cells(fate))).collect(),
    })
}

fn first(kind: &PollKind) -> i64 {
    match kind {
        PollKind::Scale { min, .. } => i64::from(*min),
        PollKind::Fist => 0,
        PollKind::Single { .. }
        | PollKind::Multiple { .. }
        | PollKind::Ranking { .. }
        | PollKind::Number { .. }
        | PollKind::Words { .. }
        | PollKind::Text { .. }
        | PollKind::Dots { .. } => 1,
    }
}

/// A choice with its number, a point as it is.
fn name(kind: &PollKind, at: usize, mark: i64) -> String {
    match kind {
        PollKind::Single { choices }
        | PollKind::Multiple { choices, .. }
        | PollKind::Ranking { choices }
        | PollKind::Dots { choices, .. } => {
            format!("{mark} {}", choices.get(at).map_or("", String::as_str))
        }
        PollKind::Scale { .. }
        | PollKind::Fist
        | PollKind::Number { .. }
        | PollKind::Words { .. }
        | PollKind::Text { .. } => mark.to_string(),
    }
}
