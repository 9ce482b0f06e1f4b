//! What a sample of money says, each figure with its own error.

use serde::Serialize;
use units::{Fen, Text};

/// Two-sided 95 % of a normal distribution, in standard errors.
const Z_95: f64 = 1.959_963_984_540_054;
/// Share of the worst draws that value at risk and expected shortfall look at. \[%\]
const TAIL_PERCENT: u32 = 5;
/// Quantiles that are reported. \[%\]
const QUANTILES_PERCENT: [u32; 7] = [5, 10, 25, 50, 75, 90, 95];
/// Most bins of a chart.
const BINS_MOST: i128 = 30;

/// A figure with the error that comes from the number of draws, and from nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// The figure.
    pub value: Fen,
    /// Its standard error.
    pub standard_error: Fen,
    /// Lower end of its 95 % interval.
    pub low: Fen,
    /// Upper end.
    pub high: Fen,
}

/// A probability with its error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Probability {
    /// Share of the draws, 0 to 1.
    pub share: f64,
    /// √(p(1 − p)/n).
    pub standard_error_share: f64,
    /// Lower end of the 95 % interval of Wilson.
    pub low_share: f64,
    /// Upper end.
    pub high_share: f64,
}

impl Probability {
    /// From `hits` of `draws`; `draws >= 1`.
    ///
    /// # Source
    /// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Am.
    /// Stat. Assoc. 22, 1927.
    pub(super) fn of(hits: u32, draws: u32) -> Self {
        let (n, z2) = (f64::from(draws), Z_95 * Z_95);
        let p = f64::from(hits) / n;
        let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = Z_95 / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        Self {
            share: p,
            standard_error_share: (p * (1.0 - p) / n).sqrt(),
            low_share: if hits == 0 { 0.0 } else { (middle - half).max(0.0) },
            high_share: if hits == draws { 1.0 } else { (middle + half).min(1.0) },
        }
    }

    /// `37 % (36 to 38 %)`, in percent with one digit.
    pub fn text(&self) -> Text {
        let [p, low, high] = [self.share, self.low_share, self.high_share].map(|x| 100.0 * x);
        Text::new(
            format!("{p:.1} %（95 % 区间 {low:.1} 至 {high:.1} %）"),
            format!("{p:.1} % (95 % interval {low:.1} to {high:.1} %)"),
        )
    }
}

/// A quantile of the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Quantile {
    /// Share of draws at or below it. \[%\]
    pub at_percent: u32,
    /// The smallest draw that at least that share does not exceed.
    pub value: Fen,
    /// Lower end of its 95 % interval, itself one of the draws.
    pub low: Fen,
    /// Upper end.
    pub high: Fen,
}

/// A stretch of a histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Bin {
    /// Draws from here,
    pub from: Fen,
    /// to below here.
    pub below: Fen,
    /// How many.
    pub count: u32,
}

/// What the draws of one sum of money say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// Number of draws.
    pub draws: u32,
    /// Expected value.
    pub mean: Estimate,
    /// Standard deviation of one draw.
    pub standard_deviation: Fen,
    /// Probability of less than nothing.
    pub loss: Probability,
    /// Quantiles, ascending.
    pub quantiles: Vec<Quantile>,
    /// Value at risk at 5 %: one draw in twenty is at or below it.
    pub value_at_risk: Quantile,
    /// Mean of the worst 5 % of the draws.
    pub expected_shortfall: Estimate,
    /// Bins of an even, round width for a chart; zero is an edge.
    pub histogram: Vec<Bin>,
}

impl Spread {
    /// Of at least one draw; the order of `draws` does not matter.
    pub(super) fn of(mut draws: Vec<Fen>) -> Self {
        draws.sort_unstable();
        let n = u32::try_from(draws.len()).unwrap_or(u32::MAX).max(1);
        let (mean, deviation) = moments(&draws);
        let losses = count(draws.partition_point(|draw| *draw < Fen::ZERO));
        Self {
            draws: n,
            mean: estimate(mean, deviation / f64::from(n).sqrt()),
            standard_deviation: fen(deviation),
            loss: Probability::of(losses, n),
            quantiles: QUANTILES_PERCENT.map(|percent| quantile(&draws, percent)).into(),
            value_at_risk: quantile(&draws, TAIL_PERCENT),
            expected_shortfall: shortfall(&draws),
            histogram: histogram(&draws),
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// An estimate rounded to the fen; money of this size always fits, since every draw does.
fn fen(value: f64) -> Fen {
    Fen::estimate_from_yuan(value / 100.0).unwrap_or(Fen(i64::MAX))
}

fn estimate(value: f64, error: f64) -> Estimate {
    Estimate {
        value: fen(value),
        standard_error: fen(error),
        low: fen(value - Z_95 * error),
        high: fen(value + Z_95 * error),
    }
}

/// Mean and standard deviation \[fen\]. The sum is exact; squares are added in ascending order.
#[expect(clippy::cast_precision_loss, reason = "statistics of money, not money")]
fn moments(sorted: &[Fen]) -> (f64, f64) {
    let n = f64::from(count(sorted.len()).max(1));
    let sum: i128 = sorted.iter().map(|draw| i128::from(draw.0)).sum();
    let mean = sum as f64 / n;
    let squares: f64 = sorted.iter().map(|draw| (draw.0 as f64 - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0).max(1.0)).sqrt())
}

/// # Equation
/// Interval between the draws of rank n·p ± 1.96·√(n·p·(1 − p)), the ranks rounded outward
/// # Source
/// W. J. Conover, *Practical Nonparametric Statistics*, 3rd ed., 1999, confidence interval for a
/// quantile.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the ranks")]
fn quantile(sorted: &[Fen], at_percent: u32) -> Quantile {
    let n = f64::from(count(sorted.len()));
    let p = f64::from(at_percent) / 100.0;
    let half = Z_95 * (n * p * (1.0 - p)).sqrt();
    // Ranks count from 1.
    let draw = |rank: f64| {
        let index = rank.clamp(1.0, n.max(1.0)) as usize - 1;
        sorted.get(index).copied().unwrap_or(Fen::ZERO)
    };
    let (low, high) = (draw((n * p - half).floor()), draw((n * p + half).ceil() + 1.0));
    Quantile { at_percent, value: draw((n * p - 1e-9).ceil()), low, high }
}

/// # Equation
/// SE² = (var(tail) + (1 − p)·(ES − VaR)²) / (n·p)
/// # Source
/// B. J. Manistre, G. H. Hancock, "Variance of the CTE estimator", North American Actuarial Journal
/// 9(2), 2005.
#[expect(clippy::cast_precision_loss, reason = "statistics of money, not money")]
fn shortfall(sorted: &[Fen]) -> Estimate {
    let tail_len = (sorted.len() * TAIL_PERCENT as usize).div_ceil(100).max(1);
    let tail = &sorted[..tail_len.min(sorted.len())];
    let (mean, deviation) = moments(tail);
    let at_risk = tail.last().map_or(mean, |draw| draw.0 as f64);
    let p = f64::from(TAIL_PERCENT) / 100.0;
    let variance = deviation.powi(2) + (1.0 - p) * (mean - at_risk).powi(2);
    estimate(mean, (variance / f64::from(count(tail.len()).max(1))).sqrt())
}

fn histogram(sorted: &[Fen]) -> Vec<Bin> {
    let (Some(least), Some(most)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let (least, most) = (i128::from(least.0), i128::from(most.0));
    let width = round_width((most - least) / (BINS_MOST - 1) + 1);
    let mut bins = Vec::new();
    let mut rest = sorted;
    for step in least.div_euclid(width)..=most.div_euclid(width) {
        let edge = |step: i128| Fen(i64::try_from(step * width).unwrap_or(i64::MAX));
        let inside = rest.partition_point(|draw| i128::from(draw.0) < (step + 1) * width);
        bins.push(Bin { from: edge(step), below: edge(step + 1), count: count(inside) });
        rest = &rest[inside..];
    }
    bins
}

/// The next 1, 2 or 5 times a power of ten at or above `width`.
fn round_width(width: i128) -> i128 {
    let mut power = 1;
    loop {
        if let Some(round) = [1, 2, 5].iter().map(|part| part * power).find(|w| *w >= width) {
            return round;
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hundred() -> Vec<Fen> {
        (1..=100).rev().map(|k| Fen(100 * (k - 11))).collect() // −10 to 89 yuan
    }

    #[test]
    fn a_hundred_numbers_by_hand() {
        let spread = Spread::of(hundred());
        assert_eq!((spread.draws, spread.mean.value), (100, Fen(3950)));
        // Variance of 1..100 with n − 1: 100·101/12 = 841.67; standard error 29.0115/10 yuan.
        assert_eq!(spread.standard_deviation, Fen(2901));
        assert_eq!(spread.mean.standard_error, Fen(290));
        assert!((spread.loss.share - 0.10).abs() < 1e-12);
        assert_eq!(spread.value_at_risk.value, Fen(-600), "the fifth smallest");
        assert_eq!(spread.expected_shortfall.value, Fen(-800), "mean of −10 to −6");
        assert_eq!(spread.quantiles[3].value, Fen(3900), "the fiftieth");
        let total: u32 = spread.histogram.iter().map(|bin| bin.count).sum();
        assert_eq!(total, 100);
        assert!(spread.histogram.iter().any(|bin| bin.from == Fen::ZERO), "zero is an edge");
        assert_eq!(spread.histogram[0], Bin { from: Fen(-1000), below: Fen(-500), count: 5 });
    }

    #[test]
    fn wilson_as_published() {
        // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 and 0 of 20.
        let p = Probability::of(81, 263);
        assert!((p.low_share - 0.2553).abs() < 5e-5 && (p.high_share - 0.3662).abs() < 5e-5);
        let none = Probability::of(0, 20);
        assert!(none.low_share.abs() < 1e-15 && (none.high_share - 0.1611).abs() < 5e-5);
    }

    #[test]
    fn one_value_has_no_spread() {
        let spread = Spread::of(vec![Fen(-7); 200]);
        assert_eq!(
            spread.mean,
            Estimate { value: Fen(-7), standard_error: Fen(0), low: Fen(-7), high: Fen(-7) }
        );
        assert_eq!(spread.histogram, [Bin { from: Fen(-7), below: Fen(-6), count: 200 }]);
        assert!((spread.loss.share - 1.0).abs() < 1e-15);
    }
}
