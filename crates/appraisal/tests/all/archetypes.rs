//! Spaces of which a ledger knows little: every kind, old and new.

use appraisal::{Appraisal, Candidate, CostUnit, Terms, apply, appraise_stock, quantity};
use energy::archetype::{Archetype, Kind, Library, LibraryText, PlantKind, Sketch, archetype};
use energy::building::Building;
use energy::thermal_zone::Climate;
use units::SpaceId;

use crate::data::{catalogue, factors, prices, weather};

fn made(kind: Kind, year_built: i32) -> Archetype {
    let library = Library::parse(&LibraryText::BUILT_IN).unwrap();
    let sketch = Sketch {
        year_built: Some(year_built),
        heating_plant: Some(PlantKind::GasBoiler),
        ..Sketch::new(kind.key(), kind, 8000.0)
    };
    archetype(&sketch, &Climate::new(&weather()), &library).unwrap()
}

fn appraised(candidates: &[Candidate]) -> Vec<Appraisal> {
    let (weather, catalogue, prices, factors) = (weather(), catalogue(), prices(), factors());
    let terms = Terms {
        weather: &weather,
        catalogue: &catalogue,
        prices: Some(&prices),
        factors: Some(&factors),
        simulation: &energy::Options::default(),
        region: "beijing",
        borrow_foreign_sets: false,
    };
    let all = appraise_stock(candidates, &terms, &|_| ()).into_iter();
    all.map(|one| one.unwrap_or_else(|fault| panic!("{fault}"))).collect()
}

#[test]
fn every_fact_that_a_saving_rests_on_is_one_that_archetypes_state() {
    let fields: Vec<_> = made(Kind::Office, 1990).facts.iter().map(|fact| fact.field).collect();
    for measure in &catalogue().measures {
        for fact in &measure.facts {
            assert!(
                fields.contains(&fact.as_str()),
                "{}: {fact} is none of {fields:?}",
                measure.id
            );
        }
    }
}

#[test]
fn costs_are_counted_on_the_areas_that_the_archetype_states() {
    let made = made(Kind::Office, 1980);
    let catalogue = catalogue();
    for (id, unit, area_m2) in [
        ("wall_insulation", CostUnit::M2Wall, made.wall_area_m2),
        ("roof_insulation", CostUnit::M2Roof, made.roof_area_m2),
        ("window_replacement", CostUnit::M2Window, made.window_area_m2),
        ("led_lighting", CostUnit::M2Floor, 8000.0),
    ] {
        let measure = catalogue.measure(id).unwrap();
        let after = apply(measure, "office", &made.building).unwrap();
        assert_eq!(measure.cost.unit, unit);
        assert!(
            (quantity(&measure.cost, &made.building, &after) / area_m2 - 1.0).abs() < 1e-9,
            "{id}"
        );
    }
}

#[test]
fn no_kind_loses_energy_by_a_package() {
    let spaces: Vec<_> = Kind::ALL
        .into_iter()
        .flat_map(|kind| [(kind, 1980), (kind, 2012)])
        .map(|(kind, year)| {
            let id = SpaceId::new(&format!("{}-{year}", kind.key())).unwrap();
            Candidate::new(id, kind, made(kind, year), None)
        })
        .collect();
    for appraisal in appraised(&spaces) {
        assert!(!appraisal.packages.is_empty(), "{}", appraisal.id);
        for package in &appraisal.packages {
            assert!(package.saved_kwh >= 0.0, "{} {}", appraisal.id, package.id);
            assert!(package.assumed_share.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
        // The boiler was reported, so what a heat pump alone saves is known; lights are assumed.
        if appraisal.kind == "office" {
            let package = |id| appraisal.packages.iter().find(|package| package.id == id).unwrap();
            assert!(package("light_ashp_pv").assumed_share.unwrap() < 1.0, "{}", appraisal.id);
            assert_eq!(package("light").assumed_share, Some(1.0));
        }
    }
}

/// Site energy of a year. [kWh]
fn site_kwh(buildings: &[Building]) -> Vec<f64> {
    let years = energy::simulate_stock(buildings, &weather(), &energy::Options::default(), &|_| ());
    years.into_iter().map(|year| year.unwrap().end_uses.total_kwh()).collect()
}

#[test]
fn every_measure_works_somewhere_and_few_cost_energy() {
    let catalogue = catalogue();
    let kinds = [Kind::Office, Kind::Retail, Kind::Market, Kind::Plant];
    let mut saved = vec![None::<f64>; catalogue.measures.len()];
    for kind in kinds {
        // What needs fans or a heat pump is put beside one.
        let bare = made(kind, 1990).building;
        let mut helped = bare.clone();
        for id in ["heat_recovery", "air_source_heat_pump"] {
            helped = apply(catalogue.measure(id).unwrap(), kind.key(), &helped).unwrap();
        }
        let (mut buildings, mut of) = (vec![bare.clone(), helped.clone()], Vec::new());
        for (at, measure) in catalogue.measures.iter().enumerate() {
            let on = |before: &Building| apply(measure, kind.key(), before).ok();
            let after = on(&bare).map(|after| (0, after));
            if let Some((base, after)) = after.or_else(|| Some((1, on(&helped)?))) {
                of.push((at, base));
                buildings.push(after);
            }
        }
        let years = site_kwh(&buildings);
        for ((at, base), after) in of.into_iter().zip(&years[2..]) {
            let share = 1.0 - after / years[base];
            let best = &mut saved[at];
            *best = Some(best.map_or(share, |best| best.max(share)));
        }
    }
    for (measure, saved) in catalogue.measures.iter().zip(saved) {
        let id = measure.id.as_str();
        if measure.is_cost_item() {
            assert!(saved.is_none_or(|saved| saved == 0.0), "{id}");
            continue;
        }
        let saved = saved.unwrap_or_else(|| panic!("{id} applies nowhere"));
        match id {
            "roof_pv" | "facade_pv" => assert_eq!(saved.to_bits(), 0, "{id} leaves the demand"),
            // They keep out winter sun too, which costs about as much in the cold zone.
            "solar_film" | "cool_roof" => assert!((-0.02..0.01).contains(&saved), "{id} {saved}"),
            _ => assert!(saved > 0.0, "{id}: {saved}"),
        }
    }
}
