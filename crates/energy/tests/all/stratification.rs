//! Air that is warmer above while the plant heats.

use energy::building::{Building, Layer, Stratification};
use energy::weather::Weather;
use energy::{Options, Year, building_of_yaml, simulate, simulate_stock};

use crate::bestest;
use crate::shared::synthetic_weather;
use crate::zone::{HUT, bits, dark, fix_films, mixed, refused, sealed_box, two_boxes};

fn warmer_above(air_gradient_k_m: f64) -> Stratification {
    Stratification {
        air_gradient_k_m,
        destratification_share: 0.0,
        height_m: Some(9.0),
        occupied_height_m: 1.5,
    }
}

fn stratified(mut building: Building, stratification: Stratification) -> Building {
    for zone in &mut building.zones {
        zone.stratification = Some(stratification);
    }
    building
}

fn year(building: &Building, weather: &Weather) -> Year {
    let year = simulate(building, weather, &Options::default()).expect("valid");
    let error = year.annual.balance_error_ratio;
    assert!(error < 1e-9, "{error}");
    year
}

/// Roof, walls and floor of known transmittance, and half an air change.
fn hall(resistance_m2k_w: f64) -> Building {
    let mut building = sealed_box(resistance_m2k_w);
    fix_films(&mut building, 8.0, 20.0);
    building.zones[0].air.infiltration_ach = 0.5;
    building
}

#[test]
fn a_steady_loss_by_hand() {
    // 20 °C at 1.5 m with 0.8 K/m: the mean at 4.5 m is 22.4 °C, the air under the roof 26 °C, over
    // the floor 18.8 °C.
    let building = stratified(hall(1.0), warmer_above(0.8));
    let weather = dark(-10.0, 0.0);
    let found = year(&building, &weather);
    assert!((found.annual.zone_air_mean_c - 20.0).abs() < 1e-6, "{}", found.annual.zone_air_mean_c);
    let u_w_m2k = 1.0 / (1.0 / 8.0 + 1.0 + 1.0 / 20.0);
    let through_w: f64 = building
        .surfaces()
        .map(|surface| {
            let air_c = match surface.tilt_deg {
                tilt if tilt < 45.0 => 26.0,
                tilt if tilt > 135.0 => 18.8,
                _ => 22.4,
            };
            u_w_m2k * surface.area_m2 * (air_c + 10.0)
        })
        .sum();
    let air_w_k = 0.5 * 129.6 * 101_325.0 / (287.042 * 263.15) * 1006.0 / 3600.0;
    let exact_kwh = (through_w + air_w_k * 32.4) * 8.76;
    assert!((found.annual.heating_kwh / exact_kwh - 1.0).abs() < 1e-6, "{exact_kwh}");
}

#[test]
fn no_gradient_is_none_bit_for_bit_and_neighbours_see_nothing() {
    let options = Options::default();
    let run = |buildings: &[Building]| {
        bits(&simulate_stock(buildings, synthetic_weather(), &options, &|_| ()))
    };
    let plain = mixed();
    let fans = Stratification { destratification_share: 1.0, ..warmer_above(1.0) };
    for none in [warmer_above(0.0), fans] {
        let even: Vec<Building> = plain.iter().map(|b| stratified(b.clone(), none)).collect();
        assert_eq!(run(&plain), run(&even));
    }
    let mut some = plain.clone();
    some[0] = stratified(some[0].clone(), warmer_above(0.7));
    let (before, after) = (run(&plain), run(&some));
    for at in 0..plain.len() {
        assert_eq!(before[at] == after[at], at != 0, "{at}");
    }
    let alone = simulate(&some[0], synthetic_weather(), &options).map(|year| year.annual);
    assert_eq!(bits(&[alone])[0], after[0]);
}

#[test]
fn fans_save_what_the_gradient_costs() {
    let weather = synthetic_weather();
    let of = |gradient_k_m: f64, destratification_share: f64| {
        let layers = Stratification { destratification_share, ..warmer_above(gradient_k_m) };
        year(&stratified(bestest::building("900"), layers), weather).annual
    };
    let (even, tall, fans) = (of(0.0, 0.0), of(1.0, 0.0), of(1.0, 0.6));
    assert!(even.heating_kwh < fans.heating_kwh && fans.heating_kwh < tall.heating_kwh);
    assert!((fans.heating_kwh / of(0.4, 0.0).heating_kwh - 1.0).abs() < 1e-9);
    // Nobody is colder for it: the set point is held where people are.
    assert!(tall.zone_air_min_c > 20.0 - 1e-6, "{}", tall.zone_air_min_c);
}

#[test]
fn two_stratified_zones_settle() {
    year(&stratified(two_boxes(), warmer_above(1.0)), synthetic_weather());
}

#[test]
fn more_insulation_never_raises_the_loss_of_a_stratified_hall() {
    let weather = dark(-5.0, 3.0);
    let loss = |resistance_m2k_w: f64| {
        let mut building = stratified(hall(1.0), warmer_above(1.0));
        for surface in building.surfaces_mut().filter(|surface| surface.tilt_deg < 45.0) {
            surface.layers = vec![Layer::Resistance { resistance_m2k_w }];
        }
        year(&building, &weather).annual.heating_kwh
    };
    assert!(loss(0.2) > loss(1.0) && loss(1.0) > loss(5.0));
}

#[test]
fn stratification_is_read_from_a_file_or_refused_by_path() {
    let text = HUT.replace(
        "volume_m3: 50",
        "volume_m3: 150\n    stratification: {air_gradient_k_m: 0.6, destratification_share: 0.5}",
    );
    let hut = building_of_yaml("hut.yaml", &text).expect("a high hut");
    let read = hut.zones[0].stratification.expect("stratified");
    assert!(read.height_m.is_none() && (read.occupied_height_m - 1.0).abs() < 1e-12);
    let told = |change: &dyn Fn(&mut Stratification)| {
        let mut layers = warmer_above(1.0);
        change(&mut layers);
        let found = refused(&stratified(sealed_box(1.0), layers));
        found.into_iter().map(|(path, _)| path).collect::<Vec<_>>()
    };
    let at = |field: &str| vec![format!("zones[0].stratification.{field}")];
    assert!(told(&|_| ()).is_empty());
    assert_eq!(told(&|s| s.air_gradient_k_m = 6.0), at("air_gradient_k_m"));
    assert_eq!(told(&|s| s.destratification_share = f64::NAN), at("destratification_share"));
    assert_eq!(told(&|s| s.height_m = Some(400.0)), at("height_m"));
    assert_eq!(told(&|s| s.occupied_height_m = 10.0), at("occupied_height_m"));
}
