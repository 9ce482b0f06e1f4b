//! From a plan to amounts by line and year.
//!
//! Every amount of a year is worked out once and rounded once, half away from zero, to the fen; all
//! sums are exact. The same walk makes the full tables and the bare values of a draw.

use serde::Serialize;
use units::Fen;

use super::loan::{LoanMonth, schedule};
use super::plan::{EnergyLine, Investment, Loan, Market, Plan, Rate, Rent};

/// What a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// First building.
    Investment,
    /// Building again when a life ends.
    Replacement,
    /// Unused life at the end.
    Residual,
    /// Energy bought and sold.
    Energy,
    /// Upkeep.
    Upkeep,
    /// Letting.
    Rent,
    /// Avoided carbon.
    Carbon,
    /// Grants.
    Grant,
    /// Interest paid back by public money.
    InterestSubsidy,
    /// Loan drawn.
    Drawing,
    /// Interest paid.
    Interest,
    /// Principal repaid.
    Repayment,
    /// Income tax.
    Tax,
}

impl Class {
    /// Part of the project whoever pays for it and whatever is granted.
    pub fn is_project(self) -> bool {
        self <= Self::Carbon
    }

    /// Public money.
    pub fn is_subsidy(self) -> bool {
        matches!(self, Self::Grant | Self::InterestSubsidy)
    }
}

/// How a future differs from the plan. The default does not differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Future {
    /// Factor on what is built.
    pub cost_factor: f64,
    /// Factor on upkeep.
    pub upkeep_factor: f64,
    /// Share of the computed saving that is realised.
    pub saving_factor: f64,
    /// Factor on the yield of photovoltaics.
    pub pv_factor: f64,
    /// Added to the growth of the electricity price. [%]
    pub electricity_growth_percent: f64,
    /// Added to the growth of the gas price. [%]
    pub gas_growth_percent: f64,
    /// Added to the growth of the price of district heat and cold. [%]
    pub district_growth_percent: f64,
    /// Factor on rents after the works.
    pub rent_factor: f64,
    /// Share that stays vacant after the works, in place of the plan's. [-]
    pub vacancy_share: Option<f64>,
    /// Months that the works take longer.
    pub works_delay_months: f64,
    /// Months that letting takes longer.
    pub letting_delay_months: f64,
    /// Added to the rate of the loan. [%]
    pub loan_rate_percent: f64,
}

impl Default for Future {
    fn default() -> Self {
        Self {
            cost_factor: 1.0,
            upkeep_factor: 1.0,
            saving_factor: 1.0,
            pv_factor: 1.0,
            electricity_growth_percent: 0.0,
            gas_growth_percent: 0.0,
            district_growth_percent: 0.0,
            rent_factor: 1.0,
            vacancy_share: None,
            works_delay_months: 0.0,
            letting_delay_months: 0.0,
            loan_rate_percent: 0.0,
        }
    }
}

/// Where a line comes from in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub class: Class,
    /// Its number among the parts of the plan of that class.
    pub part: usize,
}

/// Walks a plan in a future and gives every amount that is not zero to `give`: line, year, amount.
///
/// `None` when an amount leaves the exact range.
pub(super) fn walk(
    plan: &Plan,
    future: &Future,
    give: &mut dyn FnMut(Place, u16, Fen),
) -> Option<()> {
    let mut tell = |class, part, year, amount: Fen| {
        if amount != Fen::ZERO {
            give(Place { class, part }, year, amount);
        }
    };
    for (part, investment) in plan.investments.iter().enumerate() {
        capital(plan, future, investment, &mut |class, year, amount| {
            tell(class, part, year, amount);
        })?;
    }
    for (part, line) in plan.energies.iter().enumerate() {
        energy(plan, future, line, &mut |year, amount| tell(Class::Energy, part, year, amount))?;
    }
    if let Some(rent) = &plan.rent {
        letting(plan, future, rent, &mut |year, amount| tell(Class::Rent, 0, year, amount))?;
    }
    if let Some(carbon) = &plan.carbon {
        let mut price = carbon.price_yuan_t * carbon.avoided_t * future.saving_factor;
        for year in 1..=plan.life_years {
            let amount = yuan(price * running_share(plan, future, year))?;
            tell(Class::Carbon, 0, year, amount);
            price *= 1.0 + carbon.growth_percent / 100.0;
        }
    }
    for (part, grant) in plan.grants.iter().enumerate() {
        tell(Class::Grant, part, year_of(grant.month), grant.amount);
    }
    if let Some(loan) = &plan.loan {
        tell(Class::Drawing, 0, 0, loan.principal);
        for (number, month) in (1..).zip(months_of(plan, loan, future)?) {
            let year = year_of(number);
            tell(Class::Interest, 0, year, -month.interest_paid);
            tell(Class::Repayment, 0, year, -month.principal);
            tell(Class::InterestSubsidy, 0, year, month.subsidy);
        }
    }
    Some(())
}

/// The loan of a plan in a future.
pub(super) fn months_of(plan: &Plan, loan: &Loan, future: &Future) -> Option<Vec<LoanMonth>> {
    let subsidy = plan.interest_subsidy.as_ref();
    if future.loan_rate_percent == 0.0 {
        return schedule(loan, subsidy);
    }
    let moved = |rate: &Rate| Rate {
        rate_percent: (rate.rate_percent + future.loan_rate_percent).max(0.0),
        ..*rate
    };
    let rates = loan.rates.iter().map(moved).collect();
    schedule(&Loan { rates, ..loan.clone() }, subsidy)
}

/// The year that a month is in.
pub(super) fn year_of(month: u16) -> u16 {
    month.div_ceil(12)
}

fn yuan(yuan: f64) -> Option<Fen> {
    Fen::estimate_from_yuan(yuan)
}

/// Share of a year in which the works are over. [-]
fn running_share(plan: &Plan, future: &Future, year: u16) -> f64 {
    let works = f64::from(plan.works_months) + future.works_delay_months;
    ((12.0 * f64::from(year) - works) / 12.0).clamp(0.0, 1.0)
}

/// Building, building again when a life ends within the horizon, unused life at its end by the
/// straight line, and upkeep.
///
/// # Source
/// EN 15459-1:2017, clause 6 (global cost with replacement and straight-line residual value).
fn capital(
    plan: &Plan,
    future: &Future,
    investment: &Investment,
    tell: &mut dyn FnMut(Class, u16, Fen),
) -> Option<()> {
    let life = investment.lifetime_years.max(1);
    let growth = 1.0 + plan.cost_growth_percent / 100.0;
    let cost = investment.cost.yuan_f64() * future.cost_factor;
    let total = yuan(cost)?;
    let mut left = total;
    for (at, payment) in plan.payments.iter().enumerate() {
        let is_last = at + 1 == plan.payments.len();
        let paid = if is_last { left } else { yuan(cost * payment.cost_share)? };
        left = left - paid;
        tell(Class::Investment, year_of(payment.month), -paid);
    }
    let upkeep = investment.maintenance.yuan_f64() * future.upkeep_factor;
    let (mut price, mut built) = (1.0, 1.0);
    for year in 1..=plan.life_years {
        let share = running_share(plan, future, year);
        tell(Class::Upkeep, year, -yuan(upkeep * price * share)?);
        price *= growth;
        if year % life == 0 && year < plan.life_years {
            tell(Class::Replacement, year, -yuan(cost * price)?);
            built = price;
        }
    }
    // A life that ends with the horizon has nothing left.
    let used = (plan.life_years - 1) % life + 1;
    let rest = f64::from(life - used) / f64::from(life);
    tell(Class::Residual, plan.life_years, yuan(cost * built * rest)?);
    Some(())
}

fn energy(
    plan: &Plan,
    future: &Future,
    line: &EnergyLine,
    tell: &mut dyn FnMut(u16, Fen),
) -> Option<()> {
    let added = match line.market {
        Market::Electricity | Market::OwnPv => future.electricity_growth_percent,
        Market::Gas => future.gas_growth_percent,
        Market::District => future.district_growth_percent,
    };
    let factor = match line.market {
        Market::OwnPv => future.pv_factor,
        _ if line.is_metered => future.saving_factor,
        _ => 1.0,
    };
    let growth = 1.0 + (line.growth_percent + added) / 100.0;
    let mut yearly = (line.before_units - line.after_units) * factor * line.price_yuan;
    for year in 1..=plan.life_years {
        tell(year, yuan(yearly * running_share(plan, future, year))?);
        yearly *= growth;
    }
    Some(())
}

/// Letting after less letting as it would have gone on, month by month. During the works the old
/// rent is lost in part; after them the share let rises in even steps from what stayed.
fn letting(
    plan: &Plan,
    future: &Future,
    rent: &Rent,
    tell: &mut dyn FnMut(u16, Fen),
) -> Option<()> {
    let works = f64::from(plan.works_months) + future.works_delay_months;
    let ramp = f64::from(rent.letting_months) + future.letting_delay_months;
    let old = rent.before.rent_yuan_m2_month * rent.before.let_share;
    let stayed = rent.before.let_share * (1.0 - rent.lost_during_works_share);
    let let_after = future.vacancy_share.map_or(rent.after.let_share, |vacant| 1.0 - vacant);
    let new_rent = rent.after.rent_yuan_m2_month * future.rent_factor;
    let mut growth = 1.0;
    for year in 1..=plan.life_years {
        let mut sum = 0.0;
        for month in 1..=12_u16 {
            let since = f64::from(12 * (year - 1) + month) - works;
            sum += if since <= 0.0 {
                -old * rent.lost_during_works_share
            } else {
                let share = if ramp > 0.0 { (since / ramp).min(1.0) } else { 1.0 };
                new_rent * (stayed + (let_after - stayed) * share) - old
            };
        }
        tell(year, yuan(sum * rent.lettable_area_m2 * growth)?);
        growth *= 1.0 + rent.growth_percent / 100.0;
    }
    Some(())
}
