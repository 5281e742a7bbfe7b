//! What a self-assessment comes to, as Markdown to keep and as JSON for scripts.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;

use crate::assess::{Assess, Findings, Group, Seat};
use crate::assessment::{Answer, Assessment, Axis, Bounds, Level, Outcome, Score};
use crate::layout::{self, Plot, Size};

/// The measure of a plot in a file.
const PLOT: Size = Size { width: 72, height: 20 };

/// The result as Markdown.
pub fn markdown(assess: &Assess) -> String {
    let assessment = assess.assessment();
    let mut text = format!("# {}\n\n{}\n", assessment.title, assessment.warning);
    match assess.seat() {
        Seat::Alone => alone(assess, &mut text),
        Seat::Group => group(assess, &mut text),
    }
    let _ =
        writeln!(text, "\n## What was measured of this sum\n\n{}\n", assessment.behaviour.about);
    for figure in &assessment.behaviour.figures {
        let _ = writeln!(text, "- {}: {} {}", figure.what, figure.value, figure.unit);
    }
    text
}

fn alone(assess: &Assess, text: &mut String) {
    let assessment = assess.assessment();
    let findings = Findings::of_sheet(assessment, assess.sheet());
    let _ = writeln!(text, "\n## {}\n\n{}\n", findings.label, findings.about);
    for lean in &findings.lean {
        let _ = writeln!(text, "{lean}");
    }
    drawn(&Plot::of(assessment, findings.score.as_ref(), &[]), text);
    if !findings.moved.is_empty() {
        text.push_str("\n## What moved it most, and what to ask at home\n\n");
        for moved in &findings.moved {
            let Some(statement) = assessment.statements.get(moved.statement) else { continue };
            let _ =
                writeln!(text, "- **{}** {} {}", statement.question, statement.text, moved.says);
        }
    }
    if !findings.gates.is_empty() {
        text.push_str("\n## Beside the score\n\n");
        for line in &findings.gates {
            let Some(gate) = assessment.gates.get(line.gate) else { continue };
            let warning = line.verdict.warning.as_ref();
            let warning = warning.map_or(String::new(), |why| format!(" **Mind:** {why}"));
            let _ = writeln!(text, "- {} {}{warning}", gate.text, line.verdict.says);
        }
    }
    text.push_str("\n## Every answer\n\n");
    for (statement, answer) in assessment.statements.iter().zip(assess.sheet().answers()) {
        let _ = writeln!(text, "- {} **{}**", statement.text, words(answer));
    }
}

fn group(assess: &Assess, text: &mut String) {
    let assessment = assess.assessment();
    let group = Group::of(assessment, assess.people());
    let count =
        |count: usize| if count == 1 { "1 sheet".to_owned() } else { format!("{count} sheets") };
    let _ = writeln!(text, "\n## {}\n", count(group.sheets));
    if let Some(widest) = &group.widest
        && let Some(statement) = assessment.statements.get(widest.statement)
    {
        let _ = writeln!(text, "Most disagreed about: **{}** {}\n", statement.text, widest.says());
    }
    if let (Some(mean), Some(lean)) = (&group.mean, group.lean(assessment)) {
        let label = &assessment.outcomes.of(mean.outcome).label;
        let _ = writeln!(text, "The mean: {label}. {lean}");
    }
    if group.unscored > 0 {
        let _ = writeln!(text, "Without a score: {}.", count(group.unscored));
    }
    drawn(&Plot::of(assessment, group.mean.as_ref(), &group.points), text);
}

fn drawn(plot: &Plot<'_>, text: &mut String) {
    text.push_str("\n```text\n");
    for line in layout::plot(plot, PLOT) {
        let line: String = line.runs.iter().map(|run| run.text.as_str()).collect();
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text.push_str("```\n");
}

fn words(answer: Answer) -> &'static str {
    answer.map_or("don't know", Level::words)
}

#[derive(Serialize)]
struct JsonResult<'a> {
    title: &'a str,
    warning: &'a str,
    answers: Vec<JsonAnswer<'a>>,
    core: JsonAxis,
    embedded: JsonAxis,
    outcome: Option<&'static str>,
    label: &'a str,
    lean: Option<i32>,
    moved: Vec<JsonMoved<'a>>,
    open: Vec<&'a str>,
}

#[derive(Serialize)]
struct JsonAnswer<'a> {
    id: &'a str,
    answer: Option<u8>,
}

#[derive(Serialize)]
struct JsonAxis {
    points: Option<f64>,
    /// Without one answer, whichever it is.
    min: Option<f64>,
    max: Option<f64>,
}

#[derive(Serialize)]
struct JsonMoved<'a> {
    id: &'a str,
    change: f64,
    question: &'a str,
}

/// Writes what answers come to as JSON. Points are from 0 to 100 with one decimal, the lean is to the nearest 5.
pub fn json(
    assessment: &Assessment,
    answers: &[Answer],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let findings = Findings::of(assessment, answers, &[]);
    let score = findings.score.as_ref();
    let axis = |axis: Axis, bounds: fn(&Score) -> Bounds| JsonAxis {
        points: assessment.axis_score(axis, answers).map(rounded),
        min: score.map(|score| rounded(bounds(score).min)),
        max: score.map(|score| rounded(bounds(score).max)),
    };
    let id = |index: usize| assessment.statements.get(index).map_or("", |one| one.id.as_str());
    let given = assessment.statements.iter().zip(answers);
    let moved = findings.moved.iter().map(|moved| JsonMoved {
        id: id(moved.statement),
        change: rounded(moved.change),
        question: assessment.statements.get(moved.statement).map_or("", |one| &one.question),
    });
    let result = JsonResult {
        title: &assessment.title,
        warning: &assessment.warning,
        answers: given
            .map(|(statement, answer)| JsonAnswer {
                id: &statement.id,
                answer: answer.map(Level::number),
            })
            .collect(),
        core: axis(Axis::Core, |score| score.core_bounds),
        embedded: axis(Axis::Embedded, |score| score.embedded_bounds),
        outcome: score.map(|score| name(score.outcome)),
        label: &findings.label,
        lean: score.map(Score::rounded_lean),
        moved: moved.collect(),
        open: findings.open.iter().map(|index| id(*index)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &result).map_err(io::Error::from)?;
    writeln!(out)
}

/// An outcome as `assessment.toml` spells it.
fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Hybrid => "hybrid",
        Outcome::LeaveIt => "leave-it",
        Outcome::Embedded => "embedded",
        Outcome::Core => "core",
        Outcome::Unclear => "unclear",
    }
}

fn rounded(points: f64) -> f64 {
    (points * 10.0).round() / 10.0
}
