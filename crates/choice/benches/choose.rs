//! Time to choose among 20,000 projects with five packages each under a budget and four district
//! ceilings, to a proven gap of 1e-4 (the gap reached is printed once).

use std::collections::BTreeMap;
use std::hint::black_box;

use choice::{Candidate, Limits, Objective, Options, choose};
use criterion::{Criterion, criterion_group, criterion_main};
use oorandom::Rand64;
use units::{Fen, GramsCo2e, SpaceId};

const PROJECTS: u64 = 20_000;
const PACKAGES: u64 = 5;
const DISTRICTS: u64 = 16;

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
    group.finish();
}

criterion_group!(benches, twenty_thousand_projects);
criterion_main!(benches);
