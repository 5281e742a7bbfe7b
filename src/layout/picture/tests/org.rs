//! Rows of boxes as they are written, and as they are drawn.

use super::{draws, page};
use crate::deck::Look;
use crate::layout::samples::ink_of;
use crate::theme::{Ink, Role};

const CORE: &str = r#"
[[row]]
boxes = [{ title = "Core ML", text = "S  S  M" }]
[[row]]
link = "owns | advises"
shape = "round"
boxes = ["ML component"]
[[row]]
link = "use"
boxes = ["Feature A", "Feature B", { title = "Feature C", text = "of its own mind", shape = "round" }]
"#;

#[test]
fn one_box_fans_out_to_all_below() {
    draws(
        "org",
        CORE,
        60,
        r"
                    ┌─────────────────┐
                    │     Core ML     │
                    │     S  S  M     │
                    └────────┬────────┘
                        owns │ advises
                    ╭────────┴────────╮
                    │  ML component   │
                    ╰────────┬────────╯
                             │ use
         ┌───────────────────┼───────────────────┐
┌────────┴────────┐ ┌────────┴────────┐ ╭────────┴────────╮
│    Feature A    │ │    Feature B    │ │    Feature C    │
│                 │ │                 │ │ of its own mind │
└─────────────────┘ └─────────────────┘ ╰─────────────────╯
",
    );
}

#[test]
fn boxes_that_do_not_fit_side_by_side_stand_on_several_lines() {
    draws(
        "org",
        CORE,
        37,
        r"
          ┌───────────────┐
          │    Core ML    │
          │    S  S  M    │
          └───────┬───────┘
             owns │ advises
          ╭───────┴───────╮
          │ ML component  │
          ╰───────┬───────╯
                  │ use
┌─────────┬───────┴─────────┐
│ ┌───────┴───────┐ ┌───────┴───────┐
│ │   Feature A   │ │   Feature B   │
│ └───────────────┘ └───────────────┘
└──────────────────┐
           ╭───────┴───────╮
           │   Feature C   │
           │    of its     │
           │   own mind    │
           ╰───────────────╯
",
    );
}

#[test]
fn boxes_below_each_other_hang_from_a_line_at_the_left() {
    draws(
        "org",
        CORE,
        22,
        r"
  ┌───────────────┐
  │    Core ML    │
  │    S  S  M    │
  └───────┬───────┘
     owns │ advises
  ╭───────┴───────╮
  │ ML component  │
  ╰───────┬───────╯
          │ use
┌─────────┘
│ ┌─────────────────┐
├─┤    Feature A    │
│ └─────────────────┘
│ ┌─────────────────┐
├─┤    Feature B    │
│ └─────────────────┘
│ ╭─────────────────╮
└─┤    Feature C    │
  │ of its own mind │
  ╰─────────────────╯
",
    );
}

#[test]
fn a_picture_without_room_is_its_texts() {
    draws(
        "org",
        "[[row]]\nboxes = [\"Core\"]\n[[row]]\nlink = \"a | b\"\nboxes = [\"Team A\", \"Team B\"]",
        17,
        r"
Core
a
b
Team A
Team B
",
    );
}

#[test]
fn several_boxes_fan_in_to_one() {
    let body = r#"
[[row]]
boxes = ["Search", "Home", "Voice", "Ads"]
[[row]]
link = "ask"
boxes = ["Core"]
"#;
    draws(
        "org",
        body,
        50,
        r"
┌─────────┐ ┌─────────┐ ┌─────────┐ ┌─────────┐
│ Search  │ │  Home   │ │  Voice  │ │   Ads   │
└────┬────┘ └────┬────┘ └────┬────┘ └────┬────┘
     └───────────┴─────┬─────┴───────────┘
                       │ ask
                   ┌───┴───┐
                   │ Core  │
                   └───────┘
",
    );
    draws(
        "org",
        body,
        30,
        r"
  ┌─────────┐   ┌─────────┐
  │ Search  │   │  Home   │
  └────┬────┘   └────┬────┘
       └─────────────┴──────┐
  ┌─────────┐   ┌─────────┐ │
  │  Voice  │   │   Ads   │ │
  └────┬────┘   └────┬────┘ │
       └──────┬──────┴──────┘
              │ ask
          ┌───┴───┐
          │ Core  │
          └───────┘
",
    );
    draws(
        "org",
        body,
        18,
        r"
  ┌─────────┐
  │ Search  ├─┐
  └─────────┘ │
  ┌─────────┐ │
  │  Home   ├─┤
  └─────────┘ │
  ┌─────────┐ │
  │  Voice  ├─┤
  └─────────┘ │
  ┌─────────┐ │
  │   Ads   ├─┤
  └─────────┘ │
       ┌──────┘
       │ ask
   ┌───┴───┐
   │ Core  │
   └───────┘
",
    );
}

#[test]
fn as_many_boxes_above_as_below_are_joined_one_to_one() {
    let body = r#"
[[row]]
boxes = [{ title = "A", text = "E E P" }, "B", "C"]
[[row]]
link = "owns"
shape = "round"
boxes = ["its ML", "its ML", "none"]
"#;
    draws(
        "org",
        body,
        60,
        r"
┌───────────┐   ┌───────────┐   ┌───────────┐
│     A     │   │     B     │   │     C     │
│   E E P   │   │           │   │           │
└─────┬─────┘   └─────┬─────┘   └─────┬─────┘
      │ owns          │ owns          │ owns
╭─────┴─────╮   ╭─────┴─────╮   ╭─────┴─────╮
│  its ML   │   │  its ML   │   │   none    │
╰───────────╯   ╰───────────╯   ╰───────────╯
",
    );
    draws(
        "org",
        body,
        30,
        r"
┌─────────┐   ┌─────────┐
│    A    │   │    B    │
│  E E P  │   │         │
└────┬────┘   └────┬────┘
     │ owns        │ owns
╭────┴────╮   ╭────┴────╮
│ its ML  │   │ its ML  │
╰─────────╯   ╰─────────╯
       ┌─────────┐
       │    C    │
       └────┬────┘
            │ owns
       ╭────┴────╮
       │  none   │
       ╰─────────╯
",
    );
}

#[test]
fn other_numbers_are_joined_by_a_line_across() {
    let body = r#"
[[row]]
boxes = ["A", "B"]
[[row]]
link = ""
boxes = ["C", "D", "E"]
[[row]]
link = "feed"
boxes = ["F", "G"]
"#;
    draws(
        "org",
        body,
        40,
        r"
    ┌───┐   ┌───┐
    │ A │   │ B │
    └─┬─┘   └─┬─┘
  ┌───┴───┬───┴───┐
┌─┴─┐   ┌─┴─┐   ┌─┴─┐
│ C │   │ D │   │ E │
└─┬─┘   └─┬─┘   └─┬─┘
  └───────┼───────┘
          │ feed
      ┌───┴───┐
    ┌─┴─┐   ┌─┴─┐
    │ F │   │ G │
    └───┘   └───┘
",
    );
}

#[test]
fn a_frame_is_joined_as_one_box() {
    let body = r#"
frame = "company"
[[row]]
boxes = ["Core"]
[[row]]
frame = "tribe"
link = "advises"
boxes = ["Team A", "Team B"]
[[row]]
boxes = ["Users"]
"#;
    draws(
        "org",
        body,
        60,
        r"
┌─ company ─────────────────────────┐
│            ┌─────────┐            │
│            │  Core   │            │
│            └────┬────┘            │
│                 │ advises         │
│ ┌─ tribe ───────┴───────────────┐ │
│ │ ┌───────────┐   ┌───────────┐ │ │
│ │ │  Team A   │   │  Team B   │ │ │
│ │ └───────────┘   └───────────┘ │ │
│ └───────────────────────────────┘ │
│            ┌─────────┐            │
│            │  Users  │            │
│            └─────────┘            │
└───────────────────────────────────┘
",
    );
    draws(
        "org",
        body,
        20,
        r"
┌─ company ───────┐
│    ┌───────┐    │
│    │ Core  │    │
│    └───┬───┘    │
│        │ advise │
│        │ s      │
│ ┌──────┴──────┐ │
│ │    tribe    │ │
│ │ ┌─────────┐ │ │
│ │ │ Team A  │ │ │
│ │ └─────────┘ │ │
│ │ ┌─────────┐ │ │
│ │ │ Team B  │ │ │
│ │ └─────────┘ │ │
│ └─────────────┘ │
│    ┌───────┐    │
│    │ Users │    │
│    └───────┘    │
└─────────────────┘
",
    );
}

#[test]
fn boxes_are_coloured_by_role() {
    let strong = Ink::of(Role::Heading).with(Look::STRONG);
    let org = page("org", &format!("frame = \"tribe\"{CORE}"), 60);
    for (text, ink) in [
        ("┌", Ink::of(Role::Dim)),
        ("owns", Ink::of(Role::Dim)),
        ("tribe", Ink::of(Role::Accent)),
        ("Core ML", strong),
        ("S  S  M", Ink::of(Role::Text)),
    ] {
        assert_eq!(ink_of(&org, text), ink, "{text}");
    }
}
