//! Pictures: drawn afresh for each width, so that no line of them ever wraps.

use super::row::Row;
use super::stack::Space;
use super::wrap::Prose;
use crate::deck::Picture;

mod bars;
mod boxes;
mod flow;
mod org;

/// Where there are fewer columns than this, a picture is no more than its texts.
const NARROWEST: usize = 18;

/// Draws a picture; no row is wider than the room.
pub(super) fn picture(picture: &Picture, space: Space<'_>) -> Vec<Row> {
    match picture {
        Picture::Bars(bars) => bars::bars(bars, space),
        _ if space.width < NARROWEST => {
            let texts = picture.texts().into_iter();
            texts
                .flat_map(|text| Prose::of(text, space.ink(), space.from).wrap(space.width))
                .collect()
        }
        Picture::Org(org) => org::org(org, space),
        Picture::Flow(flow) => flow::flow(flow, space),
    }
}

#[cfg(test)]
mod tests;
