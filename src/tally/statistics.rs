//! Arithmetic on counted values: quantiles, classes with round edges, percentages that add up.

/// The most classes of a histogram.
pub const CLASSES: usize = 12;

/// The value with so many quarters of the counted answers, given in ascending order, at or below it; where
/// that is a whole number of answers, the mean of the two around it.
pub(super) fn quantile(values: &[(f64, u64)], quarters: u64) -> Option<f64> {
    let total: u64 = values.iter().map(|(_, count)| count).sum();
    let (whole, rest) = (total * quarters / 4, total * quarters % 4);
    let nth = |index: u64| {
        let mut before = 0;
        let reached = |(_, count): &&(f64, u64)| {
            before += count;
            before > index
        };
        values.iter().find(reached).map(|(value, _)| *value)
    };
    if rest == 0 {
        return Some(f64::midpoint(nth(whole.checked_sub(1)?)?, nth(whole)?));
    }
    nth(whole)
}

/// Counted values, given in ascending order, as bars: (from, to, count). Up to [`CLASSES`] different values
/// stand as they are, from and to being equal. More are put into classes of one width, 1, 2 or 5 times a
/// power of ten, as narrow as that many classes allow; a class holds what is at least its from and less than
/// its to. Method: Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990.
pub fn histogram(values: &[(f64, u64)]) -> Vec<(f64, f64, u64)> {
    let (Some((low, _)), Some((high, _))) = (values.first(), values.last()) else {
        return Vec::new();
    };
    if values.len() <= CLASSES {
        return values.iter().map(|(value, count)| (*value, *value, *count)).collect();
    }
    let counted = |from: f64, to: f64| -> u64 {
        values.iter().filter(|(value, _)| (from..to).contains(value)).map(|(_, count)| count).sum()
    };
    let widths = (-12..=15).flat_map(|power| [(1.0, power), (2.0, power), (5.0, power)]);
    match widths.map(|width| edges(width, *low, *high)).find(|edges| !edges.is_empty()) {
        Some(edges) => edges
            .iter()
            .zip(edges.iter().skip(1))
            .map(|(from, to)| (*from, *to, counted(*from, *to)))
            .collect(),
        None => vec![(*low, *high, values.iter().map(|(_, count)| count).sum())],
    }
}

/// The edges of the classes that hold all from low to high, each a multiple of the width: digit times a power
/// of ten. Empty if there are too many classes, or if numbers so large are not told apart by the width.
fn edges((digit, power): (f64, i32), low: f64, high: f64) -> Vec<f64> {
    // Dividing by a whole number gives the very 0.3 that one writes; multiplying by 0.1 does not.
    let scale = 10_f64.powi(power.abs());
    let edge = |step: f64| if power < 0 { step * digit / scale } else { step * digit * scale };
    let mut step = if power < 0 { low * scale / digit } else { low / digit / scale }.floor();
    // The division is rounded: the floor may be one off.
    if edge(step) > low {
        step -= 1.0;
    } else if edge(step + 1.0) <= low {
        step += 1.0;
    }
    let mut edges = vec![edge(step)];
    while let Some(last) = edges.last().copied().filter(|last| *last <= high) {
        step += 1.0;
        edges.push(edge(step));
        if edges.len() > CLASSES + 1 || edge(step) <= last {
            return Vec::new();
        }
    }
    edges
}

/// Counts as whole percents that add to 100: each is rounded down, and what is missing goes to the largest
/// remainders, of equal ones to the first. All zero without a count.
pub fn percentages(counts: &[u64]) -> Vec<u64> {
    let total: u64 = counts.iter().sum();
    if total == 0 {
        return vec![0; counts.len()];
    }
    let mut percents: Vec<u64> = counts.iter().map(|count| count * 100 / total).collect();
    let missing = 100_u64.saturating_sub(percents.iter().sum());
    let mut order: Vec<(u64, &mut u64)> =
        counts.iter().map(|count| count * 100 % total).zip(&mut percents).collect();
    order.sort_by_key(|(remainder, _)| std::cmp::Reverse(*remainder));
    for (_, (_, percent)) in (0..missing).zip(order) {
        *percent += 1;
    }
    percents
}

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "exact up to 9 quadrillion, more than a room holds")]
pub(crate) fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn once(values: &[f64]) -> Vec<(f64, u64)> {
        values.iter().map(|value| (*value, 1)).collect()
    }

    #[test]
    fn a_quartile_is_an_answer_or_lies_halfway_between_two() {
        let three = |values: &[f64]| [1, 2, 3].map(|quarters| quantile(&once(values), quarters));
        assert_eq!(three(&[]), [None; 3]);
        assert_eq!(three(&[7.0]), [Some(7.0); 3]);
        assert_eq!(three(&[1.0, 2.0]), [Some(1.0), Some(1.5), Some(2.0)]);
        assert_eq!(three(&[1.0, 2.0, 3.0, 4.0]), [Some(1.5), Some(2.5), Some(3.5)]);
        assert_eq!(three(&[1.0, 2.0, 3.0, 4.0, 5.0]), [Some(2.0), Some(3.0), Some(4.0)]);
        assert_eq!(quantile(&[(1.0, 3), (5.0, 1)], 2), Some(1.0));
    }

    #[test]
    fn few_different_values_stand_as_they_are() {
        assert_eq!(histogram(&[(1.0, 2), (1e6, 3)]), [(1.0, 1.0, 2), (1e6, 1e6, 3)]);
        assert!(histogram(&[]).is_empty());
    }

    #[test]
    fn many_different_values_are_put_into_classes_with_round_edges() {
        let whole: Vec<f64> = (0..=100).map(f64::from).collect();
        let bars = histogram(&once(&whole));
        assert_eq!(bars.len(), 11);
        assert_eq!((bars[0], bars[10]), ((0.0, 10.0, 10), (100.0, 110.0, 1)));

        let tenths: Vec<f64> = (-3..=9).map(|tenth| f64::from(tenth) / 10.0).collect();
        let bars = histogram(&once(&tenths));
        let origins: Vec<f64> = bars.iter().map(|bar| bar.0).collect();
        assert_eq!(origins, [-0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8]);
        assert_eq!(bars.iter().map(|bar| bar.2).collect::<Vec<_>>(), [1, 2, 2, 2, 2, 2, 2]);
    }

    #[test]
    fn percentages_give_what_is_missing_to_the_largest_remainders() {
        assert_eq!(percentages(&[1, 1, 1]), [34, 33, 33]);
        assert_eq!(percentages(&[2, 1]), [67, 33]);
        assert_eq!(percentages(&[1, 5, 6, 0]), [8, 42, 50, 0]);
        assert_eq!(percentages(&[0, 0]), [0, 0]);
        assert!(percentages(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn percentages_add_to_a_hundred_and_are_at_most_one_off(
            counts in proptest::collection::vec(0_u64..5000, 1..20)
        ) {
            let total: u64 = counts.iter().sum();
            prop_assume!(total > 0);
            let percents = percentages(&counts);
            prop_assert_eq!(percents.iter().sum::<u64>(), 100);
            for (count, percent) in counts.iter().zip(&percents) {
                let exact = float(*count) * 100.0 / float(total);
                prop_assert!((float(*percent) - exact).abs() < 1.0);
                prop_assert!(*count > 0 || *percent == 0);
            }
        }

        #[test]
        fn a_histogram_loses_nobody(
            values in proptest::collection::vec(
                prop_oneof![any::<f64>().prop_filter("finite", |v| v.is_finite()), -50.0..50.0, (-100..100_i32).prop_map(|v| f64::from(v) / 10.0)],
                0..60,
            ),
        ) {
            let mut values = once(&values);
            values.sort_by(|a, b| a.0.total_cmp(&b.0));
            values.dedup_by_key(|value| value.0.to_bits());
            let bars = histogram(&values);
            prop_assert!(bars.len() <= CLASSES);
            prop_assert_eq!(bars.iter().map(|bar| bar.2).sum::<u64>(), values.len() as u64);
            for pair in bars.windows(2) {
                prop_assert!(pair[0].1 <= pair[1].0);
            }
        }

        #[test]
        fn quantiles_stand_in_order(values in proptest::collection::vec(-1e6..1e6, 1..40)) {
            let mut values = once(&values);
            values.sort_by(|a, b| a.0.total_cmp(&b.0));
            let [low, middle, high] = [1, 2, 3].map(|at| quantile(&values, at).unwrap());
            prop_assert!(values[0].0 <= low && low <= middle && middle <= high);
            prop_assert!(high <= values[values.len() - 1].0);
        }
    }
}
