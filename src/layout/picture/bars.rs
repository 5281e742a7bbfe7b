//! Numbers as bars: series side by side where there is room, else one below the other.

use crate::deck::{BarRow, Bars, Look};
use crate::layout::bar::bar;
use crate::layout::row::Row;
use crate::layout::stack::Space;
use crate::layout::width;
use crate::layout::wrap::Prose;
use crate::theme::{Ink, Role};

/// Columns between two columns of the chart.
const GAP: usize = 3;

/// The longest bar has at least so many columns where series stand side by side, and never more than
/// this.
const SHORTEST: usize = 6;
const LONGEST: usize = 40;

/// Draws bars.
pub(super) fn bars(bars: &Bars, space: Space<'_>) -> Vec<Row> {
    let chart = Chart::of(bars, space);
    match chart.beside() {
        Some(rows) => rows,
        None => chart.below(),
    }
}

/// The texts of a chart.
struct Chart<'a> {
    bars: &'a Bars,
    space: Space<'a>,
    labels: Vec<Prose>,
    /// The columns of bars.
    series: Vec<Series>,
    /// The last column, if there are notes.
    notes: Option<Notes>,
}

struct Series {
    head: Option<Prose>,
    /// The columns of its longest number.
    digits: usize,
}

struct Notes {
    head: Option<Prose>,
    texts: Vec<Prose>,
}

impl<'a> Chart<'a> {
    fn of(bars: &'a Bars, space: Space<'a>) -> Self {
        let head_ink = Ink::of(Role::Heading).with(Look::STRONG);
        let head = |column: usize| {
            let head = bars.columns.get(column).filter(|head| !head.is_empty());
            head.map(|head| Prose::of(head, head_ink, space.from))
        };
        let count = bars.rows.iter().map(|row| row.values.len()).max().unwrap_or(0);
        let series = (0..count).map(|column| Series {
            head: head(column),
            digits: bars.rows.iter().map(|row| width(&number(row, column))).max().unwrap_or(0),
        });
        let text = |text: &str| Prose::of(text, space.ink(), space.from);
        let notes = bars.rows.iter().any(|row| row.note.is_some()).then(|| Notes {
            head: head(count),
            texts: bars.rows.iter().map(|row| text(row.note.as_deref().unwrap_or(""))).collect(),
        });
        let labels = bars.rows.iter().map(|row| text(&row.label)).collect();
        Self { bars, space, labels, series: series.collect(), notes }
    }

    /// Everything side by side, if it fits.
    fn beside(&self) -> Option<Vec<Row>> {
        let room = self.space.width;
        let unit = self.unit().as_ref().map_or(0, Prose::longest_word);
        let label = share(&self.labels, room / (2 + self.series.len())).max(unit);
        let note = self.notes.as_ref().map_or(0, Notes::columns);
        let digits: usize = self.series.iter().map(|series| series.digits + 1).sum();
        let gaps = GAP * (self.series.len() + usize::from(self.notes.is_some()));
        let free = room.checked_sub(label + note + digits + gaps)?;
        let cells = (free / self.series.len().max(1)).min(LONGEST);
        let needed = |series: &Series| {
            let head = series.head.as_ref().map_or(0, Prose::longest_word);
            head.saturating_sub(series.digits + 1).max(SHORTEST)
        };
        if self.series.iter().any(|series| cells < needed(series)) {
            return None;
        }
        let mut widths = vec![label];
        widths.extend(self.series.iter().map(|series| cells + 1 + series.digits));
        widths.extend(self.notes.as_ref().map(|_| note));
        let mut rows = self.head(&widths);
        for (index, (row, texts)) in self.bars.rows.iter().zip(&self.labels).enumerate() {
            let mut parts = vec![texts.wrap(label)];
            parts.extend((0..self.series.len()).map(|series| vec![self.bar(row, series, cells)]));
            let notes = self.notes.as_ref().and_then(|notes| notes.texts.get(index));
            parts.extend(notes.map(|texts| texts.wrap(note)));
            if index > 0 && self.is_airy() {
                rows.push(Row::default());
            }
            rows.extend(side_by_side(parts, &widths));
        }
        Some(rows)
    }

    /// The heads of all columns, and a line below them.
    fn head(&self, widths: &[usize]) -> Vec<Row> {
        let heads = self.series.iter().map(|series| series.head.as_ref());
        let mut heads: Vec<Option<&Prose>> = heads.collect();
        heads.extend(self.notes.as_ref().map(|notes| notes.head.as_ref()));
        let unit = self.unit();
        let has_heads = heads.iter().any(Option::is_some);
        if has_heads {
            heads.insert(0, unit.as_ref());
        } else {
            // The unit stands over the bars where nothing else does.
            heads.insert(0, None);
            if let Some(first) = heads.get_mut(1) {
                *first = unit.as_ref();
            }
        }
        let parts = heads.iter().zip(widths);
        let mut parts: Vec<Vec<Row>> =
            parts.map(|(head, width)| head.map_or(Vec::new(), |head| head.wrap(*width))).collect();
        let height = parts.iter().map(Vec::len).max().unwrap_or(0);
        if height == 0 {
            return Vec::new();
        }
        for part in &mut parts {
            let missing = height - part.len();
            part.splice(0..0, vec![Row::default(); missing]);
        }
        let mut rows = side_by_side(parts, widths);
        if has_heads {
            let whole = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
            rows.push(Row::of(&"─".repeat(whole), Ink::of(Role::Dim), self.space.from));
        }
        rows
    }

    fn unit(&self) -> Option<Prose> {
        let unit = self.bars.unit.as_ref();
        unit.map(|unit| Prose::of(unit, Ink::of(Role::Dim), self.space.from))
    }

    /// One series below the other, then the notes.
    fn below(&self) -> Vec<Row> {
        let room = self.space.width;
        let mut rows = self.unit().map_or(Vec::new(), |unit| unit.wrap(room));
        for (index, series) in self.series.iter().enumerate() {
            let part = |row: &BarRow, room: usize| {
                let cells =
                    room.checked_sub(series.digits + 1).filter(|cells| *cells >= SHORTEST / 2);
                match cells {
                    Some(cells) => vec![self.bar(row, index, cells.min(LONGEST))],
                    None => self.text(&number(row, index)).wrap(room),
                }
            };
            let parts = |room: usize| self.bars.rows.iter().map(|row| part(row, room)).collect();
            rows.extend(self.labelled(series.head.as_ref(), parts, index > 0));
        }
        if let Some(notes) = &self.notes {
            let parts = |room: usize| notes.texts.iter().map(|text| text.wrap(room)).collect();
            rows.extend(self.labelled(notes.head.as_ref(), parts, true));
        }
        rows
    }

    /// A part of the chart under its head, what belongs to each label at its right; below it where there
    /// is too little room.
    fn labelled(
        &self,
        head: Option<&Prose>,
        parts: impl Fn(usize) -> Vec<Vec<Row>>,
        follows: bool,
    ) -> Vec<Row> {
        let room = self.space.width;
        let label = share(&self.labels, room / 3);
        let mut rows = if follows { vec![Row::default()] } else { Vec::new() };
        rows.extend(head.map_or(Vec::new(), |head| head.wrap(room)));
        let beside = room.checked_sub(label + GAP).filter(|beside| *beside >= SHORTEST);
        for (texts, part) in self.labels.iter().zip(parts(beside.unwrap_or(room))) {
            if beside.is_some() {
                rows.extend(side_by_side(vec![texts.wrap(label), part], &[label]));
            } else {
                rows.extend(texts.wrap(room));
                rows.extend(part);
            }
        }
        rows
    }

    fn text(&self, text: &str) -> Prose {
        Prose::of(text, self.space.ink(), self.space.from)
    }

    /// A bar with its number.
    fn bar(&self, row: &BarRow, series: usize, cells: usize) -> Row {
        let value = row.values.get(series).copied().unwrap_or(0.0);
        let bar = bar(value, self.bars.max, cells);
        let mut whole = Row::of(&bar, Ink::of(Role::Accent), self.space.from);
        if !bar.is_empty() {
            whole.write(" ", self.space.ink(), self.space.from);
        }
        whole.write(&number(row, series), self.space.ink(), self.space.from);
        whole
    }

    /// Whether there is room for blank lines between its rows.
    fn is_airy(&self) -> bool {
        4 * self.bars.rows.len() <= self.space.setting.height
    }
}

impl Notes {
    /// The columns they need beside the bars.
    fn columns(&self) -> usize {
        /// Notes that are longer are wrapped, and their head too.
        const WIDEST: usize = 24;
        let head = self.head.as_ref().map_or(0, |head| share([head], head.natural() / 2));
        share(&self.texts, WIDEST).max(head)
    }
}

/// The columns that texts take where they wrap at `most`, or at their longest word.
fn share<'p>(texts: impl IntoIterator<Item = &'p Prose> + Clone, most: usize) -> usize {
    let words = texts.clone().into_iter().map(Prose::longest_word).max().unwrap_or(0);
    let rows = texts.into_iter().flat_map(|text| text.wrap(most.max(words)));
    rows.map(|row| row.cells).max().unwrap_or(0)
}

/// A value as text.
fn number(row: &BarRow, series: usize) -> String {
    /// Longer numbers are written with an exponent.
    const LONGEST: usize = 9;
    let value = row.values.get(series).copied().unwrap_or(0.0);
    let plain = value.to_string();
    if plain.len() > LONGEST { format!("{value:.2e}") } else { plain }
}

/// Parts of so many columns beside each other, the last as wide as it is.
fn side_by_side(parts: Vec<Vec<Row>>, widths: &[usize]) -> Vec<Row> {
    let height = parts.iter().map(Vec::len).max().unwrap_or(0);
    let mut rows = vec![Row::default(); height];
    let mut left = 0;
    for (part, width) in parts.into_iter().zip(widths.iter().chain(&[0])) {
        for (row, line) in rows.iter_mut().zip(part) {
            if !line.pieces.is_empty() {
                row.pad_to(left);
                row.append(line);
            }
        }
        left += width + GAP;
    }
    rows
}
