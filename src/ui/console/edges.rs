//! The console's first and last row: where the talk is, how late it is, how the room is; what the keys do next.

use super::Canvas;
use crate::console::areas::Areas;
use crate::console::{Console, Talk};
use crate::countdown::{Countdown, clock};
use crate::deck::Look;
use crate::layout;
use crate::pacing::{self, Pace, TalkClock};
use crate::round::{Counted, Phase};
use crate::theme::{Ink, Role};

/// Something said in a row.
type Words = Vec<(String, Ink)>;

/// Where the talk is and how it goes. What has no room gives way to the title, then to the clock.
pub(super) fn head(console: &Console, talk: &Talk, areas: &Areas, canvas: &mut Canvas<'_>) {
    let Some(row) = areas.head else { return };
    let end = row.size.width;
    let mut right: Words = Vec::new();
    let now_ms = console.now.map_or(0, |now| now.unix_ms);
    let pace = talk.pace(now_ms);
    let time = elapsed(talk, pace.as_ref(), now_ms);
    for words in [time, health(console, talk), role(console, talk)] {
        if !words.is_empty() {
            right.push(("   ".to_owned(), Ink::of(Role::Dim)));
            right.extend(words);
        }
    }
    let place = match &pace {
        _ if row.size.width < 100 => None,
        Some(pace) => Some(pace.part.standing()),
        None => section(talk),
    };
    if let Some(place) = place {
        right.insert(0, (place, Ink::of(Role::Dim)));
    }
    let taken = columns(&right);
    let number = match console.count {
        Some(count) => format!("go to {count}_"),
        None => format!("{}/{}", talk.slide + 1, talk.deck.slides.len().max(1)),
    };
    let accent = Ink::of(Role::Accent).with(Look::STRONG);
    let x = canvas.put((row.x + 1, row.y), &number, accent, end) + 2;
    let slide = talk.current();
    let title =
        slide.map_or("", |slide| if slide.title.is_empty() { &slide.id } else { &slide.title });
    let room = end.saturating_sub(x + taken + 2);
    let title = layout::clip(title, usize::from(room));
    canvas.put((x, row.y), &title, Ink::of(Role::Heading).with(Look::STRONG), end);
    put(&right, end.saturating_sub(taken + 1).max(x), row.y, canvas);
}

/// What the room does, what the key for it does next, and which keys there are; what has no room is left out.
pub(super) fn foot(console: &Console, talk: &Talk, areas: &Areas, canvas: &mut Canvas<'_>) {
    let row = areas.foot;
    let end = row.size.width;
    let (does, hint) = recess(console, talk)
        .or_else(|| discussion(console, talk))
        .or_else(|| late(console, talk).filter(|_| console.secret_round().is_none()))
        .or_else(|| poll(console, talk, console.panes.votes.is_none()))
        .unwrap_or_else(|| (on_stage(talk, end), ""));
    let mut x = put(&does, row.x + 1, row.y, canvas);
    let hint = Some(hint).filter(|hint| !hint.is_empty() && talk.is_driven_here());
    let keys = "? keys   q closes";
    let at = end.saturating_sub(layout::columns(keys) + 1);
    let dim = Ink::of(Role::Dim);
    if let Some(hint) = hint
        && x + 2 + layout::columns(hint) < end
    {
        x = canvas.put((x + 2, row.y), hint, dim, end);
    }
    if at > x + 1 {
        canvas.put((at, row.y), keys, dim, end);
    }
}

/// What to do where the talk is late.
fn late(console: &Console, talk: &Talk) -> Option<Doing> {
    let pace = talk.pace(console.now.map_or(0, |now| now.unix_ms))?;
    let advice = pace.advice()?;
    let hint = if pace.cut.slides.is_empty() { "" } else { "S skips the next" };
    Some((vec![(advice, Ink::of(Role::Warning))], hint))
}

/// What the stage says in its own bottom row.
fn on_stage(talk: &Talk, width: u16) -> Words {
    let Some(notice) = &talk.backstage.notice else { return Vec::new() };
    let text = layout::clip(&format!("on the stage: {notice}"), usize::from(width));
    vec![(text, Ink::of(Role::Dim))]
}

fn columns(words: &Words) -> u16 {
    words.iter().map(|(text, _)| layout::columns(text)).fold(0, u16::saturating_add)
}

fn put(words: &Words, x: u16, y: u16, canvas: &mut Canvas<'_>) -> u16 {
    let end = canvas.size().width;
    words.iter().fold(x, |x, (text, ink)| canvas.put((x, y), text, *ink, end))
}

/// The section, and where in it the talk is.
fn section(talk: &Talk) -> Option<String> {
    let section = talk.deck.section_of(talk.slide)?;
    let at = talk.slide + 1 - section.slides.start;
    Some(format!("{} {at}/{}", layout::clip(&section.title, 24), section.slides.len()))
}

/// How long the talk has been going on, and how late it is.
fn elapsed(talk: &Talk, pace: Option<&Pace>, now_ms: i64) -> Words {
    let clock = talk.status.clock;
    let strong = Ink::of(Role::Text).with(Look::STRONG);
    let mut words = vec![(pacing::clock(clock.elapsed_ms(now_ms)), strong)];
    if matches!(clock, TalkClock::Paused { .. }) {
        words.push((" stopped".to_owned(), Ink::of(Role::Warning)));
    }
    if let Some(pace) = pace {
        let role = if pace.is_late() { Role::Warning } else { Role::Success };
        words.push((format!("  {}", pace.standing()), Ink::of(role)));
    }
    words
}

/// How many have joined, and whether votes are kept.
fn health(console: &Console, talk: &Talk) -> Words {
    let good = Ink::of(Role::Success);
    let text = Ink::of(Role::Text);
    let bad = Ink::of(Role::Warning).with(Look::STRONG);
    if !console.is_joined {
        return vec![("○ the talk is gone".to_owned(), bad)];
    }
    let mut words = Vec::new();
    if talk.status.joined > 0 {
        words.extend([("● ".to_owned(), good), (format!("{} joined  ", talk.status.joined), text)]);
    }
    match talk.backstage.unusable {
        None => words.extend([("● ".to_owned(), good), ("saved".to_owned(), text)]),
        Some(_) => words.push(("○ votes are not saved".to_owned(), bad)),
    }
    words
}

/// Who drives, where that is not plain.
fn role(console: &Console, talk: &Talk) -> Words {
    let warning = Ink::of(Role::Warning).with(Look::STRONG);
    match talk.driver() {
        _ if !console.is_joined => Vec::new(),
        Some(driver) if driver.you && talk.consoles.len() < 2 => Vec::new(),
        Some(driver) if driver.you => {
            vec![("you drive".to_owned(), Ink::of(Role::Accent).with(Look::STRONG))]
        }
        Some(driver) => vec![(format!("{} drives", driver.name), warning)],
        None => vec![("nobody drives".to_owned(), warning)],
    }
}

/// What the room does, and what the key for it does next.
type Doing = (Words, &'static str);

/// The poll in hand: where it is, and how many answered.
fn poll(console: &Console, talk: &Talk, with_counts: bool) -> Option<Doing> {
    let (poll, latest) = talk.poll_in_hand()?;
    let (dim, text) = (Ink::of(Role::Dim), Ink::of(Role::Text));
    let strong = Ink::of(Role::Accent).with(Look::STRONG);
    let phase = latest.map(|latest| latest.round.phase);
    let (state, hint) = match phase {
        None => ("", "v opens it"),
        Some(Phase::Open) => ("  OPEN", "v closes it"),
        Some(Phase::Closed) => ("  CLOSED", "v reveals · V opens again"),
        Some(Phase::Revealed) => ("  REVEALED", "v asks again · V hides"),
    };
    let mut words = vec![
        ("poll ".to_owned(), dim),
        (layout::clip(&poll.id, 24), text),
        (state.to_owned(), strong),
    ];
    if let Some(latest) = latest {
        let round = latest.round.number;
        let again = if round > 1 { format!(" · round {round}") } else { String::new() };
        words.push((format!("  {} answered{again}", latest.tally.voters()), text));
        words.extend(counts(latest).filter(|_| with_counts).map(|counts| (counts, text)));
        words.extend(left(console, latest).map(|left| (left, strong)));
    }
    Some((words, hint))
}

/// The discussion that runs: its phases, and the time that this one has left.
fn discussion(console: &Console, talk: &Talk) -> Option<Doing> {
    let running = talk.running()?;
    let (dim, strong) = (Ink::of(Role::Dim), Ink::of(Role::Accent).with(Look::STRONG));
    let mut words = Vec::new();
    for (index, phase) in running.plan.iter().enumerate() {
        let separator = if index == 0 { "" } else { " · " };
        let ink = if index == running.standing.phase { strong } else { dim };
        words.extend([(separator.to_owned(), dim), (phase.name.to_owned(), ink)]);
    }
    words.extend(time(console, running.standing.countdown).map(|left| (left, strong)));
    Some((words, "d goes on · + more · P stops"))
}

/// The break that the room has.
fn recess(console: &Console, talk: &Talk) -> Option<Doing> {
    let recess = talk.backstage.recess?;
    let offset = console.now.map_or(0, |now| now.utc_offset);
    let strong = Ink::of(Role::Accent).with(Look::STRONG);
    let mut words = vec![(format!("break, back at {}", recess.back_at(offset)), strong)];
    let left = time(console, Countdown::Until(recess.ends_ms));
    words.extend(left.map(|left| (left, Ink::of(Role::Text))));
    Some((words, "z ends it"))
}

/// The counts of the choices, where they stand nowhere else and the room does not see them.
fn counts(latest: &Counted) -> Option<String> {
    let counts = latest.tally.choices();
    let is_secret = latest.round.phase != Phase::Revealed;
    let all: Vec<String> = counts.iter().map(u64::to_string).collect();
    (is_secret && !all.is_empty()).then(|| format!(": {}", all.join(" ")))
}

fn left(console: &Console, latest: &Counted) -> Option<String> {
    let is_open = latest.round.phase == Phase::Open;
    time(console, latest.round.countdown).filter(|_| is_open)
}

/// How much of a countdown is left.
fn time(console: &Console, countdown: Countdown) -> Option<String> {
    let left = countdown.left(console.now.map_or(0, |now| now.unix_ms))?;
    let paused = if matches!(countdown, Countdown::Paused(_)) { ", stopped" } else { "" };
    Some(format!(" · {} left{paused}", clock(left)))
}
