//! Polls, discussions, results and what happened: fenced blocks with a TOML body.

use toml::de::DeValue;

use super::text::Problem;
use super::toml_fields::{Fields, Read, integer, text};
use crate::deck::{BlockKind, Happened, Results, toml_keys};
use crate::discussion::{Discussion, Method};
use crate::poll::{Poll, PollKind};

/// Reads the body of a block if it is one of these.
pub(super) fn read(language: &str, body: &str) -> Option<Read> {
    let what =
        ["poll", "discuss", "results", "happened"].into_iter().find(|what| *what == language)?;
    let fields = match Fields::read(what, body) {
        Ok(fields) => fields,
        Err(problem) => return Some(Read { what, block: Err(problem), warnings: Vec::new() }),
    };
    let (block, known): (_, Vec<&str>) = match what {
        "poll" => {
            let (poll, own) = poll(&fields);
            (poll.map(BlockKind::Poll), POLL.iter().chain(own).copied().collect())
        }
        "discuss" => (discussion(&fields).map(BlockKind::Discussion), DISCUSS.to_vec()),
        "happened" => (happened(&fields).map(BlockKind::Happened), HAPPENED.to_vec()),
        _ => (results(&fields).map(BlockKind::Results), RESULTS.to_vec()),
    };
    Some(Read { what, block, warnings: fields.unknown(&known) })
}

const POLL: [&str; 7] = ["id", "kind", "question", "anonymous", "change", "seconds", "answer"];
const DISCUSS: [&str; 7] = ["id", "method", "minutes", "prompt", "listen_for", "probes", "poll"];
const RESULTS: [&str; 3] = ["poll", "rounds", "compare"];
const HAPPENED: [&str; 2] = ["compare", "parked"];

/// Each kind of poll with the keys of its own.
const KINDS: [(&str, &[&str]); 9] = [
    ("single", &["choices"]),
    ("multiple", &["choices", "min", "max"]),
    ("ranking", &["choices"]),
    ("scale", &["min", "max", "labels"]),
    ("fist", &[]),
    ("number", &["min", "max", "unit"]),
    ("words", &["max"]),
    ("text", &["max_chars", "moderated"]),
    ("dots", &["choices", "dots"]),
];

/// Every key that any kind of poll has.
const ANY: &[&str] = &["choices", "min", "max", "labels", "unit", "max_chars", "moderated", "dots"];

/// Reads a poll; the second value is the keys of its kind.
fn poll(fields: &Fields<'_>) -> (Result<Poll, Problem>, &'static [&'static str]) {
    let kind = match fields.required("kind") {
        Ok(kind) => kind,
        Err(problem) => return (Err(problem), ANY),
    };
    let Some((kind, own)) = KINDS.iter().find(|(known, _)| *known == kind) else {
        let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        let message = toml_keys::unknown_name("kind of poll", &kind, &names);
        return (Err(Problem::error("unknown-kind", message, fields.place("kind"))), ANY);
    };
    (poll_of(fields, kind), own)
}

fn poll_of(fields: &Fields<'_>, kind: &str) -> Result<Poll, Problem> {
    let id = id(fields, "id")?.ok_or_else(|| fields.missing("id"))?;
    let question = fields.required("question")?;
    let kind = poll_kind(fields, kind)?;
    let answer = answer(fields, &kind)?;
    Ok(Poll {
        id,
        question,
        anonymous: fields.truth("anonymous", true)?,
        change: fields.truth("change", true)?,
        seconds: fields.count("seconds", 24 * 60 * 60)?,
        answer,
        kind,
    })
}

fn poll_kind(fields: &Fields<'_>, kind: &str) -> Result<PollKind, Problem> {
    Ok(match kind {
        "single" => PollKind::Single { choices: choices(fields)? },
        "multiple" => {
            let choices = choices(fields)?;
            let most = u32::try_from(choices.len()).unwrap_or(u32::MAX);
            let min = fields.count("min", most)?.unwrap_or(1);
            let max = fields.count("max", most)?.unwrap_or(most);
            ordered(fields, f64::from(min), f64::from(max))?;
            PollKind::Multiple { choices, min, max }
        }
        "ranking" => PollKind::Ranking { choices: choices(fields)? },
        "scale" => scale(fields)?,
        "fist" => PollKind::Fist,
        "number" => {
            let (min, max) = (fields.number("min")?, fields.number("max")?);
            if let (Some(min), Some(max)) = (min, max) {
                ordered(fields, min, max)?;
            }
            PollKind::Number { min, max, unit: fields.text("unit")? }
        }
        "words" => PollKind::Words { max: fields.count("max", 100)?.unwrap_or(3) },
        "text" => PollKind::Text {
            max_chars: fields.count("max_chars", 4000)?.unwrap_or(280),
            moderated: fields.truth("moderated", true)?,
        },
        _ => {
            let choices = choices(fields)?;
            PollKind::Dots { choices, dots: fields.count("dots", 1000)?.unwrap_or(3) }
        }
    })
}

fn scale(fields: &Fields<'_>) -> Result<PollKind, Problem> {
    const FAR: i64 = 1_000_000;
    let end = |key, default| -> Result<i64, Problem> {
        Ok(fields.whole(key, (-FAR, FAR))?.unwrap_or(default))
    };
    let (min, max) = (end("min", 1)?, end("max", 5)?);
    let labels = fields.texts("labels")?.unwrap_or_default();
    let points = usize::try_from(max - min + 1).unwrap_or(0);
    if points < 2 {
        let at = fields.place(if fields.value("max").is_some() { "max" } else { "min" });
        let message = format!("a scale needs its `min`, {min}, below its `max`, {max}");
        return Err(Problem::error("bad-limits", message, at));
    }
    if !labels.is_empty() && labels.len() != 2 && labels.len() != points {
        let message = format!(
            "`labels` expects 2, one for each end, or {points}, one for each point: there are {}",
            labels.len()
        );
        return Err(Problem::error("bad-labels", message, fields.place("labels")));
    }
    let whole = |end: i64| i32::try_from(end).unwrap_or_default();
    Ok(PollKind::Scale { min: whole(min), max: whole(max), labels })
}

fn choices(fields: &Fields<'_>) -> Result<Vec<String>, Problem> {
    let choices = fields.texts("choices")?.unwrap_or_default();
    if choices.len() < 2 {
        let message = "a poll needs at least two `choices`";
        return Err(Problem::error("few-choices", message, fields.place("choices")));
    }
    Ok(choices)
}

fn ordered(fields: &Fields<'_>, min: f64, max: f64) -> Result<(), Problem> {
    if min <= max {
        return Ok(());
    }
    let at = fields.place(if fields.value("max").is_some() { "max" } else { "min" });
    let message = format!("`min` is {min}, more than `max`, {max}");
    Err(Problem::error("bad-limits", message, at))
}

/// The right choices: a position, a choice's text, or a list of either.
fn answer(fields: &Fields<'_>, kind: &PollKind) -> Result<Vec<u32>, Problem> {
    let Some(value) = fields.value("answer") else { return Ok(Vec::new()) };
    let bad = |message: String| Problem::error("bad-answer", message, value.span());
    let choices = kind.choices();
    if choices.is_empty() {
        return Err(bad("only a poll with `choices` has an `answer`".to_owned()));
    }
    let position = |value: &DeValue<'_>| -> Option<u32> {
        let named = text(value).and_then(|text| choices.iter().position(|choice| *choice == text));
        let index = match named {
            Some(index) => index + 1,
            None => usize::try_from(integer(value)?).ok()?,
        };
        (1..=choices.len()).contains(&index).then(|| u32::try_from(index).ok()).flatten()
    };
    let positions: Option<Vec<u32>> = match value.get_ref() {
        DeValue::Array(values) => values.iter().map(|value| position(value.get_ref())).collect(),
        value => position(value).map(|position| vec![position]),
    };
    positions.ok_or_else(|| {
        bad(format!("`answer` expects the positions of choices, from 1 to {}", choices.len()))
    })
}

fn discussion(fields: &Fields<'_>) -> Result<Discussion, Problem> {
    let id = id(fields, "id")?.ok_or_else(|| fields.missing("id"))?;
    let written = fields.required("method")?;
    let Some(method) = Method::ALL.into_iter().find(|method| method.name() == written) else {
        let message = toml_keys::unknown_name("method", &written, &Method::ALL.map(Method::name));
        return Err(Problem::error("unknown-method", message, fields.place("method")));
    };
    Ok(Discussion {
        id,
        method,
        minutes: fields.count("minutes", 24 * 60)?.ok_or_else(|| fields.missing("minutes"))?,
        prompt: fields.required("prompt")?,
        listen_for: fields.text("listen_for")?,
        probes: fields.texts("probes")?.unwrap_or_default(),
        poll: self::id(fields, "poll")?,
    })
}

fn results(fields: &Fields<'_>) -> Result<Results, Problem> {
    let poll = id(fields, "poll")?;
    let compare = fields.texts("compare")?;
    let rounds = rounds(fields)?;
    match (poll, compare) {
        (Some(poll), None) => Ok(Results { polls: vec![poll], rounds }),
        (None, Some(polls)) if polls.len() >= 2 && rounds.is_empty() => {
            Ok(Results { polls, rounds })
        }
        (None, Some(polls)) if polls.len() >= 2 => {
            let message = "`rounds` goes with `poll`, not with `compare`";
            Err(Problem::error("bad-value", message, fields.place("rounds")))
        }
        (None, Some(_)) => {
            let message = "`compare` expects the ids of at least two polls";
            Err(Problem::error("bad-value", message, fields.place("compare")))
        }
        (Some(_), Some(_)) => {
            let message = "results show one `poll` or `compare` several, not both";
            Err(Problem::error("bad-value", message, fields.place("compare")))
        }
        (None, None) => Err(fields.missing("poll")),
    }
}

fn happened(fields: &Fields<'_>) -> Result<Happened, Problem> {
    let compare = fields.texts("compare")?;
    if compare.as_ref().is_some_and(|polls| polls.len() < 2) {
        let message = "`compare` expects the ids of at least two polls";
        return Err(Problem::error("bad-value", message, fields.place("compare")));
    }
    let compare = compare.unwrap_or_default();
    Ok(Happened { compare, parked: fields.truth("parked", true)? })
}

fn rounds(fields: &Fields<'_>) -> Result<Vec<u32>, Problem> {
    let Some(value) = fields.value("rounds") else { return Ok(Vec::new()) };
    let round = |value: &DeValue<'_>| {
        integer(value).and_then(|round| u32::try_from(round).ok()).filter(|round| *round >= 1)
    };
    let rounds: Option<Vec<u32>> = match value.get_ref() {
        DeValue::Array(values) => values.iter().map(|value| round(value.get_ref())).collect(),
        value => round(value).map(|round| vec![round]),
    };
    rounds.ok_or_else(|| {
        let message = "`rounds` expects numbers of rounds, from 1: `[1, 2]`";
        Problem::error("bad-value", message, value.span())
    })
}

/// An id: letters, digits, hyphens and underscores.
fn id(fields: &Fields<'_>, key: &str) -> Result<Option<String>, Problem> {
    let Some(id) = fields.text(key)? else { return Ok(None) };
    if id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
        return Ok(Some(id));
    }
    let message = format!("`{key}` expects letters, digits, `-` and `_` only");
    Err(Problem::error("bad-id", message, fields.place(key)))
}
