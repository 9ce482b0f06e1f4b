//! The command line as its users drive it: real files, a real state file, a real browser.

mod bad_input;
mod browser;
mod cases;
mod chain;
mod desk;
