//! A report as one HTML page: no other file, no script, nothing that a browser would load.

use std::fmt::Write as _;

use super::escape::html as text;
use super::{Asked, Counts, Moves, Outcome, Rank, Report, Round, Written};
use crate::capture::Kind;

mod chart;
mod style;

/// What a browser may do with the page: use its own style, and nothing else.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Writes a report.
pub fn html(report: &Report) -> String {
    let title = text(&report.title);
    let mut out = String::new();
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         <header>\n<h1 dir=\"auto\">{title}</h1>\n",
        style::STYLE
    );
    if let Some(subtitle) = &report.subtitle {
        let _ = writeln!(out, "<p class=\"subtitle\" dir=\"auto\">{}</p>", text(subtitle));
    }
    facts(report, &mut out);
    out.push_str("</header>\n");
    contents(report, &mut out);
    out.push_str("<main>\n");
    report.outcomes.iter().for_each(|outcome| self::outcome(outcome, &mut out));
    polls(report, &mut out);
    discussions(report, &mut out);
    agenda(report, &mut out);
    timeline(report, &mut out);
    sources(report, &mut out);
    section("kept", "What is kept", &mut out);
    list(&report.kept, "plain", &mut out);
    out.push_str("</section>\n</main>\n</body>\n</html>\n");
    out
}

fn facts(report: &Report, out: &mut String) {
    out.push_str("<dl>\n");
    for (name, value) in &report.facts {
        let _ = writeln!(out, "<div><dt>{name}</dt><dd dir=\"auto\">{}</dd></div>", text(value));
    }
    out.push_str("</dl>\n");
}

/// Links to the parts of the page, for those who read it on a screen.
fn contents(report: &Report, out: &mut String) {
    let mut parts: Vec<(&str, &str)> =
        report.outcomes.iter().map(|outcome| (outcome.id, outcome.head)).collect();
    parts.push(("polls", "Polls"));
    parts.extend((!report.discussions.is_empty()).then_some(("discussions", "Discussions")));
    parts.extend(report.agenda.is_some().then_some(("agenda", "Planned and actual")));
    parts.extend((!report.timeline.is_empty()).then_some(("timeline", "Timeline")));
    parts.extend((!report.sources.is_empty()).then_some(("sources", "Sources")));
    parts.push(("kept", "What is kept"));
    out.push_str("<nav aria-label=\"Parts\">\n<ul>\n");
    for (id, head) in parts {
        let _ = writeln!(out, "<li><a href=\"#{id}\">{head}</a></li>");
    }
    out.push_str("</ul>\n</nav>\n");
}

fn section(id: &str, head: &str, out: &mut String) {
    let _ = writeln!(out, "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{head}</h2>");
}

fn outcome(outcome: &Outcome, out: &mut String) {
    section(outcome.id, outcome.head, out);
    if !outcome.written.is_empty() {
        let class = if outcome.is_to_do { " class=\"boxes\"" } else { "" };
        let _ = writeln!(out, "<ul{class}>");
    }
    for written in &outcome.written {
        let mark = match (outcome.is_to_do, written.is_settled) {
            (false, _) => "",
            (true, false) => {
                "<span aria-hidden=\"true\">☐</span><span class=\"unseen\">open: </span>"
            }
            (true, true) => {
                "<span aria-hidden=\"true\">☑</span><span class=\"unseen\">done: </span>"
            }
        };
        let _ = writeln!(out, "<li>{mark}{}</li>", one(written));
    }
    if !outcome.written.is_empty() {
        out.push_str("</ul>\n");
    }
    left_out(outcome.left_out.as_deref(), out);
    out.push_str("</section>\n");
}

/// What was written down, with who owes it and by when; a quote between quotation marks.
fn one(written: &Written) -> String {
    let Written { kind, owner, due, at, .. } = written;
    let said = text(&written.text);
    let said = if *kind == Kind::Quote { format!("<q>{said}</q>") } else { said };
    let mut line = format!("<bdi>{said}</bdi>");
    if let Some(owner) = owner {
        let _ = write!(line, " — <bdi class=\"owner\">{}</bdi>", text(owner));
    }
    if let Some(due) = due {
        let _ = write!(line, ", by <bdi class=\"due\">{}</bdi>", text(due));
    }
    if let Some(at) = at {
        let _ = write!(line, " <span class=\"note\">(<bdi>{}</bdi>)</span>", text(at));
    }
    line
}

fn left_out(sentence: Option<&str>, out: &mut String) {
    if let Some(sentence) = sentence {
        let _ = writeln!(out, "<p class=\"facts\">{}</p>", text(sentence));
    }
}

fn discussions(report: &Report, out: &mut String) {
    if report.discussions.is_empty() {
        return;
    }
    section("discussions", "Discussions", out);
    for talked in &report.discussions {
        let _ = writeln!(out, "<article>\n<h3 dir=\"auto\">{}</h3>", text(&talked.prompt));
        left_out(talked.facts.as_deref(), out);
        if !talked.phases.is_empty() {
            out.push_str("<ol class=\"phases\">\n");
        }
        for (name, lasted) in &talked.phases {
            let lasted = lasted
                .as_ref()
                .map_or_else(String::new, |lasted| format!(" <strong>{lasted}</strong>"));
            let _ = writeln!(out, "<li><bdi>{}</bdi>{lasted}</li>", text(name));
        }
        if !talked.phases.is_empty() {
            out.push_str("</ol>\n");
        }
        if !talked.written.is_empty() {
            out.push_str("<ul class=\"written\">\n");
        }
        for written in &talked.written {
            let kind = match written.kind {
                Kind::Question => "parked question",
                kind => kind.name(),
            };
            let here = Written { at: None, ..written.clone() };
            let _ = writeln!(out, "<li><span class=\"key\">{kind}</span> {}</li>", one(&here));
        }
        if !talked.written.is_empty() {
            out.push_str("</ul>\n");
        }
        left_out(talked.left_out.as_deref(), out);
        out.push_str("</article>\n");
    }
    out.push_str("</section>\n");
}

fn polls(report: &Report, out: &mut String) {
    section("polls", "Polls", out);
    if report.polls.is_empty() {
        out.push_str("<p>No poll was opened.</p>\n");
    }
    for asked in &report.polls {
        poll(asked, out);
    }
    out.push_str("</section>\n");
}

fn poll(asked: &Asked, out: &mut String) {
    let question = text(&asked.question);
    let _ = writeln!(
        out,
        "<article>\n<h3 dir=\"auto\">{question}</h3>\n<p class=\"rule\">Poll, {}.</p>\n<div class=\"rounds\">",
        text(&asked.rule)
    );
    for one in &asked.rounds {
        out.push_str("<div class=\"round\">\n");
        if asked.rounds.len() > 1 {
            let _ = writeln!(out, "<h4>Round {}</h4>", one.number);
        }
        round(one, asked.most, out);
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n</article>\n");
}

fn round(round: &Round, most: u64, out: &mut String) {
    let _ = writeln!(out, "<p class=\"facts\">{}</p>", text(&round.facts));
    if let Some(question) = &round.question {
        let _ = writeln!(out, "<p dir=\"auto\">The question was now: {}</p>", text(question));
    }
    if !round.counts.rows.is_empty() {
        counts(round, most, out);
    }
    list(&round.said, "said", out);
    for table in &round.moves {
        moves(table, out);
    }
    if !round.texts.is_empty() {
        out.push_str("<p>The room wrote:</p>\n");
    }
    list(&round.texts, "texts", out);
}

fn counts(round: &Round, most: u64, out: &mut String) {
    let Counts { what, heads, rows } = &round.counts;
    let caption = format!("Counts of round {}", round.number);
    let _ = write!(
        out,
        "<table class=\"counts\">\n<caption class=\"unseen\">{caption}</caption>\n<thead><tr><th scope=\"col\">{what}</th>"
    );
    for head in heads {
        let _ = write!(out, "<th scope=\"col\" class=\"number\">{head}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for bar in rows {
        let class = if bar.is_right { " class=\"right\"" } else { "" };
        let right = if bar.is_right { " <span class=\"tick\">✓ right answer</span>" } else { "" };
        let mark = match bar.mark.as_str() {
            "" => String::new(),
            mark => format!("<span class=\"mark\">{mark}</span> "),
        };
        let _ = write!(
            out,
            "<tr{class}><th scope=\"row\">{mark}<bdi>{}</bdi>{right}{}</th>",
            text(&bar.label),
            chart::bar(bar, most)
        );
        for cell in &bar.cells {
            let _ = write!(out, "<td class=\"number\">{cell}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn moves(moves: &Moves, out: &mut String) {
    let _ = write!(
        out,
        "<div class=\"wide\"><table class=\"moves\">\n<caption>{}</caption>\n\
         <thead><tr><th scope=\"col\">{}</th>",
        text(&moves.caption),
        moves.corner
    );
    for head in &moves.heads {
        let _ = write!(out, "<th scope=\"col\" class=\"number\">{}</th>", text(head));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (at, (name, cells)) in moves.rows.iter().enumerate() {
        let _ = write!(out, "<tr><th scope=\"row\"><bdi>{}</bdi></th>", text(name));
        for (column, cell) in cells.iter().enumerate() {
            let stayed = moves.heads.len() == moves.rows.len() && at == column;
            let class = if stayed { "number stayed" } else { "number" };
            match cell {
                Some(people) => {
                    let _ = write!(out, "<td class=\"{class}\">{people}</td>");
                }
                None => {
                    let _ = write!(
                        out,
                        "<td class=\"{class}\"><span aria-hidden=\"true\">·</span><span class=\"unseen\">hidden</span></td>"
                    );
                }
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n");
    if moves.hides() {
        out.push_str("<p class=\"facts\">· is hidden: so few that it could name somebody.</p>\n");
    }
}

fn agenda(report: &Report, out: &mut String) {
    let Some(kept) = &report.agenda else { return };
    section("agenda", "Planned and actual", out);
    let _ = writeln!(out, "<p>The agenda was <bdi>{}</bdi>.</p>", text(&kept.agenda));
    out.push_str(
        "<div class=\"wide\"><table class=\"moves\">\n<thead><tr><th scope=\"col\">Part</th>\
         <th scope=\"col\" class=\"number\">Planned</th><th scope=\"col\" class=\"number\">Actual</th>\
         <th scope=\"col\" class=\"number\">Longer by</th></tr></thead>\n<tbody>\n",
    );
    for [title, numbers @ ..] in &kept.parts {
        let _ = write!(out, "<tr><th scope=\"row\"><bdi>{}</bdi></th>", text(title));
        for number in numbers {
            let _ = write!(out, "<td class=\"number\">{number}</td>");
        }
        out.push_str("</tr>\n");
    }
    let _ =
        writeln!(out, "</tbody>\n</table></div>\n<p class=\"facts\">{}</p>\n</section>", kept.end);
}

fn timeline(report: &Report, out: &mut String) {
    if report.timeline.is_empty() {
        return;
    }
    section("timeline", "Timeline", out);
    out.push_str(
        "<table class=\"timeline\">\n<thead><tr><th scope=\"col\">Time</th><th scope=\"col\">What</th>\
         <th scope=\"col\" class=\"number\">How long</th></tr></thead>\n<tbody>\n",
    );
    for moment in &report.timeline {
        let class = match moment.rank {
            Rank::Section => " class=\"section\"",
            Rank::Slide => "",
            Rank::Poll | Rank::Phase | Rank::Break => " class=\"event\"",
        };
        let _ = writeln!(
            out,
            "<tr{class}><th scope=\"row\">{}</th><td><bdi>{}</bdi></td><td class=\"number\">{}</td></tr>",
            moment.time,
            text(&moment.what),
            moment.lasted.as_deref().unwrap_or_default()
        );
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

fn sources(report: &Report, out: &mut String) {
    if report.sources.is_empty() {
        return;
    }
    section("sources", "Sources", out);
    left_out(report.sources_note, out);
    out.push_str("<ul class=\"sources\">\n");
    for source in &report.sources {
        let _ = write!(
            out,
            "<li><span class=\"key\">{}</span> {}",
            text(&source.key),
            text(&source.text)
        );
        if let Some(link) = &source.link {
            let link = text(link);
            let _ = write!(out, " <a href=\"{link}\" rel=\"noopener noreferrer\">{link}</a>");
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n</section>\n");
}

fn list(items: &[String], class: &str, out: &mut String) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "<ul class=\"{class}\">");
    for item in items {
        let _ = writeln!(out, "<li dir=\"auto\">{}</li>", text(item));
    }
    out.push_str("</ul>\n");
}
