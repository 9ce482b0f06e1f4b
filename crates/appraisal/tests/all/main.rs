//! The crate through its public API.

mod apply;
mod catalogue;
mod data;
mod sets;
mod stock;
