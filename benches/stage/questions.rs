//! What programs ask a terminal, and what a plain one answers.

/// Finds what a program asks, also where a question comes in two pieces.
#[derive(Default)]
pub(crate) struct Questions {
    begun: Vec<u8>,
}

impl Questions {
    /// Questions with the answers of a plain terminal; whoever asks for more gets no answer, as there.
    const KNOWN: [(&str, &str); 6] = [
        ("\x1b[c", "\x1b[?62;22c"),
        ("\x1b[0c", "\x1b[?62;22c"),
        ("\x1b[5n", "\x1b[0n"),
        ("\x1b[6n", "\x1b[1;1R"),
        ("\x1b]10;?", "\x1b]10;rgb:e4e4/e5e5/eaea\x1b\\"),
        ("\x1b]11;?", "\x1b]11;rgb:1111/1313/1a1a\x1b\\"),
    ];

    /// The answers to what was asked up to here and not yet answered.
    pub(crate) fn answers(&mut self, bytes: &[u8]) -> String {
        let mut text = std::mem::take(&mut self.begun);
        text.extend_from_slice(bytes);
        let mut rest = text.as_slice();
        let mut answers = String::new();
        while let Some(escape) = rest.iter().position(|byte| *byte == 0x1b) {
            rest = rest.get(escape..).unwrap_or_default();
            let asked = Self::KNOWN.iter().find(|(asked, _)| rest.starts_with(asked.as_bytes()));
            if let Some((_, answer)) = asked {
                answers.push_str(answer);
            } else if Self::KNOWN.iter().any(|(asked, _)| asked.as_bytes().starts_with(rest)) {
                self.begun = rest.to_vec();
                break;
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        answers
    }
}
