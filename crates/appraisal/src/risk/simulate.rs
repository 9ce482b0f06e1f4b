//! Many futures of one project.

use rayon::prelude::*;
use serde::Serialize;
use units::{Fen, Text};

use super::inputs::Inputs;
use super::spread::Spread;

/// What a project is worth in one future, to the fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Net present value with the subsidy counted in.
    pub with_subsidy: Fen,
    /// Net present value without it.
    pub without_subsidy: Fen,
}

/// The outcomes of one project, draw by draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulation {
    seed: u64,
    inputs: String,
    outcomes: Vec<Outcome>,
}

/// What the draws say of one project.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RiskProfile {
    /// The seed that gives the same draws again.
    pub seed: u64,
    /// The set of uncertain inputs.
    pub inputs: String,
    /// With the subsidy.
    pub with_subsidy: Spread,
    /// Without it.
    pub without_subsidy: Spread,
}

/// One project less another in the same futures; what both meet alike falls out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// With the subsidy; `loss` is the probability that the first is worth less.
    pub with_subsidy: Spread,
    /// Without it.
    pub without_subsidy: Spread,
}

/// Why there is no simulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The number of draws is outside 100 to 10 million.
    Draws(u32),
    /// The evaluation had no answer in this draw.
    NoOutcome {
        /// The first such draw.
        draw: u32,
    },
    /// Two simulations of different futures cannot be compared draw by draw.
    OtherFutures,
}

impl Fault {
    /// What went wrong and what to do, for people.
    pub fn text(&self) -> Text {
        match self {
            Self::Draws(given) => Text::new(
                format!("抽样次数应为 100 至 10,000,000，给出 {given}"),
                format!("the number of draws must be 100 to 10,000,000, not {given}"),
            ),
            Self::NoOutcome { draw } => Text::new(
                format!("第 {draw} 次抽样算不出净现值：检查输入的取值范围"),
                format!("draw {draw} has no net present value: check the ranges of the inputs"),
            ),
            Self::OtherFutures => Text::new(
                "两次模拟的种子、抽样次数或输入不同，不能逐次相比：用同一设置重算",
                "seed, number of draws or inputs differ: simulate both with the same ones",
            ),
        }
    }
}

/// Simulates `draws` futures (100 to 10 million) of a project. `evaluate` gets the values of the
/// inputs in their order and answers what the project is worth, or `None` where it cannot.
///
/// The result is the same bits for any number of threads, and a draw is the same for every project
/// under the same seed.
///
/// # Errors
/// [`Fault::Draws`], [`Fault::NoOutcome`].
pub fn simulate(
    inputs: &Inputs,
    draws: u32,
    seed: u64,
    evaluate: impl Fn(&[f64]) -> Option<Outcome> + Sync,
) -> Result<Simulation, Fault> {
    if !(100..=10_000_000).contains(&draws) {
        return Err(Fault::Draws(draws));
    }
    let drawer = inputs.drawer(seed);
    let outcomes: Vec<Option<Outcome>> = (0..draws)
        .into_par_iter()
        .map_init(Vec::new, |values, draw| {
            drawer.draw(draw, values);
            evaluate(values)
        })
        .collect();
    if let Some(draw) = outcomes.iter().position(Option::is_none) {
        return Err(Fault::NoOutcome { draw: u32::try_from(draw).unwrap_or(u32::MAX) });
    }
    let outcomes = outcomes.into_iter().flatten().collect();
    Ok(Simulation { seed, inputs: inputs.id.clone(), outcomes })
}

impl Simulation {
    /// The seed of the draws.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The outcomes, draw by draw.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// What the draws say.
    pub fn distribution(&self) -> RiskProfile {
        let side = |of: fn(&Outcome) -> Fen| Spread::of(self.outcomes.iter().map(of).collect());
        RiskProfile {
            seed: self.seed,
            inputs: self.inputs.clone(),
            with_subsidy: side(|outcome| outcome.with_subsidy),
            without_subsidy: side(|outcome| outcome.without_subsidy),
        }
    }

    /// This project less `other` in the same futures.
    ///
    /// # Errors
    /// [`Fault::OtherFutures`] unless seed, draws and inputs are the same.
    pub fn minus(&self, other: &Self) -> Result<Difference, Fault> {
        let same = self.seed == other.seed
            && self.inputs == other.inputs
            && self.outcomes.len() == other.outcomes.len();
        if !same {
            return Err(Fault::OtherFutures);
        }
        let side = |of: fn(&Outcome) -> Fen| {
            let pairs = self.outcomes.iter().zip(&other.outcomes);
            Spread::of(pairs.map(|(own, other)| of(own) - of(other)).collect())
        };
        Ok(Difference {
            with_subsidy: side(|outcome| outcome.with_subsidy),
            without_subsidy: side(|outcome| outcome.without_subsidy),
        })
    }
}
