//! Bars as they are written, and as they are drawn.

use super::{draws, page};
use crate::deck::Look;
use crate::layout::samples::ink_of;
use crate::theme::{Ink, Role};

const WEEKS: &str = r#"
unit = "weeks"
columns = ["one scientist", "one core of six", "gain"]
[[row]]
label = "60 % busy"
values = [2.5, 1.1]
note = "43 %"
[[row]]
label = "90 % busy"
values = [10, 2.25]
note = "a lot"
"#;

#[test]
fn bars_stand_side_by_side_or_below_each_other() {
    draws(
        "bars",
        WEEKS,
        80,
        r"
weeks       one scientist                  one core of six                 gain
────────────────────────────────────────────────────────────────────────────────
60 % busy   ██████ 2.5                     ██▋ 1.1                         43 %

90 % busy   ████████████████████████ 10    █████▍ 2.25                     a lot
",
    );
    draws(
        "bars",
        WEEKS,
        40,
        r"
weeks
one scientist
60 % busy   ██████ 2.5
90 % busy   ████████████████████████ 10

one core of six
60 % busy   ██▌ 1.1
90 % busy   █████▏ 2.25

gain
60 % busy   43 %
90 % busy   a lot
",
    );
    draws(
        "bars",
        WEEKS,
        20,
        r"
weeks
one scientist
60 %   ██▎ 2.5
busy
90 %   █████████ 10
busy

one core of six
60 %   ▉ 1.1
busy
90 %   █▊ 2.25
busy

gain
60 %   43 %
busy
90 %   a lot
busy
",
    );
}

#[test]
fn one_series_needs_no_head() {
    let body = r#"
unit = "% of teams"
max = 100
[[row]]
label = "embedded in feature teams"
values = [50]
[[row]]
label = "neither"
values = [0]
"#;
    draws(
        "bars",
        body,
        50,
        r"
                % of teams
embedded in     ███████████████▌ 50
feature teams

neither         0
",
    );
}

#[test]
fn bars_are_coloured_by_role() {
    let strong = Ink::of(Role::Heading).with(Look::STRONG);
    let bars = page("bars", WEEKS, 80);
    for (text, ink) in [
        ("weeks", Ink::of(Role::Dim)),
        ("gain", strong),
        ("█", Ink::of(Role::Accent)),
        ("2.5", Ink::of(Role::Text)),
    ] {
        assert_eq!(ink_of(&bars, text), ink, "{text}");
    }
}
