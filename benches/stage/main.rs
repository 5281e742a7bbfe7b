//! Roundtable in a pseudo-terminal, beside other presenters and beside the least that one can do.
//!
//! `cargo bench --bench stage` prints every section, `cargo bench --bench stage -- start idle` two of
//! them; with the word `quick` it measures too little to tell and shows that all works. The programs take
//! turns, run by run, so that whatever else the machine does hits them all: compare the ratios.

use std::env;
use std::process::ExitCode;

mod ballots;
mod decks;
mod floor;
mod programs;
mod questions;
mod sections;
mod table;
mod terminal;

use decks::Decks;
use programs::Bench;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == floor::ARGUMENT) {
        // The floor ends with its terminal.
        let _ = floor::run();
        return ExitCode::SUCCESS;
    }
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            table::say(&format!("stage: {why}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let mut words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    // Only `cargo bench` says so; `cargo test` runs benchmarks to see that they work.
    let measures = words.contains(&"--bench");
    let quick = words.contains(&"quick") || !measures;
    words.retain(|word| !word.starts_with("--") && *word != "quick");
    let names: Vec<&str> = sections::ALL.iter().map(|(name, _)| *name).collect();
    if let Some(word) = words.iter().find(|word| !names.contains(word)) {
        return Err(format!("there is no section `{word}`: there are {}", names.join(", ")));
    }
    let decks = Decks::new().map_err(|error| format!("no temporary folder: {error}"))?;
    let (programs, absent) = programs::find().map_err(|error| error.to_string())?;
    let found: Vec<&str> = programs.iter().map(|program| program.name).collect();
    table::say(&format!("measured: {}", found.join(", ")));
    if !absent.is_empty() {
        table::say(&format!("absent: {}", absent.join(", ")));
    }
    let bench = Bench { programs, decks, quick };
    for (name, section) in sections::ALL {
        if words.is_empty() || words.contains(&name) {
            section(&bench);
        }
    }
    Ok(())
}
