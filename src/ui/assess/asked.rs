//! What is asked: the warning before it, statements, gates, and what is said when a sheet is handed in.

use super::{Space, strong};
use crate::assess::Assess;
use crate::assessment::{Ask, Fact, Figure, Level};
use crate::layout::{self, Line, Run};
use crate::theme::{Ground, Ink, Role};

/// What stands before anything else, word for word.
pub(super) const FIRST: &str = "A heuristic, never tested against outcomes.";

pub(super) fn warning(assess: &Assess, space: &Space) -> Vec<Line> {
    let assessment = assess.assessment();
    let mut lines = space.wrap(FIRST, strong(Role::Warning));
    lines.push(Line::default());
    lines.extend(space.wrap(&assessment.warning, Ink::of(Role::Text)));
    let figures: Vec<&Figure> =
        assessment.behaviour.figures.iter().filter(|figure| figure.is_up_front).collect();
    if !figures.is_empty() {
        lines.push(Line::default());
        lines.extend(space.wrap("What random answers get:", strong(Role::Text)));
        lines.extend(table(&figures, space));
    }
    lines
}

/// Figures with their values before them.
pub(super) fn table(figures: &[&Figure], space: &Space) -> Vec<Line> {
    let value = |figure: &Figure| format!("{} {}", figure.value, figure.unit);
    let widest = figures.iter().map(|figure| layout::width(&value(figure))).max().unwrap_or(0);
    let line = |figure: &&Figure| {
        let value = value(figure);
        let pad = " ".repeat(widest.saturating_sub(layout::width(&value)));
        let mark = Run::new(format!("{pad}{value}  "), strong(Role::Accent));
        space.hanging(&mark, &figure.what, Ink::of(Role::Text))
    };
    figures.iter().flat_map(line).collect()
}

pub(super) fn statement(assess: &Assess, index: usize, space: &Space) -> Vec<Line> {
    let Some(statement) = assess.assessment().statements.get(index) else { return Vec::new() };
    let given = assess.sheet().answers.get(index).copied().flatten();
    let choices = Level::ALL.map(|level| {
        choice(&level.number().to_string(), level.words(), given == Some(Some(level)), space)
    });
    let unknown = choice("d", "don't know", given == Some(None), space);
    let question = space.wrap(&statement.text, strong(Role::Heading));
    // Air between the choices, where there is room for it.
    let needed = question.len() + 2 + 2 * (choices.len() + 1);
    let is_airy = needed <= space.height;
    let mut lines = question;
    lines.push(Line::default());
    for line in choices {
        lines.push(line);
        lines.extend(is_airy.then(Line::default));
    }
    lines.extend((!is_airy).then(Line::default));
    lines.push(unknown);
    lines
}

/// Something to choose by a key.
fn choice(key: &str, text: &str, is_given: bool, space: &Space) -> Line {
    let ground = if is_given { Ground::Picked } else { Ground::Slide };
    let mark = if is_given { "●" } else { "○" };
    let mut runs = vec![
        Run::new(format!(" {key} "), strong(Role::Accent).on(ground)),
        Run::new(format!(" {mark} "), Ink::of(Role::Dim).on(ground)),
        Run::new(text, Ink::of(Role::Text).on(ground)),
    ];
    let taken: usize = runs.iter().map(|run| layout::width(&run.text)).sum();
    let rest = space.width.min(40).saturating_sub(taken);
    runs.push(Run::new(" ".repeat(rest), Ink::of(Role::Text).on(ground)));
    Line { runs }
}

/// What each number of a gate counts; for yes or no nothing, once.
pub(super) fn fields(ask: &Ask) -> Vec<&str> {
    match ask {
        Ask::Spread { people, teams, .. } => vec![people, teams, ""],
        Ask::Number { unit, .. } => vec![unit, ""],
        Ask::YesNo { .. } => vec![""],
    }
}

pub(super) fn gate(assess: &Assess, index: usize, space: &Space) -> Vec<Line> {
    let Some(gate) = assess.assessment().gates.get(index) else { return Vec::new() };
    let mut lines = space.wrap(&gate.text, strong(Role::Heading));
    lines.push(Line::default());
    let given = assess.sheet().facts.get(index).copied().flatten();
    let asked = fields(&gate.ask);
    if let [_] = asked.as_slice() {
        lines.push(choice("y", "yes", given == Some(Fact::YesNo(true)), space));
        lines.push(choice("n", "no", given == Some(Fact::YesNo(false)), space));
    }
    for (at, what) in asked.iter().filter(|what| !what.is_empty()).enumerate() {
        let typed = assess.typed().fields.get(at).map_or("", String::as_str);
        let is_at = assess.typed().at == at;
        let ground = if is_at { Ground::Picked } else { Ground::Panel };
        let cursor = if is_at { "▏" } else { " " };
        let field =
            Run::new(format!(" {:<7}", format!("{typed}{cursor}")), strong(Role::Text).on(ground));
        lines.extend(space.hanging(&field, &format!("  {what}"), Ink::of(Role::Text)));
        lines.push(Line::default());
    }
    if asked.len() == 1 {
        lines.push(Line::default());
    }
    lines.extend(space.wrap(&format!("{} It is never counted.", gate.why), Ink::of(Role::Dim)));
    lines
}

pub(super) fn ready(assess: &Assess, space: &Space) -> Vec<Line> {
    let sheet = assess.sheet();
    let answered = sheet.answers.iter().filter(|answer| answer.is_some()).count();
    let all = sheet.answers.len();
    let mut lines = space.wrap("Your sheet is filled in.", strong(Role::Heading));
    lines.push(Line::default());
    let text = format!(
        "{answered} of {all} statements are answered. Enter hands the sheet in, without a name."
    );
    lines.extend(space.wrap(&text, Ink::of(Role::Text)));
    lines
}

pub(super) fn thanks(assess: &Assess, space: &Space) -> Vec<Line> {
    let mut lines = space.wrap("Thank you", strong(Role::Heading));
    lines.push(Line::default());
    let count = assess.people().len();
    let sheets = if count == 1 { "1 sheet".to_owned() } else { format!("{count} sheets") };
    lines.extend(
        space.wrap(&format!("{sheets} so far. The next one is empty."), Ink::of(Role::Text)),
    );
    lines
}
