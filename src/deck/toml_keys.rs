//! Findings in TOML that an author wrote: syntax errors, and keys that mean nothing.

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Severity, SourceText};

/// A syntax or type error, where it stands.
pub(super) fn error(
    source: &SourceText<'_>,
    code: &'static str,
    error: &toml::de::Error,
) -> Diagnostic {
    let message = error.message().trim().replace('\n', ", ");
    source.diagnose(Severity::Error, code, message, error.span().unwrap_or(0..0))
}

/// A warning for each top-level key that is not known.
pub(super) fn unknown(source: &SourceText<'_>, known: &[&str]) -> Vec<Diagnostic> {
    match DeTable::parse(source.text()) {
        Ok(table) => unknown_in(source, table.get_ref(), known),
        Err(_) => Vec::new(),
    }
}

/// A warning for each key that is not known, in each table of the table `source` holds.
pub(super) fn unknown_in_tables(source: &SourceText<'_>, known: &[&str]) -> Vec<Diagnostic> {
    let Ok(root) = DeTable::parse(source.text()) else { return Vec::new() };
    let tables = root.get_ref().iter().filter_map(|(_, value)| match value.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    });
    tables.flat_map(|table| unknown_in(source, table, known)).collect()
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
