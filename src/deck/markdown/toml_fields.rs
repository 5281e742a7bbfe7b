//! The fields of a TOML table that an author wrote, each with its place.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::text::Problem;
use crate::deck::{BlockKind, toml_keys};
use crate::safe_text;

/// What became of a fenced block with a TOML body.
pub(super) struct Read {
    /// What it was meant to be: `poll`.
    pub(super) what: &'static str,
    /// A problem without bytes of its own is about the block.
    pub(super) block: Result<BlockKind, Problem>,
    pub(super) warnings: Vec<Problem>,
}

/// A table whose values are asked for one by one.
pub(super) struct Fields<'t> {
    table: DeTable<'t>,
    /// What the table is for: `poll`.
    what: &'static str,
    /// Where it stands, if it is a part of another.
    at: Range<usize>,
}

/// Codes of the findings.
const BAD: &str = "bad-value";

impl<'t> Fields<'t> {
    pub(super) fn read(what: &'static str, text: &'t str) -> Result<Self, Problem> {
        match DeTable::parse(text) {
            Ok(table) => Ok(Self { table: table.into_inner(), what, at: 0..0 }),
            Err(error) => {
                let message = error.message().trim().replace('\n', ", ");
                let at = error.span().unwrap_or(0..0);
                let at = at.start..at.end.max(at.start + 1);
                Err(Problem::error("bad-toml", message, at))
            }
        }
    }

    /// A table inside another.
    pub(super) fn of(what: &'static str, value: &Spanned<DeValue<'t>>) -> Option<Self> {
        let table = value.get_ref().as_table()?.clone();
        Some(Self { table, what, at: value.span() })
    }

    /// A warning for each key that is not known.
    pub(super) fn unknown(&self, known: &[&str]) -> Vec<Problem> {
        let unknown = self.table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref()));
        let warning = |key: &Spanned<_>, name: &str| {
            let hint =
                toml_keys::nearest(name, known).map(|near| format!(": did you mean `{near}`?"));
            let message =
                format!("unknown key `{name}` of a {}{}", self.what, hint.unwrap_or_default());
            Problem::warning("unknown-key", message, key.span())
        };
        unknown.map(|(key, _)| warning(key, key.get_ref())).collect()
    }

    /// Where a key's value stands; nowhere if it is missing.
    pub(super) fn place(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or(0..0, Spanned::span)
    }

    pub(super) fn value(&self, key: &str) -> Option<&Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    fn get<T>(
        &self,
        key: &str,
        expected: &str,
        read: impl Fn(&DeValue<'t>) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        match read(value.get_ref()) {
            Some(value) => Ok(Some(value)),
            None => Err(Problem::error(BAD, format!("`{key}` expects {expected}"), value.span())),
        }
    }

    /// One line of text that is not empty.
    pub(super) fn text(&self, key: &str) -> Result<Option<String>, Problem> {
        self.get(key, "text that is not empty", |value| text(value).filter(|t| !t.is_empty()))
    }

    /// As [`Self::text`], for a key that must be there.
    pub(super) fn required(&self, key: &str) -> Result<String, Problem> {
        self.text(key)?.ok_or_else(|| self.missing(key))
    }

    /// One line of text that may be empty.
    pub(super) fn words(&self, key: &str) -> Result<Option<String>, Problem> {
        self.get(key, "text", text)
    }

    /// Text of one or more lines that may be empty.
    pub(super) fn lines(&self, key: &str) -> Result<Option<String>, Problem> {
        self.get(key, "text", |value| {
            value.as_str().map(|text| safe_text::clean_lines(text.trim()).into_owned())
        })
    }

    /// The values of a list that is not empty, each with its place.
    pub(super) fn list(&self, key: &str) -> Result<Vec<&Spanned<DeValue<'t>>>, Problem> {
        let value = self.table.get(key).ok_or_else(|| self.missing(key))?;
        let values: Vec<_> = value.get_ref().as_array().into_iter().flatten().collect();
        if values.is_empty() {
            let message = format!("`{key}` expects a list that is not empty");
            return Err(Problem::error(BAD, message, value.span()));
        }
        Ok(values)
    }

    pub(super) fn missing(&self, key: &str) -> Problem {
        Problem::error("missing-key", format!("a {} needs `{key}`", self.what), self.at.clone())
    }

    pub(super) fn texts(&self, key: &str) -> Result<Option<Vec<String>>, Problem> {
        self.get(key, "a list of texts, none of them empty", |value| {
            let texts: Option<Vec<String>> =
                value.as_array()?.iter().map(|v| text(v.get_ref())).collect();
            texts.filter(|texts| texts.iter().all(|text| !text.is_empty()))
        })
    }

    pub(super) fn truth(&self, key: &str, default: bool) -> Result<bool, Problem> {
        Ok(self.get(key, "`true` or `false`", DeValue::as_bool)?.unwrap_or(default))
    }

    pub(super) fn whole(&self, key: &str, limits: (i64, i64)) -> Result<Option<i64>, Problem> {
        let expected = format!("a whole number from {} to {}", limits.0, limits.1);
        self.get(key, &expected, |value| {
            integer(value).filter(|number| (limits.0..=limits.1).contains(number))
        })
    }

    /// A count from 1, or what stands for it.
    pub(super) fn count(&self, key: &str, most: u32) -> Result<Option<u32>, Problem> {
        let count = self.whole(key, (1, i64::from(most)))?;
        Ok(count.and_then(|count| u32::try_from(count).ok()))
    }

    pub(super) fn number(&self, key: &str) -> Result<Option<f64>, Problem> {
        self.get(key, "a number", number)
    }
}

pub(super) fn text(value: &DeValue<'_>) -> Option<String> {
    value.as_str().map(|text| safe_text::clean(text.trim()).into_owned())
}

pub(super) fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
}

pub(super) fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(float) => {
            float.as_str().replace('_', "").parse().ok().filter(|number: &f64| number.is_finite())
        }
        DeValue::Integer(_) => integer(value).and_then(|whole| whole.to_string().parse().ok()),
        _ => None,
    }
}
