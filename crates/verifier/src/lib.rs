//! Re-checks an exported journal from its documented format alone (`docs/journal.md`). It shares no
//! code with the desk that wrote the journal: what is wrong there is not wrong here too.

mod accounts;
mod bound;
mod carbon;
mod event;
mod form;
mod journal;
mod json;
mod ledger;
mod money;
mod note;
mod pack;
mod people;
mod proof;
mod refusal;
mod sequence;
mod state;
mod steps;
mod suite;
mod tree;

pub use accounts::CarbonSums;
pub use journal::{Accepted, Failure, verify};
pub use note::{Checkpoint, Key, KeyError, Notes};
pub use pack::{Packed, check_pack};
pub use proof::{Named, check_consistency, check_inclusion};
pub use refusal::{Check, Fault, Lang, Refusal, Say};
pub use suite::Suite;
pub use tree::{Frontier, Hash, encode, leaf_hash};
