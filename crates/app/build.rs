//! The law and the data are embedded at compile time: a change of either must rebuild this crate.

use std::io::{self, Write as _};

fn main() -> io::Result<()> {
    let mut out = io::stdout();
    for folder in ["../../policy", "../../data", "migrations"] {
        writeln!(out, "cargo::rerun-if-changed={folder}")?;
    }
    Ok(())
}
