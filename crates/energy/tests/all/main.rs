//! Tests of the crate through its public face, in one binary.

mod archetype;
mod shared;
mod sunshine;
mod typical;
mod weather;
