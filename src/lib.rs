//! Roundtable: a talk and workshop deck for the terminal.
//!
//! The modules below stand in layer order; a lower one never imports a higher one, and a test holds
//! it. `ARCHITECTURE.md` has the picture.

// Domain: no screen, no clock, no disk.
pub mod agenda;
pub mod deck;
pub mod diagnostic;
pub mod discussion;
pub mod poll;
pub mod safe_text;

// Presentation: values in, values out.
pub mod highlight;
pub mod layout;
pub mod theme;

// Edges: disk, terminal, clock.
pub mod source;
