//! `assessment.toml`: the self-assessment that a deck brings along.

use std::collections::HashSet;

use serde::Deserialize;
use toml::Spanned;

use super::toml_keys;
use crate::assessment::{
    Ask, Assessment, Axis, Behaviour, Figure, Gate, OutcomeWords, Outcomes, Pull, Statement,
    Thresholds,
};
use crate::diagnostic::{Diagnostic, Severity, SourceText};
use crate::safe_text;

#[derive(Deserialize)]
struct RawAssessment {
    title: String,
    warning: String,
    axis: RawAxes,
    statement: Vec<RawStatement>,
    threshold: Spanned<RawThresholds>,
    outcome: RawOutcomes,
    #[serde(default)]
    gate: Vec<RawGate>,
    behaviour: RawBehaviour,
}

#[derive(Deserialize)]
struct RawAxes {
    #[serde(rename = "C")]
    core: RawPull,
    #[serde(rename = "E")]
    embedded: RawPull,
}

#[derive(Deserialize)]
struct RawPull {
    name: String,
    side: String,
    about: String,
}

#[derive(Clone, Copy, Deserialize)]
enum RawAxis {
    #[serde(rename = "C")]
    Core,
    #[serde(rename = "E")]
    Embedded,
}

#[derive(Deserialize)]
struct RawStatement {
    id: Spanned<String>,
    axis: RawAxis,
    reversed: bool,
    weight: Spanned<f64>,
    text: String,
    why: String,
    src: Vec<String>,
    question: String,
}

#[derive(Deserialize)]
struct RawThresholds {
    high: f64,
    low: f64,
    lean: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct RawOutcomes {
    hybrid: RawOutcome,
    leave_it: RawOutcome,
    embedded: RawOutcome,
    core: RawOutcome,
    unclear: RawOutcome,
}

#[derive(Deserialize)]
struct RawOutcome {
    label: String,
    about: String,
}

#[derive(Deserialize)]
struct RawGate {
    id: Spanned<String>,
    text: String,
    why: String,
    src: Vec<String>,
    ask: RawAsk,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RawAsk {
    Spread(RawSpread),
    YesNo(RawYesNo),
    Number(RawNumber),
}

#[derive(Deserialize)]
struct RawSpread {
    people: String,
    teams: String,
    says: Spanned<String>,
}

#[derive(Deserialize)]
struct RawYesNo {
    warn_if: RawAnswer,
}

#[derive(Deserialize)]
struct RawNumber {
    unit: String,
    warn_below: u32,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RawAnswer {
    Yes,
    No,
}

#[derive(Deserialize)]
struct RawBehaviour {
    about: String,
    #[serde(default)]
    figure: Vec<RawFigure>,
}

#[derive(Deserialize)]
struct RawFigure {
    id: Spanned<String>,
    what: String,
    value: f64,
    unit: String,
    within: f64,
    #[serde(default)]
    up_front: bool,
}

const KEYS: &toml_keys::Known<'_> = &[
    (&[], &["title", "warning", "axis", "statement", "threshold", "outcome", "gate", "behaviour"]),
    (&["axis"], &["C", "E"]),
    (&["axis", "*"], &["name", "side", "about"]),
    (&["statement"], &["id", "axis", "reversed", "weight", "text", "why", "src", "question"]),
    (&["threshold"], &["high", "low", "lean"]),
    (&["outcome"], &["hybrid", "leave-it", "embedded", "core", "unclear"]),
    (&["outcome", "*"], &["label", "about"]),
    (&["gate"], &["id", "text", "why", "src", "ask"]),
    (&["gate", "ask"], &["spread", "yes-no", "number"]),
    (&["gate", "ask", "spread"], &["people", "teams", "says"]),
    (&["gate", "ask", "yes-no"], &["warn_if"]),
    (&["gate", "ask", "number"], &["unit", "warn_below"]),
    (&["behaviour"], &["about", "figure"]),
    (&["behaviour", "figure"], &["id", "what", "value", "unit", "within", "up_front"]),
];

/// Reads `assessment.toml`. What cannot be scored is no assessment but its diagnostics.
pub(super) fn parse(source: &SourceText<'_>) -> (Option<Assessment>, Vec<Diagnostic>) {
    let (raw, mut findings) = toml_keys::read(source, "bad-assessment", KEYS);
    let Some(raw): Option<RawAssessment> = raw else { return (None, findings) };
    findings.extend(duplicates(source, &raw));
    findings.extend(unusable(source, &raw));
    let is_broken = findings.iter().any(|finding| finding.severity == Severity::Error);
    ((!is_broken).then(|| cleaned(raw)), findings)
}

/// The ids that are taken by an earlier statement, gate or figure.
fn duplicates(source: &SourceText<'_>, raw: &RawAssessment) -> Vec<Diagnostic> {
    let statements = raw.statement.iter().map(|statement| &statement.id);
    let gates = raw.gate.iter().map(|gate| &gate.id);
    let figures = raw.behaviour.figure.iter().map(|figure| &figure.id);
    let mut taken = HashSet::new();
    let ids = statements.chain(gates).chain(figures);
    let again = ids.filter(|id| !taken.insert(id.get_ref()));
    let finding = |id: &Spanned<String>| {
        let message = format!("the id `{}` is taken: give one another", id.get_ref());
        source.diagnose(Severity::Error, "duplicate-id", message, id.span())
    };
    again.map(finding).collect()
}

/// Numbers that no score can be made with.
fn unusable(source: &SourceText<'_>, raw: &RawAssessment) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for RawStatement { weight, .. } in &raw.statement {
        if !(weight.get_ref().is_finite() && *weight.get_ref() > 0.0) {
            let message = "`weight` expects a number above 0";
            findings.push(source.diagnose(Severity::Error, "bad-weight", message, weight.span()));
        }
    }
    let RawThresholds { high, low, lean } = raw.threshold.get_ref();
    let points = 0.0..=100.0;
    if !(points.contains(high) && points.contains(low) && low < high && points.contains(lean)) {
        let message = "limits are points from 0 to 100, with `low` below `high`";
        let at = raw.threshold.span();
        findings.push(source.diagnose(Severity::Error, "bad-threshold", message, at));
    }
    findings.extend(one_sided(source, raw));
    findings.extend(raw.gate.iter().filter_map(|gate| unknown_blank(source, gate)));
    findings
}

/// A name in braces that stands for nothing.
fn unknown_blank(source: &SourceText<'_>, gate: &RawGate) -> Option<Diagnostic> {
    let RawAsk::Spread(RawSpread { says, .. }) = &gate.ask else { return None };
    let names = says.get_ref().split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or(""));
    let wrong = names.into_iter().find(|name| !Ask::BLANKS.contains(name))?;
    let message = toml_keys::unknown_name("name in braces", wrong, &Ask::BLANKS);
    Some(source.diagnose(Severity::Error, "bad-gate", message, says.span()))
}

/// Axes without statements, and those on which agreeing with everything says something.
fn one_sided(source: &SourceText<'_>, raw: &RawAssessment) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (axis, name) in [(Axis::Core, "C"), (Axis::Embedded, "E")] {
        let own = || raw.statement.iter().filter(|statement| statement.axis.read() == axis);
        let weight = |reversed: bool| -> f64 {
            let counted = own().filter(|statement| statement.reversed == reversed);
            counted.map(|statement| statement.weight.get_ref()).sum()
        };
        if own().next().is_none() {
            let message = format!("no statement has the axis `{name}`: it would have no score");
            findings.push(source.diagnose(Severity::Error, "empty-axis", message, 0..0));
        } else if (weight(true) - weight(false)).abs() > 1e-9 {
            let message = format!(
                "the statements of axis `{name}` that are reversed weigh {}, the others {}: agreeing with everything then counts as an opinion",
                weight(true),
                weight(false)
            );
            findings.push(source.diagnose(Severity::Warning, "one-sided-axis", message, 0..0));
        }
    }
    findings
}

impl RawAxis {
    fn read(self) -> Axis {
        match self {
            Self::Core => Axis::Core,
            Self::Embedded => Axis::Embedded,
        }
    }
}

/// The assessment, safe to show.
fn cleaned(raw: RawAssessment) -> Assessment {
    let pull = |raw: RawPull| Pull {
        name: clean(&raw.name),
        side: clean(&raw.side),
        about: clean(&raw.about),
    };
    let statement = |raw: RawStatement| Statement {
        id: clean(raw.id.get_ref()),
        axis: raw.axis.read(),
        reversed: raw.reversed,
        weight: raw.weight.into_inner(),
        text: clean(&raw.text),
        why: clean(&raw.why),
        sources: raw.src.iter().map(|key| clean(key)).collect(),
        question: clean(&raw.question),
    };
    let words =
        |raw: RawOutcome| OutcomeWords { label: clean(&raw.label), about: clean(&raw.about) };
    let figure = |raw: RawFigure| Figure {
        id: clean(raw.id.get_ref()),
        what: clean(&raw.what),
        value: raw.value,
        unit: clean(&raw.unit),
        within: raw.within,
        is_up_front: raw.up_front,
    };
    let RawThresholds { high, low, lean } = raw.threshold.into_inner();
    Assessment {
        title: clean(&raw.title),
        warning: clean(&raw.warning),
        core: pull(raw.axis.core),
        embedded: pull(raw.axis.embedded),
        statements: raw.statement.into_iter().map(statement).collect(),
        thresholds: Thresholds { high, low, lean },
        outcomes: Outcomes {
            hybrid: words(raw.outcome.hybrid),
            leave_it: words(raw.outcome.leave_it),
            embedded: words(raw.outcome.embedded),
            core: words(raw.outcome.core),
            unclear: words(raw.outcome.unclear),
        },
        gates: raw.gate.into_iter().map(gate).collect(),
        behaviour: Behaviour {
            about: clean(&raw.behaviour.about),
            figures: raw.behaviour.figure.into_iter().map(figure).collect(),
        },
    }
}

fn gate(raw: RawGate) -> Gate {
    Gate {
        id: clean(raw.id.get_ref()),
        text: clean(&raw.text),
        why: clean(&raw.why),
        sources: raw.src.iter().map(|key| clean(key)).collect(),
        ask: match raw.ask {
            RawAsk::Spread(RawSpread { people, teams, says }) => Ask::Spread {
                people: clean(&people),
                teams: clean(&teams),
                says: clean(says.get_ref()),
            },
            RawAsk::YesNo(RawYesNo { warn_if }) => {
                Ask::YesNo { warn_if: matches!(warn_if, RawAnswer::Yes) }
            }
            RawAsk::Number(RawNumber { unit, warn_below }) => {
                Ask::Number { unit: clean(&unit), warn_below }
            }
        },
    }
}

fn clean(text: &str) -> String {
    safe_text::clean(text).into_owned()
}

#[cfg(test)]
mod tests;
