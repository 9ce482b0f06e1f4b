//! Journals that the desk made are accepted; changed ones are refused, for the right reason.

#![expect(clippy::unwrap_used, reason = "a helper that fails is the test that fails")]

mod carbon;
mod command;
mod forge;
#[expect(dead_code, reason = "the desk's own tests use all of it")]
#[path = "../../../programme/tests/desk/histories/generate.rs"]
mod generate;
mod kinds;
mod long;
mod made;
#[path = "../../../programme/tests/desk/carbon/operations.rs"]
mod operations;
mod outside;
mod people;
mod planted;
#[expect(dead_code, reason = "the desk's own tests use all of it")]
#[path = "../../../programme/tests/desk/world.rs"]
mod world;
