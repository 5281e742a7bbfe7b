//! Plots of every size.

use proptest::prelude::*;

use super::*;

const REGIONS: Regions<'_> = Regions {
    top_left: "Towards the feature teams",
    top_right: "A hybrid, one string at a time",
    bottom_left: "No reason to move anybody",
    bottom_right: "Towards a core",
    middle: "No clear lean",
};

fn of(circles: &[(f64, f64)]) -> Plot<'_> {
    let titles = ("Pull to the core", "Pull to the feature teams");
    Plot { titles, limits: (40.0, 60.0), regions: REGIONS, circles, ..Plot::default() }
}

fn texts(plot: &Plot<'_>, width: u16, height: u16) -> Vec<String> {
    let lines = super::plot(plot, Size { width, height });
    let text = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
    lines.iter().map(text).collect()
}

/// The column and the row of a mark, by characters.
fn find(lines: &[String], mark: char) -> Option<(usize, usize)> {
    let found = |(row, line): (usize, &String)| {
        line.chars().position(|c| c == mark).map(|column| (column, row))
    };
    lines.iter().enumerate().find_map(found)
}

#[test]
fn the_least_room_still_has_a_point() {
    let plot = Plot { point: Some((100.0, 0.0)), ..of(&[]) };
    let expected = [
        "  ↑ Pull to the feature teams",
        "100┤          ┊    ┊          ",
        " 60┤┈┈┈┈┈┈┈┈┈┈┊┈┈┈┈┊┈┈┈┈┈┈┈┈┈┈",
        " 40┤┈┈┈┈┈┈┈┈┈┈┊┈┈┈┈┊┈┈┈┈┈┈┈┈┈┈",
        "  0┤          ┊    ┊         ●",
        "   └┬─────────┬────┬─────────┬",
        "    0        40   60       100",
        "            Pull to the core →",
    ];
    assert_eq!(texts(&plot, 30, 8), expected);
}

#[test]
fn a_name_gives_way_to_what_is_plotted() {
    let around = Some([(20.0, 40.0), (55.0, 85.0)]);
    let plot = Plot { point: Some((30.0, 70.0)), around, ..of(&[]) };
    let lines = texts(&plot, 60, 19);
    // No room beside the box: above it.
    assert_eq!(lines[1].trim_end(), "100┤ Towards the feature  ┊          ┊");
    assert!(lines[3].starts_with("   │           ┌──────────┐"), "{}", lines.join("\n"));
    let plot = Plot { point: Some((20.0, 80.0)), ..of(&[]) };
    let lines = texts(&plot, 100, 19);
    assert!(lines.concat().contains("Towards the feature teams"), "{}", lines.join("\n"));
    assert!(find(&lines, '●').is_some());
}

#[test]
fn circles_at_one_place_are_counted() {
    let circles = [(0.0, 0.0), (0.0, 0.0), (100.0, 100.0), (50.0, 50.0)];
    let lines = texts(&of(&circles), 60, 19);
    assert_eq!(find(&lines, '2'), Some((4, 15)));
    assert_eq!(lines.concat().matches('○').count(), 2);
}

#[test]
fn a_wide_name_is_never_cut_in_half() {
    let regions = Regions { top_left: "日本日本日本", ..Regions::default() };
    for across in 0..60_u8 {
        let point = Some((f64::from(across), 80.0));
        let plot = Plot { regions, point, ..of(&[]) };
        for line in texts(&plot, 41, 12) {
            assert!(width(&line) <= 41, "{line}");
        }
        let lines = texts(&plot, 41, 12);
        let grid = lines.get(1..9).unwrap();
        assert!(grid.iter().all(|line| width(line) == 41), "{}", lines.join("\n"));
    }
}

fn points() -> impl Strategy<Value = (f64, f64)> {
    (0.0..=100.0_f64, 0.0..=100.0_f64)
}

proptest! {
    #[test]
    fn a_plot_keeps_within_its_room(
        (width, height) in (0_u16..200, 0_u16..60),
        circles in proptest::collection::vec(points(), 0..20),
        point in proptest::option::of(points()),
        name in "\\PC{0,20}",
    ) {
        let regions = Regions { middle: &name, top_right: &name, ..REGIONS };
        let plot = Plot { regions, point, titles: (&name, &name), ..of(&circles) };
        let lines = super::plot(&plot, Size { width, height });
        prop_assert_eq!(lines.len(), usize::from(height));
        for line in &lines {
            prop_assert!(line.columns() <= width);
        }
    }

    #[test]
    fn the_point_stands_inside_the_box_around_it(
        (width, height) in (30_u16..200, 8_u16..60),
        (across, up) in points(),
        (left, right, below, above) in (0.0..30.0_f64, 0.0..30.0_f64, 0.0..30.0_f64, 0.0..30.0_f64),
    ) {
        let around = [
            ((across - left).max(0.0), (across + right).min(100.0)),
            ((up - below).max(0.0), (up + above).min(100.0)),
        ];
        let plot = Plot { point: Some((across, up)), around: Some(around), ..of(&[]) };
        let lines = super::plot(&plot, Size { width, height });
        let cells: Vec<Vec<(char, Ground)>> = lines.iter().map(|line| {
            let cells = line.runs.iter();
            cells.flat_map(|run| run.text.chars().map(|c| (c, run.ink.ground))).collect()
        }).collect();
        let boxed: Vec<(usize, usize)> = cells.iter().enumerate().flat_map(|(row, cells)| {
            let on = cells.iter().enumerate().filter(|(_, cell)| cell.1 == Ground::Panel);
            on.map(move |(column, _)| (column, row))
        }).collect();
        let point = cells.iter().enumerate().find_map(|(row, cells)| {
            cells.iter().position(|cell| cell.0 == '●').map(|column| (column, row))
        }).unwrap();
        prop_assert!(boxed.contains(&point));
        // The box is whole: as many cells as its columns times its rows, all of them within the axes.
        let (columns, rows): (Vec<usize>, Vec<usize>) = boxed.iter().copied().unzip();
        let span = |all: &[usize]| all.iter().max().unwrap() - all.iter().min().unwrap() + 1;
        prop_assert_eq!(boxed.len(), span(&columns) * span(&rows));
        prop_assert!(columns.iter().all(|column| (4..usize::from(width)).contains(column)));
        prop_assert!(rows.iter().all(|row| (1..usize::from(height) - 3).contains(row)));
    }

    #[test]
    fn more_is_never_further_left_or_down(a in points(), b in points(), width in 30_u16..200, height in 8_u16..60) {
        let at = |point| find(&texts(&Plot { point: Some(point), ..of(&[]) }, width, height), '●').unwrap();
        let ((left, low), (right, high)) = (at(a), at(b));
        prop_assert!(a.0 > b.0 || left <= right);
        prop_assert!(a.1 > b.1 || low >= high);
    }
}
