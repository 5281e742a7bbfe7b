//! What is true of any text at all.

use proptest::prelude::*;

use super::*;
use crate::deck::notes;
use crate::safe_text::is_unsafe;

/// Pieces that mean something, alone or beside one another.
const TOKENS: &[&str] = &[
    "# ",
    "## A {#b}\n",
    "a",
    " ",
    "\n",
    "\n\n",
    "- ",
    "  - ",
    "1. ",
    "> ",
    "    ",
    "---\n",
    "***\n",
    "```rust {1|2-3}\n",
    "```\n",
    "```poll\nid = \"p\"\nkind = \"fist\"\nquestion = \"Q\"\n```\n",
    "```discuss\n",
    "```flow\nboxes = [\"a\", \"b\"]\n```\n",
    "```org\n",
    "[[row]]\n",
    "| a | b |\n|---|---|\n",
    "| c <!-- pause --> |\n",
    "<!-- pause -->",
    "\n<!-- pause -->\n",
    "<!-- end_slide -->\n",
    "<!-- incremental_lists: true -->\n",
    "<!-- column_layout: [1, 2] -->\n",
    "<!-- column: 0 -->\n",
    "<!-- column: 1 -->\n",
    "<!-- reset_layout -->\n",
    "<!-- new_lines: 2 -->\n",
    "<!-- jump_to_middle -->\n",
    "<!-- skip_slide -->\n",
    "\n<!-- sources -->\n",
    "<!-- speaker_note: |\n  a\n\n  - b\n-->\n",
    "<!-- include: a.md -->",
    "<!-- include: b.md -->\n",
    "<!--",
    "-->",
    "<b>",
    "</b>",
    "<ul><li>",
    "</ul>",
    "<pre>",
    "</pre>",
    "<script>",
    "<h1>",
    "<td>",
    "<details>\n",
    "*",
    "**",
    "~~",
    "`",
    "$",
    "[",
    "](x)",
    "![",
    "[^x]",
    "\n[^x]: ",
    "[@a]",
    "https://x.org",
    "\n: ",
    "&#27;",
    "&#x202e;",
    "\u{1b}[1m",
    "\u{202e}",
    "\r\n",
    "\t",
    "é",
    "- [ ] ",
    "> [!NOTE]\n",
    "\\",
    "<br>",
    "<sup>",
    "\0",
    "<span style='color: red'>",
    "<?",
    "<![CDATA[",
    "+++\n",
    "title: x\n",
];

const FILES: &[(&str, &str)] = &[
    ("a.md", "b\n\n---\n\n<!-- pause -->\n\n- c <!-- pause -->\n\n[^x]: d\n"),
    ("b.md", "> <!-- include: a.md -->\n> e[^x]\n\n<!-- include: b.md -->\n"),
];

fn check(text: &str, split: Split, front_matter: bool) -> Result<(), TestCaseError> {
    let parsed = read_with(text, split, front_matter, FILES);
    prop_assert!(!parsed.slides.is_empty());
    for slide in &parsed.slides {
        let mut seen = Seen::default();
        seen.blocks(&slide.blocks, 0);
        for footnote in &slide.footnotes {
            seen.steps.push(footnote.from);
            seen.blocks(&footnote.blocks, 0);
        }
        let revealing = seen.steps.clone();
        seen.blocks(&slide.notes, 0);
        prop_assert!(slide.steps >= 1);
        prop_assert!(seen.steps.iter().all(|step| (1..=slide.steps).contains(step)), "{slide:?}");
        for step in 2..=slide.steps {
            prop_assert!(revealing.contains(&step), "nothing at step {step}: {slide:?}");
        }
        seen.strings.extend([slide.id.clone(), slide.title.clone()]);
        seen.strings.extend(slide.footnotes.iter().map(|footnote| footnote.label.clone()));
        for string in &seen.strings {
            prop_assert!(!string.contains(is_unsafe), "{string:?}");
        }
        for code in &seen.code {
            prop_assert!(!code.contains(|c| is_unsafe(c) && c != '\n' && c != '\t'), "{code:?}");
        }
    }
    for found in &parsed.diagnostics {
        prop_assert!(found.place.is_some(), "{found}");
        prop_assert!(!found.excerpt.contains(is_unsafe), "{found:?}");
    }
    Ok(())
}

/// Everything found on a slide.
#[derive(Default)]
struct Seen {
    steps: Vec<Step>,
    strings: Vec<String>,
    code: Vec<String>,
}

impl Seen {
    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        assert!(depth < 80);
        for block in blocks {
            self.steps.push(block.from);
            match &block.kind {
                BlockKind::Code(code) => {
                    self.strings.push(code.language.clone());
                    self.code.push(code.source.clone());
                    let sets = Step::try_from(code.highlights.len().max(1)).unwrap();
                    self.steps.extend((0..sets).map(|set| block.from + set));
                }
                BlockKind::List(list) => self.steps.extend(list.items.iter().map(|item| item.from)),
                BlockKind::Definitions(list) => self.steps.extend(list.iter().map(|d| d.from)),
                BlockKind::Broken { problem, .. } => {
                    self.strings.extend([problem.message.clone(), problem.excerpt.clone()]);
                }
                _ => {}
            }
            for text in block.texts() {
                for span in text {
                    self.span(span);
                }
            }
            for nested in block.children() {
                self.blocks(nested, depth + 1);
            }
        }
    }

    fn span(&mut self, span: &Span) {
        self.steps.push(span.from);
        match &span.kind {
            SpanKind::Words { text, link, .. } => {
                self.strings.push(text.clone());
                self.strings.extend(link.iter().map(|link| link.as_ref().to_owned()));
            }
            SpanKind::Image { alt, target } => self.strings.extend([alt.clone(), target.clone()]),
            SpanKind::Badge(key) => self.strings.push(key.clone()),
            SpanKind::Break | SpanKind::FootnoteRef(_) => {}
        }
    }
}

fn any_markdown() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(TOKENS), 0..40).prop_map(|t| t.concat())
}

fn any_split() -> impl Strategy<Value = Split> {
    proptest::sample::select(&[Split::Auto, Split::Rule, Split::EndSlide][..])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_text_is_read(text in any::<String>(), split in any_split(), front in any::<bool>()) {
        check(&text, split, front)?;
    }

    #[test]
    fn any_mix_of_markdown_is_read(text in any_markdown(), split in any_split(), front in any::<bool>()) {
        check(&text, split, front)?;
    }

    #[test]
    fn any_notes_are_read(text in any_markdown()) {
        let (notes, _) = notes::parse(&text, "notes.md");
        prop_assert!(notes.iter().all(|note| note.blocks.iter().all(|block| block.from >= 1)));
    }
}
