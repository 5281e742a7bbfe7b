//! What holds for every slide at every size.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::samples::{self, page};
use super::{Ground, Live, Page, Size, View, graphemes, lay_out, width};
use crate::ballot::Answer;
use crate::deck::{
    Alert, Align, BarRow, Bars, Block, BlockKind, Code, Column, Definition, Flow, Footnote,
    Happened, Item, Lines, Link, List, Look, Node, Org, OrgRow, Picture, Results, Shape, Slide,
    Span, SpanKind, Step, Table, Text,
};
use crate::diagnostic::{Severity, SourceText};
use crate::discussion::{Discussion, Method, Running};
use crate::highlight::Colours;
use crate::poll::{Poll, PollKind};
use crate::round::{Counted, Phase};
use crate::safe_text::SafeText;
use crate::shift::Shift;

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

fn poll() -> impl Strategy<Value = Poll> {
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
    let answer = vec(1_u32..6, 0..3);
    (words(), kind, any::<bool>(), answer).prop_map(|(question, kind, anonymous, answer)| Poll {
        question,
        anonymous,
        answer,
        ..samples::poll(kind)
    })
}

/// Any choice, by position.
fn one_of(choices: &[String], seed: u32) -> u32 {
    seed % u32::try_from(choices.len()).unwrap() + 1
}

/// Any answer to this kind of poll.
fn answer(kind: &PollKind, seed: u32) -> Answer {
    let word =
        |seed: u32| SafeText::new(&format!("{} 日本 {seed}", "a".repeat(seed as usize % 70)));
    match kind {
        PollKind::Single { choices } => Answer::Choices(vec![one_of(choices, seed)]),
        PollKind::Multiple { choices, .. } | PollKind::Dots { choices, .. } => {
            Answer::Choices(vec![one_of(choices, seed), one_of(choices, seed / 7)])
        }
        PollKind::Ranking { choices } => {
            let ranks = (0..one_of(choices, seed)).map(|rank| one_of(choices, seed + rank));
            Answer::Ranking(ranks.collect())
        }
        PollKind::Scale { min, max, .. } => {
            let points = max.saturating_sub(*min).max(0).saturating_add(1);
            Answer::Value(f64::from(min.saturating_add(i32::try_from(seed).unwrap() % points)))
        }
        PollKind::Fist => Answer::Value(f64::from(seed % 6)),
        PollKind::Number { .. } if seed.is_multiple_of(50) => Answer::Value(f64::MAX),
        PollKind::Number { .. } => {
            Answer::Value((f64::from(seed) / 7.0).powi(i32::from(seed.is_multiple_of(3)) * 4))
        }
        PollKind::Words { .. } => Answer::Words(vec![word(seed)]),
        PollKind::Text { .. } => Answer::Text(word(seed)),
    }
}

fn answers(poll: &Poll, seeds: &[(u32, u64)]) -> Vec<(Answer, u64)> {
    seeds.iter().map(|(seed, times)| (answer(&poll.kind, *seed), *times)).collect()
}

fn seeds() -> impl Strategy<Value = Vec<(u32, u64)>> {
    vec((0_u32..1_000, 1_u64..40), 0..12)
}

/// A revealed first round of a poll, and a second one; what changed between them, as if each answer had been
/// given by the same people.
fn two_rounds(poll: &Poll, seeds: [&[(u32, u64)]; 2], phase: Phase) -> Vec<Counted> {
    let [before, after] = seeds.map(|seeds| answers(poll, seeds));
    let pairs: Vec<_> = (before.iter().zip(&after))
        .map(|((before, _), (after, times))| (before.clone(), after.clone(), *times))
        .collect();
    let mut second = samples::counted(poll, 2, phase, &after);
    second.shift = Shift::of(&poll.kind, poll.anonymous, &pairs);
    vec![samples::counted(poll, 1, Phase::Revealed, &before), second]
}

/// Everything that a deck can show of a poll.
fn blocks_on(poll: &Poll) -> Vec<Block> {
    let results = |polls: &[&str], rounds: &[u32]| {
        let polls = polls.iter().map(|id| (*id).to_owned()).collect();
        samples::block(BlockKind::Results(Results { polls, rounds: rounds.to_vec() }))
    };
    vec![
        samples::block(BlockKind::Poll(poll.clone())),
        results(&["p"], &[]),
        results(&["p"], &[1, 2]),
        results(&["p", "q"], &[]),
        samples::block(BlockKind::Happened(Happened {
            compare: vec!["p".to_owned(), "q".to_owned()],
            parked: true,
        })),
    ]
}

fn card() -> impl Strategy<Value = BlockKind> {
    let discussion = (words(), any::<u32>()).prop_map(|(prompt, minutes)| {
        BlockKind::Discussion(Discussion {
            id: "d".to_owned(),
            method: Method::VoteDiscussRevote,
            minutes,
            prompt,
            listen_for: None,
            probes: Vec::new(),
            poll: None,
        })
    });
    let results = (vec(words(), 0..3), vec(any::<u32>(), 0..3))
        .prop_map(|(polls, rounds)| BlockKind::Results(Results { polls, rounds }));
    let happened = (vec(words(), 0..3), any::<bool>())
        .prop_map(|(compare, parked)| BlockKind::Happened(Happened { compare, parked }));
    let broken = (text_of(".{0,40}"), 0_usize..40, 0_usize..40).prop_map(|(line, from, length)| {
        let source = SourceText::new("a.md", &line);
        let problem = source.diagnose(Severity::Error, "x", line.clone(), from..from + length);
        BlockKind::Broken { what: "poll", problem: Box::new(problem) }
    });
    prop_oneof![discussion, results, happened, broken]
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
        1 => poll().prop_map(BlockKind::Poll),
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
    fn a_discussion_that_runs_fits_into_any_width(
        (method, minutes, prompt) in (0_usize..7, 0_u32..200, words()),
        (phase, now_ms, paused) in (0_usize..4, any::<i64>(), any::<bool>()),
        (width_, height) in (1_u16..=130, 0_u16..=50),
    ) {
        let discussion = Discussion {
            id: "d".to_owned(),
            method: Method::ALL[method],
            minutes,
            prompt,
            listen_for: None,
            probes: Vec::new(),
            poll: None,
        };
        let mut running = Running::begin(Arc::new(discussion.clone()), 0);
        for _ in 0..phase {
            running = running.next(0).unwrap_or(running);
        }
        if paused {
            running = running.toggled(1);
        }
        let card = samples::block(BlockKind::Discussion(discussion));
        let slide = samples::slide(vec![samples::heading(1, "Title"), card]);
        let colours = Colours::default();
        let live = Live { discussion: Some(&running), now_ms, ..Live::none() };
        let size = Size { width: width_, height };
        let page = lay_out(&slide, &View { step: 1, size, colours: &colours, live });
        for line in samples::texts(&page) {
            prop_assert!(width(&line) <= usize::from(width_), "{line:?} in {width_}");
        }
        prop_assert!(samples::texts(&page)[0].starts_with('T'));
    }

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

    #[test]
    fn every_line_fits_however_the_room_votes(
        (poll, other) in (poll(), poll()),
        (before, after) in (seeds(), seeds()),
        phase in prop_oneof![1 => Just(Phase::Open), 1 => Just(Phase::Closed), 4 => Just(Phase::Revealed)],
        size in (1_u16..=200, 0_u16..=60),
    ) {
        let other = Poll { id: "q".to_owned(), ..other };
        let mut rounds = two_rounds(&poll, [&before, &after], phase);
        rounds.push(samples::counted(&other, 1, Phase::Revealed, &answers(&other, &before)));
        let page = samples::voted(&blocks_on(&poll), &samples::votes(rounds), size);
        for line in &page.lines {
            let whole: String = line.runs.iter().map(|run| run.text.as_str()).collect();
            prop_assert!(width(&whole) <= usize::from(size.0), "{whole:?} in {}", size.0);
            prop_assert!(!whole.contains(crate::safe_text::is_unsafe));
        }
    }

    #[test]
    fn what_is_not_revealed_tells_only_how_many_voted(
        poll in poll(),
        (before, ours) in (seeds(), seeds()),
        by in 1_u32..1_000,
        phase in prop_oneof![Just(Phase::Open), Just(Phase::Closed)],
        size in (1_u16..=200, 0_u16..=60),
    ) {
        let theirs: Vec<_> = ours.iter().map(|(seed, times)| (seed + by, *times)).collect();
        let shown = |after: &[(u32, u64)]| {
            let rounds = two_rounds(&poll, [&before, after], phase);
            samples::voted(&blocks_on(&poll), &samples::votes(rounds), size)
        };
        prop_assert_eq!(shown(&ours), shown(&theirs));
    }
}
