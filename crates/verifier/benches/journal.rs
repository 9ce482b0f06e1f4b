//! A million events verified: canonical form, hashes, one checkpoint, and all twelve checks.

#![expect(clippy::unwrap_used, reason = "a helper that fails is the bench that fails")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use programme::Suite;

#[expect(dead_code, reason = "the tests use all of it")]
#[path = "../tests/journal/forge.rs"]
mod forge;
#[expect(dead_code, reason = "the desk's own tests use all of it")]
#[path = "../../programme/tests/desk/histories/generate.rs"]
mod generate;
#[path = "../tests/journal/long.rs"]
mod long;
#[expect(dead_code, reason = "the desk's own tests use all of it")]
#[path = "../../programme/tests/desk/world.rs"]
mod world;

/// How many events, at least.
const EVENTS: usize = 1_000_000;

fn million(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verifier");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    for suite in Suite::ALL {
        let short = forge::history_of(suite, 9_001, 1_500);
        let copies = EVENTS / (short.events.len() - 70);
        let export = long::lengthen(&short, copies).export();
        let (bytes, notes) = (export.events(), export.checkpoints());
        let accepted = forge::verdict_of(&bytes, &notes).unwrap();
        let count = accepted.events;
        assert!(count >= 1_000_000 && accepted.signed == count, "{count}");
        let (applications, megabytes) = (accepted.applications, bytes.len() / 1_000_000);
        let size = format!("{count} events, {applications} applications, {megabytes} MB, {suite}");
        group.throughput(Throughput::Elements(count));
        group.bench_function(size, |bencher| {
            bencher.iter(|| black_box(forge::verdict_of(&bytes, &notes)).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, million);
criterion_main!(benches);
