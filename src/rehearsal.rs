//! What several rehearsals of a talk say: how long each slide takes, how that goes, what the agenda should be.

use std::fmt::Write as _;

use crate::pacing::{Plan, PlannedPart, clock};

/// One rehearsal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// When it began, in milliseconds since 1970 in UTC.
    pub began_ms: i64,
    /// The agenda that it followed.
    pub agenda: Option<String>,
    /// The slides, in the order in which they were first shown, each with how long, in milliseconds.
    pub slides: Vec<(String, i64)>,
    /// The slide at which it broke off; none if it came to the end.
    pub stopped_at: Option<String>,
}

impl Run {
    /// How long it took, in milliseconds.
    pub fn length_ms(&self) -> i64 {
        self.slides.iter().map(|(_, ms)| ms).sum()
    }

    /// How long a slide took; none where it was not shown, or the run broke off at it.
    fn took(&self, slide: &str) -> Option<i64> {
        let is_cut_off = self.stopped_at.as_deref() == Some(slide);
        let shown = self.slides.iter().find(|(id, _)| id == slide).filter(|_| !is_cut_off);
        shown.map(|(_, ms)| *ms)
    }
}

/// What rehearsals say of a talk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// Each slide that was measured, in the order of the plan.
    pub slides: Vec<SlideTimes>,
    /// Each part of the plan.
    pub parts: Vec<PartTimes>,
    /// The plan's length, in milliseconds; 0 without an agenda.
    pub planned_ms: i64,
    /// The medians of all slides, and the planned breaks.
    pub measured_ms: i64,
    /// What deserves a look, in sentences.
    pub warnings: Vec<String>,
}

/// The times of a slide, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlideTimes {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its share of its part; 0 without an agenda.
    pub share_ms: i64,
    /// How long it took, the earliest run first.
    pub runs_ms: Vec<i64>,
}

/// The times of a part, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartTimes {
    /// Its title.
    pub title: String,
    /// What the plan gives it; 0 without an agenda.
    pub planned_ms: i64,
    /// The medians of its slides; of a break what is planned.
    pub measured_ms: i64,
}

/// Where the times of a slide go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// The last run took longer than those before.
    Longer,
    /// It took less.
    Shorter,
    /// About as much: within a tenth, or five seconds.
    Steady,
}

impl Trend {
    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Longer => "longer",
            Self::Shorter => "shorter",
            Self::Steady => "steady",
        }
    }
}

impl SlideTimes {
    /// How long it took in the last run.
    pub fn last_ms(&self) -> i64 {
        self.runs_ms.last().copied().unwrap_or(0)
    }

    /// The middle of all runs.
    pub fn median_ms(&self) -> i64 {
        median(&self.runs_ms)
    }

    /// The last run beside the middle of those before; none with a single run.
    pub fn trend(&self) -> Option<Trend> {
        let (last, before) = self.runs_ms.split_last()?;
        if before.is_empty() {
            return None;
        }
        let before = median(before);
        let steady = (before / 10).max(5_000);
        Some(match last - before {
            more if more > steady => Trend::Longer,
            less if less < -steady => Trend::Shorter,
            _ => Trend::Steady,
        })
    }
}

fn median(times: &[i64]) -> i64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    let high = times.get(times.len() / 2).copied().unwrap_or(0);
    let low = times.get(times.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    low.midpoint(high)
}

/// A slide that takes more than so many times its share is worth a word.
const TIMES_ITS_SHARE: i64 = 3;

/// Reviews the runs of one plan, the earliest first.
pub fn review(runs: &[Run], plan: &Plan) -> Review {
    let mut review = Review { planned_ms: plan.length_ms(), ..Review::default() };
    for part in &plan.parts {
        let measured = part.slides.iter().map(|slide| SlideTimes {
            id: slide.id.clone(),
            title: slide.title.clone(),
            share_ms: slide.share_ms,
            runs_ms: runs.iter().filter_map(|run| run.took(&slide.id)).collect(),
        });
        let measured: Vec<_> = measured.filter(|slide| !slide.runs_ms.is_empty()).collect();
        let sum = measured.iter().map(SlideTimes::median_ms).sum();
        let measured_ms = if part.is_break() { part.length_ms } else { sum };
        let (title, planned_ms) = (part.title.clone(), part.length_ms);
        review.parts.push(PartTimes { title, planned_ms, measured_ms });
        review.measured_ms += measured_ms;
        review.slides.extend(measured);
    }
    review.warnings = warnings(&review, plan);
    review
}

fn warnings(review: &Review, plan: &Plan) -> Vec<String> {
    let mut warnings = Vec::new();
    let (measured, planned) = (review.measured_ms, review.planned_ms);
    if planned > 0 && measured - planned >= 1_000 {
        let (over, length) = (clock(measured - planned), clock(planned));
        warnings.push(format!("The talk takes {over} longer than its {length}."));
    }
    for slide in &review.slides {
        let (took, share) = (slide.median_ms(), slide.share_ms);
        if share > 0 && took > TIMES_ITS_SHARE * share {
            warnings.push(format!(
                "“{}” takes {}, more than three times its share of {}.",
                slide.title,
                clock(took),
                clock(share)
            ));
        }
    }
    let all = plan.parts.iter().flat_map(|part| &part.slides).count();
    let missing = all - review.slides.len();
    if missing > 0 && !review.slides.is_empty() {
        let are = if missing == 1 { "1 slide was" } else { &format!("{missing} slides were") };
        warnings.push(format!("{are} never rehearsed: the sums lack that time."));
    }
    warnings
}

/// The plan with the minutes that were measured, as lines for `deck.toml`. A part gets full half minutes; what was never
/// measured keeps what it has.
pub fn budgets(review: &Review, plan: &Plan) -> String {
    let parts = plan.parts.iter().zip(&review.parts);
    let lines = parts.map(|(part, times)| {
        let ms = if times.measured_ms > 0 { times.measured_ms } else { times.planned_ms };
        let halves = ((ms + 29_999) / 30_000).max(1);
        let minutes = match (halves / 2, halves % 2) {
            (whole, 0) => whole.to_string(),
            (whole, _) => format!("{whole}.5"),
        };
        let head =
            format!("[[agenda.{}.part]]\ntitle = {}\n", key(&plan.agenda), quoted(&part.title));
        format!("{head}minutes = {minutes}\n{}", slides(part))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn slides(part: &PlannedPart) -> String {
    let list = |ids: &[&str]| ids.iter().map(|id| quoted(id)).collect::<Vec<_>>().join(", ");
    let mut optional: Vec<_> =
        part.slides.iter().filter_map(|slide| Some((slide.optional?, slide.id.as_str()))).collect();
    optional.sort_unstable();
    let optional: Vec<&str> = optional.into_iter().map(|(_, id)| id).collect();
    let ids: Vec<&str> = part.slides.iter().map(|slide| slide.id.as_str()).collect();
    let mut lines = String::new();
    if !ids.is_empty() {
        let _ = writeln!(lines, "slides = [{}]", list(&ids));
    }
    if !optional.is_empty() {
        let _ = writeln!(lines, "optional = [{}]", list(&optional));
    }
    lines
}

/// A text between quotes, as TOML has it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A key, between quotes where it needs them.
fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.chars().all(is_bare) { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::{Agenda, Part};
    use crate::pacing::Content;

    fn plan() -> Plan {
        let part = |title: &str, minutes, slides: &[&str], optional: &[&str]| Part {
            title: title.to_owned(),
            minutes,
            slides: slides.iter().map(|id| (*id).to_owned()).collect(),
            optional: optional.iter().map(|id| (*id).to_owned()).collect(),
        };
        let parts = vec![
            part("Opening \"hello\"", 2.0, &["a", "b"], &["b", "a"]),
            part("Break", 5.0, &[], &[]),
            part("Close", 1.0, &["c"], &[]),
        ];
        let agenda = Agenda { name: "talk8".into(), parts };
        Plan::of(&agenda, |id| Some(Content { title: id.to_uppercase(), asks_ms: 0 }))
    }

    fn run(slides: &[(&str, i64)], stopped_at: Option<&str>) -> Run {
        Run {
            slides: slides
                .iter()
                .map(|(id, seconds)| ((*id).to_owned(), seconds * 1_000))
                .collect(),
            stopped_at: stopped_at.map(str::to_owned),
            ..Run::default()
        }
    }

    #[test]
    fn each_slide_has_its_last_time_its_median_and_its_trend() {
        let runs = [
            run(&[("a", 60), ("b", 40), ("c", 50)], None),
            run(&[("a", 80), ("b", 43)], Some("b")),
            run(&[("a", 100), ("b", 42), ("c", 20)], None),
        ];
        let review = review(&runs, &plan());
        let told = review.slides.iter().map(|slide| {
            (slide.id.as_str(), slide.last_ms() / 1_000, slide.median_ms() / 1_000, slide.trend())
        });
        let expected = [
            ("a", 100, 80, Some(Trend::Longer)),
            // The run that broke off at it says nothing of it.
            ("b", 42, 41, Some(Trend::Steady)),
            ("c", 20, 35, Some(Trend::Shorter)),
        ];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        let parts: Vec<_> = review.parts.iter().map(|part| part.measured_ms / 1_000).collect();
        assert_eq!(parts, [121, 300, 35]);
        assert_eq!(review.measured_ms / 1_000, 456);
        assert_eq!(review.warnings, [] as [&str; 0]);
        assert_eq!(super::review(&runs[..1], &plan()).slides[0].trend(), None);
    }

    #[test]
    fn what_deserves_a_look_is_said() {
        let review = review(&[run(&[("a", 200), ("c", 30)], None)], &plan());
        assert_eq!(
            review.warnings,
            [
                "The talk takes 0:50 longer than its 8:00.",
                "“A” takes 3:20, more than three times its share of 1:00.",
                "1 slide was never rehearsed: the sums lack that time.",
            ]
        );
        assert_eq!(super::review(&[], &plan()).warnings, [] as [&str; 0]);
    }

    #[test]
    fn budgets_are_lines_that_a_deck_takes() {
        let plan = plan();
        let text = budgets(&review(&[run(&[("a", 70), ("b", 41)], None)], &plan), &plan);
        let expected = "[[agenda.talk8.part]]\ntitle = \"Opening \\\"hello\\\"\"\nminutes = 2\n\
            slides = [\"a\", \"b\"]\noptional = [\"b\", \"a\"]\n\n\
            [[agenda.talk8.part]]\ntitle = \"Break\"\nminutes = 5\n\n\
            [[agenda.talk8.part]]\ntitle = \"Close\"\nminutes = 1\nslides = [\"c\"]\n";
        assert_eq!(text, expected);
        let table: toml::Table = text.parse().unwrap();
        assert_eq!(table["agenda"]["talk8"]["part"].as_array().unwrap().len(), 3);
        assert_eq!(key("a b"), "\"a b\"");
    }
}
