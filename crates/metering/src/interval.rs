//! An estimate with the range in which it lies, at stated confidence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::quantile::{normal_below, student_below};

/// Confidence of the intervals that every estimate states. [%]
pub const LEVELS_PERCENT: [f64; 4] = [68.0, 80.0, 90.0, 95.0];

/// A range that holds the true value with a stated confidence, equal chances on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// Nominal confidence.
    pub level_percent: f64,
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// A value with its intervals, in the unit that is said beside it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Estimate {
    /// The most likely value.
    pub value: f64,
    /// At each of [`LEVELS_PERCENT`].
    pub intervals: Vec<Interval>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) spread: Spread,
}

impl Estimate {
    pub(crate) fn new(value: f64, spread: Spread) -> Self {
        let interval = |&level_percent: &f64| {
            let half = spread.half_width(level_percent / 100.0);
            Interval { level_percent, low: value - half, high: value + half }
        };
        Self { value, intervals: LEVELS_PERCENT.iter().map(interval).collect(), spread }
    }

    /// The interval at one of [`LEVELS_PERCENT`]; `None` at another level.
    pub fn interval(&self, level_percent: f64) -> Option<Interval> {
        self.intervals
            .iter()
            .find(|interval| (interval.level_percent - level_percent).abs() < 1e-9)
            .copied()
    }

    /// The value that the true one exceeds with probability `confidence_share`, and the one that it
    /// stays below with that probability. `confidence_share`: `0.5..1.0`, held inside.
    pub fn one_sided(&self, confidence_share: f64) -> (f64, f64) {
        let confidence = confidence_share.clamp(0.5, 0.9999);
        let half = self.spread.half_width(2.0 * confidence - 1.0);
        (self.value - half, self.value + half)
    }

    /// Standard deviation of the estimate, where its distribution has one.
    pub fn sd(&self) -> f64 {
        self.spread.variance().sqrt()
    }

    /// Chance that the true value is at least `value`.
    pub fn chance_at_least(&self, value: f64) -> f64 {
        1.0 - self.spread.below(value - self.value)
    }
}

/// A symmetric distribution around zero: a mixture of Student's t.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Spread {
    parts: Vec<Part>,
}

/// One part of a mixture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) weight: f64,
    /// Scale of the t distribution.
    pub(crate) sd: f64,
    /// Degrees of freedom.
    pub(crate) freedom: f64,
}

/// More degrees of freedom than this are as good as a normal distribution.
const FREEDOM_NORMAL: f64 = 150.0;

impl Spread {
    /// `parts` with weights that sum to one.
    pub(crate) fn new(mut parts: Vec<Part>) -> Self {
        parts.retain(|part| part.weight > 0.0 && part.sd.is_finite() && part.sd > 0.0);
        parts.sort_unstable_by(|a, b| a.sd.total_cmp(&b.sd));
        Self { parts }
    }

    /// One normal distribution.
    #[cfg(test)]
    pub(crate) fn normal(sd: f64) -> Self {
        Self::new(vec![Part { weight: 1.0, sd, freedom: f64::INFINITY }])
    }

    pub(crate) fn variance(&self) -> f64 {
        let of = |part: &Part| {
            let tails = if part.freedom.is_finite() && part.freedom > 2.0 {
                part.freedom / (part.freedom - 2.0)
            } else {
                1.0
            };
            part.weight * part.sd * part.sd * tails
        };
        self.parts.iter().map(of).sum()
    }

    /// Chance of a value below `x`.
    pub(crate) fn below(&self, x: f64) -> f64 {
        if self.parts.is_empty() {
            return if x > 0.0 { 1.0 } else { 0.0 };
        }
        let of = |part: &Part| {
            let z = x / part.sd;
            let below = if part.freedom > FREEDOM_NORMAL {
                normal_below(z)
            } else {
                student_below(z, part.freedom)
            };
            part.weight * below
        };
        self.parts.iter().map(of).sum()
    }

    /// Half the width of the middle range that holds `share` of the distribution.
    pub(crate) fn half_width(&self, share: f64) -> f64 {
        let (Some(widest), true) = (self.parts.last(), share > 0.0) else { return 0.0 };
        let target = 0.5 + share.min(0.999_99) / 2.0;
        let (mut low, mut high) = (0.0, 4.0 * widest.sd);
        for _ in 0..60 {
            if self.below(high) >= target {
                break;
            }
            high *= 2.0;
        }
        let (mut f_low, mut f_high) = (self.below(low) - target, self.below(high) - target);
        // The rule of Illinois: false position that never keeps an end for two steps.
        for _ in 0..60 {
            let middle = (low * f_high - high * f_low) / (f_high - f_low);
            let f = self.below(middle) - target;
            if f.abs() < 1e-9 || high - low < 1e-12 * high {
                return middle;
            }
            if f > 0.0 {
                (high, f_high, f_low) = (middle, f, f_low / 2.0);
            } else {
                (low, f_low, f_high) = (middle, f, f_high / 2.0);
            }
        }
        f64::midpoint(low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_and_student_quantiles_are_those_of_the_tables() {
        assert!((Spread::normal(2.0).half_width(0.95) - 3.919_928).abs() < 1e-5);
        let student = Spread::new(vec![Part { weight: 1.0, sd: 1.0, freedom: 5.0 }]);
        assert!((student.half_width(0.9) - 2.015_048).abs() < 1e-5);
        let mixed = Spread::new(vec![
            Part { weight: 0.5, sd: 1.0, freedom: f64::INFINITY },
            Part { weight: 0.5, sd: 3.0, freedom: f64::INFINITY },
        ]);
        let half = mixed.half_width(0.9);
        assert!((mixed.below(half) - 0.95).abs() < 1e-8);
        assert!((mixed.variance() - 5.0).abs() < 1e-12);
    }

    #[test]
    fn bounds_and_chances_agree() {
        let estimate = Estimate::new(10.0, Spread::normal(2.0));
        let (low, high) = estimate.one_sided(0.9);
        assert!((estimate.chance_at_least(low) - 0.9).abs() < 1e-6);
        assert!((estimate.chance_at_least(high) - 0.1).abs() < 1e-6);
        assert_eq!(estimate.interval(50.0), None);
    }
}
