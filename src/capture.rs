//! Captures: what is written down while a talk is given, and the one line in which it is typed.
//!
//! `a send the contract @Ada !Fri` is an action that Ada owes by Friday. The first letter, or its word, says what it
//! is; `n` a note, `d` a decision, `a` an action, `q` a quote, `p` a question parked for later; without one it is a
//! note. Actions and questions have an owner, `@name`, and a date, `!when`; an underscore in them stands for a
//! blank. A backslash before any of these makes it plain text: `\@home`, `\a fresh start`.

use crate::safe_text::SafeText;

/// What is written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Something worth keeping.
    #[default]
    Note,
    /// What the room agreed on.
    Decision,
    /// What somebody will do.
    Action,
    /// What somebody said, in their words.
    Quote,
    /// A question that is parked for later.
    Question,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Note, Self::Decision, Self::Action, Self::Quote, Self::Question];

    /// The name in files and on screens; it begins a line too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Decision => "decision",
            Self::Action => "action",
            Self::Quote => "quote",
            Self::Question => "question",
        }
    }

    /// The letter that begins a line.
    pub fn letter(self) -> char {
        match self {
            Self::Note => 'n',
            Self::Decision => 'd',
            Self::Action => 'a',
            Self::Quote => 'q',
            Self::Question => 'p',
        }
    }

    /// Whether somebody owes it by some time.
    pub fn is_owed(self) -> bool {
        matches!(self, Self::Action | Self::Question)
    }

    /// The kind that a first word names.
    fn named(word: &str) -> Option<Self> {
        let word = word.strip_suffix(':').unwrap_or(word);
        let is_letter = |kind: &Self| word.strip_prefix(kind.letter()) == Some("");
        Self::ALL.into_iter().find(|kind| is_letter(kind) || word == kind.name())
    }
}

/// Where a capture stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// It stands, and is yet to be done or answered if that is its kind.
    #[default]
    Open,
    /// It is done or answered.
    Settled,
    /// It was dropped on purpose.
    Dropped,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Open, Self::Settled, Self::Dropped];

    /// The name in files and on screens.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Settled => "settled",
            Self::Dropped => "dropped",
        }
    }
}

/// Something that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Unique in the data file; below zero for one that is in memory only.
    pub id: i64,
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub text: SafeText,
    /// Who owes it; several are joined by commas.
    pub owner: Option<SafeText>,
    /// By when, as it was typed.
    pub due: Option<SafeText>,
    /// The id of the slide that was shown.
    pub slide: String,
    /// When it was written down, in milliseconds since 1970 in UTC.
    pub at_ms: i64,
    /// Where it stands.
    pub state: State,
}

impl Capture {
    /// What was typed of it.
    pub fn draft(&self) -> Draft {
        let Self { kind, text, owner, due, .. } = self.clone();
        Draft { kind, text, owner, due }
    }

    /// Whether it is a parked question that nobody has settled or dropped.
    pub fn is_parked(&self) -> bool {
        self.kind == Kind::Question && self.state == State::Open
    }
}

/// What one typed line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it is.
    pub kind: Kind,
    /// Its text; blank while there is none.
    pub text: SafeText,
    /// Who owes it, if that is said.
    pub owner: Option<SafeText>,
    /// By when, if that is said.
    pub due: Option<SafeText>,
}

/// A change of what is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaptureChange {
    /// Write this down.
    Add {
        /// What it says.
        draft: Draft,
        /// The id of the slide that is shown.
        slide: String,
        /// Where it stands: open, but for one that waited for the disk.
        state: State,
    },
    /// It says this instead.
    Edit(i64, Draft),
    /// It is settled, dropped, or open again.
    State(i64, State),
}

impl Draft {
    /// Reads a line. It never fails: what is no kind, owner or date is text.
    pub fn parse(line: &str) -> Self {
        let line = line.trim_start();
        let (kind, rest) = match line.split_once(char::is_whitespace) {
            Some((first, rest)) => match Kind::named(first) {
                Some(kind) => (kind, rest),
                None => (Kind::Note, without_escape_of_kind(line, first)),
            },
            None => (Kind::Note, line),
        };
        let mut words = Vec::new();
        let mut owners: Vec<SafeText> = Vec::new();
        let mut due = None;
        for word in rest.split_whitespace() {
            match marked(word).filter(|_| kind.is_owed()) {
                Some(('@', name)) => owners.push(name),
                Some((_, when)) if due.is_none() => due = Some(when),
                _ => words.push(without_escape(word)),
            }
        }
        let names: Vec<&str> = owners.iter().map(SafeText::as_str).collect();
        let owner = (!names.is_empty()).then(|| SafeText::new(&names.join(", ")));
        Self { kind, text: SafeText::new(&words.join(" ")), owner, due }
    }

    /// The line that says the same, for whoever changes it.
    pub fn line(&self) -> String {
        let mut words = Vec::new();
        for word in self.text.as_str().split(' ').filter(|word| !word.is_empty()) {
            let looks_marked = self.kind.is_owed() && marked(word).is_some();
            let is_plain = !looks_marked && without_escape(word) == word;
            words.push(if is_plain { word.to_owned() } else { format!("\\{word}") });
        }
        let owners = self.owner.iter().flat_map(|owner| owner.as_str().split(", "));
        words.extend(owners.map(|name| format!("@{}", name.replace(' ', "_"))));
        words.extend(self.due.iter().map(|when| format!("!{}", when.as_str().replace(' ', "_"))));
        format!("{} {}", self.kind.letter(), words.join(" "))
    }

    /// What was understood, in a few words: `action · owner Ada · due Fri`.
    pub fn summary(&self) -> String {
        let mut summary = self.kind.name().to_owned();
        for (name, value) in [("owner", &self.owner), ("due", &self.due)] {
            if let Some(value) = value {
                summary.push_str(" · ");
                summary.push_str(name);
                summary.push(' ');
                summary.push_str(value.as_str());
            }
        }
        summary
    }
}

/// The mark of a word that names an owner or a date, and what it names.
fn marked(word: &str) -> Option<(char, SafeText)> {
    let mark = word.chars().next().filter(|c| matches!(c, '@' | '!'))?;
    let name = word.get(1..)?;
    if !name.starts_with(char::is_alphanumeric) {
        return None;
    }
    // A sentence may go on, or end, after it.
    let name = name.trim_end_matches([',', ';', ':', '.']).replace('_', " ");
    let name = SafeText::new(&name);
    (!name.is_blank()).then_some((mark, name))
}

/// A word without the backslash that makes it plain text.
fn without_escape(word: &str) -> &str {
    let rest = word.strip_prefix('\\');
    rest.filter(|rest| rest.starts_with(['@', '!', '\\'])).unwrap_or(word)
}

/// A line whose first word would name a kind, were there no backslash before it.
fn without_escape_of_kind<'l>(line: &'l str, first: &str) -> &'l str {
    let names_kind = first.strip_prefix('\\').is_some_and(|word| Kind::named(word).is_some());
    line.get(usize::from(names_kind)..).unwrap_or(line)
}

#[cfg(test)]
mod tests;
