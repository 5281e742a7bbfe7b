//! Lists: markers at the left, everything an item holds hanging from them.

use super::row::Row;
use super::stack::{Space, labelled, stack};
use super::width::width;
use crate::deck::{Item, List};
use crate::theme::{Ink, Role};

/// Lays out a list.
pub(super) fn list(list: &List, space: Space<'_>) -> Vec<Row> {
    let markers: Vec<String> = (0..)
        .zip(&list.items)
        .map(|(index, item)| marker(list, index, item, space.lists))
        .collect();
    let widest = markers.iter().map(|marker| width(marker)).max().unwrap_or(0);
    let mut rows: Vec<Row> = Vec::new();
    for (item, marker) in list.items.iter().zip(&markers) {
        if list.loose && !rows.is_empty() {
            rows.push(Row::default());
        }
        let marker = format!("{}{marker}", " ".repeat(widest - width(marker)));
        let role = if item.task == Some(true) { Role::Success } else { Role::Accent };
        let space = Space { lists: space.lists + 1, ..space.inside(0, item.from) };
        rows.extend(labelled(&marker, Ink::of(role), widest + 1, space, |inner| {
            stack(&item.blocks, inner, usize::from(list.loose))
        }));
    }
    rows
}

fn marker(list: &List, index: u64, item: &Item, depth: usize) -> String {
    let number = list.start.map(|start| format!("{}.", start.saturating_add(index)));
    let box_or_bullet = match (item.task, &number, depth) {
        (Some(true), ..) => "☑",
        (Some(false), ..) => "☐",
        (None, Some(_), _) => "",
        (None, None, 0) => "•",
        (None, None, 1) => "◦",
        (None, None, _) => "▪",
    };
    match number {
        Some(number) if item.task.is_some() => format!("{number} {box_or_bullet}"),
        Some(number) => number,
        None => box_or_bullet.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Block, BlockKind};
    use crate::layout::samples::{block, drawn, ink_of, item, list, page, paragraph, slide, texts};

    fn short(text: &str) -> Item {
        item(vec![paragraph(text)])
    }

    fn ticked(task: bool, text: &str) -> Item {
        Item { task: Some(task), ..short(text) }
    }

    #[test]
    fn the_lines_of_an_item_hang_from_its_marker() {
        let bullets = list(None, vec![short("one two three"), short("four")]);
        assert_eq!(drawn(&[bullets], 9), ["• one two", "  three", "• four"]);
    }

    #[test]
    fn numbers_are_aligned_at_the_right() {
        let numbers = list(Some(9), vec![short("nine"), short("ten and more")]);
        assert_eq!(drawn(&[numbers], 12), [" 9. nine", "10. ten and", "    more"]);
    }

    #[test]
    fn each_depth_has_its_bullet() {
        let nested = |depth: &str, inner: Vec<Block>| {
            list(None, vec![item([vec![paragraph(depth)], inner].concat())])
        };
        let deepest = nested("d", vec![]);
        let lists = nested("a", vec![nested("b", vec![nested("c", vec![deepest])])]);
        assert_eq!(drawn(&[lists], 20), ["• a", "  ◦ b", "    ▪ c", "      ▪ d"]);
    }

    #[test]
    fn a_task_has_a_box_instead_of_its_bullet() {
        let tasks = list(None, vec![ticked(false, "open"), ticked(true, "done")]);
        let page = page(&slide(vec![tasks]), 1, 20, 9);
        assert_eq!(texts(&page), ["☐ open", "☑ done"]);
        assert_eq!(ink_of(&page, "☐").role, Role::Accent);
        assert_eq!(ink_of(&page, "☑").role, Role::Success);
    }

    #[test]
    fn blank_lines_separate_the_items_of_a_loose_list_only() {
        let items = vec![item(vec![paragraph("a"), paragraph("b")]), short("c")];
        let loose = List { start: None, loose: true, items: items.clone() };
        let lines = ["• a", "", "  b", "", "• c"];
        assert_eq!(drawn(&[block(BlockKind::List(loose))], 9), lines);
        assert_eq!(drawn(&[list(None, items)], 9), ["• a", "  b", "• c"]);
    }

    #[test]
    fn an_empty_item_keeps_its_marker() {
        assert_eq!(drawn(&[list(Some(1), vec![item(vec![]), short("b")])], 9), ["1.", "2. b"]);
    }

    #[test]
    fn a_marker_comes_with_its_item() {
        let items = vec![short("a"), Item { from: 2, ..short("b") }];
        let slide = slide(vec![list(None, items)]);
        assert_eq!(texts(&page(&slide, 1, 9, 9)), ["• a", ""]);
        let second = page(&slide, 2, 9, 9);
        assert_eq!(texts(&second), ["• a", "• b"]);
        assert_eq!(second.revealed, Some(1..2));
    }
}
