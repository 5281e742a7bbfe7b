//! The functions that a speaker waits for, one by one: `cargo bench --bench core`.

use std::collections::BTreeMap;

use divan::{Bencher, black_box};
use roundtable::app::App;
use roundtable::deck::Slide;
use roundtable::deck::assemble::Assembled;
use roundtable::deck::markdown::{self, Context, Parsed, Split};
use roundtable::highlight::{Colours, Highlighter};
use roundtable::layout::{self, Live, Size, View};
use roundtable::theme::{Depth, Theme};
use roundtable::ui::{self, Frame};

const SIZE: Size = Size { width: 100, height: 40 };

const PROSE: &str = "\
# What is known

The reader is told what is *known*, by whom, and how well; what is **not** known comes next, and who
could find it out. A second sentence makes the paragraph as long as one on a slide should ever be.

- the first of four points, with `code` in it
- the second, which is longer than the first and says less than it does, over more than one line of text
  - a point below it
- the last, with a [link](https://example.org)
";

const TABLE: &str = "\
# Who does what

| Kind | Who decides | Who pays | Since |
|:-----|:-----------:|---------:|-------|
| one  | *nobody*    | 1,000    | a long time, as far as anybody can tell |
| two  | everybody   | 20       | `never` |
| three | the **room** | 300    | today   |
| four | chance      | 4        | the end of the last meeting |
";

fn main() {
    divan::main();
}

#[divan::bench(args = [40, 2_000])]
fn parse(bencher: Bencher<'_, '_>, slides: usize) {
    let slide = |text: String, number: usize| {
        let code = code(number, 8);
        text + &format!("# Slide {number}\n\nSome *words* on it.\n\n{code}\n<!-- end_slide -->\n\n")
    };
    let text = (0..slides).fold(String::new(), slide);
    bencher.bench(|| parsed(black_box(&text)));
}

#[divan::bench(args = ["prose", "code", "table"])]
fn lay_out(bencher: Bencher<'_, '_>, what: &str) {
    let slides = parsed(&text(what)).slides;
    let colours = coloured();
    let view = View { step: 1, size: SIZE, colours: &colours, live: Live::none() };
    bencher.bench(|| {
        let lay_out = |slide: &Slide| layout::lay_out(slide, &view);
        black_box(&slides).first().map(lay_out)
    });
}

#[divan::bench(args = ["prose", "code", "table"])]
fn draw(bencher: Bencher<'_, '_>, what: &str) {
    let app = at_rest(&text(what));
    let mut frame = Frame::default();
    bencher.bench_local(|| ui::draw(black_box(&app), Depth::True, &mut frame));
}

/// From prose to what is named.
#[divan::bench(args = ["prose", "code", "table"])]
fn changes(bencher: Bencher<'_, '_>, what: &str) {
    let (mut before, mut after) = (Frame::default(), Frame::default());
    ui::draw(&at_rest(PROSE), Depth::True, &mut before);
    ui::draw(&at_rest(&text(what)), Depth::True, &mut after);
    bencher.bench(|| ui::paint::changes(black_box(Some(&before)), black_box(&after)));
}

/// By a highlighter that knows the language from earlier blocks.
#[divan::bench]
fn colour(bencher: Bencher<'_, '_>) {
    let highlighter = Highlighter::default();
    let source = source(1, 60);
    highlighter.colour("rust", &source);
    bencher.bench_local(|| highlighter.colour("rust", black_box(&source)));
}

/// By one that colours its first block.
#[divan::bench(sample_count = 20)]
fn colour_first(bencher: Bencher<'_, '_>) {
    let source = source(1, 60);
    bencher.bench_local(|| Highlighter::default().colour("rust", black_box(&source)));
}

fn text(what: &str) -> String {
    match what {
        "code" => format!("# Code\n\n{}", code(1, 60)),
        "table" => TABLE.to_owned(),
        _ => PROSE.to_owned(),
    }
}

fn code(slide: usize, lines: usize) -> String {
    format!("```rust\n{}\n```\n", source(slide, lines))
}

fn source(slide: usize, lines: usize) -> String {
    let line = |line: usize| {
        let number = slide * 100 + line;
        match line % 4 {
            0 => format!("fn step_{number}(input: &str) -> Option<usize> {{"),
            1 => format!("    let parts = input.split(\"{number}\"); // number {line}"),
            2 => format!("    parts.map(|part| part.len() + {number}).max()"),
            _ => "}".to_owned(),
        }
    };
    (0..lines).map(line).collect::<Vec<_>>().join("\n")
}

fn parsed(text: &str) -> Parsed {
    let read = |_: &str| Err("there are no other files".to_owned());
    let (read, sources) = (&read, &BTreeMap::new());
    let (file, split) = ("talk.md", Split::Auto);
    markdown::parse(text, &Context { file, split, front_matter: true, read, sources })
}

fn coloured() -> Colours {
    let mut colours = Colours::default();
    let source = source(1, 60);
    let lines = Highlighter::default().colour("rust", &source);
    colours.insert("rust", &source, lines);
    colours
}

/// A talk of that text, with all that is laid out once before it is drawn.
fn at_rest(text: &str) -> App {
    let mut assembled = Assembled { whole: true, ..Assembled::default() };
    assembled.deck.slides = parsed(text).slides;
    let [theme, ..] = Theme::ALL;
    let mut app = App::new(assembled, theme, SIZE);
    *app.colours_mut() = coloured();
    app.settle();
    app
}
