//! Odds of loss: 10,000 draws.
fn main() {}
