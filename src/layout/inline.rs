//! Spans to prose: what each kind of inline text looks like.

use super::wrap::Prose;
use crate::deck::{Look, Rgb, Span, SpanKind, Step};
use crate::theme::{Ground, Ink, Role};

/// The prose of a text whose plain words have this ink, none of it seen before `from`.
pub(super) fn prose(text: &[Span], ink: Ink, from: Step) -> Prose {
    let mut prose = Prose::default();
    append(&mut prose, text, ink, from);
    prose
}

/// Adds a text to a prose.
pub(super) fn append(prose: &mut Prose, text: &[Span], ink: Ink, from: Step) {
    for span in text {
        let from = from.max(span.from);
        match &span.kind {
            SpanKind::Words { text, look, colour, link } => {
                prose.push(text, words(ink, *look, *colour, link.is_some()), from);
            }
            SpanKind::Break => prose.push("\n", ink, from),
            SpanKind::Image { alt, target } => {
                let text = if alt.trim().is_empty() { target } else { alt };
                prose.push(text, Ink::of(Role::Dim).with(Look::EMPHASIS), from);
            }
            SpanKind::Badge(key) => prose.push(&badge(key), Ink::of(Role::Dim), from),
            SpanKind::FootnoteRef(number) => {
                prose.push(&superscript(*number), Ink::of(Role::Accent), from);
            }
        }
    }
}

fn words(base: Ink, look: Look, colour: Option<Rgb>, is_link: bool) -> Ink {
    let set_off = Look::STRONG | Look::EMPHASIS | Look::STRIKE | Look::UNDERLINE;
    let mut ink = base.with(look & set_off);
    if look.contains(Look::MATH) {
        ink = Ink { role: Role::Code, ..ink }.with(Look::EMPHASIS);
    }
    if look.contains(Look::CODE) {
        ink = Ink { role: Role::Code, ..ink }.on(Ground::Panel).with(Look::CODE);
    }
    if look.contains(Look::KEY) {
        ink = ink.on(Ground::Panel).with(Look::STRONG);
    }
    if is_link {
        ink = Ink { role: Role::Accent, ..ink }.with(Look::UNDERLINE);
    }
    Ink { colour: colour.or(ink.colour), ..ink }
}

fn badge(key: &str) -> String {
    format!("[{}]", if key == "abstract" { "A" } else { key })
}

/// A footnote's number, raised.
pub(super) fn superscript(number: u16) -> String {
    let raised = |digit| match digit {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        _ => '⁹',
    };
    number.to_string().chars().map(raised).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn piece(kind: SpanKind) -> (String, Ink) {
        let rows = prose(&[Span { from: 1, kind }], Ink::default(), 1).wrap(40);
        let piece = &rows[0].pieces[0];
        (piece.text.clone(), piece.ink)
    }

    fn looking(look: Look) -> Ink {
        piece(SpanKind::Words { text: "x".into(), look, colour: None, link: None }).1
    }

    #[test]
    fn code_and_keys_stand_on_a_panel_and_mathematics_does_not() {
        let code = Ink::of(Role::Code).on(Ground::Panel).with(Look::CODE);
        assert_eq!(looking(Look::CODE), code);
        assert_eq!(looking(Look::KEY), Ink::of(Role::Text).on(Ground::Panel).with(Look::STRONG));
        assert_eq!(looking(Look::MATH), Ink::of(Role::Code).with(Look::EMPHASIS));
        assert_eq!(looking(Look::STRIKE), Ink::of(Role::Text).with(Look::STRIKE));
    }

    #[test]
    fn a_link_is_underlined_and_its_target_is_not_printed() {
        let link = SpanKind::Words {
            text: "here".into(),
            look: Look::STRONG,
            colour: Some(Rgb(1, 2, 3)),
            link: Some(Arc::from("https://example.org")),
        };
        let ink = Ink {
            colour: Some(Rgb(1, 2, 3)),
            ..Ink::of(Role::Accent).with(Look::UNDERLINE | Look::STRONG)
        };
        assert_eq!(piece(link), ("here".to_owned(), ink));
    }

    #[test]
    fn an_image_leaves_its_description_else_its_target() {
        let dim = Ink::of(Role::Dim).with(Look::EMPHASIS);
        let image = |alt: &str| SpanKind::Image { alt: alt.into(), target: "a.png".into() };
        assert_eq!(piece(image("a cat")), ("a cat".to_owned(), dim));
        assert_eq!(piece(image(" ")), ("a.png".to_owned(), dim));
    }

    #[test]
    fn origins_are_small_badges_and_footnotes_raised_numbers() {
        for (key, shown) in [("abstract", "[A]"), ("ours", "[ours]"), ("smith20", "[smith20]")] {
            assert_eq!(piece(SpanKind::Badge(key.into())), (shown.into(), Ink::of(Role::Dim)));
        }
        assert_eq!(piece(SpanKind::FootnoteRef(120)), ("¹²⁰".into(), Ink::of(Role::Accent)));
    }
}
