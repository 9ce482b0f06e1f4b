//! The bare values of a plan in a future: what a draw or a search needs.

use units::Fen;

use super::flow::{Future, walk};
use super::plan::Plan;

/// Net present values before financing and tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Values {
    /// Without public money.
    pub without_subsidy: Fen,
    /// With it.
    pub with_subsidy: Fen,
}

/// The most years that a plan counts.
pub(super) const LIFE_MAX_YEARS: u16 = 60;

/// Values a plan in a future. `None` when an amount leaves the exact range.
///
/// The flows of a year fall on its end; each year's present value is rounded to the fen and the
/// value is their exact sum.
///
/// # Equation
/// NPV = Σₜ round(netₜ / (1 + r)ᵗ)
pub fn values(plan: &Plan, future: &Future) -> Option<Values> {
    let mut project = [Fen::ZERO; LIFE_MAX_YEARS as usize + 1];
    let mut subsidy = project;
    walk(plan, future, &mut |place, year, amount| {
        let sums = match place.class {
            class if class.is_project() => &mut project,
            class if class.is_subsidy() => &mut subsidy,
            _ => return,
        };
        if let Some(sum) = sums.get_mut(usize::from(year)) {
            *sum = *sum + amount;
        }
    })?;
    let years = usize::from(plan.life_years);
    let without = present_value(plan.discount_rate_percent, &project[..=years])?;
    for (sum, more) in project.iter_mut().zip(subsidy) {
        *sum = *sum + more;
    }
    let with = present_value(plan.discount_rate_percent, &project[..=years])?;
    Some(Values { without_subsidy: without, with_subsidy: with })
}

/// Present value of yearly flows, the first today.
pub(super) fn present_value(rate_percent: f64, flows: &[Fen]) -> Option<Fen> {
    let mut factor = 1.0;
    let mut sum = Fen::ZERO;
    for flow in flows {
        sum = sum + Fen::estimate_from_yuan(flow.yuan_f64() / factor)?;
        factor *= 1.0 + rate_percent / 100.0;
    }
    Some(sum)
}
