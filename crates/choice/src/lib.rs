//! Which projects to fund, and which package of each, so that a stated objective is greatest under
//! a yearly budget and optional district ceilings.
//!
//! Two entries. [`choose`] takes [`Candidate`]s (several packages per project) of one year,
//! [`Limits`], an [`Objective`] and [`Options`], and answers with a [`Choice`]: what is chosen, its
//! value, a proven upper bound, and for every candidate left out the [`Reason`].
//! [`programme::plan`] does the same over several years, with budgets by year and by
//! group and rules between projects; [`programme::verify`] reads its limits a second time.
//!
//! The problem is a knapsack with several capacities and a choice of one per project. Prices of
//! money prove a bound by plain arithmetic; HiGHS, on one thread with a fixed seed, sharpens them
//! and, if that is not yet close enough, searches the candidates that the bound leaves open.
//! Floating point ends there: every limit is checked afterwards in exact integers, and a choice
//! that broke one by rounding is repaired. Candidates are put into an order of their own first, so
//! the order of the input does not matter. `docs/choice.md` has the model and the proof.

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
