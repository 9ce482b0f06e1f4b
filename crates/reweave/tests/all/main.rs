//! The command line as its users drive it: real files, a real state file, a real browser.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test opens files, and fails where it cannot go on"
)]

mod bad_input;
mod browser;
mod cases;
mod chain;
mod demo;
mod desk;
mod dossier;
mod energy;
mod jobs;
mod keeping;
mod population;
mod programme;
mod schemes;
mod stock;
