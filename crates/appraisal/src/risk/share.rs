//! How much of the spread of the outcome each input explains by itself.

use serde::Serialize;
use units::Fen;

use super::inputs::Inputs;
use super::simulate::{Outcome, Simulation};
use super::tornado::Side;

/// Groups of draws, by the value of the input, whose means are compared.
const GROUPS: usize = 32;

/// What part of the variance of the outcome goes with one input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VarianceShare {
    /// Id of the input.
    pub input: String,
    /// Share of the variance, 0 to 1. Shares of inputs that are correlated overlap; shares that add
    /// up to less than 1 leave the rest to inputs acting together.
    pub variance_share: f64,
}

impl Simulation {
    /// The outcomes of one side.
    fn side(&self, side: Side) -> Vec<Fen> {
        let of = |outcome: &Outcome| side.of(*outcome);
        self.outcomes().iter().map(of).collect()
    }
}

/// The share of the variance that each input explains alone, greatest first; all 0 where the
/// outcome does not vary.
///
/// # Equation
/// η² = var of the means of 32 groups of draws with like values of the input, over the variance of
/// all; less what n draws give by chance: (η² − c)/(1 − c), c = (32 − 1)/(n − 1), not below 0
/// # Source
/// K. Pearson's correlation ratio; T. L. Kelley, "An unbiased correlation ratio measure", PNAS
/// 21(9), 1935, for the correction.
#[expect(clippy::cast_precision_loss, reason = "statistics of money, not money")]
pub fn variance_shares(inputs: &Inputs, simulation: &Simulation, side: Side) -> Vec<VarianceShare> {
    let drawer = inputs.drawer(simulation.seed());
    let outcomes: Vec<f64> = simulation.side(side).iter().map(|fen| fen.0 as f64).collect();
    let n = u32::try_from(outcomes.len()).unwrap_or(u32::MAX);
    let mean = outcomes.iter().sum::<f64>() / f64::from(n);
    let total: f64 = outcomes.iter().map(|value| (value - mean).powi(2)).sum();
    let chance = f64::from(u16::try_from(GROUPS - 1).unwrap_or(0)) / f64::from(n - 1);
    let share = |index: usize| {
        let mut order: Vec<(f64, f64)> =
            (0..n).map(|draw| drawer.value(index, draw)).zip(outcomes.iter().copied()).collect();
        // Stable: draws of the same value stay in their order, which is random.
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let size = order.len().div_ceil(GROUPS);
        let between: f64 = order
            .chunks(size)
            .map(|group| {
                let of = u32::try_from(group.len()).map_or(1.0, f64::from);
                let own = group.iter().map(|(_, value)| value).sum::<f64>() / of;
                of * (own - mean).powi(2)
            })
            .sum();
        let plain = if total > 0.0 { between / total } else { 0.0 };
        ((plain - chance) / (1.0 - chance)).clamp(0.0, 1.0)
    };
    let mut shares: Vec<VarianceShare> = (inputs.inputs.iter().enumerate())
        .map(|(index, input)| VarianceShare {
            input: input.id.clone(),
            variance_share: share(index),
        })
        .collect();
    shares.sort_by(|a, b| b.variance_share.total_cmp(&a.variance_share));
    shares
}
