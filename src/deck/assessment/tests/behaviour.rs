//! Every figure that the built-in talk publishes of its assessment, measured again.

use std::collections::BTreeMap;

use super::*;
use crate::assessment::{Answer, Level};

/// Numbers that look random and are the same in every run: splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, 1.
    fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap()) / (f64::from(u32::MAX) + 1.0)
    }

    /// From 0 up to, not including, `end`.
    fn below(&mut self, end: u64) -> usize {
        usize::try_from(self.next() % end).unwrap()
    }

    /// From a normal distribution around 0, by Box and Muller.
    fn normal(&mut self, deviation: f64) -> f64 {
        let (radius, angle) = (1.0 - self.unit(), std::f64::consts::TAU * self.unit());
        deviation * (-2.0 * radius.ln()).sqrt() * angle.cos()
    }

    fn sheet(&mut self) -> Vec<Answer> {
        (0..12).map(|_| Some(Level::ALL[self.below(5)])).collect()
    }

    /// The sheet of somebody who sees these pulls, from 0 to 1, and puts crosses 0.8 steps off.
    fn consistent(&mut self, assessment: &Assessment, core: f64, embedded: f64) -> Vec<Answer> {
        let answer = |statement: &Statement| {
            let pull = if statement.axis == Axis::Core { core } else { embedded };
            let pull = if statement.reversed { 1.0 - pull } else { pull };
            let mark = 1.0 + 4.0 * pull + self.normal(0.8);
            Level::ALL.into_iter().min_by(|a, b| {
                let off = |level: &Level| (f64::from(level.number()) - mark).abs();
                off(a).total_cmp(&off(b))
            })
        };
        assessment.statements.iter().map(answer).collect()
    }
}

/// The points of both axes of a sheet that has no more than two open answers.
fn pulls(assessment: &Assessment, sheet: &[Answer]) -> (f64, f64) {
    let points = |axis| assessment.axis_score(axis, sheet).unwrap();
    (points(Axis::Core), points(Axis::Embedded))
}

fn outcome(assessment: &Assessment, sheet: &[Answer]) -> Outcome {
    let (core, embedded) = pulls(assessment, sheet);
    assessment.thresholds.outcome(core, embedded)
}

fn are_opposite(one: Outcome, other: Outcome) -> bool {
    let both = [one, other];
    both.contains(&Outcome::Core) && both.contains(&Outcome::Embedded)
}

fn percent(part: u32, of: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(of)
}

/// Figures by their ids.
type Measured = BTreeMap<&'static str, f64>;

fn of_equal_answers(assessment: &Assessment, measured: &mut Measured) {
    let off = Level::ALL.map(|level| {
        let (core, embedded) = pulls(assessment, &[Some(level); 12]);
        (core - 50.0).abs().max((embedded - 50.0).abs())
    });
    measured.insert("same-answer", off.into_iter().fold(0.0, f64::max));
}

fn of_random_sheets(assessment: &Assessment, random: &mut Random, measured: &mut Measured) {
    const SHEETS: u32 = 30_000;
    let mut even = assessment.clone();
    even.statements.iter_mut().for_each(|statement| statement.weight = 1.0);
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut sum, mut squares, mut same) = (0.0, 0.0, 0);
    for _ in 0..SHEETS {
        let sheet = random.sheet();
        let (core, embedded) = pulls(assessment, &sheet);
        let outcome = assessment.thresholds.outcome(core, embedded);
        let id = match outcome {
            Outcome::Hybrid => "random-hybrid",
            Outcome::LeaveIt => "random-leave-it",
            Outcome::Embedded => "random-embedded",
            Outcome::Core => "random-core",
            Outcome::Unclear => "random-unclear",
        };
        *counts.entry(id).or_default() += 1;
        same += u32::from(self::outcome(&even, &sheet) == outcome);
        sum += core + embedded;
        squares += core * core + embedded * embedded;
    }
    measured.extend(counts.iter().map(|(id, count)| (*id, percent(*count, SHEETS))));
    measured.insert("random-labelled", percent(SHEETS - counts["random-unclear"], SHEETS));
    let mean = sum / f64::from(2 * SHEETS);
    measured.insert("random-mean", mean);
    measured.insert("random-deviation", (squares / f64::from(2 * SHEETS) - mean * mean).sqrt());
    measured.insert("equal-weights", percent(same, SHEETS));
}

fn of_one_step(assessment: &Assessment, random: &mut Random, measured: &mut Measured) {
    const SHEETS: u32 = 20_000;
    let (mut changed, mut opposite) = (0, 0);
    for _ in 0..SHEETS {
        let sheet = random.sheet();
        let mut other = sheet.clone();
        let at = random.below(12);
        let number = sheet[at].unwrap().number();
        let number = if random.below(2) == 0 { number + 1 } else { number - 1 };
        other[at] = Level::new(number.clamp(1, 5));
        let (before, after) = (outcome(assessment, &sheet), outcome(assessment, &other));
        changed += u32::from(before != after);
        opposite += u32::from(are_opposite(before, after));
    }
    measured.insert("one-step", percent(changed, SHEETS));
    measured.insert("one-step-opposite", percent(opposite, SHEETS));
}

fn of_other_weights(assessment: &Assessment, random: &mut Random, measured: &mut Measured) {
    const SHEETS: u32 = 8_000;
    const TIMES: u32 = 4;
    let mut other = assessment.clone();
    let mut opposite = 0;
    for (id, off) in [("weights-25", 0.25), ("weights-50", 0.5)] {
        let mut changed = 0;
        for _ in 0..SHEETS {
            let sheet = random.sheet();
            let before = outcome(assessment, &sheet);
            for _ in 0..TIMES {
                for (to, from) in other.statements.iter_mut().zip(&assessment.statements) {
                    to.weight = from.weight * (1.0 - off + 2.0 * off * random.unit());
                }
                let after = outcome(&other, &sheet);
                changed += u32::from(before != after);
                opposite += u32::from(are_opposite(before, after));
            }
        }
        measured.insert(id, percent(changed, SHEETS * TIMES));
    }
    measured.insert("weights-opposite", percent(opposite, 2 * SHEETS * TIMES));
}

fn of_one_left_out(assessment: &Assessment, random: &mut Random, measured: &mut Measured) {
    const SHEETS: u32 = 5_000;
    let mut changed = 0;
    for _ in 0..SHEETS {
        let mut sheet = random.sheet();
        let before = outcome(assessment, &sheet);
        for at in 0..12 {
            let answer = sheet[at].take();
            changed += u32::from(outcome(assessment, &sheet) != before);
            sheet[at] = answer;
        }
    }
    measured.insert("left-out", percent(changed, SHEETS * 12));
}

fn of_consistent_sheets(assessment: &Assessment, random: &mut Random, measured: &mut Measured) {
    const SHEETS: u32 = 8_000;
    let kinds = [
        (0.8, 0.3, Outcome::Core),
        (0.3, 0.8, Outcome::Embedded),
        (0.8, 0.8, Outcome::Hybrid),
        (0.2, 0.2, Outcome::LeaveIt),
    ];
    let right = kinds.map(|(core, embedded, expected)| {
        let mut right = 0;
        for _ in 0..SHEETS {
            let sheet = random.consistent(assessment, core, embedded);
            right += u32::from(outcome(assessment, &sheet) == expected);
        }
        percent(right, SHEETS)
    });
    measured.insert("consistent", right.into_iter().fold(100.0, f64::min));
}

#[test]
fn the_published_figures_are_what_is_measured() {
    let assessment = built_in();
    let mut random = Random(11);
    let mut measured = Measured::new();
    of_equal_answers(&assessment, &mut measured);
    of_random_sheets(&assessment, &mut random, &mut measured);
    of_one_step(&assessment, &mut random, &mut measured);
    of_other_weights(&assessment, &mut random, &mut measured);
    of_one_left_out(&assessment, &mut random, &mut measured);
    of_consistent_sheets(&assessment, &mut random, &mut measured);
    let figures = &assessment.behaviour.figures;
    let mut published: Vec<&str> = figures.iter().map(|figure| figure.id.as_str()).collect();
    published.sort_unstable();
    assert_eq!(published, measured.keys().copied().collect::<Vec<_>>());
    println!("{measured:.2?}");
    for Figure { id, value, within, .. } in figures {
        let found = measured[id.as_str()];
        assert!((found - value).abs() <= *within, "{id}: {value} is published, {found} measured");
    }
}
