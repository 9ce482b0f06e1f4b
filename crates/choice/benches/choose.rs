//! Time to choose among 20,000 projects with five packages each: one year under a budget and four
//! district ceilings to a proven gap of 1e-4, and five years with start years, a budget for each
//! year and district ceilings by year to 1e-3 (the gap reached is printed once).

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;

use choice::programme::{
    Aim, Answer, Budget, Constraint, Group, Measure, Money, Outcome, Package, Programme, Project,
    Rule, Tranche, plan,
};
use choice::{Candidate, Limits, Objective, Options, choose};
use criterion::{Criterion, criterion_group, criterion_main};
use oorandom::Rand64;
use units::{Fen, GramsCo2e, SpaceId};

const PROJECTS: u64 = 20_000;
const PACKAGES: u64 = 5;
const DISTRICTS: u64 = 16;
const YEARS: u32 = 5;

/// A synthetic city: costs of 45,000 to 12,500,000 yuan, savings that grow more slowly than costs.
fn city() -> (Vec<Candidate>, Limits) {
    let mut rng = Rand64::new(1);
    let mut list = Vec::new();
    for project in 0..PROJECTS {
        let (size, district) = (rng.rand_range(300..5000), rng.rand_range(0..DISTRICTS));
        for package in 1..=PACKAGES {
            let yuan = size * rng.rand_range(150..500) * package;
            let grams = size * rng.rand_range(10_000..80_000) * (2 + package);
            list.push(Candidate {
                project: SpaceId::new(&format!("P{project}")).expect("letters and digits"),
                package: package.to_string(),
                district: Some(format!("D{district}")),
                cost_fen: Fen(i64::try_from(yuan * 100).expect("small")),
                co2e_g_per_year: Some(GramsCo2e(i64::try_from(grams).expect("small"))),
                floor_area_m2: Some(1000.0),
                conditional: false,
            });
        }
    }
    let district_ceilings: BTreeMap<_, _> =
        (0..4).map(|d| (format!("D{d}"), Fen(15_000_000_000))).collect();
    (list, Limits { budget: Fen(500_000_000_000), district_ceilings })
}

fn with_fact(name: &str, value: &str) -> Group {
    Group::Fact { name: name.into(), values: BTreeSet::from([value.to_owned()]) }
}

/// The same city over five years: two thirds of the money at the start, a third a year later.
fn programme(protects: u32, with_rules: bool) -> Programme {
    let (list, limits) = city();
    let mut projects: Vec<Project> = Vec::new();
    for one in list {
        let first = Fen(one.cost_fen.0 * 2 / 3);
        let part = |offset_years, amount: Fen| {
            let rise = Fen(amount.0 / 5);
            Tranche { offset_years, amount, rise }
        };
        let tonnes = one.co2e_g_per_year.expect("set").tonnes_f64();
        let package = Package {
            name: one.package,
            tranches: vec![part(0, first), part(1, one.cost_fen - first)],
            scores: BTreeMap::from([("co2e_t".to_owned(), tonnes)]),
            loss_share: None,
        };
        if let Some(last) = projects.last_mut().filter(|last| last.id == one.project) {
            last.packages.push(package);
            continue;
        }
        let mut facts = BTreeMap::from([("district".to_owned(), one.district.expect("set"))]);
        if projects.len().is_multiple_of(3) {
            facts.insert("size".into(), "small".into());
        }
        projects.push(Project {
            id: one.project,
            facts,
            floor_area_m2: one.floor_area_m2,
            earliest_year: 1,
            latest_year: YEARS,
            packages: vec![package],
        });
    }
    let yearly = |fen: i64| Money::Yearly {
        amounts: (1..=YEARS).map(|year| (year, Fen(fen))).collect(),
        carries_over: false,
    };
    let of = |name: String, scope, money, protects| Budget { name, scope, money, protects };
    let mut budgets = vec![of("city".into(), Group::All, yearly(limits.budget.0 / 5), protects)];
    budgets.extend(limits.district_ceilings.into_iter().map(|(name, fen)| {
        let scope = with_fact("district", &name);
        of(name, scope, yearly(fen.0 / 5), 0)
    }));
    let share = Rule::Floor {
        group: with_fact("size", "small"),
        of: Measure::Money,
        ten_thousandths: 4000,
    };
    let rules = with_rules.then_some(Constraint { name: "sme".into(), rule: share });
    let aim = Aim {
        weights: BTreeMap::from([("co2e_t".to_owned(), 1.0)]),
        loss_aversion_factor: 0.0,
        delay_ratio: 0.03,
    };
    Programme {
        first_year: 1,
        years: YEARS,
        projects,
        budgets,
        constraints: rules.into_iter().collect(),
        aim,
    }
}

fn planned(programme: &Programme, options: &Options) -> Outcome {
    match plan(programme, None, options).expect("valid") {
        Answer::Chosen(outcome) => *outcome,
        other => panic!("not chosen: {other:?}"),
    }
}

#[expect(clippy::print_stdout, reason = "a speed without its accuracy says little")]
fn twenty_thousand_projects(c: &mut Criterion) {
    let (list, limits) = city();
    let options = Options::default();
    let choice = choose(&list, &limits, Objective::Co2e, &options).expect("valid");
    println!(
        "{PROJECTS} projects x {PACKAGES} packages: {} chosen, proven gap {:.2e}",
        choice.chosen.len(),
        choice.gap_ratio
    );
    let mut group = c.benchmark_group("choose");
    group.sample_size(10);
    group.bench_function("20000x5, gap 1e-4", |b| {
        b.iter(|| choose(black_box(&list), &limits, Objective::Co2e, &options).expect("valid"));
    });
    let options = Options { gap_ratio: 1e-3, ..Options::default() };
    for (name, protects, with_rules) in [
        ("20000x5 in 5 years, 25 budgets, gap 1e-3", 0, false),
        ("the same with a floor for small firms", 0, true),
        ("the same with 50 rises a year", 50, false),
    ] {
        let programme = programme(protects, with_rules);
        let outcome = planned(&programme, &options);
        println!(
            "{name}: {} chosen, proven gap {:.2e} by {:?}",
            outcome.solution.picks.len(),
            outcome.gap_ratio,
            outcome.proof
        );
        group.bench_function(name, |b| b.iter(|| planned(black_box(&programme), &options)));
    }
    group.finish();
}

criterion_group!(benches, twenty_thousand_projects);
criterion_main!(benches);
