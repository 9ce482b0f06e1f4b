//! Import speed in rows per second, on a file made in memory: 20,000 rows × 16 columns (about 3 MB)
//! shaped like a benchmarking panel, five years of 4,000 buildings, and, where `REWEAVE_SHARED`
//! names the shared files, on the published Chicago file (17,728 rows × 30 columns, 4.1 MB).
//!
//! Accuracy: every run checks that created + merged + updated + unchanged + refused = rows read.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use stock::{Ledger, Mapping, import, parse_mapping};

const MAPPING: &str = include_str!("../../../data/mappings/chicago-benchmarking.yaml");

fn panel() -> Vec<u8> {
    let mut text = String::from(
        "Data Year,ID,Property Name,Reporting Status,Address,Community Area,Primary Property Type,\
         Gross Floor Area - Buildings (sq ft),Year Built,Electricity Use (kBtu),\
         Natural Gas Use (kBtu),District Steam Use (kBtu),Site EUI (kBtu/sq ft),Latitude,Longitude,\
         Row_ID\n",
    );
    for year in 2014..2019_u16 {
        for id in 0..4000_u16 {
            let kind =
                ["Office", "Multifamily Housing", "K-12 School", "Hotel"][usize::from(id % 4)];
            let (lat, lon) = (41.7 + f64::from(id) * 5e-5, -87.9 + f64::from(id) * 1e-4);
            writeln!(
                text,
                "{year},{id},Building {id},Submitted,{id} W Superior St,LOOP,{kind},{},{},{}.5,{}.25,,\
                 {}.4,{lat:.6},{lon:.6},{year}-{id}",
                50_000 + u32::from(id), 1900 + id % 120, 2_000_000 + u32::from(id) * 7, 900_000 + u32::from(id) * 3, 60 + id % 90,
            )
            .expect("a String takes every write");
        }
    }
    text.into_bytes()
}

/// Rows read, after a check that the outcomes add up.
fn chain(bytes: &[u8], mapping: &Mapping) -> u64 {
    let imported = import(bytes, "panel.csv", mapping).expect("the file reads");
    let rows = imported.rows_read;
    let counts = Ledger::default().apply(imported).counts;
    let sum = counts.created + counts.merged + counts.updated + counts.unchanged + counts.refused;
    assert_eq!(sum, rows);
    rows
}

fn bench(c: &mut Criterion) {
    let mapping = parse_mapping(MAPPING, "chicago-benchmarking.yaml").expect("it is ready-made");
    let mut files = vec![("made", panel())];
    #[expect(clippy::disallowed_methods, reason = "a bench may read the shared files")]
    if let Some(bytes) = std::env::var("REWEAVE_SHARED").ok().and_then(|shared| {
        let name = "data/chicago-benchmarking-2014-2020/Chicago_Energy_Benchmarking.csv";
        std::fs::read(std::path::Path::new(&shared).join(name)).ok()
    }) {
        files.push(("chicago", bytes));
    }
    let mut group = c.benchmark_group("import_and_apply");
    group.sample_size(10).measurement_time(Duration::from_secs(8));
    for (name, bytes) in &files {
        group.throughput(Throughput::Elements(chain(bytes, &mapping)));
        group.bench_with_input(BenchmarkId::from_parameter(name), bytes, |b, bytes| {
            b.iter(|| chain(black_box(bytes), &mapping));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
