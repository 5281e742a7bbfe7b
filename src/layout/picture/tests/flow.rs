//! Flows as they are written, and as they are drawn.

use super::draws;

const LOOP: &str = r#"
boxes = ["assign", "log", { title = "measure", text = "what came of it" }, "decide"]
links = ["", "then"]
back = "learn"
"#;

#[test]
fn a_flow_goes_from_left_to_right() {
    draws(
        "flow",
        LOOP,
        100,
        r"
┌──────────┐    ┌───────┐             ┌───────────────────┐    ┌──────────┐
│  assign  ├───▶│  log  ├─── then ───▶│      measure      ├───▶│  decide  │
│          │    │       │             │  what came of it  │    │          │
└──────────┘    └───────┘             └───────────────────┘    └─────┬────┘
      ▲                                                              │
      └─────────────────────────── learn ────────────────────────────┘
",
    );
    draws(
        "flow",
        LOOP,
        62,
        r"
┌────────┐  ┌─────┐         ┌─────────────────┐  ┌────────┐
│ assign ├─▶│ log ├─ then ─▶│     measure     ├─▶│ decide │
│        │  │     │         │ what came of it │  │        │
└────────┘  └─────┘         └─────────────────┘  └────┬───┘
     ▲                                                │
     └──────────────────── learn ─────────────────────┘
",
    );
}

#[test]
fn a_flow_that_is_too_wide_goes_from_top_to_bottom() {
    draws(
        "flow",
        LOOP,
        40,
        r"
┌───────────────────┐
│      assign       │◀─┐
└─────────┬─────────┘  │
          ▼            │
┌───────────────────┐  │
│        log        │  │
└─────────┬─────────┘  │
          ▼ then       │ learn
┌───────────────────┐  │
│      measure      │  │
│  what came of it  │  │
└─────────┬─────────┘  │
          ▼            │
┌───────────────────┐  │
│      decide       ├──┘
└───────────────────┘
",
    );
    draws(
        "flow",
        LOOP,
        20,
        r"
┌───────────────┐
│    assign     │◀─┐
└───────┬───────┘  │
        ▼          │
┌───────────────┐  │
│      log      │  │
└───────┬───────┘  │
        ▼ then     │
┌───────────────┐  │
│    measure    │  │
│   what came   │  │
│     of it     │  │
└───────┬───────┘  │
        ▼          │
┌───────────────┐  │
│    decide     ├──┘
└───────────────┘
               learn
",
    );
}

#[test]
fn a_plain_flow_has_no_boxes() {
    let body = "boxes = [\"request\", \"□ □ □\", \"core builds\"]\nplain = true\nback = \"complaints of users\"";
    draws(
        "flow",
        body,
        60,
        r"
request ──▶ □ □ □ ──▶ core builds
   ▲                       │
   └─ complaints of users ─┘
",
    );
    draws(
        "flow",
        body,
        30,
        r"
  request ◀──┐
     ▼       │ complaints
   □ □ □     │ of users
     ▼       │
core builds ─┘
",
    );
}
