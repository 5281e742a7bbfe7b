//! A line of text that is being typed, with a cursor in it. What is seen is what will be cast: it is made
//! safe as it is typed.

use crate::keymap::{Code, Key};
use crate::layout;
use crate::safe_text::SafeText;

/// Text on both sides of a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// What stands before the cursor.
    pub before: String,
    /// What stands after it.
    pub after: String,
}

impl Field {
    /// A field with this text, the cursor at its end.
    pub fn of(text: &str) -> Self {
        Self { before: safe(text), after: String::new() }
    }

    /// All of it.
    pub fn text(&self) -> SafeText {
        SafeText::new(&format!("{}{}", self.before, self.after))
    }

    /// A key that moves or takes away; whether it is one.
    pub fn edit(&mut self, key: Key) -> bool {
        match key.code {
            Code::Backspace => {
                let _ = take_last(&mut self.before);
            }
            Code::Delete => {
                let _ = take_first(&mut self.after);
            }
            Code::Left => {
                if let Some(cluster) = take_last(&mut self.before) {
                    self.after.insert_str(0, &cluster);
                }
            }
            Code::Right => {
                if let Some(cluster) = take_first(&mut self.after) {
                    self.before.push_str(&cluster);
                }
            }
            Code::Home | Code::Up => self.after.insert_str(0, &std::mem::take(&mut self.before)),
            Code::End | Code::Down => self.before.push_str(&std::mem::take(&mut self.after)),
            Code::Char(_)
            | Code::F(_)
            | Code::Enter
            | Code::Esc
            | Code::Tab
            | Code::PageUp
            | Code::PageDown => return false,
        }
        true
    }

    /// Adds text at the cursor, as much of it as `most` characters in all have room for; whether all had.
    pub fn insert(&mut self, text: &str, most: usize) -> bool {
        let held = self.text().graphemes();
        let added = self.with(text);
        if added.text().graphemes() <= most {
            *self = added;
            return true;
        }
        let clean = safe(text);
        let room = most.saturating_sub(held);
        let part: String =
            layout::graphemes(&clean).take(room).map(|(cluster, _)| cluster).collect();
        let added = self.with(&part);
        if added.text().graphemes() <= most {
            *self = added;
        }
        false
    }

    fn with(&self, text: &str) -> Self {
        let before = safe(&format!("{}{text}", self.before));
        Self { before, after: self.after.clone() }
    }
}

/// The text as it would be cast, but for a blank at its end that more text may follow.
fn safe(text: &str) -> String {
    let safe = SafeText::new(text);
    let blank = if text.ends_with(char::is_whitespace) && !safe.is_blank() { " " } else { "" };
    format!("{}{blank}", safe.as_str())
}

fn take_last(text: &mut String) -> Option<String> {
    let (cluster, _) = layout::graphemes(text).last()?;
    let cluster = cluster.to_owned();
    text.truncate(text.len() - cluster.len());
    Some(cluster)
}

fn take_first(text: &mut String) -> Option<String> {
    let (cluster, _) = layout::graphemes(text).next()?;
    let cluster = cluster.to_owned();
    text.drain(..cluster.len());
    Some(cluster)
}
