//! The yearly cash flow of a package in constant money, its present value and payback.

use serde::Serialize;
use units::Fen;

/// One thing that is paid for at the start and again whenever its life ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlay {
    /// Price of installing it once.
    pub cost: Fen,
    /// Years that it lasts, at least 1. [a]
    pub lifetime_years: u16,
    /// Upkeep of each year.
    pub maintenance: Fen,
}

/// One year of a cash flow; what comes in is positive. Year 0 is the day of installation, the flows
/// of a later year fall on its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct YearFlow {
    /// 0, 1, … horizon.
    pub year: u16,
    /// First installation.
    pub investment: Fen,
    /// Installation anew at the end of a life.
    pub replacement: Fen,
    /// Fall of the energy bill.
    pub energy: Fen,
    /// Upkeep.
    pub maintenance: Fen,
    /// Value of lives that reach beyond the horizon, in its last year.
    pub residual: Fen,
    /// Sum of the above.
    pub net: Fen,
    /// `net` discounted to year 0.
    pub present_value: Fen,
}

/// A cash flow over the horizon; a planning estimate in constant money.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CashFlow {
    /// Real discount rate. [%]
    pub discount_rate_percent: f64,
    /// One entry for each year from 0 on.
    pub years: Vec<YearFlow>,
    /// Net present value: the exact sum of the years' present values.
    pub npv: Fen,
    /// Investment over the yearly saving net of upkeep; `None` when it never pays back. [a]
    pub simple_payback_years: Option<f64>,
    /// When the running sum of present values, residual value left out, first reaches zero, linear
    /// within a year; `None` when it does not within the horizon. [a]
    pub discounted_payback_years: Option<f64>,
}

/// The cash flow of `outlays` that lower a yearly bill by `bill_saving`, over `horizon_years` at a
/// real `discount_rate_percent`.
///
/// A life that ends at the horizon is not renewed; one that reaches beyond it leaves the unused
/// part of its cost, straight line, as residual value. `None` when an amount leaves the exact range
/// (about ±90 trillion yuan).
///
/// # Equation
/// NPV = Σₜ netₜ / (1 + r)ᵗ
/// # Source
/// EN 15459-1:2017 Energy performance of buildings — economic evaluation procedure, clause 6
/// (global
/// cost with replacement and straight-line residual value), written here as a difference of two
/// states.
pub fn cash_flow(
    outlays: &[Outlay],
    bill_saving: Fen,
    discount_rate_percent: f64,
    horizon_years: u16,
) -> Option<CashFlow> {
    let investment: Fen = outlays.iter().map(|outlay| outlay.cost).sum();
    let maintenance: Fen = outlays.iter().map(|outlay| outlay.maintenance).sum();
    let growth = 1.0 + discount_rate_percent / 100.0;
    let mut years = vec![discounted(YearFlow { investment: -investment, ..zero(0) }, growth)?];
    for year in 1..=horizon_years {
        let last = year == horizon_years;
        let due = |outlay: &&Outlay| !last && year % outlay.lifetime_years.max(1) == 0;
        let replaced: Fen = outlays.iter().filter(due).map(|outlay| outlay.cost).sum();
        let residual = if last {
            outlays.iter().map(|outlay| residual(*outlay, horizon_years)).sum::<Option<Fen>>()?
        } else {
            Fen::ZERO
        };
        let flow = YearFlow {
            replacement: -replaced,
            energy: bill_saving,
            maintenance: -maintenance,
            residual,
            ..zero(year)
        };
        years.push(discounted(flow, growth)?);
    }
    let yearly = bill_saving - maintenance;
    Some(CashFlow {
        discount_rate_percent,
        npv: years.iter().map(|flow| flow.present_value).sum(),
        simple_payback_years: simple_payback(investment, yearly),
        discounted_payback_years: discounted_payback(&years, growth),
        years,
    })
}

fn zero(year: u16) -> YearFlow {
    YearFlow { year, ..YearFlow::default() }
}

fn discounted(flow: YearFlow, growth: f64) -> Option<YearFlow> {
    let parts = [flow.investment, flow.replacement, flow.energy, flow.maintenance, flow.residual];
    let net: Fen = parts.into_iter().sum();
    let value = net.yuan_f64() / growth.powi(i32::from(flow.year));
    Some(YearFlow { net, present_value: Fen::estimate_from_yuan(value)?, ..flow })
}

fn residual(outlay: Outlay, horizon_years: u16) -> Option<Fen> {
    let life = outlay.lifetime_years.max(1);
    // A life that ends with the horizon has nothing left.
    let used = (horizon_years - 1) % life + 1;
    let left = f64::from(life - used) / f64::from(life);
    Fen::estimate_from_yuan(outlay.cost.yuan_f64() * left)
}

fn simple_payback(investment: Fen, yearly: Fen) -> Option<f64> {
    if investment == Fen::ZERO && yearly >= Fen::ZERO {
        return Some(0.0);
    }
    (yearly > Fen::ZERO).then(|| investment.yuan_f64() / yearly.yuan_f64())
}

fn discounted_payback(years: &[YearFlow], growth: f64) -> Option<f64> {
    let mut owed = 0.0;
    for flow in years {
        let factor = growth.powi(i32::from(flow.year));
        let value = (flow.net - flow.residual).yuan_f64() / factor;
        let before = owed;
        owed += value;
        if owed >= 0.0 {
            // Before year 0 nothing is owed; later the debt falls evenly within the year.
            let within = if value > 0.0 { -before / value } else { 1.0 };
            return Some((f64::from(flow.year) - 1.0 + within).max(0.0));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn yuan(yuan: i64) -> Fen {
        Fen(yuan * 100)
    }

    fn outlay(cost: i64, lifetime_years: u16) -> Outlay {
        Outlay { cost: yuan(cost), lifetime_years, maintenance: Fen::ZERO }
    }

    #[test]
    fn an_annuity_meets_its_closed_form() {
        // 1,000 saved in each of 10 years at 5 %: 1000·(1 − 1.05⁻¹⁰)/0.05 = 7,721.73 yuan.
        let flow = cash_flow(&[outlay(5000, 10)], yuan(1000), 5.0, 10).unwrap();
        // Each of the eleven years is rounded to the fen.
        assert!((flow.npv.0 - 272_173).abs() <= 5, "{:?}", flow.npv);
        assert_eq!(flow.simple_payback_years, Some(5.0));
        // After 5 years 4,329.48 are back, the sixth brings 746.22: 5 + 670.52/746.22 = 5.8986.
        let payback = flow.discounted_payback_years.unwrap();
        assert!((payback - 5.8986).abs() < 1e-4, "{payback}");
    }

    #[test]
    fn short_lives_are_renewed_and_long_ones_leave_a_value() {
        // A life of 4 in 10 years: renewed after 4 and 8, half of the last one is left.
        let flow = cash_flow(&[outlay(400, 4)], Fen::ZERO, 0.0, 10).unwrap();
        let renewed: Vec<_> = flow.years.iter().filter(|y| y.replacement != Fen::ZERO).collect();
        assert_eq!(renewed.iter().map(|y| y.year).collect::<Vec<_>>(), [4, 8]);
        assert_eq!(flow.years[10].residual, yuan(200));
        assert_eq!(flow.npv, yuan(-1000));
        // A life of 20 in 10 years leaves half; a life of 10 nothing and is not renewed.
        assert_eq!(cash_flow(&[outlay(400, 20)], Fen::ZERO, 0.0, 10).unwrap().npv, yuan(-200));
        assert_eq!(cash_flow(&[outlay(400, 10)], Fen::ZERO, 0.0, 10).unwrap().npv, yuan(-400));
    }

    #[test]
    fn never_is_none_and_nothing_is_nothing() {
        let never = cash_flow(&[outlay(1000, 20)], yuan(-1), 5.0, 20).unwrap();
        assert_eq!((never.simple_payback_years, never.discounted_payback_years), (None, None));
        let nothing = cash_flow(&[], Fen::ZERO, 5.0, 20).unwrap();
        assert_eq!((nothing.npv, nothing.simple_payback_years), (Fen::ZERO, Some(0.0)));
        assert_eq!(cash_flow(&[outlay(92_000_000_000_000_000, 20)], Fen::ZERO, 5.0, 20), None);
    }

    #[test]
    fn upkeep_counts_against_the_saving() {
        let heat_pump = Outlay { maintenance: yuan(100), ..outlay(1000, 10) };
        let flow = cash_flow(&[heat_pump], yuan(300), 0.0, 10).unwrap();
        assert_eq!(flow.simple_payback_years, Some(5.0));
        assert_eq!(flow.npv, yuan(1000));
    }

    proptest! {
        #[test]
        fn years_sum_to_the_npv_and_lines_to_the_net(
            costs in proptest::collection::vec((0_i64..1_000_000_000, 1_u16..60, 0_i64..10_000_000), 0..5),
            saving in -1_000_000_000_i64..1_000_000_000,
            rate in 0.0..30.0,
            horizon in 1_u16..60,
        ) {
            let outlays: Vec<_> = costs
                .into_iter()
                .map(|(cost, lifetime_years, upkeep)| Outlay {
                    cost: Fen(cost),
                    lifetime_years,
                    maintenance: Fen(upkeep),
                })
                .collect();
            let flow = cash_flow(&outlays, Fen(saving), rate, horizon).unwrap();
            prop_assert_eq!(flow.years.len(), usize::from(horizon) + 1);
            prop_assert_eq!(flow.npv, flow.years.iter().map(|y| y.present_value).sum::<Fen>());
            for y in &flow.years {
                let lines = y.investment + y.replacement + y.energy + y.maintenance + y.residual;
                prop_assert_eq!(y.net, lines);
            }
        }
    }
}
