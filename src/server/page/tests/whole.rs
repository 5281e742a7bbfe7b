//! Pages as a whole: they are well formed, small, and hold no markup of the deck or the room.

use proptest::prelude::*;

use super::*;

/// What a room might write to break out of its place, a text a line.
const HOSTILE: &str = include_str!("../../../../tests/fixtures/hostile.txt");

const VOID: [&str; 5] = ["br", "hr", "input", "link", "meta"];

/// The names of a page's elements in order; panics where they are not nested as they should be.
fn elements(html: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let html = html.strip_prefix("<!DOCTYPE html>").unwrap();
    for part in html.split('<').skip(1) {
        let (tag, words) = part.split_once('>').expect(part);
        assert!(!words.contains('>'), "{part}");
        let name = tag.split(' ').next().unwrap();
        if let Some(ended) = name.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(ended), "{part}");
        } else {
            names.push(name.to_owned());
            if !VOID.contains(&name) {
                open.push(name.to_owned());
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    names
}

/// Every page of every kind and phase, with and without an answer.
fn all_pages() -> Vec<String> {
    let mut pages = vec![
        join(None, None),
        join(Some("A talk"), Some(Refused::WrongCode)),
        problem("There is <nothing> here."),
    ];
    pages.push(join(None, Some(Refused::NotJoined)));
    for poll in POLLS {
        let [one, other] = two_answers(poll);
        for phase in [Phase::Open, Phase::Closed, Phase::Revealed] {
            let seen = asking(poll, phase, &[(one.clone(), 12), (other.clone(), 1)]);
            for mine in [None, Some(&one)] {
                pages.push(room(&Visit { mine, ..visit(&seen, &Trail::default()) }));
            }
        }
    }
    pages
}

#[test]
fn pages_are_well_formed_with_one_heading_at_the_top_and_no_id_twice() {
    for page in all_pages() {
        let names = elements(&page);
        assert_eq!(names.iter().filter(|name| *name == "h1").count(), 1, "{page}");
        assert_eq!(names.iter().filter(|name| *name == "main").count(), 1, "{page}");
        let mut ids: Vec<&str> =
            page.split(" id=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{page}");
    }
}

#[test]
fn no_script_and_no_style_stands_in_a_page() {
    for page in all_pages() {
        assert!(!page.contains("<style"), "{page}");
        let mut tags = page.split('<').map(|part| part.split('>').next().unwrap());
        assert!(tags.all(|tag| !tag.contains(" style") && !tag.contains("\" on")), "{page}");
        let scripts: Vec<&str> = page.split("<script").skip(1).collect();
        assert!(
            scripts.iter().all(|script| script.starts_with(" src=\"/room.js\" defer></script>"))
        );
        assert!(!page.contains("<img") && !page.contains("<iframe"));
    }
    assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    assert!(!SCRIPT.contains("innerHTML") && !SCRIPT.contains("eval"));
}

#[test]
fn every_control_has_a_label() {
    for page in all_pages() {
        for (before, tag) in tags(&page) {
            let in_label = before.rfind("<label") > before.rfind("</label>");
            let by_id = attribute(tag, "id")
                .is_some_and(|id| page.contains(&format!("<label for=\"{id}\"")));
            let named = tag.contains("aria-labelledby") || tag.contains("type=\"hidden\"");
            let is_control =
                ["input", "textarea", "select"].iter().any(|name| tag.starts_with(name));
            assert!(!is_control || in_label || by_id || named, "{tag}");
        }
    }
}

/// Every tag, and what stands before it.
fn tags(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.match_indices('<').map(|(at, _)| {
        let (before, rest) = page.split_at(at);
        (before, rest.trim_start_matches('<').split_once('>').unwrap().0)
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0)
}

#[test]
fn a_visitor_without_a_script_can_look_again_and_is_told_what_is_kept() {
    let page = page(&asking("single", Phase::Open, &[]));
    assert!(page.contains("<noscript><a href=\"/\" class=\"way\">Look again</a></noscript>"));
    assert!(text(&page).contains("to be deleted after 30 days"));
}

/// A deck in which a text stands wherever a deck has one.
fn hostile_deck(text: &str) -> Deck {
    let quoted = serde_json::to_string(text).unwrap();
    let line = text.replace(['\n', '\r'], " ");
    let deck = format!(
        "---\ntitle: {quoted}\n---\n\n# {line}\n\n{line}\n\n| {line} |\n|---|\n| {line} |\n\n- {line}\n\n\
         ```text\n{line}\n```\n\n![{line}](x.png) [@{line}]\n\n```org\n[[row]]\nboxes = [{quoted}]\n[[row]]\nlink = {quoted}\nboxes = [\"a\"]\n```\n\n\
         ```poll\nid = \"p\"\nkind = \"words\"\nquestion = {quoted}\n```\n\n\
         ```poll\nid = \"q\"\nkind = \"single\"\nquestion = \"q\"\nchoices = [{quoted}, \"other\"]\n```\n\n\
         ```discuss\nid = \"d\"\nmethod = \"open\"\nminutes = 3\nprompt = {quoted}\n```\n"
    );
    self::deck(&deck)
}

/// The elements of the pages of a hostile deck and a hostile room, apart from those that markdown makes.
fn hostile_pages(text: &str) -> Vec<String> {
    let mut seen = at(hostile_deck(text), 0, 1);
    seen.step = Step::MAX;
    let mut pages = vec![page(&seen)];
    let word = Answer::Words(vec![SafeText::new(text)]);
    let polls: Vec<&str> = seen.deck.slides[0].polls();
    if polls.contains(&"p") {
        for phase in [Phase::Open, Phase::Revealed] {
            let votes = votes(vec![round(&seen.deck, "p", 1, phase, &[(word.clone(), 2)])]);
            let seen = Seen { votes, ..seen.clone() };
            pages.push(room(&Visit { mine: Some(&word), ..visit(&seen, &Trail::default()) }));
            let (filled, notice) = (
                Filled::of_form([("text", text), ("value", text)]),
                Notice::Invalid(text.to_owned()),
            );
            pages.push(room(&Visit {
                filled: Some(&filled),
                notice: Some(&notice),
                at: Some(text),
                ..visit(&seen, &Trail::default())
            }));
        }
    }
    pages
}

#[track_caller]
fn assert_harmless(text: &str) {
    for page in hostile_pages(text) {
        let names = elements(&page);
        let scripts = names.iter().filter(|name| *name == "script").count();
        assert_eq!(scripts, 1, "{text}");
        for element in ["img", "iframe", "object", "style", "base", "embed"] {
            assert!(!names.iter().any(|name| name == element), "{element} by {text}");
        }
        for part in page.split('<').skip(1) {
            let tag = part.split_once('>').unwrap().0;
            for attribute in tag.split("\" ").skip(1) {
                let name = attribute.split('=').next().unwrap();
                assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{tag}");
            }
            if let Some((_, href)) = tag.split_once(" href=\"") {
                let safe = ["/", "#", "http://", "https://", "mailto:"];
                assert!(
                    safe.iter().any(|start| href.starts_with(start)) && !href.starts_with("//"),
                    "{tag}"
                );
            }
        }
        let unsafe_character = |c: char| crate::safe_text::is_unsafe(c) && c != '\n' && c != '\t';
        assert!(!page.contains(unsafe_character), "{text}");
    }
}

#[test]
fn hostile_text_is_text_wherever_it_stands() {
    HOSTILE.lines().for_each(assert_harmless);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_text_wherever_it_stands(text in "[ -~é\u{202e}\u{1b}]{0,40}") {
        assert_harmless(&text);
    }

    #[test]
    fn any_markup_is_text_wherever_it_stands(text in "(<|>|\"|'|&|/|script|img|onload|=| |a|-->|\\]|\\(|\\)){0,16}") {
        assert_harmless(&text);
    }
}
