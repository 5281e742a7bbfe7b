//! What a participant sees in a browser: the open poll as a form, the slide on stage as a text to read. Values in, HTML
//! out. It works without the script; the script only saves looking again.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::Seen;
use crate::ballot::Answer;
use crate::countdown::Countdown;
use crate::deck::Slide;

mod ballot;
mod filled;
mod html;
mod picture;
mod slide;
mod sources;
mod stand;
mod tally;
mod time;
mod trail;
mod words;

use self::html::{Html, address_of};
use self::slide::Reading;
use self::stand::Room;
use self::words::{ENGLISH, fill};

pub use self::filled::Filled;
pub use self::stand::key;
pub use self::trail::Trail;

/// How pages look, to be served as [`STYLE_PATH`].
pub const STYLE: &str = include_str!("page/room.css");

/// Where pages look for their style.
pub const STYLE_PATH: &str = "/room.css";

/// What keeps a page up to date, to be served as [`SCRIPT_PATH`].
pub const SCRIPT: &str = include_str!("page/room.js");

/// Where pages look for their script.
pub const SCRIPT_PATH: &str = "/room.js";

/// Where the code that somebody typed is sent, as `code` in the query of a GET.
pub const JOIN_PATH: &str = "/j";

/// What a browser may do with a page: nothing but what comes from where the page comes from.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                          form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// All that the page of one participant depends on.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// What the talk is at.
    pub seen: &'a Seen,
    /// What was shown so far.
    pub trail: &'a Trail,
    /// The slide that the participant asks for, by its id; the one on stage where absent.
    pub at: Option<&'a str>,
    /// What the participant answered to the round of [`Seen::asked`].
    pub mine: Option<&'a Answer>,
    /// Why the ballot they just sent is not recorded.
    pub notice: Option<&'a Notice>,
    /// What they had filled in then.
    pub filled: Option<&'a Filled>,
    /// After how many days answers are to be deleted.
    pub keep_days: u32,
}

/// Why a ballot is not recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Its round takes no ballots, or none any more (409).
    TooLate,
    /// There is an answer already, and that is final (409).
    Final,
    /// It cannot be kept at the moment (503).
    NotKept,
    /// The participant sends too many (429).
    TooFast,
    /// It is longer than a ballot may be (413).
    TooLong,
    /// It is no answer to this poll (422); the sentence says why.
    Invalid(String),
}

/// Why somebody is asked for the code again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is not the code of this talk.
    WrongCode,
    /// They tried too many.
    TooManyCodes,
    /// They sent a ballot without having joined.
    NotJoined,
}

/// The page of somebody who has joined.
pub fn room(visit: &Visit<'_>) -> String {
    let seen = visit.seen;
    let room = Room::new(seen, visit.mine);
    // The slide waits behind a break.
    let live = seen.slide().filter(|_| seen.recess.is_none());
    let asked_for = visit.at.filter(|id| live.is_none_or(|slide| slide.id != *id));
    let back = asked_for.and_then(|id| {
        let step = visit.trail.step(id)?;
        Some((seen.deck.slides.iter().find(|slide| slide.id == id)?, step))
    });
    let mut html = Html::new(&ENGLISH);
    let words = html.words;
    let open = room.open();
    let shown = back.map(|(slide, _)| slide).or(live);
    let title = match (&open, shown) {
        (Some((asked, _)), _) if back.is_none() => asked.question,
        (_, Some(slide)) => slide.title.as_str(),
        (_, None) if seen.recess.is_some() => words.recess,
        (_, None) => words.empty_stage,
    };
    let notice = visit.notice.map(|notice| said(notice, words));
    let heads: Vec<&str> = notice.as_deref().into_iter().chain([title]).collect();
    let key = key(seen);
    page(&heads.join(" · "), seen, Some(&key), &mut html, |html| {
        if let Some(notice) = &notice {
            let focused =
                [("class", "failed"), ("role", "alert"), ("tabindex", "-1"), ("autofocus", "")];
            html.element("p", &focused, notice);
        }
        if asked_for.is_some() && back.is_none() {
            html.element("p", &[("class", "quiet")], words.not_shown_yet);
        }
        ballot_region(visit, &room, back.is_some(), html);
        let reading = Reading {
            room: &room,
            trail: visit.trail,
            citations: &seen.deck.citations,
            step: back.map_or(seen.step, |(_, step)| step),
            above: open.as_ref().map(|(asked, _)| asked.id).filter(|_| back.is_none()),
            top: if open.is_some() && back.is_none() { 2 } else { 1 },
        };
        slide_region(shown, seen, &reading, html);
        ways(visit, shown, back.is_some(), html);
        let days = visit.keep_days.to_string();
        let kept = if visit.keep_days == 1 { words.kept_one_day } else { words.kept };
        html.own("</main>");
        html.within("footer", &[], |html| html.element("p", &[], &fill(kept, &[("days", &days)])));
    });
    html.finish()
}

/// The page of somebody who has not joined: it asks for the code.
pub fn join(title: Option<&str>, refused: Option<Refused>) -> String {
    let mut html = Html::new(&ENGLISH);
    let words = html.words;
    let notice = refused.map(|refused| match refused {
        Refused::WrongCode => words.wrong_code,
        Refused::TooManyCodes => words.too_many_codes,
        Refused::NotJoined => words.not_joined,
    });
    let heads: Vec<&str> = notice.into_iter().chain([words.join]).collect();
    outer((&heads.join(" · "), title.unwrap_or(words.room)), None, &mut html, |html| {
        html.element("h1", &[], words.join);
        if let Some(notice) = notice {
            html.element("p", &[("class", "failed"), ("role", "alert"), ("id", "refused")], notice);
        }
        html.element("p", &[("id", "how")], words.join_how);
        html.within("form", &[("method", "get"), ("action", JOIN_PATH)], |html| {
            html.element("label", &[("for", "code")], words.code);
            let mut code = vec![
                ("id", "code"),
                ("name", "code"),
                ("type", "text"),
                ("required", ""),
                ("autocomplete", "off"),
                ("autocapitalize", "characters"),
                ("spellcheck", "false"),
                ("aria-describedby", if notice.is_some() { "refused how" } else { "how" }),
            ];
            code.extend(notice.map(|_| ("aria-invalid", "true")));
            html.tag("input", &code);
            html.element("button", &[], words.join_button);
        });
        html.own("</main>");
    });
    html.finish()
}

/// A sentence on what cannot be had, and the way to the talk.
pub fn problem(why: &str) -> String {
    let mut html = Html::new(&ENGLISH);
    let words = html.words;
    outer((why, words.room), None, &mut html, |html| {
        html.element("h1", &[], why);
        html.within("p", &[], |html| {
            html.element("a", &[("href", "/"), ("class", "way")], words.to_the_talk);
        });
        html.own("</main>");
    });
    html.finish()
}

fn said(notice: &Notice, words: &words::Words) -> String {
    match notice {
        Notice::TooLate => words.came_too_late.to_owned(),
        Notice::Final => words.final_already.to_owned(),
        Notice::NotKept => words.not_recorded.to_owned(),
        Notice::TooFast => words.too_fast.to_owned(),
        Notice::TooLong => words.too_long.to_owned(),
        Notice::Invalid(why) => fill(words.invalid, &[("why", why)]),
    }
}

fn page(
    title: &str,
    seen: &Seen,
    key: Option<&str>,
    html: &mut Html,
    inside: impl FnOnce(&mut Html),
) {
    let talk = seen.deck.meta.title.as_deref().unwrap_or(html.words.room).to_owned();
    outer((title, &talk), key, html, inside);
}

/// A document with a head line; what is inside ends `main`.
fn outer(
    (title, talk): (&str, &str),
    key: Option<&str>,
    html: &mut Html,
    inside: impl FnOnce(&mut Html),
) {
    let words = html.words;
    html.own("<!DOCTYPE html>\n");
    html.within("html", &[("lang", words.language)], |html| {
        html.within("head", &[], |html| {
            html.own("<meta charset=\"utf-8\">");
            html.own("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
            html.own("<meta name=\"color-scheme\" content=\"light dark\">");
            html.own("<meta name=\"robots\" content=\"noindex\">");
            html.element("title", &[], &format!("{title} · {talk}"));
            html.tag("link", &[("rel", "stylesheet"), ("href", STYLE_PATH)]);
            if key.is_some() {
                html.element("script", &[("src", SCRIPT_PATH), ("defer", "")], "");
            }
        });
        let says = [
            ("data-key", key.unwrap_or_default()),
            ("data-offline", words.offline),
            ("data-online", words.online),
            ("data-unsent", words.unsent),
        ];
        let says = if key.is_some() { &says[..] } else { &[] };
        html.within("body", says, |html| {
            html.within("header", &[], |html| {
                html.element("p", &[("dir", "auto")], talk);
                if key.is_some() {
                    html.within("noscript", &[], |html| {
                        html.element("a", &[("href", "/"), ("class", "way")], words.look_again);
                    });
                }
            });
            html.own("<main>");
            inside(html);
            if key.is_some() {
                html.own("<p id=\"status\" role=\"status\"></p>");
            }
        });
    });
    html.own("\n");
}

/// The open poll; when looking back, the way to it.
fn ballot_region(visit: &Visit<'_>, room: &Room<'_>, is_back: bool, html: &mut Html) {
    let words = html.words;
    let Some((asked, turnout)) = room.open() else {
        html.own("<div id=\"ballot\" data-key=\"\"></div>");
        return;
    };
    let key = format!("{}-{}-{is_back}", turnout.round, asked.mine.is_some());
    html.within("div", &[("id", "ballot"), ("data-key", &key)], |html| {
        if is_back {
            html.element("a", &[("href", "/"), ("class", "way call")], words.open_elsewhere);
            return;
        }
        if visit.notice.is_some() && asked.change {
            ballot::own_answer(&asked, words.recorded_so_far, html);
        } else if asked.mine.is_some() {
            let recorded = if asked.change { words.recorded } else { words.recorded_finally };
            html.within("p", &[("class", "done"), ("id", "recorded")], |html| {
                html.element("span", &[("aria-hidden", "true")], "✓ ");
                html.text(recorded);
            });
        }
        ballot::ballot(&asked, &turnout, visit.filled, html);
    });
}

/// What stands on stage, or stood there.
fn slide_region(slide: Option<&Slide>, seen: &Seen, reading: &Reading<'_>, html: &mut Html) {
    let words = html.words;
    let mut inner = html.apart();
    match slide {
        Some(slide) => {
            if reading.above.is_none() || slide::says_more(&slide.blocks, reading) {
                slide::slide(&slide.blocks, &slide.footnotes, reading, &mut inner);
            }
        }
        None if reading.top > 1 => {}
        None if let Some(recess) = seen.recess => {
            let time = recess.back_at(seen.utc_offset);
            inner.element("h1", &[], words.recess);
            inner.element("p", &[("class", "large")], &fill(words.back_at, &[("time", &time)]));
            inner.within("p", &[("class", "turnout")], |html| {
                time::left(Countdown::Until(recess.ends_ms), seen.now_ms, html);
            });
        }
        None => {
            inner.element("h1", &[], words.empty_stage);
            inner.element("p", &[], words.empty_stage_why);
        }
    }
    let key = inner.mark();
    let id = slide.map_or("", |slide| slide.id.as_str());
    html.within("article", &[("id", "slide"), ("data-key", &key), ("data-slide", id)], |html| {
        html.append(&inner);
    });
}

/// The ways to the slides beside this one, as far as they were shown.
fn ways(visit: &Visit<'_>, shown: Option<&Slide>, is_back: bool, html: &mut Html) {
    let words = html.words;
    let (before, after) =
        shown.map_or((None, None), |slide| visit.trail.beside(&visit.seen.deck, &slide.id));
    let after = after.filter(|_| is_back);
    let live = visit.seen.slide().map(|slide| slide.id.as_str());
    let mut inner = html.apart();
    let mut way = |slide: Option<&Slide>, says: &str, rel: &str| {
        let Some(slide) = slide.filter(|slide| Some(slide.id.as_str()) != live) else { return };
        let address = address_of(&slide.id);
        inner.within("a", &[("href", &address), ("rel", rel), ("class", "way")], |html| {
            html.element("span", &[("class", "quiet")], says);
            html.text(" ");
            html.foreign(if slide.title.is_empty() { &slide.id } else { &slide.title });
        });
    };
    way(before, words.earlier, "prev");
    way(after, words.later, "next");
    if is_back {
        inner.element("a", &[("href", "/"), ("class", "way call")], words.back_to_live);
    }
    if inner.is_empty() {
        html.own("<nav id=\"ways\" data-key=\"\" hidden></nav>");
        return;
    }
    let key = inner.mark();
    let label = [("id", "ways"), ("data-key", key.as_str()), ("aria-label", words.shown_slides)];
    html.within("nav", &label, |html| {
        if is_back {
            html.element("p", &[("class", "quiet")], words.looking_back);
        }
        html.append(&inner);
    });
}

impl Html {
    /// A word that changes with what was written.
    fn mark(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.written().hash(&mut hasher);
        format!("{:x}", hasher.finish())
    }
}

#[cfg(test)]
mod tests;
