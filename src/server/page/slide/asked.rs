//! What the room takes part in, as far as it may see it: polls, discussions, results.

use super::{Writer, heading};
use crate::capture::Kind;
use crate::deck::{Happened, Results};
use crate::discussion::{Discussion, Running};
use crate::layout::WhatHappened;
use crate::poll::Poll;
use crate::safe_text::SafeText;
use crate::server::page::html::Html;
use crate::server::page::stand::Stand;
use crate::server::page::words::fill;
use crate::server::page::{ballot, tally, time};

impl Writer<'_> {
    /// What the room takes part in has a heading of its own, unless the title says the same.
    fn asked(&mut self, question: &str, html: &mut Html) {
        let is_title =
            self.title.as_ref().is_some_and(|(_, title)| title.trim() == question.trim());
        if !is_title {
            self.level = self.below();
            html.element(heading(self.level), &[("dir", "auto")], question);
        }
    }

    pub(super) fn poll(&mut self, poll: &Poll, html: &mut Html) {
        if self.reading.above == Some(poll.id.as_str()) {
            return;
        }
        let (asked, stand) = self.reading.room.poll(poll);
        let words = html.words;
        html.within("section", &[("class", "asked")], |html| {
            html.element("p", &[("class", "kind")], words.poll);
            self.asked(asked.question, html);
            match stand {
                Stand::Revealed(told) => {
                    tally::told(&told, html);
                    ballot::own_answer(&asked, words.your_answer, html);
                }
                Stand::Idle => {
                    answers(asked.kind.choices(), html);
                    html.element("p", &[("class", "quiet")], &ballot::how(asked.kind));
                    html.element("p", &[("class", "quiet")], words.not_open_yet);
                }
                Stand::Open(turnout) => {
                    answers(asked.kind.choices(), html);
                    ballot::counted_so_far(&turnout, html);
                }
                Stand::Closed(turnout) => {
                    answers(asked.kind.choices(), html);
                    ballot::own_answer(&asked, words.your_answer, html);
                    html.element("p", &[("class", "quiet")], words.closed);
                    ballot::counted_so_far(&turnout, html);
                }
            }
        });
    }

    pub(super) fn discussion(&mut self, discussion: &Discussion, html: &mut Html) {
        let words = html.words;
        let running = self.reading.room.running(discussion);
        let prompt = running.map_or(discussion, |running| &running.discussion);
        html.within("section", &[("class", "asked")], |html| {
            html.within("p", &[("class", "kind")], |html| {
                html.text(words.discuss);
                if prompt.minutes > 0 {
                    let minutes = prompt.minutes.to_string();
                    html.text(" · ");
                    html.text(&fill(words.minutes, &[("n", &minutes)]));
                }
            });
            self.asked(&prompt.prompt, html);
            match running {
                Some(running) => under_way(running, self.reading.room.now_ms(), html),
                None => {
                    let phases = prompt.method.phases().join(" · ");
                    html.element("p", &[("class", "quiet")], &phases);
                }
            }
        });
    }

    pub(super) fn happened(&mut self, happened: &Happened, html: &mut Html) {
        let words = html.words;
        let WhatHappened { told, open, coming } = self.reading.room.happened(happened);
        html.within("section", &[("class", "asked")], |html| {
            html.element("p", &[("class", "kind")], words.happened);
            if let Some(told) = &told {
                if let Some(question) = told.question {
                    self.asked(question, html);
                }
                tally::told(told, html);
            }
            for (kind, title) in
                [(Kind::Question, words.still_open), (Kind::Action, words.who_does_what)]
            {
                let of_kind: Vec<_> = open.iter().filter(|capture| capture.kind == kind).collect();
                if of_kind.is_empty() {
                    continue;
                }
                self.asked(title, html);
                html.within("ul", &[], |html| {
                    for capture in of_kind {
                        let owed = [&capture.owner, &capture.due].into_iter().flatten();
                        let said: Vec<&str> = std::iter::once(&capture.text)
                            .chain(owed)
                            .map(SafeText::as_str)
                            .collect();
                        html.element("li", &[("dir", "auto")], &said.join(" · "));
                    }
                });
            }
            if !coming.is_empty() {
                html.element("p", &[("class", "quiet")], coming);
            }
        });
    }

    pub(super) fn results(&mut self, results: &Results, html: &mut Html) {
        let told = self.reading.room.results(results);
        html.within("section", &[("class", "asked")], |html| {
            html.element("p", &[("class", "kind")], html.words.results);
            if let Some(question) = told.question {
                self.asked(question, html);
            }
            tally::told(&told, html);
        });
    }
}

/// The phases of a discussion, what to do in the one that runs, and how long that still takes.
fn under_way(running: &Running, now_ms: i64, html: &mut Html) {
    html.within("p", &[("class", "phases")], |html| {
        for (index, phase) in running.plan.iter().enumerate() {
            if index > 0 {
                html.text(" · ");
            }
            if index == running.standing.phase {
                html.element("strong", &[("aria-current", "step")], phase.name);
            } else {
                html.text(phase.name);
            }
        }
    });
    html.element("p", &[], running.phase().instruction);
    html.within("p", &[("class", "turnout")], |html| {
        time::left(running.standing.countdown, now_ms, html);
    });
}

/// What there is to choose from.
fn answers(choices: &[String], html: &mut Html) {
    if !choices.is_empty() {
        html.within("ol", &[], |html| {
            for choice in choices {
                html.element("li", &[("dir", "auto")], choice);
            }
        });
    }
}
