//! Odds of loss: 10,000 draws of 13 uncertain inputs through a cash flow of 25 years with a loan,
//! energy, rent with vacancy and ramp, upkeep and renewal, both with and without a grant; draws,
//! evaluation and all statistics.
//!
//! Accuracy: the standard error of the probability of loss is at most 0.5 %.

use std::hint::black_box;

use appraisal::risk::{Inputs, Outcome, Side, simulate, tornado, variance_shares};
use criterion::{Criterion, criterion_group, criterion_main};
use units::Fen;

const INPUTS: &str = include_str!("../../../data/risk/cn-beijing.yaml");
const YEARS: u16 = 25;
const DRAWS: u32 = 10_000;

/// Yearly amounts of a plant hall of 12,000 m² that becomes offices. \[yuan\]
const INVESTMENT: f64 = 21.6e6;
const GRANT: f64 = 4.3e6;
const RENT: f64 = 1.6e6;
const ELECTRICITY_SAVING: f64 = 0.42e6;
const GAS_SAVING: f64 = 0.31e6;
const HEAT_SAVING: f64 = 0.12e6;
const PV_INCOME: f64 = 0.36e6;
const UPKEEP: f64 = 0.55e6;

/// Level principal over 15 years on 60 % of the investment; every yearly flow to the fen.
fn project(v: &[f64]) -> Option<Outcome> {
    let &[
        cost,
        delay,
        realised,
        power,
        gas,
        heat,
        rent,
        vacancy,
        letting,
        rate,
        upkeep,
        pv,
        demand,
    ] = v
    else {
        return None;
    };
    let investment = INVESTMENT * cost;
    let (loan, mut debt) = (0.6 * investment, 0.6 * investment);
    let interest_rate = (0.036 + rate / 100.0).max(0.0);
    let mut npv = Fen::estimate_from_yuan(-0.4 * investment)?;
    let (mut growth, mut discount) = ([1.0; 3], 1.0);
    let idle_months = delay + letting;
    for year in 1..=YEARS {
        discount /= 1.05;
        for (growth, percent) in growth.iter_mut().zip([power, gas, heat]) {
            *growth *= 1.0 + percent / 100.0;
        }
        let idle = (idle_months - 12.0 * f64::from(year - 1)).clamp(0.0, 12.0) / 12.0;
        let saving = realised
            * demand
            * (ELECTRICITY_SAVING * growth[0] + GAS_SAVING * growth[1] + HEAT_SAVING * growth[2]);
        let solar = PV_INCOME * pv * growth[0] * 0.995_f64.powi(i32::from(year - 1));
        let let_out = RENT * rent * (1.0 - vacancy / 100.0) * (1.0 - idle);
        let repaid = if year <= 15 { loan / 15.0 } else { 0.0 };
        let interest = debt * interest_rate;
        debt -= repaid;
        let renewal = if year == 15 { 0.12 * investment } else { 0.0 };
        let net = saving + solar + let_out - UPKEEP * upkeep - repaid - interest - renewal;
        npv = npv + Fen::estimate_from_yuan(net * discount)?;
    }
    let grant = Fen::estimate_from_yuan(GRANT / 1.05)?;
    Some(Outcome { with_subsidy: npv + grant, without_subsidy: npv })
}

fn bench(c: &mut Criterion) {
    let inputs =
        Inputs::parse("cn-beijing.yaml", INPUTS).expect("the file of the project is valid");
    let check = simulate(&inputs, DRAWS, 1, project).expect("every draw has a value");
    let profile = check.distribution();
    assert!(profile.without_subsidy.loss.standard_error_share <= 0.005);
    let mut group = c.benchmark_group("risk");
    group.bench_function("10,000 draws x 25 years, all statistics", |b| {
        b.iter(|| {
            let run = simulate(black_box(&inputs), DRAWS, 1, project);
            black_box(run.map(|run| run.distribution()))
        });
    });
    group.bench_function("tornado and break-even of 13 inputs", |b| {
        b.iter(|| black_box(tornado(&inputs, Side::WithoutSubsidy, project)));
    });
    group.bench_function("variance shares of 13 inputs", |b| {
        b.iter(|| black_box(variance_shares(&inputs, &check, Side::WithoutSubsidy)));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = bench
}
criterion_main!(benches);
