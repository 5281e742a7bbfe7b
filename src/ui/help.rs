//! The keys and what they do, made from the table of key bindings.

use super::canvas::Canvas;
use crate::app::areas::{self, LIST_TOP};
use crate::deck::Look;
use crate::keymap::{Binding, HelpLine};
use crate::layout;
use crate::theme::{Ink, Role};

pub(super) fn draw(lines: &[HelpLine], top: usize, canvas: &mut Canvas<'_>) {
    let size = canvas.size();
    let margin = if size.width >= 60 { 2 } else { 0 };
    let end = size.width.saturating_sub(margin);
    canvas.put((margin, 1), "Keys", Ink::of(Role::Heading).with(Look::STRONG), end);
    let rule = "─".repeat(usize::from(end.saturating_sub(margin)));
    canvas.put((margin, 2), &rule, Ink::of(Role::Dim), end);
    let height = areas::list_height(size);
    for (row, line) in (LIST_TOP..).zip(lines.iter().skip(top).take(height)) {
        let y = u16::try_from(row).unwrap_or(u16::MAX);
        match line {
            HelpLine::Title(title) => {
                canvas.put((margin, y), title, Ink::of(Role::Accent), end);
            }
            HelpLine::Keys(binding) => binding_at(binding, margin, y, canvas),
            HelpLine::Blank => {}
        }
    }
    let below = lines.len().saturating_sub(top + height);
    let hint =
        if below > 0 { format!("↓ {below} more   esc back") } else { "esc back".to_owned() };
    let last = size.height.saturating_sub(1);
    if usize::from(last) > LIST_TOP {
        canvas.put((margin, last), &hint, Ink::of(Role::Dim), end);
    }
}

fn binding_at(binding: &Binding, margin: u16, y: u16, canvas: &mut Canvas<'_>) {
    let end = canvas.size().width.saturating_sub(margin);
    let names: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
    let keys = names.join("  ");
    let width = layout::columns(&keys);
    let at = if end >= 60 { 30 } else { 14 };
    canvas.put((margin + 2, y), &keys, Ink::of(Role::Text).with(Look::STRONG), end);
    let x = (margin + at).max(margin.saturating_add(width).saturating_add(4));
    let help = layout::clip(binding.help, usize::from(end.saturating_sub(x)));
    canvas.put((x, y), &help, Ink::of(Role::Text), end);
}
