//! A number as a bar of blocks.

/// The eighths of a block, from the left.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A bar as long as `value` is of `max`, to an eighth of a cell, at most `cells` wide. What is more than
/// nothing is seen.
pub(super) fn bar(value: f64, max: f64, cells: usize) -> String {
    let share = (value / max).clamp(0.0, 1.0);
    if !share.is_finite() || share <= 0.0 {
        return String::new();
    }
    let all = cells.saturating_mul(8);
    let eighths = (share * f64::from(u32::try_from(all).unwrap_or(u32::MAX))).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not below 0 and not above the eighths that fit"
    )]
    let eighths = (eighths as usize).clamp(all.min(1), all);
    let rest = EIGHTHS.get(eighths % 8).copied().unwrap_or_default();
    format!("{}{rest}", "█".repeat(eighths / 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_true_to_an_eighth_of_a_cell() {
        let cases = [
            (1.0, 1.0, 3, "███"),
            (1.0, 2.0, 3, "█▌"),
            (1.0, 24.0, 3, "▏"),
            (1.0, 1e9, 3, "▏"),
            (23.0, 24.0, 3, "██▉"),
            (5.0, 1.0, 2, "██"),
            (0.0, 1.0, 3, ""),
            (-1.0, 1.0, 3, ""),
            (1.0, 0.0, 3, "███"),
            (0.0, 0.0, 3, ""),
            (f64::NAN, 1.0, 3, ""),
            (1.0, 1.0, 0, ""),
        ];
        for (value, max, cells, expected) in cases {
            assert_eq!(bar(value, max, cells), expected, "{value} of {max} in {cells}");
        }
    }
}
