//! How wide the scatter is, day by day: it may grow with the level and change with the season.

use crate::linear::{Gram, count, median};

/// Median of |x| over the standard deviation of a normal number.
const MAD_RATIO: f64 = 0.674_489_750_196_081_7;
/// A level below this share of the mean says no more about the scatter.
const LEVEL_SHARE_MIN: f64 = 0.05;
/// Fewest points from which a changing scatter is told.
const POINTS_MIN: usize = 90;

/// A smooth scatter: its logarithm is linear in the logarithm of the level and in the season.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    ln_base: f64,
    level_mean: f64,
    slopes: [f64; 3],
}

impl Scale {
    /// Fitted to residuals around `level` at `season_rad`.
    ///
    /// # Equation
    /// ln r² = a + b₁·ln(level) + b₂·cos(season) + b₃·sin(season); each b is shrunk by
    /// max(0, 1 − 1/t²), t its own t-value
    /// # Source
    /// A. C. Harvey, "Estimating regression models with multiplicative heteroscedasticity",
    /// Econometrica 44(3), 1976; the shrinkage is the positive-part rule of James and Stein.
    pub(crate) fn fit(level: &[f64], season_rad: &[f64], residual: &[f64]) -> Self {
        let level_mean = level.iter().sum::<f64>() / count(level.len().max(1));
        let mut sizes: Vec<f64> = residual.iter().map(|r| r.abs()).collect();
        let typical = (median(&mut sizes) / MAD_RATIO).max(f64::MIN_POSITIVE);
        let flat = Self { ln_base: typical.ln(), level_mean, slopes: [0.0; 3] };
        if residual.len() < POINTS_MIN {
            return flat;
        }
        let mut gram = Gram::new(5);
        for ((level, season), r) in level.iter().zip(season_rad).zip(residual) {
            let row = flat.row(*level, *season);
            let ratio = r / typical;
            gram.add(&[1.0, row[0], row[1], row[2], (ratio * ratio + 0.01).ln()], 1.0);
        }
        let fit = gram.fit_last();
        let noise = fit.left / count(residual.len());
        let mut slopes = [0.0; 3];
        for (index, slope) in slopes.iter_mut().enumerate() {
            let mut unit = [0.0; 4];
            unit[index + 1] = 1.0;
            let variance = fit.factor.solve(&unit)[index + 1] * noise;
            let value = fit.coefficients[index + 1];
            let kept = if value != 0.0 { (1.0 - variance / (value * value)).max(0.0) } else { 0.0 };
            *slope = value * kept / 2.0;
        }
        slopes[0] = slopes[0].clamp(-0.5, 1.5);
        let mut fitted = Self { slopes, ..flat };
        let rows = level.iter().zip(season_rad).zip(residual);
        let mut ratios: Vec<f64> =
            rows.map(|((level, season), r)| (r / fitted.at(*level, *season)).abs()).collect();
        fitted.ln_base += (median(&mut ratios) / MAD_RATIO).max(f64::MIN_POSITIVE).ln();
        fitted
    }

    fn row(&self, level: f64, season_rad: f64) -> [f64; 3] {
        let share = if self.level_mean > 0.0 { level / self.level_mean } else { 1.0 };
        [share.max(LEVEL_SHARE_MIN).ln(), season_rad.cos(), season_rad.sin()]
    }

    /// Standard deviation at that level and season, from the middle of the residuals.
    pub(crate) fn at(&self, level: f64, season_rad: f64) -> f64 {
        if self.slopes.iter().all(|slope| *slope == 0.0) {
            return self.ln_base.exp();
        }
        let row = self.row(level, season_rad);
        (self.ln_base + crate::linear::dot(&row, &self.slopes)).exp()
    }
}
