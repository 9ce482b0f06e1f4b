//! A million rows of activity: checked against each other, and recalculated.

#![expect(clippy::unwrap_used, reason = "a helper that fails is the bench that fails")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use programme::Suite;
use programme::carbon::{
    Activity, ActivityRow, Book, Boundaries, Boundary, FactorTable, Inventory, Metering, Method,
    OtherYear, Share, Statement,
};
use programme::ids::{BoundaryId, Digest, HolderId, MeterId};
use units::{Date, Span};

const BOUNDARIES: i64 = 1_000;
const ROWS: i64 = 1_000_000;

const FILE: &str = include_str!("../../../data/factors/inventory-cn.yaml");
const SETS: [(&str, &str); 2] = [
    ("beijing-2022.yaml", include_str!("../../../data/factors/beijing-2022.yaml")),
    ("china-2022.yaml", include_str!("../../../data/factors/china-2022.yaml")),
];

fn name(number: i64) -> BoundaryId {
    BoundaryId::new(&format!("site-{number}")).unwrap()
}

fn boundaries() -> Boundaries {
    let site = Boundary {
        region: "beijing".to_owned(),
        metering: Some(Metering::Net),
        from: Date::constant(2020, 1, 1),
        to: None,
    };
    (0..BOUNDARIES).map(|number| (name(number), site.clone())).collect()
}

/// Bills of a month, from the tenth to the ninth: one in twelve goes across the years; every third
/// is shared with a tenant.
fn rows() -> Vec<ActivityRow> {
    let kinds = [Activity::GridElectricity, Activity::DistrictHeat, Activity::NaturalGas];
    let shares = [("owner", 700_001), ("tenant", 299_999)]
        .map(|(holder, share_ppm)| Share { holder: HolderId::new(holder).unwrap(), share_ppm });
    (0..ROWS)
        .map(|number| {
            let (meter, month) = (number / 12, number % 12);
            let from = Date::constant(2022, 1, 10) + Span::new().months(month);
            let activity = kinds[usize::try_from(meter % 3).unwrap()];
            ActivityRow {
                boundary: name(meter % BOUNDARIES),
                meter: MeterId::new(&format!("meter-{meter}")).unwrap(),
                under: None,
                activity,
                from,
                to: (from + Span::new().months(1)).yesterday().unwrap(),
                quantity_milli: Some(1_000_000 + number * 7_919 % 900_001),
                unit: activity.unit(),
                factor: None,
                shares: if number % 3 == 0 { shares.to_vec() } else { Vec::new() },
                evidence: Digest([u8::try_from(number % 251).unwrap(); 32]),
            }
        })
        .collect()
}

fn million(criterion: &mut Criterion) {
    let (rows, boundaries) = (rows(), boundaries());
    let table = FactorTable::load(("inventory-cn.yaml", FILE), &SETS).unwrap();
    let method = Method {
        holder: HolderId::new("owner").unwrap(),
        year: 2022,
        known_on: Date::constant(2026, 12, 1),
        other_year: OtherYear::LatestKnown,
        restate_from_ppm: 50_000,
    };
    let mut group = criterion.benchmark_group("carbon");
    group.sample_size(10);
    group.throughput(Throughput::Elements(rows.len() as u64));
    group.bench_function("a million rows checked", |bencher| {
        bencher.iter(|| black_box(Book::check(Suite::Sha2, "a.csv", &boundaries, &rows).unwrap()));
    });
    let book = Book::check(Suite::Sha2, "a.csv", &boundaries, &rows).unwrap();
    group.bench_function("a million rows recalculated", |bencher| {
        bencher.iter(|| black_box(Inventory::of(&book, &table, &method).unwrap()));
    });
    group.bench_function("a million rows as a statement", |bencher| {
        bencher.iter(|| {
            let made = Statement::make(Suite::Sha2, &book, &table, &method).unwrap();
            black_box(made.bytes())
        });
    });
    group.finish();
}

criterion_group!(benches, million);
criterion_main!(benches);
