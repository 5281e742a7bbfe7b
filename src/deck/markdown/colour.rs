//! The colours of CSS that authors write: hexadecimal, `rgb()` and the basic names.

use crate::deck::Rgb;

/// The text colour that a `style` attribute asks for.
pub(super) fn of_style(style: &str) -> Option<Rgb> {
    let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let mut colours = declarations.filter(|(name, _)| name.trim().eq_ignore_ascii_case("color"));
    colours.next_back().and_then(|(_, value)| parse(value))
}

/// A colour as CSS writes it.
pub(super) fn parse(value: &str) -> Option<Rgb> {
    let value = value.trim().to_ascii_lowercase();
    let value = value.trim_end_matches("!important").trim();
    if let Some(digits) = value.strip_prefix('#') {
        return hexadecimal(digits);
    }
    let numbers = value.strip_prefix("rgb(").or_else(|| value.strip_prefix("rgba("));
    if let Some(numbers) = numbers.and_then(|numbers| numbers.strip_suffix(')')) {
        return channels(numbers);
    }
    NAMES.iter().find(|(name, _)| *name == value).map(|(_, colour)| *colour)
}

fn hexadecimal(digits: &str) -> Option<Rgb> {
    let digits: Vec<u8> = digits
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect::<Option<_>>()?;
    match digits.as_slice() {
        [r, g, b] | [r, g, b, _] => Some(Rgb(r * 17, g * 17, b * 17)),
        [r, rr, g, gg, b, bb] | [r, rr, g, gg, b, bb, _, _] => {
            Some(Rgb(r * 16 + rr, g * 16 + gg, b * 16 + bb))
        }
        _ => None,
    }
}

fn channels(numbers: &str) -> Option<Rgb> {
    let parts = numbers.split([',', ' ', '/']).filter(|part| !part.is_empty());
    let mut parts = parts.map(|part| match part.strip_suffix('%') {
        Some(percent) => percent.parse::<u16>().ok().map(|n| n.min(100) * 255 / 100),
        None => part.parse::<u16>().ok(),
    });
    let mut next = || parts.next().flatten().and_then(|n| u8::try_from(n.min(255)).ok());
    Some(Rgb(next()?, next()?, next()?))
}

const NAMES: [(&str, Rgb); 20] = [
    ("black", Rgb(0, 0, 0)),
    ("silver", Rgb(192, 192, 192)),
    ("gray", Rgb(128, 128, 128)),
    ("grey", Rgb(128, 128, 128)),
    ("white", Rgb(255, 255, 255)),
    ("maroon", Rgb(128, 0, 0)),
    ("red", Rgb(255, 0, 0)),
    ("purple", Rgb(128, 0, 128)),
    ("fuchsia", Rgb(255, 0, 255)),
    ("magenta", Rgb(255, 0, 255)),
    ("green", Rgb(0, 128, 0)),
    ("lime", Rgb(0, 255, 0)),
    ("olive", Rgb(128, 128, 0)),
    ("yellow", Rgb(255, 255, 0)),
    ("navy", Rgb(0, 0, 128)),
    ("blue", Rgb(0, 0, 255)),
    ("teal", Rgb(0, 128, 128)),
    ("aqua", Rgb(0, 255, 255)),
    ("cyan", Rgb(0, 255, 255)),
    ("orange", Rgb(255, 165, 0)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_colour_is_read() {
        for (style, colour) in [
            ("color: #f80", Some(Rgb(255, 136, 0))),
            ("background: red; color:#0A0b0C;", Some(Rgb(10, 11, 12))),
            ("COLOR: rgb(1, 2,3)", Some(Rgb(1, 2, 3))),
            ("color: rgb(100% 0% 50% / 0.5)", Some(Rgb(255, 0, 127))),
            ("color: Teal !important", Some(Rgb(0, 128, 128))),
            ("color: palette:accent", None),
            ("color: #12345", None),
            ("color: rgb(1, 2)", None),
            ("background-color: red", None),
        ] {
            assert_eq!(of_style(style), colour, "{style}");
        }
    }
}
