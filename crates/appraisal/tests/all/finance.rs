//! Cash flows by hand and by property.

use appraisal::finance::{
    Class, EnergyLine, Future, Grace, Grant, InterestSubsidy, Investment, Irr, Letting, Loan,
    Market, Payment, Plan, Rate, Rent, Repayment, Statement, Tax, irr, level_payment_yuan,
    npv_yuan, schedule, values,
};
use proptest::prelude::*;
use units::{Fen, Text};

fn yuan(yuan: i64) -> Fen {
    Fen(yuan * 100)
}

fn bare(life_years: u16) -> Plan {
    Plan::empty(life_years, 10.0)
}

fn investment(cost_yuan: i64, lifetime_years: u16) -> Investment {
    Investment {
        id: "m".into(),
        name: Text::same("m"),
        cost: yuan(cost_yuan),
        lifetime_years,
        maintenance: Fen::ZERO,
        is_pv: false,
    }
}

fn gas(before_units: f64, after_units: f64, price_yuan: f64) -> EnergyLine {
    EnergyLine {
        id: "gas".into(),
        name: Text::same("gas"),
        market: Market::Gas,
        before_units,
        after_units,
        unit: "m3".into(),
        price_yuan,
        growth_percent: 0.0,
        is_metered: true,
        source: "test".into(),
    }
}

fn loan(principal_yuan: i64, term_months: u16, repayment: Repayment) -> Loan {
    Loan {
        principal: yuan(principal_yuan),
        term_months,
        grace_months: 0,
        grace: Grace::InterestOnly,
        repayment,
        rates: vec![Rate { from_month: 0, rate_percent: 12.0 }],
        source: "test".into(),
    }
}

#[test]
fn a_plan_that_does_nothing_is_worth_nothing() {
    let statement = Statement::of(&bare(20)).unwrap();
    assert!(statement.lines.is_empty() && statement.loan.is_empty());
    assert_eq!(statement.indicators.equity.npv, Fen::ZERO);
    assert_eq!(statement.indicators.project.irr, Irr::None);
}

#[test]
fn two_years_by_hand() {
    // −1000, then 600 twice at 10 %: −1000 + 545.45 + 495.87 = 41.32; x = 1/(1+r) solves
    // 600x² + 600x = 1000, r = 13.0662 %.
    let plan = Plan {
        investments: vec![investment(1000, 2)],
        energies: vec![gas(400.0, 100.0, 2.0)],
        saved_kwh: 3000.0,
        ..bare(2)
    };
    assert_eq!(plan.check(), []);
    let statement = Statement::of(&plan).unwrap();
    assert_eq!(statement.project, [yuan(-1000), yuan(600), yuan(600)]);
    let worth = &statement.indicators.project;
    assert_eq!(worth.npv, Fen(4132));
    let Irr::Unique(rate) = worth.irr else { panic!("{:?}", worth.irr) };
    assert!((rate - 0.130_662_386_3).abs() < 1e-9, "{rate}");
    assert!((worth.simple_payback_years.unwrap() - (1.0 + 400.0 / 600.0)).abs() < 1e-12);
    // 1000 over 3000/1.1 + 3000/1.21 kWh.
    let cost = statement.indicators.saving_cost_yuan_kwh.unwrap();
    assert!((cost - 1000.0 / (3000.0 / 1.1 + 3000.0 / 1.21)).abs() < 1e-12);
}

#[test]
fn works_delay_the_saving_and_a_grant_comes_once() {
    let plan = Plan {
        works_months: 6,
        investments: vec![investment(1000, 2)],
        energies: vec![gas(400.0, 100.0, 2.0)],
        grants: vec![Grant {
            id: "first".into(),
            name: Text::same("grant"),
            month: 18,
            amount: yuan(200),
            source: "rule".into(),
        }],
        ..bare(2)
    };
    let statement = Statement::of(&plan).unwrap();
    assert_eq!(statement.project, [yuan(-1000), yuan(300), yuan(600)]);
    assert_eq!(statement.with_subsidy, [yuan(-1000), yuan(300), yuan(800)]);
    let grants: Vec<_> = statement.lines.iter().filter(|l| l.class == Class::Grant).collect();
    assert_eq!(grants.len(), 1);
    let months = statement.months(&plan, grants[0]);
    assert_eq!(months[18], yuan(200));
    let energy = statement.lines.iter().find(|line| line.class == Class::Energy).unwrap();
    let months = statement.months(&plan, energy);
    assert_eq!((months[6], months[7], months[13]), (Fen::ZERO, yuan(50), yuan(50)));
}

#[test]
fn a_life_that_ends_is_built_again_and_the_rest_of_it_is_left() {
    // Life 4 in 10 years: built again after 4 and 8; half of the third is left.
    let plan = Plan { investments: vec![investment(400, 4)], ..bare(10) };
    let flow = Statement::of(&plan).unwrap().project;
    assert_eq!(
        (flow[0], flow[4], flow[8], flow[10]),
        (yuan(-400), yuan(-400), yuan(-400), yuan(200))
    );
}

#[test]
fn rent_is_lost_during_the_works_and_rises_to_the_new_letting() {
    let rent = Rent {
        lettable_area_m2: 100.0,
        before: Letting { rent_yuan_m2_month: 10.0, let_share: 0.5 },
        after: Letting { rent_yuan_m2_month: 20.0, let_share: 0.9 },
        letting_months: 4,
        lost_during_works_share: 1.0,
        growth_percent: 0.0,
        source: "test".into(),
    };
    let plan = Plan { works_months: 6, rent: Some(rent), ..bare(2) };
    let flow = Statement::of(&plan).unwrap().project;
    // Six months without 500; then shares 0.225, 0.45, 0.675, 0.9 and 0.9 twice, of 2000, less 500.
    let first = -6.0 * 500.0 + 2000.0 * (0.225 + 0.45 + 0.675 + 0.9 * 3.0) - 6.0 * 500.0;
    assert_eq!(flow[1], Fen::estimate_from_yuan(first).unwrap());
    assert_eq!(flow[2], yuan(12 * (1800 - 500)));
}

#[test]
fn loans_by_hand() {
    // 1200 over 12 months at 1 % a month.
    let level = schedule(&loan(1200, 12, Repayment::LevelPrincipal), None).unwrap();
    assert_eq!((level[0].interest, level[0].principal), (yuan(12), yuan(100)));
    assert_eq!((level[11].interest, level[11].closing), (yuan(1), Fen::ZERO));
    // A = 1200·0.01/(1 − 1.01⁻¹²) = 106.6185…
    let annuity = schedule(&loan(1200, 12, Repayment::Annuity), None).unwrap();
    assert_eq!(annuity[0].interest + annuity[0].principal, Fen(10662));
    assert_eq!(annuity[11].closing, Fen::ZERO);
    let bullet = schedule(&loan(1200, 12, Repayment::Bullet), None).unwrap();
    assert_eq!((bullet[10].principal, bullet[11].principal), (Fen::ZERO, yuan(1200)));
    // Two months of grace: interest paid, or added: 1200·1.01² = 1224.12.
    let grace = Loan { grace_months: 2, ..loan(1200, 12, Repayment::LevelPrincipal) };
    let paid = schedule(&grace, None).unwrap();
    assert_eq!((paid[1].closing, paid[2].principal), (yuan(1200), yuan(120)));
    let added = schedule(&Loan { grace: Grace::Capitalised, ..grace }, None).unwrap();
    assert_eq!((added[1].closing, added[0].interest_paid), (Fen(122_412), Fen::ZERO));
    assert_eq!(added[11].closing, Fen::ZERO);
    // A new rate from month 6 on.
    let mut reset = loan(1200, 12, Repayment::LevelPrincipal);
    reset.rates.push(Rate { from_month: 6, rate_percent: 6.0 });
    let reset = schedule(&reset, None).unwrap();
    assert_eq!((reset[5].interest, reset[6].interest), (yuan(7), yuan(3)));
}

#[test]
fn an_interest_subsidy_is_never_more_than_the_interest_or_its_cap() {
    let loan = loan(1200, 12, Repayment::LevelPrincipal);
    let terms = |rate_percent, months, cap| InterestSubsidy {
        rate_percent,
        months,
        cap,
        source: "rule".into(),
    };
    let sum = |terms: InterestSubsidy| -> Fen {
        schedule(&loan, Some(&terms)).unwrap().iter().map(|month| month.subsidy).sum()
    };
    assert_eq!(sum(terms(24.0, 12, yuan(1_000_000))), yuan(78), "the interest itself");
    assert_eq!(sum(terms(6.0, 12, yuan(1_000_000))), yuan(39), "half of it");
    assert_eq!(sum(terms(24.0, 2, yuan(1_000_000))), yuan(23), "two months");
    assert_eq!(sum(terms(24.0, 12, yuan(30))), yuan(30), "the cap");
}

#[test]
fn tax_takes_depreciation_interest_and_old_losses_off() {
    let tax = Tax {
        rate_percent: 25.0,
        depreciation_years: 2,
        grants_are_taxable: false,
        loss_years: 5,
        source: "law".into(),
    };
    let plan = Plan {
        investments: vec![investment(1000, 4)],
        energies: vec![gas(400.0, 200.0, 2.0)],
        tax: Some(tax),
        ..bare(4)
    };
    // 400 a year; depreciation 500 twice: −100, −100, then 400 less 200 of old losses, then 400.
    let statement = Statement::of(&plan).unwrap();
    let line = statement.lines.iter().find(|line| line.class == Class::Tax).unwrap();
    assert_eq!(line.years, [Fen::ZERO, Fen::ZERO, Fen::ZERO, yuan(-50), yuan(-100)]);
    let short = Plan { tax: plan.tax.clone().map(|tax| Tax { loss_years: 1, ..tax }), ..plan };
    let statement = Statement::of(&short).unwrap();
    let line = statement.lines.iter().find(|line| line.class == Class::Tax).unwrap();
    assert_eq!(line.years[3], yuan(-75), "the loss of year 1 is too old");
}

#[test]
fn rates_of_return_are_one_none_or_several() {
    assert_eq!(irr(&[-1.0, -2.0]), Irr::None);
    assert_eq!(irr(&[0.0, 0.0]), Irr::None);
    // −1, 5, −6: x = 1/2 and 1/3, that is 100 % and 200 %.
    let Irr::Several(rates) = irr(&[-1.0, 5.0, -6.0]) else { panic!() };
    assert!((rates[0] - 1.0).abs() < 1e-12 && (rates[1] - 2.0).abs() < 1e-12, "{rates:?}");
    // Two changes of sign and no root: −1, 1, −1.
    assert_eq!(irr(&[-1.0, 1.0, -1.0]), Irr::None);
}

#[test]
fn a_faulty_plan_is_told_at_each_place() {
    let mut plan = bare(2);
    plan.loan = Some(loan(100, 36, Repayment::Annuity));
    plan.works_months = 30;
    plan.payments = vec![Payment { month: 0, cost_share: 0.5 }];
    plan.rent = Some(Rent {
        lettable_area_m2: 10.0,
        before: Letting { rent_yuan_m2_month: -3.0, let_share: 1.2 },
        after: Letting { rent_yuan_m2_month: 1.0, let_share: 0.5 },
        letting_months: 0,
        lost_during_works_share: 0.0,
        growth_percent: f64::NAN,
        source: String::new(),
    });
    let found = plan.check();
    let paths: Vec<&str> = found.iter().map(|one| one.column.as_str()).collect();
    for path in [
        "loan.term_months",
        "works_months",
        "payments",
        "rent.before.rent_yuan_m2_month",
        "rent.before.let_share",
        "rent.growth_percent",
    ] {
        assert!(paths.contains(&path), "{path}: {paths:?}");
    }
}

fn plans() -> impl Strategy<Value = Plan> {
    let investments = proptest::collection::vec((0_i64..5_000_000, 1_u16..40, 0_i64..50_000), 0..4);
    let energies = proptest::collection::vec((0.0..1e5, 0.0..1e5, -1.0..5.0_f64, -3.0..5.0), 0..4);
    let loan = (1_u16..60, 0_u16..40, 0.0..9.0_f64, 0_u8..6, 1_i64..10_000_000);
    (investments, energies, loan, 5_u16..30, 0_u16..24, 0_i64..1_000_000).prop_map(
        |(investments, energies, (term, grace, rate, how, principal), life, works, grant)| {
            let repayments = [Repayment::LevelPrincipal, Repayment::Annuity, Repayment::Bullet];
            let grace_kinds = [Grace::InterestOnly, Grace::Capitalised];
            Plan {
                works_months: works,
                investments: (0..)
                    .zip(investments)
                    .map(|(at, (cost, lifetime_years, upkeep))| Investment {
                        id: format!("m{at}"),
                        name: Text::default(),
                        cost: Fen(cost),
                        lifetime_years,
                        maintenance: Fen(upkeep),
                        is_pv: at == 1,
                    })
                    .collect(),
                energies: energies
                    .into_iter()
                    .map(|(before, after, price, growth_percent)| EnergyLine {
                        growth_percent,
                        ..gas(before, after, price)
                    })
                    .collect(),
                grants: vec![Grant {
                    id: "g".into(),
                    name: Text::default(),
                    month: works,
                    amount: Fen(grant),
                    source: String::new(),
                }],
                loan: Some(Loan {
                    principal: Fen(principal),
                    term_months: term,
                    grace_months: grace.min(term - 1),
                    grace: grace_kinds[usize::from(how) % 2],
                    repayment: repayments[usize::from(how) % 3],
                    rates: vec![Rate { from_month: 0, rate_percent: rate }],
                    source: String::new(),
                }),
                interest_subsidy: Some(InterestSubsidy {
                    rate_percent: 3.0,
                    months: 24,
                    cap: Fen(100_000),
                    source: String::new(),
                }),
                ..bare(life)
            }
        },
    )
}

proptest! {
    #[test]
    fn lines_sum_to_the_flows_months_to_years_and_a_loan_ends_at_zero(plan in plans()) {
        let statement = Statement::of(&plan).unwrap();
        let of_class = |class: Class| -> Fen {
            let lines = statement.lines.iter().filter(|line| line.class == class);
            lines.flat_map(|line| &line.years).copied().sum()
        };
        for line in &statement.lines {
            let months = statement.months(&plan, line);
            for (year, amount) in line.years.iter().enumerate() {
                let of_year = if year == 0 { 0..1 } else { 12 * (year - 1) + 1..12 * year + 1 };
                prop_assert_eq!(months[of_year].iter().copied().sum::<Fen>(), *amount);
            }
        }
        prop_assert_eq!(of_class(Class::Grant), plan.grants[0].amount);
        let subsidy: Fen = statement.loan.iter().map(|month| month.subsidy).sum();
        prop_assert_eq!(of_class(Class::InterestSubsidy), subsidy);
        let interest: Fen = statement.loan.iter().map(|month| month.interest_paid).sum();
        prop_assert!(subsidy <= interest && subsidy <= Fen(100_000));
        prop_assert_eq!(statement.loan.last().unwrap().closing, Fen::ZERO);
        let total: Fen = statement.equity.iter().copied().sum();
        let lines: Fen = statement.lines.iter().flat_map(|line| &line.years).copied().sum();
        prop_assert_eq!(total, lines);
        let bare = values(&plan, &Future::default()).unwrap();
        prop_assert_eq!(bare.without_subsidy, statement.indicators.project.npv);
        prop_assert_eq!(bare.with_subsidy, statement.indicators.with_subsidy.npv);
    }

    #[test]
    fn a_rate_of_return_makes_the_flows_worth_nothing(
        first in -1e6..-1.0_f64,
        rest in proptest::collection::vec(-1e6..1e6_f64, 1..40),
    ) {
        let flows: Vec<f64> = std::iter::once(first).chain(rest).collect();
        let rates = match irr(&flows) {
            Irr::Unique(rate) => vec![rate],
            Irr::Several(rates) => rates,
            Irr::None => vec![],
        };
        for rate in rates {
            let size: f64 = (0..).zip(&flows).map(|(t, f)| f.abs() / (1.0 + rate).powi(t)).sum();
            prop_assert!(npv_yuan(rate, &flows).abs() <= 1e-9 * size);
        }
    }

    #[test]
    fn a_level_payment_clears_its_loan(principal in 1.0..1e8_f64, rate in 0.0..0.05_f64, n in 1_u16..480) {
        let payment = level_payment_yuan(principal, rate, n);
        let end = (0..n).fold(principal, |owed, _| owed * (1.0 + rate) - payment);
        let growth = (1.0 + rate).powi(i32::from(n));
        prop_assert!(end.abs() <= 1e-9 * principal * growth, "{end}");
    }
}
