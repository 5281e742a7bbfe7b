//! The participant's page in a real browser, with its script and without. It needs chromium and chromedriver, so it is
//! run by name: `cargo test --test browser`.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

mod driver;
#[path = "../integration/pty.rs"]
#[expect(dead_code, reason = "shared with the tests of terminals")]
mod pty;
#[path = "../integration/web.rs"]
#[expect(dead_code, reason = "shared with the tests of the protocol")]
mod web;

use driver::{Browser, Kind, PHONE};
use web::Hall;

const DECK: &str = r#"---
title: A talk
---

# One {#one}

Words.

<!-- pause -->

And more.

---

# Who {#who}

```poll
id = "who"
kind = "single"
question = "Who decides?"
choices = ["core", "feature team", "both"]
```

---

# Order {#order}

```poll
id = "order"
kind = "ranking"
question = "In which order?"
choices = ["first", "second", "third"]
```

---

# Dots {#dots}

```poll
id = "dots"
kind = "dots"
question = "What matters?"
choices = ["speed", "depth"]
dots = 3
```

---

# Say {#say}

```poll
id = "say"
kind = "text"
question = "What is missing?"
moderated = false
```

---

# Scale {#scale}

```poll
id = "scale"
kind = "scale"
question = "How likely?"
labels = ["never", "surely"]
```

---

# Multiple {#multiple}

```poll
id = "multiple"
kind = "multiple"
question = "Which apply?"
choices = ["pager", "roadmap"]
```

---

# Number {#number}

```poll
id = "number"
kind = "number"
question = "How many?"
unit = "weeks"
```

---

# Ideas {#ideas}

```poll
id = "ideas"
kind = "words"
question = "What comes to mind?"
```

---

# Shall {#shall}

```poll
id = "shall"
kind = "fist"
question = "Shall we?"
```
"#;

/// A room with a deck in a folder of its own.
struct Venue {
    folder: tempfile::TempDir,
    hall: Hall,
}

impl Venue {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let deck = folder.path().join("talk.md");
        fs::write(&deck, DECK).unwrap();
        let hall = Hall::open(&deck, &folder.path().join("data"));
        Self { folder, hall }
    }

    #[track_caller]
    fn remote(&self, arguments: &[&str]) {
        assert!(self.hall.remote(arguments), "{arguments:?}");
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.hall.address)
    }

    /// A browser in which somebody has joined.
    fn guest(&self, kind: Kind) -> Browser {
        let browser = Browser::start(kind);
        browser.open(&self.url(&format!("/j/{}", self.hall.code)));
        browser
    }

    /// How often each choice of a poll's latest round was taken.
    fn counts(&self, poll: &str) -> Vec<u64> {
        let results = self.hall.results();
        let polls = results["polls"].as_array().unwrap();
        let poll = polls.iter().find(|one| one["id"] == poll).unwrap();
        let round = poll["rounds"].as_array().unwrap().last().unwrap();
        let choices = round["choices"].as_array().unwrap();
        choices.iter().map(|choice| choice["count"].as_u64().unwrap()).collect()
    }
}

const WITHOUT_SCRIPT: Kind = Kind { scripts: false, ..PHONE };

#[test]
fn without_a_script_somebody_joins_by_the_code_votes_and_changes_the_answer() {
    let venue = Venue::new();
    let browser = Browser::start(WITHOUT_SCRIPT);
    browser.open(&venue.url("/"));
    browser.wait_for("Join the talk");
    browser.type_in("#code", "AAAAAAAA");
    browser.click("button");
    browser.wait_for("That code does not fit");
    browser.type_in("#code", &venue.hall.code.to_lowercase());
    browser.click("button");
    browser.wait_for("Words.");
    assert!(!browser.text("body").contains("And more."));
    venue.remote(&["poll", "open", "who"]);
    browser.click("header a");
    browser.wait_for("Who decides?");
    browser.click("#choice-2");
    browser.click("#vote");
    browser.wait_for("Recorded. You can change it until the poll closes.");
    assert_eq!(venue.counts("who"), [0, 1, 0]);
    browser.click("#choice-3");
    browser.click("#vote");
    browser.wait(|| venue.counts("who") == [0, 0, 1], || format!("{:?}", venue.counts("who")));
    venue.remote(&["poll", "close"]);
    browser.click("#choice-1");
    browser.click("#vote");
    browser.wait_for("Not recorded: voting was not open any more");
    browser.wait_for("Your answer: both");
    venue.remote(&["poll", "reveal"]);
    browser.click("header a");
    browser.wait_for("n = 1");
    browser.click("#ways a");
    browser.wait_for("Words.");
    browser.click("#ways .call");
    browser.wait_for("n = 1");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn without_a_script_an_order_is_given_and_what_is_wrong_with_a_ballot_is_said() {
    let venue = Venue::new();
    venue.remote(&["poll", "open", "order"]);
    let browser = venue.guest(WITHOUT_SCRIPT);
    browser.wait_for("In which order?");
    browser.type_in("#rank-1", "third");
    browser.type_in("#rank-2", "third");
    browser.click("#vote");
    browser.wait_for("Not recorded: Rank each choice once.");
    browser.type_in("#rank-2", "first");
    browser.click("#vote");
    browser.wait_for("Recorded.");
    assert_eq!(venue.counts("order"), [0, 0, 1]);
}

#[test]
fn with_its_script_the_page_follows_the_talk_without_being_loaded_again() {
    let venue = Venue::new();
    let browser = venue.guest(PHONE);
    browser.wait_for("Words.");
    browser.run("window.loaded = true", &json!([]));
    venue.remote(&["next"]);
    browser.wait_for("And more.");
    venue.remote(&["poll", "open", "who"]);
    browser.wait_for("Who decides?");
    browser.click("#choice-2");
    browser.click("#vote");
    browser.wait_for("Recorded. You can change it until the poll closes.");
    browser.wait_for("1 of 1 answered");
    assert_eq!(venue.counts("who"), [0, 1, 0]);
    browser.click("#choice-3");
    browser.click("#vote");
    browser.wait(|| venue.counts("who") == [0, 0, 1], || format!("{:?}", venue.counts("who")));
    venue.remote(&["poll", "close"]);
    browser.wait_for("Voting is closed.");
    assert!(!browser.text("body").contains("n = 1"));
    venue.remote(&["poll", "reveal"]);
    browser.wait_for("n = 1");
    assert_eq!(browser.run("return window.loaded", &json!([])), true, "it was loaded again");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn what_is_being_written_stays_while_the_talk_goes_on() {
    let venue = Venue::new();
    venue.remote(&["poll", "open", "say"]);
    let browser = venue.guest(PHONE);
    browser.wait_for("What is missing?");
    browser.type_in("#field", "half a sen");
    venue.remote(&["goto", "one"]);
    browser.wait_for("Words.");
    let typed = "return [document.activeElement.id, document.querySelector('#field').value]";
    assert_eq!(browser.run(typed, &json!([])), json!(["field", "half a sen"]));
    browser.wait_for("10 of 280 characters");
    venue.remote(&["poll", "close"]);
    browser.wait_for("Voting closed before you sent your answer.");
}

#[test]
fn orders_and_dots_are_given_by_buttons() {
    let venue = Venue::new();
    venue.remote(&["poll", "open", "order"]);
    let browser = venue.guest(PHONE);
    browser.wait_for("Tap them in your order");
    browser.click("#vote");
    browser.wait_for("Choose first.");
    for choice in [3, 1] {
        browser.click(&format!("[data-at=i{choice}]"));
    }
    browser.wait_for("2. first");
    browser.click("[data-at=u1]");
    browser.wait_for("1. first");
    browser.click("#vote");
    browser.wait_for("Recorded.");
    assert_eq!(venue.counts("order"), [1, 0, 0]);
    venue.remote(&["poll", "close"]);
    venue.remote(&["poll", "open", "dots"]);
    browser.wait_for("3 dots left");
    browser.click("[data-at=d2]");
    browser.click("[data-at=d2]");
    browser.click("[data-at=d1]");
    browser.wait_for("0 dots left");
    browser.click("[data-at=u2]");
    browser.wait_for("1 dots left");
    browser.click("#vote");
    browser.wait_for("Recorded.");
    assert_eq!(venue.counts("dots"), [1, 1]);
}

#[test]
fn a_ballot_that_nobody_answers_is_not_called_recorded() {
    let mut venue = Venue::new();
    venue.remote(&["poll", "open", "who"]);
    let browser = venue.guest(PHONE);
    browser.wait_for("Who decides?");
    venue.hall.kill();
    browser.click("#choice-1");
    browser.click("#vote");
    browser.wait_for("Not recorded yet: no answer from the talk. Trying again");
    assert!(!browser.text("body").contains("Recorded."));
    assert_eq!(browser.run("return document.querySelector('#choice-1').checked", &json!([])), true);
    drop(browser);
    assert!(venue.folder.path().exists());
}

/// What stands in the way of somebody who sees badly or has large thumbs: [what, where].
const OBSTACLES: &str = r#"
const found = [];
if (document.documentElement.scrollWidth > innerWidth) found.push(["wider than the screen", ""]);
for (const control of document.querySelectorAll("input:not([type=hidden]), select, textarea, button")) {
  const target = control.closest("label.card, label.point") ?? control;
  const { width, height } = target.getBoundingClientRect();
  if (width && (width < 44 || height < 44)) found.push([`${width} by ${height}`, control.outerHTML]);
  const named = control.labels?.length || control.getAttribute("aria-labelledby") || control.getAttribute("aria-label") || control.innerText;
  if (!named) found.push(["no name", control.outerHTML]);
}
return found;
"#;

/// A file of axe-core that `tests/all` fetches where it can.
fn axe() -> Option<String> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe-core");
    fs::read_to_string(folder.join("package/axe.min.js")).ok()
}

#[track_caller]
fn assert_accessible(browser: &Browser, about: &str) {
    let obstacles = browser.run(OBSTACLES, &json!([]));
    assert_eq!(obstacles, json!([]), "{about}");
    let Some(axe) = axe() else { return };
    browser.run(&axe, &json!([]));
    let violations = browser.run_until_done(
        "const done = arguments[0];
         const found = rule => rule.nodes.map(node => [rule.id, node.html, node.failureSummary]);
         axe.run().then(told => done(told.violations.flatMap(found)));",
    );
    assert_eq!(violations, json!([]), "{about}");
}

#[test]
fn every_ballot_can_be_used_by_day_and_by_night_and_on_a_wide_screen() {
    let venue = Venue::new();
    let night = Kind { scheme: "dark", ..PHONE };
    let wide = Kind { width: 1280, height: 800, ..PHONE };
    // 1280 pixels at 400 %.
    let large = Kind { width: 320, height: 256, ..PHONE };
    let browsers = [PHONE, night, wide, large].map(|kind| (kind, venue.guest(kind)));
    let polls = ["who", "order", "dots", "say", "scale", "multiple", "number", "ideas", "shall"];
    for poll in polls {
        venue.remote(&["poll", "open", poll]);
        for (kind, browser) in &browsers {
            browser.wait(|| browser.text("#vote") == "Vote", || browser.text("body"));
            assert_accessible(browser, &format!("{poll} {kind:?}"));
        }
        venue.remote(&["poll", "close"]);
        for (_, browser) in &browsers {
            browser.wait_for("Voting is closed.");
        }
    }
    for (kind, browser) in &browsers {
        assert_accessible(browser, &format!("closed {kind:?}"));
        browser.open(&venue.url("/?slide=who"));
        browser.wait_for("You are looking back.");
        assert_accessible(browser, &format!("back {kind:?}"));
        assert_eq!(browser.complaints(), [""; 0]);
    }
}

#[test]
fn text_of_the_room_runs_nothing() {
    let venue = Venue::new();
    venue.remote(&["poll", "open", "say"]);
    let browser = venue.guest(PHONE);
    browser.wait_for("What is missing?");
    browser.type_in("#field", "<img src=x onerror=\"window.ran=1\"><script>window.ran=1</script>");
    browser.click("#vote");
    browser.wait_for("Recorded.");
    venue.remote(&["poll", "close"]);
    venue.remote(&["poll", "reveal"]);
    browser.wait_for("<img src=x");
    assert_eq!(browser.run("return window.ran ?? null", &json!([])), Value::Null);
    assert_eq!(browser.complaints(), [""; 0]);
}
