//! A city's worth of projects: sound, with a small proven gap, twice the same.

use std::collections::BTreeMap;

use choice::{Candidate, Limits, Objective, Options, choose};
use oorandom::Rand64;
use units::Fen;

#[test]
fn two_thousand_projects_reach_the_gap_that_was_asked() {
    let mut rng = Rand64::new(1);
    let mut list: Vec<Candidate> = Vec::new();
    for project in 0..2000 {
        let mut draw = |range| i64::try_from(rng.rand_range(range)).expect("small");
        let (size, district) = (draw(300..5000), draw(0..16));
        for package in 1..=5 {
            let yuan = size * draw(150..500) * package;
            let tonnes = 1 + size * draw(10..80) * (2 + package) / 1000;
            let district = format!("D{district}");
            list.push(super::candidate(project, &package.to_string(), &district, yuan, tonnes));
        }
    }
    let district_ceilings: BTreeMap<_, _> =
        (0..4).map(|d| (format!("D{d}"), Fen(1_500_000_000))).collect();
    let limits = Limits { budget: Fen(50_000_000_000), district_ceilings };
    let options = Options::default();
    let choice = choose(&list, &limits, Objective::Co2e, &options).expect("valid");
    assert!(choice.gap_ratio <= options.gap_ratio, "gap {}", choice.gap_ratio);
    assert!(choice.chosen.len() > 100);
    assert_eq!(choice.just_missed.len(), options.just_missed);
    assert!(choice.left_out.len() + choice.chosen.len() == list.len());
    let again = choose(&list, &limits, Objective::Co2e, &options).expect("valid");
    assert!(choice == again, "the same input gave another choice");
}
