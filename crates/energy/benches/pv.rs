//! Plane-years of photovoltaics per second, one thread and all threads.
//!
//! Input: 64 arrays of all tilts and azimuths in the built-in synthetic year of Beijing, Perez sky,
//! cover glass, cell temperature; the sun of the year is given, the sky is made once for all and is
//! part of the time. Then the same arrays among rows and hills. The sketch: some 560 blocks of
//! eight hours with light, four divisions and a root of 16 to 24 cycles each, make 25 us a
//! plane-year. Beside pvlib: `benches/pvlib/compare.py`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use energy::building::PvArray;
use energy::pv::yield_under;
use energy::sky::{SkyModel, SkyYear};
use energy::sun::SunYear;
use energy::{parse_normals, typical_year};
use rayon::prelude::*;

const COUNT: u32 = 64;

fn pv(criterion: &mut Criterion) {
    let text = include_str!("../../../data/climate/beijing-normals.yaml");
    let normals = parse_normals(text, "beijing-normals.yaml").expect("normals in the repository");
    let weather = typical_year(&normals);
    let sun = SunYear::new(&weather);
    let arrays: Vec<PvArray> = (0..COUNT)
        .map(|at| PvArray::new(1.0, f64::from(at % 90), f64::from(at * 17 % 360), 0.14))
        .collect();
    let mut group = criterion.benchmark_group("pv");
    group.throughput(Throughput::Elements(u64::from(COUNT)));
    group.sample_size(10);
    let year_w = |sky: &SkyYear, array| yield_under(sky, array, 0.2).iter().sum::<f64>();
    group.bench_function("64 planes, one thread", |bencher| {
        bencher.iter(|| {
            let sky = SkyYear::new(SkyModel::Perez, &weather, &sun);
            arrays.iter().map(|array| year_w(&sky, array)).sum::<f64>()
        });
    });
    let among: Vec<PvArray> = arrays
        .iter()
        .map(|array| PvArray {
            row_pitch: Some(1.8),
            horizon_deg: vec![0.0, 10.0, 5.0, 20.0],
            ..array.clone()
        })
        .collect();
    group.bench_function("64 planes among rows and hills, one thread", |bencher| {
        bencher.iter(|| {
            let sky = SkyYear::new(SkyModel::Perez, &weather, &sun);
            among.iter().map(|array| year_w(&sky, array)).sum::<f64>()
        });
    });
    group.bench_function("64 planes, all threads", |bencher| {
        bencher.iter(|| {
            let sky = SkyYear::new(SkyModel::Perez, &weather, &sun);
            arrays.par_iter().map(|array| year_w(&sky, array)).sum::<f64>()
        });
    });
    group.finish();
}

criterion_group!(benches, pv);
criterion_main!(benches);
