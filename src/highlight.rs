//! Code to roles, line by line, so that a change of theme colours nothing anew.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

use crate::theme::Role;

/// The roles of one line of code: how many bytes each run of one role takes, in order.
pub type ColouredLine = Vec<(Role, usize)>;

/// The code blocks that have been coloured lately. A page is laid out in plain code until its blocks
/// are among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Colours {
    blocks: HashMap<u64, Arc<[ColouredLine]>>,
    /// The keys in the order they came, so that the oldest can go.
    order: VecDeque<u64>,
}

impl Colours {
    /// The most blocks that are kept: more than a slide and its neighbours can need, little memory.
    const LIMIT: usize = 64;

    /// The lines of a code block, if it has been coloured.
    pub fn get(&self, language: &str, source: &str) -> Option<&Arc<[ColouredLine]>> {
        self.blocks.get(&key(language, source))
    }

    /// Keeps the lines of a code block, and forgets the oldest block where there are too many.
    pub fn insert(&mut self, language: &str, source: &str, lines: Arc<[ColouredLine]>) {
        let key = key(language, source);
        if self.blocks.insert(key, lines).is_none() {
            self.order.push_back(key);
        }
        if self.order.len() > Self::LIMIT
            && let Some(oldest) = self.order.pop_front()
        {
            self.blocks.remove(&oldest);
        }
    }
}

fn key(language: &str, source: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (language, source).hash(&mut hasher);
    hasher.finish()
}

/// Knows the grammars of some two hundred languages. Making one takes a few milliseconds, and so does
/// the first block of each language: it belongs on a thread that nobody waits for.
pub struct Highlighter {
    grammars: SyntaxSet,
    roles: Vec<(Scope, Role)>,
}

impl Default for Highlighter {
    fn default() -> Self {
        let roles = SCOPES.iter().filter_map(|(name, role)| Some((Scope::new(name).ok()?, *role)));
        Self { grammars: two_face::syntax::extra_newlines(), roles: roles.collect() }
    }
}

/// Which role a scope takes; the first that is a prefix of the innermost scope wins, then the next
/// scope outwards is asked. Scope names are those of Sublime Text's grammars.
const SCOPES: &[(&str, Role)] = &[
    ("comment", Role::Comment),
    ("punctuation.definition.comment", Role::Comment),
    ("string", Role::Str),
    ("punctuation.definition.string", Role::Str),
    ("constant.character.escape", Role::Literal),
    ("constant", Role::Literal),
    ("variable.language", Role::Literal),
    ("entity.name.function", Role::Function),
    ("support.function", Role::Function),
    ("variable.function", Role::Function),
    ("support.macro", Role::Function),
    ("entity.name.macro", Role::Function),
    ("entity.name.tag", Role::Keyword),
    ("entity.name.section", Role::Type),
    ("entity.name.type", Role::Type),
    ("entity.name", Role::Type),
    ("entity.other.inherited-class", Role::Type),
    ("entity.other.attribute-name", Role::Function),
    ("support.type", Role::Type),
    ("support.class", Role::Type),
    ("storage.type.numeric", Role::Literal),
    ("keyword.operator.word", Role::Keyword),
    ("keyword.operator", Role::Punctuation),
    ("keyword", Role::Keyword),
    ("storage", Role::Keyword),
    ("punctuation", Role::Punctuation),
    ("markup.heading", Role::Type),
    ("markup.raw", Role::Str),
    ("markup.inserted", Role::Success),
    ("markup.deleted", Role::Error),
];

impl Highlighter {
    /// Lines longer than this, in bytes, stay plain: a grammar could take seconds over one of them.
    const LONGEST_LINE: usize = 4_000;

    /// The roles of each line of a code block. In a language that is not known every line is code.
    pub fn colour(&self, language: &str, source: &str) -> Arc<[ColouredLine]> {
        let grammar =
            (!language.is_empty()).then(|| self.grammars.find_syntax_by_token(language)).flatten();
        let Some(grammar) = grammar else {
            return source.split('\n').map(|line| vec![(Role::Code, line.len())]).collect();
        };
        let mut state = ParseState::new(grammar);
        let mut scopes = ScopeStack::new();
        source.split('\n').map(|line| self.colour_line(line, &mut state, &mut scopes)).collect()
    }

    fn colour_line(
        &self,
        line: &str,
        state: &mut ParseState,
        scopes: &mut ScopeStack,
    ) -> ColouredLine {
        let plain = || vec![(Role::Code, line.len())];
        if line.len() > Self::LONGEST_LINE {
            return plain();
        }
        let Ok(changes) = state.parse_line(&format!("{line}\n"), &self.grammars) else {
            return plain();
        };
        let mut coloured = ColouredLine::new();
        let mut from = 0;
        for (at, change) in changes {
            let to = at.min(line.len());
            extend(&mut coloured, self.role(scopes), to.saturating_sub(from));
            from = from.max(to);
            if scopes.apply(&change).is_err() {
                return plain();
            }
        }
        extend(&mut coloured, self.role(scopes), line.len() - from);
        coloured
    }

    fn role(&self, scopes: &ScopeStack) -> Role {
        let role_of = |scope: &Scope| {
            self.roles.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, role)| *role)
        };
        scopes.as_slice().iter().rev().find_map(role_of).unwrap_or(Role::Code)
    }
}

fn extend(line: &mut ColouredLine, role: Role, length: usize) {
    match line.last_mut() {
        _ if length == 0 => {}
        Some((last, bytes)) if *last == role => *bytes += length,
        _ => line.push((role, length)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(language: &str, source: &str) -> Vec<Vec<(Role, String)>> {
        let lines = Highlighter::default().colour(language, source);
        let name = |line: &ColouredLine, text: &str| {
            let mut rest = text;
            let mut named = Vec::new();
            for (role, bytes) in line {
                let (run, tail) = rest.split_at(*bytes);
                named.push((*role, run.to_owned()));
                rest = tail;
            }
            assert_eq!(rest, "", "every byte has a role");
            named
        };
        lines.iter().zip(source.split('\n')).map(|(line, text)| name(line, text)).collect()
    }

    #[test]
    fn rust_is_told_apart() {
        let lines = roles("rust", "fn main() { // hi\n    let x = \"a\";");
        assert_eq!(lines[0][0], (Role::Keyword, "fn".to_owned()));
        assert!(lines[0].contains(&(Role::Function, "main".to_owned())));
        assert!(lines[0].contains(&(Role::Comment, "// hi".to_owned())));
        assert!(lines[1].contains(&(Role::Str, "\"a\"".to_owned())));
    }

    #[test]
    fn common_languages_are_known() {
        let languages =
            ["rust", "python", "toml", "yaml", "json", "sh", "sql", "java", "go", "ts", "c", "md"];
        let highlighter = Highlighter::default();
        for language in languages {
            assert!(highlighter.grammars.find_syntax_by_token(language).is_some(), "{language}");
        }
    }

    #[test]
    fn an_unknown_language_is_plain_code() {
        assert_eq!(roles("klingon", "a b"), [[(Role::Code, "a b".to_owned())]]);
        assert_eq!(roles("", ""), [[(Role::Code, String::new())]]);
    }

    #[test]
    fn a_line_of_letters_without_end_is_left_plain() {
        let long = "x".repeat(200_000);
        assert_eq!(roles("rust", &long), [[(Role::Code, long.clone())]]);
    }

    #[test]
    fn the_oldest_block_is_forgotten() {
        let mut colours = Colours::default();
        for number in 0..1_000 {
            colours.insert("rust", &number.to_string(), Arc::from([]));
        }
        assert_eq!(colours.blocks.len(), Colours::LIMIT);
        assert!(colours.get("rust", "999").is_some());
        assert!(colours.get("rust", "0").is_none());
    }
}
