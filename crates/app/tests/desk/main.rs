//! The desk with its store, on real databases.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test opens files, and fails where it cannot go on"
)]

#[expect(dead_code, reason = "the tests of `programme` use all of it")]
#[path = "../../../programme/tests/desk/histories/generate.rs"]
mod generate;
#[expect(dead_code, reason = "the tests of `programme` use all of it")]
#[path = "../../../programme/tests/desk/world.rs"]
mod world;

mod crash;
mod faults;
mod images;
mod keeping;
mod looking;
mod postgres;
mod room;
mod same_root;
