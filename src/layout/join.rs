//! How to join the room: a QR code and what to type instead, as a card of its own or beside a poll.

use qrcode::{Color, EcLevel, QrCode, Version};

use super::row::{self, Row};
use super::stack::{Space, Without};
use super::{Line, Size};
use crate::deck::{Look, Step};
use crate::theme::{Ground, Ink, Role};

/// Where people join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// The machine and the port, such as `192.168.43.117:7777`.
    pub host: String,
    /// The code, in upper case.
    pub code: String,
    /// What to type in a terminal, where that is possible.
    pub ssh: Option<String>,
    /// What people compare before they trust that: `SHA256:` and 43 characters.
    pub fingerprint: Option<String>,
}

/// Modules of white around a code, without which no camera finds it.
const QUIET: usize = 4;

/// Characters of a fingerprint.
const FINGERPRINT: usize = 50;

/// Columns between a code and the text beside it.
const GAP: usize = 3;

impl Join {
    /// The address as it is typed.
    pub fn address(&self) -> String {
        format!("{}/j/{}", self.host, self.code)
    }

    /// The address as a camera reads it. Capital letters make the code small.
    fn scanned(&self) -> String {
        format!("HTTP://{}/J/{}", self.host.to_ascii_uppercase(), self.code)
    }

    /// What to type, instead of scanning.
    fn words(&self, width: usize, from: Step) -> Vec<Row> {
        let typed = Ink::of(Role::Accent).with(Look::STRONG);
        let ways = [("join   ", Some(self.address())), ("or     ", self.ssh.clone())];
        let labelled = |label: bool| -> Vec<Row> {
            let rows = ways.iter().filter_map(|(way, text)| {
                let mut row = Row::of(if label { way } else { "" }, Ink::of(Role::Dim), from);
                row.write(text.as_ref()?, typed, from);
                Some(row)
            });
            rows.collect()
        };
        let rows = labelled(true);
        let rows = if row::widest(&rows) <= width { rows } else { labelled(false) };
        rows.into_iter().map(|row| cut(row, width)).collect()
    }

    /// The code as text, two modules in each cell: 33 columns by 17 rows for an address of the usual kind.
    fn code(&self, from: Step) -> Vec<Row> {
        let text = self.scanned();
        // Read off a screen, a small code with large modules is worth more than one that bears damage.
        let code = (2..=6).find_map(|version| {
            QrCode::with_version(text.as_bytes(), Version::Normal(version), EcLevel::L).ok()
        });
        let Some(code) = code else { return Vec::new() };
        let (side, modules) = (code.width(), code.to_colors());
        let is_dark = |x: usize, y: usize| {
            let (x, y) = (x.checked_sub(QUIET)?, y.checked_sub(QUIET)?);
            let inside = x < side && y < side;
            modules.get(y * side + x).filter(|module| inside && **module == Color::Dark)
        };
        let ink = Ink::of(Role::Text).on(Ground::Paper);
        let all = side + 2 * QUIET;
        let row = |y: usize| {
            let cell = |x: usize| match (is_dark(x, y).is_some(), is_dark(x, y + 1).is_some()) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            };
            Row::of(&(0..all).map(cell).collect::<String>(), ink, from)
        };
        (0..all).step_by(2).map(row).collect()
    }
}

/// The card that is shown over a slide: the code, what to type instead, how many have joined.
pub fn join_card(join: &Join, joined: u32, size: Size) -> Vec<Line> {
    let (width, height) = (usize::from(size.width), usize::from(size.height));
    let code = join.code(1);
    let code_width = row::widest(&code);
    let dim = |text: &str| Row::of(text, Ink::of(Role::Dim), 1);
    let typed = |text: &str| Row::of(text, Ink::of(Role::Accent).with(Look::STRONG), 1);
    let mut words = vec![
        Row::of("Join in", Ink::of(Role::Heading).with(Look::STRONG), 1),
        Row::default(),
        dim("Scan the code, or open"),
        typed(&join.address()),
    ];
    if let Some(ssh) = &join.ssh {
        words.extend([Row::default(), dim("In a terminal"), typed(ssh)]);
        // As long as it is, it takes two lines.
        let print: Vec<char> = join.fingerprint.iter().flat_map(|print| print.chars()).collect();
        let lines = print.chunks(FINGERPRINT / 2).map(|half| half.iter().collect::<String>());
        words.extend(lines.map(|half| dim(&half)));
    }
    let people = match joined {
        0 => "Nobody has joined yet".to_owned(),
        1 => "1 has joined".to_owned(),
        some => format!("{some} have joined"),
    };
    words.extend([Row::default(), dim(&people)]);
    let words_width = row::widest(&words);
    let rows = if code.len() <= height && code_width + GAP + words_width <= width {
        let above = (code.len() - words.len().min(code.len())) / 2;
        let above = std::iter::repeat_n(Row::default(), above);
        beside(above.chain(words).collect(), code)
    } else if code.len() + words.len() < height && code_width.max(words_width) <= width {
        words.into_iter().chain([Row::default()]).chain(code).collect()
    } else {
        words
    };
    let rows: Vec<Row> = rows.into_iter().map(|row| cut(row, width)).collect();
    let (left, above) =
        (width.saturating_sub(row::widest(&rows)) / 2, height.saturating_sub(rows.len()) / 2);
    let mut placed = vec![Row::default(); above];
    placed.extend(rows.into_iter().take(height).map(|mut row| {
        row.indent(left);
        row
    }));
    row::mask(placed, 1).lines
}

/// A poll's card, and how to join at its right, or below where there is too little room. On a page that is too long the
/// code goes first, then all of it.
pub(super) fn with_card(
    join: &Join,
    space: Space<'_>,
    card: impl Fn(Space<'_>) -> Vec<Row>,
) -> Vec<Row> {
    /// The fewest columns that a question must have beside a code.
    const NARROWEST: usize = 36;
    let without = space.setting.without;
    let code = if without < Without::Code { join.code(space.from) } else { Vec::new() };
    let code_width = row::widest(&code);
    let beside_it = space.width.checked_sub(code_width + GAP).filter(|left| *left >= NARROWEST);
    let inner = match beside_it.filter(|_| !code.is_empty()) {
        Some(width) => Space { width, ..space },
        None => space,
    };
    let mut rows = card(inner);
    if without < Without::Sentences {
        rows.push(Row::default());
        rows.extend(join.words(inner.width, space.from));
    }
    if inner.width < space.width {
        return beside(rows, code);
    }
    if !code.is_empty() && code_width <= space.width {
        rows.push(Row::default());
        rows.extend(code);
    }
    rows
}

/// Rows with a code at their right.
fn beside(mut rows: Vec<Row>, code: Vec<Row>) -> Vec<Row> {
    let column = row::widest(&rows) + GAP;
    rows.resize(rows.len().max(code.len()), Row::default());
    for (row, code) in rows.iter_mut().zip(code) {
        row.pad_to(column);
        row.append(code);
    }
    rows
}

/// A row without what is beyond a width.
fn cut(row: Row, width: usize) -> Row {
    if row.cells <= width {
        return row;
    }
    let mut short = Row::default();
    for piece in row.pieces {
        let text = super::width::clip(&piece.text, width.saturating_sub(short.cells));
        short.write(&text, piece.ink, piece.from);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, block, counted, joinable, votes};
    use super::*;
    use crate::deck::BlockKind;
    use crate::poll::PollKind;
    use crate::round::Phase;

    fn join(host: &str) -> Join {
        let ssh = Some(format!("ssh -p 2222 K7Q2M9XD@{host}"));
        let fingerprint = Some(format!("SHA256:{}", "x".repeat(43)));
        Join { host: format!("{host}:7777"), code: "K7Q2M9XD".to_owned(), ssh, fingerprint }
    }

    fn texts(lines: &[Line]) -> Vec<String> {
        let text = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect();
        lines.iter().map(text).collect()
    }

    #[test]
    fn the_code_of_any_address_takes_33_columns_and_17_rows() {
        for host in ["10.0.0.1", "192.168.43.117", "255.255.255.255"] {
            let rows = join(host).code(1);
            assert_eq!((row::widest(&rows), rows.len()), (33, 17), "{host}");
            // The quiet zone is there on all sides.
            let text: Vec<String> = rows
                .iter()
                .map(|row| row.pieces.iter().map(|piece| piece.text.as_str()).collect())
                .collect();
            assert!(text[..2].iter().all(|row| row.trim().is_empty()));
            assert!(text.iter().all(|row| row.starts_with("    ") && row.ends_with("    ")));
        }
    }

    #[test]
    fn the_card_has_all_that_there_is_room_for() {
        let at = |width, height| {
            let lines = join_card(&join("192.168.43.117"), 12, Size { width, height });
            assert!(
                lines.len() <= height.into() && lines.iter().all(|line| line.columns() <= width)
            );
            texts(&lines)
        };
        let wide = at(80, 22);
        assert_eq!(wide.len(), 19);
        let beside = |words: &str| {
            wide.iter().any(|line| line.trim_start().starts_with(words) && line.contains('█'))
        };
        for words in [
            "Join in",
            "192.168.43.117:7777/j/K7Q2M9XD ",
            "ssh -p 2222 K7Q2M9XD@192.168.43.117 ",
            "SHA256:xxx",
            "12 have joined",
        ] {
            assert!(beside(words), "{words}: {wide:#?}");
        }
        let tall = at(40, 30).join("\n");
        assert!(tall.contains('█') && tall.contains("192.168.43.117:7777/j/K7Q2M9XD"));
        let low = at(80, 12).join("\n");
        assert!(!low.contains('█') && low.contains("192.168.43.117:7777/j/K7Q2M9XD"), "{low}");
        at(5, 3);
        at(0, 0);
    }

    #[test]
    fn an_open_poll_says_how_to_join_as_far_as_there_is_room() {
        let choices = ["core", "feature team"].map(str::to_owned).to_vec();
        let kind = PollKind::Single { choices };
        let round = |phase| {
            let poll = samples::poll(kind.clone());
            let counted = counted(&poll, 1, phase, &[]);
            (votes(vec![counted]), block(BlockKind::Poll(poll)))
        };
        let at = |phase, width, height| {
            let (votes, asking) = round(phase);
            let page = joinable(&[asking], &votes, &join("192.168.43.117"), (width, height));
            assert!(page.lines.iter().all(|line| line.columns() <= width), "{width}");
            samples::texts(&page).join("\n")
        };
        let address = "192.168.43.117:7777/j/K7Q2M9XD";
        for (width, height) in [(76, 21), (116, 36), (40, 40)] {
            let page = at(Phase::Open, width, height);
            assert!(page.contains('█') && page.contains(address), "{width}x{height}\n{page}");
            assert!(page.contains("ssh -p 2222 K7Q2M9XD@192.168.43.117"), "{width}x{height}");
        }
        let low = at(Phase::Open, 76, 10);
        assert!(!low.contains('█') && low.contains(address), "{low}");
        let lowest = at(Phase::Open, 76, 3);
        assert!(!lowest.contains(address), "{lowest}");
        for phase in [Phase::Closed, Phase::Revealed] {
            assert!(!at(phase, 76, 30).contains(address));
        }
        at(Phase::Open, 1, 9);
    }
}
