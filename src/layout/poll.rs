//! Polls: the question, what can be answered, and how many have; what they answered once it is revealed.

use super::card::{Label, dim, framed, spaced, strong, within};
use super::foot::Foot;
use super::join;
use super::row::Row;
use super::stack::{Space, align_lines, labelled};
use super::votes;
use super::wrap::Prose;
use crate::deck::Align;
use crate::poll::{Poll, PollKind};
use crate::round::{Countdown, Counted, Phase};
use crate::theme::{Ink, Role};

/// A row of points that is wider than this is not seen as one.
const WIDEST: usize = 60;

/// Time is short from so many seconds on.
const LAST_SECONDS: i64 = 10;

/// A question for the room: what is asked while it may not see a count, else the count. Once there is a
/// round, its own copy of the question stands. While it is open, how to join stands beside it.
pub(super) fn poll(poll: &Poll, space: Space<'_>) -> Vec<Row> {
    let latest = space.setting.live.votes.latest(&poll.id);
    let is_open = latest.is_some_and(|counted| counted.round.phase == Phase::Open);
    match space.setting.live.join.filter(|_| is_open) {
        Some(join) => join::with_card(join, space, |space| card(poll, latest, space)),
        None => card(poll, latest, space),
    }
}

fn card(poll: &Poll, latest: Option<&Counted>, space: Space<'_>) -> Vec<Row> {
    let poll = latest.map_or(poll, |counted| counted.round.poll.as_ref());
    let inner = within(space);
    let mut parts = Vec::new();
    if poll.question.trim() != space.setting.title_text.trim() {
        parts.push(strong(&poll.question, inner));
    }
    let foot = match latest.map(|counted| (counted, counted.round.phase)) {
        Some((counted, Phase::Revealed)) => {
            parts.extend(votes::revealed(counted, inner));
            votes::foot(counted, inner)
        }
        Some((counted, phase)) => {
            parts.push(answers(&poll.kind, inner));
            unrevealed_foot(counted, phase, space)
        }
        None => {
            parts.push(answers(&poll.kind, inner));
            Foot::default()
        }
    };
    let text = format!("Poll · {}", rule_of(&poll.kind));
    let label = Label { text: &text, right: "", role: Role::Accent };
    framed(&label, &foot, spaced(parts, space), space)
}

/// What can be answered.
fn answers(kind: &PollKind, space: Space<'_>) -> Vec<Row> {
    match kind {
        PollKind::Single { choices }
        | PollKind::Multiple { choices, .. }
        | PollKind::Ranking { choices }
        | PollKind::Dots { choices, .. } => numbered((1..).zip(choices), space),
        PollKind::Scale { min, max, labels } => scale(*min, *max, labels, space),
        PollKind::Fist => scale(0, 5, &[], space),
        PollKind::Number { .. } | PollKind::Words { .. } | PollKind::Text { .. } => {
            dim(&how_to_answer(kind), space)
        }
    }
}

/// How many have answered and how long they still can: nothing of what they answered.
fn unrevealed_foot(counted: &Counted, phase: Phase, space: Space<'_>) -> Foot {
    let answered = counted.tally.voters();
    let live = space.setting.live;
    let joined = live.joined.map(u64::from).filter(|joined| answered <= *joined);
    let round = match counted.round.number {
        ..=1 => String::new(),
        number => format!("round {number} · "),
    };
    if phase != Phase::Open {
        return Foot { left: format!("Closed · {round}{answered} answered"), ..Foot::default() };
    }
    let left = match joined {
        Some(joined) => format!("{round}{answered} of {joined} answered"),
        None => format!("{round}{answered} answered"),
    };
    let dots = joined
        .and_then(|joined| Some((usize::try_from(joined).ok()?, usize::try_from(answered).ok()?)));
    let seconds =
        counted.round.countdown.left(live.now_ms).map(|ms| ms.saturating_add(999) / 1_000);
    let clock =
        seconds.map_or_else(String::new, |left| format!("{}:{:02} left", left / 60, left % 60));
    let (right, is_urgent) = match counted.round.countdown {
        Countdown::None => (String::new(), false),
        Countdown::Until(_) => (clock, seconds.is_some_and(|left| left <= LAST_SECONDS)),
        Countdown::Paused(_) => (format!("paused, {clock}"), false),
    };
    Foot { dots, left, right, is_urgent }
}

/// Choices or points below each other, each with its number.
fn numbered<'a>(
    choices: impl Iterator<Item = (i64, &'a String)> + Clone,
    space: Space<'_>,
) -> Vec<Row> {
    let digits = choices.clone().map(|(number, _)| number.to_string().len()).max().unwrap_or(0);
    let rows = choices.flat_map(|(number, text)| {
        let number = format!("{number:>digits$}");
        labelled(&number, Ink::of(Role::Accent), digits + 2, space, |inner| {
            Prose::of(text, inner.ink(), inner.from).wrap(inner.width)
        })
    });
    rows.collect()
}

/// The points of a scale: spread over the width with labels at the ends, or a list of their labels.
fn scale(min: i32, max: i32, labels: &[String], space: Space<'_>) -> Vec<Row> {
    let (min, max) = (i64::from(min), i64::from(max.max(min)));
    let count = usize::try_from(max - min + 1).unwrap_or(usize::MAX);
    if labels.len() == count || labels.len() > 2 {
        return numbered((min..).zip(labels), space);
    }
    let room = space.width.min(WIDEST);
    let longest = min.to_string().len().max(max.to_string().len());
    if 2 * longest + 3 > room {
        return dim(&format!("{min} to {max}"), space);
    }
    let points = if count.saturating_mul(longest + 1) <= room {
        (min..=max).map(|point| point.to_string()).collect()
    } else {
        vec![min.to_string(), max.to_string()]
    };
    let points = spread(&points, room, space);
    let room = points.cells;
    let mut rows = vec![points];
    let part = (room - 3) / 2;
    let end = |index: usize, align| {
        let label = labels.get(index).map_or("", String::as_str);
        align_lines(Prose::of(label, Ink::of(Role::Dim), space.from).wrap(part), align, part)
    };
    let (left, right) = (end(0, Align::Left), end(1, Align::Right));
    for index in 0..left.len().max(right.len()) {
        let mut row = left.get(index).cloned().unwrap_or_default();
        if let Some(right) = right.get(index) {
            row.pad_to(room - part);
            row.append(right.clone());
        }
        rows.push(row);
    }
    rows
}

/// Points with a line between each two, all of one length.
fn spread(points: &[String], room: usize, space: Space<'_>) -> Row {
    let free = room.saturating_sub(points.iter().map(String::len).sum());
    let cells = free / points.len().saturating_sub(1).max(1);
    let stroke = "─".repeat(cells.saturating_sub(2));
    let line = if cells < 3 { " ".repeat(cells) } else { format!(" {stroke} ") };
    let mut row = Row::default();
    for point in points {
        if row.cells > 0 {
            row.push(&line, cells, Ink::of(Role::Dim), space.from);
        }
        row.write(point, Ink::of(Role::Accent), space.from);
    }
    row
}

/// How a poll is answered, in a few words.
pub fn rule_of(kind: &PollKind) -> String {
    match kind {
        PollKind::Single { .. } => "one answer".to_owned(),
        PollKind::Multiple { min, max, .. } if min == max => format!("choose {max}"),
        PollKind::Multiple { min: 0 | 1, max, .. } => format!("choose up to {max}"),
        PollKind::Multiple { min, max, .. } => format!("choose {min} to {max}"),
        PollKind::Ranking { .. } => "rank them, best first".to_owned(),
        PollKind::Scale { min, max, .. } => format!("{min} to {max}"),
        PollKind::Fist => "0 to 5 fingers".to_owned(),
        PollKind::Number { .. } => "a number".to_owned(),
        PollKind::Words { max: 1 } => "one word".to_owned(),
        PollKind::Words { max } => format!("up to {max} words"),
        PollKind::Text { .. } => "a sentence or two".to_owned(),
        PollKind::Dots { dots: 1, .. } => "1 dot".to_owned(),
        PollKind::Dots { dots, .. } => format!("{dots} dots"),
    }
}

/// A sentence for the kinds that have nothing to choose from.
pub fn how_to_answer(kind: &PollKind) -> String {
    match kind {
        PollKind::Number { min, max, unit } => {
            let limits = match (min, max) {
                (Some(min), Some(max)) => format!(" from {min} to {max}"),
                (Some(min), None) => format!(", {min} or more"),
                (None, Some(max)) => format!(", {max} or less"),
                (None, None) => String::new(),
            };
            let unit = unit.as_ref().map_or_else(String::new, |unit| format!(", in {unit}"));
            format!("Answer with a number{limits}{unit}.")
        }
        PollKind::Words { max: 1 } => "Answer with one word.".to_owned(),
        PollKind::Words { max } => format!("Answer with up to {max} single words."),
        PollKind::Text { max_chars, .. } => {
            format!("Answer in your own words, at most {max_chars} characters.")
        }
        PollKind::Single { .. }
        | PollKind::Multiple { .. }
        | PollKind::Ranking { .. }
        | PollKind::Scale { .. }
        | PollKind::Fist
        | PollKind::Dots { .. } => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Block, BlockKind};
    use crate::layout::samples::{block, drawn, drawn_in, heading, ink_of, page, slide, texts};

    fn asking(kind: PollKind) -> Block {
        let (id, question) = ("p".to_owned(), "Who decides?".to_owned());
        let poll = Poll {
            id,
            question,
            kind,
            anonymous: true,
            change: true,
            seconds: None,
            answer: vec![],
        };
        block(BlockKind::Poll(poll))
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// The card's label, and its lines without frame and question.
    fn card(kind: PollKind) -> (String, Vec<String>) {
        let lines = drawn(&[asking(kind)], 40);
        assert!(lines[1].contains("Who decides?"));
        let label = lines[0].trim_matches(['╭', '─', '╮', ' ']).to_owned();
        let inner = |line: &String| line.trim_matches('│').trim().to_owned();
        (label, lines[2..lines.len() - 1].iter().map(inner).collect())
    }

    #[test]
    fn every_kind_of_poll_says_how_it_is_answered() {
        let choices = names(&["core", "feature team"]);
        let listed = ["1  core", "2  feature team"];
        let scale = |labels: &[&str]| PollKind::Scale { min: 1, max: 3, labels: names(labels) };
        let number = |min, max| PollKind::Number { min, max, unit: Some("weeks".to_owned()) };
        let multiple = |min, max| PollKind::Multiple { choices: choices.clone(), min, max };
        let points = "1 ───────────── 2 ───────────── 3";
        let cases: &[(PollKind, &str, &[&str])] = &[
            (PollKind::Single { choices: choices.clone() }, "Poll · one answer", &listed),
            (multiple(1, 2), "Poll · choose up to 2", &listed),
            (multiple(2, 3), "Poll · choose 2 to 3", &listed),
            (multiple(2, 2), "Poll · choose 2", &listed),
            (
                PollKind::Ranking { choices: choices.clone() },
                "Poll · rank them, best first",
                &listed,
            ),
            (PollKind::Dots { choices: choices.clone(), dots: 3 }, "Poll · 3 dots", &listed),
            (scale(&[]), "Poll · 1 to 3", &[points]),
            (
                scale(&["no", "yes"]),
                "Poll · 1 to 3",
                &[points, "no                            yes"],
            ),
            (scale(&["no", "so", "yes"]), "Poll · 1 to 3", &["1  no", "2  so", "3  yes"]),
            (PollKind::Fist, "Poll · 0 to 5 fingers", &["0 ─── 1 ─── 2 ─── 3 ─── 4 ─── 5"]),
            (number(None, None), "Poll · a number", &["Answer with a number, in weeks."]),
            (
                number(Some(0.5), None),
                "Poll · a number",
                &["Answer with a number, 0.5 or more,", "in weeks."],
            ),
            (
                PollKind::Words { max: 3 },
                "Poll · up to 3 words",
                &["Answer with up to 3 single words."],
            ),
            (
                PollKind::Text { max_chars: 280, moderated: true },
                "Poll · a sentence or two",
                &["Answer in your own words, at most", "280 characters."],
            ),
        ];
        for (kind, label, lines) in cases {
            assert_eq!(card(kind.clone()), ((*label).to_owned(), names(lines)), "{kind:?}");
        }
    }

    #[test]
    fn a_choice_hangs_from_its_number() {
        let choices = names(&["all of them in one team", "b"]);
        let lines = drawn(&[asking(PollKind::Single { choices })], 24);
        let expected = [
            "╭─ Poll · one answer ──╮",
            "│ Who decides?         │",
            "│ 1  all of them in    │",
            "│    one team          │",
            "│ 2  b                 │",
            "╰──────────────────────╯",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn blank_lines_come_with_the_room_for_them() {
        let poll = [asking(PollKind::Single { choices: names(&["a", "b"]) })];
        let heights = [(15, 5), (16, 6), (28, 8)];
        for (height, rows) in heights {
            assert_eq!(drawn_in(&poll, 40, height).len(), rows, "{height}");
        }
    }

    #[test]
    fn a_question_that_is_the_title_is_not_repeated() {
        let poll = asking(PollKind::Single { choices: names(&["a", "b"]) });
        let page = page(&slide(vec![heading(2, "Who decides?"), poll]), 1, 40, 20);
        assert_eq!(texts(&page).iter().filter(|line| line.contains("Who decides?")).count(), 1);
        assert_eq!(ink_of(&page, "1").role, Role::Accent);
        assert_eq!(ink_of(&page, "╭").role, Role::Dim);
        assert_eq!(ink_of(&page, "Poll").role, Role::Accent);
    }

    #[test]
    fn a_scale_with_too_many_points_shows_its_ends() {
        let kind = PollKind::Scale { min: 0, max: 1000, labels: vec![] };
        let lines = drawn(&[asking(kind)], 40);
        assert!(lines[2].contains("0 ─") && lines[2].contains("─ 1000"));
        let kind = PollKind::Scale { min: i32::MIN, max: i32::MAX, labels: vec![] };
        assert!(drawn(&[asking(kind)], 12).iter().any(|line| line.contains("to")));
    }
}
