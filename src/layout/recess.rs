//! Breaks: when to be back, in letters that can be read from the door.

use super::row::{self, Row};
use super::stack::{align_lines, offset};
use super::wrap::Prose;
use super::{Page, Size, banner};
use crate::countdown::{Countdown, clock};
use crate::deck::{Align, Look};
use crate::recess::Recess;
use crate::theme::{Ink, Role};

/// All that the page of a break depends on.
#[derive(Clone, Copy, Debug)]
pub struct BreakView {
    /// The break.
    pub recess: Recess,
    /// Now, in milliseconds since 1970 in UTC.
    pub now_ms: i64,
    /// How far the clock on the wall is ahead of UTC, in seconds.
    pub utc_offset: i32,
    /// The room there is.
    pub size: Size,
}

/// The line under the time is no longer than this.
const WIDEST: usize = 60;

/// Time is short from so many milliseconds on.
const SHORT_MS: i64 = 10_000;

/// Lays out a break: when to be back, how long that is still, and how much of it has passed.
pub fn lay_out_break(view: &BreakView) -> Page {
    let width = usize::from(view.size.width);
    if width == 0 {
        return Page::default();
    }
    let height = usize::from(view.size.height);
    let mut rows = back_at(view, width, height);
    rows.push(Row::default());
    let Recess { began_ms, ends_ms } = view.recess;
    let countdown = Countdown::Until(ends_ms);
    let left = countdown.left(view.now_ms).unwrap_or(0);
    let (text, role) = match countdown.over(view.now_ms) {
        Some(_) => ("time is up".to_owned(), Role::Text),
        None if left <= SHORT_MS => (format!("{} left", clock(left)), Role::Warning),
        None => (format!("{} left", clock(left)), Role::Text),
    };
    rows.extend(Prose::of(&text, Ink::of(role), 1).wrap(width));
    rows.push(bar(ends_ms - began_ms, left, width.min(WIDEST)));
    rows = align_lines(rows, Align::Center, width);
    let above = offset(height.saturating_sub(rows.len()), Align::Center);
    rows.splice(0..0, std::iter::repeat_n(Row::default(), above));
    row::mask(rows, 1)
}

/// In the largest letters that fit, else only the time in large ones, else plain.
fn back_at(view: &BreakView, width: usize, height: usize) -> Vec<Row> {
    /// Rows that large figures, with all that stands around them, need.
    const NEEDED: usize = 8;
    let time = view.recess.back_at(view.utc_offset);
    let whole = format!("back at {time}");
    if let Some(rows) = banner::letters(&whole, 1, width, height) {
        return rows;
    }
    let ink = Ink::of(Role::Heading).with(Look::STRONG);
    let figures = banner::figures(&time, Ink::of(Role::Heading), 1, width);
    match figures.filter(|_| height >= NEEDED) {
        Some(figures) => {
            let mut rows = Prose::of("back at", ink, 1).wrap(width);
            rows.extend(figures);
            rows
        }
        None => Prose::of(&whole, ink, 1).wrap(width),
    }
}

fn bar(given_ms: i64, left_ms: i64, width: usize) -> Row {
    let given = usize::try_from(given_ms.max(1)).unwrap_or(1);
    let passed = usize::try_from((given_ms - left_ms).max(0)).unwrap_or(0).min(given);
    let filled = width.saturating_mul(passed) / given;
    let mut row = Row::of(&"━".repeat(filled), Ink::of(Role::Accent), 1);
    row.write(&"─".repeat(width.saturating_sub(filled)), Ink::of(Role::Dim), 1);
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::samples::{ink_of, texts};
    use crate::layout::width;

    fn page(now_ms: i64, size: (u16, u16)) -> Page {
        // Ten minutes from 10:35 UTC on.
        let recess = Recess::minutes(10, 38_100_000);
        let now_ms = 38_100_000 + now_ms;
        let size = Size { width: size.0, height: size.1 };
        lay_out_break(&BreakView { recess, now_ms, utc_offset: 0, size })
    }

    /// The lines from the first with something on it.
    fn seen(page: &Page) -> Vec<String> {
        texts(page).into_iter().skip_while(String::is_empty).collect()
    }

    #[test]
    fn a_break_says_in_large_letters_when_to_be_back() {
        let expected = [
            "              ▀██                    ▀██                 ▄█",
            "               ██▄▄▄   ▀▀▀█▄  ▄█▀▀█▄  ██ ▄█▀     ▀▀▀█▄  ▀██▀▀",
            "               ██  ██ ▄█▀▀██  ██  ▄▄  ██▀█▄     ▄█▀▀██   ██ ▄",
            "              ▀▀ ▀▀▀   ▀▀▀ ▀▀  ▀▀▀▀  ▀▀▀  ▀▀     ▀▀▀ ▀▀   ▀▀",
            "",
            "                       ▄██   ▄█▀▀▀█▄ ▄▄   ▄███  ██▀▀▀▀",
            "                        ██   ██ ▄███ ▀▀ ▄█▀ ██  ▀▀▀▀█▄",
            "                        ██   ███▀ ██ ▄▄ ▀▀▀▀██▀ ▄▄  ██",
            "                      ▀▀▀▀▀▀  ▀▀▀▀▀  ▀▀    ▀▀▀▀  ▀▀▀▀",
            "",
            "                                 7:30 left",
            "        ━━━━━━━━━━━━━━━─────────────────────────────────────────────",
        ];
        assert_eq!(seen(&page(150_000, (76, 21))), expected);
    }

    #[test]
    fn a_small_screen_says_so_too() {
        let expected = [
            "               back at",
            "   ▄██    ▄█▀▀▀█▄ ▄▄   ▄███  ██▀▀▀▀",
            "    ██    ██ ▄███ ▀▀ ▄█▀ ██  ▀▀▀▀█▄",
            "    ██    ███▀ ██ ▄▄ ▀▀▀▀██▀ ▄▄  ██",
            "  ▀▀▀▀▀▀   ▀▀▀▀▀  ▀▀    ▀▀▀▀  ▀▀▀▀",
            "",
            "              7:30 left",
            "━━━━━━━━━─────────────────────────────",
        ];
        assert_eq!(seen(&page(150_000, (38, 10))), expected);
        let plain = texts(&page(150_000, (20, 6))).join("\n");
        assert!(plain.contains("back at 10:45") && plain.contains("7:30 left"), "{plain}");
    }

    #[test]
    fn its_last_seconds_are_in_another_colour_and_then_its_time_is_up() {
        assert_eq!(ink_of(&page(591_000, (76, 21)), "0:09 left").role, Role::Warning);
        assert_eq!(ink_of(&page(600_000, (76, 21)), "time is up").role, Role::Text);
    }

    #[test]
    fn nothing_is_wider_than_its_room() {
        for columns in 0..130 {
            for line in texts(&page(1_000, (columns, 20))) {
                assert!(width(&line) <= usize::from(columns), "{line}");
            }
        }
    }
}
