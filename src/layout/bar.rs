//! Bars of eighth blocks.

/// The bar of a value where that of `max` is `cells` columns long, to the nearest eighth of a column.
/// It is never longer than that, and whatever is above zero shows at least `▏`. Where the value or `max`
/// is not above zero, it is empty.
pub(super) fn bar(value: f64, max: f64, cells: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if value.is_nan() || max.is_nan() || value <= 0.0 || max <= 0.0 {
        return String::new();
    }
    let most = f64::from(u16::try_from(cells.saturating_mul(8)).unwrap_or(u16::MAX));
    let eighths = (value / max * most).round().max(1.0).min(most);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 0 to 65,535"
    )]
    let eighths = eighths as usize;
    let part = PARTS.get(eighths % 8).copied().unwrap_or_default();
    format!("{}{part}", "█".repeat(eighths / 8))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::layout::width;

    #[test]
    fn a_bar_is_as_long_as_its_value_to_the_nearest_eighth() {
        let cases = [
            (10.0, 10.0, 4, "████"),
            (5.0, 10.0, 4, "██"),
            (1.0, 8.0, 1, "▏"),
            (7.0, 8.0, 1, "▉"),
            (2.5, 10.0, 10, "██▌"),
            (0.001, 10.0, 4, "▏"),
            (9.999, 10.0, 4, "████"),
            (20.0, 10.0, 4, "████"),
            (f64::INFINITY, 10.0, 2, "██"),
            (f64::INFINITY, f64::INFINITY, 2, "▏"),
            (0.0, 10.0, 4, ""),
            (-1.0, 10.0, 4, ""),
            (1.0, 0.0, 4, ""),
            (f64::NAN, 1.0, 4, ""),
            (1.0, f64::NAN, 4, ""),
            (1.0, 1.0, 0, ""),
        ];
        for (value, max, cells, expected) in cases {
            assert_eq!(bar(value, max, cells), expected, "{value} of {max} in {cells}");
        }
    }

    /// How many eighths a bar shows.
    fn eighths(bar: &str) -> usize {
        bar.chars().map(|c| 8 - (u32::from(c) - u32::from('█')) as usize).sum()
    }

    proptest! {
        #[test]
        fn no_bar_is_too_long_and_none_is_lost(value: f64, max: f64, cells in 0_usize..200) {
            let bar = bar(value, max, cells);
            prop_assert!(width(&bar) <= cells);
            prop_assert_eq!(bar.is_empty(), cells == 0 || !(value > 0.0 && max > 0.0));
        }

        #[test]
        fn a_bar_is_off_by_half_an_eighth_at_most(part in 0.0..=1.0_f64, cells in 1_u16..200) {
            let exact = part * 8.0 * f64::from(cells);
            let shown = eighths(&bar(part, 1.0, usize::from(cells)));
            let error = (f64::from(u32::try_from(shown).unwrap()) - exact).abs();
            prop_assert!(error <= 0.5 + 1e-9 || (shown == 1 && exact < 1.0));
        }

        #[test]
        fn more_is_never_shorter(a in 0.0..10.0_f64, b in 0.0..10.0_f64, cells in 0_usize..100) {
            let (less, more) = (a.min(b), a.max(b));
            prop_assert!(eighths(&bar(less, 10.0, cells)) <= eighths(&bar(more, 10.0, cells)));
        }
    }
}
