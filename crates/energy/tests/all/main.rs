//! Tests of the crate through its public face, in one binary.

mod shared;
mod sunshine;
mod typical;
mod weather;
