//! One input at a time: how far it swings the outcome, and where it turns a gain into a loss.

use serde::Serialize;
use units::Fen;

use super::distribution::Distribution;
use super::inputs::{Input, Inputs};
use super::simulate::Outcome;

/// Quantiles between which an input swings.
const SWING: (f64, f64) = (0.1, 0.9);
/// Steps in which a break-even is looked for before it is closed in on.
const SCAN_STEPS: u32 = 64;
/// Halvings of a step: the rest is a 1e-12th of the range.
const HALVINGS: u32 = 34;

/// With or without the subsidy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The subsidy counts.
    WithSubsidy,
    /// It does not.
    WithoutSubsidy,
}

impl Side {
    /// The value of this side.
    pub fn of(self, outcome: Outcome) -> Fen {
        match self {
            Self::WithSubsidy => outcome.with_subsidy,
            Self::WithoutSubsidy => outcome.without_subsidy,
        }
    }
}

/// Where an input, the others at their likely values, turns the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakEven {
    /// At this value, the nearest to the likely one if there are several: the outcome is zero, or
    /// changes its sign there.
    At(f64),
    /// Nowhere in the range: never a loss.
    NeverLoss,
    /// Nowhere in the range: a loss throughout.
    AlwaysLoss,
    /// The evaluation had no answer somewhere in the range.
    Unknown,
}

/// What one input does to the outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Swing {
    /// Id of the input.
    pub input: String,
    /// The input at its 10 % quantile, unit as the input says.
    pub low: f64,
    /// The input at its likely value.
    pub value: f64,
    /// The input at its 90 % quantile.
    pub high: f64,
    /// The outcome with the input at `low`; `None` where the evaluation had no answer.
    pub npv_at_low: Option<Fen>,
    /// The outcome with every input at its likely value.
    pub npv_at_likely: Option<Fen>,
    /// The outcome with the input at `high`.
    pub npv_at_high: Option<Fen>,
    /// Where it turns.
    pub break_even: BreakEven,
}

impl Swing {
    /// How far apart the two outcomes are; 0 if one is not known.
    pub fn width(&self) -> Fen {
        match (self.npv_at_low, self.npv_at_high) {
            (Some(low), Some(high)) => Fen((high - low).0.saturating_abs()),
            _ => Fen::ZERO,
        }
    }
}

/// Each input at its 10 % and 90 % quantile with the others at their likely values, the widest
/// swing first (equals by id), and where it breaks even.
pub fn tornado(
    inputs: &Inputs,
    side: Side,
    evaluate: impl Fn(&[f64]) -> Option<Outcome>,
) -> Vec<Swing> {
    let likely = inputs.likely();
    let swing = |(index, input): (usize, &Input)| {
        let npv = |value: f64| {
            let mut values = likely.clone();
            values[index] = value;
            evaluate(&values).map(|outcome| side.of(outcome))
        };
        let (low, high) =
            (input.distribution.quantile(SWING.0), input.distribution.quantile(SWING.1));
        Swing {
            input: input.id.clone(),
            low,
            value: likely[index],
            high,
            npv_at_low: npv(low),
            npv_at_likely: npv(likely[index]),
            npv_at_high: npv(high),
            break_even: break_even(&input.distribution, likely[index], npv),
        }
    };
    let mut swings: Vec<Swing> = inputs.inputs.iter().enumerate().map(swing).collect();
    swings.sort_by(|a, b| b.width().cmp(&a.width()).then_with(|| a.input.cmp(&b.input)));
    swings
}

/// A pair of neighbouring points between which a gain becomes a loss is closed in on by halving; of
/// single values, the one on the other side than the likely one is the answer.
fn break_even(
    distribution: &Distribution,
    likely: f64,
    npv: impl Fn(f64) -> Option<Fen>,
) -> BreakEven {
    let points: Vec<f64> = match distribution {
        Distribution::Discrete { steps, .. } => steps.iter().map(|(value, _)| *value).collect(),
        other => {
            let (low, high) = other.range();
            let at = |step| low + (high - low) * f64::from(step) / f64::from(SCAN_STEPS);
            (0..=SCAN_STEPS).map(at).collect()
        }
    };
    let Some(values) = points.iter().map(|at| npv(*at)).collect::<Option<Vec<Fen>>>() else {
        return BreakEven::Unknown;
    };
    let loses = |value: Fen| value < Fen::ZERO;
    let turns = (1..points.len()).filter(|k| loses(values[k - 1]) != loses(values[*k]));
    let single = matches!(distribution, Distribution::Discrete { .. });
    let at = |k: usize| {
        let (mut left, mut right) = (points[k - 1], points[k]);
        if single {
            let nearer_is_left = (left - likely).abs() < (right - likely).abs();
            return if nearer_is_left { right } else { left };
        }
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(left, right);
            match npv(middle) {
                Some(value) if loses(value) == loses(values[k]) => right = middle,
                _ => left = middle,
            }
        }
        f64::midpoint(left, right)
    };
    let found = turns.map(at).min_by(|a, b| (a - likely).abs().total_cmp(&(b - likely).abs()));
    match (found, values.iter().all(|value| loses(*value))) {
        (Some(value), _) => BreakEven::At(value),
        (None, true) => BreakEven::AlwaysLoss,
        (None, false) => BreakEven::NeverLoss,
    }
}
