//! The crate through its public interface: real files, formats, the ledger, screening, properties.

mod real_files;
mod support;
