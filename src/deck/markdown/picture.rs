//! Pictures: fenced blocks with a TOML body that are drawn.

use toml::Spanned;
use toml::de::DeValue;

use super::text::Problem;
use super::toml_fields::{self, Fields, Read};
use crate::deck::{
    BarRow, Bars, BlockKind, Flow, Link, Node, Org, OrgRow, Picture, Shape, toml_keys,
};

const ORG: [&str; 2] = ["frame", "row"];
const ORG_ROW: [&str; 4] = ["boxes", "link", "shape", "frame"];
const NODE: [&str; 3] = ["title", "text", "shape"];
const FLOW: [&str; 4] = ["boxes", "links", "back", "plain"];
const BARS: [&str; 4] = ["unit", "columns", "max", "row"];
const BAR_ROW: [&str; 3] = ["label", "values", "note"];

/// Reads the body of a block if it is one of these.
pub(super) fn read(language: &str, body: &str) -> Option<Read> {
    let what = match language {
        "org" => "chart of boxes",
        "flow" => "flow",
        "bars" => "bar chart",
        _ => return None,
    };
    let mut warnings = Vec::new();
    let picture = Fields::read(what, body).and_then(|fields| match language {
        "org" => org(&fields, &mut warnings).map(Picture::Org),
        "flow" => flow(&fields, &mut warnings).map(Picture::Flow),
        _ => bars(&fields, &mut warnings).map(Picture::Bars),
    });
    Some(Read { what, block: picture.map(BlockKind::Picture), warnings })
}

fn org(fields: &Fields<'_>, warnings: &mut Vec<Problem>) -> Result<Org, Problem> {
    warnings.extend(fields.unknown(&ORG));
    let frame = fields.text("frame")?;
    let mut rows = Vec::new();
    for value in fields.list("row")? {
        let row = table("row", value)?;
        rows.push(org_row(&row, warnings)?);
        if rows.len() == 1 && row.value("link").is_some() {
            let message = "there is no row above the first that it could be joined to";
            warnings.push(Problem::warning("link-leads-nowhere", message, row.place("link")));
        }
    }
    Ok(Org { frame, rows })
}

fn org_row(row: &Fields<'_>, warnings: &mut Vec<Problem>) -> Result<OrgRow, Problem> {
    warnings.extend(row.unknown(&ORG_ROW));
    let shape = shape(row)?.unwrap_or_default();
    Ok(OrgRow {
        frame: row.text("frame")?,
        link: row.words("link")?.map(|words| link(&words)),
        boxes: boxes(row, shape, warnings)?,
    })
}

/// Words at the right of a line, or at both sides of it: `owns | advises`.
fn link(words: &str) -> Link {
    let (left, right) = words.split_once('|').unwrap_or(("", words));
    Link { left: left.trim().to_owned(), right: right.trim().to_owned() }
}

fn flow(fields: &Fields<'_>, warnings: &mut Vec<Problem>) -> Result<Flow, Problem> {
    warnings.extend(fields.unknown(&FLOW));
    let boxes = boxes(fields, Shape::default(), warnings)?;
    if boxes.len() < 2 {
        let message = "a flow needs at least two `boxes`";
        return Err(Problem::error("few-boxes", message, fields.place("boxes")));
    }
    let links = match fields.value("links") {
        Some(_) => {
            let texts = fields.list("links")?.into_iter().map(|link| words("links", link));
            texts.collect::<Result<Vec<String>, Problem>>()?
        }
        None => Vec::new(),
    };
    if links.len() >= boxes.len() {
        let message = format!(
            "`links` expects at most {}, one for each arrow between boxes: there are {}",
            boxes.len() - 1,
            links.len()
        );
        return Err(Problem::error("many-links", message, fields.place("links")));
    }
    Ok(Flow { boxes, links, back: fields.words("back")?, plain: fields.truth("plain", false)? })
}

fn boxes(
    fields: &Fields<'_>,
    shape: Shape,
    warnings: &mut Vec<Problem>,
) -> Result<Vec<Node>, Problem> {
    fields.list("boxes")?.into_iter().map(|value| node(value, shape, warnings)).collect()
}

/// A title alone, or a table.
fn node(
    value: &Spanned<DeValue<'_>>,
    row_shape: Shape,
    warnings: &mut Vec<Problem>,
) -> Result<Node, Problem> {
    let title = toml_fields::text(value.get_ref()).filter(|title| !title.is_empty());
    if let Some(title) = title {
        return Ok(Node { title, text: String::new(), shape: row_shape });
    }
    let Some(fields) = Fields::of("box", value) else {
        let message = "`boxes` expects titles, or tables such as `{ title = \"A\", text = \"b\" }`";
        return Err(Problem::error("bad-value", message, value.span()));
    };
    warnings.extend(fields.unknown(&NODE));
    Ok(Node {
        title: fields.required("title")?,
        text: fields.lines("text")?.unwrap_or_default(),
        shape: shape(&fields)?.unwrap_or(row_shape),
    })
}

fn shape(fields: &Fields<'_>) -> Result<Option<Shape>, Problem> {
    let Some(written) = fields.text("shape")? else { return Ok(None) };
    match written.as_str() {
        "square" => Ok(Some(Shape::Square)),
        "round" => Ok(Some(Shape::Round)),
        _ => {
            let message = toml_keys::unknown_name("shape", &written, &["square", "round"]);
            Err(Problem::error("unknown-shape", message, fields.place("shape")))
        }
    }
}

fn bars(fields: &Fields<'_>, warnings: &mut Vec<Problem>) -> Result<Bars, Problem> {
    warnings.extend(fields.unknown(&BARS));
    let unit = fields.text("unit")?;
    let max = fields.number("max")?;
    if max.is_some_and(|max| max <= 0.0) {
        let message = "`max` expects a number above 0";
        return Err(Problem::error("bad-value", message, fields.place("max")));
    }
    let mut rows: Vec<BarRow> = Vec::new();
    for value in fields.list("row")? {
        let row = table("row", value)?;
        warnings.extend(row.unknown(&BAR_ROW));
        let values = values(&row)?;
        let first = rows.first().map_or(values.len(), |first| first.values.len());
        if values.len() != first {
            let message = format!(
                "`values` expects as many as in the first row, {first}: there are {}",
                values.len()
            );
            return Err(Problem::error("uneven-rows", message, row.place("values")));
        }
        rows.push(BarRow { label: row.required("label")?, values, note: row.text("note")? });
    }
    let largest = rows.iter().flat_map(|row| &row.values).copied().fold(0.0, f64::max);
    let columns = columns(fields, &rows)?;
    Ok(Bars { unit, columns, max: max.unwrap_or(largest), rows })
}

fn values(row: &Fields<'_>) -> Result<Vec<f64>, Problem> {
    let number = |value: &Spanned<DeValue<'_>>| {
        let number = toml_fields::number(value.get_ref()).filter(|number| *number >= 0.0);
        number.ok_or_else(|| {
            Problem::error("bad-value", "`values` expects numbers, none below 0", value.span())
        })
    };
    row.list("values")?.into_iter().map(number).collect()
}

/// The heads of the columns: of the series, then of the notes.
fn columns(fields: &Fields<'_>, rows: &[BarRow]) -> Result<Vec<String>, Problem> {
    let Some(value) = fields.value("columns") else { return Ok(Vec::new()) };
    let heads = fields.list("columns")?.into_iter().map(|head| words("columns", head));
    let heads = heads.collect::<Result<Vec<String>, Problem>>()?;
    let series = rows.first().map_or(0, |row| row.values.len());
    let most = series + usize::from(rows.iter().any(|row| row.note.is_some()));
    if heads.len() > most {
        let message =
            format!("`columns` has {} heads for {most} columns of values and notes", heads.len());
        return Err(Problem::error("many-columns", message, value.span()));
    }
    Ok(heads)
}

fn table<'t>(what: &'static str, value: &Spanned<DeValue<'t>>) -> Result<Fields<'t>, Problem> {
    Fields::of(what, value).ok_or_else(|| {
        let message = format!("`{what}` expects tables: write each as `[[{what}]]`");
        Problem::error("bad-value", message, value.span())
    })
}

/// A text of a list; it may be empty.
fn words(key: &str, value: &Spanned<DeValue<'_>>) -> Result<String, Problem> {
    let text = toml_fields::text(value.get_ref());
    text.ok_or_else(|| Problem::error("bad-value", format!("`{key}` expects texts"), value.span()))
}
