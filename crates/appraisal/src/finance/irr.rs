//! Rates of return of a cash flow: one, none, or several, never a guess.

use serde::Serialize;

/// Internal rates of return, as yearly shares (0.08 = 8 %).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Irr {
    /// The one rate at which the flows are worth nothing.
    Unique(f64),
    /// There is none: all flows have one sign, or no rate within the range makes them zero.
    None,
    /// There are several, ascending: none of them ranks the investment.
    Several(Vec<f64>),
}

/// Rates that are looked for, as discount factors `1/(1 + r)`: from +999,900 % to −99.99 %.
const FACTOR_RANGE: (f64, f64) = (1e-4, 1e4);

/// All rates of return of yearly flows, the first today.
///
/// # Method
/// With `x = 1/(1 + r)` the flows are a polynomial. Between neighbouring roots of its derivative a
/// polynomial is monotone, so that a change of sign there holds one root, found by bisection; the
/// roots of the derivative are found the same way. By Descartes' rule one change of sign among the
/// flows means one rate at most.
pub fn irr(flows: &[f64]) -> Irr {
    let signs: Vec<bool> = flows.iter().filter(|flow| **flow != 0.0).map(|f| *f > 0.0).collect();
    if signs.windows(2).all(|pair| pair[0] == pair[1]) {
        return Irr::None;
    }
    let mut rates: Vec<f64> = roots(flows).into_iter().map(|x| 1.0 / x - 1.0).collect();
    rates.sort_by(f64::total_cmp);
    match rates.as_slice() {
        [] => Irr::None,
        [one] => Irr::Unique(*one),
        _ => Irr::Several(rates),
    }
}

/// Roots of `Σ c_k·x^k` within [`FACTOR_RANGE`], ascending.
fn roots(coefficients: &[f64]) -> Vec<f64> {
    let degree = coefficients.iter().rposition(|c| *c != 0.0).unwrap_or(0);
    if degree == 0 {
        return Vec::new();
    }
    let derivative: Vec<f64> =
        (1_u16..).zip(&coefficients[1..=degree]).map(|(k, c)| f64::from(k) * c).collect();
    let mut ends = vec![FACTOR_RANGE.0];
    ends.extend(roots(&derivative));
    ends.push(FACTOR_RANGE.1);
    let value = |x: f64| coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c);
    let mut found: Vec<f64> = Vec::new();
    for pair in ends.windows(2) {
        let (low, high) = (value(pair[0]), value(pair[1]));
        // A root at an end belongs to the stretch that begins there.
        if low == 0.0 || (high != 0.0 && (low > 0.0) != (high > 0.0)) {
            found.push(bisect(value, pair[0], pair[1]));
        }
    }
    found
}

/// The point between `low` and `high` at which the sign changes, to the last bit.
fn bisect(value: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let at_low = value(low);
    if at_low == 0.0 {
        return low;
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        let here = value(middle);
        if here == 0.0 {
            return middle;
        }
        if (here > 0.0) == (at_low > 0.0) { low = middle } else { high = middle }
    }
}

/// Net present value of yearly flows, the first today, at a yearly rate. [yuan]
///
/// # Equation
/// NPV = Σₜ flowₜ / (1 + r)ᵗ
pub fn npv_yuan(rate: f64, flows: &[f64]) -> f64 {
    let mut factor = 1.0;
    let mut sum = 0.0;
    for flow in flows {
        sum += flow / factor;
        factor *= 1.0 + rate;
    }
    sum
}
