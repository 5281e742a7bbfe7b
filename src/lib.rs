//! Roundtable: a talk and workshop deck for the terminal.
//!
//! The modules below stand in layer order; a lower one never imports a higher one, and a test holds
//! it. `ARCHITECTURE.md` has the picture.

// Domain: no screen, no clock, no disk.
pub mod advice;
pub mod agenda;
pub mod assessment;
pub mod ballot;
pub mod capture;
pub mod countdown;
pub mod deck;
pub mod diagnostic;
pub mod discussion;
pub mod pacing;
pub mod poll;
pub mod recess;
pub mod rehearsal;
pub mod round;
pub mod safe_text;
pub mod shift;
pub mod tally;

// Presentation: values in, values out.
pub mod happening;
pub mod highlight;
pub mod layout;
pub mod theme;

// State: what a talk is at, and how that changes.
pub mod action;
pub mod app;
pub mod assess;
pub mod browse;
pub mod console;
pub mod keymap;
pub mod voter;

// Frame: the state, drawn.
pub mod ui;

// Edges: settings, disk, terminal, clock, command line.
pub mod answers;
pub mod check;
pub mod cli;
pub mod config;
pub mod export;
pub mod files;
pub mod keyboard;
pub mod rehearsals;
pub mod remote;
pub mod report;
pub mod runtime;
pub mod server;
pub mod source;
pub mod store;
