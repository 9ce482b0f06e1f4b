//! reweave
fn main() {}
