//! Roundtable from outside: its files, its frames, its commands, its terminal.
#![cfg(test)]

mod assess;
mod audience;
mod ballots;
mod browse;
mod captures;
mod commands;
mod console;
mod discussions;
mod frames;
mod keys;
mod layers;
mod pacing;
mod page;
mod pty;
mod readme;
mod rehearsals;
mod remote;
mod report;
mod room;
mod rounds;
mod stage_room;
mod store;
mod terminal;
mod terminals;
mod timing;
mod two_screens;
mod votes;
mod web;
mod workshop;
