//! Every compatible combination of one space, all threads.
//!
//! Input: an office of 12,000 m² of 1985 with gas heat and split units, as the built-in archetypes
//! state it, in the built-in synthetic year of Beijing; decisions, measures, factors and prices as
//! in `data/`. The name of
//! the first bench says how many combinations, heat balances and points of the front there are.
//! Accuracy: full; each combination has the bits of a simulation of its own (see the tests).

use appraisal::{Candidate, Catalogue, Factors, Prices, SearchSpace, Terms, search, search_stock};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use energy::archetype::{Kind, Library, LibraryText, PlantKind, Sketch, archetype};
use energy::thermal_zone::Climate;
use energy::{Options, Weather, parse_normals, typical_year};
use units::SpaceId;

const NORMALS: &str = include_str!("../../../data/climate/beijing-normals.yaml");
const MEASURES: &str = include_str!("../../../data/measures/measures.yaml");
const PACKAGES: &str = include_str!("../../../data/measures/packages.yaml");
const DECISIONS: &str = include_str!("../../../data/measures/search.yaml");
const FACTORS: &str = include_str!("../../../data/factors/beijing-2022.yaml");
const PRICES: &str = include_str!("../../../data/prices/beijing-planning-2023.yaml");

/// Spaces of the stock part.
const STOCK: u16 = 48;

fn space(number: u16, weather: &Weather) -> Candidate {
    let library = Library::parse(&LibraryText::BUILT_IN).expect("built in");
    let kinds = [Kind::Office, Kind::Plant, Kind::Warehouse, Kind::Market, Kind::Retail];
    let kind = kinds[usize::from(number) % kinds.len()];
    let id = format!("space-{number}");
    let sketch = Sketch {
        year_built: Some(1985 + i32::from(number % 30)),
        heating_plant: Some(PlantKind::GasBoiler),
        ..Sketch::new(id.as_str(), kind, 12_000.0 + 100.0 * f64::from(number))
    };
    let made = archetype(&sketch, &Climate::new(weather), &library).expect("a sound sketch");
    Candidate::new(SpaceId::new(&id).expect("an id"), kind, made, None)
}

fn bench(c: &mut Criterion) {
    let weather = typical_year(&parse_normals(NORMALS, "normals").expect("normals"));
    let catalogue = Catalogue::parse(("m", MEASURES), ("p", PACKAGES)).expect("a catalogue");
    let decisions = SearchSpace::parse("s", DECISIONS, &catalogue).expect("decisions");
    let factors = Factors::parse("f", FACTORS).expect("factors");
    let prices = Prices::parse("p", PRICES).expect("prices");
    let terms = Terms {
        weather: &weather,
        catalogue: &catalogue,
        prices: Some(&prices),
        factors: Some(&factors),
        simulation: &Options::default(),
        region: "beijing",
        borrow_foreign_sets: false,
    };
    let office = space(0, &weather);
    let found = search(&office, &terms, &decisions).expect("a sound space");
    let mut group = c.benchmark_group("search");
    group.sample_size(10);
    let size = format!(
        "one office, {} combinations, {} heat balances, {} on the front",
        found.found.len(),
        found.heat_balances,
        found.front.len()
    );
    group.bench_function(size, |b| b.iter(|| search(&office, &terms, &decisions)));
    let stock: Vec<Candidate> = (0..STOCK).map(|number| space(number, &weather)).collect();
    group.throughput(Throughput::Elements(u64::from(STOCK)));
    group.bench_function("spaces", |b| {
        b.iter(|| search_stock(&stock, &terms, &decisions, &|_| (), |_, _| ()));
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
