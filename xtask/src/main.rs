//! `cargo xtask check`: everything that must hold before tests run. `cargo xtask tidy`: the part of
//! it that neither rustc nor clippy sees.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks")]
#![expect(clippy::disallowed_methods, reason = "reads the repository; no product code")]

mod check;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "usage: cargo xtask <command>

  check   fmt, clippy and docs with warnings denied, then tidy
  tidy    crate arrows, versions, licences, docs, sizes, units, links, stray paths, policy files";

fn main() -> ExitCode {
    let command = std::env::args().nth(1);
    let outcome = match command.as_deref() {
        Some("check") => check::run(),
        Some("tidy") => tidy::run(),
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
