//! Discussions: the prompt, and while one runs its phases, what to do now, and the time that is left.

use super::banner;
use super::card::{Label, dim, frame, framed, spaced, strong, within};
use super::foot::Foot;
use super::row::Row;
use super::stack::{Space, Without, align_lines};
use super::wrap::Prose;
use crate::countdown::{Countdown, clock};
use crate::deck::{Align, Look};
use crate::discussion::{Discussion, Running};
use crate::theme::{Ink, Role};

/// A page with fewer rows than this has none for large figures.
const ROOMY: usize = 16;

/// A prompt for the room. What to listen for is not for its eyes.
pub(super) fn discussion(discussion: &Discussion, space: Space<'_>) -> Vec<Row> {
    if let Some(running) = running(discussion, space) {
        return under_way(running, space);
    }
    let inner = within(space);
    let phases = dim(&discussion.method.phases().join(" · "), inner);
    let parts = vec![phases, strong(&discussion.prompt, inner)];
    frame(&label(&minutes(discussion)), spaced(parts, space), space)
}

/// This discussion, if it runs.
pub(super) fn running<'a>(discussion: &Discussion, space: Space<'a>) -> Option<&'a Running> {
    let running = space.setting.live.discussion;
    running.filter(|running| running.standing.id == discussion.id)
}

fn minutes(discussion: &Discussion) -> String {
    match discussion.minutes {
        0 => String::new(),
        minutes => format!("{minutes} min"),
    }
}

fn label(right: &str) -> Label<'_> {
    Label { text: "Discuss", right, role: Role::Accent }
}

/// How a time is shown: in what colour, and what is said of it.
#[derive(Clone, Copy)]
struct Time {
    countdown: Countdown,
    now_ms: i64,
    role: Role,
}

fn under_way(running: &Running, space: Space<'_>) -> Vec<Row> {
    let inner = within(space);
    let time = Time::of(running, space.setting.live.now_ms);
    let without = space.setting.without;
    let mut parts = vec![phases(running, inner), strong(&running.discussion.prompt, inner)];
    if without < Without::Sentences {
        let instruction = Prose::of(running.phase().instruction, inner.ink(), inner.from);
        parts.push(instruction.wrap(inner.width));
    }
    let has_room = without < Without::Matrix && space.setting.height >= ROOMY;
    let figures = time.figures().filter(|_| has_room);
    let ink = Ink::of(time.role);
    let large = figures.and_then(|text| banner::figures(&text, ink, inner.from, inner.width));
    let is_large = large.is_some();
    let mut clock = align_lines(large.unwrap_or_default(), Align::Center, inner.width);
    if without < Without::Sentences {
        clock.extend(bar(time, running.standing.given_ms, inner));
    }
    parts.push(clock);
    let right = if is_large { time.said().to_owned() } else { time.in_words() };
    let foot = Foot { right, is_urgent: time.role == Role::Warning, ..Foot::default() };
    framed(&label(&minutes(&running.discussion)), &foot, spaced(parts, space), space)
}

/// All phases, the one that runs in capitals.
fn phases(running: &Running, space: Space<'_>) -> Vec<Row> {
    let mut prose = Prose::default();
    let (now, other) = (Ink::of(Role::Accent).with(Look::STRONG), Ink::of(Role::Dim));
    for (index, phase) in running.plan.iter().enumerate() {
        if index > 0 {
            prose.push(" · ", other, space.from);
        }
        if index == running.standing.phase {
            prose.push(&phase.name.to_uppercase(), now, space.from);
        } else {
            prose.push(phase.name, other, space.from);
        }
    }
    prose.wrap(space.width)
}

/// How much of the time has passed, as a thin line.
fn bar(time: Time, given_ms: i64, space: Space<'_>) -> Vec<Row> {
    let Some(left) = time.countdown.left(time.now_ms).filter(|_| given_ms > 0) else {
        return Vec::new();
    };
    let passed = usize::try_from((given_ms - left).clamp(0, given_ms)).unwrap_or(0);
    let given = usize::try_from(given_ms).unwrap_or(1);
    let filled = space.width.saturating_mul(passed) / given;
    let ink = Ink::of(if time.role == Role::Heading { Role::Accent } else { time.role });
    let mut row = Row::of(&"━".repeat(filled), ink, space.from);
    let rest = space.width.saturating_sub(filled);
    row.write(&"─".repeat(rest), Ink::of(Role::Dim), space.from);
    vec![row]
}

impl Time {
    fn of(running: &Running, now_ms: i64) -> Self {
        let countdown = running.standing.countdown;
        let role = match countdown {
            _ if running.is_short(now_ms) => Role::Warning,
            Countdown::Until(end) if end > now_ms => Role::Heading,
            // Nothing presses: it stands still, or is over.
            Countdown::Until(_) | Countdown::Paused(_) | Countdown::None => Role::Dim,
        };
        Self { countdown, now_ms, role }
    }

    /// What is left, or what it has run over; none where there is no end.
    fn figures(self) -> Option<String> {
        match self.countdown.over(self.now_ms) {
            Some(over) => Some(format!("+{}", clock(over / 1_000 * 1_000))),
            None => self.countdown.left(self.now_ms).map(clock),
        }
    }

    /// What the figures alone do not say.
    fn said(self) -> &'static str {
        match self.countdown {
            Countdown::Paused(_) => "paused",
            Countdown::Until(end) if end <= self.now_ms => "time is up",
            Countdown::Until(_) | Countdown::None => "",
        }
    }

    fn in_words(self) -> String {
        let Some(figures) = self.figures() else { return String::new() };
        match (self.said(), self.countdown.over(self.now_ms)) {
            ("", _) => format!("{figures} left"),
            (said, None) => format!("{said}, {figures} left"),
            (said, Some(_)) => format!("{said}, {figures}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::deck::{Block, BlockKind, Slide};
    use crate::discussion::Method;
    use crate::highlight::Colours;
    use crate::layout::samples::{block, heading, ink_of, slide, texts};
    use crate::layout::{Live, Page, Size, View, lay_out, width};

    const PROMPT: &str = "Which string surprised your neighbour most?";

    fn prompt() -> Discussion {
        Discussion {
            id: "d".to_owned(),
            method: Method::ThinkPairShare,
            minutes: 5,
            prompt: PROMPT.to_owned(),
            listen_for: Some("secret".to_owned()),
            probes: vec!["secret".to_owned()],
            poll: None,
        }
    }

    fn deck() -> Slide {
        let card: Block = block(BlockKind::Discussion(prompt()));
        slide(vec![heading(1, "Strings"), card])
    }

    fn page(running: &Running, now_ms: i64, size: (u16, u16)) -> Page {
        let colours = Colours::default();
        let live = Live { discussion: Some(running), now_ms, ..Live::none() };
        let size = Size { width: size.0, height: size.1 };
        lay_out(&deck(), &View { step: 1, size, colours: &colours, live })
    }

    fn pair() -> Running {
        Running::begin(Arc::new(prompt()), 0).next(60_000).unwrap()
    }

    #[test]
    fn a_running_discussion_says_what_to_do_and_how_long_still() {
        let page = page(&pair(), 118_500, (50, 17));
        let expected = [
            "Strings",
            "",
            "╭─ Discuss ────────────────────────────── 5 min ─╮",
            "│  think · PAIR · share                          │",
            "│                                                │",
            "│  Which string surprised your neighbour most?   │",
            "│                                                │",
            "│  With your neighbour: compare what you wrote.  │",
            "│                                                │",
            "│            ▄██    ▄▄ ▄█▀▀▀█▄ ▄█▀▀█▄            │",
            "│             ██    ▀▀ ██ ▄███   ▄▄█▀            │",
            "│             ██    ▄▄ ███▀ ██ ▄█▀ ▄▄            │",
            "│           ▀▀▀▀▀▀  ▀▀  ▀▀▀▀▀  ▀▀▀▀▀▀            │",
            "│  ━━━━━━━━━━━━━━━━━━━━━───────────────────────  │",
            "╰────────────────────────────────────────────────╯",
        ];
        assert_eq!(texts(&page), expected);
        assert_eq!(ink_of(&page, "PAIR"), Ink::of(Role::Accent).with(Look::STRONG));
        assert_eq!(ink_of(&page, "█").role, Role::Heading);
        assert_eq!(page.title, 2);
    }

    #[test]
    fn a_small_screen_has_the_time_on_the_border_and_all_of_the_prompt() {
        let page = page(&pair(), 118_500, (38, 10));
        let expected = [
            "Strings",
            "",
            "╭─ Discuss ────────────────── 5 min ─╮",
            "│ think · PAIR · share               │",
            "│ Which string surprised your        │",
            "│ neighbour most?                    │",
            "│ With your neighbour: compare what  │",
            "│ you wrote.                         │",
            "│ ━━━━━━━━━━━━━━━━────────────────── │",
            "╰──────────────────────── 1:02 left ─╯",
        ];
        assert_eq!(texts(&page), expected);
    }

    #[test]
    fn the_last_ten_seconds_are_in_another_colour_and_what_is_over_is_calm() {
        let role = |now| ink_of(&page(&pair(), now, (76, 21)), "▄").role;
        assert_eq!(role(169_999), Role::Heading);
        assert_eq!(role(170_000), Role::Warning);
        assert_eq!(role(179_999), Role::Warning);
        assert_eq!(role(180_000), Role::Dim);
        let at = |now| texts(&page(&pair(), now, (38, 10))).join("\n");
        assert!(at(171_000).contains("0:09 left"));
        assert!(at(192_900).contains("time is up, +0:12"), "{}", at(192_900));
        let paused = pair().toggled(118_500);
        let paused = texts(&page(&paused, 999_999, (38, 10))).join("\n");
        assert!(paused.contains("paused, 1:02 left"), "{paused}");
    }

    #[test]
    fn the_line_under_the_time_is_as_long_as_the_time_that_has_passed() {
        let filled = |now| texts(&page(&pair(), now, (48, 20))).concat().matches('━').count();
        assert_eq!([60_000, 120_000, 180_000, 999_000].map(filled), [0, 21, 42, 42]);
        let extended = pair().extended(180_000);
        let lines = texts(&page(&extended, 180_000, (48, 20))).concat();
        assert_eq!(lines.matches('━').count(), 33);
    }

    #[test]
    fn nothing_is_wider_than_its_room_and_nothing_is_said_that_is_for_the_speaker() {
        for (columns, rows) in [(40, 12), (80, 24), (120, 40), (3, 3), (1, 30), (20, 60)] {
            for now in [60_000, 175_000, 999_000] {
                for line in texts(&page(&pair(), now, (columns, rows))) {
                    assert!(width(&line) <= usize::from(columns), "{line}");
                    assert!(!line.contains("secret"));
                }
            }
        }
    }

    #[test]
    fn another_discussion_is_as_it_was() {
        let mut other = pair();
        other.standing.id = "other".to_owned();
        let lines = texts(&page(&other, 118_500, (50, 17))).concat();
        assert!(lines.contains("think · pair · share") && !lines.contains('━'));
    }
}
