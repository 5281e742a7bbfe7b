//! Roundtable from outside: its files, its frames, its commands, its terminal.
#![cfg(test)]

mod assess;
mod audience;
mod ballots;
mod browse;
mod captures;
mod commands;
mod discussions;
mod frames;
mod keys;
mod layers;
mod page;
mod pty;
mod readme;
mod remote;
mod room;
mod rounds;
mod stage_room;
mod store;
mod terminal;
mod terminals;
mod votes;
mod web;
