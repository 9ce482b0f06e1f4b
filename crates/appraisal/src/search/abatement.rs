//! The marginal abatement cost curve of a space.
//!
//! Every combination has been simulated, so a step of the curve is the true difference between two
//! of them, interactions included, not a measure looked at alone.

use serde::Serialize;
use units::{Fen, GramsCo2e};

use crate::search::{Found, Search};

/// One step: one decision moved from where the steps before left it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AbatementStep {
    /// The decision that moves, by its place in [`Search::decisions`].
    pub decision: usize,
    /// The option that it moves to; 0 takes away what stood there.
    pub option: u8,
    /// The combination after it, by its place in [`Search::found`].
    pub found: usize,
    /// Operating carbon that the step saves a year.
    pub carbon_saved: GramsCo2e,
    /// Fall of the net present value by the step; negative where it earns.
    pub cost: Fen,
    /// Cost of a tonne over the horizon, negative where it earns. [yuan/t]
    pub cost_yuan_t: f64,
}

/// Walks from "as it is" through single moves that save carbon, `horizon_years` of them counted.
///
/// Moves that earn come first, the largest gain before the others: by cost per tonne a small saving
/// would make a gain look better, so that ratio ranks only what costs (S. Taylor, *The ranking of
/// negative-cost emissions reduction measures*, Energy Policy 48, 2012). Moves that cost follow,
/// least cost per tonne first. It ends where no single move saves any more.
pub(crate) fn abatement(search: &Search, horizon_years: u16) -> Vec<AbatementStep> {
    let mut steps = Vec::new();
    let mut at = 0;
    while let Some(step) = best_move(search, at, horizon_years) {
        at = step.found;
        steps.push(step);
    }
    steps
}

fn best_move(search: &Search, from: usize, horizon_years: u16) -> Option<AbatementStep> {
    let now = &search.found[from];
    let moves = search.found.iter().enumerate().filter_map(|(at, next)| {
        let (decision, option) = single_move(now, next)?;
        let carbon_saved = next.carbon_saved? - now.carbon_saved?;
        let cost = now.npv? - next.npv?;
        if carbon_saved <= GramsCo2e::ZERO {
            return None;
        }
        let tonnes = carbon_saved.tonnes_f64() * f64::from(horizon_years);
        let cost_yuan_t = cost.yuan_f64() / tonnes;
        Some(AbatementStep { decision, option, found: at, carbon_saved, cost, cost_yuan_t })
    });
    let rank = |step: &AbatementStep| {
        if step.cost <= Fen::ZERO { step.cost.yuan_f64() } else { step.cost_yuan_t }
    };
    moves.min_by(|a, b| {
        let costs = |step: &AbatementStep| step.cost > Fen::ZERO;
        costs(a).cmp(&costs(b)).then(rank(a).total_cmp(&rank(b))).then(a.found.cmp(&b.found))
    })
}

/// The one decision in which `next` differs from `now`, if it is one.
fn single_move(now: &Found, next: &Found) -> Option<(usize, u8)> {
    let mut differ = (0..now.options.len()).filter(|at| now.options[*at] != next.options[*at]);
    let decision = differ.next()?;
    if differ.next().is_some() { None } else { Some((decision, next.options[decision])) }
}
