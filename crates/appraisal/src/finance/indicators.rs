//! What a cash flow comes to.

use serde::Serialize;
use units::Fen;

use super::flow::Class;
use super::irr::{Irr, irr};
use super::plan::Plan;
use super::statement::Line;
use super::value::present_value;

/// Indicators of a cash flow; all are planning values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Indicators {
    /// Before financing, public money and tax.
    pub project: Worth,
    /// The same with public money.
    pub with_subsidy: Worth,
    /// The same with loan and tax.
    pub equity: Worth,
    /// Cash before debt service over debt service, by year; `None` in years without service.
    pub dscr_ratio: Vec<Option<f64>>,
    /// The least of them; `None` without a loan. [-]
    pub dscr_min_ratio: Option<f64>,
    /// Levelised cost of the electricity of own photovoltaics; `None` without any. [yuan/kWh]
    pub pv_lcoe_yuan_kwh: Option<f64>,
    /// Levelised cost of a saved kilowatt-hour, photovoltaics left out; `None` where nothing is
    /// saved. [yuan/kWh]
    pub saving_cost_yuan_kwh: Option<f64>,
}

/// What a flow of years is worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Worth {
    /// Net present value.
    pub npv: Fen,
    /// Rates of return.
    pub irr: Irr,
    /// When the running sum first reaches zero for good, straight within a year; `None`: never
    /// within the life. [a]
    pub simple_payback_years: Option<f64>,
    /// The same of present values. [a]
    pub discounted_payback_years: Option<f64>,
}

pub(super) fn indicators(
    plan: &Plan,
    lines: &[Line],
    [project, with_subsidy, equity]: [&[Fen]; 3],
) -> Option<Indicators> {
    let rate = plan.discount_rate_percent;
    let dscr = debt_service_cover(lines, with_subsidy);
    Some(Indicators {
        project: worth(rate, project)?,
        with_subsidy: worth(rate, with_subsidy)?,
        equity: worth(rate, equity)?,
        dscr_min_ratio: dscr.iter().flatten().copied().reduce(f64::min),
        dscr_ratio: dscr,
        pv_lcoe_yuan_kwh: plan.pv_generation_kwh.and_then(|kwh| levelised(plan, lines, true, kwh)),
        saving_cost_yuan_kwh: levelised(plan, lines, false, plan.saved_kwh),
    })
}

fn worth(rate_percent: f64, flows: &[Fen]) -> Option<Worth> {
    let yuan: Vec<f64> = flows.iter().map(|flow| flow.yuan_f64()).collect();
    Some(Worth {
        npv: present_value(rate_percent, flows)?,
        irr: irr(&yuan),
        simple_payback_years: payback(&yuan, 1.0),
        discounted_payback_years: payback(&yuan, 1.0 + rate_percent / 100.0),
    })
}

/// The point in time from which the running sum of flows stays at or above zero; the flows of a
/// year run evenly through it. `growth`: of the discount from year to year. [a]
fn payback(flows: &[f64], growth: f64) -> Option<f64> {
    let mut factor = 1.0;
    let mut sum = 0.0;
    let mut since = None;
    for (year, flow) in (0_u16..).zip(flows) {
        let value = flow / factor;
        factor *= growth;
        let before = sum;
        sum += value;
        if sum < 0.0 {
            since = None;
        } else if since.is_none() {
            let gone = if value > 0.0 && before < 0.0 { -before / value } else { 1.0 };
            since = Some(if year == 0 { 0.0 } else { f64::from(year - 1) + gone });
        }
    }
    since
}

/// Cash before debt service (with tax) over interest and principal, year by year.
fn debt_service_cover(lines: &[Line], with_subsidy: &[Fen]) -> Vec<Option<f64>> {
    let sum = |year: usize, belongs: fn(Class) -> bool| -> Fen {
        lines.iter().filter(|line| belongs(line.class)).map(|line| line.years[year]).sum()
    };
    (0..with_subsidy.len())
        .map(|year| {
            let service = -sum(year, |c| matches!(c, Class::Interest | Class::Repayment));
            let first = sum(year, |class| class == Class::Investment);
            // What is built is paid from the loan and equity, not from the year's cash.
            let cash = with_subsidy[year] - first + sum(year, |class| class == Class::Tax);
            (service > Fen::ZERO).then(|| cash.yuan_f64() / service.yuan_f64())
        })
        .collect()
}

/// Present value of what is built and kept up over that of the yearly energy.
///
/// # Source
/// Levelised cost: IEA/NEA, *Projected Costs of Generating Electricity* (2020), ch. 1.
fn levelised(plan: &Plan, lines: &[Line], of_pv: bool, yearly_kwh: f64) -> Option<f64> {
    if yearly_kwh <= 0.0 {
        return None;
    }
    let belongs = |line: &&Line| {
        let measure = line.id.split_once('/').map_or("", |(_, measure)| measure);
        let is_cost = matches!(
            line.class,
            Class::Investment | Class::Replacement | Class::Residual | Class::Upkeep
        );
        is_cost && plan.investments.iter().any(|one| one.id == measure && one.is_pv == of_pv)
    };
    let growth = 1.0 + plan.discount_rate_percent / 100.0;
    let (mut cost, mut energy, mut factor) = (0.0, 0.0, 1.0);
    for year in 0..=usize::from(plan.life_years) {
        let flow: Fen = lines.iter().filter(belongs).map(|line| line.years[year]).sum();
        cost -= flow.yuan_f64() / factor;
        if year > 0 {
            energy += yearly_kwh / factor;
        }
        factor *= growth;
    }
    Some(cost / energy)
}
