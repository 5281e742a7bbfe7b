//! Slides as texts to read.

use super::*;

/// What stands in the slide's article.
fn article(seen: &Seen) -> String {
    article_of(&page(seen))
}

fn article_of(page: &str) -> String {
    let (_, rest) = page.split_once("<article").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    rest.split_once("</article>").unwrap().0.to_owned()
}

fn written(text: &str) -> String {
    article(&at(deck(text), 0, 1))
}

#[test]
fn markdown_is_what_html_has_for_it() {
    let cases = [
        ("# A *b*", "<h1 dir=\"auto\">A <em>b</em></h1>"),
        (
            "# A\n### B\n###### C",
            "<h1 dir=\"auto\">A</h1><h2 dir=\"auto\">B</h2><h3 dir=\"auto\">C</h3>",
        ),
        ("a **b** `c`", "<p dir=\"auto\">a <strong>b</strong> <code>c</code></p>"),
        ("- a\n- b", "<ul><li dir=\"auto\">a</li><li dir=\"auto\">b</li></ul>"),
        ("3. a\n4. b", "<ol start=\"3\"><li dir=\"auto\">a</li><li dir=\"auto\">b</li></ol>"),
        ("> a", "<blockquote><p dir=\"auto\">a</p></blockquote>"),
        ("a\\\nb", "<p dir=\"auto\">a<br>b</p>"),
        (
            "[a](https://a.org/?b&c)",
            "<p dir=\"auto\"><a href=\"https://a.org/?b&amp;c\" rel=\"noreferrer\">a</a></p>",
        ),
    ];
    for (markdown, expected) in cases {
        assert_eq!(written(markdown), expected, "{markdown}");
    }
}

#[test]
fn a_link_leads_to_other_sites_and_to_slides_that_were_shown() {
    for link in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//a.org",
        "/ballot",
        "#later",
    ] {
        let html = written(&format!("[a]({link})"));
        assert_eq!(html, "<p dir=\"auto\">a</p>", "{link}");
    }
    let seen = at(deck("# One {#one}\n\n---\n\n# Two\n\n[back](#one)"), 1, 1);
    let page = room(&visit(&seen, &trail(&seen, &[0])));
    assert!(article_of(&page).contains("<a href=\"/?slide=one\" rel=\"noreferrer\">back</a>"));
}

#[test]
fn a_picture_leaves_its_words() {
    assert!(text(&written("![a cat](cat.png)")).contains("Picture: a cat"));
    assert!(text(&written("![](cat.png)")).contains("cat.png"));
    assert!(!written("![a cat](cat.png)").contains("<img"));
}

#[test]
fn drawn_pictures_are_lists_and_tables() {
    let org = "```org\n[[row]]\nboxes = [{ title = \"Core\", text = \"S  M\" }]\n[[row]]\nlink = \"owns | advises\"\nboxes = [\"A\", \"B\"]\n```";
    assert_eq!(text(&written(org)), "Core S M ↓ owns / advises A B");
    let flow = "```flow\nboxes = [\"ask\", \"build\"]\nlinks = [\"waits\"]\nback = \"learn\"\n```";
    assert_eq!(text(&written(flow)), "ask ↓ waits build ↺ learn, and back to ask");
    let bars = "```bars\nunit = \"weeks\"\ncolumns = [\"one\", \"six\"]\n[[row]]\nlabel = \"busy\"\nvalues = [2.5, 10]\n```";
    assert_eq!(text(&written(bars)), "weeks one six busy 2.5 10");
    assert!(written(bars).contains("<th scope=\"row\""));
}

#[test]
fn tables_and_code_can_be_moved_by_keys() {
    let html = written("| a |  |\n|---|---|\n| b | c |");
    assert!(html.starts_with("<div class=\"wide\" tabindex=\"0\" role=\"group\""), "{html}");
    assert!(html.contains("<th scope=\"col\" dir=\"auto\">a</th><td dir=\"auto\"></td>"), "{html}");
    let html = written("```rust\nlet a = \"<b>\";\n```");
    assert!(
        html.contains("tabindex=\"0\"") && html.contains("let a = &quot;&lt;b&gt;&quot;;"),
        "{html}"
    );
}

#[test]
fn badges_lead_to_a_list_of_sources() {
    let html = written("# A\n\nb [@abstract] c [@ours] d [@abstract]");
    assert_eq!(html.matches("href=\"#source-1\"").count(), 2);
    assert!(html.contains("<h2>Where this comes from</h2>"), "{html}");
    assert!(html.contains("<dt id=\"source-2\">ours</dt>"), "{html}");
    assert!(
        text(&html).contains("A the abstract of this talk ours our own reasoning or sums"),
        "{html}"
    );
}

#[test]
fn footnotes_stand_at_the_end() {
    let html = written("# A\n\nb[^x]\n\n[^x]: why");
    assert!(html.contains("<sup><a href=\"#note-1\">1</a></sup>"), "{html}");
    assert!(
        html.contains("<li id=\"note-1\" value=\"1\" dir=\"auto\"><p dir=\"auto\">why</p></li>"),
        "{html}"
    );
}

#[test]
fn what_a_later_step_brings_is_absent() {
    let deck = deck(
        "# A\n\none\n\n<!-- pause -->\n\ntwo [@ours]\n\n<!-- incremental_lists: true -->\n\n- three\n- four",
    );
    let said = |step| text(&article(&at(deck.clone(), 0, step)));
    assert_eq!(said(1), "A one");
    assert_eq!(said(2), "A one two ours Where this comes from ours our own reasoning or sums");
    assert!(said(3).contains("three") && !said(3).contains("four"));
    assert!(said(4).contains("four"));
}

#[test]
fn a_discussion_has_its_prompt_and_while_it_runs_what_to_do() {
    use crate::discussion::Running;
    let block = "# A\n\n```discuss\nid = \"d\"\nmethod = \"think-pair-share\"\nminutes = 5\nprompt = \"Which one?\"\nlisten_for = \"secret\"\n```";
    let mut seen = at(deck(block), 0, 1);
    assert_eq!(text(&article(&seen)), "A Discuss · 5 min Which one? think · pair · share");
    let discussion =
        seen.deck.slides[0].all_blocks().into_iter().find_map(|block| match &block.kind {
            crate::deck::BlockKind::Discussion(discussion) => Some(Arc::new(discussion.clone())),
            _ => None,
        });
    seen.discussion = Running::begin(discussion.unwrap(), 0).next(0);
    let said = text(&article(&seen));
    assert!(
        said.contains(
            "think · pair · share With your neighbour: compare what you wrote. 2:00 left"
        ),
        "{said}"
    );
    assert!(article(&seen).contains("<strong aria-current=\"step\">pair</strong>"));
}

#[test]
fn an_open_poll_comes_first_and_the_rest_of_the_slide_below_it() {
    let mut seen = asking("single", Phase::Open, &[]);
    assert_eq!(article(&seen), "", "a title alone is not worth repeating");
    let deck = deck(
        "# Why\n\nBecause.\n\n```poll\nid = \"p\"\nkind = \"fist\"\nquestion = \"Shall we?\"\n```\n\n## After\n\nMore.",
    );
    seen.votes = votes(vec![round(&deck, "p", 1, Phase::Open, &[])]);
    seen = Seen { votes: seen.votes, ..at(deck, 0, 1) };
    let page = page(&seen);
    assert!(page.find("Shall we?</h1>").unwrap() < page.find("<article").unwrap());
    assert_eq!(
        article(&seen),
        "<h2 dir=\"auto\">Why</h2><p dir=\"auto\">Because.</p><h3 dir=\"auto\">After</h3><p dir=\"auto\">More.</p>"
    );
}

#[test]
fn readers_look_back_at_what_was_shown_and_no_further() {
    let deck = deck(
        "# One\n\na\n\n<!-- pause -->\n\nsecret\n\n---\n\n# Two\n\n---\n\n# Three\n\n---\n\n# Four",
    );
    let seen = at(deck, 2, 1);
    let mut trail = trail(&seen, &[1, 2]);
    trail.note(&Seen { slide: 0, step: 1, ..seen.clone() });
    let look = |slide| room(&Visit { at: slide, ..visit(&seen, &trail) });
    let live = look(None);
    assert!(live.contains("href=\"/?slide=two\"") && !text(&live).contains("Four"));
    assert!(!live.contains("Back to the talk"));
    let back = look(Some("two"));
    assert!(text(&article_of(&back)).contains("Two") && back.contains("href=\"/?slide=one\""));
    assert!(back.contains("Back to the talk") && !text(&back).contains("Three"));
    assert!(!look(Some("one")).contains("secret"));
    for unknown in ["four", "none", "<b>"] {
        let page = look(Some(unknown));
        assert!(
            text(&page).contains("has not been shown yet") && article_of(&page).contains("Three")
        );
        assert!(!text(&page).contains("Four") && !page.contains("<b>"));
    }
    assert_eq!(look(Some("three")), live, "what is on stage is live");
}

#[test]
fn who_looks_back_is_led_to_an_open_poll() {
    let mut seen = asking("single", Phase::Open, &[]);
    seen.slide = 0;
    let trail = trail(&seen, &[0, 1]);
    let page = room(&Visit { at: Some("multiple"), ..visit(&seen, &trail) });
    assert!(
        text(&page).contains("A poll is open. Answer it now.") && !page.contains("<form"),
        "{page}"
    );
}

#[test]
fn an_empty_stage_and_a_break_show_no_slide() {
    use crate::recess::Recess;
    let seen = at(deck("---\ntitle: Talk\n---\n\n# Secret"), 0, 1);
    let blank = Seen { is_blank: true, ..seen.clone() };
    assert!(
        text(&page(&blank)).contains("The screen is empty") && !page(&blank).contains("Secret")
    );
    let recess = Seen { recess: Some(Recess::minutes(10, 0)), utc_offset: 3_600, ..seen };
    let said = text(&page(&recess));
    assert!(said.contains("Break Back at 01:10 10:00 left") && !said.contains("Secret"), "{said}");
}
