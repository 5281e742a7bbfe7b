//! How the page looks: by day, by night, on paper. A test holds every pair of colours.

pub(super) const STYLE: &str = "\
:root { color-scheme: light dark; --ground: #ffffff; --ink: #1b1f24; --quiet: #57606a; --line: #c9d1d9; \
--soft: #f3f5f7; --bar: #0072b2; --right: #00695c; --link: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171a; --ink: #e8ebee; --quiet: #a3adb8; \
--line: #3b434c; --soft: #20252b; --bar: #56b4e9; --right: #5fd3b5; --link: #7cc0ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; background: var(--ground); color: var(--ink); \
font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; overflow-wrap: break-word; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
h1 { margin: 0 0 .25rem; font-size: 2rem; }
h2 { margin: 3rem 0 1rem; padding-bottom: .25rem; border-bottom: 2px solid var(--line); font-size: 1.5rem; }
h3 { margin: 2rem 0 .25rem; font-size: 1.2rem; }
h4 { margin: 1rem 0 .25rem; font-size: 1rem; }
p, ul, ol { margin: .5rem 0; }
li { margin: .25rem 0; }
.subtitle { margin: 0; font-size: 1.15rem; color: var(--quiet); }
.rule, .facts, .note { color: var(--quiet); }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .75rem 1.5rem; margin: 1.5rem 0; }
dt { font-size: .85rem; color: var(--quiet); }
dd { margin: 0; font-weight: 600; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; font-variant-numeric: tabular-nums; }
caption { padding: .25rem 0; text-align: left; font-weight: 600; }
th, td { padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: .85rem; font-weight: 600; color: var(--quiet); }
tbody th { font-weight: 400; }
.number { width: 1%; text-align: right; white-space: nowrap; }
.counts tbody td { font-weight: 600; }
.mark { color: var(--quiet); }
.right th { font-weight: 600; }
.tick { white-space: nowrap; color: var(--right); font-weight: 600; }
svg { display: block; overflow: visible; width: 100%; height: .6rem; margin-top: .25rem; }
.track { fill: var(--soft); }
.bar { fill: var(--bar); }
.right .bar { fill: var(--right); }
.hands { fill: var(--ground); stroke: var(--bar); stroke-width: 2; vector-effect: non-scaling-stroke; }
.right .hands { stroke: var(--right); }
.rounds { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 2.5rem; }
.wide { overflow-x: auto; }
.moves .number, .moves .number:last-child { min-width: 2.75rem; padding-right: .75rem; }
.moves .stayed { background: var(--soft); }
.texts { padding-left: 0; list-style: none; }
.texts li { padding: .25rem .75rem; border-inline-start: 3px solid var(--bar); background: var(--soft); }
.timeline tbody th { width: 1%; white-space: nowrap; }
.timeline .section th, .timeline .section td { padding-top: 1.25rem; font-weight: 700; border-bottom-width: 2px; }
.timeline .event td:nth-child(2) { padding-left: 1.25rem; color: var(--quiet); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
.boxes { padding-left: 0; list-style: none; }
.boxes li { padding-left: 1.75rem; text-indent: -1.75rem; }
.boxes li > [aria-hidden] { display: inline-block; width: 1.75rem; text-indent: 0; font-size: 1.2em; line-height: 1; }
.owner { font-weight: 600; }
.phases { display: flex; flex-wrap: wrap; gap: .25rem 2.5rem; padding-left: 1.25rem; }
.written { padding-left: 0; list-style: none; }
.key { font-weight: 600; }
a { color: var(--link); }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); \
white-space: nowrap; }
@page { margin: 18mm 16mm; }
@media print {
:root { color-scheme: light; --ground: #ffffff; --ink: #000000; --quiet: #44494f; --line: #9aa2aa; --soft: #eef0f2; \
--bar: #0072b2; --right: #00695c; --link: #000000; }
body { max-width: none; padding: 0; font-size: 10.5pt; }
h2, h3, h4, caption, thead, .rule, .facts { break-after: avoid; }
.rounds { display: block; }
nav { display: none; }
tr, li, .round, dl div { break-inside: avoid; }
thead { display: table-header-group; }
svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.moves .stayed, .texts li { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::Rgb;
    use crate::theme::contrast;

    /// A colour by its name in the last palette of a part of the style.
    fn colour(part: &str, name: &str) -> Rgb {
        let (_, value) = part.split_once(&format!("--{name}: #")).expect(name);
        let byte = |at: usize| u8::from_str_radix(value.get(at..at + 2).unwrap(), 16).unwrap();
        Rgb(byte(0), byte(2), byte(4))
    }

    #[test]
    fn all_that_is_read_has_contrast_by_day_by_night_and_on_paper() {
        let parts: Vec<&str> = STYLE.split("--ground: ").skip(1).collect();
        assert_eq!(parts.len(), 3);
        for part in parts {
            let part = format!("--ground: {part}");
            for ground in ["ground", "soft"] {
                for (ink, least) in
                    [("ink", 7.0), ("quiet", 4.5), ("right", 4.5), ("link", 4.5), ("bar", 3.0)]
                {
                    let contrast = contrast(colour(&part, ink), colour(&part, ground));
                    assert!(contrast >= least, "{ink} on {ground}: {contrast:.2} in {part:.40}");
                }
            }
        }
    }

    #[test]
    fn the_style_loads_nothing() {
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import") && !STYLE.contains('<'));
    }
}
