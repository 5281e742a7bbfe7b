//! Pictures as lists and tables: what is joined to what, in the order in which it is read.

use super::html::Html;
use super::slide::scrolled;
use super::tally::bar;
use super::words::fill;
use crate::deck::{BarRow, Bars, Flow, Link, Node, Org, Picture};

pub(super) fn picture(picture: &Picture, html: &mut Html) {
    match picture {
        Picture::Org(org) => self::org(org, html),
        Picture::Flow(flow) => self::flow(flow, html),
        Picture::Bars(bars) => self::bars(bars, html),
    }
}

/// A row of boxes below each other row, with what joins them between.
fn org(org: &Org, html: &mut Html) {
    frame(org.frame.as_deref(), html);
    html.within("ul", &[("class", "org")], |html| {
        for row in &org.rows {
            html.within("li", &[], |html| {
                if let Some(link) = &row.link {
                    joined(link, html);
                }
                frame(row.frame.as_deref(), html);
                html.within("ul", &[("class", "boxes")], |html| {
                    row.boxes.iter().for_each(|node| boxed(node, html));
                });
            });
        }
    });
}

fn frame(title: Option<&str>, html: &mut Html) {
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        html.element("p", &[("class", "quiet"), ("dir", "auto")], title);
    }
}

fn joined(link: &Link, html: &mut Html) {
    let said: Vec<&str> = [&link.left, &link.right]
        .into_iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    html.within("p", &[("class", "link"), ("dir", "auto")], |html| {
        html.element("span", &[("aria-hidden", "true")], "↓ ");
        html.text(&said.join(" / "));
    });
}

fn boxed(node: &Node, html: &mut Html) {
    html.within("li", &[("class", "box"), ("dir", "auto")], |html| {
        html.element("strong", &[], &node.title);
        for line in node.text.split('\n').filter(|line| !line.trim().is_empty()) {
            html.own("<br>");
            html.text(line.trim());
        }
    });
}

/// Steps one after the other, the words of an arrow before the step that it leads to.
fn flow(flow: &Flow, html: &mut Html) {
    let links = std::iter::once("").chain(flow.links.iter().map(String::as_str));
    let links = links.chain(std::iter::repeat(""));
    html.within("ol", &[("class", "flow")], |html| {
        for (at, (node, link)) in flow.boxes.iter().zip(links).enumerate() {
            html.within("li", &[("dir", "auto")], |html| {
                if at > 0 {
                    html.within("span", &[("class", "link")], |html| {
                        html.element("span", &[("aria-hidden", "true")], "↓ ");
                        html.text(link);
                    });
                }
                html.within("span", &[("class", "box")], |html| {
                    html.element("strong", &[], &node.title);
                    if !node.text.trim().is_empty() {
                        html.own("<br>");
                        html.text(node.text.trim());
                    }
                });
            });
        }
    });
    if let (Some(back), Some(first)) = (&flow.back, flow.boxes.first()) {
        html.within("p", &[("class", "link back"), ("dir", "auto")], |html| {
            html.element("span", &[("aria-hidden", "true")], "↺ ");
            let leads = fill(html.words.leads_back, &[("first", &first.title)]);
            let said = if back.is_empty() { leads } else { format!("{back}, {leads}") };
            html.text(&said);
        });
    }
}

/// A table of the numbers, each with its bar.
fn bars(bars: &Bars, html: &mut Html) {
    scrolled(html, |html| {
        html.within("table", &[("class", "tally")], |html| {
            if let Some(unit) = &bars.unit {
                html.element("caption", &[("dir", "auto")], unit);
            }
            if !bars.columns.is_empty() {
                html.within("thead", &[], |html| html.within("tr", &[], |html| heads(bars, html)));
            }
            html.within("tbody", &[], |html| {
                for row in &bars.rows {
                    html.within("tr", &[], |html| numbers(row, bars, html));
                }
            });
        });
    });
}

fn has_notes(bars: &Bars) -> bool {
    bars.rows.iter().any(|row| row.note.is_some())
}

fn heads(bars: &Bars, html: &mut Html) {
    let series = bars.rows.iter().map(|row| row.values.len()).max().unwrap_or(0);
    html.own("<td></td>");
    for head in bars.columns.iter().take(series + usize::from(has_notes(bars))) {
        html.element("th", &[("scope", "col"), ("dir", "auto")], head);
    }
}

fn numbers(row: &BarRow, bars: &Bars, html: &mut Html) {
    html.element("th", &[("scope", "row"), ("dir", "auto")], &row.label);
    for value in &row.values {
        html.within("td", &[("class", "number")], |html| {
            html.text(&value.to_string());
            bar(*value, bars.max, "bar", html);
        });
    }
    if has_notes(bars) {
        html.element("td", &[("dir", "auto")], row.note.as_deref().unwrap_or_default());
    }
}
