//! Odds of losing money: uncertain inputs, draws with common random numbers, the distribution of
//! the net present value, what it hangs on, and a verdict with its grounds.
//!
//! Entry points: [`Inputs::parse`], [`simulate`], [`Simulation::distribution`],
//! [`Simulation::minus`], [`tornado`], [`variance_shares`], [`VerdictRules::parse`] and
//! [`VerdictRules::judge`]. The engine knows no cash flow: the caller's function turns the values
//! of the inputs into an [`Outcome`].
//!
//! What a draw of an input is depends on the seed, the number of the draw and the id of the input,
//! and on nothing else: two packages meet the same futures, and a further input leaves the others
//! as they were.

mod distribution;
mod inputs;
mod normal;
mod philox;
mod share;
mod simulate;
mod spread;
mod tornado;
mod verdict;
mod verdict_rules;

pub use distribution::Distribution;
pub use inputs::{Input, InputUnit, Inputs, Loading};
pub use share::{VarianceShare, variance_shares};
pub use simulate::{Difference, Fault, Outcome, RiskProfile, Simulation, simulate};
pub use spread::{Bin, Estimate, Probability, Quantile, Spread};
pub use tornado::{BreakEven, Side, Swing, tornado};
pub use verdict::{Alternative, Case, Judgement, Lever, Verdict};
pub use verdict_rules::VerdictRules;
