//! Distribution functions.

use std::f64::consts::PI;

/// Chance that a standard normal number is below `z`; error below 2e-16 relative to one.
///
/// # Source
/// W. J. Cody's range in the form of G. Marsaglia, "Evaluating the normal distribution", Journal of
/// Statistical Software 11(4), 2004: a power series near the middle, a continued fraction outside.
pub(crate) fn normal_below(z: f64) -> f64 {
    if !(-38.0..=38.0).contains(&z) {
        return if z > 0.0 { 1.0 } else { 0.0 };
    }
    let density = (-0.5 * z * z).exp() / (2.0 * PI).sqrt();
    if z.abs() < 2.5 {
        let (mut term, mut sum, mut odd) = (z, z, 1.0);
        while term.abs() > 1e-16 * sum.abs() {
            odd += 2.0;
            term *= z * z / odd;
            sum += term;
        }
        return 0.5 + sum * density;
    }
    let x = z.abs();
    let tail = density / (1..=60).rev().fold(x, |rest, k| x + f64::from(k) / rest);
    if z > 0.0 { 1.0 - tail } else { tail }
}

/// Chance that a Student's t number with `freedom > 0` is below `t`.
///
/// # Equation
/// 1 − ½·I(ν/(ν + t²); ν/2, ½) for t > 0, I the regularised incomplete beta function
pub(crate) fn student_below(t: f64, freedom: f64) -> f64 {
    let tail = 0.5 * beta_share(freedom / (freedom + t * t), freedom / 2.0, 0.5);
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The regularised incomplete beta function at `x` in 0..=1.
///
/// # Source
/// Abramowitz and Stegun 26.5.8, evaluated by W. J. Lentz's method (1976).
fn beta_share(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_share(1.0 - x, b, a);
    }
    const TINY: f64 = 1e-300;
    let keep = |value: f64| if value.abs() < TINY { TINY } else { value };
    let front =
        (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let (mut c, mut value) = (1.0, d);
    for m in (1..=200).map(f64::from) {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / keep(1.0 + even * d);
        c = keep(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / keep(1.0 + odd * d);
        c = keep(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * value / a
}

/// ln Γ(x), x > 0, after C. Lanczos (1964) with g = 7 and nine terms; error below 1e-13.
fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let x = x - 1.0;
    let places = (1..=8).map(f64::from);
    let sum =
        TERMS.iter().zip(places).fold(0.999_999_999_999_809_9, |sum, (c, i)| sum + c / (x + i));
    let t = x + 7.5;
    0.5 * (2.0 * PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_the_tables() {
        for (z, p) in
            [(0.0, 0.5), (1.0, 0.841_344_746), (-1.96, 0.024_997_895), (3.0, 0.998_650_102)]
        {
            assert!((normal_below(z) - p).abs() < 1e-9, "{z}");
        }
        for (t, freedom, p) in [
            (2.015_048_373, 5.0, 0.95),
            (1.0, 1.0, 0.75),
            (-12.706_204_74, 1.0, 0.025),
            (1.372_183_641, 10.0, 0.9),
        ] {
            assert!((student_below(t, freedom) - p).abs() < 1e-9, "{t}");
        }
    }
}
