//! Roundtable from outside: its files, its frames, its commands, its terminal.
#![cfg(test)]

mod keys;
mod layers;
mod pty;
mod terminal;
