//! What somebody in the room sees of a talk on a terminal of their own: the slide as on stage, and what they can do.

use super::canvas::{self, Canvas};
use super::frame::Frame;
use super::stage;
use crate::app::areas::{Area, Areas, areas};
use crate::deck::{Slide, Step};
use crate::highlight::Colours;
use crate::layout::{self, BreakView, Live, Page, Size, View};
use crate::recess::Recess;
use crate::theme::{Depth, Ink, Role, Theme};
use crate::voter::Said;

/// What there is to see.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The slide on stage; none while that is empty.
    pub slide: Option<&'a Slide>,
    /// The step of it that is shown, from 1.
    pub step: Step,
    /// What the room has done so far.
    pub live: Live<'a>,
    /// The highlighting done so far.
    pub colours: &'a Colours,
    /// The break that the room has, in place of the slide, and how far its clock is ahead of UTC, in seconds.
    pub recess: Option<(Recess, i32)>,
    /// Where the talk is, such as `3/12`.
    pub place: &'a str,
}

/// How it is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look<'a> {
    /// The measure of the screen.
    pub size: Size,
    /// The colours.
    pub theme: &'static Theme,
    /// How many of them there are.
    pub depth: Depth,
    /// How many lines lie above the screen; without a wish, what the step has brought is in sight.
    pub scroll: Option<usize>,
    /// What can be done, in a few words, the most important first.
    pub foot: &'a [&'a str],
    /// What there is to say in place of that.
    pub said: Option<&'a Said>,
}

/// How many lines of a slide lie above the screen, and how many can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    /// Lines above the screen.
    pub above: usize,
    /// The most of them.
    pub most: usize,
}

/// Draws it. The frame takes its measure.
pub fn draw(scene: &Scene<'_>, look: &Look<'_>, frame: &mut Frame) -> Scroll {
    frame.clear(look.size, canvas::ground(look.theme, look.depth));
    let mut canvas = Canvas { frame, theme: look.theme, depth: look.depth };
    let areas = areas(look.size, true, false);
    let body = areas.body;
    let page = page(scene, body.size);
    let height = usize::from(body.size.height);
    let (pinned, most) = (page.pinned(height), page.seen_lines().saturating_sub(height));
    let above = look.scroll.unwrap_or_else(|| brought(&page, pinned, height)).min(most);
    stage::page(&page, pinned, above, body, &mut canvas);
    if let Some(area) = areas.footer {
        foot(scene, look, most > 0, area, &mut canvas);
    }
    stage::more(&page, above, &areas, &mut canvas);
    Scroll { above, most }
}

/// How far a page is scrolled so that what its step has brought is in sight.
fn brought(page: &Page, pinned: usize, height: usize) -> usize {
    let Some(brought) = &page.revealed else { return 0 };
    brought.end.saturating_sub(height).min(brought.start.saturating_sub(pinned))
}

/// Says that a slide made the program fail, in place of it.
pub fn draw_fault(look: &Look<'_>, frame: &mut Frame) {
    frame.clear(look.size, canvas::ground(look.theme, look.depth));
    let mut canvas = Canvas { frame, theme: look.theme, depth: look.depth };
    let Areas { body, .. } = areas(look.size, true, false);
    let end = body.x + body.size.width;
    canvas.put((body.x, body.y), "This slide could not be shown", Ink::of(Role::Error), end);
}

fn page(scene: &Scene<'_>, size: Size) -> Page {
    if let Some((recess, utc_offset)) = scene.recess {
        let now_ms = scene.live.now_ms;
        return layout::lay_out_break(&BreakView { recess, now_ms, utc_offset, size });
    }
    let view = View { step: scene.step, size, colours: scene.colours, live: scene.live };
    scene.slide.map(|slide| layout::lay_out(slide, &view)).unwrap_or_default()
}

/// What was said, or what can be done, as much of it as has room; at the right where the talk is.
fn foot(scene: &Scene<'_>, look: &Look<'_>, scrolls: bool, area: Area, canvas: &mut Canvas<'_>) {
    const BETWEEN: &str = " · ";
    const SCROLLS: &str = "↑ ↓ scroll";
    let end = area.x + area.size.width;
    let place = end.saturating_sub(layout::columns(scene.place)).max(area.x);
    let dim = Ink::of(Role::Dim);
    canvas.put((place, area.y), scene.place, dim, end);
    let room = usize::from(place.saturating_sub(area.x + 2));
    if let Some(said) = look.said {
        let role = if said.is_problem { Role::Warning } else { Role::Success };
        canvas.put((area.x, area.y), &layout::clip(&said.text, room), Ink::of(role), place);
        return;
    }
    let mut text = String::new();
    let scrolls = scrolls.then_some(&SCROLLS);
    for part in look.foot.iter().take(1).chain(scrolls).chain(look.foot.iter().skip(1)) {
        let between = if text.is_empty() { "" } else { BETWEEN };
        if layout::width(&text) + layout::width(between) + layout::width(part) > room {
            break;
        }
        text.push_str(between);
        text.push_str(part);
    }
    canvas.put((area.x, area.y), &text, dim, place);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Extent, Source};
    use crate::ui::paint;

    const DECK: &str = "# Who decides\n\n- one\n- two\n\n<!-- pause -->\n\nlater\n\n---\n\n\
                        # Two\n\n1. a\n2. b\n3. c\n4. d\n5. e\n6. f\n7. g\n8. h\n9. i\n";

    fn drawn(size: Size, change: impl Fn(&mut Look<'_>, &mut Scene<'_>)) -> String {
        draw_with(size, None, change)
    }

    fn draw_with(
        size: Size,
        said: Option<&Said>,
        change: impl Fn(&mut Look<'_>, &mut Scene<'_>),
    ) -> String {
        let deck = Source::Text(DECK.into()).load(Extent::Whole).unwrap().deck;
        let (theme, depth) = (<&Theme>::default(), Depth::None);
        let foot = ["q leaves", "a vote comes up here by itself"];
        let mut look = Look { size, theme, depth, scroll: None, foot: &foot, said };
        let colours = Colours::default();
        let mut scene = Scene {
            slide: deck.slides.first(),
            step: 1,
            live: Live::none(),
            colours: &colours,
            recess: None,
            place: "1/2",
        };
        change(&mut look, &mut scene);
        if scene.step == 9 {
            scene.slide = deck.slides.get(1);
        }
        let mut frame = Frame::default();
        draw(&scene, &look, &mut frame);
        paint::lines(&frame, false)
    }

    const SMALL: Size = Size { width: 50, height: 9 };

    #[test]
    fn the_slide_stands_above_what_can_be_done() {
        insta::assert_snapshot!(drawn(SMALL, |_, scene| scene.step = 2), @r"
         Who decides

         • one
         • two

         later


         q leaves · a vote comes up here by itself    1/2
        ");
    }

    #[test]
    fn a_line_that_has_no_room_loses_its_end() {
        let narrow = Size { width: 30, height: 9 };
        let text = drawn(narrow, |_, _| {});
        assert!(text.contains("q leaves") && !text.contains("a vote"), "{text}");
        assert!(text.trim_end().ends_with("1/2"), "{text}");
    }

    #[test]
    fn an_empty_stage_and_a_break_say_where_one_is() {
        let blank = drawn(SMALL, |_, scene| scene.slide = None);
        assert!(!blank.contains("Who") && blank.contains("q leaves"), "{blank}");
        let recess = Recess { began_ms: 0, ends_ms: 600_000 };
        let pause = drawn(SMALL, |_, scene| scene.recess = Some((recess, 3_600)));
        assert!(pause.contains("10:00 left") && !pause.contains("Who"), "{pause}");
    }

    #[test]
    fn what_is_said_stands_in_place_of_what_can_be_done() {
        let said = Said { text: "This vote is closed.".to_owned(), is_problem: false };
        let text = draw_with(SMALL, Some(&said), |_, _| {});
        assert!(text.contains("This vote is closed.") && !text.contains("q leaves"), "{text}");
    }

    #[test]
    fn a_long_slide_is_scrolled_no_further_than_its_end() {
        let tiny = Size { width: 30, height: 6 };
        let at = |scroll| drawn(tiny, |look, scene| (look.scroll, scene.step) = (scroll, 2));
        let (top, brought, end) = (at(Some(0)), at(None), at(Some(99)));
        assert!(top.contains('▼') && !top.contains("later"), "{top}");
        assert!(brought.contains("later") && brought == end && end.contains('▲'), "{brought}{end}");
    }

    #[test]
    fn what_does_not_fit_says_how_it_is_scrolled() {
        let low = drawn(Size { width: 50, height: 9 }, |_, scene| scene.step = 9);
        assert!(low.contains("q leaves · ↑ ↓ scroll") && low.contains("▼ 4 more lines"), "{low}");
    }

    proptest::proptest! {
        #[test]
        fn it_is_drawn_on_any_screen(width in 0..170_u16, height in 0..60_u16, scroll in 0..99_usize) {
            drawn(Size { width, height }, |look, _| look.scroll = Some(scroll));
        }
    }
}
