//! What a document says of itself.

use super::*;
use crate::deck::Meta;

fn front(text: &str) -> Parsed {
    read_with(text, Split::Auto, true, &[])
}

#[test]
fn yaml_and_toml_are_read() {
    let expected = Meta {
        title: Some("T".to_owned()),
        subtitle: Some("S".to_owned()),
        authors: vec!["A".to_owned(), "B".to_owned()],
        event: Some("E".to_owned()),
        date: Some("2025-01-02".to_owned()),
        license: Some("MIT".to_owned()),
        theme: Some("dark".to_owned()),
    };
    for text in [
        "---\ntitle: T\nsub_title: \"S\"\nauthors:\n  - A\n  - B\nevent: E\ndate: 2025-01-02\nlicense: MIT\ntheme:\n  name: dark\n  override: {}\n---\n\n# One",
        "---\ntitle: T\nsubtitle: S\nauthors: [A, B]\nevent: E\ndate: '2025-01-02'\nlicense: MIT\ntheme: dark\n...\n# One",
        "+++\ntitle = \"T\"\nsubtitle = \"S\"\nauthors = [\"A\", \"B\"]\nevent = \"E\"\ndate = 2025-01-02\nlicense = \"MIT\"\ntheme = \"dark\"\n+++\n# One",
    ] {
        let parsed = front(text);
        assert_eq!(codes(&parsed), [], "{text}");
        assert_eq!(parsed.meta, expected, "{text}");
        assert_eq!(parsed.slides.len(), 1);
        assert_eq!(parsed.slides[0].line as usize, text.lines().count());
    }
    assert_eq!(front("---\nauthor: A\ntitle: 3\n---\n").meta.authors, ["A"]);
    assert_eq!(front("---\nauthor: A\ntitle: 3\n---\n").meta.title.as_deref(), Some("3"));
}

#[test]
fn a_key_of_another_presenter_is_named_where_it_stands() {
    let parsed = front("---\ntitle: T\noptions:\n  implicit_slide_ends: true\ntitel: x\n---\na");
    assert_eq!(codes(&parsed), [("unknown-key", 3), ("unknown-key", 5)]);
    assert!(parsed.diagnostics[1].message.contains("did you mean `title`"));
    assert_eq!(parsed.meta.title.as_deref(), Some("T"));
}

#[test]
fn front_matter_that_cannot_be_read_costs_itself_alone() {
    for (text, line) in [
        ("---\ntitle: [a\n---\n# One\n\n---\n\n# Two", 0),
        ("---\ntitle: T\na: b: c\n---\n# One\n\n---\n\n# Two", 3),
        ("+++\ntitle = T\n+++\n# One\n\n---\n\n# Two", 2),
    ] {
        let parsed = front(text);
        assert_eq!(parsed.slides.len(), 2, "{text}");
        let [found] = parsed.diagnostics.as_slice() else { panic!("{:?}", parsed.diagnostics) };
        assert_eq!((found.code, found.severity), ("bad-front-matter", Severity::Error));
        let at = found.place.as_ref().unwrap().line;
        assert!(line == 0 || at == line, "{found}");
        assert_eq!(parsed.meta, Meta::default());
    }
    let parsed = front("---\ntitle: {a: b}\nevent: E\n---\n");
    assert_eq!(codes(&parsed), [("bad-front-matter", 2)]);
    assert_eq!(parsed.meta.event.as_deref(), Some("E"));
}

#[test]
fn what_is_no_front_matter_is_slides() {
    for (text, slides) in [
        ("---\n\n# One\n\n---\n\n# Two", 2),
        ("---\ntitle: T\n", 1),
        ("---\nNo key\n---\n", 1),
        ("\n---\ntitle: T\n---\n", 1),
    ] {
        let parsed = front(text);
        assert_eq!((parsed.slides.len(), parsed.meta), (slides, Meta::default()), "{text}");
    }
    assert_eq!(read("---\ntitle: T\n---\n").meta, Meta::default());
}

#[test]
fn a_key_is_found_where_it_stands_alone_and_not_where_another_begins_with_it() {
    let parsed = front("---\ntitle.x: 1\ntitles: 1\n\"title\": [[1]]\n---\n# A");
    let expected = [("unknown-key", 2), ("unknown-key", 3), ("bad-front-matter", 4)];
    let mut found = codes(&parsed);
    found.sort_by_key(|(_, line)| *line);
    assert_eq!(found, expected);
    assert_eq!(codes(&front("+++\n[option]\na = 1\n+++\n# A")), [("unknown-key", 2)]);
}

#[test]
fn many_unknown_keys_are_told_in_time_that_grows_with_them() {
    let keys =
        (0..20_000).fold(String::new(), |keys, key| keys + &format!("key{key:05} = {key}\n"));
    let parsed = front(&format!("+++\n{keys}+++\n# A"));
    assert_eq!(parsed.diagnostics.len(), 20_000);
    assert_eq!(codes(&parsed)[19_999], ("unknown-key", 20_001));
}
