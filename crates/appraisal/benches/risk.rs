//! Odds of loss: 10,000 draws of 13 uncertain inputs through a cash flow of 25 years with a loan,
//! energy, rent with vacancy and ramp, upkeep and renewal, both with and without a grant; draws,
//! evaluation and all statistics. Accuracy: standard error of the probability of loss at most half
//! a percent.

use std::hint::black_box;

use appraisal::Futures;
use appraisal::finance::{
    EnergyLine, Grace, Grant, InterestSubsidy, Investment, Letting, Loan, Market, Payment, Plan,
    Rate, Rent, Repayment,
};
use appraisal::risk::{Inputs, Side, simulate, tornado, variance_shares};
use criterion::{Criterion, criterion_group, criterion_main};
use units::{Fen, Text};

const INPUTS: &str = include_str!("../../../data/risk/cn-beijing.yaml");
const DRAWS: u32 = 10_000;

fn yuan(yuan: i64) -> Fen {
    Fen(yuan * 100)
}

fn line(id: &str, market: Market, units: [f64; 2], price_yuan: f64) -> EnergyLine {
    EnergyLine {
        id: id.into(),
        name: Text::same(id),
        market,
        before_units: units[0],
        after_units: units[1],
        unit: "kWh".into(),
        price_yuan,
        growth_percent: 0.0,
        is_metered: true,
        source: "bench".into(),
    }
}

fn investment(id: &str, cost_yuan: i64, lifetime_years: u16) -> Investment {
    Investment {
        id: id.into(),
        name: Text::same(id),
        cost: yuan(cost_yuan),
        lifetime_years,
        maintenance: yuan(cost_yuan / 50),
        is_pv: id == "pv",
    }
}

/// A plant hall of 12,000 m² that becomes offices: eight measures, four prices and own PV, letting,
/// a grant in two parts, and a loan over 15 years on 60 % of the investment.
fn plan() -> Plan {
    let costs = [("walls", 3_600_000, 25), ("roof", 2_400_000, 25), ("windows", 4_200_000, 25)];
    let more = [("light", 700_000, 12), ("control", 480_000, 12), ("air", 1_400_000, 15)];
    let plant = [("heat_pump", 4_800_000, 15), ("pv", 4_000_000, 25)];
    let measures = costs.into_iter().chain(more).chain(plant);
    let letting = |rent_yuan_m2_month, let_share| Letting { rent_yuan_m2_month, let_share };
    let grant = |id: &str, month| Grant {
        id: id.into(),
        name: Text::same(id),
        month,
        amount: yuan(2_150_000),
        source: "bench".into(),
    };
    Plan {
        works_months: 9,
        payments: vec![
            Payment { month: 0, cost_share: 0.3 },
            Payment { month: 6, cost_share: 0.7 },
        ],
        investments: measures.map(|(id, cost, life)| investment(id, cost, life)).collect(),
        energies: vec![
            line("electricity", Market::Electricity, [1_400_000.0, 1_150_000.0], 0.85),
            line("gas", Market::Gas, [2_100_000.0, 0.0], 0.27),
            line("district_heat", Market::District, [300_000.0, 250_000.0], 0.4),
            line("pv_self_use", Market::OwnPv, [0.0, 420_000.0], -0.85),
            line("pv_export", Market::OwnPv, [0.0, 160_000.0], -0.36),
        ],
        pv_generation_kwh: Some(580_000.0),
        saved_kwh: 900_000.0,
        rent: Some(Rent {
            lettable_area_m2: 9_600.0,
            before: letting(25.0, 0.4),
            after: letting(55.0, 0.85),
            letting_months: 12,
            lost_during_works_share: 0.5,
            growth_percent: 0.0,
            source: "bench".into(),
        }),
        grants: vec![grant("first", 9), grant("rest", 24)],
        loan: Some(Loan {
            principal: yuan(13_000_000),
            term_months: 180,
            grace_months: 9,
            grace: Grace::InterestOnly,
            repayment: Repayment::LevelPrincipal,
            rates: vec![Rate { from_month: 0, rate_percent: 3.6 }],
            source: "bench".into(),
        }),
        interest_subsidy: Some(InterestSubsidy {
            rate_percent: 3.45,
            months: 24,
            cap: yuan(5_000_000),
            source: "bench".into(),
        }),
        ..Plan::empty(25, 5.0)
    }
}

fn bench(c: &mut Criterion) {
    let inputs =
        Inputs::parse("cn-beijing.yaml", INPUTS).expect("the file of the project is valid");
    let plan = plan();
    assert!(plan.check().is_empty());
    let futures = Futures::new(&plan, &inputs);
    let project = |drawn: &[f64]| futures.outcome(drawn);
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
