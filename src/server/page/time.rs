//! The time that is left, as it stands when the page is made; the script counts it down.

use super::html::Html;
use super::words::fill;
use crate::countdown::{Countdown, clock};

/// What is left of a countdown; nothing where there is none.
pub(super) fn left(countdown: Countdown, now_ms: i64, html: &mut Html) {
    let words = html.words;
    let Some(left) = countdown.left(now_ms) else { return };
    let time = clock(left);
    let is_over = countdown.over(now_ms).is_some();
    let sentence = match countdown {
        Countdown::Paused(_) => words.paused,
        _ if is_over => words.time_is_up,
        _ => words.time_left,
    };
    let said = fill(sentence, &[("time", &time)]);
    let left = left.to_string();
    let runs = [
        ("data-left", left.as_str()),
        ("data-says", words.time_left),
        ("data-over", words.time_is_up),
    ];
    let is_running = matches!(countdown, Countdown::Until(_)) && !is_over;
    html.element("span", if is_running { &runs } else { &[] }, &said);
}
