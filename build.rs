//! Builds the program anew when a file of the built-in talk comes, goes or changes.

fn main() {
    for path in ["slides", "notes"] {
        println!("cargo:rerun-if-changed={path}");
    }
}
