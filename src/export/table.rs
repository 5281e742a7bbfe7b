//! The ballots of a session as a table, one row a ballot. No cell does anything in a spreadsheet.

use std::io::{self, Write};

use super::{name, time};
use crate::ballot::Answer;
use crate::poll::Poll;
use crate::safe_text::SafeText;
use crate::store::{BallotRow, SessionInfo};

/// The head of the table.
pub const HEAD: [&str; 11] = [
    "session",
    "name",
    "poll",
    "kind",
    "round",
    "participant",
    "via",
    "revision",
    "time",
    "answer",
    "labels",
];

/// Writes rows of comma-separated values (RFC 4180).
pub struct Table<W: Write>(csv::Writer<W>);

impl<W: Write> Table<W> {
    /// Begins with the head.
    pub fn begin(out: W) -> io::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(HEAD)?;
        Ok(Self(writer))
    }

    /// Writes a ballot. Its answer stands there twice: as it was cast, and in the words of the poll.
    pub fn ballot(
        &mut self,
        session: &SessionInfo,
        poll: &Poll,
        row: &BallotRow,
    ) -> io::Result<()> {
        let record = [
            session.id.to_string(),
            harmless(&name(session)),
            harmless(&poll.id),
            poll.kind.name().to_owned(),
            row.round.to_string(),
            row.participant.to_string(),
            row.via.name().to_owned(),
            row.revision.to_string(),
            time(row.at_ms),
            answer(&row.answer),
            harmless(&labels(poll, &row.answer)),
        ];
        self.0.write_record(record)?;
        Ok(())
    }

    /// Ends the table.
    pub fn end(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// An answer as it was cast: positions and values in a row, words joined by semicolons.
fn answer(answer: &Answer) -> String {
    let numbers = |numbers: &[u32]| {
        let all: Vec<String> = numbers.iter().map(u32::to_string).collect();
        all.join(" ")
    };
    match answer {
        Answer::Choices(picks) => numbers(picks),
        Answer::Ranking(ranks) => numbers(ranks),
        Answer::Value(value) => value.to_string(),
        Answer::Hands(counts) => numbers(counts),
        Answer::Words(words) => {
            let all: Vec<&str> = words.iter().map(SafeText::as_str).collect();
            harmless(&all.join("; "))
        }
        Answer::Text(text) => harmless(text.as_str()),
    }
}

/// The choices that an answer names.
fn labels(poll: &Poll, answer: &Answer) -> String {
    let (Answer::Choices(positions) | Answer::Ranking(positions)) = answer else {
        return String::new();
    };
    let named = positions.iter().filter_map(|position| {
        poll.kind.choices().get((*position as usize).checked_sub(1)?).map(String::as_str)
    });
    named.collect::<Vec<_>>().join("; ")
}

/// A cell that a spreadsheet shows and does not compute: what could begin a formula gets an apostrophe first.
/// The list is that of OWASP, "CSV Injection".
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        return format!("'{cell}");
    }
    cell.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_could_compute_is_defused() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        assert_eq!(harmless("core - mostly"), "core - mostly");
    }
}
