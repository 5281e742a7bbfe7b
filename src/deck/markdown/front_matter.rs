//! What a single document says of itself before its first slide: YAML between `---` or TOML between
//! `+++`.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use serde::Deserialize;

use super::text::{Findings, Problem};
use crate::deck::{Meta, toml_keys};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::safe_text;

/// Front matter that was found.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) meta: Meta,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The byte offset at which the slides begin.
    pub(super) end: usize,
}

const KEYS: [&str; 9] =
    ["title", "sub_title", "subtitle", "author", "authors", "event", "date", "theme", "license"];

/// A value as either language writes it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Value {
    Truth(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    List(Vec<Self>),
    Map(BTreeMap<String, Self>),
    Nothing(()),
}

/// Reads the front matter that a text begins with, if it does.
pub(super) fn read(source: &SourceText<'_>) -> Option<FrontMatter> {
    let (fence, body, end) = find(source.text())?;
    let written = source.text().get(body.clone()).unwrap_or_default();
    let values = if fence == "+++" { toml(written) } else { yaml(written) };
    let mut findings = Findings::default();
    let mut meta = Meta::default();
    match values {
        Ok(values) => {
            let places = places(fence, written);
            for (key, value) in values {
                if let Err(message) = set(&mut meta, &key, value) {
                    let code = if KEYS.contains(&key.as_str()) {
                        "bad-front-matter"
                    } else {
                        "unknown-key"
                    };
                    let at = places.get(key.as_str()).cloned().unwrap_or(0..1);
                    let at = body.start + at.start..body.start + at.end;
                    findings.report(source, Problem::warning(code, message, at));
                }
            }
        }
        Err((message, at)) => {
            let at = body.start + at.min(written.len());
            findings.report(source, Problem::error("bad-front-matter", message, at..at + 1));
        }
    }
    Some(FrontMatter { meta, diagnostics: findings.list, end })
}

/// The fence, the bytes between the fences, and where the slides begin.
fn find(text: &str) -> Option<(&str, Range<usize>, usize)> {
    let first = text.split_inclusive('\n').next()?;
    let fence = first.trim_end();
    if !matches!(fence, "---" | "+++") {
        return None;
    }
    let start = first.len();
    let mut at = start;
    let mut has_key = false;
    for line in text.get(start..)?.split_inclusive('\n') {
        let written = line.trim_end();
        if written == fence || (fence == "---" && written == "...") {
            let is_yaml_or_toml = has_key || fence == "+++";
            return is_yaml_or_toml.then_some((fence, start..at, at + line.len()));
        }
        has_key |= is_key(written);
        at += line.len();
    }
    None
}

/// Whether a line looks like `key:` at its beginning.
fn is_key(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else { return false };
    let plain = key.trim_matches(['"', '\'']);
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    !plain.is_empty()
        && plain.chars().all(is_word)
        && (rest.is_empty() || rest.starts_with([' ', '\t']))
}

type Values = BTreeMap<String, Value>;

fn yaml(written: &str) -> Result<Values, (String, usize)> {
    serde_saphyr::from_str::<Values>(written).map_err(|error| {
        let error = error.without_snippet();
        let line = error.location().map_or(1, |location| location.line());
        let before = written.split_inclusive('\n').map(str::len);
        let at = before.take(usize::try_from(line).unwrap_or(1).saturating_sub(1)).sum();
        (format!("the front matter is not readable as YAML: {}", sentence(&error.to_string())), at)
    })
}

fn toml(written: &str) -> Result<Values, (String, usize)> {
    let table: toml::Table = toml::from_str(written).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (format!("the front matter is not readable as TOML: {}", sentence(error.message())), at)
    })?;
    Ok(table.into_iter().map(|(key, value)| (key, of_toml(value))).collect())
}

fn sentence(message: &str) -> String {
    message.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
}

fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Integer(number) => Value::Whole(number),
        toml::Value::Float(number) => Value::Number(number),
        toml::Value::Boolean(truth) => Value::Truth(truth),
        toml::Value::Datetime(date) => Value::Text(date.to_string()),
        toml::Value::Array(list) => Value::List(list.into_iter().map(of_toml).collect()),
        toml::Value::Table(map) => {
            Value::Map(map.into_iter().map(|(key, value)| (key, of_toml(value))).collect())
        }
    }
}

/// Takes one key, or says why it cannot.
fn set(meta: &mut Meta, key: &str, value: Value) -> Result<(), String> {
    let expected = &format!("`{key}` expects text");
    match key {
        "title" => meta.title = text(value, expected)?,
        "sub_title" | "subtitle" => meta.subtitle = text(value, expected)?,
        "event" => meta.event = text(value, expected)?,
        "date" => meta.date = text(value, expected)?,
        "license" => meta.license = text(value, expected)?,
        "theme" => meta.theme = theme(value, "`theme` expects the name of a theme")?,
        "author" | "authors" => {
            let expected = format!("`{key}` expects a name or a list of names");
            meta.authors.extend(texts(value, &expected)?);
        }
        _ => {
            let hint =
                toml_keys::nearest(key, &KEYS).map(|name| format!(": did you mean `{name}`?"));
            let hint = hint.unwrap_or_default();
            return Err(format!("unknown key `{key}` in the front matter{hint}"));
        }
    }
    Ok(())
}

/// One line of text; none at all for an empty value.
fn text(value: Value, expected: &str) -> Result<Option<String>, String> {
    match value {
        Value::Text(text) => Ok(Some(safe_text::clean(text.trim()).into_owned())),
        Value::Whole(number) => Ok(Some(number.to_string())),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Truth(truth) => Ok(Some(truth.to_string())),
        Value::Nothing(()) => Ok(None),
        Value::List(_) | Value::Map(_) => Err(expected.to_owned()),
    }
}

fn texts(value: Value, expected: &str) -> Result<Vec<String>, String> {
    match value {
        Value::List(list) => {
            let texts = list.into_iter().map(|value| text(value, expected));
            let texts: Result<Vec<Option<String>>, String> = texts.collect();
            Ok(texts?.into_iter().flatten().collect())
        }
        value => Ok(text(value, expected)?.into_iter().collect()),
    }
}

/// A name, or presenterm's map with a name; without one there is nothing to choose.
fn theme(value: Value, expected: &str) -> Result<Option<String>, String> {
    match value {
        Value::Map(mut map) => map.remove("name").map_or(Ok(None), |name| text(name, expected)),
        value => text(value, expected),
    }
}

/// Where each key stands: on the first line that begins with it.
fn places<'w>(fence: &str, written: &'w str) -> HashMap<&'w str, Range<usize>> {
    // In TOML, a dot or a bracket parts a table from what is in it.
    let ends: &[char] =
        if fence == "+++" { &['=', '.', ']', '"', '\''] } else { &[':', '"', '\''] };
    let mut places = HashMap::new();
    let mut at = 0;
    for line in written.split_inclusive('\n') {
        let rest = line.trim_start_matches(['[', '"', '\'']);
        let start = at + line.len() - rest.len();
        let key = rest.split(ends).next().unwrap_or_default().trim_end();
        places.entry(key).or_insert(start..start + key.len());
        at += line.len();
    }
    places
}
