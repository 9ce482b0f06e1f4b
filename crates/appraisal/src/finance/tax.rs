//! Enterprise income tax on what a renovation changes.

use units::Fen;

use super::flow::Class;
use super::plan::{Plan, Tax};
use super::statement::Line;

/// Tax by year, as flows (not positive).
///
/// Taxable is what the project earns, public money where it is taxable, less interest and straight
/// line depreciation of what is built from the year after. A loss goes against the profit of the
/// years that follow, the oldest first, as long as the law allows. The unused life at the end is
/// not sold, so not taxed.
///
/// # Source
/// 企业所得税法 (2018 修正), articles 4, 7, 11 and 18 (rate, untaxed income, depreciation, losses
/// carried five years), recalled; value added tax is left out.
pub(super) fn taxes(plan: &Plan, tax: &Tax, lines: &[Line]) -> Option<Vec<Fen>> {
    let years = usize::from(plan.life_years);
    let mut income = vec![Fen::ZERO; years + 1];
    for line in lines {
        let counts = match line.class {
            Class::Energy | Class::Upkeep | Class::Rent | Class::Carbon | Class::Interest => true,
            Class::Grant | Class::InterestSubsidy => tax.grants_are_taxable,
            _ => false,
        };
        if counts {
            income.iter_mut().zip(&line.years).for_each(|(sum, year)| *sum = *sum + *year);
        }
        if matches!(line.class, Class::Investment | Class::Replacement) {
            depreciate(&mut income, line, tax.depreciation_years)?;
        }
    }
    let mut losses: Vec<(usize, Fen)> = Vec::new();
    let mut flows = Vec::with_capacity(years + 1);
    for (year, income) in income.into_iter().enumerate() {
        losses.retain(|(from, _)| year - from <= usize::from(tax.loss_years));
        let mut profit = income;
        if profit < Fen::ZERO {
            losses.push((year, -profit));
            profit = Fen::ZERO;
        }
        for (_, loss) in &mut losses {
            let used = (*loss).min(profit);
            *loss = *loss - used;
            profit = profit - used;
        }
        flows.push(-Fen::estimate_from_yuan(profit.yuan_f64() * tax.rate_percent / 100.0)?);
    }
    Some(flows)
}

/// Takes off an even part of what a line builds in each of the years after it.
fn depreciate(income: &mut [Fen], line: &Line, years: u16) -> Option<()> {
    let count = usize::from(years.max(1));
    for (built, cost) in line.years.iter().enumerate().filter(|(_, cost)| **cost != Fen::ZERO) {
        let part = Fen::estimate_from_yuan(cost.yuan_f64() / f64::from(years.max(1)))?;
        for year in income.iter_mut().skip(built + 1).take(count) {
            *year = *year + part;
        }
    }
    Some(())
}
