//! The crate through its public interface: formats, mappings, the ledger, screening, real files,
//! and properties over random input.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bad_input;
mod formats;
mod ledger;
mod potential;
mod random;
mod real_files;
mod screening;
mod support;
