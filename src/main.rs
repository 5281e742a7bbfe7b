//! The `roundtable` program: arguments in, exit code out.

fn main() {}
