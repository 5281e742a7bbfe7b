//! A bar beside its label. What it says stands in the cells after it; it is hidden from screen readers.

use crate::report::Bar;
use crate::tally::float;

/// How many units wide the longest bar is.
const WIDTH: f64 = 100.0;

/// The bar of a row, as long as its share of the longest. What was counted by hand is its hollow end.
pub(super) fn bar(bar: &Bar, most: u64) -> String {
    let length = |count: u64| if most == 0 { 0.0 } else { WIDTH * float(count) / float(most) };
    let hands = bar.by_hand.min(bar.count);
    let (solid, hollow) = (length(bar.count - hands), length(hands));
    let mut shapes = String::new();
    if solid > 0.0 {
        shapes = format!("<rect class=\"bar\" width=\"{solid:.2}\" height=\"8\"/>");
    }
    if hollow > 0.0 {
        let shape =
            format!("<rect class=\"hands\" x=\"{solid:.2}\" width=\"{hollow:.2}\" height=\"8\"/>");
        shapes.push_str(&shape);
    }
    format!(
        "<svg viewBox=\"0 0 {WIDTH} 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"track\" width=\"{WIDTH}\" height=\"8\"/>{shapes}</svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hands_are_the_hollow_end_of_a_bar() {
        let drawn = bar(&Bar { count: 4, by_hand: 1, ..Bar::default() }, 8);
        assert!(drawn.contains("class=\"bar\" width=\"37.50\""), "{drawn}");
        assert!(drawn.contains("class=\"hands\" x=\"37.50\" width=\"12.50\""), "{drawn}");
        let none = bar(&Bar::default(), 0);
        assert!(!none.contains("\"bar\"") && !none.contains("NaN"), "{none}");
    }
}
