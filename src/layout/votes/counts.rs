//! Counts to charts: what there is to choose from, and how often it was chosen.

use std::ops::RangeInclusive;

use super::chart::{Chart, Item, Numbers, Series};
use super::histogram::{self, Bin};
use crate::poll::{Poll, PollKind};
use crate::round::Counted;
use crate::tally::{Ranked, Tally};

/// A scale with more points than this is drawn in stretches.
const MOST_POINTS: i64 = 11;

/// The counts of some rounds beside each other, what is the same in several of them on one line. Empty for
/// texts, which are not counted.
pub(super) fn chart(rounds: &[&Counted]) -> Chart {
    let bins = histogram::bins(rounds);
    let charts = rounds.iter().map(|counted| single(counted, &bins)).collect::<Vec<_>>();
    let mut polls = rounds.iter().map(|counted| counted.round.poll.id.as_str());
    let first = polls.next();
    let mut chart = align(charts);
    if polls.all(|poll| Some(poll) == first) {
        // One room answers twice: what is as many is as long.
        let whole = chart.series.iter().map(|series| series.whole).max().unwrap_or(0);
        chart.series.iter_mut().for_each(|series| series.whole = whole);
    } else {
        // Numbers of different polls mean different things.
        chart.items.iter_mut().for_each(|item| item.mark.clear());
    }
    chart
}

fn single(counted: &Counted, bins: &[Bin]) -> Chart {
    let Counted { round, tally, .. } = counted;
    match &round.poll.kind {
        PollKind::Single { choices } | PollKind::Multiple { choices, .. } => {
            chosen(choices, &round.poll, tally, tally.voters())
        }
        PollKind::Dots { choices, .. } => {
            let placed = tally.choices().iter().sum();
            Chart { dots: true, ..chosen(choices, &round.poll, tally, placed) }
        }
        PollKind::Ranking { choices } => ranked(choices, tally),
        PollKind::Scale { min, max, labels } => {
            if i64::from(*max) - i64::from(*min) < MOST_POINTS {
                points(*min..=*max, labels, tally)
            } else {
                binned(bins, tally)
            }
        }
        PollKind::Fist => points(0..=5, &[], tally),
        PollKind::Number { .. } => binned(bins, tally),
        PollKind::Words { .. } => {
            let words = tally.words();
            let items =
                words.iter().map(|(word, _)| Item { label: word.clone(), ..Item::default() });
            let counts = words.iter().map(|(_, count)| *count).collect();
            Chart {
                items: items.collect(),
                series: vec![series(counts, tally.voters(), None)],
                dots: false,
            }
        }
        PollKind::Text { .. } => Chart::default(),
    }
}

fn chosen(choices: &[String], poll: &Poll, tally: &Tally, whole: u64) -> Chart {
    let items = (1..).zip(choices).map(|(number, choice)| Item {
        mark: right_aligned(number, choices.len()),
        label: choice.clone(),
        is_right: poll.answer.contains(&number),
    });
    Chart {
        items: items.collect(),
        series: vec![series(tally.choices(), whole, tally.shares())],
        dots: false,
    }
}

/// The choices of a ranking, those with the most points first.
fn ranked(choices: &[String], tally: &Tally) -> Chart {
    let ranking = tally.ranking();
    let mut order: Vec<_> = (1_u32..).zip(choices).zip(&ranking).collect();
    order.sort_by_key(|(_, ranked)| std::cmp::Reverse(ranked.borda));
    let items = order.iter().map(|((number, choice), _)| Item {
        mark: right_aligned(*number, choices.len()),
        label: (*choice).clone(),
        is_right: false,
    });
    let most = choices.len().saturating_sub(1) as u64;
    let points: Vec<u64> = order.iter().map(|(_, ranked)| ranked.borda).collect();
    let mut counted = series(points, tally.voters() * most, None);
    for numbers in &mut counted.numbers {
        numbers.head = "points";
    }
    let mean = |(_, ranked): &(_, &Ranked)| {
        ranked.mean_rank.map_or_else(|| "–".to_owned(), |mean| format!("{mean:.1}"))
    };
    let cells = order.iter().map(mean).collect();
    counted.numbers.push(Numbers { head: "mean rank", cells, is_extra: false });
    Chart { items: items.collect(), series: vec![counted], dots: false }
}

/// Every point of a scale, few as they are.
fn points(points: RangeInclusive<i32>, labels: &[String], tally: &Tally) -> Chart {
    let values = tally.values();
    let (min, max) = (*points.start(), *points.end());
    let longest = min.to_string().len().max(max.to_string().len());
    let each_has_one = labels.len() > 2 || labels.len() == points.clone().count();
    let item = |(index, point): (usize, i32)| {
        let label = match (each_has_one, point == min, point == max) {
            (true, _, _) => labels.get(index),
            (false, true, _) => labels.first(),
            (false, false, true) => labels.get(1),
            (false, false, false) => None,
        };
        let mark = format!("{point:>longest$}");
        Item { mark, label: label.cloned().unwrap_or_default(), is_right: false }
    };
    let shares = tally.shares().unwrap_or_default();
    let shares = values.iter().map(|(value, _)| *value).zip(shares);
    let shares: Vec<(f64, u64)> = shares.collect();
    let of_all = |counted: &[(f64, u64)]| -> Vec<u64> {
        let is = |point: i32, value: f64| (value - f64::from(point)).abs() < 0.5;
        let sum =
            |point| counted.iter().filter(|(value, _)| is(point, *value)).map(|(_, n)| n).sum();
        points.clone().map(sum).collect()
    };
    let percents = (!shares.is_empty()).then(|| of_all(&shares));
    Chart {
        series: vec![series(of_all(&values), tally.voters(), percents)],
        items: points.enumerate().map(item).collect(),
        dots: false,
    }
}

/// Numbers by the stretch in which they lie.
fn binned(bins: &[Bin], tally: &Tally) -> Chart {
    let values = tally.values();
    let item = |bin: &Bin| Item { label: bin.label.clone(), ..Item::default() };
    let count = |bin: &Bin| -> u64 {
        let within = values.iter().filter(|(value, _)| bin.holds(*value));
        within.map(|(_, count)| count).sum()
    };
    Chart {
        items: bins.iter().map(item).collect(),
        series: vec![series(bins.iter().map(count).collect(), tally.voters(), None)],
        dots: false,
    }
}

/// One column of bars with their counts, and their shares in percent where there are enough voters.
fn series(counts: Vec<u64>, whole: u64, shares: Option<Vec<u64>>) -> Series {
    let number = |cells, is_extra| Numbers { head: "", cells, is_extra };
    let mut numbers = vec![number(counts.iter().map(u64::to_string).collect(), false)];
    let percents = shares.map(|shares| shares.iter().map(|share| format!("{share}%")).collect());
    numbers.extend(percents.map(|percents| number(percents, true)));
    Series { head: String::new(), counts: counts.into_iter().map(Some).collect(), whole, numbers }
}

fn right_aligned(number: u32, of: usize) -> String {
    let digits = of.to_string().len();
    format!("{number:>digits$}")
}

/// One chart of several: the last says in which order, what only others have comes after it.
fn align(charts: Vec<Chart>) -> Chart {
    let keys: Vec<Vec<Key>> = charts.iter().map(Chart::keys).collect();
    let mut aligned = Chart { dots: charts.iter().all(|chart| chart.dots), ..Chart::default() };
    let mut known: Vec<&Key> = Vec::new();
    for (chart, keys) in charts.iter().zip(&keys).rev() {
        for (item, key) in chart.items.iter().zip(keys) {
            let place = known.iter().position(|other| *other == key);
            match place.and_then(|place| aligned.items.get_mut(place)) {
                Some(same) => same.is_right |= item.is_right,
                None => {
                    aligned.items.push(item.clone());
                    known.push(key);
                }
            }
        }
    }
    for (chart, keys) in charts.into_iter().zip(&keys) {
        let place = |key: &&Key| keys.iter().position(|own| own == *key);
        let places: Vec<Option<usize>> = known.iter().map(place).collect();
        aligned.series.extend(chart.series.into_iter().map(|series| series.placed(&places)));
    }
    aligned
}

/// What makes two items the same: the label, or the point where there is none; and for labels that come
/// several times, which of them it is.
type Key = (String, usize);

impl Chart {
    fn keys(&self) -> Vec<Key> {
        let name = |item: &Item| match item.label.trim() {
            "" => item.mark.trim().to_owned(),
            label => label.to_lowercase(),
        };
        let names: Vec<String> = self.items.iter().map(name).collect();
        let earlier =
            |at: usize, name: &String| names.iter().take(at).filter(|n| *n == name).count();
        names.iter().enumerate().map(|(at, name)| (name.clone(), earlier(at, name))).collect()
    }
}

impl Series {
    /// The same counts on other lines.
    fn placed(self, places: &[Option<usize>]) -> Self {
        let count = |place: &Option<usize>| self.counts.get((*place)?).copied().flatten();
        let cells = |numbers: &Numbers| {
            let cell =
                |place: &Option<usize>| place.and_then(|place| numbers.cells.get(place).cloned());
            let cells = places.iter().map(|place| cell(place).unwrap_or_else(|| "–".to_owned()));
            Numbers { cells: cells.collect(), ..numbers.clone() }
        };
        Self {
            counts: places.iter().map(count).collect(),
            numbers: self.numbers.iter().map(cells).collect(),
            head: self.head,
            whole: self.whole,
        }
    }
}
