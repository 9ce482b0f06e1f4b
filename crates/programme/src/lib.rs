//! The desk of a funding programme as a pure state machine: stages, people, money, proofs.
//!
//! [`apply()`] answers a [`Command`](command::Command) with events or refuses it with the reason;
//! [`State::fold`](state::State::fold) takes events in. State is the fold of events and nothing
//! else. Nothing here has a clock, a disk or a random source: moments, ids, salts and keys come in
//! as values. Stages, deadlines and tranches are scheme data ([`workflow::Workflow`]); money is a
//! double-entry ledger in fen ([`money::Ledger`]); every event is a leaf of the [`journal`].

mod apply;
pub mod calendar;
pub mod carbon;
pub mod command;
pub mod event;
pub mod facts;
mod guard;
pub mod ids;
pub mod journal;
pub mod law;
mod moment;
pub mod money;
pub mod people;
mod refusal;
mod schema;
pub mod state;
mod suite;
pub mod workflow;
mod yaml;

pub use apply::{Answer, apply, may};
pub use guard::{AMOUNT_MAX, LIST_MAX, Prose, ProseError, TEXT_MAX};
pub use moment::Moment;
pub use refusal::{Code, Refusal};
pub use suite::{NoSuite, Suite};
