//! How the scatter of one day hangs together with that of the next, and what follows for sums.

use crate::linear::{Gram, count, dot};
use crate::shape::Point;

/// A kind of noise: correlation `share`·`memory`^lag between steps `lag` apart.
///
/// An autoregressive part of first order and a part that is fresh at each step, together an
/// ARMA(1,1).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub(crate) memory: f64,
    pub(crate) share: f64,
    /// Weight before anything is seen.
    prior: f64,
}

impl Kind {
    /// A kind without prior weight.
    pub(crate) fn of(memory: f64, share: f64) -> Self {
        Self { memory, share, prior: 1.0 }
    }
}

/// Memories that are tried, with the width of each one's cell.
const MEMORIES: [(f64, f64); 11] = [
    (0.15, 0.2),
    (0.3, 0.15),
    (0.45, 0.15),
    (0.6, 0.125),
    (0.7, 0.1),
    (0.8, 0.085),
    (0.87, 0.06),
    (0.92, 0.045),
    (0.955, 0.03),
    (0.975, 0.0175),
    (0.99, 0.0125),
];

/// Shares that are tried.
const SHARES: [f64; 4] = [1.0, 0.75, 0.5, 0.25];

/// Every kind that is tried. `is_billing`: a month remembers less, and twelve of them cannot tell.
pub(crate) fn kinds(is_billing: bool) -> Vec<Kind> {
    let fresh = Kind { memory: 0.0, share: 0.0, prior: 0.2 };
    let others = MEMORIES.iter().flat_map(move |&(memory, width)| {
        let doubt = if is_billing { (1.0 - memory).powi(2) } else { 1.0 };
        SHARES.iter().map(move |&share| Kind { memory, share, prior: width * doubt / 4.0 })
    });
    [fresh].into_iter().chain(others).collect()
}

/// Residuals of one period over their scatter, with the columns that were fitted, likewise.
#[derive(Clone, Debug, Default)]
pub(crate) struct Segment {
    /// Place in time of each.
    pub(crate) times: Vec<i32>,
    /// Residual over scatter.
    pub(crate) ratios: Vec<f64>,
    /// `[times × columns]`.
    pub(crate) rows: Vec<f64>,
    pub(crate) columns: usize,
}

/// What one kind of noise makes of a segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    /// Logarithm of the restricted likelihood, the variance at its best.
    pub(crate) ln_restricted: f64,
    /// Logarithm of the likelihood, the variance at its best.
    pub(crate) ln_likelihood: f64,
    /// Variance of the ratios. [-]
    pub(crate) variance: f64,
    /// Points less columns.
    pub(crate) freedom: f64,
}

impl Segment {
    /// The segment with further columns, over their scatter already; the segment holds every point.
    pub(crate) fn with(
        &self,
        points: &[Point],
        further: impl Fn(usize, &Point) -> Vec<f64>,
    ) -> Self {
        let mut rows = Vec::new();
        let mut columns = self.columns;
        for (index, point) in points.iter().enumerate() {
            let own = &self.rows[index * self.columns..(index + 1) * self.columns];
            let more = further(index, point);
            columns = self.columns + more.len();
            rows.extend_from_slice(own);
            rows.extend(more);
        }
        Self { times: self.times.clone(), ratios: self.ratios.clone(), rows, columns }
    }

    /// Correlation of what least squares leaves with the same one step before.
    pub(crate) fn memory(&self) -> f64 {
        let mut gram = Gram::new(self.columns + 1);
        let row = |index: usize| &self.rows[index * self.columns..(index + 1) * self.columns];
        for (index, ratio) in self.ratios.iter().enumerate() {
            let full: Vec<f64> = row(index).iter().copied().chain([*ratio]).collect();
            gram.add(&full, 1.0);
        }
        let coefficients = gram.fit_last().coefficients;
        let left: Vec<f64> = (self.ratios.iter().enumerate())
            .map(|(index, ratio)| ratio - dot(row(index), &coefficients))
            .collect();
        let beside: f64 = (1..left.len())
            .filter(|&index| self.times[index] - self.times[index - 1] == 1)
            .map(|index| left[index] * left[index - 1])
            .sum();
        let square = dot(&left, &left);
        if square > 0.0 { (beside / square).clamp(0.0, 0.97) } else { 0.0 }
    }

    /// How likely the segment is under `kind`.
    ///
    /// # Method
    /// Kalman filter of the two parts over residuals and columns alike; least squares of the
    /// innovations. A missing step lets the memory fade and nothing else.
    /// # Source
    /// A. C. Harvey, *Forecasting, Structural Time Series Models and the Kalman Filter*, CUP 1989,
    /// sections 3.4 and 7.3; D. A. Harville, JASA 72, 1977 (restricted likelihood).
    pub(crate) fn seen(&self, kind: Kind) -> Seen {
        let width = self.columns + 1;
        let mut gram = Gram::new(width);
        let mut state = vec![0.0; width];
        let mut fresh = vec![0.0; width];
        let (mut spread, mut ln_spread) = (kind.share, 0.0);
        let mut before = None;
        for (index, (&time, &ratio)) in self.times.iter().zip(&self.ratios).enumerate() {
            let gap = before.map_or(1, |ahead: i32| time - ahead);
            let kept = if gap == 1 { kind.memory } else { kind.memory.powi(gap) };
            spread = kept * kept * spread + (1.0 - kept * kept) * kind.share;
            let total = spread + 1.0 - kind.share;
            let gain = spread / total;
            let row = &self.rows[index * self.columns..(index + 1) * self.columns];
            let seen = row.iter().copied().chain([ratio]);
            for ((state, fresh), value) in state.iter_mut().zip(&mut fresh).zip(seen) {
                let expected = kept * *state;
                *fresh = value - expected;
                *state = expected + gain * *fresh;
            }
            gram.add(&fresh, 1.0 / total);
            spread -= gain * spread;
            ln_spread += total.ln();
            before = Some(time);
        }
        let fit = gram.fit_last();
        let (n, rank) = (count(self.ratios.len()), count(fit.rank));
        let freedom = (n - rank).max(1.0);
        let left = fit.left.max(f64::MIN_POSITIVE);
        let ln_restricted =
            -0.5 * (ln_spread + fit.factor.log_det + freedom * (left / freedom).ln());
        let ln_likelihood = -0.5 * (ln_spread + n * (left / n).ln());
        Seen { ln_restricted, ln_likelihood, variance: left / freedom, freedom }
    }
}

/// Variances of two sums and their covariance, per unit of variance of each.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub(crate) first: f64,
    pub(crate) second: f64,
    pub(crate) both: f64,
}

/// One weighted reading: its place in time, whether it is in the second sum, and its weight times
/// its scatter.
pub(crate) type Part = (i32, bool, f64);

/// Variances under `kind` of Σ weight·noise over the first and over the second kind of `parts`,
/// which stand in order of time.
pub(crate) fn sums(parts: &[Part], kind: Kind) -> Sums {
    let mut out = Sums::default();
    // What all weights before add up to, faded by the time since.
    let (mut first, mut second) = (0.0, 0.0);
    let mut before = None;
    for &(time, is_second, weight) in parts {
        let gap = before.map_or(0, |ahead: i32| time - ahead);
        let kept = match gap {
            0 => 1.0,
            1 => kind.memory,
            _ => kind.memory.powi(gap),
        };
        first *= kept;
        second *= kept;
        let own = weight * weight;
        if is_second {
            out.second += own + 2.0 * kind.share * weight * second;
            out.both += kind.share * weight * first;
            second += weight;
        } else {
            out.first += own + 2.0 * kind.share * weight * first;
            out.both += kind.share * weight * second;
            first += weight;
        }
        before = Some(time);
    }
    out
}

/// The kinds with their weights after `segments` were seen, each with the variances that it gives
/// them; weights sum to one, kinds below one thousandth of the likeliest are left out.
pub(crate) fn weighed(segments: &[&Segment], is_billing: bool) -> Vec<(Kind, f64, Vec<Seen>)> {
    let mut all: Vec<(Kind, f64, Vec<Seen>)> = kinds(is_billing)
        .into_iter()
        .map(|kind| {
            let seen: Vec<Seen> = segments.iter().map(|segment| segment.seen(kind)).collect();
            let ln = seen.iter().map(|seen| seen.ln_restricted).sum::<f64>() + kind.prior.ln();
            (kind, ln, seen)
        })
        .collect();
    let top = all.iter().map(|(_, ln, _)| *ln).fold(f64::NEG_INFINITY, f64::max);
    for (_, weight, _) in &mut all {
        *weight = (*weight - top).exp();
    }
    all.retain(|(_, weight, _)| *weight >= 1e-3);
    let sum: f64 = all.iter().map(|(_, weight, _)| weight).sum();
    for (_, weight, _) in &mut all {
        *weight /= sum;
    }
    all
}

/// The greatest likelihood over a coarse choice of kinds, and the kind that has it.
pub(crate) fn likeliest(segment: &Segment) -> (Kind, f64) {
    let start = Kind::of(0.0, 0.0);
    let memories = [0.3, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98];
    let kinds = memories.iter().flat_map(|&memory| [1.0, 0.5].map(|share| Kind::of(memory, share)));
    [start]
        .into_iter()
        .chain(kinds)
        .map(|kind| (kind, segment.seen(kind).ln_likelihood))
        .fold((start, f64::NEG_INFINITY), |best, next| if next.1 > best.1 { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_three_days_by_hand() {
        let kind = Kind { memory: 0.5, share: 0.8, prior: 1.0 };
        let parts = [(0, false, 1.0), (1, false, 2.0), (3, true, -1.0)];
        let sums = sums(&parts, kind);
        // 1 + 4 + 2·1·2·0.8·0.5; −1·(1·0.8·0.5³ + 2·0.8·0.5²)
        assert!((sums.first - 6.6).abs() < 1e-12);
        assert!((sums.second - 1.0).abs() < 1e-12);
        assert!((sums.both + 0.5).abs() < 1e-12);
    }

    #[test]
    fn two_days_have_the_likelihood_of_a_normal_pair() {
        let kind = Kind { memory: 0.6, share: 1.0, prior: 1.0 };
        let segment =
            Segment { times: vec![0, 1], ratios: vec![1.0, -0.5], rows: Vec::new(), columns: 0 };
        let seen = segment.seen(kind);
        // Quadratic form with the inverse of [[1, 0.6], [0.6, 1]], whose determinant is 0.64.
        let left = (1.0 + 0.25 - 2.0 * 0.6 * -0.5) / 0.64;
        assert!((seen.variance - left / 2.0).abs() < 1e-12);
        let ln = -0.5 * (0.64_f64.ln() + 2.0 * (left / 2.0).ln());
        assert!((seen.ln_restricted - ln).abs() < 1e-12);
    }
}
