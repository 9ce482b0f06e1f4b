//! The odds of a cash flow: only what moves it is drawn, and the verdict follows.

use appraisal::finance::{EnergyLine, Investment, Market, Plan};
use appraisal::risk::{Inputs, Verdict, VerdictRules, simulate};
use appraisal::{Futures, Odds, OddsTerms, odds};
use units::{Fen, Text};

const INPUTS: &str = include_str!("../../../../data/risk/cn-beijing.yaml");
const RULES: &str = include_str!("../../../../data/risk/verdict.yaml");

/// A plan that saves gas for so many yuan a year.
fn plan(cost_yuan: i64, saving_yuan: f64) -> Plan {
    Plan {
        works_months: 6,
        investments: vec![Investment {
            id: "boiler".into(),
            name: Text::same("boiler"),
            cost: Fen(cost_yuan * 100),
            lifetime_years: 20,
            maintenance: Fen::ZERO,
            is_pv: false,
        }],
        energies: vec![EnergyLine {
            id: "gas".into(),
            name: Text::same("gas"),
            market: Market::Gas,
            before_units: saving_yuan,
            after_units: 0.0,
            unit: "kWh".into(),
            price_yuan: 1.0,
            growth_percent: 0.0,
            is_metered: true,
            source: "test".into(),
        }],
        saved_kwh: 1.0,
        ..Plan::empty(20, 5.0)
    }
}

fn inputs() -> Inputs {
    Inputs::parse("risk.yaml", INPUTS).unwrap()
}

fn judged(plan: Option<&Plan>, missing: &[Text]) -> Odds {
    let rules = VerdictRules::parse("verdict.yaml", RULES).unwrap();
    let terms = OddsTerms { inputs: &inputs(), rules: &rules, draws: 2_000, seed: 7 };
    odds(plan, missing, &[], &terms).unwrap()
}

#[test]
fn inputs_that_move_nothing_are_left_out_and_move_no_draw_of_the_others() {
    let (plan, inputs) = (plan(100_000, 15_000.0), inputs());
    let found = judged(Some(&plan), &[]);
    let moved: Vec<&str> = found.swings.iter().map(|swing| swing.input.as_str()).collect();
    assert!(moved.contains(&"gas_price_growth") && moved.contains(&"investment_cost"));
    for idle in ["rent", "vacancy", "letting_delay", "loan_rate_change", "pv_yield"] {
        assert!(!moved.contains(&idle), "{idle}");
        assert!(found.judgement.grounds.iter().all(|ground| !ground.en.contains(idle)));
    }
    let futures = Futures::new(&plan, &inputs);
    let all = simulate(&inputs, 2_000, 7, |drawn| futures.outcome(drawn)).unwrap();
    assert_eq!(found.profile.unwrap().without_subsidy, all.distribution().without_subsidy);
}

#[test]
fn the_verdict_follows_the_money_and_never_stands_on_what_is_missing() {
    assert_eq!(judged(Some(&plan(100_000, 20_000.0)), &[]).judgement.verdict, Verdict::Sound);
    let loss = judged(Some(&plan(100_000, 4_000.0)), &[]);
    assert_eq!(loss.judgement.verdict, Verdict::LossMaking);
    assert!(loss.judgement.headline.zh.contains("亏损"));
    let area = Text::new("建筑面积", "floor area");
    let asked = judged(Some(&plan(100_000, 20_000.0)), std::slice::from_ref(&area));
    assert_eq!(asked.judgement.verdict, Verdict::CannotBeSaid);
    assert!(asked.profile.is_none() && asked.swings.is_empty());
    assert_eq!(asked.judgement.missing, [area]);
    assert_eq!(judged(None, &[]).judgement.verdict, Verdict::CannotBeSaid);
}
