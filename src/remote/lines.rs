//! Lines from a socket, none longer than is good for us.

use std::io::{self, BufRead as _, BufReader, Read};

/// Reads lines.
#[derive(Debug)]
pub(super) struct Lines<R> {
    from: BufReader<R>,
    /// The most bytes of a line.
    longest: usize,
    /// Whether the rest of a line that was too long still comes.
    skips: bool,
}

/// A line that came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// All of it, without its end.
    Whole(Vec<u8>),
    /// It is longer than allowed; the rest will be passed over.
    TooLong,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(from: R, longest: usize) -> Self {
        Self { from: BufReader::new(from), longest, skips: false }
    }

    /// The next line, as soon as it is there; none at the end. What stands after the last line's end is cut
    /// off, and is no line.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        if self.skips {
            self.from.skip_until(b'\n')?;
            self.skips = false;
        }
        let mut line = Vec::new();
        let most = u64::try_from(self.longest).unwrap_or(u64::MAX).saturating_add(1);
        self.from.by_ref().take(most).read_until(b'\n', &mut line)?;
        if line.pop_if(|byte| *byte == b'\n').is_some() {
            return Ok(Some(Line::Whole(line)));
        }
        self.skips = line.len() > self.longest;
        Ok(self.skips.then_some(Line::TooLong))
    }

    pub(super) fn source(&self) -> &R {
        self.from.get_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<Line> {
        let mut lines = Lines::new(text, 4);
        std::iter::from_fn(|| lines.next().unwrap()).collect()
    }

    fn whole(text: &str) -> Line {
        Line::Whole(text.as_bytes().to_vec())
    }

    #[test]
    fn a_line_ends_with_its_end() {
        assert_eq!(read(b"a\n\nbcde\n"), [whole("a"), whole(""), whole("bcde")]);
        assert_eq!(read(b"a\nhalf"), [whole("a")]);
        assert_eq!(read(b""), []);
    }

    #[test]
    fn a_line_that_is_too_long_costs_that_line() {
        assert_eq!(read(b"abcde\nf\n"), [Line::TooLong, whole("f")]);
        let endless = [b"x".repeat(1_000_000), b"\ny\n".to_vec()].concat();
        assert_eq!(read(&endless), [Line::TooLong, whole("y")]);
        assert_eq!(read(b"abcdefgh"), [Line::TooLong]);
    }
}
