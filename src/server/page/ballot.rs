//! A ballot as a form that needs no script: real controls for every kind of poll, filled in with what was answered.

use super::filled::{Filled, in_words};
use super::html::Html;
use super::stand::{Asked, Turnout};
use super::time;
use super::words::fill;
use crate::ballot::LONGEST_WORD;
use crate::layout::{how_to_answer, rule_of};
use crate::poll::PollKind;

/// A scale with more points than this is a field for a number.
const MOST_POINTS: i64 = 11;

/// The open poll: the form, or what was answered where that is final.
pub(super) fn ballot(
    asked: &Asked<'_>,
    turnout: &Turnout,
    filled: Option<&Filled>,
    html: &mut Html,
) {
    let recorded = asked.mine.map(Filled::from);
    if recorded.is_some() && !asked.change {
        html.element("h1", &[("id", "question"), ("dir", "auto")], asked.question);
        own_answer(asked, html.words.your_answer, html);
        counted_so_far(turnout, html);
        return;
    }
    let round = turnout.round.to_string();
    let words = html.words;
    let form = [
        ("method", "post"),
        ("action", "/ballot"),
        ("data-kind", asked.kind.name()),
        ("aria-labelledby", "question"),
        ("data-sending", words.sending),
        ("data-retrying", words.retrying),
        ("data-first", words.choose_first),
    ];
    html.within("form", &form, |html| {
        html.tag("input", &[("type", "hidden"), ("name", "round"), ("value", &round)]);
        let filled = filled.or(recorded.as_ref());
        if has_one_field(asked.kind) {
            html.element("h1", &[("id", "question"), ("dir", "auto")], asked.question);
            rule(asked.kind, html);
            field(asked.kind, filled, html);
        } else {
            html.within("fieldset", &[("aria-describedby", "rule")], |html| {
                html.within("legend", &[], |html| {
                    html.element("h1", &[("id", "question"), ("dir", "auto")], asked.question);
                });
                rule(asked.kind, html);
                controls(asked.kind, filled, html);
            });
        }
        if !asked.change {
            html.element("p", &[("class", "quiet")], words.is_final);
        }
        let button = if recorded.is_some() { words.change_vote } else { words.vote };
        html.element("button", &[("id", "vote")], button);
    });
    counted_so_far(turnout, html);
}

/// What this participant answered, if anything, in a sentence that has a place for it.
pub(super) fn own_answer(asked: &Asked<'_>, sentence: &str, html: &mut Html) {
    if let Some(answer) = asked.mine {
        let said = in_words(answer, asked.kind, html.words);
        let said = fill(sentence, &[("answer", &said)]);
        html.element("p", &[("class", "own"), ("dir", "auto")], &said);
    }
}

/// How many have answered, and the time that is left.
pub(super) fn counted_so_far(turnout: &Turnout, html: &mut Html) {
    let words = html.words;
    html.within("p", &[("class", "turnout")], |html| {
        if turnout.number > 1 {
            let number = turnout.number.to_string();
            html.element("span", &[], &fill(words.round, &[("n", &number)]));
        }
        let answered = turnout.answered.to_string();
        let said = match turnout.joined {
            Some(joined) => {
                let joined = joined.to_string();
                fill(words.answered_of, &[("n", &answered), ("joined", &joined)])
            }
            None => fill(words.answered, &[("n", &answered)]),
        };
        let round = turnout.round.to_string();
        let templates = [
            ("class", "answered"),
            ("data-round", round.as_str()),
            ("data-some", words.answered),
            ("data-of", words.answered_of),
        ];
        html.element("span", &templates, &said);
        time::left(turnout.countdown, turnout.now_ms, html);
    });
}

/// How the poll is answered, in a line.
pub(super) fn rule(kind: &PollKind, html: &mut Html) {
    html.element("p", &[("id", "rule"), ("class", "quiet")], &how(kind));
}

/// How a poll is answered, as a line of its own.
pub(super) fn how(kind: &PollKind) -> String {
    let sentence = how_to_answer(kind);
    if !sentence.is_empty() {
        return sentence;
    }
    let rule = rule_of(kind);
    let mut letters = rule.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether the question itself is the label of the only field.
fn has_one_field(kind: &PollKind) -> bool {
    match kind {
        PollKind::Number { .. } | PollKind::Text { .. } | PollKind::Words { max: 1 } => true,
        PollKind::Scale { min, max, labels } => {
            labels.len() <= 2 && i64::from(*max) - i64::from(*min) >= MOST_POINTS
        }
        _ => false,
    }
}

fn field(kind: &PollKind, filled: Option<&Filled>, html: &mut Html) {
    let labelled = [("aria-labelledby", "question"), ("aria-describedby", "rule")];
    let value = filled.and_then(|filled| filled.value.as_ref());
    let value = value.map_or("", |value| value.as_str());
    let text = filled.and_then(|filled| filled.texts.first());
    let text = text.map_or("", |text| text.as_str());
    let [by, described] = labelled;
    match kind {
        PollKind::Text { max_chars, .. } => {
            let most = max_chars.to_string();
            let says = html.words.characters;
            let area = [
                ("id", "field"),
                ("name", "text"),
                ("rows", "4"),
                ("required", ""),
                ("data-most", most.as_str()),
                ("data-says", says),
                by,
                described,
            ];
            html.element("textarea", &area, text);
        }
        PollKind::Number { min, max, unit } => {
            let limit = |end: &Option<f64>| end.map(|end| end.to_string());
            // A keyboard for decimals has no minus on some phones.
            let keys = if min.is_some_and(|min| min >= 0.0) { "decimal" } else { "text" };
            let ends = (limit(min), limit(max));
            number(ends, "any", keys, value, html);
            if let Some(unit) = unit {
                html.element("span", &[("class", "unit"), ("dir", "auto")], unit);
            }
        }
        PollKind::Scale { min, max, labels } => {
            let keys = if *min >= 0 { "numeric" } else { "text" };
            number((Some(min.to_string()), Some(max.to_string())), "1", keys, value, html);
            let ends = labels.iter().zip([min, max]);
            for (label, point) in ends {
                let values = [("point", point.to_string()), ("label", label.clone())];
                let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                let said = fill(html.words.stands_for, &values);
                html.element("p", &[("class", "quiet"), ("dir", "auto")], &said);
            }
        }
        _ => {
            let field = [
                ("id", "field"),
                ("type", "text"),
                ("name", "text"),
                ("value", text),
                ("required", ""),
                ("autocomplete", "off"),
                by,
                described,
            ];
            html.tag("input", &field);
        }
    }
}

fn number(
    (min, max): (Option<String>, Option<String>),
    step: &str,
    keys: &str,
    value: &str,
    html: &mut Html,
) {
    let mut field = vec![
        ("id", "field"),
        ("type", "number"),
        ("name", "value"),
        ("step", step),
        ("required", ""),
        ("autocomplete", "off"),
        ("aria-labelledby", "question"),
        ("aria-describedby", "rule"),
    ];
    // Without it, a phone shows the keyboard that fits the type.
    field.extend((keys != "text").then_some(("inputmode", keys)));
    field.extend(min.as_deref().map(|min| ("min", min)));
    field.extend(max.as_deref().map(|max| ("max", max)));
    field.extend((!value.is_empty()).then_some(("value", value)));
    html.tag("input", &field);
}

fn controls(kind: &PollKind, filled: Option<&Filled>, html: &mut Html) {
    let chosen = filled.map_or(&[][..], |filled| &filled.choices);
    let point = filled.and_then(|filled| filled.value.as_ref());
    let point = point.and_then(|value| value.as_str().parse::<f64>().ok());
    match kind {
        PollKind::Single { choices } => {
            for (number, choice) in (1..).zip(choices) {
                let picked = chosen.contains(&number);
                card(("radio", "choice"), (i64::from(number), picked), choice, html);
            }
        }
        PollKind::Multiple { choices, .. } => {
            for (number, choice) in (1..).zip(choices) {
                let picked = chosen.contains(&number);
                card(("checkbox", "choice"), (i64::from(number), picked), choice, html);
            }
        }
        PollKind::Ranking { choices } => {
            let ranks = filled.map_or(&[][..], |filled| &filled.ranks);
            let sentence = html.words.place;
            picks(("rank", sentence), choices.len(), (choices, ranks), html);
        }
        PollKind::Dots { choices, dots } => {
            let sentence = html.words.dot;
            let dots = usize::try_from(*dots).unwrap_or(usize::MAX);
            picks(("choice", sentence), dots, (choices, chosen), html);
        }
        PollKind::Scale { min, max, labels }
            if labels.len() > 2 || labels.len() == points(*min, *max) =>
        {
            for (number, label) in (i64::from(*min)..).zip(labels) {
                let picked = is_at(point, number);
                card(("radio", "value"), (number, picked), &format!("{number}  {label}"), html);
            }
        }
        PollKind::Scale { min, max, labels } => {
            row(i64::from(*min)..=i64::from(*max), labels, point, html);
        }
        PollKind::Fist => row(0..=5, &[], point, html),
        PollKind::Words { max } => {
            let texts = filled.map_or(&[][..], |filled| &filled.texts);
            for number in 0..usize::try_from(*max).unwrap_or(usize::MAX) {
                let label = fill(html.words.word, &[("n", &(number + 1).to_string())]);
                let text = texts.get(number).map_or("", |text| text.as_str());
                word(&label, text, html);
            }
        }
        PollKind::Number { .. } | PollKind::Text { .. } => {}
    }
}

fn points(min: i32, max: i32) -> usize {
    usize::try_from(i64::from(max) - i64::from(min) + 1).unwrap_or(usize::MAX)
}

fn is_at(point: Option<f64>, number: i64) -> bool {
    point.is_some_and(|point| point.to_string() == number.to_string())
}

/// A radio button or a box to tick, with its label the size of a thumb.
fn card((control, name): (&str, &str), (value, picked): (i64, bool), label: &str, html: &mut Html) {
    html.within("label", &[("class", "card")], |html| {
        pick((control, name), (value, picked), html);
        html.element("span", &[("dir", "auto")], label);
    });
}

fn pick((control, name): (&str, &str), (value, picked): (i64, bool), html: &mut Html) {
    let value = value.to_string();
    let id = format!("{name}-{value}");
    let mut attributes =
        vec![("type", control), ("name", name), ("value", &value), ("id", id.as_str())];
    attributes.extend((control == "radio").then_some(("required", "")));
    attributes.extend(picked.then_some(("checked", "")));
    html.tag("input", &attributes);
}

/// The points of a scale beside each other, with words at the ends where there are some.
fn row(
    points: std::ops::RangeInclusive<i64>,
    labels: &[String],
    point: Option<f64>,
    html: &mut Html,
) {
    let (min, max) = (*points.start(), *points.end());
    let end = |number: i64| match (labels.first(), labels.get(1)) {
        (Some(label), _) if number == min => Some(label),
        (_, Some(label)) if number == max => Some(label),
        _ => None,
    };
    html.within("div", &[("class", "points")], |html| {
        for number in points {
            html.within("label", &[("class", "point")], |html| {
                pick(("radio", "value"), (number, is_at(point, number)), html);
                html.within("span", &[], |html| {
                    html.text(&number.to_string());
                    if let Some(label) = end(number) {
                        html.unseen(&format!(" {label}"));
                    }
                });
            });
        }
    });
    if !labels.is_empty() {
        html.within("p", &[("class", "ends"), ("aria-hidden", "true")], |html| {
            for label in labels {
                html.element("span", &[("dir", "auto")], label);
            }
        });
    }
}

/// So many fields, each of which takes one of the choices.
fn picks(
    (name, sentence): (&'static str, &str),
    count: usize,
    (choices, picked): (&[String], &[u32]),
    html: &mut Html,
) {
    let words = html.words;
    let says = [
        ("class", "picks"),
        ("data-ranked", words.ranked),
        ("data-unranked", words.unranked),
        ("data-up", words.move_up),
        ("data-down", words.move_down),
        ("data-out", words.take_out),
        ("data-in", words.put_in),
        ("data-more", words.more_dots),
        ("data-fewer", words.fewer_dots),
        ("data-left-over", words.dots_left),
    ];
    html.within("div", &says, |html| {
        for at in 0..count {
            let label = fill(sentence, &[("n", &(at + 1).to_string())]);
            let id = format!("{name}-{}", at + 1);
            html.within("div", &[("class", "pick")], |html| {
                html.element("label", &[("for", &id)], &label);
                let mut select = vec![("name", name), ("id", id.as_str())];
                select.extend((at == 0).then_some(("required", "")));
                html.within("select", &select, |html| {
                    html.element("option", &[("value", "")], words.none_yet);
                    for (number, choice) in (1..).zip(choices) {
                        let value = number.to_string();
                        let mut option = vec![("value", value.as_str()), ("dir", "auto")];
                        option
                            .extend((picked.get(at) == Some(&number)).then_some(("selected", "")));
                        html.element("option", &option, choice);
                    }
                });
            });
        }
    });
}

fn word(label: &str, text: &str, html: &mut Html) {
    html.within("label", &[("class", "word")], |html| {
        html.element("span", &[], label);
        let size = LONGEST_WORD.to_string();
        let field = [
            ("type", "text"),
            ("name", "text"),
            ("value", text),
            ("size", size.as_str()),
            ("autocomplete", "off"),
            ("autocapitalize", "none"),
        ];
        html.tag("input", &field);
    });
}
