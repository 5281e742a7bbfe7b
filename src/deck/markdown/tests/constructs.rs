//! What people write every day: each is read without an error, and its text is there.

use super::*;

/// A text, and words that must be seen.
const CONSTRUCTS: &[(&str, &[&str])] = &[
    ("plain words", &["p plain words"]),
    ("# A", &["h1 A"]),
    ("## A {#b}", &["h2 A"]),
    ("A\n===", &["h1 A"]),
    ("A\n---", &["h2 A"]),
    ("###### A ######", &["h6 A"]),
    ("# A {x}", &["h1 A {x}"]),
    ("# {x y} #", &["h1 {x y}"]),
    ("# A {.b}", &["h1 A"]),
    ("A\n{x}\n---", &["h2 A {x}"]),
    ("a  \n   b <br> \nc", &["p a⏎b⏎c"]),
    ("![image:width:50%](a.png)", &["![](a.png)"]),
    ("a\nb", &["p a b"]),
    ("a  \nb", &["p a⏎b"]),
    ("a\\\nb", &["p a⏎b"]),
    ("*a* _b_ **c** __d__", &["⟨EMPHASIS a⟩", "⟨EMPHASIS b⟩", "⟨STRONG c⟩", "⟨STRONG d⟩"]),
    ("***a***", &["⟨STRONG+EMPHASIS a⟩"]),
    ("~~a~~", &["⟨STRIKE a⟩"]),
    ("`a *b*`", &["⟨CODE a *b*⟩"]),
    ("``a ` b``", &["⟨CODE a ` b⟩"]),
    ("$a^2$ and $$b$$", &["⟨MATH $a^2$⟩", "⟨MATH $$b$$⟩"]),
    ("$$\na + b\n$$", &["⟨MATH $$ a + b $$⟩"]),
    ("costs $5 and $6", &["costs $5 and $6"]),
    ("[a](http://x.org)", &["⟨a→http://x.org⟩"]),
    ("[a](http://x.org \"title\")", &["⟨a→http://x.org⟩"]),
    ("[a][b]\n\n[b]: http://x.org", &["⟨a→http://x.org⟩"]),
    ("[b]\n\n[b]: <http://x.org> 'T'", &["⟨b→http://x.org⟩"]),
    ("[](http://x.org)", &["⟨http://x.org→http://x.org⟩"]),
    ("<http://x.org>", &["⟨http://x.org→http://x.org⟩"]),
    ("<a@x.org>", &["⟨a@x.org→mailto:a@x.org⟩"]),
    ("see http://x.org/a, b", &["see ⟨http://x.org/a→http://x.org/a⟩, b"]),
    ("ask a@x.org.", &["ask ⟨a@x.org→mailto:a@x.org⟩."]),
    ("![a *b*](c.png)", &["![a b](c.png)"]),
    ("![a](https://x.org/c.png)", &["![a](https://x.org/c.png)"]),
    ("![](c.png)", &["![](c.png)"]),
    ("[![a](c.png)](http://x.org)", &["![a](c.png)"]),
    ("# ![a](c.png) B", &["h1 ![a](c.png) B"]),
    ("- ![a](c.png)", &["![a](c.png)"]),
    ("> ![a](c.png)", &["![a](c.png)"]),
    ("- a\n- b", &["1 ul", "p a", "p b"]),
    ("* a\n\n* b", &["1 ul loose"]),
    ("3. a\n4. b", &["1 ol 3"]),
    ("1) a", &["1 ol 1"]),
    ("- a\n  - b\n    1. c", &["p a", "p b", "p c"]),
    ("- a\n  b", &["p a b"]),
    ("- a  \n  b", &["p a⏎b"]),
    ("- a\n\n  b", &["p a", "p b"]),
    ("- ```rust\n  code\n  ```", &["code rust \"code\""]),
    ("- > a", &["1 quote", "p a"]),
    ("- | a |\n  |---|\n  | b |", &["table [Left] a / b"]),
    ("- # a", &["h1 a"]),
    ("-\n- a", &["1 -\n", "p a"]),
    ("- [ ] a\n- [x] b", &["- [ ]", "- [x]", "p a", "p b"]),
    ("- [x] a\n\n- [ ] b", &["- [x]", "- [ ]", "loose"]),
    ("> a\n> b", &["p a b"]),
    ("> a\n>\n> > b", &["p a", "p b"]),
    ("> ```\n> code\n> ```", &["code  \"code\""]),
    ("> - a\n> - b", &["p a", "p b"]),
    ("> # a\n> ---", &["h1 a", "rule"]),
    ("> [!NOTE]\n> a", &["quote Note", "p a"]),
    ("> [!TIP]\n> a\n\n> [!IMPORTANT]\n> b", &["quote Tip", "quote Important"]),
    ("> [!WARNING]\n> a\n\n> [!CAUTION]\n> b", &["quote Warning", "quote Caution"]),
    ("    code\n\n    more", &["code  \"code\\n\\nmore\""]),
    ("```\na\n\tb\n```", &["code  \"a\\n\\tb\""]),
    ("~~~text\na\n~~~", &["code text \"a\""]),
    ("````md\n```\na\n```\n````", &["code md \"```\\na\\n```\""]),
    ("```rust title=\"a.rs\"\na\n```", &["code rust \"a\""]),
    ("```rust,no_run\na\n```", &["code rust \"a\""]),
    ("```mermaid\na\n```", &["code mermaid \"a\""]),
    ("```bash +exec\na\n```", &["code bash \"a\""]),
    ("```\nnever closed", &["code  \"never closed\""]),
    ("```js\n---\n<!-- pause -->\n```", &["\"---\\n<!-- pause -->\""]),
    ("| a | b |\n|---|--:|\n| *c* | `d` |", &["[Left, Right]", "⟨EMPHASIS c⟩ | ⟨CODE d⟩"]),
    ("| a |\n|:-:|\n| b<br>c |", &["[Center]", "b⏎c"]),
    ("| a |\n|---|\n| `x\\|y` |", &["⟨CODE x|y⟩"]),
    ("| a | b |\n|---|---|\n| c |", &["a | b / c |"]),
    ("a[^n]\n\n[^n]: the note", &["p a[^1]", "p the note"]),
    ("term\n: meaning\n: other", &["1 term", "p meaning", "p other"]),
    ("&amp; &copy; &#x41;", &["& © A"]),
    ("\\*a\\* \\[b\\]", &["*a* [b]"]),
    ("a<br>b<br/>c", &["a⏎b⏎c"]),
    ("press <kbd>q</kbd>", &["press ⟨KEY q⟩"]),
    ("<b>a</b> <i>b</i> <u>c</u> <s>d</s>", &["⟨STRONG a⟩", "⟨EMPHASIS b⟩", "⟨UNDERLINE c⟩"]),
    ("x<sup>2</sup> H<sub>2</sub>O", &["x² H₂O"]),
    ("x<sup>q?</sup>", &["x^q?"]),
    ("<span style=\"color: #ff0000\">a</span> b", &["⟨#ff0000 a⟩ b"]),
    ("<mark>a</mark> <code>b</code>", &["⟨STRONG a⟩ ⟨CODE b⟩"]),
    ("<a href=\"http://x.org\">a</a>", &["⟨a→http://x.org⟩"]),
    ("a <img src=\"b.png\" alt=\"c\"> d", &["a ![c](b.png) d"]),
    ("a <abbr title=\"x\">b</abbr> c", &["p a b c"]),
    ("<details>\n<summary>More</summary>\n\n**a**\n\n</details>", &["p More", "⟨STRONG a⟩"]),
    ("<div align=\"center\">\n<h2>A</h2>\n<p>b <b>c</b></p>\n</div>", &["h2 A", "b ⟨STRONG c⟩"]),
    ("<ul><li>a<li>b</ul>", &["1 ul", "p a", "p b"]),
    ("<ol start=\"3\">\n<li>a</li>\n</ol>", &["ol 3", "p a"]),
    ("<table><tr><td>a</td><td>b</td></tr>\n<tr><td>c</td></tr></table>", &["a | b", "p c"]),
    ("<pre>\na\n  b\n</pre>", &["code  \"a\\n  b\""]),
    ("<p>a &amp; b</p>", &["p a & b"]),
    ("<hr>", &["rule"]),
    ("<blockquote>a</blockquote>", &["1 quote", "p a"]),
    ("<!-- a remark -->\ntext", &["p text"]),
    ("<!--\na remark\nof three lines\n-->\n\ntext", &["p text"]),
    ("a <!-- a remark --> b", &["p a b"]),
    ("a\n<!-- pause -->\nb", &["1 p a", "2 p b"]),
    ("a <!-- pause --> b", &["1 p a @2 b"]),
    ("***", &["rule"]),
    ("a [@abstract] b [@x-1.2]", &["a [@abstract] b [@x-1.2]"]),
    ("日本語 emoji 👩‍🔬 ü", &["日本語 emoji 👩‍🔬 ü"]),
];

#[test]
fn every_construct_is_read_and_its_text_is_there() {
    for (text, expected) in CONSTRUCTS {
        let parsed = read(text);
        let errors = parsed.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
        assert_eq!((errors, parsed.slides.len()), (0, 1), "{text}: {:?}", parsed.diagnostics);
        let all = all_text(&parsed.slides[0]);
        for words in *expected {
            assert!(all.contains(words), "{text}\n--- has no {words}\n{all}");
        }
    }
}

#[test]
fn a_construct_says_nothing_against_itself() {
    for (text, _) in CONSTRUCTS {
        assert_eq!(codes(&read(text)), [], "{text}");
    }
}

#[test]
fn a_construct_stands_as_well_in_a_list_and_in_a_quote() {
    for (text, _) in CONSTRUCTS.iter().filter(|(text, _)| !text.contains("]: ")) {
        for (first, rest) in [("- ", "  "), ("> ", "> "), ("1. > ", "   > ")] {
            let lines: Vec<String> = text.lines().map(|line| format!("{rest}{line}")).collect();
            let nested = format!("{first}{}", lines.join("\n").get(rest.len()..).unwrap());
            let parsed = read(&nested);
            assert_eq!(parsed.slides.len(), 1, "{nested}");
            let letters = |slide: &Slide| all_text(slide).matches("⟨").count();
            let alone = letters(&read(text).slides[0]);
            assert_eq!(
                letters(&parsed.slides[0]),
                alone,
                "{nested}\n{}",
                all_text(&parsed.slides[0])
            );
        }
    }
}
