//! The least that a page can be: the code, the question as a form, a sentence.

use std::fmt::Write as _;

use super::Seen;
use super::people::Mine;
use crate::poll::{Poll, PollKind};
use crate::round::Phase;

const STYLE: &str = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:1rem}\
                     label{display:block;padding:.7rem}button{font:inherit;padding:.7rem 2rem}";

/// A file that belongs to pages: its kind and its text.
pub(super) fn asset(path: &str) -> Option<(&'static str, &'static str)> {
    (path == "/room.css").then_some(("text/css; charset=utf-8", STYLE))
}

/// Asks for the code.
pub(super) fn code(was_wrong: bool) -> String {
    let wrong = if was_wrong { "<p role=alert>There is no room with that code.</p>" } else { "" };
    page(&format!(
        "<h1>Join</h1>{wrong}<form action=/j><label>Code on the screen <input name=code required \
         autocomplete=off></label><button>Join</button></form>"
    ))
}

/// The open poll as a form, else the title of the slide.
pub(super) fn home(seen: &Seen, mine: Option<&Mine>) -> String {
    let Some(asked) = seen.asked() else {
        let title = seen.slide().map_or("", |slide| slide.title.as_str());
        return page(&format!("<h1>{}</h1>", escaped(title)));
    };
    let question = escaped(&asked.round.poll.question);
    let text = match asked.round.phase {
        Phase::Open => {
            let said = if mine.is_some() { "<p role=status>Recorded.</p>" } else { "" };
            let fields = fields(&asked.round.poll);
            let round = asked.round.id;
            format!(
                "{said}<form method=post action=/ballot><input type=hidden name=round value={round}>\
                 {fields}<button>Vote</button></form>"
            )
        }
        Phase::Closed | Phase::Revealed => "<p>Voting is closed.</p>".to_owned(),
    };
    page(&format!("<h1>{question}</h1>{text}"))
}

/// A sentence, and the way back.
pub(super) fn problem(why: &str) -> String {
    page(&format!("<p role=alert>{}</p><p><a href=/>Back</a></p>", escaped(why)))
}

fn fields(poll: &Poll) -> String {
    let kind = if matches!(poll.kind, PollKind::Single { .. }) { "radio" } else { "checkbox" };
    let mut fields = String::new();
    match &poll.kind {
        PollKind::Ranking { choices } => {
            for _ in choices {
                let options = (1..).zip(choices).fold(String::new(), |mut all, (value, label)| {
                    let _ = write!(all, "<option value={value}>{}</option>", escaped(label));
                    all
                });
                let _ = write!(
                    fields,
                    "<label><select name=rank><option></option>{options}</select></label>"
                );
            }
        }
        PollKind::Scale { .. } | PollKind::Fist | PollKind::Number { .. } => {
            fields.push_str("<label><input name=value inputmode=decimal required></label>");
        }
        PollKind::Words { .. } | PollKind::Text { .. } => {
            fields.push_str("<label><input name=text></label>");
        }
        PollKind::Single { choices }
        | PollKind::Multiple { choices, .. }
        | PollKind::Dots { choices, .. } => {
            for (value, label) in (1..).zip(choices) {
                let label = escaped(label);
                let _ = write!(
                    fields,
                    "<label><input type={kind} name=choice value={value}> {label}</label>"
                );
            }
        }
    }
    fields
}

fn page(text: &str) -> String {
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <link rel=stylesheet href=/room.css><title>Roundtable</title><main>{text}</main>"
    )
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut safe, c| {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            _ => safe.push(c),
        }
        safe
    })
}
