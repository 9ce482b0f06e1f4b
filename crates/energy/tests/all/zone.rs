//! The heat balance against what can be said exactly, and against its own laws.

use energy::building::{
    Boundary, Building, Carrier, CoolingPlant, Glazing, HeatingPlant, Layer, Mixing, PvArray,
    Schedule, Zone,
};
use energy::weather::{HOURS_PER_YEAR, STEFAN_BOLTZMANN_W_M2K4, Weather, WeatherHour};
use energy::year::EndUse;
use energy::{Fault, Options, building_of_yaml, simulate, simulate_stock};
use proptest::prelude::*;

use crate::bestest;
use crate::shared::synthetic_weather;

/// A year without sun at one temperature, with a sky as warm as the air.
pub(crate) fn dark(air_c: f64, wind_speed_m_s: f64) -> Weather {
    let hour = WeatherHour {
        dry_bulb_c: air_c,
        dew_point_c: air_c,
        pressure_pa: 101_325.0,
        horizontal_infrared_w_m2: STEFAN_BOLTZMANN_W_M2K4 * (air_c + 273.15).powi(4),
        wind_speed_m_s,
        ..WeatherHour::default()
    };
    Weather {
        name: "dark".to_owned(),
        latitude_deg: 40.0,
        longitude_deg: 116.0,
        time_zone_h: 8.0,
        elevation_m: 0.0,
        hours: vec![hour; HOURS_PER_YEAR],
        synthetic: true,
        source: "made for a test".to_owned(),
    }
}

/// Heating of a year whose balance closes. [kWh]
pub(crate) fn heating_kwh(building: &Building, weather: &Weather) -> f64 {
    let annual = simulate(building, weather, &Options::default()).expect("valid").annual;
    assert!(annual.balance_error_ratio < 1e-9, "{}", annual.balance_error_ratio);
    annual.heating_kwh
}

/// Case 600 without windows, gains and air exchange: a sealed box.
pub(crate) fn sealed_box(resistance_m2k_w: f64) -> Building {
    let mut building = bestest::building("600");
    building.zones[0].windows.clear();
    building.zones[0].gains.equipment_w_m2 = 0.0;
    building.zones[0].air.infiltration_ach = 0.0;
    for surface in building.surfaces_mut() {
        surface.layers = vec![Layer::Resistance { resistance_m2k_w }];
    }
    building
}

pub(crate) fn area_m2(building: &Building) -> f64 {
    building.surfaces().map(|surface| surface.area_m2).sum()
}

#[test]
fn a_sealed_box_loses_u_times_area_times_difference() {
    // Films of so still a room are below 2 m²K/W together, so a wall of 100 m²K/W bounds the
    // answer.
    let building = sealed_box(100.0);
    let year = simulate(&building, &dark(-10.0, 4.0), &Options::default()).expect("a valid box");
    let most_kwh = area_m2(&building) / 100.0 * 30.0 * 8.76;
    let heating_kwh = year.annual.heating_kwh;
    assert!(heating_kwh < most_kwh && heating_kwh > most_kwh / 1.02, "{heating_kwh} {most_kwh}");
    let split_kwh: f64 = year.monthly.iter().map(|month| month.heating_kwh).sum();
    assert!((split_kwh - heating_kwh).abs() < 1e-6);
}

/// Fixes all films, so that every transmittance is known. [W/(m²·K)]
pub(crate) fn fix_films(building: &mut Building, film_in_w_m2k: f64, film_out_w_m2k: f64) {
    for surface in building.surfaces_mut() {
        surface.film_in_w_m2k = Some(film_in_w_m2k);
        surface.film_out_w_m2k = Some(film_out_w_m2k);
    }
}

#[test]
fn with_constant_films_the_loss_is_exact() {
    let mut building = sealed_box(1.0);
    fix_films(&mut building, 8.0, 20.0);
    let year = simulate(&building, &dark(-10.0, 4.0), &Options::default()).expect("a valid box");
    let exact_kwh = area_m2(&building) / (1.0 / 8.0 + 1.0 + 1.0 / 20.0) * 30.0 * 8.76;
    assert!((year.annual.heating_kwh / exact_kwh - 1.0).abs() < 1e-6);
}

#[test]
fn a_free_zone_settles_between_its_neighbour_and_outdoors() {
    let flow_m3_h = 40.0;
    let mut building = sealed_box(1.0);
    fix_films(&mut building, 8.0, 8.0);
    let mut annex = building.zones[0].clone();
    annex.name = "annex".to_owned();
    (annex.thermostat.heating_c, annex.thermostat.cooling_c) = (None, None);
    let heated = &mut building.zones[0];
    let shared_m2 = heated.surfaces[0].area_m2;
    heated.surfaces[0].boundary = Boundary::Zone { zone: "annex".to_owned() };
    let between = [heated.name.clone(), "annex".to_owned()];
    building.mixing = vec![Mixing { between, flow_m3_h }];
    let annex_m2: f64 = annex.surfaces.iter().map(|surface| surface.area_m2).sum();
    let heated_m2 = annex_m2 - shared_m2;
    building.zones.push(annex);
    let year = simulate(&building, &dark(-10.0, 4.0), &Options::default()).expect("two boxes");
    // By hand: all planes have the same transmittance; mixing at the density of 20 °C.
    let u_w_m2k = 1.0 / (2.0 / 8.0 + 1.0);
    let mixing_w_k = 101_325.0 / (287.042 * 293.15) * 1006.0 * flow_m3_h / 3600.0;
    let between_w_k = u_w_m2k * shared_m2 + mixing_w_k;
    let annex_c =
        (between_w_k * 20.0 - 10.0 * u_w_m2k * annex_m2) / (between_w_k + u_w_m2k * annex_m2);
    assert!(
        (year.zones[1].air_mean_c - annex_c).abs() < 1e-6,
        "{} {annex_c}",
        year.zones[1].air_mean_c
    );
    let exact_kwh = (u_w_m2k * heated_m2 * 30.0 + between_w_k * (20.0 - annex_c)) * 8.76;
    assert!((year.annual.heating_kwh / exact_kwh - 1.0).abs() < 1e-6);
    assert!(year.annual.balance_error_ratio < 1e-9, "{}", year.annual.balance_error_ratio);
    assert!(year.zones[1].heating_kwh.abs() < 1e-12);
}

#[test]
fn zones_that_do_not_settle_are_a_fault() {
    // Two free rooms, one with gains, between which far more air passes than either loses.
    let mut building = two_boxes();
    building.zones[0].gains.equipment_w_m2 = 50.0;
    for zone in &mut building.zones {
        (zone.thermostat.heating_c, zone.thermostat.cooling_c) = (None, None);
    }
    building.mixing[0].flow_m3_h = 1e7;
    let year = simulate(&building, &dark(-10.0, 4.0), &Options::default());
    let Err(Fault::NotSettled { balance_error_ratio, .. }) = year else { panic!("{year:?}") };
    assert!(balance_error_ratio > 1e-6);
    building.mixing[0].flow_m3_h = 1e3;
    simulate(&building, &dark(-10.0, 4.0), &Options::default()).expect("rooms that settle");
}

#[test]
fn air_exchange_costs_its_heat_capacity_and_recovery_saves_its_share() {
    let weather = dark(-10.0, 0.0);
    let heating = |ach: f64, effectiveness: f64| {
        let mut building = sealed_box(100.0);
        building.zones[0].air.ventilation_ach = ach;
        building.zones[0].air.heat_recovery_effectiveness = effectiveness;
        building.zones[0].air.ventilation_schedule = Schedule::always();
        simulate(&building, &weather, &Options::default()).expect("a valid box").annual.heating_kwh
    };
    let (none, full, half) = (heating(0.0, 0.0), heating(1.0, 0.0), heating(1.0, 0.5));
    // Volume × density at −10 °C × 1006 J/(kg·K) × 30 K, over the year.
    let density_kg_m3 = 101_325.0 / (287.042 * 263.15);
    let exact_kwh = 129.6 * density_kg_m3 * 1006.0 / 3600.0 * 30.0 * 8.76;
    assert!(((full - none) / exact_kwh - 1.0).abs() < 1e-6, "{} {exact_kwh}", full - none);
    assert!(((half - none) / exact_kwh - 0.5).abs() < 1e-6);
}

#[test]
fn without_sun_and_gains_the_room_is_as_warm_as_outdoors() {
    for id in ["600FF", "900FF"] {
        let mut building = bestest::building(id);
        building.zones[0].gains.equipment_w_m2 = 0.0;
        let year = simulate(&building, &dark(5.0, 3.0), &Options::default()).expect("valid");
        assert!((year.annual.zone_air_min_c - 5.0).abs() < 1e-6, "{}", year.annual.zone_air_min_c);
        assert!((year.annual.zone_air_max_c - 5.0).abs() < 1e-6, "{}", year.annual.zone_air_max_c);
    }
}

#[test]
fn gains_in_a_sealed_box_are_what_cooling_takes() {
    // At 27 °C outdoors and indoors nothing crosses the walls but the gains' own warming of them.
    let mut building = sealed_box(1000.0);
    building.zones[0].gains.equipment_w_m2 = 10.0;
    let year = simulate(&building, &dark(27.0, 0.0), &Options::default()).expect("a valid box");
    let gains_kwh = 480.0 * 8.76;
    assert!((year.annual.cooling_kwh / gains_kwh - 1.0).abs() < 0.005);
}

/// A building whose systems, schedules and PV are all in use.
pub(crate) fn furnished() -> Building {
    let mut building = bestest::building("900");
    building.zones[0].gains.people_w_m2 = 5.0;
    building.zones[0].gains.lighting_w_m2 = 8.0;
    building.zones[0].systems.heating = HeatingPlant::GasBoiler { efficiency: 0.8 };
    building.zones[0].systems.cooling = CoolingPlant::Chiller { rated_cop: 3.0, flat: false };
    building.zones[0].systems.distribution_loss = 0.1;
    building.zones[0].systems.auxiliary_w_per_w = 0.05;
    building.zones[0].systems.hot_water_kwh_m2 = 10.0;
    building.zones[0].systems.hot_water_carrier = Carrier::Gas;
    building.zones[0].surfaces[5].boundary = Boundary::Ground;
    let mut slab = building.zones[0].surfaces[5].clone();
    slab.boundary = Boundary::Internal;
    building.zones[0].surfaces.push(slab);
    building.pv = Some(PvArray::new(3.0, 30.0, 180.0, 0.14));
    building
}

#[test]
fn energy_bought_follows_from_the_loads() {
    let building = furnished();
    let annual =
        simulate(&building, synthetic_weather(), &Options::default()).expect("valid").annual;
    let gas_kwh = annual.end_uses.get(EndUse::Heating, Carrier::Gas);
    assert!((gas_kwh / (annual.heating_kwh * 1.1 / 0.8) - 1.0).abs() < 1e-9);
    let fans_kwh = annual.end_uses.end_use_kwh(EndUse::Auxiliary);
    let moved_kwh = (annual.heating_kwh + annual.cooling_kwh) * 1.1;
    assert!((fans_kwh / (moved_kwh * 0.05) - 1.0).abs() < 1e-9);
    assert!(
        (annual.end_uses.end_use_kwh(EndUse::Lighting) / (8.0 * 48.0 * 8.76) - 1.0).abs() < 1e-9
    );
    let water_kwh = annual.end_uses.get(EndUse::HotWater, Carrier::Gas);
    assert!((water_kwh / (480.0 / 0.85) - 1.0).abs() < 0.01, "{water_kwh}");
    assert!(annual.pv_generation_kwh > 2000.0);
    let split_kwh = annual.pv_self_use_kwh + annual.pv_export_kwh;
    assert!((split_kwh - annual.pv_generation_kwh).abs() < 1e-6);
    assert!(annual.pv_self_use_kwh < annual.end_uses.carrier_kwh(Carrier::Electricity));
    assert!(annual.balance_error_ratio < 1e-9);
}

#[test]
fn hours_add_up_to_the_year() {
    let options = Options { hourly: true, ..Options::default() };
    let year = simulate(&furnished(), synthetic_weather(), &options).expect("valid");
    let hourly = year.hourly.expect("hours were asked for");
    let sum_kwh = hourly.heating_w.iter().sum::<f64>() / 1000.0;
    assert_eq!(hourly.zone_air_c.len(), HOURS_PER_YEAR);
    assert!((sum_kwh - year.annual.heating_kwh).abs() < 1e-6);
    let low_c = hourly.zone_air_c.iter().copied().fold(f64::MAX, f64::min);
    assert!((low_c - year.annual.zone_air_min_c).abs() < 1e-12);
}

/// Buildings of several shapes, none like its neighbour.
pub(crate) fn mixed() -> Vec<Building> {
    let mut buildings: Vec<Building> =
        ["600", "900", "620", "680FF", "950", "985", "610"].map(bestest::building).into();
    buildings.push(furnished());
    buildings.push(sealed_box(2.0));
    buildings.push(crate::systems::equipped());
    buildings
}

pub(crate) fn bits(results: &[Result<energy::Annual, Fault>]) -> Vec<Vec<u64>> {
    let of = |annual: &energy::Annual| {
        let mut numbers = vec![
            annual.heating_kwh,
            annual.cooling_kwh,
            annual.heating_peak_w,
            annual.zone_air_min_c,
            annual.zone_air_mean_c,
            annual.pv_self_use_kwh,
            annual.hours_outside_comfort_h,
            annual.balance_error_ratio,
        ];
        numbers.extend(annual.end_uses.0.iter().flatten());
        numbers.into_iter().map(f64::to_bits).collect()
    };
    results.iter().map(|result| result.as_ref().map_or_else(|_| Vec::new(), of)).collect()
}

#[test]
fn threads_order_and_neighbours_change_no_bit() {
    let weather = synthetic_weather();
    let options = Options::default();
    let buildings = mixed();
    let run = |threads: usize, buildings: &[Building]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.expect("a small pool can be made");
        pool.install(|| bits(&simulate_stock(buildings, weather, &options, &|_| ())))
    };
    let one = run(1, &buildings);
    assert_eq!(one, run(8, &buildings));
    let backwards: Vec<Building> = buildings.iter().rev().cloned().collect();
    let mut turned = run(2, &backwards);
    turned.reverse();
    assert_eq!(one, turned);
    let alone: Vec<_> = buildings
        .iter()
        .map(|building| simulate(building, weather, &options).map(|year| year.annual))
        .collect();
    assert_eq!(one, bits(&alone));
}

#[test]
fn one_bad_building_stops_nothing_and_all_its_faults_are_told() {
    let mut buildings = mixed();
    buildings[1].zones[0].floor_area_m2 = -1.0;
    buildings[1].zones[0].surfaces[2].area_m2 = f64::NAN;
    buildings[3].zones[0].surfaces.clear();
    let told = std::sync::atomic::AtomicUsize::new(0);
    let results = simulate_stock(&buildings, synthetic_weather(), &Options::default(), &|done| {
        told.fetch_max(done, std::sync::atomic::Ordering::Relaxed);
    });
    assert_eq!(told.into_inner(), buildings.len());
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), buildings.len() - 2);
    let Err(Fault::Invalid { diagnostics, .. }) = &results[1] else { panic!("a fault") };
    let paths: Vec<&str> = diagnostics.iter().map(|d| d.column.as_str()).collect();
    assert_eq!(paths, ["zones[0].floor_area_m2", "zones[0].surfaces[2].area_m2"]);
    let short = Weather { hours: vec![], ..dark(0.0, 0.0) };
    assert!(matches!(
        simulate(&buildings[0], &short, &Options::default()),
        Err(Fault::Weather { hour: None, .. })
    ));
}

pub(crate) const HUT: &str = "
name: hut
zones:
  - name: room
    floor_area_m2: 20
    volume_m3: 50
    surfaces:
      - name: wall
        area_m2: 90
        tilt_deg: 90
        boundary: outdoor
        layers:
          - solid: {thickness_m: 0.24, conductivity_w_mk: 0.8, density_kg_m3: 1800, heat_capacity_j_kgk: 880}
        solar_absorptance_out: 0.6
        solar_absorptance_in: 0.6
        emissivity_out: 0.9
        emissivity_in: 0.9
    air: {infiltration_ach: 0.7}
    gains:
      people_w_m2: 0
      people_schedule: &none {weekday: &z [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0], saturday: *z, sunday: *z}
      lighting_w_m2: 0
      lighting_schedule: *none
      equipment_w_m2: 0
      equipment_schedule: *none
      radiative_share: 0.5
    thermostat: {heating_c: null, cooling_c: null}
";

#[test]
fn a_building_file_is_read_or_refused_with_its_place() {
    let hut = building_of_yaml("hut.yaml", HUT).expect("the hut is a building");
    assert!((hut.zones[0].surfaces[0].area_m2 - 90.0).abs() < 1e-12);
    assert!((hut.ground_reflectance - 0.2).abs() < 1e-12);
    let unknown = HUT.replace("volume_m3: 50", "volume_m3: 50\n    colour: red");
    let Err(Fault::Unreadable { diagnostics, .. }) = building_of_yaml("hut.yaml", &unknown) else {
        panic!("an unknown field is refused")
    };
    assert!(diagnostics[0].expected.en.contains("colour"), "{}", diagnostics[0]);
    let negative = HUT.replace("thickness_m: 0.24", "thickness_m: -0.24");
    let Err(Fault::Invalid { diagnostics, .. }) = building_of_yaml("hut.yaml", &negative) else {
        panic!("a negative thickness is refused")
    };
    assert_eq!(diagnostics[0].column, "zones[0].surfaces[0].layers[0].solid.thickness_m");
    assert_eq!(diagnostics[0].file, "hut.yaml");
    for text in ["", "[]", "name: x", "\u{0}", "surfaces: {a: &a *a}"] {
        assert!(building_of_yaml("broken.yaml", text).is_err());
    }
}

/// Two sealed boxes, the floor of the first on the second.
pub(crate) fn two_boxes() -> Building {
    let mut building = sealed_box(2.0);
    let mut below = building.zones[0].clone();
    "below".clone_into(&mut below.name);
    building.zones[0].surfaces[5].boundary = Boundary::Zone { zone: "below".to_owned() };
    building.zones.push(below);
    let between = [building.zones[0].name.clone(), "below".to_owned()];
    building.mixing = vec![Mixing { between, flow_m3_h: 50.0 }];
    building
}

pub(crate) fn refused(building: &Building) -> Vec<(String, String)> {
    building.validate().into_iter().map(|found| (found.column, found.code)).collect()
}

#[test]
fn zones_are_named_and_found_by_name() {
    let sound = two_boxes();
    assert_eq!(refused(&sound), []);
    assert!((sound.floor_area_m2() - 96.0).abs() < 1e-12);
    assert_eq!(sound.surfaces().count(), 12);
    let told = |change: &dyn Fn(&mut Building)| {
        let mut building = two_boxes();
        change(&mut building);
        refused(&building)
    };
    let one = |path: &str, code: &str| vec![(path.to_owned(), code.to_owned())];
    let behind = |zone: &str| Boundary::Zone { zone: zone.to_owned() };
    let boundary = one("zones[0].surfaces[5].boundary.zone.zone", "unknown_zone");
    assert_eq!(told(&|b| b.zones[0].surfaces[5].boundary = behind("attic")), boundary);
    assert_eq!(told(&|b| b.zones[0].surfaces[5].boundary = behind("whole")), boundary);
    let second = one("mixing[0].between[1]", "unknown_zone");
    assert_eq!(told(&|b| b.mixing[0].between[1] = "attic".to_owned()), second);
    assert_eq!(told(&|b| b.mixing[0].between[1] = "whole".to_owned()), second);
    let first = one("mixing[0].between[0]", "unknown_zone");
    assert_eq!(told(&|b| b.mixing[0].between[0] = "attic".to_owned()), first);
    assert_eq!(told(&|b| b.mixing[0].flow_m3_h = -1.0), one("mixing[0].flow_m3_h", "out_of_range"));
    let twin = |b: &mut Building| b.zones.push(b.zones[1].clone());
    assert_eq!(told(&twin), one("zones[2].name", "same_name"));
    assert_eq!(told(&|b| b.zones[1].surfaces.clear()), [], "the floor above is enough");
    let zones = |count: usize| {
        let mut building = sealed_box(2.0);
        let zone = |at: usize| Zone { name: at.to_string(), ..building.zones[0].clone() };
        building.zones = (0..count).map(zone).collect();
        refused(&building)
    };
    assert_eq!(zones(16), []);
    assert_eq!(zones(17), one("zones", "wrong_count"));
    assert_eq!(zones(0), one("zones", "wrong_count"));
}

#[test]
fn films_have_their_bounds_and_need_air() {
    let told = |film_w_m2k: f64| {
        let mut building = bestest::building("600");
        building.zones[0].surfaces[0].film_in_w_m2k = Some(film_w_m2k);
        building.zones[0].windows[1].film_out_w_m2k = Some(film_w_m2k);
        refused(&building).into_iter().map(|(path, _)| path).collect::<Vec<_>>()
    };
    for sound in [0.1, 8.3, 1000.0] {
        assert!(told(sound).is_empty(), "{sound}");
    }
    for odd in [0.0, -1.0, 1001.0, f64::NAN, f64::INFINITY] {
        let paths = ["zones[0].surfaces[0].film_in_w_m2k", "zones[0].windows[1].film_out_w_m2k"];
        assert_eq!(told(odd), paths, "{odd}");
    }
    let mut building = furnished();
    building.zones[0].surfaces[5].film_out_w_m2k = Some(20.0);
    let path = "zones[0].surfaces[5].film_out_w_m2k".to_owned();
    assert_eq!(refused(&building), [(path, "film_without_air".to_owned())]);
}

#[test]
fn a_building_of_two_zones_is_read_from_a_file() {
    let room = HUT.find("  - name: room").expect("the hut has a room");
    let porch = HUT[room..]
        .replace("name: room", "name: porch")
        .replace("boundary: outdoor", "boundary: {zone: {zone: room}}")
        .replace("&none", "&calm")
        .replace("*none", "*calm")
        .replace("&z", "&y")
        .replace("*z", "*y");
    let text = format!("{HUT}{porch}mixing:\n  - {{between: [room, porch], flow_m3_h: 30}}\n");
    let house = building_of_yaml("house.yaml", &text).expect("a building of two zones");
    let boundary = &house.zones[1].surfaces[0].boundary;
    assert_eq!(*boundary, Boundary::Zone { zone: "room".to_owned() });
    assert_eq!(house.mixing[0].between, ["room", "porch"]);
}

/// Any number that a file may hold.
fn odd() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        -1e3..1e3_f64,
        prop::sample::select(vec![f64::NAN, f64::INFINITY, 0.0, -0.0, 1e-300, 1e300, 1.0]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn more_insulation_never_raises_the_loss(thin_m2k_w in 0.05..5.0_f64, more in 1.01..4.0_f64) {
        let weather = dark(-5.0, 3.0);
        let loss = |resistance_m2k_w: f64| {
            let building = sealed_box(resistance_m2k_w);
            simulate(&building, &weather, &Options::default()).expect("valid").annual.heating_kwh
        };
        prop_assert!(loss(thin_m2k_w * more) < loss(thin_m2k_w));
    }

    #[test]
    fn odd_numbers_give_a_fault_or_a_finite_year(values in prop::collection::vec(odd(), 12), one in 0..12_usize) {
        let mut building = bestest::building("600");
        let Layer::Solid { mut thickness_m, conductivity_w_mk, mut density_kg_m3, heat_capacity_j_kgk } =
            building.zones[0].surfaces[0].layers[0]
        else { panic!("siding is solid") };
        {
            let zone = &mut building.zones[0];
            let first = &mut zone.surfaces[0];
            let window = &mut zone.windows[0];
            let mut glass = (3.0, 0.7);
            let fields: [&mut f64; 12] = [
                &mut zone.floor_area_m2,
                &mut zone.volume_m3,
                &mut first.area_m2,
                &mut first.tilt_deg,
                &mut first.emissivity_in,
                &mut thickness_m,
                &mut density_kg_m3,
                &mut window.area_m2,
                &mut glass.0,
                &mut glass.1,
                &mut zone.air.infiltration_ach,
                &mut zone.gains.equipment_w_m2,
            ];
            // One odd field at a time reaches deeper than twelve at once.
            for (at, (field, value)) in fields.into_iter().zip(&values).enumerate() {
                if at == one {
                    *field = *value;
                }
            }
            window.glazing = Glazing::Simple { u_w_m2k: glass.0, shgc: glass.1 };
        }
        building.zones[0].surfaces[0].layers[0] =
            Layer::Solid { thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk };
        match simulate(&building, synthetic_weather(), &Options::default()) {
            Ok(year) => {
                prop_assert!(year.annual.heating_kwh.is_finite());
                prop_assert!(year.annual.balance_error_ratio < 1e-6, "{}", year.annual.balance_error_ratio);
            }
            Err(Fault::Invalid { diagnostics, .. }) => prop_assert!(!diagnostics.is_empty()),
            Err(other) => {
                let is_numeric = matches!(other, Fault::NotFinite { .. });
                prop_assert!(is_numeric, "{}", other);
            }
        }
    }
}
