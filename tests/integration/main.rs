//! Roundtable from outside: its files, its frames, its commands, its terminal.
#![cfg(test)]

mod commands;
mod frames;
mod keys;
mod layers;
mod pty;
mod readme;
mod store;
mod terminal;
