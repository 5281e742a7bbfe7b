//! What holds for every slide at every size.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::samples::page;
use super::{Ground, Page, graphemes, width};
use crate::deck::{
    Alert, Align, BarRow, Bars, Block, BlockKind, Code, Column, Definition, Flow, Footnote, Item,
    Lines, Link, List, Look, Node, Org, OrgRow, Picture, Results, Shape, Slide, Span, SpanKind,
    Step, Table, Text,
};
use crate::diagnostic::{Severity, SourceText};
use crate::discussion::{Discussion, Method};
use crate::poll::{Poll, PollKind};

const STEPS: Step = 4;

fn step() -> impl Strategy<Value = Step> {
    1..=STEPS
}

/// Text without those few characters that Unicode joins to whatever follows, the frame of a card too.
fn text_of(pattern: &'static str) -> impl Strategy<Value = String> {
    let joins_next = |c: char| !c.is_ascii() && format!("{c} ").graphemes(true).nth(1).is_none();
    pattern.prop_map(move |text| text.chars().filter(|c| !joins_next(*c)).collect())
}

fn words() -> impl Strategy<Value = String> {
    let any = "(\\PC|[a-z日 \u{301}\u{200b}-]|👩‍🚀|🇩🇪){0,20}";
    prop_oneof!["[a-z ]{0,30}", text_of(any), "[a-z]{0,150}"]
}

fn span() -> impl Strategy<Value = Span> {
    let kind = prop_oneof![
        8 => (words(), any::<u8>()).prop_map(|(text, look)| SpanKind::Words {
            text,
            look: Look::from_bits_truncate(look),
            colour: None,
            link: (look > 200).then(|| "https://example.org".into()),
        }),
        1 => Just(SpanKind::Break),
        1 => (words(), words()).prop_map(|(alt, target)| SpanKind::Image { alt, target }),
        1 => words().prop_map(SpanKind::Badge),
        1 => any::<u16>().prop_map(SpanKind::FootnoteRef),
    ];
    (step(), kind).prop_map(|(from, kind)| Span { from, kind })
}

fn text() -> impl Strategy<Value = Text> {
    vec(span(), 0..4)
}

fn align() -> impl Strategy<Value = Align> {
    prop_oneof![Just(Align::Left), Just(Align::Center), Just(Align::Right)]
}

fn code() -> impl Strategy<Value = BlockKind> {
    let lines =
        prop_oneof![Just(Lines::All), vec((0_u32..6, 0_u32..6), 0..3).prop_map(Lines::Ranges),];
    let source = vec(text_of("(\\PC|[a-z \t日]){0,50}"), 0..5).prop_map(|lines| lines.join("\n"));
    (source, option::of(0_u32..2_000), vec(lines, 0..3)).prop_map(
        |(source, numbered_from, highlights)| {
            BlockKind::Code(Code { language: "rust".into(), source, numbered_from, highlights })
        },
    )
}

fn table() -> impl Strategy<Value = BlockKind> {
    let rows = vec(vec(text(), 0..4), 0..4);
    (vec(align(), 0..4), vec(text(), 0..4), rows)
        .prop_map(|(aligns, head, rows)| BlockKind::Table(Table { aligns, head, rows }))
}

fn poll() -> impl Strategy<Value = BlockKind> {
    let choices = || vec(words(), 2..5);
    let kind = prop_oneof![
        choices().prop_map(|choices| PollKind::Single { choices }),
        (choices(), 0_u32..4, 0_u32..4).prop_map(|(choices, min, max)| PollKind::Multiple {
            choices,
            min,
            max
        }),
        choices().prop_map(|choices| PollKind::Ranking { choices }),
        (any::<i32>(), any::<i32>(), vec(words(), 0..6))
            .prop_map(|(min, max, labels)| PollKind::Scale { min, max, labels }),
        (-3..3, 3..9, vec(words(), 0..3)).prop_map(|(min, max, labels)| PollKind::Scale {
            min,
            max,
            labels
        }),
        Just(PollKind::Fist),
        (option::of(any::<f64>()), option::of(any::<f64>()), option::of(words()))
            .prop_map(|(min, max, unit)| PollKind::Number { min, max, unit }),
        any::<u32>().prop_map(|max| PollKind::Words { max }),
        any::<u32>().prop_map(|max_chars| PollKind::Text { max_chars, moderated: true }),
        (choices(), any::<u32>()).prop_map(|(choices, dots)| PollKind::Dots { choices, dots }),
    ];
    (words(), kind).prop_map(|(question, kind)| {
        let id = "p".to_owned();
        let answer = Vec::new();
        BlockKind::Poll(Poll {
            id,
            question,
            kind,
            anonymous: true,
            change: true,
            seconds: None,
            answer,
        })
    })
}

fn card() -> impl Strategy<Value = BlockKind> {
    let discussion = (words(), any::<u32>()).prop_map(|(prompt, minutes)| {
        BlockKind::Discussion(Discussion {
            id: "d".to_owned(),
            method: Method::VoteDiscussRevote,
            minutes,
            prompt,
            listen_for: None,
            poll: None,
        })
    });
    let results = (vec(words(), 0..3), vec(any::<u32>(), 0..3))
        .prop_map(|(polls, rounds)| BlockKind::Results(Results { polls, rounds }));
    let broken = (text_of(".{0,40}"), 0_usize..40, 0_usize..40).prop_map(|(line, from, length)| {
        let source = SourceText::new("a.md", &line);
        let problem = source.diagnose(Severity::Error, "x", line.clone(), from..from + length);
        BlockKind::Broken { what: "poll", problem: Box::new(problem) }
    });
    prop_oneof![discussion, results, broken]
}

fn picture() -> impl Strategy<Value = BlockKind> {
    let node =
        || (words(), words()).prop_map(|(title, text)| Node { title, text, shape: Shape::Round });
    let link = (words(), words()).prop_map(|(left, right)| Link { left, right });
    let row = (option::of(words()), option::of(link), vec(node(), 0..5))
        .prop_map(|(frame, link, boxes)| OrgRow { frame, link, boxes });
    let org = (option::of(words()), vec(row, 0..4))
        .prop_map(|(frame, rows)| Picture::Org(Org { frame, rows }));
    let flow = (vec(node(), 0..5), vec(words(), 0..5), option::of(words()), any::<bool>())
        .prop_map(|(boxes, links, back, plain)| Picture::Flow(Flow { boxes, links, back, plain }));
    let bar = (words(), vec(any::<f64>(), 0..4), option::of(words()))
        .prop_map(|(label, values, note)| BarRow { label, values, note });
    let bars = (option::of(words()), vec(words(), 0..5), any::<f64>(), vec(bar, 0..4))
        .prop_map(|(unit, columns, max, rows)| Picture::Bars(Bars { unit, columns, max, rows }));
    prop_oneof![org, flow, bars].prop_map(BlockKind::Picture)
}

fn leaf() -> impl Strategy<Value = BlockKind> {
    prop_oneof![
        1 => (1_u8..7, text()).prop_map(|(level, text)| BlockKind::Heading { level, text }),
        3 => text().prop_map(BlockKind::Paragraph),
        1 => code(),
        1 => table(),
        1 => Just(BlockKind::Rule),
        1 => (0_u16..4).prop_map(BlockKind::Blank),
        1 => Just(BlockKind::Middle),
        1 => poll(),
        1 => card(),
        1 => picture(),
    ]
}

fn block() -> impl Strategy<Value = Block> {
    let placed = |kind: BoxedStrategy<BlockKind>| {
        (step(), align(), kind).prop_map(|(from, align, kind)| Block { from, align, kind }).boxed()
    };
    placed(leaf().boxed()).prop_recursive(4, 24, 4, move |inner| {
        let blocks = vec(inner, 0..4).boxed();
        let item = (step(), option::of(any::<bool>()), blocks.clone())
            .prop_map(|(from, task, blocks)| Item { from, task, blocks });
        let alert = option::of(prop_oneof![Just(Alert::Note), Just(Alert::Caution)]);
        let definition = (step(), text(), vec(blocks.clone(), 0..3))
            .prop_map(|(from, term, details)| Definition { from, term, details });
        let column =
            (0_u16..4, blocks.clone()).prop_map(|(weight, blocks)| Column { weight, blocks });
        let kind = prop_oneof![
            (option::of(any::<u64>()), any::<bool>(), vec(item, 0..4))
                .prop_map(|(start, loose, items)| BlockKind::List(List { start, loose, items })),
            (alert, blocks).prop_map(|(alert, blocks)| BlockKind::Quote { alert, blocks }),
            vec(definition, 0..3).prop_map(BlockKind::Definitions),
            vec(column, 0..4).prop_map(BlockKind::Columns),
        ];
        placed(kind.boxed())
    })
}

fn slide() -> impl Strategy<Value = Slide> {
    let footnote = (step(), vec(block(), 0..2)).prop_map(|(from, blocks)| Footnote {
        label: "a".to_owned(),
        from,
        blocks,
    });
    (vec(block(), 0..5), vec(footnote, 0..3)).prop_map(|(blocks, footnotes)| Slide {
        blocks,
        footnotes,
        steps: STEPS,
        ..Slide::default()
    })
}

/// What is seen: row, column and text of each character, but for blanks on the slide's own ground.
fn seen(page: &Page) -> Vec<(usize, usize, String)> {
    let mut seen = Vec::new();
    for (row, line) in page.lines.iter().enumerate() {
        let mut column = 0;
        for run in &line.runs {
            for (cluster, cells) in graphemes(&run.text) {
                if run.ink.ground != Ground::Slide || !cluster.trim().is_empty() {
                    seen.push((row, column, cluster.to_owned()));
                }
                column += usize::from(cells);
            }
        }
    }
    seen
}

proptest! {
    #[test]
    fn every_line_fits_and_nothing_but_text_comes_out(
        slide in slide(),
        (width_, height, step) in (1_u16..=130, 0_u16..=50, 0..=STEPS + 1),
    ) {
        let page = page(&slide, step, width_, height);
        for line in &page.lines {
            let cells: usize = line.runs.iter().map(|run| width(&run.text)).sum();
            prop_assert!(cells <= usize::from(width_), "{line:?} in {width_}");
            let whole: String = line.runs.iter().map(|run| run.text.as_str()).collect();
            prop_assert_eq!(width(&whole), cells, "{:?}", line);
            prop_assert!(!whole.contains(crate::safe_text::is_unsafe));
            prop_assert!(line.runs.iter().all(|run| !run.text.is_empty()));
        }
    }

    #[test]
    fn a_step_adds_and_moves_nothing(
        slide in slide(),
        (width, height, step) in (1_u16..=130, 0_u16..=50, 1..STEPS),
    ) {
        let (before, after) = (page(&slide, step, width, height), page(&slide, step + 1, width, height));
        prop_assert_eq!(before.lines.len(), after.lines.len());
        let later: std::collections::HashSet<_> = seen(&after).into_iter().collect();
        for cell in seen(&before) {
            prop_assert!(later.contains(&cell), "{cell:?}");
        }
        if let Some(revealed) = after.revealed {
            prop_assert!(revealed.start < revealed.end && revealed.end <= after.lines.len());
        } else {
            prop_assert_eq!(seen(&before), seen(&after));
        }
    }
}
