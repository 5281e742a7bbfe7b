//! The `roundtable` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    roundtable::cli::run()
}
