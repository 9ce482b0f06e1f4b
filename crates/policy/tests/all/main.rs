//! The scheme of Beijing through the public interface: its cases, its laws, and broken input.

#![expect(clippy::unwrap_used, reason = "a helper that fails is the test that fails")]

mod cases;
mod columns;
mod formatting;
mod language;
mod laws;
mod money;
mod mutations;
mod nearest;
#[path = "../oracle/mod.rs"]
mod oracle;
#[path = "oracle.rs"]
mod oracle_sample;
mod robust;
mod schema;
mod scheme;
mod schemes;
mod stacking;
mod views;
