//! Time of one decision with its whole derivation, and of loading all law.
//!
//! Input: the worked example of a complete low-efficiency building under the Beijing plan of 2023
//! (22 clauses, every fact stated), decided one at a time with every step kept; and all schemes
//! under `policy/`, their files already in memory, parsed, checked and made ready to decide.
//! Accuracy: exact; the decision is compared once with the award that the example states.

use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use policy::Scheme;
use units::{Date, Fen};

/// Path below the scheme's folder, and text.
type Files = Vec<(String, String)>;

const ON: Date = Date::constant(2023, 10, 1);

#[expect(clippy::disallowed_methods, reason = "a bench reads the project's own files")]
fn collect(root: &Path, folder: &Path, files: &mut Files) {
    let entries = std::fs::read_dir(folder).expect("a folder of the repository");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|end| end == "yaml") {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy();
            files.push((name.into_owned(), std::fs::read_to_string(&path).expect("a text")));
        }
    }
}

/// The folders of all schemes below `policy/`.
fn folders() -> Vec<Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy");
    let mut all = Files::new();
    collect(&root, &root, &mut all);
    let ids = all.iter().filter_map(|(path, _)| path.strip_suffix("scheme.yaml"));
    let below = |id: &str| -> Files {
        let own = |(path, text): &(String, String)| {
            Some((path.strip_prefix(id)?.to_owned(), text.clone()))
        };
        all.iter().filter_map(own).collect()
    };
    ids.map(below).collect()
}

fn explain(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/cn/beijing/vacated-space");
    let mut files = Files::new();
    collect(&root, &root, &mut files);
    let scheme = Scheme::load(&files).expect("a scheme that loads");
    let path = "cases/facts/complete-building.yaml";
    let (_, text) = files.iter().find(|(name, _)| name == path).expect("the worked example");
    let facts = scheme.read_facts(path, text).expect("facts of the scheme");
    let decision = scheme.decide(&facts, ON).expect("a version in force");
    assert_eq!(decision.amount, Some(Fen(4_800_000_000)), "10 % of 480 million yuan");
    criterion.bench_function("one explained case", |bencher| {
        bencher.iter(|| scheme.decide(&facts, ON).expect("a version in force"));
    });
}

fn load(criterion: &mut Criterion) {
    let folders = folders();
    let mut group = criterion.benchmark_group("load");
    group.sample_size(20);
    group.bench_function(format!("{} schemes", folders.len()), |bencher| {
        bencher.iter(|| {
            folders.iter().map(|files| Scheme::load(files).expect("a scheme that loads")).count()
        });
    });
    group.finish();
}

criterion_group!(benches, explain, load);
criterion_main!(benches);
