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
    let eighths = ((share * (cells * 8) as f64).round() as usize).max(1).min(cells * 8);
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
