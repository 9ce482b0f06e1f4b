//! Which projects to fund, and which package of each, so that a stated objective is greatest under
//! a yearly budget and optional district ceilings.
//!
//! One entry: [`choose`]. It takes [`Candidate`]s (several packages per project), [`Limits`], an
//! [`Objective`] and [`Options`], and answers with a [`Choice`]: what is chosen, its value, a
//! proven upper bound, and for every candidate left out the [`Reason`].
//!
//! The problem is a knapsack with several capacities and a choice of one per project. HiGHS, on one
//! thread with a fixed seed, solves first its relaxation, whose prices of money prove a bound by
//! plain arithmetic, and then, if that is not yet close enough, the integer programme over the
//! candidates that the bound leaves open. Floating point ends there: budget and ceilings are
//! checked afterwards in exact integers, and a choice that broke one by rounding is repaired and
//! says so. Candidates are put into an order of their own first, so the order of the input does not
//! matter.

mod ascent;
mod bound;
mod candidate;
mod choose;
pub mod programme;
mod reason;
mod rows;
mod search;
mod selection;
mod solver;

pub use candidate::{Candidate, ChoiceError, Limits, Objective, Options};
pub use choose::{Choice, choose};
pub use reason::{Displaced, Missed, Reason};
