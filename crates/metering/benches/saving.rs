//! Daily meters of two years each: model, saving, interval, events of both periods.

use criterion::{Criterion, criterion_group, criterion_main};
use metering::synthetic::{Meter, Recipe, meter};
use metering::{Options, Study, saving};

fn meters(count: u32) -> Vec<Meter> {
    (0..count).filter_map(|index| meter(Recipe::mixed(index), u64::from(index) + 1).ok()).collect()
}

fn daily(criterion: &mut Criterion) {
    let meters = meters(60);
    let mut group = criterion.benchmark_group("saving");
    group.sample_size(10);
    group.bench_function("60 daily meters of two years", |bencher| {
        bencher.iter(|| {
            let values = meters.iter().filter_map(|meter| {
                let study = Study {
                    series: &meter.series,
                    temperatures: None,
                    baseline: meter.baseline,
                    reporting: meter.reporting,
                    options: Options::default(),
                };
                saving(&study).ok().map(|saving| saving.saving.value)
            });
            values.sum::<f64>()
        });
    });
    group.finish();
}

criterion_group!(benches, daily);
criterion_main!(benches);
