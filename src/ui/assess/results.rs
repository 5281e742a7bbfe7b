//! What sheets come to: where they lie, what moved them, and how often such a sum misleads.

use super::{Space, asked, strong};
use crate::assess::{Assess, Findings, Group};
use crate::assessment::Assessment;
use crate::layout::{self, Line, Plot, Run, Size};
use crate::theme::{Ink, Role};

/// The rows of a plot at least, where the screen has them, and at most.
const ROWS: (usize, usize) = (16, 25);

pub(super) fn result(assess: &Assess, space: &Space) -> Vec<Line> {
    let assessment = assess.assessment();
    let findings = Findings::of_sheet(assessment, assess.sheet());
    let mut head = space.wrap(&findings.label, strong(Role::Heading));
    for lean in &findings.lean {
        head.extend(space.wrap(lean, Ink::of(Role::Text)));
    }
    head.push(Line::default());
    let mut rest = vec![Line::default()];
    rest.extend(space.wrap(&findings.about, Ink::of(Role::Text)));
    rest.extend(moved(assessment, &findings, space));
    rest.extend(open(assessment, &findings, space));
    rest.extend(gates(assessment, &findings, space));
    let score = findings.score.as_ref();
    with_plot((head, rest), &Plot::of(assessment, score, &[]), space)
}

/// Lines above and below a plot that takes the rows that are left.
fn with_plot((head, rest): (Vec<Line>, Vec<Line>), plot: &Plot<'_>, space: &Space) -> Vec<Line> {
    let (least, most) = ROWS;
    // The last row of a page that is scrolled is not the plot's.
    let room = space.height.saturating_sub(head.len() + 1).max(8);
    let height = room.saturating_sub(rest.len()).clamp(least.min(room), most);
    let size = Size {
        width: u16::try_from(space.width).unwrap_or(u16::MAX),
        height: u16::try_from(height).unwrap_or(u16::MAX),
    };
    let mut lines = head;
    lines.extend(layout::plot(plot, size));
    lines.extend(rest);
    lines
}

fn moved(assessment: &Assessment, findings: &Findings, space: &Space) -> Vec<Line> {
    if findings.moved.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::default()];
    lines.extend(space.wrap("What moved it most, and what to ask at home", strong(Role::Accent)));
    for (number, moved) in (1..).zip(&findings.moved) {
        let Some(statement) = assessment.statements.get(moved.statement) else { continue };
        let mark = Run::new(format!("{number}  "), strong(Role::Accent));
        lines.extend(space.hanging(&mark, &statement.question, strong(Role::Text)));
        let blank = || Run::new("   ", Ink::default());
        let said = format!("{} {}", statement.text, moved.says);
        lines.extend(space.hanging(&blank(), &said, Ink::of(Role::Dim)));
    }
    lines
}

fn open(assessment: &Assessment, findings: &Findings, space: &Space) -> Vec<Line> {
    if findings.open.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::default()];
    lines.extend(space.wrap("Open, with what to ask at home", strong(Role::Accent)));
    for statement in findings.open.iter().filter_map(|index| assessment.statements.get(*index)) {
        let mark = || Run::new("•  ", Ink::of(Role::Accent));
        lines.extend(space.hanging(&mark(), &statement.question, strong(Role::Text)));
        let blank = Run::new("   ", Ink::default());
        lines.extend(space.hanging(&blank, &statement.text, Ink::of(Role::Dim)));
    }
    lines
}

fn gates(assessment: &Assessment, findings: &Findings, space: &Space) -> Vec<Line> {
    if findings.gates.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::default()];
    lines.extend(space.wrap("Beside the score", strong(Role::Accent)));
    for line in &findings.gates {
        let Some(gate) = assessment.gates.get(line.gate) else { continue };
        let (mark, role) = match line.verdict.warning {
            Some(_) => ("!  ", Role::Warning),
            None => ("•  ", Role::Text),
        };
        let mut says = format!("{} {}", gate.text, line.verdict.says);
        if let Some(warning) = &line.verdict.warning {
            says = format!("{says} {warning}");
        }
        lines.extend(space.hanging(&Run::new(mark, strong(role)), &says, Ink::of(role)));
    }
    lines
}

pub(super) fn group(assess: &Assess, space: &Space) -> Vec<Line> {
    let assessment = assess.assessment();
    let group = Group::of(assessment, assess.people());
    let text = Ink::of(Role::Text);
    let mut head = Vec::new();
    match &group.widest {
        _ if group.sheets == 0 => {
            head.extend(space.wrap("No sheet was handed in yet", strong(Role::Heading)));
        }
        Some(widest) => {
            let statement = assessment.statements.get(widest.statement);
            let statement = statement.map_or("", |statement| statement.text.as_str());
            head.extend(space.wrap("You disagree most about this:", Ink::of(Role::Dim)));
            head.extend(space.wrap(statement, strong(Role::Heading)));
            head.extend(space.wrap(&widest.says(), text));
        }
        None => head.extend(space.wrap("Nobody disagrees about anything", strong(Role::Heading))),
    }
    head.push(Line::default());
    let mut rest = vec![Line::default()];
    rest.extend(space.wrap(&counted(&group), text));
    if let (Some(mean), Some(lean)) = (&group.mean, group.lean(assessment)) {
        let label = &assessment.outcomes.of(mean.outcome).label;
        rest.extend(space.wrap(&format!("The mean: {label}. {lean}"), text));
    }
    with_plot((head, rest), &Plot::of(assessment, group.mean.as_ref(), &group.points), space)
}

fn counted(group: &Group) -> String {
    let sheets = match group.sheets {
        1 => "1 sheet".to_owned(),
        count => format!("{count} sheets"),
    };
    let unscored = match group.unscored {
        0 => String::new(),
        count => format!(", {count} of them without a score"),
    };
    format!(
        "{sheets}{unscored}. ○ is one of them, a number several at one place, ● their mean, the box where it would be without any one of them."
    )
}

pub(super) fn about(assess: &Assess, space: &Space) -> Vec<Line> {
    let assessment = assess.assessment();
    let mut lines = space.wrap("What was measured of this sum", strong(Role::Heading));
    lines.push(Line::default());
    lines.extend(space.wrap(&assessment.behaviour.about, Ink::of(Role::Text)));
    lines.push(Line::default());
    let figures: Vec<_> = assessment.behaviour.figures.iter().collect();
    lines.extend(asked::table(&figures, space));
    lines.push(Line::default());
    for pull in [&assessment.core, &assessment.embedded] {
        lines.extend(space.wrap(&format!("{}: {}.", pull.name, pull.about), Ink::of(Role::Text)));
    }
    lines.push(Line::default());
    lines.extend(space.wrap(&assessment.warning, Ink::of(Role::Dim)));
    lines
}
