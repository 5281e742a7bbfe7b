//! `check`: findings to print, and whether they are bad enough to fail.

use std::io::{self, Write as _};
use std::process::ExitCode;

use serde::Serialize;

use super::{CheckArguments, Failure, Format};
use crate::check::{self, Finding};
use crate::diagnostic::Severity;
use crate::layout::Size;

/// One finding as scripts read it.
#[derive(Serialize)]
struct JsonFinding<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    slide: Option<&'a str>,
    step: Option<u16>,
    size: Option<String>,
}

pub(super) fn run(arguments: &CheckArguments) -> Result<ExitCode, Failure> {
    let (source, loaded) = super::load(arguments.deck.as_ref())?;
    let both = [Size { width: 80, height: 24 }, Size { width: 120, height: 40 }];
    let sizes = if arguments.sizes.is_empty() { &both } else { arguments.sizes.as_slice() };
    let (slides, steps) =
        (loaded.deck.slides.len(), loaded.deck.slides.iter().map(|s| u64::from(s.steps)).sum());
    let findings = check::check(&source, loaded, sizes);
    let errors = count(&findings, Severity::Error);
    let warnings = count(&findings, Severity::Warning);
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Json => {
            let findings: Vec<JsonFinding<'_>> = findings.iter().map(json).collect();
            serde_json::to_writer_pretty(&mut out, &findings).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Text => {
            for finding in &findings {
                writeln!(out, "{}\n", finding.diagnostic)?;
            }
            let sizes: Vec<String> = sizes.iter().map(|size| text(*size)).collect();
            let told = [counted(errors, "error"), counted(warnings, "warning")].join(", ");
            let walked: [String; 2] = [counted(slides as u64, "slide"), counted(steps, "step")];
            writeln!(out, "{} at {}: {told}", walked.join(", "), sizes.join(" and "))?;
        }
    }
    let failed = errors > 0 || (arguments.strict && warnings > 0);
    Ok(ExitCode::from(u8::from(failed)))
}

fn count(findings: &[Finding], severity: Severity) -> u64 {
    findings.iter().filter(|finding| finding.diagnostic.severity == severity).count() as u64
}

fn counted(count: u64, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

fn text(size: Size) -> String {
    format!("{}x{}", size.width, size.height)
}

fn json(finding: &Finding) -> JsonFinding<'_> {
    let diagnostic = &finding.diagnostic;
    let place = diagnostic.place.as_ref();
    JsonFinding {
        severity: diagnostic.severity.word(),
        code: diagnostic.code,
        message: &diagnostic.message,
        file: place.map(|place| place.file.as_ref()),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        slide: diagnostic.slide.as_deref(),
        step: finding.step,
        size: finding.size.map(text),
    }
}
