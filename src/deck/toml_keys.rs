//! TOML that an author wrote, with what is wrong in it: syntax, types, and keys that mean nothing.

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue, Deserializer};

use crate::diagnostic::{Diagnostic, Severity, SourceText};

/// Where in a file which keys mean something. Each entry names the way to some tables, key by key, and the keys
/// that these have. `*` is any key; through a list of tables the way leads to all of them.
pub(super) type Known<'k> = [(&'k [&'k str], &'k [&'k str])];

/// Reads a file, with a warning for each key that means nothing where it stands. What cannot be read is nothing
/// but an error of this code, where it stands.
pub(super) fn read<T: DeserializeOwned>(
    source: &SourceText<'_>,
    code: &'static str,
    known: &Known<'_>,
) -> (Option<T>, Vec<Diagnostic>) {
    let faulty = |error: &toml::de::Error| {
        let message = error.message().trim().replace('\n', ", ");
        let found = source.diagnose(Severity::Error, code, message, error.span().unwrap_or(0..0));
        (None, vec![found])
    };
    let root = match DeTable::parse(source.text()) {
        Ok(root) => root,
        Err(error) => return faulty(&error),
    };
    let mut findings = Vec::new();
    for (way, names) in known {
        for table in tables(root.get_ref(), way) {
            findings.extend(unknown_in(source, table, names));
        }
    }
    match T::deserialize(Deserializer::from(root)) {
        Ok(values) => (Some(values), findings),
        Err(error) => faulty(&error),
    }
}

fn tables<'t, 'i>(table: &'t DeTable<'i>, way: &[&str]) -> Vec<&'t DeTable<'i>> {
    let Some((first, rest)) = way.split_first() else { return vec![table] };
    let mut found = Vec::new();
    for (_, value) in table.iter().filter(|(key, _)| *first == "*" || key.get_ref() == first) {
        match value.get_ref() {
            DeValue::Table(table) => found.extend(tables(table, rest)),
            DeValue::Array(list) => {
                let within = list.iter().filter_map(|value| value.get_ref().as_table());
                found.extend(within.flat_map(|table| tables(table, rest)));
            }
            _ => {}
        }
    }
    found
}

fn unknown_in(source: &SourceText<'_>, table: &DeTable<'_>, known: &[&str]) -> Vec<Diagnostic> {
    let unknown = table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref()));
    let finding = |(key, _): (&toml::Spanned<toml::de::DeString<'_>>, _)| {
        let hint = nearest(key.get_ref(), known).map(|name| format!(": did you mean `{name}`?"));
        let message = format!("unknown key `{}`{}", key.get_ref(), hint.unwrap_or_default());
        source.diagnose(Severity::Warning, "unknown-key", message, key.span())
    };
    unknown.map(finding).collect()
}

/// The known name that is most like what was written, if any is at all alike.
pub fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let scored = known.iter().map(|name| (strsim::jaro_winkler(written, name), *name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > 0.75).then_some(best.1)
}

/// Says that something is not one of the known names, and which is most like it.
pub fn unknown_name(what: &str, written: &str, known: &[&str]) -> String {
    match nearest(written, known) {
        Some(near) => format!("unknown {what} `{written}`: did you mean `{near}`?"),
        None => format!("unknown {what} `{written}`: it is one of {}", known.join(", ")),
    }
}
