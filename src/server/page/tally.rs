//! A revealed count as text and bars: every number stands in a cell, the bars beside them are only seen.

use super::html::Html;
use super::slide::scrolled;
use super::words::fill;
use crate::layout::told::{Chart, Item, Moves, Series, Told};
use crate::tally::float;

/// How many units long the longest bar is.
const LENGTH: f64 = 100.0;

/// What is revealed, in the order in which the stage shows it.
pub(super) fn told(told: &Told<'_>, html: &mut Html) {
    let words = html.words;
    match &told.chart {
        Some(chart) if chart.items.is_empty() => html.element("p", &[], words.nobody),
        Some(chart) => self::chart(chart, html),
        None => {}
    }
    for wall in &told.walls {
        if wall.texts.is_empty() {
            html.element("p", &[("class", "quiet")], wall.nothing());
        } else {
            html.element("p", &[], words.room_wrote);
            html.within("ul", &[("class", "wall")], |html| {
                for text in &wall.texts {
                    html.element("li", &[("dir", "auto")], text.as_str());
                }
            });
        }
        if wall.waiting > 0 {
            let waiting = fill(words.waiting, &[("n", &wall.waiting.to_string())]);
            html.element("p", &[("class", "quiet")], &waiting);
        }
    }
    for sentence in &told.said {
        html.element("p", &[("dir", "auto")], sentence);
    }
    if let Some(moves) = &told.moves {
        self::moves(moves, html);
    }
    for (class, sentence) in [("quiet", &told.voters), ("quiet", &told.missing)] {
        if !sentence.is_empty() {
            html.element("p", &[("class", class), ("dir", "auto")], sentence);
        }
    }
}

fn chart(chart: &Chart, html: &mut Html) {
    let words = html.words;
    let several = chart.series.len() > 1;
    let counts = if chart.dots { words.dots } else { words.votes };
    html.within("table", &[("class", "tally")], |html| {
        html.within("thead", &[], |html| {
            html.within("tr", &[], |html| {
                html.element("th", &[("scope", "col")], words.answer);
                for series in &chart.series {
                    for numbers in
                        series.numbers.iter().filter(|numbers| !(several && numbers.is_extra))
                    {
                        let what = match (numbers.head, numbers.is_extra) {
                            ("", true) => words.share,
                            ("", false) => counts,
                            (head, _) => head,
                        };
                        let head = match (series.head.as_str(), what == counts) {
                            ("", _) => what.to_owned(),
                            (head, true) => head.to_owned(),
                            (head, false) => format!("{head}, {what}"),
                        };
                        let attributes = [("scope", "col"), ("class", "number"), ("dir", "auto")];
                        html.element("th", &attributes, &head);
                    }
                }
            });
        });
        html.within("tbody", &[], |html| {
            for (at, item) in chart.items.iter().enumerate() {
                line((at, item), &chart.series, html);
            }
        });
    });
}

/// What was chosen, its bars below it, its numbers beside it.
fn line((at, item): (usize, &Item), all: &[Series], html: &mut Html) {
    let words = html.words;
    let several = all.len() > 1;
    html.within("tr", &[], |html| {
        html.within("th", &[("scope", "row")], |html| {
            let mark = item.mark.trim();
            if !mark.is_empty() {
                html.element("span", &[("class", "mark")], mark);
                html.text(" ");
            }
            html.foreign(&item.label);
            if item.is_right {
                html.text(" ");
                html.within("span", &[("class", "right")], |html| {
                    html.element("span", &[("aria-hidden", "true")], "✓ ");
                    html.text(words.right);
                });
            }
            for (number, series) in (1_usize..).zip(all) {
                let count = series.counts.get(at).copied().flatten().unwrap_or(0);
                let class = if number < all.len() { "bar before" } else { "bar" };
                bar(float(count), float(series.whole), class, html);
            }
        });
        for series in all {
            for numbers in series.numbers.iter().filter(|numbers| !(several && numbers.is_extra)) {
                let cell = numbers.cells.get(at).map_or("–", String::as_str);
                html.element("td", &[("class", "number")], cell);
            }
        }
    });
}

/// A bar as long as its share of the whole.
pub(super) fn bar(value: f64, whole: f64, class: &str, html: &mut Html) {
    let share = if whole > 0.0 { (value / whole).clamp(0.0, 1.0) } else { 0.0 };
    let width = format!("{:.1}", LENGTH * share);
    let picture = [
        ("viewBox", "0 0 100 8"),
        ("preserveAspectRatio", "none"),
        ("aria-hidden", "true"),
        ("focusable", "false"),
        ("class", class),
    ];
    html.within("svg", &picture, |html| {
        html.own("<rect width=\"100\" height=\"8\" class=\"track\"></rect>");
        html.within("rect", &[("width", &width), ("height", "8")], |_| {});
    });
}

/// Who moved where; what would name somebody is hidden.
fn moves(moves: &Moves<'_>, html: &mut Html) {
    let words = html.words;
    scrolled(html, |html| {
        html.within("table", &[("class", "moves")], |html| {
            html.element("caption", &[], words.moves);
            html.within("thead", &[], |html| {
                html.within("tr", &[], |html| {
                    html.element("th", &[("scope", "col")], words.moves_corner);
                    for place in &moves.places {
                        html.element("th", &[("scope", "col"), ("class", "number")], place);
                    }
                });
            });
            html.within("tbody", &[], |html| {
                for (place, cells) in moves.places.iter().zip(moves.cells) {
                    html.within("tr", &[], |html| {
                        html.element("th", &[("scope", "row"), ("class", "number")], place);
                        moved(cells, html);
                    });
                }
            });
        });
    });
    if moves.hides() {
        html.element("p", &[("class", "quiet")], words.why_hidden);
    }
}

fn moved(cells: &[Option<u64>], html: &mut Html) {
    for cell in cells {
        html.within("td", &[("class", "number")], |html| match cell {
            Some(people) => html.text(&people.to_string()),
            None => {
                html.element("span", &[("aria-hidden", "true")], "·");
                html.unseen(html.words.hidden);
            }
        });
    }
}
