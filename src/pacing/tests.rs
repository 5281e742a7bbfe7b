//! Talks against their plans: what is said of them, and that it is true.

use std::ops::Range;

use proptest::prelude::*;

use super::*;
use crate::agenda::Part;

const MINUTE: i64 = 60_000;

fn part(title: &str, minutes: f64, slides: &str, optional: &str) -> Part {
    let ids = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    Part { title: title.to_owned(), minutes, slides: ids(slides), optional: ids(optional) }
}

fn plan(parts: Vec<Part>) -> Plan {
    let agenda = Agenda { name: "talk".to_owned(), parts };
    Plan::of(&agenda, |id| Some(Content { title: id.to_uppercase(), asks_ms: 0 }))
}

/// Three parts of five minutes with a break in between.
fn evening() -> Plan {
    plan(vec![
        part("Opening", 5.0, "a b c d e", "d b"),
        part("Middle", 5.0, "f g h i j", "g"),
        part("Break", 10.0, "", ""),
        part("Close", 5.0, "k l m n o", "n m"),
    ])
}

fn pace(plan: &Plan, progress: &Progress, minutes: f64) -> Pace {
    Pace::of(plan, progress, milliseconds(minutes)).unwrap()
}

fn skips(pace: &Pace) -> Vec<&str> {
    pace.cut.slides.iter().map(|skip| skip.id.as_str()).collect()
}

/// The talk that has just come to a slide.
fn at(slide: &str, minutes: f64) -> Progress {
    Progress::at(slide, milliseconds(minutes))
}

#[test]
fn discussions_get_the_time_that_they_ask_for_and_the_rest_is_shared() {
    let agenda = Agenda { name: "talk".into(), parts: vec![part("One", 10.0, "a b c d", "c")] };
    let shares = |asks: &[(&str, i64)]| -> Vec<i64> {
        let plan = Plan::of(&agenda, |id| {
            let asks_ms = asks.iter().find(|(one, _)| *one == id).map_or(0, |(_, ms)| *ms);
            (id != "d").then(|| Content { title: String::new(), asks_ms })
        });
        plan.parts[0].slides.iter().map(|slide| slide.share_ms).collect()
    };
    assert_eq!(shares(&[]), [200_000, 200_000, 200_000]);
    assert_eq!(shares(&[("b", 4 * MINUTE)]), [2 * MINUTE, 6 * MINUTE, 2 * MINUTE]);
    let most = shares(&[("a", 20 * MINUTE), ("b", 20 * MINUTE)]);
    assert_eq!(most, [275_000, 275_000, 50_000]);
    assert_eq!(most.iter().sum::<i64>(), 10 * MINUTE);
}

#[test]
fn slides_that_are_unknown_or_named_twice_take_nothing() {
    let parts = vec![
        part("One", 2.0, "a a", "a"),
        part("Two", 3.0, "a nowhere", ""),
        part("Break", 1.0, "", ""),
    ];
    let agenda = Agenda { name: "talk".into(), parts };
    let plan = Plan::of(&agenda, |id| (id != "nowhere").then(Content::default));
    let titles: Vec<&str> = plan.parts.iter().map(|part| part.title.as_str()).collect();
    assert_eq!(titles, ["One", "Break"]);
    assert_eq!((plan.parts[0].slides.len(), plan.length_ms()), (1, 3 * MINUTE));
    assert_eq!(Pace::of(&Plan::default(), &Progress::default(), 0), None);
}

#[test]
fn a_talk_on_time_hears_nothing() {
    let plan = evening();
    let now = pace(&plan, &at("c", 2.0), 2.5);
    assert_eq!((now.late_ms, now.planned_ms(), now.ends_ms()), (0, 150_000, 25 * MINUTE));
    assert_eq!((now.standing(), now.ending(), now.advice()), ("on time".into(), None, None));
    assert_eq!(now.summary(), "2:30 of 25:00 · on time");
    // A minute is nothing to speak of.
    let calm = pace(&plan, &at("c", 3.0), 3.0);
    assert_eq!((calm.late_ms, calm.standing()), (MINUTE, "on time".into()));
    assert_eq!(calm.cut, Cut::default());
    assert_eq!(pace(&plan, &at("c", 3.1), 3.1).standing(), "1:06 behind");
    assert_eq!(pace(&plan, &at("c", 0.9), 0.9).standing(), "1:06 ahead");
}

#[test]
fn the_calm_of_a_long_plan_is_longer() {
    let of = |minutes| plan(vec![part("One", minutes, "a", "")]).calm_ms();
    assert_eq!([of(25.0), of(45.0), of(90.0)], [MINUTE, MINUTE, 2 * MINUTE]);
}

#[test]
fn a_delay_grows_while_a_slide_takes_more_than_its_share() {
    let plan = evening();
    let progress = at("c", 2.0);
    assert_eq!(pace(&plan, &progress, 3.0).late_ms, 0);
    let late = pace(&plan, &progress, 6.5);
    assert_eq!(late.standing(), "3:30 behind");
    assert_eq!(late.ending().unwrap(), "ends at 28:30 instead of 25:00");
    assert_eq!(late.part.standing(), "Opening (1/4): 0:30 of 5:00 left");
}

#[test]
fn the_fewest_slides_are_skipped_in_their_order_and_only_those_ahead() {
    let plan = evening();
    // Of the opening only d is ahead and optional: b was shown.
    let late = pace(&plan, &at("c", 4.0), 4.0);
    assert_eq!((late.late_ms, skips(&late)), (2 * MINUTE, vec!["d", "g"]));
    assert_eq!(late.advice().unwrap(), "skip “D” and “G”");
    // n goes before m; the one that comes next is named first.
    let later = pace(&plan, &at("c", 6.0), 6.0);
    assert_eq!(skips(&later), ["d", "g", "m", "n"]);
    assert_eq!(later.cut.over_ms, 0);
    let much = pace(&plan, &at("c", 8.0), 8.0);
    assert_eq!((much.cut.over_ms, skips(&much).len()), (2 * MINUTE, 4));
    assert_eq!(much.advice().unwrap(), "skip “D”, “G”, “M” and “N”: still 2:00 over");
    let end = pace(&plan, &at("o", 27.0), 27.0);
    assert_eq!(end.advice().unwrap(), "no slide is left to skip: 3:00 over");
}

#[test]
fn a_slide_that_saves_more_is_not_asked_for_company() {
    let plan = plan(vec![
        part("Short", 6.0, "a b c", "b"),
        part("Long", 10.0, "d e", "e"),
        part("Close", 5.0, "f", ""),
    ]);
    let late = pace(&plan, &at("a", 3.0), 3.0);
    assert_eq!((late.late_ms, skips(&late)), (3 * MINUTE, vec!["e"]));
    // Of two that suffice the nearer one goes.
    assert_eq!(skips(&pace(&plan, &at("a", 1.5), 1.5)), ["b"]);
}

#[test]
fn what_is_skipped_is_gained_and_named_no_more() {
    let plan = evening();
    let mut progress = at("c", 4.0);
    progress.skip("d");
    let now = pace(&plan, &progress, 4.0);
    assert_eq!((now.late_ms, now.standing()), (MINUTE, "on time".to_owned()));
    progress.keep("d");
    assert_eq!(pace(&plan, &progress, 4.0).late_ms, 2 * MINUTE);
    // It was shown after all, so it takes time.
    progress.skip("d");
    progress.go_to("d", 4 * MINUTE);
    assert_eq!(pace(&plan, &progress, 4.5).late_ms, MINUTE);
}

#[test]
fn going_back_costs_time_and_peeking_ahead_none_of_what_is_ahead() {
    let plan = evening();
    let mut progress = at("a", 0.0);
    for (minute, id) in [(1, "b"), (2, "c"), (3, "d"), (4, "a")] {
        progress.go_to(id, minute * MINUTE);
    }
    assert_eq!(pace(&plan, &progress, 6.0).late_ms, 2 * MINUTE);
    assert_eq!(progress.spent("a", 6 * MINUTE), 3 * MINUTE);
    progress.go_to("o", 6 * MINUTE);
    progress.go_to("d", 6 * MINUTE + 10_000);
    let back = pace(&plan, &progress, 6.5);
    // At the end of "d" the plan is at 4:00. Ten seconds of "o" are behind already.
    assert_eq!(back.late_ms, 2 * MINUTE + 30_000 - 10_000);
    assert!(!skips(&back).contains(&"o"));
}

#[test]
fn a_break_begins_late_and_keeps_its_length() {
    let plan = evening();
    let mut progress = at("j", 12.0);
    progress.rest(None, 13 * MINUTE);
    let now = pace(&plan, &progress, 15.0);
    assert_eq!((now.late_ms, now.part.title.as_str()), (3 * MINUTE, "Break"));
    assert_eq!((now.part.spent_ms, now.part.left_ms), (2 * MINUTE, 8 * MINUTE));
    assert_eq!(now.part.standing(), "Break (3/4): 8:00 of 10:00 left");
    // Announced as shorter it brings the talk back; beyond its end it costs time.
    progress.rest(Some(7 * MINUTE), 15 * MINUTE);
    assert_eq!(pace(&plan, &progress, 15.0).late_ms, 0);
    assert_eq!(pace(&plan, &progress, 21.5).standing(), "1:30 behind");
    progress.go_to("j", 20 * MINUTE);
    progress.go_to("k", 20 * MINUTE);
    assert_eq!(pace(&plan, &progress, 20.0).late_ms, 0);
    assert_eq!(progress.spent("j", 30 * MINUTE), MINUTE);
}

#[test]
fn a_break_that_nobody_planned_is_lost_time() {
    let plan = evening();
    let mut progress = at("b", 1.0);
    progress.rest(Some(5 * MINUTE), 2 * MINUTE);
    let now = pace(&plan, &progress, 3.0);
    assert_eq!((now.late_ms, now.part.title.as_str()), (5 * MINUTE, "Opening"));
    progress.go_to("c", 5 * MINUTE);
    assert_eq!(pace(&plan, &progress, 5.0).late_ms, 3 * MINUTE);
}

#[test]
fn a_delay_is_spread_over_what_is_left() {
    let plan = evening();
    let now = pace(&plan, &at("f", 7.0), 7.0);
    // Ten minutes of slides are left, and eight minutes for them.
    assert_eq!((now.late_ms, now.part.left_ms), (2 * MINUTE, 4 * MINUTE));
    assert_eq!(pace(&plan, &at("f", 5.5), 5.5).part.left_ms, 5 * MINUTE);
}

/// Plans of a few parts, each with its slides and the order in which some of them go.
fn plans() -> impl Strategy<Value = Plan> {
    let part = (0..6_usize, 0..12_u32, prop::collection::vec(0..6_usize, 0..5), any::<[u8; 6]>());
    prop::collection::vec(part, 1..5).prop_map(|parts| {
        let id = |part: usize, slide: usize| format!("s{part}-{slide}");
        let asks: Vec<[u8; 6]> = parts.iter().map(|part| part.3).collect();
        let parts =
            parts.into_iter().enumerate().map(|(at, (slides, minutes, optional, _))| Part {
                title: format!("p{at}"),
                minutes: f64::from(minutes) / 2.0,
                slides: (0..slides).map(|slide| id(at, slide)).collect(),
                optional: optional.into_iter().map(|slide| id(at, slide)).collect(),
            });
        let agenda = Agenda { name: "any".into(), parts: parts.collect() };
        Plan::of(&agenda, |id| {
            let (part, slide) = id.strip_prefix('s')?.split_once('-')?;
            let asks = asks[part.parse::<usize>().ok()?][slide.parse::<usize>().ok()?];
            Some(Content { title: id.to_owned(), asks_ms: i64::from(asks) * 1_000 })
        })
    })
}

/// The fewest optional slides, in their order within each part, that save so much; none if all do not.
fn fewest(plan: &Plan, is_ahead: impl Fn(&str) -> bool, late_ms: i64) -> Option<usize> {
    let mut choices = vec![(0, 0)];
    for part in &plan.parts {
        let mut order: Vec<&PlannedSlide> =
            part.slides.iter().filter(|s| s.optional.is_some() && is_ahead(&s.id)).collect();
        order.sort_by_key(|slide| slide.optional);
        let order = &order;
        choices = choices
            .iter()
            .flat_map(|(count, saved)| {
                (0..=order.len()).map(move |taken| {
                    let more: i64 = order[..taken].iter().map(|slide| slide.share_ms).sum();
                    (count + taken, saved + more)
                })
            })
            .collect();
    }
    choices.iter().filter(|(_, saved)| *saved >= late_ms).map(|(count, _)| *count).min()
}

proptest! {
    #[test]
    fn shares_come_to_the_part(plan in plans()) {
        for part in plan.parts.iter().filter(|part| !part.is_break()) {
            let sum: i64 = part.slides.iter().map(|slide| slide.share_ms).sum();
            prop_assert_eq!(sum, part.length_ms);
            prop_assert!(part.slides.iter().all(|slide| slide.share_ms >= 0));
        }
    }

    /// Somebody who wanders about in a talk is never told what is wrong.
    #[test]
    fn what_is_said_is_true(
        plan in plans(),
        moves in prop::collection::vec((any::<prop::sample::Index>(), 0..200_i64, 0..8_u8), 1..20),
    ) {
        let slides: Vec<&PlannedSlide> = plan.parts.iter().flat_map(|part| &part.slides).collect();
        prop_assume!(!slides.is_empty());
        let mut progress = Progress::at(&slides[0].id, 0);
        let mut now = 0;
        for (to, seconds, what) in moves {
            let slide = &to.get(&slides).id;
            match what {
                0 => progress.rest(Some(seconds * 1_000), now),
                1 => progress.skip(slide),
                2 => progress.keep(slide),
                _ => progress.go_to(slide, now),
            }
            now += seconds * 1_000;
            let pace = Pace::of(&plan, &progress, now).unwrap();
            prop_assert_eq!(&Pace::of(&plan, &progress, now).unwrap(), &pace);
            prop_assert_eq!(pace.ends_ms() >= now, true, "nobody ends in the past");
            prop_assert_eq!(pace.planned_ms() + pace.late_ms, now);
            let at = slides.iter().position(|slide| slide.id == progress.slide).unwrap();
            for skip in &pace.cut.slides {
                let place = slides.iter().position(|slide| slide.id == skip.id).unwrap();
                prop_assert!(place > at && slides[place].optional.is_some());
                prop_assert!(!progress.has_seen(&skip.id) && !progress.skips(&skip.id));
            }
            let saved: i64 = pace.cut.slides.iter().map(|skip| skip.saves_ms).sum();
            if pace.is_late() {
                let is_ahead = |id: &str| {
                    let place = slides.iter().position(|slide| slide.id == id).unwrap();
                    place > at && !progress.has_seen(id) && !progress.skips(id)
                };
                let fewest = fewest(&plan, is_ahead, pace.late_ms);
                prop_assert_eq!(pace.cut.over_ms, (pace.late_ms - saved).max(0));
                prop_assert_eq!(fewest.is_none(), pace.cut.over_ms > 0);
                prop_assert!(fewest.is_none_or(|fewest| fewest == pace.cut.slides.len()));
                // Who does as advised ends when that says.
                let mut advised = progress.clone();
                for skip in &pace.cut.slides {
                    advised.skip(&skip.id);
                }
                let after = Pace::of(&plan, &advised, now).unwrap();
                prop_assert_eq!(after.late_ms, pace.late_ms - saved);
            } else {
                prop_assert_eq!(&pace.cut, &Cut::default());
            }
            let later = Pace::of(&plan, &progress, now + seconds * 700).unwrap();
            let told = Pace::told(&plan, &progress, now).unwrap();
            for foreseen in [pace.later(now + seconds * 700), told.later(now + seconds * 700)] {
                prop_assert_eq!(foreseen.late_ms, later.late_ms);
                prop_assert_eq!(foreseen.elapsed_ms, later.elapsed_ms);
                prop_assert_eq!(foreseen.due_ms.max(later.elapsed_ms), later.due_ms);
                prop_assert_eq!(foreseen.part.spent_ms, later.part.spent_ms);
            }
            for text in [pace.summary(), pace.part.standing(), pace.standing()] {
                prop_assert!(!text.is_empty());
            }
        }
    }

    /// A speaker who loses time and then gives every part what it has left ends on time, if there is a way.
    #[test]
    fn who_keeps_to_the_spread_ends_on_time(plan in plans(), lost in 0..600_i64) {
        let slides: Vec<&PlannedSlide> = plan.parts.iter().flat_map(|part| &part.slides).collect();
        prop_assume!(!slides.is_empty());
        let mut progress = Progress::at(&slides[0].id, 0);
        let mut now = lost * 1_000;
        let first = Pace::of(&plan, &progress, now).unwrap();
        for (at, part) in plan.parts.iter().enumerate() {
            let Some(slide) = part.slides.first() else {
                now += part.length_ms;
                continue;
            };
            // To a part's first slide; the others of it are hurried through when it is over.
            progress.go_to(&slide.id, now);
            now += Pace::of(&plan, &progress, now).unwrap().part.left_ms;
            for slide in &plan.parts[at].slides {
                progress.go_to(&slide.id, now);
            }
        }
        let talking: i64 = slides.iter().map(|slide| slide.share_ms).sum();
        let possible = lost * 1_000 + plan.length_ms() - talking <= plan.length_ms();
        // Each part divides what no longer divides evenly, and the calm is nobody's fault.
        let slack = first.calm_ms + i64::try_from(plan.parts.len()).unwrap();
        prop_assert!(!possible || now <= plan.length_ms() + slack, "{now} of {}", plan.length_ms());
    }
}

#[test]
fn the_clock_stands_while_it_is_paused() {
    let clock = TalkClock::default();
    assert_eq!((clock.elapsed_ms(5_000), clock.name()), (0, "waiting"));
    let running = clock.turned(10_000);
    assert_eq!((running.elapsed_ms(40_000), running.name()), (30_000, "running"));
    assert_eq!(running.elapsed_ms(0), 0, "a clock that was set back");
    let paused = running.turned(40_000);
    assert_eq!((paused.elapsed_ms(90_000), paused.name()), (30_000, "paused"));
    assert_eq!(paused.turned(90_000).elapsed_ms(91_000), 31_000);
}

#[test]
fn a_plan_is_told_beside_what_became_of_it() {
    let plan = evening();
    let second = |seconds: i64, id: &'static str| (seconds * 1_000, Place::Slide(id));
    let places = [
        second(0, "a"),
        // A glance at the end, and one at the next part.
        second(60, "o"),
        second(63, "b"),
        second(300, "f"),
        second(303, "e"),
        second(360, "f"),
        (700_000, Place::Break),
        second(1_000, "f"),
    ];
    let told = |places: &[(i64, Place<'_>)]| {
        let told = course(&plan, places, 1_200_000).into_iter();
        let actual = |span: Range<i64>| (span.start / 1_000, span.end / 1_000);
        told.map(|stretch| (stretch.over_ms(), stretch.actual_ms.map(actual))).collect::<Vec<_>>()
    };
    // A part that was only glanced at was left out.
    let expected = [
        (Some(60_000), Some((0, 360))),
        (Some(40_000), Some((360, 700))),
        (Some(-300_000), Some((700, 1_000))),
        (None, None),
    ];
    assert_eq!(told(&places), expected);
    let planned = course(&plan, &[], 0).into_iter().map(|stretch| stretch.planned_ms);
    let minutes: Vec<i64> = planned.map(|planned| planned.end / MINUTE).collect();
    assert_eq!(minutes, [5, 10, 20, 25]);
    assert_eq!(told(&[]), [(None, None); 4]);
    let on = [second(0, "a"), second(310, "k")];
    assert_eq!(told(&on)[1..], [(None, None), (None, None), (Some(590_000), Some((310, 1_200)))]);
}
