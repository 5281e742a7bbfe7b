//! HTML, written so that no text becomes markup: tags and the names of attributes are the program's own words, all else
//! is escaped on its way in.

use super::words::Words;
use crate::safe_text;

/// A piece of a page, and the language that its own words are in.
pub(super) struct Html {
    out: String,
    pub(super) words: &'static Words,
}

/// Attributes with their values; one without a value is only named.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Html {
    pub(super) fn new(words: &'static Words) -> Self {
        Self { out: String::new(), words }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// An empty piece in the same language, to be written before what comes before it and appended then.
    pub(super) fn apart(&self) -> Self {
        Self::new(self.words)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    pub(super) fn written(&self) -> &str {
        &self.out
    }

    pub(super) fn append(&mut self, piece: &Self) {
        self.out.push_str(&piece.out);
    }

    /// Markup of the program itself.
    pub(super) fn own(&mut self, markup: &'static str) {
        self.out.push_str(markup);
    }

    /// Text as text. It is the one way for text to come into a page, in an attribute too: control characters and
    /// bidirectional overrides go, and the five characters that mean something between tags and quotes are named.
    pub(super) fn text(&mut self, text: &str) {
        for c in safe_text::clean_lines(text).chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                _ => self.out.push(c),
            }
        }
    }

    /// A tag without an end, or the begin of one that ends later.
    pub(super) fn tag(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            if !value.is_empty() {
                self.out.push_str("=\"");
                self.text(value);
                self.out.push('"');
            }
        }
        self.out.push('>');
    }

    /// An element around what `inside` writes.
    pub(super) fn within(
        &mut self,
        name: &'static str,
        attributes: Attributes<'_>,
        inside: impl FnOnce(&mut Self),
    ) {
        self.tag(name, attributes);
        inside(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element with a text and nothing else.
    pub(super) fn element(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.within(name, attributes, |html| html.text(text));
    }

    /// A text of the deck or the room, which may run in either direction whatever the page does.
    pub(super) fn foreign(&mut self, text: &str) {
        self.element("bdi", &[], text);
    }

    /// A text that only those hear who cannot see what it says.
    pub(super) fn unseen(&mut self, text: &str) {
        self.element("span", &[("class", "unseen")], text);
    }
}

/// The address of a slide that was shown before.
pub(super) fn address_of(slide: &str) -> String {
    let id: String = form_urlencoded::byte_serialize(slide.as_bytes()).collect();
    format!("/?slide={id}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::words::ENGLISH;
    use super::*;

    fn escaped(text: &str) -> String {
        let mut html = Html::new(&ENGLISH);
        html.text(text);
        html.finish()
    }

    #[test]
    fn text_is_never_markup() {
        assert_eq!(escaped("a & <b> \"c\" 'd'"), "a &amp; &lt;b&gt; &quot;c&quot; &#39;d&#39;");
        assert_eq!(escaped("a\u{202e}b\u{1b}c\nd"), "ab\u{fffd}c\nd");
    }

    #[test]
    fn an_element_ends_and_an_attribute_without_value_is_only_named() {
        let mut html = Html::new(&ENGLISH);
        html.within("p", &[("title", "\" onload=\"x"), ("hidden", "")], |html| html.text("<"));
        assert_eq!(html.finish(), "<p title=\"&quot; onload=&quot;x\" hidden>&lt;</p>");
    }

    #[test]
    fn an_address_keeps_its_one_value() {
        assert_eq!(address_of("a-1"), "/?slide=a-1");
        assert_eq!(address_of("a&b=é #"), "/?slide=a%26b%3D%C3%A9+%23");
    }

    proptest! {
        #[test]
        fn any_text_stays_text(text in any::<String>()) {
            prop_assert!(!escaped(&text).contains(['<', '>', '"', '\'']));
        }
    }
}
