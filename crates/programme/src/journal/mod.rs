//! The journal: canonical bytes, an RFC 6962 tree over them, signed checkpoints. The format is
//! promised in `docs/journal.md`.

mod canonical;
mod checkpoint;
mod key;
mod tree;

pub use canonical::canonical;
pub use checkpoint::{Checkpoint, CheckpointError, Signer, VerifierKey};
pub use tree::{Tree, leaf_hash, verify_consistency, verify_inclusion};

use crate::event::Event;

/// The line of an event in `events.jsonl`, without the line's end: its leaf in the tree.
pub fn line(event: &Event) -> Vec<u8> {
    canonical(event)
}

/// The event in a line of `events.jsonl`.
///
/// # Errors
/// When it is no event, or not written in canonical form.
pub fn parse(line: &[u8]) -> Result<Event, String> {
    let event: Event = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    if canonical(&event) == line {
        Ok(event)
    } else {
        Err("the line is not in canonical form".to_owned())
    }
}
