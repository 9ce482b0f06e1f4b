//! Buildings from sketches: whole, true to what was stated, honest about what was assumed.

use std::sync::OnceLock;

use energy::archetype::{
    Archetype, FILM_RESISTANCE_M2K_W, FactValue, Kind, Library, LibraryText, PlantKind, Sketch,
    archetype,
};
use energy::building::CoolingPlant;
use energy::building::{Boundary, Building, Glazing, HeatingPlant, Layer, Surface};
use energy::thermal_zone::{Climate, ThermalZone};
use energy::{Annual, Fault, Options, simulate_stock};
use proptest::prelude::*;

use crate::shared;

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        Library::parse(&LibraryText::BUILT_IN).expect("the built-in library is valid")
    })
}

fn beijing() -> Climate {
    static CLIMATE: OnceLock<Climate> = OnceLock::new();
    CLIMATE.get_or_init(|| Climate::new(shared::synthetic_weather())).clone()
}

fn made(sketch: &Sketch) -> Archetype {
    archetype(sketch, &beijing(), library()).expect("a valid sketch makes a building")
}

fn u_w_m2k(surface: &Surface) -> f64 {
    let layers = surface.layers.iter().map(|layer| match layer {
        Layer::Solid { thickness_m, conductivity_w_mk, .. } => thickness_m / conductivity_w_mk,
        Layer::Resistance { resistance_m2k_w } => *resistance_m2k_w,
    });
    1.0 / (layers.sum::<f64>() + FILM_RESISTANCE_M2K_W.0 + FILM_RESISTANCE_M2K_W.1)
}

fn surface<'a>(building: &'a Building, name: &str) -> &'a Surface {
    let found = building.surfaces().find(|surface| surface.name == name);
    found.unwrap_or_else(|| panic!("{name}"))
}

fn number(archetype: &Archetype, field: &str) -> (f64, bool) {
    let fact = archetype.facts.iter().find(|fact| fact.field == field);
    match fact.map(|fact| (&fact.value, fact.known)) {
        Some((FactValue::Number(value), known)) => (*value, known),
        other => panic!("{field}: {other:?}"),
    }
}

/// A box of 5,000 m² on five storeys, by hand: footprint 1,000 m², sides 40 m by 25 m, 18 m high.
#[test]
fn an_office_by_hand() {
    let mut sketch = Sketch::new("office", Kind::Office, 5000.0);
    sketch.storeys = Some(5);
    sketch.year_built = Some(1995);
    let archetype = made(&sketch);
    let building = &archetype.building;
    assert!((building.zones[0].volume_m3 - 18_000.0).abs() < 1e-9);
    assert!((archetype.wall_area_m2 - 2340.0 * 0.65).abs() < 1e-9);
    assert!((archetype.window_area_m2 - 2340.0 * 0.35).abs() < 1e-9);
    assert!((archetype.roof_area_m2 - 1000.0).abs() < 1e-9);
    assert!((surface(building, "wall_s").area_m2 - 40.0 * 18.0 * 0.65).abs() < 1e-9);
    assert!((surface(building, "wall_e").area_m2 - 25.0 * 18.0 * 0.65).abs() < 1e-9);
    assert!((surface(building, "internal_mass").area_m2 - (4000.0 + 2500.0)).abs() < 1e-9);
    // Cold B, 1986–2004.
    assert!((u_w_m2k(surface(building, "wall_n")) - 1.28).abs() < 1e-9);
    assert!((u_w_m2k(surface(building, "roof")) - 0.91).abs() < 1e-9);
    // 1.8 m³/(h·m²) through 2,340 m² of façade and 1,000 m² of roof into 18,000 m³.
    assert!((building.zones[0].air.infiltration_ach - 1.8 * 3340.0 / 18_000.0).abs() < 1e-9);
    assert!((building.zones[0].mid_height_m - 9.0).abs() < 1e-12);
    assert_eq!(archetype.heating_plant, PlantKind::District);
    assert_eq!(building.zones[0].thermostat.heating_months, [1, 2, 3, 11, 12]);
    assert_eq!(building.zones[0].thermostat.cooling_months, [4, 5, 6, 7, 8, 9]);
}

#[test]
fn the_ground_lies_under_the_floor_once() {
    let made = made(&Sketch::new("office", Kind::Office, 12_000.0));
    let floor = surface(&made.building, "floor");
    // The kernel adds soil and what is beyond it: here is the slab alone, with its true edge.
    assert!(floor.layers.iter().all(|layer| matches!(layer, Layer::Solid { .. })), "{floor:?}");
    let slab_m2k_w: f64 = floor.layers.iter().map(Layer::resistance_m2k_w).sum();
    assert!(slab_m2k_w < 0.5, "{slab_m2k_w}");
    let perimeter_m = floor.ground.and_then(|ground| ground.perimeter_m);
    assert!(perimeter_m.is_some_and(|edge_m| edge_m >= 4.0 * floor.area_m2.sqrt() - 1e-9));
}

#[test]
fn every_kind_in_every_zone_and_era_is_whole_and_named_alike() {
    let library = library();
    let names = ["roof", "wall_n", "wall_e", "wall_s", "wall_w", "floor", "internal_mass"];
    let windows = ["window_n", "window_e", "window_s", "window_w"];
    for zone in ThermalZone::ALL {
        let climate = Climate { zone, ..beijing() };
        for kind in Kind::ALL {
            for year in [1900, 1985, 1986, 2004, 2005, 2015, 2022, 2100] {
                let mut sketch = Sketch::new("all", kind, 12_000.0);
                sketch.year_built = Some(year);
                let archetype = archetype(&sketch, &climate, library).unwrap();
                let building = &archetype.building;
                let found: Vec<_> = building.surfaces().map(|s| s.name.as_str()).collect();
                assert_eq!(found, names);
                let found: Vec<_> = building.windows().map(|w| w.name.as_str()).collect();
                assert_eq!(found, windows);
                let wall_u = number(&archetype, "wall_u_w_m2k").0;
                let roof_u = number(&archetype, "roof_u_w_m2k").0;
                assert!((u_w_m2k(surface(building, "wall_w")) - wall_u).abs() < 1e-9);
                assert!((u_w_m2k(surface(building, "roof")) - roof_u).abs() < 1e-9);
                assert_eq!(surface(building, "floor").boundary, Boundary::Ground);
            }
        }
    }
}

#[test]
fn newer_codes_never_insulate_less() {
    for zone in ThermalZone::ALL {
        let climate = Climate { zone, ..beijing() };
        let mut before = [f64::INFINITY; 3];
        for year in [1960, 1990, 2008, 2018, 2024] {
            let mut sketch = Sketch::new("era", Kind::Office, 8000.0);
            sketch.year_built = Some(year);
            let archetype = archetype(&sketch, &climate, library()).unwrap();
            let now = ["wall_u_w_m2k", "roof_u_w_m2k", "window_u_w_m2k"]
                .map(|field| number(&archetype, field).0);
            assert!(now.iter().zip(before).all(|(now, before)| *now <= before), "{zone:?} {year}");
            before = now;
        }
    }
}

#[test]
fn what_is_stated_is_taken_and_what_is_not_is_marked() {
    let mut sketch = Sketch::new("hall", Kind::Plant, 6000.0);
    sketch.wall_u_w_m2k = Some(0.37);
    sketch.roof_u_w_m2k = Some(3.5);
    sketch.window_u_w_m2k = Some(1.8);
    sketch.window_wall_ratio = Some(0.1);
    sketch.storey_height_m = Some(12.0);
    sketch.heating_plant = Some(PlantKind::GroundSourceHeatPump);
    let archetype = made(&sketch);
    let building = &archetype.building;
    assert_eq!(archetype.storeys, 1);
    assert!((building.zones[0].volume_m3 - 72_000.0).abs() < 1e-6);
    assert!((u_w_m2k(surface(building, "wall_n")) - 0.37).abs() < 1e-9);
    assert!((u_w_m2k(surface(building, "roof")) - 3.5).abs() < 1e-9);
    assert_eq!(building.zones[0].windows[0].glazing, Glazing::Simple { u_w_m2k: 1.8, shgc: 0.4 });
    assert!(matches!(building.zones[0].systems.heating, HeatingPlant::GroundSourceHeatPump { .. }));
    assert_eq!(building.zones[0].systems.cooling, CoolingPlant::None);
    for (field, known) in [
        ("wall_u_w_m2k", true),
        ("window_wall_ratio", true),
        ("storey_height_m", true),
        ("storeys", false),
        ("footprint_area_m2", false),
        ("year_built", false),
        ("infiltration_ach", false),
        ("equipment_w_m2", false),
    ] {
        assert_eq!(number(&archetype, field).1, known, "{field}");
    }
    assert!(archetype.facts.iter().all(|fact| !fact.source.origin.is_empty()));
    let decided =
        archetype.facts.iter().filter(|fact| !fact.known && fact.source.mark.may_decide());
    let decided: Vec<_> = decided.map(|fact| fact.field).collect();
    assert_eq!(decided, ["thermal_zone"], "assumed values never reach a decided amount");
}

#[test]
fn footprint_and_storeys_complete_one_another() {
    let mut sketch = Sketch::new("tower", Kind::Office, 10_000.0);
    sketch.footprint_area_m2 = Some(1000.0);
    assert_eq!(made(&sketch).storeys, 10);
    sketch.storeys = Some(8);
    let both = made(&sketch);
    assert_eq!((both.storeys, both.roof_area_m2), (8, 1000.0));
    sketch.footprint_area_m2 = None;
    assert!((made(&sketch).footprint_area_m2 - 1250.0).abs() < 1e-9);
}

#[test]
fn absurd_sketches_are_refused_with_every_fault() {
    let mut sketch = Sketch::new("absurd", Kind::Office, -5.0);
    sketch.storeys = Some(0);
    sketch.storey_height_m = Some(f64::NAN);
    sketch.year_built = Some(3000);
    sketch.window_wall_ratio = Some(1.5);
    sketch.wall_u_w_m2k = Some(0.0);
    sketch.roof_u_w_m2k = Some(f64::INFINITY);
    sketch.window_u_w_m2k = Some(-1.0);
    sketch.footprint_area_m2 = Some(0.0);
    let Err(Fault::Invalid { name, diagnostics }) = archetype(&sketch, &beijing(), library())
    else {
        panic!("an absurd sketch made a building");
    };
    assert_eq!(name, "absurd");
    assert_eq!(diagnostics.len(), 9, "{diagnostics:?}");
    let mut flat = Sketch::new("a footprint larger than the building", Kind::Office, 1000.0);
    flat.footprint_area_m2 = Some(5000.0);
    assert!(archetype(&flat, &beijing(), library()).is_err());
}

#[test]
fn a_place_without_winter_has_no_heating_and_one_without_summer_no_cooling() {
    let sketch = Sketch::new("office", Kind::Office, 5000.0);
    let tropics = Climate { monthly_means_c: [27.0; 12], ..beijing() };
    let singapore = archetype(&sketch, &tropics, library()).unwrap().building;
    assert_eq!(singapore.zones[0].thermostat.heating_c, None);
    assert!(singapore.zones[0].thermostat.cooling_c.is_some());
    let polar = Climate { monthly_means_c: [-5.0; 12], ..beijing() };
    let north = archetype(&sketch, &polar, library()).unwrap().building;
    assert_eq!(north.zones[0].thermostat.cooling_c, None);
    assert_eq!(north.zones[0].thermostat.heating_months.len(), 12);
}

#[test]
fn a_broken_library_is_refused_with_every_fault() {
    let text = LibraryText::BUILT_IN;
    let no_zone = text.envelope.replace("zones: [severe_cold_c]", "zones: []");
    let no_material = text.envelope.replace("core: [brickwork, 0.37]", "core: [adobe, 0.37]");
    let no_schedule = text.uses.replace("people: hotel_people", "people: dragons");
    let absurd = text.uses.replace("person_w: 66", "person_w: -66");
    for (broken, count) in [
        (LibraryText { envelope: &no_zone, ..text }, 4),
        (LibraryText { envelope: &no_material, ..text }, 1),
        (LibraryText { uses: &no_schedule, ..text }, 1),
        (LibraryText { envelope: "", uses: "[]", schedules: "x: 1" }, 3),
    ] {
        assert_eq!(Library::parse(&broken).unwrap_err().len(), count);
    }
    assert!(Library::parse(&LibraryText { uses: &absurd, ..text }).unwrap_err().len() > 5);
}

#[test]
fn keys_lead_back_to_their_kinds() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_key(kind.key()), Some(kind));
    }
    for plant in PlantKind::ALL {
        assert_eq!(PlantKind::from_key(plant.key()), Some(plant));
    }
    assert_eq!(Kind::from_key("castle"), None);
}

proptest! {
    /// Any sketch gives a building of finite, positive parts, or a refusal; never a panic.
    #[test]
    fn any_sketch_gives_a_building_or_a_refusal(
        kind in 0..Kind::ALL.len(),
        gross in prop::num::f64::ANY,
        tame_gross in 1.0..1e6_f64,
        is_tame in any::<bool>(),
        storeys in prop::option::of(-3..300_i32),
        height in prop::option::of(1.0..50.0_f64),
        footprint in prop::option::of(0.5..1e5_f64),
        year in prop::option::of(900..3100_i32),
        ratio in prop::option::of(-0.1..1.1_f64),
        wall_u in prop::option::of(0.0..5.0_f64),
    ) {
        let area = if is_tame { tame_gross } else { gross };
        let mut sketch = Sketch::new("any", Kind::ALL[kind], area);
        sketch.storeys = storeys;
        sketch.storey_height_m = height;
        sketch.footprint_area_m2 = footprint;
        sketch.year_built = year;
        sketch.window_wall_ratio = ratio;
        sketch.wall_u_w_m2k = wall_u;
        if let Ok(made) = archetype(&sketch, &beijing(), library()) {
            let building = &made.building;
            prop_assert!(building.zones[0].volume_m3.is_finite() && building.zones[0].volume_m3 > 0.0);
            for surface in building.surfaces() {
                prop_assert!(surface.area_m2 > 0.0 && surface.area_m2.is_finite());
                for layer in &surface.layers {
                    let positive = match layer {
                        Layer::Solid { thickness_m, .. } => *thickness_m > 0.0,
                        Layer::Resistance { resistance_m2k_w } => *resistance_m2k_w > 0.0,
                    };
                    prop_assert!(positive, "{surface:?}");
                }
            }
            prop_assert!(building.windows().all(|window| window.area_m2 > 0.0));
            if let Some(wall_u) = wall_u {
                let found = u_w_m2k(&building.zones[0].surfaces[1]);
                prop_assert!((found - wall_u).abs() < 1e-6, "{found} {wall_u}");
            }
        }
    }
}

/// Site energy of every kind in Beijing's year, before own PV. [kWh/m²]
fn site_kwh_m2(year_built: i32) -> Vec<(Kind, f64, Annual)> {
    let sketches = Kind::ALL.map(|kind| {
        let mut sketch = Sketch::new(kind.key(), kind, 10_000.0);
        sketch.year_built = Some(year_built);
        sketch
    });
    let buildings: Vec<Building> = sketches.iter().map(|sketch| made(sketch).building).collect();
    let weather = shared::synthetic_weather();
    let years = simulate_stock(&buildings, weather, &Options::default(), &|_| ());
    let years = years.into_iter().map(|year| year.expect("an archetype can be simulated"));
    Kind::ALL
        .into_iter()
        .zip(years)
        .map(|(kind, year)| (kind, year.end_uses.total_kwh() / 10_000.0, year))
        .collect()
}

/// Every kind can be simulated and uses what buildings use. The bounds are wide on purpose: surveys
/// of Chinese cities find 40 to 300 kWh/m² for most kinds (district heat included), halls less,
/// kitchens, laboratories and machine halls more. No value of the library was moved to meet them.
#[test]
fn every_kind_uses_what_buildings_use() {
    let (old, new) = (site_kwh_m2(1975), site_kwh_m2(2018));
    for ((kind, old_kwh_m2, old), (_, new_kwh_m2, _)) in old.iter().zip(&new) {
        let per_m2 = |kwh: f64| kwh / 10_000.0;
        println!(
            "{:12} 1975: {old_kwh_m2:5.0} (heat {:4.0}, cold {:4.0})  2018: {new_kwh_m2:5.0} kWh/m2",
            kind.key(),
            per_m2(old.heating_kwh),
            per_m2(old.cooling_kwh),
        );
        let (low, high) = match kind {
            Kind::DataCentre => (500.0, 2500.0),
            Kind::Laboratory | Kind::Restaurant | Kind::Hospital => (100.0, 700.0),
            Kind::Warehouse | Kind::Plant => (10.0, 300.0),
            _ => (40.0, 400.0),
        };
        assert!((low..high).contains(old_kwh_m2), "{kind:?} {old_kwh_m2}");
        assert!((low * 0.5..high).contains(new_kwh_m2), "{kind:?} {new_kwh_m2}");
        assert!(new_kwh_m2 < old_kwh_m2, "{kind:?}");
    }
}
