//! Good prices without a linear programme: the bound follows its own slope downwards.
//!
//! Each step changes the prices along the mean of the slopes so far, by a length that would reach
//! the value aimed at if the bound were straight (B. T. Polyak 1969; P. M. Camerini, L. Fratta,
//! F. Maffioli, *On improving relaxation methods by modified gradient techniques*, Mathematical
//! Programming Study 3, 1975). A step costs one pass over the items.

use crate::bound::{Bound, Prices, sizes, whole, wide};
use crate::rows::Problem;

/// The most steps.
const STEPS: u32 = 400;
/// Steps without a better bound before the step length is halved.
const PATIENCE: u32 = 12;
/// The share of the slopes so far in the next direction.
const MEMORY: f64 = 0.7;
/// The step length below which no more is expected.
const LEAST_LENGTH: f64 = 1e-4;

/// The least bound found, from `prices` on; `reached` is the value of a selection, if one is known.
pub(crate) fn descend<'a>(problem: &'a Problem, prices: Prices, reached: Option<f64>) -> Bound<'a> {
    let scales = scales(problem);
    let mut now = Bound::new(problem, prices);
    let mut best = Bound::new(problem, now.prices.clone());
    let mut direction = vec![0.0; problem.rows.len()];
    let (mut length, mut stalled) = (1.0_f64, 0);
    for step in 1..=STEPS {
        let slope: Vec<f64> = now.room().iter().zip(&scales).map(|(g, scale)| g / scale).collect();
        for (kept, (g, price)) in direction.iter_mut().zip(slope.iter().zip(&now.prices.rows)) {
            // A free row with room left cannot become cheaper.
            let g = if *price <= 0.0 && *g > 0.0 { 0.0 } else { *g };
            *kept = MEMORY * *kept + (1.0 - MEMORY) * g;
        }
        let steepness: f64 = direction.iter().map(|d| d * d).sum();
        let aim = reached.unwrap_or(0.0).max(best.points - 0.05 * best.points.abs());
        let open = now.points - aim;
        if steepness <= 0.0 || !steepness.is_finite() || open <= 0.0 || length < LEAST_LENGTH {
            break;
        }
        let by = length * open / steepness;
        let mut prices = now.prices.clone();
        for ((price, d), scale) in prices.rows.iter_mut().zip(&direction).zip(&scales) {
            *price = (*price * scale - by * d).max(0.0) / scale;
        }
        blend_rises(&now, &mut prices, step);
        now = Bound::new(problem, prices);
        if now.points < best.points - 1e-7 * best.points.abs() {
            stalled = 0;
        } else {
            stalled += 1;
        }
        if now.points < best.points {
            best = Bound::new(problem, now.prices.clone());
        }
        if stalled >= PATIENCE {
            (length, stalled) = (length * 0.5, 0);
            now = Bound::new(problem, best.prices.clone());
            direction.fill(0.0);
        }
    }
    best
}

/// Moves the weights of each row that protects towards the worst rises for the items now best.
fn blend_rises(now: &Bound<'_>, prices: &mut Prices, step: u32) {
    let share = (2.0 / f64::from(step + 2)).max(0.005);
    for (row, weights) in prices.weights.iter_mut().enumerate() {
        if weights.is_empty() {
            continue;
        }
        weights.iter_mut().for_each(|weight| *weight *= 1.0 - share);
        for project in now.greatest_rises(row) {
            weights[project] += share;
        }
    }
}

/// Scales `weights` into the range that keeps the bound valid.
pub(crate) fn admissible(mut weights: Vec<f64>, protects: usize) -> Vec<f64> {
    for weight in &mut weights {
        *weight = if weight.is_finite() { weight.clamp(0.0, 1.0) } else { 0.0 };
    }
    let most = wide(i128::try_from(protects).unwrap_or(i128::MAX));
    let sum: f64 = weights.iter().sum();
    if sum > most {
        weights.iter_mut().for_each(|weight| *weight *= most / sum);
    }
    weights
}

/// By how much each row's slope is likely to move: the size of its limit or, where single amounts
/// are larger than that, what so many of them come to if their signs are mixed.
fn scales(problem: &Problem) -> Vec<f64> {
    let mut counts = vec![0_i64; problem.rows.len()];
    for term in (0..problem.items.len()).flat_map(|item| problem.terms(item)) {
        counts[term.row] += 1;
    }
    let rows = problem.rows.iter().zip(sizes(problem)).zip(counts);
    rows.map(|((row, size), count)| {
        let is_small = wide(row.limit).abs() < size;
        if is_small { size * whole(count.max(1)).sqrt() } else { size }
    })
    .collect()
}
