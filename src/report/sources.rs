//! The public sources behind what was shown.

use std::collections::BTreeSet;

use crate::deck::{Deck, SpanKind};

/// A public source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The key by which slides name it.
    pub key: String,
    /// Who wrote it, its title and its year.
    pub text: String,
    /// Where to read it; none where it is no address of the web.
    pub link: Option<String>,
}

/// The sources that some slides name, by the slides' ids; of all slides where it is not known which were shown.
pub(super) fn of(deck: &Deck, shown: Option<&BTreeSet<&str>>) -> Vec<Source> {
    let is_shown = |id: &str| shown.is_none_or(|shown| shown.contains(id));
    // A list of all sources is no use of any.
    let slides =
        deck.slides.iter().filter(|slide| slide.made_from.is_none() && is_shown(&slide.id));
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for block in slides.flat_map(|slide| slide.all_blocks()) {
        for span in block.texts().into_iter().flatten() {
            if let SpanKind::Badge(key) = &span.kind {
                keys.insert(key);
            }
        }
    }
    let cited = deck.citations.iter().filter(|(key, _)| keys.contains(key.as_str()));
    let source = cited.map(|(key, citation)| {
        let parts = [&citation.author, &citation.title, &citation.year];
        let parts: Vec<&str> =
            parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        let link = citation.link.trim();
        let is_web = link.starts_with("https://") || link.starts_with("http://");
        let link = (is_web && !link.contains(char::is_whitespace)).then(|| link.to_owned());
        Source { key: key.clone(), text: parts.join(", "), link }
    });
    source.collect()
}
