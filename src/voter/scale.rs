//! A point on a scale: by its digit, by moving, or typed where digits are not enough.

use super::field::Field;
use crate::ballot::Answer;
use crate::keymap::{Code, Key};

/// Whether the points are listed below each other, each with its label, and not drawn side by side.
pub fn is_listed(min: i32, max: i32, labels: &[String]) -> bool {
    let count = i64::from(max) - i64::from(min) + 1;
    labels.len() > 2 || i64::try_from(labels.len()) == Ok(count)
}

/// The point chosen, if what was typed is a number.
pub(super) fn point(field: &Field) -> Option<i64> {
    field.text().as_str().parse().ok()
}

/// Whether each point has a digit of its own.
pub(super) fn has_digits((min, max): (i32, i32)) -> bool {
    min >= 0 && max <= 9
}

/// Takes in a key; what is wrong with it, as a sentence.
pub(super) fn press(field: &mut Field, ends: (i32, i32), listed: bool, key: Key) -> Option<String> {
    let (low, high) = (i64::from(ends.0), i64::from(ends.1.max(ends.0)));
    let at = point(field);
    let to = match key.code {
        Code::Right => at.map_or(low, |at| at + 1),
        Code::Left => at.map_or(high, |at| at - 1),
        Code::Down if listed => at.map_or(low, |at| at + 1),
        Code::Up if listed => at.map_or(high, |at| at - 1),
        Code::Home => low,
        Code::End => high,
        Code::Backspace | Code::Delete => {
            let _ = field.edit(Key::plain(Code::Backspace));
            return None;
        }
        Code::Char(c @ ('0'..='9' | '-')) => return typed(field, ends, c),
        Code::Up
        | Code::Down
        | Code::Char(_)
        | Code::F(_)
        | Code::Enter
        | Code::Esc
        | Code::Tab
        | Code::PageUp
        | Code::PageDown => return None,
    };
    *field = Field::of(&to.clamp(low, high).to_string());
    None
}

fn typed(field: &mut Field, ends: (i32, i32), c: char) -> Option<String> {
    let (low, high) = (i64::from(ends.0), i64::from(ends.1));
    let held = field.text();
    let held = held.as_str();
    if c == '-' {
        let turned = match held.strip_prefix('-') {
            Some(rest) => rest.to_owned(),
            None => format!("-{held}"),
        };
        if low < 0 {
            *field = Field::of(&turned);
        }
        return None;
    }
    if has_digits(ends) {
        let is_point = c.to_digit(10).is_some_and(|digit| (low..=high).contains(&i64::from(digit)));
        if is_point {
            *field = Field::of(&c.to_string());
        }
        return (!is_point).then(|| format!("There is no {c}: press {low} to {high}."));
    }
    let longest = low.to_string().len().max(high.to_string().len());
    let more = format!("{held}{c}");
    *field = Field::of(if more.len() > longest { more.get(held.len()..)? } else { &more });
    None
}

/// The answer, or what is missing.
pub(super) fn answer(field: &Field, ends: (i32, i32)) -> Result<Answer, String> {
    let Some(point) = point(field).and_then(|point| i32::try_from(point).ok()) else {
        return Err(format!("Choose first: {} to {}.", ends.0, ends.1));
    };
    Ok(Answer::Value(f64::from(point)))
}
