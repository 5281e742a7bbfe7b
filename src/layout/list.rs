//! Lists: markers at the left, everything an item holds hanging from them.

use super::row::{Row, hang};
use super::stack::{Space, stack};
use super::width::{clip, width};
use crate::deck::{Item, List};
use crate::theme::{Ink, Role};

/// The fewest columns an item must have beside its marker; with fewer it stands below it.
const NARROWEST: usize = 4;

/// Lays out a list.
pub(super) fn list(list: &List, space: Space<'_>) -> Vec<Row> {
    let markers: Vec<String> = (0..)
        .zip(&list.items)
        .map(|(index, item)| marker(list, index, item, space.lists))
        .collect();
    let hanging = markers.iter().map(|marker| width(marker)).max().unwrap_or(0) + 1;
    let beside = space.width >= hanging + NARROWEST;
    let mut rows: Vec<Row> = Vec::new();
    for (item, marker) in list.items.iter().zip(&markers) {
        let inside = space.inside(if beside { hanging } else { 0 }, item.from);
        let inside = Space { lists: space.lists + 1, ..inside };
        if list.loose && !rows.is_empty() {
            rows.push(Row::default());
        }
        let mut first = Row::default();
        let role = if item.task == Some(true) { Role::Success } else { Role::Accent };
        let content = stack(&item.blocks, inside, usize::from(list.loose));
        if beside {
            first.pad_to(hanging - 1 - width(marker));
            first.write(marker, Ink::of(role), inside.from);
            first.pad_to(hanging);
            let mut rest = Row::default();
            rest.pad_to(hanging);
            let content = if content.is_empty() { vec![Row::default()] } else { content };
            rows.extend(hang(content, first, &rest));
        } else {
            rows.push(Row::of(&clip(marker, space.width), Ink::of(role), inside.from));
            rows.extend(content);
        }
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
