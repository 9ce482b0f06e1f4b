//! The crate through its public API.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod apply;
mod archetypes;
mod catalogue;
mod circular;
mod data;
mod finance;
mod odds;
mod risk;
mod search;
mod sets;
mod stock;
mod time_of_use;
