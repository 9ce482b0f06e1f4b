//! How an uncertain number is spread, each given by its quantile function.

use serde::Serialize;

use super::normal;

/// How an uncertain number is spread. Made by [`super::Inputs::parse`], which checks the order of
/// the values, or built by hand from values in the order that the variants state.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Straight lines from `low` up to `likely` and down to `high`; `low <= likely <= high`.
    Triangular {
        /// Smallest value.
        low: f64,
        /// Mode.
        likely: f64,
        /// Greatest value.
        high: f64,
    },
    /// A beta distribution between `low` and `high` with mode `likely`: less weight on the ends.
    Pert(Pert),
    /// Every value from `low` to `high` alike.
    Uniform {
        /// Smallest value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// Normal, cut off at both ends; `low <= mean <= high`, `sd > 0`.
    Normal {
        /// Mean before it is cut.
        mean: f64,
        /// Standard deviation before it is cut.
        sd: f64,
        /// Smallest value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// Its logarithm is normal; both above 0.
    Lognormal {
        /// Half of the values lie below.
        median: f64,
        /// Standard deviation of the natural logarithm.
        log_sd: f64,
    },
    /// Single values with weights: weather years, delays in months.
    Discrete {
        /// The values ascending, each with the share of draws at or below it; the last share is 1.
        steps: Vec<(f64, f64)>,
        /// The value of the greatest weight, the smallest of them if there are several.
        likely: f64,
    },
}

/// Cells of a PERT table: the error of a quantile is below 1e-8 of the range, see the test.
const CELLS: u16 = 1024;

/// A PERT distribution with the table that its quantiles are read from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pert {
    /// Smallest value.
    low: f64,
    /// Mode.
    likely: f64,
    /// Greatest value.
    high: f64,
    /// Probability below each knot of an even grid from 0 to 1, and density there.
    #[serde(skip)]
    knots: Vec<(f64, f64)>,
}

impl Pert {
    /// The distribution; `low <= likely <= high`.
    ///
    /// # Equation
    /// Beta(α, β) on 0..1, α = 1 + 4·(likely − low)/(high − low), α + β = 6
    /// # Source
    /// D. G. Malcolm et al., "Application of a technique for research and development program
    /// evaluation", Operations Research 7(5), 1959; the beta form is the one in common use.
    pub fn new(low: f64, likely: f64, high: f64) -> Self {
        let range = high - low;
        let peak = if range > 0.0 { (likely - low) / range } else { 0.5 };
        let (a, b) = (4.0 * peak, 4.0 - 4.0 * peak);
        let density = |x: f64| x.powf(a) * (1.0 - x).powf(b);
        let cell = 1.0 / f64::from(CELLS);
        let mut knots = vec![(0.0, density(0.0))];
        let mut sum = 0.0;
        for index in 0..CELLS {
            let from = f64::from(index) * cell;
            sum += GAUSS.iter().map(|(x, w)| w * density(from + x * cell)).sum::<f64>() * cell;
            knots.push((sum, density(from + cell)));
        }
        for knot in &mut knots {
            *knot = (knot.0 / sum, knot.1 / sum);
        }
        Self { low, likely, high, knots }
    }

    fn quantile(&self, u: f64) -> f64 {
        let cells = self.knots.len() - 1;
        let index = self.knots.partition_point(|knot| knot.0 < u).clamp(1, cells) - 1;
        let (knot, next) = (self.knots[index], self.knots[index + 1]);
        let cell = 1.0 / f64::from(CELLS);
        let within = invert_cell(knot, next, cell, u);
        let cells_before = u16::try_from(index).map_or(0.0, f64::from);
        self.low + (self.high - self.low) * (cells_before + within) * cell
    }
}

/// Gauss–Legendre points and weights on 0..1, five points.
const GAUSS: [(f64, f64); 5] = [
    (0.046_910_077_030_668, 0.118_463_442_528_094_5),
    (0.230_765_344_947_158_5, 0.239_314_335_249_683_2),
    (0.5, 0.284_444_444_444_444_4),
    (0.769_234_655_052_841_5, 0.239_314_335_249_683_2),
    (0.953_089_922_969_332, 0.118_463_442_528_094_5),
];

/// Where in a cell, 0 to 1, the cubic through both ends with their densities as slopes reaches `u`:
/// Newton, held inside a bracket that halving narrows.
fn invert_cell(knot: (f64, f64), next: (f64, f64), cell: f64, u: f64) -> f64 {
    let rise = next.0 - knot.0;
    if rise <= 0.0 {
        return 0.5;
    }
    let (from, to) = (knot.1 * cell, next.1 * cell);
    let curve = |t: f64| {
        let (b, c) = (3.0 * rise - 2.0 * from - to, from + to - 2.0 * rise);
        (knot.0 + t * (from + t * (b + t * c)), from + t * (2.0 * b + 3.0 * t * c))
    };
    let (mut low, mut high) = (0.0, 1.0);
    let mut t = ((u - knot.0) / rise).clamp(0.0, 1.0);
    for _ in 0..40 {
        let (height, slope) = curve(t);
        if height < u {
            low = t;
        } else {
            high = t;
        }
        let newton = t - (height - u) / slope;
        let next = if newton >= low && newton <= high { newton } else { f64::midpoint(low, high) };
        let done = (next - t).abs() < 1e-12;
        t = next;
        if done {
            break;
        }
    }
    t
}

impl Distribution {
    /// The value that is not exceeded with probability `u`; `0 < u < 1`.
    pub fn quantile(&self, u: f64) -> f64 {
        match self {
            Self::Triangular { low, likely, high } => {
                let range = high - low;
                let up = likely - low;
                if u * range < up {
                    low + (u * range * up).sqrt()
                } else {
                    high - ((1.0 - u) * range * (high - likely)).sqrt()
                }
            }
            Self::Pert(pert) => pert.quantile(u),
            Self::Uniform { low, high } => low + u * (high - low),
            Self::Normal { mean, sd, low, high } => {
                let below = normal::probability((low - mean) / sd);
                let above = normal::probability((high - mean) / sd);
                let z = normal::quantile(below + u * (above - below));
                (mean + sd * z).clamp(*low, *high)
            }
            Self::Lognormal { median, log_sd } => median * (log_sd * normal::quantile(u)).exp(),
            Self::Discrete { steps, likely } => {
                let index = steps.partition_point(|(_, share)| *share < u);
                steps.get(index).or(steps.last()).map_or(*likely, |(value, _)| *value)
            }
        }
    }

    /// The value that stands for the input while others are varied: mode, mean of a normal, median
    /// of a lognormal, middle of a uniform distribution.
    pub fn likely(&self) -> f64 {
        match self {
            Self::Triangular { likely, .. } | Self::Discrete { likely, .. } => *likely,
            Self::Pert(pert) => pert.likely,
            Self::Uniform { low, high } => f64::midpoint(*low, *high),
            Self::Normal { mean, .. } => *mean,
            Self::Lognormal { median, .. } => *median,
        }
    }

    /// The stretch that a break-even is looked for in: smallest to greatest value, of a lognormal
    /// what lies between one in a thousand and 999 in a thousand.
    pub fn range(&self) -> (f64, f64) {
        match self {
            Self::Triangular { low, high, .. }
            | Self::Uniform { low, high }
            | Self::Normal { low, high, .. } => (*low, *high),
            Self::Pert(pert) => (pert.low, pert.high),
            Self::Lognormal { .. } => (self.quantile(0.001), self.quantile(0.999)),
            Self::Discrete { steps, likely } => {
                let end = |step: Option<&(f64, f64)>| step.map_or(*likely, |(value, _)| *value);
                (end(steps.first()), end(steps.last()))
            }
        }
    }

    /// Single values with weights of any sum above 0, ascending and each once.
    pub fn discrete(mut weighted: Vec<(f64, f64)>) -> Option<Self> {
        weighted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let sum: f64 = weighted.iter().map(|(_, weight)| weight).sum();
        let heaviest = weighted.iter().map(|(_, weight)| *weight).fold(0.0, f64::max);
        let (likely, _) = *weighted.iter().find(|(_, weight)| *weight >= heaviest)?;
        let mut so_far = 0.0;
        let mut steps: Vec<(f64, f64)> = weighted
            .iter()
            .map(|(value, weight)| {
                so_far += weight;
                (*value, so_far / sum)
            })
            .collect();
        steps.last_mut()?.1 = 1.0;
        (sum > 0.0).then_some(Self::Discrete { steps, likely })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_and_variance(distribution: &Distribution) -> (f64, f64) {
        let n = 200_000_u32;
        let at = |k: u32| distribution.quantile((f64::from(k) + 0.5) / f64::from(n));
        let mean = (0..n).map(at).sum::<f64>() / f64::from(n);
        let square = (0..n).map(|k| (at(k) - mean).powi(2)).sum::<f64>() / f64::from(n);
        (mean, square)
    }

    fn check(distribution: &Distribution, mean: f64, variance: f64) {
        let got = mean_and_variance(distribution);
        assert!((got.0 - mean).abs() < 1e-4 * variance.sqrt(), "{distribution:?} {got:?} {mean}");
        assert!((got.1 / variance - 1.0).abs() < 1e-3, "{distribution:?} {got:?} {variance}");
    }

    #[test]
    fn moments_are_those_of_the_textbooks() {
        let (low, likely, high) = (2.0, 3.0, 7.0);
        check(&Distribution::Uniform { low, high }, 4.5, 25.0 / 12.0);
        check(
            &Distribution::Triangular { low, likely, high },
            4.0,
            (4. + 9. + 49. - 6. - 14. - 21.) / 18.0,
        );
        // Beta with α + β = 6: mean (low + 4·likely + high)/6, variance (m − low)(high − m)/7.
        check(&Distribution::Pert(Pert::new(low, likely, high)), 3.5, 1.5 * 3.5 / 7.0);
        let normal = Distribution::Normal { mean: 1.0, sd: 2.0, low: -30.0, high: 30.0 };
        check(&normal, 1.0, 4.0);
        let log = Distribution::Lognormal { median: 2.0, log_sd: 0.25 };
        let square = (0.0625_f64).exp();
        check(&log, 2.0 * square.sqrt(), 4.0 * square * (square - 1.0));
        // A normal cut at its mean and one standard deviation above.
        let cut = Distribution::Normal { mean: 0.0, sd: 1.0, low: 0.0, high: 1.0 };
        let (mean, _) = mean_and_variance(&cut);
        assert!((mean - 0.459_862_225_9).abs() < 1e-6, "{mean}");
    }

    #[test]
    fn a_pert_quantile_is_where_the_beta_says() {
        // α = β = 3: F(x) = x³(10 − 15x + 6x²); α = 1, β = 5: F(x) = 1 − (1 − x)⁵.
        let middle = Pert::new(0.0, 0.5, 1.0);
        let edge = Pert::new(0.0, 0.0, 1.0);
        for step in 1..500 {
            let u = f64::from(step) / 500.0;
            let x = middle.quantile(u);
            let back = x.powi(3) * (10.0 - 15.0 * x + 6.0 * x * x);
            assert!((back - u).abs() < 1e-8, "{u} {x}");
            assert!((edge.quantile(u) - (1.0 - (1.0 - u).powf(0.2))).abs() < 1e-8, "{u}");
        }
    }

    #[test]
    fn single_values_come_as_often_as_their_weights() {
        let delay = Distribution::discrete(vec![(6.0, 1.0), (0.0, 2.0), (3.0, 1.0)]).unwrap();
        let drawn = [0.1, 0.49, 0.51, 0.74, 0.76].map(|u| delay.quantile(u).to_bits());
        assert_eq!(drawn, [0.0, 0.0, 3.0, 3.0, 6.0_f64].map(f64::to_bits));
        assert_eq!((delay.likely(), delay.range()), (0.0, (0.0, 6.0)));
        assert_eq!(Distribution::discrete(vec![]), None);
        assert_eq!(Distribution::discrete(vec![(1.0, 0.0)]), None);
    }

    #[test]
    fn a_range_of_no_width_is_one_value() {
        for fixed in [
            Distribution::Triangular { low: 2.0, likely: 2.0, high: 2.0 },
            Distribution::Pert(Pert::new(2.0, 2.0, 2.0)),
            Distribution::Uniform { low: 2.0, high: 2.0 },
        ] {
            let drawn = [0.001, 0.5, 0.999].map(|u| fixed.quantile(u).to_bits());
            assert_eq!(drawn, [2.0_f64.to_bits(); 3]);
        }
    }
}
