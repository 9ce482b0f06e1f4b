//! The desk through HTTP: whole applications by scripted roles, to the fen, and what is refused.

#![expect(clippy::unwrap_used, reason = "a helper that fails is the test that fails")]

mod client;
mod demo;
mod edge;
mod login;
mod sockets;
#[path = "../../../programme/tests/desk/stories.rs"]
mod stories;
mod whole;
#[path = "../../../programme/tests/desk/world.rs"]
#[expect(dead_code, reason = "the desk's own tests speak all of its words")]
mod world;
