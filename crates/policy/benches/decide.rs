//! Time of one decision with its whole derivation, and of loading all law.
//!
//! Input: the worked example of a complete low-efficiency building under the Beijing plan of 2023
//! (22 clauses, every fact stated), decided one at a time with every step kept; and all schemes
//! under `policy/`, their files already in memory, parsed, checked and made ready to decide.
//! Accuracy: exact; the decision is compared once with the award that the example states.

#![expect(clippy::unwrap_used, reason = "a helper that fails is the bench that fails")]

#[path = "../tests/all/scheme.rs"]
mod scheme;

use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use policy::Scheme;
use units::Fen;

/// The files of every scheme below `policy/`, in memory.
fn folders() -> Vec<Vec<(String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy");
    let mut all = Vec::new();
    scheme::collect(&root, &root, &mut all);
    let ids = all.iter().filter_map(|(path, _)| path.strip_suffix("scheme.yaml"));
    let below = |id: &str| {
        let own = |(path, text): &(String, String)| {
            Some((path.strip_prefix(id)?.to_owned(), text.clone()))
        };
        all.iter().filter_map(own).collect()
    };
    ids.map(below).collect()
}

fn explain(criterion: &mut Criterion) {
    let (facts, on) = (scheme::facts("complete-building"), scheme::day("2023-10-01"));
    let decision = scheme::SCHEME.decide(&facts, on).expect("a version in force");
    assert_eq!(decision.amount, Some(Fen(4_800_000_000)), "10 % of 480 million yuan");
    criterion.bench_function("one explained case", |bencher| {
        bencher.iter(|| scheme::SCHEME.decide(&facts, on).expect("a version in force"));
    });
}

fn load(criterion: &mut Criterion) {
    let folders = folders();
    let mut group = criterion.benchmark_group("load");
    group.sample_size(20);
    group.bench_function(format!("{} schemes", folders.len()), |bencher| {
        bencher.iter(|| {
            let loaded = folders.iter().map(|files| Scheme::load(files).expect("it loads"));
            loaded.collect::<Vec<Scheme>>()
        });
    });
    group.finish();
}

criterion_group!(benches, explain, load);
criterion_main!(benches);
