//! Roundtable from outside: its files, its frames, its commands, its terminal.
#![cfg(test)]
