//! Pictures of the stage for terminals: each is drawn once for all that have the same measure, and so is the way from one
//! to the next.

use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, PoisonError};

use hyper::body::Bytes;

use crate::layout::Size;
use crate::server::Seen;
use crate::theme::Depth;
use crate::ui::room::{self, Look, Scene, Scroll};
use crate::ui::{Frame, paint};
use crate::voter::Said;

/// How many pictures and ways are kept: as many as there are usual screens, times what people do at them.
const PICTURES: usize = 24;
const WAYS: usize = 32;

/// How somebody looks at the stage.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glance {
    pub(super) size: Size,
    pub(super) depth: Depth,
    pub(super) scroll: Option<usize>,
    pub(super) foot: &'static [&'static str],
    pub(super) said: Option<Said>,
}

/// What they see.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub(super) frame: Arc<Frame>,
    pub(super) scroll: Scroll,
}

#[derive(Debug, Default)]
pub(super) struct Gallery {
    wall: Mutex<Wall>,
}

#[derive(Debug, Default)]
struct Wall {
    /// What all pictures show.
    seen: Arc<Seen>,
    pictures: VecDeque<(Glance, Picture)>,
    /// What turns one picture into another.
    ways: VecDeque<Way>,
}

#[derive(Debug)]
struct Way {
    from: Option<Arc<Frame>>,
    to: Arc<Frame>,
    bytes: Bytes,
}

impl Gallery {
    /// The stage as somebody looks at it.
    pub(super) fn picture(&self, seen: &Arc<Seen>, glance: &Glance) -> Picture {
        let mut wall = self.wall.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&wall.seen, seen) {
            *wall = Wall { seen: Arc::clone(seen), ..Wall::default() };
        }
        if let Some((_, known)) = wall.pictures.iter().find(|(other, _)| other == glance) {
            return known.clone();
        }
        let picture = draw(seen, glance);
        wall.pictures.truncate(PICTURES - 1);
        wall.pictures.push_front((glance.clone(), picture.clone()));
        picture
    }

    /// The bytes that turn one screen into another; none if nothing differs.
    pub(super) fn way(&self, from: Option<&Arc<Frame>>, to: &Arc<Frame>) -> Bytes {
        let same = |a: Option<&Arc<Frame>>, b: Option<&Arc<Frame>>| match (a, b) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        if same(from, Some(to)) {
            return Bytes::new();
        }
        let mut wall = self.wall.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever fills in a ballot has a screen that nobody else has.
        let is_shared = wall.pictures.iter().any(|(_, picture)| Arc::ptr_eq(&picture.frame, to));
        if !is_shared {
            drop(wall);
            return paint::changes(from.map(|frame| &**frame), to).into();
        }
        let known = |way: &&Way| Arc::ptr_eq(&way.to, to) && same(way.from.as_ref(), from);
        if let Some(way) = wall.ways.iter().find(known) {
            return way.bytes.clone();
        }
        let bytes: Bytes = paint::changes(from.map(|frame| &**frame), to).into();
        wall.ways.truncate(WAYS - 1);
        let way = Way { from: from.cloned(), to: Arc::clone(to), bytes: bytes.clone() };
        wall.ways.push_front(way);
        bytes
    }
}

/// Draws the stage. A slide that makes the program fail is left out, as on the stage itself.
fn draw(seen: &Seen, glance: &Glance) -> Picture {
    let place = format!("{}/{}", seen.slide + 1, seen.deck.slides.len().max(1));
    let scene = Scene {
        slide: seen.slide(),
        step: seen.step,
        live: seen.live(),
        colours: &seen.colours,
        recess: seen.recess.map(|recess| (recess, seen.utc_offset)),
        place: &place,
    };
    let Glance { size, depth, scroll, foot, said } = glance;
    let (size, depth, scroll) = (*size, *depth, *scroll);
    let look = Look { size, theme: seen.theme, depth, scroll, foot, said: said.as_ref() };
    let mut frame = Frame::default();
    let drawn = panic::catch_unwind(AssertUnwindSafe(|| room::draw(&scene, &look, &mut frame)));
    let scroll = drawn.unwrap_or_else(|_| {
        room::draw_fault(&look, &mut frame);
        Scroll::default()
    });
    Picture { frame: Arc::new(frame), scroll }
}
