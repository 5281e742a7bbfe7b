//! A report as Markdown: CommonMark with tables and task lists, which GitHub and most wikis read.

use std::fmt::Write as _;

use super::escape::markdown as text;
use super::{Asked, Bar, Counts, Moves, Outcome, Rank, Report, Round, Written};
use crate::capture::Kind;

/// Writes a report.
pub fn markdown(report: &Report) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}", text(&report.title));
    if let Some(subtitle) = &report.subtitle {
        let _ = writeln!(out, "\n{}", text(subtitle));
    }
    out.push('\n');
    for (name, value) in &report.facts {
        let _ = writeln!(out, "- {name}: {}", text(value));
    }
    report.outcomes.iter().for_each(|outcome| self::outcome(outcome, &mut out));
    polls(report, &mut out);
    discussions(report, &mut out);
    agenda(report, &mut out);
    timeline(report, &mut out);
    sources(report, &mut out);
    out.push_str("\n## What is kept\n\n");
    for sentence in &report.kept {
        let _ = writeln!(out, "- {}", text(sentence));
    }
    out
}

fn outcome(outcome: &Outcome, out: &mut String) {
    let _ = writeln!(out, "\n## {}\n", outcome.head);
    for written in &outcome.written {
        let mark = match (outcome.is_to_do, written.is_settled) {
            (false, _) => "",
            (true, false) => "[ ] ",
            (true, true) => "[x] ",
        };
        let _ = writeln!(out, "- {mark}{}", one(written));
    }
    if let Some(left_out) = &outcome.left_out {
        let _ = writeln!(out, "{}", text(left_out));
    }
}

/// What was written down, with who owes it and by when; a quote between quotation marks.
fn one(written: &Written) -> String {
    let Written { kind, owner, due, at, .. } = written;
    let said = text(&written.text);
    let mut line = if *kind == Kind::Quote { format!("“{said}”") } else { said };
    if let Some(owner) = owner {
        let _ = write!(line, " — {}", text(owner));
    }
    if let Some(due) = due {
        let _ = write!(line, ", by {}", text(due));
    }
    if let Some(at) = at {
        let _ = write!(line, " ({})", text(at));
    }
    line
}

fn discussions(report: &Report, out: &mut String) {
    if !report.discussions.is_empty() {
        out.push_str("\n## Discussions\n");
    }
    for talked in &report.discussions {
        let _ = writeln!(out, "\n### {}", text(&talked.prompt));
        if let Some(facts) = &talked.facts {
            let _ = writeln!(out, "\n{}", text(facts));
        }
        if !talked.phases.is_empty() {
            out.push('\n');
            head(&["Phase".to_owned(), "How long".to_owned()], 1, out);
        }
        for (name, lasted) in &talked.phases {
            row(&[text(name), lasted.clone().unwrap_or_default()], out);
        }
        if !talked.written.is_empty() {
            out.push('\n');
        }
        for written in &talked.written {
            let kind = match written.kind {
                Kind::Question => "parked question",
                kind => kind.name(),
            };
            let here = Written { at: None, ..written.clone() };
            let _ = writeln!(out, "- {kind}: {}", one(&here));
        }
        if let Some(left_out) = &talked.left_out {
            let _ = writeln!(out, "\n{}", text(left_out));
        }
    }
}

fn polls(report: &Report, out: &mut String) {
    out.push_str("\n## Polls\n");
    if report.polls.is_empty() {
        out.push_str("\nNo poll was opened.\n");
    }
    for asked in &report.polls {
        let _ = writeln!(out, "\n### {}\n\nPoll, {}.", text(&asked.question), text(&asked.rule));
        if asked.is_one_table() {
            out.push('\n');
            beside(asked, out);
        }
        for one in &asked.rounds {
            if asked.rounds.len() > 1 {
                let _ = writeln!(out, "\n#### Round {}", one.number);
            }
            round(one, !asked.is_one_table(), out);
        }
    }
}

/// The rounds of a poll in one table, with what each has in one cell.
fn beside(asked: &Asked, out: &mut String) {
    let Some(first) = asked.rounds.first() else { return };
    let numbers = asked.rounds.iter().map(|round| format!("round {}", round.number));
    let mut heads = lead(&first.counts);
    let before = heads.len();
    heads.extend(numbers);
    head(&heads, before, out);
    for (at, bar) in first.counts.rows.iter().enumerate() {
        let mut cells = named(bar, &first.counts);
        cells.extend(asked.rounds.iter().map(|round| {
            let cells = round.counts.rows.get(at).map_or(&[][..], |row| &row.cells);
            in_one_cell(&round.counts.heads, cells)
        }));
        row(&cells, out);
    }
}

/// `7`, `7 (32%)`, `7, 3 by hand (32%)`; of a ranking all numbers in the order of the heads.
fn in_one_cell(heads: &[&str], cells: &[String]) -> String {
    let mut parts = Vec::new();
    let mut share = String::new();
    for (head, cell) in heads.iter().zip(cells) {
        match *head {
            "share" => share = format!(" ({cell})"),
            "votes" | "answers" | "times" => parts.push(cell.clone()),
            head => parts.push(format!("{cell} {head}")),
        }
    }
    format!("{}{share}", parts.join(", "))
}

fn round(round: &Round, with_counts: bool, out: &mut String) {
    let _ = writeln!(out, "\n{}", text(&round.facts));
    if let Some(question) = &round.question {
        let _ = writeln!(out, "\nThe question was now: {}", text(question));
    }
    if with_counts && !round.counts.rows.is_empty() {
        out.push('\n');
        counts(&round.counts, out);
    }
    list(&round.said, out);
    for table in &round.moves {
        let _ = writeln!(out, "\n{}:\n", text(&table.caption));
        moves(table, out);
    }
    if !round.texts.is_empty() {
        out.push_str("\nThe room wrote:\n");
    }
    list(&round.texts, out);
}

fn counts(counts: &Counts, out: &mut String) {
    let mut heads = lead(counts);
    let before = heads.len();
    heads.extend(counts.heads.iter().map(|head| (*head).to_owned()));
    head(&heads, before, out);
    for bar in &counts.rows {
        let mut cells = named(bar, counts);
        cells.extend(bar.cells.iter().cloned());
        row(&cells, out);
    }
}

/// The heads before the numbers; what has no number has no column for it.
fn lead(counts: &Counts) -> Vec<String> {
    let mut heads = Vec::new();
    if has_marks(counts) {
        heads.push("#".to_owned());
    }
    heads.push(counts.what.to_owned());
    heads
}

fn named(bar: &Bar, counts: &Counts) -> Vec<String> {
    let right = if bar.is_right { " ✓ right answer" } else { "" };
    let mut cells = Vec::new();
    if has_marks(counts) {
        cells.push(bar.mark.clone());
    }
    cells.push(format!("{}{right}", text(&bar.label)));
    cells
}

fn has_marks(counts: &Counts) -> bool {
    counts.rows.iter().any(|row| !row.mark.is_empty())
}

fn moves(moves: &Moves, out: &mut String) {
    let mut heads = vec![moves.corner.to_owned()];
    heads.extend(moves.heads.iter().cloned());
    head(&heads, 1, out);
    for (name, people) in &moves.rows {
        let cell =
            |cell: &Option<u64>| cell.map_or_else(|| "·".to_owned(), |cell| cell.to_string());
        let mut cells = vec![text(name)];
        cells.extend(people.iter().map(cell));
        row(&cells, out);
    }
    if moves.hides() {
        out.push_str("\n· is hidden: so few that it could name somebody.\n");
    }
}

fn agenda(report: &Report, out: &mut String) {
    let Some(kept) = &report.agenda else { return };
    let _ = writeln!(out, "\n## Planned and actual\n\nThe agenda was {}.\n", text(&kept.agenda));
    head(&["Part", "Planned", "Actual", "Longer by"].map(str::to_owned), 1, out);
    for [title, planned, actual, over] in &kept.parts {
        row(&[text(title), planned.clone(), actual.clone(), over.clone()], out);
    }
    let _ = writeln!(out, "\n{}", kept.end);
}

fn timeline(report: &Report, out: &mut String) {
    if report.timeline.is_empty() {
        return;
    }
    out.push_str("\n## Timeline\n\n");
    head(&["Time".to_owned(), "What".to_owned(), "How long".to_owned()], 2, out);
    for moment in &report.timeline {
        let lasted = moment.lasted.clone().unwrap_or_default();
        let what = match moment.rank {
            Rank::Section => format!("**{}**", text(&moment.what)),
            Rank::Slide | Rank::Poll | Rank::Phase | Rank::Break => text(&moment.what),
        };
        row(&[moment.time.clone(), what, lasted], out);
    }
}

fn sources(report: &Report, out: &mut String) {
    if report.sources.is_empty() {
        return;
    }
    out.push_str("\n## Sources\n\n");
    if let Some(note) = report.sources_note {
        let _ = writeln!(out, "{note}\n");
    }
    for source in &report.sources {
        let link =
            source.link.as_ref().map_or_else(String::new, |link| format!(" <{}>", address(link)));
        let _ = writeln!(out, "- {}: {}{link}", text(&source.key), text(&source.text));
    }
}

/// An address between angle brackets, which ends at the next one.
fn address(link: &str) -> String {
    link.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C")
}

fn list(items: &[String], out: &mut String) {
    if !items.is_empty() {
        out.push('\n');
    }
    for item in items {
        let _ = writeln!(out, "- {}", text(item));
    }
}

/// The head of a table whose numbers, after so many columns, stand at the right.
fn head(heads: &[String], left: usize, out: &mut String) {
    row(heads, out);
    let rule = |at: usize| if at < left { "---" } else { "--:" };
    let rules: Vec<&str> = (0..heads.len()).map(rule).collect();
    let _ = writeln!(out, "|{}|", rules.join("|"));
}

fn row(cells: &[String], out: &mut String) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}
