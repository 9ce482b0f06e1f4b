//! The desk from outside: commands in, events out.

#![expect(clippy::unwrap_used, reason = "a helper that fails is the test that fails")]

mod carbon;
mod cases;
mod histories;
mod journal;
mod oracle;
mod people;
mod refusals;
mod rights;
mod stories;
mod workflows;
mod world;
